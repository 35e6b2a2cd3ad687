/*
 * What holds for a snippet, of whatever text and whatever is asked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts are made of words of many scripts, and of what stands between words;
 * queries are words of the text. Of each snippet: it is as long as it may be,
 * what it shows stands in the text in that order, nothing is cut amid what
 * people see as one character, marks are in order and apart, each marks a word
 * of the query, and all words are there wherever that many characters of the
 * text have them.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include <unigbrk.h>

#include "query/matcher.h"
#include "tests/unit/snippet_fixture.h"

#define ROUNDS	    4000
#define WORDS_MAX   4
#define PICK(array) (array)[world_below(sizeof(array) / sizeof(*(array)))]

static const char *const words[] = {
	"water",
	"waters",
	"the",
	"reef",
	"reefs",
	"Reef",
	"open",
	"source",
	"e-mail",
	"1234",
	"email",
	"node.js",
	"C++",
	"U.S.",
	"1,000,000",
	"١٬٢٣٤",
	"१२३४",
	"Dr.",
	"3.3.12",
	"don't",
	"cafe\u0301",
	"Straße",
	"AT&T",
	"x",
	"I",
	"snake_case_name",
	"水",
	"中央銀行",
	"は",
	"東京タワー",
	"コンビニエンスストア",
	"한국어",
	"น้ำมัน",
	"รัฐบาล",
	"ទឹក",
	"ရေ",
	"कृषि",
	"الماء",
	"می‌خواهم",
	"שָׁלוֹם",
	"🎉",
	"👨‍👩‍👧‍👦",
	"👍🏽",
	"🇩🇪🇫🇷",
	"e\u0301\u0327",
	"https://example.org/a/b?c=d&e=f",
	"a9f3b2c4d5e6f708192a3b4c5d6e7f80",
	"stream.close();",
	"{",
	"});",
};

static const char *const glue[] = {
	" ",  " ",  " ",  " ",	" ",   " ",   " ",  " ",  ", ",	 ". ", ". ",
	"! ", "? ", ": ", "; ", ".) ", " (",  " “", "” ", " — ", "…",  "\n",
	"\n", "。", "、", "」", "「",  "،  ", "؟ ", "। ", "",	 "-",  "/",
};

/* What may be asked: words that no other of them is a part of. */
static const char *const asked[] = {
	"1234",	  "email", "us", "cafe",       "1000000", "water", "reef",
	"source", "x",	   "水", "東京タワー", "한국어",  "น้ำมัน",  "الماء",
	"שלום",	  "कृषि",   "🎉",	 "straße",     "3.3.12",
};

#define ASKED (sizeof(asked) / sizeof(*asked))

struct text {
	struct buf bytes;
	struct record_section sections[16];
	size_t section_count;
};

static void make_text(struct text *t)
{
	unsigned int count = 1 + world_below(world_below(4) ? 60 : 600);

	buf_clear(&t->bytes);
	t->section_count = 0;
	while (count-- > 0) {
		bool is_start = t->bytes.len == 0 ||
				t->bytes.p[t->bytes.len - 1] == '\n';

		if (is_start && t->section_count < 16 && !world_below(3))
			t->sections[t->section_count++].start = t->bytes.len;
		buf_add_str(&t->bytes, str_of(PICK(words)));
		buf_add_str(&t->bytes, str_of(PICK(glue)));
	}
}

#define FAIL(text, query, snippet, what)                                       \
	fail_msg("PRESSMARK_SEED=%llu: %s: '%.*s' in '%.*s' gives '%.*s'",     \
		 world_seed(), what, STR_ARG(query), STR_ARG(text),            \
		 STR_ARG(snippet))

/* Is each byte offset of a list an edge of a cluster of the text? */
static bool are_edges(struct str text, const size_t *at, size_t count)
{
	char *breaks = calloc(text.len + 1, 1);
	bool is_well = true;

	if (text.len)
		u8_grapheme_breaks((const uint8_t *)text.p, text.len, breaks);
	for (size_t i = 0; i < count; i++)
		is_well = is_well && (at[i] >= text.len || breaks[at[i]]);
	free(breaks);
	return is_well;
}

static size_t offset_of(struct str text, uint32_t chars)
{
	size_t at = 0;
	uint32_t c;

	while (chars-- > 0)
		at += utf8_decode(text.p + at, text.len - at, &c);
	return at;
}

static struct str bytes_of(struct str text, struct mark mark)
{
	size_t start = offset_of(text, mark.start);

	return str_make(text.p + start, offset_of(text, mark.end) - start);
}

/* Where the first `len` bytes of `piece` are in s; s.len for nowhere. */
static size_t find(struct str s, struct str piece)
{
	for (size_t at = 0; at + piece.len <= s.len; at++) {
		if (str_starts(str_skip(s, at), piece))
			return at;
	}
	return s.len;
}

/* What is between blanks, without ellipses and what stands for the end of a
 * block, follows each other in the text. */
static bool is_of(struct str shown, struct str text)
{
	const struct str ellipsis = STR("\xe2\x80\xa6"), dot = STR("\xc2\xb7");

	while (shown.len) {
		struct str piece = str_head(shown, str_find(shown, ' '));
		size_t at;

		shown = str_skip(shown, piece.len + 1);
		if (str_starts(piece, ellipsis))
			piece = str_skip(piece, ellipsis.len);
		if (str_ends(piece, ellipsis))
			piece.len -= ellipsis.len;
		if (piece.len == 0 || str_eq(piece, dot))
			continue;
		at = find(text, piece);
		if (at == text.len)
			return false;
		text = str_skip(text, at + piece.len);
	}
	return true;
}

