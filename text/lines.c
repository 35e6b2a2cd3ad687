/*
 * Lines: where the lines of an article's file begin in its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/lines.h"

#include "text/bits.h"

/* So many low bits of numbers are told as they are. */
#define BLANKS_WIDTH 2
#define START_WIDTH  6
#define LINE_WIDTH   1

/* How a line begins: behind the next line feed of the text, as blocks do,
 * behind one of the next blanks, or elsewhere. */
enum kind { BLOCK, FLOW, OTHER, KINDS };

/* What lines told so far: where the last one began, and for each kind how far
 * its line was behind the one before; how many blanks a line has, times 4. */
struct state {
	size_t start;
	size_t feed; /* behind the next line feed, as it was looked for */
	uint32_t line;
	int64_t further[KINDS];
	uint32_t blanks;
};

#define STATE_INIT                                                             \
	{                                                                      \
		.further = { 2, 1, 1 }, .blanks = 4 * 12                       \
	}

/* Small numbers of both signs as small ones without. */
static uint64_t fold(int64_t number)
{
	return number < 0 ? ((uint64_t)-number << 1) - 1
			  : (uint64_t)number << 1;
}

static int64_t unfold(uint64_t number)
{
	return number & 1 ? -(int64_t)(number >> 1) - 1
			  : (int64_t)(number >> 1);
}

static void put_number(struct bits_out *out, int64_t number, unsigned int width)
{
	uint64_t folded = fold(number);

	bits_put_gamma(out, (folded >> width) + 1);
	bits_put(out, folded & ((UINT64_C(1) << width) - 1), width);
}

static int64_t get_number(struct bits_in *in, unsigned int width)
{
	uint64_t high = bits_get_gamma(in) - 1;

	return unfold(high << width | bits_get(in, width));
}

/* Where the text goes on behind the next such byte; its length if it has none.
 */
static size_t behind(struct str text, size_t at, char byte)
{
	struct str rest = str_skip(text, at);
	size_t found = str_find(rest, byte);

	return found < rest.len ? at + found + 1 : text.len;
}

static uint32_t count_blanks(struct str text)
{
	uint32_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.p[i] == ' ';
	return count;
}

static void learn_blanks(struct state *s, uint32_t count)
{
	s->blanks =
		(uint32_t)(((uint64_t)s->blanks * 3 + 4 * (uint64_t)count) / 4);
}

static void put_start(struct bits_out *out, struct state *s, size_t start,
		      struct str text, enum kind *kind)
{
	if (s->feed <= s->start)
		s->feed = behind(text, s->start, '\n');
	if (start == s->feed) {
		*kind = BLOCK;
		bits_put(out, 1, 1);
	} else if (start > s->start && text.p[start - 1] == ' ') {
		uint32_t count = count_blanks(
			str_head(str_skip(text, s->start), start - s->start));

		*kind = FLOW;
		bits_put(out, 2, 2);
		put_number(out, (int64_t)count - s->blanks / 4, BLANKS_WIDTH);
		learn_blanks(s, count);
	} else {
		*kind = OTHER;
		bits_put(out, 0, 2);
		bits_put_exp(out, (uint32_t)(start - s->start), START_WIDTH);
	}
	s->start = start;
}

static void get_start(struct bits_in *in, struct state *s, struct str text,
		      enum kind *kind)
{
	*kind = OTHER;
	if (bits_get(in, 1)) {
		*kind = BLOCK;
		s->start = behind(text, s->start, '\n');
	} else if (bits_get(in, 1)) {
		int64_t count = get_number(in, BLANKS_WIDTH) + s->blanks / 4;

		*kind = FLOW;
		if (count < 0 || count > (int64_t)text.len) {
			in->bad = true;
			return;
		}
		learn_blanks(s, (uint32_t)count);
		while (count-- > 0 && s->start < text.len)
			s->start = behind(text, s->start, ' ');
	} else {
		s->start += bits_get_exp(in, START_WIDTH);
	}
}

static void put_line(struct bits_out *out, struct state *s, uint32_t line,
		     enum kind kind)
{
	int64_t further = (int64_t)line - s->line;

	bits_put(out, further == s->further[kind], 1);
	if (further != s->further[kind])
		put_number(out, further, LINE_WIDTH);
	s->further[kind] = further;
	s->line = line;
}

static void get_line(struct bits_in *in, struct state *s, enum kind kind)
{
	int64_t line;

	if (!bits_get(in, 1))
		s->further[kind] = get_number(in, LINE_WIDTH);
	line = s->line + s->further[kind];
	if (line < 0 || line > UINT32_MAX)
		in->bad = true;
	s->line = (uint32_t)line;
}

void lines_encode(const struct line_start *starts, size_t count,
		  struct str text, struct buf *out)
{
	struct bits_out bits;
	struct state s = STATE_INIT;
	enum kind kind;

	while (count && starts[count - 1].start >= text.len)
		count--;
	buf_add_varint(out, count);
	bits = bits_into(out);
	for (size_t i = 0; i < count; i++) {
		put_start(&bits, &s, starts[i].start, text, &kind);
		put_line(&bits, &s, starts[i].line, kind);
	}
	bits_end(&bits);
}

uint32_t lines_at(struct str list, struct str text, size_t at)
{
	struct buf_reader reader = { list, false };
	uint64_t count = buf_read_varint(&reader);
	struct bits_in in = { reader.rest, 0, false };
	struct state s = STATE_INIT;
	uint32_t line = 0;
	enum kind kind;

	for (uint64_t i = 0; i < count; i++) {
		get_start(&in, &s, text, &kind);
		if (s.start > at)
			break;
		get_line(&in, &s, kind);
		line = s.line;
		if (in.bad)
			return 0;
	}
	return in.bad || reader.bad ? 0 : line;
}
