/*
 * Is all of an index whole?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's check takes the data of documents as they are, so that records
 * are read besides.
 */
#include "query/index.h"
#include "text/folder.h"
#include "text/record.h"
#include "text/schema.h"

struct reading {
	struct xap_db *db; /* a listing needs its own */
	struct records records;
	struct arena arena;
	struct err *err;
};

static int read_one(uint32_t docid, struct str value, void *payload)
{
	struct reading *r = payload;
	struct schema_source source;
	struct record record;
	struct str data;
	int ret;

	if (!schema_source_read(value, &source))
		return err_set(r->err, ERR_CORRUPT,
			       "an article's source is damaged");
	arena_clear(&r->arena);
	ret = records_get(&r->records, r->db, docid, &data, r->err);
	if (!ret)
		ret = record_decode(data, &r->arena, &record, r->err);
	if (ret == ERR_CORRUPT)
		return err_wrap(r->err, "'%.*s'", STR_ARG(source.id));
	if (ret == XAP_NOTFOUND)
		return err_set(r->err, ERR_CORRUPT,
			       "'%.*s': it has a value, and is not there",
			       STR_ARG(source.id));
	return ret;
}

static int read_records(const char *path, struct xap_db *db, struct err *err)
{
	struct reading r = { .arena = ARENA_INIT(RECORD_MEMORY), .err = err };
	int ret = xap_db_open(path, &r.db, err);

	if (!ret)
		ret = xap_db_each_value(db, SCHEMA_SLOT_SOURCE, read_one, &r,
					err);
	records_release(&r.records);
	arena_release(&r.arena);
	xap_db_free(r.db);
	return ret;
}

int searcher_check(struct searcher *s, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	folder_generation_path(s->folder, s->generation, &path);
	ret = buf_check(&path, err);
	if (!ret)
		ret = xap_check(path.p, err);
	if (!ret)
		ret = read_records(path.p, s->db, err);
	buf_release(&path);
	return searcher_explain(s, ret, err);
}
