/*
 * Markdown to plain text: md4c's events to text and blocks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/markdown.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/entity.h"
#include "indexer/guard.h"
#include "indexer/html.h"
#include "indexer/markup.h"
#include "indexer/plain.h"
#include "indexer/prepare.h"
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
	struct plain plain;
	struct str body;
	const struct prepared *prepared;
	struct arena *arena;
	struct buf codes, alts, headings, ids;

	bool is_html;
	struct html html;

	struct str heading_line;  /* in the body; NULL before its first text */
	unsigned int heading_at;  /* its line in the file */
	unsigned int muting_line; /* of the comment that mutes, or 0 */
	unsigned int muted_level; /* of the heading that mutes, or 0 */
	size_t more;
	unsigned int more_line;

	size_t id_start;     /* in `ids`, of this heading's */
	unsigned int images; /* we are in */
	unsigned int code;   /* spans we are in: 1 or 0 */
	size_t code_start;   /* in the text */
	size_t alt_start;    /* likewise, of the outermost image's */

	struct buf links;  /* struct str: their targets */
	struct buf target; /* of the one at hand */
	bool has_more_links;

	size_t attributes, events, budget;
	enum stop_reason stop;
};

static int stop(struct writer *w, enum stop_reason reason)
{
	w->stop = reason;
	return STOP;
}

/* What an addition to the text returned, for md4c. */
static int added(struct writer *w, int ret)
{
	return ret ? stop(w, STOP_CUT) : 0;
}

static int add_folded(struct str s, void *payload)
{
	struct writer *w = payload;

	return added(w, plain_add_folded(&w->plain, s));
}

static int close_block(struct writer *w)
{
	bool is_block;

	return added(w, plain_close(&w->plain, &is_block));
}

/* The line of the body on which a heading ends. */
static struct str heading_line(const struct writer *w)
{
	const struct plain *plain = &w->plain;
	size_t at = prepare_source(w->prepared,
				   (size_t)(plain->counted - plain->source));
	struct str line = str_skip(w->body, at), before = str_head(w->body, at);

	line = str_head(line, str_find(line, '\n'));
	while (before.len && before.p[before.len - 1] != '\n') {
		before.len--;
		line.p--;
		line.len++;
	}
	return line;
}

static void mute(struct writer *w)
{
	w->plain.is_muted = w->muting_line || w->muted_level;
}

/* A heading begins: does it end what another one muted, does it mute? Its
 * first text is at hand. */
static void begin_heading(struct writer *w, const char *p)
{
	plain_reach(&w->plain, p);
	w->heading_line = heading_line(w);
	w->heading_at = w->plain.line;
	if (w->muted_level && w->plain.level <= w->muted_level)
		w->muted_level = 0;
	if (!w->muted_level && markup_is_nosearch(w->heading_line))
		w->muted_level = w->plain.level;
	mute(w);
}

/* A heading counts for ids whether it has text or not. */
static int close_heading(struct writer *w)
{
	struct plain *plain = &w->plain;
	struct markdown_heading heading = { .level = plain->level };
	bool is_block;
	int ret = plain_close(plain, &is_block);
	size_t blocks = plain->blocks.len / sizeof(struct markdown_block);

	heading.block = is_block ? blocks - 1 : MARKDOWN_NO_BLOCK;
	if (w->heading_line.p) {
		struct str last = heading_line(w);

		heading.raw = markup_heading(last);
		heading.source_start = (size_t)(w->heading_line.p - w->body.p);
	}
	heading.line = w->heading_at;
	heading.is_muted = plain->is_muted;
	heading.plain = str_make(NULL, w->ids.len - w->id_start);
	if (w->headings.len / sizeof(heading) < LIMIT_HEADINGS)
		buf_add(&w->headings, &heading, sizeof(heading));
	else
		w->ids.len = w->id_start;
	return added(w, ret);
}

static int count_event(struct writer *w, size_t weight)
{
	w->events += weight;
	return w->events > w->budget ? stop(w, STOP_OVER) : 0;
}

static struct str language(struct writer *w, const MD_BLOCK_CODE_DETAIL *code)
{
	struct str name = str_make(code->lang.text, code->lang.size);

	return markup_language(name, w->arena);
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;
	struct plain *plain = &w->plain;
	bool is_cell = type == MD_BLOCK_TH || type == MD_BLOCK_TD;
	int ret = count_event(w, is_cell ? CELL_WEIGHT : EVENT_WEIGHT);

