/*
 * Tests of query/snippet: which passage, which marks, and how long it takes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In what is expected, marks are in brackets.
 */
#include "query/snippet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <time.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "shim/xap.h"
#include "text/language.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ELLIPSIS     "…"

struct fixture {
	struct arena arena;
	struct xap_stemmer *stemmer;
	struct words *words;
	struct err err;
};

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .arena = ARENA_INIT(64u << 20) };
	*state = &f;
	if (xap_stemmer_new(&f.stemmer, &f.err))
		return -1;
	return words_new(stem, f.stemmer, &f.words, &f.err);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	words_free(f->words);
	xap_stemmer_free(f->stemmer);
	arena_release(&f->arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static struct matcher *matcher(struct fixture *f, const char *text)
{
	struct matcher *m;
	struct query_known known = { 0, NULL, 0 };
	struct query query;

	assert_int_equal(
		query_parse(str_of(text), &known, &f->arena, &query, &f->err),
		0);
	assert_int_equal(matcher_new(query.root, f->words,
				     language_of(STR("en")), &f->arena, &m,
				     &f->err),
			 0);
	return m;
}

/* What holds for marks: in order, apart, not empty, inside the text. */
static void check_marks(struct str text, const struct mark *marks, size_t count)
{
	uint32_t before = 0;

	assert_int_equal(utf8_invalid(text), text.len);
	for (size_t i = 0; i < count; i++) {
		assert_true(marks[i].start >= before);
		assert_true(marks[i].start < marks[i].end);
		before = marks[i].end;
	}
	assert_true(before <= utf8_count(text));
}

/* The text with its marks in brackets. */
static struct buf show(struct str text, const struct mark *marks, size_t count)
{
	struct buf out = BUF_INIT;
	size_t next = 0, at = 0;
	uint32_t c;

	check_marks(text, marks, count);
	for (uint32_t n = 0; at <= text.len; n++) {
		size_t len;

		if (next < count && marks[next].end == n) {
			buf_add_char(&out, ']');
			next++;
		}
		if (next < count && marks[next].start == n)
			buf_add_char(&out, '[');
		if (at == text.len)
			break;
		len = utf8_decode(text.p + at, text.len - at, &c);
		buf_add(&out, text.p + at, len);
		at += len;
	}
	return out;
}

static struct snippet make(struct fixture *f, const char *query,
			   struct str text, size_t width)
{
	struct snippet s;

	assert_int_equal(snippet_make(matcher(f, query), text, width, &f->arena,
				      &s, &f->err),
			 0);
	check_marks(s.text, s.marks, s.mark_count);
	assert_int_equal(strcspn(s.text.len ? s.text.p : "", "\n"), s.text.len);
	assert_true(s.start <= text.len && s.best <= text.len);
	return s;
}

struct row {
	const char *query, *text;
	size_t width;
	const char *expected;
};

static void check(struct fixture *f, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *r = &rows[i];
		struct snippet s = make(f, r->query, str_of(r->text), r->width);
		struct buf shown = show(s.text, s.marks, s.mark_count);

		if (!str_eq(buf_view(&shown), str_of(r->expected)))
			fail_msg("%s in '%.60s':\n'%.*s', not\n'%s'", r->query,
				 r->text, STR_ARG(buf_view(&shown)),
				 r->expected);
		buf_release(&shown);
	}
}

static void marks_the_words_of_the_query(void **state)
{
	static const struct row rows[] = {
		{ "reef", "Coral reefs and a reef.", 100,
		  "Coral [reefs] and a [reef]." },
		{ "CAFE", "Un café, un Cafe\u0301.", 100,
		  "Un [café], un [Cafe\u0301]." },
		{ "water -oil", "Water and oil.", 100, "[Water] and oil." },
		{ "gas OR oil", "Gas, oil, coal.", 100, "[Gas], [oil], coal." },
		{ "pipe*", "A pipeline, a pipe, a pope.", 100,
		  "A [pipeline], a [pipe], a pope." },
		{ "open-source", "Open source is open.", 100,
		  "[Open] [source] is open." },
		{ "tag:water oil", "Water and oil.", 100, "Water and [oil]." },
		{ "title:gas", "A gas leak.", 100, "A [gas] leak." },
		{ "3.14", "Pi is 3.14, not 3.", 100, "Pi is [3.14], not 3." },
		{ "nothing", "There is none.", 100, "There is none." },
		{ "", "No query.", 100, "No query." },
		{ "word", "", 100, "" },
	};

	check(*state, rows, COUNT(rows));
}

