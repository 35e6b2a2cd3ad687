/*
 * A table of words: text to number, made for many look-ups of short text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Open addressing. A look-up reads memory in two places: the hash stands in the
 * place, and short text in the row, as whatever else is looked at is waited
 * for. Who knows long before what will be looked up can ask for both.
 *
 * Private to text/. Threads: one at a time. Memory: the text is not its own.
 */
#ifndef PRESSMARK_TEXT_WORD_TABLE_H
#define PRESSMARK_TEXT_WORD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Text of no more bytes, as most words are, is compared by its key alone. */
#define WORD_KEY_BYTES 16

struct word_key {
	uint64_t head[2]; /* the first bytes, zeros behind */
	uint32_t hash;
};

struct word_row {
	uint64_t head[2];
	const char *p;
	uint32_t number;
	uint16_t len;
	uint8_t language; /* texts of different ones are different */
	bool has_also;	  /* for the caller */
};

struct word_place {
	uint32_t hash;
	uint32_t row; /* plus one */
};

/* All zero at first. */
struct word_table {
	char *block;
	struct word_row *rows; /* in it, in the order in which they were put */
	size_t count, cap;
	struct word_place *places; /* at most half of them are taken */
	size_t place_count;	   /* a power of two, or 0 */
};

/* The key of text as it stands, of any length. Seeds are to differ from table
 * to table and from language to language. */
struct word_key word_key_of(struct str s, uint64_t seed);

/* That of text of up to WORD_KEY_BYTES, in lower case if it is ASCII. `room`
 * bytes may be read from where it begins: what it has, or more, which is
 * faster. */
struct word_key word_key_lower(struct str s, size_t room, uint64_t seed);

/* Ask for what a look-up reads first, and then for the rest. */
void word_table_seek(const struct word_table *table,
		     const struct word_key *key);
void word_table_approach(const struct word_table *table,
			 const struct word_key *key);

/* The row of a text, or NULL; valid until the next is put. The text itself is
 * looked at only where it is longer than its key. */
struct word_row *word_table_get(const struct word_table *table,
				const struct word_key *key, struct str s,
				unsigned int language);

/* Adds text that is not there, of at most 65,535 bytes, which is to stay where
 * it is. False: there is no memory. */
bool word_table_put(struct word_table *table, const struct word_key *key,
		    struct str kept, unsigned int language, uint32_t number);

void word_table_release(struct word_table *table);

#endif
