/*
 * Fuzzes the handler of requests: the head of any request is refused or
 * answered, by a status that is meant, and nothing of it becomes a header.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first line of an input is a target, each that follows a header. What
 * comes from searching is that of a small index, made once.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "indexer/build.h"
#include "server/answer.h"
#include "server/etag.h"
#include "server/frame.h"
#include "server/gate.h"
#include "server/phrases.h"
#include "server/routes.h"

/* 26 October 2025. */
#define NOW ((int64_t)20387 * 86400)

/* No fuzzer waits for what is only slow. */
#define SEARCH_MS 2000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64];
static struct answerer *answerer;

static void remove_index(void)
{
	struct err err = ERR_INIT;

	answerer_free(answerer);
	fs_remove_tree(folder, &err);
}

static void make_index(void)
{
	static const char *const sources[] = { "corpus/small" };
	const struct answer_settings settings = { .search_ms = SEARCH_MS };
	struct build_request request = { .sources = sources,
					 .source_count = 1 };
	struct build_report report;
	struct err err = ERR_INIT;

	snprintf(folder, sizeof(folder), "/tmp/fuzz_serve.XXXXXX");
	if (!mkdtemp(folder))
		abort();
	request.folder = folder;
	if (build_run(&request, &report, &err) ||
	    answerer_new(folder, &settings, &answerer, &err)) {
		fprintf(stderr, "%s\n", err.message);
		abort();
	}
	atexit(remove_index);
}

/* Parts the input into the head of a request. */
static void read_head(struct str text, struct gate_head *head)
{
	*head = (struct gate_head){ .method = STR("GET"),
				    .version = STR("HTTP/1.1") };
	head->target = str_head(text, str_find(text, '\n'));
	text = str_skip(text, head->target.len + 1);
	while (text.len) {
		struct str line = str_head(text, str_find(text, '\n'));
		size_t colon = str_find(line, ':');

		text = str_skip(text, line.len + 1);
		if (head->header_count < LIMIT_HTTP_HEADERS)
			head->headers[head->header_count] =
				(struct gate_header){
					str_head(line, colon),
					str_trim(str_skip(line, colon + 1))
				};
		head->header_count++;
	}
}

static void check_response(const struct response *r)
{
	struct response taken = RESPONSE_INIT;
	struct frame_head head;

	frame_describe(r, false, &head);
	if (!frame_take(&head, &taken))
		abort();
	if (r->status != 200 && r->status != 304 && r->status != 400 &&
	    r->status != 404 && r->status != 503)
		abort();
	if ((r->status == 304) != (r->body.len == 0))
		abort();
	if (r->body.len && !r->is_gzip && r->body.p[r->body.len - 1] != '\n')
		abort();
	if (r->status >= 400 && (r->max_age_s || r->etag[0] || !r->code[0]))
		abort();
}

static void answer(const struct gate_head *head)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct response response = RESPONSE_INIT;
	struct err err = ERR_INIT;
	struct request request;
	int ret = request_parse(head->target, &arena, &request, &err);

	if (ret < 0 && ret != ERR_INPUT && ret != ERR_LIMIT)
		abort();
	if (ret == 0) {
		request.if_none_match = gate_header(head, "If-None-Match");
		request.accepts_gzip = request_takes_gzip(
			gate_header(head, "Accept-Encoding"));
		request.wants_text =
			request_wants_text(gate_header(head, "Accept"));
		request.language = phrases_choose(
			gate_header(head, "Accept-Language"), PHRASES_EN);
		if (!answerer_run(answerer, &request, NOW, &response))
			abort();
		check_response(&response);
	}
	response_release(&response);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gate_head head;

	if (!answerer)
		make_index();
	read_head(str_make((const char *)data, size), &head);
	if (!gate_check(&head))
		answer(&head);
	return 0;
}
