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

/* That was made by somebody else, who gave it a hash: what there is of it
 * counts, since it says nothing that reading would not. */
static void ones_that_end_early_are_taken_as_far_as_they_go(void **state)
{
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	size_t all;

	(void)state;
	all = settled_site();
	assert_int_equal(
		fs_read(at("site/.pressmark/stamps"), 4096, &bytes, &err), 0);
	/* Without its hash, and three bytes of the last one's. */
	bytes.len -= 8 + 3;
	for (uint64_t hash = hash64(buf_view(&bytes), 0), i = 0; i < 8; i++)
		buf_add_char(&bytes, (char)(hash >> (8 * i) & 0xff));
	put(at("site/.pressmark/stamps"), buf_view(&bytes));
	assert_int_equal(run("site/content", NULL), 0);
	assert_true(report.bytes > 0 && report.bytes < all);
	assert_int_equal(report.changed, 0);
	expect_read(0);
	buf_release(&bytes);
}

static ino_t inode_of_stamps(void)
{
	struct stat now;

	assert_int_equal(stat(at("site/.pressmark/stamps"), &now), 0);
	return now.st_ino;
}

static void they_are_written_when_they_change_alone(void **state)
{
	ino_t last;

	(void)state;
	settled_site();
	last = inode_of_stamps();
	expect_read(0);
	assert_true(inode_of_stamps() == last);
	/* Read again, and known again. */
	request.verify = true;
	assert_int_equal(run("site/content", NULL), 0);
	request.verify = false;
	expect_read(0);
	last = inode_of_stamps();
	/* Another file of the same bytes. */
	write_article("new", "B", "beta");
	assert_int_equal(
		rename(at("site/content/new"), at("site/content/b.md")), 0);
	assert_int_equal(run("site/content", NULL), 0);
	assert_int_equal(report.changed, 0);
	assert_false(inode_of_stamps() == last);
	last = inode_of_stamps();
	remove_article("b.md");
	expect_run(2, 0, 0, 1);
	assert_false(inode_of_stamps() == last);
	last = inode_of_stamps();
	write_article("b.md", "B", "beta");
	expect_run(3, 1, 0, 0);
	assert_false(inode_of_stamps() == last);
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

/* ---- Of what was touched alone ------------------------------------------- */

static void touched(const struct str *paths, size_t count)
{
	request.touched = paths;
	request.touched_count = count;
	assert_int_equal(run("site/content", NULL), 0);
	request.touched = NULL;
	request.touched_count = 0;
}

static void only_what_is_touched_is_looked_at(void **state)
{
	static const struct str paths[] = { STR_INIT("b.md"),
					    STR_INIT("gone.md") };

	(void)state;
	settled_site();
	write_article("b.md", "B2", "beta");
	write_article("c.md", "C2", "gamma");
	touched(paths, 2);
	assert_int_equal(report.changed, 1);
	expect_content("0/a.md=A 0/b.md=B2 0/c.md=C ");
	expect_run(3, 0, 1, 0);
	expect_content("0/a.md=A 0/b.md=B2 0/c.md=C2 ");
}

static void touched_folders_are_looked_into(void **state)
{
	static const struct str paths[] = { STR_INIT("new"), STR_INIT("old") };

	(void)state;
	settled_site();
	make_folder("site/content/old");
	write_article("old/x.md", "X", "xi");
	expect_run(4, 1, 0, 0);
	make_folder("site/content/new");
	make_folder("site/content/new/deep");
	write_article("new/deep/y.md", "Y", "ypsilon");
	write_article("new/.hidden.md", "H", "hidden");
	write_article("new/z.md", "Z", "zeta");
	remove_article("old/x.md");
	assert_int_equal(rmdir(at("site/content/old")), 0);
	assert_int_equal(symlink("a.md", at("site/content/new/link.md")), 0);
	touched(paths, 2);
	assert_int_equal(report.added, 2);
	assert_int_equal(report.removed, 1);
	assert_non_null(strstr(problems.p, "link.md:0 a symbolic link"));
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C 0/new/deep/y.md=Y "
		       "0/new/z.md=Z ");
	/* A whole run knows no better. */
	expect_run(5, 0, 0, 0);
}

static void names_that_are_no_articles_are_not_taken(void **state)
{
	static const struct str paths[] = { STR_INIT(".d/x.md"),
					    STR_INIT("x.txt") };

	(void)state;
	settled_site();
	make_folder("site/content/.d");
	write_article(".d/x.md", "X", "xi");
	write_article("x.txt", "T", "text");
	touched(paths, 2);
	assert_int_equal(report.added, 0);
}

/* What the last run knew of files may be older than the index. */
static void files_that_are_not_known_are_not_gone(void **state)
{
	static const struct str paths[] = { STR_INIT("b.md") };
	struct buf old = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	settled_site();
	assert_int_equal(
		fs_read(at("site/.pressmark/stamps"), 4096, &old, &err), 0);
	write_article("d.md", "D", "delta");
	expect_run(4, 1, 0, 0);
	put(at("site/.pressmark/stamps"), buf_view(&old));
	write_article("b.md", "B2", "beta");
	touched(paths, 1);
	assert_true(report.is_outdated);
	expect_run(4, 0, 1, 0);
	buf_release(&old);
}

static void without_stamps_all_is_looked_at(void **state)
{
	static const struct str paths[] = { STR_INIT("a.md") };

	(void)state;
	settled_site();
	assert_int_equal(unlink(at("site/.pressmark/stamps")), 0);
	write_article("b.md", "B2", "beta");
	touched(paths, 1);
	assert_int_equal(report.changed, 1);
	assert_false(report.is_outdated);
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
		BUILD_TEST(ones_that_end_early_are_taken_as_far_as_they_go),
		BUILD_TEST(they_are_written_when_they_change_alone),
		BUILD_TEST(what_expires_is_read_when_it_does),
		BUILD_TEST(only_what_is_touched_is_looked_at),
		BUILD_TEST(touched_folders_are_looked_into),
		BUILD_TEST(names_that_are_no_articles_are_not_taken),
		BUILD_TEST(files_that_are_not_known_are_not_gone),
		BUILD_TEST(without_stamps_all_is_looked_at),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
