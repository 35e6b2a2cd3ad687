/*
 * Tests of server/answer and what it is made of.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "answers.h"

#include <time.h>

#include <jansson.h>

#include "query/render.h"
#include "server/etag.h"
#include "server/routes.h"

static int set_up_answerer(void **state)
{
	return set_up_answers(state, NULL);
}

#define ANSWER_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, set_up_answerer,                 \
					tear_down_answers)

static void make_index(void)
{
	put_article("reef.md", "title: Reef\nurl: /reef/\ntags: [sea, coral]",
		    "Coral grows on reefs, where polyps live.\n\n## Fish\n\n"
		    "Fish too.");
	put_article("coral.md", "title: Coral\nurl: /coral/\ntags: [sea]",
		    "Polyps of coral live on reefs.");
	put_article("secret.md", "title: Secret\ndraft: true",
		    "Coral that nobody knows.");
	put_article("later.md", "title: Later\ndate: 2026-01-01",
		    "Coral of the year to come.");
	expect_run(4, 4, 0, 0);
}

static void ask_with(const char *target, const char *if_none_match, bool gzip)
{
	struct request given;

	read_target(target, &given);
	given.if_none_match = str_of(if_none_match);
	given.accepts_gzip = gzip;
	answer(&given);
}

static void ask(const char *target)
{
	ask_with(target, "", false);
}

static void expect(const char *target, unsigned int status, const char *code)
{
	ask(target);
	if (response.status != status || strcmp(response.code, code))
		fail_msg("%s: %u %s %s", target, response.status, response.code,
			 response.body.p);
}

static json_t *parsed(void)
{
	json_t *json = json_loadb(response.body.p, response.body.len,
				  JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(json);
	return json;
}

static size_t count_hits(const char *target)
{
	json_t *json;
	size_t count;

	expect(target, 200, "");
	json = parsed();
	count = json_array_size(json_object_get(json, "hits"));
	json_decref(json);
	return count;
}

/* The page but for the time that it took. */
static struct buf without_time(struct str page)
{
	struct buf out = BUF_INIT;
	const char *took = strstr(page.p, "\"took_ms\":");

	assert_non_null(took);
	buf_add(&out, page.p, (size_t)(took - page.p));
	buf_add_str(&out, str_of(strchr(took, ',')));
	return out;
}

static void a_search_is_as_the_command_prints_it(void **state)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct buf printed = BUF_INIT, a, b;
	struct searcher *searcher;
	struct search_page page;

	(void)state;
	make_index();
	assert_int_equal(searcher_open(at(INDEX), &searcher, &err), 0);
	r.text = STR("polyps tag:sea");
	r.now = NOW;
	r.facets = STR("tag,year");
	r.limit = 1;
	r.explain = true;
	assert_int_equal(searcher_run(searcher, &r, &arena, &page, &err), 0);
	render_json(&page, &printed);
	expect("/v1/search?q=polyps+tag:sea&facets=tag,year&limit=1&explain=1",
	       200, "");
	a = without_time(buf_view(&printed));
	b = without_time(buf_view(&response.body));
	assert_string_equal(a.p, b.p);
	buf_release(&a);
	buf_release(&b);
	buf_release(&printed);
	searcher_free(searcher);
}

static void parameters_narrow_a_search(void **state)
{
	(void)state;
	make_index();
	assert_int_equal(count_hits("/v1/search?q=coral"), 2);
	assert_int_equal(count_hits("/v1/search?q=coral&tag=coral"), 1);
	assert_int_equal(count_hits("/v1/search?tag=sea"), 2);
	assert_int_equal(count_hits("/v1/search?tag=sea&tag=coral"), 1);
	assert_int_equal(count_hits("/v1/search?tag=coral,sea"), 2);
	assert_int_equal(count_hits("/v1/search?q=coral&limit=1"), 1);
	assert_int_equal(count_hits("/v1/search?q=coral&limit=1&offset=2"), 0);
	assert_int_equal(count_hits("/v1/search?q=coral&until=2020"), 0);
	assert_int_equal(count_hits("/v1/search?q=&sort=title"), 2);
}

