/*
 * Searching: from a request to a page of results.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/search.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/deadline.h"
#include "query/correct.h"
#include "query/explain.h"
#include "query/hit.h"
#include "query/index.h"
#include "query/plan.h"
#include "query/rerank.h"
#include "shim/xap.h"
#include "text/limits.h"
#include "text/schema.h"

/* Totals are exact up to so many matches. */
#define CHECK_AT_LEAST 1000

/* One request while it runs. */
struct job {
	struct searcher *s;
	const struct search_request *request;
	struct arena *arena;
	struct deadline deadline;
	struct query query;
	struct planner planner;
	struct leaves leaves; /* of all; where scores are to be explained */
	const struct xap_query *all;
	const struct xap_query *most; /* where all is not enough */
	/* The hits of the page: those with all words, then those with most. */
	struct ranked *ranked;
	size_t ranked_count, all_count;
	struct search_hit *hits;
	size_t count;
	const struct facet_request *facets;
	size_t facet_count;
};

static int parse(struct job *job, struct search_page *page, struct err *err)
{
	const struct search_request *r = job->request;
	struct query_known known = { searcher_day(job->s, r->now), job->s->keys,
				     job->s->key_count };
	int ret = query_parse(r->text, &known, job->arena, &job->query, err);

	for (size_t i = 0; i < r->filter_count && !ret; i++)
		ret = query_narrow(&job->query, r->filters[i].field,
				   r->filters[i].value, &known, job->arena,
				   err);
	if (r->facets.len && !ret) {
		ret = facets_parse(job->s, r->facets, job->arena, &job->facets,
				   &job->facet_count, err);
		if (ret == ERR_QUERY)
			job->query.error_code = "bad_facet";
	}
	page->query = job->query.text;
	page->sort = job->query.sort;
	return ret;
}

static int plan(struct job *job, struct err *err)
{
	struct searcher *s = job->s;
	struct planner *planner = &job->planner;
	int ret = xap_queries_new(&planner->pool, err);

	if (!ret)
		ret = xap_queries_stop_at(planner->pool, job->deadline, err);
	if (ret)
		return ret;
	planner->deadline = job->deadline;
	planner->arena = job->arena;
	planner->query = &job->query;
	searcher_tell_planner(s, job->request->now, planner);
	languages_narrow(job->query.root, &planner->languages);
	planner->with_hidden = job->request->all || job->query.has_state;
	planner->leaves = job->request->explain ? &job->leaves : NULL;
	if (job->request->any)
		ret = plan_any(planner, &job->query, &job->all, err);
	else
		ret = plan_all(planner, job->query.root, &job->all, err);
	/* Those of most words are the same. */
	planner->leaves = NULL;
	return ret;
}

static void set_order(struct xap_search *search, enum query_sort sort)
{
	switch (sort) {
	case QUERY_BY_RELEVANCE:
		search->order = XAP_BY_WEIGHT;
		search->order_slot = SCHEMA_SLOT_NEWEST;
		break;
	case QUERY_BY_NEWEST:
		search->order = XAP_BY_VALUE_DESCENDING;
		search->order_slot = SCHEMA_SLOT_NEWEST;
		break;
	case QUERY_BY_OLDEST:
		search->order = XAP_BY_VALUE_DESCENDING;
		search->order_slot = SCHEMA_SLOT_OLDEST;
		break;
	case QUERY_BY_TITLE:
		search->order = XAP_BY_VALUE_ASCENDING;
		search->order_slot = SCHEMA_SLOT_TITLE;
		break;
	}
}

/* Adds the hits from `offset` on, `limit` at most, to those of the page. The
 * order by relevance is that of the best, once more looked at, whatever part
 * of them is asked for. */
static int take(struct job *job, const struct xap_results *found,
		uint32_t offset, uint32_t limit, struct err *err)
{
	size_t count = xap_results_count(found);
	struct ranked *ranked;
	int ret = rerank(&job->planner, &job->query, found, &ranked, err);

	for (size_t i = offset; i < count && i - offset < limit && !ret; i++)
		job->ranked[job->ranked_count++] = ranked[i];
	return ret;
}

