/*
 * Tests of server/cache.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BUDGET 100000

/* Seconds since 1970, and until when what is kept holds. */
#define NOW  1000
#define LATE 2000

static struct cache *make_cache(void)
{
	struct err err = ERR_INIT;
	struct cache *cache;

	assert_int_equal(cache_new(BUDGET, &cache, &err), 0);
	cache_follow(cache, 1);
	return cache;
}

static struct str name_of(unsigned int n)
{
	static char text[16];

	return str_make(text, (size_t)snprintf(text, sizeof(text), "n%u", n));
}

/* Keeps a body of so many bytes, which all tell its number. */
static void put(struct cache *cache, unsigned int n, size_t len)
{
	struct response r = RESPONSE_INIT;

	r.max_age_s = n;
	r.holds_until = LATE;
	for (size_t i = 0; i < len; i++)
		buf_add_char(&r.body, (char)('a' + n % 26));
	cache_put(cache, name_of(n), NOW, &r);
	response_release(&r);
}

static bool has_at(struct cache *cache, unsigned int n, int64_t now)
{
	struct response r = RESPONSE_INIT;
	bool found = cache_get(cache, name_of(n), now, &r);

	if (found) {
		assert_int_equal(r.max_age_s, n);
		for (size_t i = 0; i < r.body.len; i++)
			assert_int_equal(r.body.p[i], 'a' + n % 26);
	}
	response_release(&r);
	return found;
}

static bool has(struct cache *cache, unsigned int n)
{
	return has_at(cache, n, NOW);
}

static void what_is_kept_is_found(void **state)
{
	struct cache *cache = make_cache();

	(void)state;
	assert_false(has(cache, 1));
	put(cache, 1, 100);
	put(cache, 2, 0);
	assert_true(has(cache, 1));
	assert_true(has(cache, 2));
	assert_true(has(cache, 1));
	assert_false(has(cache, 3));
	cache_free(cache);
}

static void what_is_asked_for_stays(void **state)
{
	struct cache *cache = make_cache();
	unsigned int kept = 0;

	(void)state;
	for (unsigned int n = 0; n < 1000; n++) {
		put(cache, n, 1000);
		assert_true(has(cache, n));
		assert_true(has(cache, 0));
	}
	for (unsigned int n = 1; n < 1000; n++)
		kept += has(cache, n);
	/* As many as the budget has room for, and the newest of them. */
	assert_in_range(kept, 70, 99);
	assert_true(has(cache, 999));
	assert_true(has(cache, 999 - 60));
	assert_false(has(cache, 1));
	cache_free(cache);
}

/* However the sizes follow one another. */
static void what_is_found_is_what_was_kept(void **state)
{
	struct cache *cache = make_cache();
	uint64_t random = 1;
	unsigned int kept = 0;

	(void)state;
	for (unsigned int n = 0; n < 20000; n++) {
		random = random * 6364136223846793005 + 1442695040888963407;
		put(cache, n % 500, random >> 33 & 2047);
		has(cache, (unsigned int)(random >> 50) % 500);
		has(cache, n % 7);
	}
	for (unsigned int n = 0; n < 500; n++)
		kept += has(cache, n);
	assert_in_range(kept, 50, 120);
	cache_free(cache);
}

static bool is_in(const char *text, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096];
	bool found = false;

	assert_non_null(file);
	while (!found && fgets(line, sizeof(line), file))
		found = strstr(line, text) != NULL;
	fclose(file);
	return found;
}

/* Else each worker would hold on to all that was kept when it began. */
static void no_child_has_it(void **state)
{
	struct cache *cache = make_cache();

	(void)state;
	put(cache, 1, 10);
	/* "dc": not for forks (proc(5)). */
	assert_true(is_in(" dc", "/proc/self/smaps"));
	cache_free(cache);
	assert_false(is_in(" dc", "/proc/self/smaps"));
}

static void what_is_large_is_not_kept(void **state)
{
	struct cache *cache = make_cache();

	(void)state;
	put(cache, 1, 100);
	put(cache, 2, BUDGET / 32);
	assert_false(has(cache, 2));
	assert_true(has(cache, 1));
	cache_free(cache);
}

static void another_state_forgets_all(void **state)
{
	struct cache *cache = make_cache();

	(void)state;
	put(cache, 1, 10);
	put(cache, 2, 10);
	cache_follow(cache, 1);
	assert_true(has(cache, 1));
	cache_follow(cache, 2);
	assert_false(has(cache, 1));
	assert_false(has(cache, 2));
	cache_free(cache);
}

static void an_answer_holds_for_its_time(void **state)
{
	struct cache *cache = make_cache();
	struct response r = RESPONSE_INIT;

	(void)state;
	put(cache, 1, 10);
	assert_true(has_at(cache, 1, LATE - 1));
	assert_false(has_at(cache, 1, LATE));
	/* The clock was set back. */
	assert_false(has_at(cache, 1, NOW - 1));
	/* What is put anew takes the place of what was there, even where it
	 * does not hold itself. */
	put(cache, 1, 20);
	assert_true(has(cache, 1));
	cache_put(cache, name_of(1), NOW, &r);
	assert_false(has(cache, 1));
	cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_is_found),
		cmocka_unit_test(what_is_asked_for_stays),
		cmocka_unit_test(what_is_found_is_what_was_kept),
		cmocka_unit_test(no_child_has_it),
		cmocka_unit_test(what_is_large_is_not_kept),
		cmocka_unit_test(another_state_forgets_all),
		cmocka_unit_test(an_answer_holds_for_its_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
