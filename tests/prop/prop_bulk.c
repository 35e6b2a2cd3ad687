/*
 * A database that we write is the one that libxapian writes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sets of random documents, made both ways: their contents are the same, and
 * of postings and positions each block; and the positions are those that were
 * told. With the folders of two databases as arguments it says what differs in
 * their contents.
 */
#include "same.h"
#include "told.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/fs.h"
#include "bulk/document.h"
#include "bulk/glass.h"
#include "bulk/shards.h"
#include "shim/xap.h"

#define ROUNDS	  200
#define DOCUMENTS 60
#define MANY	  4000 /* documents with little in each: long lists */
#define POSTINGS  80
#define VALUES	  12
#define GAP	  "Xgap" /* the term of a document that is to go */

/* Database::check of libxapian 1.4.22 deletes an object by a smaller size than
 * it was made with. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

/* Before, among and behind those of positions. */
static const char *const keys[] = { "!", "a", "pressmark.version", "zz" };

#define KEYS (sizeof(keys) / sizeof(keys[0]))

static struct arena arena = ARENA_INIT((size_t)1 << 30);

static struct str random_bytes(size_t len)
{
	char *p = arena_alloc(&arena, len + 1);

	for (size_t i = 0; i < len; i++)
		p[i] = (char)world_below(world_below(4) ? 256 : 2);
	return str_make(p, len);
}

/* Few letters, so that many documents have it; some are as long as can be. */
static struct str random_term(void)
{
	static const char *const letters[] = { "a", "b", "c", "\xc3\xa9", "X" };
	char *p = arena_alloc(&arena, XAP_TERM_MAX);
	size_t len = 0;
	size_t most = world_below(12) ? 1 + world_below(4)
				      : 1 + world_below(XAP_TERM_MAX);

	while (len < most) {
		const char *letter = letters[world_below(5)];

		if (len + strlen(letter) > XAP_TERM_MAX)
			break;
		memcpy(p + len, letter, strlen(letter));
		len += strlen(letter);
	}
	return str_make(p, len);
}

/* Mostly rising, but not always, and some are there twice. */
static void add_positions(struct xap_posting *p)
{
	size_t count = world_below(20) ? world_below(6) : world_below(3000);
	uint32_t *positions = arena_array(&arena, count + 1, sizeof(uint32_t));
	uint32_t at = world_below(3) ? 1 : 1 + world_below(1u << 30);
	bool is_odd = world_below(4) == 0;

	for (size_t i = 0; i < count; i++) {
		positions[i] = is_odd ? 1 + world_below(50) : at;
		at += 1 + world_below(world_below(3) ? 3 : 70000);
	}
	p->positions = count ? positions : NULL;
	p->position_count = count;
}

static void random_document(struct bulk_document *d, bool is_small)
{
	static const uint32_t slots[VALUES] = { 0,   1,	  2,   3,   126, 127,
						128, 129, 255, 256, 511, 512 };
	unsigned int most = is_small ? 4 : POSTINGS;
	size_t count = world_below(8) ? world_below(most) : 0;
	struct xap_posting *postings =
		arena_array(&arena, count + 1, sizeof(*postings));
	struct bulk_value *values =
		arena_array(&arena, VALUES, sizeof(*values));

	*d = (struct bulk_document){ .postings = postings, .values = values };
	for (size_t i = 0; i < count; i++) {
		struct xap_posting *p = &postings[d->posting_count++];

		p->term = random_term();
		/* libxapian's check takes a document of length 0 for one
		 * that can have no positions. */
		p->wdf = (i == 0) + (world_below(3) ? world_below(4)
						    : world_below(100000));
		if (world_below(2))
			add_positions(p);
	}
	for (size_t i = 0; i < VALUES; i++) {
		size_t len = world_below(30) ? world_below(20)
					     : world_below(XAP_VALUE_MAX);

		if (world_below(is_small ? 8 : 2) == 0 && len)
			values[d->value_count++] =
				(struct bulk_value){ slots[i],
						     random_bytes(len) };
	}
	d->data = random_bytes(world_below(40) ? world_below(300)
					       : world_below(100000));
}

/* A document of nothing but the term by which it is deleted again. */
static void gap_document(struct bulk_document *d)
{
	static const struct xap_posting gap = { STR_INIT(GAP), 0, NULL, 0 };

	*d = (struct bulk_document){ .postings = &gap, .posting_count = 1 };
}

