/*
 * Guarding md4c 0.4.8 against input that costs it quadratic time or memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/guard.h"

/* The worst input of this size costs 20 ms. */
#define SMALL_SIZE ((size_t)4 << 10)

#define PIECE_SIZE ((size_t)256 << 10)
#define PIECE_MAX  ((size_t)512 << 10)

/* No list or quote mark begins behind this column: 32 levels of "- ". */
#define COLUMNS_MAX 64
#define TAB_COLUMNS 4 /* that a byte may take */

/* The mark of what is nested stands at most this far behind the one around it:
 * five columns up to its content, three blanks, and nine digits. */
#define NEST_COLUMNS 17

/* What brackets may cost in all, and beyond that in proportion to their run:
 * about a nanosecond each. */
#define COST_MAX      200000000
#define COST_PER_BYTE 16
#define ENCLOSED_COST 5 /* a label is folded and hashed */

/* Special bytes in one run: at most three marks of 20 bytes each. */
#define SPECIALS_MAX ((size_t)1 << 19)

/* A run of lines without a blank one: at least a paragraph. */
struct run {
	size_t start, end;
	uint64_t lines, pairs, specials;
	uint64_t depth;	   /* of brackets, now */
	uint64_t enclosed; /* bytes within brackets, once for each level */
};

void guard_init(struct guard *guard, char *p, size_t size)
{
	guard->p = p;
	guard->size = size;
	guard->at = 0;
	guard->spent = 0;
	guard->reach = NEST_COLUMNS;
	guard->is_defused = false;
}

