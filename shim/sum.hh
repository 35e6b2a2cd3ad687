/*
 * Documents with any of some terms, weighed by all that they have.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What libxapian makes of the same, an OR beside an AND_MAYBE, stops looking
 * for a term by itself once that alone is too little, but knows of each term
 * only what it weighs at most. Here it counts, too, how long a document is and
 * how often it has those terms that it was found by, before others are looked
 * for in it; and that rare terms cost little, so that the frequent
 * ones are those that are not looked for by themselves. After Turtle and Flood,
 * "Query evaluation: strategies and optimizations", 1995 (MaxScore).
 */
#ifndef PRESSMARK_SHIM_SUM_HH
#define PRESSMARK_SHIM_SUM_HH

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "base/deadline.h"
#include "shim/ineb2.hh"
#include "shim/lengths.hh"

namespace shim
{

struct sum_term {
	std::string term;
	double factor; /* of its weight */
	bool suffices; /* for a document that has it to match */
};

class sum_source : public Xapian::PostingSource
{
      public:
	/* No term twice. */
	sum_source(const std::vector<sum_term> &terms,
		   const std::shared_ptr<lengths> &lengths,
		   struct deadline deadline);

	sum_source *clone() const override;
	void init(const Xapian::Database &db) override;
	Xapian::doccount get_termfreq_min() const override;
	Xapian::doccount get_termfreq_est() const override;
	Xapian::doccount get_termfreq_max() const override;
	double get_weight() const override;
	void next(double least) override;
	void skip_to(Xapian::docid did, double least) override;
	bool at_end() const override;
	Xapian::docid get_docid() const override;
	std::string get_description() const override;

      private:
	/* The postings of a term, at one of them. */
	struct list {
		sum_term of;
		Xapian::doccount frequency = 0;
		Xapian::PostingIterator at;
		Xapian::docid docid = 0; /* OVER: behind the last */
		ineb2_term weight;
		double most = 0; /* that it weighs */
		/* It is looked for in documents that others lead to. */
		bool follows = false;

		void seek(Xapian::docid did)
		{
			if (docid < did)
				go(did);
		}
		void go(Xapian::docid did);
		/* Of the document that it is at. */
		double weigh(double density) const;
	};

	void open(const Xapian::Database &db, list *one);
	void share_out(double least);
	void find(Xapian::docid did, double least);
	Xapian::docid lead(Xapian::docid did);
	bool can_reach(Xapian::docid did, double density);
	double weigh(Xapian::docid did, double density) const;
	void look();

	/* No document has this number: a database is full before. */
	static constexpr Xapian::docid OVER = UINT32_MAX;

	std::vector<sum_term> terms_;
	std::shared_ptr<lengths> lengths_;
	struct deadline deadline_;
	/* The most frequent first. */
	std::vector<list> lists_;
	std::vector<list *> leaders_, followers_;
	Xapian::docid rest_ = 0; /* where the leaders are but for the first */
	double all_ = 0;	 /* documents */
	double least_ = -1;	 /* what is to be reached, as it was last */
	double reach_ = 0;	 /* a little less: sums are rounded */
	double follow_ = 0;	 /* what those weigh together that follow */
	Xapian::docid at_ = 0;
	double weight_ = 0; /* of that one */
	unsigned int left_ = 1;
};

} // namespace shim

#endif
