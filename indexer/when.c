/*
 * When: the dates of an article, from its keys, its path and its commits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/when.h"

#include <string.h>

#include "base/utf8.h"
#include "indexer/date_forms.h"
#include "indexer/path.h"
#include "indexer/path_date.h"

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* More than any list of keys below has, so that each ends in NULL. */
#define KEYS 10

/* Years that a note asks about. */
#define YEAR_MIN     1990
#define YEARS_MORE   5
#define YEAR_SECONDS 31556952

/* The keys of each field, the first that is set counts. Case is ignored, but
 * a key that is written exactly so goes before one that is only alike. */
static const char *const date_keys[SITE_PRESETS][KEYS] = {
	[SITE_GENERIC] = { "date.created", "date", "pubDate", "publishDate",
			   "pubdate", "published", "created" },
	[SITE_JEKYLL] = { "date" },
	[SITE_HUGO] = { "date", "publishdate", "pubdate", "published",
			"lastmod", "modified" },
	[SITE_ELEVENTY] = { "date" },
	[SITE_ZOLA] = { "date" },
	[SITE_ASTRO] = { "pubDate", "date", "publishDate", "published",
			 "created" },
	[SITE_DOCUSAURUS] = { "date" },
	[SITE_MDBOOK] = { "date", "pubDate", "publishDate", "pubdate",
			  "published", "created" },
};

/* A preset's own go before those of all. */
static const char *const own_updated_keys[SITE_PRESETS][KEYS] = {
	[SITE_JEKYLL] = { "last_modified_at", "seo.date_modified" },
	[SITE_ZOLA] = { "updated" },
	[SITE_ASTRO] = { "updatedDate", "lastUpdated" },
	[SITE_DOCUSAURUS] = { "last_update.date" },
};

static const char *const updated_keys[KEYS] = {
	"lastmod",	    "modified",	   "updated",	       "updatedDate",
	"last_modified_at", "lastUpdated", "last_update.date", "date.updated",
};

static const char *const publish_keys[KEYS] = { "publishdate", "pubdate",
						"published", "date.created",
						"date" };

static const char *const expire_keys[KEYS] = { "expirydate", "unpublishdate" };

/* Dates may be in the URL that an article gives itself. */
static const char *const url_keys[] = { "permalink", "path", "url" };

/* They may say whether instead of when. */
static const char *const flag_keys[] = { "published", "lastUpdated" };

/* What Eleventy takes for a date and only the file's history knows. */
static const char *const history_words[] = { "Created", "Last Modified",
					     "git Created",
					     "git Last Modified" };

struct reader {
	struct fields *f;
	/* Values that were looked at: nothing is said of them twice. */
	const struct front_node *seen[4 * KEYS];
	size_t seen_count;
};

static bool is_one_of(struct str s, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(s, str_of(list[i])))
			return true;
	}
	return false;
}

/* ---- What is said of a value */

/* May it say whether instead of when? */
static bool is_flag_key(const char *key)
{
	return is_one_of(str_of(key), flag_keys, COUNT(flag_keys));
}

/* How it is best written. */
static void format_plainly(const struct date *date, char out[DATE_TEXT_SIZE])
{
	struct date d = *date;

	if (d.precision < DATE_MINUTE) {
		d.precision = DATE_DAY;
	} else {
		d.precision = DATE_SECOND;
		d.has_zone = true;
	}
	date_format(&d, out);
}

/* The generator reads a time without a zone otherwise than we do. */
static void note_zone(struct fields *f, const struct front_node *node,
		      const struct date *date, enum date_reading reading)
{
	const struct zone *zone = f->site->zone;
	char text[DATE_TEXT_SIZE];
	const char *where = NULL;

	if (date->precision < DATE_MINUTE || !zone ||
	    zone_offset_at(zone, date->start) == 0)
		return;
	if (reading == DATE_READ_UTC)
		where = f->site->preset == SITE_HUGO
				? "as UTC, unless its timeZone is set"
				: "as UTC";
	else if (f->site->preset == SITE_ASTRO)
		where = "in the zone of the machine that builds the site";
	if (!where)
		return;
	format_plainly(date, text);
	warnings_note(f->warnings, node->line, node->column, "date-zone",
		      "%s reads '%.*s' %s, here it is in %.*s; write it as %s",
		      site_generator_name(f->site->preset),
		      STR_ARG(utf8_head(node->value, QUOTED_BYTES)), where,
		      STR_ARG(zone_name(zone)), text);
}

/* 2025, 20251026: to most generators that is a number. */
static void note_number(struct fields *f, const struct front_node *node,
			const struct date *date)
{
	struct str value = str_trim(node->value);
	char text[DATE_TEXT_SIZE];

	for (size_t i = 0; i < value.len; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return;
	}
	if (node->quoted || date->is_epoch)
		return;
	format_plainly(date, text);
	warnings_note(f->warnings, node->line, node->column, "bare-number",
		      "'%.*s' is a number to most generators; write it as %s",
		      STR_ARG(value), text);
}

