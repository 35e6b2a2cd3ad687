/*
 * What a search is to find, by reading every article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "facets.h"
#include "held.h"
#include "query/languages.h"
#include "query/runs.h"
#include "text/fold.h"
#include "text/limits.h"
#include "votes.h"

#define NOW ((int64_t)WORLD_TODAY * 86400)

/* A word* is taken to be in one of so many articles, and a few. */
#define OTHER_PART 30

/* Of more words than these any will do; so many bits of those of all words are
 * most of them. */
#define MOST_WORDS 6
#define MOST_PART  (1.0 / 3)

/* Of so many words and more, most will do from the first. */
#define BEST_FIRST 3

/* With more words, quotes want nothing. */
#define PROSE_WORDS 16

/* EMPTY: the node holds no word, as if it were not there. */
enum answer { NO, YES, EMPTY };

/* Of which words some will do. */
struct relaxed {
	const struct query_node *node;	 /* their AND; NULL: none */
	bool is_some[LIMIT_QUERY_WORDS]; /* of these some will do */
	double bits[LIMIT_QUERY_WORDS];	 /* that they say */
	double need;			 /* bits of one of them */
	bool takes_parts;		 /* of words of several parts */
	bool is_best_first; /* most of the words will do from the first */
};

struct asking {
	struct world *world;
	const struct known *known;
	const struct relaxed *relaxed;
};

/* The languages that the query at hand is for, and the one that its stop words
 * are of, or those. */
static struct languages asked, spoken;

static enum answer ask(struct asking *a, const struct query_node *node);

static enum answer ask_phrase(const struct seen *list, size_t count,
			      const struct seen *wanted, size_t wanted_count)
{
	for (size_t at = 0; at < wanted_count; at += LIMIT_PHRASE_WORDS) {
		size_t n = wanted_count - at;

		if (n > LIMIT_PHRASE_WORDS)
			n = LIMIT_PHRASE_WORDS;
		if (!holds_run(list, count, wanted + at, n))
			return NO;
	}
	return YES;
}

static enum answer ask_prefix(const struct seen *list, size_t count,
			      const struct seen *wanted, size_t wanted_count)
{
	struct str last = wanted[wanted_count - 1].folded;
	bool is_word = utf8_count(last) < 2;

	for (size_t n = 0; n + 1 < wanted_count; n++) {
		if (!holds_run(list, count, &wanted[n], 1))
			return NO;
	}
	for (size_t i = 0; i < count; i++) {
		if (is_word ? str_eq(list[i].folded, last)
			    : str_starts(list[i].folded, last))
			return YES;
	}
	return NO;
}

/* Words of code, or instead of images: each of them, and next to each other.
 */
static enum answer ask_literal(struct asking *a, const struct query_node *node)
{
	const struct known *k = a->known;
	bool is_code = node->scope == QUERY_CODE;
	const struct seen *list = is_code ? k->code : k->alt;
	size_t count = is_code ? k->code_count : k->alt_count;
	struct seen *wanted;
	size_t n = world_split(a->world, node->text, &wanted);

	if (n == 0)
		return EMPTY;
	if (node->kind == QUERY_PREFIX)
		return ask_prefix(list, count, wanted, n);
	if (wanted[n].role == TERM_SIGNED)
		return holds_run(list, count, &wanted[n], 1) ? YES : NO;
	for (size_t i = 0; i < n; i++) {
		if (!holds_run(list, count, &wanted[i], 1))
			return NO;
	}
	return n == 1 ? YES : ask_phrase(k->all, k->all_count, wanted, n);
}

/* The words that a scope looks into. */
static const struct seen *words_of_scope(const struct known *k,
					 enum query_scope scope, size_t *count)
{
	switch (scope) {
	case QUERY_TITLE:
		*count = k->title_count;
		return k->title;
	case QUERY_HEADING:
		*count = k->heading_count;
		return k->heading;
	default:
		*count = k->all_count;
		return k->all;
	}
}

