/*
 * Markdown to plain text: md4c's events to text and blocks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/markdown.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/entity.h"
#include "indexer/guard.h"
#include "indexer/html.h"
#include "text/limits.h"

#include <md4c.h>

#include <stdint.h>
#include <string.h>

/* md4c 0.4.8 reads a few bytes past its input (its issues 167, 168, 172 to
 * 174, 212, 213): these are there, and zero. */
#define PADDING 64

/* md4c repeats a link's destination at each use, and fills short rows of wide
 * tables with cells: both can be quadratic. Beyond this, as a multiple of the
 * input and a constant, the input is hostile. */
#define BUDGET_FACTOR	4
#define BUDGET_CONSTANT ((size_t)64 << 10)

/* What an event takes from the budget. Ordinary text has at most 1.5 of them
 * a byte ("*a*"); a cell, which md4c may make up, costs some 50 ns. */
#define EVENT_WEIGHT 2
#define CELL_WEIGHT  4

/* What a callback returns to stop; with a positive value md4c misbehaves (its
 * issue 266). */
#define STOP (-1)

enum stop_reason {
	STOP_NONE, /* so it was memory */
	STOP_CUT,  /* the text is full */
	STOP_OVER, /* budget */
};

struct writer {
	struct buf text, blocks, headings, plain;
	const char *input_end;
	const char *counted; /* lines are counted up to here */
	unsigned int line;   /* of `counted` */

	enum markdown_kind kind; /* of the leaf that we are in */
	unsigned int level;
	bool is_html;
	struct html html;

	struct markdown_block block;
	bool is_open;	     /* block has text */
	bool wants_blank;    /* before the next letter */
	size_t plain_start;  /* of this heading, behind those kept */
	unsigned int images; /* we are in */

	size_t attributes, events, budget;
	enum stop_reason stop;
};

static int stop(struct writer *w, enum stop_reason reason)
{
	w->stop = reason;
	return STOP;
}

/* Counts the lines up to p. What md4c makes up itself (a blank, a newline)
 * lies elsewhere and tells nothing. */
static void count_lines(struct writer *w, const char *p)
{
	if ((uintptr_t)p < (uintptr_t)w->counted ||
	    (uintptr_t)p >= (uintptr_t)w->input_end)
		return;
	while (w->counted < p) {
		const char *end =
			memchr(w->counted, '\n', (size_t)(p - w->counted));

		if (!end)
			break;
		w->line++;
		w->counted = end + 1;
	}
	w->counted = p;
}

static void open_block(struct writer *w)
{
	w->block.kind = w->kind;
	w->block.level = w->level;
	w->block.start = w->text.len;
	w->block.line = w->line;
	w->is_open = true;
	w->wants_blank = false;
}

static int add_bytes(struct writer *w, struct str s)
{
	/* A byte is kept for the '\n' at the block's end. */
	size_t full = LIMIT_TEXT_BYTES - 1, used = w->text.len;
	struct str head = utf8_head(s, used < full ? full - used : 0);

	buf_add_str(&w->text, head);
	return head.len < s.len ? stop(w, STOP_CUT) : 0;
}

