/*
 * Tests of base/fs: walking, measuring and removing trees.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/fs.h"

#include "tests/unit/folder.h"

#include <sys/resource.h>

/* --- Walking ------------------------------------------------------------- */

/* What a walk said, a line each. */
struct record {
	struct buf lines;
	const char *stop_at;
	int stop_with;
};

static int record_file(const char *path, const char *below, void *payload)
{
	struct record *r = payload;
	size_t len = strlen(root);

	/* path is root/below, without a doubled slash. */
	assert_int_equal(strncmp(path, root, len), 0);
	assert_int_equal(path[len], '/');
	assert_string_equal(path + len + 1, below);
	buf_printf(&r->lines, "%s\n", below);
	return r->stop_at && !strcmp(below, r->stop_at) ? r->stop_with : 0;
}

static void record_skip(const char *path, const char *reason, void *payload)
{
	struct record *r = payload;

	buf_printf(&r->lines, "(%s: %s)\n", path + strlen(root) + 1, reason);
}

static bool no_dots(const char *name, bool is_folder, void *payload)
{
	(void)payload;
	return name[0] != '.' && (is_folder || strstr(name, ".md"));
}

static int walk(struct record *r, const char *from,
		bool (*wanted)(const char *, bool, void *), struct err *err)
{
	struct fs_walk how = { .wanted = wanted,
			       .file = record_file,
			       .skipped = record_skip,
			       .payload = r };

	buf_clear(&r->lines);
	buf_add(&r->lines, "", 0);
	return fs_walk(from, &how, err);
}

static void walks_in_byte_order_of_components(void **state)
{
	static const char *const files[] = {
		"b", "a.b", "a-b", "a/z", "a/a/z", "B", "\xc3\xa4", "aa", "a b",
	};
	struct record r = { BUF_INIT, NULL, 0 };
	struct err err = ERR_INIT;
	char with_slash[300];

	(void)state;
	make_folder("a");
	make_folder("a/a");
	make_folder("empty");
	for (size_t i = 0; i < COUNT(files); i++)
		put(at(files[i]), STR("x"));
	assert_int_equal(walk(&r, root, NULL, &err), 0);
	/* As whole paths "a b" and "a-b" would come before "a/z". */
	assert_string_equal(r.lines.p, "B\na/a/z\na/z\na b\na-b\na.b\naa\n"
				       "b\n\xc3\xa4\n");
	snprintf(with_slash, sizeof(with_slash), "%s/", root);
	assert_int_equal(walk(&r, with_slash, NULL, &err), 0);
	assert_int_equal(strncmp(r.lines.p, "B\na/a/z\n", 8), 0);
	buf_release(&r.lines);
}

static void asks_what_is_wanted(void **state)
{
	struct record r = { BUF_INIT, NULL, 0 };
	struct err err = ERR_INIT;

	(void)state;
	make_folder(".git");
	make_folder("news");
	put(at(".git/a.md"), STR("x"));
	put(at("news/a.md"), STR("x"));
	put(at("news/.b.md"), STR("x"));
	put(at("news/c.txt"), STR("x"));
	/* A link counts as what it leads to, and is not followed. */
	assert_int_equal(symlink("news", at("link")), 0);
	assert_int_equal(symlink("news/c.txt", at("text")), 0);
	assert_int_equal(symlink("nowhere.md", at("x.md")), 0);
	assert_int_equal(walk(&r, root, no_dots, &err), 0);
	assert_string_equal(r.lines.p, "(link: a symbolic link)\nnews/a.md\n"
				       "(x.md: a symbolic link)\n");
	buf_release(&r.lines);
}

static void skips_what_is_no_file_and_says_so(void **state)
{
	struct record r = { BUF_INIT, NULL, 0 };
	struct fs_walk silent = { .file = record_file, .payload = &r };
	struct err err = ERR_INIT;

	(void)state;
	make_folder("a");
	put(at("a/file"), STR("x"));
	assert_int_equal(symlink("..", at("a/up")), 0);
	assert_int_equal(symlink("self", at("self")), 0);
	assert_int_equal(mkfifo(at("fifo"), 0666), 0);
	assert_int_equal(walk(&r, root, NULL, &err), 0);
	assert_string_equal(r.lines.p, "a/file\n(a/up: a symbolic link)\n"
				       "(fifo: neither a file nor a folder)\n"
				       "(self: a symbolic link)\n");
	buf_clear(&r.lines);
	assert_int_equal(fs_walk(root, &silent, &err), 0);
	assert_string_equal(r.lines.p, "a/file\n");
	buf_release(&r.lines);
}

