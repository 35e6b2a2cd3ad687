/*
 * Of the translations of an article one language is found, on pages of any
 * size, and nothing else goes missing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a search finds is compared with what it finds when it is asked for
 * each translation.
 */
#include "site.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "query/explain.h"
#include "query/search.h"
#include "text/limits.h"

#define QUERIES	 250
#define ARTICLES 90 /* all are on a page of the largest size */
#define GROUPS	 15
#define LANGS	 6
#define TAGS	 4

static const char *const langs[LANGS] = {
	"en", "fr", "de", "pt-BR", "pt", "ja"
};

static struct {
	unsigned int group; /* 0: translated by none */
	unsigned int lang, tag;
	bool is_hidden;
} articles[ARTICLES];

static struct searcher *searcher;
static struct buf text; /* of the query at hand */

static void wrong(const char *what, size_t article)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s: %zu", world_seed(),
		 STR_ARG(buf_view(&text)), what, article);
}

/* ---- The site ----------------------------------------------------------- */

/* Some are of one language, some of all. */
static void add_word(unsigned int lang, struct buf *out)
{
	static const char *const shared[] = { "docker", "linux", "hotel",
					      "museum", "radio" };
	static const char *const own[LANGS][3] = {
		{ "harbour", "water", "the" }, { "maison", "rivière", "les" },
		{ "hafen", "wasser", "die" },  { "casa", "água", "uma" },
		{ "casa", "comboio", "não" },  { "港", "水", "図書館" },
	};

	buf_add_str(out, str_of(world_below(2) ? shared[world_below(5)]
					       : own[lang][world_below(3)]));
	buf_add_char(out, ' ');
}

static void write_article(unsigned int i)
{
	struct buf out = BUF_INIT;
	char name[64];

	articles[i].group = world_below(6) ? 1 + world_below(GROUPS) : 0;
	articles[i].lang = world_below(LANGS);
	articles[i].tag = world_below(TAGS);
	articles[i].is_hidden = world_below(12) == 0;
	buf_printf(&out, "---\nlang: %s\ntags: [t%u]\n",
		   langs[articles[i].lang], articles[i].tag);
	buf_printf(&out, "date: 2024-01-%02u\n", 1 + world_below(28));
	if (articles[i].group)
		buf_printf(&out, "translationKey: Key %u\n", articles[i].group);
	if (articles[i].is_hidden)
		buf_add_str(&out, STR("draft: true\n"));
	buf_add_str(&out, STR("title: "));
	add_word(articles[i].lang, &out);
	buf_add_str(&out, STR("\n---\n"));
	for (unsigned int n = 3 + world_below(12); n > 0; n--)
		add_word(articles[i].lang, &out);
	snprintf(name, sizeof(name), "site/content/%03u.md", i);
	world_put(world_at(name), buf_view(&out));
	buf_release(&out);
}

/* ---- Searching ---------------------------------------------------------- */

struct result {
	size_t hits[2 * ARTICLES];
	size_t count, all;
	bool relaxed;
	bool has_all[ARTICLES]; /* the words; where scores are explained */
};

/* Of each hit, in which languages it is there too: rising, each once. */
static void check_also(const struct search_hit *hit, size_t article)
{
	bool is_there[LANGS] = { false };
	struct str before = str_make(NULL, 0);
	size_t expected = 0;

	for (size_t i = 0; i < ARTICLES; i++)
		is_there[articles[i].lang] =
			is_there[articles[i].lang] ||
			(articles[article].group && !articles[i].is_hidden &&
			 articles[i].group == articles[article].group &&
			 articles[i].lang != articles[article].lang);
	for (size_t i = 0; i < LANGS; i++)
		expected += is_there[i];
	if (hit->translation_count != expected)
		wrong("too many languages, or too few", article);
	for (size_t i = 0; i < expected; i++) {
		const struct search_translation *t = &hit->translations[i];
		size_t other = strtoul(t->id.p, NULL, 10);

		if (!is_there[articles[other].lang] ||
		    articles[other].is_hidden ||
		    articles[other].group != articles[article].group ||
		    !str_eq(t->lang, str_of(langs[articles[other].lang])) ||
		    t->url.len == 0 || str_cmp(before, t->lang) >= 0)
			wrong("not a translation", other);
		before = t->lang;
	}
}

