/*
 * Tests of indexer/html: what of raw HTML is text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html.h"

#include "base/buf.h"

#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Text as it comes, '_' for a blank that comes alone, comments as "{text}",
 * alternative texts as "(text)", targets of links as "[target]". */
static int on_text(struct str s, void *payload)
{
	buf_add_str(payload, str_eq(s, STR(" ")) ? STR("_") : s);
	return 0;
}

static int on_comment(struct str s, void *payload)
{
	buf_printf(payload, "{%.*s}", STR_ARG(s));
	return 0;
}

static int on_link(struct str s, void *payload)
{
	buf_printf(payload, "[%.*s]", STR_ARG(s));
	return 0;
}

static int on_alt(struct str s, void *payload)
{
	buf_printf(payload, "(%.*s)", STR_ARG(s));
	return 0;
}

static const struct html_handler handler = { on_text, on_alt, on_comment,
					     on_link };

static void compare(const char *source, struct buf *out, const char *wanted)
{
	struct err err = ERR_INIT;

	assert_int_equal(buf_check(out, &err), 0);
	if (!str_eq(buf_view(out), str_of(wanted)))
		print_message("# %s\n# gave '%.*s'\n", source,
			      STR_ARG(buf_view(out)));
	assert_true(str_eq(buf_view(out), str_of(wanted)));
	buf_release(out);
}

/* A block, line by line, line ends by themselves, as md4c gives it. */
static void check(const char *block, const char *wanted)
{
	struct buf out = BUF_INIT;
	struct html html = HTML_INIT(&handler, &out);
	struct str s = str_of(block);

	while (s.len) {
		size_t n = str_find(s, '\n');
		struct str line = str_head(s, n ? n : 1);

		assert_int_equal(html_feed(&html, line), 0);
		s = str_skip(s, line.len);
	}
	html_end(&html);
	html_release(&html);
	compare(block, &out, wanted);
}

#define CHECK_ALL(cases)                                                       \
	do {                                                                   \
		for (size_t i_ = 0; i_ < COUNT(cases); i_++)                   \
			check((cases)[i_][0], (cases)[i_][1]);                 \
	} while (0)

