/*
 * How an article is read, for a person.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: nothing is kept.
 */
#ifndef PRESSMARK_CLI_EXPLAIN_TEXT_H
#define PRESSMARK_CLI_EXPLAIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "indexer/article.h"
#include "indexer/site.h"

struct explain_style {
	size_t width; /* columns */
	bool color;
	int64_t now; /* seconds since 1970: what is hidden depends on it */
	const char *left_out;	/* why it is not in the index; NULL: it is */
	struct str preset_from; /* the file that says whose rules hold */
};

/* Appends what is set, with what gave it; the sections; the text as it is
 * indexed, with the lines of the file that it comes from; then the warnings.
 * `path` is the file as the user named it. */
void explain_text(const struct article *a, const struct site *site,
		  const char *path, const struct explain_style *style,
		  struct buf *out);

#endif
