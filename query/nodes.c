/*
 * The nodes of a query: made of tokens, counted, joined.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/nodes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "query/cut.h"
#include "query/dates.h"
#include "query/ranges.h"
#include "text/limits.h"

/* Of a wrong value, as much as a message shows. */
#define SHOWN_BYTES 60

int nodes_fail(struct nodes *nodes, const char *code, unsigned int column,
	       const char *format, ...)
{
	char message[ERR_MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	nodes->query->error_code = code;
	nodes->query->error_column = column;
	nodes->status = err_set(nodes->err, ERR_QUERY, "%s", message);
	return nodes->status;
}

int nodes_status(const struct nodes *nodes)
{
	return nodes->status ? nodes->status
			     : arena_check(nodes->arena, nodes->err);
}

static struct query_node *node_new(struct nodes *nodes, enum query_kind kind,
				   unsigned int column)
{
	struct query_node *node = arena_alloc(nodes->arena, sizeof(*node));

	if (!node)
		return NULL;
	node->kind = kind;
	node->column = column;
	return node;
}

static const struct query_node *nodes_date(struct nodes *nodes,
					   const struct lex_token *token,
					   enum dates_use use)
{
	struct str shown = utf8_head(token->text, SHOWN_BYTES);
	struct query_node *node = node_new(nodes, QUERY_DATE, token->column);

	if (!node)
		return NULL;
	if (token->field == LEX_UPDATED)
		node->key = STR("updated");
	if (dates_read(token->text, use, nodes->known->today, &node->first_day,
		       &node->last_day))
		return node;
	nodes_fail(nodes, "bad_date", token->value_column,
		   "'%.*s%s' is no date; write 2025, 2025-10 or 2025-10-26%s, "
		   "or today, yesterday, 7d, 2w, 6m, 1y",
		   STR_ARG(shown), shown.len < token->text.len ? "…" : "",
		   use == DATES_ON ? ", a range 2025-09..2025-10" : "");
	return NULL;
}

static enum query_scope scope_of(enum lex_field field)
{
	switch (field) {
	case LEX_TITLE:
		return QUERY_TITLE;
	case LEX_HEADING:
		return QUERY_HEADING;
	case LEX_BODY:
		return QUERY_BODY;
	case LEX_CODE:
		return QUERY_CODE;
	case LEX_ALT:
		return QUERY_ALT;
	default:
		return QUERY_ANYWHERE;
	}
}

static const struct query_node *nodes_text(struct nodes *nodes,
					   const struct lex_token *token,
					   enum query_kind kind)
{
	struct query_node *node = node_new(nodes, kind, token->column);

	if (!node)
		return NULL;
	node->text = token->text;
	node->scope = scope_of(token->field);
	return node;
}

/* Of a field, `*` is any value; what is no range that can be is a name. */
static const struct query_node *
nodes_field(struct nodes *nodes, const struct lex_token *token, struct str key)
{
	struct query_node *node = node_new(nodes, QUERY_FIELD, token->column);

	if (!node)
		return NULL;
	node->key = key;
	if (token->form != LEX_QUOTED && str_eq(token->text, STR("*")))
		node->match = QUERY_ANY;
	else if (token->form != LEX_QUOTED &&
		 ranges_read(token->text, nodes->known->today, node))
		node->match = QUERY_RANGE;
	else
		node->text = token->text;
	return node;
}

static const struct query_node *nodes_tag(struct nodes *nodes,
					  const struct lex_token *token)
{
	if (token->form != LEX_QUOTED && str_eq(token->text, STR("*")))
		return nodes_field(nodes, token, STR("tag"));
	return nodes_text(nodes, token, QUERY_TAG);
}

static const struct query_node *nodes_author(struct nodes *nodes,
					     const struct lex_token *token)
{
	if (token->form != LEX_QUOTED && str_eq(token->text, STR("*")))
		return nodes_field(nodes, token, STR("author"));
	return nodes_text(nodes, token, QUERY_AUTHOR);
}

const char *const query_states[] = { "draft",	 "unpublished", "future",
				     "expired",	 "unlisted",	"norender",
				     "excluded", "hidden",	NULL };

static const struct query_node *nodes_state(struct nodes *nodes,
					    const struct lex_token *token)
{
	struct str shown = utf8_head(token->text, SHOWN_BYTES);
	struct query_node *node = node_new(nodes, QUERY_STATE, token->column);

	if (!node)
		return NULL;
	nodes->query->has_state = true;
	for (const char *const *state = query_states; *state; state++) {
		if (str_eq_nocase(token->text, str_of(*state))) {
			node->text = str_of(*state);
			return node;
		}
	}
	nodes_fail(nodes, "bad_state", token->value_column,
		   "nothing is '%.*s%s'; write draft, unpublished, future, "
		   "expired, unlisted, norender, excluded or hidden",
		   STR_ARG(shown), shown.len < token->text.len ? "…" : "");
	return NULL;
}

/* Counts what the token asks for; false beyond a limit. */
static bool count_leaf(struct nodes *nodes, const struct lex_token *token,
		       bool is_phrase, bool is_prefix)
{
	unsigned int words = is_phrase ? cut_count(token->text) : 1;

	if (words > LIMIT_PHRASE_WORDS) {
		nodes_fail(nodes, "phrase_too_long", token->column,
			   "the phrase has %u words, more than %d", words,
			   LIMIT_PHRASE_WORDS);
		return false;
	}
	nodes->words += words;
	if (nodes->words > LIMIT_QUERY_WORDS) {
		nodes_fail(nodes, "too_many_words", token->column,
			   "the query has more than %d words",
			   LIMIT_QUERY_WORDS);
		return false;
	}
	nodes->prefixes += is_prefix;
	if (nodes->prefixes > LIMIT_PREFIXES) {
		nodes_fail(nodes, "too_many_prefixes", token->column,
			   "the query has more than %d words that end in '*'",
			   LIMIT_PREFIXES);
		return false;
	}
	return true;
}

const struct query_node *nodes_leaf(struct nodes *nodes,
				    const struct lex_token *token)
{
	bool is_text = token->field <= LEX_ALT;
	bool is_phrase = is_text && token->form == LEX_QUOTED;
	bool is_prefix = is_text && token->form == LEX_PREFIX;

	if (!count_leaf(nodes, token, is_phrase, is_prefix))
		return NULL;
	switch (token->field) {
	case LEX_ANYWHERE:
	case LEX_TITLE:
	case LEX_HEADING:
	case LEX_BODY:
	case LEX_CODE:
	case LEX_ALT:
		return nodes_text(nodes, token,
				  is_phrase   ? QUERY_PHRASE
				  : is_prefix ? QUERY_PREFIX
					      : QUERY_WORD);
	case LEX_TAG:
		return nodes_tag(nodes, token);
	case LEX_AUTHOR:
		return nodes_author(nodes, token);
	case LEX_KEY:
		return nodes_field(nodes, token, token->key);
	case LEX_URL:
		return nodes_text(nodes, token, QUERY_URL);
	case LEX_LINK:
		return nodes_text(nodes, token, QUERY_LINK);
	case LEX_PATH:
		return nodes_text(nodes, token, QUERY_PATH);
	case LEX_IS:
		return nodes_state(nodes, token);
	case LEX_DATE:
	case LEX_UPDATED:
		return nodes_date(nodes, token, DATES_ON);
	case LEX_AFTER:
		return nodes_date(nodes, token, DATES_AFTER);
	case LEX_BEFORE:
		return nodes_date(nodes, token, DATES_BEFORE);
	case LEX_SINCE:
		return nodes_date(nodes, token, DATES_SINCE);
	case LEX_UNTIL:
		return nodes_date(nodes, token, DATES_UNTIL);
	case LEX_SORT:
		break;
	}
	BUG("a sort is no leaf");
}

const struct query_node *nodes_not(struct nodes *nodes,
				   const struct query_node *child,
				   unsigned int column)
{
	const struct query_node **children;
	struct query_node *node;

	if (child->kind == QUERY_NOT)
		return child->children[0];
	children = arena_array(nodes->arena, 1, sizeof(*children));
	node = node_new(nodes, QUERY_NOT, column);
	if (!children || !node)
		return NULL;
	children[0] = child;
	node->children = children;
	node->count = 1;
	return node;
}

int nodes_sort(struct nodes *nodes, const struct lex_token *token)
{
	static const struct {
		struct str name;
		enum query_sort sort;
	} sorts[] = {
		{ STR_INIT("newest"), QUERY_BY_NEWEST },
		{ STR_INIT("oldest"), QUERY_BY_OLDEST },
		{ STR_INIT("relevance"), QUERY_BY_RELEVANCE },
		{ STR_INIT("title"), QUERY_BY_TITLE },
	};
	struct str shown = utf8_head(token->text, SHOWN_BYTES);

	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		if (str_eq_nocase(token->text, sorts[i].name)) {
			nodes->query->sort = sorts[i].sort;
			nodes->query->has_sort = true;
			return 0;
		}
	}
	return nodes_fail(nodes, "bad_sort", token->value_column,
			  "'%.*s%s' is no order; write newest, oldest, "
			  "relevance or title",
			  STR_ARG(shown),
			  shown.len < token->text.len ? "…" : "");
}

