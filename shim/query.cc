/*
 * Queries: trees built in a pool.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/pool.hh"

#include <algorithm>
#include <cmath>

xap_queries::~xap_queries()
{
	/* From the newest to the oldest: a query goes before those that it is
	 * made of, which the pool still holds. The other way round the root
	 * would free the whole tree, by recursion, however deep. */
	while (!made.empty())
		made.pop_back();
}

XAP_API int xap_queries_new(struct xap_queries **out, struct err *err)
{
	*out = nullptr;
	return shim::guard(err, [&] {
		*out = new xap_queries();
		return 0;
	});
}

XAP_API int xap_queries_stop_at(struct xap_queries *pool,
				struct deadline deadline, struct err *err)
{
	if (!pool->made.empty())
		return err_set(err, ERR_USAGE,
			       "the pool has queries without a deadline");
	if (!deadline.at_ns)
		return 0;
	return shim::guard(err, [&] {
		pool->clock.reset(new shim::clock_source(deadline, 1));
		pool->deadline = deadline;
		return 0;
	});
}

XAP_API void xap_queries_free(struct xap_queries *pool)
{
	delete pool;
}

/* Every document: the empty term. Query::MatchAll is the same, but shared by
 * all threads, with a count of references that is not made for that. */
static Xapian::Query everything()
{
	return Xapian::Query(std::string());
}

/* What cannot be stored matches nothing, and the empty term must not become
 * every document. */
static Xapian::Query of_term(struct str term)
{
	if (shim::term_fault(term))
		return Xapian::Query();
	return Xapian::Query(shim::to_string(term));
}

/* The same documents, with a look at the clock for each candidate: libxapian
 * comes to those of `query` before it sees whether they do. For what may go on
 * long without a match, where the clock beside the whole query (see
 * search.cc) is not asked. */
static Xapian::Query watched(const struct xap_queries *pool,
			     const Xapian::Query &query)
{
	if (!pool->clock)
		return query;
	return Xapian::Query(Xapian::Query::OP_FILTER, query,
			     Xapian::Query(pool->clock.get()));
}

/* The same documents, but nothing around it can look inside. */
static Xapian::Query apart(const struct xap_queries *pool,
			   const Xapian::Query &query)
{
	return Xapian::Query(
		Xapian::Query::OP_AND_NOT, query,
		Xapian::Query(const_cast<shim::never_source *>(&pool->never)));
}

/* A part of an AND, and a look at the clock for each of its own candidates if
 * it is slow. libxapian would make one AND of both, in which the clock is
 * asked last. */
static Xapian::Query part_of_and(const struct xap_queries *pool,
				 const struct xap_query *part)
{
	if (!pool->clock || !part->traits.is_slow)
		return part->rep;
	return apart(pool, watched(pool, part->rep));
}

/* A side of an OR. libxapian 1.4.22 may ask it whether it matches a document,
 * and where that is a phrase or an AND which does not, take it for one that
 * matches the next document: what an article weighs would depend on docids.
 * An AND_NOT is not asked like that. */
static Xapian::Query side_of_or(const struct xap_queries *pool,
				const struct xap_query *side)
{
	if (side->rep.get_type() == Xapian::Query::LEAF_TERM)
		return side->rep;
	return apart(pool, side->rep);
}

XAP_API const struct xap_query *xap_query_all(struct xap_queries *pool,
					      struct err *err)
{
	return shim::add(pool, shim::traits(), err, everything);
}

XAP_API const struct xap_query *xap_query_none(struct xap_queries *pool,
					       struct err *err)
{
	return shim::add(pool, shim::traits(), err,
			 [] { return Xapian::Query(); });
}

XAP_API const struct xap_query *xap_query_term(struct xap_queries *pool,
					       struct str term, struct err *err)
{
	return shim::add(pool, shim::weighing, err,
			 [&] { return of_term(term); });
}

static bool operator_of(enum xap_operator ours, Xapian::Query::op *theirs)
{
	switch (ours) {
	case XAP_AND:
		*theirs = Xapian::Query::OP_AND;
		return true;
	case XAP_OR:
		*theirs = Xapian::Query::OP_OR;
		return true;
	case XAP_AND_NOT:
		*theirs = Xapian::Query::OP_AND_NOT;
		return true;
	case XAP_FILTER:
		*theirs = Xapian::Query::OP_FILTER;
		return true;
	case XAP_AND_MAYBE:
		*theirs = Xapian::Query::OP_AND_MAYBE;
		return true;
	case XAP_SYNONYM:
		*theirs = Xapian::Query::OP_SYNONYM;
		return true;
	}
	return false;
}

static bool any_slow(const struct xap_query *const *queries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (queries[i]->traits.is_slow)
			return true;
	}
	return false;
}

static bool is_slow(Xapian::Query::op op,
		    const struct xap_query *const *queries, size_t count)
{
	if (op == Xapian::Query::OP_OR || op == Xapian::Query::OP_SYNONYM)
		return count >= shim::MANY || any_slow(queries, count);
	if (op == Xapian::Query::OP_AND_MAYBE || count == 1)
		return count > 0 && queries[0]->traits.is_slow;
	return false;
}

static bool weighs(Xapian::Query::op op, const struct xap_query *const *queries,
		   size_t count)
{
	/* Of these the others only say what is wanted. */
	if (op == Xapian::Query::OP_FILTER || op == Xapian::Query::OP_AND_NOT)
		count = std::min<size_t>(count, 1);
	for (size_t i = 0; i < count; i++) {
		if (queries[i]->traits.weighs)
			return true;
	}
	return false;
}

