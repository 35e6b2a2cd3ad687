/*
 * For tests of indexer/build: a site, runs on it, what is in its index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Included once by a test program. Each test has an empty site of its own; it
 * is listed with BUILD_TEST(name).
 */
#ifndef PRESSMARK_TESTS_UNIT_SITE_H
#define PRESSMARK_TESTS_UNIT_SITE_H

#include "folder.h"

#include <dirent.h>

#include "indexer/build.h"
#include "indexer/document.h"
#include "query/records.h"
#include "shim/xap.h"
#include "text/folder.h"
#include "text/record.h"
#include "text/schema.h"

#define INDEX "site/.pressmark"

/* A run with its report and what it complained of. */
static struct build_request request;
static struct build_report report;
static struct buf problems;	/* a line each, "!" for rejections */
static unsigned int stop_after; /* articles; 0 = never */

static inline void on_problem(const struct build_problem *problem,
			      void *payload)
{
	const char *slash = strrchr(problem->path, '/');

	(void)payload;
	buf_printf(&problems, "%s%s:%u %.*s\n",
		   problem->is_rejection ? "!" : "",
		   slash ? slash + 1 : problem->path, problem->line,
		   STR_ARG(problem->text));
}

static inline bool on_interrupted(void *payload)
{
	(void)payload;
	return stop_after && --stop_after == 0;
}

static inline int set_up(void **state)
{
	if (make_root(state))
		return -1;
	request = (struct build_request){
		.problem = on_problem,
		.interrupted = on_interrupted,
	};
	stop_after = 0;
	make_folder("site");
	make_folder("site/content");
	return 0;
}

static inline int tear_down(void **state)
{
	buf_release(&problems);
	return remove_root(state);
}

#define BUILD_TEST(name)                                                       \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Runs with the request as it stands; sources are names below the root. */
static inline int run(const char *first, const char *second)
{
	const char *paths[2];
	struct err err = ERR_INIT;
	int ret;

	buf_clear(&problems);
	paths[0] = first ? at(first) : NULL;
	paths[1] = second ? at(second) : NULL;
	request.folder = at(INDEX);
	request.sources = paths;
	request.source_count = (first != NULL) + (second != NULL);
	ret = build_run(&request, &report, &err);
	assert_int_equal(ret, err.code);
	assert_true(ret == 0 || err.message[0]);
	return ret;
}

/* Runs on site/content, and expects so many changes. */
static inline void expect_run(size_t articles, size_t added, size_t changed,
			      size_t removed)
{
	assert_int_equal(run("site/content", NULL), 0);
	assert_int_equal(report.articles, articles);
	assert_int_equal(report.added, added);
	assert_int_equal(report.changed, changed);
	assert_int_equal(report.removed, removed);
	assert_false(report.interrupted);
}

/* An article of this front matter. */
static inline void put_article(const char *name, const char *front,
			       const char *text)
{
	char path[300];
	struct buf b = BUF_INIT;

	snprintf(path, sizeof(path), "site/content/%s", name);
	buf_printf(&b, "---\n%s\n---\n%s\n", front, text);
	put(at(path), buf_view(&b));
	buf_release(&b);
}

static inline void write_article(const char *name, const char *title,
				 const char *text)
{
	struct buf front = BUF_INIT;

	buf_printf(&front, "title: %s", title);
	buf_add_char(&front, '\0');
	put_article(name, front.p, text);
	buf_release(&front);
}

static inline void remove_article(const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "site/content/%s", name);
	assert_int_equal(unlink(at(path)), 0);
}

static inline struct buf current_path(void)
{
	struct buf path = BUF_INIT;
	struct err err = ERR_INIT;
	uint32_t generation;

	if (folder_current(at(INDEX), &generation, &err))
		fail_msg("%s", err.message);
	folder_generation_path(at(INDEX), generation, &path);
	return path;
}

struct listing {
	struct xap_db *db;
	struct records records;
	struct buf lines;
};

static inline int list_one(uint32_t docid, struct str value, void *payload)
{
	struct listing *l = payload;
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;
	struct schema_source source;
	struct record r;
	struct str data;

	assert_true(schema_source_read(value, &source));
	assert_int_equal(records_get(&l->records, l->db, docid, &data, &err),
			 0);
	assert_int_equal(record_decode(data, &arena, &r, &err), 0);
	assert_int_equal(source.source, r.source);
	assert_true(str_eq(source.id, r.id));
	buf_printf(&l->lines, "%u/%.*s=%.*s ", r.source, STR_ARG(r.id),
		   STR_ARG(r.title));
	arena_release(&arena);
	return 0;
}

/* What is in the index, in order of docids: "source/id=title " each. */
static inline struct buf content(void)
{
	struct buf path = current_path();
	struct listing l = { .lines = BUF_INIT };
	struct err err = ERR_INIT;

	assert_int_equal(xap_db_open(path.p, &l.db, &err), 0);
	assert_int_equal(
		xap_db_each_value(l.db, SCHEMA_SLOT_SOURCE, list_one, &l, &err),
		0);
	records_release(&l.records);
	xap_db_free(l.db);
	buf_release(&path);
	return l.lines;
}

static inline void expect_content(const char *expected)
{
	struct buf found = content();

	assert_string_equal(found.p ? found.p : "", expected);
	buf_release(&found);
}

/* Nothing but one generation, `current`, the lock and the sources. */
static inline void expect_tidy(void)
{
	DIR *dir = opendir(at(INDEX));
	struct dirent *entry;
	unsigned int generations = 0;
	uint32_t number;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (folder_is_generation(entry->d_name, &number))
			generations++;
		else if (strcmp(entry->d_name, ".") &&
			 strcmp(entry->d_name, "..") &&
			 strcmp(entry->d_name, "current") &&
			 strcmp(entry->d_name, "lock") &&
			 strcmp(entry->d_name, "sources") &&
			 strcmp(entry->d_name, "stamps"))
			fail_msg("'%s' is left", entry->d_name);
	}
	closedir(dir);
	assert_int_equal(generations, 1);
}

static inline void three_articles(void)
{
	write_article("a.md", "A", "alpha");
	write_article("b.md", "B", "beta");
	write_article("c.md", "C", "gamma");
	expect_run(3, 3, 0, 0);
	assert_true(report.rebuilt);
}

#endif
