/*
 * From what somebody typed to tokens: chunks, fields, groups, operators.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/lex.h"

#include "query/chunk.h"
#include "query/field_name.h"
#include "query/quote.h"

/* What the words of a group are looked for in. */
struct scope {
	enum lex_field field;
	struct str key;
};

struct lexer {
	struct str text;
	const struct query_known *known;
	size_t at;
	size_t counted;	     /* the byte up to which columns are counted */
	unsigned int column; /* of that byte */
	bool has_columns;
	bool is_glued; /* right behind ")" or closing quotes */
	/* Of each group that is open, from the outermost. */
	struct scope *scopes;
	size_t open, scope_cap;
	struct quote_finder finder;
	struct arena *arena;
	size_t cap, sort_cap;
	struct lex *out;
};

/* The column of a byte, asked for from the start towards the end. */
static unsigned int column_of(struct lexer *lexer, size_t at)
{
	if (!lexer->has_columns)
		return 0;
	for (; lexer->counted < at; lexer->counted++) {
		unsigned char c = (unsigned char)lexer->text.p[lexer->counted];

		if ((c & 0xc0) != 0x80)
			lexer->column++;
	}
	return lexer->column;
}

static bool push(struct lexer *lexer, struct lex_token token)
{
	struct lex *out = lexer->out;
	struct lex_token *grown =
		arena_grow(lexer->arena, out->tokens, out->count, &lexer->cap,
			   sizeof(token));

	if (!grown)
		return false;
	out->tokens = grown;
	out->tokens[out->count++] = token;
	return true;
}

static bool push_sort(struct lexer *lexer, struct lex_token token)
{
	struct lex *out = lexer->out;
	struct lex_token *grown =
		arena_grow(lexer->arena, out->sorts, out->sort_count,
			   &lexer->sort_cap, sizeof(token));

	if (!grown)
		return false;
	out->sorts = grown;
	out->sorts[out->sort_count++] = token;
	return true;
}

static const struct lex_token *last(const struct lexer *lexer)
{
	static const struct lex_token none = { .kind = LEX_END };

	return lexer->out->count ? &lexer->out->tokens[lexer->out->count - 1]
				 : &none;
}

/* An exclusion of nothing, as in `-""`, is dropped. */
static void drop_minus(struct lexer *lexer)
{
	if (last(lexer)->kind == LEX_NOT && str_eq(last(lexer)->text, STR("-")))
		lexer->out->count--;
}

/* Likewise a group of nothing, with its exclusion. */
static void drop_open(struct lexer *lexer)
{
	lexer->out->count--;
	drop_minus(lexer);
}

/* What is left from where the lexer stands. */
static struct str rest(const struct lexer *lexer)
{
	return str_skip(lexer->text, lexer->at);
}

static struct str read_word(struct lexer *lexer, bool ends_at_comma)
{
	size_t open;
	struct str word = rest(lexer);

	word.len = chunk_length(word, ends_at_comma, &open);
	lexer->at += word.len;
	return word;
}

static struct str read_quoted(struct lexer *lexer)
{
	struct str text = quote_read(&lexer->finder, lexer->text, &lexer->at);

	lexer->is_glued = true;
	return text;
}

/* A word, or a prefix where it ends in "*"; nothing where it is no more. */
static bool push_word(struct lexer *lexer, struct lex_token token)
{
	size_t len = token.text.len;

	while (token.text.len && token.text.p[token.text.len - 1] == '*')
		token.text.len--;
	if (!token.text.len)
		return true;
	if (token.text.len < len && chunk_may_be_prefix(token.text))
		token.form = LEX_PREFIX;
	return push(lexer, token);
}

/* The token with what its group looks for: `title:(…)` for titles. */
static struct lex_token in_group(const struct lexer *lexer,
				 struct lex_token token)
{
	struct scope scope = { LEX_ANYWHERE, { NULL, 0 } };

	if (lexer->open)
		scope = lexer->scopes[lexer->open - 1];
	token.field = scope.field;
	token.key = scope.key;
	token.value_column = token.column;
	return token;
}

