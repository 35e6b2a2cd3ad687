/*
 * Related articles are those that the formula says, and none that may not be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What query/related.h promises is worked out here from the terms of each
 * pair of articles, one pair after the other. All at once are the same as one
 * by one, and the same however the index came about.
 */
#include "facets.h"
#include "site.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "query/related.h"
#include "query/render.h"
#include "shim/xap.h"
#include "text/folder.h"
#include "text/language.h"
#include "text/schema.h"

#define ROUNDS	  4
#define GENERATED 80
#define NOW	  ((int64_t)WORLD_TODAY * 86400)

/* As docs/ranking.md has them. */
#define WORDS 48
#define K1    1.5
#define B     0.75
#define TITLE 2.0
#define TAG   2.0
#define LEAST 0.07

static struct world world;

static void wrong(const char *what, struct str a, struct str b)
{
	fail_msg("PRESSMARK_SEED=%llu: %s: %.*s, %.*s", world_seed(), what,
		 STR_ARG(a), STR_ARG(b));
}

/* ---- What is known of an article ---------------------------------------- */

struct trait {
	struct str term; /* of titles: as that of the word */
	uint32_t count;
	bool in_title, is_tag;
	double amount;	    /* how much it is about it */
	double idf, weight; /* in the article itself */
};

struct account {
	const struct known *known;
	uint32_t length;
	struct trait *traits;
	size_t count, cap;
};

static struct account *accounts;
static struct arena arena;
static struct map frequencies; /* of terms */
static double average;
static struct err err;

static bool is_lower(struct str s, size_t at)
{
	return at < s.len && !(s.p[at] >= 'A' && s.p[at] <= 'Z');
}

static struct trait *trait_of(struct account *a, struct str term)
{
	struct trait *traits;

	for (size_t i = 0; i < a->count; i++) {
		if (str_eq(a->traits[i].term, term))
			return &a->traits[i];
	}
	traits = arena_grow(&arena, a->traits, a->count, &a->cap,
			    sizeof(*traits));
	world_expect(traits != NULL, "no memory");
	a->traits = traits;
	traits[a->count].term = arena_copy(&arena, term);
	return &traits[a->count++];
}

/* A word, by its stem where the index has one for it. */
static void take_word(struct account *a, struct str term, uint32_t count,
		      bool in_title)
{
	struct trait *t = trait_of(a, term);

	if (in_title)
		t->in_title = true;
	else
		t->count = count;
}

static int take_term(struct str term, uint32_t count, void *payload)
{
	struct account *a = payload;
	bool is_stem = str_starts(term, STR("Z"));
	struct buf as_word = BUF_INIT;

	a->length += count;
	if (str_starts(term, STR("K")) ||
	    str_starts(term, STR("XFNcategory "))) {
		trait_of(a, term)->is_tag = true;
	} else if (is_stem && is_lower(term, 1)) {
		take_word(a, term, count, false);
	} else if (is_lower(term, 0) && !words_has_forms(term)) {
		take_word(a, term, count, false);
	} else if (str_starts(term, STR("ZS")) && is_lower(term, 2)) {
		buf_printf(&as_word, "Z%.*s", STR_ARG(str_skip(term, 2)));
		take_word(a, buf_view(&as_word), 0, true);
	} else if (str_starts(term, STR("S")) && is_lower(term, 1) &&
		   !words_has_forms(str_skip(term, 1))) {
		take_word(a, str_skip(term, 1), 0, true);
	}
	buf_release(&as_word);
	return 0;
}

static int take_docid(uint32_t docid, void *payload)
{
	*(uint32_t *)payload = docid;
	return 0;
}

static uintptr_t frequency(struct str term)
{
	return map_get(&frequencies, term)->value;
}

/* The language as it is told apart: the first part of what is said, or which
 * of those with stems that is. */
static struct str language(const struct article *a)
{
	size_t n = 0;

	while (n < a->lang.len && a->lang.p[n] != '-' && a->lang.p[n] != '_')
		n++;
	return str_head(a->lang, n);
}

static bool same_language(struct str a, struct str b)
{
	unsigned int of_a = language_of(a), of_b = language_of(b);

	return of_a == of_b && (of_a != LANGUAGE_NONE || str_eq(a, b));
}

/* Of as many articles as have words of its language, which is English where
 * nothing is said. */
static double idf(const struct account *a, const struct trait *t)
{
	double articles = 0, n = (double)frequency(t->term);

	for (size_t i = 0; i < world.count; i++)
		articles += t->is_tag ||
			    same_language(language(&a->known->article),
					  language(&world.articles[i].article));
	n = fmin(n, articles);
	return log(1 + (articles - n + 0.5) / (n + 0.5));
}

