/*
 * The shim, writing: batches, what a crash leaves, replacing and deleting.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

static const struct row rows[] = {
	{ "a", "river water water", "2026-01", "one" },
	{ "b", "river bank", "2026-03", "two" },
	{ "c", "money bank", NULL, NULL },
};

static struct xap_writer *open_writer(struct fixture *f, unsigned int flags)
{
	struct xap_writer *writer;

	assert_ok(f, xap_writer_open(f->index, flags, &writer, &f->err));
	return writer;
}

static struct xap_doc *new_doc(struct fixture *f)
{
	struct xap_doc *doc;

	assert_ok(f, xap_doc_new(&doc, &f->err));
	return doc;
}

/* ---- Opening and batches ---------------------------------------------- */

static void create_wants_no_database_and_open_wants_one(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer;

	assert_fails(f, ERR_NOINDEX,
		     xap_writer_open(f->index, 0, &writer, &f->err));
	assert_fails(f, ERR_USAGE,
		     xap_writer_open(f->index, 1u << 9, &writer, &f->err));
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, 1);
	assert_fails(
		f, ERR_USAGE,
		xap_writer_open(f->index, XAP_WRITER_CREATE, &writer, &f->err));
	assert_null(writer);
	assert_int_equal(count_documents(f, f->index), 1);
}

static void a_change_belongs_to_a_batch(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *w = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	struct str q = STR("Qa");

	fill_doc(f, doc, &rows[0]);
	assert_fails(f, ERR_USAGE, xap_writer_add(w, doc, NULL, &f->err));
	assert_fails(f, ERR_USAGE,
		     xap_writer_replace(w, q, doc, NULL, &f->err));
	assert_fails(f, ERR_USAGE, xap_writer_delete(w, q, &f->err));
	assert_fails(f, ERR_USAGE, xap_writer_set_metadata(w, q, q, &f->err));
	assert_fails(f, ERR_USAGE, xap_writer_commit(w, &f->err));
	assert_ok(f, xap_writer_begin(w, &f->err));
	assert_fails(f, ERR_USAGE, xap_writer_begin(w, &f->err));
	/* None of it has harmed the writer. */
	assert_ok(f, xap_writer_add(w, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(w, &f->err));
	assert_fails(f, ERR_USAGE, xap_writer_commit(w, &f->err));
	assert_int_equal(count_documents(f, f->index), 1);
	xap_doc_free(doc);
	xap_writer_free(w);
}

static void a_batch_appears_at_once(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);

	assert_ok(f, xap_writer_begin(writer, &f->err));
	/* More than libxapian's threshold, at which it commits by itself. */
	for (int i = 0; i < 10050; i++)
		assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_int_equal(count_documents(f, f->index), 0);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	assert_int_equal(count_documents(f, f->index), 10050);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void what_is_not_committed_is_dropped(void **state)
{
	static const unsigned int flags[] = {
		XAP_WRITER_CREATE, XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ROWS(flags); i++) {
		struct xap_writer *writer = open_writer(f, flags[i]);

		if (!(flags[i] & XAP_WRITER_THROWAWAY))
			assert_ok(f, xap_writer_begin(writer, &f->err));
		put_rows(f, writer, rows, ROWS(rows));
		xap_writer_free(writer);
		assert_int_equal(count_documents(f, f->index), 0);
		remove_tree(f->index);
	}
}

static int die_in_a_batch(struct fixture *f)
{
	struct xap_writer *writer;
	struct xap_doc *doc;

	if (xap_writer_open(f->index, 0, &writer, &f->err) ||
	    xap_writer_begin(writer, &f->err) || xap_doc_new(&doc, &f->err))
		return 1;
	for (int i = 0; i < 12000; i++) {
		if (xap_writer_add(writer, doc, NULL, &f->err))
			return 2;
	}
	if (xap_writer_delete(writer, STR("Qa"), &f->err))
		return 3;
	return 42;
}

static void a_crash_in_a_batch_leaves_nothing_of_it(void **state)
{
	struct fixture *f = *state;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	assert_int_equal(in_child(die_in_a_batch, f), 42);
	assert_int_equal(count_documents(f, f->index), 3);
	assert_ok(f, xap_check(f->index, &f->err));
	/* The lock died with it. */
	write_rows(f, f->index, 0, rows, 1);
	assert_int_equal(count_documents(f, f->index), 3);
}

static void batches_follow_each_other(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);

	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_ok(f, xap_writer_begin(writer, &f->err));
		put_rows(f, writer, &rows[i], 1);
		assert_ok(f, xap_writer_commit(writer, &f->err));
		assert_int_equal(count_documents(f, f->index), i + 1);
	}
	/* An empty one too. */
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
}

static void a_throwaway_needs_no_batch(void **state)
{
	unsigned int flags = XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY;
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, flags);

	assert_fails(f, ERR_USAGE, xap_writer_begin(writer, &f->err));
	put_rows(f, writer, rows, 2);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	put_rows(f, writer, rows + 2, 1);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	assert_int_equal(count_documents(f, f->index), 3);
}

/* ---- Changes ---------------------------------------------------------- */

static void replace_goes_by_the_unique_term(void **state)
{
	static const struct row next = { "a", "sea", NULL, "new" };
	struct fixture *f = *state;
	struct xap_writer *writer;
	struct xap_doc *doc = new_doc(f);
	struct xap_db *db;
	uint32_t docid = 9;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	writer = open_writer(f, 0);
	fill_doc(f, doc, &next);
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_fails(
		f, ERR_USAGE,
		xap_writer_replace(writer, STR("Qb"), doc, &docid, &f->err));
	assert_int_equal(docid, 0);
	assert_ok(f,
		  xap_writer_replace(writer, STR("Qa"), doc, &docid, &f->err));
	assert_int_equal(docid, 1);
	assert_ok(f, xap_writer_delete(writer, STR("Qc"), &f->err));
	assert_ok(f, xap_writer_delete(writer, STR("Qabsent"), &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_int_equal(frequency(f, db, "river"), 1);
	assert_int_equal(frequency(f, db, "sea"), 1);
	assert_int_equal(frequency(f, db, "money"), 0);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void a_doc_serves_again_after_adding_and_clearing(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	uint32_t docid;
	struct xap_db *db;

	assert_ok(f, xap_writer_begin(writer, &f->err));
	fill_doc(f, doc, &rows[0]);
	assert_ok(f, xap_writer_add(writer, doc, &docid, &f->err));
	assert_int_equal(docid, 1);
	assert_ok(f, xap_writer_add(writer, doc, &docid, &f->err));
	assert_int_equal(docid, 2);
	assert_ok(f, xap_doc_clear(doc, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, &docid, &f->err));
	assert_int_equal(docid, 3);
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_int_equal(frequency(f, db, "river"), 2);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(create_wants_no_database_and_open_wants_one),
		TEST(a_change_belongs_to_a_batch),
		TEST(a_batch_appears_at_once),
		TEST(what_is_not_committed_is_dropped),
		TEST(a_crash_in_a_batch_leaves_nothing_of_it),
		TEST(batches_follow_each_other),
		TEST(a_throwaway_needs_no_batch),
		TEST(replace_goes_by_the_unique_term),
		TEST(a_doc_serves_again_after_adding_and_clearing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
