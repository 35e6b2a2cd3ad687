/*
 * Are two databases the same?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that can be listed is written down as text, of both, and compared.
 */
#include "same.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "shim/xap.h"

#define BLOCK	  8192
#define FILE_MOST (1u << 30)
#define SEARCHES  40
#define UUID_END  32
#define TABLES	  6

static char difference[256];

struct lister {
	struct xap_db *db, *other; /* the same: a listing needs its own */
	struct buf *out;
	size_t terms;
	uint32_t *docids; /* all that there may be */
	uint32_t last_docid;
	struct err err;
};

static int list_places(uint32_t docid, const uint32_t *positions, size_t count,
		       void *payload)
{
	struct lister *l = payload;

	buf_printf(l->out, " %u@", docid);
	for (size_t i = 0; i < count; i++)
		buf_printf(l->out, "%u,", positions[i]);
	return 0;
}

static int list_document_term(struct str term, uint32_t count, void *payload)
{
	struct lister *l = payload;

	buf_add_field(l->out, term);
	buf_printf(l->out, "%u;", count);
	return 0;
}

static int list_document_value(uint32_t slot, struct str value, void *payload)
{
	struct lister *l = payload;

	buf_printf(l->out, "[%u]", slot);
	buf_add_field(l->out, value);
	return 0;
}

/* The ten best of a search for a term: their weights to the last bit. */
static int list_found(struct lister *l, struct str term)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	struct xap_queries *pool;
	int ret = xap_queries_new(&pool, &l->err);

	if (!ret) {
		search.query = xap_query_term(pool, term, &l->err);
		ret = xap_search(l->other, &search, &found, &l->err);
	}
	for (size_t i = 0; !ret && i < xap_results_count(found); i++) {
		struct xap_hit hit = xap_results_hit(found, i);

		buf_printf(l->out, "{%u %a}", hit.docid, hit.weight);
	}
	xap_results_free(found);
	xap_queries_free(pool);
	return ret;
}

struct posting_lister {
	struct lister *l;
	struct str term;
};

static int list_posting(uint32_t docid, uint32_t count, void *payload)
{
	struct posting_lister *p = payload;

	buf_printf(p->l->out, " %u:%u ", docid, count);
	return 0;
}

static int list_term(struct str term, uint32_t frequency, void *payload)
{
	struct lister *l = payload;
	struct posting_lister p = { l, term };
	int ret;

	buf_add_str(l->out, STR("\nterm "));
	buf_add_field(l->out, term);
	buf_printf(l->out, "%u", frequency);
	ret = xap_db_each_count(l->other, term, list_posting, &p, &l->err);
	/* Of documents too that do not have it, or are not there. */
	if (!ret)
		ret = xap_db_each_positions(l->other, term, l->docids,
					    l->last_docid, list_places, l,
					    &l->err);
	if (!ret && l->terms++ % 16 == 0 && l->terms < 16 * SEARCHES)
		ret = list_found(l, term);
	return ret;
}

static int list_document(uint32_t docid, uint32_t length, void *payload)
{
	struct lister *l = payload;
	size_t len;
	char *data;
	int ret;

	buf_printf(l->out, "\ndocument %u of %u ", docid, length);
	ret = xap_db_each_document_term(l->other, docid, list_document_term, l,
					&l->err);
	if (!ret)
		ret = xap_db_each_document_value(
			l->other, docid, list_document_value, l, &l->err);
	if (!ret)
		ret = xap_db_data(l->other, docid, &data, &len, &l->err);
	if (!ret) {
		buf_add_field(l->out, str_make(data, len));
		xap_free(data);
	}
	return ret;
}

static int list_value(uint32_t docid, struct str value, void *payload)
{
	struct lister *l = payload;

	buf_printf(l->out, " %u", docid);
	buf_add_field(l->out, value);
	return 0;
}

static int list_slot(struct lister *l, uint32_t slot)
{
	size_t low_len, high_len;
	char *low, *high;
	int ret = xap_db_value_bounds(l->other, slot, &low, &low_len, &high,
				      &high_len, &l->err);

	if (ret)
		return ret;
	buf_printf(l->out, "\nslot %u ", slot);
	buf_add_field(l->out, str_make(low, low_len));
	buf_add_field(l->out, str_make(high, high_len));
	xap_free(low);
	xap_free(high);
	return xap_db_each_value(l->other, slot, list_value, l, &l->err);
}

static int list_metadata(struct lister *l, const char *key)
{
	size_t len;
	char *value;
	int ret = xap_db_metadata(l->other, str_of(key), &value, &len, &l->err);

	if (ret)
		return ret;
	buf_printf(l->out, "\n%s=", key);
	buf_add_field(l->out, str_make(value, len));
	xap_free(value);
	return 0;
}

