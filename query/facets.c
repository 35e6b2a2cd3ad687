/*
 * Facets: which values the articles of a result have, and how many each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/facets.h"

#include <string.h>

#include "base/buf.h"
#include "query/catalog.h"
#include "query/index.h"
#include "query/labels.h"
#include "query/timeline.h"
#include "text/limits.h"
#include "text/schema.h"

/* Keys that are known whether articles have them or not. */
static const char *const known_keys[] = { "tag",    "author",	"year",
					  "month",  "timeline", "lang",
					  "layout", "category", "section" };

/* ---- What is asked for -------------------------------------------------- */

/* Splits "author:25" into the name and the number, 0 for none. A number that
 * is too large is the largest. */
static struct str split(struct str item, unsigned long *most)
{
	size_t at = item.len;

	*most = 0;
	while (at > 0 && item.p[at - 1] >= '0' && item.p[at - 1] <= '9')
		at--;
	if (at == item.len || at == 0 || item.p[at - 1] != ':')
		return item;
	for (size_t i = at; i < item.len; i++) {
		*most = *most * 10 + (unsigned long)(item.p[i] - '0');
		if (*most > LIMIT_FACET_VALUES)
			*most = LIMIT_FACET_VALUES + 1;
	}
	/* None at all is not to be asked for. */
	if (*most == 0)
		*most = LIMIT_FACET_VALUES + 1;
	return str_head(item, at - 1);
}

static bool is_known(struct str key)
{
	for (size_t i = 0; i < sizeof(known_keys) / sizeof(*known_keys); i++) {
		if (str_eq(key, str_of(known_keys[i])))
			return true;
	}
	return false;
}

static int find_key(struct searcher *s, struct str name, struct arena *arena,
		    struct str *out, struct err *err)
{
	struct buf folded = BUF_INIT;
	int ret;

	schema_key(name, &folded);
	ret = buf_check(&folded, err);
	if (!ret) {
		*out = arena_copy(arena, buf_view(&folded));
		ret = arena_check(arena, err);
	}
	buf_release(&folded);
	if (ret || is_known(*out))
		return ret;
	if (out->len == 0)
		return err_set(err, ERR_QUERY,
			       "the name of a facet is missing");
	if (str_eq(*out, STR("date")))
		return err_set(err, ERR_QUERY,
			       "the facets of dates are 'year', 'month' and "
			       "'timeline'");
	ret = catalog_key(s, name, arena, out, err);
	if (ret == ERR_USAGE)
		ret = err->code = ERR_QUERY;
	return ret;
}

static int add_request(struct searcher *s, struct str item, struct arena *arena,
		       struct facet_request *list, size_t *count,
		       struct err *err)
{
	unsigned long most;
	struct str name = split(item, &most), key;
	int ret = find_key(s, name, arena, &key, err);
	size_t at = 0;

	if (ret)
		return ret;
	if (most > LIMIT_FACET_VALUES)
		return err_set(err, ERR_QUERY,
			       "of facet '%.*s' 1 to %d values can be asked "
			       "for",
			       STR_ARG(name), LIMIT_FACET_VALUES);
	while (at < *count && !str_eq(list[at].key, key))
		at++;
	if (at == LIMIT_FACETS)
		return err_set(err, ERR_QUERY,
			       "more than %d facets are asked for",
			       LIMIT_FACETS);
	if (most == 0)
		most = str_eq(key, STR("timeline")) ? FACETS_BARS
						    : FACETS_VALUES;
	list[at] = (struct facet_request){ key, most };
	*count += at == *count;
	return 0;
}

int facets_parse(struct searcher *s, struct str list, struct arena *arena,
		 const struct facet_request **out, size_t *count,
		 struct err *err)
{
	struct facet_request *requests =
		arena_array(arena, LIMIT_FACETS, sizeof(*requests));
	int ret = arena_check(arena, err);

	*out = requests;
	*count = 0;
	while (!ret) {
		struct str item = str_head(list, str_find(list, ','));

		ret = add_request(s, item, arena, requests, count, err);
		if (item.len == list.len)
			break;
		list = str_skip(list, item.len + 1);
	}
	return ret;
}

/* ---- Counting ----------------------------------------------------------- */

/* A value that is among those told so far. */
struct candidate {
	enum catalog_kind kind;
	const struct column_value *value;
	uint32_t articles;
};

/* A facet while it is counted. */
struct counting {
	struct searcher *s;
	const struct columns_set *set;
	struct arena *arena;
	struct err *err;

