/*
 * Most: which choices of the words of a query say most of what it says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word says as many bits as it is rare: log2(articles / articles with it).
 * So "the gas pipeline" is mostly "pipeline", and what is nearly everywhere
 * never makes an article an answer by itself.
 */
#ifndef PRESSMARK_QUERY_MOST_H
#define PRESSMARK_QUERY_MOST_H

#include <stddef.h>
#include <stdint.h>

/* Of more words the choices are too many to be listed: any will do. */
#define MOST_WORDS 6

/* There are at most so many: those of three of six. */
#define MOST_CHOICES 20

/* The part of the bits of all words that is most of them. */
#define MOST_PART 0.25

/* The bits that a word of `frequency` articles says; 0 for one of none. */
double most_bits(uint32_t articles, uint32_t frequency);

/* Fills out with the choices that suffice, bit i standing for word i: each
 * without one of its words would not. Returns how many; 0 where any word
 * suffices, and for more than MOST_WORDS. */
size_t most_choices(const double *bits, size_t count,
		    uint8_t out[MOST_CHOICES]);

#endif
