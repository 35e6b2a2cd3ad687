/*
 * Tests of the shim's positions: what batches leave is what is read, whatever
 * they did, and damage is an error.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/random.h"
#include "tests/unit/xap_lab.h"
#include "text/positions.h"

#define WORDS	  60
#define DOCUMENTS 400
#define PLACES	  6

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

/* Where each word is in each document, by docid. */
struct places {
	uint32_t items[PLACES];
	size_t count;
};

static struct places model[DOCUMENTS + 1][WORDS];
static bool is_there[DOCUMENTS + 1];
static uint32_t docid_of[DOCUMENTS]; /* by the name of a document; 0: none */
static uint32_t last_docid;

#define ROOM 16

static struct str word(size_t i, char room[ROOM])
{
	/* Some words are in all documents, some in hardly any. */
	return str_make(room, (size_t)snprintf(room, ROOM, "%c%03zu",
					       (char)('a' + i % 3), i));
}

static void fill(struct fixture *f, struct xap_doc *doc, struct places *words,
		 const char *unique)
{
	char room[WORDS][ROOM];
	struct xap_posting postings[WORDS + 1] = { { str_of(unique), 0, NULL,
						     0 } };
	size_t count = 1;

	for (size_t i = 0; i < WORDS; i++) {
		struct places *p = &words[i];
		uint32_t at = 0;

		p->count = 0;
		if (random_below((unsigned int)(i / 2 + 1)))
			continue;
		p->count = random_below(PLACES);
		for (size_t j = 0; j < p->count; j++)
			p->items[j] = at += 1 + random_below(i % 2 ? 3 : 500);
		postings[count++] = (struct xap_posting){ word(i, room[i]), 1,
							  p->items, p->count };
	}
	assert_ok(f, xap_doc_clear(doc, &f->err));
	assert_ok(f, xap_doc_add_postings(doc, postings, count, &f->err));
}

/* Adds, replaces or removes a document. */
static void change(struct fixture *f, struct xap_writer *writer,
		   struct xap_doc *doc)
{
	static struct places words[WORDS];
	unsigned int name = random_below(DOCUMENTS / 2);
	uint32_t docid = docid_of[name];
	char unique[16];

	snprintf(unique, sizeof(unique), "Q%u", name);
	if (docid && random_below(4) == 0) {
		assert_ok(f,
			  xap_writer_delete(writer, str_of(unique), &f->err));
		is_there[docid] = false;
		docid_of[name] = 0;
		return;
	}
	if (last_docid == DOCUMENTS)
		return;
	fill(f, doc, words, unique);
	if (!docid && random_below(2))
		assert_ok(f, xap_writer_add(writer, doc, &docid, &f->err));
	else
		assert_ok(f, xap_writer_replace(writer, str_of(unique), doc,
						&docid, &f->err));
	docid_of[name] = docid;
	is_there[docid] = true;
	memcpy(model[docid], words, sizeof(words));
	if (docid > last_docid)
		last_docid = docid;
}

struct check {
	uint32_t docid; /* the last that was told of */
	size_t word;
};

/* Documents that are passed over have none. */
static void check_none(const struct check *c, uint32_t until)
{
	for (uint32_t i = c->docid + 1; i < until; i++)
		assert_true(!is_there[i] || model[i][c->word].count == 0);
}

static int check_places(uint32_t docid, const uint32_t *positions, size_t count,
			void *payload)
{
	struct check *c = payload;
	const struct places *p = &model[docid][c->word];

	check_none(c, docid);
	c->docid = docid;
	assert_true(is_there[docid]);
	assert_int_equal(count, p->count);
	assert_memory_equal(positions, p->items, count * sizeof(*positions));
	return 0;
}

static void check_all(struct fixture *f)
{
	struct xap_db *db = open_db(f, f->index);
	uint32_t docids[DOCUMENTS];
	char room[ROOM];

	for (uint32_t i = 0; i < DOCUMENTS; i++)
		docids[i] = i + 1;
	for (size_t i = 0; i < WORDS; i++) {
		struct check c = { 0, i };

		assert_ok(f, xap_db_each_positions(db, word(i, room), docids,
						   DOCUMENTS, check_places, &c,
						   &f->err));
		check_none(&c, DOCUMENTS + 1);
		/* A few of them, far apart. */
		for (uint32_t j = 1 + random_below(50); j <= DOCUMENTS;
		     j += 1 + random_below(150)) {
			c.docid = j - 1;
			assert_ok(f, xap_db_each_positions(db, word(i, room),
							   &j, 1, check_places,
							   &c, &f->err));
			check_none(&c, j + 1);
		}
	}
	xap_db_free(db);
}

