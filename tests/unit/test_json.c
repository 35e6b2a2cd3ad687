/*
 * Tests of base/json: the writer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/json.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void write_sample(struct json *j)
{
	json_object(j);
	json_key(j, "total");
	json_int(j, 12);
	json_key(j, "hits");
	json_array(j);
	json_str(j, STR("a"));
	json_object(j);
	json_end(j);
	json_array(j);
	json_end(j);
	json_null(j);
	json_end(j);
	json_key_str(j, str_head(STR("moreover"), 4));
	json_object(j);
	json_key(j, "yes");
	json_bool(j, true);
	json_key(j, "no");
	json_bool(j, false);
	json_end(j);
	json_end(j);
}

static void places_commas_and_colons(void **state)
{
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	json_init(&j, &b, 0);
	write_sample(&j);
	assert_string_equal(b.p, "{\"total\":12,\"hits\":[\"a\",{},[],null],"
				 "\"more\":{\"yes\":true,\"no\":false}}");
	buf_release(&b);
}

static void indents_by_two_spaces_a_level(void **state)
{
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	json_init(&j, &b, JSON_INDENT);
	write_sample(&j);
	assert_string_equal(b.p, "{\n"
				 "  \"total\": 12,\n"
				 "  \"hits\": [\n"
				 "    \"a\",\n"
				 "    {},\n"
				 "    [],\n"
				 "    null\n"
				 "  ],\n"
				 "  \"more\": {\n"
				 "    \"yes\": true,\n"
				 "    \"no\": false\n"
				 "  }\n"
				 "}");
	buf_release(&b);
}

static void a_text_may_be_one_plain_value(void **state)
{
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	json_init(&j, &b, JSON_INDENT);
	json_int(&j, INT64_MIN);
	assert_string_equal(b.p, "-9223372036854775808");
	buf_clear(&b);
	json_init(&j, &b, 0);
	json_int(&j, INT64_MAX);
	assert_string_equal(b.p, "9223372036854775807");
	buf_release(&b);
}

static void escapes_what_json_html_or_a_terminal_would_take(void **state)
{
	static const struct {
		struct str in;
		const char *out;
	} cases[] = {
		{ STR_INIT(""), "\"\"" },
		{ STR_INIT("caf\xc3\xa9"), "\"caf\xc3\xa9\"" },
		{ STR_INIT("\"\\/"), "\"\\\"\\\\/\"" },
		{ STR_INIT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
		{ STR_INIT("\0\x01\x1f "), "\"\\u0000\\u0001\\u001f \"" },
		{ STR_INIT("\x7f"), "\"\\u007f\"" },
		{ STR_INIT("\xc2\x80\xc2\x9f"), "\"\\u0080\\u009f\"" },
		{ STR_INIT("\xc2\xa0"), "\"\xc2\xa0\"" },
		{ STR_INIT("</script>"), "\"\\u003c/script\\u003e\"" },
		{ STR_INIT("a&b"), "\"a\\u0026b\"" },
		{ STR_INIT("\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa"),
		  "\"\xe2\x80\xa7\\u2028\\u2029\xe2\x80\xaa\"" },
		{ STR_INIT("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\"" },
	};
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		json_init(&j, &b, 0);
		json_str(&j, cases[i].in);
		assert_string_equal(b.p, cases[i].out);
	}
	buf_clear(&b);
	json_init(&j, &b, 0);
	json_object(&j);
	json_key(&j, "<\"\xff");
	json_str(&j, str_make(NULL, 0));
	json_end(&j);
	assert_string_equal(b.p, "{\"\\u003c\\\"" UTF8_REPLACEMENT "\":\"\"}");
	buf_release(&b);
}

static void broken_utf8_becomes_replacement_characters(void **state)
{
#define R UTF8_REPLACEMENT
	static const struct {
		struct str in;
		const char *out;
	} cases[] = {
		{ STR_INIT("a\xff"
			   "b"),
		  "\"a" R "b\"" },
		{ STR_INIT("\x80\x80"), "\"" R R "\"" },
		/* Table 3-8 of The Unicode Standard: overlong forms. */
		{ STR_INIT("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82"
			   "A"),
		  "\"" R R R R R R R R "A\"" },
		/* Table 3-9: surrogates. */
		{ STR_INIT("\xed\xa0\x80\xed\xbf\xbf\xed\xaf"
			   "A"),
		  "\"" R R R R R R R R "A\"" },
		/* Table 3-10: above U+10FFFF. */
		{ STR_INIT("\xf4\x91\x92\x93\xff"
			   "A\x80\xbf"
			   "B"),
		  "\"" R R R R R "A" R R "B\"" },
		/* Table 3-11: characters that break off. */
		{ STR_INIT("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
			   "A"),
		  "\"" R R R R "A\"" },
		{ STR_INIT("\xe2\x82"), "\"" R "\"" },
		{ STR_INIT("\xf0\x9f\x98"), "\"" R "\"" },
	};