static void goes_on_behind_an_unreadable_folder(void **state)
{
	struct record r = { BUF_INIT, NULL, 0 };
	struct err err = ERR_INIT;
	int result;

	(void)state;
	make_folder("a");
	make_folder("b");
	make_folder("c");
	put(at("a/file"), STR("x"));
	put(at("c/file"), STR("x"));
	assert_int_equal(chmod(at("b"), 0), 0);
	if (become_ordinary()) {
		result = walk(&r, root, NULL, &err);
		become_as_before();
		assert_int_equal(result, 0);
		assert_string_equal(
			r.lines.p,
			"a/file\n(b: no permission to read the folder)\n"
			"c/file\n");
	}
	assert_int_equal(chmod(at("b"), 0777), 0);
	buf_release(&r.lines);
}

static void an_unreadable_root_is_io(void **state)
{
	struct record r = { BUF_INIT, NULL, 0 };
	struct err err = ERR_INIT;

	(void)state;
	put(at("file"), STR("x"));
	assert_int_equal(walk(&r, at("file"), NULL, &err), ERR_IO);
	err_clear(&err);
	assert_int_equal(walk(&r, at("no"), NULL, &err), FS_ABSENT);
	assert_int_equal(err.code, ERR_OK);
	make_folder("a");
	assert_int_equal(chmod(at("a"), 0), 0);
	if (become_ordinary()) {
		int result = walk(&r, at("a"), NULL, &err);

		become_as_before();
		assert_int_equal(result, ERR_IO);
	}
	assert_int_equal(chmod(at("a"), 0777), 0);
	buf_release(&r.lines);
}

static void a_linked_root_is_followed(void **state)
{
	size_t count = 0;
	struct fs_walk how = { .file = count_file, .payload = &count };
	struct err err = ERR_INIT;

	(void)state;
	make_folder("real");
	put(at("real/file"), STR("x"));
	assert_int_equal(symlink("real", at("link")), 0);
	assert_int_equal(fs_walk(at("link"), &how, &err), 0);
	assert_int_equal(count, 1);
}

static void the_callback_stops_the_walk(void **state)
{
	static const int answers[] = { 42, ERR_BUG };
	struct record r = { BUF_INIT, "b/2", 0 };
	struct err err = ERR_INIT;

	(void)state;
	make_folder("b");
	put(at("a"), STR("x"));
	put(at("b/1"), STR("x"));
	put(at("b/2"), STR("x"));
	put(at("b/3"), STR("x"));
	put(at("c"), STR("x"));
	for (size_t i = 0; i < COUNT(answers); i++) {
		r.stop_with = answers[i];
		assert_int_equal(walk(&r, root, NULL, &err), answers[i]);
		assert_string_equal(r.lines.p, "a\nb/1\nb/2\n");
		assert_int_equal(err.code, ERR_OK);
	}
	buf_release(&r.lines);
}

/* `depth` folders "d" within each other, as a path below the root. */
static void append(char *name, const char *end)
{
	memcpy(name + strlen(name), end, strlen(end) + 1);
}

static void make_deep(size_t depth, char *name)
{
	name[0] = '\0';
	for (size_t i = 0; i < depth; i++) {
		append(name, i ? "/d" : "d");
		make_folder(name);
	}
}

static void the_depth_of_a_walk_is_bounded(void **state)
{
	struct record r = { BUF_INIT, NULL, 0 };
	struct err err = ERR_INIT;
	char name[2 * FS_DEPTH_MAX + 20], expected[1024];

	(void)state;
	make_deep(FS_DEPTH_MAX, name);
	append(name, "/file");
	put(at(name), STR("x"));
	snprintf(expected, sizeof(expected), "%s\n", name);
	assert_int_equal(walk(&r, root, NULL, &err), 0);
	assert_string_equal(r.lines.p, expected);

	/* One deeper. */
	assert_int_equal(unlink(at(name)), 0);
	name[strlen(name) - strlen("file")] = '\0';
	append(name, "d");
	make_folder(name);
	put(at("file"), STR("x"));
	snprintf(expected, sizeof(expected),
		 "(%s: too many folders within each other)\nfile\n", name);
	assert_int_equal(walk(&r, root, NULL, &err), 0);
	assert_string_equal(r.lines.p, expected);
	buf_release(&r.lines);

	/* Removing is bounded too, and the root counts. */
	assert_int_equal(rmdir(at(name)), 0);
}

static int walk_with_few_files(void)
{
	struct rlimit limit = { 16, 16 };
	size_t count = 0;
	struct fs_walk how = { .file = count_file, .payload = &count };
	struct err err = ERR_INIT;

	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1;
	return fs_walk(root, &how, &err) != ERR_IO;
}

static void a_walk_that_could_not_see_all_fails(void **state)
{
	char name[100];
	pid_t child;

	(void)state;
	make_deep(30, name);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(walk_with_few_files());
	expect_child(child);
}

