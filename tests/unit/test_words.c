/*
 * Tests of text/words: each word once, numbered, with its stem.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "text/language.h"
#include "text/limits.h"

#define ENGLISH language_of(STR("en"))
#define GERMAN	language_of(STR("de"))

/* A stemmer that takes one s off, counts, and fails when told to. */
struct stemmer {
	unsigned int calls;
	int fails_with;
	const char *language; /* of the last call */
};

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	struct stemmer *s = payload;

	s->calls++;
	s->language = language;
	if (s->fails_with)
		return err_set(err, s->fails_with, "told to fail");
	if (str_eq(word, STR("emptied")))
		word = STR("");
	else if (str_ends(word, STR("s")))
		word.len--;
	*out = word;
	return 0;
}

struct fixture {
	struct stemmer stemmer;
	struct words *words;
	struct err err;
};

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	*state = &f;
	return words_new(stem, &f.stemmer, &f.words, &f.err);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	words_free(f->words);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const struct word *get_in(struct fixture *f, unsigned int language,
				 const char *token)
{
	const struct word *word;

	assert_int_equal(
		words_get(f->words, language, str_of(token), &word, &f->err),
		0);
	return word;
}

static const struct word *get(struct fixture *f, const char *token)
{
	return get_in(f, ENGLISH, token);
}

static void different_words_have_dense_numbers(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(get(f, "water")->number, 0);
	assert_int_equal(get(f, "oil")->number, 1);
	assert_int_equal(get(f, "water")->number, 0);
	assert_int_equal(get(f, "gas")->number, 2);
	assert_int_equal(words_count(f->words), 3);
	assert_true(str_eq(words_at(f->words, 1)->folded, STR("oil")));
}

static void forms_that_fold_alike_are_one_word(void **state)
{
	static const char *const forms[] = { "CAFÉ",	 "cafe\u0301", "Cafe",
					     "ｃａｆｅ", "CAFE",       "café" };
	struct fixture *f = *state;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
			const struct word *word = get(f, forms[i]);

			assert_int_equal(word->number, 0);
			assert_true(str_eq(word->folded, STR("cafe")));
		}
	}
	assert_int_equal(words_count(f->words), 1);
	assert_int_equal(f->stemmer.calls, 1);
}

static void words_share_a_stem(void **state)
{
	struct fixture *f = *state;
	uint32_t reefs = get(f, "Reefs")->stem, reef = get(f, "reef")->stem;
	uint32_t coral = get(f, "corals")->stem;

	assert_int_equal(reefs, reef);
	assert_int_not_equal(coral, reef);
	assert_true(str_eq(words_stem(f->words, reef), STR("enreef")));
	assert_true(str_eq(words_stem(f->words, coral), STR("encoral")));
	assert_int_equal(words_stem_count(f->words), 2);
	assert_int_equal(words_count(f->words), 3);
}

static void a_word_without_a_stem_is_its_own(void **state)
{
	struct fixture *f = *state;

	assert_true(str_eq(words_stem(f->words, get(f, "emptied")->stem),
			   STR("enemptied")));
}

static void what_folds_to_nothing_is_no_word(void **state)
{
	struct fixture *f = *state;

	for (int round = 0; round < 2; round++) {
		assert_null(get(f, "ـ"));
		assert_null(get(f, "\u00ad\u200d"));
		assert_null(get(f, ""));
	}
	assert_int_equal(words_count(f->words), 0);
	assert_int_equal(f->stemmer.calls, 0);
}

static void
a_failure_of_the_stemmer_is_returned_and_not_remembered(void **state)
{
	struct fixture *f = *state;
	const struct word *word;

	f->stemmer.fails_with = ERR_BUG;
	assert_int_equal(
		words_get(f->words, ENGLISH, STR("Reefs"), &word, &f->err),
		ERR_BUG);
	assert_null(word);
	assert_string_equal(f->err.message, "told to fail");
	err_clear(&f->err);
	f->stemmer.fails_with = 0;
	assert_int_equal(get(f, "Reefs")->number, 0);
	assert_int_equal(get(f, "reef")->number, 1);
	assert_int_equal(words_stem_count(f->words), 1);
}

static void forgotten_words_are_numbered_anew(void **state)
{
	struct fixture *f = *state;

	get(f, "one");
	get(f, "two");
	words_forget(f->words);
	assert_int_equal(words_count(f->words), 0);
	assert_int_equal(words_stem_count(f->words), 0);
	assert_int_equal(get(f, "two")->number, 0);
	assert_true(str_eq(words_stem(f->words, 0), STR("entwo")));
}

/* Keys are as long as two words of memory, with zeros behind. */
static void a_word_is_no_other_that_it_begins(void **state)
{
	struct fixture *f = *state;
	const char *all = "abcdefghijklmnopqrstuvwxyz";
	const struct word *word;

	for (int round = 0; round < 2; round++) {
		for (size_t len = 1; len <= 26; len++) {
			assert_int_equal(words_get(f->words, ENGLISH,
						   str_make(all, len), &word,
						   &f->err),
					 0);
			assert_int_equal(word->number, len - 1);
		}
	}
	assert_int_equal(words_get(f->words, ENGLISH, str_make("ab\0", 3),
				   &word, &f->err),
			 0);
	assert_int_equal(word->number, 26);
}

