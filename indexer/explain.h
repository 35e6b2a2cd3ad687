/*
 * Explaining how an article is read: the normal form, for people and tests.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: nothing is kept.
 */
#ifndef PRESSMARK_INDEXER_EXPLAIN_H
#define PRESSMARK_INDEXER_EXPLAIN_H

#include "base/buf.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/site.h"

/* The name of a field of the normal form, such as "publish_at". */
const char *explain_field_name(enum article_field field);

/* "key", "default", "heading", ...; "" for nothing. */
const char *explain_rule_name(enum article_rule rule);

/* "note", "warning" or "error". */
const char *explain_level_name(enum article_level level);

/* Appends the normal form as one JSON object, of a rejected article too,
 * written as `flags` (enum json_flags) say. `path` is the file that its
 * warnings name. What is not set is "", null or an empty list; `from` and
 * `extra` have only what is there. */
void explain_json(const struct article *a, const struct site *site,
		  struct str path, unsigned int flags, struct buf *out);

/* Appends one warning as an object on a line, as the normal form lists it. */
void explain_warning_json(const struct article_warning *warning,
			  struct str path, struct buf *out);

#endif
