/*
 * The record: what the result page shows of an article, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/record.h"

#include "text/limits.h"

#define RECORD_VERSION 1

static void add_list(const struct str *items, size_t count, struct buf *out)
{
	buf_add_varint(out, count);
	for (size_t i = 0; i < count; i++)
		buf_add_field(out, items[i]);
}

void record_encode(const struct record *r, struct buf *out)
{
	size_t before = 0;

	buf_add_char(out, RECORD_VERSION);
	buf_add_varint(out, r->source);
	buf_add_field(out, r->id);
	buf_add_field(out, r->url);
	buf_add_field(out, r->title);
	buf_add_field(out, r->date);
	buf_add_field(out, r->lang);
	buf_add_field(out, r->image);
	buf_add_field(out, r->image_description);
	buf_add_field(out, r->description);
	add_list(r->authors, r->author_count, out);
	add_list(r->tags, r->tag_count, out);
	buf_add_varint(out, r->section_count);
	for (size_t i = 0; i < r->section_count; i++) {
		/* Rising, so the differences are small. */
		buf_add_varint(out, r->sections[i].start - before);
		before = r->sections[i].start;
		buf_add_field(out, r->sections[i].title);
		buf_add_field(out, r->sections[i].anchor);
	}
	buf_add_field(out, r->text);
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
	out->title = buf_read_field(&in);
	out->date = buf_read_field(&in);
	out->lang = buf_read_field(&in);
	out->image = buf_read_field(&in);
	out->image_description = buf_read_field(&in);
	out->description = buf_read_field(&in);
	out->authors = get_list(&in, arena, &out->author_count);
	out->tags = get_list(&in, arena, &out->tag_count);
	get_sections(&in, arena, out);
	out->text = buf_read_field(&in);
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
