/*
 * search-tests.yaml: which articles the owner of a site wants to be found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file lies beside the index folder, as pressmark.yaml does, and is read
 * like it: whole, or refused with the place of what is wrong.
 *
 *	tests:
 *	  - query: gas pipeline
 *	    want: 2025/10/rising-ties.md	(or its URL; or a list)
 *	    first: 5				(among so many; 3)
 *	  - query: plans
 *	    not: drafts/plans.md		(nowhere)
 *
 * Threads: no state. Memory: everything lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_SEARCH_TESTS_H
#define PRESSMARK_INDEXER_SEARCH_TESTS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct search_test {
	struct str query;
	unsigned int line, column; /* of the query in the file */
	/* Ids, or URLs, which begin with "/" or a scheme. */
	const struct str *wanted; /* among the first */
	size_t wanted_count;
	unsigned int first;	    /* 1 to LIMIT_PAGE */
	const struct str *unwanted; /* nowhere */
	size_t unwanted_count;
};

struct search_tests {
	struct str path; /* of the file, to show */
	const struct search_test *tests;
	size_t count; /* at least one */
};

/* Positive outcome: there is no such file. */
#define SEARCH_TESTS_ABSENT 1

/* Reads the file that belongs to an index folder (which need not exist).
 * SEARCH_TESTS_ABSENT, with path set; ERR_INPUT, ERR_LIMIT, ERR_IO,
 * ERR_MEMORY. */
int search_tests_load(const char *folder, struct arena *arena,
		      struct search_tests *out, struct err *err);

/* The same from bytes; `name` is that of the file in messages. */
int search_tests_read(struct str yaml, struct str name, struct arena *arena,
		      struct search_tests *out, struct err *err);

#endif
