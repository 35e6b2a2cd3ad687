/*
 * The query language: from what somebody typed to a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Total: every byte string gives a tree, but for a wrong value in a known
 * field (a date that is none) and for what passes a limit, which are named
 * errors with a column.
 *
 *	query   = all { "OR" all }
 *	all     = and { and }			juxtaposition: implicit AND
 *	and     = near { "AND" near }
 *	near    = unary { "NEAR" [ "/" number ] unary }
 *	unary   = { "-" | "NOT" } primary
 *	primary = [ field ":" ] ( "(" query ")" | "(" operator ")" | value )
 *	value   = word | word "*" | quoted
 *	field   = "title" | "heading" | "body" | "code" | "alt" | "tag"
 *		| "author" | "date" | "updated" | "after" | "before" | "since"
 *		| "until" | "category" | "lang" | "layout" | "section" | "url"
 *		| "link" | "path" | "is" | "sort" | key, in any case; also
 *		"tags", "authors", "categories", "language"
 *
 * From tightest to loosest: NOT and -, NEAR, AND, juxtaposition, OR. So
 * `a b OR c` and `a AND b OR c` are both of the first or the third, and only
 * words that stand side by side may be relaxed.
 *
 * A chunk is what stands between blanks. Operators are chunks of their own in
 * upper case. "-" excludes what follows it directly, "(" opens a group and a
 * quote a phrase at a chunk's start, behind "(", "-" and "field:"; but a "("
 * behind "url:", "link:", "path:" and "sort:" is text. In a group behind a
 * field all is of that field but what names another. Elsewhere they are text,
 * as in `e-mail`, `printf()`, `12"`; a ")" is text where its "(" stands in the
 * same chunk. Phrases also stand in “…” „…“ ”…” «…» »…«. "tag:", "is:",
 * "date:", "updated:" and keys take several values at commas: any of them. A
 * key is that of a field that some article has; its name counts folded
 * (schema_key).
 *
 * What does not parse is repaired:
 *  - A quote or group that is not closed ends at the end; “ and " close each
 *    other where the right one is missing. A ")" that closes nothing, a lone
 *    "-" or "*", an empty group, phrase or quoted value are dropped.
 *  - An operator that does not stand between operands (NOT: before one), as
 *    typed, is the word it is: `a AND OR b` is four words. So is an operator
 *    alone in parentheses, `(AND)`, everywhere; it is no level of nesting.
 *  - NEAR is between words or phrases of one scope, else it is AND; in a chain
 *    the widest distance holds. Distances are from 1 to 100.
 *  - A "*" needs two letters or digits before it, else it is dropped.
 *  - A field that is not known is part of the word; one without a value,
 *    `tag:`, is the word `tag`.
 *
 * Pure: no clock but the day given, no database, no locale.
 * Threads: pure functions. Memory: the tree lives in the arena and views the
 * cleaned copy of the text that the arena holds too.
 */
#ifndef PRESSMARK_QUERY_PARSE_H
#define PRESSMARK_QUERY_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum query_kind {
	QUERY_ALL,  /* every article: the empty query */
	QUERY_WORD, /* text: a chunk as typed, may hold several words or none */
	QUERY_PHRASE, /* text: what stood in quotes */
	/* text: what stood before the "*"; has at least two letters or digits,
	 * but they may be of several words. */
	QUERY_PREFIX,
	QUERY_AND,    /* children, at least two; see is_implicit */
	QUERY_OR,     /* children, at least two; none an OR */
	QUERY_NEAR,   /* words or phrases of one scope, `distance` words */
	QUERY_NOT,    /* one child, no NOT */
	QUERY_TAG,    /* text: a tag */
	QUERY_AUTHOR, /* text: a name, or a word of one */
	QUERY_DATE,   /* from first_day to last_day, both included; of the
		       * field `key` where that is not empty */
	QUERY_FIELD,  /* key, and text or a range: see query_match */
	QUERY_URL,    /* text: a URL, or "*" behind the beginning of one */
	QUERY_LINK,   /* text: a URL or a host, or likewise */
	QUERY_PATH,   /* text: how a path below the source begins */
	QUERY_STATE,  /* text: one of query_states */
};

enum query_scope {
	QUERY_ANYWHERE, /* title and body */
	QUERY_TITLE,	/* title: */
	QUERY_HEADING,	/* heading: */
	QUERY_BODY,	/* body: */
	QUERY_CODE,	/* code: */
	QUERY_ALT,	/* alt: */
};

/* Are words of this scope meant as they are written, and none near another? */
static inline bool query_is_literal(enum query_scope scope)
{
	return scope == QUERY_CODE || scope == QUERY_ALT;
}

