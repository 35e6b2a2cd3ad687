/*
 * Suggestions: titles that have the words before, and one that begins as the
 * last one does.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those that begin with all that was typed come first; the newest first of
 * either.
 */
#include "query/suggesting.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "query/index.h"
#include "query/lookup.h"
#include "query/quote.h"
#include "query/values.h"
#include "text/fold.h"
#include "text/record.h"
#include "text/schema.h"
#include "text/tokens.h"

/* More words of titles that begin so are too many to list. */
#define WORDS_LISTED 300

/* The last letter may begin words of myriads of titles. Of so many the newest
 * are looked for, beside other words of more, as these leave few. */
#define TITLES_LOOKED_AT 500
#define TITLES_BESIDE	 4000

/* Of so many of these, the newest, those that begin with all that was typed
 * are put first. */
#define TITLES_ORDERED 150

/* What the slot of titles holds of one. */
#define SLOT_BYTES 64

/* ---- Which titles ------------------------------------------------------- */

static bool is_word(const struct query_node *node)
{
	return (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX ||
		node->kind == QUERY_PHRASE) &&
	       node->scope == QUERY_ANYWHERE;
}

static const struct query_node *in_title(struct suggesting *job,
					 const struct query_node *node)
{
	struct query_node *copy = arena_alloc(job->arena, sizeof(*copy));

	if (copy) {
		*copy = *node;
		copy->scope = QUERY_TITLE;
	}
	return copy;
}

/* The words before, in the title; what else there is stays. *has_words says
 * whether there are any. */
static const struct query_node *before(struct suggesting *job, bool *has_words)
{
	const struct query_node *root = job->before.root;
	const struct query_node **children;
	struct query_node *all;

	*has_words = is_word(root);
	if (*has_words)
		return in_title(job, root);
	if (root->kind != QUERY_AND)
		return root;
	all = arena_alloc(job->arena, sizeof(*all));
	children = arena_array(job->arena, root->count, sizeof(*children));
	if (!all || !children)
		return NULL;
	*all = *root;
	all->children = children;
	for (size_t i = 0; i < root->count; i++) {
		bool is = is_word(root->children[i]);

		*has_words = *has_words || is;
		children[i] = is ? in_title(job, root->children[i])
				 : root->children[i];
	}
	return all;
}

static int by_frequency(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->frequency != y->frequency)
		return x->frequency > y->frequency ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* What is listed, and those of the words behind it that titles have; of slips
 * only the likeliest one. */
static struct candidate *of_titles(struct suggesting *job,
				   const struct candidate *listed,
				   size_t listed_count,
				   const struct candidate *words,
				   size_t word_count, size_t *count)
{
	struct str last = str_make(NULL, 0);
	struct candidate *list = arena_array(
		job->arena, listed_count + word_count + 1, sizeof(*list));

	*count = 0;
	if (listed_count && list) {
		memcpy(list, listed, listed_count * sizeof(*list));
		last = listed[listed_count - 1].text;
		*count = listed_count;
	}
	for (size_t i = 0; i < word_count && list && !job->err->code; i++) {
		struct candidate *one = &list[*count];
		struct buf term = BUF_INIT;

		if (words[i].cost > words[0].cost ||
		    str_cmp(words[i].text, last) <= 0)
			continue;
		*one = words[i];
		schema_term(SCHEMA_TITLE_WORD, one->text, &term);
		if (!buf_check(&term, job->err))
			xap_db_term_frequency(job->s->db, buf_view(&term),
					      &one->frequency, job->err);
		buf_release(&term);
		*count += one->frequency > 0;
	}
	return list;
}

/* Words of titles that begin as the last one does; of very many, the first ones
 * and those among the words given; where there are none, those that begin
 * almost so. */
static struct candidate *title_words(struct suggesting *job,
				     const struct candidate *words,
				     size_t word_count, size_t *count)
{
	bool is_cut;
	struct candidate *list = suggesting_terms(job, SCHEMA_TITLE_WORD,
						  WORDS_LISTED, count, &is_cut);

	if (is_cut)
		return of_titles(job, list, *count, words, word_count, count);
	if (*count || !job->near_count)
		return list;
	job->titles_corrected = true;
	return of_titles(job, NULL, 0, job->near, job->near_count, count);
}

/* Titles with any of these words, the most frequent ones as far as there are
 * not too many titles; a word that alone has most of those says little. */
static const struct xap_query *any_of(struct suggesting *job,
				      struct candidate *words, size_t count,
				      size_t most)
{
	struct str *terms = arena_array(job->arena, count + 1, sizeof(*terms));
	size_t taken = 0, titles = 0;

	if (arena_check(job->arena, job->err))
		return NULL;
	qsort(words, count, sizeof(*words), by_frequency);
	for (size_t i = 0; i < count && !job->err->code; i++) {
		struct buf b = BUF_INIT;

		if (titles + words[i].frequency > most && count > 1)
			continue;
		titles += words[i].frequency;
		schema_term(SCHEMA_TITLE_WORD, words[i].text, &b);
		if (!buf_check(&b, job->err))
			terms[taken++] = arena_copy(job->arena, buf_view(&b));
		buf_release(&b);
	}
	return xap_query_any(job->planner.pool, job->s->db, terms, taken,
			     job->err);
}

