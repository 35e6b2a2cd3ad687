/*
 * Correcting: a query without the slips of who typed it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/correct.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "query/clause.h"
#include "query/meant.h"
#include "query/spell.h"
#include "query/values.h"
#include "text/limits.h"
#include "text/terms.h"

/* Of more words the others say as much as the one that is not known: articles
 * and questions have words of their own. */
#define WORDS_SURE 10

/* A word of the query, where it stands in its text. */
struct spot {
	size_t start, end;
	struct str folded;
	uint32_t number;
	enum query_scope scope;
	uint32_t articles; /* that have it; of more than a few: some more */
	bool is_apart;	   /* a word alone, or of a phrase: no part of one */
	bool is_operand;   /* of NEAR, or of a field: two are to be a phrase */
	/* What is to stand there, once it is decided. */
	bool is_changed;
	bool is_split; /* into two */
	struct str text;
};

struct work {
	const struct planner *planner;
	struct str text; /* of the query */
	struct spot *spots;
	size_t count, cap;
	struct err *err;
};

static bool is_corrected(const struct query_node *node)
{
	return (node->kind == QUERY_WORD || node->kind == QUERY_PHRASE) &&
	       !query_is_literal(node->scope);
}

static int add_spot(struct work *w, const struct spot *spot)
{
	struct arena *arena = w->planner->arena;
	struct spot *spots =
		arena_grow(arena, w->spots, w->count, &w->cap, sizeof(*spots));

	if (!spots)
		return arena_check(arena, w->err);
	w->spots = spots;
	spots[w->count++] = *spot;
	return 0;
}

/* Of a word of several parts that is found joined, no part is wrong. */
static int know_joined(struct work *w, size_t first, struct str folded,
		       size_t start)
{
	uint32_t articles = 0;
	int ret = spell_articles(w->planner, folded, &articles, w->err);

	for (size_t i = first; i < w->count && articles; i++) {
		if (w->spots[i].start >= start)
			w->spots[i].articles = UINT32_MAX;
	}
	return ret;
}

/* Adds the words of a leaf. */
static int read_leaf(struct work *w, const struct query_node *leaf,
		     bool in_near)
{
	size_t offset = (size_t)(leaf->text.p - w->text.p);
	size_t first = w->count;
	struct terms terms;
	struct term term;
	int ret = 0;

	terms_init(&terms, w->planner->words, leaf->text);
	while (!ret &&
	       (ret = terms_next(&terms, &term, w->err)) == TERMS_NEXT) {
		struct str folded =
			words_at(w->planner->words, term.word)->folded;
		struct spot spot = {
			.start = offset + term.start,
			.end = offset + term.end,
			.folded = folded,
			.number = term.word,
			.scope = leaf->scope,
			.is_operand = leaf->kind == QUERY_WORD &&
				      (in_near || leaf->scope),
		};

		ret = 0;
		if (term.role == TERM_JOINED || term.role == TERM_SIGNED)
			ret = know_joined(w, first, folded, spot.start);
		if (term.role != TERM_WORD)
			continue;
		ret = spell_articles(w->planner, folded, &spot.articles,
				     w->err);
		if (!ret)
			ret = add_spot(w, &spot);
	}
	for (size_t i = first; i < w->count; i++) {
		w->spots[i].is_apart =
			leaf->kind == QUERY_PHRASE || w->count == first + 1;
		/* What has a synonym is meant. */
		if (meant_of(w->planner->meant, leaf))
			w->spots[i].articles = UINT32_MAX;
	}
	return ret;
}

static bool is_typed(const struct work *w, struct str s)
{
	uintptr_t text = (uintptr_t)w->text.p, at = (uintptr_t)s.p;

	return at >= text && at + s.len <= text + w->text.len;
}

/* Nesting is at most LIMIT_QUERY_DEPTH. */
static int collect(struct work *w, const struct query_node *node, bool in_near)
{
	int ret = 0;

	if (is_corrected(node) && is_typed(w, node->text))
		return read_leaf(w, node, in_near);
	if (node->kind == QUERY_NOT)
		return 0;
	for (size_t i = 0; i < node->count && !ret; i++)
		ret = collect(w, node->children[i], node->kind == QUERY_NEAR);
	return ret;
}

/* The words that are known, any of them. */
static const struct xap_query *context(struct work *w)
{
	const struct planner *p = w->planner;
	const struct xap_query **parts =
		arena_array(p->arena, w->count, sizeof(*parts));
	size_t count = 0;

	if (!parts) {
		arena_check(p->arena, w->err);
		return NULL;
	}
	for (size_t i = 0; i < w->count; i++) {
		if (w->spots[i].articles)
			parts[count++] = clause_any_form(
				p, QUERY_ANYWHERE, w->spots[i].number, w->err);
	}
	return count ? xap_query_combine(p->pool, XAP_OR, parts, count, w->err)
		     : NULL;
}

/* The word beside spot i, where both may be one word: nothing but a blank is
 * between them. */
static struct spot *beside(struct work *w, size_t i, bool is_after)
{
	struct spot *left, *right;

