/*
 * Chunks of positions, as they are written, read and changed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A chunk is bits: runs, one a term. A run is how many bytes the term shares
 * with the one before, how many others it has, less one, of which alphabet they
 * are, these, and groups of entries. A group is a bit, whether the run has
 * another one; its first docid, less one and less that of the group before; if
 * there is one before, how many low bits of the first distance are told as they
 * are; the bits of its entries, and they. An entry is how far its docid is
 * behind the one before, less one, unless it is the first; the number of its
 * positions; if there are more than a few, how many bits they take; and they
 * (text/positions.c). What is behind the last run, less than a byte, is
 * nothing.
 *
 * A group can be read, passed over and copied without what is before it: so
 * that a search leaps over most of a chunk, and a change leaves most of it.
 *
 * Private to text/positions.h. Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_POSITIONS_CHUNK_H
#define PRESSMARK_TEXT_POSITIONS_CHUNK_H

#include "text/positions_list.h"

/* So many low bits of numbers are told as they are: as it came out smallest for
 * articles in English. */
#define SAME_WIDTH 2
#define REST_WIDTH 3
#define LEN_WIDTH  5
#define LIST_WIDTH 6

/* And of a first distance in these many bits, which any docid fits. */
#define START_WIDTH 5

/* The bytes of most terms are hexadecimal digits of hashes, or letters. */
#define ALPHABETS_WIDTH 2
static const struct alphabet {
	unsigned int width; /* of a byte in bits */
	const char *bytes;  /* in the order of their numbers; NULL: all */
} alphabets[1 << ALPHABETS_WIDTH] = {
	{ 4, "0123456789abcdef" },
	{ 5, "abcdefghijklmnopqrstuvwxyz'-._/:" },
	{ 6,
	  "abcdefghijklmnopqrstuvwxyz0123456789SXE'-._/:@+#&%=~$*!?,;()[]{}" },
	{ 8, NULL },
};

/* A group ends when it has so many entries, or bits. */
#define GROUP_ENTRIES 64
#define GROUP_BITS    2048

/* What a key has besides the term. */
#define KEY_REST (sizeof(POSITIONS_KEYS) - 1 + 1 + 4)

/* What chunks begin with: terms that are in one of some hundred documents. */
#define FIRST_GAP (256 * 16)

/* How many low bits of the next distance to tell as they are. */
static inline unsigned int gap_width(uint64_t of_late)
{
	return bits_of((of_late * 5 / 128) | 1) - 1;
}

/* What is known of distances where so many are to be. */
static inline uint64_t gap_of_width(unsigned int width)
{
	return UINT64_C(26) << width;
}

/* What is known of the distance when another one was this. */
static inline uint64_t gap_average(uint64_t of_late, uint32_t gap)
{
	return (of_late + (uint64_t)gap * 16) / 2;
}

/* What is known of how far the next group is behind the first one. */
static inline uint64_t gap_of_groups(uint32_t first)
{
	return first < UINT32_MAX / GROUP_ENTRIES
		       ? (uint64_t)first * 16 * GROUP_ENTRIES
		       : (uint64_t)UINT32_MAX * 16;
}

/* Adds the group that a reader is at to a writer, behind what is there; the
 * reader is behind it then. Copied where that can be. */
int positions_add_group(struct positions_writer *w, struct positions_reader *r,
			struct buf *list, struct err *err);

/* Ends the group at hand of a writer, if there is one, and lets the next ones
 * have so many entries and bits. */
void positions_limit_groups(struct positions_writer *w, size_t entries,
			    uint64_t bits);

/* Goes to the next group of a term; false where there is none. */
bool positions_next_group(struct positions_reader *r);

/* The next entry of the group; false behind the last one. */
bool positions_next_of_group(struct positions_reader *r);

#endif
