/*
 * Suggestions: what somebody who is still typing may mean.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/suggest.h"

#include <stdlib.h>

#include "base/buf.h"
#include "query/index.h"
#include "query/spoken.h"
#include "query/suggesting.h"
#include "query/values.h"
#include "text/fold.h"
#include "text/schema.h"

/* So many documents are looked at for all candidates of a kind together, but
 * at least so many for each: among these are all that are asked for words. */
#define DOCUMENTS_LOOKED_AT 1200
#define DOCUMENTS_LEAST	    (12 * SUGGESTING_BESIDE)

const char *suggest_kind_name(enum suggest_kind kind)
{
	static const char *const names[] = { "word", "tag", "author", "title" };

	return names[kind];
}

/* ---- Counting ----------------------------------------------------------- */

static bool is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->is_stop != b->is_stop)
		return b->is_stop;
	if (a->cost != b->cost) {
		double x = suggesting_promise(a), y = suggesting_promise(b);

		if (x != y)
			return x > y;
	}
	if (a->articles != b->articles)
		return a->articles > b->articles;
	return str_cmp(a->text, b->text) < 0;
}

static int by_promise(const void *a, const void *b)
{
	if (is_better(a, b))
		return -1;
	return is_better(b, a);
}

static void count_one(struct suggesting *job, const struct sieve *sieve,
		      enum schema_field field, struct candidate *c)
{
	struct buf term = BUF_INIT;

	schema_term(field, c->text, &term);
	if (!buf_check(&term, job->err))
		sieve_count(job->s->db, sieve, buf_view(&term), c->frequency,
			    job->arena, &c->articles, job->err);
	buf_release(&term);
}

/* Can no candidate from this one on be better than the last of the best? */
static bool is_settled(const struct candidate *best, size_t count, size_t most,
		       const struct candidate *next)
{
	return count == most && !is_better(next, &best[most - 1]);
}

size_t suggesting_count(struct suggesting *job, const struct sieve *sieve,
			enum schema_field field, struct candidate *list,
			size_t count, size_t most)
{
	struct candidate *best =
		arena_array(job->arena, most + 1, sizeof(*best));
	size_t found = 0, part;
	struct sieve some;

	for (size_t i = 0; i < count; i++) {
		list[i].is_stop =
			field == SCHEMA_WORD &&
			languages_stop(&job->planner.languages, list[i].text);
		list[i].articles = list[i].frequency;
	}
	if (count)
		qsort(list, count, sizeof(*list), by_promise);
	if (count > most)
		count = most;
	part = DOCUMENTS_LOOKED_AT / (count + 1);
	part -= part % SUGGESTING_BESIDE;
	if (part < DOCUMENTS_LEAST)
		part = DOCUMENTS_LEAST;
	if (!best) {
		arena_check(job->arena, job->err);
		return 0;
	}
	if (sieve_part(sieve, part, job->arena, &some, job->err))
		return 0;
	for (size_t i = 0; i < count && !job->err->code; i++) {
		struct candidate one = list[i];
		size_t at;

		if (is_settled(best, found, most, &one))
			break;
		count_one(job, &some, field, &one);
		if (one.articles == 0)
			continue;
		for (at = found; at > 0 && is_better(&one, &best[at - 1]); at--)
			best[at] = best[at - 1];
		best[at] = one;
		found += found < most;
	}
	if (found)
		memcpy(list, best, found * sizeof(*list));
	return found;
}

/* ---- What is suggested -------------------------------------------------- */

/* How many articles a query finds; 0 too where it is none. */
static uint32_t found_by(struct suggesting *job, struct str text)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	struct planner planner = job->planner;
	struct err why = ERR_INIT;
	struct query query;
	uint32_t total = 0;

	if (query_parse(text, &job->known, job->arena, &query, &why))
		return 0;
	planner.query = &query;
	search.limit = 1;
	search.order = XAP_BY_VALUE_DESCENDING;
	search.order_slot = SCHEMA_SLOT_NEWEST;
	search.with_data = false;
	search.deadline = job->deadline;
	if (!spoken_tell(&planner, query.root, job->err) &&
	    !plan_all(&planner, query.root, &search.query, job->err) &&
	    !xap_search(job->s->db, &search, &found, job->err))
		total = xap_results_total(found);
	xap_results_free(found);
	return total;
}

void suggesting_complete(struct suggesting *job, struct suggestion *one,
			 size_t from, struct str completion)
{
	struct buf b = BUF_INIT;

	buf_add_str(&b, str_head(job->typed.text, from));
	buf_add_str(&b, completion);
	if (!buf_check(&b, job->err))
		one->query = arena_copy(job->arena, buf_view(&b));
	buf_release(&b);
	arena_check(job->arena, job->err);
}

