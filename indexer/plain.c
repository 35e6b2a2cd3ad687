/*
 * Plain text as it is made of an article: blocks, lines, spans.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/plain.h"

#include "base/utf8.h"
#include "text/limits.h"

#include <stdint.h>
#include <string.h>

void plain_init(struct plain *plain, struct str source, unsigned int line)
{
	memset(plain, 0, sizeof(*plain));
	plain->source = plain->counted = source.p;
	plain->source_end = source.p + source.len;
	plain->line = line;
}

bool plain_holds(const struct plain *plain, const char *p)
{
	return (uintptr_t)p >= (uintptr_t)plain->source &&
	       (uintptr_t)p < (uintptr_t)plain->source_end;
}

void plain_reach(struct plain *plain, const char *p)
{
	if (plain->is_apart || (uintptr_t)p < (uintptr_t)plain->counted ||
	    (uintptr_t)p >= (uintptr_t)plain->source_end)
		return;
	while (plain->counted < p) {
		const char *end = memchr(plain->counted, '\n',
					 (size_t)(p - plain->counted));

		if (!end)
			break;
		plain->line++;
		plain->counted = end + 1;
	}
	plain->counted = p;
}

static void note_line(struct plain *plain)
{
	struct line_start line = { plain->text.len, plain->line };

	buf_add(&plain->lines, &line, sizeof(line));
	plain->block.end_line = plain->line;
}

static void open_block(struct plain *plain)
{
	plain->block.kind = plain->kind;
	plain->block.level = plain->level;
	plain->block.language = plain->language;
	plain->block.start = plain->text.len;
	plain->block.line = plain->line;
	plain->block.source_start = (size_t)(plain->counted - plain->source);
	plain->block.source_end = plain->block.source_start;
	plain->is_open = true;
	plain->wants_blank = false;
	note_line(plain);
}

static int add_bytes(struct plain *plain, struct str s)
{
	/* A byte is kept for the '\n' at the block's end. */
	size_t full = LIMIT_TEXT_BYTES - 1, used = plain->text.len;
	struct str head = utf8_head(s, used < full ? full - used : 0);

	buf_add_str(&plain->text, head);
	return head.len < s.len ? PLAIN_FULL : 0;
}

/* Is a blank the last of the block that is open? */
static bool ends_in_blank(const struct plain *plain)
{
	return plain->text.len > plain->block.start &&
	       plain->text.p[plain->text.len - 1] == ' ';
}

int plain_blank(struct plain *plain)
{
	if (!plain->is_open || plain->text.len == plain->block.start ||
	    ends_in_blank(plain))
		return 0;
	plain->wants_blank = false;
	return add_bytes(plain, STR(" "));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_word_byte(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (u >= '0' && u <= '9') ||
	       ((u | 0x20) >= 'a' && (u | 0x20) <= 'z');
}

int plain_add(struct plain *plain, struct str s)
{
	int ret;

	if (plain->is_muted)
		return 0;
	if (!plain->is_open) {
		while (s.len && is_blank(s.p[0]))
			s = str_skip(s, 1);
		if (s.len == 0)
			return 0;
		plain_reach(plain, s.p);
		open_block(plain);
	}
	while (s.len && s.p[0] == ' ' && ends_in_blank(plain))
		s = str_skip(s, 1);
	if (plain->wants_blank && s.len) {
		plain->wants_blank = false;
		ret = is_word_byte(s.p[0]) ? plain_blank(plain) : 0;
		if (ret)
			return ret;
	}
	plain->is_made = plain->is_apart || !plain_holds(plain, s.p);
	if (!plain->is_made) {
		plain_reach(plain, s.p);
		plain->block.source_end = (size_t)(s.p + s.len - plain->source);
	}
	if (plain->line != plain->block.end_line)
		note_line(plain);
	return add_bytes(plain, s);
}

void plain_cover(struct plain *plain, const char *p)
{
	if (plain->is_open && plain->is_made && !plain->is_apart)
		plain->block.source_end = (size_t)(p - plain->source);
	plain->is_made = false;
}

int plain_add_folded(struct plain *plain, struct str s)
{
	int ret = 0;

	while (s.len && ret == 0) {
		size_t n = 0;

		while (n < s.len && !is_blank(s.p[n]))
			n++;
		if (n)
			ret = plain_add(plain, str_head(s, n));
		if (n < s.len && ret == 0)
			ret = plain_blank(plain);
		s = str_skip(s, n + 1);
	}
	return ret;
}

static void tabs_to_blanks(char *p, char *end)
{
	while ((p = memchr(p, '\t', (size_t)(end - p))))
		*p = ' ';
}

/* Lines of which no text is left are no lines. */
static void drop_lines(struct plain *plain)
{
	struct line_start last;

	while (plain->lines.len && plain->lines.p) {
		memcpy(&last, plain->lines.p + plain->lines.len - sizeof(last),
		       sizeof(last));
		if (last.start < plain->text.len)
			break;
		plain->lines.len -= sizeof(last);
	}
}

int plain_close(struct plain *plain, bool *is_block)
{
	struct buf *text = &plain->text;
	size_t start = plain->block.start;

	*is_block = false;
	if (!plain->is_open)
		return 0;
	plain->is_open = false;
	if (text->len > start)
		tabs_to_blanks(text->p + start, text->p + text->len);
	while (text->len > start && text->p[text->len - 1] == ' ')
		text->len--;
	drop_lines(plain);
	if (text->len == start)
		return 0;
	plain->block.end = text->len;
	buf_add_char(text, '\n');
	buf_add(&plain->blocks, &plain->block, sizeof(plain->block));
	*is_block = true;
	return plain->blocks.len / sizeof(plain->block) >= LIMIT_BLOCKS
		       ? PLAIN_FULL
		       : 0;
}

void plain_release(struct plain *plain)
{
	buf_release(&plain->text);
	buf_release(&plain->blocks);
	buf_release(&plain->lines);
}
