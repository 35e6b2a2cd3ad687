/*
 * Collapsing: of articles that are translations of each other, those in one
 * language are found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of the translations of one article that match, those stay that are in the
 * language of the reader; else in that which the words of the query tell
 * (query/spoken.h); else in that of the site; else in that which the most
 * articles are in, of equals the first by its tag. Two articles in one language
 * are no translations of each other, whatever their keys say. The others are
 * taken out of the query itself, so that totals, facets and pages are all of
 * the same articles.
 *
 * Threads: one at a time. Memory: lives in the planner's arena, but for the
 * maps, which collapse_release gives back.
 */
#ifndef PRESSMARK_QUERY_COLLAPSE_H
#define PRESSMARK_QUERY_COLLAPSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "base/str.h"
#include "query/plan.h"
#include "shim/xap.h"

struct collapse {
	const struct planner *planner;
	struct str site;   /* its language, folded as a name; may be empty */
	struct str reader; /* likewise, see collapse_reader */

	/* The rest is private, zero to begin with. */
	struct map groups, langs; /* by term, by tag: numbers from 1 */
	struct collapse_group *group;
	size_t group_cap;
	struct collapse_lang *lang;
	size_t lang_cap;
};

void collapse_release(struct collapse *collapse);

/* The language of a reader, folded as a name, of what a person types or a
 * system says: "fr", "pt-BR", "pt_BR.UTF-8". Lives in the arena. */
struct str collapse_reader(struct str given, struct arena *arena);

/* Leaves out of *query what its translations stand for. Of several queries,
 * one after the other, also those whose translations one before has found.
 * So the first is to be that of what has all words. ERR_DEADLINE, ERR_MEMORY,
 * or what the shim returns. */
int collapse_query(struct collapse *collapse, const struct xap_query **query,
		   struct err *err);

#endif
