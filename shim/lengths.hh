/*
 * How long documents are, kept from one match to the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian keeps lengths in a list of postings: to come to one, all before it
 * in its chunk are decoded. Where matches have asked for so many that it pays,
 * all are read, 4 bytes of memory for each document, and kept until the
 * database changes.
 */
#ifndef PRESSMARK_SHIM_LENGTHS_HH
#define PRESSMARK_SHIM_LENGTHS_HH

#include <vector>

#include <xapian.h>

#include "base/deadline.h"
#include "shim/ineb2.hh"

namespace shim
{

class lengths
{
      public:
	/* Of a database that changes without a new revision, as one that is
	 * being written, nothing may be kept. */
	explicit lengths(bool may_keep) : may_keep_(may_keep)
	{
	}

	/* Makes ready for a match that asks for so many of a database. Throws
	 * late when the deadline is past. */
	void use(const Xapian::Database &db, double wanted,
		 struct deadline deadline);

	/* What an occurrence in a document is worth at most, where looking its
	 * length up would take longer than what is left undone for it. */
	double density_bound(Xapian::docid did)
	{
		return is_read_ ? density_of(length_of(did)) : highest_;
	}

	/* What it is worth. */
	double density(Xapian::docid did)
	{
		return is_read_ ? density_of(length_of(did))
				: ineb2_density(average_,
						db_.get_doclength(did));
	}

      private:
	/* Damaged lists have documents behind the last one. */
	Xapian::termcount &length_of(Xapian::docid did)
	{
		if (did >= all_.size())
			throw Xapian::DatabaseCorruptError(
				"a document is behind the last one");
		return all_[did];
	}
	double density_of(Xapian::termcount length)
	{
		if (length >= SHORT)
			return ineb2_density(average_, length);
		if (densities_[length] == 0)
			densities_[length] = ineb2_density(average_, length);
		return densities_[length];
	}
	void read(struct deadline deadline);

	/* Most documents are: logarithms are taken once for each length. */
	static constexpr Xapian::termcount SHORT = 4096;

	bool may_keep_;
	bool is_read_ = false;
	Xapian::Database db_;
	Xapian::rev revision_ = ~Xapian::rev(0); /* none */
	double average_ = 0;			 /* length */
	double highest_ = 0;			 /* density */
	double wanted_ = 0;			 /* of this revision so far */
	std::vector<Xapian::termcount> all_;	 /* by docid */
	std::vector<double> densities_; /* by length; 0: not known yet */
};

} // namespace shim

#endif
