/*
 * An index that was brought up to date is one that was built anew.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two sites: "live", which is edited and updated, and "good", which holds the
 * last readable version of every article and is indexed from nothing each
 * round, since a broken article keeps its last good version in the index.
 */
#include "counts.h"
#include "edits.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "indexer/build.h"
#include "indexer/document.h"
#include "query/records.h"
#include "query/search.h"
#include "shim/xap.h"
#include "text/folder.h"
#include "text/limits.h"
#include "text/schema.h"

#define ROUNDS	 30
#define QUERIES	 40
#define ARTICLES EDITS_ARTICLES

static unsigned int round_number;

static void wrong(const char *what, struct str more)
{
	fail_msg("PRESSMARK_SEED=%llu, round %u: %s%.*s", world_seed(),
		 round_number, what, STR_ARG(more));
}

/* ---- Indexing ----------------------------------------------------------- */

static void build(const char *site, bool is_fresh, struct build_report *report)
{
	struct build_request request = { 0 };
	struct err err = ERR_INIT;
	char name[64];
	const char *source;

	snprintf(name, sizeof(name), "%s/.pressmark", site);
	request.folder = world_at(name);
	if (is_fresh)
		assert_int_equal(fs_remove_tree(request.folder, &err), 0);
	snprintf(name, sizeof(name), "%s/content", site);
	source = world_at(name);
	request.sources = &source;
	request.source_count = 1;
	request.force = true;
	if (build_run(&request, report, &err) != 0)
		wrong("indexing fails: ", str_of(err.message));
}

struct opened {
	struct xap_db *db;
	struct records records;
	/* Docids in the order of ids. */
	uint32_t docids[ARTICLES];
	struct buf ids[ARTICLES];
	size_t count;
	struct searcher *searcher;
};

static int add_docid(uint32_t docid, struct str value, void *payload)
{
	struct opened *o = payload;
	struct schema_source source;
	size_t at = o->count++;

	assert_true(schema_source_read(value, &source));
	while (at > 0 && str_cmp(buf_view(&o->ids[at - 1]), source.id) > 0) {
		o->ids[at] = o->ids[at - 1];
		o->docids[at] = o->docids[at - 1];
		at--;
	}
	o->ids[at] = (struct buf)BUF_INIT;
	buf_add_str(&o->ids[at], source.id);
	o->docids[at] = docid;
	return 0;
}

static void open_site(struct opened *o, const char *site)
{
	struct err err = ERR_INIT;
	struct buf path = BUF_INIT;
	uint32_t generation;
	char name[64];

	snprintf(name, sizeof(name), "%s/.pressmark", site);
	memset(o, 0, sizeof(*o));
	assert_int_equal(folder_current(world_at(name), &generation, &err), 0);
	folder_generation_path(world_at(name), generation, &path);
	assert_int_equal(xap_db_open(path.p, &o->db, &err), 0);
	assert_int_equal(searcher_open(world_at(name), &o->searcher, &err), 0);
	assert_int_equal(xap_db_each_value(o->db, SCHEMA_SLOT_SOURCE, add_docid,
					   o, &err),
			 0);
	buf_release(&path);
}

static void close_site(struct opened *o)
{
	for (size_t i = 0; i < o->count; i++)
		buf_release(&o->ids[i]);
	records_release(&o->records);
	xap_db_free(o->db);
	searcher_free(o->searcher);
}

/* ---- Comparing ---------------------------------------------------------- */

static int add_term(struct str term, uint32_t wdf, void *payload)
{
	buf_add_field(payload, term);
	buf_add_varint(payload, wdf);
	return 0;
}

struct one_value {
	uint32_t docid;
	struct buf *out;
};

static int add_value(uint32_t docid, struct str value, void *payload)
{
	struct one_value *v = payload;

	if (docid == v->docid)
		buf_add_field(v->out, value);
	return 0;
}

/* Everything that is stored of a document; what it is packed with may differ.
 */
static struct buf whole(struct opened *o, uint32_t docid)
{
	struct buf out = BUF_INIT;
	struct one_value value = { docid, &out };
	struct err err = ERR_INIT;
	struct str data;

