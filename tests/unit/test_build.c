/*
 * Tests of indexer/build: what a run changes, and what it leaves alone.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include "indexer/beginnings.h"

static void a_first_run_indexes_all(void **state)
{
	(void)state;
	three_articles();
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	expect_tidy();
	/* No articles at all are an index too. */
	remove_article("a.md");
	remove_article("b.md");
	remove_article("c.md");
	request.rebuild = request.force = true;
	expect_run(0, 0, 0, 3);
	expect_content("");
}

static void a_run_without_changes_changes_nothing(void **state)
{
	struct buf before, after;

	(void)state;
	three_articles();
	before = current_path();
	expect_run(3, 0, 0, 0);
	after = current_path();
	assert_string_equal(before.p, after.p);
	assert_false(report.rebuilt);
	buf_release(&before);
	buf_release(&after);
}

static void added_changed_and_removed_articles_are_found_out(void **state)
{
	(void)state;
	three_articles();
	write_article("d.md", "D", "delta");
	expect_run(4, 1, 0, 0);
	write_article("b.md", "B2", "beta");
	expect_run(4, 0, 1, 0);
	remove_article("a.md");
	expect_run(3, 0, 0, 1);
	expect_content("0/b.md=B2 0/c.md=C 0/d.md=D ");
	write_article("a.md", "A2", "alpha");
	write_article("c.md", "C2", "gamma");
	remove_article("d.md");
	expect_run(3, 1, 1, 1);
	expect_content("0/b.md=B2 0/c.md=C2 0/a.md=A2 ");
	assert_false(report.rebuilt);
	expect_tidy();
}

/* Found while the index is made, as libxapian would list them afterwards. */
static void a_new_index_knows_its_commonest_words(void **state)
{
	struct buf text = BUF_INIT, path, wanted = BUF_INIT;
	struct err err = ERR_INIT;
	struct xap_db *db;
	char *found;
	size_t len;

	(void)state;
	for (int i = 0; i < SCHEMA_BEGINNING_MANY + 50; i++)
		buf_printf(&text, "qu%dx ", i * 7919 % 1000);
	assert_int_equal(buf_check(&text, &err), 0);
	write_article("a.md", "Queue", text.p);
	write_article("b.md", "Quay", "qu10x qu20x quay");
	write_article("c.md", "C", "the qu20x `code_q` ![quick](q.png)");
	expect_run(3, 3, 0, 0);
	path = current_path();
	assert_int_equal(xap_db_open(path.p, &db, &err), 0);
	assert_int_equal(beginnings_make(db, &wanted, &err), 0);
	assert_int_equal(xap_db_metadata(db, STR(SCHEMA_META_BEGINNINGS),
					 &found, &len, &err),
			 0);
	assert_true(wanted.len > 0);
	assert_true(str_eq(str_make(found, len), buf_view(&wanted)));
	xap_free(found);
	xap_db_free(db);
	buf_release(&text);
	buf_release(&wanted);
	buf_release(&path);
}

static void a_renamed_article_has_only_moved(void **state)
{
	(void)state;
	three_articles();
	assert_int_equal(
		rename(at("site/content/a.md"), at("site/content/z.md")), 0);
	expect_run(3, 0, 0, 0);
	assert_int_equal(report.moved, 1);
	expect_content("0/b.md=B 0/c.md=C 0/z.md=A ");
}

static void break_article(const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "site/content/%s", name);
	put(at(path), STR("GIF\0\0\0"));
}

static void a_rejected_article_keeps_its_old_version(void **state)
{
	(void)state;
	three_articles();
	break_article("b.md");
	break_article("new.md");
	for (int round = 0; round < 2; round++) {
		expect_run(3, 0, 0, 0);
		assert_int_equal(report.rejected, 2);
		assert_int_equal(report.kept, 1);
		assert_non_null(strstr(problems.p, "!b.md:"));
		assert_non_null(strstr(problems.p, "!new.md:"));
		expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	}
	request.rebuild = true;
	expect_run(3, 0, 0, 0);
	assert_true(report.rebuilt);
	assert_int_equal(report.rejected, 2);
	assert_int_equal(report.kept, 1);
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	/* Gone is gone. */
	request.rebuild = false;
	remove_article("b.md");
	expect_run(2, 0, 0, 1);
	expect_content("0/a.md=A 0/c.md=C ");
}

