/*
 * Tests of text/address: URLs of one article are equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void what_leads_to_one_page_is_equal(void **state)
{
	static const char *const rows[][2] = {
		{ "/blog/a/", "blog/a" },
		{ "/blog/a", "blog/a" },
		{ "blog/a/", "blog/a" },
		{ "//blog/a", "a" },
		{ "https://x.org/blog/a/", "blog/a" },
		{ "HTTPS://X.org:8080/blog/a", "blog/a" },
		{ "/blog/a/?utm=1#top", "blog/a" },
		{ "/blog/a/#top", "blog/a" },
		{ "/blog/a/index.html", "blog/a" },
		{ "/blog/a.html", "blog/a.html" },
		{ "/blog/myindex.html", "blog/myindex.html" },
		{ "/caf%C3%A9/", "caf\xc3\xa9" },
		{ "/caf\xc3\xa9/", "caf\xc3\xa9" },
		{ "/a%20b", "a b" },
		/* Not UTF-8, a control character: as it stands. */
		{ "/caf%E9/", "caf%E9" },
		{ "/a%00b", "a%00b" },
		{ "/a%zz%4", "a%zz%4" },
		{ "/", "/" },
		{ "", "/" },
		{ "https://x.org", "/" },
		{ "https://x.org/", "/" },
		{ "/index.html", "/" },
		{ "/go/https://x.org/a", "go/https://x.org/a" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf key = BUF_INIT;

		buf_add_str(&key, STR("U"));
		address_key(str_of(rows[i][0]), &key);
		assert_string_equal(key.p + 1, rows[i][1]);
		buf_release(&key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_to_one_page_is_equal),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