#undef R
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		json_init(&j, &b, 0);
		json_str(&j, cases[i].in);
		assert_string_equal(b.p, cases[i].out);
	}
	buf_release(&b);
}

static void any_bytes_give_valid_utf8(void **state)
{
	struct buf b = BUF_INIT;
	struct json j;
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char bytes[32];

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
		}
		buf_clear(&b);
		json_init(&j, &b, 0);
		json_str(&j, str_make(bytes, sizeof(bytes)));
		assert_int_equal(utf8_invalid(buf_view(&b)), b.len);
		assert_int_equal(strcspn(b.p, "<>&\n"), b.len);
	}
	buf_release(&b);
}

static const char *print_double(struct buf *b, double value)
{
	struct json j;

	buf_clear(b);
	json_init(&j, b, 0);
	json_double(&j, value);
	return b->p;
}

static const char *print_fixed(struct buf *b, double value, int digits)
{
	struct json j;

	buf_clear(b);
	json_init(&j, b, 0);
	json_fixed(&j, value, digits);
	return b->p;
}

static void doubles_are_short_and_exact(void **state)
{
	static const struct {
		double value;
		const char *out;
	} cases[] = {
		{ 0.0, "0" },
		{ -0.0, "-0" },
		{ 1.0, "1" },
		{ -2.5, "-2.5" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 1e15, "1e+15" },
		{ 123456789012345.0, "123456789012345" },
		{ 9007199254740993.0, "9007199254740992" },
		{ 1e21, "1e+21" },
		{ 1e-7, "1e-07" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ 5e-324, "4.94065645841247e-324" },
		{ (double)NAN, "null" },
		{ (double)INFINITY, "null" },
		{ -(double)INFINITY, "null" },
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(print_double(&b, cases[i].value),
				    cases[i].out);
	buf_release(&b);
}

static void any_double_reads_back(void **state)
{
	struct buf b = BUF_INIT;
	uint64_t seed = 42;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		double value, back;

		seed = seed * UINT64_C(6364136223846793005) +
		       UINT64_C(1442695040888963407);
		memcpy(&value, &seed, sizeof(value));
		if (!isfinite(value))
			continue;
		back = strtod(print_double(&b, value), NULL);
		if (memcmp(&back, &value, sizeof(back)))
			fail_msg("%a became %s", value, b.p);
	}
	buf_release(&b);
}

static void fixed_numbers_have_their_digits(void **state)
{
	static const struct {
		double value;
		int digits;
		const char *out;
	} cases[] = {
		{ 0, 0, "0" },
		{ 1.25, 1, "1.2" },
		{ 2.0, 3, "2.000" },
		{ -0.5, 2, "-0.50" },
		{ 99.999, 2, "100.00" },
		{ 1e15, 1, "1000000000000000.0" },
		{ (double)NAN, 2, "null" },
		{ (double)INFINITY, 0, "null" },
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
			print_fixed(&b, cases[i].value, cases[i].digits),
			cases[i].out);
	/* The longest number there is: sign, 309 digits, point, 17 digits. */
	assert_int_equal(strlen(print_fixed(&b, -DBL_MAX, 17)), 328);
	assert_true(strtod(b.p, NULL) == -DBL_MAX);
	buf_release(&b);
}

