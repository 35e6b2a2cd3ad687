/*
 * What an HTML tag says: texts in its attributes, where it leads, and which
 * elements are not to be shown, until where.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only user of libxml2, of which it uses the HTML push parser, tag by tag,
 * and builds no document: it knows attributes, and which tag ends which
 * elements. Version 2.9.14 was measured on some 60 hostile patterns; what it
 * does not stand is kept from it, here or by html.c:
 *
 * - 18,700 attributes in one tag take 0.4 s, in the square of their number: a
 *   tag of html.c has 64 at most;
 * - 26,000 end tags that end nothing inside 26,000 elements take 1.7 s: behind
 *   64 open elements the parser is made anew;
 * - each name is remembered: it is made anew after 1 MiB as well;
 * - a value, a comment or a script that comes in two pieces may never end: it
 *   is given whole tags, and neither comments nor scripts nor text;
 * - a reference that it does not know costs 170 ns, for an error message that
 *   nobody reads: '&' is given to it as DEL, which clean text has not.
 *
 * Threads: one at a time for each tree.
 */
#ifndef PRESSMARK_INDEXER_HTML_TREE_H
#define PRESSMARK_INDEXER_HTML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct libxml;

/* Loads libxml2, unless it is there already. ERR_IO, with what to do: else a
 * tag would be the first to know. */
int html_tree_load(struct err *err);

/* Stands for '&' in a tag. */
#define HTML_TREE_AMPERSAND '\x7f'

/* What an attribute is for. */
enum html_attribute {
	HTML_NOTHING, /* that is of interest here */
	HTML_TITLE,   /* a text that is shown */
	HTML_ALT,     /* a text instead of an image */
	HTML_TARGET,  /* where its link leads */
};

/* Receives the value of an attribute, ampersands as above. Anything but 0
 * stops. */
typedef int (*html_attribute_fn)(enum html_attribute attribute,
				 struct str value, void *payload);

struct html_tree {
	const struct libxml *xml; /* NULL before the first tag */
	void *parser; /* htmlParserCtxtPtr, or NULL before the first tag */
	html_attribute_fn attribute;
	void *payload;
	size_t depth;  /* open elements */
	size_t bytes;  /* given to this parser */
	size_t hidden; /* depth of the element that hides, or 0 */
	int ret;       /* of the callback */
};

#define HTML_TREE_INIT                                                         \
	{                                                                      \
		NULL, NULL, NULL, NULL, 0, 0, 0, 0                             \
	}

/* Has a tag of this name anything to say when it has no attributes? All that
 * have some must be read as well. */
bool html_tree_needs(const struct html_tree *tree, struct str name);

/* Reads a whole tag, "<name …>" or "</name …>". 0, what the callback returned,
 * ERR_MEMORY, or ERR_IO of html_tree_load. */
int html_tree_tag(struct html_tree *tree, struct str tag,
		  html_attribute_fn attribute, void *payload);

/* Nothing is hidden any more. */
void html_tree_show(struct html_tree *tree);

void html_tree_release(struct html_tree *tree);

#endif
