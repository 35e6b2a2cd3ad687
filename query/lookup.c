/*
 * Looking up: which article an id or a URL means, and which are near.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/lookup.h"

#include <string.h>

#include "base/buf.h"
#include "base/opt.h"
#include "query/index.h"
#include "text/address.h"
#include "text/schema.h"

static int take_first(uint32_t docid, void *payload)
{
	*(uint32_t *)payload = docid;
	return LOOKUP_ABSENT; /* of more: enough */
}

int lookup_document(struct searcher *s, struct str id, uint32_t *docid,
		    struct err *err)
{
	struct buf term = BUF_INIT;
	int ret;

	*docid = 0;
	schema_term(SCHEMA_ID, id, &term);
	ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_each_posting(s->db, buf_view(&term), take_first,
					  docid, err);
	buf_release(&term);
	if (ret < 0)
		return ret;
	return *docid ? 0 : LOOKUP_ABSENT;
}

int lookup_record(struct searcher *s, uint32_t docid, struct arena *arena,
		  struct record *out, struct err *err)
{
	struct str data;
	int ret = records_get(&s->records, s->db, docid, &data, err);

	if (ret)
		return ret;
	data = arena_copy(arena, data);
	ret = arena_check(arena, err);
	return ret ? ret : record_decode(data, arena, out, err);
}

int lookup_listed(struct searcher *s, uint32_t docid, struct arena *arena,
		  struct record *out, struct err *err)
{
	int ret = lookup_record(s, docid, arena, out, err);

	if (ret == LOOKUP_ABSENT)
		return err_set(err, ERR_STALE,
			       "an article is gone that was there");
	return ret;
}

/* ---- URLs --------------------------------------------------------------- */

struct docids {
	struct arena *arena;
	uint32_t *items;
	size_t count, cap;
};

static int take_docid(uint32_t docid, void *payload)
{
	struct docids *d = payload;
	uint32_t *items = arena_grow(d->arena, d->items, d->count, &d->cap,
				     sizeof(*items));

	if (!items)
		return 0;
	d->items = items;
	items[d->count++] = docid;
	return 0;
}

/* How good an answer an article is: it is there, not was; it is shown. */
static int rank(const struct record *record, struct str key)
{
	struct buf own = BUF_INIT;
	int points = record->hidden.len == 0;

	address_key(record->url, &own);
	if (str_eq(buf_view(&own), key))
		points += 2;
	buf_release(&own);
	return points;
}

static int choose(struct searcher *s, const struct docids *docids,
		  struct str key, struct arena *arena, struct str *id,
		  struct err *err)
{
	int best = -1;

	for (size_t i = 0; i < docids->count; i++) {
		struct record record;
		int points;
		int ret =
			lookup_record(s, docids->items[i], arena, &record, err);

		if (ret)
			return ret;
		points = rank(&record, key);
		if (points > best ||
		    (points == best && str_cmp(record.id, *id) < 0)) {
			best = points;
			*id = record.id;
		}
	}
	return best < 0 ? LOOKUP_ABSENT : 0;
}

int lookup_url(struct searcher *s, struct str url, struct arena *arena,
	       struct str *id, struct err *err)
{
	struct docids docids = { .arena = arena };
	struct buf key = BUF_INIT, term = BUF_INIT;
	int ret;

	address_key(url, &key);
	schema_term(SCHEMA_URL, buf_view(&key), &term);
	ret = buf_check(&key, err);
	if (!ret)
		ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_each_posting(s->db, buf_view(&term), take_docid,
					  &docids, err);
	if (!ret)
		ret = arena_check(arena, err);
	if (!ret)
		ret = choose(s, &docids, buf_view(&key), arena, id, err);
	buf_release(&key);
	buf_release(&term);
	return ret;
}

/* ---- Lists -------------------------------------------------------------- */

struct ids {
	struct arena *arena;
	struct str *items;
	size_t count, cap, most;
};

static int take_id(struct str term, uint32_t frequency, void *payload)
{
	struct ids *ids = payload;
	struct str *items;

	(void)frequency;
	if (ids->count == ids->most)
		return LOOKUP_ABSENT;
	items = arena_grow(ids->arena, ids->items, ids->count, &ids->cap,
			   sizeof(*items));
	if (!items)
		return LOOKUP_ABSENT;
	ids->items = items;
	term = str_skip(term, strlen(schema_rows[SCHEMA_ID].prefix));
	items[ids->count++] = arena_copy(ids->arena, term);
	return 0;
}

int lookup_ids(struct searcher *s, struct str start, size_t most,
	       struct arena *arena, const struct str **out, size_t *count,
	       struct err *err)
{
	struct ids ids = { .arena = arena, .most = most };
	struct buf prefix = BUF_INIT;
	int ret;

	buf_add_str(&prefix, str_of(schema_rows[SCHEMA_ID].prefix));
	buf_add_str(&prefix, start);
	ret = buf_check(&prefix, err);
	if (!ret)
		ret = xap_db_each_term(s->db, buf_view(&prefix), take_id, &ids,
				       err);
	buf_release(&prefix);
	*out = ids.items;
	*count = ids.count;
	return ret < 0 ? ret : arena_check(arena, err);
}

/* The name of the file without its extension; of an index.md or the like, or
 * an address that ends in a '/', that of its folder. */
static struct str name_of(struct str path)
{
	static const char *const plain[] = { "index", "_index", "README" };
	size_t start, dot;
	struct str name;

	while (path.len && path.p[path.len - 1] == '/')
		path.len--;
	for (start = path.len; start && path.p[start - 1] != '/';)
		start--;
	name = str_skip(path, start);
	for (dot = name.len; dot && name.p[dot - 1] != '.';)
		dot--;
	if (dot > 1)
		name.len = dot - 1;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (start && str_eq(name, str_of(plain[i])))
			return name_of(str_head(path, start - 1));
	}
	return name;
}

static bool holds(struct str whole, struct str part)
{
	for (size_t i = 0; i + part.len <= whole.len; i++) {
		if (str_eq_nocase(str_head(str_skip(whole, i), part.len), part))
			return true;
	}
	return false;
}

int lookup_nearest(struct searcher *s, struct str given, struct arena *arena,
		   struct str *id, struct err *err)
{
	struct str name = arena_copy(arena, name_of(given));
	const struct str *ids;
	const char **names, *near;
	size_t count;
	int ret = lookup_ids(s, str_make(NULL, 0), SIZE_MAX, arena, &ids,
			     &count, err);

	*id = str_make(NULL, 0);
	if (ret || name.len == 0)
		return ret;
	names = arena_array(arena, count + 1, sizeof(*names));
	for (size_t i = 0; names && i < count; i++)
		names[i] = arena_copy(arena, name_of(ids[i])).p;
	ret = arena_check(arena, err);
	if (ret)
		return ret;
	near = opt_nearest(name.p, names, count);
	for (size_t i = 0; i < count && id->len == 0; i++) {
		if (near ? near == names[i] : holds(ids[i], name))
			*id = ids[i];
	}
	return 0;
}