static void weigh(struct account *a)
{
	double part = fmax(a->length / average, 0.5);

	for (size_t i = 0; i < a->count; i++) {
		struct trait *t = &a->traits[i];

		t->amount = t->count * (K1 + 1) /
				    (t->count + K1 * (1 - B + B * part)) +
			    (t->in_title ? TITLE : 0);
		if (t->is_tag)
			t->amount = TAG;
		t->idf = idf(a, t);
		t->weight = t->amount * t->idf;
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct trait *x = a, *y = b;

	if (x->is_tag != y->is_tag)
		return x->is_tag ? 1 : -1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return str_cmp(x->term, y->term);
}

/* Reads what each article is made of. */
static void read_accounts(struct xap_db *db)
{
	uint64_t sum = 0;

	accounts = arena_array(&arena, world.count, sizeof(*accounts));
	for (size_t i = 0; i < world.count; i++) {
		struct account *a = &accounts[i];
		struct buf id = BUF_INIT;
		uint32_t docid = 0;

		a->known = &world.articles[i];
		schema_term(SCHEMA_ID, a->known->article.id, &id);
		xap_db_each_posting(db, buf_view(&id), take_docid, &docid,
				    &err);
		buf_release(&id);
		world_expect(docid && xap_db_each_document_term(db, docid,
								take_term, a,
								&err) == 0,
			     "an article has no terms");
		sum += a->length;
		for (size_t n = 0; n < a->count; n++)
			map_put(&frequencies, a->traits[n].term, &err)->value++;
	}
	average = (double)sum / (double)world.count;
	for (size_t i = 0; i < world.count; i++)
		weigh(&accounts[i]);
	for (size_t i = 0; i < world.count; i++)
		qsort(accounts[i].traits, accounts[i].count,
		      sizeof(struct trait), by_weight);
}

/* ---- The formula -------------------------------------------------------- */

static double amount_in(const struct account *a, struct str term)
{
	for (size_t i = 0; i < a->count; i++) {
		if (str_eq(a->traits[i].term, term))
			return a->traits[i].amount;
	}
	return 0;
}

static double score(const struct account *a, const struct account *b)
{
	double sum = 0, own = 0;
	size_t words = 0, told = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct trait *t = &a->traits[i];

		if (t->is_tag || words++ < WORDS)
			own += t->weight * t->weight;
		if (frequency(t->term) >= 2 && (t->is_tag || told++ < WORDS))
			sum += t->weight * t->idf * amount_in(b, t->term);
	}
	return sum / own;
}

static bool may_be(const struct account *a, const struct account *b)
{
	const struct article *x = &a->known->article, *y = &b->known->article;

	return a != b && facets_shown(y, NOW) &&
	       (x->lang.len == 0 || y->lang.len == 0 ||
		same_language(language(x), language(y))) &&
	       (x->translation_key.len == 0 ||
		!str_eq(x->translation_key, y->translation_key));
}

/* ---- What is told ------------------------------------------------------- */

static const struct account *account_of(struct str id)
{
	for (size_t i = 0; i < world.count; i++) {
		if (str_eq(accounts[i].known->article.id, id))
			return &accounts[i];
	}
	wrong("there is no such article", id, id);
	return NULL;
}

/* Of an article without a date: before all others. */
static int64_t instant(const struct account *a)
{
	const struct date *date = &a->known->article.date;

	return date->precision == DATE_NONE ? INT64_MIN : date->start;
}

/* Of all that may be, each that is not told is no better than the last one. */
static void check_article(const struct related_article *told, size_t limit)
{
	const struct account *a = account_of(told->card->id);
	const struct account *before = NULL;
	double last = INFINITY;

	if (!facets_shown(&a->known->article, NOW))
		wrong("is hidden", told->card->id, told->card->id);
	for (size_t i = 0; i < told->hit_count; i++) {
		const struct related_hit *hit = &told->hits[i];
		const struct account *b = account_of(hit->card->id);

		if (!may_be(a, b))
			wrong("may not be told", told->card->id, hit->card->id);
		if (fabs(score(a, b) - hit->score) > 1e-5)
			wrong("has another score", told->card->id,
			      hit->card->id);
		if (hit->score < LEAST)
			wrong("is hardly alike", told->card->id, hit->card->id);
		if (floor(hit->score * 100) > floor(last * 100))
			wrong("is out of order", told->card->id, hit->card->id);
		if (floor(hit->score * 100) == floor(last * 100) &&
		    instant(before) < instant(b))
			wrong("is newer", told->card->id, hit->card->id);
		last = hit->score;
		before = b;
	}
	for (size_t i = 0; i < world.count; i++) {
		const struct account *b = &accounts[i];
		double expected = score(a, b);
		size_t n = 0;

		while (n < told->hit_count &&
		       !str_eq(told->hits[n].card->id, b->known->article.id))
			n++;
		if (n == told->hit_count && may_be(a, b) &&
		    expected > LEAST + 1e-5 &&
		    (told->hit_count < limit || expected > last + 0.01001))
			wrong("is missing", told->card->id,
			      b->known->article.id);
	}
}