static bool hold(struct nodes *nodes, const struct query_node *child)
{
	const struct query_node **grown;

	/* Through void *: the array is of pointers to const. */
	grown = arena_grow(nodes->arena, (void *)nodes->waiting,
			   nodes->waiting_count, &nodes->waiting_cap,
			   sizeof(*nodes->waiting));
	if (!grown)
		return false;
	nodes->waiting = grown;
	nodes->waiting[nodes->waiting_count++] = child;
	return true;
}

bool nodes_add(struct nodes *nodes, const struct query_node *child,
	       enum query_kind kind, bool is_implicit)
{
	if (child->kind != kind || child->is_implicit != is_implicit ||
	    (kind != QUERY_AND && kind != QUERY_OR))
		return hold(nodes, child);
	for (size_t i = 0; i < child->count; i++) {
		if (!hold(nodes, child->children[i]))
			return false;
	}
	return true;
}

const struct query_node *nodes_join(struct nodes *nodes, size_t base,
				    enum query_kind kind, bool is_implicit,
				    unsigned int distance)
{
	size_t count = nodes->waiting_count - base;
	const struct query_node **children;
	struct query_node *node;

	nodes->waiting_count = base;
	if (count == 1)
		return nodes->waiting[base];
	children = arena_array(nodes->arena, count, sizeof(*children));
	node = node_new(nodes, kind, nodes->waiting[base]->column);
	if (!children || !node)
		return NULL;
	for (size_t i = 0; i < count; i++)
		children[i] = nodes->waiting[base + i];
	node->children = children;
	node->count = count;
	node->is_implicit = is_implicit;
	node->distance = distance;
	return node;
}
