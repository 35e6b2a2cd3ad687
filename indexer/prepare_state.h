/*
 * What the parts of indexer/prepare share; for those files alone.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One pass over the body: prepare_line looks at the start of each line,
 * prepare.c then runs over its bytes and calls the part that a byte belongs
 * to. A part stands at s->at, decides, and moves s->at on; it changes the
 * result with prepare_take, prepare_skip and prepare_put alone, which is what
 * keeps the lines and the cuts right.
 *
 * Looking ahead is bounded: by the paragraph, by PREPARE_REACH, or by a budget
 * in proportion to the body that each failure is charged to
 * (prepare_may_look), so that hostile input costs linear time.
 */
#ifndef PRESSMARK_INDEXER_PREPARE_STATE_H
#define PRESSMARK_INDEXER_PREPARE_STATE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "indexer/prepare.h"

/* A template tag, an HTML tag or a piece of mathematics is no longer. */
#define PREPARE_REACH ((size_t)4 << 10)

/* Containers (lists, quotes) within each other that are followed. */
#define PREPARE_DEPTH 32

/* Things that begin and end with marks, within each other. */
#define PREPARE_PENDING 8

/* Runs of more backticks open no code span. */
#define PREPARE_TICKS 32

#define PREPARE_NONE SIZE_MAX

/* What is looked for. Bits, for the table of bytes. */
enum prepare_zone {
	PREPARE_CODE = 1 << 0,	/* nothing */
	PREPARE_LIVE = 1 << 1,	/* in code, the tags that run there */
	PREPARE_QUIET = 1 << 2, /* tags alone: raw HTML, targets of links */
	PREPARE_TEXT = 1 << 3,	/* everything */
};

/* What looks ahead, each with a budget of its own. */
enum prepare_look {
	PREPARE_LOOK_TAG,
	PREPARE_LOOK_CLOSE,
	PREPARE_LOOK_HTML,
	PREPARE_LOOK_LINK,
	PREPARE_LOOK_MATH,
	PREPARE_LOOK_PAIR,
	PREPARE_LOOK_SCRIPT,
	PREPARE_LOOKS
};

/* A list item or a quote that lines are in. */
struct prepare_container {
	bool is_quote;
	unsigned int width; /* columns of an item's indent */
	unsigned int cut;   /* of them not shown: MDX knows no indented code */
};

/* The end mark of something that has begun. */
struct prepare_pending {
	size_t at, end;
	struct str fence; /* what it becomes, or empty */
};

/* Where something comes next, so that a search is not repeated. */
struct prepare_horizon {
	size_t from, found; /* none in between; found may be body.len */
};

struct prepare_state {
	struct str body;
	unsigned int line; /* of the file, at the body's start */
	const struct site *site;
	struct warnings *warnings;
	struct prepared *out;
	bool is_mdx;
	bool is_live; /* tags run in code, too */

	size_t at;	 /* looked at up to here */
	size_t from;	 /* in the result up to here */
	ptrdiff_t shift; /* of the newest cut */
	size_t cut_count;

	unsigned char zones[256];   /* where a byte is a trigger */
	enum prepare_zone zone;	    /* of this line */
	size_t code_end, quiet_end; /* what holds longer than a line */
	size_t raw_end;		    /* tags are text up to here */
	size_t live_end;	    /* tags run in code up to here */
	struct prepare_pending pending[PREPARE_PENDING];
	size_t pending_count;

	size_t line_start;
	size_t content; /* of this line, its marks and leading tags taken off;
			   PREPARE_NONE when something stands before */
	unsigned int indent; /* columns of blanks before it */
	bool wants_leaf;
	bool is_para;	 /* a paragraph is open */
	bool is_html;	 /* raw HTML up to a blank line */
	bool is_heading; /* this line */
	struct prepare_container containers[PREPARE_DEPTH];
	size_t depth;
	char fence; /* '`' or '~' in fenced code, or 0 */
	size_t fence_len, fence_depth;
	unsigned int fence_cut, line_cut; /* columns of blanks not shown */

	size_t paragraph_end;		    /* known up to here */
	size_t no_ticks[PREPARE_TICKS + 1]; /* none of this length up to here */
	size_t no_dollar;		    /* none closes up to here */
	struct prepare_horizon brace_percent, brace_brace, angle_brace,
		percent_brace, comment_end, toc;