/* What begins as typed is before what only almost does. */
static bool is_better_nested(const struct suggestion *a,
			     const struct suggestion *b)
{
	return a->is_corrected == b->is_corrected ? a->articles > b->articles
						  : b->is_corrected;
}

void suggesting_add(struct suggesting *job, struct suggested *out,
		    struct suggestion one, size_t from, struct str completion)
{
	size_t at = out->count;

	if (out->count == job->limit || job->err->code)
		return;
	suggesting_complete(job, &one, from, completion);
	if (job->err->code || one.query.len > LIMIT_QUERY_BYTES)
		return;
	if (job->typed.is_nested && one.kind != SUGGEST_TITLE) {
		one.articles = found_by(job, one.query);
		if (one.articles == 0)
			return;
		/* Only now it is known how good it is. */
		for (; at > 0 && is_better_nested(&one, &out->items[at - 1]);
		     at--)
			out->items[at] = out->items[at - 1];
	}
	out->items[at] = one;
	out->count++;
}

/* Which kinds take turns in filling a page. */
static const enum suggest_kind turns[] = {
	SUGGEST_WORD,  SUGGEST_TITLE,  SUGGEST_WORD, SUGGEST_TAG,
	SUGGEST_TITLE, SUGGEST_AUTHOR, SUGGEST_WORD,
};

/* How many of each kind there is room for, of so many found. */
static void share(const size_t found[SUGGEST_KINDS], size_t limit,
		  size_t room[SUGGEST_KINDS])
{
	size_t left = 0;

	for (int kind = 0; kind < SUGGEST_KINDS; kind++) {
		left += found[kind];
		room[kind] = 0;
	}
	if (left > limit)
		left = limit;
	for (size_t turn = 0; left; turn++) {
		enum suggest_kind kind =
			turns[turn % (sizeof(turns) / sizeof(*turns))];

		if (room[kind] < found[kind]) {
			room[kind]++;
			left--;
		}
	}
}

/* How many titles there is room for: each has to be fetched. */
static size_t title_room(const struct suggesting *job,
			 const struct suggested *all)
{
	size_t found[SUGGEST_KINDS], room[SUGGEST_KINDS];

	for (int kind = 0; kind < SUGGEST_KINDS; kind++)
		found[kind] = all[kind].count;
	found[SUGGEST_TITLE] = job->limit;
	share(found, job->limit, room);
	return room[SUGGEST_TITLE];
}

/* Marks what was typed: the words before, and what begins as the last one. */
static int mark(struct suggesting *job, struct suggest_page *page,
		struct suggestion *list)
{
	struct query_node last = {
		.kind = QUERY_PREFIX,
		.text = str_skip(job->typed.text, job->typed.word),
	};
	const struct query_node *both[] = { job->before.root, &last };
	struct query_node root = { .kind = QUERY_AND,
				   .children = both,
				   .count = 1 + (last.text.len > 0) };
	struct matcher *matcher;
	int ret = matcher_new(&root, NULL, job->s->words,
			      job->planner.languages.list[0], job->arena,
			      &matcher, job->err);

	for (size_t i = 0; i < page->count && !ret; i++)
		ret = snippet_mark(matcher, list[i].text, job->arena,
				   &list[i].marks, &list[i].mark_count,
				   job->err);
	return ret;
}

static int fill_page(struct suggesting *job, const struct suggested *all,
		     struct suggest_page *page)
{
	size_t found[SUGGEST_KINDS], room[SUGGEST_KINDS];
	struct suggestion *list =
		arena_array(job->arena, job->limit, sizeof(*list));

	if (!list)
		return arena_check(job->arena, job->err);
	for (int kind = 0; kind < SUGGEST_KINDS; kind++)
		found[kind] = all[kind].count;
	share(found, job->limit, room);
	for (int kind = 0; kind < SUGGEST_KINDS; kind++)
		for (size_t i = 0; i < room[kind]; i++)
			list[page->count++] = all[kind].items[i];
	page->list = list;
	for (size_t i = 0; i < room[SUGGEST_WORD] && !job->err->code; i++)
		suggest_spelling(job, &list[i]);
	return job->err->code ? (int)job->err->code : mark(job, page, list);
}

/* ---- The request -------------------------------------------------------- */

static int fold_last(struct suggesting *job)
{
	struct buf b = BUF_INIT;
	int ret;

	fold_word(str_skip(job->typed.text, job->typed.word), &b);
	ret = buf_check(&b, job->err);
	job->prefix = arena_copy(job->arena, buf_view(&b));
	buf_release(&b);
	return ret ? ret : arena_check(job->arena, job->err);
}

