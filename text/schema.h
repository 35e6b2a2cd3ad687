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
#include "base/hash.h"
#include "base/str.h"
#include "text/date.h"

/* The format of the index, raised with every change that an older program
 * would misread or a newer one would miss. The history is in docs/schema.md. */
#define SCHEMA_VERSION 13

enum schema_field {
	SCHEMA_WORD,	     /* words of everything that is read */
	SCHEMA_STEM,	     /* their stems */
	SCHEMA_TITLE_WORD,   /* words of the title */
	SCHEMA_TITLE_STEM,   /* their stems */
	SCHEMA_HEADING_WORD, /* words of headings */
	SCHEMA_HEADING_STEM, /* their stems */
	SCHEMA_OUTSIDE_WORD, /* words that the body has not */
	SCHEMA_OUTSIDE_STEM, /* stems likewise */
	SCHEMA_TAG,	     /* a tag, folded */
	SCHEMA_AUTHOR,	     /* an author's whole name, folded */
	SCHEMA_AUTHOR_WORD,  /* a word of an author's name */
	SCHEMA_YEAR,	     /* 2025 */
	SCHEMA_MONTH,	     /* 202510 */
	SCHEMA_DAY,	     /* 20251026 */
	SCHEMA_WHOLE_YEAR,   /* 2025, when the date says no more */
	SCHEMA_WHOLE_MONTH,  /* 202510, when the date says no more */
	SCHEMA_FIELD,	     /* a field that the article has */
	SCHEMA_FIELD_NAME,   /* a value of a field: a name */
	SCHEMA_FIELD_WORD,   /* a word of such a name, where it has several */
	SCHEMA_FIELD_TEXT,   /* a word of a longer text */
	SCHEMA_FIELD_NUMBER,
	SCHEMA_FIELD_DATE,
	SCHEMA_FIELD_BOOL,
	SCHEMA_SPELLING,  /* a name as written, where folding changes it */
	SCHEMA_CODE_WORD, /* words of code */
	SCHEMA_ALT_WORD,  /* words that stand for images */
	SCHEMA_HIDDEN,	  /* what keeps the article from being shown */
	SCHEMA_PIN,	  /* the words of a query that it answers first */
	SCHEMA_BOOSTED,	  /* "1": its score is multiplied */
	SCHEMA_LINK,	  /* where its links lead: no capital in front */
	SCHEMA_URL,	  /* where it is or was on its site */
	SCHEMA_FOLDER,	  /* each folder that it is in */
	SCHEMA_ID,	  /* the path below the source: unique */
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
	/* Instants as schema_instant writes them, only where there is one. */
	SCHEMA_SLOT_PUBLISH = 4, /* before which it is not shown */
	SCHEMA_SLOT_EXPIRE = 5,	 /* from which on it is not */
	/* As schema_translation writes it, only where there is a key. */
	SCHEMA_SLOT_TRANSLATION = 6, /* its language, what it translates */
	/* What its score is multiplied by, as schema_number writes it; only
	 * where it is BOOSTED. */
	SCHEMA_SLOT_BOOST = 7,
	SCHEMA_SLOTS
};

/* Keys of the database's metadata. */
#define SCHEMA_META_VERSION  "pressmark.version" /* decimal */
#define SCHEMA_META_SOURCES  "pressmark.sources" /* varint-counted paths */
#define SCHEMA_META_READING  "pressmark.reading" /* preset, hash of rules */
#define SCHEMA_META_HOST     "pressmark.host"	 /* of the site; may be empty */
#define SCHEMA_META_SYNONYMS "pressmark.synonyms" /* text/synonyms.h */
#define SCHEMA_META_RANKING  "pressmark.ranking"  /* text/ranking.h */
#define SCHEMA_META_UPDATED  "pressmark.updated"  /* RFC 3339, UTC */
#define SCHEMA_META_LANGUAGE "pressmark.language" /* of the site, or absent */
#define SCHEMA_META_TIMEZONE                                                   \
	"pressmark.timezone" /* IANA name; may be absent                       \
			      */

/* What records have in common, as packed_train gives it; may be absent. */
#define SCHEMA_META_DICTIONARY "pressmark.dictionary"

