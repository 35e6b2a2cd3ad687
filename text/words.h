/*
 * Words: every different word once, with its folded form and its stem.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tokenizer hands out millions of tokens, but few different words. This
 * remembers for each what folding and stemming made of it, so that both are
 * done once a word and nothing is allocated a token. Words and stems have
 * small dense numbers, by which callers keep arrays of their own. A word of one
 * language is not one of another, though it be written alike: each has its
 * number, and its stem.
 *
 * Threads: one at a time; each thread has its own. Memory: what a word views
 * lives until words_free or words_forget.
 */
#ifndef PRESSMARK_TEXT_WORDS_H
#define PRESSMARK_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "text/limits.h"
#include "text/word_table.h"

/* Makes the stem of a folded word in a language, by its name; the view lives
 * until the next call. A negative return is an err_code. (The shim's stemmers,
 * handed in so that text/ need not know them.) */
typedef int (*words_stem_fn)(void *payload, const char *language,
			     struct str word, struct str *out, struct err *err);

struct word {
	struct str folded; /* not empty */
	uint32_t number;   /* of the folded word: 0, 1, 2, ... */
	uint32_t stem;	   /* number of its stem: 0, 1, 2, ... */
	/* Has it a stem term in the index (SCHEMA_STEM)? A word of a single
	 * character, or with a digit or a sign in it (a number, a version, a
	 * hash, a name of code, C++), or of letters of a script without spaces
	 * has no other forms: the word itself serves, and the index is spared
	 * a term. Its stem is its own. */
	bool is_stemmed;
	unsigned char language; /* text/language.h */
	/* Other words that it is found by, where it stands: the parts of
	 * snake_case_name and what neighbours of them make, the beginnings of
	 * 3.3.12. Numbers; live as long as the words do. */
	const uint32_t *also;
	unsigned int also_count;
};

struct words;

int words_new(words_stem_fn stem, void *payload, struct words **out,
	      struct err *err);
void words_free(struct words *words);

/* The word of a token's bytes (as they stand in the text) in a language; NULL
 * in *out when folding leaves nothing of it. ERR_MEMORY or what stemming
 * returns. The address is valid until the next call. */
int words_get(struct words *words, unsigned int language, struct str token,
	      const struct word **out, struct err *err);

/* The same of a token of up to WORD_KEY_BYTES that is known long before its
 * word is needed, in steps that do not wait for memory: each asks for what the
 * next one reads, which is to come some hundred nanoseconds later. Words may be
 * met meanwhile; token and language are the same in all. `room` is as in
 * word_key_lower. */
void words_seek(const struct words *words, unsigned int language,
		struct str token, size_t room, struct word_key *out);
void words_approach(const struct words *words, const struct word_key *key);

/* The number of the word, WORDS_NONE when folding leaves nothing of it, and
 * whether it has others in `also`. A token that has no key has NULL. */
#define WORDS_NONE UINT32_MAX
int words_take(struct words *words, unsigned int language, struct str token,
	       const struct word_key *key, uint32_t *number, bool *has_also,
	       struct err *err);

/* A word, by its number, in another language. Likewise. */
int words_in(struct words *words, unsigned int language, uint32_t number,
	     const struct word **out, struct err *err);

/* The word of a number below words_count; valid until another is met. */
const struct word *words_at(const struct words *words, uint32_t number);

/* The stems of all words, by their numbers; WORDS_NONE of those that are not
 * is_stemmed. Valid until another word is met. */
const uint32_t *words_stems(const struct words *words);

/* The text of a stem of a word that is_stemmed, as terms have it: behind the
 * code of its language (LANGUAGE_CODE bytes), so that no stem is taken for one
 * of another. And the term of SCHEMA_STEM. */
struct str words_stem(const struct words *words, uint32_t stem);
struct str words_stem_term(const struct words *words, uint32_t stem);

/* How many words and stems there are. */
size_t words_count(const struct words *words);
size_t words_stem_count(const struct words *words);

/* Has a folded word other forms, that a stem could stand for? That makes it
 * is_stemmed. */
bool words_has_forms(struct str folded);

/* Forgets all words, so that memory stays bounded; numbers start anew. */
void words_forget(struct words *words);

#endif
