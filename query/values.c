/*
 * Values: what of the index a field, an address or a state stands for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/values.h"

#include <string.h>

#include "base/buf.h"
#include "query/cover.h"
#include "query/dates.h"
#include "query/ranges.h"
#include "query/wanted.h"
#include "text/address.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/limits.h"
#include "text/schema.h"

/* So many terms are listed between two looks at the clock. */
#define LOOK 256

#define DAY 86400 /* seconds */

/* Beside terms: the words of a text, what is to come, what has expired. */
#define OTHERS 3

/* Terms, and other queries, of which any will do. */
struct terms {
	const struct planner *planner;
	const struct query_node *node;
	struct str *items;
	size_t count, cap;
	const struct xap_query *others[OTHERS];
	size_t other_count;
	struct err *err;
	/* Of a listing: what the terms begin with, which are wanted. */
	xap_term_fn fn;
	unsigned int listed;
	size_t skip;
	double low, high;
	int64_t first_day, last_day;
};

static void add_query(struct terms *t, const struct xap_query *query)
{
	if (t->other_count == OTHERS)
		BUG("more queries than a value may stand for");
	t->others[t->other_count++] = query;
}

static void add_term(struct terms *t, struct str term)
{
	struct arena *arena = t->planner->arena;
	struct str *items =
		arena_grow(arena, t->items, t->count, &t->cap, sizeof(*items));

	term = arena_copy(arena, term);
	if (!items || !term.p) {
		arena_check(arena, t->err);
		return;
	}
	t->items = items;
	items[t->count++] = term;
}

static void add(struct terms *t, enum schema_field field, struct str text)
{
	struct buf b = BUF_INIT;

	schema_term(field, text, &b);
	if (!buf_check(&b, t->err))
		add_term(t, buf_view(&b));
	buf_release(&b);
}

static void add_value(struct terms *t, enum schema_field field,
		      struct str value)
{
	struct buf b = BUF_INIT;

	schema_value_term(field, t->node->key, value, &b);
	if (!buf_check(&b, t->err))
		add_term(t, buf_view(&b));
	buf_release(&b);
}

static const struct xap_query *any(struct terms *t)
{
	struct xap_queries *pool = t->planner->pool;
	const struct xap_query *parts[OTHERS + 1];
	size_t count = t->other_count;

	if (t->err->code)
		return NULL;
	memcpy(parts, t->others, sizeof(t->others));
	if (t->count || count == 0)
		parts[count++] = xap_query_any(pool, t->planner->db, t->items,
					       t->count, t->err);
	return xap_query_combine(pool, XAP_OR, parts, count, t->err);
}

/* One more term of a listing is wanted; not 0 where there are too many. */
static int take(struct terms *t, struct str term)
{
	if (t->count == LIMIT_FIELD_VALUES) {
		t->planner->query->error_code = "too_many_values";
		t->planner->query->error_column = t->node->column;
		return err_set(t->err, ERR_QUERY,
			       "more than %d different values are meant; "
			       "narrow the range",
			       LIMIT_FIELD_VALUES);
	}
	add_term(t, term);
	return (int)t->err->code;
}

/* A term of a listing; now and then a look at the clock. */
static int visit(struct str term, uint32_t frequency, void *payload)
{
	struct terms *t = payload;

	if (++t->listed % LOOK == 0 &&
	    deadline_check(&t->planner->deadline, t->err))
		return (int)t->err->code;
	return t->fn(term, frequency, payload);
}

/* Lists the terms of a field that begin with this text. */
static void list(struct terms *t, enum schema_field field, struct str key,
		 struct str begin, xap_term_fn fn)
{
	struct buf b = BUF_INIT;

	buf_add_str(&b, str_of(schema_rows[field].prefix));
	buf_add_str(&b, key);
	if (key.len)
		buf_add_char(&b, ' ');
	t->skip = b.len;
	t->fn = fn;
	buf_add_str(&b, begin);
	if (!t->err->code && !buf_check(&b, t->err))
		xap_db_each_term(t->planner->db, buf_view(&b), visit, t,
				 t->err);
	buf_release(&b);
}

/* ---- Fields ------------------------------------------------------------- */

static int take_number(struct str term, uint32_t frequency, void *payload)
{
	struct terms *t = payload;
	double number;

	(void)frequency;
	if (!schema_number_read(str_skip(term, t->skip), &number) ||
	    number < t->low || number > t->high)
		return 0;
	return take(t, term);
}

/* The days of 2025, 202510 or 20251026. */
static bool read_days(struct str digits, int64_t *first, int64_t *last)
{
	int part[3] = { 0, 1, 1 }; /* year, month, day */
	size_t n = digits.len;

	if (n != 4 && n != 6 && n != SCHEMA_DATE_SIZE)
		return false;
	for (size_t i = 0; i < n; i++) {
		int *p = &part[i < 4 ? 0 : i < 6 ? 1 : 2];

		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		if (i == 4 || i == 6)
			*p = 0;
		*p = *p * 10 + (digits.p[i] - '0');
	}
	if (part[1] < 1 || part[1] > 12)
		return false;
	*first = *last = date_days(part[0], part[1], part[2]);
	if (n == 4)
		*last = date_days(part[0], 12, 31);
	else if (n == 6)
		*last += date_month_days(part[0], part[1]) - 1;
	return true;
}

