/*
 * The terms of a text: which words it is found by, and where they stand.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One for the index, the query and the snippet, so that they cannot disagree;
 * docs/words.md says what becomes of what. At each position stands one word
 * (TERM_WORD, TERM_LAST): a phrase is these, in order. At the same positions
 * stand further terms by which the text is found too.
 *
 *	struct terms t;
 *	struct term term;
 *
 *	terms_init(&t, words, text);
 *	while ((ret = terms_next(&t, &term, err)) == TERMS_NEXT)
 *		use(words_at(words, term.word), term.position);
 *
 * Threads: as of struct words. Memory: none is allocated but by words.
 */
#ifndef PRESSMARK_TEXT_TERMS_H
#define PRESSMARK_TEXT_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "text/language.h"
#include "text/limits.h"
#include "text/tokens.h"
#include "text/words.h"

enum term_role {
	TERM_WORD,   /* a token; two letters of a script without spaces */
	TERM_LAST,   /* the last letter of a run of such */
	TERM_PART,   /* of the word at its position, or in other signs */
	TERM_JOINED, /* opensource, of open-source: at its first position, */
	TERM_SIGNED, /* at&t, of AT&T: likewise, */
	TERM_AGAIN,  /* and either once more at its last */
};

/* In place of a number: a word that was passed over, see terms_skip_fn. */
#define TERM_UNKNOWN UINT32_MAX

struct term {
	uint32_t word;	   /* its number */
	uint32_t position; /* words count from 1, the end of a block as one */
	size_t start, end; /* the bytes of the text that it stands for */
	enum term_role role;
};

/* Need this not be looked up? As it stands in the text, joined or with its
 * signs, and the token at hand. */
typedef bool (*terms_skip_fn)(void *payload, struct str s,
			      const struct token *token);

#define TERMS_WAITING 4
#define TERMS_PARTS   6 /* of a word that is joined */

/* Tokens are read some time before their words are looked up, several at once,
 * so that memory is asked for in time. A power of two. */
#define TERMS_AHEAD 16

struct terms_token {
	struct token token;
	bool has_key; /* of its word, as it stands */
	struct word_key key;
};

struct terms {
	struct words *words;
	unsigned int language; /* of the text; NONE unless set after init */
	struct tokens tokens;
	uint32_t position;  /* of the last word; may be set before the first */
	terms_skip_fn skip; /* may be NULL; set after terms_init */
	void *payload;
	struct token token; /* that the last term was made of */

	/* The rest is private. */
	unsigned int at, count; /* the next one ahead; how many */
	size_t before;		/* the end of the token before */
	uint32_t also;		/* the word whose parts are still to come, */
	unsigned int also_at;
	struct term like; /* and where they stand */
	struct term waiting[TERMS_WAITING];
	unsigned int waiting_count, waiting_at;
	/* The word that is being joined: what binds its parts. */
	enum token_bond bond;
	unsigned int part_count, short_count;
	bool is_joinable, has_number;
	size_t join_start;
	uint32_t join_position;
	char join[LIMIT_WORD_BYTES];
	size_t join_len;
	/* A ring; not cleared. */
	struct terms_token ahead[TERMS_AHEAD];
};

void terms_init(struct terms *terms, struct words *words, struct str text);

#define TERMS_NEXT 1

/* Does no token follow the one that the last term was made of? */
bool terms_is_last(struct terms *terms);

/* The next term; 0 at the end. What words_get returns on failure. */
int terms_next(struct terms *terms, struct term *out, struct err *err);

#endif