/* Is each of the words in the body? A phrase of such words may be elsewhere:
 * see docs/schema.md. */
static bool are_in_body(const struct known *k, const struct seen *wanted,
			size_t wanted_count)
{
	for (size_t n = 0; n < wanted_count; n++) {
		if (!holds_run(k->all + k->body, k->all_count - k->body,
			       &wanted[n], 1))
			return false;
	}
	return true;
}

static enum answer ask_text(struct asking *a, const struct query_node *node)
{
	const struct known *k = a->known;
	size_t body = node->scope == QUERY_BODY ? k->body : 0, count, n;
	const struct seen *list = words_of_scope(k, node->scope, &count);
	struct seen *wanted, *joined;

	n = world_split(a->world, node->text, &wanted);
	joined = &wanted[n];
	if (query_is_literal(node->scope))
		return ask_literal(a, node);
	if (n == 0)
		return EMPTY;
	if (node->kind == QUERY_PREFIX)
		return ask_prefix(list + body, count - body, wanted, n);
	if (node->kind == QUERY_PHRASE && joined->role == TERM_SIGNED)
		return holds_run(list + body, count - body, joined, 1);
	if (node->kind == QUERY_WORD && n == 1)
		return holds_stem(list + body, count - body, wanted[0].stem);
	if (node->kind == QUERY_WORD && joined->folded.len &&
	    holds_stem(list + body, count - body, joined->stem))
		return YES;
	if (node->kind == QUERY_WORD && joined->role == TERM_SIGNED)
		return NO;
	return body && !are_in_body(k, wanted, n)
		       ? NO
		       : ask_phrase(list, count, wanted, n);
}

/* Of two single words: is there one of each, at most `distance` apart? */
static enum answer ask_near(struct asking *a, const struct query_node *node)
{
	enum query_scope scope = node->children[0]->scope;
	size_t count;
	const struct seen *list = words_of_scope(a->known, scope, &count);
	struct seen *x, *y;
	size_t x_count = world_split(a->world, node->children[0]->text, &x);
	size_t y_count = world_split(a->world, node->children[1]->text, &y);

	if (x_count + y_count == 0)
		return EMPTY;
	if (scope == QUERY_BODY && (!are_in_body(a->known, x, x_count) ||
				    !are_in_body(a->known, y, y_count)))
		return NO;
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(list[i].folded, x[0].folded))
			continue;
		for (size_t j = 0; j < count; j++) {
			uint32_t p = list[i].position, q = list[j].position;

			if (i != j && str_eq(list[j].folded, y[0].folded) &&
			    (p > q ? p - q : q - p) <= node->distance)
				return YES;
		}
	}
	return NO;
}

static bool is_name(struct str name, struct str wanted)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	bool is_same;

	fold_name(name, &a);
	fold_name(wanted, &b);
	is_same = b.len && str_eq(buf_view(&a), buf_view(&b));
	buf_release(&a);
	buf_release(&b);
	return is_same;
}

static enum answer ask_tag(struct asking *a, const struct query_node *node)
{
	const struct article *article = &a->known->article;

	for (size_t i = 0; i < article->tag_count; i++) {
		if (is_name(article->tags[i].label, node->text))
			return YES;
	}
	return NO;
}

/* Nothing that is joined is a word of a name. */
static enum answer ask_author(struct asking *a, const struct query_node *node)
{
	const struct article *article = &a->known->article;
	struct seen *wanted, *words;
	size_t n = world_split(a->world, node->text, &wanted);

	for (size_t i = 0; i < article->author_count; i++) {
		size_t count =
			world_terms(a->world, article->authors[i].name, &words);

		if (is_name(article->authors[i].name, node->text) ||
		    (n == 1 && holds_word(words, count, wanted->folded)))
			return YES;
	}
	return NO;
}