static void wrong_values_are_refused(void **state)
{
	(void)state;
	make_index();
	expect("/v1/search", 400, "usage");
	expect("/v1/search?q=a&nofield=b", 400, "usage");
	expect("/v1/search?q=a&q=b", 400, "usage");
	expect("/v1/search?q=a&limit=101", 400, "usage");
	expect("/v1/search?q=a&limit=10&offset=991", 400, "usage");
	expect("/v1/search?q=a&explain=yes", 400, "usage");
	expect("/v1/search?q=date:no", 400, "bad_date");
	assert_non_null(strstr(response.body.p, "\"column\":6"));
	assert_int_equal(response.max_age_s, 0);
	assert_string_equal(response.etag, "");
	expect("/v1/search?q=a&since=no", 400, "bad_date");
	expect("/v1/search?q=a&sort=no", 400, "bad_sort");
	expect("/v1/search?q=a&facets=no", 400, "bad_facet");
	expect("/v1/suggest", 400, "usage");
	expect("/v1/suggest?q=a&limit=11", 400, "usage");
	expect("/v1/suggest?q=a&tag=b", 400, "usage");
	expect("/v1/related", 400, "usage");
	expect("/v1/related?id=reef.md&url=/reef/", 400, "usage");
	expect("/v1/related?id=reef.md&limit=0", 400, "usage");
	expect("/v1/article", 400, "usage");
	expect("/healthz?a=b", 400, "usage");
}

static void what_is_not_there_is_not_found(void **state)
{
	(void)state;
	make_index();
	expect("//", 404, "not_found");
	expect("/v1/search/", 404, "not_found");
	expect("/v1/Search?q=a", 404, "not_found");
	expect("/v1/related?id=none.md", 404, "no_article");
	expect("/v1/related?url=/none/", 404, "no_article");
	expect("/v1/article?id=none.md", 404, "no_article");
}

/* However it is asked for. */
static void what_is_hidden_is_not_told(void **state)
{
	static const char *const targets[] = {
		"/v1/search?q=is:draft",      "/v1/search?q=coral+is:hidden",
		"/v1/search?is=draft",	      "/v1/search?q=secret",
		"/v1/search?q=is:draft+OR+x", "/v1/search?path=secret.md",
		"/v1/search?q=is:future",
	};

	(void)state;
	make_index();
	for (size_t i = 0; i < COUNT(targets); i++) {
		if (count_hits(targets[i]))
			fail_msg("%s finds %s", targets[i], response.body.p);
	}
	expect("/v1/article?id=secret.md", 404, "no_article");
	expect("/v1/article?id=later.md", 404, "no_article");
	expect("/v1/related?id=secret.md", 404, "no_article");
	expect("/v1/suggest?q=secr", 200, "");
	assert_null(strstr(response.body.p, "Secret"));
}

static void an_article_is_told_as_it_is_stored(void **state)
{
	json_t *json, *section;

	(void)state;
	make_index();
	expect("/v1/article?id=reef.md", 200, "");
	json = parsed();
	assert_string_equal(json_string_value(json_object_get(json, "title")),
			    "Reef");
	assert_string_equal(json_string_value(json_object_get(json, "url")),
			    "/reef/");
	assert_int_equal(json_array_size(json_object_get(json, "tags")), 2);
	assert_true(json_is_null(json_object_get(json, "date")));
	section = json_array_get(json_object_get(json, "sections"), 0);
	assert_string_equal(
		json_string_value(json_object_get(section, "heading")), "Fish");
	assert_int_equal(json_integer_value(json_object_get(section, "start")),
			 41);
	json_decref(json);
}

