/*
 * Tests of indexer/authors.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "indexer/authors.h"
#include "indexer/config.h"
#include "text/limits.h"

static struct arena arena = ARENA_INIT(64 << 20);
static struct authors authors;

static int read_file(struct str bytes, const char *path, struct err *err)
{
	return authors_read(bytes, str_of(path), &arena, &authors, err);
}

static void every_key_is_found(void **state)
{
	struct buf yaml = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	for (unsigned int i = 0; i < 1000; i++)
		buf_printf(&yaml, "k%u: {name: Name %u}\n", i * 7919 % 1000,
			   i * 7919 % 1000);
	assert_int_equal(read_file(buf_view(&yaml), "a.yml", &err), 0);
	assert_int_equal(authors.count, 1000);
	for (unsigned int i = 0; i < 1000; i++) {
		const struct authors_entry *entry;
		char key[16], name[16];

		snprintf(key, sizeof(key), "%c%u", i % 2 ? 'k' : 'K', i);
		snprintf(name, sizeof(name), "Name %u", i);
		entry = authors_find(&authors, str_of(key));
		assert_non_null(entry);
		assert_true(str_eq(entry->name, str_of(name)));
	}
	assert_null(authors_find(&authors, STR("k1000")));
	assert_null(authors_find(&authors, STR("k")));
	assert_null(authors_find(&authors, STR("")));
	buf_release(&yaml);
}

static void nothing_is_no_author(void **state)
{
	static const char *const paths[] = { "a.yml", "a.json", "a.toml" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(read_file(STR(" \n"), paths[i], &err), 0);
		assert_int_equal(authors.count, 0);
		assert_null(authors_find(&authors, STR("ann")));
		assert_null(authors_nearest(&authors, STR("ann")));
	}
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *path, *bytes, *message;
	} rows[] = {
		{ "x/a.yml", "ann: {name: [Ann]}\n",
		  "x/a.yml:1:13: text is expected here" },
		{ "a.yml", "bo: Bo\nann: [Ann]\n",
		  "a.yml:2:6: a name, or a map with 'name' and 'url', is" },
		{ "a.yml", "ann: Ann\nbo: Bo\nann: Ann\n",
		  "a.yml:3:1: the author 'ann' is given twice" },
		{ "a.yml", "- ann\n",
		  "a.yml:1:1: the file is not a list of "
		  "keys and values" },
		{ "a.yml", "ann: b: c\n",
		  "a.yml:1:7: the file is not valid YAML" },
		{ "a.json", "{\"ann\": [1]}", "a.json:1:9: a name, or" },
		{ "a.json", "{\"ann\":\n",
		  "a.json:1:8: the file is not valid "
		  "JSON" },
		{ "a.json", "{\"ann\": 1,\n\"ann\": 2}",
		  "a.json:2:1: the author 'ann' is given twice" },
		{ "a.json", "[]",
		  "a.json:1:1: the file is not a list of keys "
		  "and values" },
		{ "a.toml", "ann = \n",
		  "a.toml:1:7: the file is not valid "
		  "TOML" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(
			read_file(str_of(rows[i].bytes), rows[i].path, &err),
			ERR_INPUT);
		if (strncmp(err.message, rows[i].message,
			    strlen(rows[i].message)))
			fail_msg("'%s' is not '%s'", err.message,
				 rows[i].message);
	}
}

/* `count` authors of `members` members each. */
static void make_yaml(struct buf *out, unsigned int count, unsigned int members)
{
	buf_clear(out);
	for (unsigned int i = 0; i < count; i++) {
		buf_printf(out, "a%u: {", i);
		for (unsigned int k = 0; k < members; k++)
			buf_printf(out, "%u: ,", k);
		buf_add_str(out, STR("}\n"));
	}
}

static void expect_limit(struct str bytes, const char *message)
{
	struct err err = ERR_INIT;

	assert_int_equal(read_file(bytes, "a.yml", &err), ERR_INPUT);
	if (!strstr(err.message, message))
		fail_msg("'%s' does not say '%s'", err.message, message);
}

static void too_many_authors_are_refused(void **state)
{
	struct buf yaml = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	make_yaml(&yaml, LIMIT_AUTHOR_KEYS, 0);
	assert_int_equal(read_file(buf_view(&yaml), "a.yml", &err), 0);
	assert_int_equal(authors.count, LIMIT_AUTHOR_KEYS);
	make_yaml(&yaml, LIMIT_AUTHOR_KEYS + 1, 0);
	expect_limit(buf_view(&yaml), "a.yml:1:1: the file has more than 10000 "
				      "authors");
	buf_release(&yaml);
}

static void too_many_values_are_refused(void **state)
{
	static const unsigned int nodes = 2 + 2 * 9; /* of one author */
	struct buf yaml = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	make_yaml(&yaml, (LIMIT_AUTHOR_FILE_NODES - 1) / nodes, 9);
	assert_int_equal(read_file(buf_view(&yaml), "a.yml", &err), 0);
	make_yaml(&yaml, LIMIT_AUTHOR_FILE_NODES / nodes, 9);
	expect_limit(buf_view(&yaml), "the file has more than 100000 values");
	buf_release(&yaml);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
	static char large[LIMIT_AUTHOR_FILE_BYTES + 1];
	struct config config;
	struct err err = ERR_INIT;

	(void)state;
	memset(large, '#', sizeof(large));
	put(at("pressmark.yaml"), STR("# one\nauthors: a.yml\n"));
	put(at("a.yml"), str_make(large, sizeof(large) - 1));
	assert_int_equal(config_load(at(".pressmark"), &arena, &config, &err),
			 0);
	assert_int_equal(config.site.authors->count, 0);
	put(at("a.yml"), str_make(large, sizeof(large)));
	assert_int_equal(config_load(at(".pressmark"), &arena, &config, &err),
			 ERR_INPUT);
	assert_non_null(
		strstr(err.message, "pressmark.yaml:2:10: cannot read"));
	assert_non_null(strstr(err.message, "a.yml"));
	assert_non_null(strstr(err.message, "1048576"));
}

static void a_file_that_is_not_there_is_told_with_its_place(void **state)
{
	struct config config;
	struct err err = ERR_INIT;

	(void)state;
	put(at("pressmark.yaml"), STR("authors: _data/a.yml\n"));
	assert_int_equal(config_load(at(".pressmark"), &arena, &config, &err),
			 ERR_INPUT);
	assert_non_null(strstr(err.message, "pressmark.yaml:1:10: the file '"));
	assert_non_null(strstr(err.message, "_data/a.yml' is not there"));
	err_clear(&err);
	make_folder("_data");
	make_folder("_data/a.yml");
	assert_int_equal(config_load(at(".pressmark"), &arena, &config, &err),
			 ERR_INPUT);
	assert_non_null(
		strstr(err.message, "pressmark.yaml:1:10: cannot read"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_found),
		cmocka_unit_test(nothing_is_no_author),
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		cmocka_unit_test(too_many_authors_are_refused),
		cmocka_unit_test(too_many_values_are_refused),
		TEST(a_file_that_is_too_large_is_refused),
		TEST(a_file_that_is_not_there_is_told_with_its_place),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
