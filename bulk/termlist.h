/*
 * The table of what documents have: their terms, and slots with values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: some 270 KB, and twice what
 * the terms of the largest document take.
 */
#ifndef PRESSMARK_BULK_TERMLIST_H
#define PRESSMARK_BULK_TERMLIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/buf.h"
#include "bulk/table.h"
#include "bulk/vocabulary.h"

struct termlist_entry {
	uint32_t term; /* in the vocabulary */
	uint32_t frequency;
};

struct termlist_document {
	uint32_t docid;
	uint32_t entries; /* where its entries end */
	uint32_t slots;	  /* where they are packed, up to the next one's */
	uint64_t length;
};

/* Documents in their order, their entries in that of the terms. Behind the last
 * one is one that only says where its slots end. */
struct termlist_run {
	struct vocabulary vocabulary;
	struct termlist_document *documents;
	size_t count, cap;
	struct buf slots;
	struct termlist_entry *entries;
};

void termlist_run_release(struct termlist_run *run);

struct termlist;

/* Into this table, which is not kept. ERR_MEMORY. */
int termlist_new(struct table *table, struct termlist **out, struct err *err);
void termlist_free(struct termlist *list);

/* Adds documents, of higher docids than all before. As table_add; ERR_MEMORY.
 */
int termlist_add(struct termlist *list, const struct termlist_run *run,
		 struct err *err);

#endif
