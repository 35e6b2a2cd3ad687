/*
 * Tests of text/record: what goes in comes out, and damage does no harm.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Under AddressSanitizer, which the arena and the exact copies here are made
 * for, no byte beyond a record is read.
 */
#include "text/record.h"
#include "tests/unit/random.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#define SEED   UINT64_C(0x9e3779b97f4a7c15)
#define BUDGET (16u << 20)

static struct str random_text(struct arena *arena, unsigned int most)
{
	size_t len = random_below(4) ? random_below(most + 1) : 0;
	char *p = arena_alloc(arena, len + 1);

	assert_non_null(p);
	for (size_t i = 0; i < len; i++)
		p[i] = (char)random_below(256);
	return str_make(p, len);
}

static const struct str *random_list(struct arena *arena, size_t *count)
{
	struct str *list;

	*count = random_below(5);
	list = arena_array(arena, *count + 1, sizeof(*list));
	assert_non_null(list);
	for (size_t i = 0; i < *count; i++)
		list[i] = random_text(arena, 20);
	return list;
}

static double random_number(void)
{
	return (random_below(2000) - 1000.0) / (1 + random_below(7));
}

static void random_weights(struct arena *arena, struct record *r)
{
	struct record_weight *weights = arena_array(arena, 4, sizeof(*weights));
	size_t at = 0;

	assert_non_null(weights);
	while (r->weight_count < random_below(4) && at < r->text.len) {
		weights[r->weight_count++] =
			(struct record_weight){ at, random_number() };
		at += random_below(100);
	}
	r->weights = weights;
}

/* A heading that stands in the text, mostly, and an anchor that is made of it.
 */
static void random_section(struct arena *arena, const struct record *r,
			   struct record_section *s)
{
	struct str line = str_skip(r->text, s->start);

	s->title = random_below(3) ? str_head(line, str_find(line, '\n'))
				   : random_text(arena, 40);
	s->anchor = random_text(arena, 40);
	if (random_below(3)) {
		char *p = arena_alloc(arena, s->title.len + 1);
		size_t len = 0;

		assert_non_null(p);
		for (size_t i = 0; i < s->title.len; i++) {
			unsigned char c = (unsigned char)s->title.p[i];

			if (isalnum(c) || c >= 128 || strchr(" -_", c))
				p[len++] = c == ' ' ? '-' : (char)tolower(c);
		}
		s->anchor = str_make(p, len - (len && !random_below(8)));
	}
}

static void random_record(struct arena *arena, struct record *r)
{
	struct record_section *sections;
	size_t at = 0;

	*r = (struct record){
		.id = random_text(arena, 30),
		.url = random_text(arena, 30),
		.title = random_text(arena, 200),
		.date = random_text(arena, 25),
		.lang = random_text(arena, 3),
		.image = random_text(arena, 30),
		.image_description = random_text(arena, 30),
		.description = random_text(arena, 300),
		.updated = random_text(arena, 25),
		.hidden = random_text(arena, 8),
		.boost = random_number(),
		.source = random_below(3) ? 0 : UINT32_MAX - random_below(9),
		.text = random_text(arena, 2000),
		.lines = random_text(arena, 20),
	};
	r->authors = random_list(arena, &r->author_count);
	r->tags = random_list(arena, &r->tag_count);
	r->aliases = random_list(arena, &r->alias_count);
	r->categories = random_list(arena, &r->category_count);
	r->pins = random_list(arena, &r->pin_count);
	random_weights(arena, r);
	sections = arena_array(arena, 10, sizeof(*sections));
	assert_non_null(sections);
	while (r->section_count < random_below(10)) {
		at += random_below(300);
		if (at >= r->text.len)
			break;
		sections[r->section_count].start = at;
		random_section(arena, r, &sections[r->section_count++]);
	}
	r->sections = sections;
}

static bool same_list(const struct str *a, size_t a_count, const struct str *b,
		      size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++) {
		if (!str_eq(a[i], b[i]))
			return false;
	}
	return true;
}

