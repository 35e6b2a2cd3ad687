/*
 * URL patterns: "/:year/:month/:title/" and what stands for its tokens.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_pattern.h"

#include "indexer/path.h"
#include "indexer/url_slug.h"
#include "text/date.h"

enum token {
	/* Of the date. */
	TOKEN_YEAR,
	TOKEN_SHORT_YEAR,
	TOKEN_MONTH,
	TOKEN_I_MONTH,
	TOKEN_SHORT_MONTH, /* OCT */
	TOKEN_MON,	   /* Oct */
	TOKEN_LONG_MONTH,
	TOKEN_DAY,
	TOKEN_I_DAY,
	TOKEN_Y_DAY, /* 001 to 366 */
	TOKEN_YEARDAY,
	TOKEN_W_YEAR,
	TOKEN_WEEK,
	TOKEN_W_DAY,   /* 1 to 7, Monday is 1 */
	TOKEN_WEEKDAY, /* 0 to 6, Sunday is 0 */
	TOKEN_SHORT_DAY,
	TOKEN_DDD, /* Sun */
	TOKEN_LONG_DAY,
	TOKEN_HOUR,
	TOKEN_MINUTE,
	TOKEN_SECOND,
	TOKEN_DATES, /* all before */

	TOKEN_TITLE,
	TOKEN_SLUG,
	TOKEN_NAME,
	TOKEN_FILENAME,
	TOKEN_SLUG_OR_FILENAME,
	TOKEN_BASENAME,
	TOKEN_PATH,
	TOKEN_CATEGORIES,
	TOKEN_SLUGIFIED_CATEGORIES,
	TOKEN_COLLECTION,
	TOKEN_SECTION,
	TOKEN_SECTIONS,
	TOKEN_OUTPUT_EXT,
	TOKEN_NONE
};

static const struct {
	struct str name;
	enum token token;
} names[] = {
	{ STR_INIT("year"), TOKEN_YEAR },
	{ STR_INIT("short_year"), TOKEN_SHORT_YEAR },
	{ STR_INIT("month"), TOKEN_MONTH },
	{ STR_INIT("i_month"), TOKEN_I_MONTH },
	{ STR_INIT("short_month"), TOKEN_SHORT_MONTH },
	{ STR_INIT("long_month"), TOKEN_LONG_MONTH },
	{ STR_INIT("monthname"), TOKEN_LONG_MONTH },
	{ STR_INIT("day"), TOKEN_DAY },
	{ STR_INIT("i_day"), TOKEN_I_DAY },
	{ STR_INIT("y_day"), TOKEN_Y_DAY },
	{ STR_INIT("yearday"), TOKEN_YEARDAY },
	{ STR_INIT("w_year"), TOKEN_W_YEAR },
	{ STR_INIT("week"), TOKEN_WEEK },
	{ STR_INIT("w_day"), TOKEN_W_DAY },
	{ STR_INIT("weekday"), TOKEN_WEEKDAY },
	{ STR_INIT("short_day"), TOKEN_SHORT_DAY },
	{ STR_INIT("long_day"), TOKEN_LONG_DAY },
	{ STR_INIT("weekdayname"), TOKEN_LONG_DAY },
	{ STR_INIT("hour"), TOKEN_HOUR },
	{ STR_INIT("minute"), TOKEN_MINUTE },
	{ STR_INIT("second"), TOKEN_SECOND },
	{ STR_INIT("title"), TOKEN_TITLE },
	{ STR_INIT("slug"), TOKEN_SLUG },
	{ STR_INIT("name"), TOKEN_NAME },
	{ STR_INIT("filename"), TOKEN_FILENAME },
	{ STR_INIT("contentbasename"), TOKEN_FILENAME },
	{ STR_INIT("slugorfilename"), TOKEN_SLUG_OR_FILENAME },
	{ STR_INIT("slugorcontentbasename"), TOKEN_SLUG_OR_FILENAME },
	{ STR_INIT("basename"), TOKEN_BASENAME },
	{ STR_INIT("path"), TOKEN_PATH },
	{ STR_INIT("categories"), TOKEN_CATEGORIES },
	{ STR_INIT("slugified_categories"), TOKEN_SLUGIFIED_CATEGORIES },
	{ STR_INIT("collection"), TOKEN_COLLECTION },
	{ STR_INIT("section"), TOKEN_SECTION },
	{ STR_INIT("sectionslug"), TOKEN_SECTION },
	{ STR_INIT("sections"), TOKEN_SECTIONS },
	{ STR_INIT("sectionslugs"), TOKEN_SECTIONS },
	{ STR_INIT("output_ext"), TOKEN_OUTPUT_EXT },
};

