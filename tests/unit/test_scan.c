/*
 * Tests of indexer/scan: which files are articles, and what they are called.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "indexer/scan.h"

/* What was complained of, a line each: "path: reason", "!" for rejections. */
static struct buf problems;

static void add_problem(const char *path, const char *reason, bool is_rejection,
			void *payload)
{
	(void)payload;
	buf_printf(&problems, "%s%s: %s\n", is_rejection ? "!" : "",
		   path + strlen(root) + 1, reason);
}

static int clear(void **state)
{
	buf_clear(&problems);
	return make_root(state);
}

static int release(void **state)
{
	buf_release(&problems);
	return remove_root(state);
}

#define SCAN_TEST(name) cmocka_unit_test_setup_teardown(name, clear, release)

static int scan_by(unsigned int jobs, const char *const *names, size_t count,
		   struct scan *out)
{
	const char *paths[4];
	struct err err = ERR_INIT;
	int ret;

	for (size_t i = 0; i < count; i++)
		paths[i] = at(names[i]);
	ret = scan_sources(paths, count, jobs, out, add_problem, NULL, &err);
	assert_int_equal(ret, err.code);
	return ret;
}

static int scan(const char *const *names, size_t count, struct scan *out)
{
	return scan_by(1, names, count, out);
}

static void expect_ids(const struct scan *scan, const char *expected)
{
	struct buf ids = BUF_INIT;

	for (size_t i = 0; i < scan->count; i++) {
		const struct scan_file *file = &scan->files[i];

		assert_true(i == 0 ||
			    str_cmp(scan->files[i - 1].id, file->id) < 0);
		assert_true(exists(file->path));
		assert_true(str_ends(str_of(file->path), file->id));
		buf_printf(&ids, "%s%.*s", i ? " " : "", STR_ARG(file->id));
	}
	assert_string_equal(ids.p ? ids.p : "", expected);
	buf_release(&ids);
}

static void make_files(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put(at(names[i]), STR("text\n"));
}

static void articles_are_known_by_their_extension(void **state)
{
	static const char *const names[] = {
		"s/a.md",	 "s/b.markdown", "s/c.mdown",
		"s/d.mkd",	 "s/e.mkdn",	 "s/f.mkdown",
		"s/g.mdx",	 "s/H.MD",	 "s/i.txt",
		"s/j.md.bak",	 "s/k",		 "s/md",
		"s/.md",	 "s/.hidden.md", "s/#l.md#",
		"s/#m.md",	 "s/n.md~",	 "s/o.html",
		"s/2025/p.md",	 "s/.git/q.md",	 "s/node_modules/r.md",
		"s/x.md.d/t.md",
	};
	static const char *const source = "s";
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("s/2025");
	make_folder("s/.git");
	make_folder("s/node_modules");
	make_folder("s/x.md.d");
	make_files(names, COUNT(names));
	assert_int_equal(scan(&source, 1, &found), 0);
	expect_ids(&found, "2025/p.md H.MD a.md b.markdown c.mdown d.mkd "
			   "e.mkdn f.mkdown g.mdx x.md.d/t.md");
	assert_int_equal(problems.len, 0);
	scan_release(&found);
}

static void ids_are_in_byte_order(void **state)
{
	static const char *const names[] = {
		"s/a/b.md", "s/a.md", "s/a-b.md", "s/a0.md",
		"s/Z.md",   "s/é.md", "s/水.md",
	};
	static const char *const source = "s/";
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("s/a");
	make_files(names, COUNT(names));
	assert_int_equal(scan(&source, 1, &found), 0);
	expect_ids(&found, "Z.md a-b.md a.md a/b.md a0.md é.md 水.md");
	scan_release(&found);
}

static void a_single_file_is_a_source_of_any_name(void **state)
{
	static const char *const names[] = { "s/a.md", "s/notes.txt" };
	struct scan found;

	(void)state;
	make_folder("s");
	make_files(names, COUNT(names));
	assert_int_equal(scan(names, 2, &found), 0);
	expect_ids(&found, "a.md notes.txt");
	assert_int_equal(found.files[0].source, 0);
	assert_int_equal(found.files[1].source, 1);
	scan_release(&found);
}

static void of_two_files_with_an_id_the_first_source_has_it(void **state)
{
	static const char *const names[] = { "b/x.md", "a/x.md", "a/y.md" };
	static const char *const sources[] = { "b", "a" };
	struct scan found;

	(void)state;
	make_folder("a");
	make_folder("b");
	make_files(names, COUNT(names));
	assert_int_equal(scan(sources, 2, &found), 0);
	expect_ids(&found, "x.md y.md");
	assert_int_equal(found.files[0].source, 0);
	assert_non_null(strstr(found.files[0].path, "/b/x.md"));
	assert_true(str_starts(buf_view(&problems), STR("!a/x.md: ")));
	assert_non_null(strstr(problems.p, "/b/x.md"));
	scan_release(&found);
}

