/*
 * How frequent terms are, kept from one look to the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries ask for the same few words again and again, and so do the articles
 * that they find. To libxapian each is a way through a table, read block by
 * block.
 */
#ifndef PRESSMARK_SHIM_FREQUENCIES_HH
#define PRESSMARK_SHIM_FREQUENCIES_HH

#include <string>
#include <unordered_map>

#include <xapian.h>

namespace shim
{

/* Of terms, as one function of a database tells it. */
template <Xapian::doccount (Xapian::Database::*tell)(const std::string &) const>
class kept_frequencies
{
      public:
	/* Of a database that changes without a new revision, as one that is
	 * being written, nothing may be kept. */
	explicit kept_frequencies(bool may_keep) : may_keep_(may_keep)
	{
	}

	Xapian::doccount get(const Xapian::Database &db,
			     const std::string &term)
	{
		if (!may_keep_)
			return (db.*tell)(term);
		if (revision_ != db.get_revision() || kept_.size() == MOST)
			kept_.clear();
		revision_ = db.get_revision();
		auto found = kept_.find(term);
		if (found != kept_.end())
			return found->second;
		Xapian::doccount frequency = (db.*tell)(term);
		kept_.emplace(term, frequency);
		return frequency;
	}

      private:
	/* Terms of at most 245 bytes: 2 MB if all are so long, 0.4 as words
	 * are. */
	static constexpr size_t MOST = 4096;

	bool may_keep_;
	Xapian::rev revision_ = 0; /* that of a new database, without terms */
	std::unordered_map<std::string, Xapian::doccount> kept_;
};

} // namespace shim

#endif
