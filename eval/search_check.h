/*
 * Search tests, run: is what is wanted found, and what is not wanted not?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is wanted is to be among the first hits, as many as the test says;
 * what is not is to be nowhere in the first LIMIT_REACH. Ids may lack ".md" at
 * their end; URLs are equal as text/address.h has it.
 *
 * Threads: as the searcher's.
 */
#ifndef PRESSMARK_EVAL_SEARCH_CHECK_H
#define PRESSMARK_EVAL_SEARCH_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/search_tests.h"
#include "query/search.h"

/* What is wrong with what one test found. */
struct search_failure {
	const struct search_test *test;
	const char *refused; /* why the query was refused; NULL: it was not */
	struct str article;  /* as the test has it */
	bool is_wanted;
	unsigned int place; /* where it was found, from 1; 0: nowhere */
	/* The first hits, as many as the test says at most. */
	const struct str *ids;
	size_t id_count;
};

/* Told of each failure; valid during the call. */
typedef void (*search_failure_fn)(const struct search_failure *failure,
				  void *payload);

/* Runs all tests; sets *failed to how many fail. `now` as in a search. As
 * searcher_run, but for ERR_QUERY. */
int search_check_run(struct searcher *searcher,
		     const struct search_tests *tests, int64_t now,
		     search_failure_fn fn, void *payload, size_t *failed,
		     struct err *err);

#endif
