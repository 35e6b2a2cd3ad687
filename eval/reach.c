/*
 * Reach: the hits of a query as far as they can be reached, page after page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/reach.h"

#include "base/arena.h"
#include "base/map.h"
#include "text/limits.h"

struct reach {
	reach_fn fn;
	void *payload;
	struct arena arena; /* of one page */
	struct arena kept;  /* of the ids */
	struct map ids;	    /* of hits that were told of */
};

/* Far down, beyond some hundred hits, libxapian 1.4.22 may miss one that it
 * finds when it is asked for more. The first hit of a page is then the last of
 * the one before: it is told of once. */
static int tell(struct reach *reach, const struct search_hit *hit,
		struct err *err)
{
	struct str id = arena_copy(&reach->kept, hit->record.id);
	struct map_entry *entry;

	if (!id.p)
		return arena_check(&reach->kept, err);
	entry = map_put(&reach->ids, id, err);
	if (!entry)
		return (int)err->code;
	return entry->value++ ? 0 : reach->fn(hit, reach->payload);
}

/* Asks for a page and tells of its hits. */
static int turn_page(struct searcher *searcher, const struct search_request *r,
		     struct reach *reach, struct search_page *page,
		     struct err *err)
{
	int ret;

	arena_clear(&reach->arena);
	ret = searcher_run(searcher, r, &reach->arena, page, err);
	for (size_t i = 0; i < page->hit_count && !ret; i++)
		ret = tell(reach, &page->hits[i], err);
	return ret;
}

int reach_hits(struct searcher *searcher, const struct reach_request *request,
	       reach_fn fn, void *payload, unsigned int *error_column,
	       struct err *err)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct reach reach = {
		.fn = fn,
		.payload = payload,
		.arena = ARENA_INIT(SEARCH_MEMORY),
		.kept = ARENA_INIT(SEARCH_MEMORY),
		.ids = MAP_INIT,
	};
	struct search_page page;
	int ret = 0;

	r.text = request->query;
	r.any = request->any;
	r.as_typed = request->as_typed;
	r.now = request->now;
	r.snippet_width = 0;
	while (r.offset < request->most && !ret) {
		unsigned int left = request->most - r.offset;

		r.limit = left < LIMIT_PAGE ? left : LIMIT_PAGE;
		ret = turn_page(searcher, &r, &reach, &page, err);
		*error_column = page.error_column;
		if (page.hit_count < r.limit)
			break;
		r.offset += r.limit;
	}
	map_release(&reach.ids);
	arena_release(&reach.kept);
	arena_release(&reach.arena);
	return ret;
}