static int add_blank(struct writer *w)
{
	if (!w->is_open || w->text.len == w->block.start ||
	    w->text.p[w->text.len - 1] == ' ')
		return 0;
	w->wants_blank = false;
	return add_bytes(w, STR(" "));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Adds text as it is, but that a block begins with no blank. */
static int add_text(struct writer *w, struct str s)
{
	int ret;

	if (!w->is_open) {
		while (s.len && is_blank(s.p[0]))
			s = str_skip(s, 1);
		if (s.len == 0)
			return 0;
		count_lines(w, s.p);
		open_block(w);
	}
	if (w->wants_blank && s.len) {
		unsigned char c = (unsigned char)s.p[0];
		bool is_word = c >= 0x80 || (c >= '0' && c <= '9') ||
			       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		w->wants_blank = false;
		ret = is_word ? add_blank(w) : 0;
		if (ret)
			return ret;
	}
	return add_bytes(w, s);
}

/* Adds text with each run of white space made one blank. */
static int add_folded(struct str s, void *payload)
{
	struct writer *w = payload;
	int ret = 0;

	while (s.len && ret == 0) {
		size_t n = 0;

		while (n < s.len && !is_blank(s.p[n]))
			n++;
		if (n)
			ret = add_text(w, str_head(s, n));
		if (n < s.len && ret == 0)
			ret = add_blank(w);
		s = str_skip(s, n + 1);
	}
	return ret;
}

static void close_heading(struct writer *w)
{
	struct markdown_heading heading;

	if (w->headings.len / sizeof(heading) >= LIMIT_SECTIONS)
		return;
	heading.block = w->blocks.len / sizeof(w->block);
	heading.level = w->block.level;
	heading.raw = str_make(NULL, 0);
	heading.plain = str_make(NULL, w->plain.len - w->plain_start);
	buf_add(&w->headings, &heading, sizeof(heading));
	w->plain_start = w->plain.len;
}

static void tabs_to_blanks(char *p, char *end)
{
	while ((p = memchr(p, '\t', (size_t)(end - p))))
		*p = ' ';
}

static int close_block(struct writer *w)
{
	struct buf *text = &w->text;

	if (!w->is_open)
		return 0;
	w->is_open = false;
	if (text->len == w->block.start)
		return 0;
	tabs_to_blanks(text->p + w->block.start, text->p + text->len);
	while (text->len > w->block.start && text->p[text->len - 1] == ' ')
		text->len--;
	if (text->len == w->block.start)
		return 0;
	w->block.end = text->len;
	buf_add_char(text, '\n');
	if (w->block.kind == MARKDOWN_HEADING)
		close_heading(w);
	buf_add(&w->blocks, &w->block, sizeof(w->block));
	if (w->blocks.len / sizeof(w->block) >= LIMIT_BLOCKS)
		return stop(w, STOP_CUT);
	return 0;
}

static int count_event(struct writer *w, size_t weight)
{
	w->events += weight;
	return w->events > w->budget ? stop(w, STOP_OVER) : 0;
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;
	bool is_cell = type == MD_BLOCK_TH || type == MD_BLOCK_TD;
	int ret = count_event(w, is_cell ? CELL_WEIGHT : EVENT_WEIGHT);

	if (ret == 0)
		ret = close_block(w);
	w->kind = MARKDOWN_PROSE;
	w->level = 0;
	switch (type) {
	case MD_BLOCK_H:
		w->kind = MARKDOWN_HEADING;
		w->level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
		/* One that left no block leaves no text either. */
		w->plain.len = w->plain_start;
		break;
	case MD_BLOCK_CODE:
		w->kind = MARKDOWN_CODE;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		w->kind = MARKDOWN_CELL;
		break;
	case MD_BLOCK_HTML:
		w->is_html = true;
		w->html = (struct html)HTML_INIT;
		break;
	default:
		break;
	}
	return ret;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;

	(void)type;
	(void)detail;
	if (w->stop != STOP_NONE)
		return STOP;
	w->is_html = false;
	if (close_block(w))
		return STOP;
	w->kind = MARKDOWN_PROSE;
	w->level = 0;
	return 0;
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;

	if (type == MD_SPAN_A) {
		const MD_SPAN_A_DETAIL *a = detail;

		w->attributes += a->href.size + a->title.size;
	} else if (type == MD_SPAN_IMG) {
		const MD_SPAN_IMG_DETAIL *image = detail;

		w->attributes += image->src.size + image->title.size;
		w->images++;
	}
	if (w->attributes > w->budget)
		return stop(w, STOP_OVER);
	return count_event(w, EVENT_WEIGHT);
}

static int add_entity(struct writer *w, struct str s)
{
	char out[4];
	size_t n = entity_decode(s, out);

	count_lines(w, s.p);
	return add_text(w, n ? str_make(out, n) : s);
}

/* A title, behind the text of its link. */
static int add_title(struct writer *w, const MD_ATTRIBUTE *title)
{
	int ret;

	if (title->size == 0)
		return 0;
	ret = add_blank(w);
	for (size_t i = 0; ret == 0; i++) {
		MD_OFFSET start = title->substr_offsets[i];
		struct str part;

		if (start >= title->size)
			break;
		part = str_make(title->text + start,
				title->substr_offsets[i + 1] - start);
		if (title->substr_types[i] == MD_TEXT_ENTITY)
			ret = add_entity(w, part);
		else
			ret = add_folded(part, w);
	}
	w->wants_blank = true;
	return ret;
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;
	int ret = 0;

	if (w->stop != STOP_NONE)
		return STOP;
	if (type == MD_SPAN_A)
		ret = add_title(w, &((const MD_SPAN_A_DETAIL *)detail)->title);
	if (type == MD_SPAN_IMG) {
		ret = add_title(w,
				&((const MD_SPAN_IMG_DETAIL *)detail)->title);
		w->images -= w->images > 0;
	}
	return ret;
}

/* The heading's text as its id is made from: no alt texts, no titles. */
static void add_plain(struct writer *w, MD_TEXTTYPE type, struct str s)
{
	char out[4];
	size_t n;

	if (w->images || type == MD_TEXT_HTML ||
	    w->plain.len - w->plain_start > LIMIT_TITLE_BYTES)
		return;
	switch (type) {
	case MD_TEXT_ENTITY:
		n = entity_decode(s, out);
		buf_add_str(&w->plain, n ? str_make(out, n) : s);
		break;
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		buf_add_char(&w->plain, '\n');
		break;
	default:
		buf_add_str(&w->plain, utf8_head(s, LIMIT_TITLE_BYTES));
	}
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size,
		   void *payload)
{
	struct writer *w = payload;
	struct str s = str_make(p, size);

	if (count_event(w, EVENT_WEIGHT))
		return STOP;
	if (w->kind == MARKDOWN_HEADING)
		add_plain(w, type, s);
	switch (type) {
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		return add_blank(w);
	case MD_TEXT_NULLCHAR:
		return add_text(w, STR(UTF8_REPLACEMENT));
	case MD_TEXT_ENTITY:
		return add_entity(w, s);
	case MD_TEXT_HTML:
		if (w->is_html)
			return html_strip(&w->html, s, add_folded, w);
		return html_is_break(s) ? add_blank(w) : 0;
	case MD_TEXT_CODE:
		if (w->kind == MARKDOWN_CODE)
			return add_folded(s, w);
		return add_text(w, s);
	default:
		return add_text(w, s);
	}
}

/* Hands the input to md4c, in pieces when it is large. */
static int parse(struct writer *w, struct guard *guard, struct err *err)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
			 MD_FLAG_TASKLISTS,
		.enter_block = on_enter_block,
		.leave_block = on_leave_block,
		.enter_span = on_enter_span,
		.leave_span = on_leave_span,
		.text = on_text,
	};
	struct str piece;

	while (guard_next(guard, &piece)) {
		int ret = md_parse(piece.p, (MD_SIZE)piece.len, &parser, w);

		if (ret == 0)
			continue;
		if (w->stop == STOP_CUT) {
			w->stop = STOP_NONE;
			close_block(w);
			w->stop = STOP_CUT;
			return 0;
		}
		if (w->stop == STOP_OVER)
			return err_set(err, ERR_LIMIT,
				       "the Markdown text is too complex");
		return err_set(err, ERR_MEMORY, "out of memory");
	}
	return 0;
}

