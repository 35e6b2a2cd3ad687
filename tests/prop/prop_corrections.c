/*
 * What may be corrected, and what a correction is worth.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random words of articles, some of them misspelt: words that some article has,
 * in any form, and those that are short or hold a digit, stay as they are; what
 * is offered finds something, and what is shown is just what it finds.
 */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "query/search.h"
#include "site.h"
#include "text/language.h"

#define QUERIES	  1500
#define GENERATED 60
#define WORDS	  5
#define WORD_SIZE 80

static struct world world;
static struct searcher *searcher;
static struct map known = MAP_INIT; /* words, and stems as terms have them */
static bool languages[LANGUAGE_COUNT];

/* The query at hand: its words, and which of them must stay. */
static char words[WORDS][WORD_SIZE];
static bool stays[WORDS];
static size_t word_count;
static struct buf text;

static unsigned int seen_offered, seen_shown, seen_kept;

static void wrong(const char *what, struct str more)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s%.*s", world_seed(),
		 STR_ARG(buf_view(&text)), what, STR_ARG(more));
}

/* ---- What is known ------------------------------------------------------ */

static void learn(struct str s)
{
	struct err err = ERR_INIT;

	if (s.len)
		world_expect(map_put(&known, s, &err) != NULL, err.message);
}

static void learn_all(void)
{
	for (size_t i = 0; i < world.count; i++) {
		const struct known *k = &world.articles[i];

		languages[language_of(k->article.lang)] = true;
		for (size_t n = 0; n < k->all_count; n++) {
			learn(k->all[n].folded);
			learn(k->all[n].stem);
		}
	}
}

static bool is_known(const char *word)
{
	bool found = map_get(&known, str_of(word)) != NULL;

	for (unsigned int l = 0; l < LANGUAGE_COUNT && !found; l++) {
		struct seen *list;

		world.language = l;
		if (languages[l] && world_split(&world, str_of(word), &list))
			found = map_get(&known, list[0].stem) != NULL;
	}
	return found;
}

/* ---- What is typed ------------------------------------------------------ */

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < 'a' || s.p[i] > 'z')
			return false;
	}
	return s.len > 1 && s.len < 30;
}

static void take_word(char out[WORD_SIZE])
{
	for (;;) {
		const struct known *k =
			&world.articles[world_below((unsigned int)world.count)];
		struct str s;

		if (k->all_count == 0)
			continue;
		s = k->all[world_below((unsigned int)k->all_count)].folded;
		if (!is_plain(s))
			continue;
		snprintf(out, WORD_SIZE, "%.*s", STR_ARG(s));
		return;
	}
}

/* One slip of the keyboard, sometimes a digit. */
static void misspell(char word[WORD_SIZE])
{
	size_t len = strlen(word);
	size_t at = world_below((unsigned int)len);
	char letter = (char)('a' + world_below(26));

	switch (world_below(5)) {
	case 0:
		memmove(word + at, word + at + 1, len - at);
		break;
	case 1:
		memmove(word + at + 1, word + at, len - at + 1);
		word[at] = letter;
		break;
	case 2:
		word[at] = letter;
		break;
	case 3:
		if (at + 1 < len) {
			letter = word[at];
			word[at] = word[at + 1];
			word[at + 1] = letter;
		}
		break;
	default:
		word[at] = (char)('0' + world_below(10));
		break;
	}
}

static bool has_digit(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

static void next_query(void)
{
	static const char *const glue[] = {
		" ", " ", " ", " ", " AND ", " OR "
	};

	buf_clear(&text);
	word_count = 1 + world_below(WORDS);
	for (size_t i = 0; i < word_count; i++) {
		take_word(words[i]);
		if (world_below(3) == 0)
			misspell(words[i]);
		if (words[i][0] == '\0')
			snprintf(words[i], WORD_SIZE, "x");
		stays[i] = strlen(words[i]) < 4 || has_digit(words[i]) ||
			   is_known(words[i]);
		if (i)
			buf_add_str(&text, str_of(glue[world_below(6)]));
		buf_add_str(&text, str_of(words[i]));
	}
}

/* ---- The laws ----------------------------------------------------------- */

static void search(struct str query, bool any, bool as_typed,
		   struct arena *arena, struct search_page *page)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct err err = ERR_INIT;

	r.text = query;
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.any = any;
	r.as_typed = as_typed;
	if (searcher_run(searcher, &r, arena, page, &err) != 0)
		wrong("the search fails: ", str_of(err.message));
}

