/*
 * An article stored: a document in a database of its own, for tests.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_STORED_H
#define PRESSMARK_TESTS_UNIT_STORED_H

#include "folder.h"

#include "indexer/document.h"
#include "text/limits.h"
#include "text/packed.h"
#include "text/record.h"
#include "text/schema.h"

static const unsigned char hash[HASH128_SIZE] = "0123456789abcde";

/* One document in a database of its own. */
struct stored {
	struct arena arena;
	struct article article;
	struct xap_db *db;
	bool is_cut;
	struct err err;
};

/* Stores s->article. */
static inline void store_article(struct document_maker *maker, struct stored *s,
				 const char *name)
{
	struct bulk_document document;
	struct xap_writer *writer;
	struct xap_doc *doc;

	assert_int_equal(xap_doc_new(&doc, &s->err), 0);
	if (document_make(maker, &s->article, hash, 3, &document, &s->is_cut,
			  &s->err) ||
	    bulk_document_fill(&document, doc, &s->err))
		fail_msg("%s", s->err.message);
	assert_int_equal(
		xap_writer_open(at(name),
				XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
				&writer, &s->err),
		0);
	assert_int_equal(xap_writer_add(writer, doc, NULL, &s->err), 0);
	assert_int_equal(xap_writer_commit(writer, &s->err), 0);
	xap_writer_free(writer);
	xap_doc_free(doc);
	assert_int_equal(xap_db_open(at(name), &s->db, &s->err), 0);
}

static inline void stored_release(struct stored *s)
{
	xap_db_free(s->db);
	arena_release(&s->arena);
}

static inline int add_term(struct str term, uint32_t wdf, void *payload)
{
	struct buf *out = payload;

	buf_add_str(out, term);
	buf_printf(out, ":%u ", wdf);
	return 0;
}

static inline struct buf terms_of(struct stored *s)
{
	struct buf out = BUF_INIT;

	assert_int_equal(
		xap_db_each_document_term(s->db, 1, add_term, &out, &s->err),
		0);
	return out;
}

static inline bool has_term(struct stored *s, const char *term)
{
	uint32_t count;

	assert_int_equal(
		xap_db_term_frequency(s->db, str_of(term), &count, &s->err), 0);
	return count == 1;
}

struct value {
	char bytes[XAP_VALUE_MAX];
	size_t len;
};

static inline int keep_value(uint32_t docid, struct str value, void *payload)
{
	struct value *out = payload;

	(void)docid;
	memcpy(out->bytes, value.p, value.len);
	out->len = value.len;
	return 0;
}

static inline struct str value_of(struct stored *s, uint32_t slot)
{
	static struct value value;

	value.len = 0;
	assert_int_equal(
		xap_db_each_value(s->db, slot, keep_value, &value, &s->err), 0);
	return str_make(value.bytes, value.len);
}

static inline void record_of(struct stored *s, struct record *r)
{
	struct unpacker *unpacker;
	struct buf data = BUF_INIT;
	char *bytes;
	size_t len;

	assert_int_equal(unpacker_new(STR(""), &unpacker, &s->err), 0);
	assert_int_equal(xap_db_data(s->db, 1, &bytes, &len, &s->err), 0);
	assert_int_equal(
		unpacker_unpack(unpacker, str_make(bytes, len), &data, &s->err),
		0);
	assert_int_equal(record_decode(arena_copy(&s->arena, buf_view(&data)),
				       &s->arena, r, &s->err),
			 0);
	buf_release(&data);
	xap_free(bytes);
	unpacker_free(unpacker);
}

#endif
