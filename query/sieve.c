/*
 * A sieve: the documents among which those that hold a term are counted.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/sieve.h"

#include "query/count.h"

/* Only of a term so many times as frequent as there are documents to be left
 * out a part of these is looked at: it is elsewhere too. */
#define MORE_FREQUENT 4

static int list(struct xap_db *db, const struct xap_query *query,
		struct deadline deadline, struct arena *arena,
		struct sieve *out, struct err *err)
{
	int ret = docids_find(db, query, deadline, arena, &out->docids, err);

	out->of = out->docids.count;
	return ret;
}

int sieve_without(struct xap_db *db, const struct xap_query *query,
		  struct deadline deadline, struct arena *arena,
		  struct sieve *out, struct err *err)
{
	*out = (struct sieve){ .is_without = true };
	return list(db, query, deadline, arena, out, err);
}

int sieve_every(struct xap_db *db, struct xap_queries *pool,
		const struct xap_query *query, uint32_t step,
		struct deadline deadline, struct arena *arena,
		struct sieve *out, struct err *err)
{
	const struct xap_query *both[2] = { NULL, query }, *some;
	int ret;

	*out = (struct sieve){ .is_without = false };
	both[0] = xap_query_every(pool, db, step, err);
	some = xap_query_combine(pool, XAP_FILTER, both, 2, err);
	ret = some ? list(db, some, deadline, arena, out, err) : (int)err->code;
	out->of = out->docids.count * step;
	return ret;
}

int sieve_among(struct xap_db *db, struct xap_queries *pool,
		const struct xap_query *query, struct deadline deadline,
		struct arena *arena, struct sieve *out, struct err *err)
{
	uint32_t most, step;
	int ret = count_matches(db, query, 0, deadline, &most, NULL, err);

	*out = (struct sieve){ .is_without = false };
	step = most / SIEVE_AMONG;
	if (!ret && step > 1)
		ret = sieve_every(db, pool, query, step, deadline, arena, out,
				  err);
	/* All of them, also where they are fewer than estimated. */
	if (!ret && out->docids.count < SIEVE_AMONG / 4)
		ret = list(db, query, deadline, arena, out, err);
	return ret;
}

/* Every so manieth document of a sieve. */
static int thin(const struct sieve *whole, size_t most, struct arena *arena,
		struct sieve *out, struct err *err)
{
	const struct docids *all = &whole->docids;
	struct docids *some = &out->docids;

	*out = *whole;
	if (all->count <= most)
		return 0;
	some->items = arena_array(arena, most, sizeof(*some->items));
	if (!some->items)
		return arena_check(arena, err);
	for (size_t i = 0; i < most; i++)
		some->items[i] = all->items[i * all->count / most];
	some->count = most;
	return 0;
}

int sieve_part(const struct sieve *whole, size_t most, struct arena *arena,
	       struct sieve *out, struct err *err)
{
	if (!whole->is_without)
		return thin(whole, most, arena, out, err);
	*out = *whole;
	return 0;
}

int sieve_count(struct xap_db *db, const struct sieve *sieve, struct str term,
		uint32_t frequency, struct arena *arena, uint32_t *out,
		struct err *err)
{
	struct sieve some = *sieve;
	uint32_t found = 0;
	uint64_t all;
	int ret = 0;

	if (sieve->is_without &&
	    frequency / MORE_FREQUENT > sieve->docids.count)
		ret = thin(sieve, SIEVE_WITHOUT, arena, &some, err);
	if (!ret && some.docids.count)
		ret = xap_db_count_among(db, term, some.docids.items,
					 some.docids.count, &found, err);
	all = some.docids.count ? (uint64_t)found * some.of / some.docids.count
				: 0;
	if (sieve->is_without)
		all = all < frequency ? frequency - all : 0;
	*out = (uint32_t)all;
	return ret;
}