	if (is_after ? i + 1 == w->count : i == 0)
		return NULL;
	left = &w->spots[is_after ? i : i - 1];
	right = left + 1;
	if (left->scope != right->scope || !left->is_apart ||
	    !right->is_apart || left->is_changed || right->is_changed ||
	    left->is_operand || right->is_operand ||
	    right->start != left->end + 1 || w->text.p[left->end] != ' ')
		return NULL;
	return is_after ? right : left;
}

/* In quotes where two words are to be one operand. */
static struct str as_text(struct work *w, const struct spot *spot,
			  struct str text)
{
	struct buf b = BUF_INIT;

	if (!spot->is_operand || str_find(text, ' ') == text.len)
		return text;
	buf_add_char(&b, '"');
	buf_add_str(&b, text);
	buf_add_char(&b, '"');
	text = arena_copy(w->planner->arena, buf_view(&b));
	buf_release(&b);
	return text;
}

static int correct_spot(struct work *w, const struct spell *spell, size_t i)
{
	struct spot *spot = &w->spots[i];
	struct spot *before = beside(w, i, false), *after = beside(w, i, true);
	struct spell_word word = {
		.folded = spot->folded,
		.scope = spot->scope,
		.may_split = spot->is_apart,
		.articles = spot->articles,
	};
	enum spell_way way;
	struct str text;
	int ret;

	if (before)
		word.before = before->folded;
	if (after)
		word.after = after->folded;
	ret = spell_correct(spell, &word, &way, &text, w->err);
	if (ret || way == SPELL_NONE)
		return ret;
	spot->is_changed = true;
	spot->is_split = str_find(text, ' ') < text.len;
	spot->text = as_text(w, spot, text);
	/* The one beside is written over. */
	if (way == SPELL_WITH_BEFORE) {
		spot->start = before->start;
		before->end = before->start;
		before->is_changed = true;
	} else if (way == SPELL_WITH_AFTER) {
		spot->end = after->end;
		after->start = after->end;
		after->is_changed = true;
	}
	return arena_check(w->planner->arena, w->err);
}

/* The text with the spots that are changed. */
static int splice(struct work *w, struct str *out)
{
	struct buf b = BUF_INIT;
	size_t at = 0;
	int ret;

	for (size_t i = 0; i < w->count; i++) {
		const struct spot *spot = &w->spots[i];

		if (!spot->is_changed || spot->start == spot->end)
			continue;
		buf_add(&b, w->text.p + at, spot->start - at);
		buf_add_str(&b, spot->text);
		at = spot->end;
	}
	buf_add_str(&b, str_skip(w->text, at));
	*out = arena_copy(w->planner->arena, buf_view(&b));
	ret = buf_check(&b, w->err);
	buf_release(&b);
	return ret ? ret : arena_check(w->planner->arena, w->err);
}

/* May it be a slip: of who asked, or, of a word that is rare, of an article? */
static int is_doubtful(struct work *w, const struct spot *spot, bool is_rare,
		       bool *out)
{
	struct str typed =
		str_make(w->text.p + spot->start, spot->end - spot->start);
	int ret = 0;

	*out = !spot->is_changed && spell_is_word(spot->folded) &&
	       (is_rare ? spot->articles <= SPELL_RARE : !spot->articles);
	/* Whoever types can't did not slip at "cant". */
	if (is_rare && utf8_count(typed) != utf8_count(spot->folded))
		*out = false;
	if (*out && is_rare) {
		ret = spell_is_in_title(w->planner, spot->folded, out, w->err);
		*out = !*out;
	}
	return ret;
}

/* Corrects the words that are not known, or those that are rare. */
static int correct_spots(struct work *w, bool is_rare)
{
	struct spell spell = { .planner = w->planner };
	unsigned int tried = 0;
	bool is_wanted;
	int ret = 0;

	for (size_t i = 0; i < w->count && !ret; i++) {
		ret = is_doubtful(w, &w->spots[i], is_rare, &is_wanted);
		if (ret || !is_wanted)
			continue;
		if (tried++ == LIMIT_CORRECTIONS)
			break;
		if (tried == 1) {
			spell.context = context(w);
			if (!w->planner->with_hidden)
				spell.hidden =
					values_hidden(w->planner, w->err);
			ret = (int)w->err->code;
		}
		if (!ret)
			ret = correct_spot(w, &spell, i);
	}
	return ret;
}

int correct_query(const struct planner *planner, const struct query *query,
		  struct correction *out, struct err *err)
{
	struct work w = { .planner = planner, .text = query->text, .err = err };
	bool is_known = true, is_changed = false, is_split = false;
	int ret = collect(&w, query->typed, false);

	*out = (struct correction){ .is_sure = false };
	for (size_t i = 0; i < w.count; i++)
		is_known = is_known && w.spots[i].articles;
	if (!ret)
		ret = correct_spots(&w, is_known);
	for (size_t i = 0; i < w.count; i++) {
		is_changed = is_changed || w.spots[i].is_changed;
		is_split = is_split || w.spots[i].is_split;
	}
	out->is_sure = w.count <= WORDS_SURE && !is_split;
	out->is_offer = is_known;
	return ret || !is_changed ? ret : splice(&w, &out->text);
}
