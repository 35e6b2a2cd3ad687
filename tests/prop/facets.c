/*
 * What the oracle knows of an article besides its words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "facets.h"

#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

/* The values of any field of an article, those of the normal form included. */
struct values {
	struct article_value list[400];
	size_t count;
};

static void put(struct values *out, struct article_value value)
{
	world_expect(out->count < sizeof(out->list) / sizeof(out->list[0]),
		     "too many values");
	out->list[out->count++] = value;
}

static void put_name(struct values *out, struct str name)
{
	if (name.len)
		put(out, (struct article_value){ .kind = ARTICLE_IS_NAME,
						 .text = name });
}

static bool folds_to(struct str name, struct str folded)
{
	struct buf b = BUF_INIT;
	bool is_same;

	fold_name(name, &b);
	is_same = str_eq(buf_view(&b), folded);
	buf_release(&b);
	return is_same;
}

static bool folds_alike(struct str a, struct str b)
{
	struct buf folded = BUF_INIT;
	bool is_same;

	fold_name(b, &folded);
	is_same = folded.len && folds_to(a, buf_view(&folded));
	buf_release(&folded);
	return is_same;
}

/* Where the language ends in the name of one: de of de-AT, DE_at. */
static size_t first_part(struct str lang)
{
	size_t hyphen = str_find(lang, '-'), line = str_find(lang, '_');

	return hyphen < line ? hyphen : line;
}

/* What stands in the article itself under a key of the normal form. */
static void read_own(const struct article *a, struct str key,
		     struct values *out)
{
	if (str_eq(key, STR("tag")))
		for (size_t i = 0; i < a->tag_count; i++)
			put_name(out, a->tags[i].label);
	else if (str_eq(key, STR("author")))
		for (size_t i = 0; i < a->author_count; i++)
			put_name(out, a->authors[i].name);
	else if (str_eq(key, STR("category")))
		for (size_t i = 0; i < a->category_count; i++)
			put_name(out, a->categories[i].label);
	else if (str_eq(key, STR("layout")))
		put_name(out, a->layout);
	else if (str_eq(key, STR("version")))
		put_name(out, a->revision);
	else if (str_eq(key, STR("translation-key")))
		put_name(out, a->translation_key);
	else if (str_eq(key, STR("weight")) && a->has_weight)
		put(out, (struct article_value){ .kind = ARTICLE_IS_NUMBER,
						 .number = a->weight });
	else if (str_eq(key, STR("updated")) && a->updated.precision)
		put(out, (struct article_value){ .kind = ARTICLE_IS_DATE,
						 .date = a->updated });
	else if (str_eq(key, STR("lang"))) {
		put_name(out, a->lang);
		if (first_part(a->lang) < a->lang.len)
			put_name(out, str_head(a->lang, first_part(a->lang)));
	} else if (str_eq(key, STR("section"))) {
		for (size_t i = 1; i <= a->section_path.len; i++)
			if (i == a->section_path.len ||
			    a->section_path.p[i] == '/')
				put_name(out, str_head(a->section_path, i));
	} else if (str_eq(key, STR("code-language"))) {
		for (size_t i = 0; i < a->block_count; i++)
			if (a->blocks[i].kind == MARKDOWN_CODE)
				put_name(out, a->blocks[i].language);
	}
}

static void read_values(const struct article *a, struct str key,
			struct values *out)
{
	out->count = 0;
	read_own(a, key, out);
	for (size_t i = 0; i < a->extra_count; i++) {
		const struct article_extra *e = &a->extras[i];

		for (size_t n = 0; folds_to(e->key, key) && n < e->value_count;
		     n++)
			put(out, e->values[n]);
	}
}

size_t facets_values(const struct article *a, struct str key,
		     const struct article_value **out)
{
	static struct values values;

	read_values(a, key, &values);
	*out = values.list;
	return values.count;
}

static void days_of(const struct date *d, int64_t *first, int64_t *last)
{
	*first = *last = date_days(d->year, d->month, d->day);
	if (d->precision == DATE_YEAR)
		*last = date_days(d->year, 12, 31);
	else if (d->precision == DATE_MONTH)
		*last += date_month_days(d->year, d->month) - 1;
}

/* Has the text this word, or all of these words? */
static bool has_words(struct world *world, struct str text,
		      const struct seen *wanted, size_t count)
{
	struct seen *list;
	size_t n = world_terms(world, text, &list), found = 0;

	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < n && (list[at].role == TERM_JOINED ||
				  list[at].role == TERM_AGAIN ||
				  !str_eq(list[at].folded, wanted[i].folded)))
			at++;
		found += at < n;
	}
	return count && found == count;
}

static bool is_truth(struct str text, bool flag)
{
	static const char *const words[2][4] = {
		{ "false", "no", "off", "0" },
		{ "true", "yes", "on", "1" },
	};

	for (int i = 0; i < 4; i++) {
		if (str_eq_nocase(text, str_of(words[flag][i])))
			return true;
	}
	return false;
}

