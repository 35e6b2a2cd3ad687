/*
 * Terms: what of the index the words of a query stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/terms.h"

#include "base/utf8.h"
#include "text/limits.h"
#include "text/tokens.h"

/* Which fields have the words of a scope, and their stems. */
static const struct {
	enum schema_field word, stem;
} families[] = {
	[QUERY_ANYWHERE] = { SCHEMA_WORD, SCHEMA_STEM },
	[QUERY_TITLE] = { SCHEMA_TITLE_WORD, SCHEMA_TITLE_STEM },
	/* Of these there are no stems: see query_is_literal. */
	[QUERY_CODE] = { SCHEMA_CODE_WORD, SCHEMA_CODE_WORD },
	[QUERY_ALT] = { SCHEMA_ALT_WORD, SCHEMA_ALT_WORD },
};

void terms_split(const struct planner *planner, struct str text,
		 struct terms_words *words, struct err *err)
{
	struct arena *arena = planner->arena;
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, text);
	while (words->count < LIMIT_QUERY_WORDS &&
	       tokens_next(&tokens, &token)) {
		struct str s =
			str_make(text.p + token.start, token.end - token.start);
		const struct word *word;
		uint32_t *items;

		if (words_get(planner->words, s, &word, err))
			return;
		if (!word)
			continue;
		items = arena_grow(arena, words->items, words->count,
				   &words->cap, sizeof(*items));
		if (!items) {
			arena_check(arena, err);
			return;
		}
		words->items = items;
		items[words->count++] = word->number;
	}
}

struct str terms_folded(const struct planner *planner, uint32_t number)
{
	return words_at(planner->words, number)->folded;
}

const struct xap_query *terms_one(const struct planner *planner,
				  enum schema_field field, struct str folded,
				  struct err *err)
{
	const struct xap_query *query = NULL;
	struct buf b = BUF_INIT;

	schema_term(field, folded, &b);
	if (!buf_check(&b, err))
		query = xap_query_term(planner->pool, buf_view(&b), err);
	buf_release(&b);
	return query;
}

void terms_add_form(const struct planner *planner, enum query_scope scope,
		    uint32_t number, struct buf *out)
{
	const struct word *word = words_at(planner->words, number);

	if (word->is_stemmed)
		schema_term(families[scope].stem,
			    words_stem(planner->words, word->stem), out);
	else
		schema_term(families[scope].word, word->folded, out);
}

const struct xap_query *terms_any_form(const struct planner *planner,
				       enum query_scope scope, uint32_t number,
				       struct err *err)
{
	const struct xap_query *query = NULL;
	struct buf b = BUF_INIT;

	terms_add_form(planner, scope, number, &b);
	if (!buf_check(&b, err))
		query = xap_query_term(planner->pool, buf_view(&b), err);
	buf_release(&b);
	return query;
}

/* The terms of words as they are, in the arena; NULL when memory ran out. */
static const struct str *exact(const struct planner *planner,
			       enum query_scope scope,
			       const struct terms_words *words, struct err *err)
{
	struct str *terms =
		arena_array(planner->arena, words->count, sizeof(*terms));

	for (size_t i = 0; terms && i < words->count; i++) {
		struct buf b = BUF_INIT;

		schema_term(families[scope].word,
			    terms_folded(planner, words->items[i]), &b);
		terms[i] = arena_copy(planner->arena, buf_view(&b));
		buf_release(&b);
	}
	return arena_check(planner->arena, err) ? NULL : terms;
}

const struct xap_query *terms_phrase(const struct planner *planner,
				     enum query_scope scope,
				     const struct terms_words *words,
				     struct err *err)
{
	const struct xap_query *parts[LIMIT_QUERY_WORDS];
	const struct str *terms = exact(planner, scope, words, err);
	size_t part_count = 0;

	for (size_t i = 0; terms && i < words->count; i += LIMIT_PHRASE_WORDS) {
		size_t n = words->count - i;

		if (n > LIMIT_PHRASE_WORDS)
			n = LIMIT_PHRASE_WORDS;
		parts[part_count++] =
			n == 1 ? xap_query_term(planner->pool, terms[i], err)
			       : xap_query_phrase(planner->pool, terms + i, n,
						  (uint32_t)n, err);
	}
	if (part_count == 1 || !terms)
		return terms ? parts[0] : NULL;
	return xap_query_combine(planner->pool, XAP_AND, parts, part_count,
				 err);
}

const struct xap_query *terms_near(const struct planner *planner,
				   enum query_scope scope,
				   const struct terms_words *words,
				   unsigned int distance, struct err *err)
{
	const struct str *terms = exact(planner, scope, words, err);

	if (!terms)
		return NULL;
	return xap_query_near(planner->pool, terms, words->count,
			      distance + (uint32_t)words->count - 1, err);
}

const struct xap_query *terms_literal(const struct planner *planner,
				      enum query_scope scope,
				      const struct terms_words *words,
				      struct err *err)
{
	const struct xap_query *parts[LIMIT_QUERY_WORDS + 1];
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++) {
		struct str word = terms_folded(planner, words->items[i]);
		bool is_word = scope != QUERY_CODE || schema_is_code_word(word);

		parts[count++] = terms_one(
			planner, is_word ? families[scope].word : SCHEMA_WORD,
			word, err);
	}
	if (count > 1)
		parts[count++] =
			terms_phrase(planner, QUERY_ANYWHERE, words, err);
	return xap_query_combine(planner->pool, XAP_AND, parts, count, err);
}

const struct xap_query *terms_prefix(const struct planner *planner,
				     enum query_scope scope,
				     const struct terms_words *words,
				     struct err *err)
{
	enum schema_field field = families[scope].word;
	const struct xap_query *parts[LIMIT_QUERY_WORDS];
	struct buf b = BUF_INIT;
	size_t last = words->count - 1;
	struct str folded;

	for (size_t i = 0; i <= last; i++) {
		folded = terms_folded(planner, words->items[i]);
		parts[i] = terms_one(planner, field, folded, err);
	}
	schema_term(field, folded, &b);
	/* Of `foo-b*` a single letter is left: every word that begins so is
	 * too many, the letter itself must do. */
	if (!buf_check(&b, err) && utf8_count(folded) > 1)
		parts[last] =
			xap_query_prefix(planner->pool, planner->db,
					 buf_view(&b), LIMIT_PREFIX_TERMS, err);
	buf_release(&b);
	return xap_query_combine(planner->pool, XAP_AND, parts, words->count,
				 err);
}
