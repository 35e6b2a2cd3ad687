/*
 * A small world for the property tests: articles, edits, random queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything follows from one seed: PRESSMARK_SEED, else a fixed one. Who
 * fails prints it (world_seed). PRESSMARK_ROUNDS says how long to go on.
 */
#ifndef PRESSMARK_TESTS_PROP_WORLD_H
#define PRESSMARK_TESTS_PROP_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"
#include "indexer/article.h"
#include "text/terms.h"
#include "text/words.h"

/* The day on which all is searched. */
#define WORLD_TODAY 20000

/* Begins anew from the seed. */
void world_start(void);
unsigned long long world_seed(void);
unsigned int world_below(unsigned int n);

/* What cannot be tested is no test: ends the program unless all is well. */
void world_expect(bool is_well, const char *what);

/* PRESSMARK_ROUNDS, or so many. */
unsigned int world_rounds(unsigned int otherwise);

/* A folder of its own, removed by world_leave with all below it. */
const char *world_enter(void);
void world_leave(void);

/* The path of a name below that folder; eight live at a time. */
const char *world_at(const char *name);

/* Writes a file, making the folders on the way. */
void world_put(const char *path, struct str bytes);

/* The bytes of a file, to be released. */
struct buf world_get(const char *path);

/* Copies corpus/small to a folder. */
void world_copy_small(const char *to);

/* A made-up article: front matter of every sort, a few hundred words. */
void world_article(struct buf *out);

/* A term of an article (text/terms.h). */
struct seen {
	struct str folded;
	enum term_role role;
	bool ends_run; /* the last letter of a pair before it */
	/* Of its stem, or of itself where it has none: as terms have it. */
	struct str stem;
	uint32_t position; /* as phrases and NEAR count */
	bool is_code;	   /* of a body: it counts half */
};

/* An article as the oracle sees it: read, split, folded and stemmed here. */
struct known {
	struct article article;
	struct seen *all, *title, *heading, *code, *alt; /* by position */
	size_t all_count, title_count, heading_count, code_count, alt_count;
	size_t body; /* the first of `all` that is in the body */
};

struct world {
	struct arena arena;
	struct known *articles;
	size_t count, cap;
	struct words *words;
	struct xap_stemmer *stemmer;
	/* That texts are taken to be in: of the article that is asked. */
	unsigned int language;
	struct str *keys; /* of fields, rising */
	size_t key_count, key_cap;
};

/* Reads every article below a folder; ids that cannot be read are left out.
 * To be released. */
void world_read(struct world *world, const char *folder);
void world_release(struct world *world);

/* What a text of a query wants: its words in order, of a run of letters of a
 * script without spaces not the last alone; numbered as in the world; the view
 * lives in its arena. Behind them, not counted, what they are joined to, or an
 * empty word. */
size_t world_split(struct world *world, struct str text, struct seen **out);

/* All terms of a text, likewise. */
size_t world_terms(struct world *world, struct str text, struct seen **out);

/* Appends a random query, mostly of what the articles hold. */
void world_query(const struct world *world, struct buf *out);

#endif
