/*
 * Tests of text/folder: finding an index, and which generation is current.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "text/folder.h"

static void expect_found(int expected, const char *given, const char *env,
			 const char *start, const char *path)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(folder_find(given, env, start, &out, &err), expected);
	assert_string_equal(out.p, path);
	assert_int_equal(err.code, ERR_OK);
	buf_release(&out);
}

static void what_is_given_comes_before_the_environment(void **state)
{
	(void)state;
	make_folder(FOLDER_NAME);
	expect_found(0, "given", "env", root, "given");
	expect_found(0, NULL, "env", root, "env");
	expect_found(0, NULL, "", root, at(FOLDER_NAME));
	expect_found(0, NULL, NULL, root, at(FOLDER_NAME));
}

static void the_nearest_index_upwards_is_found(void **state)
{
	(void)state;
	make_folder(FOLDER_NAME);
	make_folder("a");
	make_folder("a/b");
	make_folder("a/b/c");
	expect_found(0, NULL, NULL, at("a/b/c"), at(FOLDER_NAME));
	make_folder("a/b/" FOLDER_NAME);
	expect_found(0, NULL, NULL, at("a/b/c"), at("a/b/" FOLDER_NAME));
	expect_found(0, NULL, NULL, at("a"), at(FOLDER_NAME));
}

static void a_file_of_that_name_is_no_index(void **state)
{
	(void)state;
	make_folder(FOLDER_NAME);
	make_folder("a");
	put(at("a/" FOLDER_NAME), STR("x"));
	expect_found(0, NULL, NULL, at("a"), at(FOLDER_NAME));
}

static void without_any_it_would_be_made_here(void **state)
{
	(void)state;
	make_folder("a");
	expect_found(FOLDER_ABSENT, NULL, NULL, at("a"), at("a/" FOLDER_NAME));
}

static void the_published_generation_is_current(void **state)
{
	static const uint32_t numbers[] = { 1, 42, 999999, 1000000,
					    UINT32_MAX };
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct buf path = BUF_INIT;
		uint32_t number = 0;

		assert_int_equal(folder_publish(root, numbers[i], &err), 0);
		assert_int_equal(folder_current(root, &number, &err), 0);
		assert_int_equal(number, numbers[i]);
		folder_generation_path(root, number, &path);
		assert_true(folder_is_generation(strrchr(path.p, '/') + 1,
						 &number));
		assert_int_equal(number, numbers[i]);
		buf_release(&path);
	}
	assert_int_equal(folder_publish(root, 42, &err), 0);
	check_content(at("current"), STR("auto g-000042\n"));
	/* Nothing else is left beside it. */
	assert_int_equal(count_files(), 1);
}

static void only_our_own_names_are_generations(void **state)
{
	static const char *const names[] = {
		"",	     "g-",	     "g-1",
		"g-00001",   "g-0000001",    "g-00000x",
		"g-000001x", "G-000001",     "g-000001/",
		"g--00001",  "g-+00001",     "g- 00001",
		"tmp-1",     "current",	     "lock",
		"xg-000001", "g-4294967296", "g-99999999999999999999999",
	};
	uint32_t number;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (folder_is_generation(names[i], &number))
			fail_msg("'%s' is taken for a generation", names[i]);
	}
	assert_true(folder_is_generation("g-4294967295", &number));
	assert_int_equal(number, UINT32_MAX);
}

static int current(void)
{
	struct err err = ERR_INIT;
	uint32_t number = 7;
	int ret = folder_current(root, &number, &err);

	assert_int_equal(ret, err.code);
	if (ret == ERR_CORRUPT)
		assert_non_null(strstr(err.message, "current"));
	if (ret == ERR_NOINDEX)
		assert_non_null(strstr(err.message, "pressmark index"));
	return ret;
}

