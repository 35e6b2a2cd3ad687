/*
 * The record: what the result page shows of an article, stored beside it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Kept as the data of the article's document, so that it travels through
 * libxapian's remote backend. A version byte, then fields in a fixed order,
 * each a varint length and its bytes; see docs/schema.md.
 *
 * Threads: pure functions. Memory: a decoded record views the bytes that it
 * was decoded from; its arrays live in the arena.
 */
#ifndef PRESSMARK_TEXT_RECORD_H
#define PRESSMARK_TEXT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* The budget of one record, decoded, where it is read alone. */
#define RECORD_MEMORY ((size_t)16 << 20)

struct record_section {
	size_t start; /* of its heading, byte offset in text */
	struct str title;
	struct str anchor;
};

/* From this byte of the text on, until the next, words count so much. */
struct record_weight {
	size_t start;
	double weight;
};

struct record {
	struct str id;		   /* path below the source */
	struct str url;		   /* path without host, not percent-encoded */
	const struct str *aliases; /* its old URLs, likewise */
	size_t alias_count;
	struct str title;
	struct str date;    /* RFC 3339 as far as it goes; empty = none */
	struct str updated; /* likewise */
	struct str lang;
	struct str hidden; /* what hides it, as SCHEMA_HIDDEN; or empty */
	struct str image;
	struct str image_description;
	struct str description;
	const struct str *authors;
	size_t author_count;
	const struct str *tags;
	size_t tag_count;
	const struct str *categories;
	size_t category_count;
	uint32_t source;	/* number of the source it came from, from 0 */
	double boost;		/* of its weight; 1 unless it says otherwise */
	const struct str *pins; /* queries that it answers first */
	size_t pin_count;
	/* The body's plain text, blocks ending in '\n', cut at
	 * LIMIT_STORED_TEXT_BYTES; sections that start in it. */
	struct str text;
	const struct record_section *sections;
	size_t section_count;
	struct str lines; /* where they begin in the text: text/lines.h */
	/* What its words count, 1 before the first; starts rise. */
	const struct record_weight *weights;
	size_t weight_count;
};

void record_encode(const struct record *record, struct buf *out);

/* ERR_CORRUPT when the bytes are no record, ERR_FORMAT for a later version,
 * ERR_MEMORY. */
int record_decode(struct str data, struct arena *arena, struct record *out,
		  struct err *err);

#endif
