/*
 * The words of TOML: strings, numbers, dates.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What indexer/toml.c is made of. Each function reads at t->p, where its word
 * begins, and leaves t->p behind it; or returns the error that it set.
 *
 * Threads: one at a time. Memory: what is decoded lives in the arena.
 */
#ifndef PRESSMARK_INDEXER_TOML_VALUE_H
#define PRESSMARK_INDEXER_TOML_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/front.h"
#include "indexer/position.h"

/* The text being read. */
struct toml_text {
	const char *p, *end;
	struct position start; /* of the text */
	struct position place; /* at or before p, moved on when it is needed */
	struct arena *arena;
	unsigned int *line, *column; /* of what is wrong */
	struct err *err;
};

/* What is left to read. */
struct str toml_rest(const struct toml_text *t);

/* ERR_INPUT at a place in the text, "front matter is not valid TOML: " before
 * what is said. */
int toml_error(struct toml_text *t, const char *at, const char *format, ...)
	ERR_PRINTF(3, 4);

/* A control character may stand nowhere but for tabs. */
bool toml_is_control(char c);

/* One or three quotes, what they hold, and one or three again. A key is a
 * string of one line. */
int toml_string(struct toml_text *t, bool is_key, struct str *out);

/* A key of letters, digits, '_' and '-' (bare), or a string. */
int toml_key(struct toml_text *t, struct str *out);

/* A number, a boolean, a date or a time, into a scalar without quotes. */
int toml_word(struct toml_text *t, struct front_node *out);

#endif
