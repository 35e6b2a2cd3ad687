/*
 * Files of lines and columns: queries, judgments and runs, with places.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct lines l = LINES_OF(name, text);
 *	struct str line, columns[4];
 *
 *	while (lines_next(&l, &line))
 *		if (lines_split(line, columns, 4) != 4)
 *			return lines_fault(&l, line.p, &err, "four columns");
 *
 * Threads: no state. Memory: everything is a view into the text.
 */
#ifndef PRESSMARK_EVAL_LINES_H
#define PRESSMARK_EVAL_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct lines {
	const char *name;    /* of the file, for messages */
	struct str rest;     /* what is still to be read */
	unsigned int number; /* of the line that was read last, from 1 */
	struct str line;     /* that line */
};

#define LINES_OF(name_, text_)                                                 \
	{                                                                      \
		(name_), (text_), 0,                                           \
		{                                                              \
			NULL, 0                                                \
		}                                                              \
	}

/* Reads a file of at most LIMIT_JUDGED_BYTES into out. ERR_USAGE when there is
 * none, ERR_INPUT, ERR_LIMIT, ERR_IO, ERR_MEMORY. */
int lines_load(const char *name, struct buf *out, struct err *err);

/* The next line that is not blank, without its LF or CRLF; false at the end.
 */
bool lines_next(struct lines *l, struct str *out);

/* Splits a line at its blanks and tabs into at most `most` columns, and returns
 * how many there are, most + 1 for more. */
size_t lines_split(struct str line, struct str *columns, size_t most);

/* The column of a place in the line read last, in code points, from 1. */
unsigned int lines_column(const struct lines *l, const char *at);

/* Says what is wrong at a place of the line read last: "FILE:3:9: ...".
 * ERR_INPUT. */
int lines_fault(const struct lines *l, const char *at, struct err *err,
		const char *format, ...) ERR_PRINTF(4, 5);

#endif
