/*
 * Tests of query/sieve: who is in it, and what is counted.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/sieve.h"

#include "tests/unit/xap_fixture.h"

/* Document i (from 1) has "all", "w" and i % 10, and "odd" where it is so; up
 * to 5 "first"; "last" where it is the last. */
#define DOCUMENTS 9000

struct lab {
	struct fixture *f;
	struct arena arena;
	struct xap_db *db;
	struct xap_queries *pool;
	struct sieve sieve;
};

static void write_documents(struct fixture *f)
{
	struct xap_writer *writer;
	struct xap_doc *doc;

	assert_ok(f, xap_doc_new(&doc, &f->err));
	assert_ok(f, xap_writer_open(f->index, XAP_WRITER_CREATE, &writer,
				     &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (unsigned int i = 1; i <= DOCUMENTS; i++) {
		char id[16], words[64];
		struct row row = { id, words, NULL, NULL };

		snprintf(id, sizeof(id), "%u", i);
		snprintf(words, sizeof(words), "all w%u%s%s%s", i % 10,
			 i % 2 ? " odd" : "", i <= 5 ? " first" : "",
			 i == DOCUMENTS ? " last" : "");
		fill_doc(f, doc, &row);
		assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	xap_doc_free(doc);
}

static void lab_init(struct lab *lab, struct fixture *f)
{
	memset(lab, 0, sizeof(*lab));
	lab->f = f;
	lab->arena = (struct arena)ARENA_INIT(1 << 20);
	write_documents(f);
	lab->db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&lab->pool, &f->err));
}

static void lab_release(struct lab *lab)
{
	xap_queries_free(lab->pool);
	xap_db_free(lab->db);
	arena_release(&lab->arena);
}

static const struct xap_query *term(struct lab *lab, const char *word)
{
	return xap_query_term(lab->pool, str_of(word), &lab->f->err);
}

static void among(struct lab *lab, const char *word)
{
	assert_ok(lab->f, sieve_among(lab->db, lab->pool, term(lab, word),
				      (struct deadline){ 0 }, &lab->arena,
				      &lab->sieve, &lab->f->err));
}

static void without(struct lab *lab, const char *word)
{
	assert_ok(lab->f, sieve_without(lab->db, term(lab, word),
					(struct deadline){ 0 }, &lab->arena,
					&lab->sieve, &lab->f->err));
}

static uint32_t count(struct lab *lab, const char *word)
{
	uint32_t found = 0;

	assert_ok(lab->f, sieve_count(lab->db, &lab->sieve, str_of(word),
				      frequency(lab->f, lab->db, word),
				      &lab->arena, &found, &lab->f->err));
	return found;
}

static void few_documents_are_counted_one_by_one(void **state)
{
	struct lab lab;

	lab_init(&lab, *state);
	among(&lab, "w7");
	assert_int_equal(lab.sieve.docids.count, DOCUMENTS / 10);
	assert_int_equal(count(&lab, "odd"), DOCUMENTS / 10);
	assert_int_equal(count(&lab, "first"), 0);
	assert_int_equal(count(&lab, "absent"), 0);
	among(&lab, "first");
	assert_int_equal(count(&lab, "odd"), 3);
	assert_int_equal(count(&lab, "w5"), 1);
	among(&lab, "absent");
	assert_int_equal(lab.sieve.docids.count, 0);
	assert_int_equal(count(&lab, "all"), 0);
	lab_release(&lab);
}

static void of_many_a_part_stands_for_all(void **state)
{
	struct lab lab;
	struct sieve some;

	lab_init(&lab, *state);
	among(&lab, "all");
	assert_true(lab.sieve.docids.count >= SIEVE_AMONG &&
		    lab.sieve.docids.count < DOCUMENTS);
	assert_true(count(&lab, "all") > DOCUMENTS * 9 / 10);
	assert_ok(lab.f,
		  sieve_part(&lab.sieve, 100, &lab.arena, &some, &lab.f->err));
	assert_int_equal(some.docids.count, 100);
	assert_true(some.docids.items[0] < DOCUMENTS / 10 &&
		    some.docids.items[99] > DOCUMENTS * 9 / 10);
	assert_int_equal(some.of, lab.sieve.of);
	lab_release(&lab);
}

static void what_only_those_left_out_have_is_never_counted(void **state)
{
	struct lab lab;

	lab_init(&lab, *state);
	without(&lab, "first");
	assert_int_equal(count(&lab, "first"), 0);
	assert_int_equal(count(&lab, "odd"), DOCUMENTS / 2 - 3);
	assert_int_equal(count(&lab, "last"), 1);
	without(&lab, "odd");
	assert_int_equal(count(&lab, "odd"), 0);
	assert_int_equal(count(&lab, "w3"), 0);
	assert_int_equal(count(&lab, "w4"), DOCUMENTS / 10);
	assert_int_equal(count(&lab, "first"), 2);
	without(&lab, "absent");
	assert_int_equal(count(&lab, "all"), DOCUMENTS);
	lab_release(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(few_documents_are_counted_one_by_one),
		TEST(of_many_a_part_stands_for_all),
		TEST(what_only_those_left_out_have_is_never_counted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