struct set {
	struct bulk_document documents[MANY];
	bool is_gap[MANY];
	size_t count;
	struct str metadata[KEYS];
	struct told told;
};

static void tell(struct set *s)
{
	s->told = (struct told){ .arena = &arena };
	for (size_t i = 0; i < s->count; i++)
		told_add(&s->told, (uint32_t)i + 1, &s->documents[i]);
	told_sort(&s->told);
}

static void random_set(struct set *s)
{
	bool is_long = world_below(40) == 0;

	arena_clear(&arena);
	s->count = world_below(10) ? world_below(DOCUMENTS) : world_below(3);
	if (is_long)
		s->count = MANY;
	for (size_t i = 0; i < s->count; i++) {
		/* The last docid is one that is there. */
		s->is_gap[i] = world_below(8) == 0 && i + 1 < s->count && i;
		if (s->is_gap[i])
			gap_document(&s->documents[i]);
		else
			random_document(&s->documents[i], is_long);
	}
	for (size_t i = 0; i < KEYS; i++)
		s->metadata[i] = random_bytes(
			world_below(9) ? world_below(100) : world_below(50000));
	assert_non_null(s->metadata[0].p);
	tell(s);
}

static void ok(int ret, const struct err *err)
{
	if (ret)
		fail_msg("seed %llu: %s", world_seed(), err->message);
}

static void make_ours(const struct set *s, const char *path)
{
	struct err err = ERR_INIT;
	struct glass *glass;

	ok(glass_new(path, world_below(2), &glass, &err), &err);
	if (world_below(2))
		glass_limit(glass, 1 + world_below(1000));
	for (size_t i = 0; i < s->count; i++) {
		if (!s->is_gap[i])
			ok(glass_add(glass, (uint32_t)i + 1, &s->documents[i],
				     &err),
			   &err);
	}
	for (size_t i = 0; i < KEYS; i++)
		ok(glass_set_metadata(glass, str_of(keys[i]), s->metadata[i],
				      &err),
		   &err);
	ok(glass_end(glass, NULL, NULL, &err), &err);
	ok(glass_finish(glass, &err), &err);
	glass_free(glass);
}

static void make_theirs(const struct set *s, const char *path)
{
	const char *from = world_at("flushed");
	struct err err = ERR_INIT;
	struct xap_writer *writer;
	struct xap_doc *doc;

	ok(xap_doc_new(&doc, &err), &err);
	ok(xap_writer_open(from, XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
			   &writer, &err),
	   &err);
	for (size_t i = 0; i < s->count; i++) {
		struct bulk_document bare = told_bare(&arena, &s->documents[i]);

		ok(bulk_document_fill(&bare, doc, &err), &err);
		ok(xap_writer_add(writer, doc, NULL, &err), &err);
	}
	ok(xap_writer_delete(writer, STR(GAP), &err), &err);
	for (size_t i = 0; i < KEYS; i++)
		ok(xap_writer_set_metadata(writer, str_of(keys[i]),
					   s->metadata[i], &err),
		   &err);
	ok(told_write(&s->told, writer, &err), &err);
	ok(xap_writer_commit(writer, &err), &err);
	xap_writer_free(writer);
	xap_doc_free(doc);
	ok(xap_compact(&from, 1, path, &err), &err);
	ok(fs_remove_tree(from, &err), &err);
}

/* A few changes by libxapian, the same for each database. */
static void change(const char *path)
{
	static const uint32_t positions[] = { 4, 9 };
	static const struct xap_posting postings[] = {
		{ STR_INIT("a"), 2, positions, 2 },
		{ STR_INIT("later"), 1, NULL, 0 },
	};
	static const struct bulk_value value = { 3, STR_INIT("more") };
	static const struct bulk_document document = {
		postings, 2, &value, 1, STR_INIT("data"), false
	};
	struct err err = ERR_INIT;
	struct xap_writer *writer;
	struct xap_doc *doc;

	ok(xap_doc_new(&doc, &err), &err);
	ok(bulk_document_fill(&document, doc, &err), &err);
	ok(xap_writer_open(path, 0, &writer, &err), &err);
	for (int i = 0; i < 2; i++) {
		ok(xap_writer_begin(writer, &err), &err);
		ok(xap_writer_add(writer, doc, NULL, &err), &err);
		ok(xap_writer_delete(writer, i ? STR("b") : STR("\xc3\xa9"),
				     &err),
		   &err);
		ok(xap_writer_replace(writer, STR("a"), doc, NULL, &err), &err);
		ok(xap_writer_commit(writer, &err), &err);
	}
	xap_writer_free(writer);
	xap_doc_free(doc);
	ok(xap_check(path, &err), &err);
}

