/*
 * Names of fields: which one is meant by what stands before a ":".
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/field_name.h"

#include "query/quote.h"
#include "text/schema.h"

/* What no name before a ":" holds. */
#define NO_NAME " ()*,\""

/* The fields that are always known, some also by the name that they have in
 * front matter; the key of one of LEX_KEY. */
static const struct {
	struct str name;
	enum lex_field field;
	struct str key;
} names[] = {
	{ STR_INIT("title"), LEX_TITLE, STR_INIT("") },
	{ STR_INIT("code"), LEX_CODE, STR_INIT("") },
	{ STR_INIT("heading"), LEX_HEADING, STR_INIT("") },
	{ STR_INIT("body"), LEX_BODY, STR_INIT("") },
	{ STR_INIT("tag"), LEX_TAG, STR_INIT("") },
	{ STR_INIT("tags"), LEX_TAG, STR_INIT("") },
	{ STR_INIT("author"), LEX_AUTHOR, STR_INIT("") },
	{ STR_INIT("authors"), LEX_AUTHOR, STR_INIT("") },
	{ STR_INIT("date"), LEX_DATE, STR_INIT("") },
	{ STR_INIT("updated"), LEX_UPDATED, STR_INIT("") },
	{ STR_INIT("after"), LEX_AFTER, STR_INIT("") },
	{ STR_INIT("before"), LEX_BEFORE, STR_INIT("") },
	{ STR_INIT("since"), LEX_SINCE, STR_INIT("") },
	{ STR_INIT("until"), LEX_UNTIL, STR_INIT("") },
	{ STR_INIT("category"), LEX_KEY, STR_INIT("category") },
	{ STR_INIT("categories"), LEX_KEY, STR_INIT("category") },
	{ STR_INIT("lang"), LEX_KEY, STR_INIT("lang") },
	{ STR_INIT("language"), LEX_KEY, STR_INIT("lang") },
	{ STR_INIT("layout"), LEX_KEY, STR_INIT("layout") },
	{ STR_INIT("section"), LEX_KEY, STR_INIT("section") },
	{ STR_INIT("url"), LEX_URL, STR_INIT("") },
	{ STR_INIT("path"), LEX_PATH, STR_INIT("") },
	{ STR_INIT("link"), LEX_LINK, STR_INIT("") },
	{ STR_INIT("is"), LEX_IS, STR_INIT("") },
	{ STR_INIT("alt"), LEX_ALT, STR_INIT("") },
	{ STR_INIT("sort"), LEX_SORT, STR_INIT("") },
};

size_t field_name_length(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == ':')
			return i;
		if (strchr(NO_NAME, text.p[i]))
			break;
	}
	return 0;
}

/* Can a key be typed, and printed, before a ":"? */
static bool is_typable(struct str key)
{
	for (size_t i = 0; i < key.len; i++) {
		if (strchr(NO_NAME ":", key.p[i]))
			return false;
	}
	return !quote_opens(key);
}

/* The known key that a name folds to, or the empty view. */
static struct str find_key(struct str name, const struct query_known *known,
			   struct arena *arena)
{
	struct str found = str_make(NULL, 0);
	size_t low = 0, high = known->key_count;
	struct buf key = BUF_INIT;

	if (high == 0)
		return found;
	schema_key(name, &key);
	if (key.failed)
		arena->failed = key.failed;
	while (low < high && key.len) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(buf_view(&key), known->keys[middle]);

		if (order == 0) {
			if (is_typable(known->keys[middle]))
				found = known->keys[middle];
			break;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	buf_release(&key);
	return found;
}

enum lex_field field_name_find(struct str name, const struct query_known *known,
			       struct arena *arena, struct str *key)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq_nocase(name, names[i].name)) {
			*key = names[i].key;
			return names[i].field;
		}
	}
	*key = find_key(name, known, arena);
	return key->len ? LEX_KEY : LEX_ANYWHERE;
}