/* Go's layouts, longer ones first. */
static const struct {
	struct str name;
	enum token token;
} layouts[] = {
	{ STR_INIT("January"), TOKEN_LONG_MONTH },
	{ STR_INIT("Monday"), TOKEN_LONG_DAY },
	{ STR_INIT("2006"), TOKEN_YEAR },
	{ STR_INIT("002"), TOKEN_Y_DAY },
	{ STR_INIT("Jan"), TOKEN_MON },
	{ STR_INIT("Mon"), TOKEN_DDD },
	{ STR_INIT("01"), TOKEN_MONTH },
	{ STR_INIT("02"), TOKEN_DAY },
	{ STR_INIT("04"), TOKEN_MINUTE },
	{ STR_INIT("05"), TOKEN_SECOND },
	{ STR_INIT("06"), TOKEN_SHORT_YEAR },
	{ STR_INIT("15"), TOKEN_HOUR },
	{ STR_INIT("1"), TOKEN_I_MONTH },
	{ STR_INIT("2"), TOKEN_I_DAY },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const months[] = {
	"January", "February", "March",	    "April",   "May",	   "June",
	"July",	   "August",   "September", "October", "November", "December",
};

static const char *const days[] = {
	"Sunday",   "Monday", "Tuesday",  "Wednesday",
	"Thursday", "Friday", "Saturday",
};

/* The first three letters of a name, in upper case if asked. */
static void add_short(const char *name, bool upper, struct buf *out)
{
	for (int i = 0; i < 3; i++) {
		char c = name[i];

		if (upper && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		buf_add_char(out, c);
	}
}

/* ISO 8601: the year and the week that the Thursday of its week is in. */
static void iso_week(int64_t day, int *year, int *week)
{
	/* 1970-01-01 was a Thursday. */
	int64_t thursday = day - ((day + 3) % 7 + 7) % 7 + 3;
	int month, mday;

	date_from_days(thursday, year, &month, &mday);
	*week = (int)((thursday - date_days(*year, 1, 1)) / 7) + 1;
}

static void add_date(const struct date *date, enum token token, struct buf *out)
{
	int64_t day = date_days(date->year, date->month, date->day);
	int weekday = (int)(((day + 4) % 7 + 7) % 7); /* 0: Sunday */
	int year_day = (int)(day - date_days(date->year, 1, 1)) + 1;
	int year, week;

	iso_week(day, &year, &week);
	switch (token) {
	case TOKEN_YEAR:
		buf_printf(out, "%04d", date->year);
		break;
	case TOKEN_SHORT_YEAR:
		buf_printf(out, "%02d", date->year % 100);
		break;
	case TOKEN_MONTH:
		buf_printf(out, "%02d", date->month);
		break;
	case TOKEN_I_MONTH:
		buf_printf(out, "%d", date->month);
		break;
	case TOKEN_SHORT_MONTH:
	case TOKEN_MON:
		add_short(months[date->month - 1], token == TOKEN_SHORT_MONTH,
			  out);
		break;
	case TOKEN_LONG_MONTH:
		buf_add_str(out, str_of(months[date->month - 1]));
		break;
	case TOKEN_DAY:
		buf_printf(out, "%02d", date->day);
		break;
	case TOKEN_I_DAY:
		buf_printf(out, "%d", date->day);
		break;
	case TOKEN_Y_DAY:
		buf_printf(out, "%03d", year_day);
		break;
	case TOKEN_YEARDAY:
		buf_printf(out, "%d", year_day);
		break;
	case TOKEN_W_YEAR:
		buf_printf(out, "%04d", year);
		break;
	case TOKEN_WEEK:
		buf_printf(out, "%02d", week);
		break;
	case TOKEN_W_DAY:
		buf_printf(out, "%d", weekday ? weekday : 7);
		break;
	case TOKEN_WEEKDAY:
		buf_printf(out, "%d", weekday);
		break;
	case TOKEN_SHORT_DAY:
	case TOKEN_DDD:
		add_short(days[weekday], token == TOKEN_SHORT_DAY, out);
		break;
	case TOKEN_LONG_DAY:
		buf_add_str(out, str_of(days[weekday]));
		break;
	case TOKEN_HOUR:
		buf_printf(out, "%02d", date->hour);
		break;
	case TOKEN_MINUTE:
		buf_printf(out, "%02d", date->minute);
		break;
	default:
		buf_printf(out, "%02d", date->second);
		break;
	}
}

/* Adds the categories, joined with '/', each once. */
static void add_categories(const struct article *article, bool slugified,
			   struct buf *out)
{
	size_t start = out->len;

	for (size_t i = 0; i < article->category_count; i++) {
		struct str label = article->categories[i].label;

		if (out->len > start)
			buf_add_char(out, '/');
		if (slugified)
			slug_jekyll(label, out);
		else
			slug_lower(label, out);
	}
}

/* The folders from `first` to before `last`. */
static struct str folders(struct str path, size_t first, size_t last)
{
	size_t at = 0, start = path.len, end = path.len;

	for (size_t part = 0; at <= path.len && path.len > 0; part++) {
		size_t len = str_find(str_skip(path, at), '/');

		if (part == first)
			start = at;
		if (part >= first && part < last)
			end = at + len;
		at += len + 1;
	}
	return start < end && first < last
		       ? str_make(path.p + start, end - start)
		       : str_make(NULL, 0);
}

static size_t count_folders(struct str path)
{
	size_t n = path.len > 0;

	for (size_t i = 0; i < path.len; i++)
		n += path.p[i] == '/';
	return n;
}

/* A number, "last", or what holds when there is nothing. */
static size_t slice_end(struct str s, size_t count, size_t absent)
{
	size_t n = 0;

	s = str_trim(s);
	if (s.len == 0)
		return absent;
	if (str_eq_nocase(s, STR("last")))
		return count ? count - 1 : 0;
	for (size_t i = 0; i < s.len && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		n = n < count ? n * 10 + (size_t)(s.p[i] - '0') : n;
	return n < count ? n : count;
}

/* `slice` is what is between the brackets behind the token: "1:", "last"; a
 * NULL pointer without them. */
static void add_sections(struct str path, struct str slice, struct buf *out)
{
	size_t count = count_folders(path);
	size_t colon = str_find(slice, ':');
	size_t first = slice_end(str_head(slice, colon), count, 0);
	size_t last = first + 1;

	if (colon < slice.len)
		last = slice_end(str_skip(slice, colon + 1), count, count);
	slug_hugo(slice.p ? folders(path, first, last) : path, out);
}

/* The folder that holds the page: for an index that of its folder. */
static struct str section_of(const struct url_page *page)
{
	struct str folder = page->folder;

	if (str_eq(page->name, STR("index")) && page->is_index)
		path_last_part(&folder);
	return folder;
}

/* The name of the page: that of its folder, for an index. */
static struct str name_of(const struct url_page *page)
{
	struct str folder = page->folder;

	return page->is_index && folder.len ? path_last_part(&folder)
					    : page->name;
}

static void add_path(const struct url_page *page, struct buf *out)
{
	bool is_page =
		page->site->preset == SITE_JEKYLL && page->kind == URL_PAGE;

	buf_add_str(out, page->folder);
	if (is_page || page->is_index)
		return;
	if (page->folder.len > 0)
		buf_add_char(out, '/');
	buf_add_str(out, page->name);
}

/* The slug, else the name without its date and without periods at the end. */
static struct str slug_of(const struct url_page *page)
{
	struct str slug = page->slug.len ? page->slug : page->undated;

	if (page->is_index && page->slug.len == 0)
		slug = name_of(page);
	while (page->slug.len == 0 && str_ends(slug, STR(".")))
		slug.len--;
	return slug;
}

static void add_title(const struct url_page *page, enum token token,
		      struct buf *out)
{
	struct str title = page->article->title;

	if (page->site->preset != SITE_HUGO) {
		if (token == TOKEN_TITLE)
			slug_jekyll_pretty(slug_of(page), out);
		else
			slug_jekyll(slug_of(page), out);
		return;
	}
	if (token == TOKEN_SLUG && page->slug.len > 0)
		title = page->slug;
	slug_hugo(title.len ? title : name_of(page), out);
}

/* What stands for a token that is not of the date. */
static void add_other(const struct url_page *page, enum token token,
		      struct str slice, struct buf *out)
{
	struct str section = section_of(page);

	switch (token) {
	case TOKEN_TITLE:
	case TOKEN_SLUG:
		add_title(page, token, out);
		break;
	case TOKEN_NAME:
		slug_jekyll(page->name, out);
		break;
	case TOKEN_FILENAME:
		slug_hugo(name_of(page), out);
		break;
	case TOKEN_SLUG_OR_FILENAME:
		slug_hugo(page->slug.len ? page->slug : name_of(page), out);
		break;
	case TOKEN_BASENAME:
		buf_add_str(out, page->name);
		break;
	case TOKEN_PATH:
		add_path(page, out);
		break;
	case TOKEN_CATEGORIES:
	case TOKEN_SLUGIFIED_CATEGORIES:
		add_categories(page->article,
			       token == TOKEN_SLUGIFIED_CATEGORIES, out);
		break;
	case TOKEN_COLLECTION:
		buf_add_str(out, page->collection);
		break;
	case TOKEN_SECTION:
		slug_hugo(str_head(section, str_find(section, '/')), out);
		break;
	case TOKEN_SECTIONS:
		add_sections(section, slice, out);
		break;
	default:
		buf_add_str(out, STR(".html"));
		break;
	}
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* The token whose name s begins with, and its length. A name ends where a
 * letter does not follow; Jekyll lets a '_' follow it. */
static enum token find_name(struct str s, size_t *len)
{
	size_t n = 0;

	while (n < s.len && ((s.p[n] >= 'a' && s.p[n] <= 'z') || s.p[n] == '_'))
		n++;
	while (n > 0) {
		for (size_t i = 0; i < COUNT(names); i++) {
			if (str_eq(names[i].name, str_head(s, n))) {
				*len = n;
				return names[i].token;
			}
		}
		do
			n--;
		while (n > 0 && s.p[n] != '_');
	}
	*len = 0;
	return TOKEN_NONE;
}

/* Does one of Go's layouts begin s? */
static enum token find_layout(struct str s, size_t *len)
{
	for (size_t i = 0; i < COUNT(layouts); i++) {
		if (str_starts(s, layouts[i].name)) {
			*len = layouts[i].name.len;
			return layouts[i].token;
		}
	}
	*len = 1;
	return TOKEN_NONE;
}

static struct str word_at(struct str s)
{
	size_t n = 0;

	while (n < s.len && is_word_char(s.p[n]))
		n++;
	return str_head(s, n);
}

static bool is_layout(struct str word)
{
	size_t len;

	for (; word.len > 0; word = str_skip(word, len)) {
		if (find_layout(word, &len) != TOKEN_NONE)
			return true;
	}
	return false;
}

/* "[...]" at the front of s, without its brackets; its length with them. */
static struct str slice_at(struct str s, size_t *len)
{
	size_t end = str_find(s, ']');

	*len = 0;
	if (!str_starts(s, STR("[")) || end == s.len)
		return str_make(NULL, 0);
	*len = end + 1;
	return str_make(s.p + 1, end - 1);
}

static void add_layout(const struct date *date, struct str word,
		       struct buf *out)
{
	while (word.len > 0) {
		size_t len;
		enum token token = find_layout(word, &len);

		if (token == TOKEN_NONE)
			buf_add_char(out, word.p[0]);
		else
			add_date(date, token, out);
		word = str_skip(word, len);
	}
}

bool url_pattern_expand(const struct url_page *page, struct str pattern,
			struct buf *out)
{
	const struct date *date = &page->article->date;
	bool has_date = date->precision != DATE_NONE;
	bool is_whole = true;

	while (pattern.len > 0) {
		struct str rest = str_skip(pattern, 1), word = word_at(rest);
		struct str slice = { NULL, 0 };
		size_t len = 0, slice_len = 0;
		enum token token = TOKEN_NONE;

		if (pattern.p[0] == ':')
			token = find_name(rest, &len);
		if (token == TOKEN_SECTIONS)
			slice = slice_at(str_skip(rest, len), &slice_len);
		if (token == TOKEN_NONE && pattern.p[0] == ':' &&
		    is_layout(word)) {
			is_whole = is_whole && has_date;
			if (has_date)
				add_layout(date, word, out);
			len = word.len;
		} else if (token == TOKEN_NONE) {
			buf_add_char(out, pattern.p[0]);
		} else if (token < TOKEN_DATES) {
			is_whole = is_whole && has_date;
			if (has_date)
				add_date(date, token, out);
		} else {
			add_other(page, token, slice, out);
		}
		pattern = str_skip(rest, len + slice_len);
	}
	return is_whole;
}

bool url_pattern_check(struct str pattern, struct str *unknown)
{
	for (size_t i = 0; i < pattern.len; i++) {
		struct str rest = str_skip(pattern, i + 1);
		struct str word = word_at(rest);
		size_t len;

		if (pattern.p[i] != ':' || word.len == 0 || is_layout(word) ||
		    find_name(rest, &len) != TOKEN_NONE)
			continue;
		*unknown = str_make(pattern.p + i, word.len + 1);
		return false;
	}
	return true;
}
