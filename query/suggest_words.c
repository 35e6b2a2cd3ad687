/*
 * Suggestions: words that begin as the last one does.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Beside other words those come first that some articles with these hold: of
 * all words that begin so, the most frequent ones may not be among them. The
 * first letters begin too many words to list: of these the index knows the
 * commonest. Where it does not it is words of some articles from all over the
 * index, where the frequent ones are.
 */
#include "query/suggesting.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "query/index.h"
#include "text/schema.h"

/* Of those that begin so, the most frequent. */
#define CANDIDATES SUGGESTING_COUNTED

/* More words than these that begin so are too many to list. */
#define WORDS_LISTED SCHEMA_BEGINNING_MANY

/* So many articles of all are asked which words they hold. */
#define ARTICLES_ASKED 24
/* Beside what is listed, so many words that most of them hold. */
#define WORDS_BESIDE 12

/* ---- Listing ------------------------------------------------------------ */

struct listing {
	struct suggesting *job;
	struct candidate *list;
	size_t count, cap, most, skip;
};

static void add(struct listing *l, struct str text, uint32_t frequency)
{
	struct arena *arena = l->job->arena;
	struct candidate *list =
		arena_grow(arena, l->list, l->count, &l->cap, sizeof(*list));

	text = arena_copy(arena, text);
	if (!list || !text.p) {
		arena_check(arena, l->job->err);
		return;
	}
	l->list = list;
	list[l->count++] =
		(struct candidate){ .text = text, .frequency = frequency };
}

#define CUT 1

static int take_term(struct str term, uint32_t frequency, void *payload)
{
	struct listing *l = payload;

	if (l->count == l->most)
		return CUT;
	add(l, str_skip(term, l->skip), frequency);
	return (int)l->job->err->code;
}

struct candidate *suggesting_terms(struct suggesting *job,
				   enum schema_field field, size_t most,
				   size_t *count, bool *is_cut)
{
	struct listing l = {
		.job = job,
		.most = most,
		.skip = strlen(schema_rows[field].prefix),
	};
	struct buf prefix = BUF_INIT;

	*is_cut = false;
	schema_term(field, job->prefix, &prefix);
	if (!buf_check(&prefix, job->err))
		*is_cut = xap_db_each_term(job->s->db, buf_view(&prefix),
					   take_term, &l, job->err) == CUT;
	buf_release(&prefix);
	*count = l.count;
	return l.list;
}

/* ---- Beside other words ------------------------------------------------- */

struct asking {
	struct listing list;
	struct map words; /* to their place in the list, plus one */
};

/* Terms come in order: behind those that begin so there are no more. */
static int take_word(struct str term, uint32_t count, void *payload)
{
	struct asking *a = payload;
	struct suggesting *job = a->list.job;
	struct map_entry *entry;

	(void)count;
	if (!str_starts(term, job->prefix))
		return 1;
	entry = map_get(&a->words, term);
	if (!entry) {
		add(&a->list, term, 0);
		if (job->err->code)
			return (int)job->err->code;
		entry = map_put(&a->words, a->list.list[a->list.count - 1].text,
				job->err);
		if (!entry)
			return (int)job->err->code;
		entry->value = a->list.count;
	}
	a->list.list[entry->value - 1].articles++;
	return 0;
}

static int by_articles(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* Some articles that count. */
static int some_articles(struct suggesting *job, struct sieve *out)
{
	const struct xap_query *query = NULL;

	if (!job->beside.is_without)
		return sieve_part(&job->beside, SUGGESTING_BESIDE, job->arena,
				  out, job->err);
	if (plan_all(&job->planner, job->before.root, &query, job->err))
		return (int)job->err->code;
	return sieve_every(job->s->db, job->planner.pool, query,
			   job->s->articles / ARTICLES_ASKED + 1, job->deadline,
			   job->arena, out, job->err);
}

/* Words of some articles, those that most of them have first. */
static void ask_articles(struct suggesting *job, struct asking *a)
{
	struct sieve some;

	if (some_articles(job, &some))
		return;
	for (size_t i = 0; i < some.docids.count && !job->err->code; i++)
		xap_db_each_document_term_from(job->s->db, some.docids.items[i],
					       job->prefix, take_word, a,
					       job->err);
	if (a->list.count)
		qsort(a->list.list, a->list.count, sizeof(*a->list.list),
		      by_articles);
	map_release(&a->words);
}

/* ---- The candidates ----------------------------------------------------- */

static int by_frequency(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->frequency != y->frequency)
		return x->frequency > y->frequency ? -1 : 1;
	return str_cmp(x->text, y->text);
}

