/*
 * Alike: which articles of an index are most like one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/alike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "query/related.h"
#include "query/telling.h"
#include "query/values.h"
#include "query/weights.h"
#include "text/language.h"
#include "text/schema.h"

/* Of equal hundredths the newest comes first. */
#define STEPS 100

/* Of what is known of all articles, and of the terms of one. */
#define MEMORY (512u << 20)

struct known {
	unsigned char newest[SCHEMA_ORDER_SIZE]; /* as in its slot */
	bool is_there;
	bool is_hidden;
	bool is_left_out;  /* for the article at hand */
	uint32_t language; /* a number; 0: it does not say */
	double score;	   /* with the article at hand */
};

struct alike {
	struct xap_db *db;
	struct deadline deadline;
	struct weights weights;
	struct arena arena;
	struct known *articles; /* by docid */
	uint32_t last_docid;
	/* How many articles say each language, by its number. */
	uint32_t *speakers;

	/* Of the article at hand. */
	struct arena scratch;
	uint32_t *found; /* docids that have a score; room for all */
	size_t found_count;
};

static struct known *at(struct alike *a, uint32_t docid)
{
	/* 0 is no document. */
	return &a->articles[docid <= a->last_docid ? docid : 0];
}

/* ---- What all articles are asked for ------------------------------------ */

static int take_newest(uint32_t docid, struct str value, void *payload)
{
	struct known *known = at(payload, docid);

	known->is_there = docid <= ((struct alike *)payload)->last_docid;
	if (value.len == SCHEMA_ORDER_SIZE)
		memcpy(known->newest, value.p, SCHEMA_ORDER_SIZE);
	return 0;
}

static int take_hidden(uint32_t docid, void *payload)
{
	at(payload, docid)->is_hidden = true;
	return 0;
}

static int read_hidden(struct searcher *s, int64_t now, struct alike *a,
		       struct err *err)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct planner planner = { .arena = &arena, .deadline = a->deadline };
	const struct xap_query *hidden;
	int ret = xap_queries_new(&planner.pool, err);

	if (!ret)
		ret = xap_queries_stop_at(planner.pool, a->deadline, err);
	searcher_tell_planner(s, now, &planner);
	hidden = ret ? NULL : values_hidden(&planner, err);
	if (hidden)
		ret = xap_db_each_match(a->db, hidden, a->deadline, take_hidden,
					a, err);
	xap_queries_free(planner.pool);
	arena_release(&arena);
	return ret ? ret : (int)err->code;
}

/* The languages that articles say. One that has stems has the number of
 * text/language.h, by any of its names; the others have numbers behind. */
struct speech {
	struct alike *alike;
	struct str *terms;
	size_t count, cap;
	size_t skip;	   /* what terms have in front of the language */
	uint32_t language; /* whose articles are listed */
};

/* "fr-CA" has the term of "fr" too. */
static int take_language(struct str term, uint32_t frequency, void *payload)
{
	struct speech *l = payload;
	struct str code = str_skip(term, l->skip);
	struct str *terms;

	(void)frequency;
	if (str_find(code, '-') < code.len)
		return 0;
	terms = arena_grow(&l->alike->arena, l->terms, l->count, &l->cap,
			   sizeof(*terms));
	if (!terms)
		return 0;
	l->terms = terms;
	terms[l->count++] = arena_copy(&l->alike->arena, term);
	return 0;
}

static int take_speaker(uint32_t docid, void *payload)
{
	struct speech *l = payload;
	struct alike *a = l->alike;
	struct known *known = at(a, docid);

	a->speakers[known->language]--;
	known->language = l->language;
	a->speakers[known->language]++;
	return 0;
}

static int read_speakers(struct speech *l, size_t i, struct err *err)
{
	l->language = language_of(str_skip(l->terms[i], l->skip));
	if (l->language == LANGUAGE_NONE)
		l->language = (uint32_t)(LANGUAGE_COUNT + i);
	return xap_db_each_posting(l->alike->db, l->terms[i], take_speaker, l,
				   err);
}

static int read_languages(struct alike *a, struct err *err)
{
	struct speech l = { .alike = a };
	struct buf prefix = BUF_INIT;
	int ret;

	schema_value_term(SCHEMA_FIELD_NAME, STR("lang"), str_make(NULL, 0),
			  &prefix);
	l.skip = prefix.len;
	ret = buf_check(&prefix, err);
	if (!ret)
		ret = xap_db_each_term(a->db, buf_view(&prefix), take_language,
				       &l, err);
	a->speakers = arena_array(&a->arena, LANGUAGE_COUNT + l.count,
				  sizeof(*a->speakers));
	if (!ret)
		ret = arena_check(&a->arena, err);
	if (!ret)
		a->speakers[0] = a->weights.info.documents;
	for (size_t i = 0; i < l.count && !ret; i++)
		ret = read_speakers(&l, i, err);
	buf_release(&prefix);
	return ret;
}

int alike_new(struct searcher *s, int64_t now, struct deadline deadline,
	      struct alike **out, struct err *err)
{
	struct alike *a = *out = calloc(1, sizeof(*a));
	size_t room;
	int ret;

