/*
 * Tests of server/kept and server/looks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include <time.h>

#include "server/kept.h"
#include "server/looks.h"

/* Seconds since 1970, and until when answers hold. */
#define NOW  1000
#define LATE 2000

#define BUDGET 100000

static struct kept *kept;
static char folder[4096];
static struct response response = RESPONSE_INIT;

/* Until the times of files are older than the clock that they are of can tell
 * apart. */
static void settle(void)
{
	const struct timespec moment = { 0, 50000000 };

	nanosleep(&moment, NULL);
}

static int set_up_kept(void **state)
{
	struct err err = ERR_INIT;

	if (set_up(state))
		return -1;
	put_article("a.md", "title: A", "One.");
	expect_run(1, 1, 0, 0);
	settle();
	snprintf(folder, sizeof(folder), "%s", at(INDEX));
	return kept_new(folder, BUDGET, &kept, &err);
}

static int tear_down_kept(void **state)
{
	kept_free(kept);
	response_release(&response);
	return tear_down(state);
}

#define KEPT_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, set_up_kept, tear_down_kept)

static int find_at(struct kept_ask *ask, const char *name, const char *tag,
		   int64_t now)
{
	*ask = (struct kept_ask){ .next = NULL };
	response_release(&response);
	response = (struct response)RESPONSE_INIT;
	return kept_find(kept, ask, str_of(name), str_of(tag), now, &response);
}

static int find(struct kept_ask *ask, const char *name)
{
	return find_at(ask, name, "", NOW);
}

/* A response with a body; `status` 200 is one that may be kept. */
static struct kept_ask *done(struct kept_ask *ask, unsigned int status,
			     const char *body)
{
	struct response r = RESPONSE_INIT;
	struct kept_ask *others;

	r.status = status;
	r.holds_until = LATE;
	memcpy(r.etag, "W/\"1\"", 6);
	buf_add_str(&r.body, str_of(body));
	others = kept_done(kept, ask, &r, NOW);
	response_release(&r);
	return others;
}

static void expect_known(const char *name, const char *body)
{
	struct kept_ask ask;

	assert_int_equal(find(&ask, name), KEPT_KNOWN);
	assert_true(str_eq(buf_view(&response.body), str_of(body)));
}

static void what_was_searched_for_is_known(void **state)
{
	struct kept_ask ask;

	(void)state;
	assert_int_equal(find(&ask, "a"), 0);
	assert_null(done(&ask, 200, "answer"));
	expect_known("a", "answer");
	assert_int_equal(response.status, 200);
	assert_int_equal(find(&ask, "b"), 0);
	assert_null(done(&ask, 503, "error"));
	assert_int_equal(find(&ask, "b"), 0);
	done(&ask, 200, "other");
	expect_known("a", "answer");
	expect_known("b", "other");
	/* It holds for its time alone. */
	assert_int_equal(find_at(&ask, "a", "", LATE), 0);
	done(&ask, 503, "error");
}

static void who_knows_it_is_told_so(void **state)
{
	struct kept_ask ask;

	(void)state;
	find(&ask, "a");
	done(&ask, 200, "answer");
	assert_int_equal(find_at(&ask, "a", "W/\"1\"", NOW), KEPT_KNOWN);
	assert_int_equal(response.status, 304);
	assert_int_equal(response.body.len, 0);
	assert_int_equal(find_at(&ask, "a", "W/\"2\"", NOW), KEPT_KNOWN);
	assert_int_equal(response.status, 200);
	assert_int_equal(response.body.len, 6);
}

static void who_asks_the_same_waits_for_it(void **state)
{
	struct kept_ask first, second, third, other, *waiting;

	(void)state;
	assert_int_equal(find(&first, "a"), 0);
	assert_int_equal(find(&other, "b"), 0);
	assert_int_equal(find(&second, "a"), KEPT_COMING);
	assert_int_equal(find(&third, "a"), KEPT_COMING);
	waiting = done(&first, 503, "error");
	assert_true(waiting == &third && third.next == &second && !second.next);
	/* That was no answer for who comes now. */
	assert_int_equal(find(&first, "a"), 0);
	assert_int_equal(find(&second, "b"), KEPT_COMING);
	assert_ptr_equal(done(&other, 200, "b"), &second);
	assert_null(done(&first, 200, "a"));
	expect_known("a", "a");
}

