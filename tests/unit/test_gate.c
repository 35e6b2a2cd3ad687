/*
 * Tests of server/gate.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Parts "METHOD TARGET VERSION\nName: value\n..."; the value is all behind
 * ": ", the name all before. */
static struct gate_head head_of(struct str text)
{
	struct gate_head head = { .header_count = 0 };
	struct str line = str_head(text, str_find(text, '\n'));

	text = str_skip(text, line.len + 1);
	head.method = str_head(line, str_find(line, ' '));
	line = str_skip(line, head.method.len + 1);
	head.target = str_head(line, str_find(line, ' '));
	head.version = str_skip(line, head.target.len + 1);
	while (text.len) {
		size_t colon;

		line = str_head(text, str_find(text, '\n'));
		text = str_skip(text, line.len + 1);
		colon = str_find(line, ':');
		if (head.header_count < LIMIT_HTTP_HEADERS)
			head.headers[head.header_count] = (struct gate_header){
				str_head(line, colon), str_skip(line, colon + 2)
			};
		head.header_count++;
	}
	return head;
}

static void expect(struct str text, unsigned int status)
{
	struct gate_head head = head_of(text);
	const struct gate_verdict *verdict = gate_check(&head);
	unsigned int found = verdict ? verdict->status : 0;

	if (found != status)
		fail_msg("'%.*s': %u, not %u", STR_ARG(text), found, status);
}

static void ordinary_requests_pass(void **state)
{
	(void)state;
	expect(STR("GET / HTTP/1.1\nHost: a"), 0);
	expect(STR("HEAD /x?y HTTP/1.1\nhost: example.org:80\nA: \tb\xc3\xa9"),
	       0);
	expect(STR("OPTIONS / HTTP/1.1\nHOST: [::1]:7700"), 0);
	expect(STR("GET / HTTP/1.0"), 0);
	expect(STR("GET / HTTP/1.1\nHost: a\nContent-Length: 0"), 0);
	expect(STR("GET / HTTP/1.1\nHost: a\nUpgrade: h2c"), 0);
}

static void other_methods_and_versions_are_refused(void **state)
{
	(void)state;
	expect(STR("POST / HTTP/1.1\nHost: a"), 405);
	expect(STR("get / HTTP/1.1\nHost: a"), 405);
	expect(STR("TRACE / HTTP/1.1\nHost: a"), 405);
	expect(STR("GET / HTTP/1.2\nHost: a"), 505);
	expect(STR("GET / HTTP/2.0\nHost: a"), 505);
	expect(STR("GET / "), 505);
}

static void there_is_one_host(void **state)
{
	(void)state;
	expect(STR("GET / HTTP/1.1"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nHost: a"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nhost: b"), 400);
	expect(STR("GET / HTTP/1.0\nHost: a\nHost: b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: "), 400);
	expect(STR("GET / HTTP/1.1\nHost: a b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a/b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: u@a"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a,b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\0b"), 400);
}

static void what_announces_a_body_is_refused(void **state)
{
	(void)state;
	expect(STR("GET / HTTP/1.1\nHost: a\nContent-Length: 1"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nContent-Length: +0"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nContent-Length: "), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nContent-Length: 0\n"
		   "content-length: 5"),
	       400);
	expect(STR("GET / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nTransfer-Encoding: identity"),
	       400);
	expect(STR("GET / HTTP/1.1\nHost: a\nExpect: 100-continue"), 400);
}

static void malformed_headers_are_refused(void **state)
{
	(void)state;
	expect(STR("GET / HTTP/1.1\nHost: a\nA : b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\n A: b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\n: b"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA(b): c"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA\0: c"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA\xc3\xa9: c"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA: b\0c"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA: b\rc"), 400);
	expect(STR("GET / HTTP/1.1\nHost: a\nA: b\x7f"), 400);
}

static void a_head_has_limits(void **state)
{
	struct gate_head head = head_of(STR("GET / HTTP/1.1\nHost: a"));
	static char long_text[LIMIT_HTTP_HEAD + 1];

	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	head.target = str_make(long_text, LIMIT_HTTP_TARGET);
	assert_null(gate_check(&head));
	head.target.len++;
	assert_int_equal(gate_check(&head)->status, 414);
	head.target.len = 1;
	head.headers[1] = (struct gate_header){
		STR("A"), str_make(long_text, LIMIT_HTTP_HEAD - 9 - 5)
	};
	head.header_count = 2;
	assert_null(gate_check(&head));
	head.headers[1].value.len++;
	assert_int_equal(gate_check(&head)->status, 431);
	for (size_t i = 1; i < LIMIT_HTTP_HEADERS; i++)
		head.headers[i] = (struct gate_header){ STR("A"), STR("b") };
	head.header_count = LIMIT_HTTP_HEADERS;
	assert_null(gate_check(&head));
	head.header_count++;
	assert_int_equal(gate_check(&head)->status, 431);
}

static void headers_are_found(void **state)
{
	struct gate_head head = head_of(STR(
		"GET / HTTP/1.1\nHost: a\nX-Forwarded-For: 1.2.3.4, 5.6.7.8\n"
		"x-forwarded-for: 9.9.9.9 ,  8.8.8.8 \nEmpty: "));

	(void)state;
	assert_true(str_eq(gate_header(&head, "host"), STR("a")));
	assert_int_equal(gate_header(&head, "X-Forwarded-For").len, 0);
	assert_int_equal(gate_header(&head, "None").len, 0);
	assert_true(
		str_eq(gate_last(&head, "X-Forwarded-For"), STR("8.8.8.8")));
	assert_int_equal(gate_last(&head, "Empty").len, 0);
	assert_int_equal(gate_last(&head, "None").len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_requests_pass),
		cmocka_unit_test(other_methods_and_versions_are_refused),
		cmocka_unit_test(there_is_one_host),
		cmocka_unit_test(what_announces_a_body_is_refused),
		cmocka_unit_test(malformed_headers_are_refused),
		cmocka_unit_test(a_head_has_limits),
		cmocka_unit_test(headers_are_found),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
