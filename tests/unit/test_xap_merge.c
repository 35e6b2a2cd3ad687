/*
 * The shim, between databases: merging whole ones.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <signal.h>
#include <sys/resource.h>

static const struct row rows[] = {
	{ "a", "river water water", "2026-01", "one" },
	{ "b", "river bank", "2026-03", "two" },
	{ "c", "money bank", NULL, NULL },
};

static int note_term(struct str term, uint32_t n, void *payload)
{
	char *out = payload;

	snprintf(out + strlen(out), 200 - strlen(out), "%.*s:%u ",
		 STR_ARG(term), (unsigned int)n);
	return 0;
}

static int note_value(uint32_t docid, struct str value, void *payload)
{
	return note_term(value, docid, payload);
}

/* A source with these rows and, unless NULL, the metadata "k" and one of its
 * own. */
static void make_source(struct fixture *f, char *path, const char *name,
			const struct row *from, size_t count,
			const char *metadata)
{
	struct xap_writer *writer;

	path_join(path, f->folder, name);
	assert_ok(f, xap_writer_open(path,
				     XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
				     &writer, &f->err));
	put_rows(f, writer, from, count);
	if (metadata) {
		assert_ok(f,
			  xap_writer_set_metadata(writer, STR("k"),
						  str_of(metadata), &f->err));
		assert_ok(f,
			  xap_writer_set_metadata(writer, str_of(name),
						  str_of(metadata), &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
}

static void assert_metadata(struct fixture *f, struct xap_db *db,
			    const char *key, const char *expected)
{
	char *value;
	size_t len;

	assert_ok(f, xap_db_metadata(db, str_of(key), &value, &len, &f->err));
	assert_string_equal(value, expected);
	xap_free(value);
}

static void merged_documents_keep_their_order(void **state)
{
	struct fixture *f = *state;
	char one[PATH_SIZE], none[PATH_SIZE], two[PATH_SIZE];
	const char *from[] = { one, none, two };
	char ids[200] = "";
	struct xap_db *db;
	char *data;
	size_t len;

	make_source(f, one, "one", rows, 2, NULL);
	make_source(f, none, "none", rows, 0, NULL);
	make_source(f, two, "two", rows + 2, 1, NULL);
	assert_ok(f, xap_compact(from, ROWS(from), f->index, &f->err));
	assert_int_equal(count_documents(f, f->index), 3);
	assert_ok(f, xap_check(f->index, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_each_value(db, 0, note_value, ids, &f->err));
	assert_string_equal(ids, "2026-01:1 2026-03:2 ");
	assert_int_equal(frequency(f, db, "bank"), 2);
	assert_ok(f, xap_db_data(db, 1, &data, &len, &f->err));
	assert_string_equal(data, "one");
	xap_free(data);
	xap_db_free(db);
	/* And it can be written to. */
	write_rows(f, f->index, 0, rows, ROWS(rows));
	assert_int_equal(count_documents(f, f->index), 3);
}

static void gaps_in_the_numbers_close_at_the_head_of_a_source(void **state)
{
	struct fixture *f = *state;
	char one[PATH_SIZE];
	const char *from[] = { one };
	struct xap_db_info info;
	struct xap_writer *writer;
	struct xap_db *db;

	path_join(one, f->folder, "one");
	write_rows(f, one, XAP_WRITER_CREATE, rows, ROWS(rows));
	assert_ok(f, xap_writer_open(one, 0, &writer, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_delete(writer, STR("Qa"), &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_writer_free(writer);
	assert_ok(f, xap_compact(from, 1, f->index, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_info(db, &info, &f->err));
	assert_int_equal(info.documents, 2);
	assert_int_equal(info.last_docid, 2);
	xap_db_free(db);
}

static void sources_without_documents_merge(void **state)
{
	struct fixture *f = *state;
	char one[PATH_SIZE], two[PATH_SIZE], both[PATH_SIZE];
	const char *from[] = { one, two };
	struct xap_db *db;

	make_source(f, one, "one", rows, 0, "first");
	make_source(f, two, "two", rows, 0, NULL);
	assert_ok(f, xap_compact(from, 1, f->index, &f->err));
	assert_int_equal(count_documents(f, f->index), 0);
	path_join(both, f->folder, "both");
	assert_ok(f, xap_compact(from, 2, both, &f->err));
	db = open_db(f, both);
	assert_metadata(f, db, "k", "first");
	xap_db_free(db);
}

static void the_first_source_wins_where_metadata_differ(void **state)
{
	static const char *const names[] = { "m", "z", "a", "q", "b" };
	struct fixture *f = *state;
	static char paths[ROWS(names)][PATH_SIZE];
	const char *from[ROWS(names)];
	struct xap_db *db;

	/* In any order of the sources, sizes and values. */
	for (size_t i = 0; i < ROWS(names); i++) {
		make_source(f, paths[i], names[i], rows, i % 3, names[i]);
		from[i] = paths[i];
	}
	for (size_t first = 0; first < ROWS(names); first++) {
		const char *was = from[0];

		from[0] = from[first];
		from[first] = was;
		assert_ok(f, xap_compact(from, ROWS(names), f->index, &f->err));
		db = open_db(f, f->index);
		assert_metadata(f, db, "k", strrchr(from[0], '/') + 1);
		for (size_t i = 0; i < ROWS(names); i++)
			assert_metadata(f, db, names[i], names[i]);
		xap_db_free(db);
		remove_tree(f->index);
	}
}

static void merging_needs_sources_and_a_new_place(void **state)
{
	struct fixture *f = *state;
	char one[PATH_SIZE], nowhere[PATH_SIZE];
	const char *from[] = { one, nowhere };
	size_t len;
	char *kept;

	make_source(f, one, "one", rows, 2, NULL);
	path_join(nowhere, f->folder, "none/index");
	assert_fails(f, ERR_USAGE, xap_compact(from, 0, f->index, &f->err));
	assert_fails(f, ERR_IO, xap_compact(from, 1, nowhere, &f->err));
	assert_fails(f, ERR_NOINDEX, xap_compact(from, 2, f->index, &f->err));
	assert_false(exists(f->index));
	/* What is there, be it only a file, is left alone. */
	assert_fails(f, ERR_USAGE, xap_compact(from, 1, one, &f->err));
	assert_int_equal(count_documents(f, one), 2);
	spill(f->folder, "index", "x", 1);
	assert_fails(f, ERR_USAGE, xap_compact(from, 1, f->index, &f->err));
	kept = slurp(f->folder, "index", &len);
	assert_int_equal(len, 1);
	free(kept);
}

static int merge_on_a_full_disk(struct fixture *f)
{
	char one[PATH_SIZE];
	const char *from[] = { one };
	struct rlimit limit = { 4096, 4096 };

	snprintf(one, sizeof(one), "%.400s/one", f->folder);
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit))
		return 1;
	return EXIT_OF(xap_compact(from, 1, f->index, &f->err));
}

static void a_merge_that_fails_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	char one[PATH_SIZE];

	make_source(f, one, "one", rows, ROWS(rows), "x");
	assert_int_equal(in_child(merge_on_a_full_disk, f), EXIT_OF(ERR_IO));
	assert_false(exists(f->index));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(merged_documents_keep_their_order),
		TEST(gaps_in_the_numbers_close_at_the_head_of_a_source),
		TEST(sources_without_documents_merge),
		TEST(the_first_source_wins_where_metadata_differ),
		TEST(merging_needs_sources_and_a_new_place),
		TEST(a_merge_that_fails_leaves_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
