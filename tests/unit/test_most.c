/*
 * Tests of query/most: which words of a query are most of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/most.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/random.h"

/* The choices as words: "a bc" are the first alone, and the two others. */
static void show(const double *bits, size_t count, char *out)
{
	uint8_t choices[MOST_CHOICES];
	size_t found = most_choices(bits, count, choices);

	for (size_t i = 0; i < found; i++) {
		if (i)
			*out++ = ' ';
		for (unsigned int word = 0; word < count; word++) {
			if (choices[i] >> word & 1)
				*out++ = (char)('a' + word);
		}
	}
	*out = '\0';
}

static void check(const double *bits, size_t count, const char *expected)
{
	char out[MOST_CHOICES * (MOST_WORDS + 1) + 1];

	show(bits, count, out);
	assert_string_equal(out, expected);
}

static void a_quarter_of_the_bits_is_most(void **state)
{
	(void)state;
	/* Each says that much: any will do. */
	check((double[]){ 5 }, 1, "");
	check((double[]){ 5, 5 }, 2, "");
	check((double[]){ 5, 5, 5, 5 }, 4, "");
	check((double[]){ 1, 3 }, 2, "");
	/* One that says less is none by itself. */
	check((double[]){ 1, 4 }, 2, "b");
	check((double[]){ 1, 8, 8 }, 3, "b c");
	/* Of five and more it takes two. */
	check((double[]){ 5, 5, 5, 5, 5 }, 5, "ab ac bc ad bd cd ae be ce de");
	check((double[]){ 9, 2, 2, 2, 2 }, 5, "a bcd bce bde cde");
	/* A word of no article says nothing, and is in no choice. */
	check((double[]){ 0, 5 }, 2, "b");
}

static void of_many_words_any_will_do(void **state)
{
	static const double bits[MOST_WORDS + 1] = { 1, 9, 9, 9, 9, 9, 9 };
	uint8_t choices[MOST_CHOICES];

	(void)state;
	assert_int_equal(most_choices(bits, MOST_WORDS + 1, choices), 0);
	assert_int_equal(most_choices(bits, MOST_WORDS, choices), 10);
}

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

/* By the definition: what has a quarter of the bits has one of the choices
 * whole, and nothing else has. */
static void choices_are_what_has_a_quarter(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		double bits[MOST_WORDS], sum = 0;
		size_t count = 1 + random_below(MOST_WORDS);
		uint8_t choices[MOST_CHOICES];
		size_t found;

		for (size_t i = 0; i < count; i++)
			sum += bits[i] = random_below(160) / 8.0;
		found = most_choices(bits, count, choices);
		for (unsigned int has = 1; has < 1u << count; has++) {
			double own = 0;
			bool chosen = found == 0;

			for (size_t i = 0; i < count; i++)
				own += has >> i & 1 ? bits[i] : 0;
			for (size_t i = 0; i < found; i++)
				chosen |= (has & choices[i]) == choices[i];
			assert_int_equal(chosen, own >= sum / 4);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quarter_of_the_bits_is_most),
		cmocka_unit_test(of_many_words_any_will_do),
		cmocka_unit_test(rare_words_say_more),
		cmocka_unit_test(choices_are_what_has_a_quarter),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("most", tests, NULL, NULL);
}
