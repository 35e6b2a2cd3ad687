/*
 * Chunks of positions: what was written is read, and nothing breaks on what was
 * not.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/positions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "random_list.h"
#include "text/bits.h"

#define ENTRIES 4000
#define ROUNDS	60

/* ---- Chunks ------------------------------------------------------------- */

struct entry {
	char term[POSITIONS_TERM_MAX];
	size_t term_len;
	uint32_t docid;
	struct buf list;
};

static struct entry entries[ENTRIES];
static size_t entry_count;

static struct str term_of(const struct entry *e)
{
	return str_make(e->term, e->term_len);
}

static void set_short(struct buf *list)
{
	static const uint32_t position = 7;

	buf_clear(list);
	positions_encode(&position, 1, list);
}

static void forget_entries(void)
{
	for (size_t i = 0; i < entry_count; i++)
		buf_release(&entries[i].list);
	entry_count = 0;
}

static int by_term(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = str_cmp(term_of(x), term_of(y));

	return order ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

/* Terms of few letters, so that many begin alike; some of them as long as any.
 * Few documents or many. */
static void make_entries(size_t count)
{
	uint32_t list[EACH];
	unsigned int docids = random_below(2) ? 40 : 3000000;
	unsigned int letters = 1 + random_below(4);
	char first = "a9fx{}\200"[random_below(7)];
	size_t kept = 0;

	forget_entries();
	memset(entries, 0, sizeof(entries));
	for (size_t i = 0; i < count; i++) {
		struct entry *e = &entries[i];

		e->term_len = 1 + random_below(letters);
		if (random_below(50) == 0)
			e->term_len = POSITIONS_TERM_MAX;
		for (size_t j = 0; j < e->term_len; j++)
			e->term[j] = (char)(first + random_below(3));
		e->docid = 1 + random_below(docids);
	}
	qsort(entries, count, sizeof(*entries), by_term);
	for (size_t i = 0; i < count; i++) {
		if (kept && by_term(&entries[kept - 1], &entries[i]) == 0)
			continue;
		entries[kept++] = entries[i];
	}
	entry_count = kept;
	for (size_t i = 0; i < kept; i++)
		positions_encode(list, random_list(list), &entries[i].list);
}

struct chunk {
	struct buf key, bytes;
};

static struct chunk chunks[ENTRIES];
static size_t chunk_count;

static void forget_chunks(void)
{
	while (chunk_count) {
		buf_release(&chunks[--chunk_count].key);
		buf_release(&chunks[chunk_count].bytes);
	}
}

static int keep_chunk(struct str key, struct str bytes, void *payload,
		      struct err *err)
{
	struct chunk *c = &chunks[chunk_count];

	(void)payload;
	(void)err;
	assert_true(chunk_count < ENTRIES);
	memset(c, 0, sizeof(*c));
	buf_add_str(&c->key, key);
	buf_add_str(&c->bytes, bytes);
	if (chunk_count)
		assert_true(str_cmp(buf_view(&c[-1].key), key) < 0);
	chunk_count++;
	return 0;
}

static void write_entries(size_t most)
{
	struct positions_writer w;
	struct err err = ERR_INIT;

	forget_chunks();
	positions_begin(&w, most, keep_chunk, NULL);
	for (size_t i = 0; i < entry_count; i++)
		assert_int_equal(positions_add(&w, term_of(&entries[i]),
					       entries[i].docid,
					       buf_view(&entries[i].list),
					       &err),
				 0);
	assert_int_equal(positions_end(&w, &err), 0);
	positions_writer_release(&w);
}

static void expect_entry(const struct positions_reader *r,
			 const struct entry *e)
{
	struct positions found = { 0 }, wanted = { 0 };
	struct buf list = BUF_INIT;
	struct err err = ERR_INIT;

	positions_copy(r, &list);
	assert_true(str_eq(buf_view(&list), buf_view(&e->list)));
	assert_int_equal(positions_read(r, UINT32_MAX, &found, &err), 0);
	assert_int_equal(positions_decode(buf_view(&e->list), &wanted, &err),
			 0);
	assert_int_equal(found.count, wanted.count);
	assert_memory_equal(found.items, wanted.items,
			    found.count * sizeof(*found.items));
	positions_release(&found);
	positions_release(&wanted);
	buf_release(&list);
}

/* All entries stand in the chunks, in order, and each key is that of the last
 * one. */
static void check_chunks(void)
{
	struct positions_reader r;
	size_t at = 0;

	for (size_t i = 0; i < chunk_count; i++) {
		struct str term;
		uint32_t docid;

		positions_open(&r, buf_view(&chunks[i].bytes));
		while (positions_next_term(&r)) {
			while (positions_next(&r)) {
				struct entry *e = &entries[at++];

				assert_true(at <= entry_count);
				assert_true(
					str_eq(positions_term(&r), term_of(e)));
				assert_int_equal(r.docid, e->docid);
				expect_entry(&r, e);
			}
		}
		assert_false(r.bad);
		assert_true(positions_key_read(buf_view(&chunks[i].key), &term,
					       &docid));
		assert_true(str_eq(term, term_of(&entries[at - 1])));
		assert_int_equal(docid, entries[at - 1].docid);
	}
	assert_int_equal(at, entry_count);
}

static void chunks_come_back(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		make_entries(1 + random_below(ENTRIES - 1));
		write_entries(random_below(2) ? POSITIONS_CHUNK
					      : 1 + random_below(3000));
		check_chunks();
	}
}

