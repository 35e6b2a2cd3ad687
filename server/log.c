/*
 * The access log: a line of JSON for each request.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/log.h"

#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/utf8.h"

#define TEXT_MAX  256	  /* bytes of a path or a query */
#define LINES_MAX 1000000 /* bytes until they are written */

static void add_time(int64_t now_ns, struct json *j)
{
	time_t seconds = (time_t)(now_ns / 1000000000);
	char text[40];
	struct tm tm;
	size_t len = 0;

	if (gmtime_r(&seconds, &tm))
		len = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	len += (size_t)snprintf(text + len, sizeof(text) - len, ".%03dZ",
				(int)(now_ns / 1000000 % 1000));
	json_key(j, "time");
	json_str(j, str_make(text, len));
}

static void add_text(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	json_str(j, utf8_head(text, TEXT_MAX));
}

void log_add(struct log *log, const struct log_entry *e)
{
	size_t end = str_find(e->target, '?');
	struct buf client = BUF_INIT;
	struct json j;

	if (log->fd < 0)
		return;
	client_add_truncated(e->client, &client);
	json_init(&j, &log->lines, 0);
	json_object(&j);
	add_time(e->now_ns, &j);
	add_text(&j, "client", buf_view(&client));
	add_text(&j, "method", e->method);
	add_text(&j, "path", str_head(e->target, end));
	if (log->with_queries)
		add_text(&j, "query", str_skip(e->target, end + 1));
	json_key(&j, "status");
	json_int(&j, e->status);
	if (e->code[0])
		add_text(&j, "error", str_of(e->code));
	json_key(&j, "bytes");
	json_int(&j, (int64_t)e->bytes);
	json_key(&j, "ms");
	json_fixed(&j, (double)e->took_ns / 1e6, 3);
	json_end(&j);
	buf_add_char(&log->lines, '\n');
	buf_release(&client);
	if (log->lines.len > LINES_MAX)
		log_flush(log);
}

/* Takes the head that is written at once: whole lines. */
static size_t piece(struct str rest, size_t most)
{
	size_t end = 0;

	for (size_t i = 0; i < rest.len && i < most; i++) {
		if (rest.p[i] == '\n')
			end = i + 1;
	}
	return end ? end : rest.len;
}

void log_flush(struct log *log)
{
	struct str rest = buf_view(&log->lines);

	while (rest.len) {
		struct pollfd p = { .fd = log->fd, .events = POLLOUT };
		/* A pipe that can be written to takes so much at once. */
		size_t len = piece(rest, 4096);

		if (poll(&p, 1, 0) != 1 || !(p.revents & POLLOUT) ||
		    write(log->fd, rest.p, len) < 0)
			break;
		rest = str_skip(rest, len);
	}
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.p[i] == '\n')
			metrics_count(log->metrics, METRICS_LOG_LOST);
	}
	buf_clear(&log->lines);
}
