/*
 * Searching: from a request to a page of results.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/search.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/deadline.h"
#include "query/best.h"
#include "query/collapse.h"
#include "query/correct.h"
#include "query/count.h"
#include "query/explain.h"
#include "query/hit.h"
#include "query/index.h"
#include "query/meant.h"
#include "query/pins.h"
#include "query/plan.h"
#include "query/rerank.h"
#include "query/runs.h"
#include "query/spoken.h"
#include "query/translations.h"
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
	struct query split; /* its runs in pieces: see runs.h */
	struct planner planner;
	struct meant meant; /* by words of the query, beside what they are */
	/* Where scores are to be explained: of all, and of the rest. */
	struct leaves leaves, rest_leaves;
	struct collapse collapse;
	/* What comes first: all words, or the best of those with most, and then
	 * what has all. */
	const struct xap_query *all, *has_all;
	const struct xap_query *rest;	/* where all is not enough */
	const struct xap_query *pinned; /* to the query; NULL: none are */
	const struct xap_query *others; /* than those; NULL likewise */
	/* The same with all translations. */
	const struct xap_query *every, *every_rest;
	/* The hits of the page: those that are pinned, those with all words,
	 * then those with most. Up to the end of each, so many. */
	struct ranked *ranked;
	size_t ranked_count, pinned_count, all_count;
	struct search_hit *hits;
	size_t count;
	const struct facet_request *facets;
	size_t facet_count;
};

static int parse(struct job *job, struct search_page *page, struct err *err)
{
	const struct search_request *r = job->request;
	struct query_known known = { searcher_day(job->s, r->now), job->s->keys,
				     job->s->key_count, &job->s->languages };
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
	if (!ret)
		ret = runs_split(&job->query, job->arena, &job->split, err);
	page->query = job->query.text;
	page->is_cut = job->query.is_cut;
	page->sort = job->query.sort;
	return ret;
}

/* Leaves one of several translations. */
static int collapse(struct job *job, const struct xap_query **query,
		    struct err *err)
{
	const struct search_request *r = job->request;
	struct collapse *c = &job->collapse;

	if (!job->s->has_translations || r->translations)
		return 0;
	c->planner = &job->planner;
	c->site = job->s->lang;
	c->reader = collapse_reader(r->reader, job->arena);
	return collapse_query(c, query, err);
}

/* Of the best of those with most words, those with all choose the languages: a
 * name that a translation has, too, is no reason to show that one. */
