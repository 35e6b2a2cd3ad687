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

static void a_link_is_a_path_or_begins_with_its_host(void **state)
{
	static const char *const rows[][2] = {
		{ "https://x.org/blog/a/", "x.org/blog/a" },
		{ "HTTP://X.org:80/a?b#c", "x.org/a" },
		{ "http://x.org:443/", "x.org:443/" },
		{ "https://u:p@[::1]:443/a", "[::1]/a" },
		{ "https://[::1]:80/a", "[::1]:80/a" },
		{ "https://x.org:443/index.html", "x.org/" },
		{ "https://a@b:c@x.org:/", "x.org/" },
		{ "//x.org", "x.org" },
		{ "//x.org?a", "x.org/" },
		{ "//x.org#a", "x.org/" },
		{ "//x.org//a", "x.org/a" },
		{ "//x.org/https://y.org/", "x.org/https://y.org" },
		{ "//x.org/caf%C3%A9", "x.org/caf\xc3\xa9" },
		{ "//x.org/commit/0123456789abcdef", "x.org/commit" },
		{ "//x.org/commit/12AB34F", "x.org/commit" },
		{ "//x.org/commit/12ab34", "x.org/commit/12ab34" },
		{ "//x.org/1234567", "x.org/1234567" },
		{ "//x.org/effaced", "x.org/effaced" },
		{ "//x.org/12ab34f.html", "x.org/12ab34f.html" },
		{ "//12ab34f/", "12ab34f/" },
		{ "////12ab34f/", "/12ab34f" },
		{ "///", "/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str host, path, wanted = str_of(rows[i][1]);
		struct buf key = BUF_INIT;

		assert_true(address_split(str_of(rows[i][0]), &host, &path));
		address_link(host, path, &key);
		assert_true(str_eq(address_indexed(buf_view(&key)), wanted));
		buf_release(&key);
	}
}

static void other_urls_are_none_of_the_web(void **state)
{
	static const char *const urls[] = {
		"",	   "/",		  "/a",	  "a//b",	   "http:/a",
		"https:a", "ftp://x.org", "://x", "mailto:a@x.org"
	};
	struct str host, path;

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++)
		assert_false(address_split(str_of(urls[i]), &host, &path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_to_one_page_is_equal),
		cmocka_unit_test(a_link_is_a_path_or_begins_with_its_host),
		cmocka_unit_test(other_urls_are_none_of_the_web),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
