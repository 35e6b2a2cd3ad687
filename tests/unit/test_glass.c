/*
 * Tests of bulk/glass: what becomes of an error of a batch that is written
 * while the next one is collected. (That tables are right: prop_bulk.)
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "bulk/glass.h"

#define GLASS_TEST(name)                                                       \
	cmocka_unit_test_setup_teardown(name, make_root, remove_root)

#define TERMS 100 /* of a document, all different */
#define BATCH 10  /* documents */
#define MOST  1000

/* The largest size of a file; -1: any. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int add(struct glass *glass, uint32_t number, struct err *err)
{
	static char text[TERMS][16];
	struct xap_posting postings[TERMS];
	struct bulk_document document = { .postings = postings,
					  .posting_count = TERMS };
	uint32_t position = 1;

	for (size_t i = 0; i < TERMS; i++) {
		int len =
			snprintf(text[i], sizeof(text[i]), "%u-%zu", number, i);

		postings[i] =
			(struct xap_posting){ str_make(text[i], (size_t)len), 1,
					      &position, 1 };
	}
	return glass_add(glass, number, &document, err);
}

/* Waits until no other thread is at work. */
static void wait_for_threads(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	size_t count;

	do {
		DIR *tasks = opendir("/proc/self/task");

		assert_non_null(tasks);
		for (count = 0; readdir(tasks); count++)
			continue;
		closedir(tasks);
		nanosleep(&pause, NULL);
	} while (count > 3); /* its own, and two names of folders */
}

/* How a build goes while no file may be written: which document is refused, 0
 * for none, and whether the end is. Its message is in err. */
struct course {
	uint32_t refused;
	bool ends;
};

static struct course build(uint32_t count, bool has_threads, struct err *err)
{
	struct course course = { 0, false };
	struct glass *glass;
	int ret = glass_new(at("database"), has_threads, &glass, err);

	assert_int_equal(ret, 0);
	glass_limit(glass, BATCH * TERMS);
	limit_files(1);
	for (uint32_t i = 1; i <= count && !ret; i++) {
		ret = add(glass, i, err);
		if (ret)
			course.refused = i;
	}
	wait_for_threads();
	limit_files(RLIM_INFINITY);
	if (!ret)
		ret = glass_end(glass, NULL, NULL, err);
	course.ends = ret == 0;
	assert_int_equal(err->code, ret);
	glass_free(glass);
	assert_int_equal(fs_remove_tree(at("database"), &(struct err)ERR_INIT),
			 0);
	return course;
}

/* Whose batch is the first that fails: the number of its last document. */
static uint32_t first_failure(struct err *err)
{
	uint32_t count = 0;
	struct course course;

	signal(SIGXFSZ, SIG_IGN);
	do {
		count += BATCH;
		assert_true(count < MOST);
		err_clear(err);
		course = build(count, false, err);
	} while (course.ends);
	assert_int_equal(course.refused, count);
	assert_int_equal(err->code, ERR_IO);
	err_clear(err);
	return count;
}

static void without_threads_it_is_told_at_once(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_true(first_failure(&err) > BATCH);
}

static void beside_it_is_told_with_the_next_batch(void **state)
{
	struct err err = ERR_INIT;
	uint32_t count = first_failure(&err);
	struct course course = build(count + 2 * BATCH, true, &err);

	(void)state;
	assert_int_equal(course.refused, count + BATCH);
	assert_int_equal(err.code, ERR_IO);
}

static void or_in_the_end(void **state)
{
	struct err err = ERR_INIT;
	uint32_t count = first_failure(&err);
	struct course course = build(count, true, &err);

	(void)state;
	assert_int_equal(course.refused, 0);
	assert_false(course.ends);
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.message, strerror(EFBIG)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GLASS_TEST(without_threads_it_is_told_at_once),
		GLASS_TEST(beside_it_is_told_with_the_next_batch),
		GLASS_TEST(or_in_the_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("glass", tests, NULL, NULL);
}
