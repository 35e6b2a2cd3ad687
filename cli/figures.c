/*
 * Figures: how relevant what is found is, for people and for programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/figures.h"

#include "base/json.h"
#include "eval/chance.h"
#include "query/typeset.h"
#include "text/number.h"

#define FIGURES_VERSION 1 /* of the JSON's shape */

#define LABEL_COLUMNS 11 /* of measures */
#define VALUE_COLUMNS 10 /* of one value */
#define QUERY_COLUMNS 40 /* of the text of a query */

#define P_LEAST 0.0001 /* of which a smaller p is only said that it is */

/* ---- Text --------------------------------------------------------------- */

static void add_count(const char *label, size_t n, struct buf *out)
{
	struct buf digits = BUF_INIT;

	number_add(n, &digits);
	buf_printf(out, "%-*s%*.*s\n", LABEL_COLUMNS, label, VALUE_COLUMNS,
		   STR_ARG(buf_view(&digits)));
	buf_release(&digits);
}

/* "MAP             0.3412", and beside it the run and the difference. */
static void add_measure(const struct figures *f, enum measure m,
			struct buf *out)
{
	const struct evaluation_difference *d = &f->differences[m];

	buf_printf(out, "%-*s%*.4f", LABEL_COLUMNS, measure_name(m),
		   VALUE_COLUMNS, f->now.mean.of[m]);
	if (f->run) {
		buf_printf(out, "%*.4f%+12.4f", VALUE_COLUMNS,
			   f->then.mean.of[m], d->mean);
		if (d->p < P_LEAST)
			buf_printf(out, "%*s", VALUE_COLUMNS, "<0.0001");
		else
			buf_printf(out, "%*.4f", VALUE_COLUMNS, d->p);
		buf_printf(out, "%8u%8u", d->better, d->worse);
	}
	buf_add_char(out, '\n');
}

/* The values of a query; less those of the run, where there is one. */
static void add_query(const struct figures *f, size_t i, struct buf *out)
{
	const struct judged_query *query = &f->judged->queries[i];
	struct buf text = BUF_INIT;

	for (int m = 0; m < MEASURES; m++) {
		double value = f->now.queries[i].of[m];

		if (f->run)
			value -= f->then.queries[i].of[m];
		buf_printf(out, f->run ? "%+*.4f" : "%*.4f",
			   m ? VALUE_COLUMNS + 1 : VALUE_COLUMNS, value);
	}
	typeset_clean(query->text, &text);
	buf_add_str(out, STR("  "));
	typeset_plain(query->id, out);
	buf_add_str(out, STR(": "));
	typeset_cut(buf_view(&text), QUERY_COLUMNS, out);
	buf_add_char(out, '\n');
	buf_release(&text);
}

static void add_queries(const struct figures *f, struct buf *out)
{
	buf_add_char(out, '\n');
	for (int m = 0; m < MEASURES; m++)
		buf_printf(out, "%*s", m ? VALUE_COLUMNS + 1 : VALUE_COLUMNS,
			   measure_name(m));
	buf_add_str(out,
		    f->run ? STR("  query (difference)\n") : STR("  query\n"));
	for (size_t i = 0; i < f->judged->count; i++)
		add_query(f, i, out);
}

void figures_text(const struct figures *f, struct buf *out)
{
	add_count("queries", f->judged->count, out);
	add_count("relevant", f->judged->relevant, out);
	if (f->run)
		buf_printf(out, "%-*s%*s%*s%12s%*s%8s%8s\n", LABEL_COLUMNS, "",
			   VALUE_COLUMNS, "index", VALUE_COLUMNS, "run",
			   "difference", VALUE_COLUMNS, "p", "better", "worse");
	for (int m = 0; m < MEASURES; m++)
		add_measure(f, (enum measure)m, out);
	if (f->with_queries)
		add_queries(f, out);
}

/* ---- JSON --------------------------------------------------------------- */

static void add_int(struct json *j, const char *key, size_t value)
{
	json_key(j, key);
	json_int(j, (int64_t)value);
}

static void add_measures(struct json *j, const char *key,
			 const struct measures *measures)
{
	json_key(j, key);
	json_object(j);
	for (int m = 0; m < MEASURES; m++) {
		json_key(j, measure_key((enum measure)m));
		json_double(j, measures->of[m]);
	}
	json_end(j);
}

static void add_comparison(struct json *j, const struct figures *f)
{
	json_key(j, "compared");
	if (!f->run) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "run");
	json_str(j, str_of(f->run));
	add_int(j, "throws", CHANCE_THROWS);
	add_measures(j, "measures", &f->then.mean);
	json_key(j, "differences");
	json_object(j);
	for (int m = 0; m < MEASURES; m++) {
		const struct evaluation_difference *d = &f->differences[m];

		json_key(j, measure_key((enum measure)m));
		json_object(j);
		json_key(j, "mean");
		json_double(j, d->mean);
		json_key(j, "p");
		json_double(j, d->p);
		add_int(j, "better", d->better);
		add_int(j, "worse", d->worse);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void add_json_queries(struct json *j, const struct figures *f)
{
	json_key(j, "per_query");
	json_array(j);
	for (size_t i = 0; i < f->judged->count; i++) {
		const struct judged_query *query = &f->judged->queries[i];

		json_object(j);
		json_key(j, "id");
		json_str(j, query->id);
		json_key(j, "query");
		json_str(j, query->text);
		add_int(j, "relevant", query->relevant);
		add_measures(j, "measures", &f->now.queries[i]);
		if (f->run)
			add_measures(j, "compared", &f->then.queries[i]);
		json_end(j);
	}
	json_end(j);
}

void figures_json(const struct figures *f, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	add_int(&j, "version", FIGURES_VERSION);
	add_int(&j, "queries", f->judged->count);
	add_int(&j, "relevant", f->judged->relevant);
	add_int(&j, "refused", f->now.refused);
	add_measures(&j, "measures", &f->now.mean);
	add_comparison(&j, f);
	if (f->with_queries)
		add_json_queries(&j, f);
	json_end(&j);
	buf_add_char(out, '\n');
}
