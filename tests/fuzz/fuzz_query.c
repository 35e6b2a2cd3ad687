/*
 * Fuzzes the query language: any bytes give a tree or a named error, and a
 * tree prints as a query that parses to it again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/parse.h"

#include <stdint.h>
#include <stdlib.h>

#include "tests/unit/known.h"
#include "text/limits.h"

/* 26 October 2025, in days since 1970-01-01. */
#define TODAY 20387

#define MEMORY (4u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prints and parses again. A typed tree may only have grown too long, since
 * dates such as 7d are printed in full; a narrowed one passes any limit. */
static void check_print(const struct query_node *root, bool is_typed,
			struct arena *arena)
{
	struct buf printed = BUF_INIT;
	struct err err = ERR_INIT;
	struct query_known known = known_on(0);
	struct query again;
	int rc;

	query_print(root, &printed);
	if (buf_check(&printed, &err) < 0)
		abort();
	rc = query_parse(buf_view(&printed), &known, arena, &again, &err);
	if (rc == 0 && !query_equal(root, again.root))
		abort();
	if (rc < 0 && (rc != ERR_QUERY ||
		       (is_typed && printed.len <= LIMIT_QUERY_BYTES) ||
		       !strcmp(again.error_code, "bad_date")))
		abort();
	buf_release(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const fields[] = { "tag",	"author", "title",
					      "since",	"until",  "sort",
					      "rating", "code",	  "url",
					      "path",	"is",	  "date" };
	struct query_known known = known_on(TODAY);
	struct str text = str_make((const char *)data, size);
	struct arena arena = ARENA_INIT(MEMORY);
	struct err err = ERR_INIT;
	struct query query;
	int rc = query_parse(text, &known, &arena, &query, &err);

	if (rc < 0 && (rc != ERR_QUERY || !query.error_code ||
		       !query.error_column || !err.message[0]))
		abort();
	if (rc == 0) {
		const char *field = fields[size % 12];
		/* The same bytes once more, as the value of a filter. */
		struct str value = str_skip(text, size / 2);

		check_print(query.root, true, &arena);
		rc = query_narrow(&query, field, value, &known, &arena, &err);
		if (rc < 0 && rc != ERR_QUERY)
			abort();
		check_print(query.root, false, &arena);
	}
	arena_release(&arena);
	return 0;
}
