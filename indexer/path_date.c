/*
 * The date that a path says: a file's, or one in a URL.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/path_date.h"

#include "indexer/path.h"

#define DAY_LEN	 10 /* of YYYY-MM-DD */
#define TIME_LEN 9  /* of -HH-MM-SS */

/* Of 2025-10-26T09:28:25Z, and of as much more as a fraction and an offset
 * take. */
#define INSTANT_LEN	20
#define INSTANT_LEN_MAX 35

static const struct date no_date = { .precision = DATE_NONE };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.len && is_digit(s.p[n]))
		n++;
	return n;
}

bool path_has_folder(struct str id, struct str folder)
{
	while (id.len) {
		size_t end = str_find(id, '/');

		if (end < id.len && str_eq(str_head(id, end), folder))
			return true;
		id = str_skip(id, end + 1);
	}
	return false;
}

/* Is there, at the start of s, a date with this separator whose month and day
 * have at least so many digits? Its length, or 0. */
static size_t take_day(struct str s, char sep, size_t least, struct date *out)
{
	size_t year = digits(s);
	struct str rest = str_skip(s, year);
	size_t month = digits(str_skip(rest, 1));
	struct str tail = str_skip(rest, 1 + month);
	size_t day = digits(str_skip(tail, 1));

	if (year != 4 || rest.len == 0 || rest.p[0] != sep || month < least ||
	    month > 2 || tail.len == 0 || tail.p[0] != sep || day < least ||
	    day > 2)
		return 0;
	s = str_head(s, year + month + day + 2);
	return date_parse(s, out) && out->precision == DATE_DAY ? s.len : 0;
}

/* -09-28-25, any character before it. */
static bool take_time(struct str name, struct date *out)
{
	struct str time = str_skip(name, DAY_LEN);
	char text[DAY_LEN + TIME_LEN];
	struct date date;

	if (time.len < TIME_LEN || digits(str_skip(time, 1)) != 2 ||
	    time.p[3] != '-' || digits(str_skip(time, 4)) != 2 ||
	    time.p[6] != '-' || digits(str_skip(time, 7)) != 2)
		return false;
	memcpy(text, name.p, sizeof(text));
	text[DAY_LEN] = 'T';
	text[DAY_LEN + 3] = text[DAY_LEN + 6] = ':';
	if (!date_parse(str_make(text, sizeof(text)), &date))
		return false;
	*out = date;
	return true;
}

/* 2025-10-26T09:28:25Z and the like, whatever follows; its length. */
static size_t take_instant(struct str name, struct date *out)
{
	size_t len = name.len < INSTANT_LEN_MAX ? name.len : INSTANT_LEN_MAX;
	struct date date;

	if (name.len < INSTANT_LEN || name.p[DAY_LEN] != 'T')
		return 0;
	for (; len >= INSTANT_LEN; len--) {
		if (date_parse(str_head(name, len), &date) && date.has_zone) {
			*out = date;
			return len;
		}
	}
	return 0;
}

/* 25-1-6-title: how long its date is; a year of two digits is the nearest one
 * to 2019, as Ruby has it. */
static size_t read_post(struct str name, struct date *out)
{
	char text[DAY_LEN + 1] = "20";
	size_t year = digits(name);
	struct str rest = str_skip(name, year);
	size_t month = digits(str_skip(rest, 1));
	size_t day = digits(str_skip(rest, month + 2));
	size_t len = year + month + day + 2;

	if ((year != 2 && year != 4) || name.len <= len || name.p[len] != '-')
		return 0;
	if (year == 4)
		return take_day(name, '-', 1, out);
	if (len > 8)
		return 0;
	if (name.p[0] >= '7' || (name.p[0] == '6' && name.p[1] == '9'))
		memcpy(text, "19", 2);
	memcpy(text + 2, name.p, len);
	return take_day(str_make(text, len + 2), '-', 1, out) ? len : 0;
}

size_t path_date_of_name(struct str id, enum site_preset preset,
			 struct date *out)
{
	struct str name = path_telling_name(id);
	bool is_post = path_has_folder(id, STR("_posts")) ||
		       path_has_folder(id, STR("_drafts"));
	size_t least = preset == SITE_DOCUSAURUS ? 1 : 2, len, instant = 0;

	*out = no_date;
	len = take_day(name, '-', least, out);
	if (len == 0)
		return is_post ? read_post(name, out) : 0;
	if ((preset == SITE_HUGO || preset == SITE_GENERIC) &&
	    take_time(name, out))
		return len + TIME_LEN;
	if (preset == SITE_ZOLA || preset == SITE_GENERIC)
		instant = take_instant(name, out);
	return instant ? instant : len;
}

/* 2025/10/. */
static bool read_month(struct str s, struct date *out)
{
	char text[] = "2025-10";

	if (digits(s) != 4 || s.len < 8 || s.p[4] != '/' ||
	    digits(str_skip(s, 5)) != 2 || s.p[7] != '/')
		return false;
	memcpy(text, s.p, 4);
	memcpy(text + 5, s.p + 5, 2);
	return date_parse(str_make(text, 7), out);
}

bool path_date_inside(struct str path, enum site_preset preset,
		      struct date *out)
{
	size_t least = preset == SITE_DOCUSAURUS ? 1 : 2;
	struct date month = no_date;

	*out = no_date;
	for (size_t i = 0; i < path.len; i++) {
		struct str s = str_skip(path, i);
		bool is_folder = i == 0 || path.p[i - 1] == '/';
		size_t len;

		if (!is_digit(path.p[i]) || (i && is_digit(path.p[i - 1])))
			continue;
		if (take_day(s, '-', least, out) > 0)
			return true;
		if (!is_folder)
			continue;
		len = take_day(s, '/', least, out);
		if (len && (len == s.len || s.p[len] == '/' ||
			    (preset == SITE_DOCUSAURUS && s.p[len] == '-')))
			return true;
		if (month.precision == DATE_NONE)
			read_month(s, &month);
	}
	*out = month;
	return month.precision != DATE_NONE;
}