static void check_same(const struct search_page *a, const struct search_page *b)
{
	if (a->total != b->total || a->total_all != b->total_all ||
	    a->relaxed != b->relaxed || a->hit_count != b->hit_count)
		wrong("another page than that of ", b->query);
	for (size_t i = 0; i < a->hit_count; i++) {
		if (!str_eq(a->hits[i].record.id, b->hits[i].record.id) ||
		    a->hits[i].score != b->hits[i].score ||
		    !str_eq(a->hits[i].snippet.text, b->hits[i].snippet.text))
			wrong("another hit: ", a->hits[i].record.id);
	}
}

/* What stays is there, in order. Two words may have become one. */
static void check_kept(struct str corrected)
{
	size_t at = 0;

	for (size_t i = 0; i < word_count; i++) {
		struct str word = str_of(words[i]);

		if (!stays[i])
			continue;
		seen_kept++;
		while (at < corrected.len &&
		       !str_starts(str_skip(corrected, at), word))
			at++;
		if (at == corrected.len)
			wrong("a word is gone from ", corrected);
		at += word.len;
	}
}

static void check_query(bool any, struct arena *arena)
{
	struct search_page page, typed, meant;
	bool may_change = false;

	search(buf_view(&text), any, false, arena, &page);
	search(buf_view(&text), any, true, arena, &typed);
	if (typed.corrected.len || typed.is_corrected)
		wrong("corrected all the same: ", typed.corrected);
	for (size_t i = 0; i < word_count; i++)
		may_change = may_change || !stays[i];
	if (!may_change && page.corrected.len)
		wrong("every word is known, but corrected: ", page.corrected);
	if (!page.is_corrected)
		check_same(&page, &typed);
	if (page.corrected.len == 0) {
		if (page.is_corrected)
			wrong("corrected to nothing", STR(""));
		return;
	}
	seen_offered++;
	check_kept(page.corrected);
	search(page.corrected, any, true, arena, &meant);
	if (meant.total == 0)
		wrong("nothing is found by ", page.corrected);
	if (!page.is_corrected)
		return;
	seen_shown++;
	if (!any && typed.total_all)
		wrong("not needed, but searched for ", page.corrected);
	if (!str_eq(page.query, buf_view(&text)))
		wrong("the query is said to be ", page.query);
	check_same(&page, &meant);
}

static void only_unknown_words_are_corrected(void **state)
{
	unsigned int rounds = world_rounds(QUERIES);
	struct arena arena = ARENA_INIT(4 * SEARCH_MEMORY);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		next_query();
		check_query(world_below(4) == 0, &arena);
		arena_clear(&arena);
	}
	arena_release(&arena);
	/* Else this would prove little. */
	if (rounds < QUERIES)
		return;
	assert_true(seen_offered > rounds / 5);
	assert_true(seen_shown > rounds / 5);
	assert_true(seen_offered > seen_shown);
	assert_true(seen_kept > rounds / 5);
}

static int set_up(void **state)
{
	size_t articles;
	char name[64];

	(void)state;
	world_start();
	world_enter();
	world_copy_small(world_at("site/content"));
	for (unsigned int i = 0; i < GENERATED; i++) {
		struct buf article = BUF_INIT;

		snprintf(name, sizeof(name), "site/content/gen/%03u.md", i);
		world_article(&article);
		world_put(world_at(name), buf_view(&article));
		buf_release(&article);
	}
	world_read(&world, world_at("site/content"));
	searcher = site_open(&articles);
	world_expect(articles == world.count, "an article is missing");
	learn_all();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	map_release(&known);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_unknown_words_are_corrected),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
