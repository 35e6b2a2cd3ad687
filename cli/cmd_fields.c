/*
 * pressmark fields: the fields of the index, and the values of one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <unistd.h>

#include "base/json.h"
#include "cli/exit.h"
#include "query/catalog.h"
#include "query/typeset.h"
#include "text/number.h"

#define FIELDS_VERSION 1 /* of the JSON's shape */

#define SHOWN_VALUES  8	 /* of each field, at most */
#define NAME_COLUMNS  24 /* columns for the names of fields */
#define VALUE_COLUMNS 30 /* columns for one of several values */
#define WIDTH_MIN     40

struct args {
	const char *index;
	bool lines, json, help;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 0, "lines", NULL, OPT_FLAG, offsetof(struct args, lines),
	  "print the names of the fields alone, or with FIELD its values, one "
	  "a "
	  "line, the commonest first" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print one JSON object" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* ---- Text --------------------------------------------------------------- */

static void add_spaces(size_t count, struct buf *out)
{
	while (count-- > 0)
		buf_add_char(out, ' ');
}

/* Cleaned, and cut to so many columns. */
static void add_cut(struct str text, size_t columns, struct buf *out)
{
	struct buf clean = BUF_INIT;

	typeset_clean(text, &clean);
	typeset_cut(buf_view(&clean), columns, out);
	if (clean.failed)
		out->failed = clean.failed;
	buf_release(&clean);
}

/* Cut and filled up to so many columns. */
static void add_column(struct str text, size_t columns, struct buf *out)
{
	size_t start = out->len, width;

	add_cut(text, columns, out);
	width = typeset_width(str_skip(buf_view(out), start));
	add_spaces(columns > width ? columns - width : 0, out);
}

/* A number at the right of so many columns. */
static void add_right(uint32_t n, size_t columns, struct buf *out)
{
	struct buf digits = BUF_INIT;

	number_add(n, &digits);
	add_spaces(columns > digits.len ? columns - digits.len : 0, out);
	buf_add_str(out, buf_view(&digits));
	buf_release(&digits);
}

/* "a (3), b (2)": as many items as there is room for on the line that begins
 * at `start`; "…" where there are more. */
struct line {
	struct buf *out;
	size_t start, width;
	bool is_full;
};

static size_t used(const struct line *line)
{
	return typeset_width(str_skip(buf_view(line->out), line->start));
}

static void add_item(struct line *line, struct str text, uint32_t articles,
		     bool is_first)
{
	struct buf count = BUF_INIT, item = BUF_INIT;
	size_t room = line->width - used(line), columns = VALUE_COLUMNS;

	buf_add_str(&count, STR(" ("));
	number_add(articles, &count);
	buf_add_char(&count, ')');
	/* Room is kept for an ellipsis behind a comma. The first is shown as
	 * far as it goes. */
	if (is_first && room < columns + count.len + 3)
		columns = room > count.len + 4 ? room - count.len - 3 : 1;
	if (!is_first)
		buf_add_str(&item, STR(", "));
	add_cut(text, columns, &item);
	buf_add_str(&item, buf_view(&count));
	line->is_full = !is_first && typeset_width(buf_view(&item)) + 3 > room;
	if (!line->is_full)
		buf_add_str(line->out, buf_view(&item));
	buf_release(&item);
	buf_release(&count);
}

static void end_items(struct line *line, bool has_more, bool is_empty)
{
	if (line->is_full || has_more)
		buf_add_str(line->out, is_empty ? STR("\xe2\x80\xa6")
						: STR(", \xe2\x80\xa6"));
	buf_add_char(line->out, '\n');
}

static void print_values(const struct catalog_field *f, struct line *line)
{
	size_t shown = 0;

	if (f->low.len && f->values > SHOWN_VALUES) {
		add_cut(f->low, VALUE_COLUMNS, line->out);
		buf_add_str(line->out, STR(" to "));
		add_cut(f->high, VALUE_COLUMNS, line->out);
		buf_add_char(line->out, '\n');
		return;
	}
	while (shown < f->list_count && shown < SHOWN_VALUES) {
		add_item(line, f->list[shown].text, f->list[shown].articles,
			 shown == 0);
		if (line->is_full)
			break;
		shown++;
	}
	end_items(line, shown < f->values, shown == 0);
}

/* odd: three (name) in a.md, b.md and 3 more */
static void print_odd(const struct catalog_field *f, size_t indent,
		      struct buf *out)
{
	for (size_t i = 0; i < f->odd_count; i++) {
		const struct catalog_value *v = &f->odd[i];

		add_spaces(indent, out);
		buf_add_str(out, STR("odd: "));
		add_cut(v->text, VALUE_COLUMNS, out);
		buf_printf(out, " (%s) in ", catalog_kind_name(v->kind));
		for (size_t n = 0; n < v->id_count; n++) {
			if (n)
				buf_add_str(out, STR(", "));
			typeset_clean(v->ids[n], out);
		}
		if (v->articles > v->id_count) {
			buf_add_str(out, STR(" and "));
			number_add(v->articles - v->id_count, out);
			buf_add_str(out, STR(" more"));
		}
		buf_add_char(out, '\n');
	}
	if (f->odd_total > f->odd_count) {
		add_spaces(indent, out);
		buf_printf(out, "odd: %zu more values\n",
			   f->odd_total - f->odd_count);
	}
}

/* The columns that the names of fields take. */
static size_t name_width(const struct catalog_field *fields, size_t count)
{
	size_t most = strlen("field");

	for (size_t i = 0; i < count; i++) {
		struct buf clean = BUF_INIT;
		size_t width;

		typeset_clean(fields[i].name, &clean);
		width = typeset_width(buf_view(&clean));
		buf_release(&clean);
		if (width > most)
			most = width;
	}
	return most < NAME_COLUMNS ? most : NAME_COLUMNS;
}

static void print_all(const struct catalog_field *fields, size_t count,
		      size_t width, struct buf *out)
{
	size_t name = name_width(fields, count);

	if (count == 0)
		return;
	add_column(STR("field"), name, out);
	buf_add_str(out, STR("  kind    articles   values  commonest\n"));
	for (size_t i = 0; i < count; i++) {
		const struct catalog_field *f = &fields[i];
		struct line line = { out, out->len, width, false };

		add_column(f->name, name, out);
		buf_printf(out, "  %-6s", catalog_kind_name(f->kind));
		add_right(f->articles, 10, out);
		add_right(f->values, 9, out);
		buf_add_str(out, STR("  "));
		print_values(f, &line);
		print_odd(f, name + 2, out);
	}
}

static void print_others(const struct catalog_value *v, struct buf *out)
{
	for (size_t i = 0; i < v->other_count; i++) {
		buf_add_str(out, i ? STR(", ") : STR("; also "));
		typeset_clean(v->others[i].text, out);
		buf_add_str(out, STR(" ("));
		number_add(v->others[i].articles, out);
		buf_add_char(out, ')');
	}
}

static void print_one(const struct catalog_field *f, struct buf *out)
{
	typeset_clean(f->name, out);
	buf_printf(out, ": %s, in ", catalog_kind_name(f->kind));
	number_add(f->articles, out);
	buf_add_str(out,
		    f->articles == 1 ? STR(" article, ") : STR(" articles, "));
	number_add(f->values, out);
	buf_add_str(out, f->values == 1 ? STR(" value\n") : STR(" values\n"));
	print_odd(f, 0, out);
	for (size_t i = 0; i < f->list_count; i++) {
		const struct catalog_value *v = &f->list[i];

		add_right(v->articles, 8, out);
		buf_add_str(out, STR("  "));
		typeset_clean(v->text, out);
		print_others(v, out);
		buf_add_char(out, '\n');
	}
	if (f->list_count < f->values) {
		add_spaces(10, out);
		buf_printf(out, "and %zu more, each rarer\n",
			   f->values - f->list_count);
	}
}

/* The names of fields, or the values of one, a line each. */
static void print_lines(const struct catalog_field *fields, size_t count,
			bool is_one, struct buf *out)
{
	if (is_one)
		count = fields->list_count;
	for (size_t i = 0; i < count; i++) {
		typeset_plain(is_one ? fields->list[i].text : fields[i].name,
			      out);
		buf_add_char(out, '\n');
	}
}

/* ---- JSON --------------------------------------------------------------- */

static void add_text(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	if (text.len)
		json_str(j, text);
	else
		json_null(j);
}

static void add_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_int(j, value);
}