static void chunks_are_no_larger_than_asked(void **state)
{
	(void)state;
	make_entries(ENTRIES);
	for (size_t i = 0; i < entry_count; i++) {
		set_short(&entries[i].list);
	}
	write_entries(POSITIONS_CHUNK);
	for (size_t i = 0; i < chunk_count; i++) {
		size_t size = chunks[i].key.len + chunks[i].bytes.len;

		assert_true(size <= POSITIONS_CHUNK);
		assert_true(i + 1 == chunk_count ||
			    size > POSITIONS_CHUNK - 3 * POSITIONS_TERM_MAX);
	}
}

/* The first chunk whose key is not before the entry's. */
static const struct chunk *chunk_for(const struct entry *e)
{
	struct buf key = BUF_INIT;
	size_t i = 0;

	positions_key(term_of(e), e->docid, &key);
	while (i < chunk_count &&
	       str_cmp(buf_view(&chunks[i].key), buf_view(&key)) < 0)
		i++;
	buf_release(&key);
	return i < chunk_count ? &chunks[i] : NULL;
}

static void an_entry_is_found_by_its_key(void **state)
{
	struct positions_reader r;

	(void)state;
	make_entries(ENTRIES);
	write_entries(POSITIONS_CHUNK);
	for (size_t i = 0; i < entry_count; i++) {
		struct entry *e = &entries[i], other = *e;
		const struct chunk *c = chunk_for(e);

		assert_non_null(c);
		positions_open(&r, buf_view(&c->bytes));
		assert_true(positions_find_term(&r, term_of(e)));
		assert_true(positions_find(&r, e->docid));
		assert_true(positions_find(&r, e->docid));
		expect_entry(&r, e);
		other.docid++;
		if (i + 1 < entry_count && by_term(&other, e + 1) == 0)
			continue;
		assert_false(positions_find(&r, other.docid));
		if (r.docid > other.docid)
			assert_true(positions_find(&r, r.docid));
	}
}

/* ---- Changes ------------------------------------------------------------ */

/* Of some of the entries a chunk; returned to be released. */
static struct buf chunk_of(const bool *is_in)
{
	struct positions_writer w;
	struct err err = ERR_INIT;
	struct buf bytes = BUF_INIT, other = BUF_INIT;

	set_short(&other);
	forget_chunks();
	positions_begin(&w, SIZE_MAX, keep_chunk, NULL);
	for (size_t i = 0; i < entry_count; i++) {
		struct str list = buf_view(&entries[i].list);

		if (random_below(2))
			list = buf_view(&other);
		if (is_in[i])
			assert_int_equal(positions_add(&w, term_of(&entries[i]),
						       entries[i].docid, list,
						       &err),
					 0);
	}
	assert_int_equal(positions_end(&w, &err), 0);
	positions_writer_release(&w);
	if (chunk_count)
		buf_add_str(&bytes, buf_view(&chunks[0].bytes));
	buf_release(&other);
	forget_chunks();
	return bytes;
}

