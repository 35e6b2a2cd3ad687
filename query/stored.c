/*
 * One article as it is stored, for whoever asks for it by its id.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/stored.h"

#include "query/count.h"
#include "query/index.h"
#include "query/lookup.h"
#include "query/values.h"
#include "text/schema.h"

/* The document of an id that is in a state, as a query. */
static const struct xap_query *both(struct planner *planner, struct str id,
				    struct err *err)
{
	struct query_node node = {
		.kind = QUERY_STATE, .text = str_of(query_states[SEARCH_STATES])
	};
	const struct xap_query *parts[2];
	struct buf term = BUF_INIT;

	schema_term(SCHEMA_ID, id, &term);
	if (buf_check(&term, err) == 0)
		parts[0] = xap_query_term(planner->pool, buf_view(&term), err);
	buf_release(&term);
	if (err->code)
		return NULL;
	parts[1] = values_query(planner, &node, err);
	if (!parts[1])
		return NULL;
	return xap_query_combine(planner->pool, XAP_FILTER, parts, 2, err);
}

static int is_hidden(struct searcher *s, struct str id, int64_t now,
		     struct arena *arena, bool *out, struct err *err)
{
	const struct deadline none = { 0 };
	const struct xap_query *query = NULL;
	struct planner planner = { .arena = arena };
	uint32_t count;
	int ret = xap_queries_new(&planner.pool, err);

	searcher_tell_planner(s, now, &planner);
	if (!ret)
		query = both(&planner, id, err);
	if (query && !count_matches(s->db, query, 1, none, &count, NULL, err))
		*out = count > 0;
	xap_queries_free(planner.pool);
	return (int)err->code;
}

int stored_article(struct searcher *s, struct str id, int64_t now,
		   struct arena *arena, struct record *out, struct err *err)
{
	uint32_t docid;
	bool hidden = false;
	int ret = lookup_document(s, id, &docid, err);

	if (!ret)
		ret = is_hidden(s, id, now, arena, &hidden, err);
	if (!ret && hidden)
		return STORED_ABSENT;
	return ret ? ret : lookup_listed(s, docid, arena, out, err);
}
