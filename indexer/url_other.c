/*
 * The URL that an article's path gives it with Zola, Astro, Docusaurus and
 * mdBook.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_other.h"

#include "indexer/path.h"
#include "indexer/url_rule.h"
#include "indexer/url_slug.h"
#include "text/date.h"

#include <string.h>

#define DATE_LEN 10 /* of YYYY-MM-DD */

/* Takes a folder off the front of a path, if it is there. */
static bool take_folder(struct str *path, const char *folder)
{
	struct str name = str_of(folder);

	if (!url_is_below(name, *path))
		return false;
	*path = str_skip(*path, name.len + 1);
	return true;
}

/* Takes the first part off a path. */
static struct str take_first(struct str *path)
{
	struct str part = str_head(*path, str_find(*path, '/'));

	*path = str_skip(*path, part.len + 1);
	return part;
}

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.len && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* Behind YYYY-MM-DD, a blank at most, and '-' or '_'; all of it if there is
 * nothing behind. */
static struct str without_date(struct str name)
{
	struct str rest = str_skip(name, DATE_LEN);
	struct date date;

	if (!date_parse(str_head(name, DATE_LEN), &date) ||
	    date.precision != DATE_DAY)
		return name;
	rest = str_skip(rest, str_starts(rest, STR(" ")));
	if (rest.len < 2 || !strchr("-_", rest.p[0]))
		return name;
	return str_skip(rest, 1);
}

void url_zola(const struct url_page *page, struct buf *out)
{
	struct str folder = page->folder, last = page->name;
	size_t start;

	url_add_language(page, out);
	if (page->is_index && !str_eq(last, STR("_index")) && folder.len > 0)
		last = path_last_part(&folder);
	url_add_part(folder, out);
	if (page->is_index &&
	    (str_eq(last, STR("_index")) || str_eq(last, STR("index"))))
		last = STR("");
	last = page->slug.len > 0 ? page->slug : without_date(last);
	buf_add_char(out, '/');
	start = out->len;
	if (!slug_ascii(last, out)) {
		out->len = start;
		buf_add_str(out, last);
	}
	buf_add_char(out, '/');
}

void url_astro(const struct url_page *page, struct buf *out)
{
	struct str folder = page->folder, slug = page->slug;
	bool is_page = take_folder(&folder, "src/pages");
	bool is_docs = !is_page && take_folder(&folder, "src/content/docs");
	bool is_entry =
		is_docs || (!is_page && take_folder(&folder, "src/content"));

	/* A slug is all of the entry's id. */
	if (is_entry && slug.len > 0) {
		if (!is_docs)
			url_add_part(take_first(&folder), out);
		url_add_part(slug, out);
		buf_add_char(out, '/');
		return;
	}
	while (folder.len > 0) {
		buf_add_char(out, '/');
		if (is_entry)
			slug_github(take_first(&folder), out);
		else
			buf_add_str(out, take_first(&folder));
	}
	buf_add_char(out, '/');
	if (page->is_index)
		return;
	if (is_entry)
		slug_github(page->name, out);
	else
		buf_add_str(out, slug.len > 0 && !is_page ? slug : page->name);
	buf_add_char(out, '/');
}

/* "01-Intro" is "Intro", but "2021-11-x" and "7.0-x" are dates or versions. */
static struct str without_number(struct str part)
{
	size_t n = digits(part), at = n;
	bool has_mark;

	if (n == 0)
		return part;
	if (n + 1 < part.len && strchr("-_.", part.p[n]) &&
	    digits(str_skip(part, n + 1)) > 0)
		return part;
	while (at < part.len && strchr(" \t-_.", part.p[at]))
		at++;
	/* Blanks alone part nothing: "2 cats". */
	has_mark = false;
	for (size_t i = n; i < at; i++)
		has_mark = has_mark || strchr("-_.", part.p[i]);
	return has_mark && at < part.len ? str_skip(part, at) : part;
}

/* Docs: a folder's index, README or a file named as it stands for it. */
static void add_doc(const struct url_page *page, struct str folder,
		    struct buf *out)
{
	struct str parents = folder;
	bool is_folder = str_eq_nocase(page->name, STR("index")) ||
			 str_eq_nocase(page->name, STR("README")) ||
			 (folder.len > 0 &&
			  str_eq_nocase(page->name, path_last_part(&parents)));

	buf_add_str(out, STR("/docs/"));
	while (folder.len > 0) {
		buf_add_str(out, without_number(take_first(&folder)));
		buf_add_char(out, '/');
	}
	if (page->slug.len > 0)
		buf_add_str(out, page->slug);
	else if (!is_folder)
		buf_add_str(out, page->doc_id.len > 0
					 ? page->doc_id
					 : without_number(page->name));
}

/* The length of a date, 2025-10-26 or 2025/10/26, at the front; or 0. */
static size_t date_length(struct str s)
{
	size_t year = digits(s), month, day;

	if (year != 4)
		return 0;
	month = digits(str_skip(s, 5));
	day = digits(str_skip(s, 6 + month));
	if (month == 0 || month > 2 || day == 0 || 6 + month >= s.len ||
	    !strchr("-/", s.p[4]) || !strchr("-/", s.p[5 + month]))
		return 0;
	return 6 + month + (day > 2 ? 2 : day);
}

/* Posts: the date of the path, with slashes, before all else of it. */
static void add_post(const struct url_page *page, struct str folder,
		     struct buf *out)
{
	struct buf path = BUF_INIT;
	struct str s;
	size_t at = 0, len = 0;

	buf_add_str(out, STR("/blog"));
	if (page->slug.len > 0) {
		url_add_part(page->slug, out);
		return;
	}
	buf_add_str(&path, folder);
	if (!page->is_index) {
		if (path.len > 0)
			buf_add_char(&path, '/');
		buf_add_str(&path, page->name);
	}
	s = buf_view(&path);
	for (size_t i = 0; i < s.len; i++) {
		size_t n = date_length(str_skip(s, i));

		if (n > 0 && (i == 0 || digits(str_skip(s, i - 1)) == 0)) {
			at = i;
			len = n;
		}
	}
	buf_add_char(out, '/');
	for (size_t i = at; i < at + len; i++)
		buf_add_char(out, s.p[i] == '-' ? '/' : s.p[i]);
	buf_add_char(out, '/');
	buf_add_str(out, str_head(s, at));
	s = str_skip(s, at + len);
	s = str_skip(s, len > 0 && s.len > 0 && strchr("-/", s.p[0]));
	buf_add_str(out, s);
	buf_release(&path);
}

void url_docusaurus(const struct url_page *page, struct buf *out)
{
	struct str folder = page->folder;

	if (take_folder(&folder, "docs")) {
		add_doc(page, folder, out);
		return;
	}
	if (take_folder(&folder, "blog")) {
		add_post(page, folder, out);
		return;
	}
	take_folder(&folder, "src/pages");
	url_add_part(folder, out);
	buf_add_char(out, '/');
	if (page->slug.len > 0)
		buf_add_str(out, page->slug);
	else if (!page->is_index)
		buf_add_str(out, page->name);
}

void url_mdbook(const struct url_page *page, struct buf *out)
{
	struct str name = page->name;

	if (str_eq_nocase(name, STR("README")))
		name = STR("index");
	url_add_part(page->folder, out);
	url_add_part(name, out);
	buf_add_str(out, STR(".html"));
}
