/*
 * Front matter that is damaged: what a look at each line still gives.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No grammar is followed, so nothing can fail; a value may be wrong where the
 * damage is. Each line is looked at once.
 */
#include "indexer/front.h"

#include "base/utf8.h"
#include "indexer/position.h"
#include "text/limits.h"

struct scan {
	struct str rest;       /* lines not yet looked at */
	struct position place; /* of what was found last */
	enum front_fence fence;
	struct arena *arena;
	size_t nodes;
};

/* A list or a map that grows. */
struct items {
	struct front_node *p;
	size_t count, cap;
};

static struct str next_line(struct scan *s)
{
	size_t end = str_find(s->rest, '\n');
	struct str line = str_head(s->rest, end);

	s->rest = str_skip(s->rest, end + 1);
	return line;
}

/* ---- Keys */

bool front_scan_takes(struct str key)
{
	static const char *const keys[] = {
		"title", "date", "tags", "draft", "permalink", "slug", "url",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (str_eq_nocase(key, str_of(keys[i])))
			return true;
	}
	return false;
}

/* Takes the key and the separator off a line; empty when it has none. */
static struct str take_key(const struct scan *s, struct str *line)
{
	size_t end = str_find(*line, s->fence == FRONT_TOML ? '=' : ':');
	struct str key = str_head(*line, end);

	if (end == line->len || key.len == 0 || key.p[0] == ' ' ||
	    key.p[0] == '\t')
		return str_make(NULL, 0);
	key = str_trim(key);
	if (key.len > 1 && (key.p[0] == '"' || key.p[0] == '\'') &&
	    key.p[key.len - 1] == key.p[0])
		key = str_make(key.p + 1, key.len - 2);
	*line = str_skip(*line, end + 1);
	return key;
}

/* ---- Values */

/* What stands within the quotes around it; a quote that nothing closes goes
 * too. Within " a backslash keeps what follows it, within ' a second one. */
static struct str unquote(struct str s, bool *quoted)
{
	char mark = s.len ? s.p[0] : '\0';
	size_t end = 1;

	*quoted = mark == '"' || mark == '\'';
	if (!*quoted)
		return s;
	for (; end < s.len; end++) {
		char next = end + 1 < s.len ? s.p[end + 1] : '\0';

		if (s.p[end] == mark && (mark == '"' || next != mark))
			break;
		end += s.p[end] == (mark == '"' ? '\\' : mark) && next;
	}
	return str_make(s.p + 1, (end < s.len ? end : s.len) - 1);
}

/* What a whole value means: between its first quote and its last, should there
 * be others within, that nobody escaped; with them, when it goes on behind. */
static struct str unwrap(struct str s, bool *quoted)
{
	struct str inner = unquote(s, quoted);
	struct str rest = str_trim(str_skip(s, inner.len + 2));

	if (!*quoted || rest.len == 0 || rest.p[0] == '#')
		return inner;
	if (s.p[s.len - 1] == s.p[0])
		return str_make(s.p + 1, s.len - 2);
	*quoted = false;
	return s;
}

/* A copy, with the quotes in it as they are meant. */
static struct str copy(struct scan *s, struct str text, char mark)
{
	char *p = arena_alloc(s->arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; p && i < text.len; i++) {
		char next = i + 1 < text.len ? text.p[i + 1] : '\0';

		i += mark == '"' && text.p[i] == '\\' &&
		     (next == '"' || next == '\\');
		i += mark == '\'' && text.p[i] == '\'' && next == '\'';
		p[len++] = text.p[i];
	}
	return str_make(p, len);
}

static bool is_null(struct str s)
{
	return s.len == 0 || str_eq(s, STR("~")) || str_eq(s, STR("null"));
}

static bool begins_comment(struct str s, size_t at)
{
	return s.p[at] == '#' &&
	       (at == 0 || s.p[at - 1] == ' ' || s.p[at - 1] == '\t');
}

/* Without blanks, and a comment or the comma of JSON behind it. */
static struct str tidy(const struct scan *s, struct str text)
{
	bool is_quoted;

	text = str_trim(text);
	if (s->fence == FRONT_JSON && str_ends(text, STR(",")))
		return str_head(text, text.len - 1);
	unquote(text, &is_quoted);
	for (size_t i = 0; !is_quoted && i < text.len; i++) {
		if (begins_comment(text, i))
			return str_trim(str_head(text, i));
	}
	return text;
}

static void set_place(struct scan *s, struct str text, struct front_node *node)
{
	position_move(&s->place, text.p);
	node->line = s->place.line;
	node->column = s->place.column;
}

static void set_value(struct scan *s, struct str text, struct front_node *node)
{
	char mark = text.len ? text.p[0] : '\0';

	set_place(s, text, node);
	text = utf8_head(unwrap(text, &node->quoted), LIMIT_FIELD_BYTES);
	node->kind = node->quoted || !is_null(text) ? FRONT_SCALAR : FRONT_NULL;
	node->value = copy(s, text, mark);
}

/* One more, NULL when there is no room for it. */
static struct front_node *grow(struct scan *s, struct items *items)
{
	struct front_node *p;