/* A number as the queries here write it. */
static bool is_number(struct str text, double number)
{
	char *end;
	double wanted = strtod(text.p, &end);

	return text.len && strspn(text.p, "-0123456789.") >= text.len &&
	       end == text.p + text.len && wanted == number;
}

static bool is_day(struct str text, const struct date *date)
{
	struct date wanted;
	int64_t first, last, from, to;

	if (text.len < 4 || strspn(text.p, "-0123456789") < text.len ||
	    (text.len != 4 && text.len != 7 && text.len != 10) ||
	    !date_parse(text, &wanted))
		return false;
	days_of(&wanted, &from, &to);
	days_of(date, &first, &last);
	return first <= to && from <= last;
}

static bool is_value(struct world *world, const struct article_value *v,
		     struct str text)
{
	struct seen *wanted;
	size_t n = world_split(world, text, &wanted);
	bool is_same = false;

	switch (v->kind) {
	case ARTICLE_IS_TEXT:
		is_same = has_words(world, v->text, wanted, n);
		break;
	case ARTICLE_IS_NAME:
		is_same = folds_alike(v->text, text) ||
			  (n == 1 && has_words(world, v->text, wanted, 1));
		break;
	case ARTICLE_IS_NUMBER:
		is_same = is_number(text, v->number);
		break;
	case ARTICLE_IS_DATE:
		is_same = is_day(text, &v->date);
		break;
	case ARTICLE_IS_BOOL:
		is_same = is_truth(text, v->flag);
		break;
	}
	return is_same;
}

static bool is_in_range(const struct article_value *v,
			const struct query_node *node)
{
	int64_t first, last;

	if (v->kind == ARTICLE_IS_NUMBER)
		return v->number >= node->low && v->number <= node->high;
	if (v->kind != ARTICLE_IS_DATE || node->first_day > node->last_day)
		return false;
	days_of(&v->date, &first, &last);
	return first <= node->last_day && node->first_day <= last;
}

static bool has_value(struct world *world, const struct article *a,
		      const struct query_node *node)
{
	static struct values values;
	/* A language is no name of words: "ca" does not find "fr-CA". */
	bool is_lang = str_eq(node->key, STR("lang"));

	read_values(a, node->key, &values);
	if (node->kind == QUERY_FIELD && node->match == QUERY_ANY)
		return values.count > 0;
	for (size_t i = 0; i < values.count; i++) {
		const struct article_value *v = &values.list[i];

		if (node->kind == QUERY_DATE || node->match == QUERY_RANGE
			    ? is_in_range(v, node)
		    : is_lang ? folds_alike(v->text, node->text)
			      : is_value(world, v, node->text))
			return true;
	}
	return false;
}

static bool is_future(const struct article *a, int64_t now)
{
	return a->publish_at.precision && a->publish_at.start > now;
}

static bool is_expired(const struct article *a, int64_t now)
{
	return a->expire_at.precision && a->expire_at.start <= now;
}

bool facets_shown(const struct article *a, int64_t now)
{
	return a->hidden == ARTICLE_SHOWN && !is_future(a, now) &&
	       !is_expired(a, now);
}

static bool is_state(const struct article *a, struct str state, int64_t now)
{
	if (str_eq(state, STR("future")))
		return is_future(a, now);
	if (str_eq(state, STR("expired")))
		return is_expired(a, now);
	if (str_eq(state, STR("hidden")))
		return !facets_shown(a, now);
	return str_eq(state, str_of(article_hidden_name(a->hidden)));
}

/* The URLs asked for here are those of articles, as they stand. */
static bool has_url(const struct article *a, struct str url)
{
	if (str_eq(a->url, url))
		return true;
	for (size_t i = 0; i < a->alias_count; i++) {
		if (str_eq(a->aliases[i], url))
			return true;
	}
	return false;
}

/* Likewise, or the host of one elsewhere. */
static bool has_link(const struct article *a, struct str link)
{
	for (size_t i = 0; i < a->link_count; i++) {
		struct str known = a->links[i];

		if (str_eq(known, link) ||
		    str_eq(str_head(known, str_find(known, '/')), link))
			return true;
	}
	return false;
}

bool facets_match(struct world *world, const struct known *known,
		  const struct query_node *node, int64_t now)
{
	const struct article *a = &known->article;

	switch (node->kind) {
	case QUERY_URL:
		return has_url(a, node->text);
	case QUERY_LINK:
		return has_link(a, node->text);
	case QUERY_PATH:
		return str_starts(a->id, node->text);
	case QUERY_STATE:
		return is_state(a, node->text, now);
	default:
		return has_value(world, a, node);
	}
}

