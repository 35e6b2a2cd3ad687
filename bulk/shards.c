/*
 * Shards: a new database from a stream of documents.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/shards.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "bulk/collect.h"
#include "bulk/grow.h"
#include "bulk/merge.h"
#include "bulk/spill.h"

/* A shard is closed at so many documents or terms of documents (of prose, those
 * of about 1 MB): measured as the best compromise of time and size
 * (docs/performance.md). */
#define SHARD_DOCUMENTS 250
#define SHARD_POSTINGS	100000

/* So many shards are merged into one of the next level when there are that
 * many, so that the number of open files stays bounded. */
#define FAN_IN 32
#define LEVELS 7 /* 32^7 documents at least: more than docids */

struct shards {
	char *folder;
	struct xap_writer *writer; /* of the open shard, or NULL */
	struct xap_doc *doc;
	size_t documents, postings; /* in the open shard */
	uint32_t last_docid;
	/* Positions, which no shard has but the last. */
	struct spill *spill;
	struct collect *collect;
	struct xap_posting *bare; /* scratch: postings without them */
	size_t bare_cap;
	/* Closed shards: the names of level l are made of l and a number
	 * from first[l] to before next[l]. */
	uint32_t first[LEVELS], next[LEVELS];
};

int shards_new(const char *folder, struct shards **out, struct err *err)
{
	struct shards *s = calloc(1, sizeof(*s));
	size_t len = strlen(folder) + 1;
	int ret;

	*out = NULL;
	if (s)
		s->folder = malloc(len);
	if (!s || !s->folder) {
		free(s);
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	}
	memcpy(s->folder, folder, len);
	*out = s;
	ret = xap_doc_new(&s->doc, err);
	if (!ret)
		ret = spill_new(folder, &s->spill, err);
	return ret ? ret
		   : collect_new(NULL, NULL, s->spill, false, &s->collect, err);
}

void shards_free(struct shards *s)
{
	if (!s)
		return;
	xap_writer_free(s->writer);
	xap_doc_free(s->doc);
	collect_free(s->collect);
	spill_free(s->spill);
	free(s->bare);
	free(s->folder);
	free(s);
}

static int shard_path(const struct shards *s, size_t level, uint32_t number,
		      struct buf *out, struct err *err)
{
	buf_clear(out);
	buf_printf(out, "%s/s%zu-%u", s->folder, level, number);
	return buf_check(out, err);
}

/* Merges the closed shards of the levels from `low` to `high` into a database
 * at `path`, and removes them. Lower levels are the later documents. */
static int merge(struct shards *s, size_t low, size_t high, const char *path,
		 struct err *err)
{
	struct buf names[LEVELS * FAN_IN] = { BUF_INIT };
	const char *from[LEVELS * FAN_IN] = { NULL };
	size_t count = 0;
	int ret = 0;

	for (size_t level = high + 1; level-- > low && !ret;) {
		for (uint32_t i = s->first[level]; i < s->next[level] && !ret;
		     i++) {
			ret = shard_path(s, level, i, &names[count], err);
			from[count] = names[count].p;
			count++;
		}
	}
	if (!ret)
		ret = xap_compact(from, count, path, err);
	for (size_t i = 0; i < count; i++) {
		if (!ret)
			ret = fs_remove_tree(names[i].p, err);
		buf_release(&names[i]);
	}
	for (size_t level = low; level <= high && !ret; level++)
		s->first[level] = s->next[level];
	return ret;
}

/* Makes room: as soon as a level is full it becomes one shard of the next. */
static int merge_full(struct shards *s, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret = 0;

	for (size_t level = 0; level + 1 < LEVELS && !ret; level++) {
		if (s->next[level] - s->first[level] < FAN_IN)
			break;
		ret = shard_path(s, level + 1, s->next[level + 1], &path, err);
		if (!ret)
			ret = merge(s, level, level, path.p, err);
		if (!ret)
			s->next[level + 1]++;
	}
	buf_release(&path);
	return ret;
}

static int close_shard(struct shards *s, struct err *err)
{
	int ret = xap_writer_commit(s->writer, err);

	xap_writer_free(s->writer);
	s->writer = NULL;
	s->documents = 0;
	s->postings = 0;
	if (ret)
		return ret;
	s->next[0]++;
	return merge_full(s, err);
}

static int open_shard(struct shards *s, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	if (s->writer)
		return 0;
	ret = shard_path(s, 0, s->next[0], &path, err);
	if (!ret)
		ret = xap_writer_open(path.p,
				      XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
				      &s->writer, err);
	buf_release(&path);
	return ret;
}

static int added(struct shards *s, size_t postings, struct err *err)
{
	s->documents++;
	s->postings += postings;
	if (s->documents < SHARD_DOCUMENTS && s->postings < SHARD_POSTINGS)
		return 0;
	return close_shard(s, err);
}

/* Fills in all but the positions. */
static int fill(struct shards *s, const struct bulk_document *document,
		struct err *err)
{
	struct bulk_document bare = *document;
	struct xap_posting *postings =
		grow(s->bare, document->posting_count, &s->bare_cap,
		     sizeof(*postings), err);

	if (!postings)
		return (int)err->code;
	s->bare = postings;
	for (size_t i = 0; i < document->posting_count; i++) {
		postings[i] = document->postings[i];
		postings[i].positions = NULL;
		postings[i].position_count = 0;
	}
	bare.postings = postings;
	return bulk_document_fill(&bare, s->doc, err);
}

int shards_add(struct shards *s, const struct bulk_document *document,
	       struct err *err)
{
	uint64_t length;
	uint32_t most;
	int ret = fill(s, document, err);

	if (!ret)
		ret = collect_add(s->collect, s->last_docid + 1, document,
				  &length, &most, err);
	if (!ret)
		ret = open_shard(s, err);
	if (!ret)
		ret = xap_writer_add(s->writer, s->doc, NULL, err);
	if (ret)
		return ret;
	s->last_docid++;
	return added(s, document->posting_count, err);
}

int shards_set_metadata(struct shards *s, struct str key, struct str value,
			struct err *err)
{
	int ret = open_shard(s, err);

	return ret ? ret : xap_writer_set_metadata(s->writer, key, value, err);
}

static int put_chunk(struct str key, struct str chunk, void *payload,
		     struct err *err)
{
	struct shards *s = payload;

	return xap_writer_set_metadata(s->writer, key, chunk, err);
}

int shards_end(struct shards *s, bulk_term_fn fn, void *payload,
	       struct err *err)
{
	int ret = open_shard(s, err);

	if (!ret)
		ret = collect_end(s->collect, err);
	return ret ? ret
		   : merge_positions(s->collect, put_chunk, s, fn, payload,
				     err);
}

int shards_finish(struct shards *s, const char *path, struct err *err)
{
	int ret = close_shard(s, err);

	return ret ? ret : merge(s, 0, LEVELS - 1, path, err);
}
