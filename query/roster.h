/*
 * The roster: tags and authors of an index, read once and kept.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * So that any word of a name can be what it is found by. Bound to the index's
 * uuid and commit, as columns are; of more than ROSTER_MOST the others are not
 * known.
 *
 * Threads: one at a time. Memory: the list is valid until the next roster_read.
 */
#ifndef PRESSMARK_QUERY_ROSTER_H
#define PRESSMARK_QUERY_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"

#define ROSTER_MOST 100000 /* of tags, and of authors */

struct roster_name {
	bool is_author;
	struct str folded; /* as in its term */
	struct str label;  /* as it is commonly written */
	uint32_t articles; /* of the whole index */
};

struct roster {
	struct roster_name *list; /* tags, then authors, each rising by bytes */
	size_t count, cap;
	struct arena arena;
	struct xap_db_info of; /* the state of the index */
};

void roster_release(struct roster *roster);

/* Reads them if they are not those of the index as it is now. What the shim
 * returns; ERR_MEMORY. */
int roster_read(struct roster *roster, struct xap_db *db, struct err *err);

#endif
