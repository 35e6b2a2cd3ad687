/*
 * Tests of server/frame, server/gzip, server/metrics and server/log.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/frame.h"
#include "server/gzip.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <fcntl.h>
#include <jansson.h>
#include <libdeflate.h>

static struct err err;

static void a_request_comes_through(void **state)
{
	const struct frame_request given = { STR("/v1/search?q=a"),
					     STR("W/\"0\""), true, true,
					     PHRASES_JA };
	struct frame_request found;
	struct buf b = BUF_INIT;
	uint32_t len;

	(void)state;
	frame_add_request(&given, &b);
	memcpy(&len, b.p, sizeof(len));
	assert_int_equal(len, b.len - sizeof(len));
	assert_int_equal(frame_read_request(str_skip(buf_view(&b), sizeof(len)),
					    &found, &err),
			 0);
	assert_true(str_eq(found.target, given.target));
	assert_true(str_eq(found.if_none_match, given.if_none_match));
	assert_true(found.accepts_gzip);
	assert_true(found.wants_text);
	assert_int_equal(found.language, PHRASES_JA);
	/* Any other length is refused. */
	for (size_t i = 0; i < len; i++) {
		struct err why = ERR_INIT;

		assert_int_equal(
			frame_read_request(str_make(b.p + sizeof(len), i),
					   &found, &why),
			ERR_BUG);
	}
	buf_release(&b);
}

static void a_language_that_nobody_knows_is_refused(void **state)
{
	const struct frame_request given = { .target = STR("/"),
					     .language = PHRASES_COUNT };
	struct frame_request found;
	struct buf b = BUF_INIT;

	(void)state;
	err_clear(&err);
	frame_add_request(&given, &b);
	assert_int_equal(
		frame_read_request(str_skip(buf_view(&b), 4), &found, &err),
		ERR_BUG);
	buf_release(&b);
}

static void a_head_that_lies_is_refused(void **state)
{
	struct response r = RESPONSE_INIT, found = RESPONSE_INIT;
	struct frame_head good, head;

	(void)state;
	memcpy(r.etag, "W/\"0\"", 6);
	r.max_age_s = 60;
	frame_describe(&r, true, &good);
	assert_true(frame_take(&good, &found));
	assert_string_equal(found.etag, r.etag);
	assert_int_equal(found.max_age_s, 60);
	head = good;
	head.status = 1000;
	assert_false(frame_take(&head, &found));
	head = good;
	head.type = RESPONSE_TYPES;
	assert_false(frame_take(&head, &found));
	head = good;
	head.body_len = UINT32_MAX;
	assert_false(frame_take(&head, &found));
	head = good;
	memcpy(head.etag, "a\r\nb: c", 8);
	assert_false(frame_take(&head, &found));
	head = good;
	memset(head.code, 'a', sizeof(head.code));
	assert_false(frame_take(&head, &found));
}

static void what_is_compressed_is_the_same(void **state)
{
	char *text = malloc(100000), *back = malloc(100000);
	struct buf small = BUF_INIT;
	struct libdeflate_decompressor *reader =
		libdeflate_alloc_decompressor();
	struct gzip *gzip;

	(void)state;
	assert_non_null(text);
	assert_non_null(back);
	for (size_t i = 0; i < 100000; i++)
		text[i] = (char)(i * i >> 7);
	assert_non_null(reader);
	assert_int_equal(gzip_new(&gzip, &err), 0);
	/* The second time as the first. */
	for (size_t len = 0; len <= 100000; len += 50000) {
		size_t found;

		buf_clear(&small);
		assert_int_equal(
			gzip_add(gzip, str_make(text, len), &small, &err), 0);
		assert_int_equal(libdeflate_gzip_decompress(reader, small.p,
							    small.len, back,
							    100000, &found),
				 LIBDEFLATE_SUCCESS);
		assert_int_equal(found, len);
		assert_memory_equal(back, text, len);
	}
	gzip_free(gzip);
	libdeflate_free_decompressor(reader);
	buf_release(&small);
	free(text);
	free(back);
}

static void expect_line(const struct buf *b, const char *line)
{
	if (!strstr(b->p, line))
		fail_msg("there is no '%s' in: %s", line, b->p);
}

