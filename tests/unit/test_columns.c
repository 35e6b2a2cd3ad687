/*
 * Tests of query/columns: what is counted, what is kept, when it is read anew.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/columns.h"

#include "tests/unit/xap_fixture.h"

#include "text/limits.h"

static const struct row rows[] = {
	{ "a", "water Kriver Ksea Y2024", NULL, NULL },
	{ "b", "water Kriver Y2025", NULL, NULL },
	{ "c", "bank Kriver Kmoney Y2025", NULL, NULL },
};

struct lab {
	struct fixture *f;
	struct arena arena;
	struct xap_db *db;
	struct xap_queries *pool;
	struct columns columns;
	struct columns_set set;
};

static void lab_init(struct lab *lab, struct fixture *f)
{
	memset(lab, 0, sizeof(*lab));
	lab->f = f;
	lab->arena = (struct arena)ARENA_INIT(1 << 20);
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	lab->db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&lab->pool, &f->err));
}

static void lab_release(struct lab *lab)
{
	columns_release(&lab->columns);
	xap_queries_free(lab->pool);
	xap_db_free(lab->db);
	arena_release(&lab->arena);
}

static void match(struct lab *lab, const char *word)
{
	assert_ok(lab->f, columns_match(&lab->columns, lab->db,
					xap_query_term(lab->pool, str_of(word),
						       &lab->f->err),
					(struct deadline){ 0 }, &lab->arena,
					&lab->set, &lab->f->err));
}

static int note(const struct column_value *value, uint32_t articles,
		void *payload)
{
	char *text = payload;
	size_t len = strlen(text);

	snprintf(text + len, 100 - len, "%.*s:%u/%u ", STR_ARG(value->text),
		 (unsigned int)articles, (unsigned int)value->articles);
	return 0;
}

static void assert_counts(struct lab *lab, enum schema_field field,
			  const char *expected)
{
	char text[100] = "";

	assert_ok(lab->f, columns_count(&lab->columns, lab->db, field, STR(""),
					&lab->set, note, text, &lab->f->err));
	assert_string_equal(text, expected);
}

static void values_are_counted_in_the_set_alone(void **state)
{
	struct lab lab;

	lab_init(&lab, *state);
	match(&lab, "water");
	assert_int_equal(lab.set.count, 2);
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	assert_counts(&lab, SCHEMA_YEAR, "2024:1/1 2025:1/2 ");
	assert_counts(&lab, SCHEMA_AUTHOR, "");
	match(&lab, "bank");
	assert_counts(&lab, SCHEMA_TAG, "money:1/1 river:1/3 ");
	match(&lab, "absent");
	assert_int_equal(lab.set.count, 0);
	assert_counts(&lab, SCHEMA_TAG, "");
	lab_release(&lab);
}

static void another_commit_is_read_anew(void **state)
{
	static const struct row more = { "d", "water Kriver Klake", NULL,
					 NULL };
	struct lab lab;
	char text[100] = "";

	lab_init(&lab, *state);
	match(&lab, "water");
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	write_rows(lab.f, lab.f->index, 0, &more, 1);
	/* Until it is reopened, the database is as it was. */
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	assert_ok(lab.f, xap_db_reopen(lab.db, NULL, &lab.f->err));
	/* A set of before means other articles. */
	assert_fails(lab.f, ERR_STALE,
		     columns_count(&lab.columns, lab.db, SCHEMA_TAG, STR(""),
				   &lab.set, note, text, &lab.f->err));
	match(&lab, "water");
	assert_counts(&lab, SCHEMA_TAG, "lake:1/1 river:3/4 sea:1/1 ");
	lab_release(&lab);
}

static void what_was_not_asked_for_the_longest_goes_first(void **state)
{
	struct lab lab;
	size_t tags, both;

	lab_init(&lab, *state);
	match(&lab, "water");
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	tags = lab.columns.bytes;
	assert_counts(&lab, SCHEMA_YEAR, "2024:1/1 2025:1/2 ");
	both = lab.columns.bytes;
	assert_true(tags > 0 && both > tags);
	/* As if these were large: years are what was asked for before. */
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	assert_int_equal(lab.columns.bytes, both);
	lab.columns.bytes += COLUMNS_MEMORY - both + 1;
	match(&lab, "water");
	assert_int_equal(lab.columns.bytes, COLUMNS_MEMORY + 1 - (both - tags));
	lab.columns.bytes = tags;
	assert_counts(&lab, SCHEMA_YEAR, "2024:1/1 2025:1/2 ");
	assert_int_equal(lab.columns.bytes, both);
	lab_release(&lab);
}

static int ignore(const struct column_value *value, uint32_t articles,
		  void *payload)
{
	(void)value;
	(void)articles;
	(void)payload;
	return 0;
}

static void too_many_values_are_refused(void **state)
{
	static char text[LIMIT_FACET_TERMS + 1][16];
	static struct xap_posting postings[LIMIT_FACET_TERMS + 1];
	struct xap_writer *writer;
	struct xap_doc *doc;
	struct lab lab;

	lab_init(&lab, *state);
	for (int i = 0; i <= LIMIT_FACET_TERMS; i++) {
		snprintf(text[i], sizeof(text[i]), "A%06d", i);
		postings[i].term = str_of(text[i]);
	}
	assert_ok(lab.f, xap_doc_new(&doc, &lab.f->err));
	assert_ok(lab.f, xap_doc_add_postings(doc, postings, ROWS(postings),
					      &lab.f->err));
	assert_ok(lab.f,
		  xap_writer_open(lab.f->index, 0, &writer, &lab.f->err));
	assert_ok(lab.f, xap_writer_begin(writer, &lab.f->err));
	assert_ok(lab.f, xap_writer_add(writer, doc, NULL, &lab.f->err));
	assert_ok(lab.f, xap_writer_commit(writer, &lab.f->err));
	xap_writer_free(writer);
	xap_doc_free(doc);
	assert_ok(lab.f, xap_db_reopen(lab.db, NULL, &lab.f->err));
	match(&lab, "water");
	assert_fails(lab.f, ERR_LIMIT,
		     columns_count(&lab.columns, lab.db, SCHEMA_AUTHOR, STR(""),
				   &lab.set, ignore, NULL, &lab.f->err));
	/* The others are not the worse for it. */
	assert_counts(&lab, SCHEMA_TAG, "river:2/3 sea:1/1 ");
	lab_release(&lab);
}

static int stop(const struct column_value *value, uint32_t articles,
		void *payload)
{
	(void)value;
	(void)articles;
	(void)payload;
	return 7;
}

static void a_callback_stops_the_counting(void **state)
{
	struct lab lab;

	lab_init(&lab, *state);
	match(&lab, "water");
	assert_int_equal(columns_count(&lab.columns, lab.db, SCHEMA_TAG,
				       STR(""), &lab.set, stop, NULL,
				       &lab.f->err),
			 7);
	lab_release(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_counted_in_the_set_alone),
		TEST(another_commit_is_read_anew),
		TEST(what_was_not_asked_for_the_longest_goes_first),
		TEST(too_many_values_are_refused),
		TEST(a_callback_stops_the_counting),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
