/*
 * What tests of the shim's searches share: an open index, queries over it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_XAP_LAB_H
#define PRESSMARK_TESTS_UNIT_XAP_LAB_H

#include "tests/unit/xap_fixture.h"

struct lab {
	struct fixture *f;
	struct xap_db *db;
	struct xap_queries *pool;
};

static inline const struct xap_query *term(struct lab *lab, const char *word)
{
	return xap_query_term(lab->pool, str_of(word), &lab->f->err);
}

static inline const struct xap_query *both(struct lab *lab,
					   enum xap_operator op,
					   const struct xap_query *a,
					   const struct xap_query *b)
{
	const struct xap_query *parts[] = { a, b };

	return xap_query_combine(lab->pool, op, parts, 2, &lab->f->err);
}

#endif
