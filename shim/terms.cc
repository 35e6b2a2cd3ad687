/*
 * Queries for many terms, of which any will do.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian looks into the posting list of each for each candidate. Listing
 * their documents once, as a set, is several times as fast where there are
 * many lists, and costs little where these are short.
 */
#include "shim/pool.hh"

#include <algorithm>
#include <cmath>

/* So many terms are listed between two looks at the clock. */
static constexpr unsigned int LOOK = 256;

/* Of so many postings at most a set is made, for a filter: listing them takes
 * a millisecond or so. */
static constexpr uint64_t SET_POSTINGS = 1 << 16;

/* Of more postings than these a prefix is a set of documents, of one weight:
 * where so many hold a word that starts so, how often says little. */
static constexpr uint64_t PREFIX_POSTINGS = 1 << 14;

static void take_in(const struct xap_queries *pool, const Xapian::Database &db,
		    const std::string &term, shim::docs *set)
{
	Xapian::PostingIterator it = db.postlist_begin(term);
	Xapian::PostingIterator end = db.postlist_end(term);

	if (deadline_is_past(&pool->deadline))
		throw shim::late();
	for (; it != end; ++it)
		set->add(*it);
}

/* The documents of a set, of one weight. */
static const struct xap_query *of_set(struct xap_queries *pool,
				      const Xapian::Database &db,
				      const std::shared_ptr<shim::docs> &set,
				      double weight, const Xapian::Query &plain,
				      struct err *err)
{
	const shim::traits traits = { false, weight > 0, db.get_revision(), 0,
				      false };

	return shim::add(pool, traits, err, [&] {
		pool->sources.emplace_back(set, weight);
		return shim::forms(Xapian::Query(&pool->sources.back()), plain);
	});
}

/* ---- Filters ------------------------------------------------------------- */

namespace
{

/* Those of the terms that libxapian may hold. */
struct filter {
	std::vector<std::string> terms;

	filter(const struct str *given, size_t count)
	{
		terms.reserve(count);
		for (size_t i = 0; i < count; i++) {
			if (shim::term_fault(given[i]))
				continue;
			terms.push_back(shim::to_string(given[i]));
		}
	}

	uint64_t postings(const Xapian::Database &db) const
	{
		uint64_t sum = 0;

		for (const std::string &term : terms)
			sum += db.get_termfreq(term);
		return sum;
	}

	Xapian::Query query() const
	{
		return Xapian::Query(0,
				     Xapian::Query(Xapian::Query::OP_OR,
						   terms.begin(), terms.end()));
	}

	shim::traits traits() const
	{
		return { terms.size() >= shim::MANY, false, 0, 0, false };
	}

	std::shared_ptr<shim::docs> docs(const struct xap_queries *pool,
					 const Xapian::Database &db) const
	{
		auto set = std::make_shared<shim::docs>(db.get_lastdocid());

		for (const std::string &term : terms)
			take_in(pool, db, term, set.get());
		return set;
	}
};

} // namespace

XAP_API const struct xap_query *xap_query_any(struct xap_queries *pool,
					      struct xap_db *db,
					      const struct str *terms,
					      size_t count, struct err *err)
{
	const struct xap_query *made = nullptr;

	shim::guard_reading(db, err, [&] {
		const filter any(terms, count);

		if (any.terms.size() < shim::MANY ||
		    any.postings(db->rep) > SET_POSTINGS)
			made = shim::add(pool, any.traits(), err,
					 [&] { return any.query(); });
		else
			made = of_set(pool, db->rep, any.docs(pool, db->rep), 0,
				      any.query(), err);
		return 0;
	});
	return made;
}

XAP_API const struct xap_query *xap_query_every(struct xap_queries *pool,
						struct xap_db *db,
						uint32_t step, struct err *err)
{
	const struct xap_query *made = nullptr;

	if (step == 0)
		return shim::refuse(err, "a step is 0");
	shim::guard_reading(db, err, [&] {
		const Xapian::docid last = db->rep.get_lastdocid();
		auto set = std::make_shared<shim::docs>(last);

		for (uint64_t did = 1; did <= last; did += step)
			set->add((Xapian::docid)did);
		made = of_set(pool, db->rep, set, 0, Xapian::Query::MatchAll,
			      err);
		return 0;
	});
	return made;
}

