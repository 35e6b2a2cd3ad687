/*
 * Tests of text/tokens: what is a word, in many scripts, and where it is.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tests/unit/random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	struct str text;
	const char *tokens; /* with | between them */
};

#define ROW(text, tokens)                                                      \
	{                                                                      \
		STR_INIT(text), tokens                                         \
	}

/* Appends the tokens of a copy without a byte too many, so that reading past
 * its end shows; checks what holds for the offsets of any text. */
static void split(struct str text, struct buf *out)
{
	char *copy = malloc(text.len + 1);
	struct tokens tokens;
	struct token token;
	size_t before = 0;

	assert_non_null(copy);
	/* At the very end of the block. */
	if (text.len)
		memcpy(copy + 1, text.p, text.len);
	tokens_init(&tokens, str_make(copy + 1, text.len));
	while (tokens_next(&tokens, &token)) {
		struct str s =
			str_make(text.p + token.start, token.end - token.start);

		assert_true(before <= token.start);
		assert_true(token.start < token.end);
		assert_true(token.end <= text.len);
		assert_int_equal(utf8_invalid(s), s.len);
		before = token.end;
		if (out->len)
			buf_add_char(out, '|');
		buf_add_str(out, s);
	}
	/* At the end it stays at the end. */
	assert_false(tokens_next(&tokens, &token));
	free(copy);
}

static void check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf found = BUF_INIT;

		split(rows[i].text, &found);
		if (!str_eq(buf_view(&found), str_of(rows[i].tokens)))
			fail_msg("%.*s: %.*s, not %s", STR_ARG(rows[i].text),
				 STR_ARG(buf_view(&found)), rows[i].tokens);
		buf_release(&found);
	}
}