static enum answer ask_date(struct asking *a, const struct query_node *node)
{
	const struct date *d = &a->known->article.date;
	int64_t first, last;

	if (d->precision == DATE_NONE)
		return NO;
	first = last = date_days(d->year, d->month, d->day);
	if (d->precision == DATE_YEAR)
		last = date_days(d->year, 12, 31);
	else if (d->precision == DATE_MONTH)
		last += date_month_days(d->year, d->month) - 1;
	return first <= node->last_day && node->first_day <= last ? YES : NO;
}

static bool is_stop_word(struct world *world, const struct query_node *node)
{
	struct seen *wanted;

	return node->kind == QUERY_WORD && node->scope == QUERY_ANYWHERE &&
	       world_split(world, node->text, &wanted) == 1 &&
	       languages_stop(&spoken, wanted->folded);
}

static bool is_text(const struct query_node *node)
{
	return node->kind == QUERY_WORD || node->kind == QUERY_PHRASE ||
	       node->kind == QUERY_PREFIX || node->kind == QUERY_NEAR ||
	       node->kind == QUERY_AND || node->kind == QUERY_OR;
}

/* Has it words that give weight? */
static bool weighs(struct asking *a, const struct query_node *node)
{
	if (node->kind != QUERY_AND && node->kind != QUERY_OR)
		return is_text(node) && ask(a, node) != EMPTY;
	for (size_t i = 0; i < node->count; i++) {
		if (weighs(a, node->children[i]))
			return true;
	}
	return false;
}

/* Are the stop words of an AND by juxtaposition not wanted, as it has others?
 */
static bool drops_stops(struct asking *a, const struct query_node *node)
{
	for (size_t i = 0; i < node->count && node->is_implicit; i++) {
		const struct query_node *child = node->children[i];

		if (!is_stop_word(a->world, child) && weighs(a, child))
			return true;
	}
	return false;
}

/* A word of which the parts will do: not one with a single letter or a digit.
 */
static bool is_divisible(const struct seen *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str folded = words[i].folded;

		if (utf8_count(folded) < 2)
			return false;
		for (size_t j = 0; j < folded.len; j++) {
			if (folded.p[j] >= '0' && folded.p[j] <= '9')
				return false;
		}
	}
	return count > 1;
}

static struct query_node single(struct str folded)
{
	return (struct query_node){ .kind = QUERY_WORD, .text = folded };
}

/* One of the words of which some will do. */
static enum answer ask_some(struct asking *a, const struct query_node *node,
			    enum answer answer)
{
	struct seen *words;
	size_t count;

	if (answer == YES || node->kind != QUERY_WORD ||
	    !a->relaxed->takes_parts)
		return answer;
	count = world_split(a->world, node->text, &words);
	if (!is_divisible(words, count))
		return answer;
	for (size_t i = 0; i < count; i++) {
		struct query_node part = single(words[i].folded);

		if (ask(a, &part) == YES)
			return YES;
	}
	return answer;
}

static enum answer ask_and(struct asking *a, const struct query_node *node)
{
	const struct relaxed *r = a->relaxed;
	bool is_empty = true, drops = drops_stops(a, node), has_some = false;

	for (size_t i = 0; i < node->count; i++) {
		enum answer answer = ask(a, node->children[i]);

		if (answer == EMPTY)
			continue;
		is_empty = false;
		if (r && node == r->node && r->is_some[i]) {
			answer = ask_some(a, node->children[i], answer);
			has_some = has_some ||
				   (answer == YES && r->bits[i] >= r->need);
		} else if (drops && is_stop_word(a->world, node->children[i]))
			continue;
		else if (answer == NO)
			return NO;
	}
	if (is_empty)
		return EMPTY;
	if (!r || node != r->node)
		return YES;
	return has_some ? YES : NO;
}

static enum answer ask_or(struct asking *a, const struct query_node *node)
{
	enum answer best = EMPTY;

