/*
 * Tests of indexer/stamps: what looks as it did is not read again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include "base/hash.h"
#include "indexer/stamps.h"

#define BETA 22 /* bytes of b.md */

/* What the program takes for now, seconds from the real time on. */
static time_t later;

time_t time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec += later;
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}

/* Runs, and expects that so many bytes of articles are read. */
static void expect_read(size_t bytes)
{
	assert_int_equal(run("site/content", NULL), 0);
	assert_int_equal(report.bytes, bytes);
}

/* Three articles, of so many bytes, that were read when they were settled. */
static size_t settled_site(void)
{
	size_t bytes;

	later = 0;
	three_articles();
	bytes = report.bytes;
	assert_true(bytes > 0);
	later = 10;
	expect_read(bytes);
	expect_read(0);
	return bytes;
}

static void what_was_changed_just_now_is_read_again(void **state)
{
	size_t all;

	(void)state;
	later = 0;
	three_articles();
	all = report.bytes;
	expect_read(all);
	expect_read(all);
	assert_int_equal(report.changed, 0);
}

static void what_looks_the_same_is_not_read(void **state)
{
	(void)state;
	settled_site();
	write_article("b.md", "B", "bet2");
	later = 20;
	/* To compare it, and to index it. */
	expect_read(2 * BETA);
	assert_int_equal(report.changed, 1);
	expect_read(0);
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
}

static void times_that_are_set_back_do_not_hide_a_change(void **state)
{
	struct timespec times[2];
	struct stat before;

	(void)state;
	settled_site();
	assert_int_equal(stat(at("site/content/b.md"), &before), 0);
	write_article("b.md", "B", "bet2");
	times[0] = before.st_atim;
	times[1] = before.st_mtim;
	assert_int_equal(utimensat(AT_FDCWD, at("site/content/b.md"), times, 0),
			 0);
	expect_read(2 * BETA);
	assert_int_equal(report.changed, 1);
}

static void a_file_that_takes_its_place_is_read(void **state)
{
	(void)state;
	settled_site();
	write_article("new", "B", "bet2");
	assert_int_equal(
		rename(at("site/content/new"), at("site/content/b.md")), 0);
	expect_run(3, 0, 1, 0);
}

static void verify_reads_all(void **state)
{
	size_t all;

	(void)state;
	all = settled_site();
	request.verify = true;
	expect_read(all);
	assert_int_equal(report.changed, 0);
}

static void a_rebuild_keeps_them(void **state)
{
	size_t all;

	(void)state;
	all = settled_site();
	request.rebuild = true;
	expect_read(all);
	request.rebuild = false;
	expect_read(0);
}

static void other_rules_have_all_read(void **state)
{
	struct config config = CONFIG_INIT;
	size_t all;

	(void)state;
	all = settled_site();
	request.config = &config;
	config.site.show_drafts = true;
	config.rules = STR("other");
	assert_int_equal(run("site/content", NULL), 0);
	assert_true(report.has_new_rules);
	assert_int_equal(report.bytes, all);
	request.config = NULL;
}

static void other_sources_have_all_read(void **state)
{
	size_t all;

	(void)state;
	all = settled_site();
	make_folder("site/more");
	assert_int_equal(run("site/content", "site/more"), 0);
	assert_int_equal(report.bytes, all);
}

/* Damage of any byte, and any cut. */
static void damaged_ones_count_for_nothing(void **state)
{
	struct buf whole = BUF_INIT;
	struct err err = ERR_INIT;
	struct stamps stamps;
	struct str sources;
	struct buf kept = BUF_INIT;

	(void)state;
	settled_site();
	assert_int_equal(
		fs_read(at("site/.pressmark/sources"), 4096, &kept, &err), 0);
	sources = buf_view(&kept);
	assert_int_equal(
		fs_read(at("site/.pressmark/stamps"), 4096, &whole, &err), 0);
	assert_int_equal(stamps_load(at(INDEX), sources, &stamps, &err), 0);
	assert_int_equal(stamps.count, 3);
	stamps_release(&stamps);
	for (size_t i = 0; i < whole.len; i++) {
		whole.p[i] ^= 1;
		put(at("site/.pressmark/stamps"), buf_view(&whole));
		whole.p[i] ^= 1;
		assert_int_equal(stamps_load(at(INDEX), sources, &stamps, &err),
				 0);
		assert_int_equal(stamps.count, 0);
		stamps_release(&stamps);
		put(at("site/.pressmark/stamps"),
		    str_head(buf_view(&whole), i));
		assert_int_equal(stamps_load(at(INDEX), sources, &stamps, &err),
				 0);
		assert_int_equal(stamps.count, 0);
		stamps_release(&stamps);
	}
	buf_release(&whole);
	buf_release(&kept);
}

static void what_expires_is_read_when_it_does(void **state)
{
	struct config config = CONFIG_INIT;
	char front[80];
	time_t soon;
	struct tm tm;

	(void)state;
	later = 0;
	config.is_public = true;
	request.config = &config;
	soon = time(NULL) + 100;
	assert_non_null(gmtime_r(&soon, &tm));
	strftime(front, sizeof(front), "title: E\nexpirydate: %FT%TZ", &tm);
	put_article("e.md", front, "ephemeral");
	put_article("s.md", "title: S", "stays");
	expect_run(2, 2, 0, 0);
	later = 10;
	expect_run(2, 0, 0, 0);
	expect_read(0);
	later = 120;
	config = (struct config)CONFIG_INIT;
	config.is_public = true;
	assert_int_equal(run("site/content", NULL), 0);
	assert_int_equal(report.hidden, 1);
	expect_content("0/s.md=S ");
	request.config = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BUILD_TEST(what_was_changed_just_now_is_read_again),
		BUILD_TEST(what_looks_the_same_is_not_read),
		BUILD_TEST(times_that_are_set_back_do_not_hide_a_change),
		BUILD_TEST(a_file_that_takes_its_place_is_read),
		BUILD_TEST(verify_reads_all),
		BUILD_TEST(a_rebuild_keeps_them),
		BUILD_TEST(other_rules_have_all_read),
		BUILD_TEST(other_sources_have_all_read),
		BUILD_TEST(damaged_ones_count_for_nothing),
		BUILD_TEST(what_expires_is_read_when_it_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