static void search(struct search_request *r, struct result *out)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	uint32_t total = 0;

	out->count = 0;
	r->offset = 0;
	do {
		if (searcher_run(searcher, r, &arena, &page, &err) != 0)
			wrong(err.message, 0);
		for (size_t i = 0; i < page.hit_count; i++) {
			size_t article =
				strtoul(page.hits[i].record.id.p, NULL, 10);

			out->hits[out->count++] = article;
			out->has_all[article] =
				r->explain &&
				!page.hits[i].explanation->has_most;
			check_also(&page.hits[i], article);
		}
		if (!page.exact || (r->offset && total != page.total))
			wrong("the totals are odd", page.total);
		total = page.total;
		out->all = page.is_mixed ? page.total : page.total_all;
		out->relaxed = page.relaxed;
		r->offset += r->limit;
		arena_clear(&arena);
	} while (page.hit_count == r->limit && out->count < total);
	if (total != out->count)
		wrong("the total is not the number of hits", total);
	arena_release(&arena);
}

/* ---- The laws ----------------------------------------------------------- */

static int rank(unsigned int lang, const char *reader)
{
	struct str tag = str_of(langs[lang]), wanted = str_of(reader);

	if (str_eq(tag, wanted))
		return 2;
	return str_eq(str_head(tag, str_find(tag, '-')),
		      str_head(wanted, str_find(wanted, '-')));
}

/* preferred[a][b]: a is shown where b matches too. */
static bool preferred[LANGS][LANGS];

/* Of a group: those with all words choose the language, where there are any. */
static void check_group(const struct result *every, size_t last,
			const bool *is_shown, unsigned int group,
			const char *reader)
{
	unsigned int shown = LANGS;
	bool any_all = false;

	for (size_t i = 0; i < last; i++) {
		size_t one = every->hits[i];

		any_all = any_all ||
			  (articles[one].group == group && every->has_all[one]);
	}
	for (size_t i = 0; i < last; i++) {
		size_t one = every->hits[i];

		if (articles[one].group == group && is_shown[one] &&
		    every->has_all[one] == any_all)
			shown = articles[one].lang;
	}
	if (shown == LANGS)
		wrong("no translation is shown of key", group);
	for (size_t i = 0; i < last; i++) {
		size_t one = every->hits[i];
		unsigned int lang = articles[one].lang;

		if (articles[one].group != group)
			continue;
		if (is_shown[one] != (lang == shown))
			wrong("shown in two languages, or not at all", one);
		if (every->has_all[one] != any_all)
			continue;
		if (*reader && rank(lang, reader) > rank(shown, reader))
			wrong("not in the language of the reader", one);
		preferred[shown][lang] = true;
	}
}

static void check(const struct result *every, const struct result *found,
		  const char *reader)
{
	bool is_shown[ARTICLES] = { false }, is_done[GROUPS + 1] = { false };
	size_t last = found->relaxed ? every->count : every->all;

	memset(preferred, 0, sizeof(preferred));
	for (size_t i = 0; i < found->count; i++) {
		if (is_shown[found->hits[i]])
			wrong("found twice", found->hits[i]);
		is_shown[found->hits[i]] = true;
	}
	for (size_t i = 0; i < last; i++) {
		size_t one = every->hits[i];
		unsigned int group = articles[one].group;

		if (group == 0 && !is_shown[one])
			wrong("left out without a translation", one);
		if (group == 0 || is_done[group])
			continue;
		is_done[group] = true;
		check_group(every, last, is_shown, group, reader);
	}
	for (size_t i = 0; i < last; i++)
		is_shown[every->hits[i]] = false;
	for (size_t i = 0; i < ARTICLES; i++) {
		if (is_shown[i])
			wrong("found, but should not be", i);
	}
	for (size_t a = 0; a < LANGS; a++) {
		for (size_t b = 0; b < a; b++) {
			if (preferred[a][b] && preferred[b][a])
				wrong("languages change places", a);
		}
	}
}

