/*
 * A small world for the property tests: random queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "world.h"

#include <string.h>

#include "facets.h"

static const struct known *some_article(const struct world *world)
{
	return &world->articles[world_below((unsigned int)world->count)];
}

/* Words of an article that stand together, and sometimes nearly do. */
static void add_words(const struct world *world, unsigned int count,
		      struct buf *out)
{
	const struct known *k = some_article(world);
	bool is_title = world_below(4) == 0 && k->title_count;
	const struct seen *list = is_title ? k->title : k->all;
	size_t most = is_title ? k->title_count : k->all_count;
	unsigned int at;

	if (most == 0) {
		buf_add_str(out, STR("water"));
		return;
	}
	at = world_below((unsigned int)most);
	for (unsigned int i = 0; i < count && at < most; i++, at++) {
		if (world_below(30) == 0)
			at = world_below((unsigned int)most);
		if (i)
			buf_add_char(out, ' ');
		/* A quote inside of quotes would end them. */
		if (memchr(list[at].folded.p, '"', list[at].folded.len))
			buf_add_str(out, STR("x"));
		else
			buf_add_str(out, list[at].folded);
	}
}

static void add_prefix(const struct world *world, struct buf *out)
{
	size_t start = out->len;

	add_words(world, 1, out);
	/* ASCII only: cut anywhere. */
	for (size_t i = start; i < out->len; i++) {
		if ((unsigned char)out->p[i] >= 128) {
			out->len = start;
			buf_add_str(out, STR("univers"));
		}
	}
	if (out->len - start > 3)
		out->len = start + 3 +
			   world_below((unsigned int)(out->len - start) - 2);
	buf_add_char(out, '*');
}

static void add_quoted(struct buf *out, struct str name)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < name.len; i++)
		buf_add_char(out, name.p[i] == '"' ? ' ' : name.p[i]);
	buf_add_char(out, '"');
}

static void add_tag(const struct world *world, struct buf *out)
{
	const struct article *a = &some_article(world)->article;

	buf_add_str(out, STR("tag:"));
	if (a->tag_count == 0) {
		buf_add_str(out, world_below(2) ? STR("science,climate")
						: STR("no-such"));
		return;
	}
	add_quoted(out, a->tags[world_below((unsigned int)a->tag_count)].label);
}

static void add_author(const struct world *world, struct buf *out)
{
	const struct article *a = &some_article(world)->article;

	buf_add_str(out, STR("author:"));
	if (a->author_count == 0) {
		buf_add_str(out, world_below(2) ? STR("DESK") : STR("zoe"));
		return;
	}
	add_quoted(out,
		   a->authors[world_below((unsigned int)a->author_count)].name);
}

static void add_day(struct buf *out)
{
	buf_printf(out, "%u", 2018 + world_below(9));
	if (world_below(3))
		buf_printf(out, "-%02u", 1 + world_below(12));
	else
		return;
	if (world_below(2))
		buf_printf(out, "-%02u", 1 + world_below(28));
}

static void add_date(struct buf *out)
{
	static const char *const before[] = {
		"date:",  "date:",   "date:>=", "date:<",
		"date:>", "date:<=", "after:",	"before:",
	};
	unsigned int form = world_below(12);

	if (form >= 8) {
		buf_add_str(out, STR("date:"));
		if (form != 8)
			add_day(out);
		buf_add_str(out, STR(".."));
		if (form != 9)
			add_day(out);
		return;
	}
	buf_add_str(out, str_of(before[form]));
	add_day(out);
}

static void add_scope(struct buf *out)
{
	static const char *const names[] = { "title:", "heading:", "body:" };

	buf_add_str(out, str_of(names[world_below(3)]));
}

static void add_operand(const struct world *world, unsigned int depth,
			struct buf *out)
{
	unsigned int form = world_below(depth ? 32 : 29);

	if (world_below(8) == 0)
		buf_add_str(out, world_below(3) ? STR("-") : STR("NOT "));
	if (form < 6) {
		add_words(world, 1, out);
	} else if (form < 9) {
		buf_add_char(out, '"');
		add_words(world, 1 + world_below(4), out);
		buf_add_char(out, '"');
	} else if (form == 9) {
		add_prefix(world, out);
	} else if (form == 10) {
		add_scope(out);
		if (world_below(3))
			add_words(world, 1, out);
		else
			add_prefix(world, out);
	} else if (form == 11) {
		add_scope(out);
		buf_add_char(out, '"');
		add_words(world, 2, out);
		buf_add_char(out, '"');
	} else if (form == 12) {
		add_tag(world, out);
	} else if (form == 13) {
		add_author(world, out);
	} else if (form < 16) {
		add_date(out);
	} else if (form == 16) {
		static const char *const odd[] = { "open-source", "l'eau",
						   "水銀行",	  "C++",
						   "(AND)",	  "--",
						   "\U0001f389" };

		buf_add_str(out, str_of(odd[world_below(7)]));
	} else if (form < 29) {
		facets_query(world, out);
	} else {
		if (world_below(4) == 0)
			add_scope(out);
		buf_add_char(out, '(');
		add_operand(world, depth - 1, out);
		for (unsigned int n = 1 + world_below(2); n-- > 0;) {
			static const char *const between[] = { " ", " AND ",
							       " OR " };

			buf_add_str(out, str_of(between[world_below(3)]));
			add_operand(world, depth - 1, out);
		}
		buf_add_char(out, ')');
	}
}

void world_query(const struct world *world, struct buf *out)
{
	static const char *const between[] = { " ",	" ",	" ",
					       " AND ", " OR ", " NEAR/4 " };
	unsigned int operands = 1 + world_below(4);

	for (unsigned int i = 0; i < operands; i++) {
		if (i)
			buf_add_str(out, str_of(between[world_below(6)]));
		add_operand(world, 2, out);
	}
}
