/*
 * Tests of server/request.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

static struct arena arena = ARENA_INIT(1 << 20);
static struct request request;
static struct err err;

static int parse(struct str target)
{
	err_clear(&err);
	arena_clear(&arena);
	return request_parse(target, &arena, &request, &err);
}

static void expect_param(size_t i, struct str name, struct str value)
{
	assert_true(i < request.param_count);
	assert_true(str_eq(request.params[i].name, name));
	assert_true(str_eq(request.params[i].value, value));
	assert_int_equal(request.params[i].name.p[name.len], '\0');
}

static void a_target_is_a_path_and_parameters(void **state)
{
	(void)state;
	assert_int_equal(parse(STR("/v1/search?q=iran+gas&tag=a%2Cb&x&&y=")),
			 0);
	assert_true(str_eq(request.path, STR("/v1/search")));
	assert_int_equal(request.param_count, 4);
	expect_param(0, STR("q"), STR("iran gas"));
	expect_param(1, STR("tag"), STR("a,b"));
	expect_param(2, STR("x"), STR(""));
	expect_param(3, STR("y"), STR(""));
	assert_int_equal(parse(STR("/")), 0);
	assert_int_equal(request.param_count, 0);
	assert_int_equal(parse(STR("/?a=b=c?d")), 0);
	expect_param(0, STR("a"), STR("b=c?d"));
	/* A path is compared as it was sent. */
	assert_int_equal(parse(STR("/v1%2fsearch")), 0);
	assert_true(str_eq(request.path, STR("/v1%2fsearch")));
}

static void any_bytes_may_be_a_value(void **state)
{
	(void)state;
	assert_int_equal(parse(STR("/?q=%00%ff%0D%0a%25")), 0);
	expect_param(0, STR("q"), STR("\0\xff\r\n%"));
}

static void what_is_malformed_is_refused(void **state)
{
	static const struct str targets[] = {
		STR_INIT(""),	      STR_INIT("*"),
		STR_INIT("v1"),	      STR_INIT("http://a/v1"),
		STR_INIT("/?q=%"),    STR_INIT("/?q=%4"),
		STR_INIT("/?q=%4g"),  STR_INIT("/?q=%u00e9"),
		STR_INIT("/?=a"),     STR_INIT("/?%00=a"),
		STR_INIT("/?a%0d=b"), STR_INIT("/a\tb"),
		STR_INIT("/?a=\x7f"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		if (parse(targets[i]) != ERR_INPUT)
			fail_msg("'%.*s' is taken", STR_ARG(targets[i]));
	}
}

static void length_and_number_have_limits(void **state)
{
	struct buf target = BUF_INIT;

	(void)state;
	buf_add_char(&target, '/');
	while (target.len < LIMIT_HTTP_TARGET)
		buf_add_char(&target, 'a');
	assert_int_equal(parse(buf_view(&target)), 0);
	buf_add_char(&target, 'a');
	assert_int_equal(parse(buf_view(&target)), ERR_LIMIT);
	buf_clear(&target);
	buf_add_str(&target, STR("/?"));
	for (int i = 0; i < LIMIT_HTTP_PARAMETERS; i++)
		buf_add_str(&target, STR("a&"));
	assert_int_equal(parse(buf_view(&target)), 0);
	assert_int_equal(request.param_count, LIMIT_HTTP_PARAMETERS);
	buf_add_str(&target, STR("a"));
	assert_int_equal(parse(buf_view(&target)), ERR_INPUT);
	buf_release(&target);
}

static void a_number_has_bounds(void **state)
{
	static const char *const wrong[] = { "",    "x",   "-1",      "+1",
					     " 1",  "1 ",  "12",      "0x1",
					     "1.0", "1e0", "99999999" };
	unsigned int n = 7;

	(void)state;
	assert_int_equal(parse(STR("/?n=11")), 0);
	assert_int_equal(request_number(&request, "m", 1, 11, &n, &err), 0);
	assert_int_equal(n, 7);
	assert_int_equal(request_number(&request, "n", 1, 11, &n, &err), 0);
	assert_int_equal(n, 11);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		request.params[0].value = str_of(wrong[i]);
		err_clear(&err);
		if (request_number(&request, "n", 1, 11, &n, &err) != ERR_USAGE)
			fail_msg("'%s' is taken", wrong[i]);
	}
}

