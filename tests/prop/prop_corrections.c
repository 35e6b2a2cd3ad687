/*
 * What may be corrected, and what a correction is worth.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random words of articles, some of them misspelt: words that some article has,
 * in any form, and those that are short or hold a digit, stay as they are;
 * where every word is in some article, others are offered for those at most
 * that hardly any has. What is offered finds something, and what is shown is
 * just what it finds.
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
#define RARE	  2 /* articles that have a word that may be a slip */

static struct world world;
static struct searcher *searcher;
/* The last article that has one, and how many. Stems are as terms have them,
 * with their language in front, which makes "friday" of "iday" in French. */
static struct map known_words = MAP_INIT, known_stems = MAP_INIT;
static bool languages[LANGUAGE_COUNT];

/* The query at hand: its words, and which of them must stay. */
static char words[WORDS][WORD_SIZE];
static bool stays[WORDS], is_common[WORDS];
static size_t word_count;
static struct buf text;

static unsigned int seen_offered, seen_shown, seen_kept, seen_rare;

static void wrong(const char *what, struct str more)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s%.*s", world_seed(),
		 STR_ARG(buf_view(&text)), what, STR_ARG(more));
}

/* ---- What is known ------------------------------------------------------ */

#define ARTICLES 1000 /* more than there are */

static void learn(struct map *known, struct str s, size_t article)
{
	struct err err = ERR_INIT;
	struct map_entry *entry;

	if (!s.len)
		return;
	entry = map_put(known, s, &err);
	world_expect(entry != NULL, err.message);
	if (!entry->value || entry->value / ARTICLES != article)
		entry->value = article * ARTICLES + entry->value % ARTICLES + 1;
}

static void learn_all(void)
{
	for (size_t i = 0; i < world.count; i++) {
		const struct known *k = &world.articles[i];

		languages[language_of(k->article.lang)] = true;
		for (size_t n = 0; n < k->all_count; n++) {
			learn(&known_words, k->all[n].folded, i);
			learn(&known_stems, k->all[n].stem, i);
		}
	}
}

static size_t articles_with(const struct map *known, struct str word)
{
	const struct map_entry *entry = map_get(known, word);

	return entry ? entry->value % ARTICLES : 0;
}

/* In how many articles a word is: in one of its forms at least so many. */
static size_t articles_of(const char *word)
{
	size_t most = articles_with(&known_words, str_of(word));

	for (unsigned int l = 0; l < LANGUAGE_COUNT; l++) {
		struct seen *list;
		size_t count = 0;

		world.language = l;
		if (languages[l] && world_split(&world, str_of(word), &list))
			count = articles_with(&known_stems, list[0].stem);
		most = count > most ? count : most;
	}
	return most;
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
		is_common[i] = strlen(words[i]) < 4 || has_digit(words[i]) ||
			       articles_of(words[i]) > RARE;
		stays[i] = is_common[i] || articles_of(words[i]) > 0;
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
static void check_kept(struct str corrected, const bool stay[WORDS])
{
	size_t at = 0;

	for (size_t i = 0; i < word_count; i++) {
		struct str word = str_of(words[i]);

		if (!stay[i])
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
	if (!may_change && page.is_corrected)
		wrong("every word is known, but corrected: ", page.corrected);
	if (!page.is_corrected)
		check_same(&page, &typed);
	if (page.corrected.len == 0) {
		if (page.is_corrected)
			wrong("corrected to nothing", STR(""));
		return;
	}
	seen_offered++;
	seen_rare += !may_change;
	check_kept(page.corrected, may_change ? stays : is_common);
	search(page.corrected, any, true, arena, &meant);
	if (meant.total == 0)
		wrong("nothing is found by ", page.corrected);
	if (!page.is_corrected)
		return;
	seen_shown++;
	if (!any && typed.has_all)
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
	assert_true(seen_rare > 0);
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
	map_release(&known_words);
	map_release(&known_stems);
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