	size_t budgets[PREPARE_LOOKS];
	struct str unclosed[8]; /* names whose closing tag is not there */
	size_t unclosed_count;
	struct str wrappers[PREPARE_PENDING]; /* names of open elements whose
						 content is Markdown */
	size_t wrapper_count;

	size_t counted, counted_start; /* lines are counted up to here */
	unsigned int counted_line;     /* of the file; it starts there */
	unsigned int warned_line;
};

/* ---- The result (prepare.c) */

/* The body up to `to` is text. */
void prepare_take(struct prepare_state *s, size_t to);

/* The body up to `to` is left out, but for its newlines. */
void prepare_skip(struct prepare_state *s, size_t to);

/* Text that is not in the body, in place of its next `span` (1 or more) bytes,
 * which are left out afterwards. */
void prepare_put(struct prepare_state *s, struct str text, size_t span);

/* Leaves out [start, end) and goes on behind it. */
void prepare_drop(struct prepare_state *s, size_t start, size_t end);

/* The same for a tag, with a blank that parted it from what is left: two would
 * be one too many, and marks of emphasis would be none. What stands behind a
 * tag at the front of its line may begin a block. */
void prepare_drop_tag(struct prepare_state *s, size_t start, size_t end);

/* Leaves out [at, end) once it is reached; false when too much is open. */
bool prepare_later(struct prepare_state *s, size_t at, size_t end);

/* A value out of markup, [start, end), is shown as text of its own. */
void prepare_show(struct prepare_state *s, size_t start, size_t end);

/* ---- Looking (prepare.c) */

/* The byte at an offset; '\n' beyond the end. */
static inline char prepare_byte(const struct prepare_state *s, size_t at)
{
	return at < s->body.len ? s->body.p[at] : '\n';
}

static inline bool prepare_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool prepare_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool prepare_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters, digits, and whatever is not ASCII. */
static inline bool prepare_is_word(char c)
{
	return prepare_is_letter(c) || prepare_is_digit(c) ||
	       (unsigned char)c >= 0x80;
}

/* Of a name of a tag, an attribute, an id. */
static inline bool prepare_is_name(char c)
{
	return prepare_is_word(c) || c == '-' || c == '_';
}

static inline struct str prepare_view(const struct prepare_state *s,
				      size_t start, size_t end)
{
	return str_make(s->body.p + start, end - start);
}

bool prepare_starts(const struct prepare_state *s, size_t at, struct str what);

/* The offset of the '\n' that ends the line of `at`, or body.len. */
size_t prepare_line_end(const struct prepare_state *s, size_t at);

/* Behind the blanks, the blanks and newlines (as far as `end`), or the name,
 * at `at`. */
size_t prepare_blanks(const struct prepare_state *s, size_t at);
size_t prepare_space(const struct prepare_state *s, size_t at, size_t end);
size_t prepare_name(const struct prepare_state *s, size_t at);

/* Is there nothing but blanks up to the line's end? */
bool prepare_is_rest_blank(const struct prepare_state *s, size_t at);

/* Where `what` comes next, all of it before `end`; or body.len. */
size_t prepare_find(const struct prepare_state *s, size_t at, size_t end,
		    struct str what);

/* The same, up to the end of the body, with a memory. */
size_t prepare_find_next(const struct prepare_state *s,
			 struct prepare_horizon *horizon, size_t at,
			 struct str what);

/* May a look over `size` bytes, which may fail, still be made? */
bool prepare_may_look(const struct prepare_state *s, enum prepare_look look);
void prepare_looked(struct prepare_state *s, enum prepare_look look,
		    size_t size);

/* Something at `at` is never closed. One warning a line. */
void prepare_warn_unclosed(struct prepare_state *s, size_t at, struct str what);

/* ---- Lines (prepare_block.c) */

void prepare_line(struct prepare_state *s);
void prepare_leaf(struct prepare_state *s);

/* Where the paragraph that `at` is in ends. */
size_t prepare_paragraph(struct prepare_state *s, size_t at);

/* ---- Marks at the start of a line (prepare_marks.c): true when taken */

