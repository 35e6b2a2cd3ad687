/*
 * The shim's error codes, each provoked: what is missing, locked, of another
 * format, damaged, refused by the system, out of memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

static const struct row rows[] = {
	{ "a", "river water", "2026-01", "one" },
	{ "b", "river bank", "2026-03", "two" },
};

static void make_sample(struct fixture *f)
{
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
}

/* What opens, checks or reads fails with this code. */
static void assert_all_fail(struct fixture *f, enum err_code code)
{
	const char *from = f->index;
	struct xap_db *db = (struct xap_db *)f;
	struct xap_writer *writer = (struct xap_writer *)f;
	char to[PATH_SIZE];

	path_join(to, f->folder, "to");
	assert_fails(f, code, xap_db_open(f->index, &db, &f->err));
	assert_null(db);
	assert_fails(f, code, xap_writer_open(f->index, 0, &writer, &f->err));
	assert_null(writer);
	assert_fails(f, code, xap_check(f->index, &f->err));
	assert_fails(f, code, xap_compact(&from, 1, to, &f->err));
	assert_false(exists(to));
}

/* ---- No index --------------------------------------------------------- */

static void a_path_that_is_not_there_is_no_index(void **state)
{
	assert_all_fail(*state, ERR_NOINDEX);
}

static void a_folder_without_a_database_is_no_index(void **state)
{
	struct fixture *f = *state;
	char lock[PATH_SIZE];

	assert_int_equal(mkdir(f->index, 0755), 0);
	assert_all_fail(f, ERR_NOINDEX);
	/* And it is left as it was. */
	path_join(lock, f->index, "flintlock");
	assert_false(exists(lock));
}

static void a_file_is_no_index(void **state)
{
	struct fixture *f = *state;

	spill(f->folder, "index", "x", 1);
	assert_all_fail(f, ERR_NOINDEX);
}

static void a_stub_is_no_index(void **state)
{
	struct fixture *f = *state;
	char text[PATH_SIZE + 16];
	int len = snprintf(text, sizeof(text), "auto %s\n", f->index);

	/* It names itself: libxapian would recurse until it crashes. */
	spill(f->folder, "index", text, (size_t)len);
	assert_all_fail(f, ERR_NOINDEX);
	assert_int_equal(unlink(f->index), 0);
	assert_int_equal(mkdir(f->index, 0755), 0);
	spill(f->index, "XAPIANDB", text, (size_t)len);
	assert_all_fail(f, ERR_NOINDEX);
}

/* ---- Locked ----------------------------------------------------------- */

static void second_writer_is_locked(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *first, *second;

	make_sample(f);
	assert_ok(f, xap_writer_open(f->index, 0, &first, &f->err));
	assert_fails(f, ERR_LOCKED,
		     xap_writer_open(f->index, 0, &second, &f->err));
	assert_null(second);
	xap_writer_free(first);
	assert_ok(f, xap_writer_open(f->index, 0, &second, &f->err));
	xap_writer_free(second);
}

/* Opens a writer with no descriptor to spare. */
static int lock_without_descriptors(struct fixture *f)
{
	struct rlimit limit = { 64, 64 };
	struct xap_writer *writer;

	/* For speed only: it may be refused. */
	setrlimit(RLIMIT_NOFILE, &limit);
	while (dup(2) >= 0)
		continue;
	return EXIT_OF(xap_writer_open(f->index, 0, &writer, &f->err));
}

static void a_lock_that_the_system_refuses_is_io(void **state)
{
	struct fixture *f = *state;

	make_sample(f);
	assert_int_equal(in_child(lock_without_descriptors, f),
			 EXIT_OF(ERR_IO));
}

static int refuse_all(struct str term, uint32_t n, void *payload)
{
	(void)term;
	(void)n;
	(void)payload;
	return 9;
}

/* ---- Format and damage ------------------------------------------------ */

static void another_version_of_the_format_is_named(void **state)
{
	struct fixture *f = *state;

	make_sample(f);
	/* After the magic, 14 bytes, there is the version. */
	damage(f->index, "iamglass", 14, "\x7f\x7f", 2);
	assert_all_fail(f, ERR_FORMAT);
}

static void the_database_of_another_libxapian_is_of_another_format(void **state)
{
	static const char *const names[] = { "iamchert", "iamflint", "iambrass",
					     "iamhoney" };
	struct fixture *f = *state;
	char path[PATH_SIZE];
	struct xap_writer *writer;

	assert_int_equal(mkdir(f->index, 0755), 0);
	for (size_t i = 0; i < ROWS(names); i++) {
		spill(f->index, names[i], "x", 1);
		assert_all_fail(f, ERR_FORMAT);
		assert_fails(f, ERR_USAGE,
			     xap_writer_open(f->index, XAP_WRITER_CREATE,
					     &writer, &f->err));
		path_join(path, f->index, names[i]);
		assert_int_equal(unlink(path), 0);
	}
}

