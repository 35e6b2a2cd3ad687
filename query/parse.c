/*
 * The query language: from tokens to a tree, level by level.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One function a level of precedence. Only groups recurse, to
 * LIMIT_QUERY_DEPTH.
 */
#include "query/parse.h"

#include "base/utf8.h"
#include "query/chunk.h"
#include "query/cut.h"
#include "query/field_name.h"
#include "query/lex.h"
#include "query/nodes.h"
#include "text/limits.h"

struct parser {
	const struct lex_token *token; /* the next one */
	unsigned int depth;
	struct nodes nodes;
};

static const struct query_node *parse_query(struct parser *parser);

/* One level deeper, for the token that asks for it; false beyond the limit. */
static bool enter(struct parser *parser)
{
	if (parser->depth == LIMIT_QUERY_DEPTH) {
		nodes_fail(&parser->nodes, "too_deep", parser->token->column,
			   "parentheses and exclusions are nested deeper than "
			   "%d",
			   LIMIT_QUERY_DEPTH);
		return false;
	}
	parser->depth++;
	return true;
}

static const struct query_node *parse_group(struct parser *parser)
{
	const struct query_node *node;

	if (!enter(parser))
		return NULL;
	parser->token++;
	node = parse_query(parser);
	parser->depth--;
	if (parser->token->kind == LEX_CLOSE)
		parser->token++;
	return node;
}

/* A term; a tag with its alternatives. */
static const struct query_node *parse_term(struct parser *parser)
{
	struct nodes *nodes = &parser->nodes;
	size_t base = nodes->waiting_count;

	do {
		const struct query_node *leaf =
			nodes_leaf(nodes, parser->token);

		if (!leaf || !nodes_add(nodes, leaf, QUERY_OR, false))
			return NULL;
		parser->token++;
	} while (parser->token->kind == LEX_TERM &&
		 parser->token->is_alternative);
	return nodes_join(nodes, base, QUERY_OR, false, 0);
}

/* An operand with its exclusions. The first is free, so that every leaf of
 * the deepest group may be excluded; of a chain each other is a level. */
static const struct query_node *parse_unary(struct parser *parser)
{
	unsigned int column = parser->token->column;
	unsigned int depth = parser->depth;
	const struct query_node *node;
	size_t exclusions = 0;

	for (; parser->token->kind == LEX_NOT; parser->token++) {
		if (exclusions++ && !enter(parser))
			return NULL;
	}
	if (parser->token->kind == LEX_OPEN)
		node = parse_group(parser);
	else
		node = parse_term(parser);
	parser->depth = depth;
	if (!node || exclusions % 2 == 0)
		return node;
	return nodes_not(&parser->nodes, node, column);
}

static bool may_be_near(const struct query_node *a, const struct query_node *b)
{
	return (a->kind == QUERY_WORD || a->kind == QUERY_PHRASE) &&
	       (b->kind == QUERY_WORD || b->kind == QUERY_PHRASE) &&
	       a->scope == b->scope && !query_is_literal(a->scope);
}

/* a NEAR b NEAR/3 c is one node with the widest distance. Where two operands
 * cannot be near each other, the run is cut and its parts are ANDed. */
static const struct query_node *parse_near(struct parser *parser)
{
	struct nodes *nodes = &parser->nodes;
	size_t base = nodes->waiting_count;
	size_t run = base;
	unsigned int distance = 0;
	const struct query_node *node = parse_unary(parser);

	while (node && parser->token->kind == LEX_NEAR) {
		unsigned int typed = parser->token->distance;
		const struct query_node *right;

		if (!nodes_add(nodes, node, QUERY_NEAR, false))
			return NULL;
		parser->token++;
		right = parse_unary(parser);
		if (!right)
			return NULL;
		if (may_be_near(node, right)) {
			distance = typed > distance ? typed : distance;
		} else {
			node = nodes_join(nodes, run, QUERY_NEAR, false,
					  distance);
			if (!node || !nodes_add(nodes, node, QUERY_AND, false))
				return NULL;
			run = nodes->waiting_count;
			distance = 0;
		}
		node = right;
	}
	if (!node || nodes->waiting_count == base)
		return node;
	if (!nodes_add(nodes, node, QUERY_NEAR, false))
		return NULL;
	node = nodes_join(nodes, run, QUERY_NEAR, false, distance);
	if (!node || !nodes_add(nodes, node, QUERY_AND, false))
		return NULL;
	return nodes_join(nodes, base, QUERY_AND, false, 0);
}

static const struct query_node *parse_and(struct parser *parser)
{
	struct nodes *nodes = &parser->nodes;
	size_t base = nodes->waiting_count;

	for (;;) {
		const struct query_node *node = parse_near(parser);

		if (!node || !nodes_add(nodes, node, QUERY_AND, false))
			return NULL;
		if (parser->token->kind != LEX_AND)
			break;
		parser->token++;
	}
	return nodes_join(nodes, base, QUERY_AND, false, 0);
}

/* Juxtaposition, to an OR, the end of the group or of the query; not empty. */
static const struct query_node *parse_all(struct parser *parser)
{
	struct nodes *nodes = &parser->nodes;
	size_t base = nodes->waiting_count;

	do {
		const struct query_node *node = parse_and(parser);

		if (!node || !nodes_add(nodes, node, QUERY_AND, true))
			return NULL;
	} while (parser->token->kind != LEX_OR &&
		 parser->token->kind != LEX_CLOSE &&
		 parser->token->kind != LEX_END);
	return nodes_join(nodes, base, QUERY_AND, true, 0);
}

