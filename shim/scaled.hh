/*
 * The best of what matches by weights that a value of each document multiplies.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian adds weights and cannot multiply them. But it tells a spy of each
 * match: the weights are multiplied here, and the best kept.
 */
#ifndef PRESSMARK_SHIM_SCALED_HH
#define PRESSMARK_SHIM_SCALED_HH

#include <cstddef>
#include <string>
#include <vector>

#include <xapian.h>

#include "shim/xap.h"

namespace shim
{

struct scaled {
	Xapian::docid docid;
	double weight, factor;
	std::string value; /* that it is from, and that decides ties */

	/* Does it come before another? */
	bool operator<(const scaled &other) const;
};

class scaled_spy : public Xapian::MatchSpy
{
      public:
	/* Keeps so many, by the factor of a search. */
	scaled_spy(const Xapian::Database &db, const struct xap_search *search,
		   size_t most);

	/* Takes in what was found, in any order. */
	void take(const Xapian::MSet &found);

	/* Forgets what it has, but for what is to be reached to be among the
	 * best: to be told all again, by docid, rising. */
	void again();

	void operator()(const Xapian::Document &doc, double weight) override;

	/* The best, in their order; none is kept. */
	std::vector<scaled> best();

      private:
	void add(Xapian::docid docid, double weight);

	const Xapian::Database db_;
	const struct xap_search *search_;
	size_t most_;
	double least_ = 0; /* what is to be reached */
	Xapian::ValueIterator values_, end_;
	std::vector<scaled> kept_; /* a heap, the last of them first */
};

} // namespace shim

#endif
