/*
 * Documents whose words stand together.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_TOGETHER_HH
#define PRESSMARK_SHIM_TOGETHER_HH

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "base/deadline.h"
#include "shim/positions.hh"

namespace shim
{

/* What is wanted of a term. */
struct placed_term {
	std::string name;
	size_t times;	 /* of a NEAR: how often it is given */
	uint32_t offset; /* of a phrase: behind its first word */
};

/* What words are to stand together, and how. */
struct togetherness {
	bool is_phrase;
	uint32_t window; /* of a NEAR */
	std::vector<placed_term> terms;
};

/* Of documents that have all these words, those where they stand together: to
 * be asked beside the words (FILTER), and asked last, as it says of itself that
 * it matches all there is. No weight. */
class together_source : public Xapian::PostingSource
{
      public:
	together_source(const std::shared_ptr<const togetherness> &wanted,
			struct deadline deadline)
	    : wanted_(wanted), deadline_(deadline)
	{
	}

	together_source *clone() const override
	{
		return new together_source(wanted_, deadline_);
	}
	void init(const Xapian::Database &db) override;
	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return all_;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return all_;
	}
	void next(double) override;
	void skip_to(Xapian::docid did, double) override;
	bool check(Xapian::docid did, double) override;
	bool at_end() const override
	{
		return it_ == end_;
	}
	Xapian::docid get_docid() const override
	{
		return checked_ ? checked_ : *it_;
	}
	std::string get_description() const override
	{
		return wanted_->is_phrase ? "phrase" : "near";
	}

      private:
	void find();
	bool are_together(Xapian::docid did);
	void read(size_t term, Xapian::docid did, uint32_t until,
		  positions_list *list);
	bool are_phrase(Xapian::docid did);
	bool are_near(Xapian::docid did);

	std::shared_ptr<const togetherness> wanted_;
	struct deadline deadline_;
	unsigned int left_ = 0; /* until the clock is looked at */
	Xapian::doccount all_ = 0;
	Xapian::PostingIterator it_, end_; /* of the rarest term */
	Xapian::docid checked_ = 0;	   /* where it was asked last; 0: it_ */
	bool is_begun_ = false;
	std::vector<size_t> order_; /* of the terms: the rarest first */
	std::vector<position_cursor> cursors_; /* of the terms */
	std::vector<positions_list> lists_;    /* in a document */
	std::vector<size_t> from_;	       /* in each list */
};

} // namespace shim

#endif
