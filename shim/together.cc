/*
 * Queries for words that stand together.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's own phrases read its table of positions, of which
 * text/positions.h says why there is none. Here too all terms are matched
 * first, and those documents alone are looked at that have them all.
 */
#include "shim/pool.hh"

#include <algorithm>

/* So many documents are looked at between two looks at the clock, and of long
 * lists fewer: as many positions count as a document. */
static constexpr unsigned int LOOK = 64;
static constexpr size_t POSITIONS = 64;

void shim::together_source::init(const Xapian::Database &db)
{
	const std::vector<placed_term> &terms = wanted_->terms;
	std::vector<Xapian::doccount> frequencies;

	all_ = db.get_doccount();
	order_.clear();
	cursors_.clear();
	cursors_.reserve(terms.size());
	for (size_t i = 0; i < terms.size(); i++) {
		order_.push_back(i);
		frequencies.push_back(db.get_termfreq(terms[i].name));
		cursors_.emplace_back(db, terms[i].name);
	}
	std::sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
		return frequencies[a] < frequencies[b];
	});
	it_ = db.postlist_begin(terms[order_[0]].name);
	end_ = db.postlist_end(terms[order_[0]].name);
	checked_ = 0;
	is_begun_ = false;
	lists_.resize(terms.size());
	from_.resize(terms.size());
}

void shim::together_source::find()
{
	while (it_ != end_ && !are_together(*it_))
		++it_;
}

void shim::together_source::next(double)
{
	if (checked_)
		it_.skip_to(checked_ + 1);
	else if (is_begun_ && it_ != end_)
		++it_;
	checked_ = 0;
	is_begun_ = true;
	find();
}

void shim::together_source::skip_to(Xapian::docid did, double)
{
	if (it_ != end_)
		it_.skip_to(did);
	checked_ = 0;
	is_begun_ = true;
	find();
}

/* What is asked beside the words has all of them: their postings need not be
 * looked at again. */
bool shim::together_source::check(Xapian::docid did, double)
{
	checked_ = did;
	return are_together(did);
}

/* Does the document have the words where they are wanted? */
bool shim::together_source::are_together(Xapian::docid did)
{
	if (left_-- == 0) {
		left_ = LOOK;
		if (deadline_is_past(&deadline_))
			throw late();
	}
	return wanted_->is_phrase ? are_phrase(did) : are_near(did);
}

/* Leaves of places where a phrase could begin those where it has a word, so far
 * behind its first one, at one of these positions. Both rise. */
static void keep(positions *starts, const positions &list, uint32_t offset)
{
	size_t kept = 0, at = 0;

	for (size_t i = 0; i < starts->count; i++) {
		uint32_t wanted = starts->items[i] + offset;

		while (at < list.count && list.items[at] < wanted)
			at++;
		if (at < list.count && list.items[at] == wanted)
			starts->items[kept++] = starts->items[i];
	}
	starts->count = kept;
}

void shim::together_source::read(size_t term, Xapian::docid did, uint32_t until,
				 positions_list *list)
{
	cursors_[term].read(did, until, list);
	left_ -= (unsigned int)std::min<size_t>(left_, list->count / POSITIONS);
}

/* The rarest word says where it could begin; the others are looked at as long
 * as it could anywhere. */
bool shim::together_source::are_phrase(Xapian::docid did)
{
	positions_list &starts = lists_[0], &list = lists_[1];
	uint32_t offset = wanted_->terms[order_[0]].offset;
	size_t kept = 0;

	read(order_[0], did, UINT32_MAX, &starts);
	for (size_t i = 0; i < starts.count; i++) {
		if (starts.items[i] > offset)
			starts.items[kept++] = starts.items[i] - offset;
	}
	starts.count = kept;
	for (size_t i = 1; i < order_.size() && starts.count; i++) {
		offset = wanted_->terms[order_[i]].offset;
		read(order_[i], did, starts.items[starts.count - 1] + offset,
		     &list);
		keep(&starts, list, offset);
	}
	return starts.count > 0;
}

/* The smallest stretch with all of them begins at one of them: from each, in
 * order, the others are taken as early as they can be. */
bool shim::together_source::are_near(Xapian::docid did)
{
	const std::vector<placed_term> &terms = wanted_->terms;

	for (size_t i = 0; i < terms.size(); i++) {
		read(i, did, UINT32_MAX, &lists_[i]);
		if (lists_[i].count < terms[i].times)
			return false;
	}
	std::fill(from_.begin(), from_.end(), 0);
	for (;;) {
		uint32_t first = UINT32_MAX, last = 0;
		size_t next = 0;

		for (size_t i = 0; i < terms.size(); i++) {
			const uint32_t *from = lists_[i].items + from_[i];

			if (*from < first) {
				first = *from;
				next = i;
			}
			last = std::max(last, from[terms[i].times - 1]);
		}
		if (last - first < wanted_->window)
			return true;
		from_[next]++;
		if (from_[next] + terms[next].times > lists_[next].count)
			return false;
	}
}

/* A term that is given again counts, or is wanted at another place. */
static void add_term(shim::togetherness *wanted, const std::string &name,
		     uint32_t offset)
{
	for (shim::placed_term &known : wanted->terms) {
		if (known.name == name && !wanted->is_phrase) {
			known.times++;
			return;
		}
	}
	wanted->terms.push_back({ name, 1, offset });
}

/* Beside its synonyms a phrase weighs what its longest word does, which mostly
 * says more than the others: each of them is there more often than the phrase,
 * and more often still are all together. */
static Xapian::Query longest(const std::vector<Xapian::Query> &parts,
			     const struct str *terms)
{
	size_t most = 0;

	for (size_t i = 1; i < parts.size(); i++) {
		if (terms[i].len > terms[most].len)
			most = i;
	}
	return parts[most];
}

static const struct xap_query *stand_together(struct xap_queries *pool,
					      shim::togetherness wanted,
					      const struct str *terms,
					      size_t count, struct err *err)
{
	shim::traits traits = shim::weighing;

	traits.is_narrow = count > 1;
	return shim::add(pool, traits, err, [&] {
		std::vector<Xapian::Query> parts;

		parts.reserve(count);
		for (size_t i = 0; i < count; i++) {
			if (shim::term_fault(terms[i]))
				return shim::forms(Xapian::Query());
			const std::string name = shim::to_string(terms[i]);

			parts.push_back(Xapian::Query(name));
			add_term(&wanted, name, (uint32_t)i);
		}
		Xapian::Query all(Xapian::Query::OP_AND, parts.begin(),
				  parts.end());
		if (count < 2)
			return shim::forms(all);
		pool->together.emplace_back(
			std::make_shared<const shim::togetherness>(
				std::move(wanted)),
			pool->deadline);
		return shim::forms(
			Xapian::Query(Xapian::Query::OP_FILTER, all,
				      Xapian::Query(&pool->together.back())),
			all, longest(parts, terms));
	});
}

XAP_API const struct xap_query *xap_query_phrase(struct xap_queries *pool,
						 const struct str *terms,
						 size_t count, struct err *err)
{
	return stand_together(pool, { true, 0, {} }, terms, count, err);
}

XAP_API const struct xap_query *xap_query_near(struct xap_queries *pool,
					       const struct str *terms,
					       size_t count, uint32_t window,
					       struct err *err)
{
	if (window < count)
		return shim::refuse(err,
				    "a window smaller than the terms in it");
	return stand_together(pool, { false, window, {} }, terms, count, err);
}