	if (ret == 0)
		ret = close_block(w);
	plain->kind = MARKDOWN_PROSE;
	plain->level = 0;
	plain->language = str_make(NULL, 0);
	switch (type) {
	case MD_BLOCK_H:
		plain->kind = MARKDOWN_HEADING;
		plain->level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
		w->id_start = w->ids.len;
		w->heading_line = str_make(NULL, 0);
		break;
	case MD_BLOCK_CODE:
		plain->kind = MARKDOWN_CODE;
		plain->language = language(w, detail);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		plain->kind = MARKDOWN_CELL;
		break;
	case MD_BLOCK_HTML:
		w->is_html = true;
		break;
	default:
		break;
	}
	return ret;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;
	int ret;

	(void)detail;
	if (w->stop != STOP_NONE)
		return STOP;
	w->is_html = false;
	html_end(&w->html);
	ret = type == MD_BLOCK_H ? close_heading(w) : close_block(w);
	w->plain.kind = MARKDOWN_PROSE;
	w->plain.level = 0;
	return ret;
}

/* Appends the value of an attribute, its references decoded. */
static void add_attribute(const MD_ATTRIBUTE *value, struct buf *out)
{
	for (size_t i = 0; value->size; i++) {
		MD_OFFSET start = value->substr_offsets[i];
		char decoded[ENTITY_BYTES];
		struct str part;
		size_t n = 0;

		if (start >= value->size)
			break;
		part = str_make(value->text + start,
				value->substr_offsets[i + 1] - start);
		if (value->substr_types[i] == MD_TEXT_ENTITY)
			n = entity_decode(part, decoded);
		buf_add_str(out, n ? str_make(decoded, n) : part);
	}
}

/* Takes the target of a link that is shown. What is longer than a URL may be
 * is none. */
static int on_link(struct str target, void *payload)
{
	struct writer *w = payload;

	if (target.len == 0 || target.p[0] == '#' ||
	    target.len >= LIMIT_PATH_BYTES || w->plain.is_muted)
		return 0;
	if (w->links.len / sizeof(target) == LIMIT_LINKS) {
		w->has_more_links = true;
		return 0;
	}
	if (!plain_holds(&w->plain, target.p))
		target = arena_copy(w->arena, target);
	buf_add(&w->links, &target, sizeof(target));
	return 0;
}

static int add_link(struct writer *w, const MD_ATTRIBUTE *href)
{
	/* In the alternative text of an image it is none. */
	if (w->images || html_is_hiding(&w->html) || href->size == 0 ||
	    href->size >= LIMIT_PATH_BYTES)
		return 0;
	if (href->substr_types[0] == MD_TEXT_NORMAL &&
	    href->substr_offsets[1] == href->size)
		return on_link(str_make(href->text, href->size), w);
	buf_clear(&w->target);
	add_attribute(href, &w->target);
	return w->target.failed ? STOP : on_link(buf_view(&w->target), w);
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *payload)
{
	struct writer *w = payload;
	int ret = 0;

	if (type == MD_SPAN_A) {
		const MD_SPAN_A_DETAIL *a = detail;

		w->attributes += a->href.size + a->title.size;
		ret = add_link(w, &a->href);
	} else if (type == MD_SPAN_IMG) {
		const MD_SPAN_IMG_DETAIL *image = detail;

		w->attributes += image->src.size + image->title.size;
		if (w->images++ == 0)
			w->alt_start = w->plain.text.len;
	} else if (type == MD_SPAN_CODE) {
		w->code = 1;
		w->code_start = w->plain.text.len;
	}
	if (w->attributes > w->budget)
		return stop(w, STOP_OVER);
	return ret ? ret : count_event(w, EVENT_WEIGHT);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Remembers a part of the text that began there and ends here. */
static void add_span(struct writer *w, size_t start, struct buf *spans)
{
	const struct buf *text = &w->plain.text;
	struct markdown_span span = { start, text->len };

	/* A tab at a block's end goes, as blanks do. */
	while (span.start < span.end && is_blank(text->p[span.start]))
		span.start++;
	while (span.end > span.start && is_blank(text->p[span.end - 1]))
		span.end--;
	if (span.start < span.end)
		buf_add(spans, &span, sizeof(span));
}

/* The alternative text of an image in HTML. */
static int on_alt(struct str text, void *payload)
{
	struct writer *w = payload;
	size_t start = w->plain.text.len;
	int ret = add_folded(text, w);

	add_span(w, start, &w->alts);
	return ret;
}

static int add_entity(struct writer *w, struct str s)
{
	char out[ENTITY_BYTES];
	size_t n = entity_decode(s, out);

	plain_reach(&w->plain, s.p);
	if (plain_add(&w->plain, n ? str_make(out, n) : s))
		return stop(w, STOP_CUT);
	if (plain_holds(&w->plain, s.p))
		plain_cover(&w->plain, s.p + s.len);
	return 0;
}

/* Does p come next on this line? The title of a link may be that of a
 * definition anywhere. */
static bool is_near(const struct plain *plain, const char *p)
{
	return plain_holds(plain, p) &&
	       (uintptr_t)p >= (uintptr_t)plain->counted &&
	       !memchr(plain->counted, '\n', (size_t)(p - plain->counted));
}

/* A title, behind the text of its link. */
static int add_title(struct writer *w, const MD_ATTRIBUTE *title)
{
	int ret;

	if (title->size == 0)
		return 0;
	ret = added(w, plain_blank(&w->plain));
	w->plain.is_apart = !is_near(&w->plain, title->text);
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
	w->plain.is_apart = false;
	w->plain.wants_blank = true;
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
		if (w->images == 1)
			add_span(w, w->alt_start, &w->alts);
		ret = add_title(w,
				&((const MD_SPAN_IMG_DETAIL *)detail)->title);
		w->images -= w->images > 0;
	}
	if (type == MD_SPAN_CODE) {
		w->code = 0;
		add_span(w, w->code_start, &w->codes);
	}
	return ret;
}

