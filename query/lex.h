/*
 * From what somebody typed to tokens: chunks, fields, groups, operators.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that is a matter of spelling is settled here: what is handed on has
 * groups that hold something, operators that have operands, and exclusions
 * that exclude something; everything else has become a word or is gone. What
 * a value means (a date, an order) is not looked at.
 *
 * Threads: pure functions. Memory: tokens live in the arena and view the text
 * they were split from.
 */
#ifndef PRESSMARK_QUERY_LEX_H
#define PRESSMARK_QUERY_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "query/parse.h"

enum lex_kind {
	LEX_END,  /* after the last token; closes the groups that are open */
	LEX_OPEN, /* a group that is not empty */
	LEX_CLOSE,
	LEX_NOT, /* NOT or "-"; an operand follows */
	LEX_AND, /* stands between operands, as OR and NEAR do */
	LEX_OR,
	LEX_NEAR,
	LEX_TERM,
};

enum lex_field {
	LEX_ANYWHERE,
	LEX_TITLE,
	LEX_HEADING,
	LEX_BODY,
	LEX_CODE,
	LEX_ALT,
	LEX_TAG,
	LEX_AUTHOR,
	LEX_DATE,
	LEX_UPDATED,
	LEX_AFTER,
	LEX_BEFORE,
	LEX_SINCE,
	LEX_UNTIL,
	LEX_KEY, /* a field of the front matter: key says which */
	LEX_URL,
	LEX_LINK,
	LEX_PATH,
	LEX_IS,
	LEX_SORT,
};

enum lex_form {
	LEX_WORD,
	LEX_QUOTED,
	LEX_PREFIX, /* a word before a "*" */
};

struct lex_token {
	enum lex_kind kind;
	enum lex_field field;  /* of TERM */
	enum lex_form form;    /* of TERM */
	bool is_alternative;   /* of TERM: one more value of the one before */
	struct str text;       /* of TERM: the value; of operators: as typed */
	struct str key;	       /* of LEX_KEY */
	unsigned int distance; /* of NEAR */
	unsigned int column;   /* code points, from 1 */
	unsigned int value_column; /* of what stands after "field:" */
};

struct lex {
	struct lex_token *tokens; /* the last is LEX_END */
	size_t count;		  /* LEX_END included */
	struct lex_token *sorts;  /* each sort: in the order typed */
	size_t sort_count;
};

/* Splits a clean text (see chunk_clean). False when memory ran out. */
bool lex_split(struct str text, const struct query_known *known,
	       struct arena *arena, struct lex *out);

/* Splits the clean value of a field that was not typed into terms: at commas
 * where a comma separates values, at blanks where it is words (LEX_TITLE to
 * LEX_ALT), else it is one. There may be none. Columns are 0. False when memory
 * ran out. */
bool lex_filter(enum lex_field field, struct str key, struct str value,
		struct arena *arena, struct lex *out);

#endif
