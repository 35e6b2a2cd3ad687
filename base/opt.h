/*
 * Command lines: one table of options gives parsing, checks, --help, manual
 * pages and completion.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parsing itself is getopt_long(3)'s, so long names may be shortened as
 * long as they are clear. Options and operands may be mixed; "--" ends the
 * options.
 *
 * With OPT_DASH_WORDS an argument that starts with one dash may be an operand
 * (an excluded word of a query, `-sanctions`). It is an option only when its
 * first letter is a short option of the table and
 *	- that option takes an argument and nothing follows (`-n 5`),
 *	- or it is an OPT_UINT and decimal digits follow (`-n5`),
 *	- or all letters are flags of the table (`-qv`).
 * So `-n`, `-n5` and `--limit=5` are options; `-news`, `-tag:x`, `-(a` are
 * operands. Arguments that start with two dashes are always options.
 *
 *	static const struct opt table[] = {
 *		{ 'n', "limit", "N", OPT_UINT, offsetof(struct args, limit),
 *		  "show at most N hits (10)" },
 *		OPT_END
 *	};
 *
 * Threads: not thread-safe (getopt's state is global); used by main only.
 */
#ifndef PRESSMARK_BASE_OPT_H
#define PRESSMARK_BASE_OPT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum opt_type {
	OPT_NONE = 0, /* ends a table */
	OPT_FLAG,     /* bool */
	OPT_COUNT,    /* unsigned int, counts its uses */
	OPT_UINT,     /* unsigned int, decimal */
	OPT_TEXT,     /* const char *, the last use wins */
	OPT_LIST,     /* struct opt_list, every use is kept */
};

struct opt {
	int letter;	  /* short option, an ASCII letter or digit, or 0 */
	const char *name; /* long option, without the dashes, or NULL */
	/* Its name in the help, which says what it is; NULL for flags. */
	const char *argument;
	enum opt_type type;
	size_t offset;	  /* of the field in the target struct */
	const char *help; /* one sentence, lower case, no full stop */
};

#define OPT_END                                                                \
	{                                                                      \
		0, NULL, NULL, OPT_NONE, 0, NULL                               \
	}

#define OPT_LIST_MAX 64

struct opt_list {
	const char *items[OPT_LIST_MAX];
	size_t count;
};

enum opt_flags {
	OPT_DASH_WORDS = 1 << 0, /* `-word` is an operand; see above */
};

/* Reads argv[1..] by the table (at most 40 rows) into *target. The operands
 * are moved, in order, to the end of argv, *first is the index of the first
 * (argc when there is none). ERR_USAGE names the option and, for an unknown
 * one, the nearest known; then argv keeps its order, *target may be half
 * filled. ERR_MEMORY. */
int opt_parse(const struct opt *table, unsigned int flags, int argc,
	      char **argv, void *target, int *first, struct err *err);

/* Appends the table's help: a line an option, its sentence from column 22 on
 * and wrapped at `width` columns (at least 40). */
void opt_help(const struct opt *table, unsigned int width, struct buf *out);

/* The nearest of `count` names to `word`, the first of equals, or NULL: for
 * "did you mean". Distance is the number of bytes inserted, left out, replaced
 * or swapped with their neighbour, at most a third of the word's length (but
 * 1 is always near enough, unless nothing is left in common). Words and names
 * of more than 64 bytes are near to nothing. */
const char *opt_nearest(const char *word, const char *const *names,
			size_t count);

#endif
