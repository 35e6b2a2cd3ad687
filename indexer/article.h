/*
 * An article: from the bytes of a file to the normal form that is indexed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_read is a pure function: it opens nothing, knows no clock and keeps
 * no state, so the same bytes always give the same article. The key that a
 * field comes from is decided here and nowhere else.
 *
 *	struct arena a = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
 *	struct article article;
 *	struct article_origin origin = { .id = STR("2025/10/a.md") };
 *	int ret = article_read(bytes, &origin, &a, &article, &err);
 *
 * Threads: pure. Memory: everything in a struct article lives in the arena,
 * or in the bytes given.
 */
#ifndef PRESSMARK_INDEXER_ARTICLE_H
#define PRESSMARK_INDEXER_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/markdown.h"
#include "text/date.h"

/* Where the bytes come from: what an article may be told besides them. */
struct article_origin {
	struct str id; /* the path below its source, '/' between parts */
};

/* What is wrong with an article, where. */
struct article_warning {
	unsigned int line;   /* in the file, from 1; 0 = the file as a whole */
	unsigned int column; /* code points, from 1; 0 = the whole line */
	const char *code;    /* a short stable name, such as "bad-date" */
	struct str text;     /* what is wrong, lower case, no full stop */
};

struct article_section {
	unsigned int level; /* of its heading, 1 to 6 */
	struct str title;
	struct str anchor; /* the heading's id, as GitHub makes it */
	size_t start;	   /* of the heading, byte offset in text */
	unsigned int line; /* of the heading in the file */
};

struct article {
	struct str id;
	struct str title; /* title, else the first H1, else the file's name */
	struct str url;	  /* path without host: permalink, or from the id */
	struct date date; /* precision DATE_NONE when there is none */
	const struct str *tags; /* as written; no two that fold alike */
	size_t tag_count;
	const struct str *authors; /* names as written */
	size_t author_count;
	struct str description;
	struct str image;
	struct str image_description;
	struct str lang; /* as written, such as "fr"; empty when not said */
	struct str layout;
	struct str text; /* the body as plain text, see markdown.h */
	const struct markdown_block *blocks;
	size_t block_count;
	const struct article_section *sections;
	size_t section_count;
	const struct article_warning *warnings;
	size_t warning_count;  /* at most LIMIT_WARNINGS are kept */
	size_t warnings_total; /* but this many there were */
};

/* Reads an article. A rejected one gives ERR_INPUT or ERR_LIMIT (or
 * ERR_MEMORY); then out->warnings[0] says where and what, and err the same as
 * text without the place. Everything else that is odd is a warning and the
 * article is read as well as it can be. */
int article_read(struct str bytes, const struct article_origin *origin,
		 struct arena *arena, struct article *out, struct err *err);

#endif