static int take_date(struct str term, uint32_t frequency, void *payload)
{
	struct terms *t = payload;
	int64_t first, last;

	(void)frequency;
	if (!read_days(str_skip(term, t->skip), &first, &last) ||
	    first > t->last_day || last < t->first_day)
		return 0;
	return take(t, term);
}

static void add_dates(struct terms *t, int64_t first, int64_t last)
{
	t->first_day = first;
	t->last_day = last;
	if (first <= last)
		list(t, SCHEMA_FIELD_DATE, t->node->key, str_make(NULL, 0),
		     take_date);
}

static void add_covered(enum schema_field field, struct str digits,
			void *payload)
{
	add(payload, field, digits);
}

/* Of the article's own date. */
static void add_days(struct terms *t, int64_t first, int64_t last)
{
	cover_dates(first, last, t->planner->years, t->planner->year_count,
		    add_covered, t);
}

static void add_range(struct terms *t)
{
	const struct query_node *node = t->node;

	t->low = node->low;
	t->high = node->high;
	if (node->low <= node->high)
		list(t, SCHEMA_FIELD_NUMBER, node->key, str_make(NULL, 0),
		     take_number);
	add_dates(t, node->first_day, node->last_day);
}

/* As "featured: yes" is true. */
static void add_truth(struct terms *t, struct str value)
{
	static const char *const words[] = { "true", "false", "yes", "no",
					     "on",   "off",   "1",   "0" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (str_eq_nocase(value, str_of(words[i])))
			add_value(t, SCHEMA_FIELD_BOOL,
				  i % 2 ? STR("false") : STR("true"));
	}
}

/* A single word of a name, or all words of a longer text. */
static void add_words(struct terms *t, struct str value)
{
	const struct xap_query *all[LIMIT_QUERY_WORDS];
	struct wanted wanted = WANTED_INIT;
	struct buf b = BUF_INIT;

	if (wanted_read(value, t->planner->words, LANGUAGE_NONE,
			LIMIT_QUERY_WORDS, t->planner->arena, &wanted, t->err))
		return;
	for (size_t i = 0; i < wanted.count && !t->err->code; i++) {
		struct str word =
			words_at(t->planner->words, wanted.words[i])->folded;

		buf_clear(&b);
		schema_value_term(SCHEMA_FIELD_TEXT, t->node->key, word, &b);
		if (!buf_check(&b, t->err))
			all[i] = xap_query_term(t->planner->pool, buf_view(&b),
						t->err);
		if (wanted.count == 1)
			add_value(t, SCHEMA_FIELD_WORD, word);
	}
	buf_release(&b);
	if (wanted.count && !t->err->code)
		add_query(t, xap_query_combine(t->planner->pool, XAP_AND, all,
					       wanted.count, t->err));
}

static void add_any_kind(struct terms *t)
{
	struct str value = t->node->text;
	int64_t first, last;
	double number;
	char digits[SCHEMA_NUMBER_SIZE + 1];
	struct buf name = BUF_INIT;

	fold_name(value, &name);
	if (!buf_check(&name, t->err) && name.len)
		add_value(t, SCHEMA_FIELD_NAME, buf_view(&name));
	buf_release(&name);
	add_words(t, value);
	add_truth(t, value);
	if (ranges_number(value, &number)) {
		schema_number(number, digits);
		add_value(t, SCHEMA_FIELD_NUMBER,
			  str_make(digits, SCHEMA_NUMBER_SIZE));
	}
	if (dates_read_calendar(value, &first, &last))
		add_dates(t, first, last);
}

static void add_field(struct terms *t)
{
	if (t->node->match == QUERY_ANY)
		add(t, SCHEMA_FIELD, t->node->key);
	else if (t->node->match == QUERY_RANGE)
		add_range(t);
	else
		add_any_kind(t);
}

/* ---- Addresses ---------------------------------------------------------- */

static int take_any(struct str term, uint32_t frequency, void *payload)
{
	(void)frequency;
	return take(payload, term);
}

static void add_url(struct terms *t)
{
	struct str url = t->node->text;
	bool is_start = str_ends(url, STR("*"));
	struct buf key = BUF_INIT;

	if (is_start)
		url.len--;
	address_key(url, &key);
	if (buf_check(&key, t->err))
		;
	else if (!is_start)
		add(t, SCHEMA_URL, buf_view(&key));
	else
		list(t, SCHEMA_URL, str_make(NULL, 0),
		     str_eq(buf_view(&key), STR("/")) ? str_make(NULL, 0)
						      : buf_view(&key),
		     take_any);
	buf_release(&key);
}