	assert_int_equal(
		xap_db_each_document_term(o->db, docid, add_term, &out, &err),
		0);
	for (uint32_t slot = 0; slot < 8; slot++)
		assert_int_equal(
			xap_db_each_value(o->db, slot, add_value, &value, &err),
			0);
	assert_int_equal(records_get(&o->records, o->db, docid, &data, &err),
			 0);
	buf_add_field(&out, data);
	return out;
}

static void compare_documents(struct opened *a, struct opened *b)
{
	struct xap_db_info x, y;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < a->count && i < b->count; i++) {
		struct buf p, q;

		if (!str_eq(buf_view(&a->ids[i]), buf_view(&b->ids[i])))
			wrong("one has not: ", buf_view(&a->ids[i]));
		p = whole(a, a->docids[i]);
		q = whole(b, b->docids[i]);
		if (!str_eq(buf_view(&p), buf_view(&q)))
			wrong("differs: ", buf_view(&a->ids[i]));
		buf_release(&p);
		buf_release(&q);
	}
	assert_int_equal(a->count, b->count);
	assert_int_equal(xap_db_info(a->db, &x, &err), 0);
	assert_int_equal(xap_db_info(b->db, &y, &err), 0);
	assert_int_equal(x.documents, y.documents);
	assert_int_equal(x.documents, a->count);
	assert_true(fabs(x.average_length - y.average_length) < 1e-9);
}

static int add_key(struct str term, uint32_t frequency, void *payload)
{
	buf_add_field(payload, term);
	buf_add_varint(payload, frequency);
	return 0;
}

/* The terms of the whole database too, and the metadata but `updated`. */
static void compare_rest(struct opened *a, struct opened *b)
{
	static const char *const keys[] = { SCHEMA_META_VERSION,
					    SCHEMA_META_SOURCES };
	struct buf x = BUF_INIT, y = BUF_INIT;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		char *p, *q;
		size_t p_len, q_len;

		assert_int_equal(xap_db_metadata(a->db, str_of(keys[i]), &p,
						 &p_len, &err),
				 0);
		assert_int_equal(xap_db_metadata(b->db, str_of(keys[i]), &q,
						 &q_len, &err),
				 0);
		if (p_len == 0 ||
		    !str_eq(str_make(p, p_len), str_make(q, q_len)))
			wrong("metadata differs: ", str_of(keys[i]));
		xap_free(p);
		xap_free(q);
	}
	assert_int_equal(xap_db_each_term(a->db, STR(""), add_key, &x, &err),
			 0);
	assert_int_equal(xap_db_each_term(b->db, STR(""), add_key, &y, &err),
			 0);
	if (!str_eq(buf_view(&x), buf_view(&y)))
		wrong("the terms differ", STR(""));
	buf_release(&x);
	buf_release(&y);
}

static bool same_marks(const struct mark *a, size_t a_count,
		       const struct mark *b, size_t b_count)
{
	return a_count == b_count &&
	       (a_count == 0 || !memcmp(a, b, a_count * sizeof(*a)));
}

static const char *difference(const struct search_page *a,
			      const struct search_page *b)
{
	if (a->total != b->total || a->hit_count != b->hit_count ||
	    a->total_all != b->total_all || a->relaxed != b->relaxed ||
	    a->exact != b->exact)
		return "the totals differ";
	for (size_t i = 0; i < a->hit_count; i++) {
		const struct search_hit *x = &a->hits[i], *y = &b->hits[i];

		if (!str_eq(x->record.id, y->record.id))
			return "the order differs";
		if (fabs(x->score - y->score) > 1e-9)
			return "a score differs";
		if (!str_eq(x->snippet.text, y->snippet.text) ||
		    !same_marks(x->snippet.marks, x->snippet.mark_count,
				y->snippet.marks, y->snippet.mark_count) ||
		    !same_marks(x->title_marks, x->title_mark_count,
				y->title_marks, y->title_mark_count))
			return "a snippet differs";
	}
	return NULL;
}

static const char *facet_difference(const struct search_page *a,
				    const struct search_page *b)
{
	if (a->total != b->total || a->facet_count != b->facet_count)
		return "the totals differ with facets";
	for (size_t i = 0; i < a->facet_count; i++) {
		const struct facet *x = &a->facets[i], *y = &b->facets[i];

		if (x->total != y->total || x->count != y->count)
			return "a facet has other values";
		for (size_t n = 0; n < x->count; n++) {
			if (!str_eq(x->values[n].text, y->values[n].text) ||
			    x->values[n].articles != y->values[n].articles)
				return "a facet counts differently";
		}
	}
	return NULL;
}