static bool same(const struct record *a, const struct record *b)
{
	if (!str_eq(a->id, b->id) || !str_eq(a->url, b->url) ||
	    !str_eq(a->title, b->title) || !str_eq(a->date, b->date) ||
	    !str_eq(a->lang, b->lang) || !str_eq(a->image, b->image) ||
	    !str_eq(a->image_description, b->image_description) ||
	    !str_eq(a->description, b->description) ||
	    !str_eq(a->text, b->text) || a->source != b->source ||
	    a->section_count != b->section_count ||
	    !str_eq(a->updated, b->updated) || !str_eq(a->hidden, b->hidden) ||
	    a->boost != b->boost || a->weight_count != b->weight_count ||
	    !str_eq(a->lines, b->lines))
		return false;
	for (size_t i = 0; i < a->weight_count; i++) {
		if (a->weights[i].start != b->weights[i].start ||
		    a->weights[i].weight != b->weights[i].weight)
			return false;
	}
	for (size_t i = 0; i < a->section_count; i++) {
		if (a->sections[i].start != b->sections[i].start ||
		    !str_eq(a->sections[i].title, b->sections[i].title) ||
		    !str_eq(a->sections[i].anchor, b->sections[i].anchor))
			return false;
	}
	return same_list(a->aliases, a->alias_count, b->aliases,
			 b->alias_count) &&
	       same_list(a->categories, a->category_count, b->categories,
			 b->category_count) &&
	       same_list(a->pins, a->pin_count, b->pins, b->pin_count) &&
	       same_list(a->authors, a->author_count, b->authors,
			 b->author_count) &&
	       same_list(a->tags, a->tag_count, b->tags, b->tag_count);
}

/* Is it inside these bytes? */
static bool is_in(struct str s, struct str data)
{
	return s.len == 0 || (s.p >= data.p && s.len <= data.len &&
			      s.p - data.p <= (ptrdiff_t)(data.len - s.len));
}

static bool is_list_in(const struct str *list, size_t count, struct str data)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_in(list[i], data))
			return false;
	}
	return true;
}

/* May what was decoded be shown without harm? */
static bool is_sane(const struct record *r, struct str data)
{
	static volatile unsigned int sum;
	size_t before = 0;

	if (!is_in(r->id, data) || !is_in(r->url, data) ||
	    !is_in(r->title, data) || !is_in(r->date, data) ||
	    !is_in(r->lang, data) || !is_in(r->image, data) ||
	    !is_in(r->image_description, data) ||
	    !is_in(r->description, data) || !is_in(r->text, data) ||
	    !is_in(r->updated, data) || !is_in(r->hidden, data) ||
	    !is_in(r->lines, data) ||
	    !is_list_in(r->aliases, r->alias_count, data) ||
	    !is_list_in(r->categories, r->category_count, data) ||
	    !is_list_in(r->pins, r->pin_count, data) ||
	    !is_list_in(r->authors, r->author_count, data) ||
	    !is_list_in(r->tags, r->tag_count, data))
		return false;
	for (size_t i = 0; i < r->weight_count; i++) {
		if (!isfinite(r->weights[i].weight))
			return false;
	}
	for (size_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];

		/* An anchor may be made, and then be looked at by asan. */
		for (size_t j = 0; j < s->anchor.len; j++)
			sum += (unsigned char)s->anchor.p[j];
		if (!is_in(s->title, data) || s->start < before ||
		    s->start >= r->text.len)
			return false;
		before = s->start;
	}
	return true;
}

static struct buf encoded(const struct record *r)
{
	struct buf out = BUF_INIT;

	record_encode(r, &out);
	assert_int_equal(out.failed, ERR_OK);
	return out;
}

static void what_is_encoded_is_decoded(void **state)
{
	(void)state;
	random_state = SEED;
	for (int run = 0; run < 3000; run++) {
		struct arena arena = ARENA_INIT(BUDGET);
		struct err err = ERR_INIT;
		struct record r, again;
		struct buf data;

		random_record(&arena, &r);
		data = encoded(&r);
		if (record_decode(buf_view(&data), &arena, &again, &err) != 0 ||
		    !same(&r, &again))
			fail_msg("seed %llx, run %d: %s",
				 (unsigned long long)SEED, run, err.message);
		assert_true(is_sane(&again, buf_view(&data)));
		buf_release(&data);
		arena_release(&arena);
	}
}