static void batches_leave_what_they_wrote(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);

	for (int batch = 0; batch < 40; batch++) {
		unsigned int changes = batch % 4 ? 3 : 40;

		assert_ok(f, xap_writer_begin(writer, &f->err));
		for (unsigned int i = 0; i < changes; i++)
			change(f, writer, doc);
		assert_ok(f, xap_writer_commit(writer, &f->err));
		check_all(f);
	}
	/* What is not committed was never there. */
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_delete(writer, STR("Q1"), &f->err));
	xap_writer_free(writer);
	check_all(f);
	xap_doc_free(doc);
	assert_ok(f, xap_check(f->index, &f->err));
}

/* ---- Nothing is left ---------------------------------------------------- */

static void remove_all(struct fixture *f, struct xap_writer *writer)
{
	char unique[16];

	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (unsigned int i = 0; i < DOCUMENTS / 2; i++) {
		snprintf(unique, sizeof(unique), "Q%u", i);
		assert_ok(f,
			  xap_writer_delete(writer, str_of(unique), &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
}

static off_t size_of_index(struct fixture *f)
{
	char path[PATH_SIZE];
	struct stat st;

	path_join(path, f->index, "postlist.glass");
	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* So that the table does not grow. */
static void nothing_stays_of_removed_documents(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	static struct places words[WORDS];
	char unique[16];
	off_t full = 0;

	for (int round = 0; round < 6; round++) {
		assert_ok(f, xap_writer_begin(writer, &f->err));
		for (unsigned int i = 0; i < DOCUMENTS / 2; i++) {
			snprintf(unique, sizeof(unique), "Q%u", i);
			fill(f, doc, words, unique);
			assert_ok(f, xap_writer_replace(writer, str_of(unique),
							doc, NULL, &f->err));
		}
		assert_ok(f, xap_writer_commit(writer, &f->err));
		remove_all(f, writer);
		if (round == 1)
			full = size_of_index(f);
	}
	assert_true(size_of_index(f) <= full + full / 4);
	xap_writer_free(writer);
	xap_doc_free(doc);
}

/* ---- Damage ------------------------------------------------------------- */

static int take_any(uint32_t docid, const uint32_t *positions, size_t count,
		    void *payload)
{
	(void)docid;
	(void)positions;
	(void)count;
	(void)payload;
	return 0;
}

static int find_phrase(struct fixture *f, struct xap_db *db)
{
	static const struct str words[] = { STR_INIT("river"),
					    STR_INIT("water") };
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	struct xap_queries *pool;
	int ret;

	assert_ok(f, xap_queries_new(&pool, &f->err));
	s.query = xap_query_phrase(pool, words, 2, &f->err);
	ret = xap_search(db, &s, &found, &f->err);
	xap_results_free(found);
	xap_queries_free(pool);
	return ret;
}

/* The only chunk is of the entries of the last term, in its document. */
static void a_damaged_chunk_is_an_error(void **state)
{
	static const struct row rows[] = { { "1", "river water", "", "" } };
	static const struct str damage[] = { STR_INIT("\377"),
					     STR_INIT("\0\1a\0"),
					     STR_INIT("\0\5river\2\0\2") };
	struct fixture *f = *state;
	const uint32_t docid = 1;

	for (size_t i = 0; i < ROWS(damage); i++) {
		struct xap_writer *writer;
		struct buf key = BUF_INIT;
		struct xap_db *db;

		remove_tree(f->index);
		write_rows(f, f->index, XAP_WRITER_CREATE, rows, 1);
		db = open_db(f, f->index);
		assert_ok(f, find_phrase(f, db));
		xap_db_free(db);
		positions_key(STR("water"), 1, &key);
		writer = open_writer(f, 0);
		assert_ok(f, xap_writer_begin(writer, &f->err));
		assert_ok(f, xap_writer_set_metadata(writer, buf_view(&key),
						     damage[i], &f->err));
		assert_ok(f, xap_writer_commit(writer, &f->err));
		db = open_db(f, f->index);
		assert_fails(f, ERR_CORRUPT, find_phrase(f, db));
		assert_fails(f, ERR_CORRUPT,
			     xap_db_each_positions(db, STR("river"), &docid, 1,
						   take_any, NULL, &f->err));
		xap_db_free(db);
		assert_ok(f, xap_writer_begin(writer, &f->err));
		assert_ok(f, xap_writer_delete(writer, STR("Q1"), &f->err));
		assert_fails(f, ERR_CORRUPT,
			     xap_writer_commit(writer, &f->err));
		xap_writer_free(writer);
		buf_release(&key);
	}
}

static void a_key_that_is_none_is_an_error(void **state)
{
	static const struct row rows[] = { { "1", "river water", "", "" } };
	struct fixture *f = *state;
	struct xap_writer *writer;
	struct xap_db *db;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, 1);
	writer = open_writer(f, 0);
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_set_metadata(writer, STR(POSITIONS_KEYS "s"),
					     STR("x"), &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	db = open_db(f, f->index);
	assert_fails(f, ERR_CORRUPT, find_phrase(f, db));
	xap_db_free(db);
}

/* Sets a chunk, and then adds a document with a word. */
static void add_behind(struct fixture *f, struct xap_writer *writer,
		       struct str key, struct str chunk, struct str name)
{
	static const uint32_t position = 1;
	const struct xap_posting postings[] = { { name, 1, &position, 1 } };
	struct xap_doc *doc = new_doc(f);

	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_set_metadata(writer, key, chunk, &f->err));
	assert_ok(f, xap_doc_add_postings(doc, postings, 1, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_fails(f, ERR_CORRUPT, xap_writer_commit(writer, &f->err));
	xap_doc_free(doc);
}

/* ---- Keys out of order --------------------------------------------------- */

#define CHUNKS 40
#define LONG   1000 /* positions of a word, of which each fills a chunk */

static char *name_chunk(size_t i, char room[ROOM])
{
	snprintf(room, ROOM, "w%02zu", i);
	return room;
}

static void make_chunks(struct fixture *f)
{
	static uint32_t positions[LONG];
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	char room[ROOM];

	for (size_t i = 0; i < LONG; i++)
		positions[i] = (uint32_t)(1 + i * 5000 + random_below(5000));
	for (size_t i = 0; i < CHUNKS; i++) {
		struct xap_posting p = { str_of(name_chunk(i, room)), 1,
					 positions, LONG };

		assert_ok(f, xap_doc_add_postings(doc, &p, 1, &f->err));
	}
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	xap_doc_free(doc);
}

/* So that the key of one is before those that it comes behind. */
static void damage_key(struct fixture *f, const char *table, size_t len,
		       size_t which)
{
	char room[ROOM], key[ROOM];
	size_t key_len = (size_t)snprintf(key, ROOM, "%s%s", POSITIONS_KEYS,
					  name_chunk(which, room)) +
			 1;

	for (size_t at = 0; at + key_len <= len; at++) {
		if (memcmp(table + at, key, key_len) == 0)
			damage(f->index, "postlist.glass", at + 1, "a", 1);
	}
}

/* Changes an entry behind each. */
static int change_chunks(struct fixture *f)
{
	static const uint32_t position = 1;
	struct xap_writer *writer = open_writer(f, 0);
	struct xap_doc *doc = new_doc(f);
	char room[ROOM], name[ROOM + 1];
	int ret;

	for (size_t i = 0; i < CHUNKS; i++) {
		struct xap_posting p = { { NULL, 0 }, 1, &position, 1 };

		snprintf(name, sizeof(name), "%sz", name_chunk(i, room));
		p.term = str_of(name);
		assert_ok(f, xap_doc_add_postings(doc, &p, 1, &f->err));
	}
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	ret = xap_writer_commit(writer, &f->err);
	xap_writer_free(writer);
	xap_doc_free(doc);
	return ret;
}

/* Such a table is searched in vain, but not for ever. */
static void keys_out_of_order_are_no_end(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < CHUNKS; i++) {
		size_t len;
		char *table;
		int ret;

		remove_tree(f->index);
		make_chunks(f);
		table = slurp(f->index, "postlist.glass", &len);
		damage_key(f, table, len, i);
		free(table);
		ret = change_chunks(f);
		assert_true(ret == 0 || ret == ERR_CORRUPT);
		err_clear(&f->err);
	}
}

/* ---- Chunks beyond their keys ------------------------------------------- */

struct taken {
	struct buf key, chunk;
};

static int take_chunk(struct str key, struct str chunk, void *payload,
		      struct err *err)
{
	struct taken *t = payload;

	buf_add_str(&t->key, key);
	buf_add_str(&t->chunk, chunk);
	return buf_check(&t->chunk, err);
}

/* Nothing may be written over what is behind a chunk. */
static void a_chunk_beyond_its_key_is_an_error(void **state)
{
	static const uint32_t position = 1;
	struct fixture *f = *state;
	struct taken t = { BUF_INIT, BUF_INIT };
	struct buf list = BUF_INIT, key = BUF_INIT;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct positions_change change = { STR("water"), 7, { NULL, 0 } };

	positions_encode(&position, 1, &list);
	change.list = buf_view(&list);
	assert_ok(f,
		  positions_edit(STR(""), &change, 1, take_chunk, &t, &f->err));
	positions_key(STR("sea"), 9, &key);
	add_behind(f, writer, buf_view(&key), buf_view(&t.chunk), STR("sand"));
	xap_writer_free(writer);
	buf_release(&t.key);
	buf_release(&t.chunk);
	buf_release(&list);
	buf_release(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(batches_leave_what_they_wrote),
		TEST(nothing_stays_of_removed_documents),
		TEST(a_damaged_chunk_is_an_error),
		TEST(a_key_that_is_none_is_an_error),
		TEST(keys_out_of_order_are_no_end),
		TEST(a_chunk_beyond_its_key_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
