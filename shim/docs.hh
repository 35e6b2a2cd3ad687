/*
 * A set of documents, as a query.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_DOCS_HH
#define PRESSMARK_SHIM_DOCS_HH

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace shim
{

/* A bit for each docid. */
class docs
{
      public:
	explicit docs(Xapian::docid last) : words_(last / BITS + 1)
	{
	}

	void add(Xapian::docid did)
	{
		uint64_t bit = UINT64_C(1) << did % BITS;

		count_ += !(words_[did / BITS] & bit);
		words_[did / BITS] |= bit;
	}

	bool has(Xapian::docid did) const
	{
		return did / BITS < words_.size() &&
		       words_[did / BITS] >> did % BITS & 1;
	}

	/* The first from did on; 0 for none. */
	Xapian::docid from(Xapian::docid did) const
	{
		size_t i = did / BITS;
		uint64_t word;

		if (i >= words_.size())
			return 0;
		word = words_[i] & ~UINT64_C(0) << did % BITS;
		while (word == 0) {
			if (++i == words_.size())
				return 0;
			word = words_[i];
		}
		return (Xapian::docid)(i * BITS +
				       (size_t)__builtin_ctzll(word));
	}

	Xapian::doccount count() const
	{
		return count_;
	}

	size_t bytes() const
	{
		return words_.size() * sizeof(words_[0]);
	}

      private:
	static constexpr unsigned int BITS = 64;

	std::vector<uint64_t> words_;
	Xapian::doccount count_ = 0;
};

/* Matches the documents of a set, with one weight. */
class docs_source : public Xapian::PostingSource
{
      public:
	docs_source(const std::shared_ptr<const docs> &set, double weight)
	    : set_(set), weight_(weight)
	{
	}

	docs_source *clone() const override
	{
		return new docs_source(set_, weight_);
	}
	void init(const Xapian::Database &) override
	{
		at_ = 0;
		set_maxweight(weight_);
	}
	Xapian::doccount get_termfreq_min() const override
	{
		return set_->count();
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return set_->count();
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return set_->count();
	}
	double get_weight() const override
	{
		return weight_;
	}
	void next(double) override
	{
		at_ = set_->from(at_ + 1);
		is_over_ = at_ == 0;
	}
	void skip_to(Xapian::docid did, double) override
	{
		if (did <= at_)
			return;
		at_ = set_->from(did);
		is_over_ = at_ == 0;
	}
	bool at_end() const override
	{
		return is_over_;
	}
	Xapian::docid get_docid() const override
	{
		return at_;
	}
	std::string get_description() const override
	{
		return "docs";
	}

      private:
	std::shared_ptr<const docs> set_;
	double weight_;
	Xapian::docid at_ = 0;
	bool is_over_ = false;
};

/* The sets of prefixes that were asked for last, as long as the database is
 * as it was. */
class kept_prefixes
{
      public:
	std::shared_ptr<docs> find(const std::string &prefix, size_t expansion,
				   Xapian::rev revision) const
	{
		for (const kept &one : list_) {
			if (one.revision == revision &&
			    one.expansion == expansion && one.prefix == prefix)
				return one.set;
		}
		return nullptr;
	}

	/* Puts it first; what was not asked for the longest goes. */
	void keep(const std::string &prefix, size_t expansion,
		  Xapian::rev revision, const std::shared_ptr<docs> &set)
	{
		size_t bytes = 0;

		list_.remove_if([&](const kept &one) {
			return one.revision != revision || one.set == set;
		});
		list_.push_front({ prefix, expansion, revision, set });
		for (auto it = list_.begin(); it != list_.end();) {
			bytes += it->set->bytes();
			if (bytes > MOST_BYTES)
				it = list_.erase(it);
			else
				++it;
		}
	}

      private:
	static constexpr size_t MOST_BYTES = 4 << 20;

	struct kept {
		std::string prefix;
		size_t expansion;
		Xapian::rev revision;
		std::shared_ptr<docs> set;
	};

	std::list<kept> list_;
};

/* Those of a set of documents whose value is not below a bound. They are the
 * same ones for each bound up to the first of their values. */
struct docs_from {
	std::string low;
	std::string first; /* empty: there are none */
	std::shared_ptr<docs> set;

	bool is_for(const std::string &other_low) const
	{
		return set && low <= other_low &&
		       (first.empty() || other_low <= first);
	}
};

/* What was asked for last of that, as long as the database is as it was. */
struct kept_from {
	std::vector<std::string> terms; /* any of which the documents have */
	Xapian::valueno slot = Xapian::BAD_VALUENO;
	Xapian::rev revision = 0;
	docs_from found;
};

} // namespace shim

#endif
