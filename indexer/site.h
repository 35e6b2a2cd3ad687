/*
 * The site: what is known of a folder of articles besides their bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which generator's rules hold (the preset), the time zone, how URLs are made,
 * what keys an article has that does not give them. It comes from
 * pressmark.yaml and from what was found beside it (indexer/config.h); an
 * article without a site is read by site_generic.
 *
 * Threads: read only once made. Memory: whoever made it keeps what it views.
 */
#ifndef PRESSMARK_INDEXER_SITE_H
#define PRESSMARK_INDEXER_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "indexer/authors.h"
#include "indexer/front.h"
#include "text/date.h"
#include "text/zone.h"

/* Whose rules hold where generators differ. */
enum site_preset {
	SITE_GENERIC, /* the union of all, see docs/articles.md */
	SITE_JEKYLL,
	SITE_HUGO,
	SITE_ELEVENTY,
	SITE_ZOLA,
	SITE_ASTRO,
	SITE_DOCUSAURUS,
	SITE_MDBOOK,
	SITE_PRESETS
};

/* Which articles the cascade of an _index.md holds for. */
struct site_cascade {
	struct str folder; /* that their ids begin with, '/' at its end */
	struct str path;   /* a glob of paths of pages; empty: any */
	struct str kind;   /* a glob of "page", "section", "home"; likewise */
};

/* Keys that articles have, unless they give them: those whose id matches, or
 * those that the cascade holds for. */
struct site_default {
	struct str glob;
	struct front_node values; /* a FRONT_MAP, its lines and columns 0 */
	const struct site_cascade *cascade; /* NULL: of pressmark.yaml */
};

/* The URL of articles whose id matches: a pattern such as
 * "/:year/:month/:title/". */
struct site_url {
	struct str glob;
	struct str pattern;
};

/* What becomes of a shortcode. */
enum site_shortcode_use {
	SITE_INNER, /* its tags go, what is between them stays */
	SITE_DROP,  /* all of it goes */
};

struct site_shortcode {
	struct str name;
	enum site_shortcode_use use;
	const struct str *arguments; /* whose values are text */
	size_t argument_count;
};

struct site {
	enum site_preset preset;
	const struct zone *zone;    /* NULL: none is configured */
	enum date_order date_order; /* of 03/04/2025 */

	struct str host;	     /* "example.org"; empty: not known */
	struct str base_path;	     /* before every URL: "" or "/blog" */
	struct str content_dir;	     /* taken off the front of ids: "content" */
	const struct site_url *urls; /* the first that matches counts */
	size_t url_count;

	struct str lang; /* of articles that do not say; may be empty */
	const struct str *languages; /* codes that x.fr.md and fr/ may have */
	size_t language_count;

	const struct site_default *defaults; /* the last that matches counts */
	size_t default_count;
	const struct site_shortcode *shortcodes;
	size_t shortcode_count;

	const struct authors *authors; /* NULL: no data file is configured */

	struct str excerpt_separator; /* ends the summary; may be empty */
	bool inline_tags;	      /* #tag in the text is a tag */
	bool respect_noindex;	      /* noindex, sitemap: false exclude */
	bool show_drafts;	      /* drafts are not hidden */
	bool show_future;	      /* nor what is dated in the future */
	int64_t now; /* to remark on dates far ahead; 0: do not */
};

extern const struct site site_generic;

/* "generic", "jekyll", ... */
const char *site_preset_name(enum site_preset preset);

/* The generator as it calls itself: "Jekyll", "Hugo", ... */
const char *site_generator_name(enum site_preset preset);

/* The configured code that part of a path is, in any case, or the empty view.
 */
struct str site_language(const struct site *site, struct str part);

/* The preset of this name; false when there is none. */
bool site_preset_of(struct str name, enum site_preset *out);

#endif