static int run(struct job *job, const struct xap_query *query, uint32_t offset,
	       uint32_t limit, uint32_t *total, bool *exact, struct err *err)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found;
	int ret;

	search.query = query;
	search.limit = offset + limit;
	search.check_at_least = CHECK_AT_LEAST;
	search.with_data = false;
	search.deadline = job->deadline;
	set_order(&search, job->query.sort);
	if (search.limit && search.limit < RERANK_WINDOW)
		search.limit = RERANK_WINDOW;
	ret = xap_search(job->s->db, &search, &found, err);
	if (ret)
		return ret;
	*total = xap_results_total(found);
	*exact = xap_results_is_exact(found);
	ret = take(job, found, offset, limit, err);
	xap_results_free(found);
	return ret;
}

/* Where the articles with all words do not fill a page, those with most words
 * follow them. */
static int find_most(struct job *job, struct search_page *page, struct err *err)
{
	const struct search_request *r = job->request;
	uint32_t got = (uint32_t)job->ranked_count, more = 0;
	uint32_t all = page->total_all;
	bool exact = true;
	int ret = plan_most(&job->planner, &job->query, &job->most, err);

	if (!ret)
		ret = run(job,
			  plan_rest(&job->planner, job->most, job->all, err),
			  r->offset > all ? r->offset - all : 0, r->limit - got,
			  &more, &exact, err);
	if (ret)
		return ret;
	page->relaxed = more > 0;
	page->total += more;
	page->exact = page->exact && exact;
	return 0;
}

static int find(struct job *job, struct search_page *page, struct err *err)
{
	const struct search_request *r = job->request;
	int ret;

	job->ranked =
		arena_array(job->arena, r->limit + 1, sizeof(*job->ranked));
	if (!job->ranked)
		return arena_check(job->arena, err);
	ret = run(job, job->all, r->offset, r->limit, &page->total,
		  &page->exact, err);
	job->all_count = job->ranked_count;
	page->total_all = page->total;
	if (ret || r->any || page->total_all >= r->limit ||
	    !plan_can_relax(&job->query))
		return ret;
	return find_most(job, page, err);
}

static int search(struct job *job, struct search_page *page, struct err *err)
{
	int ret = parse(job, page, err);

	if (!ret)
		ret = plan(job, err);
	return ret ? ret : find(job, page, err);
}

/* Puts the search for what was meant in the place of that for what was typed,
 * and the other way round. */
static void swap(struct job *job, struct job *other)
{
	struct job kept = *job;

	*job = *other;
	*other = kept;
	job->planner.query = &job->query;
	other->planner.query = &other->query;
}

/* Is what was typed worth less than what may have been meant? Not where it has
 * all its words somewhere; where it has only most of them, that is to be sure,
 * or to have them all. */
static bool is_better(const struct job *job, const struct correction *meant,
		      const struct search_page *typed,
		      const struct search_page *found)
{
	if (!found->total || meant->is_offer ||
	    (typed->total_all && !job->request->any))
		return false;
	return !typed->total || meant->is_sure ||
	       (found->total_all && !job->request->any);
}

/* Searches for what may have been meant. That takes the place of a search that
 * wants words which nothing has; else it is only offered. */
static int correct(struct job *job, struct search_page *page, struct err *err)
{
	struct search_request *meant = arena_alloc(job->arena, sizeof(*meant));
	struct search_page found = { .offset = page->offset };
	struct job other = { .s = job->s,
			     .request = meant,
			     .arena = job->arena,
			     .deadline = job->deadline };
	struct correction correction;
	int ret = arena_check(job->arena, err);

	if (ret || job->request->as_typed)
		return ret;
	ret = correct_query(&job->planner, &job->query, &correction, err);
	if (ret || correction.text.len == 0)
		return ret;
	*meant = *job->request;
	meant->text = correction.text;
	ret = search(&other, &found, err);
	/* Two words in place of one may be too many. */
	if (ret == ERR_QUERY) {
		err_clear(err);
		ret = 0;
	}
	if (!ret && found.total)
		page->corrected = found.query;
	if (!ret && is_better(job, &correction, page, &found)) {
		found.corrected = found.query;
		found.query = page->query;
		found.is_corrected = true;
		*page = found;
		swap(job, &other);
	}
	xap_queries_free(other.planner.pool);
	return ret;
}

/* Counts facets over what the page is drawn from; so its number is known. */
static int count_facets(struct job *job, struct search_page *page,
			struct err *err)
{
	const struct xap_query *both[] = { job->all, job->most };
	const struct xap_query *query;
	struct columns_set set;
	int ret;

