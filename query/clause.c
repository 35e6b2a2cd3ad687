/*
 * Clauses: what of the index the words of a query stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/clause.h"

#include "base/utf8.h"
#include "text/limits.h"
#include "text/terms.h"

/* Which fields have the words of a scope, and their stems. */
static const struct {
	enum schema_field word, stem;
} families[] = {
	[QUERY_ANYWHERE] = { SCHEMA_WORD, SCHEMA_STEM },
	[QUERY_TITLE] = { SCHEMA_TITLE_WORD, SCHEMA_TITLE_STEM },
	[QUERY_HEADING] = { SCHEMA_HEADING_WORD, SCHEMA_HEADING_STEM },
	/* Less what is outside of the body: see in_body. */
	[QUERY_BODY] = { SCHEMA_WORD, SCHEMA_STEM },
	/* Of these there are no stems: see query_is_literal. */
	[QUERY_CODE] = { SCHEMA_CODE_WORD, SCHEMA_CODE_WORD },
	[QUERY_ALT] = { SCHEMA_ALT_WORD, SCHEMA_ALT_WORD },
};

void clause_read(const struct planner *planner, struct str text,
		 struct wanted *words, struct err *err)
{
	wanted_read(text, planner->words, LANGUAGE_NONE, LIMIT_QUERY_WORDS,
		    planner->arena, words, err);
}

enum schema_field clause_word_field(enum query_scope scope)
{
	return families[scope].word;
}

struct str clause_folded(const struct planner *planner, uint32_t number)
{
	return words_at(planner->words, number)->folded;
}

const struct xap_query *clause_term(const struct planner *planner,
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

/* Less the documents that have any of these words outside of their body alone.
 * Where the words of a phrase stand in the body, but the phrase outside alone,
 * that is not noticed. */
static const struct xap_query *in_body(const struct planner *planner,
				       const struct wanted *words,
				       const struct xap_query *query,
				       struct err *err)
{
	const struct xap_query *parts[LIMIT_QUERY_WORDS + 1] = { query };

	for (size_t i = 0; i < words->count; i++)
		parts[i + 1] = clause_term(
			planner, SCHEMA_OUTSIDE_WORD,
			clause_folded(planner, words->words[i]), err);
	return xap_query_combine(planner->pool, XAP_AND_NOT, parts,
				 words->count + 1, err);
}

/* A word in any of its forms: the texts of the terms that stand for it, stems
 * in each language, or the word itself where it has no forms. */
struct forms {
	bool are_stems;
	struct str texts[LANGUAGE_COUNT];
	size_t count;
};

static void find_forms(const struct planner *planner, uint32_t number,
		       struct forms *out, struct err *err)
{
	const struct languages *languages = &planner->languages;

	out->are_stems = true;
	out->count = 0;
	for (size_t i = 0; i < languages->count && out->are_stems; i++) {
		const struct word *word;

		if (words_in(planner->words, languages->list[i], number, &word,
			     err))
			return;
		out->are_stems = word->is_stemmed;
		out->texts[out->count++] =
			word->is_stemmed
				? words_stem(planner->words, word->stem)
				: word->folded;
	}
}

static uint32_t count_articles(const struct planner *planner,
			       enum schema_field field, struct str text,
			       struct err *err)
{
	struct buf b = BUF_INIT;
	uint32_t count = 0;

	schema_term(field, text, &b);
	if (!buf_check(&b, err))
		xap_db_term_frequency(planner->db, buf_view(&b), &count, err);
	buf_release(&b);
	return count;
}

/* Takes out the forms that no article has, but for one where none is left: a
 * single term is faster than several. */
static void keep_used(const struct planner *planner, enum schema_field field,
		      struct forms *forms, struct err *err)
{
	size_t used = 0;

	if (forms->count < 2)
		return;
	for (size_t i = 0; i < forms->count; i++) {
		if (count_articles(planner, field, forms->texts[i], err))
			forms->texts[used++] = forms->texts[i];
	}
	forms->count = used ? used : 1;
}

uint32_t clause_frequency(const struct planner *planner, uint32_t number,
			  struct err *err)
{
	struct forms forms;
	uint32_t sum = 0;

	find_forms(planner, number, &forms, err);
	for (size_t i = 0; i < forms.count; i++)
		sum += count_articles(
			planner, forms.are_stems ? SCHEMA_STEM : SCHEMA_WORD,
			forms.texts[i], err);
	return sum;
}

const struct xap_query *clause_any_form(const struct planner *planner,
					enum query_scope scope, uint32_t number,
					struct err *err)
{
	const struct xap_query *parts[LANGUAGE_COUNT], *both[2];
	struct forms forms;
	enum schema_field field, outside;

	find_forms(planner, number, &forms, err);
	field = forms.are_stems ? families[scope].stem : families[scope].word;
	outside = forms.are_stems ? SCHEMA_OUTSIDE_STEM : SCHEMA_OUTSIDE_WORD;
	keep_used(planner, field, &forms, err);
	for (size_t i = 0; i < forms.count; i++) {
		parts[i] = clause_term(planner, field, forms.texts[i], err);
		if (scope != QUERY_BODY)
			continue;
		both[0] = parts[i];
		both[1] = clause_term(planner, outside, forms.texts[i], err);
		parts[i] = xap_query_combine(planner->pool, XAP_AND_NOT, both,
					     2, err);
	}
	return xap_query_combine(planner->pool, XAP_SYNONYM, parts, forms.count,
				 err);
}

/* The terms of words as they are, in the arena; NULL when memory ran out. */
static const struct str *exact(const struct planner *planner,
			       enum query_scope scope,
			       const struct wanted *words, struct err *err)
{
	struct str *terms =
		arena_array(planner->arena, words->count, sizeof(*terms));

	for (size_t i = 0; terms && i < words->count; i++) {
		struct buf b = BUF_INIT;

		schema_term(families[scope].word,
			    clause_folded(planner, words->words[i]), &b);
		terms[i] = arena_copy(planner->arena, buf_view(&b));
		buf_release(&b);
	}
	return arena_check(planner->arena, err) ? NULL : terms;
}

static const struct xap_query *sequence(const struct planner *planner,
					enum query_scope scope,
					const struct wanted *words,
					struct err *err)
{
	const struct xap_query *parts[LIMIT_QUERY_WORDS];
	const struct str *terms = exact(planner, scope, words, err);
	const struct xap_query *query;
	size_t part_count = 0;

	for (size_t i = 0; terms && i < words->count; i += LIMIT_PHRASE_WORDS) {
		size_t n = words->count - i;

		if (n > LIMIT_PHRASE_WORDS)
			n = LIMIT_PHRASE_WORDS;
		parts[part_count++] =
			n == 1 ? xap_query_term(planner->pool, terms[i], err)
			       : xap_query_phrase(planner->pool, terms + i, n,
						  err);
	}
	query = xap_query_combine(planner->pool, XAP_AND, parts, part_count,
				  err);
	return scope == QUERY_BODY ? in_body(planner, words, query, err)
				   : query;
}

/* Words of code or of alternative texts: all of them, and next to each other.
 */
static const struct xap_query *literal(const struct planner *planner,
				       enum query_scope scope,
				       const struct wanted *words,
				       struct err *err)
{
	const struct xap_query *parts[LIMIT_QUERY_WORDS + 1];
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++) {
		struct str word = clause_folded(planner, words->words[i]);
		bool is_word = scope != QUERY_CODE || schema_is_code_word(word);

		parts[count++] = clause_term(
			planner, is_word ? families[scope].word : SCHEMA_WORD,
			word, err);
	}
	if (count > 1)
		parts[count++] = sequence(planner, QUERY_ANYWHERE, words, err);
	return xap_query_combine(planner->pool, XAP_AND, parts, count, err);
}

