/*
 * Languages: in which ones the words of a query are meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In all that articles of the index have, for nobody says in which one he
 * types; or in those that the query names by `lang:`.
 *
 * Threads: as of the database. Memory: plain values.
 */
#ifndef PRESSMARK_QUERY_LANGUAGES_H
#define PRESSMARK_QUERY_LANGUAGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "query/parse.h"
#include "shim/xap.h"
#include "text/language.h"

/* Different ones (text/language.h), rising: LANGUAGE_NONE for all that have no
 * stems. At least one. */
struct languages {
	unsigned char list[LANGUAGE_COUNT];
	size_t count;
};

/* The languages of the articles of an index, of which it has so many. As
 * xap_db_each_term. */
int languages_read(struct xap_db *db, uint32_t articles, struct languages *out,
		   struct err *err);

/* Leaves only those that a tree of a query names, as a filter of its own. */
void languages_narrow(const struct query_node *root,
		      struct languages *languages);

/* Is a folded word one that says little in one of them (text/stop.h)? */
bool languages_stop(const struct languages *languages, struct str folded);

#endif
