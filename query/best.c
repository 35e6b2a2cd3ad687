/*
 * The best of what a query matches, by its words, by what articles say of
 * themselves and by how new they are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/best.h"

#include <stdlib.h>

#include "query/clause.h"
#include "query/count.h"
#include "query/fresh.h"
#include "text/limits.h"
#include "text/schema.h"

_Static_assert(LIMIT_BOOSTED <= XAP_LIMIT_MAX, "they are one search");
_Static_assert(LIMIT_BOOSTED >= LIMIT_REACH, "they fill a page");

/* A hit that is put among others. */
struct candidate {
	uint32_t docid;
	double weight, boost, fresh;
	unsigned char newest[SCHEMA_ORDER_SIZE]; /* what decides ties */
};

static int run(const struct planner *p, const struct xap_search *search,
	       struct best *out, struct err *err)
{
	struct xap_results *found;
	int ret = xap_search(p->db, search, &found, err);

	if (ret)
		return ret;
	out->total = xap_results_total(found);
	out->is_exact = xap_results_is_exact(found);
	out->count = xap_results_count(found);
	out->ranked =
		arena_array(p->arena, out->count + 1, sizeof(*out->ranked));
	for (size_t i = 0; out->ranked && i < out->count; i++) {
		struct xap_hit hit = xap_results_hit(found, i);

		out->ranked[i] = (struct ranked){ .docid = hit.docid,
						  .weight = hit.weight,
						  .boost = 1,
						  .fresh = hit.factor };
	}
	xap_results_free(found);
	return arena_check(p->arena, err);
}

/* ---- Values of candidates ----------------------------------------------- */

struct filler {
	struct candidate *items; /* by docid, rising */
	size_t count, at;
};

static struct candidate *seek(struct filler *f, uint32_t docid)
{
	while (f->at < f->count && f->items[f->at].docid < docid)
		f->at++;
	return f->at < f->count && f->items[f->at].docid == docid
		       ? &f->items[f->at]
		       : NULL;
}

static int take_boost(uint32_t docid, struct str value, void *payload)
{
	struct candidate *candidate = seek(payload, docid);
	double boost;

	if (candidate && schema_number_read(value, &boost) && boost > 0)
		candidate->boost = boost;
	return 0;
}

static int take_newest(uint32_t docid, struct str value, void *payload)
{
	struct candidate *candidate = seek(payload, docid);

	if (candidate && value.len == sizeof(candidate->newest))
		memcpy(candidate->newest, value.p, value.len);
	return 0;
}

static int by_docid(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return (x->docid > y->docid) - (x->docid < y->docid);
}

/* As xap_search orders what is not boosted. */
static int by_score(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	double left = x->weight * x->boost * x->fresh;
	double right = y->weight * y->boost * y->fresh;
	int newer = memcmp(x->newest, y->newest, sizeof(x->newest));

	if (left != right)
		return left > right ? -1 : 1;
	if (newer)
		return newer > 0 ? -1 : 1;
	return by_docid(a, b);
}

/* Reads what decides about the order of candidates, and brings them into it. */
static int order(const struct planner *p, const struct xap_search *search,
		 struct candidate *items, size_t count, struct err *err)
{
	struct filler filler = { .items = items, .count = count };
	uint32_t *docids = arena_array(p->arena, count, sizeof(*docids));
	int ret;

	if (!docids)
		return arena_check(p->arena, err);
	qsort(items, count, sizeof(*items), by_docid);
	for (size_t i = 0; i < count; i++)
		docids[i] = items[i].docid;
	ret = xap_db_values_among(p->db, SCHEMA_SLOT_BOOST, docids, count,
				  take_boost, &filler, err);
	filler.at = 0;
	if (!ret)
		ret = xap_db_values_among(p->db, search->order_slot, docids,
					  count, take_newest, &filler, err);
	qsort(items, count, sizeof(*items), by_score);
	return ret;
}

/* ---- Both as one -------------------------------------------------------- */

static void add(struct candidate *items, const struct best *from)
{
	for (size_t i = 0; i < from->count; i++)
		items[i] = (struct candidate){ .docid = from->ranked[i].docid,
					       .weight = from->ranked[i].weight,
					       .boost = 1,
					       .fresh = from->ranked[i].fresh };
}

static int merge(const struct planner *p, const struct xap_search *search,
		 const struct best *boosted, struct best *out, struct err *err)
{
	size_t count = out->count + boosted->count;
	struct candidate *items = arena_array(p->arena, count, sizeof(*items));
	int ret;

	if (!items)
		return arena_check(p->arena, err);
	add(items, out);
	add(items + out->count, boosted);
	ret = order(p, search, items, count, err);
	if (count > search->limit)
		count = search->limit;
	out->ranked = arena_array(p->arena, count + 1, sizeof(*out->ranked));
	for (size_t i = 0; out->ranked && i < count; i++)
		out->ranked[i] = (struct ranked){ .docid = items[i].docid,
						  .weight = items[i].weight,
						  .boost = items[i].boost,
						  .fresh = items[i].fresh };
	out->count = count;
	return ret ? ret : arena_check(p->arena, err);
}

int best_find(const struct planner *planner, const struct xap_search *search,
	      struct best *out, struct err *err)
{
	struct xap_search others = *search, apart;
	const struct xap_query *both[2] = { search->query, NULL };
	struct best boosted = { .count = 0 };
	int ret;

	fresh_set(planner, &others);
	if (planner->boosted == 0 || search->order != XAP_BY_WEIGHT)
		return run(planner, &others, out, err);
	apart = others;
	both[1] = clause_term(planner, SCHEMA_BOOSTED, STR("1"), err);
	others.query =
		xap_query_combine(planner->pool, XAP_AND_NOT, both, 2, err);
	apart.query =
		xap_query_combine(planner->pool, XAP_FILTER, both, 2, err);
	if (err->code)
		return err->code;
	if (apart.limit)
		apart.limit = LIMIT_BOOSTED;
	ret = run(planner, &apart, &boosted, err);
	if (!ret)
		ret = run(planner, &others, out, err);
	if (!ret && boosted.count)
		ret = merge(planner, search, &boosted, out, err);
	out->total += boosted.total;
	out->is_exact = out->is_exact && boosted.is_exact;
	if (ret || out->is_exact)
		return ret;
	/* Two estimates would not add up. */
	return count_matches(planner->db, search->query, search->check_at_least,
			     search->deadline, &out->total, &out->is_exact,
			     err);
}