/* Some entries are there already, some of them go, and the others are set. */
static void edits_leave_what_was_asked_for(void **state)
{
	static struct positions_change changes[ENTRIES];
	static bool is_in[ENTRIES];
	struct err err = ERR_INIT;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		unsigned int some = 1 + random_below(5);
		size_t kept = 0;
		struct buf old;

		make_entries(1 + random_below(ENTRIES / 4));
		for (size_t j = 0; j < entry_count; j++)
			is_in[j] = random_below(5) < some;
		old = chunk_of(is_in);
		for (size_t j = 0; j < entry_count; j++) {
			changes[j] = (struct positions_change){
				term_of(&entries[j]), entries[j].docid,
				buf_view(&entries[j].list)
			};
			if (random_below(5) < some)
				changes[j].list.len = 0;
		}
		assert_int_equal(positions_edit(buf_view(&old), changes,
						entry_count, keep_chunk, NULL,
						&err),
				 0);
		for (size_t j = 0; j < entry_count; j++) {
			struct entry one = entries[j];

			if (changes[j].list.len == 0) {
				buf_release(&one.list);
				continue;
			}
			entries[kept++] = one;
		}
		entry_count = kept;
		check_chunks();
		buf_release(&old);
	}
}

/* What has no change stays; a chunk that is too large becomes several of about
 * the same size. */
static void expect_even_split(size_t count)
{
	static bool is_in[ENTRIES];
	struct positions_change change;
	struct err err = ERR_INIT;
	struct buf old;
	size_t size;

	make_entries(count);
	for (size_t i = 0; i < entry_count; i++) {
		set_short(&entries[i].list);
		is_in[i] = i != entry_count / 2;
	}
	old = chunk_of(is_in);
	change = (struct positions_change){ term_of(&entries[entry_count / 2]),
					    entries[entry_count / 2].docid,
					    buf_view(&entries[0].list) };
	assert_int_equal(positions_edit(buf_view(&old), &change, 1, keep_chunk,
					NULL, &err),
			 0);
	check_chunks();
	assert_true(chunk_count > 1);
	for (size_t i = 0; i < chunk_count; i++) {
		size = chunks[i].key.len + chunks[i].bytes.len;
		assert_true(size <= POSITIONS_CHUNK);
		/* The last of several has what is left. */
		assert_true(size > POSITIONS_CHUNK / 3 ||
			    (chunk_count > 2 && i + 1 == chunk_count));
	}
	buf_release(&old);
}

static void an_edit_splits_evenly(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		expect_even_split(400 + random_below(1000));
	expect_even_split(ENTRIES);
}

/* ---- Damage ------------------------------------------------------------- */

static void read_all(struct str chunk)
{
	struct positions_reader r;
	struct positions found = { 0 };
	struct err err;

	positions_open(&r, chunk);
	while (positions_next_term(&r)) {
		while (positions_next(&r)) {
			int ret;

			err = (struct err)ERR_INIT;
			ret = positions_read(&r, UINT32_MAX, &found, &err);
			assert_true(ret == 0 || ret == ERR_CORRUPT);
		}
	}
	positions_release(&found);
}

static void damage_does_no_harm(void **state)
{
	(void)state;
	make_entries(ENTRIES / 4);
	write_entries(POSITIONS_CHUNK);
	for (int i = 0; i < 5000; i++) {
		const struct chunk *c =
			&chunks[random_below((unsigned int)chunk_count)];
		size_t len = c->bytes.len;
		char *copy = malloc(len);

		assert_non_null(copy);
		memcpy(copy, c->bytes.p, len);
		for (unsigned int j = 0; j <= random_below(4); j++)
			copy[random_below((unsigned int)len)] =
				(char)random_below(256);
		if (random_below(3) == 0)
			len = random_below((unsigned int)len);
		copy = realloc(copy, len + !len);
		assert_non_null(copy);
		read_all(str_make(copy, len));
		free(copy);
	}
}

#define ENTRY	    12 /* bits */
#define GAP_ENTRIES (ENTRY + GAP_BITS + ENTRY)
#define GAP_BITS    2 /* of a gap of 1, where the first docid is 5 */
#define NONE	    UINT32_MAX
#define WHOLE	    5 /* of the cases have no damage */