	if (job->facet_count == 0)
		return 0;
	query = xap_query_combine(job->planner.pool, XAP_OR, both,
				  job->most ? 2 : 1, err);
	if (!query)
		return (int)err->code;
	ret = columns_match(&job->s->columns, job->s->db, query, job->deadline,
			    job->arena, &set, err);
	if (ret)
		return ret;
	if (!page->relaxed)
		page->total_all = set.count;
	page->total = set.count;
	page->exact = true;
	page->facet_count = job->facet_count;
	return facets_count(job->s, &set, job->facets, job->facet_count,
			    job->arena, &page->facets, err);
}

static int make_hits(struct job *job, struct err *err)
{
	struct hit_maker maker = {
		.searcher = job->s,
		.root = job->query.root,
		.width = job->request->snippet_width,
		.columns = job->request->snippet_columns,
		.arena = job->arena,
	};
	int ret = 0;

	job->hits = arena_array(job->arena, job->ranked_count + 1,
				sizeof(*job->hits));
	if (!job->hits)
		return arena_check(job->arena, err);
	for (size_t i = 0; i < job->ranked_count && !ret; i++) {
		const struct ranked *ranked = &job->ranked[i];

		ret = deadline_check(&job->deadline, err);
		if (!ret)
			ret = hit_make(&maker, ranked->docid,
				       ranked_score(ranked),
				       &job->hits[job->count++], err);
	}
	return ret;
}

/* Says what the scores of the hits are made of. */
static int explain(struct job *job, struct err *err)
{
	const struct explain_page page = { .leaves = &job->leaves,
					   .ranked = job->ranked,
					   .hits = job->hits,
					   .count = job->count,
					   .all = job->all_count };

	return job->request->explain ? explain_hits(&job->planner, &page, err)
				     : 0;
}

static double now_ms(void)
{
	return (double)deadline_now_ns() / 1e6;
}

static int check_request(const struct search_request *r, struct err *err)
{
	if (r->limit > LIMIT_PAGE)
		return err_set(err, ERR_USAGE, "a page has at most %d hits",
			       LIMIT_PAGE);
	if (r->offset > LIMIT_REACH || r->offset + r->limit > LIMIT_REACH)
		return err_set(err, ERR_USAGE,
			       "only the first %d hits can be reached; narrow "
			       "the search instead",
			       LIMIT_REACH);
	return 0;
}

static int run_once(struct searcher *s, const struct search_request *request,
		    struct deadline deadline, struct arena *arena,
		    struct search_page *page, struct err *err)
{
	struct job job = {
		.s = s, .request = request, .arena = arena, .deadline = deadline
	};
	int ret = check_request(request, err);

	memset(page, 0, sizeof(*page));
	page->offset = request->offset;
	if (words_count(s->words) > SEARCH_WORDS)
		words_forget(s->words);
	if (!ret)
		ret = search(&job, page, err);
	if (!ret)
		ret = correct(&job, page, err);
	if (!ret)
		ret = count_facets(&job, page, err);
	if (!ret)
		ret = make_hits(&job, err);
	if (!ret)
		ret = explain(&job, err);
	page->error_code = job.query.error_code;
	page->error_column = job.query.error_column;
	page->hits = job.hits;
	page->hit_count = ret ? 0 : job.count;
	xap_queries_free(job.planner.pool);
	return ret;
}

int searcher_run(struct searcher *s, const struct search_request *request,
		 struct arena *arena, struct search_page *page, struct err *err)
{
	struct deadline deadline = deadline_in(request->timeout_ms);
	double start = now_ms();
	int ret = run_once(s, request, deadline, arena, page, err);

	/* The shim has tried several times. If a fresh look at the index
	 * fails like that as well, it is not being changed but damaged. */
	if (ret == ERR_STALE) {
		err_clear(err);
		ret = searcher_renew(s, err);
		if (!ret)
			ret = run_once(s, request, deadline, arena, page, err);
		if (ret == ERR_STALE)
			ret = err->code = ERR_CORRUPT;
	}
	page->took_ms = now_ms() - start;
	if (ret == ERR_DEADLINE)
		return err_wrap(err,
				"the search was stopped after %u ms; fewer or "
				"rarer words, fewer 'word*' and narrower "
				"ranges take less",
				request->timeout_ms);
	return searcher_explain(s, ret, err);
}
