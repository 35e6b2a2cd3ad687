/*
 * The different terms of many documents, each once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A term is meant by where it stands, a number that is not 0. Hashes are seeded
 * anew for each vocabulary, so that no input can be made that collides.
 *
 * Private to bulk/. Threads: one at a time. Memory: some 40 bytes a term
 * besides its own.
 */
#ifndef PRESSMARK_BULK_VOCABULARY_H
#define PRESSMARK_BULK_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"

struct vocabulary_term {
	uint32_t count;	   /* of its postings, while it is collected */
	uint32_t document; /* that had it last */
	uint32_t len;
	char bytes[];
};

/* So many bytes may be read from where a term begins, or any byte of it; what
 * is behind it may be anything. */
#define VOCABULARY_ROOM 16

struct vocabulary {
	unsigned char *bytes; /* the terms, each behind its numbers */
	size_t len, cap;
	uint32_t *places;   /* by hash: a part of it, and where the term is */
	size_t place_count; /* a power of two, or 0 */
	uint32_t *all;
	size_t count, all_cap;
	uint64_t seed;
	uint64_t *hashes; /* of the terms that are looked up */
	size_t hash_cap;
};

#define VOCABULARY_INIT                                                        \
	{                                                                      \
		NULL, 0, 0, NULL, 0, NULL, 0, 0, 0, NULL, 0                    \
	}

/* Where these terms are, into `out`; those that are new are added, their
 * numbers 0. ERR_LIMIT for a term that no database may have, ERR_MEMORY. */
int vocabulary_get(struct vocabulary *v, const struct xap_posting *postings,
		   size_t count, uint32_t *out, struct err *err);

/* The term there; valid until the next one is added. */
static inline struct vocabulary_term *vocabulary_at(const struct vocabulary *v,
						    uint32_t at)
{
	return (struct vocabulary_term *)(void *)(v->bytes + at);
}

/* Puts `all` in the order of bytes. ERR_MEMORY. */
int vocabulary_sort(struct vocabulary *v, struct err *err);

/* Forgets all terms, and keeps the memory. */
void vocabulary_clear(struct vocabulary *v);
void vocabulary_release(struct vocabulary *v);

#endif