static int list_all(struct lister *l, const char *const *keys, size_t key_count)
{
	struct xap_db_info info;
	int ret = xap_db_info(l->other, &info, &l->err);

	if (ret)
		return ret;
	buf_printf(l->out, "%u %u %a", info.documents, info.last_docid,
		   info.average_length);
	l->last_docid = info.last_docid;
	l->docids = malloc((size_t)info.last_docid * sizeof(*l->docids) + 1);
	if (!l->docids)
		return err_set(&l->err, ERR_MEMORY, "no memory");
	for (uint32_t i = 0; i < info.last_docid; i++)
		l->docids[i] = i + 1;
	for (size_t i = 0; i < key_count && !ret; i++)
		ret = list_metadata(l, keys[i]);
	for (uint32_t slot = 0; slot < 600 && !ret; slot++)
		ret = list_slot(l, slot);
	if (!ret)
		ret = xap_db_each_term(l->db, STR(""), list_term, l, &l->err);
	return ret;
}

/* Lengths are listed by a third handle, as the others are used meanwhile. */
static int list_database(const char *path, const char *const *keys,
			 size_t key_count, struct buf *out)
{
	struct lister l = { .out = out, .err = ERR_INIT };
	struct xap_db *third = NULL;
	int ret = xap_db_open(path, &l.db, &l.err);

	if (!ret)
		ret = xap_db_open(path, &l.other, &l.err);
	if (!ret)
		ret = xap_db_open(path, &third, &l.err);
	if (!ret)
		ret = list_all(&l, keys, key_count);
	if (!ret)
		ret = xap_db_each_length(third, list_document, &l, &l.err);
	if (!ret)
		ret = buf_check(out, &l.err);
	free(l.docids);
	xap_db_free(third);
	xap_db_free(l.other);
	xap_db_free(l.db);
	if (ret)
		snprintf(difference, sizeof(difference), "%.80s: %.160s", path,
			 l.err.message);
	return ret;
}

static void show_difference(const struct buf *a, const struct buf *b)
{
	size_t at = 0, start;

	while (at < a->len && at < b->len && a->p[at] == b->p[at])
		at++;
	start = at > 30 ? at - 30 : 0;
	snprintf(difference, sizeof(difference),
		 "at %zu of %zu and %zu: '%.*s' '%.*s'", at, a->len, b->len,
		 (int)(a->len - start < 60 ? a->len - start : 60), a->p + start,
		 (int)(b->len - start < 60 ? b->len - start : 60),
		 b->p + start);
}

const char *same_contents(const char *a, const char *b, const char *const *keys,
			  size_t key_count)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	const char *what = difference;

	if (!list_database(a, keys, key_count, &x) &&
	    !list_database(b, keys, key_count, &y)) {
		if (str_eq(buf_view(&x), buf_view(&y)))
			what = NULL;
		else
			show_difference(&x, &y);
	}
	buf_release(&x);
	buf_release(&y);
	return what;
}

/* ---- Files ------------------------------------------------------------ */

static int read_file(const char *folder, const char *name, struct buf *out)
{
	struct err err = ERR_INIT;
	struct buf path = BUF_INIT;
	int ret;

	buf_printf(&path, "%s/%s", folder, name);
	ret = fs_read(path.p, FILE_MOST, out, &err);
	buf_release(&path);
	if (ret == FS_ABSENT)
		return 0;
	return ret;
}

static unsigned int number(const char *p)
{
	return (unsigned int)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

/* Makes zeros of what is between the directory of a block and its items. */
static void clear_gaps(struct buf *b)
{
	for (size_t at = 0; at + BLOCK <= b->len; at += BLOCK) {
		char *p = b->p + at;

		if (number(p + 5) + number(p + 9) <= BLOCK)
			memset(p + number(p + 9), 0, number(p + 5));
	}
}

/* Leaves of the version file what the tables do not decide: what bounds the
 * database. */
static void cut_version(struct buf *b)
{
	struct buf_reader r = { str_skip(buf_view(b), UUID_END), false };

	buf_read_varint(&r);
	for (int table = 0; table < TABLES; table++) {
		for (int i = 0; i < 5; i++)
			buf_read_varint(&r);
		buf_read_field(&r);
	}
	memmove(b->p, r.rest.p, r.rest.len);
	b->len = r.bad ? 0 : r.rest.len;
}

static const char *const files[] = { "iamglass", "postlist.glass" };

/* libxapian fills a block to its end when it has been given some entries in
 * their order, ten or so; before, it moves half of one that is full to another.
 * Does the first block end so early? We do not follow it there. */
static bool is_split_early(const struct buf *b)
{
	return b->len > BLOCK && number(b->p + 9) < 11 + 2 * 12;
}

const char *same_files(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	const char *what = NULL;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !what; i++) {
		buf_clear(&x);
		buf_clear(&y);
		if (read_file(a, files[i], &x) || read_file(b, files[i], &y)) {
			what = "a file cannot be read";
		} else if (i == 0) {
			cut_version(&x);
			cut_version(&y);
			if (x.len == 0)
				what = "a version file is damaged";
		} else {
			clear_gaps(&x);
			clear_gaps(&y);
		}
		if (!what && (i == 0 || !is_split_early(&y)) &&
		    !str_eq(buf_view(&x), buf_view(&y)))
			what = files[i];
	}
	buf_release(&x);
	buf_release(&y);
	return what;
}
