/*
 * Tests of server/markup.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void text_stays_text(void **state)
{
	static const struct {
		struct str text;
		const char *markup;
	} cases[] = {
		{ STR_INIT(""), "" },
		{ STR_INIT("a b"), "a b" },
		{ STR_INIT("<script>"), "&lt;script&gt;" },
		{ STR_INIT("a\"b'c&d"), "a&quot;b&#39;c&amp;d" },
		{ STR_INIT("&lt;"), "&amp;lt;" },
		{ STR_INIT("]]>"), "]]&gt;" },
		{ STR_INIT("a\nb\tc\rd"), "a b c d" },
		{ STR_INIT("a\xe2\x80\xa8"
			   "b\xe2\x80\xa9"
			   "c"),
		  "a b c" },
		{ STR_INIT("a\0b\x1b[1mc"), "a\xef\xbf\xbd"
					    "b\xef\xbf\xbd[1mc" },
		{ STR_INIT("\xc2\x85\x7f"), "\xef\xbf\xbd\xef\xbf\xbd" },
		/* Neither overlong, nor cut short, nor a surrogate. */
		{ STR_INIT("\xc0\xbc"), "\xef\xbf\xbd\xef\xbf\xbd" },
		{ STR_INIT("a\xe2\x80"), "a\xef\xbf\xbd\xef\xbf\xbd" },
		{ STR_INIT("\xed\xa0\x80"),
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ STR_INIT("\xef\xbf\xbe"), "\xef\xbf\xbd" },
		/* What turns text around is not there; what joins it is. */
		{ STR_INIT("a\xe2\x80\xae"
			   "b\xe2\x81\xa6"
			   "c\xe2\x80\x8d"),
		  "abc\xe2\x80\x8d" },
		{ STR_INIT("\xd7\xa9\xd7\x9c"), "\xd7\xa9\xd7\x9c" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_INIT;

		markup_text(&b, cases[i].text);
		if (!str_eq(buf_view(&b), str_of(cases[i].markup)))
			fail_msg("%zu: '%.*s'", i, STR_ARG(buf_view(&b)));
		buf_release(&b);
	}
}

static void an_attribute_ends_at_our_quote(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	markup_attr(&b, "value", STR("\" onfocus=\"alert(1)"));
	assert_string_equal(b.p, " value=\"&quot; onfocus=&quot;alert(1)\"");
	buf_release(&b);
}

static void marks_are_of_code_points(void **state)
{
	static const struct mark marks[] = { { 0, 1 }, { 2, 4 }, { 4, 6 } };
	struct buf b = BUF_INIT;

	(void)state;
	/* One that is left out, and a byte that is no character, count. */
	markup_marked(&b, STR("\xc3\xa9 \xe2\x80\xae<\xff"), marks, 3);
	assert_string_equal(b.p, "<mark>\xc3\xa9</mark> <mark>&lt;</mark>"
				 "<mark>\xef\xbf\xbd</mark>");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stays_text),
		cmocka_unit_test(an_attribute_ends_at_our_quote),
		cmocka_unit_test(marks_are_of_code_points),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
