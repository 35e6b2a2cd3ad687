/*
 * Names of fields: which one is meant by what stands before a ":".
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: a key views the known ones.
 */
#ifndef PRESSMARK_QUERY_FIELD_NAME_H
#define PRESSMARK_QUERY_FIELD_NAME_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "query/lex.h"
#include "query/parse.h"

/* How far what may be such a name goes: to a ":", with nothing in it that
 * means something else; 0 when there is none. */
size_t field_name_length(struct str text);

/* The field of that name; *key is set with LEX_KEY. LEX_ANYWHERE when there is
 * none, or memory ran out. */
enum lex_field field_name_find(struct str name, const struct query_known *known,
			       struct arena *arena, struct str *key);

#endif