/* The marks of one query in one text. */
static const struct mark *marks_of(struct fixture *f, struct str query,
				   struct str text, size_t *count)
{
	const struct mark *marks;

	assert_int_equal(snippet_mark(matcher(f, query), text, &f->arena,
				      &marks, count, &f->err),
			 0);
	return marks;
}

/* Has any run of `width` characters of the text a mark of each? */
static bool has_all(const struct mark *const *marks, const size_t *counts,
		    size_t words_count, size_t width)
{
	for (size_t w = 0; w < words_count; w++) {
		for (size_t i = 0; i < counts[w]; i++) {
			uint32_t start = marks[w][i].start;
			size_t had = 0;

			/* All that begin here or behind. */
			for (size_t k = 0; k < words_count; k++) {
				size_t n = 0;

				while (n < counts[k] &&
				       marks[k][n].start < start)
					n++;
				had += n < counts[k] &&
				       marks[k][n].end - start <= width;
			}
			if (had == words_count)
				return true;
		}
	}
	return false;
}

/* Every word of the text with this stem is found, though most of the text is
 * passed over. */
static void check_found(struct fixture *f, struct str text, struct str query)
{
	struct matches found = { 0 };
	const struct word *word;
	struct terms terms;
	uint32_t stem;
	struct term term;

	assert_int_equal(words_get(f->words, language_of(STR("en")), query,
				   &word, &f->err),
			 0);
	assert_int_equal(matcher_find(matcher(f, query), text, 0, text.len,
				      &f->arena, &found, &f->err),
			 0);
	stem = word->stem;
	terms_init(&terms, f->words, text);
	terms.language = language_of(STR("en"));
	while (terms_next(&terms, &term, &f->err) == TERMS_NEXT) {
		size_t i = 0;

		if (words_at(f->words, term.word)->stem != stem)
			continue;
		while (i < found.count && found.at[i].end < term.end)
			i++;
		if (i == found.count || found.at[i].start > term.start)
			FAIL(text, query, str_skip(text, term.start),
			     "not found");
	}
}

static void check_shape(struct fixture *f, const struct text *t,
			struct str query, const struct snippet *s, size_t width)
{
	struct str text = buf_view(&t->bytes);
	size_t edges[2];

	check_marks(s->text, s->marks, s->mark_count);
	if (utf8_count(s->text) > width + 2)
		FAIL(text, query, s->text, "too long");
	if (memchr(s->text.p, '\n', s->text.len))
		FAIL(text, query, s->text, "more than one line");
	if (!is_of(s->text, text))
		FAIL(text, query, s->text, "not of the text");
	if (!are_edges(text, &s->start, 1))
		FAIL(text, query, s->text, "begins amid a character");
	for (size_t i = 0; i < s->mark_count; i++) {
		struct str word = bytes_of(s->text, s->marks[i]);
		size_t count;

		edges[0] = (size_t)(word.p - s->text.p);
		edges[1] = edges[0] + word.len;
		if (!are_edges(s->text, edges, 2))
			FAIL(text, query, s->text, "a mark amid a character");
		marks_of(f, query, word, &count);
		if (count == 0)
			FAIL(text, query, word, "marked, and no match");
	}
}

static void what_holds_for_a_snippet(void **state)
{
	struct text t = { .bytes = BUF_INIT };
	struct buf query = BUF_INIT;
	unsigned int rounds = world_rounds(ROUNDS), together = 0;
	struct fixture *f = *state;

	for (unsigned int i = 0; i < rounds; i++) {
		size_t width = 20 + world_below(230);
		size_t count = 1 + world_below(WORDS_MAX), first;
		const struct mark *marks[WORDS_MAX];
		size_t counts[WORDS_MAX], n;
		struct snippet_source source;
		struct snippet s;

		arena_clear(&f->arena);
		make_text(&t);
		source = (struct snippet_source){
			.text = buf_view(&t.bytes),
			.sections = t.sections,
			.section_count = t.section_count,
		};
		buf_clear(&query);
		first = world_below(ASKED);
		for (size_t w = 0; w < count; w++) {
			struct str word = str_of(asked[(first + w) % ASKED]);

			buf_printf(&query, "%.*s ", STR_ARG(word));
			check_found(f, source.text, word);
			marks[w] = marks_of(f, word, source.text, &counts[w]);
		}
		assert_int_equal(snippet_make(matcher(f, buf_view(&query)),
					      &source, width, &f->arena, &s,
					      &f->err),
				 0);
		check_shape(f, &t, buf_view(&query), &s, width);
		if (!has_all(marks, counts, count, width))
			continue;
		together += count > 1;
		for (size_t w = 0; w < count; w++) {
			marks_of(f, str_of(asked[(first + w) % ASKED]), s.text,
				 &n);
			if (n == 0)
				FAIL(source.text, buf_view(&query), s.text,
				     "a word is missing");
		}
	}
	buf_release(&t.bytes);
	buf_release(&query);
	/* Else this would prove little. */
	assert_true(together > rounds / 20);
}

static int start(void **state)
{
	world_start();
	return setup(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_holds_for_a_snippet, start,
						teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("snippets", tests, NULL, NULL);
}
