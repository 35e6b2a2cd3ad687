/*
 * Where the words of documents are: chunks, changed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Groups of entries that do not change are copied as they are. One that gets
 * too large becomes two, so that it takes as many further changes until one of
 * them does again.
 */
#include "text/positions_chunk.h"

struct edit {
	struct positions_reader reader;
	struct positions_writer *writer;
	struct buf list; /* of the entry at hand */
	const struct positions_change *changes;
	size_t count;
	struct err *err;
};

/* The next change, and no more of it. */
static int apply(struct edit *e)
{
	const struct positions_change *c = e->changes++;

	e->count--;
	return c->list.len ? positions_add(e->writer, c->term, c->docid,
					   c->list, e->err)
			   : 0;
}

/* An entry stays. */
static int keep(struct edit *e)
{
	int ret;

	buf_clear(&e->list);
	positions_copy(&e->reader, &e->list);
	ret = buf_check(&e->list, e->err);
	return ret ? ret
		   : positions_add(e->writer, positions_term(&e->reader),
				   e->reader.docid, buf_view(&e->list), e->err);
}

/* How many of the changes are of this group. */
static size_t changes_of_group(const struct edit *e)
{
	const struct positions_reader *r = &e->reader;
	size_t n = 0;

	while (n < e->count && str_eq(e->changes[n].term, positions_term(r)) &&
	       (!r->group.has_next || e->changes[n].docid < r->next.first))
		n++;
	return n;
}

static size_t count_entries(const struct edit *e)
{
	struct positions_reader r = e->reader;
	size_t count = 0;

	while (positions_next_of_group(&r))
		count++;
	return count;
}

/* The entries of a group that changes, by the limits of one or of two. */
static int change_group(struct edit *e, size_t changes)
{
	struct positions_reader *r = &e->reader;
	size_t count = count_entries(e) + changes, end = e->count - changes;
	uint64_t len = r->group.end - r->group.at;
	bool is_one = count <= 2 * GROUP_ENTRIES && len <= 2 * GROUP_BITS;
	bool has_entry = positions_next_of_group(r);
	int ret = 0;

	positions_limit_groups(e->writer, is_one ? SIZE_MAX : count / 2 + 1,
			       is_one ? UINT64_MAX : len / 2 + 1);
	while (!ret && (has_entry || e->count > end)) {
		bool is_change = e->count > end &&
				 (!has_entry || e->changes->docid <= r->docid);
		bool is_gone =
			has_entry && is_change && e->changes->docid == r->docid;

		ret = is_change ? apply(e) : keep(e);
		if (!is_change || is_gone)
			has_entry = positions_next_of_group(r);
	}
	positions_limit_groups(e->writer, GROUP_ENTRIES, GROUP_BITS);
	return ret;
}

static int change_term(struct edit *e)
{
	int ret;

	do {
		size_t changes = changes_of_group(e);

		ret = changes ? change_group(e, changes)
			      : positions_add_group(e->writer, &e->reader,
						    &e->list, e->err);
	} while (!ret && positions_next_group(&e->reader));
	return ret;
}

static int merge(struct edit *e)
{
	bool has_term = positions_next_term(&e->reader);
	int ret = 0;

	while (!ret && !e->reader.bad && (has_term || e->count)) {
		if (!has_term ||
		    (e->count && str_cmp(e->changes->term,
					 positions_term(&e->reader)) < 0)) {
			ret = apply(e);
		} else {
			ret = change_term(e);
			has_term = !ret && positions_next_term(&e->reader);
		}
	}
	if (!ret && e->reader.bad)
		ret = positions_damaged(e->err);
	return ret ? ret : positions_end(e->writer, e->err);
}

/* Writes what becomes of a chunk into others of at most so many bytes. */
static int rewrite(struct str chunk, const struct positions_change *changes,
		   size_t count, size_t most, positions_put_fn put,
		   void *payload, struct err *err)
{
	struct positions_writer w;
	struct edit e = {
		.writer = &w, .changes = changes, .count = count, .err = err
	};
	int ret;

	positions_begin(&w, most, put, payload);
	positions_open(&e.reader, chunk);
	ret = merge(&e);
	positions_writer_release(&w);
	buf_release(&e.list);
	return ret;
}

struct taken {
	struct buf key, chunk;
};

static int take(struct str key, struct str chunk, void *payload,
		struct err *err)
{
	struct taken *t = payload;
	int ret;

	buf_add_str(&t->key, key);
	buf_add_str(&t->chunk, chunk);
	ret = buf_check(&t->key, err);
	return ret ? ret : buf_check(&t->chunk, err);
}

/* What is too large is cut into parts, which may be larger by a group. */
static int put_parts(const struct taken *t, positions_put_fn put, void *payload,
		     struct err *err)
{
	size_t size = t->key.len + t->chunk.len;
	size_t parts = (size + POSITIONS_CHUNK - 1) / POSITIONS_CHUNK;

	if (size == 0)
		return 0;
	if (parts == 1)
		return put(buf_view(&t->key), buf_view(&t->chunk), payload,
			   err);
	/* So that no more than that comes out of it, and little of it small. */
	while (size / parts + GROUP_BITS / 8 > POSITIONS_CHUNK)
		parts++;
	size = size / parts + GROUP_BITS / 8;
	return rewrite(buf_view(&t->chunk), NULL, 0, size, put, payload, err);
}

int positions_edit(struct str chunk, const struct positions_change *changes,
		   size_t count, positions_put_fn put, void *payload,
		   struct err *err)
{
	struct taken t = { BUF_INIT, BUF_INIT };
	int ret = rewrite(chunk, changes, count, SIZE_MAX, take, &t, err);

	if (!ret)
		ret = put_parts(&t, put, payload, err);
	buf_release(&t.key);
	buf_release(&t.chunk);
	return ret;
}
