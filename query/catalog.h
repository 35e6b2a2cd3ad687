/*
 * The fields of an index: which there are, what they hold, what is odd.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Told from the list of terms alone, hidden articles included. Tags, authors
 * and dates (their years) are listed as fields too.
 *
 * Threads: as a searcher. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_CATALOG_H
#define PRESSMARK_QUERY_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query/search.h"

enum catalog_kind {
	CATALOG_NAME,
	CATALOG_TEXT,
	CATALOG_NUMBER,
	CATALOG_DATE,
	CATALOG_BOOL,
	CATALOG_KINDS
};

struct catalog_spelling {
	struct str text;
	uint32_t articles;
};

struct catalog_value {
	enum catalog_kind kind;
	struct str text; /* as it is commonly written */
	struct str term; /* of the index */
	uint32_t articles;
	/* The other ways in which it is written, the commonest first. */
	const struct catalog_spelling *others;
	size_t other_count;
	/* Of an odd one: some of the articles that have it. */
	const struct str *ids;
	size_t id_count;
};

struct catalog_field {
	struct str key;
	struct str name;	/* the key as it is commonly written */
	enum catalog_kind kind; /* of most values */
	uint32_t articles;	/* that have it */
	uint32_t values;	/* different ones; of texts none is counted */
	/* The first and the last of numbers and dates, else empty. */
	struct str low, high;
	const struct catalog_value *list; /* the commonest first */
	size_t list_count;
	/* Of another kind than most, but for names and texts, which are one.
	 * The rarest first. */
	const struct catalog_value *odd;
	size_t odd_count, odd_total;
};

/* All fields, the commonest first, each with at most `most` values. */
int catalog_list(struct searcher *searcher, size_t most, struct arena *arena,
		 const struct catalog_field **out, size_t *count,
		 struct err *err);

/* One field with at most LIMIT_FIELD_VALUES values, the commonest. ERR_USAGE
 * when no article has it. */
int catalog_get(struct searcher *searcher, struct str name, struct arena *arena,
		struct catalog_field *out, struct err *err);

/* The key of a field by its name, folded; "date" too where articles have dates.
 * ERR_USAGE when no article has it, with the field that may be meant. */
int catalog_key(struct searcher *searcher, struct str name, struct arena *arena,
		struct str *out, struct err *err);

/* "name", "text", "number", "date", "bool". */
const char *catalog_kind_name(enum catalog_kind kind);

#endif
