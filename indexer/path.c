/*
 * Paths of articles: their parts, and the title that one says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/path.h"

#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/path_date.h"
#include "text/limits.h"

#include <unicase.h>

#include <stdint.h>
#include <string.h>

struct str path_last_part(struct str *path)
{
	size_t at = path->len;
	struct str part;

	while (at > 0 && path->p[at - 1] != '/')
		at--;
	part = str_skip(*path, at);
	*path = str_head(*path, at ? at - 1 : 0);
	return part;
}

struct str path_stem(struct str name, struct str *extension)
{
	for (size_t at = name.len; at > 1; at--) {
		if (name.p[at - 1] == '.') {
			*extension = str_skip(name, at);
			return str_head(name, at - 1);
		}
	}
	*extension = str_make(NULL, 0);
	return name;
}

struct str path_below(struct str path, struct str folder)
{
	if (folder.len && str_starts(path, folder) && path.len > folder.len &&
	    path.p[folder.len] == '/')
		return str_skip(path, folder.len + 1);
	return path;
}

/* Of any language: index.fr. */
static bool is_index(struct str name)
{
	name = str_head(name, str_find(name, '.'));
	return str_eq(name, STR("index")) || str_eq(name, STR("_index")) ||
	       str_eq(name, STR("README"));
}

struct str path_telling_name(struct str id)
{
	struct str extension;
	struct str name = path_stem(path_last_part(&id), &extension);

	return is_index(name) && id.len ? path_last_part(&id) : name;
}

/* With blanks for dashes. */
static struct str undashed(struct str name, struct arena *arena)
{
	char *p = arena_alloc(arena, name.len + 1);

	if (!p)
		return str_make(NULL, 0);
	for (size_t i = 0; i < name.len; i++) {
		bool is_dash = name.p[i] == '-' || name.p[i] == '_';

		p[i] = is_dash ? ' ' : name.p[i];
	}
	return str_make(p, name.len);
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

struct str path_title(struct str id, const struct site *site,
		      struct arena *arena)
{
	struct str name = path_telling_name(id), code, rest, title;
	struct date date;
	size_t dated = path_date_of_name(id, site->preset, &date);

	rest = path_stem(name, &code);
	if (site_language(site, code).len)
		name = rest;
	rest = str_skip(name, dated);
	while (rest.len && strchr("-_ ", rest.p[0]))
		rest = str_skip(rest, 1);
	/* A date alone is a title, as it is. */
	title = clean_line(
		arena, rest.len || dated == 0 ? undashed(rest, arena) : name,
		LIMIT_TITLE_BYTES);
	if (title.len == 0)
		title = clean_line(arena, id, LIMIT_TITLE_BYTES);
	return capitalize(title, arena);
}
