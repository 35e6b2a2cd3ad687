/*
 * A tree as the shortest query that parses to it, and trees compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Parentheses are written only where precedence needs them, so that no tree
 * needs deeper nesting than what it was parsed from. Words are written as
 * typed: what made them words in their place makes them words again, but for
 * operators that were short of operands. These are written `(AND)`, which is
 * the word everywhere. A word may hold a "(" that it does not close; then a
 * blank keeps the ")" behind from closing it.
 */
#include "query/parse.h"

#include "query/chunk.h"
#include "query/dates.h"
#include "query/quote.h"
#include "query/ranges.h"

enum level {
	LEVEL_OR,  /* the loosest */
	LEVEL_ALL, /* juxtaposition */
	LEVEL_AND,
	LEVEL_NEAR,
	LEVEL_NOT,
	LEVEL_TERM,
};

struct printer {
	struct buf *out;
	bool is_open; /* the last word holds a "(" that it does not close */
};

struct str query_scope_name(enum query_scope scope)
{
	static const struct str names[] = {
		[QUERY_ANYWHERE] = STR_INIT(""),
		[QUERY_TITLE] = STR_INIT("title"),
		[QUERY_HEADING] = STR_INIT("heading"),
		[QUERY_BODY] = STR_INIT("body"),
		[QUERY_CODE] = STR_INIT("code"),
		[QUERY_ALT] = STR_INIT("alt"),
	};

	return names[scope];
}

/* A list of values, `tag:a,b`, binds like the one term it is. */
static bool is_list(const struct query_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		if (child->kind != node->children[0]->kind ||
		    !str_eq(child->key, node->children[0]->key) ||
		    (child->kind != QUERY_TAG && child->kind != QUERY_FIELD &&
		     child->kind != QUERY_STATE))
			return false;
	}
	return node->kind == QUERY_OR;
}

static enum level level_of(const struct query_node *node)
{
	switch (node->kind) {
	case QUERY_AND:
		return node->is_implicit ? LEVEL_ALL : LEVEL_AND;
	case QUERY_OR:
		return is_list(node) ? LEVEL_TERM : LEVEL_OR;
	case QUERY_NEAR:
		return LEVEL_NEAR;
	case QUERY_NOT:
		return LEVEL_NOT;
	default:
		return LEVEL_TERM;
	}
}

static void print_quoted(struct printer *printer, struct str text)
{
	quote_print(text, printer->out);
	printer->is_open = false;
}

/* A value as it is where it is read to its end like that, else in quotes. */
static void print_value(struct printer *printer, struct str text, bool in_list)
{
	size_t open;

	if (chunk_length(text, in_list, &open) < text.len ||
	    quote_opens(text) || str_starts(text, STR("("))) {
		print_quoted(printer, text);
		return;
	}
	buf_add_str(printer->out, text);
	printer->is_open = open > 0;
}

static void print_word(struct printer *printer, const struct query_node *node)
{
	unsigned int distance;
	bool is_operator = node->kind == QUERY_WORD &&
			   node->scope == QUERY_ANYWHERE &&
			   chunk_operator(node->text, &distance) != CHUNK_WORD;
	size_t open;

	if (is_operator)
		buf_add_char(printer->out, '(');
	buf_add_str(printer->out, node->text);
	if (is_operator)
		buf_add_char(printer->out, ')');
	if (node->kind == QUERY_PREFIX)
		buf_add_char(printer->out, '*');
	chunk_length(node->text, false, &open);
	printer->is_open = open > 0;
}

/* In quotes also what would be any value, or a range, without. */
static void print_field(struct printer *printer, const struct query_node *node)
{
	struct query_node range;

	printer->is_open = false;
	if (node->match == QUERY_ANY)
		buf_add_char(printer->out, '*');
	else if (node->match == QUERY_RANGE)
		ranges_print(node, printer->out);
	else if (str_eq(node->text, STR("*")) ||
		 ranges_read(node->text, 0, &range))
		print_quoted(printer, node->text);
	else
		print_value(printer, node->text, true);
}

static void print_name(struct printer *printer, const struct query_node *node)
{
	switch (node->kind) {
	case QUERY_TAG:
		buf_add_str(printer->out, STR("tag:"));
		break;
	case QUERY_STATE:
		buf_add_str(printer->out, STR("is:"));
		break;
	default:
		buf_add_str(printer->out,
			    node->key.len ? node->key : STR("date"));
		buf_add_char(printer->out, ':');
	}
}