/* Facets of an index that is followed while it changes. */
static void compare_facets(struct searcher *kept, struct opened *good,
			   const struct world *world, struct str text)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page x, y;
	struct buf facets = BUF_INIT;
	struct err err = ERR_INIT, other = ERR_INIT;
	const char *what;
	int ret;

	counts_ask(world, &facets);
	r.text = text;
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.facets = buf_view(&facets);
	ret = searcher_run(kept, &r, &arena, &x, &err);
	if (searcher_run(good->searcher, &r, &arena, &y, &other) != ret)
		wrong("one fails with facets: ", text);
	if (ret != 0 && ret != ERR_QUERY)
		wrong(err.message, text);
	what = ret ? NULL : facet_difference(&x, &y);
	if (what)
		fail_msg("PRESSMARK_SEED=%llu, round %u: %.*s: %s in %s",
			 world_seed(), round_number, STR_ARG(text), what,
			 facets.p);
	buf_release(&facets);
	arena_release(&arena);
}

static size_t compare_pages(struct opened *a, struct opened *b, struct str text,
			    const char *sort)
{
	struct search_filter filter = { "sort", str_of(sort) };
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page x, y;
	struct err err = ERR_INIT, other = ERR_INIT;
	const char *what;
	size_t hits;
	int ret;

	r.text = text;
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.limit = LIMIT_PAGE;
	r.filters = &filter;
	r.filter_count = 1;
	ret = searcher_run(a->searcher, &r, &arena, &x, &err);
	if (searcher_run(b->searcher, &r, &arena, &y, &other) != ret)
		wrong("one fails: ", text);
	if (ret != 0 && ret != ERR_QUERY)
		wrong(err.message, text);
	what = ret ? NULL : difference(&x, &y);
	hits = ret ? 0 : x.hit_count;
	if (what)
		fail_msg("PRESSMARK_SEED=%llu, round %u: %.*s sort:%s: %s",
			 world_seed(), round_number, STR_ARG(text), sort, what);
	arena_release(&arena);
	return hits;
}

static size_t compare_searches(struct opened *a, struct opened *b,
			       struct searcher *kept)
{
	static const char *const sorts[] = { "relevance", "newest", "oldest",
					     "title" };
	struct world world;
	size_t hits = 0;

	world_read(&world, world_at("good/content"));
	for (int i = 0; i < QUERIES; i++) {
		struct buf text = BUF_INIT;

		/* Everything, once: orders by the tie-break alone. */
		if (i > 0)
			world_query(&world, &text);
		for (int s = 0; s < 4; s++)
			hits += compare_pages(a, b, buf_view(&text), sorts[s]);
		compare_facets(kept, b, &world, buf_view(&text));
		buf_release(&text);
	}
	world_release(&world);
	return hits;
}

static void an_updated_index_is_one_built_anew(void **state)
{
	unsigned int rounds = world_rounds(ROUNDS);
	size_t hits = 0, updates = 0;
	struct searcher *kept = NULL;
	struct err err = ERR_INIT;

	(void)state;
	for (round_number = 0; round_number < rounds; round_number++) {
		static struct opened live, good;
		struct build_report report;

		if (round_number)
			edits_make();
		build("live", false, &report);
		updates += !report.rebuilt &&
			   report.added + report.changed + report.removed > 0;
		build("good", true, &report);
		open_site(&live, "live");
		open_site(&good, "good");
		if (kept ? searcher_refresh(kept, &err)
			 : searcher_open(world_at("live/.pressmark"), &kept,
					 &err))
			wrong(err.message, STR(""));
		compare_documents(&live, &good);
		compare_rest(&live, &good);
		hits += compare_searches(&live, &good, kept);
		close_site(&live);
		close_site(&good);
	}
	searcher_free(kept);
	/* Else this would prove little. */
	assert_true(updates * 2 > rounds);
	assert_true(hits > rounds * QUERIES);
}

static int set_up(void **state)
{
	(void)state;
	world_start();
	world_enter();
	world_copy_small(world_at("live/content"));
	world_copy_small(world_at("good/content"));
	for (int i = 0; i < 40; i++)
		edits_add();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_updated_index_is_one_built_anew),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("update", tests, set_up, tear_down);
}