static void marks_a_word_however_it_is_written(void **state)
{
	static const struct row rows[] = {
		{ "email", "An e-mail, an email.", 100,
		  "An [e-mail], an [email]." },
		{ "e-mail", "An e-mail, an email, an e mail.", 100,
		  "An [e-mail], an [email], an [e] [mail]." },
		{ "mail", "An e-mail, an email.", 100,
		  "An e-[mail], an email." },
		{ "\"open source software\"", "An open-source software.", 100,
		  "An [open]-[source] [software]." },
		{ "\"opensource software\"", "An open-source software.", 100,
		  "An open-[source] [software]." },
		{ "dont", "I don't, I don’t.", 100, "I [don't], I [don’t]." },
		{ "C++", "A c, a C++ and a C#.", 100,
		  "A c, a [C++] and a C#." },
		{ "c", "A c, a C++.", 100, "A [c], a [C]++." },
		{ "net", "The .NET of nets.", 100, "The .[NET] of [nets]." },
		{ "AT&T", "At AT&T, at T.", 100, "At [AT&T], at T." },
		{ "us", "In the U.S. of us.", 100, "In the [U.S]. of [us]." },
		{ "case", "A snake_case_name.", 100, "A [snake_case_name]." },
		{ "3.3", "In v3.3.12, not 13.3.", 100,
		  "In [v3.3.12], not 13.3." },
		{ "1000000", "Or 1,000,000.", 100, "Or [1,000,000]." },
		{ "code:username", "Call getUserName now.", 100,
		  "Call get[UserName] now." },
		{ "username", "Call getUserName now.", 100,
		  "Call getUserName now." },
		{ "🎉", "A 🎉!", 100, "A [🎉]!" },
		{ "👍", "A 👍🏽!", 100, "A [👍🏽]!" },
		{ "행", "은행 한국", 100, "은[행] 한국" },
		{ "한국어", "좋은한국어문장", 100, "좋은[한국어]문장" },
		{ "中央銀行", "中央 銀行、中央銀行。", 100,
		  "中央 銀行、[中央銀行]。" },
		{ "央", "中央銀行。", 100, "中[央]銀行。" },
	};

	check(*state, rows, COUNT(rows));
}

static void marks_phrases_only_where_they_stand_together(void **state)
{
	static const struct row rows[] = {
		{ "\"gas pipeline\"", "A gas leak; a gas pipeline; a pipeline.",
		  100, "A gas leak; a [gas] [pipeline]; a pipeline." },
		{ "\"gas pipeline\"", "Gas\npipeline and gas pipeline.", 100,
		  "pipeline and [gas] [pipeline]." },
		{ "\"gas pipelines\"", "The gas pipeline.", 100,
		  "The gas pipeline." },
		{ "\"to be or not to be\"",
		  "To be, or not; so to be or not to be", 100,
		  "To be, or not; so [to] [be] [or] [not] [to] [be]" },
		{ "\"a b\" \"b c\"", "x a b c x", 100, "x [a] [b] [c] x" },
		{ "\"b b\"", "b a b b b", 100, "b a [b] [b] [b]" },
		{ "\"a b c d e f g h i j\"", "x a b c d e f g h i j k", 100,
		  "x [a] [b] [c] [d] [e] [f] [g] [h] [i] [j] k" },
		{ "水道", "水と道、水道。", 100, "水と道、[水道]。" },
	};

	check(*state, rows, COUNT(rows));
}

static void chooses_the_place_with_most_of_the_query(void **state)
{
	static const struct row rows[] = {
		{ "gas pipeline",
		  "Gas is mentioned here first and by itself. Then come many "
		  "words that say little. The gas pipeline is only here.",
		  40, "The [gas] [pipeline] is only here." },
		{ "gas", "One. Two. Three gas. Four.", 12, "Three [gas]." },
		{ "gas", "First block.\nSecond with gas in it.\nThird block.",
		  24, "Second with [gas] in it." },
		{ "gas", "Title gas\nIt goes on.", 100,
		  "Title [gas] · It goes on." },
	};

	check(*state, rows, COUNT(rows));
}

static void begins_and_ends_between_words(void **state)
{
	static const struct row rows[] = {
		{ "five", "one two three four five six seven eight nine ten",
		  20, ELLIPSIS "four [five] six" ELLIPSIS },
		{ "none", "one two three four five", 10, "one two" ELLIPSIS },
		{ "c", "a-b-c-d", 100, "a-b-[c]-d" },
	};
	struct fixture *f = *state;
	struct snippet s = make(f, rows[0].query, str_of(rows[0].text), 20);
	const char *p = s.text.p;

	assert_true(utf8_count(s.text) <= 20 + 2);
	assert_non_null(strstr(p, "five"));
	check(f, rows + 1, COUNT(rows) - 1);
}

