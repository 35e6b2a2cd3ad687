/*
 * A new database of glass, written without libxapian (docs/bulk.md).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The data of documents goes straight into its table; their postings are
 * collected, their values wait; in the end the table of postings is written in
 * order of its keys: metadata, values, lengths, terms.
 */
#include "bulk/glass.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fs.h"
#include "bulk/aside.h"
#include "bulk/chunks.h"
#include "bulk/collect.h"
#include "bulk/deflate.h"
#include "bulk/grow.h"
#include "bulk/merge.h"
#include "bulk/pack.h"
#include "bulk/spill.h"
#include "bulk/table.h"
#include "bulk/values.h"
#include "bulk/version.h"

#define KEY_METADATA "\0\xc0"
#define KEY_LENGTHS  "\0\xe0"

/* What metadata may take together. */
#define METADATA_MEMORY ((size_t)1 << 30)

static const char *const names[] = {
	[VERSION_POSTLIST] = "postlist.glass",
	[VERSION_DOCDATA] = "docdata.glass",
	[VERSION_TERMLIST] = "termlist.glass",
};

#define TABLES (sizeof(names) / sizeof(names[0]))

struct length {
	uint32_t docid, length;
};

struct metadata {
	struct str key, value;
};

struct glass {
	struct buf path;
	struct table *tables[TABLES];
	struct deflate *deflate;
	struct spill *values_spill, *postings, *positions;
	struct collect *collect;
	struct values *values;
	struct length *lengths;
	size_t length_cap;
	struct arena arena; /* of the metadata */
	struct metadata *metadata;
	size_t metadata_count, metadata_cap;
	size_t metadata_written;
	struct version version;
	struct aside aside; /* for tables that are whole */
};

int glass_new(const char *path, bool has_threads, struct glass **out,
	      struct err *err)
{
	struct glass *g = calloc(1, sizeof(*g));
	int ret = 0;

	*out = g;
	if (!g)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	g->arena.budget = METADATA_MEMORY;
	g->aside.has_threads = has_threads;
	buf_add_str(&g->path, str_of(path));
	ret = buf_check(&g->path, err);
	if (!ret && mkdir(path, 0777) != 0)
		ret = err_set_errno(err, errno, "cannot make the folder '%s'",
				    path);
	for (size_t i = 0; i < TABLES && !ret; i++)
		ret = table_new(path, names[i], &g->tables[i], err);
	if (!ret)
		ret = deflate_new(&g->deflate, err);
	if (!ret)
		ret = spill_new(path, &g->values_spill, err);
	if (!ret)
		ret = spill_new(path, &g->postings, err);
	if (!ret)
		ret = spill_new(path, &g->positions, err);
	if (!ret)
		ret = collect_new(g->tables[VERSION_TERMLIST], g->postings,
				  g->positions, has_threads, &g->collect, err);
	return ret ? ret : values_new(g->values_spill, &g->values, err);
}

void glass_free(struct glass *g)
{
	struct err ignored = ERR_INIT;

	if (!g)
		return;
	aside_wait(&g->aside, &ignored);
	/* Waits for what it writes beside, into a table. */
	collect_free(g->collect);
	for (size_t i = 0; i < TABLES; i++)
		table_free(g->tables[i]);
	deflate_free(g->deflate);
	spill_free(g->values_spill);
	spill_free(g->postings);
	spill_free(g->positions);
	values_free(g->values);
	free(g->lengths);
	arena_release(&g->arena);
	free(g->metadata);
	buf_release(&g->path);
	free(g);
}

void glass_limit(struct glass *g, size_t postings)
{
	collect_limit(g->collect, postings);
}

/* ---- Documents -------------------------------------------------------- */

static int add_data(struct glass *g, uint32_t docid,
		    const struct bulk_document *d, struct err *err)
{
	unsigned char key[PACK_SORTABLE_MAX];
	unsigned char *end = pack_sortable(key, docid);
	struct str data = d->data;
	bool is_deflated =
		!d->is_packed && deflate_tag(g->deflate, data, &data);

	return table_add(g->tables[VERSION_DOCDATA],
			 str_make((const char *)key, (size_t)(end - key)), data,
			 is_deflated, err);
}

static void count(struct version *v, uint32_t docid, uint32_t length,
		  uint32_t most)
{
	v->documents++;
	v->last_docid = docid;
	v->total += length;
	if (length && (v->shortest == 0 || length < v->shortest))
		v->shortest = length;
	if (length > v->longest)
		v->longest = length;
	if (most > v->most)
		v->most = most;
}

int glass_add(struct glass *g, uint32_t docid, const struct bulk_document *d,
	      struct err *err)
{
	struct version *v = &g->version;
	struct length *lengths = grow(g->lengths, (size_t)v->documents + 1,
				      &g->length_cap, sizeof(*lengths), err);
	uint64_t length;
	uint32_t most;
	int ret;

	if (!lengths)
		return (int)err->code;
	g->lengths = lengths;
	if (docid <= v->last_docid)
		BUG("docids do not rise");
	ret = bulk_document_check(d, err);
	if (!ret)
		ret = collect_add(g->collect, docid, d, &length, &most, err);
	if (!ret && length > UINT32_MAX)
		BUG("a document is too long");
	for (size_t i = 0; i < d->value_count && !ret; i++)
		ret = values_add(g->values, docid, d->values[i].slot,
				 d->values[i].bytes, err);
	if (!ret && d->data.len)
		ret = add_data(g, docid, d, err);
	if (ret)
		return ret;
	lengths[v->documents] = (struct length){ docid, (uint32_t)length };
	count(v, docid, (uint32_t)length, most);
	return 0;
}

/* ---- Metadata --------------------------------------------------------- */