/* Has a field several values, at commas? */
static bool has_list(enum lex_field field)
{
	return field == LEX_TAG || field == LEX_KEY || field == LEX_IS ||
	       field == LEX_DATE || field == LEX_UPDATED;
}

/* Is its value words, as is what is typed without a field? */
static bool has_words(enum lex_field field)
{
	return field <= LEX_ALT;
}

/* The values of a list, at commas. Where there is none, `tag:,`, the field's
 * name is a word; but an empty one in quotes, `tag:""`, asks for nothing, and
 * so does one in a group, `tag:(,)`. */
static bool read_list(struct lexer *lexer, struct lex_token token)
{
	struct lex_token name = in_group(lexer, token);
	bool is_quoted = false;

	for (;; lexer->at++) {
		unsigned int column = column_of(lexer, lexer->at);

		token.value_column = column;
		if (token.is_alternative)
			token.column = column;
		if (quote_opens(rest(lexer))) {
			token.text = read_quoted(lexer);
			token.form = LEX_QUOTED;
			is_quoted = true;
		} else {
			token.text = read_word(lexer, true);
			token.form = LEX_WORD;
			lexer->is_glued = false;
		}
		if (token.text.len) {
			if (!push(lexer, token))
				return false;
			token.is_alternative = true;
		}
		if (lexer->at == lexer->text.len ||
		    lexer->text.p[lexer->at] != ',')
			break;
	}
	return token.is_alternative || is_quoted || !name.text.len ||
	       push(lexer, name);
}

/* What stands behind the "field:" that token.text names, or where no field is
 * typed. */
static bool read_value(struct lexer *lexer, struct lex_token token)
{
	struct str name = token.text;

	if (has_list(token.field))
		return read_list(lexer, token);
	token.value_column = column_of(lexer, lexer->at);
	if (quote_opens(rest(lexer))) {
		token.form = LEX_QUOTED;
		token.text = read_quoted(lexer);
		if (!token.text.len)
			return true;
	} else {
		token.text = read_word(lexer, false);
		if (!token.text.len) {
			token = in_group(lexer, token);
			token.text = name;
		}
	}
	if (token.field == LEX_SORT)
		return push_sort(lexer, token);
	if (has_words(token.field) && token.form == LEX_WORD)
		return push_word(lexer, token);
	return push(lexer, token);
}

/* Is there a known "field:" here? Its name, and steps over it. */
static bool read_field(struct lexer *lexer, struct lex_token *token)
{
	struct str name = str_head(rest(lexer), field_name_length(rest(lexer)));
	enum lex_field field;
	struct str key;

	if (name.len == 0)
		return false;
	field = field_name_find(name, lexer->known, lexer->arena, &key);
	if (field == LEX_ANYWHERE)
		return false;
	token->field = field;
	token->key = key;
	token->text = name;
	lexer->at += name.len + 1;
	return true;
}

static enum lex_kind operator_kind(struct str text, unsigned int *distance)
{
	switch (chunk_operator(text, distance)) {
	case CHUNK_AND:
		return LEX_AND;
	case CHUNK_OR:
		return LEX_OR;
	case CHUNK_NOT:
		return LEX_NOT;
	case CHUNK_NEAR:
		return LEX_NEAR;
	case CHUNK_WORD:
		break;
	}
	return LEX_TERM;
}

/* `(AND)` is the word, not the operator, and no group. It needs no levels of
 * nesting, so that query_print may write it everywhere. */
static bool read_literal(struct lexer *lexer, struct lex_token *token)
{
	struct str here = str_skip(rest(lexer), 1);
	unsigned int distance;
	size_t len = 0;

	while (len < here.len && here.p[len] != ' ' && here.p[len] != '(' &&
	       here.p[len] != ')')
		len++;
	if (len == here.len || here.p[len] != ')' ||
	    operator_kind(str_head(here, len), &distance) == LEX_TERM)
		return false;
	token->text = str_head(here, len);
	lexer->at += len + 2;
	lexer->is_glued = true;
	return true;
}