static void a_mended_article_is_indexed_again(void **state)
{
	(void)state;
	three_articles();
	break_article("b.md");
	expect_run(3, 0, 0, 0);
	write_article("b.md", "B", "beta");
	expect_run(3, 0, 0, 0);
	assert_int_equal(report.rejected, 0);
	write_article("b.md", "B3", "beta");
	expect_run(3, 0, 1, 0);
	expect_content("0/a.md=A 0/b.md=B3 0/c.md=C ");
}

static void what_is_out_of_sight_is_not_gone(void **state)
{
	int ret;

	(void)state;
	make_folder("site/content/in");
	write_article("in/x.md", "X", "xi");
	write_article("a.md", "A", "alpha");
	expect_run(2, 2, 0, 0);
	remove_article("a.md");
	assert_int_equal(chmod(at("site/content/in"), 0), 0);
	/* Nobody is to write to the index. */
	assert_int_equal(chmod(at("site"), 0777), 0);
	assert_int_equal(chmod(at(INDEX), 0777), 0);
	for (int round = 0; round < 2; round++) {
		struct buf path = current_path(), file = BUF_INIT;
		DIR *dir = opendir(path.p);
		struct dirent *entry;

		while ((entry = readdir(dir)) != NULL) {
			buf_clear(&file);
			buf_printf(&file, "%s/%s", path.p, entry->d_name);
			if (entry->d_name[0] != '.')
				assert_int_equal(chmod(file.p, 0666), 0);
		}
		closedir(dir);
		assert_int_equal(chmod(path.p, 0777), 0);
		assert_int_equal(chmod(at(INDEX "/lock"), 0666), 0);
		buf_release(&file);
		buf_release(&path);
		request.rebuild = round == 1;
		if (!become_ordinary())
			break;
		ret = run("site/content", NULL);
		become_as_before();
		assert_int_equal(ret, 0);
		assert_int_equal(report.removed, round == 0);
		expect_content("0/in/x.md=X ");
		assert_non_null(strstr(problems.p, "in:0 no permission"));
	}
	assert_int_equal(chmod(at("site/content/in"), 0777), 0);
	request.rebuild = false;
	remove_article("in/x.md");
	request.force = true;
	assert_int_equal(run("site/content", NULL), 0);
	expect_content("");
}

static void
what_is_out_of_sight_survives_a_rebuild_for_many_changes(void **state)
{
	char name[32];
	int ret;

	(void)state;
	make_folder("site/content/in");
	write_article("in/x.md", "X", "xi");
	write_article("a.md", "A", "alpha");
	expect_run(2, 2, 0, 0);
	for (int i = 0; i < 510; i++) {
		snprintf(name, sizeof(name), "%03d.md", i);
		write_article(name, "N", "new");
	}
	assert_int_equal(chmod(at("site/content/in"), 0), 0);
	assert_int_equal(chmod(at("site"), 0777), 0);
	assert_int_equal(chmod(at(INDEX), 0777), 0);
	assert_int_equal(chmod(at(INDEX "/lock"), 0666), 0);
	if (become_ordinary()) {
		ret = run("site/content", NULL);
		become_as_before();
		assert_int_equal(ret, 0);
		assert_true(report.rebuilt);
		assert_int_equal(report.articles, 512);
		assert_int_equal(report.removed, 0);
	}
	assert_int_equal(chmod(at("site/content/in"), 0777), 0);
}

