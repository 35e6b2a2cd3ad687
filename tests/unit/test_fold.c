/*
 * Tests of text/fold: what is alike, what is not, and that it ends there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/unit/random.h"
#include "text/limits.h"
#include "text/tokens.h"

/* All characters take long under a sanitizer. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STEP 13
#else
#define STEP 1
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef void (*fold_fn)(struct str s, struct buf *out);

static struct buf folded(fold_fn fold, struct str s)
{
	struct buf out = BUF_INIT;

	fold(s, &out);
	assert_int_equal(out.failed, ERR_OK);
	return out;
}

static void check_pairs(fold_fn fold, const char *const (*pairs)[2],
			size_t count, bool are_alike)
{
	for (size_t i = 0; i < count; i++) {
		struct buf a = folded(fold, str_of(pairs[i][0]));
		struct buf b = folded(fold, str_of(pairs[i][1]));

		if (str_eq(buf_view(&a), buf_view(&b)) != are_alike)
			fail_msg("%s and %s: '%.*s' and '%.*s'", pairs[i][0],
				 pairs[i][1], STR_ARG(buf_view(&a)),
				 STR_ARG(buf_view(&b)));
		buf_release(&a);
		buf_release(&b);
	}
}

static void folds_what_readers_take_for_one_word(void **state)
{
	static const char *const pairs[][2] = {
		{ "Water", "water" },
		{ "CAFÉ", "cafe" },
		{ "cafe\u0301", "café" },
		{ "Straße", "STRASSE" },
		{ "STRAẞE", "strasse" },
		{ "ﬁne", "fine" },
		{ "Ｆｕｌｌ１２", "full12" },
		{ "København", "kobenhavn" },
		{ "Łódź", "lodz" },
		{ "Đà", "da" },
		{ "Œuvre", "oeuvre" },
		{ "Ærø", "aero" },
		{ "Þór", "thor" },
		{ "ħ", "h" },
		{ "İstanbul", "istanbul" },
		{ "ısı", "isi" },
		{ "Ǆ", "dz" },
		{ "Việt", "viet" },
		{ "ΣΊΣΥΦΟΣ", "σίσυφος" },
		{ "Ёлка", "елка" },
		{ "Мои\u0306", "МОЙ" },
		{ "ў", "у\u0306" },
		{ "сло\u0301во", "слово" },
		{ "\u212a", "k" },
		{ "\u212b", "å" },
		/* Persian and Arabic. */
		{ "ي", "ی" },
		{ "ى", "ی" },
		{ "ك", "ک" },
		{ "أإآٱ", "اااا" },
		{ "ة", "ه" },
		{ "كِتَابٌ", "كتاب" },
		{ "كـــتاب", "كتاب" },
		{ "می\u200cخواهم", "میخواهم" },
		{ "ﻻ", "لا" },
		{ "١٢٣", "123" },
		{ "۱۲۳", "123" },
		{ "१२३", "123" },
		{ "𝟏𝟐", "12" },
		{ "𝐀𝐁", "ab" },
		{ "ℝ", "r" },
		{ "ᴬ", "a" },
		{ "שָׁלוֹם", "שלום" },
		{ "don’t", "don't" },
		{ "don't", "dont" },
		{ "rock'n'roll", "rocknroll" },
		{ "Chris's", "Chris" },
		{ "Anna's", "Annas" },
		{ "col·lecció", "col·leccio" },
		{ "1,000,000", "1000000" },
		{ "12,345.6", "12345.6" },
		{ "١٬٢٣٤", "1234" },
		{ "v3.3.12", "3.3.12" },
		{ "👍🏽", "👍" },
		{ "❤️", "❤" },
		{ "co\u00adoperate", "cooperate" },
		{ "ｶﾞ", "ガ" },
		{ "か\u3099", "が" },
	};

	(void)state;
	check_pairs(fold_word, pairs, COUNT(pairs), true);
}

