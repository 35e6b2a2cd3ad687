/*
 * What the path of an article says to the rules that make URLs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: views of the article and the site.
 */
#ifndef PRESSMARK_INDEXER_URL_PAGE_H
#define PRESSMARK_INDEXER_URL_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/site.h"

enum url_kind {
	URL_PAGE,
	URL_POST,      /* Jekyll: below _posts or _drafts */
	URL_COLLECTED, /* Jekyll: in a folder at the root that is _NAME */
};

struct url_page {
	const struct site *site;
	const struct article *article;
	enum url_kind kind;
	/* Its folder below the content, without '/' at the ends; that of a
	 * post or a collected article is the part below _posts or _NAME. */
	struct str folder;
	struct str before;  /* of a post: the folder that _posts is in */
	struct str name;    /* the file's, without extension and language */
	struct str undated; /* the name without a date in front */
	struct str lang;    /* that the name ends in, x.fr.md, if configured */
	bool is_index;	    /* it stands for its folder */
	struct str collection; /* "posts", or NAME */
	struct str slug;       /* its key, to be set by the caller */
	struct str doc_id;     /* the same; Docusaurus's key `id` */
};

void url_page_read(const struct site *site, const struct article *article,
		   struct url_page *out);

/* Adds '/' and a part. */
void url_add_part(struct str part, struct buf *out);

/* Adds the folder that a language other than the site's own has. */
void url_add_language(const struct url_page *page, struct buf *out);

#endif
