/*
 * What the front says by itself, without the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions, but for the metrics.
 */
#ifndef PRESSMARK_SERVER_HERE_H
#define PRESSMARK_SERVER_HERE_H

#include <stdbool.h>

#include "base/str.h"
#include "server/response.h"

struct metrics;

/* What is to be known to answer. */
struct here_asked {
	const struct metrics *metrics;
	struct str if_none_match;
	bool accepts_gzip;
	const struct str *version; /* that is meant; NULL: any */
};

/* Each adds the body to a response, and says of what type it is; or makes it
 * 304, where who asks has it already. */
typedef void (*here_fn)(const struct here_asked *asked, struct response *out);

/* Appends the name of a file of ours, and which version of it is meant: an
 * address whose bytes are always the same. */
enum here_file { HERE_STYLE, HERE_SCRIPT };
void here_address(enum here_file file, struct buf *out);

void here_metrics(const struct here_asked *asked, struct response *out);
void here_openapi(const struct here_asked *asked, struct response *out);
void here_style(const struct here_asked *asked, struct response *out);
void here_script(const struct here_asked *asked, struct response *out);
void here_widget(const struct here_asked *asked, struct response *out);
void here_widget_style(const struct here_asked *asked, struct response *out);

#endif