static bool read_open(struct lexer *lexer, struct lex_token token)
{
	struct scope *grown;

	if (read_literal(lexer, &token))
		return push(lexer, token);
	grown = arena_grow(lexer->arena, lexer->scopes, lexer->open,
			   &lexer->scope_cap, sizeof(*grown));
	if (!grown)
		return false;
	lexer->scopes = grown;
	lexer->scopes[lexer->open++] = (struct scope){ token.field, token.key };
	token.kind = LEX_OPEN;
	lexer->at++;
	return push(lexer, token);
}

/* A ")" that closes nothing is dropped: it has no words, and as text it could
 * not be printed inside a group. */
static bool read_close(struct lexer *lexer, struct lex_token token)
{
	lexer->at++;
	lexer->is_glued = true;
	drop_minus(lexer);
	if (lexer->open == 0)
		return true;
	lexer->open--;
	if (last(lexer)->kind == LEX_OPEN) {
		drop_open(lexer);
		return true;
	}
	token.kind = LEX_CLOSE;
	return push(lexer, token);
}

/* May its values stand in a group, `title:(a OR b)`? Paths and URLs may begin
 * with a parenthesis; an order is none. */
static bool has_groups(enum lex_field field)
{
	return field != LEX_URL && field != LEX_LINK && field != LEX_PATH &&
	       field != LEX_SORT;
}

/* An operator where one stands; steps over it. */
static bool read_operator(struct lexer *lexer, struct lex_token *token)
{
	size_t start = lexer->at;

	token->text = read_word(lexer, false);
	token->kind = operator_kind(token->text, &token->distance);
	if (token->kind != LEX_TERM)
		return true;
	lexer->at = start;
	token->text = str_make(NULL, 0);
	return false;
}

/* What may stand at a chunk's start, but for an exclusion. */
static bool read_chunk(struct lexer *lexer, bool is_excluded)
{
	char c = lexer->text.p[lexer->at];
	struct lex_token token = {
		.kind = LEX_TERM,
		.column = column_of(lexer, lexer->at),
	};

	token = in_group(lexer, token);
	if (c == ')')
		return read_close(lexer, token);
	lexer->is_glued = false;
	if (c == '(')
		return read_open(lexer, token);
	if (read_field(lexer, &token)) {
		c = lexer->at < lexer->text.len ? lexer->text.p[lexer->at] : 0;
		if (c == '(' && has_groups(token.field))
			return read_open(lexer, token);
	} else if (!is_excluded && read_operator(lexer, &token)) {
		return push(lexer, token);
	}
	return read_value(lexer, token);
}

/* "-" directly before something excludes it. Behind `"post"` or `(a)` without
 * a blank it is a hyphen; standing alone, a dash: neither is searched. */
static bool read_minus(struct lexer *lexer)
{
	struct lex_token token = {
		.kind = LEX_NOT,
		.text = STR("-"),
		.column = column_of(lexer, lexer->at),
	};
	struct str next = str_skip(rest(lexer), 1);

	if (lexer->is_glued || !next.len || next.p[0] == ' ') {
		lexer->at++;
		return true;
	}
	if (next.p[0] == '-')
		return read_chunk(lexer, false);
	lexer->at++;
	if (!push(lexer, token) || !read_chunk(lexer, true))
		return false;
	drop_minus(lexer);
	return true;
}

/* An operator stands between operands, NOT before one, as typed; any other
 * is the word it is. From the end, since NOT NOT a has an operand. */
static void settle_operators(struct lex *lex)
{
	bool is_operand = false; /* does the token behind begin an operand? */

	for (size_t i = lex->count; i-- > 0;) {
		struct lex_token *token = &lex->tokens[i];
		enum lex_kind before = i ? token[-1].kind : LEX_END;

		switch (token->kind) {
		case LEX_AND:
		case LEX_OR:
		case LEX_NEAR:
			if (!is_operand ||
			    (before != LEX_TERM && before != LEX_CLOSE))
				token->kind = LEX_TERM;
			is_operand = false;
			break;
		case LEX_NOT:
			if (!is_operand)
				token->kind = LEX_TERM;
			break;
		default:
			is_operand = token->kind == LEX_TERM ||
				     token->kind == LEX_OPEN;
		}
	}
}