/* The value of a field that may have a list of them. */
static void print_item(struct printer *printer, const struct query_node *node)
{
	if (node->kind == QUERY_FIELD)
		print_field(printer, node);
	else if (node->kind == QUERY_TAG && str_eq(node->text, STR("*")))
		print_quoted(printer, node->text);
	else
		print_value(printer, node->text, true);
}

static void print_leaf(struct printer *printer, const struct query_node *node)
{
	if (node->scope != QUERY_ANYWHERE) {
		buf_add_str(printer->out, query_scope_name(node->scope));
		buf_add_char(printer->out, ':');
	}
	switch (node->kind) {
	case QUERY_WORD:
	case QUERY_PREFIX:
		print_word(printer, node);
		break;
	case QUERY_PHRASE:
		print_quoted(printer, node->text);
		break;
	case QUERY_TAG:
	case QUERY_STATE:
	case QUERY_FIELD:
		print_name(printer, node);
		print_item(printer, node);
		break;
	case QUERY_AUTHOR:
		buf_add_str(printer->out, STR("author:"));
		if (str_eq(node->text, STR("*")))
			print_quoted(printer, node->text);
		else
			print_value(printer, node->text, false);
		break;
	case QUERY_URL:
		buf_add_str(printer->out, STR("url:"));
		print_value(printer, node->text, false);
		break;
	case QUERY_LINK:
		buf_add_str(printer->out, STR("link:"));
		print_value(printer, node->text, false);
		break;
	case QUERY_PATH:
		buf_add_str(printer->out, STR("path:"));
		print_value(printer, node->text, false);
		break;
	case QUERY_DATE:
		print_name(printer, node);
		dates_print(node->first_day, node->last_day, printer->out);
		printer->is_open = false;
		break;
	default:
		break; /* QUERY_ALL is the empty text */
	}
}

static void print_list(struct printer *printer, const struct query_node *node)
{
	print_name(printer, node->children[0]);
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_add_char(printer->out, ',');
		print_item(printer, node->children[i]);
	}
}

static void print_node(struct printer *printer, const struct query_node *node,
		       enum level least);

/* "-" but for a word that begins with one itself. */
static void print_not(struct printer *printer, const struct query_node *node)
{
	const struct query_node *child = node->children[0];
	bool is_word =
		(child->kind == QUERY_WORD || child->kind == QUERY_PREFIX) &&
		child->scope == QUERY_ANYWHERE;

	buf_add_str(printer->out, is_word && str_starts(child->text, STR("-"))
					  ? STR("NOT ")
					  : STR("-"));
	print_node(printer, child, LEVEL_TERM);
}

static void print_operator(struct printer *printer,
			   const struct query_node *node)
{
	if (node->kind == QUERY_OR)
		buf_add_str(printer->out, STR(" OR "));
	else if (node->kind == QUERY_NEAR &&
		 node->distance != CHUNK_NEAR_DEFAULT)
		buf_printf(printer->out, " NEAR/%u ", node->distance);
	else if (node->kind == QUERY_NEAR)
		buf_add_str(printer->out, STR(" NEAR "));
	else
		buf_add_str(printer->out,
			    node->is_implicit ? STR(" ") : STR(" AND "));
}

/* As it is where it binds at least so tightly, else in parentheses. */
static void print_node(struct printer *printer, const struct query_node *node,
		       enum level least)
{
	enum level level = level_of(node);

	if (level < least)
		buf_add_char(printer->out, '(');
	if (node->kind == QUERY_NOT) {
		print_not(printer, node);
	} else if (node->count == 0) {
		print_leaf(printer, node);
	} else if (level == LEVEL_TERM) {
		print_list(printer, node);
	} else {
		for (size_t i = 0; i < node->count; i++) {
			if (i)
				print_operator(printer, node);
			print_node(printer, node->children[i], level + 1);
		}
	}
	if (level >= least)
		return;
	buf_add_str(printer->out, printer->is_open ? STR(" )") : STR(")"));
	printer->is_open = false;
}

void query_print(const struct query_node *node, struct buf *out)
{
	struct printer printer = { .out = out };

	print_node(&printer, node, LEVEL_OR);
}

bool query_equal(const struct query_node *a, const struct query_node *b)
{
	if (a->kind != b->kind || a->scope != b->scope ||
	    !str_eq(a->text, b->text) || !str_eq(a->key, b->key) ||
	    a->match != b->match || a->low != b->low || a->high != b->high ||
	    a->first_day != b->first_day || a->last_day != b->last_day ||
	    a->distance != b->distance || a->is_implicit != b->is_implicit ||
	    a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!query_equal(a->children[i], b->children[i]))
			return false;
	}
	return true;
}
