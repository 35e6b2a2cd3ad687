/*
 * What the path of an article says: its title.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/path.h"

#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/date.h"
#include "text/limits.h"

#include <unicase.h>

#include <stdint.h>
#include <string.h>

#define DATE_LEN 10 /* of YYYY-MM-DD */

/* The part of s behind its last '/', which is taken off with the '/'. */
static struct str last_part(struct str *s)
{
	size_t at = s->len;
	struct str part;

	while (at > 0 && s->p[at - 1] != '/')
		at--;
	part = str_skip(*s, at);
	*s = str_head(*s, at ? at - 1 : 0);
	return part;
}

/* Without its extension; a leading dot begins none. */
static struct str stem(struct str name)
{
	for (size_t at = name.len; at > 1; at--) {
		if (name.p[at - 1] == '.')
			return str_head(name, at - 1);
	}
	return name;
}

static bool is_index(struct str name)
{
	return str_eq(name, STR("index")) || str_eq(name, STR("_index")) ||
	       str_eq(name, STR("README"));
}

/* The name that says something: the file's, or its folder's. */
static struct str telling_name(struct str id)
{
	struct str folder = id;
	struct str name = stem(last_part(&folder));
	struct str parent;

	if (!is_index(name))
		return name;
	parent = last_part(&folder);
	return parent.len ? parent : name;
}

static bool is_number(struct str s, size_t len)
{
	if (s.len != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return true;
}

/* Does the name begin with YYYY-MM-DD, and no further digit? */
static bool is_dated(struct str name, struct date *date)
{
	struct str head = str_head(name, DATE_LEN);

	if (head.len < DATE_LEN ||
	    (name.len > DATE_LEN && name.p[DATE_LEN] >= '0' &&
	     name.p[DATE_LEN] <= '9'))
		return false;
	return is_number(str_head(head, 4), 4) && head.p[4] == '-' &&
	       is_number(str_make(head.p + 5, 2), 2) && head.p[7] == '-' &&
	       is_number(str_make(head.p + 8, 2), 2) && date_parse(head, date);
}

/* The name without its date and the dashes behind it; all of it when there
 * is nothing else. */
static struct str undated(struct str name)
{
	struct str rest = str_skip(name, DATE_LEN);
	struct date date;

	if (!is_dated(name, &date))
		return name;
	while (rest.len && strchr("-_ ", rest.p[0]))
		rest = str_skip(rest, 1);
	return rest.len ? rest : name;
}

/* With its first letter in upper case. */
static struct str capitalize(struct str s, struct arena *arena)
{
	uint32_t c;
	size_t n = utf8_decode(s.p, s.len, &c), upper_len;
	char *p, upper[4];

	if (n == 0)
		return s;
	upper_len = utf8_encode(uc_toupper(c), upper);
	p = arena_alloc(arena, s.len - n + sizeof(upper));
	if (!p)
		return str_make(NULL, 0);
	memcpy(p, upper, upper_len);
	memcpy(p + upper_len, s.p + n, s.len - n);
	return utf8_head(str_make(p, upper_len + s.len - n), LIMIT_TITLE_BYTES);
}

struct str path_title(struct str id, struct arena *arena)
{
	struct str name = telling_name(id), title;
	struct date date;
	char *p;

	if (!is_dated(name, &date) || undated(name).len < name.len) {
		name = undated(name);
		p = arena_alloc(arena, name.len + 1);
		if (!p)
			return str_make(NULL, 0);
		for (size_t i = 0; i < name.len; i++) {
			bool is_dash = name.p[i] == '-' || name.p[i] == '_';

			p[i] = is_dash ? ' ' : name.p[i];
		}
		name = str_make(p, name.len);
	}
	title = clean_line(arena, name, LIMIT_TITLE_BYTES);
	if (title.len == 0)
		title = clean_line(arena, id, LIMIT_TITLE_BYTES);
	return capitalize(title, arena);
}