/* Code in a heading: its dashes are no typography, see markdown.h. */
static void add_code_id(struct buf *ids, struct str s)
{
	size_t start = ids->len;

	buf_add_str(ids, s);
	for (size_t i = start; i < ids->len; i++) {
		if (ids->p[i] == '-')
			ids->p[i] = '\1';
	}
}

/* The heading's text as its id is made from: no alt texts, no titles. */
static void add_id(struct writer *w, MD_TEXTTYPE type, struct str s)
{
	char out[ENTITY_BYTES];
	size_t n;

	if (w->images || w->ids.len - w->id_start > LIMIT_TITLE_BYTES)
		return;
	s = utf8_head(s, LIMIT_TITLE_BYTES);
	switch (type) {
	case MD_TEXT_ENTITY:
		n = entity_decode(s, out);
		buf_add_str(&w->ids, n ? str_make(out, n) : s);
		break;
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		buf_add_char(&w->ids, '\n');
		break;
	case MD_TEXT_CODE:
		add_code_id(&w->ids, s);
		break;
	default:
		buf_add_str(&w->ids, s);
	}
}

/* Some comments are meant for us: where the summary ends, what is not to be
 * searched. */
static int on_comment(struct str text, void *payload)
{
	struct writer *w = payload;

	if (str_eq_nocase(text, STR("nosearch"))) {
		if (!w->muting_line)
			w->muting_line = w->plain.line;
	} else if (str_eq_nocase(text, STR("/nosearch"))) {
		w->muting_line = 0;
	} else if (w->more == SIZE_MAX &&
		   (str_eq_nocase(text, STR("more")) ||
		    str_eq_nocase(text, STR("truncate")))) {
		w->more = w->plain.text.len;
		w->more_line = w->plain.line;
	}
	mute(w);
	return 0;
}