/* The generator does not read it as we do. */
static void note_form(struct fields *f, const struct front_node *node,
		      const struct date *date)
{
	enum date_reading reading =
		date_forms_reading(f->site->preset, node->value, node->quoted);
	enum date_order order = f->site->date_order;
	char text[DATE_TEXT_SIZE];
	const char *what;

	switch (reading) {
	case DATE_READ_UTC:
	case DATE_READ_LOCAL:
		note_zone(f, node, date, reading);
		return;
	case DATE_READ_NOT:
		what = "does not read it as a date";
		break;
	case DATE_READ_SECONDS:
		what = "reads it as seconds since 1970";
		break;
	case DATE_READ_MS:
		what = "reads it as milliseconds since 1970";
		break;
	case DATE_READ_NO_OFFSET:
		what = "drops its offset, since it is in quotes";
		break;
	case DATE_READ_DMY:
		what = order == DATE_DMY ? NULL : "reads the day first";
		break;
	case DATE_READ_MDY:
		what = order == DATE_MDY ? NULL : "reads the month first";
		break;
	default:
		what = NULL;
		break;
	}
	if (!what)
		return;
	format_plainly(date, text);
	warnings_note(f->warnings, node->line, node->column,
		      reading == DATE_READ_NOT ? "date-not-read"
					       : "date-misread",
		      "'%.*s': %s %s; write it as %s",
		      STR_ARG(utf8_head(node->value, QUOTED_BYTES)),
		      site_generator_name(f->site->preset), what, text);
}

static void note_year(struct fields *f, const struct front_node *node,
		      const struct date *date)
{
	int64_t last = f->site->now + (int64_t)YEARS_MORE * YEAR_SECONDS;

	if (date->year < YEAR_MIN || (f->site->now && date->start > last))
		warnings_note(f->warnings, node->line, node->column, "odd-year",
			      "is the year %d meant?", date->year);
}

static void warn_no_date(struct fields *f, const char *key,
			 const struct front_node *node, unsigned int line,
			 unsigned int column)
{
	struct str value = utf8_head(str_trim(node->value), QUOTED_BYTES);
	struct date dmy, mdy;
	bool is_dmy, is_mdy;
	char text[DATE_TEXT_SIZE];

	/* The map of which date.created and date.updated are. */
	if (front_get(node, "created") || front_get(node, "updated"))
		return;
	if (node->kind != FRONT_SCALAR) {
		warnings_add(f->warnings, line, column, "bad-date",
			     "'%s' is a %s, not a date; write it as "
			     "2025-10-26",
			     key, node->kind == FRONT_LIST ? "list" : "map");
		return;
	}
	if (is_one_of(value, history_words, COUNT(history_words))) {
		warnings_note(f->warnings, line, column, "unknown-date",
			      "'%.*s' is not known here: it is not in the file",
			      STR_ARG(value));
		return;
	}
	is_dmy = date_parse_order(node->value, DATE_DMY, &dmy);
	is_mdy = date_parse_order(node->value, DATE_MDY, &mdy);
	if (!is_dmy && !is_mdy) {
		warnings_add(f->warnings, line, column, "bad-date",
			     "'%.*s' is %s date; write it as 2025-10-26",
			     STR_ARG(value),
			     is_flag_key(key) ? "neither true, false nor a"
					      : "not a");
		return;
	}
	format_plainly(is_dmy ? &dmy : &mdy, text);
	warnings_add(f->warnings, line, column, "ambiguous-date",
		     "'%.*s' could have its day or its month first; write it "
		     "as %.10s, or set date_order in pressmark.yaml",
		     STR_ARG(value), text);
}

/* ---- Fields */

static bool is_seen(struct reader *r, const struct front_node *node)
{
	for (size_t i = 0; i < r->seen_count; i++) {
		if (r->seen[i] == node)
			return true;
	}
	if (r->seen_count < COUNT(r->seen))
		r->seen[r->seen_count++] = node;
	return false;
}

