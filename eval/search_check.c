/*
 * Search tests, run: is what is wanted found, and what is not wanted not?
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/search_check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "eval/judged.h"
#include "eval/reach.h"
#include "text/address.h"
#include "text/limits.h"

/* All that matters is known: reach_hits need not go on. */
#define ENOUGH 1

/* One test while its hits come in. */
struct checking {
	const struct search_test *test;
	struct arena arena;
	/* Where each was found; 0: nowhere yet. */
	unsigned int *wanted, *unwanted;
	struct str *ids; /* of the first hits */
	size_t id_count;
	unsigned int place; /* of the last hit */
	struct buf url, written;
};

static bool is_url(struct str article)
{
	return str_starts(article, STR("/")) || address_scheme(article) > 0;
}

/* Is this the article of a hit? */
static bool is_same(struct checking *c, struct str article,
		    const struct record *record)
{
	if (!is_url(article))
		return str_eq(judged_name(article), judged_name(record->id));
	buf_clear(&c->url);
	buf_clear(&c->written);
	address_key(record->url, &c->url);
	address_key(article, &c->written);
	return str_eq(buf_view(&c->url), buf_view(&c->written));
}

static void look_for(struct checking *c, const struct record *record,
		     const struct str *articles, size_t count,
		     unsigned int *places)
{
	for (size_t i = 0; i < count; i++) {
		if (!places[i] && is_same(c, articles[i], record))
			places[i] = c->place;
	}
}

/* Is nothing that may still come of interest? */
static bool is_enough(const struct checking *c)
{
	for (size_t i = 0; i < c->test->wanted_count; i++) {
		if (!c->wanted[i])
			return false;
	}
	return c->test->unwanted_count == 0 && c->place >= c->test->first;
}

static int take_hit(const struct search_hit *hit, void *payload)
{
	struct checking *c = payload;
	const struct search_test *test = c->test;

	c->place++;
	if (c->id_count < test->first)
		c->ids[c->id_count++] = arena_copy(&c->arena, hit->record.id);
	look_for(c, &hit->record, test->wanted, test->wanted_count, c->wanted);
	look_for(c, &hit->record, test->unwanted, test->unwanted_count,
		 c->unwanted);
	return is_enough(c) ? ENOUGH : 0;
}

/* Tells of each article that is not where it should be; how many those are. */
static size_t judge(const struct checking *c, search_failure_fn fn,
		    void *payload)
{
	const struct search_test *test = c->test;
	struct search_failure failure = {
		.test = test,
		.ids = c->ids,
		.id_count = c->id_count,
	};
	size_t count = 0;

	for (size_t i = 0; i < test->wanted_count; i++) {
		failure.article = test->wanted[i];
		failure.is_wanted = true;
		failure.place = c->wanted[i];
		if (failure.place && failure.place <= test->first)
			continue;
		fn(&failure, payload);
		count++;
	}
	for (size_t i = 0; i < test->unwanted_count; i++) {
		failure.article = test->unwanted[i];
		failure.is_wanted = false;
		failure.place = c->unwanted[i];
		if (!failure.place)
			continue;
		fn(&failure, payload);
		count++;
	}
	return count;
}

/* Sets *failed. */
static int check(struct searcher *searcher, struct checking *c, int64_t now,
		 search_failure_fn fn, void *payload, bool *failed,
		 struct err *err)
{
	const struct search_test *test = c->test;
	const struct reach_request request = {
		.query = test->query,
		.now = now,
		.most = LIMIT_REACH,
	};
	struct err why = ERR_INIT;
	unsigned int column;
	int ret;

	c->wanted =
		arena_array(&c->arena, test->wanted_count, sizeof(*c->wanted));
	c->unwanted = arena_array(&c->arena, test->unwanted_count,
				  sizeof(*c->unwanted));
	c->ids = arena_array(&c->arena, test->first, sizeof(*c->ids));
	ret = arena_check(&c->arena, err);
	if (ret)
		return ret;
	ret = reach_hits(searcher, &request, take_hit, c, &column, &why);
	if (ret == ERR_QUERY) {
		fn(&(struct search_failure){ .test = test,
					     .refused = why.message },
		   payload);
		*failed = true;
		return 0;
	}
	if (ret < 0)
		return err_copy(err, &why);
	ret = buf_check(&c->url, err);
	if (!ret)
		ret = buf_check(&c->written, err);
	if (!ret)
		ret = arena_check(&c->arena, err);
	if (!ret)
		*failed = judge(c, fn, payload) > 0;
	return ret;
}

int search_check_run(struct searcher *searcher,
		     const struct search_tests *tests, int64_t now,
		     search_failure_fn fn, void *payload, size_t *failed,
		     struct err *err)
{
	int ret = 0;

	*failed = 0;
	for (size_t i = 0; i < tests->count && !ret; i++) {
		struct checking c = {
			.test = &tests->tests[i],
			.arena = ARENA_INIT(SEARCH_MEMORY),
			.url = BUF_INIT,
			.written = BUF_INIT,
		};
		bool has_failed = false;

		ret = check(searcher, &c, now, fn, payload, &has_failed, err);
		*failed += has_failed;
		buf_release(&c.url);
		buf_release(&c.written);
		arena_release(&c.arena);
	}
	return ret;
}
