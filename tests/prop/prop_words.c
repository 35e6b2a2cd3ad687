/*
 * Whatever is in an article is found by typing it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pieces of articles, real and made up, are typed as they stand between
 * blanks, alone and as a phrase with their neighbours: the article is found,
 * and what was typed is marked in it.
 */
#include "site.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "query/search.h"
#include "text/limits.h"

#define ROUNDS	 3000
#define MADE_UP	 40
#define TOGETHER 4

static struct world world;
static struct searcher *searcher;

/* ---- Articles that are hard to read ------------------------------------- */

static const char *const pieces[] = {
	"C++",
	"C#",
	"F#",
	".NET",
	"AT&T",
	"R&D",
	"@user",
	"#tag",
	"£10bn",
	"€5",
	"$100",
	"3.3.12",
	"v1.2.3",
	"1,000,000",
	"e-mail",
	"email",
	"open-source",
	"state-of-the-art",
	"U.S.",
	"e.g.",
	"node.js",
	"don't",
	"dont",
	"l'eau",
	"Chris's",
	"utf-8",
	"COVID-19",
	"🎉",
	"👍🏽",
	"👩‍💻",
	"🇩🇪",
	"❤️",
	"snake_case_name",
	"utf8_decode",
	"getUserName",
	"HTMLParser",
	"CVE-2026-41316",
	"2025-10-26",
	"水",
	"中央銀行",
	"東京タワー",
	"한국어문장",
	"한국어",
	"กาแฟเย็น",
	"ນໍ້າ",
	"ទឹក",
	"ရေခဲ",
	"cafe\u0301",
	"Straße",
	"ﬁne",
	"שָׁלוֹם",
	"كتاب",
	"हिन्दी",
	"١٬٢٣٤",
	"naïve",
	"x",
	"co\u00adoperate",
};

static const char *const glue[] = {
	" ", " ", " ", " ", " ", ", ", ". ", "/", "(",	") ",	"-",  ".",
	"_", "+", "#", "&", ":", "'",  "—",  "…", "\n", "\n\n", "。", "​",
};

#define PICK(array) (array)[world_below(sizeof(array) / sizeof(*(array)))]

static void hard_article(struct buf *out)
{
	bool is_code = world_below(3) == 0;

	buf_printf(out, "---\ntitle: \"%s\"\n---\n", PICK(pieces));
	if (is_code)
		buf_add_str(out, STR("```\n"));
	for (unsigned int n = 30 + world_below(60); n-- > 0;)
		buf_printf(out, "%s%s", PICK(pieces), PICK(glue));
	buf_add_str(out, is_code ? STR("\n```\n") : STR("\n"));
}

/* ---- What is typed ------------------------------------------------------ */

/* Is there more than blanks and signs? */
static bool has_words(struct str s)
{
	struct seen *list;

	return world_terms(&world, s, &list) > 0;
}

/* A quote would end a phrase. */
static bool has_quotes(struct str s)
{
	static const char *const quotes[] = { "\"", "“", "”", "„",
					      "«",  "»", "‟", "＂" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		for (size_t at = 0; at < s.len; at++) {
			if (str_starts(str_skip(s, at), str_of(quotes[i])))
				return true;
		}
	}
	return false;
}

/* May it be typed without quotes and be no more than what it is? */
static bool is_bare(struct str s)
{
	static const char *const operators[] = { "AND", "OR", "NOT", "NEAR" };

	for (size_t i = 0; i < 4; i++) {
		if (str_eq(s, str_of(operators[i])))
			return false;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (strchr("*():,", s.p[i]))
			return false;
	}
	return s.p[0] != '-' && !str_starts(s, STR("NEAR/"));
}

/* Up to `most` neighbours from somewhere in a text; none of two blocks. */
static struct str some_piece(struct str text, unsigned int most)
{
	size_t start = world_below((unsigned int)text.len), end;

	while (start > 0 && text.p[start - 1] != ' ' &&
	       text.p[start - 1] != '\n')
		start--;
	for (end = start; end < text.len && text.p[end] != '\n'; end++) {
		if (text.p[end] == ' ' && --most == 0)
			break;
	}
	return str_trim(str_make(text.p + start, end - start));
}

/* ---- The law ------------------------------------------------------------ */

static bool is_found(const struct article *article, struct str typed,
		     bool *is_marked)
{
	struct search_filter filter = { "path", article->id };
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	bool found = false;

	r.text = typed;
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.all = true;
	r.as_typed = true;
	r.filters = &filter;
	r.filter_count = 1;
	if (searcher_run(searcher, &r, &arena, &page, &err) != 0)
		fail_msg("PRESSMARK_SEED=%llu: %.*s: %s", world_seed(),
			 STR_ARG(typed), err.message);
	for (size_t i = 0; i < page.hit_count && i < page.total_all; i++) {
		const struct search_hit *hit = &page.hits[i];

		if (!str_eq(hit->record.id, article->id))
			continue;
		found = true;
		*is_marked = hit->snippet.mark_count + hit->title_mark_count;
	}
	arena_release(&arena);
	return found;
}

static void check(const struct article *article, struct str piece, bool is_bare)
{
	struct buf typed = BUF_INIT;
	bool is_marked = false;

	buf_printf(&typed, is_bare ? "%.*s" : "\"%.*s\"", STR_ARG(piece));
	if (!is_found(article, buf_view(&typed), &is_marked))
		fail_msg("PRESSMARK_SEED=%llu: %.*s is in '%.*s', and is not "
			 "found",
			 world_seed(), STR_ARG(buf_view(&typed)),
			 STR_ARG(article->id));
	if (!is_marked)
		fail_msg("PRESSMARK_SEED=%llu: %.*s is in '%.*s', and is not "
			 "marked",
			 world_seed(), STR_ARG(buf_view(&typed)),
			 STR_ARG(article->id));
	buf_release(&typed);
}

static void whatever_is_in_an_article_is_found_by_typing_it(void **state)
{
	unsigned int rounds = world_rounds(ROUNDS), checked = 0;

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		const struct article *a =
			&world.articles[world_below((unsigned int)world.count)]
				 .article;
		struct str text = world_below(8) ? a->text : a->title;
		unsigned int most = 1 + world_below(TOGETHER);
		struct str piece;

		if (text.len == 0)
			continue;
		piece = some_piece(text, most);
		/* The snippet's text ends somewhere. */
		if (piece.len > LIMIT_QUERY_BYTES / 2 || has_quotes(piece) ||
		    piece.p > text.p + LIMIT_STORED_TEXT_BYTES / 2 ||
		    !has_words(piece))
			continue;
		check(a, piece, most == 1 && is_bare(piece));
		checked++;
	}
	/* Else this would prove little. */
	assert_true(checked > rounds / 2);
}

static int set_up(void **state)
{
	size_t articles;

	(void)state;
	world_start();
	world_enter();
	world_copy_small(world_at("site/content"));
	for (int i = 0; i < MADE_UP; i++) {
		struct buf article = BUF_INIT;
		char name[64];

		snprintf(name, sizeof(name), "site/content/made/%d.md", i);
		if (i % 4)
			hard_article(&article);
		else
			world_article(&article);
		world_put(world_at(name), buf_view(&article));
		buf_release(&article);
	}
	world_read(&world, world_at("site/content"));
	searcher = site_open(&articles);
	world_expect(articles == world.count && articles >= MADE_UP,
		     "the index is of other articles than the oracle");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	world_release(&world);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			whatever_is_in_an_article_is_found_by_typing_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("words", tests, set_up, tear_down);
}
