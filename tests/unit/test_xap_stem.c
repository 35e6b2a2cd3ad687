/*
 * The shim, stemming.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

static void stemmers_stem_their_language(void **state)
{
	static const struct {
		const char *language;
		struct str word, expected;
	} table[] = {
		{ "english", STR_INIT("rivers"), STR_INIT("river") },
		{ "en", STR_INIT("running"), STR_INIT("run") },
		{ "french", STR_INIT("continuation"), STR_INIT("continu") },
		{ "de", STR_INIT("h\xc3\xa4user"), STR_INIT("haus") },
		{ "none", STR_INIT("rivers"), STR_INIT("rivers") },
		{ "english", STR_INIT(""), STR_INIT("") },
		{ "english", STR_INIT("rivers\xff"), STR_INIT("rivers\xff") },
		{ "english", STR_INIT("a\0b"), STR_INIT("a\0b") },
	};
	struct fixture *f = *state;
	struct xap_stemmer *stemmer;
	struct str out;

	assert_ok(f, xap_stemmer_new(&stemmer, &f->err));
	for (size_t i = 0; i < ROWS(table); i++) {
		for (int again = 0; again < 2; again++) {
			assert_ok(f, xap_stemmer_stem(
					     stemmer, table[i].language,
					     table[i].word, &out, &f->err));
			assert_true(str_eq(out, table[i].expected));
		}
	}
	assert_fails(
		f, ERR_USAGE,
		xap_stemmer_stem(stemmer, "klingon", STR("a"), &out, &f->err));
	xap_stemmer_free(stemmer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stemmers_stem_their_language),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