static void most_of_an_index_is_removed_only_by_force(void **state)
{
	char name[32];

	(void)state;
	for (int i = 0; i < 24; i++) {
		snprintf(name, sizeof(name), "%02d.md", i);
		write_article(name, "T", "text");
	}
	expect_run(24, 24, 0, 0);
	/* Half of it is not most. */
	for (int i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "%02d.md", i);
		remove_article(name);
	}
	expect_run(12, 0, 0, 12);
	for (int i = 12; i < 23; i++) {
		snprintf(name, sizeof(name), "%02d.md", i);
		remove_article(name);
	}
	assert_int_equal(run("site/content", NULL), ERR_USAGE);
	request.dry_run = true;
	assert_int_equal(run("site/content", NULL), ERR_USAGE);
	request.dry_run = false;
	request.force = true;
	expect_run(1, 0, 0, 11);
	/* Ten or fewer may go, but never all, not even by a rebuild. */
	request.force = false;
	write_article("24.md", "T", "text");
	expect_run(2, 1, 0, 0);
	remove_article("24.md");
	expect_run(1, 0, 0, 1);
	remove_article("23.md");
	assert_int_equal(run("site/content", NULL), ERR_USAGE);
	request.rebuild = true;
	assert_int_equal(run("site/content", NULL), ERR_USAGE);
	expect_content("0/23.md=T ");
	request.force = true;
	expect_run(0, 0, 0, 1);
}

static void strict_fails_for_a_rejected_article_once_all_are_told(void **state)
{
	(void)state;
	three_articles();
	break_article("b.md");
	write_article("bad\xff.md", "no name", "text");
	write_article("d.md", "D", "delta");
	request.strict = true;
	for (int round = 0; round < 2; round++) {
		request.rebuild = round == 1;
		assert_int_equal(run("site/content", NULL), ERR_INPUT);
		assert_int_equal(report.rejected, 2);
		assert_non_null(strstr(problems.p, "!b.md:"));
		assert_non_null(strstr(problems.p, "!bad\xff.md:"));
		expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	}
	remove_article("bad\xff.md");
	write_article("b.md", "B", "beta");
	request.rebuild = false;
	expect_run(4, 1, 0, 0);
	expect_tidy();
}

static void a_dry_run_tells_and_changes_nothing(void **state)
{
	struct buf before, after;

	(void)state;
	write_article("a.md", "A", "alpha");
	request.dry_run = true;
	expect_run(1, 1, 0, 0);
	assert_false(exists(at(INDEX)));
	request.dry_run = false;
	three_articles();
	write_article("a.md", "A2", "alpha");
	remove_article("b.md");
	write_article("d.md", "D", "delta");
	break_article("e.md");
	request.dry_run = true;
	before = current_path();
	for (int round = 0; round < 2; round++) {
		request.rebuild = round == 1;
		expect_run(3, 1, 1, 1);
		assert_int_equal(report.rejected, 1);
		assert_non_null(strstr(problems.p, "!e.md:"));
	}
	after = current_path();
	assert_string_equal(before.p, after.p);
	expect_content("0/a.md=A 0/b.md=B 0/c.md=C ");
	buf_release(&before);
	buf_release(&after);
	expect_tidy();
}

static void a_path_in_two_sources_is_the_first_ones(void **state)
{
	(void)state;
	make_folder("other");
	write_article("x.md", "One", "one");
	put(at("other/x.md"), STR("---\ntitle: Two\n---\n"));
	put(at("other/y.md"), STR("---\ntitle: Y\n---\n"));
	assert_int_equal(run("site/content", "other"), 0);
	assert_int_equal(report.rejected, 1);
	expect_content("0/x.md=One 1/y.md=Y ");
	/* The other way round it is the other's. */
	assert_int_equal(run("other", "site/content"), 0);
	expect_content("0/x.md=Two 0/y.md=Y ");
	/* And without it what is left. */
	remove_article("x.md");
	assert_int_equal(run("other", NULL), 0);
	assert_int_equal(report.rejected, 0);
	expect_content("0/x.md=Two 0/y.md=Y ");
}