static void names_that_cannot_be_ids_are_rejected(void **state)
{
	static const char *const names[] = { "s/ok.md", "s/bad\xff.md",
					     "s/new\nline.md", "s/del\x7f.md" };
	static const char *const source = "s";
	struct scan found;

	(void)state;
	make_folder("s");
	make_files(names, COUNT(names));
	assert_int_equal(scan(&source, 1, &found), 0);
	expect_ids(&found, "ok.md");
	assert_non_null(strstr(problems.p, "!s/bad\xff.md: "));
	assert_non_null(strstr(problems.p, "!s/new\nline.md: "));
	assert_non_null(strstr(problems.p, "!s/del\x7f.md: "));
	scan_release(&found);
}

static void control_characters_are_found_wherever_they_are(void **state)
{
	char id[20];

	(void)state;
	memset(id, '~', sizeof(id));
	for (size_t at = 0; at < sizeof(id); at++) {
		for (int c = 0; c < 0x80; c++) {
			bool is_control = c < 0x20 || c == 0x7f;

			id[at] = (char)c;
			for (size_t len = at + 1; len <= sizeof(id); len++)
				assert_int_equal(
					!!scan_id_fault(str_make(id, len)),
					is_control);
		}
		id[at] = at % 2 ? ' ' : '~';
	}
	assert_null(scan_id_fault(STR("a é 水 \U0001f30a ÿ \xc2\x80 .md")));
}

static void links_are_told_of_and_not_followed(void **state)
{
	static const char *const names[] = { "s/a.md", "other/b.md" };
	static const char *const source = "s";
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("other");
	make_files(names, COUNT(names));
	assert_int_equal(symlink("a.md", at("s/link.md")), 0);
	assert_int_equal(symlink("../other", at("s/folder")), 0);
	assert_int_equal(symlink("a.md", at("s/link.txt")), 0);
	assert_int_equal(scan(&source, 1, &found), 0);
	expect_ids(&found, "a.md");
	assert_string_equal(problems.p, "s/folder: a symbolic link\n"
					"s/link.md: a symbolic link\n");
	scan_release(&found);
}

static void a_source_may_be_a_link_to_a_folder(void **state)
{
	static const char *const names[] = { "real/a.md" };
	static const char *const source = "s";
	struct scan found;

	(void)state;
	make_folder("real");
	make_files(names, COUNT(names));
	assert_int_equal(symlink("real", at("s")), 0);
	assert_int_equal(scan(&source, 1, &found), 0);
	expect_ids(&found, "a.md");
	scan_release(&found);
}

static void a_source_that_is_absent_is_wrong_usage(void **state)
{
	static const char *const sources[] = { "s", "none" };
	struct scan found;

	(void)state;
	make_folder("s");
	assert_int_equal(scan(sources, 2, &found), ERR_USAGE);
	scan_release(&found);
}

static void a_folder_without_permission_is_blind(void **state)
{
	static const char *const names[] = { "s/a.md", "s/in/b.md",
					     "s/inner.md" };
	static const char *const source = "s";
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("s/in");
	make_files(names, COUNT(names));
	assert_int_equal(chmod(at("s/in"), 0), 0);
	if (become_ordinary()) {
		int ret = scan(&source, 1, &found);

		become_as_before();
		assert_int_equal(ret, 0);
		expect_ids(&found, "a.md inner.md");
		assert_true(scan_is_blind(&found, STR("in/b.md")));
		assert_true(scan_is_blind(&found, STR("in/deeper/b.md")));
		assert_false(scan_is_blind(&found, STR("inner.md")));
		assert_false(scan_is_blind(&found, STR("a.md")));
		assert_true(str_starts(buf_view(&problems), STR("s/in: ")));
		scan_release(&found);
	}
	assert_int_equal(chmod(at("s/in"), 0777), 0);
}

static void however_many_threads_look_all_is_the_same(void **state)
{
	static const char *const sources[] = { "s", "t/999.md", "t" };
	struct scan one, more;
	char name[64];

	(void)state;
	make_folder("s");
	make_folder("t");
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "%c/%d.md", i % 3 ? 's' : 't', i);
		put(at(name), str_make(name, (size_t)i % 5));
	}
	assert_int_equal(scan_by(1, sources, 3, &one), 0);
	assert_int_equal(one.count, 3000);
	for (unsigned int jobs = 2; jobs < 6; jobs++) {
		assert_int_equal(scan_by(jobs, sources, 3, &more), 0);
		assert_int_equal(more.count, one.count);
		for (size_t i = 0; i < one.count; i++) {
			const struct scan_file *a = &one.files[i];
			const struct scan_file *b = &more.files[i];

			assert_string_equal(a->path, b->path);
			assert_true(str_eq(a->id, b->id));
			assert_int_equal(a->source, b->source);
			assert_true(a->stamp.inode > 0);
			assert_true(fs_stamp_same(&a->stamp, &b->stamp));
		}
		scan_release(&more);
	}
	assert_int_equal(problems.len, 0);
	scan_release(&one);
}