static void metrics_count_what_was_done(void **state)
{
	const struct route *search = route_find(STR("/v1/search"));
	struct buf b = BUF_INIT;
	struct metrics *m;

	(void)state;
	assert_int_equal(metrics_new(&m, &err), 0);
	metrics_request(m, search, 200, 400000);
	metrics_request(m, search, 200, 3000000);
	metrics_request(m, search, 503, 2000000000);
	metrics_request(m, NULL, 404, 0);
	metrics_count(m, METRICS_REAPED);
	metrics_set(m, METRICS_ARTICLES, 42);
	metrics_render(m, &b);
	expect_line(&b, "pressmark_http_requests_total"
			"{route=\"/v1/search\",status=\"200\"} 2\n");
	expect_line(&b, "{route=\"other\",status=\"404\"} 1\n");
	expect_line(&b, "{route=\"/v1/search\",le=\"0.0005\"} 1\n");
	expect_line(&b, "{route=\"/v1/search\",le=\"0.0025\"} 1\n");
	expect_line(&b, "{route=\"/v1/search\",le=\"0.005\"} 2\n");
	expect_line(&b, "{route=\"/v1/search\",le=\"1\"} 2\n");
	expect_line(&b, "{route=\"/v1/search\",le=\"+Inf\"} 3\n");
	expect_line(&b, "_sum{route=\"/v1/search\"} 2.003400\n");
	expect_line(&b, "_count{route=\"/v1/search\"} 3\n");
	expect_line(&b, "\npressmark_connections_reaped_total 1\n");
	expect_line(&b, "\npressmark_articles 42\n");
	buf_release(&b);
	metrics_free(m);
}

/* Reads what is in a pipe, as one text. */
static size_t drain(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size - 1 && (n = read(fd, text + len, size - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	return len;
}

static void a_line_says_what_was_asked(void **state)
{
	struct client client = { .bytes = { 203, 0, 113, 7 }, .len = 4 };
	struct log_entry entry = {
		.client = &client,
		.method = STR("GET"),
		.target = STR("/v1/\"x\n\xff?q=secret"),
		.status = 400,
		.code = "bad_date",
		.bytes = 12,
		.took_ns = 1234567,
		.now_ns = (int64_t)1700000000123456789,
	};
	struct log log = { .lines = BUF_INIT };
	char text[4096];
	json_t *json;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	assert_int_equal(metrics_new(&log.metrics, &err), 0);
	log.fd = fds[1];
	log_add(&log, &entry);
	log_flush(&log);
	drain(fds[0], text, sizeof(text));
	assert_null(strstr(text, "secret"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	json = json_loads(text, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(json, "client")),
			    "203.0.113.0");
	assert_string_equal(json_string_value(json_object_get(json, "time")),
			    "2023-11-14T22:13:20.123Z");
	assert_string_equal(json_string_value(json_object_get(json, "error")),
			    "bad_date");
	json_decref(json);
	log.with_queries = true;
	log_add(&log, &entry);
	log_flush(&log);
	drain(fds[0], text, sizeof(text));
	assert_non_null(strstr(text, "\"query\":\"q=secret\""));
	metrics_free(log.metrics);
	buf_release(&log.lines);
	close(fds[0]);
	close(fds[1]);
}

static void a_log_that_nobody_reads_stops_nothing(void **state)
{
	struct client client = { .len = 0 };
	struct log_entry entry = {
		.client = &client,
		.method = STR("GET"),
		.target = STR("/v1/search"),
		.code = "",
	};
	struct log log = { .lines = BUF_INIT };
	struct buf b = BUF_INIT;
	char text[4096];
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(metrics_new(&log.metrics, &err), 0);
	log.fd = fds[1];
	alarm(60);
	for (int i = 0; i < 2000; i++) {
		log_add(&log, &entry);
		log_flush(&log);
	}
	metrics_render(log.metrics, &b);
	assert_null(strstr(b.p, "log_lines_lost_total 0\n"));
	/* What is there are whole lines. */
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	for (;;) {
		size_t len = drain(fds[0], text, sizeof(text));

		if (len < sizeof(text) - 1) {
			assert_int_equal(text[len - 1], '\n');
			break;
		}
	}
	buf_release(&b);
	metrics_free(log.metrics);
	buf_release(&log.lines);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_comes_through),
		cmocka_unit_test(a_language_that_nobody_knows_is_refused),
		cmocka_unit_test(a_head_that_lies_is_refused),
		cmocka_unit_test(what_is_compressed_is_the_same),
		cmocka_unit_test(metrics_count_what_was_done),
		cmocka_unit_test(a_line_says_what_was_asked),
		cmocka_unit_test(a_log_that_nobody_reads_stops_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