/* Composed (NFC), as others write terms and as is shortest. */
static void folds_to_composed_characters(void **state)
{
	static const char *const rows[][2] = {
		{ "か\u3099", "が" },  { "\u1112\u1161\u11ab", "\ud55c" },
		{ "ﾊﾟ", "パ" },	       { "İ", "i" },
		{ "ẞ", "ss" },	       { "Ǆ", "dz" },
		{ "①½", "11\u20442" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = folded(fold_word, str_of(rows[i][0]));

		assert_string_equal(out.p, rows[i][1]);
		buf_release(&out);
	}
}

static void keeps_apart_what_are_two_words(void **state)
{
	static const char *const pairs[][2] = {
		{ "a", "b" },	       { "o", "0" },
		{ "l", "1" },	       { "か", "が" },
		{ "ハ", "パ" },	       { "ह", "हि" },
		{ "क", "क्" },	       { "क", "क़" },
		{ "น้ำ", "นำ" },	       { "水", "氷" },
		{ "ب", "ت" },	       { "u", "v" },
		{ "é", "i" },	       { "ж", "з" },
		{ "1,00", "100" },     { "1,2345", "12345" },
		{ "v20", "20" },       { "1000,000", "1000000" },
		{ "1,000b", "1000b" }, { "v2.x", "2.x" },
		{ "мой", "мои" },      { "ў", "у" },
	};

	(void)state;
	check_pairs(fold_word, pairs, COUNT(pairs), false);
}

/* NULL, or what is wrong with the folded form of a word. */
static const char *fault(fold_fn fold, struct str s, bool is_word)
{
	struct buf once = folded(fold, s);
	struct buf twice = folded(fold, buf_view(&once));
	const char *wrong = NULL;

	if (!str_eq(buf_view(&once), buf_view(&twice)))
		wrong = "changes when it is folded again";
	else if (utf8_invalid(buf_view(&once)) < once.len)
		wrong = "is no UTF-8";
	else if (is_word && once.len > LIMIT_WORD_BYTES)
		wrong = "is too long";
	for (size_t i = 0; i < once.len && is_word && !wrong; i++) {
		unsigned char c = (unsigned char)once.p[i];

		/* A term could not hold it. */
		if (c < 0x20 || c == 0x7f)
			wrong = "holds a control character";
		/* A prefix of another field could be meant. */
		if (c >= 'A' && c <= 'Z')
			wrong = "holds a capital";
	}
	buf_release(&once);
	buf_release(&twice);
	return wrong;
}

static bool is_token(struct str s)
{
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, s);
	return tokens_next(&tokens, &token) && token.start == 0 &&
	       token.end == s.len;
}

static void folding_any_character_twice_is_folding_it_once(void **state)
{
	unsigned int wrong = 0;

	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c += STEP) {
		char text[4];
		struct str s = str_make(text, utf8_encode(c, text));
		const char *what;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		what = fault(fold_word, s, is_token(s));
		if (!what)
			what = fault(fold_name, s, false);
		if (what && wrong++ < 20)
			print_error("U+%04X %s\n", c, what);
	}
	assert_int_equal(wrong, 0);
}

/* Mostly of the scripts that folding touches, and of their marks. */
static uint32_t random_character(void)
{
	static const uint32_t ranges[][2] = {
		{ 0x20, 0x7e },	    { 0xa0, 0x24f },	  { 0x300, 0x36f },
		{ 0x370, 0x52f },   { 0x590, 0x6ff },	  { 0x900, 0xd7f },
		{ 0xe00, 0x109f },  { 0x1100, 0x11ff },	  { 0x1ab0, 0x1aff },
		{ 0x1d00, 0x1fff }, { 0x2000, 0x22ff },	  { 0x2460, 0x24ff },
		{ 0x3000, 0x33ff }, { 0xac00, 0xd7ff },	  { 0xf900, 0xffef },
		{ 0x4e00, 0x4eff }, { 0x1d400, 0x1d7ff }, { 0x11000, 0x118ff },
	};
	const uint32_t *range = ranges[random_below(COUNT(ranges))];

	if (random_below(20) == 0)
		return random_below(0x110000);
	return range[0] + random_below(range[1] - range[0] + 1);
}

static void folding_any_text_twice_is_folding_it_once(void **state)
{
	(void)state;
	for (int run = 0; run < 40000; run++) {
		unsigned int count = random_below(run % 10 ? 8 : 60);
		struct buf s = BUF_INIT;
		const char *wrong;

		while (count-- > 0) {
			char text[4];

			buf_add(&s, text,
				utf8_encode(random_character(), text));
		}
		wrong = fault(fold_word, buf_view(&s), is_token(buf_view(&s)));
		if (!wrong)
			wrong = fault(fold_name, buf_view(&s), false);
		if (wrong)
			fail_msg("run %d: '%.*s' %s", run,
				 STR_ARG(buf_view(&s)), wrong);
		buf_release(&s);
	}
}

