/*
 * Figures: how relevant what is found is, for people and for programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_FIGURES_H
#define PRESSMARK_CLI_FIGURES_H

#include <stdbool.h>

#include "base/buf.h"
#include "eval/evaluation.h"

struct figures {
	const struct judged *judged;
	struct evaluation now;
	const char *run; /* the file of the run compared with; NULL: none */
	struct evaluation then;
	struct evaluation_difference differences[MEASURES];
	bool with_queries; /* also of each query */
};

/* Appends a table, and for queries another one below it. */
void figures_text(const struct figures *figures, struct buf *out);

/* Appends one JSON object. */
void figures_json(const struct figures *figures, struct buf *out);

#endif
