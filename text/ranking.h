/*
 * What counts how much in the order of hits, as far as a site may say.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `ranking:` in pressmark.yaml says it, and the metadata of the index keeps
 * it, so that searching needs nothing but the index. What the defaults are and
 * why: docs/ranking.md.
 *
 * Threads: constants and pure functions.
 */
#ifndef PRESSMARK_TEXT_RANKING_H
#define PRESSMARK_TEXT_RANKING_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum ranking_weight {
	/* When articles are indexed: words of code, of words of prose. */
	RANKING_CODE,
	/* When they are searched. */
	RANKING_TITLE, /* the title once more, beside title and text together */
	/* Words next to each other, of the bits that they say, at most. */
	RANKING_NEAR,
	/* Words that the best articles have in common, of what they would weigh
	 * in the query. */
	RANKING_FEEDBACK,
	RANKING_STOP_WORDS, /* a stop word beside other words, of its weight */
	/* A synonym, of a word; one as typed loses nothing by having any. */
	RANKING_SYNONYMS,
	/* What a score gains for being new, of it; and in how many days half
	 * of that is left: 0 for none at all. */
	RANKING_RECENCY,
	RANKING_HALF_LIFE,
	RANKING_WEIGHTS
};

struct ranking {
	double weights[RANKING_WEIGHTS];
};

/* What holds unless a site says otherwise. */
#define RANKING_INIT                                                           \
	{                                                                      \
		{                                                              \
			[RANKING_CODE] = 0.5, [RANKING_TITLE] = 0.25,          \
			[RANKING_NEAR] = 0.25, [RANKING_FEEDBACK] = 0.1,       \
			[RANKING_STOP_WORDS] = 0.1, [RANKING_SYNONYMS] = 0.6,  \
			[RANKING_RECENCY] = 0.5, [RANKING_HALF_LIFE] = 0,      \
		}                                                              \
	}

struct ranking_row {
	const char *name;   /* of the key */
	double least, most; /* that may be said */
	const char *unit;   /* that may stand behind it; NULL: none */
};

/* RANKING_WEIGHTS rows, in the order of the enum. */
extern const struct ranking_row ranking_rows[];

/* Appends those weights that are not as by default, a line each: the name, a
 * blank, the number as schema_number writes it. */
void ranking_write(const struct ranking *ranking, struct buf *out);

/* Reads them; the others are as by default. ERR_CORRUPT. */
int ranking_read(struct str text, struct ranking *out, struct err *err);

#endif