/* Groups that nothing follows hold nothing; then the end is marked. */
static bool finish(struct lexer *lexer)
{
	struct lex_token end = {
		.kind = LEX_END,
		.column = column_of(lexer, lexer->text.len),
	};

	while (last(lexer)->kind == LEX_OPEN)
		drop_open(lexer);
	settle_operators(lexer->out);
	return push(lexer, end);
}

bool lex_split(struct str text, const struct query_known *known,
	       struct arena *arena, struct lex *out)
{
	struct lexer lexer = {
		.text = text,
		.known = known,
		.column = 1,
		.has_columns = true,
		.arena = arena,
		.out = out,
	};

	memset(out, 0, sizeof(*out));
	while (lexer.at < text.len) {
		bool ok = true;

		if (text.p[lexer.at] == ' ') {
			lexer.is_glued = false;
			lexer.at++;
		} else if (text.p[lexer.at] == '-') {
			ok = read_minus(&lexer);
		} else {
			ok = read_chunk(&lexer, false);
		}
		if (!ok || arena->failed)
			return false;
	}
	return finish(&lexer);
}

/* A filter's value may hold every kind of quotes, as nothing that is typed
 * can. Then its straight ones become apostrophes, so that it can be printed. */
static bool push_value(struct lexer *lexer, struct lex_token token)
{
	char *copy;

	if (!quote_fits(token.text)) {
		copy = arena_array(lexer->arena, token.text.len, 1);
		if (!copy)
			return false;
		for (size_t i = 0; i < token.text.len; i++)
			copy[i] =
				token.text.p[i] == '"' ? '\'' : token.text.p[i];
		token.text.p = copy;
	}
	return push(lexer, token);
}

/* The values of a list: at commas, which quotes protect; blanks belong to
 * them. */
static bool filter_list(struct lexer *lexer, struct lex_token token)
{
	struct str text = lexer->text;

	while (lexer->at < text.len) {
		struct str item = rest(lexer);

		if (text.p[lexer->at] == ' ' || text.p[lexer->at] == ',') {
			lexer->at++;
			continue;
		}
		if (quote_opens(item)) {
			token.text = read_quoted(lexer);
			token.form = LEX_QUOTED;
		} else {
			token.form = LEX_WORD;
			token.text =
				str_trim(str_head(item, str_find(item, ',')));
			lexer->at += token.text.len;
		}
		if (!token.text.len)
			continue;
		if (!push_value(lexer, token))
			return false;
		token.is_alternative = true;
	}
	return true;
}

/* Words and phrases; no operators, groups, exclusions. */
static bool filter_words(struct lexer *lexer, struct lex_token token)
{
	while (lexer->at < lexer->text.len) {
		struct lex_token term = token;
		char c = lexer->text.p[lexer->at];
		bool ok = true;

		if (c == ' ' || c == '(' || c == ')') {
			lexer->at++;
		} else if (quote_opens(rest(lexer))) {
			term.form = LEX_QUOTED;
			term.text = read_quoted(lexer);
			ok = !term.text.len || push(lexer, term);
		} else {
			term.text = read_word(lexer, false);
			ok = push_word(lexer, term);
		}
		if (!ok)
			return false;
	}
	return true;
}

/* Any other value is one; quotes around all of it are not part of it. */
static bool filter_whole(struct lexer *lexer, struct lex_token token)
{
	token.text = lexer->text;
	if (quote_opens(token.text)) {
		struct str inner = read_quoted(lexer);

		if (lexer->at == lexer->text.len)
			token.text = inner;
	}
	return !token.text.len || push_value(lexer, token);
}

bool lex_filter(enum lex_field field, struct str key, struct str value,
		struct arena *arena, struct lex *out)
{
	struct lexer lexer = { .text = value, .arena = arena, .out = out };
	struct lex_token token = { .kind = LEX_TERM,
				   .field = field,
				   .key = key };
	bool ok;

	memset(out, 0, sizeof(*out));
	if (has_list(field))
		ok = filter_list(&lexer, token);
	else if (has_words(field))
		ok = filter_words(&lexer, token);
	else
		ok = filter_whole(&lexer, token);
	return ok && finish(&lexer);
}
