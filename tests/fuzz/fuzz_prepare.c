/*
 * Fuzzes the preparing of bodies: any clean text stays clean, its lines stay,
 * and each byte of the result is known to be from somewhere.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte of the input says whose rules hold: its low bits the preset,
 * the higher ones MDX and tags in the text.
 */
#include "indexer/prepare.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/limits.h"

#define IS_MDX	 0x40
#define HAS_TAGS 0x80

/* Marks that take the place of shorter ones are this much longer a line: a
 * footnote's label becomes a list item that is not empty. In rows of dashes a
 * column of two bytes becomes one of four. */
#define GROWTH_PER_LINE 8
#define GROWTH		2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static size_t count_lines(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '\n';
	return n;
}

/* Each newline of the result is that of the body, in order. */
static void check_source(const struct prepared *out, struct str body)
{
	struct str text = buf_view(&out->text);
	size_t last = 0;

	for (size_t at = 0; at <= text.len; at++) {
		size_t source = prepare_source(out, at);

		check(source >= last && source <= body.len);
		check(at == text.len || source < body.len);
		if (at < text.len && text.p[at] == '\n')
			check(body.p[source] == '\n');
		last = source;
	}
}

static void check_tags(const struct prepared *out, struct str body)
{
	const struct str *tags = (const void *)out->tags.p;
	size_t count = out->tags.len / sizeof(*tags);

	check(count <= LIMIT_TAGS);
	for (size_t i = 0; i < count; i++) {
		check(tags[i].len > 0 && tags[i].p > body.p);
		check(tags[i].p + tags[i].len <= body.p + body.len);
		check(tags[i].p[-1] == '#');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str arguments[] = { STR_INIT("alt") };
	static const struct site_shortcode shortcodes[] = {
		{ STR_INIT("gone"), SITE_DROP, NULL, 0 },
		{ STR_INIT("kept"), SITE_INNER, arguments, 1 },
	};
	struct site site = site_generic;
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct warnings warnings = { .arena = &arena };
	struct prepared out = PREPARED_INIT;
	struct buf clean = BUF_INIT;
	struct err err = ERR_INIT;
	unsigned char rules = size ? data[0] : 0;
	struct str body;
	size_t lines;

	site.preset = (enum site_preset)(rules % SITE_PRESETS);
	site.inline_tags = rules & HAS_TAGS;
	site.shortcodes = shortcodes;
	site.shortcode_count = 2;
	if (size)
		clean_add(&clean, str_make((const char *)data + 1, size - 1));
	body = buf_view(&clean);
	lines = count_lines(body);
	prepare(body, 1, rules & IS_MDX ? STR("a.mdx") : STR("a.md"), &site,
		&warnings, &out);
	check(buf_check(&out.text, &err) == 0);
	check(utf8_invalid(buf_view(&out.text)) == out.text.len);
	check(count_lines(buf_view(&out.text)) == lines);
	check(out.text.len <=
	      GROWTH * body.len + GROWTH_PER_LINE * (lines + 1));
	check_source(&out, body);
	check_tags(&out, body);
	prepared_release(&out);
	buf_release(&clean);
	arena_release(&arena);
	return 0;
}