static void compare(const char *ours, const char *theirs, bool with_files)
{
	const char *what = same_contents(ours, theirs, keys, KEYS);

	if (!what && with_files)
		what = same_files(ours, theirs);
	if (what)
		fail_msg("seed %llu: %s", world_seed(), what);
}

static void go_round(struct set *s)
{
	const char *ours = world_at("ours"), *theirs = world_at("theirs");
	const char *small_ours = world_at("small-ours");
	const char *small_theirs = world_at("small-theirs");
	struct err err = ERR_INIT;
	const char *what;

	random_set(s);
	make_ours(s, ours);
	make_theirs(s, theirs);
	ok(xap_check(ours, &err), &err);
	compare(ours, theirs, true);
	what = told_differs(&s->told, ours);
	if (what)
		fail_msg("seed %llu: %s", world_seed(), what);
	if (s->count && world_below(4) == 0) {
		change(ours);
		change(theirs);
		compare(ours, theirs, false);
		ok(xap_compact(&ours, 1, small_ours, &err), &err);
		ok(xap_compact(&theirs, 1, small_theirs, &err), &err);
		ok(xap_check(small_ours, &err), &err);
		compare(small_ours, small_theirs, false);
		ok(fs_remove_tree(small_ours, &err), &err);
		ok(fs_remove_tree(small_theirs, &err), &err);
	}
	ok(fs_remove_tree(ours, &err), &err);
	ok(fs_remove_tree(theirs, &err), &err);
}

static void our_databases_are_those_of_libxapian(void **state)
{
	unsigned int rounds = world_rounds(ROUNDS);
	struct set *s = calloc(1, sizeof(*s));

	(void)state;
	world_expect(s != NULL, "memory");
	world_enter();
	world_start();
	for (unsigned int i = 0; i < rounds; i++)
		go_round(s);
	world_leave();
	arena_release(&arena);
	free(s);
}

/* ---- Edges -------------------------------------------------------------- */

#define LONG	 65000 /* positions in one document */
#define FREQUENT 3000  /* documents of a word, with some positions in each */
#define FAR	 2500000
#define PER	 30
#define EDGES	 6 /* postings of each document */

static void edge_positions(struct xap_posting *p, const char *term, size_t len,
			   size_t count, uint32_t gap)
{
	uint32_t *positions = arena_array(&arena, count, sizeof(*positions));
	char *bytes = arena_alloc(&arena, len);

	for (size_t i = 0; i < count; i++)
		positions[i] = 1 + (uint32_t)i * gap;
	for (size_t i = 0; i < len; i++)
		bytes[i] = term[i < strlen(term) ? i : strlen(term) - 1];
	*p = (struct xap_posting){ str_make(bytes, len), 1, positions, count };
}

/* Long lists in a row and alone, words of many chunks, and some of the longest
 * terms, whose chunks have the longest keys. */
static void edge_document(struct bulk_document *d, uint32_t number)
{
	struct xap_posting *p = arena_array(&arena, EDGES, sizeof(*p));
	char name[16];

	*d = (struct bulk_document){ .postings = p, .posting_count = EDGES };
	snprintf(name, sizeof(name), "z%u-", number % 50);
	edge_positions(&p[0], "frequent", 8, 1 + number % PER, 1 + number % 9);
	edge_positions(&p[1], "rare", 4 + number % 240, 1, 1);
	edge_positions(&p[2], name, XAP_TERM_MAX, 2, 100000000);
	edge_positions(&p[3], "long", 4, number % 1000 ? 1 : LONG,
		       1 + number / 1000 * 30000);
	edge_positions(&p[4], "y", XAP_TERM_MAX, 8, 1);
	edge_positions(&p[5], "most", 4, number % 100 + 1, 1);
}

static void edge_set(struct set *s)
{
	arena_clear(&arena);
	*s = (struct set){ .count = FREQUENT };
	for (size_t i = 0; i < s->count; i++)
		edge_document(&s->documents[i], (uint32_t)i);
	for (size_t i = 0; i < KEYS; i++)
		s->metadata[i] = STR("value");
	tell(s);
}

