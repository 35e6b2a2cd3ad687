/*
 * The progress line of a long run, on a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/progress.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/deadline.h"
#include "cli/cli.h"
#include "query/typeset.h"
#include "text/number.h"

#define REDRAW_MS 100
/* Before this a rate, and what follows from it, is a guess. */
#define RATE_MS 500

static int64_t now_ms(void)
{
	return deadline_now_ns() / 1000000;
}

void progress_init(struct progress *p, bool enabled)
{
	p->enabled = enabled;
	p->drawn = false;
	p->started_ms = now_ms();
	p->drawn_ms = p->started_ms - REDRAW_MS;
}

int64_t progress_elapsed_ms(const struct progress *p)
{
	return now_ms() - p->started_ms;
}

static void put(const struct buf *text)
{
	/* A line that does not arrive is no loss. */
	if (!text->failed && write(STDERR_FILENO, text->p, text->len) < 0)
		return;
}

static void add_time_left(int64_t ms, struct buf *out)
{
	int64_t s = (ms + 999) / 1000;

	if (s >= 60)
		buf_printf(out, ", %d min %02d s left", (int)(s / 60),
			   (int)(s % 60));
	else
		buf_printf(out, ", %d s left", (int)s);
}

static void add_line(size_t done, size_t total, uint64_t bytes, int64_t ms,
		     struct buf *line)
{
	buf_add_str(line, STR("reading "));
	number_add(done, line);
	if (total) {
		buf_add_str(line, STR(" of "));
		number_add(total, line);
	}
	buf_add_str(line, STR(" articles"));
	if (ms < RATE_MS)
		return;
	buf_printf(line, ", %.1f MB/s", (double)bytes / 1000 / (double)ms);
	if (done && total > done)
		add_time_left((int64_t)((double)ms * (double)(total - done) /
					(double)done),
			      line);
}

void progress_show(struct progress *p, size_t done, size_t total,
		   uint64_t bytes)
{
	struct buf line = BUF_INIT, text = BUF_INIT;
	int64_t now;

	if (!p->enabled)
		return;
	now = now_ms();
	if (now - p->drawn_ms < REDRAW_MS)
		return;
	add_line(done, total, bytes, now - p->started_ms, &line);
	/* One column short, or some terminals go to the next line. */
	buf_add_str(&text, STR("\r"));
	buf_add_str(&text, typeset_head(buf_view(&line),
					cli_columns(STDERR_FILENO) - 1));
	buf_add_str(&text, STR("\x1b[K"));
	put(&text);
	p->drawn = true;
	p->drawn_ms = now;
	buf_release(&text);
	buf_release(&line);
}

void progress_erase(struct progress *p)
{
	struct buf text = BUF_INIT;

	if (!p->drawn)
		return;
	buf_add_str(&text, STR("\r\x1b[K"));
	put(&text);
	p->drawn = false;
	p->drawn_ms -= REDRAW_MS;
	buf_release(&text);
}