static void check_page(struct searcher *s, struct related_request request,
		       const struct related_article *told)
{
	struct arena own = ARENA_INIT(SEARCH_MEMORY);
	struct related_page page;

	request.id = told->card->id;
	if (related_page(s, &request, &own, &page, &err))
		wrong("there is none", told->card->id, str_of(err.message));
	if (page.hit_count != told->hit_count)
		wrong("has others by itself", told->card->id, told->card->id);
	for (size_t i = 0; i < page.hit_count; i++) {
		const struct search_hit *hit = &page.hits[i];

		if (!str_eq(hit->record.id, told->hits[i].card->id) ||
		    hit->score != told->hits[i].score)
			wrong("is another by itself", told->card->id,
			      hit->record.id);
	}
	arena_release(&own);
}

static void tell(struct searcher *s, unsigned int limit, bool one_by_one,
		 struct buf *out)
{
	struct related_request request = RELATED_REQUEST_INIT;
	struct arena own = ARENA_INIT(RELATED_MEMORY);
	struct related_site site;
	size_t shown = 0, hits = 0;

	request.limit = limit;
	request.now = NOW;
	if (related_site(s, &request, &own, &site, &err))
		fail_msg("%s", err.message);
	for (size_t i = 0; i < world.count; i++)
		shown += facets_shown(&world.articles[i].article, NOW);
	assert_int_equal(site.count, shown);
	for (size_t i = 0; i < site.count; i++) {
		check_article(&site.articles[i], limit);
		if (one_by_one)
			check_page(s, request, &site.articles[i]);
		hits += site.articles[i].hit_count;
	}
	/* Else this would prove little. */
	assert_true(hits > site.count * (limit < 12 ? limit : 12) / 2);
	render_site_jsonl(&site, out);
	arena_release(&own);
}

/* ---- The site ----------------------------------------------------------- */

/* Articles in groups of translations, some of them in several languages. */
static void write_site(const char *folder)
{
	char name[64];

	for (unsigned int i = 0; i < GENERATED; i++) {
		struct buf article = BUF_INIT, keyed = BUF_INIT;
		struct str text;

		world_article(&article);
		text = buf_view(&article);
		buf_add_str(&keyed, STR("---\n"));
		if (world_below(3) == 0)
			buf_printf(&keyed, "translationKey: k%u\n",
				   world_below(10));
		buf_add_str(&keyed, str_skip(text, 4));
		snprintf(name, sizeof(name), "%s/gen/%03u.md", folder, i);
		world_put(world_at(name), buf_view(&keyed));
		buf_release(&article);
		buf_release(&keyed);
	}
}

static struct xap_db *open_db(void)
{
	struct buf path = BUF_INIT;
	struct xap_db *db;
	uint32_t generation;

	folder_current(world_at("site/.pressmark"), &generation, &err);
	folder_generation_path(world_at("site/.pressmark"), generation, &path);
	world_expect(xap_db_open(path.p, &db, &err) == 0, err.message);
	buf_release(&path);
	return db;
}

static void related_articles_are_those_that_are_alike(void **state)
{
	static const unsigned int limits[] = { 5, 1, 100, 12 };
	unsigned int rounds = world_rounds(ROUNDS);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		struct searcher *searcher;
		struct buf fresh = BUF_INIT, updated = BUF_INIT;
		unsigned int limit = limits[i % 4];
		struct xap_db *db;
		size_t articles;

		world_enter();
		arena = (struct arena)ARENA_INIT(RELATED_MEMORY);
		/* The small corpus first, the others added to it; then all of
		 * it anew. */
		world_copy_small(world_at("site/content"));
		searcher_free(site_open(&articles));
		write_site("site/content");
		searcher = site_open(&articles);
		world_read(&world, world_at("site/content"));
		assert_int_equal(articles, world.count);
		db = open_db();
		read_accounts(db);
		xap_db_free(db);
		tell(searcher, limit, false, &updated);
		searcher_free(searcher);
		world_expect(
			fs_remove_tree(world_at("site/.pressmark"), &err) == 0,
			err.message);
		searcher = site_open(&articles);
		tell(searcher, limit, true, &fresh);
		assert_true(str_eq(buf_view(&fresh), buf_view(&updated)));
		searcher_free(searcher);
		buf_release(&fresh);
		buf_release(&updated);
		map_release(&frequencies);
		frequencies = (struct map)MAP_INIT;
		arena_release(&arena);
		world_release(&world);
		world_leave();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(related_articles_are_those_that_are_alike),
	};

	world_start();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("related", tests, NULL, NULL);
}
