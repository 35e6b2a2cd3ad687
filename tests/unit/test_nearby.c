/*
 * Tests of query/nearby: words of a list that a few slips make of a word.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/nearby.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tests/unit/random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS	     600
#define WORD_SIZE    64

struct list {
	char words[WORDS][WORD_SIZE];
	size_t count;
};

static int by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void sort(struct list *list)
{
	size_t kept = 0;

	qsort(list->words, list->count, WORD_SIZE, by_bytes);
	for (size_t i = 0; i < list->count; i++) {
		if (kept && !strcmp(list->words[kept - 1], list->words[i]))
			continue;
		memmove(list->words[kept++], list->words[i], WORD_SIZE);
	}
	list->count = kept;
}

/* Of few letters, of one to four bytes, so that much is near. */
static void random_word(char out[WORD_SIZE])
{
	static const char *const letters[] = { "a", "b", "c", "é", "水", "🎉" };
	struct buf b = BUF_INIT;

	for (unsigned int n = 1 + random_below(6); n-- > 0;)
		buf_add_str(&b, str_of(letters[random_below(COUNT(letters))]));
	assert_true(b.len < WORD_SIZE);
	memcpy(out, b.p, b.len + 1);
	buf_release(&b);
}

static size_t decode(const char *word, uint32_t *out)
{
	struct str s = str_of(word);
	size_t at = 0, n = 0;

	while (at < s.len)
		at += utf8_decode(s.p + at, s.len - at, &out[n++]);
	return n;
}

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* As it is defined: the whole table; of a beginning the least of any head. */
static unsigned int distance(const char *x, const char *y, bool is_beginning)
{
	uint32_t a[WORD_SIZE], b[WORD_SIZE];
	size_t n = decode(x, a), m = decode(y, b);
	static unsigned int d[WORD_SIZE][WORD_SIZE];
	unsigned int of_heads = UINT_MAX;

	for (size_t i = 0; i <= n; i++) {
		for (size_t j = 0; j <= m; j++) {
			if (i == 0 || j == 0) {
				d[i][j] = (unsigned int)(i + j);
				continue;
			}
			d[i][j] = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			d[i][j] = least(d[i][j], d[i - 1][j] + 1);
			d[i][j] = least(d[i][j], d[i][j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	for (size_t j = 0; j <= m; j++)
		of_heads = least(of_heads, d[n][j]);
	return is_beginning ? of_heads : d[n][m];
}

static bool has_head(const char *word, const char *other, size_t fixed)
{
	uint32_t a[WORD_SIZE], b[WORD_SIZE];
	size_t n = decode(word, a), m = decode(other, b);

	for (size_t i = 0; i < fixed && i < n; i++) {
		if (i >= m || a[i] != b[i])
			return false;
	}
	return true;
}

/* Walks the list; says of each of its words what it was told, or UINT_MAX where
 * it was leapt over. Returns how many were looked at. */
static size_t walk(const struct list *list, const char *word, unsigned int most,
		   size_t fixed, bool is_beginning, unsigned int told[WORDS])
{
	struct nearby n;
	struct str at =
		is_beginning
			? nearby_init_beginning(&n, str_of(word), most, fixed)
			: nearby_init(&n, str_of(word), most, fixed);
	char from[WORD_SIZE * 2];
	size_t looks = 0;

	memcpy(from, at.p, at.len);
	from[at.len] = '\0';
	for (size_t i = 0; i < list->count; i++) {
		struct str w = str_of(list->words[i]), next;

		told[i] = most + 1;
		if (strcmp(list->words[i], from) < 0)
			continue;
		looks++;
		told[i] = nearby_look(&n, w, &next);
		if (next.len == 0)
			continue;
		if (str_eq(next, w)) {
			while (++i < list->count)
				told[i] = most + 1;
			break;
		}
		assert_true(str_cmp(next, w) > 0);
		memcpy(from, next.p, next.len);
		from[next.len] = '\0';
	}
	return looks;
}

static void a_walk_finds_what_a_table_does(void **state)
{
	static struct list list;
	static unsigned int told[WORDS];
	size_t near = 0;

	(void)state;
	for (unsigned int round = 0; round < 400; round++) {
		unsigned int most = 1 + random_below(2);
		size_t fixed = random_below(3);
		bool is_beginning = random_below(2);
		char word[WORD_SIZE];

		random_word(word);
		list.count = 1 + random_below(WORDS);
		for (size_t i = 0; i < list.count; i++)
			random_word(list.words[i]);
		sort(&list);
		walk(&list, word, most, fixed, is_beginning, told);
		for (size_t i = 0; i < list.count; i++) {
			unsigned int d =
				distance(word, list.words[i], is_beginning);

			if (!has_head(word, list.words[i], fixed) || d > most)
				d = most + 1;
			near += d <= most;
			if (told[i] != d && (told[i] <= most || d <= most))
				fail_msg("%s%s, %s: %u, not %u (of %u, %zu "
					 "stay)",
					 word, is_beginning ? "*" : "",
					 list.words[i], told[i], d, most,
					 fixed);
		}
	}
	assert_true(near > 1000);
}

static void counts_slips(void **state)
{
	static const struct {
		const char *word, *other;
		unsigned int slips;
	} rows[] = {
		{ "water", "water", 0 },
		{ "water", "watr", 1 },
		{ "water", "watter", 1 },
		{ "water", "wader", 1 },
		{ "water", "wtaer", 1 },
		{ "water", "watre", 1 },
		{ "water", "awter", 1 },
		{ "water", "waters", 1 },
		{ "water", "wters", 2 },
		{ "water", "tawer", 2 },
		{ "réforme", "reforme", 1 },
		{ "water", "wxyer", 2 },
		/* No part is changed twice. */
		{ "ca", "abc", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct nearby n;
		struct str next;
		unsigned int got;

		nearby_init(&n, str_of(rows[i].word), 2, 0);
		got = nearby_look(&n, str_of(rows[i].other), &next);
		assert_int_equal(got, rows[i].slips);
	}
}

static void counts_slips_of_beginnings(void **state)
{
	static const struct {
		const char *beginning, *word;
		unsigned int slips;
	} rows[] = {
		{ "pipe", "pipeline", 0 },     { "pipleine", "pipelines", 1 },
		{ "pipelne", "pipelines", 1 }, { "elcti", "elections", 1 },
		{ "wqter", "waterway", 1 },    { "watter", "water", 1 },
		{ "water", "wat", 2 },	       { "water", "xxxwater", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct nearby n;
		struct str next;
		unsigned int got;

		nearby_init_beginning(&n, str_of(rows[i].beginning), 2, 0);
		got = nearby_look(&n, str_of(rows[i].word), &next);
		assert_int_equal(got, rows[i].slips);
	}
}

static void most_of_a_list_is_leapt_over(void **state)
{
	static struct list list;
	static unsigned int told[WORDS];

	(void)state;
	list.count = 0;
	for (unsigned int i = 0; i < WORDS; i++) {
		char *w = list.words[list.count++];

		memcpy(w, "qqqqaaaa", 9);
		w[4] = (char)('a' + i % 26);
		w[5] = (char)('a' + i / 26);
	}
	sort(&list);
	assert_true(walk(&list, "water", 1, 0, false, told) < 5);
	assert_true(walk(&list, "qqqqbbaa", 1, 1, false, told) < 120);
	assert_true(walk(&list, "qqqqbb", 1, 1, true, told) < 120);
}

static void long_words_and_bad_bytes_do_no_harm(void **state)
{
	char longest[1000];
	struct nearby n;
	struct str next;

	(void)state;
	memset(longest, 'a', sizeof(longest));
	nearby_init(&n, str_make(longest, sizeof(longest)), 2, 40);
	assert_int_equal(n.len, NEARBY_LETTERS);
	assert_true(nearby_look(&n, str_make(longest, sizeof(longest)), &next) >
		    2);
	assert_int_equal(
		nearby_look(&n, str_make(longest, NEARBY_LETTERS + 2), &next),
		2);
	nearby_init(&n, STR("water"), 2, 0);
	assert_true(nearby_look(&n, STR("wat\xff"), &next) > 2);
	nearby_look(&n, STR("\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf"),
		    &next);
	assert_true(next.len > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_slips),
		cmocka_unit_test(counts_slips_of_beginnings),
		cmocka_unit_test(a_walk_finds_what_a_table_does),
		cmocka_unit_test(most_of_a_list_is_leapt_over),
		cmocka_unit_test(long_words_and_bad_bytes_do_no_harm),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
