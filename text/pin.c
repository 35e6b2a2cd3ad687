/*
 * Pins: queries that an article answers first, as they are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/pin.h"

#include "text/terms.h"

int pin_key(struct words *words, struct str text, struct buf *out,
	    struct err *err)
{
	size_t start = out->len;
	struct terms terms;
	struct term term;
	int ret;

	terms_init(&terms, words, text);
	while ((ret = terms_next(&terms, &term, err)) == TERMS_NEXT) {
		if (term.role != TERM_WORD && term.role != TERM_LAST)
			continue;
		if (out->len > start)
			buf_add_char(out, ' ');
		buf_add_str(out, words_at(words, term.word)->folded);
	}
	return ret ? ret : buf_check(out, err);
}
