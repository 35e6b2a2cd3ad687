/*
 * For tests of server/answer: an answerer of a site, and its answers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Included once by a test program. Each test has an answerer of the index of an
 * empty site, which is made with set_up_answers.
 */
#ifndef PRESSMARK_TESTS_UNIT_ANSWERS_H
#define PRESSMARK_TESTS_UNIT_ANSWERS_H

#include "site.h"

#include "server/answer.h"

static struct answerer *answerer;
static struct arena arena;
static struct response response;
static struct err err;

/* 26 October 2025. */
#define NOW ((int64_t)20387 * 86400)

/* `url` is where people find the page; NULL: it was not told. */
static inline int set_up_answers(void **state, const char *url)
{
	const struct answer_settings settings = { .search_ms = 60000,
						  .url = url };

	if (set_up(state))
		return -1;
	err = (struct err)ERR_INIT;
	arena = (struct arena)ARENA_INIT(SEARCH_MEMORY);
	response = (struct response)RESPONSE_INIT;
	return answerer_new(at(INDEX), &settings, &answerer, &err);
}

static inline int tear_down_answers(void **state)
{
	answerer_free(answerer);
	response_release(&response);
	arena_release(&arena);
	return tear_down(state);
}

/* Reads a target, to be answered; the arena is cleared. */
static inline void read_target(const char *target, struct request *out)
{
	arena_clear(&arena);
	assert_int_equal(request_parse(str_of(target), &arena, out, &err), 0);
}

/* Answers into `response`; the body is then NUL-terminated. */
static inline void answer(const struct request *given)
{
	response_release(&response);
	response = (struct response)RESPONSE_INIT;
	assert_true(answerer_run(answerer, given, NOW, &response));
	buf_add_char(&response.body, '\0');
	response.body.len--;
}

#endif