/* The date that a value says; what there is to say of it is said once. */
static bool read_value(struct reader *r, const char *key,
		       const struct front_node *node,
		       const struct article_from *from, struct date *out)
{
	struct fields *f = r->f;
	const struct site *site = f->site;
	bool is_new = !is_seen(r, node), flag;
	/* What a default says has its place in another file. */
	bool is_here = from->rule == ARTICLE_BY_KEY;
	unsigned int line = is_here ? node->line : 0;
	unsigned int column = is_here ? node->column : 0;

	if (is_flag_key(key) && front_bool(node, &flag))
		return false;
	if (node->kind != FRONT_SCALAR ||
	    !date_parse_order(node->value, site->date_order, out)) {
		if (is_new)
			warn_no_date(f, key, node, line, column);
		return false;
	}
	date_resolve(out, site->zone);
	if (!is_new)
		return true;
	if (out->is_epoch)
		warnings_add(f->warnings, line, column, "epoch-date",
			     "'%s' is a bare number, read as Unix time", key);
	/* Jekyll and Eleventy themselves read no other key as a date. */
	if (is_here &&
	    (!strcmp(key, "date") ||
	     (site->preset != SITE_JEKYLL && site->preset != SITE_ELEVENTY)))
		note_form(f, node, out);
	if (is_here && site->preset == SITE_GENERIC)
		note_number(f, node, out);
	if (is_here)
		note_year(f, node, out);
	return true;
}

/* The first of these keys that says a date. */
static bool read_keys(struct reader *r, const char *const keys[KEYS],
		      enum article_field field, struct date *out)
{
	struct article_from *from = &r->f->out->from[field];

	for (size_t i = 0; i < KEYS && keys[i]; i++) {
		const struct front_node *node = fields_get(r->f, keys[i], from);

		if (node && read_value(r, keys[i], node, from, out))
			return true;
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	out->precision = DATE_NONE;
	return false;
}

/* What the URL that an article gives itself says. */
static bool read_url(const struct fields *f, struct date *out)
{
	struct article_from *from = &f->out->from[ARTICLE_DATE];

	for (size_t i = 0; i < COUNT(url_keys); i++) {
		const struct front_node *node =
			fields_get(f, url_keys[i], from);

		if (node && node->kind == FRONT_SCALAR &&
		    path_date_inside(node->value, f->site->preset, out)) {
			from->rule = ARTICLE_BY_URL;
			return true;
		}
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	return false;
}

static void read_path(const struct fields *f, struct date *out)
{
	struct article_from *from = &f->out->from[ARTICLE_DATE];
	struct str id = f->out->path, path = id, extension;
	struct str name = path_stem(path_last_part(&path), &extension);

	path = str_make(id.p, (size_t)(name.p + name.len - id.p));
	if (path_date_of_name(id, f->site->preset, out) > 0)
		from->rule = ARTICLE_BY_NAME;
	else if (!read_url(f, out) &&
		 path_date_inside(path, f->site->preset, out))
		from->rule = ARTICLE_BY_PATH;
	date_resolve(out, f->site->zone);
}

/* From when on it is shown, where the generator holds it back. */
static void read_publish(struct reader *r)
{
	struct article *out = r->f->out;
	bool is_post;

	switch (r->f->site->preset) {
	case SITE_JEKYLL:
		is_post = path_has_folder(out->path, STR("_posts"));
		break;
	case SITE_GENERIC:
		if (read_keys(r, publish_keys, ARTICLE_PUBLISH_AT,
			      &out->publish_at))
			return;
		is_post = true;
		break;
	case SITE_HUGO:
		read_keys(r, publish_keys, ARTICLE_PUBLISH_AT,
			  &out->publish_at);
		return;
	default:
		return;
	}
	if (is_post) {
		out->publish_at = out->date;
		out->from[ARTICLE_PUBLISH_AT] = out->from[ARTICLE_DATE];
	}
}

/* What only the commits of the file say. */
static void read_git(struct fields *f, int64_t seconds,
		     enum article_field field, struct date *out)
{
	if (out->precision != DATE_NONE || seconds <= 0 ||
	    !date_of_instant(seconds, out))
		return;
	date_resolve(out, f->site->zone);
	f->out->from[field].rule = ARTICLE_BY_GIT;
}

void when_read(struct fields *f)
{
	enum site_preset preset = f->site->preset;
	struct article *out = f->out;
	struct reader r = { .f = f };

	if (!read_keys(&r, date_keys[preset], ARTICLE_DATE, &out->date))
		read_path(f, &out->date);
	if (!read_keys(&r, own_updated_keys[preset], ARTICLE_UPDATED,
		       &out->updated))
		read_keys(&r, updated_keys, ARTICLE_UPDATED, &out->updated);
	if (!f->site->show_future)
		read_publish(&r);
	if (preset == SITE_GENERIC || preset == SITE_HUGO)
		read_keys(&r, expire_keys, ARTICLE_EXPIRE_AT, &out->expire_at);
	if (out->date.precision != DATE_NONE &&
	    out->updated.precision != DATE_NONE &&
	    out->updated.end < out->date.start)
		warnings_note(f->warnings, out->from[ARTICLE_UPDATED].line, 0,
			      "updated-before-date",
			      "'%.*s' is before the article's date",
			      STR_ARG(out->from[ARTICLE_UPDATED].key));
	read_git(f, f->origin->git_first, ARTICLE_DATE, &out->date);
	read_git(f, f->origin->git_last, ARTICLE_UPDATED, &out->updated);
}
