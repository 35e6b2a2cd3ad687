/*
 * Tests of text/stop: the words of each list are as the index has them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/fold.h"
#include "text/language.h"
#include "text/tokens.h"

/* The next word of a list; false at its end. */
static bool next(struct str *rest, struct str *word)
{
	if (rest->len == 0)
		return false;
	*word = str_head(*rest, str_find(*rest, ' '));
	*rest = str_skip(*rest, word->len + 1);
	return true;
}

static void check_folded(const char *code, struct str word)
{
	struct buf folded = BUF_INIT;
	struct tokens tokens;
	struct token token;

	fold_word(word, &folded);
	if (!str_eq(buf_view(&folded), word))
		fail_msg("%s: '%.*s' folds to '%.*s'", code, STR_ARG(word),
			 STR_ARG(buf_view(&folded)));
	buf_release(&folded);
	tokens_init(&tokens, word);
	if (!tokens_next(&tokens, &token) || token.start != 0 ||
	    token.end != word.len)
		fail_msg("%s: '%.*s' is not one word", code, STR_ARG(word));
}

static void each_is_a_folded_word_and_there_once(void **state)
{
	(void)state;
	assert_string_equal(stop_words[LANGUAGE_NONE], "");
	for (unsigned int i = 1; i < LANGUAGE_COUNT; i++) {
		const char *code = language_rows[i].code;
		struct str rest = str_of(stop_words[i]), word;
		struct str before = str_make(NULL, 0);
		size_t count = 0;

		for (; next(&rest, &word); count++) {
			check_folded(code, word);
			if (str_cmp(before, word) >= 0)
				fail_msg("%s: '%.*s' is out of order", code,
					 STR_ARG(word));
			assert_true(stop_has(i, word));
			before = word;
		}
		if (count < 40 || count > 210)
			fail_msg("%s has %zu words", code, count);
	}
}

/* Of one character only words that are written so, not what a sign parts from
 * others (l'eau), nor what programs are called. */
static void single_letters_are_words(void **state)
{
	static const char *const letters[LANGUAGE_COUNT] = {
		[1] = "و",		  /* ar */
		[2] = "a i o",		  /* ca */
		[3] = "i",		  /* da */
		[5] = "a i",		  /* en */
		[6] = "a e o u y",	  /* es */
		[9] = "a y",		  /* fr */
		[10] = "a e i o",	  /* ga */
		[11] = "a e o s",	  /* hu */
		[12] = "է",		  /* hy */
		[14] = "a e i o",	  /* it */
		[15] = "i o",		  /* lt */
		[16] = "उ ऊ छ त म र",	  /* ne */
		[17] = "u",		  /* nl */
		[18] = "i",		  /* no */
		[19] = "a e o",		  /* pt */
		[20] = "a e i o",	  /* ro */
		[21] = "а в и к о с у я", /* ru */
		[22] = "i",		  /* sv */
		[24] = "o",		  /* tr */
	};

	(void)state;
	for (unsigned int i = 0; i < LANGUAGE_COUNT; i++) {
		struct str rest = str_of(stop_words[i]), word, one;
		struct str allowed = str_of(letters[i]);

		while (next(&rest, &word)) {
			size_t bytes = (unsigned char)word.p[0] < 0x80	 ? 1
				       : (unsigned char)word.p[0] < 0xE0 ? 2
									 : 3;

			if (word.len != bytes)
				continue;
			if (!next(&allowed, &one) || !str_eq(one, word))
				fail_msg("%s: '%.*s'", language_rows[i].code,
					 STR_ARG(word));
		}
		assert_int_equal(allowed.len, 0);
	}
}

static void a_list_is_that_of_its_language(void **state)
{
	static const struct {
		const char *code, *words, *others;
	} rows[] = {
		{ "ar", "من الذی", "کتاب" },
		{ "ca", "amb perque", "cap us" },
		{ "da", "og ikke", "far" },
		{ "de", "die und wurde uber", "waren haus" },
		{ "en", "the dont would", "die shell id" },
		{ "es", "los tambien", "casa ti" },
		{ "eu", "eta dira", "etxe arte" },
		{ "fi", "ja minun", "talo koko" },
		{ "fr", "les etait", "ete or maison l c" },
		{ "ga", "agus bhfuil", "teach" },
		{ "hu", "hogy volt", "jo" },
		{ "hy", "համար", "տուն" },
		{ "id", "yang dengan", "rumah baru" },
		{ "it", "della perche", "ai casa" },
		{ "lt", "kad yra", "namas" },
		{ "ne", "हुन्छ", "घर" },
		{ "nl", "het een", "huis" },
		{ "no", "ikke ikkje", "hus" },
		{ "pt", "nao uma", "casa" },
		{ "ro", "este pentru", "casa mai" },
		{ "ru", "что это", "дом" },
		{ "sv", "och inte", "manga" },
		{ "ta", "ஒரு", "வீடு" },
		{ "tr", "icin bir", "ev" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned int n = language_of(str_of(rows[i].code));
		struct str words = str_of(rows[i].words), word;
		struct str others = str_of(rows[i].others);

		assert_int_equal(n, i + 1);
		while (next(&words, &word)) {
			if (!stop_has(n, word))
				fail_msg("%s lacks '%.*s'", rows[i].code,
					 STR_ARG(word));
		}
		while (next(&others, &word)) {
			if (stop_has(n, word))
				fail_msg("%s has '%.*s'", rows[i].code,
					 STR_ARG(word));
		}
		assert_false(stop_has(n, STR("")));
		assert_false(stop_has(LANGUAGE_NONE, words));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_a_folded_word_and_there_once),
		cmocka_unit_test(single_letters_are_words),
		cmocka_unit_test(a_list_is_that_of_its_language),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
