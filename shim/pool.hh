/*
 * How queries get into a pool.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_POOL_HH
#define PRESSMARK_SHIM_POOL_HH

#include "shim/handle.hh"

namespace shim
{

/* So many things of which any will do are slow to look at. */
constexpr size_t MANY = 8;

constexpr traits weighing = { false, true, 0, 0, false };

/* A query, as an xap_query has it. */
struct forms {
	Xapian::Query rep, plain, weight;

	forms(const Xapian::Query &query)
	    : rep(query), plain(query), weight(query)
	{
	}
	forms(const Xapian::Query &rep_, const Xapian::Query &plain_)
	    : rep(rep_), plain(plain_), weight(plain_)
	{
	}
	forms(const Xapian::Query &rep_, const Xapian::Query &plain_,
	      const Xapian::Query &weight_)
	    : rep(rep_), plain(plain_), weight(weight_)
	{
	}
};

/* Adds to the pool what `make` returns; NULL when it throws. */
template <typename F>
const struct xap_query *add(struct xap_queries *pool, const traits &traits,
			    struct err *err, F &&make) noexcept
{
	const struct xap_query *made = nullptr;

	guard(err, [&] {
		const forms f = make();

		pool->made.push_back(
			xap_query{ f.rep, f.plain, f.weight, traits });
		made = &pool->made.back();
		return 0;
	});
	return made;
}

inline const struct xap_query *refuse(struct err *err, const char *why)
{
	err_set(err, ERR_USAGE, "%s", why);
	return nullptr;
}

} // namespace shim

#endif
