/*
 * Tests of query/records: what is kept is what was read, and no more of it than
 * there is room for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/records.h"

#include "tests/unit/xap_fixture.h"

#define DOCUMENTS 120u
#define LENGTH	  (100u << 10) /* so that not all have room */
#define LARGE	  (1u << 20)   /* more than one may have */

/* The data of a document: a byte of its own, again and again. */
static struct str data_of(uint32_t docid)
{
	static char data[LARGE];
	size_t len = docid == DOCUMENTS ? LARGE : LENGTH;

	memset(data, (int)docid, len);
	return str_make(data, len);
}

static void make(struct fixture *f)
{
	struct xap_writer *writer;
	struct packer *packer;
	struct buf packed = BUF_INIT;
	struct xap_doc *doc;

	assert_ok(f, packer_new(STR(""), &packer, &f->err));
	assert_ok(f, xap_writer_open(f->index, XAP_WRITER_CREATE, &writer,
				     &f->err));
	assert_ok(f, xap_doc_new(&doc, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (uint32_t i = 1; i <= DOCUMENTS; i++) {
		assert_ok(f, xap_doc_clear(doc, &f->err));
		buf_clear(&packed);
		assert_ok(f, packer_pack(packer, data_of(i), &packed, &f->err));
		assert_ok(f, xap_doc_set_data(doc, buf_view(&packed), &f->err));
		assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_doc_free(doc);
	xap_writer_free(writer);
	packer_free(packer);
	buf_release(&packed);
}

static void expect(struct fixture *f, struct records *records,
		   struct xap_db *db, uint32_t docid)
{
	struct str got;

	assert_ok(f, records_get(records, db, docid, &got, &f->err));
	assert_true(str_eq(got, data_of(docid)));
	assert_true(records->used <= RECORDS_BYTES);
}

static void each_is_what_was_stored(void **state)
{
	struct fixture *f = *state;
	struct records records = { .at = NULL };
	struct xap_db *db;
	struct str got;

	make(f);
	db = open_db(f, f->index);
	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 1; i <= DOCUMENTS; i++) {
			expect(f, &records, db, i);
			expect(f, &records, db, 1);
		}
	}
	assert_true(records.used > RECORDS_BYTES / 2);
	assert_int_equal(
		records_get(&records, db, DOCUMENTS + 1, &got, &f->err),
		XAP_NOTFOUND);
	records_release(&records);
	xap_db_free(db);
}

/* Read once, and asked for between all others, it stays. */
static void what_is_asked_for_stays(void **state)
{
	struct fixture *f = *state;
	struct records records = { .at = NULL };
	struct xap_db *db;
	struct str first, again;

	make(f);
	db = open_db(f, f->index);
	assert_ok(f, records_get(&records, db, 1, &first, &f->err));
	for (uint32_t i = 2; i < DOCUMENTS; i++) {
		expect(f, &records, db, i);
		assert_ok(f, records_get(&records, db, 1, &again, &f->err));
		assert_ptr_equal(first.p, again.p);
	}
	records_release(&records);
	xap_db_free(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_is_what_was_stored),
		TEST(what_is_asked_for_stays),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