static void others_answer_too(void **state)
{
	(void)state;
	make_index();
	expect("/v1/suggest?q=cor", 200, "");
	assert_non_null(strstr(response.body.p, "\"coral\""));
	expect("/v1/related?id=reef.md", 200, "");
	expect("/v1/related?url=https://example.org/reef/", 200, "");
	assert_non_null(strstr(response.body.p, "\"id\":\"reef.md\""));
	expect("/healthz", 200, "");
	assert_int_equal(response.max_age_s, 0);
	expect("/readyz", 200, "");
	assert_non_null(strstr(response.body.p, "\"generation\":1,"));
	assert_non_null(strstr(response.body.p, "\"articles\":4}"));
}

static void what_is_known_is_not_sent_again(void **state)
{
	char etag[RESPONSE_ETAG_SIZE];

	(void)state;
	make_index();
	expect("/v1/search?q=coral", 200, "");
	memcpy(etag, response.etag, sizeof(etag));
	assert_int_equal(strlen(etag), 20);
	assert_int_equal(response.max_age_s, 60);
	ask_with("/v1/search?q=coral", etag, true);
	assert_int_equal(response.status, 304);
	assert_int_equal(response.body.len, 0);
	ask_with("/v1/search?q=corals", etag, false);
	assert_int_equal(response.status, 200);
	/* Another state of the index is another answer. */
	put_article("new.md", "title: New", "Coral again.");
	expect_run(5, 1, 0, 0);
	ask_with("/v1/search?q=coral", etag, false);
	assert_int_equal(response.status, 200);
	assert_int_equal(count_hits("/v1/search?q=coral"), 3);
}

static int64_t held_until(const char *target)
{
	ask(target);
	return response.holds_until;
}

static void an_answer_says_how_long_it_holds(void **state)
{
	(void)state;
	put_article("coral.md", "title: Coral", "Polyps of coral.");
	expect_run(1, 1, 0, 0);
	/* To the end of the day, by which "7d" is counted. */
	assert_int_equal(held_until("/v1/search?q=coral"), NOW + 86400);
	assert_int_equal(response.status, 200);
	assert_int_equal(held_until("/?q=coral"), NOW + 86400);
	/* What is no answer, or not of this moment alone, holds no longer. */
	assert_int_equal(held_until("/v1/search?q=coral&sort=no"), 0);
	assert_int_equal(held_until("/v1/article?id=none.md"), 0);
	assert_int_equal(held_until("/healthz"), 0);
	/* Where articles will appear, each minute may be another. */
	put_article("later.md", "title: Later\ndate: 2026-01-01", "Coral.");
	expect_run(2, 1, 0, 0);
	assert_int_equal(held_until("/v1/search?q=coral"), NOW + 60);
}

static void what_cannot_follow_the_index_holds_no_answer(void **state)
{
	(void)state;
	make_index();
	expect("/v1/search?q=coral", 200, "");
	/* What is there now cannot be opened: the old one answers. */
	make_folder(INDEX "/g-000099");
	put(at(INDEX "/g-000099/iamglass"), STR("nothing"));
	put(at(INDEX "/current"), STR("auto g-000099\n"));
	/* Not even once it looks as it did when that was tried. */
	for (int i = 0; i < 10; i++) {
		assert_int_equal(held_until("/v1/search?q=coral"), 0);
		assert_int_equal(response.status, 200);
		nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
	}
	put(at(INDEX "/current"), STR("auto g-000001\n"));
	assert_true(held_until("/v1/search?q=coral") > NOW);
}

static void a_list_of_tags_is_searched(void **state)
{
	const char *etag = "W/\"0123456789abcdef\"";

	(void)state;
	assert_true(etag_matches(str_of(etag), etag));
	assert_true(etag_matches(STR("\"0123456789abcdef\""), etag));
	assert_true(
		etag_matches(STR("\"a\", W/\"0123456789abcdef\" , b"), etag));
	assert_true(etag_matches(STR(" * "), etag));
	assert_false(etag_matches(STR(""), etag));
	assert_false(etag_matches(STR("0123456789abcdef"), etag));
	assert_false(etag_matches(STR("\"0123456789abcde\""), etag));
	assert_false(etag_matches(STR("*"), ""));
}

