/*
 * What else the words of a query mean, by the synonyms of the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/meant.h"

#include "query/clause.h"
#include "text/limits.h"
#include "text/terms.h"

/* A word that was typed: of a chunk of several parts one of them. */
struct spot {
	const struct query_node *node;
	uint32_t word;
	bool is_first, is_last; /* of its node */
	/* Of a first one: the word that the parts of its node make joined. */
	uint32_t joined;
};

struct finder {
	const struct planner *planner;
	struct meant *out;
	struct spot *spots; /* side by side, at hand */
	size_t count, cap;
	bool has_prefixes; /* a form may begin with other letters */
	struct err *err;
};

/* ---- Which words are the same ------------------------------------------- */

static uint32_t stem_in(struct finder *f, unsigned int language, uint32_t word)
{
	const struct word *found = NULL;

	words_in(f->planner->words, language, word, &found, f->err);
	return found && found->is_stemmed ? found->stem : TERM_UNKNOWN;
}

/* Are they one word, in any of its forms? */
static bool is_same(struct finder *f, uint32_t a, uint32_t b)
{
	const struct languages *languages = &f->planner->languages;

	if (a == b)
		return true;
	if (a == TERM_UNKNOWN || b == TERM_UNKNOWN)
		return false;
	for (size_t i = 0; i < languages->count; i++) {
		uint32_t stem = stem_in(f, languages->list[i], a);

		if (stem != TERM_UNKNOWN &&
		    stem == stem_in(f, languages->list[i], b))
			return true;
	}
	return false;
}

/* Most sides begin with another letter. */
static bool may_begin(const struct finder *f, const struct spot *spot,
		      const struct synonym_side *side)
{
	struct str folded = clause_folded(f->planner, spot->word);

	return f->has_prefixes || folded.p[0] == side->folded.p[0];
}

/* How many spots from one on are this side; 0: they are not. */
static size_t match(struct finder *f, size_t at,
		    const struct synonym_side *side)
{
	const struct spot *spots = f->spots + at;
	struct wanted words = WANTED_INIT;
	size_t n = 0;

	clause_read(f->planner, side->text, &words, f->err);
	if (words.count == 0)
		return 0;
	if (words.is_signed) {
		words.words = &words.joined;
		words.count = 1;
	}
	while (n < words.count && at + n < f->count &&
	       is_same(f, spots[n].word, words.words[n]))
		n++;
	if (n == words.count && spots[n - 1].is_last)
		return n;
	/* open-source, typed as opensource, and the other way round. */
	if (spots->is_last && is_same(f, spots->word, words.joined))
		return 1;
	return words.count == 1 && is_same(f, spots->joined, words.words[0])
		       ? 1
		       : 0;
}

/* ---- What they mean ----------------------------------------------------- */

static struct meant_word *word_of(struct finder *f,
				  const struct query_node *node)
{
	struct meant *out = f->out;
	struct meant_word *words = out->words;

	for (size_t i = out->count; i-- > 0;) {
		if (words[i].node == node)
			return &words[i];
	}
	words = arena_grow(f->planner->arena, words, out->count, &out->cap,
			   sizeof(*words));
	if (!words) {
		arena_check(f->planner->arena, f->err);
		return NULL;
	}
	out->words = words;
	words[out->count] = (struct meant_word){ .node = node };
	return &words[out->count++];
}

static void add_side(struct finder *f, const struct query_node *node,
		     const struct synonym_side *side)
{
	struct meant_word *word = word_of(f, node);
	const struct synonym_side **sides;

	if (!word || word->count == LIMIT_SYNONYMS)
		return;
	for (size_t i = 0; i < word->count; i++) {
		if (word->sides[i] == side)
			return;
	}
	sides = arena_grow(f->planner->arena, word->sides, word->count,
			   &word->cap, sizeof(*sides));
	if (!sides) {
		arena_check(f->planner->arena, f->err);
		return;
	}
	word->sides = sides;
	sides[word->count++] = side;
}

/* These spots are a side: each of their nodes means the others of its rule. */
static void add_others(struct finder *f, size_t at, size_t count,
		       const struct synonym_side *side)
{
	const struct synonyms *all = f->planner->synonyms;
	const struct synonym_side *first = side, *end = all->sides + all->count;

	while (first > all->sides && first[-1].rule == side->rule)
		first--;
	for (size_t i = at; i < at + count; i++) {
		for (const struct synonym_side *other = first;
		     other < end && other->rule == side->rule; other++) {
			if (other != side && other->is_meant)
				add_side(f, f->spots[i].node, other);
		}
	}
}

