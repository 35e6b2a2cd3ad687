/*
 * The record: what the result page shows of an article, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/record.h"

#include <math.h>

#include "base/hash.h"
#include "text/limits.h"

#define RECORD_VERSION 3

#define ZLIB_BYTES 8192 /* see add_end */

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

static void add_sections(const struct record *r, struct buf *out)
{
	size_t before = 0;

	buf_add_varint(out, r->section_count);
	for (size_t i = 0; i < r->section_count; i++) {
		/* Rising, so the differences are small. */
		buf_add_varint(out, r->sections[i].start - before);
		before = r->sections[i].start;
		buf_add_field(out, r->sections[i].title);
		buf_add_field(out, r->sections[i].anchor);
	}
}

/* Lines nearly always rise: the sign of a difference is its lowest bit. */
static void add_lines(const struct record *r, struct buf *out)
{
	int64_t before = 0;
	size_t start = 0;

	buf_add_varint(out, r->line_count);
	for (size_t i = 0; i < r->line_count; i++) {
		int64_t further = (int64_t)r->lines[i].line - before;

		buf_add_varint(out, r->lines[i].start - start);
		start = r->lines[i].start;

		buf_add_varint(out, further < 0 ? (uint64_t)-further << 1 | 1
						: (uint64_t)further << 1);
		before = r->lines[i].line;
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

/* libxapian 1.4.22 reads back what it has compressed in pieces of ZLIB_BYTES,
 * and takes it for damaged where a piece is full, all input is used up, and
 * something is still to come: the end of a text that repeats itself is a few
 * bits. So a record ends in bytes that take more than these, and are in one
 * piece. */
static void add_end(struct buf *out, size_t start)
{
	struct str all = str_skip(buf_view(out), start);
	uint64_t hashes[2] = { hash64(all, 0), hash64(all, 1) };
	size_t len = all.len + 1 + sizeof(hashes[0]);
	bool is_cut = len % ZLIB_BYTES < sizeof(hashes[0]);
	size_t size = is_cut ? sizeof(hashes) : sizeof(hashes[0]);

	buf_add_field(out, str_make((const char *)hashes, size));
}

void record_encode(const struct record *r, struct buf *out)
{
	size_t start = out->len;

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
	add_sections(r, out);
	add_lines(r, out);
	add_weights(r, out);
	buf_add_field(out, r->text);
	add_end(out, start);
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

static void get_sections(struct buf_reader *in, struct arena *arena,
			 struct record *out)
{
	struct record_section *sections;
	size_t start = 0;

	out->section_count = buf_read_count(in, 3);
	sections = arena_array(arena, out->section_count, sizeof(*sections));
	if (!sections) {
		out->section_count = 0;
		return;
	}
	for (size_t i = 0; i < out->section_count; i++) {
		unsigned long long further = buf_read_varint(in);

		/* The text follows, and must hold them all. */
		if (further > in->rest.len)
			in->bad = true;
		else
			start += (size_t)further;
		sections[i].start = start;
		sections[i].title = buf_read_field(in);
		sections[i].anchor = buf_read_field(in);
	}
	out->sections = sections;
}

static void get_lines(struct buf_reader *in, struct arena *arena,
		      struct record *out)
{
	size_t count = buf_read_count(in, 2);
	struct record_line *lines = arena_array(arena, count, sizeof(*lines));
	uint64_t line = 0, start = 0;

	for (size_t i = 0; lines && i < count; i++) {
		uint64_t behind = buf_read_varint(in);
		uint64_t further = buf_read_varint(in);

		/* The text follows, and must hold them all. */
		if (behind > in->rest.len)
			in->bad = true;
		else
			start += behind;
		line = further & 1 ? line - (further >> 1)
				   : line + (further >> 1);
		if (line > UINT32_MAX) {
			in->bad = true;
			line = 0;
		}
		lines[i].start = (size_t)start;
		lines[i].line = (uint32_t)line;
	}
	out->lines = lines;
	out->line_count = lines ? count : 0;
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

		/* The text follows, and must hold them all. */
		if (behind > in->rest.len)
			in->bad = true;
		else
			start += behind;
		weights[i].start = (size_t)start;
		weights[i].weight = get_number(in);
	}
	out->weights = weights;
	out->weight_count = weights ? count : 0;
}

uint32_t record_line_at(const struct record *record, size_t at)
{
	uint32_t line = 0;

	for (size_t i = 0; i < record->line_count; i++) {
		if (record->lines[i].start > at)
			break;
		line = record->lines[i].line;
	}
	return line;
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
	get_sections(&in, arena, out);
	get_lines(&in, arena, out);
	get_weights(&in, arena, out);
	out->text = buf_read_field(&in);
	buf_read_field(&in);
	if (out->section_count &&
	    out->sections[out->section_count - 1].start >= out->text.len)
		in.bad = true;
	if (arena_check(arena, err))
		return err->code;
	if (in.bad || in.rest.len)
		return err_set(err, ERR_CORRUPT,
			       "an article's record is "
			       "damaged");
	return 0;
}
