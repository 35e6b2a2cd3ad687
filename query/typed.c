/*
 * What is being typed: the word at the end, and what stands before it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/typed.h"

#include "query/chunk.h"
#include "query/field_name.h"
#include "query/lex.h"
#include "query/quote.h"
#include "text/tokens.h"

/* Clean, but for a blank at the end: that of a text that goes on. */
static struct str clean(struct str text, struct arena *arena)
{
	char *more = arena_alloc(arena, text.len + 1);
	struct str clean;

	if (!more)
		return str_make(NULL, 0);
	if (text.len)
		memcpy(more, text.p, text.len);
	more[text.len] = '.';
	clean = chunk_clean(str_make(more, text.len + 1), arena);
	return str_head(clean, clean.len - (clean.len > 0));
}

static bool has_quote(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (quote_opens(str_skip(text, i)))
			return true;
	}
	return false;
}

/* The last straight quote, if it is open; else the length. */
static size_t open_quote(struct str text)
{
	size_t last = text.len, count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '"') {
			last = i;
			count++;
		}
	}
	return count % 2 ? last : text.len;
}

static size_t chunk_start(struct str text)
{
	size_t at = text.len;

	while (at > 0 && text.p[at - 1] != ' ')
		at--;
	return at;
}

static enum typed_kind kind_of(enum lex_field field)
{
	switch (field) {
	case LEX_ANYWHERE:
	case LEX_TITLE:
	case LEX_HEADING:
	case LEX_BODY:
	case LEX_CODE:
	case LEX_ALT:
		return TYPED_WORD;
	case LEX_TAG:
		return TYPED_TAG;
	case LEX_AUTHOR:
		return TYPED_AUTHOR;
	default:
		return TYPED_NOTHING;
	}
}

/* Takes what stands before the value of the last chunk: parentheses, a field,
 * quotes. An exclusion completes to nothing. */
static void read_lead(const struct query_known *known, struct arena *arena,
		      struct typed *t)
{
	struct str rest = str_skip(t->text, t->chunk), key;
	enum lex_field field = LEX_ANYWHERE;
	size_t name;

	while (rest.len && rest.p[0] == '(')
		rest = str_skip(rest, 1);
	t->is_nested = t->text.len - rest.len > t->chunk;
	if (rest.len && rest.p[0] == '-')
		t->kind = TYPED_NOTHING;
	name = field_name_length(rest);
	if (name)
		field = field_name_find(str_head(rest, name), known, arena,
					&key);
	if (field != LEX_ANYWHERE) {
		if (t->kind != TYPED_NOTHING)
			t->kind = kind_of(field);
		t->has_scope = t->kind == TYPED_WORD;
		rest = str_skip(rest, name + 1);
	}
	while (t->has_scope && rest.len && rest.p[0] == '(')
		rest = str_skip(rest, 1);
	t->from = t->value = t->text.len - rest.len;
	t->is_nested = t->is_nested || t->has_scope;
}

/* The name behind tag: or author:, in quotes or the last of several. */
static void read_name(struct typed *t, size_t quote)
{
	for (size_t i = t->from; i < t->text.len; i++) {
		if (t->text.p[i] == ',')
			t->from = i + 1;
	}
	if (quote < t->text.len)
		t->from = quote;
	t->value = t->from + (quote < t->text.len);
	t->word = t->value;
}

/* What is in quotes: each word is one of its own. */
static void read_phrase(struct typed *t, size_t quote)
{
	size_t last = chunk_start(t->text);

	t->is_nested = true;
	t->value = quote + 1;
	if (last > t->value)
		t->chunk = t->value = last;
	t->from = t->value;
}

/* The last word of the value, with the signs in front of it. */
static void read_word(struct typed *t)
{
	struct str value = str_skip(t->text, t->value);
	struct tokens tokens;
	struct token token;

	t->word = t->text.len;
	tokens_init(&tokens, value);
	while (tokens_next(&tokens, &token)) {
		if (token.end == value.len)
			t->word = t->value + token.start;
		else if (token.sign_end == value.len)
			t->word = t->value + token.sign_start;
	}
	t->is_nested = t->is_nested || t->word != t->value;
}

/* Drops an operator from the end of what stands before. */
static void read_operator(struct typed *t)
{
	bool is_first = t->word == t->value;
	struct str before =
		str_trim(str_head(t->text, is_first ? t->chunk : t->word));
	size_t at = chunk_start(before);
	unsigned int distance;
	enum chunk_operator operator_ =
		is_first ? chunk_operator(str_skip(before, at), &distance)
			 : CHUNK_WORD;

	if (operator_ != CHUNK_WORD) {
		before = str_trim(str_head(before, at));
		t->is_plain = false;
	}
	if (operator_ == CHUNK_NOT)
		t->kind = TYPED_NOTHING;
	if (operator_ == CHUNK_NEAR)
		t->is_nested = true;
	t->before = operator_ == CHUNK_OR ? str_head(before, 0) : before;
}

static void read_plain(struct typed *t)
{
	unsigned int distance;
	struct str rest = t->text;

	t->is_plain = true;
	if (has_quote(t->text) || str_find(t->text, ':') < t->text.len ||
	    str_find(t->text, '(') < t->text.len)
		t->is_plain = false;
	while (rest.len) {
		struct str chunk = str_head(rest, str_find(rest, ' '));

		if (chunk_operator(chunk, &distance) != CHUNK_WORD ||
		    (chunk.len && chunk.p[0] == '-'))
			t->is_plain = false;
		rest = str_skip(rest, chunk.len + 1);
	}
}

int typed_read(struct str text, const struct query_known *known,
	       struct arena *arena, struct typed *out, struct err *err)
{
	struct str head;
	size_t quote;

	memset(out, 0, sizeof(*out));
	out->kind = TYPED_WORD;
	out->text = clean(text, arena);
	if (arena_check(arena, err))
		return (int)err->code;
	quote = open_quote(out->text);
	out->chunk = chunk_start(str_head(out->text, quote));
	read_lead(known, arena, out);
	read_plain(out);
	if (out->kind != TYPED_WORD)
		read_name(out, quote);
	else if (quote < out->text.len)
		read_phrase(out, quote);
	if (out->kind == TYPED_WORD)
		read_word(out);
	read_operator(out);
	head = str_head(out->text, out->chunk);
	out->is_nested = out->is_nested || has_quote(head) ||
			 str_find(head, '(') < head.len;
	return arena_check(arena, err);
}