static int collapse_best(struct job *job, struct err *err)
{
	const struct xap_query *chosen = job->has_all;

	return collapse(job, &chosen, err);
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
	ret = spoken_tell(planner, job->query.root, err);
	if (ret)
		return ret;
	planner->with_hidden = job->request->all || (job->query.has_state &&
						     !job->request->is_guest);
	planner->leaves = job->request->explain ? &job->leaves : NULL;
	planner->meant = &job->meant;
	ret = meant_find(planner, job->query.root, &job->meant, err);
	if (ret)
		return ret;
	if (job->request->any) {
		ret = plan_any(planner, &job->split, true, &job->all, err);
	} else if (plan_is_best_first(planner, &job->query, err)) {
		ret = plan_best(planner, &job->split, &job->all, err);
		planner->leaves = NULL;
		if (!ret)
			ret = plan_matches(planner, job->query.root,
					   &job->has_all, err);
	} else {
		ret = plan_all(planner, job->query.root, &job->all, err);
	}
	planner->leaves = NULL;
	job->every = job->all;
	if (!ret)
		ret = pins_plan(planner, &job->query,
				job->request->any || job->has_all, &job->pinned,
				&job->others, err);
	if (!ret && job->pinned)
		ret = collapse(job, &job->pinned, err);
	if (!ret && job->has_all)
		ret = collapse_best(job, err);
	return ret ? ret : collapse(job, &job->all, err);
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
static int take(struct job *job, const struct best *best, uint32_t offset,
		uint32_t limit, struct err *err)
{
	int ret = rerank(&job->planner, &job->query, best->ranked, best->count,
			 err);

	for (size_t i = offset; i < best->count && i - offset < limit && !ret;
	     i++)
		job->ranked[job->ranked_count++] = best->ranked[i];
	return ret;
}

/* Adds to the page what it has of the matches of a query, which come behind so
 * many others. */
static int run(struct job *job, const struct xap_query *query, uint32_t before,
	       uint32_t *total, bool *exact, struct err *err)
{
	const struct search_request *r = job->request;
	uint32_t offset = r->offset > before ? r->offset - before : 0;
	uint32_t limit = r->limit - (uint32_t)job->ranked_count;
	struct xap_search search = XAP_SEARCH_INIT;
	struct best best = { .count = 0 };
	int ret;

	search.query = query;
	search.limit = offset + limit;
	search.check_at_least = CHECK_AT_LEAST;
	search.with_data = false;
	search.deadline = job->deadline;
	set_order(&search, job->query.sort);
	if (search.limit && search.limit < RERANK_WINDOW)
		search.limit = RERANK_WINDOW;
	ret = best_find(&job->planner, &search, &best, err);
	*total = best.total;
	*exact = best.is_exact;
	return ret ? ret : take(job, &best, offset, limit, err);
}

/* The matches of a query but for those that are pinned. */
static const struct xap_query *
not_pinned(struct job *job, const struct xap_query *query, struct err *err)
{
	const struct xap_query *both[2] = { query, job->others };

	return job->pinned ? xap_query_combine(job->planner.pool, XAP_FILTER,
					       both, 2, err)
			   : query;
}

/* Where the articles with all words do not fill a page, those with most words
 * follow them. */
static int find_most(struct job *job, struct search_page *page, struct err *err)
{
	const struct xap_query *most, *matches;
	uint32_t more = 0;
	bool exact = true;
	int ret;

	job->planner.leaves = job->request->explain ? &job->rest_leaves : NULL;
	ret = plan_most(&job->planner, &job->split, &most, err);
	job->planner.leaves = NULL;
	if (!ret)
		ret = plan_matches(&job->planner, job->query.root, &matches,
				   err);
	if (ret)
		return ret;
	job->rest = plan_rest(&job->planner, most, matches, err);
	job->every_rest = job->rest;
	ret = collapse(job, &job->rest, err);
	if (!ret)
		ret = run(job, not_pinned(job, job->rest, err), page->total_all,
			  &more, &exact, err);
	if (ret)
		return ret;
	page->relaxed = more > 0;
	page->total += more;
	page->exact = page->exact && exact;
	return 0;
}

/* Does a query match any article? */
static int matches_any(struct job *job, const struct xap_query *query,
		       bool *out, struct err *err)
{
	const struct xap_query *bare =
		xap_query_scale(job->planner.pool, query, 0, err);
	uint32_t count;
	int ret = bare ? count_matches(job->s->db, bare, 1, job->deadline,
				       &count, NULL, err)
		       : (int)err->code;

	if (!ret)
		*out = count > 0;
	return ret;
}

/* Of the best of those with most words, do any have all, and any not? How many
 * would take several times as long as to find them. */
static int look_for_all(struct job *job, struct search_page *page,
			struct err *err)
{
	const struct xap_query *without[] = { job->all, job->has_all };
	const struct xap_query *others;
	int ret = matches_any(job, job->has_all, &page->has_all, err);

	page->is_mixed = true;
	others = xap_query_combine(job->planner.pool, XAP_AND_NOT, without, 2,
				   err);
	return ret ? ret : matches_any(job, others, &page->relaxed, err);
}

static int find(struct job *job, struct search_page *page, struct err *err)
{
	const struct search_request *r = job->request;
	uint32_t pinned = 0, all = 0;
	bool exact = true;
	int ret = 0;

	job->ranked =
		arena_array(job->arena, r->limit + 1, sizeof(*job->ranked));
	if (!job->ranked)
		return arena_check(job->arena, err);
	if (job->pinned)
		ret = run(job, job->pinned, 0, &pinned, &exact, err);
	job->pinned_count = job->ranked_count;
	if (!ret)
		ret = run(job, not_pinned(job, job->all, err), pinned, &all,
			  &page->exact, err);
	job->all_count = job->ranked_count;
	page->exact = page->exact && exact;
	page->total = page->total_all = pinned + all;
	page->has_all = page->total > 0;
	if (!ret && job->has_all)
		return look_for_all(job, page, err);
	if (ret || r->any || page->total_all >= r->limit ||
	    !plan_can_relax(&job->split))
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
	job->planner.meant = &job->meant;
	other->planner.query = &other->query;
	other->planner.meant = &other->meant;
	job->collapse.planner = &job->planner;
	other->collapse.planner = &other->planner;
}

static void release(struct job *job)
{
	collapse_release(&job->collapse);
	xap_queries_free(job->planner.pool);
}

/* Is what was typed worth less than what may have been meant? Not where it has
 * all its words somewhere; where it has only most of them, that is to be sure,
 * or to have them all. */
static bool is_better(const struct job *job, const struct correction *meant,
		      const struct search_page *typed,
		      const struct search_page *found)
{
	if (!found->total || meant->is_offer ||
	    (typed->has_all && !job->request->any))
		return false;
	return !typed->total || meant->is_sure ||
	       (found->has_all && !job->request->any);
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

	/* Who pinned an article to it knows what is meant. */
	if (ret || job->request->as_typed || job->pinned)
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
	release(&other);
	return ret;
}

/* All that the page is drawn from, of those with all words and the rest. */
static int match(struct job *job, const struct xap_query *all,
		 const struct xap_query *rest, struct columns_set *out,
		 struct err *err)
{
	const struct xap_query *parts[3] = { all };
	const struct xap_query *query;
	size_t count = 1;

	if (rest)
		parts[count++] = rest;
	if (job->pinned)
		parts[count++] = job->pinned;
	query = xap_query_combine(job->planner.pool, XAP_OR, parts, count, err);

	return query ? columns_match(&job->s->columns, job->s->db, query,
				     job->deadline, job->arena, out, err)
		     : (int)err->code;
}

/* Counts facets over what the page is drawn from; so its number is known. */
static int count_facets(struct job *job, struct search_page *page,
			struct err *err)
{
	struct facets_of of;
	int ret;

	if (job->facet_count == 0)
		return 0;
	ret = match(job, job->all, job->rest, &of.shown, err);
	of.every = of.shown;
	if (!ret && (job->every != job->all || job->every_rest != job->rest))
		ret = match(job, job->every, job->every_rest, &of.every, err);
	if (ret)
		return ret;
	if (!page->relaxed)
		page->total_all = of.shown.count;
	page->total = of.shown.count;
	page->exact = true;
	page->facet_count = job->facet_count;
	return facets_count(job->s, &of, job->facets, job->facet_count,
			    job->arena, &page->facets, err);
}

/* Makes hits up to one, marked by a tree. */
static int make_some(struct job *job, const struct query_node *root, size_t end,
		     struct err *err)
{
	struct hit_maker maker = {
		.searcher = job->s,
		.root = root,
		.meant = &job->meant,
		.width = job->request->snippet_width,
		.columns = job->request->snippet_columns,
		.arena = job->arena,
	};
	int ret = 0;

	while (job->count < end && !ret) {
		const struct ranked *ranked = &job->ranked[job->count];

		ret = deadline_check(&job->deadline, err);
		if (!ret)
			ret = hit_make(&maker, ranked->docid,
				       ranked_score(ranked),
				       &job->hits[job->count++], err);
	}
	return ret;
}

static int make_hits(struct job *job, struct err *err)
{
	const struct query *all = job->request->any ? &job->split : &job->query;
	int ret;

	job->hits = arena_array(job->arena, job->ranked_count + 1,
				sizeof(*job->hits));
	if (!job->hits)
		return arena_check(job->arena, err);
	ret = make_some(job, all->root, job->all_count, err);
	if (!ret)
		ret = make_some(job, job->split.root, job->ranked_count, err);
	if (!ret && job->s->has_translations)
		ret = translations_add(job->s, &job->planner, job->ranked,
				       job->hits, job->count, err);
	return ret;
}

/* Says what the scores of the hits are made of. */
static int explain(struct job *job, struct err *err)
{
	const struct xap_query *has_all =
		job->has_all ? job->has_all : job->every;
	size_t first_count = job->rest ? job->all_count : job->count;
	const struct explain_page first = { .leaves = &job->leaves,
					    .ranked = job->ranked,
					    .hits = job->hits,
					    .count = first_count,
					    .pinned = job->pinned_count,
					    .all = has_all };
	const struct explain_page rest = { .leaves = &job->rest_leaves,
					   .ranked = job->ranked + first_count,
					   .hits = job->hits + first_count,
					   .count = job->count - first_count,
					   .all = has_all };
	int ret = 0;

	if (!job->request->explain)
		return 0;
	if (first.count)
		ret = explain_hits(&job->planner, &first, err);
	if (!ret && rest.count)
		ret = explain_hits(&job->planner, &rest, err);
	return ret;
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
	release(&job);
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