	if (s->nodes == LIMIT_FRONT_MATTER_NODES)
		return NULL;
	p = arena_grow(s->arena, items->p, items->count, &items->cap,
		       sizeof(*p));
	if (!p)
		return NULL;
	s->nodes++;
	items->p = p;
	return &p[items->count++];
}

static void add_item(struct scan *s, struct str text, struct items *items)
{
	struct front_node *node = grow(s, items);

	if (node)
		set_value(s, text, node);
}

/* ---- Lists of tags */

/* The items of one line of `[a, "b", c]`; true when it holds the bracket that
 * closes it. */
static bool scan_flow(struct scan *s, struct str text, struct items *items)
{
	while (text.len) {
		char c = text.p[0];
		size_t end = 1;

		if (c == ']' || c == '#')
			return c == ']';
		if (c == ',' || c == ' ' || c == '\t') {
			text = str_skip(text, 1);
			continue;
		}
		if (c == '"' || c == '\'') {
			bool quoted;

			end += unquote(text, &quoted).len + 1;
		} else {
			while (end < text.len && text.p[end] != ',' &&
			       text.p[end] != ']' && !begins_comment(text, end))
				end++;
		}
		add_item(s, str_trim(str_head(text, end)), items);
		text = str_skip(text, end);
	}
	return false;
}

/* Its further lines, up to one that begins with a key or that is not there. */
static void scan_flow_lines(struct scan *s, struct items *items)
{
	bool is_closed = false;

	while (s->rest.len && !is_closed) {
		struct str rest = s->rest, line = next_line(s), value = line;

		if (take_key(s, &value).len) {
			s->rest = rest;
			return;
		}
		is_closed = scan_flow(s, line, items);
	}
}

/* `- item` lines. */
static void scan_list(struct scan *s, struct items *items)
{
	while (s->rest.len) {
		struct str rest = s->rest, line = str_trim(next_line(s));

		if (line.len == 0 || line.p[0] == '#')
			continue;
		if (!str_eq(line, STR("-")) && !str_starts(line, STR("- "))) {
			s->rest = rest;
			return;
		}
		add_item(s, tidy(s, str_skip(line, 1)), items);
	}
}

static void scan_tags(struct scan *s, struct str text, struct front_node *node)
{
	struct items items = { NULL, 0, 0 };

	set_place(s, text, node);
	if (text.len == 0)
		scan_list(s, &items);
	else if (!scan_flow(s, str_skip(text, 1), &items))
		scan_flow_lines(s, &items);
	node->kind = FRONT_LIST;
	node->items = items.p;
	node->count = items.count;
}

/* ---- Lines */

/* Text in block style: its indented lines, joined by blanks. */
static void scan_block(struct scan *s, struct front_node *node)
{
	struct str text = str_make(s->rest.p, 0);

	while (s->rest.len && (s->rest.p[0] == ' ' || s->rest.p[0] == '\t')) {
		struct str line = next_line(s);

		text.len = (size_t)(line.p + line.len - text.p);
	}
	set_value(s, str_trim(text), node);
	node->kind = FRONT_SCALAR;
	node->quoted = true;
}

static void scan_line(struct scan *s, struct str line, bool tags_alone,
		      struct items *items)
{
	struct str start = line;
	struct str key = take_key(s, &line);
	bool is_tags = str_eq_nocase(key, STR("tags"));
	struct front_node *node;

	if (!front_scan_takes(key) || (tags_alone && !is_tags))
		return;
	node = grow(s, items);
	if (!node)
		return;
	position_move(&s->place, start.p);
	node->key = arena_copy(s->arena, key);
	node->key_line = s->place.line;
	node->key_column = s->place.column;
	line = tidy(s, line);
	if (is_tags && (line.len == 0 || line.p[0] == '['))
		scan_tags(s, line, node);
	else if (line.len && (line.p[0] == '|' || line.p[0] == '>'))
		scan_block(s, node);
	else
		set_value(s, line, node);
}

int front_scan(const struct front_split *split, struct arena *arena,
	       struct front_node *out, struct err *err)
{
	struct scan s = { .rest = split->matter,
			  .place = { split->matter.p, split->matter_line, 1 },
			  .fence = split->fence,
			  .arena = arena };
	struct items items = { NULL, 0, 0 };
	bool in_table = false, in_taxonomies = false;

	while (s.rest.len && s.nodes < LIMIT_FRONT_MATTER_NODES) {
		struct str line = next_line(&s);

		/* In JSON all keys but the outermost brace are indented. */
		if (s.fence == FRONT_JSON)
			line = str_trim(line);
		if (s.fence == FRONT_TOML && str_starts(line, STR("["))) {
			in_table = true;
			in_taxonomies = str_starts(line, STR("[taxonomies]"));
		} else if (!in_table || in_taxonomies) {
			scan_line(&s, line, in_table, &items);
		}
	}
	*out = (struct front_node){ .kind = FRONT_MAP,
				    .line = split->matter_line,
				    .column = 1,
				    .items = items.p,
				    .count = items.count };
	return arena_check(arena, err);
}