/* A line of an HTML block, or a tag in a paragraph. */
static int add_html(struct writer *w, struct str s)
{
	int ret;

	plain_reach(&w->plain, s.p);
	ret = w->is_html ? html_feed(&w->html, s) : html_tag(&w->html, s);
	plain_cover(&w->plain, s.p + s.len);
	return ret;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size,
		   void *payload)
{
	struct writer *w = payload;
	struct plain *plain = &w->plain;
	struct str s = str_make(p, size);

	if (count_event(w, EVENT_WEIGHT))
		return STOP;
	if (type == MD_TEXT_HTML)
		return add_html(w, s);
	if (html_is_hiding(&w->html))
		return 0;
	if (plain->kind == MARKDOWN_HEADING) {
		if (!w->heading_line.p && plain_holds(plain, p))
			begin_heading(w, p);
		add_id(w, type, s);
	}
	switch (type) {
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		return added(w, plain_blank(plain));
	case MD_TEXT_NULLCHAR:
		return added(w, plain_add(plain, STR(UTF8_REPLACEMENT)));
	case MD_TEXT_ENTITY:
		return add_entity(w, s);
	case MD_TEXT_CODE:
		if (plain->kind == MARKDOWN_CODE)
			return add_folded(s, w);
		return added(w, plain_add(plain, s));
	default:
		return added(w, plain_add(plain, s));
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

/* A copy of a buf's elements in the arena, which may be none. */
static void *take(struct arena *arena, const struct buf *b, size_t size,
		  size_t *count)
{
	void *copy;

	*count = b->len / size;
	copy = arena_array(arena, *count, size);
	if (copy && b->len)
		memcpy(copy, b->p, b->len);
	return copy;
}

/* Moves what was written into the arena. */
static int finish(struct writer *w, struct markdown *out, struct err *err)
{
	struct plain *plain = &w->plain;
	const struct buf *all[] = { &plain->text, &plain->blocks, &plain->lines,
				    &w->codes,	  &w->alts,	  &w->links,
				    &w->headings, &w->ids };
	struct arena *a = w->arena;
	struct str ids;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (buf_check(all[i], err) < 0)
			return err->code;
	}
	out->text = arena_copy(a, buf_view(&plain->text));
	ids = arena_copy(a, buf_view(&w->ids));
	out->blocks = take(a, &plain->blocks, sizeof(*out->blocks),
			   &out->block_count);
	out->lines =
		take(a, &plain->lines, sizeof(*out->lines), &out->line_count);
	out->codes = take(a, &w->codes, sizeof(*out->codes), &out->code_count);
	out->alts = take(a, &w->alts, sizeof(*out->alts), &out->alt_count);
	out->links = take(a, &w->links, sizeof(*out->links), &out->link_count);
	out->headings = take(a, &w->headings, sizeof(*out->headings),
			     &out->heading_count);
	plain_reach(plain, plain->source_end - 1);
	out->last_line = plain->line;
	out->more = w->more;
	out->more_line = w->more_line;
	out->muting_line = w->muting_line;
	if (arena_check(a, err) < 0)
		return err->code;
	for (size_t i = 0; i < out->block_count; i++) {
		struct markdown_block *b = &out->blocks[i];

		b->source_start = prepare_source(w->prepared, b->source_start);
		b->source_end = prepare_source(w->prepared, b->source_end);
	}
	for (size_t i = 0; i < out->heading_count; i++) {
		struct markdown_heading *h = &out->headings[i];

		h->plain.p = ids.p;
		ids = str_skip(ids, h->plain.len);
	}
	out->has_more_links = w->has_more_links;
	out->is_cut = w->stop == STOP_CUT;
	return 0;
}

static void writer_release(struct writer *w)
{
	plain_release(&w->plain);
	html_release(&w->html);
	buf_release(&w->codes);
	buf_release(&w->alts);
	buf_release(&w->links);
	buf_release(&w->target);
	buf_release(&w->headings);
	buf_release(&w->ids);
}

int markdown_read(struct str body, struct prepared *prepared, unsigned int line,
		  struct arena *arena, struct markdown *out, struct err *err)
{
	static const struct markdown none = { .is_cut = false };
	static const char padding[PADDING];
	static const struct html_handler handler = { add_folded, on_alt,
						     on_comment, on_link };
	struct buf *input = &prepared->text;
	struct writer w = { .body = body,
			    .prepared = prepared,
			    .arena = arena,
			    .html = HTML_INIT(&handler, &w),
			    .more = SIZE_MAX };
	struct guard guard;
	size_t size;
	int ret;

	*out = none;
	if (input->len && input->p[input->len - 1] != '\n')
		buf_add_char(input, '\n');
	size = input->len;
	buf_add(input, padding, sizeof(padding));
	ret = buf_check(input, err);
	if (ret < 0)
		return ret;
	input->len = size;
	plain_init(&w.plain, str_make(input->p, size), line);
	w.budget = BUDGET_FACTOR * size + BUDGET_CONSTANT;
	guard_init(&guard, input->p, size);
	ret = parse(&w, &guard, err);
	if (ret == 0)
		ret = finish(&w, out, err);
	if (ret == 0)
		out->is_defused = guard.is_defused;
	writer_release(&w);
	return ret;
}
