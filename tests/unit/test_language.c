/*
 * Tests of text/language: which language a tag means.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shim/xap.h"

static void a_tag_means_a_language(void **state)
{
	static const struct {
		const char *tag, *name;
	} rows[] = {
		{ "", "english" },
		{ "en", "english" },
		{ "en-GB", "english" },
		{ "EN_us", "english" },
		{ "eng", "english" },
		{ "de", "german2" },
		{ "de-Latn-AT", "german2" },
		{ "ger", "german2" },
		{ "pt-BR", "portuguese" },
		{ "fr CA", "french" },
		{ "nb", "norwegian" },
		{ "nn-NO", "norwegian" },
		{ "no", "norwegian" },
		{ "ro-MD", "romanian" },
		{ "hy", "armenian" },
		{ "ne", "nepali" },
		{ "ja", "" },
		{ "zh-Hans", "" },
		{ "el", "" },
		{ "e", "" },
		{ "e n", "" },
		{ "english", "" },
		{ "-", "" },
		{ "en.", "" },
		{ "deu ger", "german2" },
		{ "und", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned int n = language_of(str_of(rows[i].tag));

		assert_true(n < LANGUAGE_COUNT);
		assert_string_equal(language_rows[n].name, rows[i].name);
	}
}

static void each_has_a_code_of_its_own_and_a_stemmer(void **state)
{
	struct xap_stemmer *stemmer;
	struct err err = ERR_INIT;
	struct str out;

	(void)state;
	assert_int_equal(xap_stemmer_new(&stemmer, &err), 0);
	for (unsigned int i = 1; i < LANGUAGE_COUNT; i++) {
		const struct language *l = &language_rows[i];

		assert_int_equal(strlen(l->code), LANGUAGE_CODE);
		assert_int_equal(language_of(str_of(l->code)), i);
		assert_int_equal(xap_stemmer_stem(stemmer, l->name, STR("abc"),
						  &out, &err),
				 0);
	}
	xap_stemmer_free(stemmer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_means_a_language),
		cmocka_unit_test(each_has_a_code_of_its_own_and_a_stemmer),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
