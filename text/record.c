/*
 * The record: what the result page shows of an article, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/record.h"

#include <math.h>

#include "text/limits.h"

#define RECORD_VERSION 4

static void add_list(const struct str *items, size_t count, struct buf *out)
{
	buf_add_varint(out, count);
	for (size_t i = 0; i < count; i++)
		buf_add_field(out, items[i]);
}

/* A number as 8 bytes, big-endian. */
static void add_number(double number, struct buf *out)
{
	uint64_t bits;

	memcpy(&bits, &number, sizeof(bits));
	for (int shift = 56; shift >= 0; shift -= 8)
		buf_add_char(out, (char)(bits >> shift));
}

/* What is true of most sections, in the lowest bits of where they start. */
#define IS_LINE 1 /* the heading is the line of the text there */
#define IS_SLUG 2 /* the anchor is made of it as most are */
#define BITS	2

/* The text's line at a byte of it. */
static struct str line_of(struct str text, size_t start)
{
	struct str rest = str_skip(text, start);

	return str_head(rest, str_find(rest, '\n'));
}

/* What becomes of a byte of a heading in most anchors, whoever makes them; 0:
 * it is dropped. */
static char slug_byte(char byte)
{
	if (byte == ' ')
		return '-';
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
	    byte == '-' || byte == '_' || (unsigned char)byte >= 128)
		return byte;
	return '\0';
}

static bool is_slug(struct str anchor, struct str heading)
{
	size_t at = 0;

	for (size_t i = 0; i < heading.len; i++) {
		char c = slug_byte(heading.p[i]);

		if (c && (at == anchor.len || anchor.p[at++] != c))
			return false;
	}
	return at == anchor.len;
}

static void add_sections(const struct record *r, struct buf *out)
{
	size_t before = 0;

	buf_add_varint(out, r->section_count);
	for (size_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];
		unsigned int bits = 0;

		if (str_eq(s->title, line_of(r->text, s->start)))
			bits |= IS_LINE;
		if (is_slug(s->anchor, s->title))
			bits |= IS_SLUG;
		/* Rising, so the differences are small. */
		buf_add_varint(out, (s->start - before) << BITS | bits);
		before = s->start;
		if (!(bits & IS_LINE))
			buf_add_field(out, s->title);
		if (!(bits & IS_SLUG))
			buf_add_field(out, s->anchor);
	}
}

static void add_weights(const struct record *r, struct buf *out)
{
	size_t before = 0;

	buf_add_varint(out, r->weight_count);
	for (size_t i = 0; i < r->weight_count; i++) {
		buf_add_varint(out, r->weights[i].start - before);
		before = r->weights[i].start;
		add_number(r->weights[i].weight, out);
	}
}

void record_encode(const struct record *r, struct buf *out)
{
	buf_add_char(out, RECORD_VERSION);
	buf_add_varint(out, r->source);
	buf_add_field(out, r->id);
	buf_add_field(out, r->url);
	add_list(r->aliases, r->alias_count, out);
	buf_add_field(out, r->title);
	buf_add_field(out, r->date);
	buf_add_field(out, r->updated);
	buf_add_field(out, r->lang);
	buf_add_field(out, r->hidden);
	buf_add_field(out, r->image);
	buf_add_field(out, r->image_description);
	buf_add_field(out, r->description);
	add_list(r->authors, r->author_count, out);
	add_list(r->tags, r->tag_count, out);
	add_list(r->categories, r->category_count, out);
	add_number(r->boost, out);
	add_list(r->pins, r->pin_count, out);
	buf_add_field(out, r->text);
	add_sections(r, out);
	buf_add_field(out, r->lines);
	add_weights(r, out);
}

static double get_number(struct buf_reader *in)
{
	uint64_t bits = 0;
	double number;

	if (in->rest.len < sizeof(bits)) {
		in->bad = true;
		return 0;
	}
	for (size_t i = 0; i < sizeof(bits); i++)
		bits = bits << 8 | (unsigned char)in->rest.p[i];
	in->rest = str_skip(in->rest, sizeof(bits));
	memcpy(&number, &bits, sizeof(number));
	in->bad = in->bad || !isfinite(number);
	return number;
}

