/*
 * The settings of a server: its command line, what pressmark.yaml says beside
 * it, and what holds where both are silent.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An option of the command line has its name as a key below `serve:` in the
 * file too (allow_origin for --allow-origin), and wins where both say it.
 *
 * Threads: main's only (base/opt.h). Memory: owned by the struct.
 */
#ifndef PRESSMARK_CLI_SERVING_H
#define PRESSMARK_CLI_SERVING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/opt.h"
#include "server/front.h"

#define SERVING_LISTEN "127.0.0.1:7700"
#define SERVING_RATE   20

/* What the options fill; zeroed: nothing was said. */
struct serving_args {
	const char *index, *listen, *url, *rate, *user, *workers, *search_ms;
	struct opt_list origins, proxies;
	bool quiet, log_queries, public_metrics, watch, help;
};

struct serving {
	struct arena arena; /* of what the file says */
	struct serving_args args;
	struct client proxies[OPT_LIST_MAX];
	struct front_settings settings;
};

/* Checks what the command line says, without the file. ERR_USAGE. */
int serving_check(const struct serving_args *args, struct err *err);

/* Makes the settings for an index folder: reads its pressmark.yaml by the same
 * table of options. `given` and `folder` must outlive them; `say` is for the
 * settings. ERR_INPUT says where in the file something is wrong; as
 * config_load. */
int serving_load(const struct serving_args *given, const struct opt *options,
		 const char *folder, void (*say)(const char *line),
		 struct serving *out, struct err *err);

void serving_release(struct serving *serving);

#endif
