/*
 * Raw HTML inside Markdown: what of it is text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Not an HTML parser: tags and comments go, what <script> and <style> hold
 * goes, the rest is text with its references decoded. One pass, whatever the
 * input; a tag, a comment or a script may reach over several pieces.
 *
 * Threads: pure but for the caller's state.
 */
#ifndef PRESSMARK_INDEXER_HTML_H
#define PRESSMARK_INDEXER_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum html_state {
	HTML_TEXT,
	HTML_TAG,     /* behind "<name" */
	HTML_QUOTE,   /* in an attribute's value */
	HTML_COMMENT, /* behind "<!--" */
	HTML_RAW,     /* in <script> or <style> */
};

struct html {
	enum html_state state;
	char quote;
	struct str raw; /* the name that ends HTML_RAW, or empty */
	bool is_block;	/* the tag parts words, as <p> and <br> do */
};

#define HTML_INIT                                                              \
	{                                                                      \
		HTML_TEXT, 0, { NULL, 0 }, false                               \
	}

/* Receives a run of text, or a blank where a tag parts words. Anything but 0
 * stops and is returned. */
typedef int (*html_text_fn)(struct str text, void *payload);

/* Strips the next piece; pieces are whole lines, or whole tags. */
int html_strip(struct html *html, struct str piece, html_text_fn text,
	       void *payload);

/* Does the tag "<name …" or "</name …" part the words around it? */
bool html_is_break(struct str tag);

#endif