static void a_long_word_is_cut_and_keeps_a_hash_of_all(void **state)
{
	static const char *const letters[] = { "a", "é", "水", "ß", "क" };

	(void)state;
	for (size_t i = 0; i < COUNT(letters); i++) {
		struct buf a = BUF_INIT, b = BUF_INIT, x, y;

		for (int n = 0; n < 70; n++) {
			buf_add_str(&a, str_of(letters[i]));
			buf_add_str(&b, str_of(letters[i]));
		}
		buf_add_char(&a, 'x');
		buf_add_char(&b, 'y');
		x = folded(fold_word, buf_view(&a));
		y = folded(fold_word, buf_view(&b));
		assert_in_range(x.len, LIMIT_WORD_BYTES - 3, LIMIT_WORD_BYTES);
		assert_int_equal(utf8_invalid(buf_view(&x)), x.len);
		assert_memory_equal(x.p, y.p, x.len - 16);
		assert_memory_not_equal(x.p + x.len - 16, y.p + y.len - 16, 16);
		assert_int_equal(strspn(x.p + x.len - 16, "0123456789abcdef"),
				 16);
		buf_release(&a);
		buf_release(&b);
		buf_release(&x);
		buf_release(&y);
	}
}

static void a_word_at_the_limit_is_not_cut(void **state)
{
	char text[LIMIT_WORD_BYTES + 1];
	struct buf out;

	(void)state;
	memset(text, 'a', sizeof(text));
	out = folded(fold_word, str_make(text, LIMIT_WORD_BYTES));
	assert_true(str_eq(buf_view(&out), str_make(text, LIMIT_WORD_BYTES)));
	buf_release(&out);
	out = folded(fold_word, str_make(text, LIMIT_WORD_BYTES + 1));
	assert_int_equal(out.len, LIMIT_WORD_BYTES);
	assert_memory_not_equal(out.p, text, LIMIT_WORD_BYTES);
	buf_release(&out);
}

static void folding_appends_to_what_is_there(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	buf_add_str(&out, STR("K"));
	fold_name(STR("  World_Politics "), &out);
	buf_add_str(&out, STR("/"));
	fold_word(STR("É"), &out);
	fold_word(STR("ABC"), &out);
	assert_string_equal(out.p, "Kworld-politics/eabc");
	buf_release(&out);
}

static void names_are_alike_whatever_separates_their_words(void **state)
{
	static const char *const alike[][2] = {
		{ "World Politics", "world-politics" },
		{ "WORLD_politics", "world-politics" },
		{ " world -_ politics\t", "world-politics" },
		{ "-x-", "x" },
		{ "São\u00a0Paulo", "sao-paulo" },
		{ "a\u3000b", "a-b" },
		{ "C++", "c++" },
		{ "--", "" },
		{ "#inbox", "inbox" },
		{ " #_inbox", "#-inbox" },
		{ "_#\u00c9t\u00e9", "ete" },
		{ "#\U0001f389", "\U0001f389" },
	};
	static const char *const apart[][2] = {
		{ "C", "C++" },	 { "ab", "a b" }, { "a.b", "a b" },
		{ "R&D", "RD" }, { "C#", "C" },	  { "##a", "a" },
		{ "#", "" },
	};

	(void)state;
	check_pairs(fold_name, alike, COUNT(alike), true);
	check_pairs(fold_name, apart, COUNT(apart), false);
}

static void a_name_is_not_cut_and_always_utf8(void **state)
{
	struct buf long_name = BUF_INIT, out;

	(void)state;
	for (int i = 0; i < 200; i++)
		buf_add_char(&long_name, 'n');
	out = folded(fold_name, buf_view(&long_name));
	assert_true(str_eq(buf_view(&out), buf_view(&long_name)));
	buf_release(&out);
	out = folded(fold_name, STR("A\xff b\xc3"));
	assert_string_equal(out.p, "a" UTF8_REPLACEMENT "-b" UTF8_REPLACEMENT);
	buf_release(&out);
	buf_release(&long_name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_what_readers_take_for_one_word),
		cmocka_unit_test(folds_to_composed_characters),
		cmocka_unit_test(keeps_apart_what_are_two_words),
		cmocka_unit_test(
			folding_any_character_twice_is_folding_it_once),
		cmocka_unit_test(folding_any_text_twice_is_folding_it_once),
		cmocka_unit_test(a_long_word_is_cut_and_keeps_a_hash_of_all),
		cmocka_unit_test(a_word_at_the_limit_is_not_cut),
		cmocka_unit_test(folding_appends_to_what_is_there),
		cmocka_unit_test(
			names_are_alike_whatever_separates_their_words),
		cmocka_unit_test(a_name_is_not_cut_and_always_utf8),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