const struct xap_query *clause_phrase(const struct planner *planner,
				      enum query_scope scope,
				      const struct wanted *words,
				      struct err *err)
{
	struct wanted one = { .words = &one.joined, .count = 1 };

	if (words->is_signed) {
		one.joined = words->joined;
		words = &one;
	}
	return query_is_literal(scope) ? literal(planner, scope, words, err)
				       : sequence(planner, scope, words, err);
}

const struct xap_query *clause_word(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words, struct err *err)
{
	const struct xap_query *parts[2];

	if (query_is_literal(scope))
		return clause_phrase(planner, scope, words, err);
	if (words->count == 1)
		return clause_any_form(planner, scope, words->words[0], err);
	if (words->is_signed)
		return clause_any_form(planner, scope, words->joined, err);
	parts[0] = sequence(planner, scope, words, err);
	if (words->joined == TERM_UNKNOWN)
		return parts[0];
	parts[1] = clause_any_form(planner, scope, words->joined, err);
	return xap_query_combine(planner->pool, XAP_SYNONYM, parts, 2, err);
}

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] >= '0' && text.p[i] <= '9')
			return true;
	}
	return false;
}

bool clause_is_divisible(const struct planner *planner,
			 const struct wanted *words)
{
	if (words->count < 2 || words->is_signed)
		return false;
	for (size_t i = 0; i < words->count; i++) {
		struct str part = clause_folded(planner, words->words[i]);

		if (utf8_count(part) < 2 || has_digit(part))
			return false;
	}
	return true;
}

const struct xap_query *clause_part(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words, size_t i,
				    struct err *err)
{
	const struct xap_query *parts[2];

	parts[0] = clause_any_form(planner, scope, words->words[i], err);
	if (words->joined == TERM_UNKNOWN)
		return parts[0];
	parts[1] = clause_any_form(planner, scope, words->joined, err);
	return xap_query_combine(planner->pool, XAP_SYNONYM, parts, 2, err);
}

const struct xap_query *clause_near(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words,
				    unsigned int distance, struct err *err)
{
	const struct str *terms = exact(planner, scope, words, err);
	const struct xap_query *query;

	if (!terms)
		return NULL;
	query = xap_query_near(planner->pool, terms, words->count,
			       distance + (uint32_t)words->count - 1, err);
	return scope == QUERY_BODY ? in_body(planner, words, query, err)
				   : query;
}

const struct xap_query *clause_prefix(const struct planner *planner,
				      enum query_scope scope,
				      const struct wanted *words,
				      struct err *err)
{
	struct str without = str_make(NULL, 0);
	struct wanted before = *words;
	const struct xap_query *parts[LIMIT_QUERY_WORDS];
	struct buf b = BUF_INIT;
	struct str folded;

	if (scope == QUERY_BODY)
		without = str_of(schema_rows[SCHEMA_OUTSIDE_WORD].prefix);
	for (size_t i = 0; i < words->count; i++) {
		folded = clause_folded(planner, words->words[i]);
		parts[i] =
			clause_term(planner, families[scope].word, folded, err);
	}
	schema_term(families[scope].word, folded, &b);
	/* Of `foo-b*` a single letter is left: every word that begins so is
	 * too many, the letter itself must do. */
	if (!buf_check(&b, err) && utf8_count(folded) > 1)
		parts[--before.count] = xap_query_prefix(
			planner->pool, planner->db, buf_view(&b), without,
			LIMIT_PREFIX_TERMS, err);
	buf_release(&b);
	parts[0] = xap_query_combine(planner->pool, XAP_AND, parts,
				     words->count, err);
	return scope == QUERY_BODY && before.count
		       ? in_body(planner, &before, parts[0], err)
		       : parts[0];
}
