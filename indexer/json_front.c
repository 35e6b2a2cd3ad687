/*
 * JSON front matter to a tree of values; the only user of jansson.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_front.h"

#include "base/buf.h"
#include "indexer/clean.h"
#include "indexer/position.h"
#include "text/limits.h"

#include <jansson.h>

/* An integer of any length is a number; NUL is a character. */
#define FLAGS (JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL)

/* The text being walked, which is JSON for sure. */
struct walk {
	const char *p, *end;
	struct position place; /* at or before p */
	struct arena *arena;
	unsigned int *line, *column; /* of what is wrong */
	size_t nodes;
	unsigned int max_nodes;
	struct err *err;
};

/* ---- Is it JSON? */

/* Was the text refused for its size alone? */
static bool is_too_much(const json_error_t *error)
{
	enum json_error_code code = json_error_code(error);

	return code == json_error_stack_overflow ||
	       code == json_error_numeric_overflow ||
	       code == json_error_out_of_memory;
}

static bool is_json(struct str s)
{
	json_error_t error;
	json_t *json = json_loadb(s.p, s.len, FLAGS, &error);

	json_decref(json);
	return json || is_too_much(&error);
}

/* Is it JSON once it is clean? Raw text may hold what is never parsed. */
static bool is_json_cleaned(struct str s)
{
	struct buf clean = BUF_INIT;
	bool is_it = true;

	if (clean_extent(s) == s.len)
		return is_json(s);
	clean_add(&clean, s);
	/* Without memory the one who parses it will say so. */
	if (clean.failed == ERR_OK)
		is_it = is_json(buf_view(&clean));
	buf_release(&clean);
	return is_it;
}

/* The end of the string that begins at `at`, behind its quote. */
static size_t string_end(struct str s, size_t at)
{
	for (at++; at < s.len && s.p[at] != '"'; at++)
		at += s.p[at] == '\\';
	return at < s.len ? at + 1 : s.len;
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.len && (s.p[at] == ' ' || s.p[at] == '\t' ||
			      s.p[at] == '\n' || s.p[at] == '\r'))
		at++;
	return at;
}

/* Does it begin as an object does: a brace, then a key and a colon, or the
 * other brace? Most of what is not JSON fails here, before it is walked. */
static bool begins_object(struct str s)
{
	size_t at;

	if (s.len == 0 || s.p[0] != '{')
		return false;
	at = skip_space(s, 1);
	if (at < s.len && s.p[at] == '}')
		return true;
	if (at == s.len || s.p[at] != '"')
		return false;
	at = skip_space(s, string_end(s, at));
	return at < s.len && s.p[at] == ':';
}

size_t json_front_extent(struct str s)
{
	size_t open = 0, at = 0;

	if (!begins_object(s))
		return 0;
	while (at < s.len) {
		char c = s.p[at];

		if (c == '"') {
			at = string_end(s, at);
			continue;
		}
		at++;
		if (c == '{')
			open++;
		if (c == '}' && --open == 0)
			break;
	}
	if (open > 0)
		return 0;
	if (at > LIMIT_FRONT_MATTER_BYTES)
		return at; /* refused unread */
	return is_json_cleaned(str_head(s, at)) ? at : 0;
}

/* ---- The tree */

static int limit(struct walk *w, const char *what, unsigned int max)
{
	position_move(&w->place, w->p);
	*w->line = w->place.line;
	*w->column = w->place.column;
	return err_set(w->err, ERR_LIMIT, "front matter has more than %u %s",
		       max, what);
}

static int add_node(struct walk *w)
{
	return ++w->nodes > w->max_nodes ? limit(w, "values", w->max_nodes) : 0;
}

static void skip(struct walk *w)
{
	struct str rest = str_make(w->p, (size_t)(w->end - w->p));

	w->p += skip_space(rest, 0);
}

static struct str take_string(struct walk *w)
{
	struct str s = str_make(w->p, (size_t)(w->end - w->p));

	s.len = string_end(s, 0);
	w->p += s.len;
	return s;
}

/* A string as it stands, with its quotes, decoded. */
static int decode(struct walk *w, struct str s, struct str *out)
{
	json_t *json;

	if (str_find(s, '\\') == s.len) {
		*out = arena_copy(w->arena, str_make(s.p + 1, s.len - 2));
		return out->p ? 0 : arena_check(w->arena, w->err);
	}
	json = json_loadb(s.p, s.len, FLAGS | JSON_DECODE_ANY, NULL);
	if (!json)
		return err_set(w->err, ERR_MEMORY, "out of memory");
	*out = arena_copy(w->arena, str_make(json_string_value(json),
					     json_string_length(json)));
	json_decref(json);
	return out->p ? 0 : arena_check(w->arena, w->err);
}

static bool is_in_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '+' || c == '.' || c == 'E';
}

