/*
 * The words that a text of a query wants.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/wanted.h"

#include "text/terms.h"

static int add(struct wanted *out, uint32_t word, struct arena *arena,
	       struct err *err)
{
	uint32_t *words = arena_grow(arena, out->words, out->count, &out->cap,
				     sizeof(*words));

	if (!words)
		return arena_check(arena, err);
	out->words = words;
	words[out->count++] = word;
	return 0;
}

int wanted_read(struct str text, struct words *words, unsigned int language,
		size_t most, struct arena *arena, struct wanted *out,
		struct err *err)
{
	struct term term, first = { 0 }, last = { 0 }, joined = { 0 };
	size_t before = out->count;
	struct terms terms;
	int ret = 0;

	out->joined = TERM_UNKNOWN;
	out->is_signed = false;
	terms_init(&terms, words, text);
	terms.language = language;
	while (!ret && out->count < most &&
	       (ret = terms_next(&terms, &term, err)) == TERMS_NEXT) {
		ret = 0;
		if (term.role == TERM_JOINED || term.role == TERM_SIGNED)
			joined = term;
		if (term.role != TERM_WORD && term.role != TERM_LAST)
			continue;
		ret = add(out, term.word, arena, err);
		out->is_run = out->is_run || terms.token.is_gram;
		/* The two letters before say it already. */
		if (term.role == TERM_LAST && out->count > before + 1 &&
		    last.end == term.end && terms_is_last(&terms))
			out->count--;
		if (out->count == before + 1)
			first = term;
		last = term;
	}
	/* It comes behind its last part. */
	while (!ret && (ret = terms_next(&terms, &term, err)) == TERMS_NEXT) {
		ret = 0;
		if (term.role == TERM_WORD || term.role == TERM_LAST)
			return 0;
		if (term.role == TERM_JOINED || term.role == TERM_SIGNED)
			joined = term;
	}
	if (!ret && joined.end && joined.start == first.start &&
	    joined.end == last.end) {
		out->joined = joined.word;
		out->is_signed = joined.role == TERM_SIGNED;
	}
	return ret;
}