static size_t line_end(const struct guard *g, size_t at)
{
	const char *end = memchr(g->p + at, '\n', g->size - at);

	return end ? (size_t)(end - g->p) : g->size;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_mark(char c)
{
	return is_blank(c) || c == '\n';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is the byte at `at` of a line that ends at `end` a mark of a list or quote,
 * when nothing but such and blanks stand before it? */
static bool is_container(const struct guard *g, size_t at, size_t end)
{
	char c = g->p[at];
	char next = at + 1 < end ? g->p[at + 1] : '\n';

	if (c == '.' || c == ')')
		return at > 0 && is_digit(g->p[at - 1]) && ends_mark(next);
	return c == '>' ||
	       ((c == '-' || c == '+' || c == '*') && ends_mark(next));
}

/* Blanks out the list and quote marks of a line that lie too far right, unless
 * they are too far from all others to be within them. Any nesting needs its
 * columns in some line, so this bounds the depth. */
static void limit_depth(struct guard *g, size_t at, size_t end)
{
	size_t column = 0;

	for (; at < end; at++) {
		char c = g->p[at];
		bool is_mark = is_container(g, at, end);

		if (c == '\t')
			column |= 3;
		else if (!is_mark && c != ' ' && !is_digit(c))
			return;
		if (is_mark && column > g->reach)
			return;
		if (is_mark && column >= COLUMNS_MAX) {
			g->p[at] = ' ';
			g->is_defused = true;
		} else if (is_mark && column + NEST_COLUMNS > g->reach) {
			g->reach = column + NEST_COLUMNS;
		}
		column++;
	}
}

static bool is_bracket(char c)
{
	return c == '[' || c == ']';
}

/* Is it a byte for which md4c keeps a mark, or several? */
static bool is_special(char c)
{
	switch (c) {
	case '\\':
	case '*':
	case '_':
	case '`':
	case '&':
	case ';':
	case '<':
	case '>':
	case '[':
	case ']':
	case '!':
	case '~':
	case '|':
	case '\t':
		return true;
	default:
		return false;
	}
}

static void measure_line(const struct guard *g, struct run *run, size_t at,
			 size_t end)
{
	run->lines++;
	for (; at < end; at++) {
		char c = g->p[at];

		run->enclosed += run->depth;
		if (!is_special(c))
			continue;
		run->specials++;
		if (c == '[') {
			run->depth++;
		} else if (c == ']') {
			run->pairs++;
			run->depth -= run->depth > 0;
		}
	}
}

static void blank_out(struct guard *g, const struct run *run,
		      bool (*is_unwanted)(char))
{
	for (size_t at = run->start; at < run->end; at++) {
		if (is_unwanted(g->p[at]))
			g->p[at] = ' ';
	}
	g->is_defused = true;
}

/* Ends a run and blanks out what would cost too much. */
static void end_run(struct guard *g, struct run *run, size_t end)
{
	uint64_t cost = run->pairs * run->lines + ENCLOSED_COST * run->enclosed;

	run->end = end;
	if (run->specials > SPECIALS_MAX) {
		blank_out(g, run, is_special);
	} else if (g->spent + cost > COST_MAX &&
		   cost > COST_PER_BYTE * (uint64_t)(run->end - run->start)) {
		blank_out(g, run, is_bracket);
	} else {
		g->spent += cost;
	}
	memset(run, 0, sizeof(*run));
}

static const char *find(const char *p, const char *end, char c)
{
	const char *found = memchr(p, c, (size_t)(end - p));

	return found ? found : end;
}

/* Can these lines cost so much that their runs are worth a look? A bound that
 * takes them for one run, all of it within brackets as deep as any are. */
static bool is_suspect(const struct guard *g, size_t start, size_t end,
		       uint64_t lines)
{
	const char *stop = g->p + end;
	const char *open = find(g->p + start, stop, '[');
	const char *close = find(g->p + start, stop, ']');
	uint64_t closes = 0, depth = 0, deepest = 0;

	while (open < stop || close < stop) {
		if (open < close) {
			depth++;
			deepest = depth > deepest ? depth : deepest;
			open = find(open + 1, stop, '[');
		} else {
			closes++;
			depth -= depth > 0;
			close = find(close + 1, stop, ']');
		}
	}
	return end - start > SPECIALS_MAX ||
	       g->spent + closes * lines +
			       ENCLOSED_COST * deepest * (end - start) >
		       COST_MAX;
}

static void measure_runs(struct guard *g, size_t start, size_t end)
{
	struct run run = { .start = start };

	while (start < end) {
		size_t stop = line_end(g, start);
		size_t first = start;

		while (first < stop && is_blank(g->p[first]))
			first++;
		if (first == stop) {
			end_run(g, &run, start);
			run.start = stop + 1;
		} else {
			measure_line(g, &run, first, stop);
		}
		start = stop + 1;
	}
	end_run(g, &run, end);
}

static void defuse(struct guard *g, size_t start, size_t end)
{
	uint64_t lines = 0;

	for (size_t at = start; at < end; lines++) {
		size_t stop = line_end(g, at);

		if ((stop - at) * TAB_COLUMNS > COLUMNS_MAX)
			limit_depth(g, at, stop);
		at = stop + 1;
	}
	if (is_suspect(g, start, end, lines))
		measure_runs(g, start, end);
}

/* What a blank line may lie in without ending it. */
struct context {
	char fence; /* '`' or '~', or 0 */
	size_t fence_len;
	struct str html_end; /* what ends an HTML block, or empty */
};

static bool contains(struct str line, struct str what)
{
	while (line.len >= what.len) {
		line = str_skip(line, str_find(line, what.p[0]));
		if (str_starts(line, what))
			return true;
		line = str_skip(line, 1);
	}
	return false;
}

static void enter_html(struct context *c, struct str line)
{
	static const struct {
		struct str start, end;
	} blocks[] = {
		{ STR_INIT("<!--"), STR_INIT("-->") },
		{ STR_INIT("<script"), STR_INIT("</script>") },
		{ STR_INIT("<style"), STR_INIT("</style>") },
		{ STR_INIT("<pre"), STR_INIT("</pre>") },
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (str_starts(line, blocks[i].start) &&
		    !contains(line, blocks[i].end))
			c->html_end = blocks[i].end;
	}
}

/* Follows fences and HTML blocks, roughly: a wrong guess costs a worse place
 * to cut, no more. */
static void follow(struct context *c, struct str line)
{
	size_t n = 0;
	char fence;

	line = str_trim(line);
	if (c->html_end.len) {
		if (contains(line, c->html_end))
			c->html_end = str_make(NULL, 0);
		return;
	}
	if (line.len == 0)
		return;
	fence = line.p[0];
	if (!c->fence && fence == '<')
		enter_html(c, line);
	if (fence != '`' && fence != '~')
		return;
	while (n < line.len && line.p[n] == fence)
		n++;
	if (n < 3)
		return;
	if (!c->fence) {
		c->fence = fence;
		c->fence_len = n;
	} else if (fence == c->fence && n >= c->fence_len && n == line.len) {
		c->fence = 0;
	}
}

/* The end of the piece that begins at `start`. */
static size_t piece_end(const struct guard *g, size_t start)
{
	struct context c = { .fence = 0 };
	size_t at = start, last_border = 0;
	bool after_blank = false;

	if (g->size - start <= PIECE_SIZE)
		return g->size;
	while (at < g->size) {
		size_t end = line_end(g, at);
		bool is_open = c.fence || c.html_end.len;

		if (after_blank && !is_open && !ends_mark(g->p[at]))
			last_border = at;
		if (at - start >= PIECE_SIZE && last_border == at)
			return at;
		if (at - start >= PIECE_MAX)
			return last_border ? last_border : at;
		/* A line that would make the piece much too large is one. */
		if (end - start > PIECE_MAX && at > start)
			return last_border ? last_border : at;
		follow(&c, str_make(g->p + at, end - at));
		after_blank = str_trim(str_make(g->p + at, end - at)).len == 0;
		at = end + 1;
	}
	return g->size;
}

bool guard_next(struct guard *guard, struct str *piece)
{
	size_t start = guard->at, end;

	if (start >= guard->size)
		return false;
	end = piece_end(guard, start);
	if (guard->size > SMALL_SIZE)
		defuse(guard, start, end);
	*piece = str_make(guard->p + start, end - start);
	guard->at = end;
	return true;
}
