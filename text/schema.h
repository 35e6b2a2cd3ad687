/*
 * The schema of the index: one row a field; the format version.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the indexer writes and the query side reads, in one place. The prose
 * is docs/schema.md; a test compares the two. Term prefixes follow libxapian's
 * convention: capitals, which no folded word begins with.
 *
 * Threads: constants and pure functions.
 */
#ifndef PRESSMARK_TEXT_SCHEMA_H
#define PRESSMARK_TEXT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/date.h"

/* The format of the index, raised with every change that an older program
 * would misread or a newer one would miss. The history is in docs/schema.md. */
#define SCHEMA_VERSION 1

enum schema_field {
	SCHEMA_WORD,	    /* words of everything that is read */
	SCHEMA_STEM,	    /* their stems */
	SCHEMA_TITLE_WORD,  /* words of the title */
	SCHEMA_TITLE_STEM,  /* their stems */
	SCHEMA_TAG,	    /* a tag, folded */
	SCHEMA_AUTHOR,	    /* an author's whole name, folded */
	SCHEMA_AUTHOR_WORD, /* a word of an author's name */
	SCHEMA_YEAR,	    /* 2025 */
	SCHEMA_MONTH,	    /* 202510 */
	SCHEMA_DAY,	    /* 20251026 */
	SCHEMA_WHOLE_YEAR,  /* 2025, when the date says no more */
	SCHEMA_WHOLE_MONTH, /* 202510, when the date says no more */
	SCHEMA_ID,	    /* the path below the source: unique */
	SCHEMA_FIELDS
};

enum schema_flags {
	SCHEMA_POSITIONS = 1 << 0, /* terms carry positions */
	SCHEMA_RANKED = 1 << 1,	   /* terms carry a frequency; others filter */
};

struct schema_row {
	enum schema_field field;
	const char *name;
	const char *prefix;
	unsigned int flags;
	const char *what;
};

/* SCHEMA_FIELDS rows, in the order of the enum. */
extern const struct schema_row schema_rows[];

enum schema_slot {
	SCHEMA_SLOT_NEWEST = 0, /* date, then a tie-break: newest first */
	SCHEMA_SLOT_OLDEST = 1, /* the reverse, for oldest first */
	SCHEMA_SLOT_TITLE = 2,	/* the folded title, for order */
	SCHEMA_SLOT_SOURCE = 3, /* content hash and id: what is indexed */
};

/* Keys of the database's metadata. */
#define SCHEMA_META_VERSION  "pressmark.version"  /* decimal */
#define SCHEMA_META_LANGUAGE "pressmark.language" /* of the stemmer */
#define SCHEMA_META_SOURCES  "pressmark.sources"  /* varint-counted paths */
#define SCHEMA_META_READING  "pressmark.reading"  /* preset, hash of rules */
#define SCHEMA_META_UPDATED  "pressmark.updated"  /* RFC 3339, UTC */

/* Appends the term of a field for already folded text. A term that would be
 * longer than libxapian holds is cut at a character's edge and ends in 16 hex
 * digits of a hash of the whole. */
void schema_term(enum schema_field field, struct str folded, struct buf *out);

/* Room for the values of the date slots. */
#define SCHEMA_ORDER_SIZE 9

/* The values of SCHEMA_SLOT_NEWEST and SCHEMA_SLOT_OLDEST, each highest first:
 * 5 bytes of the instant, big-endian with the sign flipped, then 4 bytes of a
 * hash of the id, so that equal dates have an order that does not depend on
 * docids; and the complement. Without a date the 5 bytes are zero in both, so
 * that the article comes last in both orders. */
void schema_order(const struct date *date, struct str id,
		  unsigned char newest[SCHEMA_ORDER_SIZE],
		  unsigned char oldest[SCHEMA_ORDER_SIZE]);

/* Appends the terms that a date has: YEAR, MONTH, DAY as far as it goes, and
 * WHOLE_YEAR or WHOLE_MONTH when it stops there. Calls fn for each. */
void schema_date_terms(const struct date *date,
		       void (*fn)(enum schema_field field, struct str digits,
				  void *payload),
		       void *payload);

#endif