	if (!a)
		return err_set(err, ERR_MEMORY, "out of memory");
	a->db = s->db;
	a->deadline = deadline;
	a->arena = (struct arena)ARENA_INIT(MEMORY);
	a->scratch = (struct arena)ARENA_INIT(MEMORY);
	ret = weights_init(&a->weights, s->db, err);
	if (ret)
		return ret;
	a->last_docid = a->weights.info.last_docid;
	room = (size_t)a->last_docid + 1;
	a->articles = arena_array(&a->arena, room, sizeof(*a->articles));
	a->found = arena_array(&a->arena, room, sizeof(*a->found));
	ret = arena_check(&a->arena, err);
	if (!ret)
		ret = xap_db_each_value(a->db, SCHEMA_SLOT_NEWEST, take_newest,
					a, err);
	if (!ret)
		ret = read_hidden(s, now, a, err);
	if (!ret)
		ret = read_languages(a, err);
	return ret;
}

void alike_free(struct alike *a)
{
	if (!a)
		return;
	weights_release(&a->weights);
	arena_release(&a->arena);
	arena_release(&a->scratch);
	free(a);
}

int alike_check(struct alike *a, struct err *err)
{
	struct xap_db_info info;
	int ret = xap_db_info(a->db, &info, err);

	if (!ret && info.revision != a->weights.info.revision)
		return err_set(err, ERR_STALE, "the index moved on");
	return ret;
}

bool alike_is_shown(const struct alike *a, uint32_t docid)
{
	return docid <= a->last_docid && a->articles[docid].is_there &&
	       !a->articles[docid].is_hidden;
}

/* ---- One article -------------------------------------------------------- */

/* How many articles have words of the language of one; words are taken for
 * English where an article does not say. */
static uint32_t comparable(const struct alike *a, uint32_t language)
{
	const uint32_t english = language_of(STR("en"));

	if (language == 0 || language == english)
		return a->speakers[0] + a->speakers[english];
	return a->speakers[language];
}

static int add_scores(struct alike *a, const struct telling_term *term,
		      struct err *err)
{
	const struct weights_list *list;
	int ret = deadline_check(&a->deadline, err);

	if (!ret)
		ret = weights_read(&a->weights, term->term, term->is_tag, &list,
				   err);
	for (uint32_t i = 0; !ret && i < list->count; i++) {
		struct known *other = at(a, list->items[i].docid);

		if (other->score == 0)
			a->found[a->found_count++] = list->items[i].docid;
		other->score += term->weight * (double)list->items[i].weight;
	}
	return ret;
}

static int leave_out(uint32_t docid, void *payload)
{
	at(payload, docid)->is_left_out = true;
	return 0;
}

static int let_in(uint32_t docid, void *payload)
{
	at(payload, docid)->is_left_out = false;
	return 0;
}

/* Its translations, to be left out or not any more. */
static int each_translation(struct alike *a, const struct telling *telling,
			    xap_docid_fn fn, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < telling->translation_count && !ret; i++)
		ret = xap_db_each_posting(a->db, telling->translations[i], fn,
					  a, err);
	return ret;
}

static bool may_show(const struct known *article, const struct known *other)
{
	return other->is_there && !other->is_hidden && !other->is_left_out &&
	       other != article &&
	       (article->language == 0 || other->language == 0 ||
		article->language == other->language);
}

static bool is_better(struct alike *a, const struct alike_hit *x,
		      const struct alike_hit *y)
{
	double of_x = floor(x->score * STEPS), of_y = floor(y->score * STEPS);

	if (of_x != of_y)
		return of_x > of_y;
	return memcmp(at(a, x->docid)->newest, at(a, y->docid)->newest,
		      SCHEMA_ORDER_SIZE) > 0;
}

/* Puts a hit where it belongs among the best so far. */
static void insert(struct alike *a, struct alike_hit hit, size_t limit,
		   struct alike_hit *out, size_t *count)
{
	size_t place = *count;

	while (place && is_better(a, &hit, &out[place - 1]))
		place--;
	if (place == limit)
		return;
	if (*count < limit)
		++*count;
	memmove(&out[place + 1], &out[place],
		(*count - place - 1) * sizeof(*out));
	out[place] = hit;
}

static void choose(struct alike *a, uint32_t docid, double own, size_t limit,
		   struct alike_hit *out, size_t *count)
{
	const struct known *article = at(a, docid);

	for (size_t i = 0; i < a->found_count; i++) {
		struct known *other = at(a, a->found[i]);
		struct alike_hit hit = { a->found[i], other->score / own };

		if (hit.score >= RELATED_LEAST && may_show(article, other))
			insert(a, hit, limit, out, count);
	}
	for (size_t i = 0; i < a->found_count; i++)
		at(a, a->found[i])->score = 0;
	a->found_count = 0;
}

int alike_find(struct alike *a, uint32_t docid, size_t limit,
	       struct alike_hit *out, size_t *count, struct err *err)
{
	struct telling telling;
	int ret;

	*count = 0;
	arena_clear(&a->scratch);
	weights_trim(&a->weights);
	ret = telling_read(&a->weights, docid,
			   comparable(a, at(a, docid)->language), &a->scratch,
			   &telling, err);
	for (size_t i = 0; i < telling.count && !ret; i++)
		ret = add_scores(a, &telling.terms[i], err);
	if (!ret)
		ret = each_translation(a, &telling, leave_out, err);
	if (!ret)
		choose(a, docid, telling.own, limit, out, count);
	if (!ret)
		ret = each_translation(a, &telling, let_in, err);
	return ret;
}
