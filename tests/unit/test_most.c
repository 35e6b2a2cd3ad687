/*
 * Tests of query/most: which words of a query say enough.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/most.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void rare_words_say_more(void **state)
{
	(void)state;
	assert_true(most_bits(1000, 0) == 0);
	for (uint32_t n = 1; n <= 1000; n++) {
		assert_true(most_bits(1000, n) > 0);
		assert_true(n == 1 ||
			    most_bits(1000, n) < most_bits(1000, n - 1));
	}
	/* Half of all is a bit. */
	assert_true(most_bits(1000, 500) > 0.99 && most_bits(1000, 500) < 1.01);
}

static void a_third_of_the_rarest_suffices(void **state)
{
	(void)state;
	assert_true(most_suffices(9, 9));
	assert_true(most_suffices(3.01, 9));
	assert_false(most_suffices(2.99, 9));
	/* A word of no article says nothing, unless all words are such. */
	assert_false(most_suffices(0, 5));
	assert_true(most_suffices(0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rare_words_say_more),
		cmocka_unit_test(a_third_of_the_rarest_suffices),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("most", tests, NULL, NULL);
}
