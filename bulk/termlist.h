/*
 * The table of what documents have: their terms, and slots with values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: twice what the terms of the
 * largest document take.
 */
#ifndef PRESSMARK_BULK_TERMLIST_H
#define PRESSMARK_BULK_TERMLIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/deflate.h"
#include "bulk/table.h"
#include "bulk/vocabulary.h"

struct termlist_entry {
	uint32_t term; /* in the vocabulary */
	uint32_t frequency;
};

/* Zeroed but for the first two. */
struct termlist {
	struct table *table;
	struct deflate *deflate;
	unsigned char *tag; /* scratch */
	size_t cap;
};

void termlist_release(struct termlist *list);

/* Adds a document of a higher docid than all before: its length, its terms in
 * order, and its slots, packed, if any. As table_add; ERR_MEMORY. */
int termlist_add(struct termlist *list, uint32_t docid, uint64_t length,
		 const struct vocabulary *vocabulary,
		 const struct termlist_entry *entries, size_t count,
		 struct str slots, struct err *err);

#endif
