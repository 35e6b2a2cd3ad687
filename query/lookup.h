/*
 * Looking up: which article an id or a URL means, and which are near.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as the searcher. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_LOOKUP_H
#define PRESSMARK_QUERY_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/search.h"

#define LOOKUP_ABSENT 1

/* The document of an id, the path of an article below its source. Positive
 * LOOKUP_ABSENT. What the shim returns. */
int lookup_document(struct searcher *searcher, struct str id, uint32_t *docid,
		    struct err *err);

/* The record of a document; its bytes live in the arena. LOOKUP_ABSENT.
 * ERR_STALE, ERR_CORRUPT, ERR_MEMORY. */
int lookup_record(struct searcher *searcher, uint32_t docid,
		  struct arena *arena, struct record *out, struct err *err);

/* Likewise of a document that was found or listed, and so must be there:
 * ERR_STALE where it is gone. */
int lookup_listed(struct searcher *searcher, uint32_t docid,
		  struct arena *arena, struct record *out, struct err *err);

/* The id of the article that is or was at a URL, of any host: of several, of
 * one that is there before one that was, of one that is shown before one that
 * is not, else the first by bytes. LOOKUP_ABSENT; as lookup_record. */
int lookup_url(struct searcher *searcher, struct str url, struct arena *arena,
	       struct str *id, struct err *err);

/* The id most like one that is none, for a message, by the name of its file
 * or by a part of it; empty when none is near. */
int lookup_nearest(struct searcher *searcher, struct str given,
		   struct arena *arena, struct str *id, struct err *err);

/* The ids that begin so, in byte order: `most` of them at most. */
int lookup_ids(struct searcher *searcher, struct str start, size_t most,
	       struct arena *arena, const struct str **out, size_t *count,
	       struct err *err);

#endif