XAP_API const struct xap_query *
xap_query_documents(struct xap_queries *pool, struct xap_db *db,
		    const uint32_t *docids, size_t count, struct err *err)
{
	const struct xap_query *made = nullptr;

	shim::guard_reading(db, err, [&] {
		const Xapian::docid last = db->rep.get_lastdocid();
		auto set = std::make_shared<shim::docs>(last);

		for (size_t i = 0; i < count; i++) {
			if (docids[i] == 0 || docids[i] > last)
				return err_set(err, ERR_USAGE,
					       "there is no document %u",
					       (unsigned int)docids[i]);
			set->add(docids[i]);
		}
		made = of_set(pool, db->rep, set, 0, Xapian::Query::MatchAll,
			      err);
		return 0;
	});
	return made;
}

/* Those of a set whose value is not below `low`. */
static shim::docs_from not_below(const Xapian::Database &db,
				 const shim::docs &set, Xapian::valueno slot,
				 const std::string &low)
{
	auto some = std::make_shared<shim::docs>(db.get_lastdocid());
	std::string first;
	Xapian::ValueIterator it = db.valuestream_begin(slot);
	Xapian::ValueIterator end = db.valuestream_end(slot);

	for (Xapian::docid did = set.from(1); did && it != end;
	     did = set.from(did + 1)) {
		it.skip_to(did);
		if (it == end || it.get_docid() != did || *it < low)
			continue;
		some->add(did);
		if (first.empty() || *it < first)
			first = *it;
	}
	return { low, first, some };
}

/* The set, if it is known or does not take too long to make; else null. */
static std::shared_ptr<shim::docs>
set_from(const struct xap_queries *pool, struct xap_db *db, const filter &any,
	 Xapian::valueno slot, const std::string &low)
{
	shim::kept_from *kept = &db->from;
	Xapian::rev revision = db->rep.get_revision();

	if (kept->revision == revision && kept->slot == slot &&
	    kept->terms == any.terms && kept->found.is_for(low))
		return kept->found.set;
	if (any.postings(db->rep) > SET_POSTINGS)
		return nullptr;
	*kept = { any.terms, slot, revision,
		  not_below(db->rep, *any.docs(pool, db->rep), slot, low) };
	return kept->found.set;
}

XAP_API const struct xap_query *
xap_query_any_from(struct xap_queries *pool, struct xap_db *db,
		   const struct str *terms, size_t count, uint32_t slot,
		   struct str low, struct err *err)
{
	const struct xap_query *made = nullptr;

	if (slot == Xapian::BAD_VALUENO || low.len == 0)
		return shim::refuse(err, "there is no such slot or bound");
	shim::guard_reading(db, err, [&] {
		const filter any(terms, count);
		const std::string from = shim::to_string(low);
		const Xapian::Query both(
			Xapian::Query::OP_AND, any.query(),
			Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, from));
		const std::shared_ptr<shim::docs> set =
			set_from(pool, db, any, slot, from);

		if (set)
			made = of_set(pool, db->rep, set, 0, both, err);
		else
			made = shim::add(pool, any.traits(), err,
					 [&] { return both; });
		return 0;
	});
	return made;
}

/* ---- Prefixes ------------------------------------------------------------ */

namespace
{

struct expanded {
	Xapian::doccount frequency;
	std::string term;

	/* The rarest first; of equals the last. So a heap of them has on top
	 * what goes next. */
	bool operator<(const expanded &other) const
	{
		return frequency != other.frequency
			       ? frequency > other.frequency
			       : term < other.term;
	}
};

} // namespace

/* The `most` most frequent terms that start with prefix, of equals the first
 * by bytes, in no order. libxapian's OP_WILDCARD opens every posting list for
 * that, looks at no clock, and chooses among equals as it comes. */
