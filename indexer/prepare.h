/*
 * Preparing a body for md4c: what generators put into Markdown that is not
 * Markdown, such as shortcodes, template tags and directives.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The result is Markdown with these taken out or replaced. No line is added
 * or lost, so line numbers stay; bytes may be, so that prepare_source tells
 * where a byte of the result came from.
 *
 * Threads: pure functions. Memory: the result owns its buffer and cuts.
 */
#ifndef PRESSMARK_INDEXER_PREPARE_H
#define PRESSMARK_INDEXER_PREPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/site.h"
#include "indexer/warnings.h"

/* From here on in the result, its bytes lie `shift` further on in the body. */
struct prepare_cut {
	size_t at;
	ptrdiff_t shift;
};

struct prepared {
	struct buf text;
	struct buf cuts; /* struct prepare_cut, in order of `at` */
	/* Tags in the text (site->inline_tags), struct str, views of the body,
	 * without their '#'. */
	struct buf tags;
};

#define PREPARED_INIT                                                          \
	{                                                                      \
		BUF_INIT, BUF_INIT, BUF_INIT                                   \
	}

/* Prepares a clean body (see clean.h) that begins on this line of its file.
 * `id` tells by its extension whether it is MDX. Appends to out->text. What is
 * odd (a shortcode that is never closed) is a warning. */
void prepare(struct str body, unsigned int line, struct str id,
	     const struct site *site, struct warnings *warnings,
	     struct prepared *out);

/* Where in the body the byte at `at` of the result came from. */
size_t prepare_source(const struct prepared *prepared, size_t at);

void prepared_release(struct prepared *prepared);

#endif