static void add_json_value(struct json *j, const struct catalog_value *v)
{
	json_object(j);
	add_text(j, "value", v->text);
	add_text(j, "kind", str_of(catalog_kind_name(v->kind)));
	add_int(j, "articles", v->articles);
	json_key(j, "others");
	json_array(j);
	for (size_t i = 0; i < v->other_count; i++) {
		json_object(j);
		add_text(j, "value", v->others[i].text);
		add_int(j, "articles", v->others[i].articles);
		json_end(j);
	}
	json_end(j);
	if (v->ids) {
		json_key(j, "ids");
		json_array(j);
		for (size_t i = 0; i < v->id_count; i++)
			json_str(j, v->ids[i]);
		json_end(j);
	}
	json_end(j);
}

static void add_json_values(struct json *j, const char *key,
			    const struct catalog_value *list, size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		add_json_value(j, &list[i]);
	json_end(j);
}

static void print_json(const struct catalog_field *fields, size_t count,
		       struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	add_int(&j, "version", FIELDS_VERSION);
	json_key(&j, "fields");
	json_array(&j);
	for (size_t i = 0; i < count; i++) {
		const struct catalog_field *f = &fields[i];

		json_object(&j);
		add_text(&j, "name", f->name);
		add_text(&j, "kind", str_of(catalog_kind_name(f->kind)));
		add_int(&j, "articles", f->articles);
		add_int(&j, "values", f->values);
		add_text(&j, "low", f->low);
		add_text(&j, "high", f->high);
		add_json_values(&j, "commonest", f->list, f->list_count);
		add_json_values(&j, "odd", f->odd, f->odd_count);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	buf_add_char(out, '\n');
}

/* ---- The command -------------------------------------------------------- */

static int show(const char *folder, const struct args *args, const char *name,
		struct err *err)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	const struct catalog_field *fields = NULL;
	struct catalog_field one;
	struct searcher *searcher = NULL;
	struct buf out = BUF_INIT;
	size_t count = 1, width = cli_columns(STDOUT_FILENO);
	int ret = cli_open_index(folder, &searcher, err);

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	if (ret >= 0)
		ret = name ? catalog_get(searcher, str_of(name), &arena, &one,
					 err)
			   : catalog_list(searcher, SHOWN_VALUES, &arena,
					  &fields, &count, err);
	if (ret < 0)
		goto out;
	if (args->json)
		print_json(name ? &one : fields, count, &out);
	else if (args->lines)
		print_lines(name ? &one : fields, count, name != NULL, &out);
	else if (name)
		print_one(&one, &out);
	else
		print_all(fields, count, width, &out);
	ret = cli_write(&out, err);
out:
	buf_release(&out);
	searcher_free(searcher);
	arena_release(&arena);
	if (ret < 0)
		return ret;
	return count ? EXIT_DONE : EXIT_NOTHING;
}