	for (size_t i = 0; i < node->count; i++) {
		enum answer answer = ask(a, node->children[i]);

		if (answer == YES)
			return YES;
		if (answer == NO)
			best = NO;
	}
	return best;
}

static enum answer ask_facet(struct asking *a, const struct query_node *node)
{
	return facets_match(a->world, a->known, node, NOW) ? YES : NO;
}

static enum answer ask(struct asking *a, const struct query_node *node)
{
	enum answer answer;

	switch (node->kind) {
	case QUERY_ALL:
		return YES;
	case QUERY_WORD:
	case QUERY_PHRASE:
	case QUERY_PREFIX:
		return ask_text(a, node);
	case QUERY_AND:
		return ask_and(a, node);
	case QUERY_OR:
		return ask_or(a, node);
	case QUERY_NEAR:
		return ask_near(a, node);
	case QUERY_NOT:
		answer = ask(a, node->children[0]);
		return answer == EMPTY ? EMPTY : answer == YES ? NO : YES;
	case QUERY_TAG:
		return ask_tag(a, node);
	case QUERY_AUTHOR:
		return ask_author(a, node);
	case QUERY_DATE:
		return node->key.len ? ask_facet(a, node) : ask_date(a, node);
	case QUERY_FIELD:
	case QUERY_URL:
	case QUERY_LINK:
	case QUERY_PATH:
	case QUERY_STATE:
		return ask_facet(a, node);
	}
	return NO;
}

static bool is_relaxable(const struct query_node *parent,
			 const struct query_node *node)
{
	return node->scope == QUERY_ANYWHERE &&
	       (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX ||
		(node->kind == QUERY_PHRASE && parent->count > PROSE_WORDS));
}

/* How many articles have a single word, in the languages that the query is
 * for. */
static unsigned int count_articles(struct world *world, struct str folded)
{
	struct query_node node = single(folded);
	unsigned int articles = 0;
	struct seen *words;

	for (size_t i = 0; i < world->count; i++) {
		struct asking a = { world, &world->articles[i], NULL };

		world->language = language_of(a.known->article.lang);
		world_split(world, folded, &words);
		/* Of a word without other forms there is one for all. */
		if (words[0].stem.p[0] == '=' ||
		    memchr(asked.list, (int)world->language, asked.count))
			articles += ask(&a, &node) == YES;
	}
	return articles;
}

static double bits_of(const struct world *world, unsigned int articles)
{
	return articles ? log2(((double)world->count + 1) / (articles + 0.5))
			: 0;
}

/* Of a word of several parts, of the rarest that there is. */
static double most_bits(struct world *world, const struct query_node *node)
{
	unsigned int rarest = 0;
	struct seen *words;
	size_t count;

	if (node->kind == QUERY_PREFIX)
		return bits_of(world,
			       (unsigned int)world->count / OTHER_PART + 1);
	count = world_split(world, node->text, &words);
	for (size_t i = 0; i < count; i++) {
		unsigned int n = count_articles(world, words[i].folded);

		if (n && (!rarest || n < rarest))
			rarest = n;
	}
	return bits_of(world, rarest);
}

static int rising(const void *a, const void *b)
{
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

/* The languages that articles have, of those that the query names. */
static struct languages languages_of(const struct world *world,
				     const struct query *query)
{
	struct languages out = { .count = 0 };

	for (size_t i = 0; i < world->count; i++) {
		unsigned int l = language_of(world->articles[i].article.lang);

		if (!memchr(out.list, (int)l, out.count))
			out.list[out.count++] = (unsigned char)l;
	}
	qsort(out.list, out.count, 1, rising);
	languages_narrow(query->root, &out);
	return out;
}

/* ---- What is found --------------------------------------------------------
 */

/* Is there something beside the stop words? */
static bool has_others(struct world *world, const struct query_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		if (is_text(node->children[i]) &&
		    !is_stop_word(world, node->children[i]))
			return true;
	}
	return false;
}

