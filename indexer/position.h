/*
 * Lines and columns in a text, counted once as a reader goes along.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A position is a plain value: a copy of it stays where it is while the
 * original moves on, so that what was met before can still be named.
 *
 *	struct position at = { text.p, 1, 1 };
 *	position_move(&at, p);
 *	warn(at.line, at.column);
 *
 * Threads: pure. Memory: points into the text, owns nothing.
 */
#ifndef PRESSMARK_INDEXER_POSITION_H
#define PRESSMARK_INDEXER_POSITION_H

struct position {
	const char *p;
	unsigned int line;   /* from 1 */
	unsigned int column; /* in code points, from 1 */
};

/* Moves on to `to`, in the same text and not before p. Lines end in LF; the
 * text is UTF-8 (else columns are a guess). */
void position_move(struct position *position, const char *to);

#endif