static shim::traits traits_of(Xapian::Query::op op,
			      const struct xap_query *const *queries,
			      size_t count)
{
	shim::traits traits = { is_slow(op, queries, count),
				weighs(op, queries, count), 0, 0, false };

	if (count == 1)
		traits.factor = queries[0]->traits.factor;
	for (size_t i = 0; i < count; i++) {
		Xapian::rev one = queries[i]->traits.revision;

		traits.is_narrow =
			traits.is_narrow || queries[i]->traits.is_narrow;

		if (one && traits.revision && one != traits.revision)
			traits.revision = shim::NO_REVISION;
		else if (one)
			traits.revision = one;
	}
	return traits;
}

static Xapian::Query part_of(const struct xap_queries *pool,
			     Xapian::Query::op op,
			     const struct xap_query *query)
{
	switch (op) {
	case Xapian::Query::OP_AND:
	case Xapian::Query::OP_FILTER:
		return part_of_and(pool, query);
	case Xapian::Query::OP_OR:
		return side_of_or(pool, query);
	case Xapian::Query::OP_SYNONYM:
		return query->weight;
	default:
		return query->rep;
	}
}

static Xapian::Query combined(const struct xap_queries *pool,
			      Xapian::Query::op op,
			      const struct xap_query *const *queries,
			      size_t count)
{
	std::vector<Xapian::Query> parts;

	parts.reserve(count);
	for (size_t i = 0; i < count; i++)
		parts.push_back(count > 1 || op == Xapian::Query::OP_SYNONYM
					? part_of(pool, op, queries[i])
					: queries[i]->rep);
	if (op == Xapian::Query::OP_AND_NOT &&
	    (any_slow(queries, count) || count > shim::MANY))
		parts[0] = watched(pool, parts[0]);
	return Xapian::Query(op, parts.begin(), parts.end());
}

/* Of another form of the queries. */
static Xapian::Query combined_forms(Xapian::Query::op op,
				    const struct xap_query *const *queries,
				    size_t count,
				    Xapian::Query xap_query::*form)
{
	std::vector<Xapian::Query> parts;

	parts.reserve(count);
	for (size_t i = 0; i < count; i++)
		parts.push_back(queries[i]->*form);
	return Xapian::Query(op, parts.begin(), parts.end());
}

/* A SYNONYM of phrases and the like: what matches is asked for beside what it
 * weighs. */
static Xapian::Query narrowed(const struct xap_queries *pool,
			      const Xapian::Query &weight,
			      const struct xap_query *const *queries,
			      size_t count)
{
	return Xapian::Query(
		Xapian::Query::OP_FILTER, weight,
		combined(pool, Xapian::Query::OP_OR, queries, count));
}

XAP_API const struct xap_query *
xap_query_combine(struct xap_queries *pool, enum xap_operator operator_,
		  const struct xap_query *const *queries, size_t count,
		  struct err *err)
{
	Xapian::Query::op op;

	if (!operator_of(operator_, &op))
		return shim::refuse(err, "there is no such operator");
	for (size_t i = 0; i < count; i++) {
		if (!queries[i])
			return shim::refuse(err,
					    "a query to combine is missing");
	}
	const shim::traits traits = traits_of(op, queries, count);

	return shim::add(pool, traits, err, [&] {
		if (count == 0 && (op == Xapian::Query::OP_AND ||
				   op == Xapian::Query::OP_FILTER))
			return shim::forms(everything());
		Xapian::Query plain =
			combined_forms(op, queries, count, &xap_query::plain);
		Xapian::Query weight =
			combined_forms(op, queries, count, &xap_query::weight);

		if (op == Xapian::Query::OP_SYNONYM && traits.is_narrow)
			return shim::forms(
				narrowed(pool, weight, queries, count), plain,
				weight);
		return shim::forms(combined(pool, op, queries, count), plain,
				   weight);
	});
}

XAP_API const struct xap_query *
xap_query_value_range(struct xap_queries *pool, uint32_t slot, struct str low,
		      struct str high, struct err *err)
{
	if (slot == Xapian::BAD_VALUENO)
		return shim::refuse(err, "there is no such slot");
	return shim::add(pool, shim::traits(), err, [&] {
		/* An empty lower bound would let in the documents without a
		 * value; this is the smallest value that there can be. */
		std::string from =
			low.len ? shim::to_string(low) : std::string(1, '\0');

		if (high.len == 0)
			return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot,
					     from);
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, from,
				     shim::to_string(high));
	});
}

XAP_API const struct xap_query *xap_query_scale(struct xap_queries *pool,
						const struct xap_query *query,
						double factor, struct err *err)
{
	shim::traits traits;

	if (!query)
		return shim::refuse(err, "a query to scale is missing");
	if (!std::isfinite(factor) || factor < 0)
		return shim::refuse(err, "a weight is scaled by a number >= 0");
	traits = query->traits;
	traits.weighs = traits.weighs && factor > 0;
	traits.factor = query->rep.get_type() == Xapian::Query::LEAF_TERM
				? factor
				: traits.factor * factor;
	return shim::add(pool, traits, err, [&] {
		return shim::forms(Xapian::Query(factor, query->rep),
				   Xapian::Query(factor, query->plain),
				   Xapian::Query(factor, query->weight));
	});
}

XAP_API int xap_query_describe(const struct xap_query *query, char **out,
			       struct err *err)
{
	*out = nullptr;
	if (!query)
		return err_set(err, ERR_USAGE, "a query is missing");
	return shim::guard(err, [&] {
		return shim::hand_out(query->rep.get_description(), out,
				      nullptr, err);
	});
}