static void long_answers_are_made_smaller(void **state)
{
	size_t len;

	(void)state;
	make_index();
	expect("/v1/search?q=coral&explain=1", 200, "");
	len = response.body.len;
	ask_with("/v1/search?q=coral&explain=1", "", true);
	assert_true(response.is_gzip);
	assert_in_range(response.body.len, 100, len * 2 / 3);
	assert_memory_equal(response.body.p, "\x1f\x8b", 2);
	ask_with("/healthz", "", true);
	assert_false(response.is_gzip);
}

static void an_index_may_come_later(void **state)
{
	(void)state;
	expect("/v1/search?q=coral", 503, "no_index");
	assert_int_equal(response.retry_after_s, 1);
	assert_null(strstr(response.body.p, root));
	expect("/healthz", 503, "no_index");
	make_index();
	assert_int_equal(count_hits("/v1/search?q=coral"), 2);
}

static void a_newer_index_that_is_damaged_is_not_taken(void **state)
{
	(void)state;
	make_index();
	assert_int_equal(count_hits("/v1/search?q=coral"), 2);
	put(at(INDEX "/current"), STR("nothing of ours\n"));
	assert_int_equal(count_hits("/v1/search?q=coral"), 2);
}

/* Of what is wrong with the server only the kind is told. */
static void errors_have_their_status(void **state)
{
	static const struct {
		enum err_code code;
		unsigned int status;
		bool is_told;
	} cases[] = {
		{ ERR_USAGE, 400, true },    { ERR_INPUT, 400, true },
		{ ERR_QUERY, 400, true },    { ERR_DEADLINE, 503, true },
		{ ERR_LIMIT, 503, false },   { ERR_STALE, 503, false },
		{ ERR_NOINDEX, 503, false }, { ERR_FORMAT, 503, false },
		{ ERR_CORRUPT, 503, false }, { ERR_IO, 500, false },
		{ ERR_MEMORY, 500, false },  { ERR_BUG, 500, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err why = ERR_INIT;

		err_set(&why, cases[i].code, "at '/secret/path'");
		response_fail(&response, &why, NULL, 0);
		assert_int_equal(response.status, cases[i].status);
		assert_string_equal(response.code, err_name(cases[i].code));
		assert_int_equal(response.retry_after_s,
				 cases[i].status == 503);
		buf_add_char(&response.body, '\0');
		assert_true(!!strstr(response.body.p, "secret") ==
			    cases[i].is_told);
	}
}

static void all_routes_are_found(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct route *r = routes; r->path; r++, count++)
		assert_ptr_equal(route_find(str_of(r->path)), r);
	assert_int_equal(count, ROUTE_COUNT);
	assert_null(route_find(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ANSWER_TEST(a_search_is_as_the_command_prints_it),
		ANSWER_TEST(parameters_narrow_a_search),
		ANSWER_TEST(wrong_values_are_refused),
		ANSWER_TEST(what_is_not_there_is_not_found),
		ANSWER_TEST(what_is_hidden_is_not_told),
		ANSWER_TEST(an_article_is_told_as_it_is_stored),
		ANSWER_TEST(others_answer_too),
		ANSWER_TEST(what_is_known_is_not_sent_again),
		ANSWER_TEST(an_answer_says_how_long_it_holds),
		ANSWER_TEST(what_cannot_follow_the_index_holds_no_answer),
		ANSWER_TEST(a_list_of_tags_is_searched),
		ANSWER_TEST(long_answers_are_made_smaller),
		ANSWER_TEST(an_index_may_come_later),
		ANSWER_TEST(a_newer_index_that_is_damaged_is_not_taken),
		ANSWER_TEST(errors_have_their_status),
		cmocka_unit_test(all_routes_are_found),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