static void a_damaged_version_file_is_corrupt(void **state)
{
	struct fixture *f = *state;

	make_sample(f);
	damage(f->index, "iamglass", 0, "\0\0\0\0", 4);
	assert_all_fail(f, ERR_CORRUPT);
}

static void a_missing_table_is_corrupt(void **state)
{
	struct fixture *f = *state;
	char path[PATH_SIZE];

	make_sample(f);
	path_join(path, f->index, "postlist.glass");
	assert_int_equal(unlink(path), 0);
	assert_all_fail(f, ERR_CORRUPT);
}

static void check_passes_a_sound_index(void **state)
{
	struct fixture *f = *state;

	make_large(f, XAP_WRITER_CREATE, 'x');
	assert_ok(f, xap_check(f->index, &f->err));
}

static void check_finds_damaged_blocks(void **state)
{
	struct fixture *f = *state;
	char garbage[4096];

	make_large(f, XAP_WRITER_CREATE, 'x');
	memset(garbage, 0xa5, sizeof(garbage));
	for (size_t block = 0; block < 8; block++)
		damage(f->index, "postlist.glass", block * 8192 + 11, garbage,
		       sizeof(garbage));
	assert_fails(f, ERR_CORRUPT, xap_check(f->index, &f->err));
}

static int refuse_docid(uint32_t docid, void *payload)
{
	(void)docid;
	(void)payload;
	return 9;
}

static size_t count_blocks(struct fixture *f)
{
	char path[PATH_SIZE];
	struct stat st;

	path_join(path, f->index, "postlist.glass");
	assert_int_equal(stat(path, &st), 0);
	return (size_t)st.st_size / 8192;
}

static void reading_damaged_blocks_is_corrupt(void **state)
{
	struct fixture *f = *state;
	const struct xap_query *query;
	struct xap_queries *pool;
	struct xap_db *db;
	char garbage[64];
	int code = 0;

	make_large(f, XAP_WRITER_CREATE, 'x');
	db = open_db(f, f->index);
	/* The heads of the blocks: level, free space, end of directory. */
	memset(garbage, 0x5a, sizeof(garbage));
	for (size_t block = 0; block < count_blocks(f); block++)
		damage(f->index, "postlist.glass", block * 8192 + 4, garbage,
		       sizeof(garbage));
	code = xap_db_each_term(db, STR("w"), refuse_all, NULL, &f->err);
	assert_int_equal(code, ERR_CORRUPT);
	err_clear(&f->err);
	assert_fails(f, ERR_CORRUPT,
		     xap_db_each_posting(db, STR("common"), refuse_docid, NULL,
					 &f->err));
	assert_ok(f, xap_queries_new(&pool, &f->err));
	query = xap_query_term(pool, STR("w00007x"), &f->err);
	assert_fails(f, ERR_CORRUPT,
		     xap_db_each_match(db, query, (struct deadline){ 0 },
				       refuse_docid, NULL, &f->err));
	xap_queries_free(pool);
	xap_db_free(db);
}

/* ---- The system refuses ----------------------------------------------- */

/* Writes more than a file may hold. */
static int write_too_much(struct fixture *f, unsigned int flags)
{
	static char big[1 << 20];
	struct rlimit limit;
	struct xap_writer *writer;
	struct xap_doc *doc;
	struct err first;

	signal(SIGXFSZ, SIG_IGN);
	if (xap_writer_open(f->index, flags, &writer, &f->err) ||
	    xap_doc_new(&doc, &f->err))
		return 1;
	limit.rlim_cur = limit.rlim_max = 256 * 1024;
	if (setrlimit(RLIMIT_FSIZE, &limit))
		return 2;
	/* Not to be compressed. */
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(rand() >> 7);
	if (xap_doc_set_data(doc, str_make(big, sizeof(big)), &f->err))
		return 3;
	if (!(flags & XAP_WRITER_THROWAWAY) &&
	    xap_writer_begin(writer, &f->err))
		return 4;
	if (!xap_writer_add(writer, doc, NULL, &f->err))
		xap_writer_commit(writer, &f->err);
	/* From now on the answer is the first error. */
	first = f->err;
	err_clear(&f->err);
	if (xap_writer_add(writer, doc, NULL, &f->err) != first.code ||
	    strcmp(f->err.message, first.message))
		return 5;
	err_clear(&f->err);
	if (xap_writer_commit(writer, &f->err) != first.code)
		return 6;
	xap_writer_free(writer);
	xap_doc_free(doc);
	if (!strstr(first.message, strerror(EFBIG)))
		return 7;
	return EXIT_OF(first.code);
}

static int write_too_much_in_a_batch(struct fixture *f)
{
	return write_too_much(f, 0);
}