/* NULL where there can be none, or with the error set. */
static const struct xap_query *
titles(struct suggesting *job, const struct candidate *words, size_t word_count)
{
	struct xap_queries *pool = job->planner.pool;
	const struct xap_query *parts[2] = { NULL, NULL };
	bool has_words = false;
	const struct query_node *root = before(job, &has_words);
	struct candidate *list = NULL;
	size_t count = 0;

	if (job->prefix.len)
		list = title_words(job, words, word_count, &count);
	if (arena_check(job->arena, job->err) || job->err->code ||
	    (!has_words && count == 0) || (count == 0 && job->prefix.len))
		return NULL;
	if (count)
		parts[0] = any_of(job, list, count,
				  has_words ? TITLES_BESIDE : TITLES_LOOKED_AT);
	if (root->kind != QUERY_ALL) {
		plan_all(&job->planner, root, &parts[1], job->err);
		return count ? xap_query_combine(pool, XAP_FILTER, parts, 2,
						 job->err)
			     : parts[1];
	}
	if (!job->planner.with_hidden)
		parts[1] = values_hidden(&job->planner, job->err);
	return parts[1] ? xap_query_combine(pool, XAP_AND_NOT, parts, 2,
					    job->err)
			: parts[0];
}

/* ---- What is said of them ----------------------------------------------- */

/* title:"...", as far as a phrase goes; no quote is part of a word. */
static void add_phrase(struct str title, struct buf *out)
{
	struct buf plain = BUF_INIT;
	struct tokens tokens;
	struct token token;
	size_t count = 0, end = 0;

	while (title.len) {
		uint32_t code;
		size_t n = utf8_decode(title.p, title.len, &code);

		n = n ? n : 1;
		if (quote_opens(title))
			buf_add_char(&plain, ' ');
		else
			buf_add_str(&plain, str_head(title, n));
		title = str_skip(title, n);
	}
	tokens_init(&tokens, buf_view(&plain));
	while (count < LIMIT_PHRASE_WORDS && tokens_next(&tokens, &token)) {
		end = token.sign_end;
		count++;
	}
	buf_add_str(out, STR("title:"));
	quote_print(str_trim(str_head(buf_view(&plain), end)), out);
	if (plain.failed)
		out->failed = plain.failed;
	buf_release(&plain);
}

static void add(struct suggesting *job, uint32_t docid, struct suggested *out)
{
	struct suggestion one = { .kind = SUGGEST_TITLE,
				  .articles = 1,
				  .is_corrected = job->titles_corrected };
	/* It says all, but that what is hidden is meant. */
	size_t from = job->query.has_state ? job->typed.from : 0;
	struct buf b = BUF_INIT;
	struct record record;

	if (lookup_listed(job->s, docid, job->arena, &record, job->err))
		return;
	one.text = record.title;
	one.id = record.id;
	one.url = record.url;
	add_phrase(record.title, &b);
	if (!buf_check(&b, job->err))
		suggesting_add(job, out, one, from, buf_view(&b));
	buf_release(&b);
}

/* ---- In which order ----------------------------------------------------- */

struct beginning {
	struct str start; /* all that was typed, as the slot has titles */
	uint32_t *docids; /* of titles that begin so, rising */
	size_t count;
};

static int take_title(uint32_t docid, struct str title, void *payload)
{
	struct beginning *b = payload;

	if (str_starts(title, b->start))
		b->docids[b->count++] = docid;
	return 0;
}

static int by_docid(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Which of these documents have a title that begins with all that was typed. */
static void find_beginning(struct suggesting *job, const uint32_t *docids,
			   size_t count, struct beginning *out)
{
	uint32_t *rising = arena_array(job->arena, count + 1, sizeof(*rising));
	struct buf start = BUF_INIT;

	out->docids = arena_array(job->arena, count + 1, sizeof(*rising));
	if (arena_check(job->arena, job->err) || !count)
		return;
	memcpy(rising, docids, count * sizeof(*rising));
	qsort(rising, count, sizeof(*rising), by_docid);
	fold_name(job->typed.text, &start);
	out->start = utf8_head(buf_view(&start), SLOT_BYTES);
	if (!buf_check(&start, job->err))
		xap_db_values_among(job->s->db, SCHEMA_SLOT_TITLE, rising,
				    count, take_title, out, job->err);
	buf_release(&start);
}

static bool is_beginning(const struct beginning *b, uint32_t docid)
{
	return b->count &&
	       bsearch(&docid, b->docids, b->count, sizeof(docid), by_docid);
}

/* The newest of what the query matches. */
static uint32_t *newest(struct suggesting *job, const struct xap_query *query,
			size_t *count)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	uint32_t *docids;

	*count = 0;
	search.query = query;
	search.limit = TITLES_ORDERED;
	search.order = XAP_BY_VALUE_DESCENDING;
	search.order_slot = SCHEMA_SLOT_NEWEST;
	search.with_data = false;
	search.deadline = job->deadline;
	if (xap_search(job->s->db, &search, &found, job->err))
		return NULL;
	docids = arena_array(job->arena, xap_results_count(found) + 1,
			     sizeof(*docids));
	for (size_t i = 0; docids && i < xap_results_count(found); i++)
		docids[(*count)++] = xap_results_hit(found, i).docid;
	xap_results_free(found);
	arena_check(job->arena, job->err);
	return docids;
}

void suggest_titles(struct suggesting *job, const struct candidate *words,
		    size_t word_count, size_t most, struct suggested *out)
{
	const struct xap_query *query = titles(job, words, word_count);
	struct beginning beginning = { .count = 0 };
	uint32_t *docids;
	size_t count;

	if (!query || job->err->code)
		return;
	docids = newest(job, query, &count);
	if (job->typed.is_plain && !job->err->code)
		find_beginning(job, docids, count, &beginning);
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0;
		     i < count && out->count < most && !job->err->code; i++) {
			if (is_beginning(&beginning, docids[i]) == !turn)
				add(job, docids[i], out);
		}
	}
}
