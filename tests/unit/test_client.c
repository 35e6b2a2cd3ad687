/*
 * Tests of server/client and server/rate.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/client.h"
#include "server/rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <netinet/in.h>

#define A_MS ((int64_t)1000000)

static struct client read_client(const char *text)
{
	struct client c;

	if (!client_read(str_of(text), &c))
		fail_msg("'%s' is not read", text);
	return c;
}

static void expect_truncated(const char *text, const char *expected)
{
	struct client c = read_client(text);
	struct buf b = BUF_INIT;

	client_add_truncated(&c, &b);
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void addresses_are_read(void **state)
{
	static const char *const wrong[] = {
		"",   "a",	   "unknown", "1.2.3", "1.2.3.4.5",
		"_x", "1.2.3.4 5", "[::1",    "::1::", "256.1.1.1"
	};
	struct client c;

	(void)state;
	expect_truncated("203.0.113.77", "203.0.113.0");
	expect_truncated(" 203.0.113.77:4711 ", "203.0.113.0");
	expect_truncated("2001:db8:1:2:3:4:5:6", "2001:db8:1::");
	expect_truncated("[2001:db8:1:2::5]:80", "2001:db8:1::");
	expect_truncated("::ffff:203.0.113.77", "203.0.113.0");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (client_read(str_of(wrong[i]), &c))
			fail_msg("'%s' is read", wrong[i]);
	}
}

static void clients_are_told_apart(void **state)
{
	struct client a = read_client("2001:db8:1:2::1"),
		      b = read_client("2001:db8:1:2::2"),
		      c = read_client("2001:db8:1:3::1"),
		      d = read_client("1.2.3.4"), e = read_client("1.2.3.5");

	(void)state;
	assert_true(str_eq(client_key(&a), client_key(&b)));
	assert_false(client_is_same(&a, &b));
	assert_false(str_eq(client_key(&a), client_key(&c)));
	assert_false(str_eq(client_key(&d), client_key(&e)));
	assert_true(client_is_same(&d, &d));
}

static void this_machine_is_known(void **state)
{
	struct sockaddr other = { .sa_family = AF_UNIX };
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct client c = client_of(&other);

	(void)state;
	assert_true(client_is_local(&c));
	in.sin_addr.s_addr = htonl(0x7f000001);
	c = client_of((struct sockaddr *)&in);
	assert_true(client_is_local(&c));
	in.sin_addr.s_addr = htonl(0x0a000001);
	c = client_of((struct sockaddr *)&in);
	assert_false(client_is_local(&c));
	c = read_client("::1");
	assert_true(client_is_local(&c));
	c = read_client("::ffff:127.1.2.3");
	assert_true(client_is_local(&c));
	c = read_client("::2");
	assert_false(client_is_local(&c));
}

static struct rate *make_rate(unsigned int per_s, unsigned int burst)
{
	struct err err = ERR_INIT;
	struct rate *rate;

	assert_int_equal(rate_new(per_s, burst, &rate, &err), 0);
	return rate;
}

static void a_burst_and_then_a_rate(void **state)
{
	struct rate *rate = make_rate(10, 5);
	int64_t now = 1000 * A_MS;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(rate_take(rate, STR("a"), now), 0);
	assert_in_range(rate_take(rate, STR("a"), now), 100, 101);
	/* Another is not held back by it. */
	assert_int_equal(rate_take(rate, STR("b"), now), 0);
	now += 99 * A_MS;
	assert_int_not_equal(rate_take(rate, STR("a"), now), 0);
	now += 1 * A_MS;
	assert_int_equal(rate_take(rate, STR("a"), now), 0);
	assert_int_not_equal(rate_take(rate, STR("a"), now), 0);
	/* Having waited long gives a burst, not more. */
	now += 1000000 * A_MS;
	for (int i = 0; i < 5; i++)
		assert_int_equal(rate_take(rate, STR("a"), now), 0);
	assert_int_not_equal(rate_take(rate, STR("a"), now), 0);
	rate_free(rate);
}

static void what_is_dear_counts_more(void **state)
{
	struct rate *rate = make_rate(10, 5);
	int64_t now = 1000 * A_MS;

	(void)state;
	assert_int_equal(rate_take(rate, STR("a"), now), 0);
	rate_charge(rate, STR("a"), 4000, now);
	assert_int_not_equal(rate_take(rate, STR("a"), now), 0);
	/* Nobody is kept out for ever. */
	for (int i = 0; i < 100; i++)
		rate_charge(rate, STR("a"), 100000, now);
	now += 11000 * A_MS;
	assert_int_equal(rate_take(rate, STR("a"), now), 0);
	rate_free(rate);
}

/* Of many clients hardly one stands in the way of another. */
static void many_clients_do_not_meet(void **state)
{
	struct rate *rate = make_rate(1, 2);
	int64_t now = 1000 * A_MS;
	uint32_t refused = 0;

	(void)state;
	for (uint32_t i = 0; i < 2000; i++) {
		struct str key = str_make((const char *)&i, sizeof(i));

		refused += rate_take(rate, key, now) != 0;
		refused += rate_take(rate, key, now) != 0;
	}
	assert_in_range(refused, 0, 200);
	rate_free(rate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read),
		cmocka_unit_test(clients_are_told_apart),
		cmocka_unit_test(this_machine_is_known),
		cmocka_unit_test(a_burst_and_then_a_rate),
		cmocka_unit_test(what_is_dear_counts_more),
		cmocka_unit_test(many_clients_do_not_meet),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