/* A run of a chunk as it stands there; what is not told is that of a whole one:
 * position 6 in document 5. */
struct run {
	uint32_t same;
	const char *rest;
	uint32_t rest_len; /* 0: that of the rest */
	uint32_t first;	   /* docid; 0: 5 */
	uint32_t len;	   /* of the entries; 0: that; NONE: 0 */
	uint32_t count;	   /* of positions; 0: 1 */
	uint32_t gap;	   /* to one more document, less one; 0: none */
	uint32_t next;	   /* from the first to that of a group; 0: none */
	bool is_cut;	   /* the chunk ends behind the length */
	bool has_no_next;  /* though it says so */
	bool is_unseen;	   /* by a change of something else */
};

static void put_list(struct bits_out *out, uint32_t count)
{
	bits_put_gamma(out, count);
	/* Eight other widths are commoner than three bits. */
	bits_put(out, 1u << 8, 9);
	bits_put(out, 6 & 3, 2);
}

/* One more group, of one document. */
static void put_group(struct bits_out *out, uint32_t more)
{
	bits_put(out, 0, 1);
	bits_put_exp(out, more - 1, 7);
	bits_put(out, 4, 5);
	bits_put_exp(out, ENTRY, 5);
	put_list(out, 1);
}

static void put_run(struct bits_out *out, const struct run *run,
		    unsigned int docid_width)
{
	uint32_t rest_len = (uint32_t)strlen(run->rest);
	uint32_t len = run->len ? run->len : ENTRY;

	bits_put_exp(out, run->same, 2);
	bits_put_exp(out, (run->rest_len ? run->rest_len : rest_len) - 1, 3);
	bits_put(out, 3, 2);
	for (uint32_t i = 0; i < rest_len; i++)
		bits_put(out, (unsigned char)run->rest[i], 8);
	bits_put(out, run->next || run->has_no_next, 1);
	bits_put_exp(out, (run->first ? run->first : 5) - 1, docid_width);
	bits_put_exp(out, len == NONE ? 0 : len, 5);
	if (run->is_cut)
		return;
	put_list(out, run->count ? run->count : 1);
	if (run->gap)
		bits_put_exp(out, run->gap, run->first ? 31 : 1);
	if (run->gap && !run->first)
		put_list(out, 1);
	if (run->next)
		put_group(out, run->next);
}

/* What is not changed is copied unseen. */
static bool is_damaged(struct str chunk, bool is_unseen)
{
	struct positions_reader r;
	struct positions found = { 0 };
	struct err err = ERR_INIT;
	int ret = 0;

	positions_open(&r, chunk);
	while (positions_next_term(&r)) {
		while (positions_next(&r) && !ret)
			ret = positions_read(&r, UINT32_MAX, &found, &err);
	}
	positions_release(&found);
	forget_chunks();
	assert_int_equal(positions_edit(chunk, NULL, 0, keep_chunk, NULL, &err),
			 r.bad && !is_unseen ? ERR_CORRUPT : 0);
	forget_chunks();
	return r.bad || ret;
}

