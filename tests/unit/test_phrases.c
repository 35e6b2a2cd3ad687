/*
 * Tests of server/phrases.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static size_t count_places(struct str text)
{
	size_t count = 0;

	for (; text.len; text = str_skip(text, 1))
		count += str_starts(text, STR("{}"));
	return count;
}

static void check_phrase(unsigned int language, enum phrase which)
{
	struct str text = phrase(language, which);

	if (text.len == 0 || utf8_invalid(text) != text.len ||
	    memchr(text.p, '<', text.len) || memchr(text.p, '&', text.len) ||
	    count_places(text) != count_places(phrase(PHRASES_EN, which)))
		fail_msg("phrase %d of %s: '%.*s'", (int)which,
			 phrases_code(language).p, STR_ARG(text));
}

static void each_language_says_all(void **state)
{
	(void)state;
	for (unsigned int language = 0; language < PHRASES_COUNT; language++) {
		for (unsigned int i = 0; i < PHRASE_COUNT; i++)
			check_phrase(language, (enum phrase)i);
	}
}

/* Only what is the same in some other language may be as in English. */
static void no_language_is_left_in_english(void **state)
{
	(void)state;
	for (unsigned int language = 1; language < PHRASES_COUNT; language++) {
		unsigned int same = 0;

		for (unsigned int i = 0; i < PHRASE_COUNT; i++)
			same += str_eq(phrase(language, (enum phrase)i),
				       phrase(PHRASES_EN, (enum phrase)i));
		if (same > 4)
			fail_msg("%u of %s", same, phrases_code(language).p);
	}
}

static void the_language_is_the_one_that_is_liked_most(void **state)
{
	static const struct {
		const char *value;
		unsigned int language;
	} cases[] = {
		{ "", PHRASES_ES },
		{ "fr", PHRASES_FR },
		{ "FR-ca", PHRASES_FR },
		{ "zh-Hant-TW, en;q=0.5", PHRASES_ZH },
		{ "nl, pt;q=0.9", PHRASES_ES },
		{ "nl, de;q=0.4", PHRASES_DE },
		{ "en;q=0.5, ur;q=0.7", PHRASES_UR },
		{ "en;q=0.5,ja;q=0.51,fa;q=0.501", PHRASES_JA },
		{ "ar, fa", PHRASES_AR },
		{ "ar;q=0, fa;q=0.001", PHRASES_FA },
		{ "ar;q=0.0", PHRASES_ES },
		{ "ar ; Q=1.000 , fa", PHRASES_AR },
		{ "*", PHRASES_ES },
		{ "fr;q=, ja;q=x, de;q", PHRASES_ES },
		{ "fr;q=0.9x", PHRASES_ES },
		{ "fr;q=0.99999999999999999999, de", PHRASES_DE },
		{ ",,;,;q=1,", PHRASES_ES },
		{ "fra, deutsch, e, -, -fr", PHRASES_ES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (phrases_choose(str_of(cases[i].value), PHRASES_ES) !=
		    cases[i].language)
			fail_msg("'%s'", cases[i].value);
	}
}

static void numbers_are_those_of_the_language(void **state)
{
	static const struct {
		unsigned int language;
		unsigned long long n;
		const char *text;
	} cases[] = {
		{ PHRASES_EN, 0, "0" },
		{ PHRASES_EN, 999, "999" },
		{ PHRASES_EN, 4061, "4,061" },
		{ PHRASES_EN, 1000000, "1,000,000" },
		{ PHRASES_EN, 18446744073709551615ull,
		  "18,446,744,073,709,551,615" },
		{ PHRASES_FR, 4061, "4\u202f061" },
		{ PHRASES_DE, 4061, "4.061" },
		{ PHRASES_ES, 4061, "4061" },
		{ PHRASES_ES, 14061, "14.061" },
		{ PHRASES_FA, 4061, "۴٬۰۶۱" },
		{ PHRASES_AR, 4061, "4,061" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_INIT;

		phrases_number(cases[i].language, cases[i].n, &out);
		assert_string_equal(out.p, cases[i].text);
		buf_release(&out);
	}
}

static void dates_are_those_of_the_language(void **state)
{
	static const struct {
		unsigned int language;
		const char *date, *text;
	} cases[] = {
		{ PHRASES_EN, "2025-10-26", "26 October 2025" },
		{ PHRASES_EN, "2025-10", "October 2025" },
		{ PHRASES_EN, "2025", "2025" },
		{ PHRASES_EN, "2025-01-02T03:04:05Z", "2 January 2025" },
		{ PHRASES_FR, "2025-12-01", "1 décembre 2025" },
		{ PHRASES_DE, "2025-03-09", "9. März 2025" },
		{ PHRASES_ES, "2025-09-26", "26 de septiembre de 2025" },
		{ PHRASES_ES, "2025-09", "septiembre de 2025" },
		{ PHRASES_UR, "2024-05-17", "17 مئی، 2024" },
		{ PHRASES_FA, "2024-05-17", "۱۷ مه ۲۰۲۴" },
		{ PHRASES_AR, "2024-02-17", "17 فبراير 2024" },
		{ PHRASES_JA, "2024-05-17", "2024年5月17日" },
		{ PHRASES_ZH, "2024-12", "2024年12月" },
		{ PHRASES_ZH, "2024", "2024年" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_INIT;
		struct date date;

		assert_true(date_parse(str_of(cases[i].date), &date));
		phrases_date(cases[i].language, &date, &out);
		assert_string_equal(out.p, cases[i].text);
		buf_release(&out);
	}
}

/* The search page said them as terminals do. */
static void english_dates_are_those_of_the_command(void **state)
{
	(void)state;
	for (int month = 1; month <= 12; month++) {
		struct date date = { .precision = DATE_DAY,
				     .year = 2025,
				     .month = month,
				     .day = 7 };
		char text[DATE_TEXT_SIZE];
		struct buf out = BUF_INIT;

		date_format_long(&date, text);
		phrases_date(PHRASES_EN, &date, &out);
		assert_string_equal(out.p, text);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_language_says_all),
		cmocka_unit_test(no_language_is_left_in_english),
		cmocka_unit_test(the_language_is_the_one_that_is_liked_most),
		cmocka_unit_test(numbers_are_those_of_the_language),
		cmocka_unit_test(dates_are_those_of_the_language),
		cmocka_unit_test(english_dates_are_those_of_the_command),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("phrases", tests, NULL, NULL);
}