/* Of each beginning of one to three letters that more words have than can be
 * listed while somebody types, the commonest words, the commonest first: a line
 * each, "pr problem process provide", rising. */
#define SCHEMA_META_BEGINNINGS	 "pressmark.beginnings"
#define SCHEMA_BEGINNING_LETTERS 3
#define SCHEMA_BEGINNING_MANY	 500
#define SCHEMA_BEGINNING_WORDS	 20

/* Appends the term of a field for already folded text. A term that would be
 * longer than libxapian holds is cut at a character's edge and ends in 16 hex
 * digits of a hash of the whole. */
void schema_term(enum schema_field field, struct str folded, struct buf *out);

/* Has a folded word of code a SCHEMA_CODE_WORD? Not if it is a hash, a key or
 * the like: longer than 32 bytes, or 7 and more hex digits with a 0 to 9 among
 * them. Changelogs hold myriads of these; where one stands, its SCHEMA_WORD
 * says. */
bool schema_is_code_word(struct str folded);

/* The most bytes that the key of a field has. */
#define SCHEMA_KEY_MAX 100

/* Appends the key of a field by its name, as terms and queries have it: folded
 * as a name, and cut as a term is where it would be longer. */
void schema_key(struct str name, struct buf *out);

/* Appends the term of a value of a field (FIELD_NAME to SPELLING): its key, a
 * blank, which no key holds, and the value. Cut as schema_term says. */
void schema_value_term(enum schema_field field, struct str key,
		       struct str value, struct buf *out);

/* The key of the field whose value translations of one article share. */
#define SCHEMA_TRANSLATION_KEY "translation-key"

/* Appends the value of SCHEMA_SLOT_TRANSLATION: the language of an article,
 * folded as a name, a zero byte, and the term of its translation key. Nothing
 * where that is empty, or folds to nothing. */
void schema_translation(struct str lang, struct str key, struct buf *out);

/* Reads it; views into the value. False for what is none. */
bool schema_translation_read(struct str value, struct str *lang,
			     struct str *term);

/* The value of SCHEMA_SLOT_SOURCE: a hash of all that the article is read from,
 * the number of its source, its id. */
struct schema_source {
	unsigned char hash[HASH128_SIZE];
	uint32_t source;
	struct str id;
};
void schema_source(const struct schema_source *source, struct buf *out);

/* Reads it; the id views the value. False for what is none. */
bool schema_source_read(struct str value, struct schema_source *out);

/* The value of a term of FIELD_NUMBER, and of a slot: 16 hex digits whose order
 * is that of the numbers (IEEE 754 doubles, the sign folded in), and its
 * reverse, false for what is none. -0 is 0; no NaN. */
#define SCHEMA_NUMBER_SIZE 16
void schema_number(double number, char out[SCHEMA_NUMBER_SIZE + 1]);
bool schema_number_read(struct str value, double *out);

/* The value of a term of FIELD_DATE: 2025, 202510 or 20251026, as far as the
 * date goes. Returns its length, 0 for no date. */
#define SCHEMA_DATE_SIZE 8
size_t schema_date(const struct date *date, char out[SCHEMA_DATE_SIZE + 1]);

/* An instant (seconds since 1970, UTC) as bytes in its order: big-endian with
 * the sign flipped. What 40 bits do not hold is the nearest that they do. */
#define SCHEMA_INSTANT_SIZE 5
void schema_instant(int64_t seconds, unsigned char out[SCHEMA_INSTANT_SIZE]);

/* Reads the instant of a value of SCHEMA_SLOT_NEWEST; false where it has none,
 * as its article has no date. */
bool schema_newest_read(struct str value, int64_t *out);

/* Room for the values of the date slots. */
#define SCHEMA_ORDER_SIZE 9

/* The values of SCHEMA_SLOT_NEWEST and SCHEMA_SLOT_OLDEST, each highest first:
 * the instant (schema_instant), then 4 bytes of a hash of the id, so that equal
 * dates have an order that does not depend on docids; and the complement.
 * Without a date the 5 bytes are zero in both, so that the article comes last
 * in both orders. */
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
