/*
 * What the front says by itself, without the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/here.h"

/* A description of ours may be kept for an hour. */
#define MAX_AGE_S 3600

/* Takes a file into the program, from the folder in which it is made: C has no
 * other way before #embed (C23). */
#define FILE_HERE(name, path)                                                  \
	__asm__(".section .rodata\n" #name ":\n.incbin \"" path "\"\n" #name   \
		"_end:\n.byte 0\n.previous\n");                                \
	extern const char name[], name##_end[]

FILE_HERE(here_openapi_json, "server/openapi.json");
FILE_HERE(here_search_css, "server/search.css");

void here_metrics(const struct metrics *metrics, struct response *out)
{
	out->type = RESPONSE_METRICS;
	metrics_render(metrics, &out->body);
}

void here_openapi(const struct metrics *metrics, struct response *out)
{
	(void)metrics;
	out->max_age_s = MAX_AGE_S;
	buf_add(&out->body, here_openapi_json,
		(size_t)(here_openapi_json_end - here_openapi_json));
}

void here_style(const struct metrics *metrics, struct response *out)
{
	(void)metrics;
	out->type = RESPONSE_STYLE;
	out->max_age_s = MAX_AGE_S;
	buf_add(&out->body, here_search_css,
		(size_t)(here_search_css_end - here_search_css));
}
