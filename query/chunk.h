/*
 * Chunks: the clean text, where a word ends, what it may stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the splitting of a query and its printing must agree on.
 *
 * Threads: pure functions, no locale.
 */
#ifndef PRESSMARK_QUERY_CHUNK_H
#define PRESSMARK_QUERY_CHUNK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

#define CHUNK_NEAR_DEFAULT 10u
#define CHUNK_NEAR_MAX	   100u

enum chunk_operator {
	CHUNK_WORD, /* none */
	CHUNK_AND,
	CHUNK_OR,
	CHUNK_NOT,
	CHUNK_NEAR,
};

/* The text as it is searched, in the arena: valid UTF-8, every white space
 * (Unicode's White_Space, so that the ideographic space of Japanese keyboards
 * separates) a blank, every full-width form of ASCII (U+FF01 to U+FF5E, as the
 * same keyboards make them) that ASCII, every other control character and every
 * invalid byte U+FFFD, trimmed. At most three times as long. A NULL pointer
 * when memory ran out. */
struct str chunk_clean(struct str typed, struct arena *arena);

/* The length of the word or value with which s begins: up to a blank, a ")"
 * whose "(" is not in it or, if asked for, a comma. *open is the number of
 * "(" that it leaves open. */
size_t chunk_length(struct str s, bool ends_at_comma, size_t *open);

/* The operator that a chunk of this text stands for; for NEAR, *distance is
 * from 1 to CHUNK_NEAR_MAX. */
enum chunk_operator chunk_operator(struct str text, unsigned int *distance);

/* May text, typed before a "*", be a prefix: has it two letters or digits? */
bool chunk_may_be_prefix(struct str text);

#endif
