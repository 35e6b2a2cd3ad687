/*
 * What tests of snippets share: words, matchers, and marks as brackets.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_SNIPPET_FIXTURE_H
#define PRESSMARK_TESTS_UNIT_SNIPPET_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "query/snippet.h"
#include "shim/xap.h"
#include "text/language.h"

struct fixture {
	struct arena arena;
	struct xap_stemmer *stemmer;
	struct words *words;
	struct err err;
};

static inline int stem(void *payload, const char *language, struct str word,
		       struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

static inline int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .arena = ARENA_INIT(64u << 20) };
	*state = &f;
	if (xap_stemmer_new(&f.stemmer, &f.err))
		return -1;
	return words_new(stem, f.stemmer, &f.words, &f.err);
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;

	words_free(f->words);
	xap_stemmer_free(f->stemmer);
	arena_release(&f->arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline struct matcher *matcher(struct fixture *f, struct str text)
{
	struct matcher *m;
	struct query_known known = { 0, NULL, 0, NULL };
	struct query query;

	assert_int_equal(query_parse(text, &known, &f->arena, &query, &f->err),
			 0);
	assert_int_equal(matcher_new(query.root, NULL, f->words,
				     language_of(STR("en")), &f->arena, &m,
				     &f->err),
			 0);
	return m;
}

/* What holds for marks: in order, apart, not empty, inside the text. */
static inline void check_marks(struct str text, const struct mark *marks,
			       size_t count)
{
	uint32_t before = 0;

	assert_int_equal(utf8_invalid(text), text.len);
	for (size_t i = 0; i < count; i++) {
		assert_true(marks[i].start >= before);
		assert_true(marks[i].start < marks[i].end);
		before = marks[i].end;
	}
	assert_true(before <= utf8_count(text));
}

/* The text with its marks in brackets. */
static inline struct buf show(struct str text, const struct mark *marks,
			      size_t count)
{
	struct buf out = BUF_INIT;
	size_t next = 0, at = 0;
	uint32_t c;

	check_marks(text, marks, count);
	for (uint32_t n = 0; at <= text.len; n++) {
		size_t len;

		if (next < count && marks[next].end == n) {
			buf_add_char(&out, ']');
			next++;
		}
		if (next < count && marks[next].start == n)
			buf_add_char(&out, '[');
		if (at == text.len)
			break;
		len = utf8_decode(text.p + at, text.len - at, &c);
		buf_add(&out, text.p + at, len);
		at += len;
	}
	return out;
}

#endif
