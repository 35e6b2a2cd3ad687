/*
 * Tests of text/terms: the rows of tests/unit/terms.txt, and what holds for
 * any text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/buf.h"
#include "base/fs.h"
#include "indexer/postings.h"
#include "tests/unit/random.h"

struct fixture {
	struct words *words;
	struct err err;
};

/* No word has another form. */
static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	(void)payload;
	(void)language;
	(void)err;
	*out = word;
	return 0;
}

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .err = ERR_INIT };
	*state = &f;
	return words_new(stem, NULL, &f.words, &f.err);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	words_free(f->words);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Appends a word, behind a blank. */
static void add(struct buf *out, const struct words *words, uint32_t number)
{
	if (out->len)
		buf_add_char(out, ' ');
	buf_add_str(out, words_at(words, number)->folded);
}

static void show_text(struct fixture *f, struct str text, struct buf *out)
{
	struct terms terms;
	struct term term;
	int ret;

	terms_init(&terms, f->words, text);
	while ((ret = terms_next(&terms, &term, &f->err)) == TERMS_NEXT) {
		add(out, f->words, term.word);
		buf_printf(out, "@%u", (unsigned int)term.position);
	}
	assert_int_equal(ret, 0);
}

static void show_code(struct fixture *f, struct str text, struct buf *out)
{
	struct postings p = { .words = f->words };

	postings_begin(&p, LANGUAGE_NONE);
	assert_int_equal(postings_read_code(&p, text, &f->err), 0);
	for (size_t i = 0; i < p.place_count; i++)
		add(out, f->words, p.places[i].word);
	p.words = NULL;
	postings_release(&p);
}

/* The text of a row: \n is a line feed. */
static struct str unescape(struct str s, char out[1024])
{
	size_t len = 0;

	for (size_t i = 0; i < s.len && len < 1024; i++) {
		bool is_end =
			s.p[i] == '\\' && i + 1 < s.len && s.p[i + 1] == 'n';

		out[len++] = is_end ? '\n' : s.p[i];
		i += is_end;
	}
	return str_make(out, len);
}

static void check_row(struct fixture *f, struct str row)
{
	size_t arrow = 0;
	struct buf found = BUF_INIT;
	struct str text, wanted;
	char bytes[1024];

	while (arrow + 4 <= row.len && memcmp(row.p + arrow, " => ", 4) != 0)
		arrow++;
	if (arrow + 4 > row.len)
		fail_msg("no row: %.*s", STR_ARG(row));
	text = unescape(str_head(row, arrow), bytes);
	wanted = str_skip(row, arrow + 4);
	if (str_starts(text, STR("code ")))
		show_code(f, str_skip(text, 5), &found);
	else
		show_text(f, text, &found);
	if (!str_eq(buf_view(&found), wanted))
		fail_msg("%.*s: %.*s, not %.*s", STR_ARG(text),
			 STR_ARG(buf_view(&found)), STR_ARG(wanted));
	buf_release(&found);
}

static void a_text_is_found_by_what_its_row_says(void **state)
{
	struct fixture *f = *state;
	struct buf file = BUF_INIT;
	struct str rest;
	size_t rows = 0;

	assert_int_equal(
		fs_read(TEST_DATA "/terms.txt", 1 << 20, &file, &f->err), 0);
	rest = buf_view(&file);
	while (rest.len) {
		struct str row = str_head(rest, str_find(rest, '\n'));

		rest = str_skip(rest, row.len + 1);
		if (row.len && row.p[0] != '#') {
			check_row(f, row);
			rows++;
		}
	}
	assert_true(rows > 40);
	buf_release(&file);
}

static const char *const pieces[] = {
	"a",	"Big", "case", "12", "3.4", "水",   "道", "น้",	 "한", "🎉",
	"🏽", "-",   "_",    ".",  "&",   "'",    "+",  "#",	 "@",  "£",
	" ",	"\n",  "é",    "ـ",  "‐",   "\xff", "l'", "C++",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void some_text(struct buf *out)
{
	for (unsigned int n = random_below(60); n-- > 0;)
		buf_add_str(out, str_of(pieces[random_below(COUNT(pieces))]));
}

/* Positions rise by one from word to word, by more at the end of a block; all
 * else stands at the position of a word. */
static void each_position_has_one_word(void **state)
{
	struct fixture *f = *state;

	for (int run = 0; run < 20000; run++) {
		struct buf text = BUF_INIT;
		struct terms terms;
		struct term term;
		uint32_t last = 0;
		size_t end = 0;

		some_text(&text);
		terms_init(&terms, f->words, buf_view(&text));
		while (terms_next(&terms, &term, &f->err) == TERMS_NEXT) {
			assert_true(term.start < term.end);
			assert_true(term.end <= text.len);
			if (term.role != TERM_WORD && term.role != TERM_LAST) {
				assert_true(term.position <= last);
				continue;
			}
			assert_true(term.position > last);
			if (memchr(text.p + end, '\n', term.start - end) ==
			    NULL)
				assert_int_equal(term.position, last + 1);
			last = term.position;
			end = terms.token.end;
		}
		assert_int_equal(f->err.code, 0);
		assert_int_equal(terms.position >= last, 1);
		buf_release(&text);
	}
}

static bool skip_all(void *payload, struct str s, const struct token *token)
{
	(void)payload;
	(void)s;
	return !token->has_parts;
}

/* Who looks few words up sees them where who looks all up does. */
static void what_is_passed_over_has_its_position(void **state)
{
	struct fixture *f = *state;

	for (int run = 0; run < 20000; run++) {
		struct buf text = BUF_INIT;
		struct terms all, few;
		struct term a = { 0 }, b = { 0 };

		some_text(&text);
		/* Of what folds to nothing only the look-up tells. */
		if (strstr(text.len ? text.p : "", "ـ") != NULL) {
			buf_release(&text);
			continue;
		}
		terms_init(&all, f->words, buf_view(&text));
		terms_init(&few, f->words, buf_view(&text));
		few.skip = skip_all;
		while (terms_next(&few, &b, &f->err) == TERMS_NEXT) {
			do
				assert_int_equal(terms_next(&all, &a, &f->err),
						 TERMS_NEXT);
			while (a.start != b.start || a.end != b.end ||
			       a.role != b.role ||
			       (b.word != TERM_UNKNOWN && a.word != b.word));
			assert_int_equal(a.position, b.position);
		}
		buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_is_found_by_what_its_row_says),
		TEST(each_position_has_one_word),
		TEST(what_is_passed_over_has_its_position),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
