/*
 * Formats: a line a hit, laid out by a template such as '{date} {title}'.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A template is text in which {NAME} stands for a field of the hit; `{{` and
 * `}}` are braces, `\n`, `\t` and `\\` a newline, a tab, a backslash. Names
 * are those of the keys in docs/api.md, and say the same. What an article
 * lacks is empty, items of a list have ", " between them. Values are one line
 * and cleaned as typeset_clean does; what the template itself holds stays.
 *
 *	if (!format_parse(STR("{date} {title}"), &arena, &f, &column, &err))
 *		render_format(&page, &f, &style, &out);
 *
 * Threads: pure functions. Memory: a format lives in the arena and views the
 * template.
 */
#ifndef PRESSMARK_QUERY_FORMAT_H
#define PRESSMARK_QUERY_FORMAT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/render.h"

struct format_piece {
	int field;	 /* enum format_field of format.c, or FORMAT_TEXT */
	struct str text; /* of FORMAT_TEXT */
};

struct format {
	const struct format_piece *pieces;
	size_t count;
};

/* ERR_USAGE names what is wrong, with the nearest known field, and sets
 * *column, in characters of the template from 1. ERR_MEMORY. */
int format_parse(struct str template, struct arena *arena, struct format *out,
		 unsigned int *column, struct err *err);

/* The hits, best first, each followed by a newline. */
void render_format(const struct search_page *page, const struct format *format,
		   const struct render_style *style, struct buf *out);

/* The fields, with ", " between them, for help and messages. */
void format_add_names(struct buf *out);

#endif