static int run_fields(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct buf folder = BUF_INIT;
	int first, ret;

	ret = cli_parse(&command_fields, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_fields, err);
	if (args.lines && args.json)
		return err_set(err, ERR_USAGE,
			       "options '--lines' and '--json' exclude each "
			       "other: one form at a time");
	if (argc - first > 1)
		return err_set(err, ERR_USAGE,
			       "unexpected '%s': one field at a time (see "
			       "'pressmark fields --help')",
			       argv[first + 1]);
	ret = cli_need_index(args.index, &folder, err);
	if (ret >= 0)
		ret = show(folder.p, &args, first < argc ? argv[first] : NULL,
			   err);
	if (ret < 0 && args.json)
		cli_write_error(err_name(err->code), 0, err);
	buf_release(&folder);
	return ret;
}

const struct command command_fields = {
	.name = "fields",
	.run = run_fields,
	.summary = "the fields of the articles, and their values",
	.operands = "[FIELD]",
	.about = "Lists every field that some article has: what kind most of "
		 "its values are, how\n"
		 "many articles have it, how many different values there are, "
		 "the commonest, and\n"
		 "odd ones, of another kind than most. With FIELD, all values "
		 "of that field and\n"
		 "how each is written.\n"
		 "\n"
		 "Any key of the front matter is a field. What is listed can "
		 "be searched:\n"
		 "'pressmark search FIELD:VALUE'.\n"
		 "\n"
		 "exit status: 0 done, 1 no article has any field, 2 wrong "
		 "usage or no such\n"
		 "field, 3 no index, or it is damaged, 75 the index kept "
		 "changing, try again.\n",
	.options = options,
	.examples =
		"  pressmark fields\n"
		"  pressmark fields tag       all tags, and how they are "
		"written\n"
		"  pressmark fields --lines author    for programs that read "
		"lines\n"
		"  pressmark fields --json    for others\n",
};
