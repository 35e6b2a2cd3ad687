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

#include <functional>
#include <string>
#include <vector>

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
		if (revision_ != db.get_revision() || kept_.empty())
			kept_.assign(SLOTS, slot());
		revision_ = db.get_revision();
		slot &s = kept_[std::hash<std::string>()(term) % SLOTS];
		if (s.term != term) {
			const Xapian::doccount frequency = (db.*tell)(term);

			/* Without memory the slot stays what it was. */
			s.term = term;
			s.frequency = frequency;
		}
		return s.frequency;
	}

      private:
	/* Each for the last term that fell into it; none is empty. Terms have
	 * at most 245 bytes: 0.3 MB if all are so long, 40 KB as words are. */
	struct slot {
		std::string term;
		Xapian::doccount frequency = 0;
	};
	static constexpr size_t SLOTS = 1024;

	bool may_keep_;
	Xapian::rev revision_ = 0;
	std::vector<slot> kept_;
};

} // namespace shim

#endif
