/*
 * Tests of indexer/beginnings: the commonest words by their first letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/beginnings.h"

#include "tests/unit/random.h"
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

/* ---- Renewing ---------------------------------------------------------- */

#define ARTICLES    100
#define ROUNDS	    300
#define VOCABULARY  550 /* of each first letter; some are in no article */
#define ARTICLE_MAX 40	/* words */

#define TEXT_SIZE (ARTICLE_MAX * 9)

static char texts[ARTICLES][TEXT_SIZE];
static uint32_t docids[ARTICLES]; /* 0: it is not there */

/* The first words of the vocabulary are the commonest. */
static void write_text(char *text)
{
	size_t len = 0;

	for (int i = 0; i < ARTICLE_MAX; i++) {
		unsigned int n = random_below(VOCABULARY);

		if (random_below(3) == 0)
			n = random_below(n + 1);
		len += (size_t)snprintf(text + len, TEXT_SIZE - len, "%s%s%03u",
					i ? " " : "",
					random_below(2) ? "qa" : "éxy", n);
	}
}

/* Replaces, adds or removes one, as an update does. */
static void change(struct fixture *f, size_t at, struct xap_writer *writer,
		   struct xap_db *before, struct beginnings_words *noted)
{
	char id[8];
	struct row row = { .id = id, .words = texts[at] };
	struct buf unique = BUF_INIT;

	snprintf(id, sizeof(id), "%zu", at);
	buf_printf(&unique, "Q%s", id);
	if (docids[at])
		assert_ok(f,
			  beginnings_note(noted, before, docids[at], &f->err));
	if (random_below(4) == 0) {
		assert_ok(f, xap_writer_delete(writer, buf_view(&unique),
					       &f->err));
		docids[at] = 0;
	} else {
		struct xap_doc *doc;

		write_text(texts[at]);
		assert_ok(f, xap_doc_new(&doc, &f->err));
		fill_doc(f, doc, &row);
		assert_ok(f, xap_writer_replace(writer, buf_view(&unique), doc,
						&docids[at], &f->err));
		xap_doc_free(doc);
	}
	buf_release(&unique);
}

/* One batch: what is renewed in it is what would be made after it. */
static void renew(struct fixture *f, unsigned int changes, struct buf *table)
{
	struct beginnings_words noted = BEGINNINGS_WORDS_INIT;
	struct buf renewed = BUF_INIT;
	struct xap_writer *writer;
	struct xap_db *before = open_db(f, f->index), *after;
	unsigned int at = random_below(ARTICLES);

	assert_ok(f, xap_writer_open(f->index, 0, &writer, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (unsigned int i = 0; i < changes; i++)
		change(f, (at + i) % ARTICLES, writer, before, &noted);
	assert_ok(f, xap_writer_view(writer, &after, &f->err));
	for (unsigned int i = 0; i < changes; i++) {
		uint32_t docid = docids[(at + i) % ARTICLES];

		if (docid)
			assert_ok(f, beginnings_note(&noted, after, docid,
						     &f->err));
	}
	assert_ok(f, beginnings_renew(before, after, buf_view(table), &noted,
				      &renewed, &f->err));
	xap_db_free(after);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	xap_db_free(before);
	after = open_db(f, f->index);
	buf_clear(table);
	assert_ok(f, beginnings_make(after, table, &f->err));
	xap_db_free(after);
	buf_add_char(table, '\0');
	buf_add_char(&renewed, '\0');
	assert_string_equal(renewed.p, table->p);
	table->len--;
	buf_release(&renewed);
	beginnings_words_release(&noted);
}

static void renewed_they_are_as_made_anew(void **state)
{
	struct fixture *f = *state;
	struct buf table = BUF_INIT;
	size_t lines = 0, most = 0;

	memset(docids, 0, sizeof(docids));
	write_rows(f, f->index, XAP_WRITER_CREATE, NULL, 0);
	for (int i = 0; i < ROUNDS; i++) {
		size_t there = 0;

		renew(f, i ? 1 + random_below(2) : ARTICLES, &table);
		for (size_t at = 0; at < table.len; at++)
			there += table.p[at] == '\n';
		lines += there;
		most += there > 3;
	}
	/* Lines have come and gone, and not all were there at once always. */
	assert_true(lines > ROUNDS && most > 10 && most < ROUNDS - 10);
	buf_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(few_words_need_no_line),
		TEST(of_very_many_the_commonest_come_first),
		TEST(beginnings_have_one_to_three_letters),
		TEST(words_that_are_too_long_are_left_out),
		TEST(renewed_they_are_as_made_anew),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