static void separates_words_of_ascii(void **state)
{
	static const struct row rows[] = {
		ROW("", ""),
		ROW(" \t\n", ""),
		ROW(".,;:!?-'_\"", ""),
		ROW("word", "word"),
		ROW("Hello, (big) world!", "Hello|big|world"),
		ROW("one\ntwo\r\nthree", "one|two|three"),
		ROW("a\0b", "a|b"),
		ROW("e-mail open-source", "e|mail|open|source"),
		ROW("@user #tag AT&T C++ C#", "user|tag|AT|T|C|C"),
		ROW("CVE-2026-41316", "CVE|2026|41316"),
		ROW("http://x.example/a?b=c", "http|x|example|a|b|c"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void stops_separate_letters_and_join_digits(void **state)
{
	static const struct row rows[] = {
		ROW("node.js U.S. .NET", "node|js|U|S|NET"),
		ROW("std:map 12:30", "std|map|12|30"),
		ROW("3.14 1,000 3.3.12 1,234.5", "3.14|1,000|3.3.12|1,234.5"),
		ROW("3. .5 1..2 1,,2 1., 2", "3|5|1|2|1|2|1|2"),
		ROW("v2.0 2.0b 1.a a.1", "v2.0|2.0b|1|a|a|1"),
		ROW("1,a a,1 1;2 10bn", "1|a|a|1|1|2|10bn"),
		ROW("\xc2\xa3"
		    "10bn",
		    "10bn"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void apostrophes_join_but_not_elisions(void **state)
{
	static const struct row rows[] = {
		ROW("don't o'clock rock'n'roll", "don't|o'clock|rock'n'roll"),
		ROW("don’t isn‘t", "don’t|isn‘t"),
		ROW("dogs' 'tis ''x''", "dogs|tis|x"),
		ROW("l'eau d'or qu'il", "l|eau|d|or|qu|il"),
		ROW("L’eau D'Or QU’IL", "L|eau|D|Or|QU|IL"),
		ROW("jusqu'à lorsqu'on puisqu'il",
		    "jusqu|à|lorsqu|on|puisqu|il"),
		ROW("dell'arte nell'acqua sull'onda dall'alto",
		    "dell|arte|nell|acqua|sull|onda|dall|alto"),
		ROW("aujourd'hui xl'eau", "aujourd'hui|xl'eau"),
		ROW("1'000 a'1 1'a", "1|000|a|1|1|a"),
		ROW("col·lecció", "col·lecció"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void underscores_join_what_stands_on_both_sides(void **state)
{
	static const struct row rows[] = {
		ROW("snake_case a__b x_1 1_000", "snake_case|a__b|x_1|1_000"),
		ROW("_private trailing_ __init__ _", "private|trailing|init"),
		ROW("a_-b a_'b", "a|b|a|b"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void scripts_without_spaces_give_a_token_a_letter(void **state)
{
	static const struct row rows[] = {
		ROW("中央银行", "中|央|银|行"),
		ROW("水とGas3", "水|と|Gas3"),
		ROW("カフェー", "カ|フ|ェ|ー"),
		ROW("漢字。かな", "漢|字|か|な"),
		/* A voicing mark stays with its letter, also decomposed. */
		ROW("か\u3099き", "か\u3099|き"),
		ROW("กาแฟ", "ก|า|แ|ฟ"),
		/* Tone marks stay with their letters. */
		ROW("น้ำ", "น้|ำ"),
		ROW("ນໍ້າ", "ນໍ້|າ"),
		ROW("ទឹក", "ទឹ|ក"),
		ROW("ရေ", "ရေ"),
		ROW("\xf0\xa0\x80\x80\xf0\xa0\x80\x81",
		    "\xf0\xa0\x80\x80|\xf0\xa0\x80\x81"),
		/* Korean has spaces, but few. */
		ROW("한국어 문장", "한|국|어|문|장"),
		/* In its letters, as some file systems have it. */
		ROW("\u1112\u1161\u11ab\u1100\u116e\u11a8",
		    "\u1112\u1161\u11ab|\u1100\u116e\u11a8"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void marks_and_joiners_belong_to_their_word(void **state)
{
	static const struct row rows[] = {
		ROW("cafe\u0301 na\u00efve", "cafe\u0301|na\u00efve"),
		ROW("\u0301abc", "abc"),
		ROW("a\u0301.b c\u0327'd", "a\u0301|b|c\u0327'd"),
		ROW("a_\u0301b", "a_\u0301b"),
		/* Persian, with a zero width non-joiner. */
		ROW("می\u200cخواهم کتاب", "می\u200cخواهم|کتاب"),
		ROW("العربية، لغة", "العربية|لغة"),
		ROW("צה\u05f4ל ג\u05f3ורג\u05f3", "צה\u05f4ל|ג\u05f3ורג\u05f3"),
		ROW("שָׁלוֹם עולם", "שָׁלוֹם|עולם"),
		ROW("हिन्दी भाषा।", "हिन्दी|भाषा"),
		ROW("क्\u200dष", "क्\u200dष"),
		ROW("தமிழ் বাংলা", "தமிழ்|বাংলা"),
		ROW("co\u00adoperate", "co\u00adoperate"),
		ROW("\u200bzero\u200bwidth", "zero|width"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void an_emoji_is_a_token_with_what_modifies_it(void **state)
{
	static const struct row rows[] = {
		ROW("so 🎉🎂 good", "so|🎉|🎂|good"),
		ROW("👍🏽!", "👍🏽"),
		ROW("👩‍💻 👨‍👩‍👧",
		    "👩‍💻|👨‍👩‍👧"),
		ROW("🇩🇪🇫🇷", "🇩🇪|🇫🇷"),
		ROW("❤️ ☀", "❤️|☀"),
		ROW("a🎉b", "a|🎉|b"),
		/* Signs of text. */
		ROW("Acme™ © ® a → b ↔", "Acme|a|b"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

/* Signs around a token, and what binds it to the next. */
static void a_token_knows_what_stands_around_it(void **state)
{
	static const struct {
		const char *text, *with_signs;
		enum token_bond bond;
	} rows[] = {
		{ "C++", "C++", TOKEN_FREE },
		{ "(C#)", "C#", TOKEN_FREE },
		{ "C++17", "C++", TOKEN_FREE },
		{ "a+b", "a", TOKEN_FREE },
		{ "i+=1", "i", TOKEN_FREE },
		{ "x#y", "x", TOKEN_FREE },
		{ ".NET", ".NET", TOKEN_FREE },
		{ "...and", "and", TOKEN_FREE },
		{ ".5", "5", TOKEN_FREE },
		{ "@user", "@user", TOKEN_FREE },
		{ "#tag,", "#tag", TOKEN_FREE },
		{ "#12", "12", TOKEN_FREE },
		{ "£10bn", "£10bn", TOKEN_FREE },
		{ "€5", "€5", TOKEN_FREE },
		{ "$5.", "$5", TOKEN_FREE },
		{ "$HOME", "HOME", TOKEN_FREE },
		{ "open-source", "open", TOKEN_HYPHEN },
		{ "open‐source", "open", TOKEN_HYPHEN },
		{ "open--source", "open", TOKEN_FREE },
		{ "open-", "open", TOKEN_FREE },
		{ "utf-8", "utf", TOKEN_HYPHEN },
		{ "node.js", "node", TOKEN_STOP },
		{ "end. A", "end", TOKEN_FREE },
		{ "a.1", "a", TOKEN_FREE },
		{ "AT&T", "AT", TOKEN_AND },
		{ "a&&b", "a", TOKEN_FREE },
		{ "1&2", "1", TOKEN_FREE },
		{ "a-水", "a", TOKEN_FREE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = str_of(rows[i].text);
		struct tokens tokens;
		struct token t;

		tokens_init(&tokens, text);
		assert_true(tokens_next(&tokens, &t));
		if (t.bond != rows[i].bond ||
		    !str_eq(str_make(text.p + t.sign_start,
				     t.sign_end - t.sign_start),
			    str_of(rows[i].with_signs)))
			fail_msg("%s: %.*s, bond %d", rows[i].text,
				 (int)(t.sign_end - t.sign_start),
				 text.p + t.sign_start, (int)t.bond);
	}
}

static void wide_blanks_and_signs_separate(void **state)
{
	static const struct row rows[] = {
		ROW("a\u00a0b", "a|b"),
		/* As French typography sets it before units and signs. */
		ROW("100\u202feuros vrai\u202f!", "100|euros|vrai"),
		ROW("a\u3000b\u2028c", "a|b|c"),
		ROW("a—b–c…d", "a|b|c|d"),
		ROW("«mot» “word” ¿qué?", "mot|word|qué"),
		ROW("ﬁne Ｆｕｌｌ", "ﬁne|Ｆｕｌｌ"),
		ROW("١٢٣ ١٬٢٣٤ १२", "١٢٣|١٬٢٣٤|१२"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void bytes_that_are_no_utf8_separate(void **state)
{
	static const struct row rows[] = {
		ROW("ab\xff cd", "ab|cd"),
		ROW("ab\xff"
		    "cd",
		    "ab|cd"),
		ROW("\xff\xfe\x80", ""),
		ROW("a\xc3", "a"),
		ROW("a\xe2\x80", "a"),
		ROW("a\xf0\x9f\x8e", "a"),
		ROW("\xc0\xafx", "x"),
		ROW("\xed\xa0\x80z", "z"),
		ROW("\xf4\x90\x80\x80z", "z"),
		ROW("l'\xc3", "l"),
		ROW("a_\xff", "a"),
		ROW("1.\xe0", "1"),
	};

	(void)state;
	check(rows, COUNT(rows));
}

/* The query splits what somebody copied out of a text. */
static void a_token_alone_is_the_same_token(void **state)
{
	static const char *const pieces[] = {
		"a",	  "L",	    "qu",   "1", "23",	   "'",	     "’",
		"_",	  ".",	    ",",    ":", "\u0301", "\u200c", " ",
		"水",	  "カ",	    "น",    "้",	 "ש",	   "\u05f4", "ह",
		"्",	  "ß",	    "\xff", "·", "\n",	   "ي",	     "١",
		"\u00ad", "\u200d", "€",    "𝐀", "-",	   "&",	     "+",
		"#",	  "@",	    "🎉",    "🇩", "🏽",   "한",     "\u1161",
	};

	(void)state;
	for (int run = 0; run < 20000; run++) {
		struct buf text = BUF_INIT, tokens = BUF_INIT;
		size_t start = 0;

		for (unsigned int n = random_below(12); n-- > 0;)
			buf_add_str(
				&text,
				str_of(pieces[random_below(COUNT(pieces))]));
		split(buf_view(&text), &tokens);
		for (size_t i = 0; tokens.len && i <= tokens.len; i++) {
			struct buf again = BUF_INIT;
			struct str token;

			if (i < tokens.len && tokens.p[i] != '|')
				continue;
			token = str_make(tokens.p + start, i - start);
			split(token, &again);
			if (!str_eq(buf_view(&again), token))
				fail_msg("run %d: in '%.*s' '%.*s' is a token, "
					 "alone it is '%.*s'",
					 run, STR_ARG(buf_view(&text)),
					 STR_ARG(token),
					 STR_ARG(buf_view(&again)));
			buf_release(&again);
			start = i + 1;
		}
		buf_release(&text);
		buf_release(&tokens);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(separates_words_of_ascii),
		cmocka_unit_test(stops_separate_letters_and_join_digits),
		cmocka_unit_test(apostrophes_join_but_not_elisions),
		cmocka_unit_test(underscores_join_what_stands_on_both_sides),
		cmocka_unit_test(scripts_without_spaces_give_a_token_a_letter),
		cmocka_unit_test(marks_and_joiners_belong_to_their_word),
		cmocka_unit_test(an_emoji_is_a_token_with_what_modifies_it),
		cmocka_unit_test(a_token_knows_what_stands_around_it),
		cmocka_unit_test(wide_blanks_and_signs_separate),
		cmocka_unit_test(bytes_that_are_no_utf8_separate),
		cmocka_unit_test(a_token_alone_is_the_same_token),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
