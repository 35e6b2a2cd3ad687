/*
 * Nearby words: those of a sorted list that a few slips make of a word.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slip is a letter too many, too few, another, or two that changed places:
 * the distance is Damerau's ("A technique for computer detection and correction
 * of spelling errors", 1964), no part of the word changed twice. The list is
 * walked as if it were a trie, the way that Schulz and Mihov walk it with an
 * automaton ("Fast string correction with Levenshtein automata", 2002): after
 * a word that is too far off comes the first that need not be, so that of a
 * million words some hundred are looked at. What is still being typed is a
 * beginning: any head of a word may be near it, and anything may follow.
 *
 *	struct nearby n;
 *	struct str at = nearby_init(&n, STR("pipline"), 1, 0);
 *
 *	for each word w from `at` on:
 *		if (nearby_look(&n, w, &at) <= 1)
 *			use(w);
 *
 * Threads: plain values. Memory: none is allocated; views live in the struct
 * until the next call.
 */
#ifndef PRESSMARK_QUERY_NEARBY_H
#define PRESSMARK_QUERY_NEARBY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define NEARBY_LETTERS 32 /* code points of a word, at most */
#define NEARBY_SLIPS   2

/* Rows of the table of distances. */
#define NEARBY_DEPTH (NEARBY_LETTERS + NEARBY_SLIPS + 1)

struct nearby {
	uint32_t word[NEARBY_LETTERS];
	size_t len;
	uint32_t letters[NEARBY_LETTERS]; /* of it, rising, each once */
	size_t letter_count;
	unsigned int most; /* slips */
	size_t fixed;	   /* so many first letters stay */
	bool is_beginning; /* of words */
	/* Of the word looked at: its letters, as far as it may still become a
	 * nearby one, and the distance of each head to each of the word's. */
	uint32_t path[NEARBY_DEPTH];
	size_t depth;
	uint8_t rows[NEARBY_DEPTH + 1][NEARBY_LETTERS + 1];
	/* The least distance of any head of each head to the whole word. */
	uint8_t heads[NEARBY_DEPTH + 1];
	char next[4 * (NEARBY_DEPTH + 1)];
};

/* Of a word of UTF-8, at most NEARBY_LETTERS code points and not empty; its
 * first `fixed` letters stay as they are. Returns where to begin. */
struct str nearby_init(struct nearby *nearby, struct str word,
		       unsigned int most, size_t fixed);

/* The same for words that begin as this one, slips aside. */
struct str nearby_init_beginning(struct nearby *nearby, struct str beginning,
				 unsigned int most, size_t fixed);

/* The distance of a word of the list, or any number above `most`; to a
 * beginning, the least distance of any head of it. *next is
 * where to go on: at the first word from there, by bytes, on; empty: with the
 * one that follows, and equal to the word given: nowhere. Words come in
 * rising order. */
unsigned int nearby_look(struct nearby *nearby, struct str word,
			 struct str *next);

#endif
