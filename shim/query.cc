/*
 * Queries: trees built in a pool.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

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

XAP_API void xap_queries_free(struct xap_queries *pool)
{
	delete pool;
}

/* Adds to the pool what `make` returns; NULL when it throws. */
template <typename F>
static const struct xap_query *add(struct xap_queries *pool, struct err *err,
				   F &&make) noexcept
{
	const struct xap_query *made = nullptr;

	shim::guard(err, [&] {
		pool->made.push_back(xap_query{ make() });
		made = &pool->made.back();
		return 0;
	});
	return made;
}

static const struct xap_query *refuse(struct err *err, const char *why)
{
	err_set(err, ERR_USAGE, "%s", why);
	return nullptr;
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

XAP_API const struct xap_query *xap_query_all(struct xap_queries *pool,
					      struct err *err)
{
	return add(pool, err, everything);
}

XAP_API const struct xap_query *xap_query_none(struct xap_queries *pool,
					       struct err *err)
{
	return add(pool, err, [] { return Xapian::Query(); });
}

XAP_API const struct xap_query *xap_query_term(struct xap_queries *pool,
					       struct str term, struct err *err)
{
	return add(pool, err, [&] { return of_term(term); });
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

XAP_API const struct xap_query *
xap_query_combine(struct xap_queries *pool, enum xap_operator operator_,
		  const struct xap_query *const *queries, size_t count,
		  struct err *err)
{
	Xapian::Query::op op;

	if (!operator_of(operator_, &op))
		return refuse(err, "there is no such operator");
	for (size_t i = 0; i < count; i++) {
		if (!queries[i])
			return refuse(err, "a query to combine is missing");
	}
	return add(pool, err, [&] {
		std::vector<Xapian::Query> parts;

		if (count == 0 && (op == Xapian::Query::OP_AND ||
				   op == Xapian::Query::OP_FILTER))
			return everything();
		parts.reserve(count);
		for (size_t i = 0; i < count; i++)
			parts.push_back(queries[i]->rep);
		return Xapian::Query(op, parts.begin(), parts.end());
	});
}

static const struct xap_query *positional(struct xap_queries *pool,
					  Xapian::Query::op op,
					  const struct str *terms, size_t count,
					  uint32_t window, struct err *err)
{
	if (window < count)
		return refuse(err, "a window smaller than the terms in it");
	return add(pool, err, [&] {
		std::vector<Xapian::Query> parts;

		parts.reserve(count);
		for (size_t i = 0; i < count; i++) {
			if (shim::term_fault(terms[i]))
				return Xapian::Query();
			parts.push_back(of_term(terms[i]));
		}
		return Xapian::Query(op, parts.begin(), parts.end(), window);
	});
}

XAP_API const struct xap_query *xap_query_phrase(struct xap_queries *pool,
						 const struct str *terms,
						 size_t count, uint32_t window,
						 struct err *err)
{
	return positional(pool, Xapian::Query::OP_PHRASE, terms, count, window,
			  err);
}

XAP_API const struct xap_query *xap_query_near(struct xap_queries *pool,
					       const struct str *terms,
					       size_t count, uint32_t window,
					       struct err *err)
{
	return positional(pool, Xapian::Query::OP_NEAR, terms, count, window,
			  err);
}

XAP_API const struct xap_query *xap_query_prefix(struct xap_queries *pool,
						 struct str prefix,
						 uint32_t expansion,
						 struct err *err)
{
	if (prefix.len == 0)
		return refuse(err, "a prefix is empty");
	/* To libxapian 0 means no bound at all. */
	if (expansion == 0)
		return refuse(err, "a prefix that expands to no term");
	return add(pool, err, [&] {
		if (prefix.len > XAP_TERM_MAX)
			return Xapian::Query();
		return Xapian::Query(
			Xapian::Query::OP_WILDCARD, shim::to_string(prefix),
			expansion, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT,
			Xapian::Query::OP_SYNONYM);
	});
}

XAP_API const struct xap_query *
xap_query_value_range(struct xap_queries *pool, uint32_t slot, struct str low,
		      struct str high, struct err *err)
{
	if (slot == Xapian::BAD_VALUENO)
		return refuse(err, "there is no such slot");
	return add(pool, err, [&] {
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
	if (!query)
		return refuse(err, "a query to scale is missing");
	if (!std::isfinite(factor) || factor < 0)
		return refuse(err, "a weight is scaled by a number >= 0");
	return add(pool, err,
		   [&] { return Xapian::Query(factor, query->rep); });
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
