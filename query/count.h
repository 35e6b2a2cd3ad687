/*
 * How many documents match, where none of them is to be shown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: none is kept.
 */
#ifndef PRESSMARK_QUERY_COUNT_H
#define PRESSMARK_QUERY_COUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/deadline.h"
#include "base/err.h"
#include "shim/xap.h"

/* Counts the matches of a query: exactly as long as they are not more than
 * `at_least`, and 0 only where there are none if that is not 0; else it is an
 * estimate. Where no weight weighs (xap_query_scale), it ends at so many.
 * `exact`, which may be NULL, says which it is. What xap_search returns; the
 * number is then 0. */
int count_matches(struct xap_db *db, const struct xap_query *query,
		  uint32_t at_least, struct deadline deadline, uint32_t *out,
		  bool *exact, struct err *err);

#endif
