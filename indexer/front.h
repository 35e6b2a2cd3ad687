/*
 * Front matter: from the bytes between the fences to a tree of values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only user of libyaml. Nothing is evaluated or resolved here: scalars
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
	bool quoted;	     /* a scalar in quotes, or in block style */
	struct str key;	     /* in a map; else empty */
	struct str value;    /* of a scalar: UTF-8, decoded */
	unsigned int line;   /* of the value in the file, from 1 */
	unsigned int column; /* in code points, from 1 */
	unsigned int key_line;
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
};

/* Splits a file. A BOM and blank lines before the fence are skipped. The
 * fence is a line of exactly `---` and blanks; it is closed by another, or by
 * `...`; CRLF counts as LF. Cannot fail. */
struct front_split front_split(struct str file);

/* Parses YAML 1.1 front matter into *out, a FRONT_MAP (empty for blank
 * matter). Duplicate keys are kept, in order. Aliases are expanded within
 * LIMIT_FRONT_MATTER_NODES. ERR_INPUT with the line and column (of the file)
 * in *line and *column when it is not YAML or not a map; ERR_LIMIT above
 * LIMIT_FRONT_MATTER_DEPTH or _NODES; ERR_MEMORY. */
int front_parse(const struct front_split *split, struct arena *arena,
		struct front_node *out, unsigned int *line,
		unsigned int *column, struct err *err);

/* Finds what it can line by line in front matter that front_parse refused. */
int front_scan(const struct front_split *split, struct arena *arena,
	       struct front_node *out, struct err *err);

/* Reads true, false, yes, no, on, off, 1 or 0, in any case, quoted or not.
 * False when the node is none of these. */
bool front_bool(const struct front_node *node, bool *out);

/* The last item of a map under key (ASCII case is ignored unless an item
 * with exactly this key exists), or NULL. */
const struct front_node *front_get(const struct front_node *map,
				   const char *key);

#endif