static void damage_is_told(void **state)
{
	static const struct {
		const char *what;
		struct run runs[2];
	} cases[] = {
		{ "nothing", { { .rest = "b" } } },
		{ "two terms", { { .rest = "b" }, { .rest = "c" } } },
		{ "two groups", { { .rest = "b", .next = 9 } } },
		{ "two groups that touch",
		  { { .rest = "b",
		      .len = GAP_ENTRIES,
		      .gap = 1,
		      .next = 3 } } },
		{ "a last docid", { { .rest = "b", .first = UINT32_MAX } } },
		{ "no entries", { { .rest = "b", .len = NONE } } },
		{ "a run that is cut", { { .rest = "b", .is_cut = true } } },
		{ "a group that is not there",
		  { { .rest = "b", .has_no_next = true } } },
		{ "groups that overlap",
		  { { .rest = "b",
		      .len = GAP_ENTRIES,
		      .gap = 1,
		      .next = 2,
		      .is_unseen = true } } },
		{ "docid 2^32",
		  { { .rest = "b",
		      .first = UINT32_MAX,
		      .len = ENTRY + 32,
		      .gap = 1 } } },
		{ "more positions than there is room for",
		  { { .rest = "b", .count = 7, .len = 16 } } },
		{ "a length beyond the end", { { .rest = "b", .len = 100 } } },
		{ "an entry beyond the end of its run",
		  { { .rest = "b", .len = 11 }, { .rest = "c" } } },
		{ "a term that is too long",
		  { { .rest = "b", .rest_len = POSITIONS_TERM_MAX + 1 } } },
		{ "terms that fall", { { .rest = "b" }, { .rest = "a" } } },
		{ "a term again", { { .rest = "b" }, { .rest = "b" } } },
		{ "more shared than there is",
		  { { .rest = "b" }, { .same = 2, .rest = "c" } } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf chunk = BUF_INIT;
		struct bits_out out = bits_into(&chunk);

		for (int j = 0; j < 2 && cases[i].runs[j].rest; j++)
			put_run(&out, &cases[i].runs[j], j ? 6 : 7);
		bits_end(&out);
		if (is_damaged(buf_view(&chunk), cases[i].runs[0].is_unseen) !=
		    (i >= WHOLE))
			fail_msg("%s", cases[i].what);
		buf_release(&chunk);
	}
}

/* Entries are not to be added behind those that are behind them. */
static void a_change_of_groups_that_overlap_is_refused(void **state)
{
	static const struct run run = {
		.rest = "b", .len = GAP_ENTRIES, .gap = 1, .next = 2
	};
	static const uint32_t one = 1;
	struct buf chunk = BUF_INIT, list = BUF_INIT;
	struct bits_out out = bits_into(&chunk);
	struct positions_change changes[2];
	struct err err = ERR_INIT;

	(void)state;
	put_run(&out, &run, 7);
	bits_end(&out);
	positions_encode(&one, 1, &list);
	for (uint32_t i = 0; i < 2; i++)
		changes[i] = (struct positions_change){ STR("b"), 6 + i,
							buf_view(&list) };
	assert_int_equal(positions_edit(buf_view(&chunk), changes, 2,
					keep_chunk, NULL, &err),
			 ERR_CORRUPT);
	buf_release(&chunk);
	buf_release(&list);
}

/* Those up to a position are read, whatever the length of the list. */
static void a_list_is_read_as_far_as_asked(void **state)
{
	uint32_t list[EACH];
	struct positions found = { 0 };

	(void)state;
	for (int i = 0; i < 3000; i++) {
		size_t count = random_list(list), at;
		uint32_t until = list[random_below((unsigned int)count)];
		struct positions_reader r;
		struct buf bytes = BUF_INIT;
		struct positions_writer w;
		struct err err = ERR_INIT;

		forget_chunks();
		positions_encode(list, count, &bytes);
		positions_begin(&w, SIZE_MAX, keep_chunk, NULL);
		assert_int_equal(
			positions_add(&w, STR("a"), 1, buf_view(&bytes), &err),
			0);
		assert_int_equal(positions_end(&w, &err), 0);
		positions_writer_release(&w);
		positions_open(&r, buf_view(&chunks[0].bytes));
		assert_true(positions_next_term(&r) && positions_next(&r));
		until -= random_below(2);
		assert_int_equal(positions_read(&r, until, &found, &err), 0);
		for (at = 0; at < count && list[at] <= until; at++)
			continue;
		assert_in_range(found.count, at, count);
		assert_memory_equal(found.items, list,
				    found.count * sizeof(*list));
		buf_release(&bytes);
	}
	positions_release(&found);
}

static int teardown(void **state)
{
	(void)state;
	forget_entries();
	forget_chunks();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chunks_come_back),
		cmocka_unit_test(chunks_are_no_larger_than_asked),
		cmocka_unit_test(an_entry_is_found_by_its_key),
		cmocka_unit_test(edits_leave_what_was_asked_for),
		cmocka_unit_test(an_edit_splits_evenly),
		cmocka_unit_test(damage_does_no_harm),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(a_change_of_groups_that_overlap_is_refused),
		cmocka_unit_test(a_list_is_read_as_far_as_asked),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
