/*
 * Front matter: from the bytes between the fences to a tree of values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same tree comes from YAML (indexer/yaml.h), TOML (indexer/toml.h) and
 * JSON (indexer/json_front.h). Nothing is evaluated or resolved here: scalars
 * stay text as written (with `quoted` telling "true" from true), so that what
 * a key means is decided in one place, indexer/fields.c.
 *
 * Threads: pure functions. Memory: the tree lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_FRONT_H
#define PRESSMARK_INDEXER_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum front_kind {
	FRONT_NULL,   /* nothing, ~ or null, unquoted */
	FRONT_SCALAR, /* text */
	FRONT_LIST,   /* items */
	FRONT_MAP,    /* items with keys */
};

struct front_node {
	enum front_kind kind;
	bool quoted;	     /* a text for sure: in quotes, or in block style */
	struct str key;	     /* in a map; else empty */
	struct str value;    /* of a scalar: UTF-8, decoded */
	unsigned int line;   /* of the value in the file, from 1 */
	unsigned int column; /* in code points, from 1 */
	unsigned int key_line;
	unsigned int key_column;
	const struct front_node *items;
	size_t count;
};

enum front_fence {
	FRONT_NONE,	/* the file has no front matter */
	FRONT_YAML,	/* between --- (or ---yaml) and --- or ... */
	FRONT_TOML,	/* between +++ and +++, or ---toml and --- */
	FRONT_JSON,	/* from { to its }, or ---json and --- */
	FRONT_FOREIGN,	/* ---js or another word: never read */
	FRONT_UNCLOSED, /* opened, never closed: all is body */
};

/* Where the front matter and the body of a file are. */
struct front_split {
	enum front_fence fence;
	struct str matter;	  /* between the fences */
	unsigned int matter_line; /* its first line in the file, from 1 */
	struct str body;
	unsigned int body_line;
	/* What the matter may be at most; 0: LIMIT_FRONT_MATTER_BYTES, _NODES.
	 */
	size_t max_bytes;
	unsigned int max_nodes;
};

/* Splits a file. Cannot fail.
 *
 * A BOM and blank lines before the fence are skipped. The fence is a line of
 * exactly `---` or `+++` and blanks, or `---` and a word that names a language
 * (yaml, yml, toml, json in any case; any other is FRONT_FOREIGN, its matter
 * is kept apart and never read), or `{` at the start of a line. It is closed
 * by a line of the same three characters and blanks, for YAML also by `...`;
 * the brace by the one that matches it, and only if what is between is JSON,
 * else there is no front matter. Lines end in LF, CRLF or CR.
 *
 * `---` is a thematic break in Markdown too. What stands between two of them
 * is front matter unless it reads as prose: when its first line has no key and
 * none up to the next blank line is one that front_scan takes, or when lines
 * without a key follow a blank line, no key follows them and front_scan takes
 * none of its keys (indented lines, comments and items of lists do not count).
 * Then there is none: all is body. */
struct front_split front_split(struct str file);

/* Parses front matter into *out, a FRONT_MAP (empty for blank matter, and for
 * fences that have nothing to read). Duplicate keys are kept, in order. The
 * matter is clean text (indexer/clean.h). ERR_INPUT with the line and column
 * (of the file) in *line and *column when it is not what its fence says, or
 * not a map; ERR_LIMIT above its limits or LIMIT_FRONT_MATTER_DEPTH (keys count
 * as nodes); ERR_MEMORY. */
int front_parse(const struct front_split *split, struct arena *arena,
		struct front_node *out, unsigned int *line,
		unsigned int *column, struct err *err);

/* The most nodes that it may have. */
unsigned int front_max_nodes(const struct front_split *split);

/* What can be had, line by line, from front matter that front_parse refused:
 * the keys title, date, tags, draft, permalink, slug and url that are not
 * indented, with values of one line, and lists of tags. Takes matter of any
 * length, keeps at most LIMIT_FRONT_MATTER_NODES values, cut to
 * LIMIT_FIELD_BYTES. ERR_LIMIT or ERR_MEMORY from the arena alone. */
int front_scan(const struct front_split *split, struct arena *arena,
	       struct front_node *out, struct err *err);

/* Is it one of these keys? */
bool front_scan_takes(struct str key);

/* Reads true, false, yes, no, on, off, 1 or 0, in any case, quoted or not.
 * False when the node is none of these. */
bool front_bool(const struct front_node *node, bool *out);

/* The last item of a map under key (ASCII case is ignored unless an item
 * with exactly this key exists), or NULL. */
const struct front_node *front_get(const struct front_node *map,
				   const char *key);

#endif
