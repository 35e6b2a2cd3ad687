/*
 * Fuzzes raw HTML: whatever it is, the text is clean and no longer than what
 * it came from, comments are short, and nothing of a block reaches the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/clean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t bytes, calls;
	struct buf text;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static int on_text(struct str s, void *payload)
{
	struct seen *seen = payload;

	check(s.len > 0);
	check(clean_extent(s) == s.len);
	seen->bytes += s.len;
	seen->calls++;
	buf_add_str(&seen->text, s);
	return 0;
}

static int on_comment(struct str s, void *payload)
{
	struct seen *seen = payload;

	check(s.len <= HTML_COMMENT_BYTES);
	check(clean_extent(s) == s.len);
	seen->calls++;
	return 0;
}

static int on_link(struct str s, void *payload)
{
	(void)payload;
	check(s.len > 0);
	check(clean_extent(s) == s.len);
	return 0;
}

/* Line by line, the line ends apart. */
static void feed_lines(struct html *html, struct str s)
{
	while (s.len) {
		size_t n = str_find(s, '\n');
		struct str line = str_head(s, n ? n : 1);

		check(html_feed(html, line) == 0);
		s = str_skip(s, line.len);
	}
	html_end(html);
	check(!html_is_hiding(html));
}

/* Each "<…>" as a tag of a paragraph. */
static void feed_tags(struct html *html, struct str s)
{
	while ((s = str_skip(s, str_find(s, '<'))).len) {
		struct str tag = str_head(s, str_find(s, '>') + 1);

		check(html_tag(html, tag) == 0);
		s = str_skip(s, tag.len);
	}
	html_end(html);
	check(!html_is_hiding(html));
}

/* What this block gives after any other. */
static void check_next(struct html *html, struct seen *seen)
{
	buf_clear(&seen->text);
	check(html_feed(html, STR("a<b title=T>b</b>&amp;")) == 0);
	html_end(html);
	check(str_eq(buf_view(&seen->text), STR("a T b&")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = { 0, 0, BUF_INIT };
	static const struct html_handler handler = { on_text, on_text,
						     on_comment, on_link };
	struct html html = HTML_INIT(&handler, &seen);
	struct err err = ERR_INIT;
	struct buf in = BUF_INIT;

	clean_add(&in, str_make((const char *)data, size));
	feed_lines(&html, buf_view(&in));
	/* An attribute has blanks around it, a reference may be shorter than
	 * what it stands for ("&lt" never, "&nGt;" by a byte). */
	check(seen.bytes <= in.len + in.len / 4 + 2 * seen.calls);
	check(seen.calls <= 3 * in.len);
	check_next(&html, &seen);
	seen.bytes = seen.calls = 0;
	feed_tags(&html, buf_view(&in));
	check(seen.bytes <= in.len + in.len / 4 + 2 * seen.calls);
	check(seen.calls <= 3 * in.len);
	check_next(&html, &seen);
	check(buf_check(&seen.text, &err) == 0 && buf_check(&in, &err) == 0);
	buf_release(&seen.text);
	buf_release(&in);
	html_release(&html);
	return 0;
}