static void sources_are_remembered_and_may_be_moved(void **state)
{
	(void)state;
	make_folder("other");
	put(at("other/y.md"), STR("---\ntitle: Y\n---\n"));
	write_article("a.md", "A", "alpha");
	assert_int_equal(run("site/content", "other"), 0);
	write_article("b.md", "B", "beta");
	assert_int_equal(run(NULL, NULL), 0);
	expect_content("0/a.md=A 1/y.md=Y 0/b.md=B ");
	/* What is beside the index moves with it; what is not, stays. */
	assert_int_equal(rename(at("site"), at("moved")), 0);
	make_folder("site");
	assert_int_equal(rename(at("moved/.pressmark"), at(INDEX)), 0);
	assert_int_equal(rename(at("moved/content"), at("site/content")), 0);
	write_article("c.md", "C", "gamma");
	assert_int_equal(run(NULL, NULL), 0);
	expect_content("0/a.md=A 1/y.md=Y 0/b.md=B 0/c.md=C ");
	/* Those that are given replace them. */
	assert_int_equal(run("other", NULL), 0);
	expect_content("0/y.md=Y ");
	assert_int_equal(run(NULL, NULL), 0);
	expect_content("0/y.md=Y ");
	assert_int_equal(rename(at("other"), at("gone")), 0);
	assert_int_equal(run(NULL, NULL), ERR_USAGE);
	expect_content("0/y.md=Y ");
}

/* Runs that are stopped ever later, until one is not. */
static void expect_interrupted_runs(const char *before, const char *after)
{
	for (unsigned int asked = 1; asked < 100; asked++) {
		stop_after = asked;
		assert_int_equal(run("site/content", NULL), 0);
		if (!report.interrupted) {
			/* Both when read and when indexed. */
			assert_true(asked > 4);
			expect_content(after);
			expect_tidy();
			return;
		}
		expect_content(before);
	}
	fail_msg("a run never ends");
}

static void an_interrupted_run_leaves_the_index_as_it_was(void **state)
{
	(void)state;
	three_articles();
	write_article("a.md", "A2", "alpha");
	write_article("d.md", "D", "delta");
	expect_interrupted_runs("0/a.md=A 0/b.md=B 0/c.md=C ",
				"0/a.md=A2 0/b.md=B 0/c.md=C 0/d.md=D ");
	write_article("a.md", "A3", "alpha");
	write_article("e.md", "E", "epsilon");
	remove_article("b.md");
	request.rebuild = true;
	expect_interrupted_runs("0/a.md=A2 0/b.md=B 0/c.md=C 0/d.md=D ",
				"0/a.md=A3 0/c.md=C 0/d.md=D 0/e.md=E ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BUILD_TEST(a_first_run_indexes_all),
		BUILD_TEST(a_run_without_changes_changes_nothing),
		BUILD_TEST(added_changed_and_removed_articles_are_found_out),
		BUILD_TEST(a_new_index_knows_its_commonest_words),
		BUILD_TEST(a_renamed_article_has_only_moved),
		BUILD_TEST(a_rejected_article_keeps_its_old_version),
		BUILD_TEST(a_mended_article_is_indexed_again),
		BUILD_TEST(what_is_out_of_sight_is_not_gone),
		BUILD_TEST(
			what_is_out_of_sight_survives_a_rebuild_for_many_changes),
		BUILD_TEST(most_of_an_index_is_removed_only_by_force),
		BUILD_TEST(
			strict_fails_for_a_rejected_article_once_all_are_told),
		BUILD_TEST(a_dry_run_tells_and_changes_nothing),
		BUILD_TEST(a_path_in_two_sources_is_the_first_ones),
		BUILD_TEST(sources_are_remembered_and_may_be_moved),
		BUILD_TEST(an_interrupted_run_leaves_the_index_as_it_was),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
