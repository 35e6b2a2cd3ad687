/*
 * Tests of query/slips: which slips are likely.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/slips.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static double cost(const char *typed, const char *meant)
{
	return slips_cost(str_of(typed), str_of(meant));
}

static void no_slip_costs_nothing(void **state)
{
	(void)state;
	assert_true(cost("", "") == 0);
	assert_true(cost("water", "water") == 0);
	assert_true(cost("réforme", "réforme") == 0);
}

/* What was typed, what was more likely meant, and what less. */
static void likely_slips_cost_less(void **state)
{
	static const char *const rows[][3] = {
		/* a key beside the one meant, or above it */
		{ "hpuse", "house", "hause" },
		{ "wster", "water", "wlter" },
		{ "wzter", "water", "wlter" },
		/* a letter doubled, or not */
		{ "comittee", "committee", "comixttee" },
		{ "untill", "until", "untilk" },
		/* two that changed places */
		{ "wtaer", "water", "wsaer" },
		/* a vowel for another, and letters that sound alike */
		{ "definately", "definitely", "defintely" },
		{ "akademy", "academy", "abademy" },
		/* one slip, not two */
		{ "watr", "water", "wader" },
		/* not the first letter */
		{ "wbter", "wxter", "xbter" },
		{ "ater", "atter", "water" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (cost(rows[i][0], rows[i][1]) >=
		    cost(rows[i][0], rows[i][2]))
			fail_msg("%s: %s costs %.2f, %s %.2f", rows[i][0],
				 rows[i][1], cost(rows[i][0], rows[i][1]),
				 rows[i][2], cost(rows[i][0], rows[i][2]));
	}
}

static void what_follows_a_beginning_costs_nothing(void **state)
{
	static const struct {
		const char *typed, *word, *head;
	} rows[] = {
		{ "wat", "waterways", "wat" },
		{ "watre", "waterways", "water" },
		{ "watr", "waterways", "water" },
		{ "waterr", "water", "water" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double least = slips_cost_of_beginning(str_of(rows[i].typed),
						       str_of(rows[i].word));

		assert_true(least == cost(rows[i].typed, rows[i].head));
	}
	assert_true(slips_cost_of_beginning(STR("water"), STR("wat")) ==
		    cost("water", "wat"));
}

static void costs_of_words_of_any_length_are_bounded(void **state)
{
	char longest[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(longest); i++)
		longest[i] = (char)('a' + i % 26);
	assert_true(slips_cost(str_make(longest, sizeof(longest)), STR("")) <
		    100);
	assert_true(slips_cost(STR("\xff\xfe"), STR("water")) < 100);
}

/* Is it one of the spellings of a word? */
static bool sounds_like(const char *word, const char *other)
{
	struct buf b = BUF_INIT;
	bool found = false;

	for (size_t i = 0; slips_sound(str_of(word), i, &b); i++) {
		found = found || str_eq(buf_view(&b), str_of(other));
		buf_clear(&b);
	}
	assert_int_equal(b.len, 0);
	buf_release(&b);
	return found;
}

static void spells_sounds_otherwise(void **state)
{
	static const char *const rows[][2] = {
		{ "fotograf", "photograf" },
		{ "photograf", "photograph" },
		{ "kwality", "quality" },
		{ "nife", "knife" },
		{ "recieve", "receive" },
		{ "independance", "independence" },
		{ "encyclopaedia", "encyclopedia" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!sounds_like(rows[i][0], rows[i][1]))
			fail_msg("%s is not spelt %s", rows[i][0], rows[i][1]);
	}
	assert_false(sounds_like("water", "water"));
	assert_false(sounds_like("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_slip_costs_nothing),
		cmocka_unit_test(likely_slips_cost_less),
		cmocka_unit_test(what_follows_a_beginning_costs_nothing),
		cmocka_unit_test(costs_of_words_of_any_length_are_bounded),
		cmocka_unit_test(spells_sounds_otherwise),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
