/*
 * A sample: what the records of an index have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/sample.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/document.h"
#include "indexer/made.h"
#include "indexer/run.h"
#include "text/packed.h"

/* What is taken of one record; longer ones begin as they go on. */
#define RECORD_BYTES ((size_t)16 << 10)

/* Larger files are passed over: a few would be all that is read. */
#define FILE_BYTES ((size_t)64 << 10)

struct reading {
	const struct config *config;
	int64_t now;
	struct document_maker *maker;
	struct made made; /* the one at hand */
	struct buf records;
	struct buf lengths; /* size_t */
	struct sample *out;
};

static bool is_fit(const struct scan_file *file)
{
	return file->state != RUN_REJECTED && file->stamp.size > 0 &&
	       file->stamp.size <= FILE_BYTES;
}

/* Keeps the article at hand, if there is room. */
static int keep(struct reading *r, size_t number, const struct scan_file *file,
		struct err *err)
{
	struct sample *s = r->out;
	size_t size =
		sizeof(struct sampled) + r->made.bytes.cap + r->made.arena.used;
	struct sampled *at;

	if (s->kept + size > SAMPLE_MEMORY)
		return 0;
	if (s->count == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 64;
		struct sampled *files = realloc(s->files, cap * sizeof(*files));

		if (!files)
			return err_set(err, ERR_MEMORY,
				       "no memory for a sample");
		s->files = files;
		s->cap = cap;
	}
	at = &s->files[s->count++];
	*at = (struct sampled){ .number = number,
				.made = r->made,
				.stamp = file->stamp,
				.is_known = file->is_known };
	memcpy(at->bytes_hash, file->bytes_hash, HASH128_SIZE);
	memcpy(at->hash, file->hash, HASH128_SIZE);
	s->kept += size;
	r->made = (struct made)MADE_INIT;
	return 0;
}

/* Adds the record of a file, if it has one. */
static int add(struct reading *r, size_t number, struct scan_file file,
	       struct err *err)
{
	struct made *m = &r->made;
	struct str record;
	int ret;

	made_read(m, r->config, &file);
	if (m->read)
		return 0;
	made_article(m, r->config, r->now, &file);
	if (!m->is_article)
		return 0;
	ret = document_record(r->maker, &m->article, file.source, &record, err);
	if (ret)
		return ret;
	record = str_head(record, RECORD_BYTES);
	buf_add_str(&r->records, record);
	buf_add(&r->lengths, &record.len, sizeof(record.len));
	ret = buf_check(&r->records, err);
	return ret ? ret : keep(r, number, &file, err);
}

/* Each time that another `step` bytes of files have gone by, the next one. */
static int add_some(struct reading *r, const struct scan *scan, struct err *err)
{
	uint64_t all = 0, gone = 0, taken = 0;
	int ret = 0;

	for (size_t i = 0; i < scan->count; i++)
		all += is_fit(&scan->files[i])
			       ? (uint64_t)scan->files[i].stamp.size
			       : 0;
	/* They would be read for nothing. */
	if (all < PACKED_SAMPLES)
		return 0;
	for (size_t i = 0; i < scan->count && !ret; i++) {
		const struct scan_file *file = &scan->files[i];

		if (!is_fit(file))
			continue;
		if (all <= SAMPLE_BYTES || taken * all <= gone * SAMPLE_BYTES) {
			ret = add(r, i, *file, err);
			taken += (uint64_t)file->stamp.size;
		}
		gone += (uint64_t)file->stamp.size;
	}
	return ret;
}

int sample_read(const struct config *config, int64_t now,
		const struct scan *scan, struct sample *out, struct err *err)
{
	struct reading r = {
		.config = config, .now = now, .made = MADE_INIT, .out = out
	};
	int ret;

	*out = (struct sample)SAMPLE_INIT;
	ret = document_maker_new(&config->ranking, str_make(NULL, 0), &r.maker,
				 err);
	if (!ret)
		ret = add_some(&r, scan, err);
	if (!ret)
		ret = buf_check(&r.lengths, err);
	if (!ret)
		ret = packed_train(buf_view(&r.records), (size_t *)r.lengths.p,
				   r.lengths.len / sizeof(size_t),
				   &out->dictionary, err);
	document_maker_free(r.maker);
	made_release(&r.made);
	buf_release(&r.records);
	buf_release(&r.lengths);
	return ret;
}

void sample_release(struct sample *s)
{
	for (size_t i = 0; i < s->count; i++)
		made_release(&s->files[i].made);
	free(s->files);
	buf_release(&s->dictionary);
	*s = (struct sample)SAMPLE_INIT;
}

bool sample_take(struct sample *s, size_t number, struct scan_file *file,
		 struct made *made)
{
	size_t low = 0, high = s->count;
	struct sampled *at;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->files[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	at = &s->files[low];
	if (low == s->count || at->number != number)
		return false;
	/* What else is known of the file others may read meanwhile. */
	file->stamp = at->stamp;
	file->is_known = at->is_known;
	memcpy(file->bytes_hash, at->bytes_hash, HASH128_SIZE);
	memcpy(file->hash, at->hash, HASH128_SIZE);
	made_release(made);
	*made = at->made;
	at->made = (struct made)MADE_INIT;
	return true;
}