	bool is_by_time; /* the last first */
	enum catalog_kind kind;
	struct candidate *best; /* the best first; room for one too many */
	size_t count, most;
	size_t total;
};

/* Values come in rising order, so of equals the first stays in front. */
static int take(const struct column_value *value, uint32_t articles,
		void *payload)
{
	struct counting *c = payload;
	size_t at = c->is_by_time ? 0 : c->count;

	c->total++;
	while (at > 0 && c->best[at - 1].articles < articles)
		at--;
	if (at == c->most)
		return 0;
	memmove(&c->best[at + 1], &c->best[at],
		(c->count - at) * sizeof(*c->best));
	c->best[at] = (struct candidate){ c->kind, value, articles };
	c->count += c->count < c->most;
	return 0;
}

static void count(struct counting *c, enum catalog_kind kind,
		  enum schema_field field, struct str key)
{
	c->kind = kind;
	if (!c->err->code)
		columns_count(&c->s->columns, c->s->db, field, key, c->set,
			      take, c, c->err);
}

static void count_key(struct counting *c, struct str key)
{
	static const struct {
		const char *key;
		enum catalog_kind kind;
		enum schema_field field;
	} own[] = {
		{ "tag", CATALOG_NAME, SCHEMA_TAG },
		{ "author", CATALOG_NAME, SCHEMA_AUTHOR },
		{ "year", CATALOG_DATE, SCHEMA_YEAR },
		{ "month", CATALOG_DATE, SCHEMA_MONTH },
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if (!str_eq(key, str_of(own[i].key)))
			continue;
		c->is_by_time = own[i].kind == CATALOG_DATE;
		count(c, own[i].kind, own[i].field, str_make(NULL, 0));
		return;
	}
	count(c, CATALOG_NAME, SCHEMA_FIELD_NAME, key);
	count(c, CATALOG_NUMBER, SCHEMA_FIELD_NUMBER, key);
	count(c, CATALOG_DATE, SCHEMA_FIELD_DATE, key);
	count(c, CATALOG_BOOL, SCHEMA_FIELD_BOOL, key);
}

static struct str text_of(struct counting *c, const struct candidate *one)
{
	struct buf b = BUF_INIT;
	struct str text = str_make(NULL, 0);

	if (one->kind == CATALOG_NAME)
		buf_add_str(&b, one->value->label);
	else
		labels_show(one->kind, one->value->text, &b);
	if (!buf_check(&b, c->err))
		text = arena_copy(c->arena, buf_view(&b));
	buf_release(&b);
	return text;
}

static int set_values(struct counting *c, struct facet *out)
{
	struct facet_value *values =
		arena_array(c->arena, c->count, sizeof(*values));

	for (size_t i = 0; i < c->count && values; i++)
		values[i] = (struct facet_value){ text_of(c, &c->best[i]),
						  c->best[i].articles };
	out->values = values;
	out->count = c->count;
	out->total = c->total;
	return c->err->code ? (int)c->err->code : arena_check(c->arena, c->err);
}

static int count_one(struct searcher *s, const struct columns_set *set,
		     const struct facet_request *request, struct arena *arena,
		     struct facet *out, struct err *err)
{
	struct counting c = { .s = s,
			      .set = set,
			      .arena = arena,
			      .err = err,
			      .most = request->most };

	out->key = request->key;
	if (str_eq(request->key, STR("timeline")))
		return timeline_count(&s->columns, s->db, set, request->most,
				      arena, out, err);
	c.best = arena_array(arena, c.most + 1, sizeof(*c.best));
	if (c.best)
		count_key(&c, request->key);
	return set_values(&c, out);
}

int facets_count(struct searcher *s, const struct facets_of *of,
		 const struct facet_request *requests, size_t count,
		 struct arena *arena, const struct facet **out, struct err *err)
{
	struct facet *list = arena_array(arena, count, sizeof(*list));
	int ret = list ? 0 : arena_check(arena, err);

	for (size_t i = 0; i < count && !ret; i++) {
		bool is_lang = str_eq(requests[i].key, STR("lang"));

		ret = count_one(s, is_lang ? &of->every : &of->shown,
				&requests[i], arena, &list[i], err);
		if (ret == ERR_LIMIT)
			err_wrap(err, "cannot count the values of '%.*s'",
				 STR_ARG(requests[i].key));
	}
	*out = list;
	return ret;
}