/* Decodes a copy that ends where its memory ends. Whether it was refused. */
static bool try_damaged(struct str data, const char *what, size_t at)
{
	struct arena arena = ARENA_INIT(BUDGET);
	struct err err = ERR_INIT;
	char *block = malloc(data.len + 1);
	struct str copy = str_make(block + 1, data.len);
	struct record r;
	int ret;

	assert_non_null(block);
	if (data.len)
		memcpy(block + 1, data.p, data.len);
	ret = record_decode(copy, &arena, &r, &err);
	if (ret == 0 ? !is_sane(&r, copy)
		     : ret != ERR_CORRUPT && ret != ERR_FORMAT)
		fail_msg("seed %llx, %s %zu: %d %s", (unsigned long long)SEED,
			 what, at, ret, err.message);
	assert_int_equal(err.code, ret);
	arena_release(&arena);
	free(block);
	return ret != 0;
}

static void every_truncated_record_is_refused(void **state)
{
	(void)state;
	random_state = SEED + 1;
	for (int run = 0; run < 20; run++) {
		struct arena arena = ARENA_INIT(BUDGET);
		struct record r;
		struct buf data;

		random_record(&arena, &r);
		data = encoded(&r);
		for (size_t len = 0; len < data.len; len++)
			assert_true(try_damaged(str_head(buf_view(&data), len),
						"cut to", len));
		buf_add_char(&data, '\0');
		assert_true(try_damaged(buf_view(&data), "longer", data.len));
		buf_release(&data);
		arena_release(&arena);
	}
}

static void a_damaged_record_is_refused_or_sane(void **state)
{
	unsigned int refused = 0;

	(void)state;
	random_state = SEED + 2;
	for (int run = 0; run < 30000; run++) {
		struct arena arena = ARENA_INIT(BUDGET);
		struct record r;
		struct buf data;

		random_record(&arena, &r);
		data = encoded(&r);
		for (unsigned int n = 1 + random_below(4); n-- > 0;) {
			/* Mostly at the lengths and counts in front. */
			unsigned int at = random_below((unsigned int)data.len);

			if (random_below(2))
				at = random_below(at + 1);
			data.p[at] = (char)(random_below(3) ? random_below(256)
							    : 0xff);
		}
		refused += try_damaged(buf_view(&data), "run", (size_t)run);
		buf_release(&data);
		arena_release(&arena);
	}
	/* Else this would prove nothing. */
	assert_true(refused > 3000);
}

static void random_bytes_are_refused_or_sane(void **state)
{
	(void)state;
	random_state = SEED + 3;
	for (int run = 0; run < 30000; run++) {
		char bytes[64];

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] =
				(char)random_below(random_below(2) ? 4 : 256);
		bytes[0] = 4;
		try_damaged(str_make(bytes, random_below(sizeof(bytes))), "run",
			    (size_t)run);
	}
}

static void a_later_version_is_named(void **state)
{
	struct arena arena = ARENA_INIT(BUDGET);
	struct err err = ERR_INIT;
	struct record r;

	(void)state;
	assert_int_equal(record_decode(STR("\x05"), &arena, &r, &err),
			 ERR_FORMAT);
	assert_non_null(strstr(err.message, "version 5"));
	err_clear(&err);
	assert_int_equal(record_decode(STR(""), &arena, &r, &err), ERR_CORRUPT);
	arena_release(&arena);
}

static void a_count_beyond_the_budget_is_a_limit(void **state)
{
	struct arena arena = ARENA_INIT(1024), small = ARENA_INIT(1024);
	struct err err = ERR_INIT;
	struct str tags[100];
	struct record r = { .tags = tags, .tag_count = 100 }, again;
	struct buf data;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		tags[i] = STR("t");
	data = encoded(&r);
	assert_int_equal(record_decode(buf_view(&data), &small, &again, &err),
			 ERR_LIMIT);
	buf_release(&data);
	arena_release(&small);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_encoded_is_decoded),
		cmocka_unit_test(every_truncated_record_is_refused),
		cmocka_unit_test(a_damaged_record_is_refused_or_sane),
		cmocka_unit_test(random_bytes_are_refused_or_sane),
		cmocka_unit_test(a_later_version_is_named),
		cmocka_unit_test(a_count_beyond_the_budget_is_a_limit),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