/* ---- Which fields there are --------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void learn(struct world *world, struct str name)
{
	struct buf key = BUF_INIT;
	struct str *keys;

	fold_name(name, &key);
	for (size_t i = 0; i < world->key_count; i++) {
		if (str_eq(world->keys[i], buf_view(&key))) {
			buf_release(&key);
			return;
		}
	}
	keys = arena_grow(&world->arena, world->keys, world->key_count,
			  &world->key_cap, sizeof(*keys));
	world_expect(keys != NULL, "no memory");
	world->keys = keys;
	keys[world->key_count++] = arena_copy(&world->arena, buf_view(&key));
	buf_release(&key);
}

void facets_learn(struct world *world)
{
	static const char *const own[] = {
		"tag",	   "author",  "category",	 "layout",
		"version", "weight",  "translation-key", "updated",
		"lang",	   "section", "code-language",
	};
	static struct values values;

	for (size_t i = 0; i < world->count; i++) {
		const struct article *a = &world->articles[i].article;

		for (size_t n = 0; n < sizeof(own) / sizeof(own[0]); n++) {
			read_values(a, str_of(own[n]), &values);
			if (values.count)
				learn(world, str_of(own[n]));
		}
		for (size_t n = 0; n < a->extra_count; n++)
			learn(world, a->extras[n].key);
	}
	qsort(world->keys, world->key_count, sizeof(*world->keys),
	      compare_keys);
}

/* ---- Queries ------------------------------------------------------------ */

static void add_quoted(struct buf *out, struct str text)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out, text.p[i] == '"' ? ' ' : text.p[i]);
	buf_add_char(out, '"');
}

static void add_word(const struct world *world, struct str text,
		     struct buf *out)
{
	struct seen *list;
	/* Splitting only adds to the world's arena. */
	size_t n = world_split((struct world *)world, text, &list);

	add_quoted(out,
		   n ? list[world_below((unsigned int)n)].folded : STR("none"));
}

static void add_number(double number, struct buf *out)
{
	static const char *const before[] = { "", "", ">=", "<", ">", "<=" };

	if (world_below(4) == 0) {
		buf_printf(out, "%d..%d", (int)number - 1,
			   (int)number + (int)world_below(3));
		return;
	}
	buf_add_str(out, str_of(before[world_below(6)]));
	buf_printf(out, "%.4g", number);
}

static void add_date(const struct date *date, struct buf *out)
{
	static const char *const before[] = { "", "", ">=", "<", ">", "<=" };

	buf_add_str(out, str_of(before[world_below(6)]));
	buf_printf(out, "%04d", date->year);
	if (world_below(3))
		buf_printf(out, "-%02d", date->month);
}

static void add_field(const struct world *world, const struct article *a,
		      struct buf *out)
{
	static struct values values;
	struct str key =
		world->keys[world_below((unsigned int)world->key_count)];
	const struct article_value *v;

	buf_add_str(out, key);
	buf_add_char(out, ':');
	read_values(a, key, &values);
	if (values.count == 0 || world_below(12) == 0) {
		buf_add_str(out, world_below(2) ? STR("*") : STR("2"));
		return;
	}
	v = &values.list[world_below((unsigned int)values.count)];
	if (v->kind == ARTICLE_IS_NUMBER)
		add_number(v->number, out);
	else if (v->kind == ARTICLE_IS_DATE)
		add_date(&v->date, out);
	else if (v->kind == ARTICLE_IS_BOOL)
		buf_add_str(out, world_below(2) ? STR("yes") : STR("FALSE"));
	else if (v->kind == ARTICLE_IS_NAME && world_below(3))
		add_quoted(out, v->text);
	else
		add_word(world, v->text, out);
}

/* A word of these, or two that may stand together. */
static void add_literal(const char *field, const struct seen *list,
			size_t list_count, struct buf *out)
{
	unsigned int at, count = 1 + world_below(2);

	buf_printf(out, "%s:\"", field);
	for (unsigned int i = 0; i < count && list_count; i++) {
		at = world_below((unsigned int)list_count);
		buf_printf(out, "%s%.*s", i ? " " : "",
			   STR_ARG(list[at].folded));
	}
	buf_add_str(out, list_count ? STR("\"") : STR("water\""));
}

/* Where an article links to, or a host. */
static void add_link(const struct article *a, struct buf *out)
{
	struct str link = STR("example.org");

	if (a->link_count && world_below(4))
		link = a->links[world_below((unsigned int)a->link_count)];
	buf_add_str(out, STR("link:"));
	add_quoted(out, link);
}

void facets_query(const struct world *world, struct buf *out)
{
	const struct known *k =
		&world->articles[world_below((unsigned int)world->count)];
	const struct article *a = &k->article;
	size_t states = 0;

	switch (world_below(16)) {
	case 0:
		while (query_states[states])
			states++;
		buf_printf(out, "is:%s",
			   query_states[world_below((unsigned int)states)]);
		break;
	case 1:
		buf_add_str(out, STR("url:"));
		add_quoted(out, a->url.len ? a->url : STR("/nowhere/"));
		break;
	case 2:
		buf_add_str(out, STR("path:"));
		add_quoted(out,
			   str_head(a->id,
				    1 + world_below((unsigned int)a->id.len)));
		break;
	case 3:
	case 4:
		add_literal("code", k->code, k->code_count, out);
		break;
	case 6:
		add_literal("alt", k->alt, k->alt_count, out);
		break;
	case 5:
		add_link(a, out);
		break;
	default:
		add_field(world, a, out);
	}
}
