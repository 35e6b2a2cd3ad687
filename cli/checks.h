/*
 * Checks: the search tests of a site, run, and what each that fails says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_CHECKS_H
#define PRESSMARK_CLI_CHECKS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/search_tests.h"

struct checks {
	struct search_tests tests;
	size_t failed; /* of the last run */
	/* Told of each failure, a line: "search-tests.yaml:3:12: ...". */
	void (*tell)(struct str line, void *payload);
	void *payload;
};

/* Reads the tests that belong to an index folder, into the arena. ERR_USAGE
 * when there are none, else as search_tests_load. */
int checks_load(struct checks *checks, const char *folder, struct arena *arena,
		struct err *err);

/* Runs them on the index in a folder. As searcher_open and searcher_run. */
int checks_run(struct checks *checks, const char *folder, struct err *err);

#endif
