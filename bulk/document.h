/*
 * What is written of a document, whichever way it is written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: plain values. Memory: it owns nothing.
 */
#ifndef PRESSMARK_BULK_DOCUMENT_H
#define PRESSMARK_BULK_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"

struct bulk_value {
	uint32_t slot;
	struct str bytes; /* not empty */
};

struct bulk_document {
	/* In any order. Of a term that is there twice the frequencies are
	 * added and the positions united. */
	const struct xap_posting *postings;
	size_t posting_count;
	const struct bulk_value *values; /* their slots rise */
	size_t value_count;
	struct str data;
	bool is_packed; /* the data; it is not to be deflated */
};

/* Is told a term that has positions, and in how many documents. Anything but 0
 * ends the build, and is returned. */
typedef int (*bulk_term_fn)(struct str term, uint32_t documents, void *payload,
			    struct err *err);

/* Fills doc, cleared first. ERR_LIMIT for what libxapian does not hold, and as
 * xap_doc_add_postings. */
int bulk_document_fill(const struct bulk_document *document,
		       struct xap_doc *doc, struct err *err);

/* Are values and data what a database holds? ERR_LIMIT. */
int bulk_document_check(const struct bulk_document *document, struct err *err);

#endif