/* To the end of the group or of the query. */
static const struct query_node *parse_query(struct parser *parser)
{
	struct nodes *nodes = &parser->nodes;
	size_t base = nodes->waiting_count;

	for (;;) {
		const struct query_node *node = parse_all(parser);

		if (!node || !nodes_add(nodes, node, QUERY_OR, false))
			return NULL;
		if (parser->token->kind != LEX_OR)
			break;
		parser->token++;
	}
	return nodes_join(nodes, base, QUERY_OR, false, 0);
}

static const struct query_node *all_new(struct arena *arena)
{
	struct query_node *node = arena_alloc(arena, sizeof(*node));

	if (node) {
		node->kind = QUERY_ALL;
		node->column = 1;
	}
	return node;
}

/* The clean text, within its limit; a NULL pointer on failure. */
static struct str read_text(struct nodes *nodes, struct str typed,
			    const char *what)
{
	struct str head = str_head(typed, LIMIT_QUERY_BYTES);

	if (typed.len > LIMIT_QUERY_BYTES) {
		nodes_fail(nodes, "query_too_long",
			   (unsigned int)utf8_count(head) + 1,
			   "the %s has %zu bytes, more than %u", what,
			   typed.len, LIMIT_QUERY_BYTES);
		return str_make(NULL, 0);
	}
	return chunk_clean(typed, nodes->arena);
}

/* Is a text that is too long one of plain words, or too long even for that? */
static bool is_pasted(const struct nodes *nodes, struct str typed)
{
	struct lex lex;
	struct str clean;

	if (typed.len > LIMIT_PASTED_BYTES)
		return false;
	clean = chunk_clean(typed, nodes->arena);
	return clean.p && lex_split(clean, nodes->known, nodes->arena, &lex) &&
	       cut_is_plain(&lex);
}

/* The tokens of a query; of one of plain words, as many as a query may have. */
static bool read_query(struct nodes *nodes, struct str typed, struct lex *lex)
{
	struct query *query = nodes->query;

	if (typed.len > LIMIT_QUERY_BYTES && is_pasted(nodes, typed)) {
		typed = cut_text(typed);
		query->is_cut = true;
	}
	query->text = read_text(nodes, typed, "query");
	if (!query->text.p ||
	    !lex_split(query->text, nodes->known, nodes->arena, lex))
		return false;
	/* What is left of it may have more of them. */
	if (query->is_cut)
		cut_operators(lex);
	if (cut_is_plain(lex) && cut_words(lex, nodes->known->languages))
		query->is_cut = true;
	return true;
}

int query_parse(struct str text, const struct query_known *known,
		struct arena *arena, struct query *out, struct err *err)
{
	struct parser parser = { .nodes = { .query = out,
					    .known = known,
					    .arena = arena,
					    .err = err } };
	struct lex lex;

	memset(out, 0, sizeof(*out));
	if (!read_query(&parser.nodes, text, &lex))
		return nodes_status(&parser.nodes);
	for (size_t i = 0; i < lex.sort_count; i++) {
		if (nodes_sort(&parser.nodes, &lex.sorts[i]) < 0)
			return nodes_status(&parser.nodes);
	}
	parser.token = lex.tokens;
	out->root = parser.token->kind == LEX_END ? all_new(arena)
						  : parse_query(&parser);
	out->typed = out->root;
	return out->root ? 0 : nodes_status(&parser.nodes);
}

/* ANDs the root with each term; 0 or an error, in which the root stays. */
static int narrow_root(struct parser *parser, struct query *query)
{
	struct nodes *nodes = &parser->nodes;
	const struct query_node *node;

	if (query->root->kind != QUERY_ALL &&
	    !nodes_add(nodes, query->root, QUERY_AND, false))
		return nodes_status(nodes);
	while (parser->token->kind != LEX_END) {
		node = parse_term(parser);
		if (!node || !nodes_add(nodes, node, QUERY_AND, false))
			return nodes_status(nodes);
	}
	node = nodes_join(nodes, 0, QUERY_AND, false, 0);
	if (!node)
		return nodes_status(nodes);
	query->root = node;
	return 0;
}

int query_narrow(struct query *query, const char *field, struct str value,
		 const struct query_known *known, struct arena *arena,
		 struct err *err)
{
	struct parser parser = { .nodes = { .query = query,
					    .known = known,
					    .arena = arena,
					    .err = err } };
	struct str key = str_make(NULL, 0);
	enum lex_field which =
		field_name_find(str_of(field), known, arena, &key);
	struct lex lex;
	int rc = arena_check(arena, err);

	if (rc < 0)
		return rc;
	if (which == LEX_ANYWHERE)
		return err_set(err, ERR_USAGE,
			       "no article has a field '%s' (see 'pressmark "
			       "fields')",
			       field);
	value = read_text(&parser.nodes, value, "filter");
	if (!value.p || !lex_filter(which, key, value, arena, &lex)) {
		rc = nodes_status(&parser.nodes);
	} else if (lex.count > 1) {
		parser.token = lex.tokens;
		rc = which == LEX_SORT ? nodes_sort(&parser.nodes, lex.tokens)
				       : narrow_root(&parser, query);
	}
	if (rc < 0)
		query->error_column = 0;
	return rc;
}