static void find(struct finder *f)
{
	const struct synonyms *all = f->planner->synonyms;

	for (size_t at = 0; at < f->count; at++) {
		if (!f->spots[at].is_first)
			continue;
		if (deadline_check(&f->planner->deadline, f->err))
			break;
		for (size_t i = 0; i < all->count && !f->err->code; i++) {
			const struct synonym_side *side = &all->sides[i];
			size_t count;

			if (!side->is_asked ||
			    !may_begin(f, &f->spots[at], side))
				continue;
			count = match(f, at, side);
			if (count)
				add_others(f, at, count, side);
		}
	}
	f->count = 0;
}

/* ---- Which words there are ---------------------------------------------- */

static bool is_plain(const struct query_node *node)
{
	return node->kind == QUERY_WORD && node->scope == QUERY_ANYWHERE;
}

static void add_spots(struct finder *f, const struct query_node *node)
{
	struct wanted words = WANTED_INIT;
	size_t first = f->count;

	clause_read(f->planner, node->text, &words, f->err);
	if (words.is_signed) {
		words.words = &words.joined;
		words.count = 1;
	}
	for (size_t i = 0; i < words.count; i++) {
		struct spot *spots =
			arena_grow(f->planner->arena, f->spots, f->count,
				   &f->cap, sizeof(*spots));

		if (!spots) {
			arena_check(f->planner->arena, f->err);
			return;
		}
		f->spots = spots;
		spots[f->count++] = (struct spot){
			.node = node,
			.word = words.words[i],
			.is_first = f->count - 1 == first,
			.is_last = i + 1 == words.count,
			.joined = words.joined,
		};
	}
}

/* Nesting is at most LIMIT_QUERY_DEPTH. */
static void collect(struct finder *f, const struct query_node *node)
{
	if (is_plain(node)) {
		add_spots(f, node);
		find(f);
		return;
	}
	if (node->kind != QUERY_AND && node->kind != QUERY_OR)
		return;
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		if (is_plain(child) && node->is_implicit) {
			add_spots(f, child);
			continue;
		}
		find(f);
		collect(f, child);
	}
	find(f);
}

int meant_find(const struct planner *planner, const struct query_node *root,
	       struct meant *out, struct err *err)
{
	struct finder f = { .planner = planner, .out = out, .err = err };
	const struct languages *languages = &planner->languages;

	*out = (struct meant){ NULL, 0, 0 };
	if (planner->synonyms->count == 0)
		return 0;
	for (size_t i = 0; i < languages->count; i++)
		f.has_prefixes = f.has_prefixes ||
				 language_rows[languages->list[i]].has_prefixes;
	collect(&f, root);
	return (int)err->code;
}

const struct meant_word *meant_of(const struct meant *meant,
				  const struct query_node *node)
{
	for (size_t i = 0; meant && i < meant->count; i++) {
		if (meant->words[i].node == node)
			return &meant->words[i];
	}
	return NULL;
}

/* ---- Queries ------------------------------------------------------------ */

bool meant_is_phrase(const struct synonym_side *side)
{
	return str_find(side->text, ' ') < side->text.len;
}

const struct xap_query *meant_side_query(const struct planner *planner,
					 enum query_scope scope,
					 const struct synonym_side *side,
					 struct err *err)
{
	struct wanted words = WANTED_INIT;

	clause_read(planner, side->text, &words, err);
	if (words.count == 0)
		return xap_query_none(planner->pool, err);
	return meant_is_phrase(side)
		       ? clause_phrase(planner, scope, &words, err)
		       : clause_word(planner, scope, &words, err);
}

const struct xap_query *meant_query(const struct planner *planner,
				    enum query_scope scope,
				    const struct xap_query *typed,
				    const struct meant_word *word,
				    struct err *err)
{
	const struct xap_query *parts[LIMIT_SYNONYMS + 1] = { typed };
	const struct xap_query *others[2], *both[2];

	for (size_t i = 0; i < word->count; i++)
		parts[i + 1] =
			meant_side_query(planner, scope, word->sides[i], err);
	others[0] = xap_query_scale(
		planner->pool,
		xap_query_combine(planner->pool, XAP_SYNONYM, parts,
				  word->count + 1, err),
		planner->ranking->weights[RANKING_SYNONYMS], err);
	others[1] = typed;
	both[0] = typed;
	both[1] = xap_query_combine(planner->pool, XAP_AND_NOT, others, 2, err);
	return xap_query_combine(planner->pool, XAP_OR, both, 2, err);
}
