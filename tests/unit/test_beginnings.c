/*
 * Tests of indexer/beginnings: the commonest words by their first letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/beginnings.h"

#include "tests/unit/xap_fixture.h"

#include "text/limits.h"
#include "text/schema.h"

#define DOCUMENTS 1200
#define WORD_SIZE 128

/* Documents of a word each: a word is in as many as it was added. */
static char words[DOCUMENTS][WORD_SIZE], ids[DOCUMENTS][8];
static struct row rows[DOCUMENTS];
static size_t count;

static void add(const char *word)
{
	assert_true(count < DOCUMENTS && strlen(word) < WORD_SIZE);
	memcpy(words[count], word, strlen(word) + 1);
	snprintf(ids[count], sizeof(ids[count]), "%zu", count);
	rows[count] = (struct row){ .id = ids[count], .words = words[count] };
	count++;
}

/* So many words that begin so: qaaa, qaab, ... */
static void add_words(const char *beginning, size_t most)
{
	char word[WORD_SIZE];

	for (size_t i = 0; i < most; i++) {
		snprintf(word, sizeof(word), "%s%c%c%c", beginning,
			 (char)('a' + i / 676), (char)('a' + i / 26 % 26),
			 (char)('a' + i % 26));
		add(word);
	}
}

/* What is made of all that was added. */
static struct buf make(struct fixture *f)
{
	struct buf out = BUF_INIT;
	struct xap_db *db;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, count);
	count = 0;
	db = open_db(f, f->index);
	assert_ok(f, beginnings_make(db, &out, &f->err));
	buf_add_char(&out, '\0');
	xap_db_free(db);
	return out;
}

static void few_words_need_no_line(void **state)
{
	struct buf out;

	add_words("q", SCHEMA_BEGINNING_MANY);
	add("qaab");
	out = make(*state);
	assert_string_equal(out.p, "");
	buf_release(&out);
}

static void of_very_many_the_commonest_come_first(void **state)
{
	struct buf out;

	/* One more with q than can be listed, not with qa. */
	add_words("q", SCHEMA_BEGINNING_MANY);
	for (int i = 0; i < 3; i++) {
		add("qzzz");
		add("Sqzzz");
		add("Sqxyz");
	}
	add("qaac");
	out = make(*state);
	assert_string_equal(
		out.p,
		"q qzzz qaac qaaa qaab qaad qaae qaaf qaag qaah qaai qaaj qaak "
		"qaal qaam qaan qaao qaap qaaq qaar qaas\n");
	buf_release(&out);
}

static void beginnings_have_one_to_three_letters(void **state)
{
	static const char *const heads[] = {
		"x x xaaa xaab ",
		"\né éabzzz éabaaa éabaab ",
		"\néa éabzzz éabaaa éabaab ",
		"\néab éabzzz éabaaa éabaab ",
	};
	struct buf out;
	const char *at;

	add_words("éab", SCHEMA_BEGINNING_MANY + 1);
	add_words("x", SCHEMA_BEGINNING_MANY);
	add("x");
	add("éabzzz");
	add("éabzzz");
	out = make(*state);
	at = out.p;
	for (size_t i = 0; i < 4; i++) {
		at = strstr(at, heads[i]);
		assert_non_null(at);
		at = strchr(at + 1, '\n');
		assert_non_null(at);
	}
	assert_string_equal(at, "\n");
	assert_null(strstr(out.p, "\néaba "));
	buf_release(&out);
}

static void words_that_are_too_long_are_left_out(void **state)
{
	char longest[WORD_SIZE], longer[WORD_SIZE];
	struct buf out;

	snprintf(longest, sizeof(longest), "q%0*d", LIMIT_WORD_BYTES - 1, 0);
	snprintf(longer, sizeof(longer), "q%0*d", LIMIT_WORD_BYTES, 0);
	add_words("q", SCHEMA_BEGINNING_MANY);
	for (int i = 0; i < 2; i++) {
		add(longest);
		add(longer);
	}
	out = make(*state);
	assert_int_equal(strncmp(out.p + 2, longest, strlen(longest)), 0);
	assert_int_equal(strncmp(out.p + 2 + strlen(longest), " qaaa ", 6), 0);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(few_words_need_no_line),
		TEST(of_very_many_the_commonest_come_first),
		TEST(beginnings_have_one_to_three_letters),
		TEST(words_that_are_too_long_are_left_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
