/*
 * What the front says by itself, without the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/here.h"

#include <inttypes.h>

#include "base/hash.h"
#include "base/version.h"
#include "server/etag.h"
#include "server/metrics.h"

/* For so long a file of ours may be kept: one whose address says no version;
 * one whose version is right, for ever (RFC 8246); and one of another version
 * than was meant, while a server is replaced by another. */
#define MAX_AGE_S 3600
#define EVER_S	  31536000
#define OTHER_S	  60

/* Takes a file into the program, as it is and by gzip: C has no other way
 * before #embed (C23). The assembler looks below the folder of the sources,
 * and below that of what is made of them. */
#define BYTES_HERE(name, path)                                                 \
	__asm__(".section .rodata\n" #name ":\n.incbin \"" path "\"\n" #name   \
		"_end:\n.byte 0\n.previous\n");                                \
	extern const char name[], name##_end[]
#define FILE_HERE(name, path)                                                  \
	BYTES_HERE(name, path);                                                \
	BYTES_HERE(name##_gz, path ".gz")

FILE_HERE(here_openapi_json, "server/openapi.json");
FILE_HERE(here_search_css, "web/search.css");
FILE_HERE(here_search_js, "web/search.js");
FILE_HERE(here_widget_js, "web/widget.js");
FILE_HERE(here_widget_css, "web/widget.css");

/* The version of the program, and of the file, which may differ from one
 * build of a version to another. */
static void add_version(struct str whole, struct buf *out)
{
	buf_printf(out, "%s-%08" PRIx32, PRESSMARK_VERSION,
		   (uint32_t)hash64(whole, 0));
}

static void set_age(const struct here_asked *asked, struct str whole,
		    struct response *out)
{
	struct buf version = BUF_INIT;

	add_version(whole, &version);
	out->is_immutable =
		asked->version && str_eq(*asked->version, buf_view(&version));
	out->max_age_s = !asked->version     ? MAX_AGE_S
			 : out->is_immutable ? EVER_S
					     : OTHER_S;
	buf_release(&version);
}

static void tell(const struct here_asked *asked, struct str whole,
		 struct str small, enum response_type type,
		 struct response *out)
{
	struct str bytes = asked->accepts_gzip ? small : whole;

	out->type = type;
	set_age(asked, whole, out);
	etag_of(whole, out->etag);
	if (etag_matches(asked->if_none_match, out->etag)) {
		out->status = 304;
		return;
	}
	out->is_gzip = asked->accepts_gzip;
	buf_add_str(&out->body, bytes);
}

#define BETWEEN(name) str_make(name, (size_t)(name##_end - name))
#define TELL(asked, name, type, out)                                           \
	tell(asked, BETWEEN(name), BETWEEN(name##_gz), type, out)

void here_address(enum here_file file, struct buf *out)
{
	bool is_style = file == HERE_STYLE;

	buf_printf(out, "%s?v=", is_style ? "search.css" : "search.js");
	add_version(is_style ? BETWEEN(here_search_css)
			     : BETWEEN(here_search_js),
		    out);
}

void here_metrics(const struct here_asked *asked, struct response *out)
{
	out->type = RESPONSE_METRICS;
	metrics_render(asked->metrics, &out->body);
}

void here_openapi(const struct here_asked *asked, struct response *out)
{
	TELL(asked, here_openapi_json, RESPONSE_JSON, out);
}

void here_widget(const struct here_asked *asked, struct response *out)
{
	TELL(asked, here_widget_js, RESPONSE_SCRIPT, out);
}

void here_widget_style(const struct here_asked *asked, struct response *out)
{
	TELL(asked, here_widget_css, RESPONSE_STYLE, out);
}

void here_style(const struct here_asked *asked, struct response *out)
{
	TELL(asked, here_search_css, RESPONSE_STYLE, out);
}

void here_script(const struct here_asked *asked, struct response *out)
{
	TELL(asked, here_search_js, RESPONSE_SCRIPT, out);
}