/* Its answer may be that there is nothing new. */
static void nobody_waits_for_one_with_a_tag(void **state)
{
	struct kept_ask first, second;

	(void)state;
	assert_int_equal(find_at(&first, "a", "W/\"2\"", NOW), 0);
	assert_int_equal(find(&second, "a"), 0);
	assert_null(done(&first, 304, ""));
	assert_int_equal(find_at(&first, "a", "W/\"2\"", NOW), 0);
	assert_null(done(&first, 200, "answer"));
	expect_known("a", "answer");
	assert_null(done(&second, 200, "answer"));
	expect_known("a", "answer");
}

static void change(void)
{
	static unsigned int n;
	char text[32];

	snprintf(text, sizeof(text), "Two, %u.", ++n);
	put_article("b.md", "title: B", text);
	assert_int_equal(run("site/content", NULL), 0);
	assert_false(report.rebuilt);
}

static void a_commit_makes_all_unknown(void **state)
{
	struct kept_ask before, ask;

	(void)state;
	find(&ask, "a");
	done(&ask, 200, "old");
	expect_known("a", "old");
	assert_int_equal(find(&before, "b"), 0);
	change();
	/* At once, though what is new is not kept at once. */
	assert_int_equal(find(&ask, "a"), 0);
	assert_null(done(&ask, 200, "new"));
	settle();
	assert_int_equal(find(&ask, "a"), 0);
	assert_null(done(&ask, 503, "error"));
	/* Nobody waits for what was asked for before, and it is not kept. */
	assert_int_equal(find(&ask, "b"), 0);
	assert_null(done(&before, 200, "old"));
	assert_null(done(&ask, 200, "new"));
	expect_known("b", "new");
}

static void so_does_another_generation(void **state)
{
	struct kept_ask ask;

	(void)state;
	find(&ask, "a");
	done(&ask, 200, "old");
	expect_known("a", "old");
	request.rebuild = true;
	assert_int_equal(run("site/content", NULL), 0);
	request.rebuild = false;
	settle();
	assert_int_equal(find(&ask, "a"), 0);
	done(&ask, 200, "new");
	expect_known("a", "new");
	/* Commits to that one are seen too. */
	change();
	settle();
	assert_int_equal(find(&ask, "a"), 0);
	done(&ask, 503, "");
}

static void without_an_index_nothing_is_known(void **state)
{
	struct kept_ask ask;

	(void)state;
	find(&ask, "a");
	done(&ask, 200, "old");
	assert_int_equal(rename(at(INDEX "/current"), at("aside")), 0);
	settle();
	assert_int_equal(find(&ask, "a"), 0);
	done(&ask, 200, "old");
	assert_int_equal(find(&ask, "a"), 0);
	done(&ask, 200, "old");
}

static void the_same_looks_have_the_same_number(void **state)
{
	struct looks looks = { .folder = folder };
	uint64_t number = looks_number(&looks), other;

	(void)state;
	assert_true(number != LOOKS_NONE);
	assert_true(looks_number(&looks) == number);
	assert_true(looks_recent(&looks) == number);
	change();
	assert_true(looks_number(&looks) == LOOKS_NONE);
	settle();
	other = looks_number(&looks);
	assert_true(other != LOOKS_NONE && other != number);
	looks_release(&looks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KEPT_TEST(what_was_searched_for_is_known),
		KEPT_TEST(who_knows_it_is_told_so),
		KEPT_TEST(who_asks_the_same_waits_for_it),
		KEPT_TEST(nobody_waits_for_one_with_a_tag),
		KEPT_TEST(a_commit_makes_all_unknown),
		KEPT_TEST(so_does_another_generation),
		KEPT_TEST(without_an_index_nothing_is_known),
		KEPT_TEST(the_same_looks_have_the_same_number),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}
