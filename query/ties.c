/*
 * Near ties: which of articles that answer as well comes first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/ties.h"

#include <stdbool.h>
#include <string.h>

#include "text/schema.h"

struct dated {
	struct ranked ranked;
	unsigned char newest[SCHEMA_ORDER_SIZE]; /* none sorts last */
};

/* A title that is the query is better than one that is not, however little. */
static bool is_alike(const struct ranked *a, const struct ranked *b)
{
	return (a->title > 0) == (b->title > 0);
}

static int take(uint32_t docid, struct str value, void *payload)
{
	struct dated *dated = payload;

	if (docid == dated->ranked.docid && value.len == SCHEMA_ORDER_SIZE)
		memcpy(dated->newest, value.p, SCHEMA_ORDER_SIZE);
	return 0;
}

/* A stable sort of few. */
static int sort(struct xap_db *db, struct ranked *ranked, size_t count,
		struct err *err)
{
	struct dated list[RERANK_WINDOW];

	for (size_t i = 0; i < count; i++) {
		struct dated one = { .ranked = ranked[i] };
		size_t at = i;
		int ret = xap_db_values_among(db, SCHEMA_SLOT_NEWEST,
					      &one.ranked.docid, 1, take, &one,
					      err);

		if (ret < 0)
			return ret;
		for (; at > 0 && memcmp(list[at - 1].newest, one.newest,
					SCHEMA_ORDER_SIZE) < 0;
		     at--)
			list[at] = list[at - 1];
		list[at] = one;
	}
	for (size_t i = 0; i < count; i++)
		ranked[i] = list[i].ranked;
	return 0;
}

int ties_break(struct xap_db *db, struct ranked *ranked, size_t count,
	       struct err *err)
{
	size_t end;

	for (size_t first = 0; first < count; first = end) {
		double least = ranked_score(&ranked[first]) * (1 - TIES_PART);
		int ret = 0;

		end = first + 1;
		while (end < count && end - first < RERANK_WINDOW &&
		       ranked_score(&ranked[end]) > least &&
		       is_alike(&ranked[first], &ranked[end]))
			end++;
		if (end - first > 1)
			ret = sort(db, ranked + first, end - first, err);
		if (ret)
			return ret;
	}
	return 0;
}
