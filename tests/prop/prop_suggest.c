/*
 * Whatever is suggested is there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random texts, cut anywhere as if somebody was still typing them: each
 * suggestion finds an article that is shown when it is searched for, a title
 * its own; there are ten at most, and the same again. Where longer words begin
 * with the one that is being typed, one is suggested; where nothing begins so
 * because two letters changed places, something is all the same.
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
#include "query/suggest.h"

#define TEXTS	  2500
#define GENERATED 100

static struct world world;
static struct searcher *searcher;
static struct buf text; /* as far as it was typed */

/* How much of the law was seen. */
static unsigned int seen[SUGGEST_KINDS], seen_beside, seen_longer;

static void wrong(const char *what, struct str more)
{
	fail_msg("PRESSMARK_SEED=%llu: [%.*s] %s%.*s", world_seed(),
		 STR_ARG(buf_view(&text)), what, STR_ARG(more));
}

/* How many articles that are shown a query finds, all of its words; *has says
 * whether that of this id is among the first. */
static uint32_t search(struct str query, struct str id, bool *has)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(4 * SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	uint32_t total = 0;

	r.text = query;
	r.limit = LIMIT_PAGE;
	r.now = (int64_t)WORLD_TODAY * 86400;
	*has = false;
	if (searcher_run(searcher, &r, &arena, &page, &err) == 0)
		total = page.total_all;
	for (size_t i = 0; i < page.hit_count && total; i++)
		*has = *has || str_eq(page.hits[i].record.id, id);
	arena_release(&arena);
	return total;
}

/* False where the text is no query. */
static bool suggest(struct arena *arena, struct suggest_page *page)
{
	struct suggest_request r = SUGGEST_REQUEST_INIT;
	struct err err = ERR_INIT;
	int ret;

	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	ret = searcher_suggest(searcher, &r, arena, page, &err);
	if (ret && ret != ERR_QUERY)
		wrong("cannot be completed: ", str_of(err.message));
	return ret == 0;
}

static void check_one(const struct suggestion *s)
{
	bool has;

	seen[s->kind]++;
	if (s->articles == 0)
		wrong("is completed to what no article has: ", s->query);
	if (search(s->query, s->id, &has) == 0)
		wrong("is completed to what finds nothing: ", s->query);
	if (s->kind == SUGGEST_TITLE && !has)
		wrong("is completed to another title: ", s->query);
	for (size_t i = 0; i < s->mark_count; i++) {
		if (s->marks[i].start >= s->marks[i].end)
			wrong("marks nothing in ", s->text);
	}
}

static void check_same(const struct suggest_page *a,
		       const struct suggest_page *b)
{
	bool is_same = a->count == b->count;

	for (size_t i = 0; i < a->count && is_same; i++)
		is_same = str_eq(a->list[i].query, b->list[i].query) &&
			  a->list[i].articles == b->list[i].articles &&
			  str_eq(a->list[i].id, b->list[i].id);
	if (!is_same)
		wrong("is completed to something else the next time", STR(""));
}

/* Of a word of letters alone: are there longer ones, which articles have that
 * do not have it? */
static void check_longer(const struct suggest_page *page)
{
	struct buf longer = BUF_INIT;
	bool has, is_plain = text.len > 1;

	for (size_t i = 0; i < text.len; i++)
		is_plain = is_plain && text.p[i] >= 'a' && text.p[i] <= 'z';
	buf_printf(&longer, "%.*s* -%.*s", STR_ARG(buf_view(&text)),
		   STR_ARG(buf_view(&text)));
	if (is_plain && search(buf_view(&longer), STR(""), &has)) {
		seen_longer++;
		if (page->count == 0 || page->list[0].kind != SUGGEST_WORD)
			wrong("is completed to no word", STR(""));
	}
	buf_release(&longer);
}

/* What begins as typed is before what only almost does. */
static void check_corrected(const struct suggest_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct suggestion *s = &page->list[i], *next = s + 1;

		if (s->is_corrected && i + 1 < page->count &&
		    next->kind == s->kind && !next->is_corrected)
			wrong("has something less like it before ", next->text);
	}
}

/* ---- What is typed ------------------------------------------------------ */

/* Titles that are hard to ask for. */
static const char *const titles[] = {
	"\"Quoted\", he said: “twice”",
	"NOT tag:water OR (date:nonsense AND -sort:never",
	"C++, .NET & AT&T at 3.3.12 for £10bn",
	"東京タワーと中央銀行の物語、長い長い題名です",
	"One two three four five six seven eight nine ten eleven twelve",
	"state-of-the-art open-source e-mail for don't-know-hows",
	"กาแฟเย็น and 한국어문장 in été",
	"snake_case_name(getUserName) * \\ / 👍🏽 #tag @user",
};

