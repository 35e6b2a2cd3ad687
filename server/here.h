/*
 * What the front says by itself, without the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions, but for the metrics.
 */
#ifndef PRESSMARK_SERVER_HERE_H
#define PRESSMARK_SERVER_HERE_H

#include "server/metrics.h"
#include "server/response.h"

/* Each adds the body to a response, and says of what type it is. */
void here_metrics(const struct metrics *metrics, struct response *out);
void here_style(const struct metrics *metrics, struct response *out);
void here_openapi(const struct metrics *metrics, struct response *out);

#endif
