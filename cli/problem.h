/*
 * Problems of articles, printed as compilers print theirs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure.
 */
#ifndef PRESSMARK_CLI_PROBLEM_H
#define PRESSMARK_CLI_PROBLEM_H

#include <stdbool.h>

#include "base/buf.h"
#include "indexer/article.h"

/* Appends "path:line:column: warning: text [code]" as a line, cleaned; a line
 * or column that is not known is left out. */
void problem_add(const char *path, const struct article_warning *problem,
		 bool color, struct buf *out);

#endif