static void long_words_are_one_when_their_text_is(void **state)
{
	struct fixture *f = *state;
	char a[1000], b[1000];
	const struct word *word;

	memset(a, 'a', sizeof(a));
	memset(b, 'A', sizeof(b));
	assert_int_equal(words_get(f->words, ENGLISH, str_make(a, sizeof(a)),
				   &word, &f->err),
			 0);
	assert_int_equal(word->number, 0);
	assert_int_equal(word->folded.len, LIMIT_WORD_BYTES);
	assert_int_equal(words_get(f->words, ENGLISH, str_make(b, sizeof(b)),
				   &word, &f->err),
			 0);
	assert_int_equal(word->number, 0);
	assert_int_equal(words_get(f->words, ENGLISH,
				   str_make(a, sizeof(a) - 1), &word, &f->err),
			 0);
	assert_int_equal(word->number, 1);
}

/* A number in letters: of a word with digits there are no other forms. */
static size_t letters_of(unsigned int n, char *out)
{
	size_t len = 0;

	do {
		out[len++] = "bcdfghjklm"[n % 10];
		n /= 10;
	} while (n);
	out[len] = '\0';
	return len;
}

/* Growth moves the tables; numbers and texts stay. */
static void many_words_stay_what_they_are(void **state)
{
	enum { MANY = 60000 };
	struct fixture *f = *state;
	char name[16], text[32];

	for (unsigned int round = 0; round < 2; round++) {
		for (unsigned int i = 0; i < MANY; i++) {
			letters_of(i / 2, name);
			snprintf(text, sizeof(text), "%s%s%s",
				 round ? "W" : "w", name, i % 2 ? "s" : "é");
			assert_int_equal(get(f, text)->number, i);
		}
	}
	assert_int_equal(words_count(f->words), MANY);
	for (unsigned int i = 0; i < MANY; i++) {
		const struct word *word = words_at(f->words, i);

		letters_of(i / 2, name);
		snprintf(text, sizeof(text), "w%s%s", name, i % 2 ? "s" : "e");
		assert_true(str_eq(word->folded, str_of(text)));
		text[strlen(text) - (i % 2)] = '\0';
		assert_true(word->is_stemmed);
		assert_true(str_eq(str_skip(words_stem(f->words, word->stem),
					    LANGUAGE_CODE),
				   str_of(text)));
	}
}

static void what_has_no_forms_has_no_stem(void **state)
{
	static const char *const words[] = {
		"s", "x", "水", "3s", "v2s", "ß1s"
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		assert_false(get(f, words[i])->is_stemmed);
		/* Its stem is no other word's. */
		assert_int_equal(get(f, words[i])->stem, i);
	}
	assert_int_equal(f->stemmer.calls, 0);
	assert_true(get(f, "as")->is_stemmed);
	assert_true(get(f, "éß")->is_stemmed);
}

static void a_word_of_another_language_is_another(void **state)
{
	struct fixture *f = *state;
	const struct word *word;
	uint32_t english = get(f, "Reefs")->number;
	uint32_t german = get_in(f, GERMAN, "reefs")->number;

	assert_string_equal(f->stemmer.language, "german2");
	assert_int_not_equal(english, german);
	assert_int_equal(get(f, "Reefs")->number, english);
	assert_int_equal(get(f, "reefs")->number, english);
	assert_int_equal(get_in(f, GERMAN, "Reefs")->number, german);
	assert_int_equal(f->stemmer.calls, 2);
	word = words_at(f->words, german);
	assert_true(str_eq(words_stem(f->words, word->stem), STR("dereef")));
	assert_int_equal(word->language, GERMAN);
	assert_int_equal(words_in(f->words, GERMAN, english, &word, &f->err),
			 0);
	assert_int_equal(word->number, german);
}

static void
a_word_is_made_in_another_language_when_it_is_asked_for(void **state)
{
	struct fixture *f = *state;
	uint32_t number = get_in(f, LANGUAGE_NONE, "snake_cases")->number;
	const struct word *word;

	assert_int_equal(words_in(f->words, ENGLISH, number, &word, &f->err),
			 0);
	assert_true(str_eq(word->folded, STR("snake_cases")));
	assert_int_equal(word->language, ENGLISH);
	/* Its parts are of its language too. */
	for (unsigned int i = 0; i < word->also_count; i++)
		assert_int_equal(words_at(f->words, word->also[i])->language,
				 ENGLISH);
	assert_int_equal(word->also_count, 3);
}

static void without_a_stemmer_a_word_is_its_own_stem(void **state)
{
	struct fixture *f = *state;
	const struct word *word = get_in(f, LANGUAGE_NONE, "Reefs");

	assert_true(word->is_stemmed);
	assert_true(str_eq(words_stem(f->words, word->stem), STR("xxreefs")));
	assert_int_not_equal(word->stem,
			     get_in(f, LANGUAGE_NONE, "reef")->stem);
	assert_int_equal(f->stemmer.calls, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(different_words_have_dense_numbers),
		TEST(forms_that_fold_alike_are_one_word),
		TEST(words_share_a_stem),
		TEST(a_word_without_a_stem_is_its_own),
		TEST(what_folds_to_nothing_is_no_word),
		TEST(a_failure_of_the_stemmer_is_returned_and_not_remembered),
		TEST(forgotten_words_are_numbered_anew),
		TEST(a_word_is_no_other_that_it_begins),
		TEST(long_words_are_one_when_their_text_is),
		TEST(what_has_no_forms_has_no_stem),
		TEST(many_words_stay_what_they_are),
		TEST(a_word_of_another_language_is_another),
		TEST(a_word_is_made_in_another_language_when_it_is_asked_for),
		TEST(without_a_stemmer_a_word_is_its_own_stem),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