bool prepare_colons(struct prepare_state *s);
bool prepare_admonition(struct prepare_state *s);
bool prepare_bracket_line(struct prepare_state *s);
bool prepare_brace_line(struct prepare_state *s);
bool prepare_abbreviation(struct prepare_state *s);
bool prepare_include(struct prepare_state *s); /* --8<-- "file", <<< @/file */
bool prepare_slashes(struct prepare_state *s); /* "/// name | title", "///" */
bool prepare_toc_item(struct prepare_state *s, size_t mark);

/* The row of dashes under the head of a table (prepare_table.c). */
bool prepare_row(struct prepare_state *s);

/* A tag at the front of a line whose content is Markdown, as markdown="1" says,
 * or one within such (prepare_html.c): true when it was left out. */
bool prepare_wrapper(struct prepare_state *s);

/* The tag of a component alone on its line, outside of MDX (prepare_mdx.c):
 * likewise. */
bool prepare_component(struct prepare_state *s);

/* ---- Within lines. Each stands at its byte and moves on. */

void prepare_ticks(struct prepare_state *s);   /* prepare_html.c */
void prepare_angle(struct prepare_state *s);   /* prepare_html.c */
void prepare_bracket(struct prepare_state *s); /* prepare_inline.c */
void prepare_bracket_end(struct prepare_state *s);
void prepare_colon(struct prepare_state *s);
void prepare_backslash(struct prepare_state *s);
void prepare_pair(struct prepare_state *s);
void prepare_hash(struct prepare_state *s);
void prepare_percent(struct prepare_state *s);
void prepare_dollar(struct prepare_state *s); /* prepare_math.c */
void prepare_brace(struct prepare_state *s);  /* prepare_tags.c */

/* \( or \[ at s->at; false when it opens no mathematics. */
bool prepare_math_bracket(struct prepare_state *s);

/* ---- Attribute lists (prepare_attributes.c) */

/* Behind the list that begins at the '{' at `at`, or 0 when it is none. */
size_t prepare_attributes_end(const struct prepare_state *s, size_t at);

/* Leaves out an attribute list at s->at, where one may stand. */
bool prepare_attributes(struct prepare_state *s);

/* ---- Tags (prepare_tags.c) */

/* How a tag is written. */
enum prepare_syntax {
	PREPARE_HUGO,	/* {{< name >}}, {{% name %}}; {{< /name >}} */
	PREPARE_LIQUID, /* {% name %}; {% endname %} */
	PREPARE_ZOLA,	/* {% name() %}; {% end %} */
};

/* A tag, in offsets. */
struct prepare_tag {
	enum prepare_syntax syntax;
	size_t start, end;	 /* all of it */
	size_t inner, inner_end; /* between its marks */
	struct str name;
	bool is_closing, is_alone; /* {{< /name >}}, {{< name />}} */
};

/* Makes what is between two tags code (prepare_listing.c); false when it
 * cannot be. */
bool prepare_listing(struct prepare_state *s, const struct prepare_tag *open,
		     const struct prepare_tag *close);

/* ---- Their arguments (prepare_shortcode.c) */

enum prepare_use {
	PREPARE_INNER, /* the tags go */
	PREPARE_DROPS, /* and what is between them */
	PREPARE_LISTS, /* what is between them is code */
	PREPARE_RAW,   /* what is between them is no template */
	PREPARE_LOGIC, /* as PREPARE_INNER, and has no arguments */
};

struct prepare_shortcode {
	struct str name;
	enum prepare_use use;
	const char *arguments; /* names of those shown, with blanks around */
	const struct site_shortcode *site; /* if that is where it is from */
};

struct prepare_shortcode prepare_shortcode(const struct prepare_state *s,
					   struct str name, bool is_liquid);

/* Shows the values of a tag's arguments that are text; they are in
 * [start, end). */
void prepare_arguments(struct prepare_state *s,
		       const struct prepare_shortcode *shortcode, size_t start,
		       size_t end, bool is_liquid);

/* Is this word one of a list with blanks around each? */
bool prepare_is_listed(const char *list, struct str word);

/* ---- MDX (prepare_mdx.c) */

bool prepare_script(struct prepare_state *s);	  /* import, export */
void prepare_expression(struct prepare_state *s); /* {...} */

/* Leaves out the element's tag at s->at; `only_braced` when only one with {}
 * among its attributes, or with some that are text. False when it is none. */
bool prepare_element(struct prepare_state *s, bool only_braced);

#endif
