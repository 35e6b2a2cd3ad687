/*
 * Lists of documents with a number for each, in chunks as glass has them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/chunks.h"

/* Room in front of the body: for the head of a list and of a chunk. */
#define HEAD (5 * PACK_UINT_MAX)

void chunks_begin(struct chunks *c, struct table *table, struct str key,
		  size_t first_len, uint64_t documents, uint64_t total)
{
	c->table = table;
	memcpy(c->key, key.p, key.len);
	c->first_len = first_len;
	c->more_len = key.len;
	c->documents = documents;
	c->total = total;
	c->is_first = true;
	c->end = NULL;
}

static int write_chunk(struct chunks *c, bool is_last, struct err *err)
{
	unsigned char head[HEAD], *p = head, *key_end = c->key + c->first_len;
	unsigned char *start = c->bytes + HEAD;
	size_t len;

	if (c->is_first) {
		p = pack_uint(p, c->documents);
		p = pack_uint(p, c->total);
		p = pack_uint(p, c->first - 1);
	} else {
		key_end = pack_sortable(c->key + c->more_len, c->first);
	}
	*p++ = is_last ? '1' : '0';
	p = pack_uint(p, c->last - c->first);
	len = (size_t)(p - head);
	start -= len;
	memcpy(start, head, len);
	c->is_first = false;
	return table_add(
		c->table,
		str_make((const char *)c->key, (size_t)(key_end - c->key)),
		str_make((const char *)start, (size_t)(c->end - start)), false,
		err);
}

int chunks_put(struct chunks *c, uint32_t docid, uint32_t number,
	       struct err *err)
{
	if (c->end && c->end - (c->bytes + HEAD) >= CHUNK_BYTES) {
		int ret = write_chunk(c, false, err);

		if (ret)
			return ret;
		c->end = NULL;
	}
	if (c->end) {
		c->end = pack_uint(c->end, docid - c->last - 1);
	} else {
		c->end = c->bytes + HEAD;
		c->first = docid;
	}
	c->end = pack_uint(c->end, number);
	c->last = docid;
	return 0;
}

int chunks_end(struct chunks *c, struct err *err)
{
	return c->end ? write_chunk(c, true, err) : 0;
}
