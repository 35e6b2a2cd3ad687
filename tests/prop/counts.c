/*
 * What facets are to say, by counting the values of every article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "counts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facets.h"
#include "text/fold.h"

#define TALLIES 4000
#define TEXT	256

/* A value, and how many of the articles found have it. */
struct tally {
	enum article_kind kind;
	char text[TEXT]; /* folded; dates with dashes */
	double number;
	uint32_t articles;
	size_t last; /* article that counted, plus one */
};

struct tallies {
	struct tally list[TALLIES];
	size_t count;
};

static void fold_to(struct str name, char out[TEXT])
{
	struct buf b = BUF_INIT;

	fold_name(name, &b);
	snprintf(out, TEXT, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void show_date(const struct date *d, char out[TEXT])
{
	if (d->precision == DATE_YEAR)
		snprintf(out, TEXT, "%04d", d->year);
	else if (d->precision == DATE_MONTH)
		snprintf(out, TEXT, "%04d-%02d", d->year, d->month);
	else
		snprintf(out, TEXT, "%04d-%02d-%02d", d->year, d->month,
			 d->day);
}

/* Counts a value once an article. */
static void tally(struct tallies *t, const struct tally *value, size_t article)
{
	size_t i = 0;

	while (i < t->count && (t->list[i].kind != value->kind ||
				t->list[i].number != value->number ||
				strcmp(t->list[i].text, value->text) != 0))
		i++;
	if (i == t->count) {
		world_expect(i < TALLIES, "too many values");
		t->list[t->count++] = *value;
	}
	if (t->list[i].last != article + 1)
		t->list[i].articles++;
	t->list[i].last = article + 1;
}

static void tally_date(struct tallies *t, const struct date *date,
		       enum date_precision precision, size_t article)
{
	struct tally value = { .kind = ARTICLE_IS_DATE };
	struct date cut = *date;

	if (date->precision < precision || date->precision == DATE_NONE)
		return;
	cut.precision = precision;
	show_date(&cut, value.text);
	tally(t, &value, article);
}

static void tally_value(struct tallies *t, const struct article_value *v,
			size_t article)
{
	struct tally value = { .kind = v->kind };

	if (v->kind == ARTICLE_IS_NAME)
		fold_to(v->text, value.text);
	else if (v->kind == ARTICLE_IS_NUMBER)
		value.number = v->number;
	else if (v->kind == ARTICLE_IS_DATE)
		show_date(&v->date, value.text);
	else if (v->kind == ARTICLE_IS_BOOL)
		snprintf(value.text, TEXT, "%s", v->flag ? "true" : "false");
	if (v->kind != ARTICLE_IS_TEXT &&
	    (v->kind != ARTICLE_IS_NAME || value.text[0]) &&
	    isfinite(value.number))
		tally(t, &value, article);
}

static void tally_all(struct world *world, const unsigned char *found,
		      struct str key, struct tallies *t)
{
	t->count = 0;
	for (size_t i = 0; i < world->count; i++) {
		const struct article *a = &world->articles[i].article;
		const struct article_value *values;
		size_t count;

		if (!found[i])
			continue;
		if (str_eq(key, STR("year"))) {
			tally_date(t, &a->date, DATE_YEAR, i);
		} else if (str_eq(key, STR("month"))) {
			tally_date(t, &a->date, DATE_MONTH, i);
		} else {
			count = facets_values(a, key, &values);
			for (size_t n = 0; n < count; n++)
				tally_value(t, &values[n], i);
		}
	}
}

static int rank(enum article_kind kind)
{
	return kind == ARTICLE_IS_NAME	   ? 0
	       : kind == ARTICLE_IS_NUMBER ? 1
	       : kind == ARTICLE_IS_DATE   ? 2
					   : 3;
}

static int by_use(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	if (x->kind != y->kind)
		return rank(x->kind) - rank(y->kind);
	if (x->number != y->number)
		return x->number > y->number ? 1 : -1;
	return strcmp(x->text, y->text);
}

static int by_time(const void *a, const void *b)
{
	return strcmp(((const struct tally *)b)->text,
		      ((const struct tally *)a)->text);
}

/* ---- Spellings ---------------------------------------------------------- */

/* In how many articles of all a name is written so first. */
static size_t uses(struct world *world, struct str key, const char *folded,
		   struct str written)
{
	size_t uses = 0;

	for (size_t i = 0; i < world->count; i++) {
		const struct article_value *values;
		size_t count = facets_values(&world->articles[i].article, key,
					     &values);
		char other[TEXT];

		for (size_t n = 0; n < count; n++) {
			if (values[n].kind != ARTICLE_IS_NAME)
				continue;
			fold_to(values[n].text, other);
			if (strcmp(other, folded) != 0)
				continue;
			uses += str_eq(values[n].text, written);
			break;
		}
	}
	return uses;
}

/* Is there a way of writing a name that more articles have? */
static bool is_commonest(struct world *world, struct str key,
			 const char *folded, struct str label)
{
	size_t most = uses(world, key, folded, label);

	if (most == 0)
		return false;
	for (size_t i = 0; i < world->count; i++) {
		const struct article_value *values;
		size_t count = facets_values(&world->articles[i].article, key,
					     &values);

		for (size_t n = 0; n < count; n++) {
			struct str other = values[n].text;
			char text[TEXT];

			if (values[n].kind != ARTICLE_IS_NAME ||
			    str_eq(other, label))
				continue;
			fold_to(other, text);
			if (strcmp(text, folded) == 0 &&
			    uses(world, key, folded, other) > most)
				return false;
		}
	}
	return true;
}

/* ---- Timelines ---------------------------------------------------------- */

/* The number of a step: of days, months, or so many years. */
static int64_t step_of(const struct date *d, enum date_precision unit,
		       int64_t years)
{
	if (unit == DATE_DAY)
		return date_days(d->year, d->month, d->day);
	return unit == DATE_MONTH ? d->year * 12 + d->month : d->year / years;
}

/* How many steps there are from the first to the last; 0 for none. */
static int64_t steps(struct world *world, const unsigned char *found,
		     enum date_precision unit, int64_t years, int64_t *first)
{
	int64_t last = INT64_MIN;

	*first = INT64_MAX;
	for (size_t i = 0; i < world->count; i++) {
		const struct date *d = &world->articles[i].article.date;
		int64_t step;

		if (!found[i] || d->precision == DATE_NONE ||
		    d->precision < unit)
			continue;
		step = step_of(d, unit, years);
		if (step < *first)
			*first = step;
		if (step > last)
			last = step;
	}
	return last < *first ? 0 : last - *first + 1;
}

/* Do the first and the last dates say this? Those of the same month (or
 * year) as others that do may not. */
static bool says_ends(struct world *world, const unsigned char *found,
		      enum date_precision unit)
{
	enum date_precision longer = unit == DATE_DAY ? DATE_MONTH : DATE_YEAR;
	int64_t first[2] = { INT64_MAX, INT64_MAX }, last[2] = { 0, 0 };

	for (size_t i = 0; i < world->count; i++) {
		const struct date *d = &world->articles[i].article.date;
		int64_t step = step_of(d, longer, 1);

		for (int says = 0; says < 2; says++) {
			if (!found[i] || d->precision == DATE_NONE ||
			    d->precision < (says ? unit : longer))
				continue;
			if (step < first[says])
				first[says] = step;
			if (step > last[says])
				last[says] = step;
		}
	}
	return first[0] == first[1] && last[0] == last[1];
}

static const char *check_timeline(struct world *world,
				  const unsigned char *found,
				  const struct facet *f)
{
	enum date_precision unit = DATE_YEAR;
	int64_t first, other, years = 1, most = FACETS_BARS, in_days;
	int64_t in_years = steps(world, found, DATE_YEAR, 1, &other);
	int64_t in_months = steps(world, found, DATE_MONTH, 1, &other);

	in_days = steps(world, found, DATE_DAY, 1, &other);
	if (in_years && (in_years - 2) * 12 + 2 <= most && in_months &&
	    says_ends(world, found, DATE_MONTH)) {
		if (in_months <= most)
			unit = DATE_MONTH;
		if ((in_months - 2) * 28 + 2 <= most && in_days &&
		    in_days <= most && says_ends(world, found, DATE_DAY))
			unit = DATE_DAY;
	}
	while (unit == DATE_YEAR &&
	       steps(world, found, unit, years, &first) > most)
		years *= 10;
	if (steps(world, found, unit, years, &first) != (int64_t)f->count ||
	    f->count != f->total)
		return "the timeline has another number of steps";
	for (size_t n = 0; n < f->count; n++) {
		uint32_t articles = 0;

		for (size_t i = 0; i < world->count; i++) {
			const struct date *d = &world->articles[i].article.date;

			articles +=
				found[i] && d->precision != DATE_NONE &&
				d->precision >= unit &&
				step_of(d, unit, years) - first == (int64_t)n;
		}
		if (articles != f->values[n].articles)
			return "a step of the timeline has other articles";
	}
	return NULL;
}

/* ---- Facets ------------------------------------------------------------- */

static bool is_told(const struct tally *value, struct str text)
{
	char folded[TEXT];

	if (value->kind == ARTICLE_IS_NUMBER)
		return strtod(text.p, NULL) == value->number;
	if (value->kind != ARTICLE_IS_NAME)
		return str_eq(text, str_of(value->text));
	fold_to(text, folded);
	return strcmp(folded, value->text) == 0;
}

static const char *check(struct world *world, const unsigned char *found,
			 const struct facet *f)
{
	static struct tallies t;
	bool is_time =
		str_eq(f->key, STR("year")) || str_eq(f->key, STR("month"));

	if (str_eq(f->key, STR("timeline")))
		return check_timeline(world, found, f);
	tally_all(world, found, f->key, &t);
	qsort(t.list, t.count, sizeof(*t.list), is_time ? by_time : by_use);
	if (f->total != t.count)
		return "another number of values";
	if (f->count != (t.count < FACETS_VALUES ? t.count : FACETS_VALUES))
		return "another number of values is told";
	for (size_t i = 0; i < f->count; i++) {
		if (f->values[i].articles != t.list[i].articles)
			return "a value has other articles";
		if (!is_told(&t.list[i], f->values[i].text))
			return "another value in its place";
		if (t.list[i].kind == ARTICLE_IS_NAME && world_below(8) == 0 &&
		    !is_commonest(world, f->key, t.list[i].text,
				  f->values[i].text))
			return "it is written otherwise more often";
	}
	return NULL;
}

void counts_ask(const struct world *world, struct buf *out)
{
	struct str key =
		world->keys[world_below((unsigned int)world->key_count)];

	buf_add_str(out, STR("tag,author,year,month,timeline,lang,category,"
			     "section,"));
	buf_add_str(out, key);
}

const char *counts_check(struct world *world, const unsigned char *found,
			 const struct search_page *page)
{
	const char *what = page->facet_count < 8 ? "facets are missing" : NULL;

	for (size_t i = 0; i < page->facet_count && !what; i++)
		what = check(world, found, &page->facets[i]);
	return what;
}
