/*
 * Cuts: what of a query is searched for that is longer than a query may be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/cut.h"

#include <ctype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/limits.h"

struct str cut_text(struct str text)
{
	struct str head = utf8_head(text, LIMIT_QUERY_BYTES);
	size_t end = head.len;

	if (head.len == text.len)
		return text;
	while (end > 0 && (unsigned char)text.p[end] > ' ')
		end--;
	return end ? str_head(text, end) : head;
}

unsigned int cut_count(struct str phrase)
{
	unsigned int count = 0;

	for (size_t i = 0; i < phrase.len; i++)
		count += phrase.p[i] != ' ' &&
			 (i == 0 || phrase.p[i - 1] == ' ');
	return count;
}

static unsigned int words_of(const struct lex_token *token)
{
	if (token->kind != LEX_TERM)
		return 0;
	return token->form == LEX_QUOTED ? cut_count(token->text) : 1;
}

static unsigned int count_all(const struct lex *lex)
{
	unsigned int words = 0;

	for (size_t i = 0; i < lex->count; i++)
		words += words_of(&lex->tokens[i]);
	return words;
}

static bool is_operator(const struct lex_token *token)
{
	return token->kind == LEX_NOT || token->kind == LEX_AND ||
	       token->kind == LEX_OR || token->kind == LEX_NEAR;
}

bool cut_is_plain(const struct lex *lex)
{
	size_t operators = 0;

	if (lex->sort_count)
		return false;
	for (size_t i = 0; i < lex->count; i++) {
		const struct lex_token *token = &lex->tokens[i];

		if (token->kind == LEX_TERM &&
		    (token->field != LEX_ANYWHERE || token->form == LEX_PREFIX))
			return false;
		operators += is_operator(token);
	}
	return operators * CUT_OPERATORS <= count_all(lex);
}

void cut_operators(struct lex *lex)
{
	size_t kept = 0;

	for (size_t i = 0; i < lex->count; i++) {
		if (!is_operator(&lex->tokens[i]))
			lex->tokens[kept++] = lex->tokens[i];
	}
	lex->count = kept;
}

/* As it stands in the text, a comma or the like beside it. */
static bool is_stop_word(const struct lex_token *token,
			 const struct languages *languages)
{
	struct str text = token->text;
	struct buf folded = BUF_INIT;
	bool is_stop;

	if (token->kind != LEX_TERM || token->form != LEX_WORD)
		return false;
	while (text.len && ispunct((unsigned char)text.p[0]))
		text = str_skip(text, 1);
	while (text.len && ispunct((unsigned char)text.p[text.len - 1]))
		text.len--;
	fold_name(text, &folded);
	is_stop = languages_stop(languages, buf_view(&folded));
	buf_release(&folded);
	return is_stop;
}

/* Stop words alone are what is looked for. */
static bool has_others(const struct lex *lex, const struct languages *languages)
{
	for (size_t i = 0; i < lex->count; i++) {
		if (lex->tokens[i].kind == LEX_TERM &&
		    !is_stop_word(&lex->tokens[i], languages))
			return true;
	}
	return false;
}

static void drop_stop_words(struct lex *lex, const struct languages *languages)
{
	size_t kept = 0;

	for (size_t i = 0; i < lex->count; i++) {
		if (!is_stop_word(&lex->tokens[i], languages))
			lex->tokens[kept++] = lex->tokens[i];
	}
	lex->count = kept;
}

/* A group that is empty, or becomes so, goes with what was in it. */
static void drop_empty_groups(struct lex *lex)
{
	size_t kept = 0;

	for (size_t i = 0; i < lex->count; i++) {
		enum lex_kind kind = lex->tokens[i].kind;

		while (kind == LEX_END && kept &&
		       lex->tokens[kept - 1].kind == LEX_OPEN)
			kept--;
		if (kind == LEX_CLOSE && kept &&
		    lex->tokens[kept - 1].kind == LEX_OPEN)
			kept--;
		else
			lex->tokens[kept++] = lex->tokens[i];
	}
	lex->count = kept;
}

static void drop_last(struct lex *lex)
{
	unsigned int words = 0;

	for (size_t i = 0; i < lex->count; i++) {
		words += words_of(&lex->tokens[i]);
		if (words > LIMIT_QUERY_WORDS) {
			lex->tokens[i].kind = LEX_END;
			lex->count = i + 1;
		}
	}
}

bool cut_words(struct lex *lex, const struct languages *languages)
{
	if (count_all(lex) <= LIMIT_QUERY_WORDS)
		return false;
	cut_operators(lex);
	if (languages && has_others(lex, languages))
		drop_stop_words(lex, languages);
	drop_last(lex);
	drop_empty_groups(lex);
	return true;
}
