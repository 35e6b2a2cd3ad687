/*
 * Synonyms: the words that the owner of a site says to mean each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/synonyms.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/limits.h"
#include "text/pin.h"

#define ARROW "=>"

/* How much of a side a message repeats. */
#define QUOTED_BYTES 60

struct reader {
	struct str name;
	struct words *words;
	struct arena *arena;
	struct synonym_side *sides;
	size_t count, cap, rules;
	struct str line;     /* at hand */
	unsigned int number; /* its, from 1 */
	struct buf folded;   /* scratch */
	struct err *err;
};

/* Says what is wrong at a byte of the line at hand. */
static int fault(struct reader *r, const char *at, const char *format, ...)
	ERR_PRINTF(3, 4);

static int fault(struct reader *r, const char *at, const char *format, ...)
{
	size_t before = (size_t)(at - r->line.p);
	char what[ERR_MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return err_set(r->err, ERR_INPUT, "%.*s:%u:%zu: %s", STR_ARG(r->name),
		       r->number, utf8_count(str_head(r->line, before)) + 1,
		       what);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The line without its comment. */
static struct str without_comment(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.p[i] == '#' && (i == 0 || is_blank(line.p[i - 1])))
			return str_head(line, i);
	}
	return line;
}

/* Where the first arrow is; s.len where there is none. */
static size_t find_arrow(struct str s)
{
	for (size_t i = 0; i + 1 < s.len; i++) {
		if (str_starts(str_skip(s, i), STR(ARROW)))
			return i;
	}
	return s.len;
}

static unsigned int count_words(struct str folded)
{
	unsigned int count = 1;

	for (size_t i = 0; i < folded.len; i++)
		count += folded.p[i] == ' ';
	return count;
}

static int check_side(struct reader *r, size_t first, struct str text,
		      struct str folded)
{
	if (folded.len == 0 && text.len)
		return fault(r, text.p, "'%.*s' has no word",
			     STR_ARG(utf8_head(text, QUOTED_BYTES)));
	if (folded.len == 0)
		return fault(r, text.p, "a word is missing");
	if (count_words(folded) > LIMIT_PHRASE_WORDS)
		return fault(r, text.p, "more than %d words are no phrase",
			     LIMIT_PHRASE_WORDS);
	if (r->count - first == LIMIT_SYNONYM_SIDES)
		return fault(r, text.p, "more than %d synonyms in a line",
			     LIMIT_SYNONYM_SIDES);
	for (size_t i = first; i < r->count; i++) {
		if (str_eq(r->sides[i].folded, folded))
			return fault(r, text.p,
				     "'%.*s' is in this line already",
				     STR_ARG(utf8_head(text, QUOTED_BYTES)));
	}
	return 0;
}

static int add_side(struct reader *r, size_t first, struct str text,
		    bool is_asked, bool is_meant)
{
	struct synonym_side *sides;
	int ret;

	text = str_trim(text);
	buf_clear(&r->folded);
	ret = pin_key(r->words, text, &r->folded, r->err);
	if (!ret)
		ret = check_side(r, first, text, buf_view(&r->folded));
	if (ret)
		return ret;
	sides = arena_grow(r->arena, r->sides, r->count, &r->cap,
			   sizeof(*sides));
	if (!sides)
		return arena_check(r->arena, r->err);
	r->sides = sides;
	sides[r->count++] = (struct synonym_side){
		.text = text,
		.folded = arena_copy(r->arena, buf_view(&r->folded)),
		.rule = (uint32_t)r->rules,
		.is_asked = is_asked,
		.is_meant = is_meant,
	};
	return arena_check(r->arena, r->err);
}

/* Adds what stands between commas. */
static int add_sides(struct reader *r, size_t first, struct str list,
		     bool is_asked, bool is_meant)
{
	int ret = 0;

	for (;;) {
		size_t comma = str_find(list, ',');

		ret = add_side(r, first, str_head(list, comma), is_asked,
			       is_meant);
		if (ret || comma == list.len)
			return ret;
		list = str_skip(list, comma + 1);
	}
}

static int read_rule(struct reader *r, struct str rule)
{
	size_t arrow = find_arrow(rule), first = r->count;
	struct str left = str_head(rule, arrow), right;
	bool is_both = arrow == rule.len;
	int ret;

	if (r->rules == LIMIT_SYNONYM_RULES)
		return fault(r, str_trim(rule).p, "more than %d rules",
			     LIMIT_SYNONYM_RULES);
	ret = add_sides(r, first, left, true, is_both);
	if (!ret && !is_both) {
		right = str_skip(rule, arrow + strlen(ARROW));
		arrow = find_arrow(right);
		if (arrow < right.len)
			return fault(r, right.p + arrow,
				     "a second '" ARROW "'");
		ret = add_sides(r, first, right, false, true);
	} else if (!ret && r->count == first + 1) {
		return fault(r, str_trim(rule).p,
			     "'%.*s' is alone: what does it mean?",
			     STR_ARG(utf8_head(str_trim(rule), QUOTED_BYTES)));
	}
	r->rules++;
	return ret;
}

static int read_line(struct reader *r)
{
	size_t bad = utf8_invalid(r->line);
	struct str rule = without_comment(r->line);

	if (bad < r->line.len)
		return fault(r, r->line.p + bad, "the file is not UTF-8");
	return str_trim(rule).len ? read_rule(r, rule) : 0;
}

int synonyms_read(struct str file, struct str name, struct words *words,
		  struct arena *arena, struct synonyms *out, struct err *err)
{
	struct reader r = {
		.name = name, .words = words, .arena = arena, .err = err
	};
	struct str rest = file;
	int ret = 0;

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_skip(rest, 3);
	while (rest.len && !ret) {
		r.line = str_head(rest, str_find(rest, '\n'));
		rest = str_skip(rest, r.line.len + 1);
		r.number++;
		ret = read_line(&r);
	}
	buf_release(&r.folded);
	*out = (struct synonyms){ r.sides, r.count, r.rules };
	return ret;
}
