/*
 * search-tests.yaml: which articles the owner of a site wants to be found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/search_tests.h"

#include "base/fs.h"
#include "indexer/config_value.h"
#include "indexer/sources.h"
#include "text/limits.h"
#include "text/number.h"

#define FILE_NAME "search-tests.yaml"

#define FIRST 3 /* unless a test says otherwise */

static int read_first(struct config_reader *r, const struct front_node *n,
		      unsigned int *out)
{
	double first;

	if (n->kind != FRONT_SCALAR || !number_parse(n->value, &first) ||
	    first < 1 || first > LIMIT_PAGE || first != (int)first)
		return config_fault(r, n, "a number from 1 to %d is expected",
				    LIMIT_PAGE);
	*out = (unsigned int)first;
	return 0;
}

static int read_test(struct config_reader *r, const struct front_node *n,
		     struct search_test *out)
{
	static const char *const keys[] = { "query", "want", "first", "not" };
	const struct front_node *query, *want, *unwanted, *first;
	int ret;

	if (n->kind != FRONT_MAP)
		return config_fault(r, n,
				    "a test has a 'query', and a 'want' or a "
				    "'not'");
	ret = config_known(r, n, keys, sizeof(keys) / sizeof(keys[0]));
	if (ret)
		return ret;
	query = front_get(n, "query");
	want = front_get(n, "want");
	unwanted = front_get(n, "not");
	first = front_get(n, "first");
	if (!query || (!want && !unwanted))
		return config_fault(r, n,
				    "a test has a 'query', and a 'want' or a "
				    "'not'");
	if (first && !want)
		return config_fault(r, first, "'first' is for what is wanted");
	out->first = FIRST;
	out->line = query->line;
	out->column = query->column;
	ret = config_text(r, query, &out->query);
	if (!ret && want)
		ret = config_texts(r, want, &out->wanted, &out->wanted_count);
	if (!ret && unwanted)
		ret = config_texts(r, unwanted, &out->unwanted,
				   &out->unwanted_count);
	if (!ret && first)
		ret = read_first(r, first, &out->first);
	return ret;
}

int search_tests_read(struct str yaml, struct str name, struct arena *arena,
		      struct search_tests *out, struct err *err)
{
	static const char *const keys[] = { "tests" };
	struct config_reader r = { .name = name, .arena = arena, .err = err };
	struct front_split split = { .fence = FRONT_YAML,
				     .max_bytes = LIMIT_SEARCH_TEST_BYTES,
				     .max_nodes = LIMIT_SEARCH_TEST_NODES };
	struct front_node root = { .kind = FRONT_MAP, .line = 1, .column = 1 };
	const struct front_node *list;
	struct search_test *tests;
	int ret = config_parse(&r, yaml, &split, &root);

	*out = (struct search_tests){ .path = name };
	if (!ret)
		ret = config_known(&r, &root, keys, 1);
	if (ret)
		return ret;
	list = front_get(&root, "tests");
	if (!list || list->kind != FRONT_LIST || list->count == 0)
		return config_fault(&r, list ? list : &root,
				    "'tests' is to be a list of tests");
	tests = arena_array(arena, list->count, sizeof(*tests));
	for (size_t i = 0; tests && i < list->count && !ret; i++)
		ret = read_test(&r, &list->items[i], &tests[i]);
	out->tests = tests;
	out->count = list->count;
	return ret ? ret : arena_check(arena, err);
}

int search_tests_load(const char *folder, struct arena *arena,
		      struct search_tests *out, struct err *err)
{
	struct buf bytes = BUF_INIT;
	struct str base, path;
	int ret = sources_base(folder, arena, &base, err);

	*out = (struct search_tests){ .count = 0 };
	if (ret)
		return ret;
	path = folder_absolute(base, STR(FILE_NAME), arena);
	ret = sources_shown(path, arena, &out->path, err);
	if (!ret)
		ret = fs_read(out->path.p, LIMIT_SEARCH_TEST_BYTES, &bytes,
			      err);
	if (ret == FS_ABSENT)
		return SEARCH_TESTS_ABSENT;
	if (ret == FS_CHANGED)
		ret = err_set(err, ERR_IO,
			      "'%s' keeps changing while it is read",
			      out->path.p);
	if (!ret)
		ret = search_tests_read(buf_view(&bytes), out->path, arena, out,
					err);
	buf_release(&bytes);
	return ret;
}
