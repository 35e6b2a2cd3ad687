/*
 * Synonyms: the words that the owner of a site says to mean each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	k8s, kubernetes			each means the other
 *	js => javascript, ecmascript	who asks for js finds these too
 *	ci, continuous integration	several words: a phrase
 *	# a comment, also behind a blank; so C# is no comment
 *
 * A rule a line; each rule is for itself, nothing follows from two. The index
 * keeps the file as it is (SCHEMA_META_SYNONYMS), and who searches reads it as
 * who indexes does.
 *
 * Threads: pure but for the words given. Memory: all lives in the arena; texts
 * view what was read.
 */
#ifndef PRESSMARK_TEXT_SYNONYMS_H
#define PRESSMARK_TEXT_SYNONYMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "text/words.h"

struct synonym_side {
	struct str text; /* as written, trimmed */
	/* Its words, folded, a blank between them: never empty. */
	struct str folded;
	uint32_t rule; /* sides of one rule follow each other */
	bool is_asked; /* who types it means the others; */
	bool is_meant; /* who types another may mean it */
};

struct synonyms {
	const struct synonym_side *sides;
	size_t count;
	size_t rule_count;
};

/* Reads the file, of at most LIMIT_SYNONYM_BYTES, whose name in messages is
 * `name`. ERR_INPUT with the place of what is wrong, "synonyms.txt:3:5: ...";
 * ERR_MEMORY, or what words_get returns. */
int synonyms_read(struct str file, struct str name, struct words *words,
		  struct arena *arena, struct synonyms *out, struct err *err);

#endif
