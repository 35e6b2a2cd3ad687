/*
 * Fuzzes front matter: any bytes between any fences give a tree that keeps
 * its promises, or an error that says where, and then a look at the lines.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/limits.h"

#define ROOM ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What there may be, and what was counted. */
struct bounds {
	unsigned int first_line, last_line;
	size_t nodes;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static unsigned int line_ends(struct str s)
{
	unsigned int n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '\n';
	return n;
}

/* The depth of a tree whose places and texts are as they should be. */
static unsigned int check_tree(const struct front_node *node, bool has_key,
			       struct bounds *b)
{
	unsigned int depth = 0;

	b->nodes += 1 + has_key;
	check(b->nodes <= LIMIT_FRONT_MATTER_NODES + 1);
	check(node->line >= b->first_line && node->line <= b->last_line);
	check(node->column >= 1);
	if (has_key)
		check(node->key_line >= b->first_line &&
		      node->key_line <= b->last_line);
	check(utf8_invalid(node->key) == node->key.len);
	check(utf8_invalid(node->value) == node->value.len);
	if (node->kind == FRONT_NULL || node->kind == FRONT_SCALAR) {
		check(node->count == 0);
		check(node->kind == FRONT_SCALAR || !node->quoted);
		return 0;
	}
	for (size_t i = 0; i < node->count; i++) {
		unsigned int below =
			check_tree(&node->items[i], node->kind == FRONT_MAP, b);

		depth = below > depth ? below : depth;
	}
	check(depth < LIMIT_FRONT_MATTER_DEPTH);
	return depth + 1;
}

static void check_map(const struct front_node *map,
		      const struct front_split *split)
{
	struct bounds b = { .first_line = split->matter_line,
			    .last_line = split->matter_line +
					 line_ends(split->matter) };

	check(map->kind == FRONT_MAP);
	check_tree(map, false, &b);
}

static void check_parts(const struct front_split *split)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line = 0, column = 0;
	int ret = front_parse(split, &arena, &root, &line, &column, &err);

	check(ret == err.code);
	if (ret == 0) {
		check_map(&root, split);
	} else {
		check(ret == ERR_INPUT || ret == ERR_LIMIT);
		check(line >= split->matter_line &&
		      line <= split->matter_line + line_ends(split->matter));
		check(err.message[0] != '\0');
	}
	/* Not only when it is needed: damage may be anywhere. */
	err_clear(&err);
	check(front_scan(split, &arena, &root, &err) == 0);
	check_map(&root, split);
	arena_release(&arena);
}

/* The parts lie in the file, in order, and their lines are right. */
static void check_split(struct str file, const struct front_split *split)
{
	const char *end = file.p + file.len;
	struct str before;

	check(split->body.len == 0 || split->body.p + split->body.len == end);
	if (split->fence == FRONT_NONE || split->fence == FRONT_UNCLOSED) {
		check(split->matter.len == 0 && split->body_line == 1);
		check(file.len - split->body.len <= 3);
		return;
	}
	check(split->matter.p >= file.p);
	check(split->matter.p + split->matter.len <= split->body.p);
	before = str_make(file.p, (size_t)(split->matter.p - file.p));
	check(split->matter_line == 1 + line_ends(before));
	before.len = file.len - split->body.len;
	if (split->body.len)
		check(split->body_line == 1 + line_ends(before));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum front_fence fences[] = { FRONT_YAML, FRONT_TOML,
						   FRONT_JSON };
	struct str raw = str_make((const char *)data, size);
	struct buf clean = BUF_INIT;
	struct front_split split = front_split(raw);

	check(split.matter.len + split.body.len <= size);
	buf_add(&clean, "", 0);
	clean_add(&clean, raw);
	split = front_split(buf_view(&clean));
	check_split(buf_view(&clean), &split);
	if (split.fence != FRONT_NONE && split.fence != FRONT_UNCLOSED)
		check_parts(&split);
	/* As if it stood between fences, of each kind in turn. */
	buf_add_char(&clean, '\n');
	split.matter = buf_view(&clean);
	split.matter_line = 1;
	for (size_t i = 0; i < sizeof(fences) / sizeof(fences[0]); i++) {
		split.fence = fences[i];
		check_parts(&split);
	}
	buf_release(&clean);
	return 0;
}