static void tells_where_links_lead(void **state)
{
	static const char *const cases[][2] = {
		{ "<a href='/a?b=1&amp;c=2#d'>e</a>", "[/a?b=1&c=2#d]e" },
		{ "<A HREF=/a/ title=T>e</A>", "[/a/]_T_e" },
		{ "<area href=\"caf&eacute;\" alt=A>", "_[caf\xc3\xa9]_(A)_" },
		{ "<a href='/a&b&lt'>c</a>", "[/a&b<]c" },
		{ "<a href>b</a><a href=''>c</a>", "bc" },
		{ "<a name=b>c</a><link href=/d><b href=/e>f</b>", "c_f" },
		{ "<p hidden><a href=/a>b</a></p>", "__" },
		{ "<a hidden href=/a>b</a>", "" },
		{ "<!-- <a href=/a> --><script><a href=/b></script>",
		  "{<a href=/a>}_" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void parts_words_at_elements_that_are_no_part_of_one(void **state)
{
	static const char *const cases[][2] = {
		{ "H<sub>2</sub>O", "H2O" },
		{ "a<b class=x>b</b>c<wbr>d", "abcd" },
		{ "a<br>b<BR/>c", "a_b_c" },
		{ "<td>a</td><td>b</td>", "_a__b_" },
		{ "a<my-thing>b</my-thing>c", "a_b_c" },
		{ "a</p>b", "a_b" },
		{ "<details><summary>S</summary>T</details>", "__S_T_" },
		{ "<option>a<option>b", "_a_b" },
		{ "<svg viewBox='0 0'><title>T</title><text>x</text></svg>",
		  "__T__x__" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void takes_a_plain_bracket_for_text(void **state)
{
	static const char *const cases[][2] = {
		{ "a < b", "a < b" }, { "a<", "a<" },	    { "a<3", "a<3" },
		{ "<", "<" },	      { "a > b", "a > b" }, { "</", "</" },
		{ "a<!", "a" },	      { "a</3>b", "ab" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void reads_attributes_that_are_seen(void **state)
{
	static const char *const cases[][2] = {
		{ "x<img src=a.png alt=\"An image\">y", "x__(An image)_y" },
		{ "<img alt='a > \"b\"' title=T>", "__(a > \"b\")__T_" },
		{ "<IMG ALT = plain/>", "__(plain/)_" },
		{ "<img alt=\"two\nlines\"\n/>", "__(two\nlines)_" },
		{ "<abbr title='World &amp; all &check;'>W</abbr>",
		  "_World & all ✓_W" },
		{ "<img alt='&lt;b&gt; &copy &foo; &'>", "__(<b> © &foo; &)_" },
		{ "<img alt='日本'>", "__(日本)_" },
		{ "<area alt=x><input type=image alt=y>", "__(x)___(y)_" },
		{ "<a href=x title=\"\">y</a>", "[x]y" },
		{ "<a href=\"https://e.org/?a&b\">y</a>",
		  "[https://e.org/?a&b]y" },
		{ "<iframe title=Player></iframe>", "_" },
		{ "<input placeholder=p value=v aria-label=l alt>", "_" },
		{ "<p alt=x data-title=y>", "_" },
		{ "<img @alt=x :title=y alt=z>", "__(z)_" },
		{ "<img alt=a=b title==c>", "__(a=b)__=c_" },
		{ "<img alt>", "_" },
		{ "<img alt=>x", "_x" },
		{ "<a b\"c title='d'>e", "_d_e" },
		{ "<a \" title=\"d\">e", "_d_e" },
		{ "<a =\"x > y\" title=d>e", " y\" title=d>e" },
		{ "<img src=\"data:image/png;base64,AAAA/+=\" alt=b>",
		  "__(b)_" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void leaves_out_what_is_not_shown(void **state)
{
	static const char *const cases[][2] = {
		{ "a<script>b < c;\n'<p>'</script>d", "a_d" },
		{ "a<SCRIPT async>b</sCript >d", "a_d" },
		{ "a<style>p > q { }</style>d", "a_d" },
		{ "a<noscript><img alt=x>b</noscript>d", "a_d" },
		{ "a<iframe src=x>b<i>c</i></iframe>d", "a_d" },
		{ "a<template><p>b</p></template>d", "a__d" },
		{ "<video src=x>No video.<track></video>d", "__d" },
		{ "<audio>b</audio><canvas>c</canvas>d", "____d" },
		{ "<math><mi>x</mi><annotation>y</annotation></math>",
		  "__x____" },
		{ "<ruby>漢<rp>(</rp><rt>kan</rt></ruby>", "漢___kan_" },
		{ "<p hidden>a</p>b", "__b" },
		{ "<p hidden=''>a<b>c</b></p>b", "__b" },
		{ "<p hidden=until-found>a</p>b", "_a_b" },
		{ "<b aria-hidden=true>a</b>b", "b" },
		{ "<b aria-hidden=false>a</b>b", "ab" },
		{ "<i hidden>a<i>b</i>c</i>d", "d" },
		{ "<div hidden><div>a</div>b</div>c", "__c" },
		{ "<li hidden>a<li>b", "_b" },
		{ "<p hidden>a<div>b</div>", "_b_" },
		{ "<img hidden alt=x>a<br hidden>b", "_a_b" },
		{ "<wbr hidden>a", "a" },
		{ "<x-y hidden/>a", "_a" },
		{ "<p class=x>a<span hidden><div>b</div>c</span>d", "_ad" },
		{ "<div data-pagefind-ignore>a</div>b", "__b" },
		{ "<div data-pagefind-ignore=\"all\">a</div>b", "__b" },
		{ "<div data-search-exclude>a</div>b", "__b" },
		{ "<div data-nosearch>a</div>b", "__b" },
		{ "<p class='a nosearch\tb'>a</p>b", "__b" },
		{ "<p class=quarto-exclude-from-search-index>a</p>b", "__b" },
		{ "<p class=nosearching>a</p>b", "_a_b" },
		{ "<p hidden title=x>a<img alt=y></p>b", "__b" },
		{ "a<?php echo '>'; ?>b", "ab" },
		{ "a<!DOCTYPE html>b<![CDATA[ <c> ]]>d", "abd" },
		{ "<pre>a\n  <code>b</code></pre>", "_a\n  b_" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void tells_comments_in_their_place(void **state)
{
	static const char *const cases[][2] = {
		{ "a<!--more-->b", "a{more}b" },
		{ "a<!-- truncate -->b", "a{truncate}b" },
		{ "<p>a</p>\n<!-- nosearch -->\n<p>b</p>\n<!-- /nosearch -->",
		  "_a_\n{nosearch}\n_b_\n{/nosearch}" },
		{ "<!--\na\n\n<b>\n-->c", "{a\n\n<b>}c" },
		{ "<!-->a", "{}a" },
		{ "<!--->a", "{}a" },
		{ "<!---->a", "{}a" },
		{ "<!-- a --!>b", "{a}b" },
		{ "<!-- a -- b > c -->d", "{a -- b > c}d" },
		{ "<!-- a --->b", "{a -}b" },
		{ "<p hidden><!-- a -->b</p>c", "_{a}_c" },
		{ "<script><!-- a --></script>b", "_b" },
		{ "a<!-- never", "a" },
	};

	(void)state;
	CHECK_ALL(cases);
}

static void decodes_references_of_html(void **state)
{
	static const char *const cases[][2] = {
		{ "a &amp; b &lt;c&gt; &check;", "a & b <c>_✓" },
		{ "&amp;lt; &copy 2024 &#169;", "&lt; © 2024 ©" },
		{ "&foo; &; & &&amp;", "&foo; &; &_&&" },
		{ "AT&T", "AT&T" },
	};

	(void)state;
	CHECK_ALL(cases);
}

/* Tags of a paragraph; what stands between them is the caller's. */
static void reads_tags_of_a_paragraph_alone(void **state)
{
	static const struct {
		const char *tags[5];
		const char *wanted; /* '.' is text between, '-' is hidden */
	} cases[] = {
		{ { "<b>", "</b>" }, ".." },
		{ { "<br>", "<img alt='x > y'>" }, "_.__(x > y)_." },
		{ { "<!-- more -->", "<?a > b?>", "<![CDATA[x > y]]>" },
		  "{more}..." },
		{ { "<i hidden>", "<i>", "</i>", "</i>" }, "---." },
		{ { "<script>", "<b>", "</script>" }, "_--." },
		{ { "<span title=T>", "</span>" }, "_T_.." },
		/* A tag on several lines. */
		{ { "<a", "\n", " title='T\n", "U' href=/v>", "</a>" },
		  "..._T\nU_[/v].." },
		{ { "<p hidden>", "</p>" }, "_-_." },
		{ { "<a \"", "<b>" }, ".." },
		{ { "<!-- open", "<b>" }, ".." },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_INIT;
		struct html html = HTML_INIT(&handler, &out);

		for (size_t k = 0; k < 5 && cases[i].tags[k]; k++) {
			struct str tag = str_of(cases[i].tags[k]);

			assert_int_equal(html_tag(&html, tag), 0);
			buf_add_char(&out, html_is_hiding(&html) ? '-' : '.');
		}
		html_end(&html);
		assert_false(html_is_hiding(&html));
		html_release(&html);
		compare(cases[i].tags[0], &out, cases[i].wanted);
	}
}

static void ends_with_the_block_what_is_open(void **state)
{
	static const char *const opens[] = {
		"<p hidden>",  "<script>",	"<!-- a", "<a title='x",
		"<a title='x", "<?php",		"<a",	  "<template><div>",
		"<video>",     "<noscript><p>", "</a",	  "<textarea>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(opens); i++) {
		struct buf out = BUF_INIT;
		struct html html = HTML_INIT(&handler, &out);

		assert_int_equal(html_feed(&html, str_of(opens[i])), 0);
		html_end(&html);
		buf_clear(&out);
		assert_int_equal(
			html_feed(&html, STR("a <b title=T>b</b> <!--c-->")),
			0);
		html_end(&html);
		html_release(&html);
		compare(opens[i], &out, "a _T_b_{c}");
	}
}

static int refuse(struct str s, void *payload)
{
	(void)s;
	++*(int *)payload;
	return -7;
}

static void stops_when_a_callback_says_so(void **state)
{
	static const char *const cases[] = {
		"<!-- a --> b <p> c",  "text <p>",    "<p>a", "a</p>b",
		"<b title=x lang=y>a", "<a href=x>a",
	};
	static const struct html_handler refusing = { refuse, refuse, refuse,
						      refuse };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int calls = 0;
		struct html html = HTML_INIT(&refusing, &calls);

		assert_int_equal(html_feed(&html, str_of(cases[i])), -7);
		assert_int_equal(calls, 1);
		html_release(&html);
	}
}

/* ---- Hostile input ------------------------------------------------------- */

struct tally {
	size_t calls, bytes, comments;
};

static int count_text(struct str s, void *payload)
{
	struct tally *tally = payload;

	tally->calls++;
	tally->bytes += s.len;
	return 0;
}

static int count_comment(struct str s, void *payload)
{
	struct tally *tally = payload;

	assert_true(s.len <= HTML_COMMENT_BYTES);
	tally->comments++;
	return 0;
}

/* The unit again and again, 2 MiB, then " end". What libxml2 would take
 * minutes for, or hundreds of megabytes, takes some 0.1 s; the bound leaves
 * room for slow machines and sanitizers. */
static void takes_hostile_input_in_linear_time(void **state)
{
	static const char *const cases[][3] = {
		/* first, unit of the first half, unit of the second */
		{ "", "<div class=a>", "</x a>" },
		{ "<p hidden>", "<div>", "</x>" },
		{ "<p hidden>", "<x>", "<y>" },
		{ "", "<p hidden>", "</q>" },
		{ "<a ", "a1 b2 c3 d4 e5 f6 ", "g='h' " },
		{ "<a title='", "x y ", "&amp;" },
		{ "", "<a href=a>", "<a href='&amp;&#x10000;' href=b>" },
		{ "<!--", "<!--", "--" },
		{ "<![CDATA[", "]]", "<![CDATA[" },
		{ "<script>", "</scrip", "<!--" },
		{ "", "<a \"", "'>" },
		{ "", "&lta", "&" },
		{ "", "<svg a><math b>", "<table c><td d>" },
		{ "", "<b a><p b></b><i c></p></i>", "<a b><div c>" },
		{ "", "</body></html a>", "<html a><body b>" },
		{ "<", "a", "b" },
		{ "", "<template>", "</b><frameset x>" },
		{ "", "<", "</" },
		{ "", "<textarea a>", "<plaintext a>" },
	};
	static const struct html_handler counting = { count_text, count_text,
						      count_comment,
						      count_text };
	const size_t half = (size_t)1 << 20;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tally tally = { 0, 0, 0 };
		struct html html = HTML_INIT(&counting, &tally);
		struct buf in = BUF_INIT;
		clock_t start = clock();

		buf_add_str(&in, str_of(cases[i][0]));
		for (size_t k = 1; k < 3; k++) {
			while (in.len < k * half)
				buf_add_str(&in, str_of(cases[i][k]));
		}
		assert_int_equal(html_feed(&html, buf_view(&in)), 0);
		html_end(&html);
		assert_true(html.held.cap < (size_t)64 << 10);
		html_release(&html);
		if (clock() - start > 3 * CLOCKS_PER_SEC)
			print_message("# %s is slow\n", cases[i][1]);
		assert_true(clock() - start <= 3 * CLOCKS_PER_SEC);
		assert_true(tally.calls <= in.len);
		assert_true(tally.bytes <= in.len + 2 * tally.calls);
		buf_release(&in);
	}
}

static void cuts_what_no_tag_needs(void **state)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct html html = HTML_INIT(&handler, &out);

	(void)state;
	/* A data URL is passed over, a text is cut between characters. */
	buf_add_str(&in, STR("<img src='data:"));
	for (int i = 0; i < 100000; i++)
		buf_add_str(&in, STR("AAA "));
	buf_add_str(&in, STR("' alt='"));
	for (int i = 0; i < 3000; i++)
		buf_add_str(&in, STR("é"));
	buf_add_str(&in, STR("' title=T>x"));
	assert_int_equal(html_feed(&html, buf_view(&in)), 0);
	assert_true(out.len > 4000 && out.len < 4200);
	assert_true(str_ends(buf_view(&out), STR("é)__T_x")));
	/* The attribute after the last one that counts. */
	buf_clear(&in);
	buf_clear(&out);
	buf_add_str(&in, STR("<img alt=a "));
	for (int i = 0; i < 100; i++)
		buf_printf(&in, "b%d='>' ", i);
	buf_add_str(&in, STR("title='lost'>x"));
	assert_int_equal(html_feed(&html, buf_view(&in)), 0);
	html_release(&html);
	buf_release(&in);
	compare("many attributes", &out, "__(a)_x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_where_links_lead),
		cmocka_unit_test(
			parts_words_at_elements_that_are_no_part_of_one),
		cmocka_unit_test(takes_a_plain_bracket_for_text),
		cmocka_unit_test(reads_attributes_that_are_seen),
		cmocka_unit_test(leaves_out_what_is_not_shown),
		cmocka_unit_test(tells_comments_in_their_place),
		cmocka_unit_test(decodes_references_of_html),
		cmocka_unit_test(reads_tags_of_a_paragraph_alone),
		cmocka_unit_test(ends_with_the_block_what_is_open),
		cmocka_unit_test(stops_when_a_callback_says_so),
		cmocka_unit_test(takes_hostile_input_in_linear_time),
		cmocka_unit_test(cuts_what_no_tag_needs),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
