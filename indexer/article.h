/*
 * An article: from the bytes of a file to the normal form that is indexed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_read is a pure function: it opens nothing, knows no clock and keeps
 * no state, so the same bytes always give the same article. Where each field
 * came from is kept beside it (`from`), for `pressmark explain`.
 *
 *	struct arena a = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
 *	struct article article;
 *	struct article_origin origin = { .id = STR("2025/10/a.md") };
 *	int ret = article_read(bytes, &origin, &a, &article, &err);
 *
 * Threads: pure. Memory: everything in a struct article lives in the arena,
 * in the bytes given or in the site.
 */
#ifndef PRESSMARK_INDEXER_ARTICLE_H
#define PRESSMARK_INDEXER_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/front.h"
#include "indexer/markdown.h"
#include "indexer/site.h"
#include "text/date.h"

/* Where the bytes come from: what an article may be told besides them. */
struct article_origin {
	struct str id; /* the path below its source, '/' between parts */
	const struct site *site; /* NULL: site_generic */
	/* The folder of its source below the root of the site: "content";
	 * empty when that is the root, or no root is known. */
	struct str within;
	/* Of the first and the last commit of its file (indexer/history.h), in
	 * seconds since 1970; 0: not known. */
	int64_t git_first, git_last;
};

/* The fields whose origin is kept. */
enum article_field {
	ARTICLE_TITLE,
	ARTICLE_URL,
	ARTICLE_ALIASES,
	ARTICLE_DATE,
	ARTICLE_UPDATED,
	ARTICLE_PUBLISH_AT,
	ARTICLE_EXPIRE_AT,
	ARTICLE_HIDDEN,
	ARTICLE_TAGS,
	ARTICLE_CATEGORIES,
	ARTICLE_KEYWORDS,
	ARTICLE_AUTHORS,
	ARTICLE_DESCRIPTION,
	ARTICLE_IMAGE,
	ARTICLE_IMAGE_DESCRIPTION,
	ARTICLE_LANG,
	ARTICLE_TRANSLATION_KEY,
	ARTICLE_REVISION,
	ARTICLE_WEIGHT,
	ARTICLE_SECTION,
	ARTICLE_LAYOUT,
	ARTICLE_SEARCH,
	ARTICLE_FIELDS
};

/* What gave a field. */
enum article_rule {
	ARTICLE_BY_NOTHING, /* it is not set */
	ARTICLE_BY_KEY,	    /* a key of the front matter: key and line */
	ARTICLE_BY_DEFAULT, /* a default of pressmark.yaml, or of an _index.md,
			     * then "cascade." before it: key */
	ARTICLE_BY_HEADING, /* the first H1: line */
	ARTICLE_BY_MARKER,  /* the text before a more-marker: line */
	ARTICLE_BY_TEXT,    /* the first paragraph: line */
	ARTICLE_BY_NAME,    /* the file's name */
	ARTICLE_BY_PATH,    /* the folders that it is in */
	ARTICLE_BY_URL,	    /* its own URL: key */
	ARTICLE_BY_PATTERN, /* a URL pattern of the preset or configuration */
	ARTICLE_BY_SITE,    /* what holds for the whole site */
	ARTICLE_BY_GIT,	    /* the commits of its file */
};

struct article_from {
	enum article_rule rule;
	struct str key;	   /* as the article writes it; "image.alt" in a map */
	unsigned int line; /* in the file, from 1; 0 = none */
};

/* How much a warning weighs. */
enum article_level {
	ARTICLE_NOTE,	 /* for `lint` alone: no fault, but worth knowing */
	ARTICLE_WARNING, /* something was not understood */
	ARTICLE_ERROR,	 /* much of the article was not: --strict fails */
};

#define ARTICLE_LEVELS (ARTICLE_ERROR + 1)

/* What is wrong with an article, where. */
struct article_warning {
	enum article_level level;
	unsigned int line;   /* in the file, from 1; 0 = the file as a whole */
	unsigned int column; /* code points, from 1; 0 = the whole line */
	const char *code;    /* a short stable name, such as "bad-date" */
	struct str text;     /* what is wrong, lower case, no full stop */
};

enum article_hidden {
	ARTICLE_SHOWN,
	ARTICLE_DRAFT,
	ARTICLE_UNPUBLISHED,
	ARTICLE_FUTURE,	 /* from article_hidden_at alone */
	ARTICLE_EXPIRED, /* likewise */
	ARTICLE_UNLISTED,
	ARTICLE_NORENDER,
	ARTICLE_EXCLUDED, /* by a key that keeps it out of the search */
};