static void set_frequency(struct suggesting *job, struct candidate *c)
{
	struct buf term = BUF_INIT;

	if (job->err->code)
		return;
	schema_term(SCHEMA_WORD, c->text, &term);
	if (!buf_check(&term, job->err))
		xap_db_term_frequency(job->s->db, buf_view(&term),
				      &c->frequency, job->err);
	buf_release(&term);
}

/* What the index says of this beginning: words, between blanks. */
static struct str common_line(struct suggesting *job, struct str table)
{
	while (table.len) {
		struct str line = str_head(table, str_find(table, '\n'));
		size_t len = str_find(line, ' ');

		if (str_eq(str_head(line, len), job->prefix))
			return str_skip(line, len + 1);
		table = str_skip(table, line.len + 1);
	}
	return table;
}

/* The commonest words that begin so, where there are very many; else none. */
static struct candidate *common_words(struct suggesting *job, size_t *count)
{
	struct listing l = { .job = job };
	struct str line;
	char *table = NULL;
	size_t len = 0;

	if (utf8_count(job->prefix) <= SCHEMA_BEGINNING_LETTERS)
		xap_db_metadata(job->s->db, STR(SCHEMA_META_BEGINNINGS), &table,
				&len, job->err);
	line = common_line(job, str_make(table, len));
	while (line.len && !job->err->code) {
		struct str word = str_head(line, str_find(line, ' '));

		add(&l, word, 0);
		if (!job->err->code)
			set_frequency(job, &l.list[l.count - 1]);
		line = str_skip(line, word.len + 1);
	}
	xap_free(table);
	*count = l.count;
	return l.list;
}

static bool holds(const struct listing *l, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(l->list[i].text, text))
			return true;
	}
	return false;
}

struct candidate *suggesting_words(struct suggesting *job, size_t *out_count)
{
	bool is_cut = false;
	size_t count, asked;
	struct candidate *all = common_words(job, &count);
	bool are_many = count > 0;
	struct listing l = { .job = job };
	struct asking a = { .list = { .job = job }, .words = MAP_INIT };

	if (!are_many) {
		all = suggesting_terms(job, SCHEMA_WORD, WORDS_LISTED, &count,
				       &is_cut);
		suggesting_doubt(job, all, count);
	}
	if (is_cut || !job->beside.is_without)
		ask_articles(job, &a);
	if (is_cut)
		count = 0;
	asked = is_cut ? SUGGESTING_ASKED : WORDS_BESIDE;
	for (size_t i = 0; i < a.list.count && i < asked; i++) {
		add(&l, a.list.list[i].text, 0);
		set_frequency(job, &l.list[i]);
	}
	asked = l.count;
	if (count)
		qsort(all, count, sizeof(*all), by_frequency);
	for (size_t i = 0; i < count && l.count < CANDIDATES; i++) {
		if (!holds(&l, asked, all[i].text))
			add(&l, all[i].text, all[i].frequency);
	}
	*out_count = l.count;
	return l.list;
}

/* Do the two words find the same, in one of the languages? */
static bool is_form_of(struct suggesting *job, struct str a, struct str b)
{
	const struct languages *languages = &job->planner.languages;
	struct words *words = job->s->words;

	for (size_t i = 0; i < languages->count && !job->err->code; i++) {
		const struct word *word = NULL;
		uint32_t stem;

		words_get(words, languages->list[i], a, &word, job->err);
		if (!word || !word->is_stemmed)
			continue;
		stem = word->stem;
		words_get(words, languages->list[i], b, &word, job->err);
		if (word && word->is_stemmed && word->stem == stem)
			return true;
	}
	return false;
}

static bool has_form(struct suggesting *job, const struct suggested *list,
		     struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (is_form_of(job, list->items[i].text, word))
			return true;
	}
	return false;
}

void suggest_words(struct suggesting *job, const struct candidate *words,
		   size_t count, struct suggested *out)
{
	struct candidate *list =
		arena_array(job->arena, count + 1, sizeof(*list));

	if (!list) {
		arena_check(job->arena, job->err);
		return;
	}
	if (count)
		memcpy(list, words, count * sizeof(*list));
	count = suggesting_count(job, &job->beside, SCHEMA_WORD, list, count,
				 CANDIDATES);
	for (size_t i = 0; i < count && !job->err->code; i++) {
		struct suggestion one = { .kind = SUGGEST_WORD,
					  .text = list[i].text,
					  .articles = list[i].articles,
					  .is_corrected = list[i].cost > 0 };

		if (!str_eq(one.text, job->prefix) &&
		    !has_form(job, out, one.text))
			suggesting_add(job, out, one, job->typed.word,
				       one.text);
	}
}
