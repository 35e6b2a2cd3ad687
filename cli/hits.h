/*
 * Hits on standard output, in the form that the options ask for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only. Memory: the form lives in the arena given and views
 * the arguments.
 */
#ifndef PRESSMARK_CLI_HITS_H
#define PRESSMARK_CLI_HITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "cli/cli.h"
#include "query/format.h"
#include "query/search.h"

/* Where a command's options leave what they say of the form. */
struct hits_args {
	bool grep, json, jsonl, paths, null, explain;
	const char *format;
	const char *color, *links;
	unsigned int width;
};

/* Rows of a table of options (base/opt.h) for what is the same with all hits,
 * into the struct hits_args that is a member of `type`. */
/* clang-format off */
#define HITS_OPTIONS(type, member)                                             \
	{ 0, "paths", NULL, OPT_FLAG, offsetof(type, member.paths),            \
	  "print the paths of the files alone, one a line" },                  \
	{ '0', "null", NULL, OPT_FLAG, offsetof(type, member.null),            \
	  "end each path with a NUL, for 'xargs -0'" },                        \
	{ 0, "format", "FORMAT", OPT_TEXT, offsetof(type, member.format),      \
	  "print this, a line a hit, with {title}, {date}, {url} and the "     \
	  "like filled in" },                                                  \
	{ 0, "color", "WHEN", OPT_TEXT, offsetof(type, member.color),          \
	  "auto (default), always or never; NO_COLOR is heeded" },             \
	{ 0, "links", "WHEN", OPT_TEXT, offsetof(type, member.links),          \
	  "make titles links to the files: auto (default), always or never" }, \
	{ 0, "width", "N", OPT_UINT, offsetof(type, member.width),             \
	  "wrap at N columns (the terminal's width, at most 100)" }
/* clang-format on */

enum hits_kind {
	HITS_TEXT,
	HITS_GREP,
	HITS_JSON,
	HITS_JSONL,
	HITS_PATHS,
	HITS_FORMAT
};

struct hits_form {
	enum hits_kind kind;
	struct format format; /* of HITS_FORMAT */
	bool end_with_nul;    /* of HITS_PATHS */
	bool color, links;
	unsigned int width;	      /* as in struct render_style */
	unsigned int snippet_columns; /* to ask for; 0: any */
};

/* ERR_USAGE; EXIT_USAGE when all has been said, also where in a format it is
 * wrong. ERR_MEMORY. */
int hits_read_form(const struct hits_args *args, struct arena *arena,
		   struct hits_form *out, struct err *err);

/* Writes the hits of a page of the index in `folder`. ERR_IO, ERR_MEMORY. */
int hits_write(const struct hits_form *form, const struct search_page *page,
	       const struct searcher *searcher, const char *folder,
	       struct arena *arena, struct err *err);

#endif