/* Tags are counted of what is shown, languages of what would be. */
static void check_facets(struct search_request *r, const struct result *every,
			 const struct result *found)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	size_t last = found->relaxed ? every->count : every->all;
	struct search_page page;
	struct err err = ERR_INIT;

	r->offset = 0;
	r->facets = STR("tag,lang");
	if (searcher_run(searcher, r, &arena, &page, &err) != 0)
		wrong(err.message, 0);
	r->facets = str_make(NULL, 0);
	if (page.total != found->count)
		wrong("the total is another with facets", page.total);
	for (size_t i = 0; i < page.facets[0].count; i++) {
		const struct facet_value *v = &page.facets[0].values[i];
		uint32_t count = 0;

		for (size_t n = 0; n < found->count; n++)
			count += articles[found->hits[n]].tag ==
				 (unsigned int)(v->text.p[1] - '0');
		if (count != v->articles)
			wrong("articles of a tag", v->articles);
	}
	for (size_t i = 0; i < page.facets[1].count; i++) {
		const struct facet_value *v = &page.facets[1].values[i];
		uint32_t count = 0;

		for (size_t n = 0; n < last; n++) {
			struct str tag =
				str_of(langs[articles[every->hits[n]].lang]);

			count += str_eq(tag, v->text) ||
				 str_eq(str_head(tag, str_find(tag, '-')),
					v->text);
		}
		if (count != v->articles)
			wrong("articles of a language", v->articles);
	}
	arena_release(&arena);
}

static void next_query(void)
{
	static const char *const sorts[] = { "newest", "oldest", "title" };

	buf_clear(&text);
	for (unsigned int n = 1 + world_below(4); n > 0; n--) {
		if (world_below(8) == 0)
			buf_add_char(&text, '-');
		add_word(world_below(LANGS), &text);
		if (n > 1 && world_below(6) == 0)
			buf_add_str(&text, STR("OR "));
	}
	if (world_below(6) == 0)
		buf_printf(&text, "tag:t%u ", world_below(TAGS));
	if (world_below(4) == 0)
		buf_printf(&text, "sort:%s ", sorts[world_below(3)]);
	if (world_below(10) == 0)
		buf_printf(&text, "lang:%s ", langs[world_below(LANGS)]);
}

static void one_of_several_translations_is_found(void **state)
{
	static const unsigned int limits[] = { 1, 3, 10, 100 };
	static const char *const readers[] = { "",   "fr",    "de",
					       "pt", "pt-BR", "ja-JP" };
	static struct result every, found, again;
	unsigned int rounds = world_rounds(QUERIES), fewer = 0;

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		struct search_request r = SEARCH_REQUEST_INIT;
		const char *reader = readers[world_below(6)];

		next_query();
		r.text = buf_view(&text);
		r.now = (int64_t)WORLD_TODAY * 86400;
		r.as_typed = true;
		r.any = world_below(6) == 0;
		r.translations = true;
		r.limit = LIMIT_PAGE;
		r.explain = true;
		search(&r, &every);
		r.explain = r.translations = false;
		r.reader = str_of(reader);
		search(&r, &found);
		check(&every, &found, reader);
		r.limit = limits[world_below(4)];
		search(&r, &again);
		check(&every, &again, reader);
		/* Fewer are relaxed on small pages. */
		if (again.count > found.count ||
		    memcmp(again.hits, found.hits,
			   again.count * sizeof(*found.hits)) != 0)
			wrong("other hits on smaller pages", 0);
		check_facets(&r, &every, &again);
		fewer +=
			again.count < (again.relaxed ? every.count : every.all);
	}
	/* Else this would prove little. */
	assert_true(fewer > rounds / 3);
}

static int set_up(void **state)
{
	size_t count;

	(void)state;
	world_start();
	world_enter();
	for (unsigned int i = 0; i < ARTICLES; i++)
		write_article(i);
	searcher = site_open(&count);
	assert_int_equal(count, ARTICLES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			one_of_several_translations_is_found, set_up,
			tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("translations", tests, NULL, NULL);
}