static void make_shards(const struct set *s, const char *path)
{
	const char *folder = world_at("shards");
	struct err err = ERR_INIT;
	struct shards *shards;

	ok(fs_make_folder(folder, &err), &err);
	ok(shards_new(folder, &shards, &err), &err);
	for (size_t i = 0; i < s->count; i++)
		ok(shards_add(shards, &s->documents[i], &err), &err);
	for (size_t i = 0; i < KEYS; i++)
		ok(shards_set_metadata(shards, str_of(keys[i]), s->metadata[i],
				       &err),
		   &err);
	ok(shards_end(shards, NULL, NULL, &err), &err);
	ok(shards_finish(shards, path, &err), &err);
	shards_free(shards);
	ok(fs_remove_tree(folder, &err), &err);
}

static void expect_told(const struct set *s, const char *path)
{
	struct err err = ERR_INIT;
	const char *what;

	ok(xap_check(path, &err), &err);
	what = told_differs(&s->told, path);
	if (what)
		fail_msg("%s", what);
}

static void positions_at_their_edges_are_those_told(void **state)
{
	struct set *s = calloc(1, sizeof(*s));
	struct err err = ERR_INIT;
	const char *ours, *theirs, *shards;

	(void)state;
	world_expect(s != NULL, "memory");
	world_enter();
	ours = world_at("ours");
	theirs = world_at("theirs");
	shards = world_at("of-shards");
	edge_set(s);
	make_ours(s, ours);
	make_theirs(s, theirs);
	compare(ours, theirs, true);
	expect_told(s, ours);
	make_shards(s, shards);
	compare(shards, theirs, false);
	expect_told(s, shards);
	change(ours);
	change(shards);
	compare(ours, shards, false);
	ok(fs_remove_tree(ours, &err), &err);
	world_leave();
	arena_release(&arena);
	free(s);
}

/* Only ours has them: libxapian would need as many documents in between. */
static void docids_may_be_far_apart(void **state)
{
	struct set *s = calloc(1, sizeof(*s));
	const char *path;
	struct err err = ERR_INIT;
	struct glass *glass;

	(void)state;
	world_expect(s != NULL, "memory");
	world_enter();
	path = world_at("far");
	edge_set(s);
	s->told.count = 0;
	ok(glass_new(path, true, &glass, &err), &err);
	glass_limit(glass, 1000);
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t docid = 1 + (i < 100 ? i * i : i * (FAR / 200));

		ok(glass_add(glass, docid, &s->documents[i], &err), &err);
		told_add(&s->told, docid, &s->documents[i]);
	}
	told_sort(&s->told);
	ok(glass_end(glass, NULL, NULL, &err), &err);
	ok(glass_finish(glass, &err), &err);
	glass_free(glass);
	expect_told(s, path);
	world_leave();
	arena_release(&arena);
	free(s);
}

/* As where a run is interrupted, or another document is refused. */
static void what_is_begun_may_be_left(void **state)
{
	struct set *s = calloc(1, sizeof(*s));
	struct err err = ERR_INIT;
	struct glass *glass;

	(void)state;
	world_expect(s != NULL, "memory");
	world_enter();
	for (int round = 0; round < 40; round++) {
		const char *path = world_at("left");

		random_set(s);
		ok(glass_new(path, true, &glass, &err), &err);
		/* Something is being written beside after each. */
		glass_limit(glass, 1);
		for (size_t i = 0; i < s->count; i++)
			ok(glass_add(glass, (uint32_t)i + 1, &s->documents[i],
				     &err),
			   &err);
		if (round % 4 == 0)
			ok(glass_end(glass, NULL, NULL, &err), &err);
		glass_free(glass);
		ok(fs_remove_tree(path, &err), &err);
	}
	world_leave();
	arena_release(&arena);
	free(s);
}

static const char *const kept[] = {
	"pressmark.version",	"pressmark.sources",  "pressmark.reading",
	"pressmark.beginnings", "pressmark.language", "pressmark.host"
};

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_databases_are_those_of_libxapian),
		cmocka_unit_test(positions_at_their_edges_are_those_told),
		cmocka_unit_test(docids_may_be_far_apart),
		cmocka_unit_test(what_is_begun_may_be_left),
	};
	const char *what;

	if (argc == 3) {
		what = same_contents(argv[1], argv[2], kept,
				     sizeof(kept) / sizeof(kept[0]));
		if (what)
			fprintf(stderr, "%s\n", what);
		return what != NULL;
	}
	return cmocka_run_group_tests_name("bulk", tests, NULL, NULL);
}