static void add_text(void)
{
	const struct known *k =
		&world.articles[world_below((unsigned int)world.count)];
	unsigned int at = world_below((unsigned int)k->all_count + 1);

	switch (world_below(5)) {
	case 0:
		world_query(&world, &text);
		break;
	case 1:
		if (world_below(2))
			buf_add_str(&text, k->article.title);
		else
			buf_add_str(
				&text,
				str_of(titles[world_below(sizeof(titles) /
							  sizeof(*titles))]));
		break;
	case 2: /* one that is to be completed in some place */
		buf_add_str(&text,
			    world_below(2) ? STR("tag:") : STR("(gas OR \""));
		break;
	default:
		break;
	}
	for (unsigned int n = 1 + world_below(3); n-- > 0 && at < k->all_count;
	     at++) {
		if (text.len && text.p[text.len - 1] != ':')
			buf_add_char(&text, ' ');
		buf_add_str(&text, k->all[at].folded);
	}
}

static void suggestions_find_something(void **state)
{
	unsigned int rounds = world_rounds(TEXTS);
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct arena again = ARENA_INIT(SEARCH_MEMORY);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		struct suggest_page page, second;

		buf_clear(&text);
		add_text();
		text.len = world_below((unsigned int)text.len + 1);
		if (suggest(&arena, &page)) {
			suggest(&again, &second);
			check_same(&page, &second);
			if (page.count > LIMIT_SUGGESTIONS)
				wrong("is completed to too much", STR(""));
			for (size_t n = 0; n < page.count; n++)
				check_one(&page.list[n]);
			check_longer(&page);
			check_corrected(&page);
			seen_beside += page.count && str_find(page.query, ' ') <
							     page.query.len;
		}
		arena_clear(&arena);
		arena_clear(&again);
	}
	arena_release(&arena);
	arena_release(&again);
	/* Else this would prove little. */
	if (rounds < TEXTS)
		return;
	for (int kind = 0; kind < SUGGEST_KINDS; kind++)
		assert_true(seen[kind] > rounds / 20);
	assert_true(seen_beside > rounds / 10);
	assert_true(seen_longer > rounds / 20);
}

static bool begins_a_word(struct str beginning)
{
	for (size_t i = 0; i < world.count; i++) {
		const struct known *k = &world.articles[i];

		for (size_t n = 0; n < k->all_count; n++) {
			if (str_starts(k->all[n].folded, beginning))
				return true;
		}
	}
	return false;
}

/* A word of letters, six or more, some of which change places. */
static bool next_slip(void)
{
	const struct known *k =
		&world.articles[world_below((unsigned int)world.count)];
	struct buf phrase = BUF_INIT;
	struct str word;
	unsigned int at;
	char letter;
	bool has;

	buf_clear(&text);
	if (k->all_count == 0)
		return false;
	word = k->all[world_below((unsigned int)k->all_count)].folded;
	for (size_t i = 0; i < word.len; i++) {
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return false;
	}
	buf_printf(&phrase, "\"%.*s\"", STR_ARG(word));
	has = word.len > 5 && word.len < 30 &&
	      search(buf_view(&phrase), STR(""), &has);
	buf_release(&phrase);
	if (!has)
		return false;
	buf_add_str(&text, word);
	at = 1 + world_below((unsigned int)word.len - 3);
	letter = text.p[at];
	text.p[at] = text.p[at + 1];
	text.p[at + 1] = letter;
	text.len = at + 2 + world_below((unsigned int)(word.len - at - 1));
	return text.len > 3 && !begins_a_word(buf_view(&text));
}

static void a_slip_is_made_good(void **state)
{
	unsigned int rounds = world_rounds(TEXTS), slips = 0;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		struct suggest_page page;

		if (!next_slip() || !suggest(&arena, &page))
			continue;
		slips++;
		if (page.count == 0 || !page.list[0].is_corrected)
			wrong("is completed to nothing", STR(""));
		for (size_t n = 0; n < page.count; n++)
			check_one(&page.list[n]);
		arena_clear(&arena);
	}
	arena_release(&arena);
	if (rounds >= TEXTS)
		assert_true(slips > rounds / 10);
}

static void put_titles(void)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
		struct buf b = BUF_INIT;
		char name[64];

		buf_printf(&b, "---\ntitle: '");
		for (const char *p = titles[i]; *p; p++)
			buf_printf(&b, "%s%c", *p == '\'' ? "'" : "", *p);
		buf_add_str(&b, STR("'\nlang: en\n---\nText.\n"));
		snprintf(name, sizeof(name), "site/content/hard/%zu.md", i);
		world_put(world_at(name), buf_view(&b));
		buf_release(&b);
	}
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
	put_titles();
	world_read(&world, world_at("site/content"));
	searcher = site_open(&articles);
	world_expect(articles == world.count && articles > GENERATED,
		     "the site is not as it was written");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(suggestions_find_something),
		cmocka_unit_test(a_slip_is_made_good),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("suggest", tests, set_up, tear_down);
}