int glass_set_metadata(struct glass *g, struct str key, struct str value,
		       struct err *err)
{
	struct metadata *all;
	size_t at = 0;

	if (key.len == 0 || key.len > XAP_KEY_MAX)
		return err_set(err, ERR_LIMIT,
			       "a metadata key of %zu bytes; 1 to %d fit",
			       key.len, XAP_KEY_MAX);
	all = grow(g->metadata, g->metadata_count + 1, &g->metadata_cap,
		   sizeof(*all), err);
	if (!all)
		return (int)err->code;
	g->metadata = all;
	while (at < g->metadata_count && !str_eq(all[at].key, key))
		at++;
	if (at < g->metadata_written)
		BUG("metadata is set again when it was written");
	if (at == g->metadata_count) {
		g->metadata_count++;
		all[at].key = arena_copy(&g->arena, key);
	}
	all[at].value = arena_copy(&g->arena, value);
	return arena_check(&g->arena, err);
}

static int by_key(const void *a, const void *b)
{
	const struct metadata *x = a, *y = b;

	return str_cmp(x->key, y->key);
}

static int put_metadata(struct glass *g, struct str name, struct str value,
			struct err *err)
{
	char key[PACK_KEY_MAX];

	if (2 + name.len > sizeof(key))
		BUG("a metadata key that no table holds");
	memcpy(key, KEY_METADATA, 2);
	memcpy(key + 2, name.p, name.len);
	return table_add(g->tables[VERSION_POSTLIST],
			 str_make(key, 2 + name.len), value, false, err);
}

/* Writes what was set and not yet written, up to a key. */
static int write_metadata(struct glass *g, const struct str *before,
			  struct err *err)
{
	int ret = 0;

	while (g->metadata_written < g->metadata_count && !ret) {
		const struct metadata *m = &g->metadata[g->metadata_written];

		if (before && str_cmp(m->key, *before) >= 0)
			break;
		if (m->value.len)
			ret = put_metadata(g, m->key, m->value, err);
		g->metadata_written++;
	}
	return ret;
}

/* A chunk of positions, which is metadata among others. */
static int put_chunk(struct str key, struct str chunk, void *payload,
		     struct err *err)
{
	struct glass *g = payload;
	int ret = write_metadata(g, &key, err);

	return ret ? ret : put_metadata(g, key, chunk, err);
}

static void sort_metadata(struct glass *g)
{
	size_t count = g->metadata_count - g->metadata_written;

	if (count)
		qsort(g->metadata + g->metadata_written, count,
		      sizeof(*g->metadata), by_key);
}

static int finish_table(struct glass *g, enum version_table table,
			struct err *err)
{
	return table_finish(g->tables[table], table != VERSION_DOCDATA,
			    &g->version.tables[table], err);
}

/* Those of single documents. */
static int finish_others(void *payload, struct err *err)
{
	struct glass *g = payload;
	int ret = finish_table(g, VERSION_DOCDATA, err);

	if (!ret)
		ret = collect_wait(g->collect, err);
	return ret ? ret : finish_table(g, VERSION_TERMLIST, err);
}

int glass_end(struct glass *g, bulk_term_fn fn, void *payload, struct err *err)
{
	int ret = collect_end(g->collect, err);

	if (!ret)
		aside_start(&g->aside, finish_others, g);
	sort_metadata(g);
	return ret ? ret
		   : merge_positions(g->collect, put_chunk, g, fn, payload,
				     err);
}

/* ---- The end ---------------------------------------------------------- */

static int write_lengths(struct glass *g, struct err *err)
{
	struct chunks chunks;
	int ret = 0;

	/* What other lists say of their documents is not said here. */
	chunks_begin(&chunks, g->tables[VERSION_POSTLIST],
		     str_make(KEY_LENGTHS, 2), 2, 0, 0);
	for (size_t i = 0; i < g->version.documents && !ret; i++)
		ret = chunks_put(&chunks, g->lengths[i].docid,
				 g->lengths[i].length, err);
	return ret ? ret : chunks_end(&chunks, err);
}

static int write_postings(struct glass *g, struct err *err)
{
	struct table *postlist = g->tables[VERSION_POSTLIST];
	int ret;

	/* Some may have been set behind the chunks. */
	sort_metadata(g);
	ret = write_metadata(g, NULL, err);
	if (!ret)
		ret = values_write(g->values, postlist, err);
	if (!ret)
		ret = write_lengths(g, err);
	return ret ? ret : merge_postings(g->collect, postlist, err);
}

/* The file by which libxapian locks a database. */
static int make_lock(struct glass *g, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret, fd;

	buf_printf(&path, "%s/flintlock", g->path.p);
	ret = buf_check(&path, err);
	if (!ret) {
		fd = open(path.p, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
		if (fd < 0 || close(fd) != 0)
			ret = err_set_errno(err, errno, "cannot make '%s'",
					    path.p);
	}
	buf_release(&path);
	return ret;
}

static int sync_parent(struct glass *g, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	buf_printf(&path, "%s/..", g->path.p);
	ret = buf_check(&path, err);
	if (!ret)
		ret = fs_sync_folder(path.p, err);
	buf_release(&path);
	return ret;
}

int glass_finish(struct glass *g, struct err *err)
{
	int ret = write_postings(g, err);

	if (!ret)
		ret = finish_table(g, VERSION_POSTLIST, err);
	if (!ret)
		ret = aside_wait(&g->aside, err);
	if (!ret)
		ret = make_lock(g, err);
	/* It is a database from here on; which syncs the folder. */
	if (!ret)
		ret = version_write(g->path.p, &g->version, err);
	return ret ? ret : sync_parent(g, err);
}