/* A number, true, false or null. */
static int read_word(struct walk *w, struct front_node *out)
{
	const char *start = w->p;
	struct str word;

	while (w->p < w->end && is_in_word(*w->p))
		w->p++;
	word = str_make(start, (size_t)(w->p - start));
	out->kind = str_eq(word, STR("null")) ? FRONT_NULL : FRONT_SCALAR;
	out->value = arena_copy(w->arena, word);
	return out->value.p ? 0 : arena_check(w->arena, w->err);
}

static int read_value(struct walk *w, unsigned int depth,
		      struct front_node *out);

static int read_item(struct walk *w, unsigned int depth, bool has_key,
		     struct front_node *out)
{
	int ret = 0;

	if (has_key) {
		position_move(&w->place, w->p);
		out->key_line = w->place.line;
		out->key_column = w->place.column;
		ret = add_node(w);
		if (ret == 0)
			ret = decode(w, take_string(w), &out->key);
		skip(w);
		w->p++; /* the colon */
		skip(w);
	}
	return ret < 0 ? ret : read_value(w, depth, out);
}

/* A list or a map, to its closing bracket. */
static int read_items(struct walk *w, unsigned int depth,
		      struct front_node *out)
{
	struct front_node *items = NULL, *grown;
	bool is_map = *w->p == '{';
	size_t cap = 0;
	int ret;

	if (depth > LIMIT_FRONT_MATTER_DEPTH)
		return limit(w, "levels", LIMIT_FRONT_MATTER_DEPTH);
	out->kind = is_map ? FRONT_MAP : FRONT_LIST;
	for (w->p++;; w->p++) {
		skip(w);
		if (*w->p == ']' || *w->p == '}')
			break;
		grown = arena_grow(w->arena, items, out->count, &cap,
				   sizeof(*items));
		if (!grown)
			return arena_check(w->arena, w->err);
		items = grown;
		ret = read_item(w, depth + 1, is_map, &items[out->count++]);
		if (ret < 0)
			return ret;
		skip(w);
		if (*w->p != ',')
			break;
	}
	w->p++;
	out->items = items;
	return 0;
}

static int read_value(struct walk *w, unsigned int depth,
		      struct front_node *out)
{
	int ret = add_node(w);

	if (ret < 0)
		return ret;
	position_move(&w->place, w->p);
	out->line = w->place.line;
	out->column = w->place.column;
	switch (*w->p) {
	case '{':
	case '[':
		return read_items(w, depth, out);
	case '"':
		out->kind = FRONT_SCALAR;
		out->quoted = true;
		return decode(w, take_string(w), &out->value);
	default:
		return read_word(w, out);
	}
}

/* ---- What is wrong */

/* What to do about the commonest slips, by the last bytes that were read. */
static const char *hint(struct str read)
{
	char last = read.len ? read.p[read.len - 1] : '\0';
	struct str before = str_trim(str_head(read, read.len - (read.len > 0)));

	if ((last == '}' || last == ']') && before.len &&
	    before.p[before.len - 1] == ',')
		return " (no comma goes before it)";
	if (last == '\'')
		return " (texts and keys stand in double quotes)";
	if (last == '/' || last == '#')
		return " (JSON has no comments)";
	return "";
}

static int bad_json(struct walk *w, struct str matter,
		    const json_error_t *error)
{
	struct str read = str_head(matter, (size_t)error->position);

	w->p = read.p + read.len - (read.len > 0);
	switch (json_error_code(error)) {
	case json_error_out_of_memory:
		return err_set(w->err, ERR_MEMORY, "out of memory");
	case json_error_stack_overflow:
		return limit(w, "levels", LIMIT_FRONT_MATTER_DEPTH);
	default:
		break;
	}
	position_move(&w->place, w->p);
	*w->line = w->place.line;
	*w->column = w->place.column;
	return err_set(w->err, ERR_INPUT,
		       "front matter is not valid JSON: %s%s", error->text,
		       hint(read));
}

int json_front_read(const struct front_split *split, struct arena *arena,
		    struct front_node *out, unsigned int *line,
		    unsigned int *column, struct err *err)
{
	struct str matter = split->matter;
	struct walk w = { .p = matter.p,
			  .end = matter.p + matter.len,
			  .place = { matter.p, split->matter_line, 1 },
			  .arena = arena,
			  .line = line,
			  .column = column,
			  .max_nodes = front_max_nodes(split),
			  .err = err };
	struct front_node root = { .kind = FRONT_NULL };
	json_error_t error;
	json_t *json;
	int ret;

	if (str_trim(matter).len == 0)
		return 0;
	json = json_loadb(matter.p, matter.len, FLAGS, &error);
	if (!json)
		return bad_json(&w, matter, &error);
	json_decref(json);
	skip(&w);
	ret = read_value(&w, 1, &root);
	if (ret == 0)
		*out = root;
	return ret;
}
