/*
 * Looking at the clock while libxapian matches.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's own time limit does not stop a match, and is not safe. What it
 * does call in the midst of one are posting sources. These match every
 * document, with no weight, and throw once a deadline is past. They are
 * copied for each place in a match where they stand (clone), and say of
 * themselves that they match all that there is, so that nothing is counted
 * differently for them.
 */
#ifndef PRESSMARK_SHIM_CLOCK_HH
#define PRESSMARK_SHIM_CLOCK_HH

#include <xapian.h>

#include "base/deadline.h"

namespace shim
{

/* What is thrown; fold() knows it. */
struct late {
};

class clock_source : public Xapian::PostingSource
{
      public:
	/* One that is asked about every document has stride 1. Beside
	 * something (AND_MAYBE) only its every stride-th matters: it is asked
	 * again when that one is passed. stride is a power of 2. */
	clock_source(struct deadline deadline, Xapian::docid stride)
	    : deadline_(deadline), stride_(stride)
	{
	}

	clock_source *clone() const override
	{
		return new clock_source(deadline_, stride_);
	}

	void init(const Xapian::Database &db) override
	{
		all_ = db.get_doccount();
		at_ = 0;
		look();
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return all_;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return all_;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return all_;
	}

	void next(double) override
	{
		move(at_ + 1);
	}
	void skip_to(Xapian::docid did, double) override
	{
		move(did);
	}
	bool at_end() const override
	{
		return false;
	}
	Xapian::docid get_docid() const override
	{
		return at_;
	}
	std::string get_description() const override
	{
		return "clock";
	}

      private:
	void move(Xapian::docid did)
	{
		at_ = (did - 1) | (stride_ - 1);
		at_++;
		/* What is asked about each document is asked often. */
		if (stride_ > 1 || --left_ == 0)
			look();
	}

	void look()
	{
		left_ = CALLS;
		if (deadline_is_past(&deadline_))
			throw late();
	}

	/* Between two looks, each of which costs as much as some calls. */
	static constexpr unsigned int CALLS = 16;

	struct deadline deadline_;
	Xapian::docid stride_;
	Xapian::docid at_ = 0;
	Xapian::doccount all_ = 0;
	unsigned int left_ = CALLS;
};

/* Matches nothing, and does not come to an end: AND_NOT of something and this
 * is that something, and stays an AND_NOT, which costs next to nothing. */
class never_source : public Xapian::PostingSource
{
      public:
	never_source *clone() const override
	{
		return new never_source();
	}
	void init(const Xapian::Database &) override
	{
	}
	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return 0;
	}
	void next(double) override
	{
	}
	void skip_to(Xapian::docid, double) override
	{
	}
	bool at_end() const override
	{
		return false;
	}
	/* No document has this number: a database is full before. */
	Xapian::docid get_docid() const override
	{
		return UINT32_MAX;
	}
	std::string get_description() const override
	{
		return "never";
	}
};

} // namespace shim

#endif