static int read(struct suggesting *job, struct str text)
{
	int ret = typed_read(text, &job->known, job->arena, &job->typed,
			     job->err);

	if (!ret && job->typed.kind != TYPED_NOTHING)
		ret = query_parse(text, &job->known, job->arena, &job->query,
				  job->err);
	if (!ret)
		ret = fold_last(job);
	if (!ret)
		ret = query_parse(job->typed.before, &job->known, job->arena,
				  &job->before, job->err);
	return ret;
}

static int plan(struct suggesting *job, int64_t now)
{
	struct planner *p = &job->planner;
	int ret = xap_queries_new(&p->pool, job->err);

	if (!ret)
		ret = xap_queries_stop_at(p->pool, job->deadline, job->err);
	searcher_tell_planner(job->s, now, p);
	p->deadline = job->deadline;
	p->arena = job->arena;
	p->query = &job->before;
	p->with_hidden = job->query.has_state;
	return ret;
}

/* Which documents count: those that are shown, and have the words before. */
static int make_sieves(struct suggesting *job)
{
	static const struct sieve all = SIEVE_INIT;
	const struct xap_query *query = NULL;

	job->shown = all;
	if (!job->planner.with_hidden)
		query = values_hidden(&job->planner, job->err);
	if (query)
		sieve_without(job->s->db, query, job->deadline, job->arena,
			      &job->shown, job->err);
	job->beside = job->shown;
	if (job->before.root->kind != QUERY_ALL && !job->err->code &&
	    !spoken_tell(&job->planner, job->before.root, job->err) &&
	    !plan_all(&job->planner, job->before.root, &query, job->err))
		sieve_among(job->s->db, job->planner.pool, query, job->deadline,
			    job->arena, &job->beside, job->err);
	return (int)job->err->code;
}

static int answer(struct suggesting *job, struct suggest_page *page)
{
	struct suggested all[SUGGEST_KINDS] = { 0 };
	bool is_word = job->typed.kind == TYPED_WORD;
	struct candidate *words = NULL;
	size_t count = 0;

	if (is_word && job->prefix.len) {
		words = suggesting_words(job, &count);
		suggest_words(job, words, count, &all[SUGGEST_WORD]);
		suggesting_near(job);
		suggest_words(job, job->near, job->near_count,
			      &all[SUGGEST_WORD]);
	} else if (!is_word) {
		suggesting_doubt(job, NULL, 0);
	}
	suggest_names(job, &all[SUGGEST_TAG], &all[SUGGEST_AUTHOR]);
	if (is_word && !job->typed.has_scope)
		suggest_titles(job, words, count, title_room(job, all),
			       &all[SUGGEST_TITLE]);
	return job->err->code ? (int)job->err->code : fill_page(job, all, page);
}

static int run_once(struct searcher *s, const struct suggest_request *request,
		    struct arena *arena, struct suggest_page *page,
		    struct err *err)
{
	struct suggesting job = {
		.s = s,
		.arena = arena,
		.deadline = deadline_in(request->timeout_ms),
		.known = { searcher_day(s, request->now), s->keys,
			   s->key_count },
		.limit = request->limit,
		.err = err,
	};
	int ret;

	memset(page, 0, sizeof(*page));
	if (request->limit == 0 || request->limit > LIMIT_SUGGESTIONS)
		return err_set(err, ERR_USAGE,
			       "1 to %d suggestions can be asked for",
			       LIMIT_SUGGESTIONS);
	if (words_count(s->words) > SEARCH_WORDS)
		words_forget(s->words);
	ret = read(&job, request->text);
	page->query = job.typed.text;
	page->error_code = job.query.error_code ? job.query.error_code
						: job.before.error_code;
	page->error_column = job.query.error_code ? job.query.error_column
						  : job.before.error_column;
	if (ret || job.typed.kind == TYPED_NOTHING || !job.typed.text.len)
		return ret;
	ret = plan(&job, request->now);
	if (!ret)
		ret = make_sieves(&job);
	if (!ret)
		ret = answer(&job, page);
	xap_queries_free(job.planner.pool);
	if (ret)
		page->count = 0;
	return ret;
}

int searcher_suggest(struct searcher *s, const struct suggest_request *request,
		     struct arena *arena, struct suggest_page *page,
		     struct err *err)
{
	int ret = run_once(s, request, arena, page, err);

	/* As in searcher_run. */
	if (ret == ERR_STALE) {
		err_clear(err);
		ret = searcher_renew(s, err);
		if (!ret)
			ret = run_once(s, request, arena, page, err);
		if (ret == ERR_STALE)
			ret = err->code = ERR_CORRUPT;
	}
	return searcher_explain(s, ret, err);
}
