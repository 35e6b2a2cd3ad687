/*
 * Documents with any of some terms, weighed by all that they have.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/sum.hh"

#include <algorithm>
#include <cmath>

#include "shim/pool.hh"

namespace shim
{

/* So many documents are looked at between two looks at the clock. */
static constexpr unsigned int LOOK = 256;

/* A sum may be so much larger than the same in another order. */
static constexpr double SURE = 1 - 1e-9;

/* A term that is so much rarer than the most frequent one leads: to follow
 * would save little, and what it weighs at most would have to be taken for
 * granted in all that others lead to. */
static constexpr Xapian::doccount RARE = 8;

/* ---- The postings of a term --------------------------------------------- */

/* Goes to the first from `did` on. */
void sum_source::list::go(Xapian::docid did)
{
	if (docid + 1 == did)
		++at;
	else
		at.skip_to(did);
	docid = at == Xapian::PostingIterator() ? OVER : *at;
}

double sum_source::list::weigh(double density) const
{
	Xapian::termcount wdf = at.get_wdf();

	return wdf ? weight.weigh(wdf, density) : 0;
}

void sum_source::open(const Xapian::Database &db, list *one)
{
	double shortest = std::max(db.get_doclength_lower_bound(), 1u);

	one->frequency = db.get_termfreq(one->of.term);
	one->weight = ineb2_term(one->of.factor, all_, one->frequency,
				 db.get_collection_freq(one->of.term));
	one->most =
		one->weight.weigh(db.get_wdf_upper_bound(one->of.term),
				  ineb2_density(db.get_avlength(), shortest));
	one->at = db.postlist_begin(one->of.term);
	one->docid = one->at == db.postlist_end(one->of.term) ? OVER : *one->at;
}

/* ---- Which documents ---------------------------------------------------- */

sum_source::sum_source(const std::vector<sum_term> &terms,
		       const std::shared_ptr<lengths> &lengths,
		       struct deadline deadline)
    : terms_(terms), lengths_(lengths), deadline_(deadline)
{
}

sum_source *sum_source::clone() const
{
	return new sum_source(terms_, lengths_, deadline_);
}

void sum_source::init(const Xapian::Database &db)
{
	double most = 0, wanted = 0;

	all_ = db.get_doccount();
	at_ = 0;
	least_ = -1;
	lists_.clear();
	for (const sum_term &term : terms_) {
		lists_.emplace_back();
		lists_.back().of = term;
		open(db, &lists_.back());
		most += lists_.back().most;
		if (term.suffices)
			wanted += lists_.back().frequency;
	}
	lengths_->use(db, wanted, deadline_);
	std::stable_sort(lists_.begin(), lists_.end(),
			 [](const list &a, const list &b) {
				 return a.frequency > b.frequency;
			 });
	set_maxweight(most);
}

void sum_source::look()
{
	if (--left_)
		return;
	left_ = LOOK;
	if (deadline_is_past(&deadline_))
		throw late();
}

/* Those follow that together are too little: a document with what is to be
 * reached has one of the others. */
void sum_source::share_out(double least)
{
	bool all_lead = true;

	least_ = least;
	reach_ = least * SURE;
	follow_ = 0;
	for (list &one : lists_) {
		bool is_rare = one.frequency < lists_[0].frequency / RARE;

		one.follows = !is_rare && follow_ + one.most < reach_;
		if (one.follows)
			follow_ += one.most;
		if (one.follows && one.of.suffices)
			all_lead = false;
	}
	leaders_.clear();
	followers_.clear();
	for (list &one : lists_) {
		/* Where all lead that suffice, the others are not needed. */
		if (all_lead && !one.of.suffices && !one.follows) {
			one.follows = true;
			follow_ += one.most;
		}
		(one.follows ? followers_ : leaders_).push_back(&one);
	}
	rest_ = 0;
}

/* The first document from `did` on that has a term that leads. The first of
 * these is in most of them: the rest are looked at when it has come to them. */
Xapian::docid sum_source::lead(Xapian::docid did)
{
	if (leaders_.empty())
		return OVER;
	leaders_[0]->seek(did);
	if (rest_ < did) {
		rest_ = OVER;
		for (size_t i = 1; i < leaders_.size(); i++) {
			leaders_[i]->seek(did);
			rest_ = std::min(rest_, leaders_[i]->docid);
		}
	}
	return std::min(leaders_[0]->docid, rest_);
}

/* Does it match, and could it weigh enough by its length and how often it has
 * which terms? All lists are at it or behind it where that is so. */
bool sum_source::can_reach(Xapian::docid did, double density)
{
	bool matches = false;
	double most = follow_;

	for (const list *one : leaders_) {
		if (one->docid == did) {
			most += one->weigh(density);
			matches = matches || one->of.suffices;
		}
		if (did < rest_)
			break;
	}
	/* The rarer, the less likely is it there. */
	for (size_t i = followers_.size(); i-- > 0 && most >= reach_;) {
		list *one = followers_[i];

		one->seek(did);
		most -= one->most;
		if (one->docid != did)
			continue;
		most += one->weigh(density);
		matches = matches || one->of.suffices;
	}
	return matches && most >= reach_;
}