static void a_flag_is_yes_or_no(void **state)
{
	bool on = false;

	(void)state;
	assert_int_equal(parse(STR("/?a=1&b=true&c=0&d=false&e=&f=yes")), 0);
	assert_int_equal(request_flag(&request, "a", &on, &err), 0);
	assert_true(on);
	assert_int_equal(request_flag(&request, "c", &on, &err), 0);
	assert_false(on);
	assert_int_equal(request_flag(&request, "b", &on, &err), 0);
	assert_true(on);
	assert_int_equal(request_flag(&request, "d", &on, &err), 0);
	assert_false(on);
	assert_int_equal(request_flag(&request, "e", &on, &err), ERR_USAGE);
	err_clear(&err);
	assert_int_equal(request_flag(&request, "f", &on, &err), ERR_USAGE);
}

static void names_are_checked(void **state)
{
	static const char *const names[] = { "q", "limit", NULL };

	(void)state;
	assert_int_equal(parse(STR("/?q=a&tag=b&tag=c")), 0);
	assert_int_equal(request_check(&request, names, false, &err), 0);
	assert_int_equal(request_check(&request, names, true, &err), ERR_USAGE);
	assert_int_equal(parse(STR("/?q=a&limit=1&q=a")), 0);
	assert_int_equal(request_check(&request, names, false, &err),
			 ERR_USAGE);
	assert_string_equal(err.message, "parameter 'q' is given twice");
}

static bool have_one_name(const char *a, const char *b, bool is_ordered)
{
	struct buf names[2] = { BUF_INIT, BUF_INIT };
	bool is_same;

	assert_int_equal(parse(str_of(a)), 0);
	request_name(&request, is_ordered, &names[0]);
	assert_int_equal(parse(str_of(b)), 0);
	request_name(&request, is_ordered, &names[1]);
	is_same = str_eq(buf_view(&names[0]), buf_view(&names[1]));
	buf_release(&names[0]);
	buf_release(&names[1]);
	return is_same;
}

static void the_order_of_parameters_counts_where_it_shows(void **state)
{
	static const char *const one[] = { "/?q=a&limit=1&tag=b&tag=c",
					   "/?tag=b&limit=1&tag=c&q=%61" };

	(void)state;
	assert_true(have_one_name(one[0], one[1], false));
	assert_false(have_one_name(one[0], one[1], true));
	assert_true(have_one_name(one[0], one[0], true));
	assert_false(have_one_name("/?tag=b&tag=c", "/?tag=c&tag=b", false));
	assert_false(have_one_name("/?q=a&limit=1", "/?q=a&limit=2", false));
	assert_false(have_one_name("/?q=a&b=", "/?q=a", false));
	assert_false(have_one_name("/?q=a", "/v1/search?q=a", false));
	assert_false(have_one_name("/?a=b%26c=d", "/?a=b&c=d", false));
}

static void gzip_is_taken_where_it_is_wanted(void **state)
{
	static const struct {
		const char *value;
		bool taken;
	} cases[] = {
		{ "", false },
		{ "gzip", true },
		{ "GZIP", true },
		{ "br, gzip", true },
		{ "gzip;q=0.5", true },
		{ "br , gzip ; q=1 , x", true },
		{ "gzip;q=0", false },
		{ "gzip;q=0.000", false },
		{ "gzip; q=0 ", false },
		{ "xgzip", false },
		{ "gzip;q=0.001", true },
		{ "br,,", false },
		{ "identity", false },
		{ "*", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (request_takes_gzip(str_of(cases[i].value)) !=
		    cases[i].taken)
			fail_msg("'%s'", cases[i].value);
	}
}

static void text_is_given_where_no_page_is_wanted(void **state)
{
	static const struct {
		const char *value;
		bool wanted;
	} cases[] = {
		{ "", false },
		{ "*/*", false },
		{ "text/plain", true },
		{ "Text/Plain; charset=utf-8", true },
		{ "text/plain;q=0", false },
		{ "text/plain; charset=utf-8; q=0", false },
		{ "text/html,application/xhtml+xml,*/*;q=0.8", false },
		{ "text/html, text/plain", false },
		{ "text/plain, text/html;q=0", true },
		{ "application/json, text/plain, */*", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (request_wants_text(str_of(cases[i].value)) !=
		    cases[i].wanted)
			fail_msg("'%s'", cases[i].value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_is_a_path_and_parameters),
		cmocka_unit_test(any_bytes_may_be_a_value),
		cmocka_unit_test(what_is_malformed_is_refused),
		cmocka_unit_test(length_and_number_have_limits),
		cmocka_unit_test(a_number_has_bounds),
		cmocka_unit_test(a_flag_is_yes_or_no),
		cmocka_unit_test(names_are_checked),
		cmocka_unit_test(the_order_of_parameters_counts_where_it_shows),
		cmocka_unit_test(gzip_is_taken_where_it_is_wanted),
		cmocka_unit_test(text_is_given_where_no_page_is_wanted),
	};
	int failed;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests_name("request", tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