static void there_is_room_for_one_more_however_many_there_are(void **state)
{
	const struct scan_file file = { .id = STR("a") };
	struct err err = ERR_INIT;

	(void)state;
	for (size_t cap = 0; cap < 200; cap++) {
		struct scan found = {
			.arena = ARENA_INIT(SIZE_MAX),
			.files = calloc(cap + 1, sizeof(*found.files)),
			.count = cap,
			.cap = cap,
		};

		assert_non_null(found.files);
		assert_int_equal(scan_add(&found, &file, &err), 0);
		assert_int_equal(found.count, cap + 1);
		assert_true(found.cap > cap);
		assert_true(str_eq(found.files[cap].id, STR("a")));
		scan_release(&found);
	}
}

static void globs_leave_files_out_and_keep_some(void **state)
{
	static const char *const names[] = { "s/a.md", "s/b.md", "s/d/c.md",
					     "s/d/keep.md" };
	static const char *const source[] = { "s" };
	const struct str globs[] = { STR("d/"), STR("!keep.md"), STR("a.*") };
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("s/d");
	make_files(names, COUNT(names));
	assert_int_equal(scan(source, 1, &found), 0);
	assert_int_equal(scan_exclude(&found, globs, 0, 0), 0);
	assert_int_equal(scan_exclude(&found, globs, COUNT(globs), 0), 2);
	expect_ids(&found, "b.md d/keep.md");
	assert_ptr_equal(scan_find(&found, STR("b.md")), &found.files[0]);
	assert_ptr_equal(scan_find(&found, STR("d/keep.md")), &found.files[1]);
	assert_null(scan_find(&found, STR("a.md")));
	assert_null(scan_find(&found, STR("e")));
	scan_release(&found);
}

static void what_is_beside_a_page_of_hugo_is_none(void **state)
{
	static const char *const names[] = {
		"s/c/a.md",	     "s/c/b/index.md",	"s/c/b/x.md",
		"s/c/b/index.fr.md", "s/c/b/d/y.md",	"s/c/b/d/index.md",
		"s/c/b-c.md",	     "s/c/e/_index.md", "s/c/e/z.md",
		"s/c/index.md",	     "s/c/b/d/keep.md"
	};
	static const char *const source[] = { "s" };
	const struct str globs[] = { STR("**"), STR("!/c/"), STR("!keep.md") };
	struct scan found;

	(void)state;
	make_folder("s");
	make_folder("s/c");
	make_folder("s/c/b");
	make_folder("s/c/b/d");
	make_folder("s/c/e");
	make_files(names, COUNT(names));
	assert_int_equal(scan(source, 1, &found), 0);
	scan_mark_resources(&found, STR("c"));
	assert_int_equal(scan_exclude(&found, globs, COUNT(globs), 2), 3);
	expect_ids(&found, "c/a.md c/b-c.md c/b/d/keep.md c/b/index.fr.md "
			   "c/b/index.md c/e/_index.md c/e/z.md c/index.md");
	scan_release(&found);
}

/* A folder that a file has taken the place of is gone, and no fault. */
static void a_folder_that_is_none_any_more_is_absent(void **state)
{
	const struct fs_walk walk = { .file = NULL };
	struct err err = ERR_INIT;

	(void)state;
	put(at("a.md"), STR("x"));
	assert_int_equal(scan_walk(at("a.md"), &walk, &err), FS_ABSENT);
	assert_int_equal(err.code, ERR_OK);
	assert_int_equal(scan_walk(at("no"), &walk, &err), FS_ABSENT);
	make_folder("empty");
	assert_int_equal(scan_walk(at("empty"), &walk, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCAN_TEST(articles_are_known_by_their_extension),
		SCAN_TEST(ids_are_in_byte_order),
		SCAN_TEST(a_single_file_is_a_source_of_any_name),
		SCAN_TEST(of_two_files_with_an_id_the_first_source_has_it),
		SCAN_TEST(names_that_cannot_be_ids_are_rejected),
		SCAN_TEST(control_characters_are_found_wherever_they_are),
		SCAN_TEST(links_are_told_of_and_not_followed),
		SCAN_TEST(a_source_may_be_a_link_to_a_folder),
		SCAN_TEST(a_source_that_is_absent_is_wrong_usage),
		SCAN_TEST(a_folder_without_permission_is_blind),
		SCAN_TEST(a_folder_that_is_none_any_more_is_absent),
		SCAN_TEST(however_many_threads_look_all_is_the_same),
		SCAN_TEST(there_is_room_for_one_more_however_many_there_are),
		SCAN_TEST(globs_leave_files_out_and_keep_some),
		SCAN_TEST(what_is_beside_a_page_of_hugo_is_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
