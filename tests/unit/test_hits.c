/*
 * What queries find: the cases of tests/unit/query/hits.txt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each is searched for as it was typed, with its filters as options give them,
 * and again as what its tree prints as, in which the filters are typed.
 */
#include "tests/unit/folder.h"

#include "indexer/build.h"
#include "query/explain.h"
#include "query/index.h"
#include "query/search.h"
#include "tests/unit/query_cases.h"

#define HITS_MAX 32

static struct searcher *searcher; /* NULL until a case comes */
static struct arena arena = ARENA_INIT(SEARCH_MEMORY);
static unsigned int cases_run;

static void write_article(struct str id, struct str text)
{
	char path[256];

	assert_null(searcher);
	snprintf(path, sizeof(path), "content/%.*s", STR_ARG(id));
	for (char *p = path; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		mkdir(at(path), 0777);
	}
	put(at(path), text);
}

static void open_index(void)
{
	const char *source = at("content");
	struct build_request request = {
		.folder = at(".pressmark"),
		.sources = &source,
		.source_count = 1,
	};
	struct build_report report;
	struct err err = ERR_INIT;

	if (build_run(&request, &report, &err) ||
	    searcher_open(request.folder, &searcher, &err))
		fail_msg("%s", err.message);
}

static void add_id(struct buf *out, struct str id)
{
	buf_printf(out, "%s%.*s", out->len ? " " : "",
		   STR_ARG(str_head(id, id.len - 3)));
}

static int compare_words(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

/* Words between blanks in order, a blank between them. */
static void sorted(struct str words, struct buf *out)
{
	struct str list[HITS_MAX];
	size_t count = 0;

	while (words.len) {
		size_t blank = str_find(words, ' ');

		assert_true(count < HITS_MAX);
		list[count++] = str_head(words, blank);
		words = str_skip(words, blank + 1);
	}
	qsort(list, count, sizeof(list[0]), compare_words);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%.*s", i ? " " : "", STR_ARG(list[i]));
}

static bool same_set(const struct query_case *c, const char *what,
		     struct str got, struct str want)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool ok;

	sorted(got, &x);
	sorted(want, &y);
	ok = case_same(c, what, buf_view(&x), buf_view(&y));
	buf_release(&x);
	buf_release(&y);
	return ok;
}

/* The ids of a page: with all words, and with most. */
static void tell(const struct search_page *page, struct buf *all,
		 struct buf *most)
{
	for (size_t i = 0; i < page->hit_count; i++)
		add_id(page->hits[i].explanation->has_most ? most : all,
		       page->hits[i].record.id);
}

static struct search_request request_of(const struct query_case *c)
{
	struct search_request r = SEARCH_REQUEST_INIT;

	r.limit = HITS_MAX;
	r.now = c->today * 86400 + 43200;
	r.any = c->any;
	r.all = c->all;
	r.as_typed = true;
	r.explain = true; /* says whether a hit has all words */
	return r;
}

/* What the tree prints as finds the same, in the same order. Once narrowed,
 * what is printed has an AND that nobody typed, and is relaxed no more. */
static bool printed_finds(const struct query_case *c, struct str text,
			  struct str all, struct str most)
{
	struct query_known known = { c->today, searcher->keys,
				     searcher->key_count,
				     &searcher->languages };
	static const char *const sorts[] = { "relevance", "newest", "oldest",
					     "title" };
	struct search_filter sort = { "sort", { NULL, 0 } };
	struct search_request r = request_of(c);
	struct buf printed = BUF_INIT, again = BUF_INIT, rest = BUF_INIT;
	struct search_page page;
	struct query query;
	struct err err = ERR_INIT;
	bool ok;

	assert_int_equal(query_parse(text, &known, &arena, &query, &err), 0);
	assert_int_equal(case_narrow(c, &query, &known, &arena, &err), 0);
	query_print(query.root, &printed);
	r.text = buf_view(&printed);
	sort.value = str_of(sorts[query.sort]);
	r.filters = &sort;
	r.filter_count = query.has_sort;
	ok = searcher_run(searcher, &r, &arena, &page, &err) == 0;
	tell(&page, &again, &rest);
	ok = ok && case_same(c, printed.p, buf_view(&again), all) &&
	     (c->narrow_count ||
	      case_same(c, printed.p, buf_view(&rest), most));
	buf_release(&printed);
	buf_release(&again);
	buf_release(&rest);
	return ok;
}

static bool check_found(const struct query_case *c,
			const struct search_page *page, struct str text)
{
	struct buf all = BUF_INIT, most = BUF_INIT;
	bool ok;

	tell(page, &all, &most);
	ok = c->order.p ? case_same(c, "order", buf_view(&all), c->order)
			: same_set(c, "hits", buf_view(&all), c->hits);
	ok = ok && same_set(c, "with most words", buf_view(&most), c->most);
	if (page->total != page->hit_count || !page->exact ||
	    page->relaxed != (most.len > 0)) {
		print_error("%s:%u: the totals are wrong\n", c->file, c->line);
		ok = false;
	}
	/* What any word does for is no part of the tree. */
	if (ok && !c->any)
		ok = printed_finds(c, text, buf_view(&all), buf_view(&most));
	buf_release(&all);
	buf_release(&most);
	return ok;
}

static bool run_case(const struct query_case *c)
{
	struct search_filter filters[NARROW_MAX];
	struct search_request r = request_of(c);
	struct buf text = BUF_INIT;
	struct search_page page;
	struct err err = ERR_INIT;
	bool ok;

	if (!searcher)
		open_index();
	cases_run++;
	unescape(c->query, &text);
	r.text = buf_view(&text);
	for (size_t i = 0; i < c->narrow_count; i++) {
		size_t blank = str_find(c->narrow[i], ' ');

		filters[i].field =
			arena_copy(&arena, str_head(c->narrow[i], blank)).p;
		filters[i].value = str_skip(c->narrow[i], blank + 1);
	}
	r.filters = filters;
	r.filter_count = c->narrow_count;
	if (!c->hits.p && !c->order.p && !c->error.len) {
		print_error("%s:%u: what does it find?\n", c->file, c->line);
		ok = false;
	} else if (searcher_run(searcher, &r, &arena, &page, &err)) {
		char got[80];

		snprintf(got, sizeof(got), "%s@%u",
			 page.error_code ? page.error_code : err_name(err.code),
			 page.error_column);
		ok = case_same(c, err.message, str_of(got), c->error);
	} else {
		ok = check_found(c, &page, buf_view(&text));
	}
	buf_release(&text);
	arena_clear(&arena);
	return ok;
}

static void queries_find_what_they_say(void **state)
{
	static const struct case_reader reader = { run_case, write_article };

	(void)state;
	assert_int_equal(cases_read(TEST_DATA "/query/hits.txt", &reader), 0);
	assert_true(cases_run >= 100);
	searcher_free(searcher);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(queries_find_what_they_say) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("hits", tests, NULL, NULL);
}