static const struct str *get_list(struct buf_reader *in, struct arena *arena,
				  size_t *count)
{
	struct str *items;

	*count = buf_read_count(in, 1);
	items = arena_array(arena, *count, sizeof(*items));
	if (!items) {
		*count = 0;
		return NULL;
	}
	for (size_t i = 0; i < *count; i++)
		items[i] = buf_read_field(in);
	return items;
}

static struct str make_slug(struct str heading, struct arena *arena)
{
	char *p = arena_alloc(arena, heading.len);
	size_t len = 0;

	for (size_t i = 0; p && i < heading.len; i++) {
		p[len] = slug_byte(heading.p[i]);
		len += p[len] != '\0';
	}
	return str_make(p, len);
}

static void get_sections(struct buf_reader *in, struct arena *arena,
			 struct record *out)
{
	struct record_section *sections;
	size_t start = 0;

	out->section_count = buf_read_count(in, 1);
	sections = arena_array(arena, out->section_count, sizeof(*sections));
	if (!sections) {
		out->section_count = 0;
		return;
	}
	for (size_t i = 0; i < out->section_count && !in->bad; i++) {
		struct record_section *s = &sections[i];
		unsigned long long further = buf_read_varint(in);
		unsigned int bits = further & (IS_LINE | IS_SLUG);

		further >>= BITS;
		if (further >= out->text.len - start) {
			in->bad = true;
			break;
		}
		s->start = start += (size_t)further;
		s->title = bits & IS_LINE ? line_of(out->text, start)
					  : buf_read_field(in);
		s->anchor = bits & IS_SLUG ? make_slug(s->title, arena)
					   : buf_read_field(in);
	}
	out->sections = sections;
}

static void get_weights(struct buf_reader *in, struct arena *arena,
			struct record *out)
{
	size_t count = buf_read_count(in, 9);
	struct record_weight *weights =
		arena_array(arena, count, sizeof(*weights));
	uint64_t start = 0;

	for (size_t i = 0; weights && i < count; i++) {
		uint64_t behind = buf_read_varint(in);

		if (behind > out->text.len - start)
			in->bad = true;
		else
			start += behind;
		weights[i].start = (size_t)start;
		weights[i].weight = get_number(in);
	}
	out->weights = weights;
	out->weight_count = weights ? count : 0;
}

int record_decode(struct str data, struct arena *arena, struct record *out,
		  struct err *err)
{
	struct buf_reader in = { data, false };

	memset(out, 0, sizeof(*out));
	if (data.len == 0)
		return err_set(err, ERR_CORRUPT, "an article has no record");
	if (data.p[0] != RECORD_VERSION)
		return err_set(err, ERR_FORMAT,
			       "a record has version %d, this program reads %d",
			       (unsigned char)data.p[0], RECORD_VERSION);
	in.rest = str_skip(data, 1);
	out->source = (uint32_t)buf_read_varint(&in);
	out->id = buf_read_field(&in);
	out->url = buf_read_field(&in);
	out->aliases = get_list(&in, arena, &out->alias_count);
	out->title = buf_read_field(&in);
	out->date = buf_read_field(&in);
	out->updated = buf_read_field(&in);
	out->lang = buf_read_field(&in);
	out->hidden = buf_read_field(&in);
	out->image = buf_read_field(&in);
	out->image_description = buf_read_field(&in);
	out->description = buf_read_field(&in);
	out->authors = get_list(&in, arena, &out->author_count);
	out->tags = get_list(&in, arena, &out->tag_count);
	out->categories = get_list(&in, arena, &out->category_count);
	out->boost = get_number(&in);
	out->pins = get_list(&in, arena, &out->pin_count);
	out->text = buf_read_field(&in);
	get_sections(&in, arena, out);
	out->lines = buf_read_field(&in);
	get_weights(&in, arena, out);
	if (arena_check(arena, err))
		return err->code;
	if (in.bad || in.rest.len)
		return err_set(err, ERR_CORRUPT,
			       "an article's record is "
			       "damaged");
	return 0;
}