/* A tag or a category. */
struct article_name {
	struct str label; /* as written */
	struct str slug;  /* folded (fold_name): equal ones are one */
};

struct article_author {
	struct str name; /* as shown; the key when there is nothing else */
	struct str key;	 /* into a data file of the site; may be empty */
	struct str url;	 /* may be empty */
};

/* The value of any other key, typed by what it holds. */
enum article_kind {
	ARTICLE_IS_TEXT,   /* long, or of several lines */
	ARTICLE_IS_NAME,   /* one line of at most LIMIT_NAME_BYTES */
	ARTICLE_IS_NUMBER, /* not in quotes */
	ARTICLE_IS_DATE,
	ARTICLE_IS_BOOL,
};

struct article_value {
	enum article_kind kind;
	struct str text; /* as written, one line; for all kinds */
	double number;
	bool flag;
	struct date date;
};

struct article_extra {
	struct str key; /* lower case, parts joined with '.' */
	const struct article_value *values;
	size_t value_count;
	unsigned int line;
};

struct article_boost {
	struct str heading; /* its text or its id, as written */
	double boost;
	unsigned int line, column; /* 0: not in this file */
};

/* From here on in the text, until the next, words count so much. */
struct article_weight {
	size_t start;
	double weight;
};

/* search: in the front matter. */
struct article_search {
	double boost;		/* 1 unless given */
	const struct str *pins; /* queries that this article answers first */
	size_t pin_count;
	const struct str *also; /* words that find it besides its own */
	size_t also_count;
	const struct article_boost *sections;
	size_t section_count;
};

/* A heading and what follows it, up to the next heading. */
struct article_section {
	unsigned int level; /* of its heading, 1 to 6 */
	struct str title;
	struct str anchor; /* the heading's id, as the generator makes it */
	size_t start, end; /* in text, its heading included */
	size_t source_start, source_end; /* bytes in the file as given */
	unsigned int line, end_line;	 /* in the file; the last included */
};

struct article {
	struct str id;
	struct str path; /* below the root of the site, where that is known */
	struct str title;
	struct str url;		   /* path without host */
	const struct str *aliases; /* its old URLs, as url */
	size_t alias_count;

	/* Precision DATE_NONE when there is none. */
	struct date date, updated, publish_at, expire_at;
	enum article_hidden hidden; /* never FUTURE or EXPIRED */

	const struct article_name *tags; /* no two of one slug */
	size_t tag_count;
	const struct article_name *categories;
	size_t category_count;
	const struct str *keywords;
	size_t keyword_count;
	const struct article_author *authors;
	size_t author_count;

	struct str description;
	struct str image;
	struct str image_description;
	struct str lang; /* as written, such as "fr"; empty when not said */
	struct str translation_key;
	struct str revision; /* of what it documents: `version`, "2.1" */
	bool has_weight;
	double weight;		 /* its place in a book or menu */
	struct str section_path; /* the folder it is in, below the content */
	struct str layout;
	struct article_search search;
	const struct article_extra *extras;
	size_t extra_count;

	struct article_from from[ARTICLE_FIELDS];
	enum front_fence fence;

	struct str text; /* the body as plain text, see markdown.h */
	struct markdown_block *blocks;
	size_t block_count;
	const struct line_start *lines; /* where its lines begin in it */
	size_t line_count;
	const struct markdown_span *codes; /* inline code in the text */
	size_t code_count;
	const struct markdown_span *alts; /* alternative texts of images */
	size_t alt_count;
	const struct str *links; /* where it leads, see link.h; no two equal */
	size_t link_count;
	struct article_section *sections;
	size_t section_count;
	/* Of its words, 1 before the first: see indexer/section_weights.h. */
	const struct article_weight *weights;
	size_t weight_count;

	const struct article_warning *warnings;
	size_t warning_count; /* at most LIMIT_WARNINGS are kept */
	size_t warnings_more[ARTICLE_LEVELS]; /* so many of each are not */
};

/* Reads an article. A rejected one gives ERR_INPUT or ERR_LIMIT (or
 * ERR_MEMORY); then out->warnings[0] says where and what, and err the same as
 * text without the place. Everything else that is odd is a warning and the
 * article is read as well as it can be. */
int article_read(struct str bytes, const struct article_origin *origin,
		 struct arena *arena, struct article *out, struct err *err);

/* What hides it at an instant (seconds since 1970, UTC): its own state, or
 * that it is not yet or no longer to be shown. */
enum article_hidden article_hidden_at(const struct article *article,
				      int64_t now);

/* "none", "draft", ... as explain and queries name them. */
const char *article_hidden_name(enum article_hidden hidden);

#endif