/* Which values of a field are asked for. */
enum query_match {
	QUERY_VALUE, /* text: a name, or a word, number, date, true or false */
	QUERY_ANY,   /* whatever it is */
	/* Numbers from low to high, if low <= high; days from first_day to
	 * last_day, if first_day <= last_day; ends included. */
	QUERY_RANGE,
};

#define QUERY_DAY_MIN INT64_MIN /* no lower end */
#define QUERY_DAY_MAX INT64_MAX /* no upper end */

struct query_node {
	enum query_kind kind;
	enum query_scope scope; /* of WORD, PHRASE, PREFIX */
	struct str text;
	struct str key;		/* of FIELD, and DATE: as schema_key has it */
	enum query_match match; /* of FIELD */
	double low, high;	/* of a RANGE */
	int64_t first_day, last_day; /* of DATE, RANGE: since 1970-01-01 */
	unsigned int distance;	     /* of NEAR */
	/* AND by juxtaposition: its words may be relaxed to "most". Chains are
	 * flat: no child of an AND is an AND that is as implicit as it. */
	bool is_implicit;
	/* Where it starts, code points, from 1; 0 for a filter not typed. */
	unsigned int column;
	const struct query_node *const *children;
	size_t count;
};

enum query_sort {
	QUERY_BY_RELEVANCE,
	QUERY_BY_NEWEST,
	QUERY_BY_OLDEST,
	QUERY_BY_TITLE,
};

struct languages;

struct query {
	/* As searched: trimmed UTF-8, white space as blanks, full-width forms
	 * as ASCII, U+FFFD for other control characters and invalid bytes.
	 * Empty if it was too long. */
	struct str text;
	const struct query_node *root; /* NULL on failure */
	/* The root before query_narrow; a node of the tree under root. */
	const struct query_node *typed;
	enum query_sort sort; /* the last sort: typed; else RELEVANCE */
	bool has_sort;
	bool is_cut;	/* plain words that were too long: query/cut.h */
	bool has_state; /* it asks for what hides articles */
	/* Set with ERR_QUERY: a stable name ("bad_date", "bad_sort",
	 * "query_too_long", "too_many_words", "too_many_prefixes",
	 * "too_deep", "phrase_too_long", "bad_state") and where. */
	const char *error_code;
	unsigned int error_column; /* code points in text, from 1 */
};

/* What a query is read against. */
struct query_known {
	int64_t today;		/* which relative dates count from, in days
				 * since 1970-01-01 */
	const struct str *keys; /* of fields (schema_key), rising */
	size_t key_count;
	/* Of the articles; NULL: none whose stop words are known. */
	const struct languages *languages;
};

/* Parses text. The tree views the known keys too. ERR_QUERY (see above);
 * ERR_MEMORY, and ERR_LIMIT where the arena's budget is too small: 1 MiB is
 * more than any query needs. */
int query_parse(struct str text, const struct query_known *known,
		struct arena *arena, struct query *out, struct err *err);

/* Narrows a query that was parsed without failure by a filter that was not
 * typed, as flags and URL parameters give it: `field` names what may be typed
 * before a ":", in any case, with its value (a comma separates alternatives
 * where it does so typed), or is "since" or "until" with a date. The meaning is
 * the same as that of the words typed: the result is the old root AND the
 * filter, explicitly, so that an implicit AND stays one child and may be
 * relaxed without it; an empty value changes nothing.
 *
 * The value of a tag or a field holds blanks as it is; a comma may be quoted.
 * The words and phrases of a title, a heading, a body, of code or of alt are
 * all wanted;
 * operators, "-" and groups are text there. The limits hold for each filter by
 * itself. ERR_QUERY as above, with column 0; ERR_USAGE for another field;
 * ERR_MEMORY, ERR_LIMIT. On failure the root is as it was. */
int query_narrow(struct query *query, const char *field, struct str value,
		 const struct query_known *known, struct arena *arena,
		 struct err *err);

/* The states that "is:" knows: those of SCHEMA_HIDDEN, "future" and "expired",
 * and "hidden" for any. NULL behind the last. */
extern const char *const query_states[];

/* What is typed before a ":" for a scope; "" for ANYWHERE. */
struct str query_scope_name(enum query_scope scope);

/* Appends the tree as a query, without needless parentheses, that parses to
 * an equal tree whatever day is today, with the same keys. It may be longer
 * than what was typed (7d becomes two dates, a bad byte three) and so than
 * LIMIT_QUERY_BYTES, and for a narrowed tree pass any other limit. The order is
 * not part of it. */
void query_print(const struct query_node *node, struct buf *out);

/* The same tree, columns aside? */
bool query_equal(const struct query_node *a, const struct query_node *b);

#endif