static void junk_in_current_is_corrupt(void **state)
{
	static const struct str junk[] = {
		STR_INIT(""),
		STR_INIT("\n"),
		STR_INIT("auto g-000001"), /* cut before its end */
		STR_INIT("auto g-1000000"),
		STR_INIT("auto g-00000"),
		STR_INIT("auto g-"),
		STR_INIT("auto \n"),
		STR_INIT("auto g-\n"),
		STR_INIT("auto g-1\n"),
		STR_INIT("auto g-00001x\n"),
		STR_INIT("auto  g-000001\n"),
		STR_INIT("g-000001\n"),
		STR_INIT("auto g-000001\n\n"),
		STR_INIT("auto g-000001\nauto g-000002\n"),
		STR_INIT("auto g-000001\r\n"),
		STR_INIT("auto g-000001\0junk\n"),
		STR_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		STR_INIT("auto ../g-000001\n"),
		STR_INIT("remote :example.org:80\n"),
		STR_INIT("auto g-0000000000000000000000000000000000000000000"
			 "0000000000000000000000000000000000000000000001\n"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(junk); i++) {
		int ret;

		put(at("current"), junk[i]);
		ret = current();
		if (ret != ERR_CORRUPT)
			fail_msg("%d for '%.*s'", ret, STR_ARG(junk[i]));
	}
}

static void a_current_that_is_no_file_is_corrupt(void **state)
{
	(void)state;
	make_folder("current");
	assert_int_equal(current(), ERR_CORRUPT);
	assert_int_equal(rmdir(at("current")), 0);
	put(at("elsewhere"), STR("auto g-000001\n"));
	assert_int_equal(symlink("elsewhere", at("current")), 0);
	assert_int_equal(current(), ERR_CORRUPT);
}

static void without_current_there_is_no_index(void **state)
{
	struct err err = ERR_INIT;
	uint32_t number;

	(void)state;
	assert_int_equal(current(), ERR_NOINDEX);
	assert_int_equal(folder_current(at("none"), &number, &err),
			 ERR_NOINDEX);
	assert_int_equal(number, 0);
}

static void what_cannot_be_published_leaves_the_old_one(void **state)
{
	struct err err = ERR_INIT;
	uint32_t number;

	(void)state;
	assert_int_equal(folder_publish(at("none"), 1, &err), ERR_IO);
	err_clear(&err);
	make_folder("index");
	assert_int_equal(folder_publish(at("index"), 1, &err), 0);
	assert_int_equal(chmod(at("index"), 0555), 0);
	if (become_ordinary()) {
		int ret = folder_publish(at("index"), 2, &err);

		become_as_before();
		assert_int_equal(ret, ERR_IO);
		err_clear(&err);
	}
	assert_int_equal(chmod(at("index"), 0777), 0);
	assert_int_equal(folder_current(at("index"), &number, &err), 0);
	assert_int_equal(number, 1);
}

static void the_list_of_sources_is_read_or_corrupt(void **state)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;
	const struct str *list;
	struct buf kept = BUF_INIT;
	size_t count;

	(void)state;
	assert_int_equal(
		folder_read_sources(STR(""), &arena, &list, &count, &err), 0);
	assert_int_equal(count, 0);
	buf_add_varint(&kept, 2);
	buf_add_field(&kept, STR("."));
	buf_add_field(&kept, STR("/srv/a b"));
	assert_int_equal(folder_read_sources(buf_view(&kept), &arena, &list,
					     &count, &err),
			 0);
	assert_int_equal(count, 2);
	assert_true(str_eq(list[0], STR(".")));
	assert_true(str_eq(list[1], STR("/srv/a b")));
	for (size_t len = 1; len < kept.len; len++) {
		assert_int_equal(
			folder_read_sources(str_head(buf_view(&kept), len),
					    &arena, &list, &count, &err),
			ERR_CORRUPT);
		err_clear(&err);
	}
	buf_add_char(&kept, 'x');
	assert_int_equal(folder_read_sources(buf_view(&kept), &arena, &list,
					     &count, &err),
			 ERR_CORRUPT);
	buf_release(&kept);
	arena_release(&arena);
}

static void a_source_is_joined_to_the_folder_of_the_index(void **state)
{
	static const char *const rows[][3] = {
		{ "/site", ".", "/site" },
		{ "/site", "content", "/site/content" },
		{ "/site", "/srv/other", "/srv/other" },
		{ "/", "content", "/content" },
		{ "/", ".", "/" },
	};
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str out;

		assert_int_equal(folder_join_source(str_of(rows[i][0]),
						    str_of(rows[i][1]), &arena,
						    &out, &err),
				 0);
		assert_string_equal(out.p, rows[i][2]);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_given_comes_before_the_environment),
		TEST(the_nearest_index_upwards_is_found),
		TEST(a_file_of_that_name_is_no_index),
		TEST(without_any_it_would_be_made_here),
		TEST(the_published_generation_is_current),
		TEST(only_our_own_names_are_generations),
		TEST(junk_in_current_is_corrupt),
		TEST(a_current_that_is_no_file_is_corrupt),
		TEST(without_current_there_is_no_index),
		TEST(what_cannot_be_published_leaves_the_old_one),
		TEST(the_list_of_sources_is_read_or_corrupt),
		TEST(a_source_is_joined_to_the_folder_of_the_index),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