static int write_too_much_to_throw_away(struct fixture *f)
{
	return write_too_much(f, XAP_WRITER_THROWAWAY | XAP_WRITER_CREATE);
}

static void a_full_disk_loses_the_batch_and_nothing_else(void **state)
{
	struct fixture *f = *state;

	make_sample(f);
	assert_int_equal(in_child(write_too_much_in_a_batch, f),
			 EXIT_OF(ERR_IO));
	assert_int_equal(count_documents(f, f->index), 2);
	assert_ok(f, xap_check(f->index, &f->err));
	write_rows(f, f->index, 0, rows, ROWS(rows));
}

static void a_full_disk_is_named_for_a_throwaway_too(void **state)
{
	assert_int_equal(in_child(write_too_much_to_throw_away, *state),
			 EXIT_OF(ERR_IO));
}

static void a_new_index_needs_its_parent(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer;
	char path[PATH_SIZE];

	path_join(path, f->folder, "none/index");
	assert_fails(
		f, ERR_IO,
		xap_writer_open(path, XAP_WRITER_CREATE, &writer, &f->err));
	assert_null(writer);
}

/* ---- Memory and bugs -------------------------------------------------- */

#ifndef SANITIZED
static int run_out_of_memory(struct fixture *f)
{
	static char big[60 << 20];
	struct rlimit limit;
	struct xap_doc *doc;
	unsigned long pages;
	FILE *statm = fopen("/proc/self/statm", "r");

	if (!statm || fscanf(statm, "%lu", &pages) != 1 ||
	    xap_doc_new(&doc, &f->err))
		return 1;
	fclose(statm);
	limit.rlim_cur = limit.rlim_max =
		pages * (unsigned long)sysconf(_SC_PAGESIZE) + (8 << 20);
	if (setrlimit(RLIMIT_AS, &limit))
		return 2;
	return EXIT_OF(
		xap_doc_set_data(doc, str_make(big, sizeof(big)), &f->err));
}

static void running_out_of_memory_is_reported(void **state)
{
	const char *preload = getenv("LD_PRELOAD");

	/* valgrind would need the memory itself. */
	if (preload && strstr(preload, "vgpreload"))
		return;
	assert_int_equal(in_child(run_out_of_memory, *state),
			 EXIT_OF(ERR_MEMORY));
}

#endif

static void what_nobody_expects_is_a_bug(void **state)
{
	struct fixture *f = *state;
	struct xap_stemmer *stemmer;
	struct str out;

	/* A word longer than any string: std::length_error. */
	assert_ok(f, xap_stemmer_new(&stemmer, &f->err));
	assert_fails(f, ERR_BUG,
		     xap_stemmer_stem(stemmer, "none", str_make("", SIZE_MAX),
				      &out, &f->err));
	xap_stemmer_free(stemmer);
}

static void an_error_that_is_there_already_stays(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db;

	err_set(&f->err, ERR_INPUT, "the first");
	assert_int_equal(xap_db_open(f->index, &db, &f->err), ERR_INPUT);
	assert_null(db);
	assert_non_null(strstr(f->err.message, "the first"));
}

static void messages_say_what_and_where(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *first, *second;

	make_sample(f);
	assert_ok(f, xap_writer_open(f->index, 0, &first, &f->err));
	assert_int_equal(xap_writer_open(f->index, 0, &second, &f->err),
			 ERR_LOCKED);
	assert_int_equal(strncmp(f->err.message, "cannot open the index '", 23),
			 0);
	assert_non_null(strstr(f->err.message, f->index));
	assert_non_null(strstr(f->err.message, "already locked"));
	assert_true(
		str_ends(str_of(f->err.message), STR("(DatabaseLockError)")));
	xap_writer_free(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_path_that_is_not_there_is_no_index),
		TEST(a_folder_without_a_database_is_no_index),
		TEST(a_file_is_no_index),
		TEST(a_stub_is_no_index),
		TEST(second_writer_is_locked),
		TEST(a_lock_that_the_system_refuses_is_io),
		TEST(another_version_of_the_format_is_named),
		TEST(the_database_of_another_libxapian_is_of_another_format),
		TEST(a_damaged_version_file_is_corrupt),
		TEST(a_missing_table_is_corrupt),
		TEST(check_passes_a_sound_index),
		TEST(check_finds_damaged_blocks),
		TEST(reading_damaged_blocks_is_corrupt),
		TEST(a_full_disk_loses_the_batch_and_nothing_else),
		TEST(a_full_disk_is_named_for_a_throwaway_too),
		TEST(a_new_index_needs_its_parent),
#ifndef SANITIZED
		TEST(running_out_of_memory_is_reported),
#endif
		TEST(what_nobody_expects_is_a_bug),
		TEST(an_error_that_is_there_already_stays),
		TEST(messages_say_what_and_where),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
