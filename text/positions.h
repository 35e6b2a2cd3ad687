/*
 * Where the words of documents are: the positions of terms, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All entries of an index, each the positions of a term in a document, are one
 * sequence: by terms, and of a term by docids. It is cut into chunks of some
 * 2,000 bytes, as in an SSTable, and each chunk is an entry of the database's
 * metadata, under the key of the last term and docid that it has. So the chunk
 * that has an entry, if one does, is that of the first key that is not before
 * the entry's own. Frequent terms have many chunks, and rare ones share one.
 *
 * libxapian's own table of positions has a key for each term of each document,
 * of 15 bytes on average, and 4 bytes of positions under it.
 *
 * docs/schema.md has the layout. Positions are packed by binary interpolative
 * coding: Moffat and Stuiver, "Binary interpolative coding for effective index
 * compression" (2000).
 *
 * Threads: no state; a writer and a reader are used by one thread at a time.
 */
#ifndef PRESSMARK_TEXT_POSITIONS_H
#define PRESSMARK_TEXT_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "text/bits.h"

#ifdef __cplusplus
extern "C" {
#endif

/* So many positions no list has, */
#define POSITIONS_LIST_MAX (1u << 23)
/* and a term no more bytes. */
#define POSITIONS_TERM_MAX 245

/* ---- A list of positions ------------------------------------------------ */

/* Appends a list, to be kept with its length: 1 to POSITIONS_LIST_MAX
 * positions, rising, from 1 on; anything else is a bug. */
void positions_encode(const uint32_t *positions, size_t count, struct buf *out);

/* What was read, in an array that is used again. Zeroed before. */
struct positions {
	uint32_t *items; /* rising */
	size_t count, cap;
};

/* Reads a list. ERR_CORRUPT, ERR_MEMORY. */
int positions_decode(struct str list, struct positions *out, struct err *err);

void positions_release(struct positions *positions);

/* ---- Keys --------------------------------------------------------------- */

/* What the keys of all chunks begin with, and no other key does. */
#define POSITIONS_KEYS "@"

/* Appends the key of an entry; keys are in the order of the entries. */
void positions_key(struct str term, uint32_t docid, struct buf *out);

/* Takes one apart; the term is a view of it. False for what is none. */
bool positions_key_read(struct str key, struct str *term, uint32_t *docid);

/* ---- Writing chunks ----------------------------------------------------- */

/* The bytes of a chunk and of its key, more only where a single entry has so
 * many: four such fit into a block of libxapian's tables. */
#define POSITIONS_CHUNK 2038

/* Takes a finished chunk, in the order of the keys; the views are valid during
 * the call. Anything but 0 ends the writing, and is returned. */
typedef int (*positions_put_fn)(struct str key, struct str chunk, void *payload,
				struct err *err);

/* Not to be moved. */
struct positions_writer {
	positions_put_fn put;
	void *payload;
	size_t most;
	struct buf chunk; /* what is whole of the one at hand */
	struct buf group; /* the entries of the group at hand */
	struct bits_out chunk_bits, group_bits;
	struct buf term, key;
	uint32_t first, docid; /* of the group, the last; 0: there is none */
	uint32_t before;       /* first of the group before; 0: none */
	size_t entries;	       /* of the group */
	size_t most_entries;   /* of a group, */
	uint64_t most_bits;    /* and of it too */
	unsigned int width;    /* with which it begins */
	bool is_whole;	       /* nothing comes into it any more */
	uint64_t first_gap, groups_gap, gap; /* as of late, in 16ths */
};

/* To be released whatever happens; once it failed, it is not used again. `most`
 * is POSITIONS_CHUNK where nothing speaks against it. */
void positions_begin(struct positions_writer *w, size_t most,
		     positions_put_fn put, void *payload);

/* Adds an entry, which comes behind all before it: a list as positions_encode
 * makes it. ERR_MEMORY, what put returns. */
int positions_add(struct positions_writer *w, struct str term, uint32_t docid,
		  struct str list, struct err *err);

/* Puts the last chunk. ERR_MEMORY, what put returns. */
int positions_end(struct positions_writer *w, struct err *err);

void positions_writer_release(struct positions_writer *w);

/* ---- Reading a chunk ---------------------------------------------------- */

/* Goes forward through a chunk, which is there as long as it does. What is
 * damaged ends it, and `bad` says so. */
struct positions_reader {
	struct bits_in in; /* behind the entry at hand */
	char term[POSITIONS_TERM_MAX];
	size_t term_len;
	uint32_t docid; /* of the entry at hand; 0: none yet */
	uint64_t count; /* of its positions, */
	uint64_t list;	/* which are there, in bits */
	/* The entries at hand that have a length together, and the next. */
	struct positions_group {
		uint64_t at, end; /* in bits */
		uint32_t first;	  /* docid */
		unsigned int width;
		bool is_first, has_next; /* of the term */
	} group, next;
	uint64_t first_gap, groups_gap, gap; /* as of late, in 16ths */
	bool bad;
};

void positions_open(struct positions_reader *r, struct str chunk);

/* The next term; false where there is none. */
bool positions_next_term(struct positions_reader *r);

/* The first term that is not before this one; is it this one? */
bool positions_find_term(struct positions_reader *r, struct str term);

/* The next entry of the term; false where there is none. */
bool positions_next(struct positions_reader *r);

/* The first entry of the term, from the one at hand on, that is not before this
 * docid; is it of this one? */
bool positions_find(struct positions_reader *r, uint32_t docid);

/* Reads the positions of the entry at hand: those up to `until`, and perhaps
 * some beyond. ERR_CORRUPT, ERR_MEMORY. */
int positions_read(const struct positions_reader *r, uint32_t until,
		   struct positions *out, struct err *err);

/* Appends them, as positions_encode. */
void positions_copy(const struct positions_reader *r, struct buf *out);

static inline struct str positions_term(const struct positions_reader *r)
{
	return str_make(r->term, r->term_len);
}

/* ERR_CORRUPT, with a message. */
int positions_damaged(struct err *err);

/* ---- Changing a chunk --------------------------------------------------- */

struct positions_change {
	struct str term;
	uint32_t docid;
	struct str list; /* as encoded; empty: there is to be none */
};

/* Puts what becomes of a chunk by these changes, in order, each entry once: no
 * chunk where nothing is left, several of about the same size where it would be
 * too large. Its own key has to go before. ERR_CORRUPT, ERR_MEMORY, what put
 * returns. */
int positions_edit(struct str chunk, const struct positions_change *changes,
		   size_t count, positions_put_fn put, void *payload,
		   struct err *err);

#ifdef __cplusplus
}
#endif

#endif
