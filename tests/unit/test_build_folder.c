/*
 * Tests of indexer/build: the index folder, its format, damage, what is left.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include "query/search.h"

static void set_version(const char *version)
{
	struct buf path = current_path();
	struct xap_writer *writer;
	struct err err = ERR_INIT;

	assert_int_equal(xap_writer_open(path.p, 0, &writer, &err), 0);
	assert_int_equal(xap_writer_begin(writer, &err), 0);
	assert_int_equal(xap_writer_set_metadata(writer,
						 STR(SCHEMA_META_VERSION),
						 str_of(version), &err),
			 0);
	assert_int_equal(xap_writer_commit(writer, &err), 0);
	xap_writer_free(writer);
	buf_release(&path);
}

static void an_older_format_is_rebuilt_a_newer_one_refused(void **state)
{
	char newer[16];

	(void)state;
	three_articles();
	set_version("0");
	remove_article("c.md");
	/* Without naming them: the sources are still known. */
	assert_int_equal(run(NULL, NULL), 0);
	assert_true(report.rebuilt);
	expect_content("0/a.md=A 0/b.md=B ");
	snprintf(newer, sizeof(newer), "%d", SCHEMA_VERSION + 1);
	set_version(newer);
	write_article("d.md", "D", "delta");
	assert_int_equal(run("site/content", NULL), ERR_FORMAT);
	request.rebuild = true;
	assert_int_equal(run("site/content", NULL), ERR_FORMAT);
	expect_content("0/a.md=A 0/b.md=B ");
}

static void a_damaged_index_is_built_anew_when_asked(void **state)
{
	struct buf path;

	(void)state;
	three_articles();
	put(at(INDEX "/current"), STR("junk"));
	assert_int_equal(run("site/content", NULL), ERR_CORRUPT);
	request.rebuild = true;
	expect_run(3, 3, 0, 0);
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	expect_tidy();
	path = current_path();
	buf_add_str(&path, STR("/postlist.glass"));
	put(path.p, STR("junk"));
	buf_release(&path);
	request.rebuild = false;
	assert_true(run("site/content", NULL) < 0);
	request.rebuild = true;
	expect_run(3, 3, 0, 0);
	expect_tidy();
}

/* Adds a document that says nothing good of where it is from. */
static void add_foreign(void)
{
	struct buf path = current_path();
	struct xap_writer *writer;
	struct err err = ERR_INIT;
	struct xap_doc *doc;

	assert_int_equal(xap_doc_new(&doc, &err), 0);
	assert_int_equal(
		xap_doc_set_value(doc, SCHEMA_SLOT_SOURCE, STR("?"), &err), 0);
	assert_int_equal(xap_writer_open(path.p, 0, &writer, &err), 0);
	assert_int_equal(xap_writer_begin(writer, &err), 0);
	assert_int_equal(xap_writer_add(writer, doc, NULL, &err), 0);
	assert_int_equal(xap_writer_commit(writer, &err), 0);
	xap_writer_free(writer);
	xap_doc_free(doc);
	buf_release(&path);
}

static void a_damaged_source_is_found(void **state)
{
	struct err err = ERR_INIT;
	struct searcher *searcher;

	(void)state;
	three_articles();
	assert_int_equal(searcher_open(at(INDEX), &searcher, &err), 0);
	assert_int_equal(searcher_check(searcher, &err), 0);
	searcher_free(searcher);
	add_foreign();
	assert_int_equal(searcher_open(at(INDEX), &searcher, &err), 0);
	assert_int_equal(searcher_check(searcher, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.message, "source is damaged"));
	searcher_free(searcher);
	assert_int_equal(run("site/content", NULL), ERR_CORRUPT);
}

static void what_a_killed_run_left_is_removed(void **state)
{
	(void)state;
	three_articles();
	make_folder(INDEX "/tmp-1");
	make_folder(INDEX "/tmp-1/shards");
	put(at(INDEX "/tmp-1/shards/x"), STR("x"));
	make_folder(INDEX "/g-000077");
	put(at(INDEX "/g-000077/iamglass"), STR("x"));
	put(at(INDEX "/.pressmark.0123456789abcdef.tmp"), STR("auto"));
	expect_run(3, 0, 0, 0);
	expect_tidy();
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
}

static void what_a_killed_first_run_left_is_no_foreign_folder(void **state)
{
	(void)state;
	make_folder(INDEX);
	make_folder(INDEX "/tmp-1");
	put(at(INDEX "/lock"), STR("process 1\n"));
	put(at(INDEX "/.pressmark.0123456789abcdef.tmp"), STR("auto"));
	three_articles();
	expect_tidy();
}

/* A chain of more folders than are removed; true when they could be made (or,
 * from the deepest on, removed). */
static bool deep_folders(const char *top, bool is_made)
{
	char path[1024];
	size_t len = strlen(at(top));
	int folders = FS_DEPTH_MAX + 2, done = 0;

	memcpy(path, at(top), len + 1);
	for (int i = 0; i < folders && is_made; i++) {
		memcpy(path + len + 2 * (size_t)i, "/z", 3);
		done += mkdir(path, 0777) == 0;
	}
	for (int i = folders; i > 0 && !is_made; i--) {
		for (int j = 0; j < i; j++)
			memcpy(path + len + 2 * (size_t)j, "/z", 3);
		done += rmdir(path) == 0;
	}
	return done == folders;
}

/* Whoever opens it meanwhile is to find all of it or nothing: libxapian takes
 * a table that is gone for one that is empty. */
static void an_old_generation_loses_its_name_before_its_files(void **state)
{
	char work[64];

	(void)state;
	three_articles();
	assert_true(deep_folders(INDEX "/g-000001", true));
	request.rebuild = true;
	expect_run(3, 0, 0, 0);
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	assert_false(exists(at(INDEX "/g-000001")));
	snprintf(work, sizeof(work), INDEX "/tmp-%ld", (long)getpid());
	assert_true(deep_folders(work, false));
	/* The next run removes the rest. */
	request.rebuild = false;
	expect_run(3, 0, 0, 0);
	expect_tidy();
}

static void another_run_at_the_same_time_is_locked_out(void **state)
{
	struct err err = ERR_INIT;
	int fd;

	(void)state;
	three_articles();
	assert_int_equal(fs_lock(at(INDEX "/lock"), "the test", 0, &fd, &err),
			 0);
	assert_int_equal(run("site/content", NULL), ERR_LOCKED);
	request.wait_ms = 50;
	assert_int_equal(run("site/content", NULL), ERR_LOCKED);
	/* It changes nothing, so it need not wait. */
	request.dry_run = true;
	assert_int_equal(run("site/content", NULL), 0);
	request.dry_run = false;
	close(fd);
	assert_int_equal(run("site/content", NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BUILD_TEST(an_older_format_is_rebuilt_a_newer_one_refused),
		BUILD_TEST(a_damaged_index_is_built_anew_when_asked),
		BUILD_TEST(a_damaged_source_is_found),
		BUILD_TEST(what_a_killed_run_left_is_removed),
		BUILD_TEST(what_a_killed_first_run_left_is_no_foreign_folder),
		BUILD_TEST(an_old_generation_loses_its_name_before_its_files),
		BUILD_TEST(another_run_at_the_same_time_is_locked_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("build_folder", tests, NULL, NULL);
}
