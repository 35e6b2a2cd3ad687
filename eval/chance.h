/*
 * Chance: could two rankings differ so much without one being better?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A paired randomisation test (Fisher 1935; for search: Smucker, Allan and
 * Carterette, "A comparison of statistical significance tests for information
 * retrieval evaluation", CIKM 2007). If both rankings were as good, it would be
 * by chance which of the two had the better value for a query; so the sign of
 * each difference is thrown anew, again and again, and counted how often the
 * mean is as far from zero as it was.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_EVAL_CHANCE_H
#define PRESSMARK_EVAL_CHANCE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* How many times signs are thrown. Where there are fewer ways to set them,
 * each is tried once, and p is exact. */
#define CHANCE_THROWS 100000

/* Sets *p, two-sided, for the differences of `count` queries: how likely a
 * mean as large as theirs is by chance. It is (c + 1) / (CHANCE_THROWS + 1),
 * where c throws were as large; the same differences give the same p. 1 where
 * none is other than zero. ERR_LIMIT or ERR_MEMORY from the arena alone. */
int chance_p(const double *differences, size_t count, struct arena *arena,
	     double *p, struct err *err);

#endif
