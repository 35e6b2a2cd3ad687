/*
 * Most: which words of a query say enough of what it says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word says as many bits as it is rare: log2(articles / articles with it).
 * So "the gas pipeline" is mostly "pipeline", and what is nearly everywhere
 * never makes an article an answer by itself.
 */
#ifndef PRESSMARK_QUERY_MOST_H
#define PRESSMARK_QUERY_MOST_H

#include <stdbool.h>
#include <stdint.h>

/* Of more words any will do: none says much of such a query. */
#define MOST_WORDS 6

/* A word suffices that says so much of what the rarest says. */
#define MOST_PART (1.0 / 3)

/* The bits that a word of `frequency` articles says; 0 for one of none. */
double most_bits(uint32_t articles, uint32_t frequency);

/* Does a word of these bits suffice, where the rarest has `greatest`? */
bool most_suffices(double bits, double greatest);

#endif