/* The different words that say something, as far as they count. */
struct different {
	struct str words[BEST_FIRST];
	size_t count;
};

static void add_different(struct different *d, struct str folded)
{
	for (size_t i = 0; i < d->count; i++) {
		if (str_eq(d->words[i], folded))
			return;
	}
	if (d->count < BEST_FIRST)
		d->words[d->count++] = folded;
}

/* Is it of letters of a script without spaces? */
static bool is_run(struct world *world, struct str text)
{
	struct seen *terms;
	size_t count = world_terms(world, text, &terms);

	for (size_t i = 0; i < count; i++) {
		if (terms[i].ends_run)
			return true;
	}
	return false;
}

/* A word of several parts counts as one where they do not do by themselves, and
 * so does a run; what makes no word counts as many. */
static void add_words(struct world *world, const struct query_node *node,
		      struct different *d)
{
	struct seen *words;
	size_t count = world_split(world, node->text, &words);
	struct str joined = words[count].folded;

	if (is_run(world, node->text)) {
		add_different(d, words[0].folded);
		return;
	}
	if (count > 1 && joined.len && !is_divisible(words, count)) {
		add_different(d, joined);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!languages_stop(&spoken, words[i].folded))
			add_different(d, words[i].folded);
	}
}

/* Which words most will do of; false when all are wanted. */
static bool relax(struct world *world, const struct query *query,
		  struct relaxed *out)
{
	const struct query_node *node = query->typed;
	struct different different = { .count = 0 };
	unsigned int words = 0, some = 0;
	struct seen *split;

	memset(out, 0, sizeof(*out));
	if (query->sort != QUERY_BY_RELEVANCE || node->kind != QUERY_AND ||
	    !node->is_implicit)
		return false;
	out->node = node;
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		if (!is_relaxable(node, child))
			continue;
		words++;
		if (has_others(world, node) && is_stop_word(world, child))
			continue;
		if (world_split(world, child->text, &split) == 0)
			continue;
		out->is_some[i] = true;
		out->bits[i] = most_bits(world, child);
		out->need = fmax(out->need, MOST_PART * out->bits[i]);
		some++;
		if (!is_stop_word(world, child))
			add_words(world, child, &different);
	}
	out->is_best_first = different.count >= BEST_FIRST;
	if (some > MOST_WORDS)
		out->need = 0;
	return words > 1;
}

/* Asking for what hides articles shows all. */
static bool is_shown(const struct query *query, const struct known *known)
{
	return query->has_state || facets_shown(&known->article, NOW);
}

size_t oracle_ask(struct world *world, const struct query *query,
		  unsigned int limit, unsigned char *found)
{
	struct relaxed relaxed;
	struct err err = ERR_INIT;
	struct query split;
	size_t all = 0, most = 0;
	bool best_first;

	asked = languages_of(world, query);
	spoken = votes_tell(world, query, &asked);
	for (size_t i = 0; i < world->count; i++) {
		struct asking a = { world, &world->articles[i], NULL };

		world->language = language_of(a.known->article.lang);
		found[i] = is_shown(query, &world->articles[i]) &&
			   ask(&a, query->root) == YES;
		all += found[i];
	}
	world_expect(runs_split(query, &world->arena, &split, &err) == 0,
		     err.message);
	best_first = relax(world, query, &relaxed) && relaxed.is_best_first;
	if ((all >= limit && !best_first) || !relax(world, &split, &relaxed))
		return all;
	relaxed.takes_parts = best_first;
	for (size_t i = 0; i < world->count; i++) {
		struct asking a = { world, &world->articles[i], &relaxed };

		world->language = language_of(a.known->article.lang);
		if (!found[i] && is_shown(query, &world->articles[i]) &&
		    ask(&a, split.root) == YES) {
			found[i] = best_first ? 1 : 2;
			most++;
		}
	}
	return all + most;
}