static void a_trees_size_is_that_of_its_files(void **state)
{
	(void)state;
	assert_true(fs_tree_size(at("no")) == 0);
	assert_true(fs_tree_size(root) == 0);
	make_folder("a");
	put(at("a/1"), STR("12345"));
	put(at("2"), STR("123"));
	assert_int_equal(symlink("2", at("link")), 0);
	assert_true(fs_tree_size(root) == 8);
	assert_int_equal(truncate(at("2"), (off_t)5 << 30), 0);
	assert_true(fs_tree_size(root) == 5 + ((uint64_t)5 << 30));
}

/* --- Removing ------------------------------------------------------------ */

static void removes_a_tree_but_follows_no_link(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	make_folder("tree");
	make_folder("tree/a");
	make_folder("tree/a/b");
	make_folder("other");
	put(at("tree/a/b/file"), STR("x"));
	put(at("tree/.hidden"), STR("x"));
	put(at("other/kept"), STR("x"));
	assert_int_equal(symlink("../../other", at("tree/a/link")), 0);
	assert_int_equal(symlink("/", at("tree/slash")), 0);
	assert_int_equal(symlink("nowhere", at("tree/broken")), 0);
	assert_int_equal(mkfifo(at("tree/fifo"), 0666), 0);
	assert_int_equal(fs_remove_tree(at("tree"), &err), 0);
	assert_false(exists(at("tree")));
	assert_true(exists(at("other/kept")));
	assert_int_equal(fs_remove_tree(at("tree"), &err), 0);
	assert_int_equal(fs_remove_tree(at("no/no"), &err), 0);
	assert_int_equal(err.code, ERR_OK);
}

static void refuses_to_remove_what_is_no_folder(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	make_folder("real");
	put(at("real/file"), STR("x"));
	assert_int_equal(symlink("real", at("link")), 0);
	assert_int_equal(fs_remove_tree(at("link"), &err), ERR_IO);
	err_clear(&err);
	assert_int_equal(fs_remove_tree(at("link/"), &err), ERR_USAGE);
	err_clear(&err);
	assert_int_equal(fs_remove_tree(at("real/file"), &err), ERR_IO);
	assert_true(exists(at("link")));
	assert_true(exists(at("real/file")));
}

static void refuses_to_remove_what_is_no_name(void **state)
{
	static const char *const names[] = { "", "a/", ".", "a/..", "a//" };

	(void)state;
	make_folder("a");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(fs_remove_tree(at(names[i]), &err), ERR_USAGE);
	}
	assert_true(fs_is_folder(at("a")));
}

static void removing_does_not_hide_the_first_error(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	make_folder("a");
	err_set(&err, ERR_INPUT, "the cause");
	assert_int_equal(fs_remove_tree(at("a"), &err), 0);
	assert_string_equal(err.message, "the cause");
	put(at("a"), STR("x"));
	assert_int_equal(fs_remove_tree(at("a"), &err), ERR_INPUT);
	assert_string_equal(err.message, "the cause");
}

static void removing_is_bounded_in_depth(void **state)
{
	struct err err = ERR_INIT;
	char name[2 * FS_DEPTH_MAX + 20];

	(void)state;
	/* One for the tree itself, one too many. */
	make_deep(FS_DEPTH_MAX + 2, name);
	assert_int_equal(fs_remove_tree(at("d"), &err), ERR_LIMIT);
	assert_true(exists(at(name)));
	/* One less is fine. */
	err_clear(&err);
	assert_int_equal(rmdir(at(name)), 0);
	assert_int_equal(fs_remove_tree(at("d"), &err), 0);
}

static void what_may_not_be_removed_is_io(void **state)
{
	struct err err = ERR_INIT;
	int result;

	(void)state;
	make_folder("tree");
	make_folder("tree/a");
	put(at("tree/a/file"), STR("x"));
	assert_int_equal(chmod(at("tree/a"), 0555), 0);
	if (become_ordinary()) {
		result = fs_remove_tree(at("tree"), &err);
		become_as_before();
		assert_int_equal(result, ERR_IO);
		assert_non_null(strstr(err.message, "cannot remove 'file'"));
		assert_true(exists(at("tree/a/file")));
	}
	assert_int_equal(chmod(at("tree/a"), 0777), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(walks_in_byte_order_of_components),
		TEST(asks_what_is_wanted),
		TEST(skips_what_is_no_file_and_says_so),
		TEST(goes_on_behind_an_unreadable_folder),
		TEST(an_unreadable_root_is_io),
		TEST(a_linked_root_is_followed),
		TEST(the_callback_stops_the_walk),
		TEST(the_depth_of_a_walk_is_bounded),
		TEST(a_walk_that_could_not_see_all_fails),
		TEST(a_trees_size_is_that_of_its_files),
		TEST(removes_a_tree_but_follows_no_link),
		TEST(refuses_to_remove_what_is_no_folder),
		TEST(refuses_to_remove_what_is_no_name),
		TEST(removing_does_not_hide_the_first_error),
		TEST(removing_is_bounded_in_depth),
		TEST(what_may_not_be_removed_is_io),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fs_tree", tests, NULL, NULL);
}
