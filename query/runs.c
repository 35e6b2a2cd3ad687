/*
 * Runs: words that were typed without spaces, for all one knows several.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/runs.h"

#include "text/limits.h"
#include "text/tokens.h"

/* The children of the tree that was typed, while they are split. */
struct splitting {
	struct arena *arena;
	const struct query_node **items;
	size_t count, cap;
	bool has_runs;
};

static void add(struct splitting *s, const struct query_node *node)
{
	const struct query_node **items = arena_grow(
		s->arena, s->items, s->count, &s->cap, sizeof(*items));

	if (!items)
		return;
	s->items = items;
	items[s->count++] = node;
}

static void add_piece(struct splitting *s, const struct query_node *node,
		      size_t start, size_t end)
{
	struct query_node *piece = arena_alloc(s->arena, sizeof(*piece));

	if (!piece)
		return;
	*piece = *node;
	piece->text = str_make(node->text.p + start, end - start);
	add(s, piece);
}

/* Has it letters of a script without spaces, and is it more than a word? Two of
 * these are one. */
static bool is_run(const struct query_node *node)
{
	struct tokens tokens;
	struct token token;
	bool has_gram = false;
	size_t count = 0;

	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE)
		return false;
	tokens_init(&tokens, node->text);
	while (tokens_next(&tokens, &token)) {
		has_gram = has_gram || token.is_gram;
		count++;
	}
	return has_gram && count > 2;
}

/* Each two letters that stand together, a letter that stands alone, and all
 * else as it is. */
static void split(struct splitting *s, const struct query_node *node)
{
	size_t most = s->count + LIMIT_QUERY_WORDS;
	struct token token, next;
	struct tokens tokens;
	bool has_next, is_second = false;

	tokens_init(&tokens, node->text);
	has_next = tokens_next(&tokens, &next);
	while (has_next && s->count < most) {
		bool is_pair;

		token = next;
		has_next = tokens_next(&tokens, &next);
		is_pair = has_next && token.is_gram && next.is_gram &&
			  next.start == token.end;
		if (is_pair)
			add_piece(s, node, token.start, next.end);
		else if (!token.is_gram)
			add_piece(s, node, token.sign_start, token.sign_end);
		else if (!is_second)
			add_piece(s, node, token.start, token.end);
		is_second = is_pair;
	}
	s->has_runs = true;
}

static void take(struct splitting *s, const struct query_node *node)
{
	if (is_run(node))
		split(s, node);
	else
		add(s, node);
}

/* A copy of a tree with another in the place of the one that was typed. The
 * depth of a tree is limited where it is made. */
static const struct query_node *replace(const struct query_node *root,
					const struct query_node *old,
					const struct query_node *new,
					struct arena *arena)
{
	const struct query_node **children;
	struct query_node *copy;

	if (root == old)
		return new;
	if (root->kind != QUERY_AND)
		return root;
	copy = arena_alloc(arena, sizeof(*copy));
	children = arena_array(arena, root->count, sizeof(*children));
	if (!copy || !children)
		return root;
	for (size_t i = 0; i < root->count; i++)
		children[i] = replace(root->children[i], old, new, arena);
	*copy = *root;
	copy->children = children;
	return copy;
}

int runs_split(const struct query *query, struct arena *arena,
	       struct query *out, struct err *err)
{
	const struct query_node *typed = query->typed;
	struct splitting s = { .arena = arena };
	struct query_node *node;

	*out = *query;
	if (typed->kind == QUERY_AND && typed->is_implicit) {
		for (size_t i = 0; i < typed->count; i++)
			take(&s, typed->children[i]);
	} else {
		take(&s, typed);
	}
	if (!s.has_runs)
		return arena_check(arena, err);
	node = arena_alloc(arena, sizeof(*node));
	if (!node)
		return arena_check(arena, err);
	*node = (struct query_node){ .kind = QUERY_AND,
				     .is_implicit = true,
				     .column = typed->column,
				     .children = s.items,
				     .count = s.count };
	out->typed = node;
	out->root = replace(query->root, typed, node, arena);
	return arena_check(arena, err);
}