/* Moves what was written into the arena. */
static int finish(struct writer *w, struct arena *arena, struct markdown *out,
		  struct err *err)
{
	struct markdown_heading *headings;
	struct str blocks, plain;

	if (buf_check(&w->text, err) < 0 || buf_check(&w->blocks, err) < 0 ||
	    buf_check(&w->headings, err) < 0 || buf_check(&w->plain, err) < 0)
		return err->code;
	out->text = arena_copy(arena, buf_view(&w->text));
	plain = arena_copy(arena, buf_view(&w->plain));
	out->block_count = w->blocks.len / sizeof(w->block);
	out->heading_count = w->headings.len / sizeof(*headings);
	blocks.len = w->blocks.len;
	blocks.p = arena_array(arena, out->block_count, sizeof(w->block));
	headings = arena_array(arena, out->heading_count, sizeof(*headings));
	if (arena_check(arena, err) < 0)
		return err->code;
	if (out->block_count)
		memcpy((void *)blocks.p, w->blocks.p, w->blocks.len);
	if (out->heading_count)
		memcpy(headings, w->headings.p, w->headings.len);
	for (size_t i = 0; i < out->heading_count; i++) {
		headings[i].plain.p = plain.p;
		plain = str_skip(plain, headings[i].plain.len);
	}
	out->blocks = (const struct markdown_block *)(const void *)blocks.p;
	out->headings = headings;
	out->is_cut = w->stop == STOP_CUT;
	return 0;
}

int markdown_read(struct str body, unsigned int line, struct arena *arena,
		  struct markdown *out, struct err *err)
{
	static const struct markdown none = { .is_cut = false };
	static const char padding[PADDING];
	struct buf input = BUF_INIT;
	struct writer w = { .line = line };
	struct guard guard;
	size_t size;
	int ret;

	*out = none;
	if (!buf_reserve(&input, body.len + 1 + PADDING))
		return buf_check(&input, err);
	clean_add(&input, body);
	if (input.len && input.p[input.len - 1] != '\n')
		buf_add_char(&input, '\n');
	size = input.len;
	buf_add(&input, padding, sizeof(padding));
	ret = buf_check(&input, err);
	if (ret == 0) {
		w.counted = input.p;
		w.input_end = input.p + size;
		w.budget = BUDGET_FACTOR * size + BUDGET_CONSTANT;
		guard_init(&guard, input.p, size);
		ret = parse(&w, &guard, err);
	}
	if (ret == 0)
		ret = finish(&w, arena, out, err);
	if (ret == 0)
		out->is_defused = guard.is_defused;
	buf_release(&input);
	buf_release(&w.text);
	buf_release(&w.blocks);
	buf_release(&w.headings);
	buf_release(&w.plain);
	return ret;
}