/* Links to a page, or to those that begin so. */
static void add_target(struct terms *t, struct str host, struct str path,
		       bool is_start)
{
	struct buf key = BUF_INIT;

	address_link(host, path, &key);
	if (buf_check(&key, t->err))
		;
	else if (is_start)
		list(t, SCHEMA_LINK, str_make(NULL, 0), buf_view(&key),
		     take_any);
	else
		add(t, SCHEMA_LINK, address_indexed(buf_view(&key)));
	buf_release(&key);
}

/* Without scheme and slash in front it may be a host or a path. */
static void add_link(struct terms *t)
{
	struct str url = t->node->text, none = str_make(NULL, 0), host, path;
	bool is_start = str_ends(url, STR("*"));

	if (is_start)
		url.len--;
	if (!address_split(url, &host, &path)) {
		add_target(t, none, url, is_start);
		host = str_head(url, str_find(url, '/'));
		path = str_skip(url, host.len);
	}
	if (host.len == 0)
		return;
	if (str_eq_nocase(host, t->planner->host))
		host = none;
	add_target(t, host, path, is_start);
}

/* What is below a folder, the folder's own term stands for. */
static int take_near(struct str term, uint32_t frequency, void *payload)
{
	struct terms *t = payload;
	struct str behind = str_skip(term, t->skip + t->node->text.len);

	(void)frequency;
	return str_find(behind, '/') < behind.len ? 0 : take(t, term);
}

static void add_path(struct terms *t)
{
	struct str path = t->node->text;

	if (str_ends(path, STR("/"))) {
		add(t, SCHEMA_FOLDER, str_head(path, path.len - 1));
		return;
	}
	list(t, SCHEMA_FOLDER, str_make(NULL, 0), path, take_near);
	list(t, SCHEMA_ID, str_make(NULL, 0), path, take_near);
}

/* ---- States ------------------------------------------------------------- */

/* Articles that are not shown before `now`. Only where the values of all
 * articles do not say at once that there are none; and only of those are the
 * values looked at that are dated yesterday (west of Greenwich that may be to
 * come) or later, or have an instant of their own. */
static void add_future(struct terms *t)
{
	const struct planner *p = t->planner;
	struct terms late = { .planner = p, .node = t->node, .err = t->err };
	unsigned char after[SCHEMA_INSTANT_SIZE];
	struct str low = str_make((const char *)after, sizeof(after));

	schema_instant(p->now + 1, after);
	if (str_cmp(p->last_publish, low) < 0)
		return;
	add_days(&late, p->now / DAY - 1 - (p->now < 0), QUERY_DAY_MAX);
	add(&late, SCHEMA_FIELD, STR("publish-at"));
	if (!t->err->code)
		add_query(t, xap_query_any_from(p->pool, p->db, late.items,
						late.count, SCHEMA_SLOT_PUBLISH,
						low, t->err));
}

static void add_expired(struct terms *t)
{
	const struct planner *p = t->planner;
	unsigned char now[SCHEMA_INSTANT_SIZE];
	struct str high = str_make((const char *)now, sizeof(now));

	schema_instant(p->now, now);
	if (p->first_expire.len && str_cmp(p->first_expire, high) <= 0)
		add_query(t, xap_query_value_range(p->pool, SCHEMA_SLOT_EXPIRE,
						   str_make(NULL, 0), high,
						   t->err));
}

static void add_hidden(struct terms *t)
{
	for (size_t i = 0; i < t->planner->hidden_count; i++)
		add(t, SCHEMA_HIDDEN, t->planner->hidden[i]);
	add_future(t);
	add_expired(t);
}

static void add_state(struct terms *t)
{
	struct str state = t->node->text;

	if (str_eq(state, STR("hidden")))
		add_hidden(t);
	else if (str_eq(state, STR("future")))
		add_future(t);
	else if (str_eq(state, STR("expired")))
		add_expired(t);
	else
		add(t, SCHEMA_HIDDEN, state);
}

const struct xap_query *values_hidden(const struct planner *planner,
				      struct err *err)
{
	struct terms t = { .planner = planner, .err = err };

	add_hidden(&t);
	return t.count || t.other_count ? any(&t) : NULL;
}

const struct xap_query *values_query(const struct planner *planner,
				     const struct query_node *node,
				     struct err *err)
{
	struct terms t = { .planner = planner, .node = node, .err = err };

	if (node->kind == QUERY_FIELD)
		add_field(&t);
	else if (node->kind == QUERY_URL)
		add_url(&t);
	else if (node->kind == QUERY_LINK)
		add_link(&t);
	else if (node->kind == QUERY_PATH)
		add_path(&t);
	else if (node->kind == QUERY_STATE)
		add_state(&t);
	else if (node->key.len)
		add_dates(&t, node->first_day, node->last_day);
	else
		add_days(&t, node->first_day, node->last_day);
	return any(&t);
}
