/*
 * A sample: what the records of an index have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/sample.h"

#include "indexer/document.h"
#include "indexer/made.h"
#include "indexer/run.h"
#include "text/packed.h"

/* What is taken of one record; longer ones begin as they go on. */
#define RECORD_BYTES ((size_t)16 << 10)

/* Larger files are passed over: a few would be all that is read. */
#define FILE_BYTES ((size_t)64 << 10)

struct sample {
	const struct config *config;
	int64_t now;
	struct document_maker *maker;
	struct made made;
	struct buf records;
	struct buf lengths; /* size_t */
};

static bool is_fit(const struct scan_file *file)
{
	return file->state != RUN_REJECTED && file->stamp.size > 0 &&
	       file->stamp.size <= FILE_BYTES;
}

/* Adds the record of a file, if it has one. */
static int add(struct sample *s, struct scan_file file, struct err *err)
{
	struct made *m = &s->made;
	struct str record;
	int ret;

	made_read(m, s->config, &file);
	if (m->read)
		return 0;
	made_article(m, s->config, s->now, &file);
	if (!m->is_article)
		return 0;
	ret = document_record(s->maker, &m->article, file.source, &record, err);
	if (ret)
		return ret;
	record = str_head(record, RECORD_BYTES);
	buf_add_str(&s->records, record);
	buf_add(&s->lengths, &record.len, sizeof(record.len));
	return buf_check(&s->records, err);
}

/* Each time that another `step` bytes of files have gone by, the next one. */
static int add_some(struct sample *s, const struct scan *scan, struct err *err)
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
			ret = add(s, *file, err);
			taken += (uint64_t)file->stamp.size;
		}
		gone += (uint64_t)file->stamp.size;
	}
	return ret;
}

int sample_dictionary(const struct config *config, int64_t now,
		      const struct scan *scan, struct buf *dictionary,
		      struct err *err)
{
	struct sample s = { .config = config, .now = now, .made = MADE_INIT };
	int ret = document_maker_new(&config->ranking, str_make(NULL, 0),
				     &s.maker, err);

	if (!ret)
		ret = add_some(&s, scan, err);
	if (!ret)
		ret = buf_check(&s.lengths, err);
	if (!ret)
		ret = packed_train(buf_view(&s.records), (size_t *)s.lengths.p,
				   s.lengths.len / sizeof(size_t), dictionary,
				   err);
	document_maker_free(s.maker);
	made_release(&s.made);
	buf_release(&s.records);
	buf_release(&s.lengths);
	return ret;
}
