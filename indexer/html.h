/*
 * Raw HTML inside Markdown: what of it is text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text is what a browser would show, with its references decoded, and the
 * texts that stand for an image: alt, title. Elements that are not part of a
 * word (<p>, <br>, <td>; not <b> or <sub>) part the words around them. No
 * text are: what elements hold that browsers do not show (<script>, <style>,
 * <template>, <noscript>, <iframe>, what <video> says to old browsers),
 * hidden elements, and those that are marked to be left out of a search.
 * Comments are told, never text. So are the addresses of links.
 *
 * Tags, comments and scripts are told apart as CommonMark 0.31, section 4.6,
 * and the HTML standard, section 13.2.5, do, in one pass, whatever the input;
 * what a tag says is up to html_tree.h.
 *
 *	struct html html = HTML_INIT(&handler, payload);
 *	html_feed(&html, line);		each line of a block
 *	html_end(&html);
 *	html_tag(&html, tag);		each tag or comment inside a paragraph,
 *					or its lines
 *	if (!html_is_hiding(&html))
 *		add(text of the paragraph);
 *	html_end(&html);		at its end
 *	html_release(&html);
 *
 * Input is clean text (clean.h), cut at the ends of lines.
 *
 * Threads: one at a time. Memory: bounded, whatever the input; what callbacks
 * are given is valid until they return.
 */
#ifndef PRESSMARK_INDEXER_HTML_H
#define PRESSMARK_INDEXER_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "indexer/html_tree.h"

/* Of a comment, so many bytes are told. */
#define HTML_COMMENT_BYTES 256

/* Receives a run of text, or a blank where words are parted. Anything but 0
 * stops and is returned. */
typedef int (*html_text_fn)(struct str text, void *payload);

/* Receives the head of a comment, blanks trimmed: "more" of "<!-- more -->".
 * Also those inside hidden elements. Anything but 0 stops and is returned. */
typedef int (*html_comment_fn)(struct str text, void *payload);

/* Receives an alternative text, which is none that was given as text. Anything
 * but 0 stops and is returned. */
typedef int (*html_alt_fn)(struct str text, void *payload);

/* Receives the address of a link that is shown. Anything but 0 stops and is
 * returned. */
typedef int (*html_link_fn)(struct str target, void *payload);

struct html_handler {
	html_text_fn text;
	html_alt_fn alt;
	html_comment_fn comment;
	html_link_fn link;
};

enum html_state {
	HTML_TEXT,
	HTML_TAG,     /* behind "<x" or "</x" */
	HTML_COMMENT, /* behind "<!" of "<!--" */
	HTML_SKIP,    /* in "<?…?>", "<!X…>" and "<![CDATA[…]]>" */
	HTML_RAW,     /* in <script> and its like */
};

/* Where in a tag we are; from HTML_EQUALS on, at a value. */
enum html_place {
	HTML_ELEMENT, /* its name */
	HTML_GAP,
	HTML_NAME, /* of an attribute */
	HTML_BEHIND_NAME,
	HTML_EQUALS,
	HTML_VALUE, /* without quotes */
	HTML_QUOTED,
};

struct html {
	const struct html_handler *handler;
	void *payload;
	enum html_state state;
	enum html_place place;
	struct str end;	  /* what ends HTML_SKIP, HTML_RAW */
	struct buf held;  /* the tag, or the head of the comment, so far */
	struct buf value; /* of an attribute, decoded */
	size_t part; /* of the tag: where in held the name or value begins */
	unsigned int attributes;
	char quote;
	bool is_kept;	/* the attribute is not one too many */
	bool is_slash;	/* the last byte was one */
	bool is_inline; /* it stands in a paragraph, whose text is not ours */
	struct html_tree tree;
};

#define HTML_INIT(handler, payload)                                            \
	{                                                                      \
		(handler), (payload), HTML_TEXT, HTML_ELEMENT, STR_INIT(""),   \
			BUF_INIT, BUF_INIT, 0, 0, 0, false, false, false,      \
			HTML_TREE_INIT                                         \
	}

/* Feeds the next line, or several, of a block. 0, what a callback returned,
 * or ERR_MEMORY. */
int html_feed(struct html *html, struct str lines);

/* Feeds one tag, comment or instruction that stands inside a paragraph, the
 * text of which is the caller's; or a line of it. Returns as html_feed does. */
int html_tag(struct html *html, struct str tag);

/* Is text at this place inside an element that is left out? */
bool html_is_hiding(const struct html *html);

/* Ends a block or a paragraph: what is open ends here, and what is not
 * complete (a tag, a comment) is dropped. */
void html_end(struct html *html);

void html_release(struct html *html);

/* Does the tag "<name …" or "</name …" part the words around it? */
bool html_is_break(struct str tag);

#endif
