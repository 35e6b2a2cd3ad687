/*
 * Tests of indexer/looker: every file is looked at, by however many threads.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "indexer/looker.h"

#define LOOKER_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, make_root, remove_root)

/* Several times what one thread takes at once. */
#define FOLDERS	   7
#define IN_FOLDER  300
#define FILE_COUNT (FOLDERS * IN_FOLDER)

static void make_tree(void)
{
	char name[64];

	for (int i = 0; i < FILE_COUNT; i++) {
		snprintf(name, sizeof(name), "%d", i / IN_FOLDER);
		if (i % IN_FOLDER == 0)
			make_folder(name);
		snprintf(name, sizeof(name), "%d/%d.md", i / IN_FOLDER, i);
		put(at(name), str_make("0123456789", (size_t)i % 11));
	}
}

static void add(struct scan *scan, const char *name)
{
	struct str path = arena_copy(&scan->arena, str_of(at(name)));
	struct scan_file file = { .id = path, .path = path.p };
	struct err err = ERR_INIT;

	assert_int_equal(scan_add(scan, &file, &err), 0);
}

static void expect_looked_at(const struct scan_file *file)
{
	struct fs_stamp stamp;
	struct stat now;

	assert_int_equal(lstat(file->path, &now), 0);
	fs_stamp_make(&now, &stamp);
	assert_true(fs_stamp_same(&stamp, &file->stamp));
	assert_false(file->is_gone);
}

/* Offers the files one by one; the array moves as it grows. */
static void look_by(unsigned int jobs)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;
	char name[64];

	looker_init(&looker, &scan, jobs);
	for (int i = 0; i < FILE_COUNT; i++) {
		snprintf(name, sizeof(name), "%d/%d.md", i / IN_FOLDER, i);
		if (scan.count == scan.cap)
			looker_pause(&looker);
		add(&scan, name);
		looker_offer(&looker);
	}
	looker_finish(&looker);
	assert_int_equal(looker.thread_count > 0, jobs > 1);
	assert_true(looker.thread_count < jobs);
	for (size_t i = 0; i < scan.count; i++)
		expect_looked_at(&scan.files[i]);
	scan_release(&scan);
}

static void all_are_looked_at_by_however_many(void **state)
{
	(void)state;
	make_tree();
	for (unsigned int jobs = 1; jobs <= 4; jobs++)
		look_by(jobs);
	look_by(LIMIT_JOBS);
}

static void for_few_no_thread_is_begun(void **state)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;

	(void)state;
	put(at("a"), STR("x"));
	looker_init(&looker, &scan, 8);
	add(&scan, "a");
	looker_offer(&looker);
	looker_finish(&looker);
	assert_int_equal(looker.thread_count, 0);
	expect_looked_at(&scan.files[0]);
	scan_release(&scan);
}

static void what_was_there_before_is_let_be(void **state)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;

	(void)state;
	put(at("a"), STR("x"));
	put(at("b"), STR("y"));
	add(&scan, "a");
	looker_init(&looker, &scan, 1);
	add(&scan, "b");
	looker_offer(&looker);
	looker_finish(&looker);
	assert_int_equal(scan.files[0].stamp.size, 0);
	expect_looked_at(&scan.files[1]);
	scan_release(&scan);
}

static void what_has_gone_is_said_to_be(void **state)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;

	(void)state;
	put(at("file"), STR("x"));
	make_folder("folder");
	looker_init(&looker, &scan, 1);
	add(&scan, "no/a");
	add(&scan, "folder/a");
	add(&scan, "file/a");
	add(&scan, "file");
	looker_finish(&looker);
	assert_true(scan.files[0].is_gone);
	assert_true(scan.files[1].is_gone);
	assert_true(scan.files[2].is_gone);
	expect_looked_at(&scan.files[3]);
	scan_release(&scan);
}

static void links_are_looked_at_themselves(void **state)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;

	(void)state;
	assert_int_equal(symlink("nowhere", at("link")), 0);
	looker_init(&looker, &scan, 1);
	add(&scan, "link");
	looker_finish(&looker);
	expect_looked_at(&scan.files[0]);
	scan_release(&scan);
}

/* That a file cannot be looked at does not say that it is gone. */
static void what_may_not_be_looked_at_is_not_gone(void **state)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct looker looker;

	(void)state;
	make_folder("listed");
	make_folder("entered");
	put(at("listed/a"), STR("x"));
	put(at("entered/a"), STR("x"));
	assert_int_equal(chmod(at("listed"), 0444), 0);
	assert_int_equal(chmod(at("entered"), 0111), 0);
	looker_init(&looker, &scan, 1);
	add(&scan, "listed/a");
	add(&scan, "entered/a");
	if (become_ordinary()) {
		looker_finish(&looker);
		become_as_before();
		assert_false(scan.files[0].is_gone);
		assert_int_equal(scan.files[0].stamp.inode, 0);
		expect_looked_at(&scan.files[1]);
	} else {
		looker_finish(&looker);
	}
	assert_int_equal(chmod(at("listed"), 0777), 0);
	assert_int_equal(chmod(at("entered"), 0777), 0);
	scan_release(&scan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOKER_TEST(all_are_looked_at_by_however_many),
		LOOKER_TEST(for_few_no_thread_is_begun),
		LOOKER_TEST(what_was_there_before_is_let_be),
		LOOKER_TEST(what_has_gone_is_said_to_be),
		LOOKER_TEST(links_are_looked_at_themselves),
		LOOKER_TEST(what_may_not_be_looked_at_is_not_gone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("looker", tests, NULL, NULL);
}