static std::vector<expanded> expand(const struct xap_queries *pool,
				    const Xapian::Database &db,
				    const std::string &prefix, size_t most)
{
	std::vector<expanded> heap;
	Xapian::TermIterator end = db.allterms_end(prefix);
	unsigned int terms = 0;

	for (auto it = db.allterms_begin(prefix); it != end; ++it) {
		Xapian::doccount frequency = it.get_termfreq();

		if (++terms % LOOK == 0 && deadline_is_past(&pool->deadline))
			throw shim::late();
		/* Later terms lose against equals. */
		if (heap.size() == most) {
			if (frequency <= heap.front().frequency)
				continue;
			std::pop_heap(heap.begin(), heap.end());
			heap.pop_back();
		}
		heap.push_back(expanded{ frequency, *it });
		std::push_heap(heap.begin(), heap.end());
	}
	return heap;
}

static Xapian::Query synonyms(const std::vector<expanded> &terms,
			      struct str without)
{
	std::vector<Xapian::Query> parts;

	parts.reserve(terms.size());
	for (const expanded &one : terms) {
		Xapian::Query part(one.term);

		if (without.len)
			part = Xapian::Query(
				Xapian::Query::OP_AND_NOT, part,
				Xapian::Query(shim::to_string(without) +
					      one.term));
		parts.push_back(part);
	}
	return Xapian::Query(Xapian::Query::OP_SYNONYM, parts.begin(),
			     parts.end());
}

/* What a term in so many documents weighs where it stands once, in a document
 * of the mean length: BM25 with the inverse document frequency of Lucene,
 * which is never negative. */
static double weight_in(const Xapian::Database &db, Xapian::doccount count)
{
	double all = db.get_doccount(), some = std::min<double>(count, all);

	return std::log(1 + (all - some + 0.5) / (some + 0.5));
}

/* The set of a prefix of many postings; else null, and the terms. */
static std::shared_ptr<shim::docs> many_of(const struct xap_queries *pool,
					   struct xap_db *db,
					   const std::string &prefix,
					   size_t most, bool as_set,
					   std::vector<expanded> *terms)
{
	std::shared_ptr<shim::docs> set;
	uint64_t postings = 0;

	*terms = expand(pool, db->rep, prefix, most);
	for (const expanded &one : *terms)
		postings += one.frequency;
	if (!as_set || postings <= PREFIX_POSTINGS)
		return set;
	set = std::make_shared<shim::docs>(db->rep.get_lastdocid());
	for (const expanded &one : *terms)
		take_in(pool, db->rep, one.term, set.get());
	return set;
}

XAP_API const struct xap_query *
xap_query_prefix(struct xap_queries *pool, struct xap_db *db, struct str prefix,
		 struct str without, uint32_t expansion, struct err *err)
{
	const struct xap_query *made = nullptr;

	if (prefix.len == 0)
		return shim::refuse(err, "a prefix is empty");
	if (expansion == 0)
		return shim::refuse(err, "a prefix that expands to no term");
	if (prefix.len > XAP_TERM_MAX)
		return xap_query_none(pool, err);
	shim::guard_reading(db, err, [&] {
		const std::string start = shim::to_string(prefix);
		std::vector<expanded> terms;
		std::shared_ptr<shim::docs> set = db->prefixes.find(
			start, expansion, db->rep.get_revision());

		if (!set || without.len)
			set = many_of(pool, db, start, expansion, !without.len,
				      &terms);
		if (!set) {
			made = shim::add(
				pool,
				{ terms.size() >= shim::MANY, true, 0, 0 }, err,
				[&] { return synonyms(terms, without); });
			return 0;
		}
		db->prefixes.keep(start, expansion, db->rep.get_revision(),
				  set);
		made = of_set(
			pool, db->rep, set, weight_in(db->rep, set->count()),
			Xapian::Query(
				Xapian::Query::OP_WILDCARD, start, expansion,
				Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT),
			err);
		return 0;
	});
	return made;
}