static void the_point_does_not_follow_the_locale(void **state)
{
	static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8",
					     "fr_FR.UTF-8", "ps_AF.UTF-8",
					     "ps_AF" };
	struct buf b = BUF_INIT;
	size_t tried = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!setlocale(LC_ALL, names[i]) ||
		    !strcmp(localeconv()->decimal_point, "."))
			continue;
		tried++;
		assert_string_equal(print_double(&b, -1234567.5), "-1234567.5");
		assert_string_equal(print_double(&b, 0.1 + 0.2),
				    "0.30000000000000004");
		assert_string_equal(print_double(&b, 1.5e300), "1.5e+300");
		assert_string_equal(print_fixed(&b, 2.5, 2), "2.50");
	}
	setlocale(LC_ALL, "C");
	buf_release(&b);
	/* Not skip(): cmocka 1.1.5 reports it as "not ok", a failure to prove.
	 */
	if (!tried)
		fputs("# skipped: no locale here has a decimal comma\n",
		      stderr);
}

static void a_full_buf_is_the_bufs_failure(void **state)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	struct json j;

	(void)state;
	b.max = 10;
	json_init(&j, &b, 0);
	write_sample(&j);
	assert_int_equal(buf_check(&b, &err), ERR_LIMIT);
	assert_true(b.len <= 10);
	buf_release(&b);
}

static void value_without_key(struct json *j)
{
	json_object(j);
	json_int(j, 1);
}

static void key_in_array(struct json *j)
{
	json_array(j);
	json_key(j, "a");
}

static void key_at_top(struct json *j)
{
	json_key(j, "a");
}

static void key_after_key(struct json *j)
{
	json_object(j);
	json_key(j, "a");
	json_key(j, "b");
}

static void end_after_key(struct json *j)
{
	json_object(j);
	json_key(j, "a");
	json_end(j);
}

static void end_of_nothing(struct json *j)
{
	json_end(j);
}

static void second_value(struct json *j)
{
	json_null(j);
	json_null(j);
}

static void too_deep(struct json *j)
{
	for (int i = 0; i <= JSON_DEPTH_MAX; i++)
		json_array(j);
}

static void too_many_digits(struct json *j)
{
	json_fixed(j, 1, 18);
}

static void negative_digits(struct json *j)
{
	json_fixed(j, 1, -1);
}

static void misuse_is_a_bug(void **state)
{
	static void (*const cases[])(struct json *) = {
		value_without_key, key_in_array,    key_at_top,	  key_after_key,
		end_after_key,	   end_of_nothing,  second_value, too_deep,
		too_many_digits,   negative_digits,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			struct buf b = BUF_INIT;
			struct json j;

			if (!freopen("/dev/null", "w", stderr))
				_exit(1);
			json_init(&j, &b, 0);
			cases[i](&j);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
}

static void nests_as_deep_as_stated(void **state)
{
	struct buf b = BUF_INIT;
	struct json j;

	(void)state;
	json_init(&j, &b, JSON_INDENT);
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		json_array(&j);
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		json_end(&j);
	assert_int_equal(j.depth, 0);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_commas_and_colons),
		cmocka_unit_test(indents_by_two_spaces_a_level),
		cmocka_unit_test(a_text_may_be_one_plain_value),
		cmocka_unit_test(
			escapes_what_json_html_or_a_terminal_would_take),
		cmocka_unit_test(broken_utf8_becomes_replacement_characters),
		cmocka_unit_test(any_bytes_give_valid_utf8),
		cmocka_unit_test(doubles_are_short_and_exact),
		cmocka_unit_test(any_double_reads_back),
		cmocka_unit_test(fixed_numbers_have_their_digits),
		cmocka_unit_test(the_point_does_not_follow_the_locale),
		cmocka_unit_test(a_full_buf_is_the_bufs_failure),
		cmocka_unit_test(misuse_is_a_bug),
		cmocka_unit_test(nests_as_deep_as_stated),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