static void knows_scripts_without_blanks_and_from_right_to_left(void **state)
{
	static const struct row rows[] = {
		{ "銀行", "中央銀行は銀の行列。", 100,
		  "中央[銀行]は銀の行列。" },
		{ "น้ำ", "ดื่มน้ำเย็น", 100, "ดื่ม[น้ำ]เย็น" },
		{ "کتاب", "این كتابٌ است", 100, "این [كتابٌ] است" },
		{ "می‌خواهم", "من میخواهم بروم", 100,
		  "من [میخواهم] بروم" },
		{ "שלום", "הוא אמר שָׁלוֹם לכולם", 100, "הוא אמר [שָׁלוֹם] לכולם" },
		{ "हिन्दी", "यह हिन्दी है।", 100, "यह [हिन्दी] है।" },
		{ "strasse", "Die Straße.", 100, "Die [Straße]." },
		{ "𝐀𝐁", "\U0001f389 AB \U0001f389", 100,
		  "\U0001f389 [AB] \U0001f389" },
	};

	check(*state, rows, COUNT(rows));
}

/* At any width the passage is near it, whole characters, and has the match. */
static void keeps_to_the_width_at_any_edge(void **state)
{
	static const char *const units[] = { "word ",	   "é",	       "水",
					     "\U0001f389", "a\u0301 ", "مرحبا ",
					     "x\n" };
	struct fixture *f = *state;

	for (size_t u = 0; u < COUNT(units); u++) {
		struct buf text = BUF_INIT;

		for (int i = 0; i < 60; i++)
			buf_add_str(&text, str_of(units[u]));
		buf_add_str(&text, STR(" needle "));
		for (int i = 0; i < 60; i++)
			buf_add_str(&text, str_of(units[u]));
		for (size_t width = 1; width < 150; width++) {
			struct snippet s =
				make(f, "needle", buf_view(&text), width);
			size_t most = width < 6 ? 6 : width;

			if (s.mark_count != 1 || utf8_count(s.text) > most + 2)
				fail_msg("width %zu of '%s': %zu marks in "
					 "'%.*s'",
					 width, units[u], s.mark_count,
					 STR_ARG(s.text));
		}
		buf_release(&text);
		arena_clear(&f->arena);
	}
}

static void a_passage_says_where_it_comes_from(void **state)
{
	struct fixture *f = *state;
	struct str text = STR("First block.\nSecond, with gas in it.");
	struct snippet s = make(f, "gas", text, 26);

	assert_int_equal(s.start, strlen("First block.\n"));
	assert_true(str_starts(str_skip(text, s.best), STR("gas")));
}

static void marks_the_whole_of_a_title(void **state)
{
	struct fixture *f = *state;
	const struct mark *marks;
	struct buf shown;
	struct str title = STR("Le café du canal: cafés");
	size_t count;

	assert_int_equal(snippet_mark(matcher(f, "cafe canal"), title,
				      &f->arena, &marks, &count, &f->err),
			 0);
	shown = show(title, marks, count);
	assert_string_equal(shown.p, "Le [café] du [canal]: [cafés]");
	buf_release(&shown);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The least of some tries. */
static double time_of(struct fixture *f, const char *query, struct str text)
{
	double best = 1e9;

	for (int i = 0; i < 5; i++) {
		double start, took;

		arena_clear(&f->arena);
		start = seconds();
		make(f, query, text, 200);
		took = seconds() - start;
		best = took < best ? took : best;
	}
	return best;
}

static void hostile_texts_take_linear_time(void **state)
{
	static const struct {
		const char *query, *unit;
	} rows[] = {
		{ "a", "a " },	   /* one word only */
		{ "a", "a" },	   /* no blanks */
		{ "a", "\u0301" }, /* combining marks only */
		{ "e", "e\u0301\u0327" },
		{ "水", "水" },
		{ "a", "\n" },
		{ "a", "a\n" },
		{ "a", ". " },
		{ "a", "a_" },
		{ "a", "a'" },
		{ "a", "1." },
		{ "\"a a a a a a a a a a\"", "a " },
		{ "\"a b\" a b a* \"b a\"", "a b " },
		{ "a b c d e f g h i j", "j i h g f e d c b a " },
		{ "x", "\xf0\x9f\x8e\x89" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf text = BUF_INIT;
		double small, large;

		while (text.len < 64 << 10)
			buf_add_str(&text, str_of(rows[i].unit));
		small = time_of(
			f, rows[i].query,
			str_make(text.p, text.len / 8 / strlen(rows[i].unit) *
						 strlen(rows[i].unit)));
		large = time_of(f, rows[i].query, buf_view(&text));
		/* 8 if linear, 64 if not; below 5 ms the clock is not fair. */
		if (large > 0.005 && large > small * 30)
			fail_msg("'%s': %.1f ms, 8 times as long: %.1f ms",
				 rows[i].unit, small * 1e3, large * 1e3);
		buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(marks_the_words_of_the_query),
		TEST(marks_a_word_however_it_is_written),
		TEST(marks_phrases_only_where_they_stand_together),
		TEST(chooses_the_place_with_most_of_the_query),
		TEST(begins_and_ends_between_words),
		TEST(knows_scripts_without_blanks_and_from_right_to_left),
		TEST(keeps_to_the_width_at_any_edge),
		TEST(a_passage_says_where_it_comes_from),
		TEST(marks_the_whole_of_a_title),
		TEST(hostile_texts_take_linear_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
