/*
 * Which article a person means: by its id, a path or its URL.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_WHICH_H
#define PRESSMARK_CLI_WHICH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/search.h"

/* Finds the article of the index in `folder` that is given by its id, by a path
 * from the current folder, or by its URL, in this order; *id lives in the
 * arena. ERR_USAGE names the nearest id. ERR_STALE, ERR_CORRUPT, ERR_IO,
 * ERR_MEMORY. */
int which_article(struct searcher *searcher, const char *folder,
		  struct str given, struct arena *arena, struct str *id,
		  struct err *err);

#endif
