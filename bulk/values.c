/*
 * Values on their way into the table: their chunks, and what bounds them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They stand in the table before the terms, slot by slot, so that all but the
 * chunks at hand wait in the spill.
 */
#include "bulk/values.h"

#include <stdlib.h>

#include "base/buf.h"
#include "bulk/grow.h"
#include "bulk/pack.h"

/* A chunk of this size is closed. */
#define CHUNK_BYTES 2000

#define KEY_STATS "\0\xd0"
#define KEY_CHUNK "\0\xd8"
#define KEY_MAX	  (2 + PACK_UINT_MAX + PACK_SORTABLE_MAX)

struct chunk {
	uint64_t at; /* in the spill */
	size_t len;
	uint32_t first; /* docid */
};

struct slot {
	uint32_t number;
	uint32_t documents;
	struct buf low, high; /* of its values */
	struct buf body;      /* of the chunk at hand */
	uint32_t first, last; /* docids of it */
	struct chunk *chunks;
	size_t count, cap;
};

struct values {
	struct spill *spill;
	struct slot **slots; /* in order of number */
	size_t count, cap;
};

int values_new(struct spill *spill, struct values **out, struct err *err)
{
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	(*out)->spill = spill;
	return 0;
}

static void free_slot(struct slot *s)
{
	buf_release(&s->low);
	buf_release(&s->high);
	buf_release(&s->body);
	free(s->chunks);
	free(s);
}

void values_free(struct values *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->count; i++)
		free_slot(v->slots[i]);
	free(v->slots);
	free(v);
}

static struct slot *find(struct values *v, uint32_t number, struct err *err)
{
	size_t low = 0, high = v->count;
	struct slot **slots, *s;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v->slots[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < v->count && v->slots[low]->number == number)
		return v->slots[low];
	slots = grow(v->slots, v->count + 1, &v->cap, sizeof(struct slot *),
		     err);
	if (!slots)
		return NULL;
	v->slots = slots;
	s = calloc(1, sizeof(*s));
	if (!s) {
		err_set(err, ERR_MEMORY, "no memory to build an index");
		return NULL;
	}
	s->number = number;
	memmove(slots + low + 1, slots + low,
		(v->count - low) * sizeof(struct slot *));
	slots[low] = s;
	v->count++;
	return s;
}

static int close_chunk(struct values *v, struct slot *s, struct err *err)
{
	struct chunk *chunks =
		grow(s->chunks, s->count + 1, &s->cap, sizeof(*chunks), err);
	int ret;

	if (!chunks)
		return (int)err->code;
	s->chunks = chunks;
	chunks[s->count++] =
		(struct chunk){ spill_at(v->spill), s->body.len, s->first };
	ret = spill_add(v->spill, buf_view(&s->body), err);
	buf_clear(&s->body);
	return ret;
}

static void set(struct buf *b, struct str value)
{
	buf_clear(b);
	buf_add_str(b, value);
}

int values_add(struct values *v, uint32_t docid, uint32_t number,
	       struct str value, struct err *err)
{
	struct slot *s = find(v, number, err);
	int ret;

	if (!s)
		return (int)err->code;
	if (s->documents == 0 || str_cmp(value, buf_view(&s->low)) < 0)
		set(&s->low, value);
	if (s->documents == 0 || str_cmp(value, buf_view(&s->high)) > 0)
		set(&s->high, value);
	s->documents++;
	if (s->body.len)
		buf_add_varint(&s->body, docid - s->last - 1);
	else
		s->first = docid;
	buf_add_field(&s->body, value);
	s->last = docid;
	ret = buf_check(&s->low, err);
	if (!ret)
		ret = buf_check(&s->high, err);
	if (!ret)
		ret = buf_check(&s->body, err);
	if (ret || s->body.len < CHUNK_BYTES)
		return ret;
	return close_chunk(v, s, err);
}

static struct str key_of(const unsigned char *key, const unsigned char *end)
{
	return str_make((const char *)key, (size_t)(end - key));
}

static int write_stats(const struct slot *s, struct table *table,
		       struct err *err)
{
	unsigned char key[KEY_MAX], *end;
	struct buf tag = BUF_INIT;
	int ret;

	memcpy(key, KEY_STATS, 2);
	end = pack_uint_last(key + 2, s->number);
	buf_add_varint(&tag, s->documents);
	buf_add_field(&tag, buf_view(&s->low));
	if (!str_eq(buf_view(&s->low), buf_view(&s->high)))
		buf_add_str(&tag, buf_view(&s->high));
	ret = buf_check(&tag, err);
	if (!ret)
		ret = table_add(table, key_of(key, end), buf_view(&tag), false,
				err);
	buf_release(&tag);
	return ret;
}

static int write_chunks(const struct values *v, const struct slot *s,
			struct table *table, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < s->count && !ret; i++) {
		const struct chunk *c = &s->chunks[i];
		unsigned char key[KEY_MAX], *end;
		struct spill_reader reader;
		struct str tag;

		memcpy(key, KEY_CHUNK, 2);
		end = pack_uint(key + 2, s->number);
		end = pack_sortable(end, c->first);
		ret = spill_read(v->spill, c->at, c->at + c->len, c->len,
				 &reader, err);
		if (!ret)
			ret = spill_bytes(&reader, c->len, &tag, err);
		if (!ret)
			ret = table_add(table, key_of(key, end), tag, false,
					err);
		spill_close(&reader);
	}
	return ret;
}

/* The bytes of a slot's number in keys are in another order than numbers. */
static struct str stats_key(const struct slot *s, unsigned char *out)
{
	return key_of(out, pack_uint_last(out, s->number));
}

static int by_stats_key(const void *a, const void *b)
{
	unsigned char x[PACK_UINT_MAX], y[PACK_UINT_MAX];

	return str_cmp(stats_key(*(struct slot *const *)a, x),
		       stats_key(*(struct slot *const *)b, y));
}

static int by_chunk_key(const void *a, const void *b)
{
	const struct slot *s = *(struct slot *const *)a;
	const struct slot *t = *(struct slot *const *)b;
	unsigned char x[PACK_UINT_MAX], y[PACK_UINT_MAX];

	return str_cmp(key_of(x, pack_uint(x, s->number)),
		       key_of(y, pack_uint(y, t->number)));
}

int values_write(struct values *v, struct table *table, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < v->count && !ret; i++) {
		if (v->slots[i]->body.len)
			ret = close_chunk(v, v->slots[i], err);
	}
	if (!ret)
		ret = spill_flush(v->spill, err);
	if (ret || v->count == 0)
		return ret;
	qsort(v->slots, v->count, sizeof(struct slot *), by_stats_key);
	for (size_t i = 0; i < v->count && !ret; i++)
		ret = write_stats(v->slots[i], table, err);
	qsort(v->slots, v->count, sizeof(struct slot *), by_chunk_key);
	for (size_t i = 0; i < v->count && !ret; i++)
		ret = write_chunks(v, v->slots[i], table, err);
	return ret;
}