/* In an order of its own: sums are rounded. */
double sum_source::weigh(Xapian::docid did, double density) const
{
	double weight = 0;

	for (const list &one : lists_) {
		if (one.docid == did)
			weight += one.weigh(density);
	}
	return weight;
}

void sum_source::find(Xapian::docid did, double least)
{
	if (least < least_ || least > least_)
		share_out(least);
	for (;; did++) {
		look();
		did = at_ = lead(did);
		if (did == OVER)
			return;
		if (!can_reach(did, lengths_->density_bound(did)))
			continue;
		weight_ = weigh(did, lengths_->density(did));
		if (weight_ >= least)
			return;
	}
}

void sum_source::next(double least)
{
	find(at_ + 1, least);
}

void sum_source::skip_to(Xapian::docid did, double least)
{
	if (did > at_)
		find(did, least);
}

bool sum_source::at_end() const
{
	return at_ == OVER;
}

Xapian::docid sum_source::get_docid() const
{
	return at_;
}

double sum_source::get_weight() const
{
	return weight_;
}

/* ---- How many ----------------------------------------------------------- */

Xapian::doccount sum_source::get_termfreq_min() const
{
	Xapian::doccount most = 0;

	for (const list &one : lists_) {
		if (one.of.suffices)
			most = std::max(most, one.frequency);
	}
	return most;
}

/* As if terms did not care for each other. */
Xapian::doccount sum_source::get_termfreq_est() const
{
	double without = 1;

	for (const list &one : lists_) {
		if (one.of.suffices)
			without *= 1 - one.frequency / all_;
	}
	return all_ > 0 ? (Xapian::doccount)std::lround(all_ * (1 - without))
			: 0;
}

Xapian::doccount sum_source::get_termfreq_max() const
{
	double sum = 0;

	for (const list &one : lists_) {
		if (one.of.suffices)
			sum += one.frequency;
	}
	return (Xapian::doccount)std::min(sum, all_);
}

std::string sum_source::get_description() const
{
	std::string text = "sum(";

	for (const sum_term &one : terms_) {
		if (&one != &terms_[0])
			text += one.suffices ? " OR " : " MAYBE ";
		text += std::to_string(one.factor) + " * " + one.term;
	}
	return text + ")";
}

} // namespace shim

/* ---- As a query --------------------------------------------------------- */

/* Adds the terms of queries that are nothing else; false where one is more. */
static bool take_terms(const struct xap_query *const *queries, size_t count,
		       bool suffices, std::vector<shim::sum_term> *out)
{
	for (size_t i = 0; i < count; i++) {
		const Xapian::Query &rep = queries[i]->rep;
		double factor = queries[i]->traits.factor;

		if (rep.get_type() == Xapian::Query::LEAF_TERM)
			factor = 1;
		if (factor == 0)
			return false;
		out->push_back(
			{ *rep.get_unique_terms_begin(), factor, suffices });
	}
	return true;
}

/* Each term once; what suffices anywhere does. */
static std::vector<shim::sum_term> once(std::vector<shim::sum_term> terms)
{
	std::vector<shim::sum_term> out;

	std::stable_sort(terms.begin(), terms.end(),
			 [](const shim::sum_term &a, const shim::sum_term &b) {
				 return a.term < b.term;
			 });
	for (const shim::sum_term &one : terms) {
		if (out.empty() || out.back().term != one.term) {
			out.push_back(one);
			continue;
		}
		out.back().factor += one.factor;
		out.back().suffices = out.back().suffices || one.suffices;
	}
	return out;
}

XAP_API const struct xap_query *
xap_query_sum(struct xap_queries *pool, const struct xap_db *db,
	      const struct xap_query *const *any, size_t any_count,
	      const struct xap_query *const *others, size_t other_count,
	      struct err *err)
{
	const struct xap_query *both[2];
	std::vector<shim::sum_term> terms;
	bool are_terms = false;

	both[0] = xap_query_combine(pool, XAP_OR, any, any_count, err);
	both[1] = xap_query_combine(pool, XAP_OR, others, other_count, err);
	if (!both[0] || !both[1])
		return nullptr;
	shim::guard(err, [&] {
		are_terms = take_terms(any, any_count, true, &terms) &&
			    take_terms(others, other_count, false, &terms);
		terms = once(std::move(terms));
		return 0;
	});
	if (err->code)
		return nullptr;
	if (!are_terms || any_count < 2)
		return other_count == 0 ? both[0]
					: xap_query_combine(pool, XAP_AND_MAYBE,
							    both, 2, err);
	return shim::add(pool, shim::weighing, err, [&] {
		pool->sums.emplace_back(terms, db->lengths, pool->deadline);
		return shim::forms(Xapian::Query(&pool->sums.back()),
				   Xapian::Query(Xapian::Query::OP_AND_MAYBE,
						 both[0]->plain,
						 both[1]->plain));
	});
}
