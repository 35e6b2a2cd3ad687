/*
 * Matching: which tokens of a text a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/matcher.h"

#include "text/limits.h"
#include "text/tokens.h"
#include "text/words.h"

enum unit_kind {
	UNIT_STEM,   /* any word with this stem */
	UNIT_EXACT,  /* these words, consecutive (one or more) */
	UNIT_PREFIX, /* any word that starts so */
};

struct unit {
	enum unit_kind kind;
	uint32_t stem;
	uint32_t words[LIMIT_PHRASE_WORDS];
	size_t word_count;
	struct str prefix;
};

struct matcher {
	struct words *words;
	struct arena *arena;
	struct unit *units;
	size_t count, cap;
	/* How a matching ASCII token can begin (lower case), so that most
	 * tokens are passed over without a look-up; and the first bytes of
	 * these, so that most are passed over at once. */
	struct str *leads;
	size_t lead_count, lead_cap;
	bool starts[128];
};

/* English suffixes replace at most so many last letters of a stem's forms
 * (library, libraries: librari; dying: die), never the first of all. */
#define STEM_TAIL 2

static struct unit *add_unit(struct matcher *m, enum unit_kind kind,
			     struct err *err)
{
	struct unit *units = arena_grow(m->arena, m->units, m->count, &m->cap,
					sizeof(*units));

	if (!units) {
		arena_check(m->arena, err);
		return NULL;
	}
	m->units = units;
	units[m->count] = (struct unit){ .kind = kind };
	return &units[m->count++];
}

static int add_lead(struct matcher *m, struct str lead, struct err *err)
{
	struct str *leads = arena_grow(m->arena, m->leads, m->lead_count,
				       &m->lead_cap, sizeof(*leads));

	lead = arena_copy(m->arena, lead);
	if (!leads || !lead.p)
		return arena_check(m->arena, err);
	m->leads = leads;
	leads[m->lead_count++] = lead;
	if ((unsigned char)lead.p[0] < 128)
		m->starts[(unsigned char)lead.p[0]] = true;
	return 0;
}

/* The beginning that all forms of a word share. */
static struct str stem_lead(const struct words *words, const struct word *word)
{
	struct str lead;

	if (!word->is_stemmed)
		return word->folded;
	lead = words_stem(words, word->stem);
	return str_head(lead,
			lead.len > STEM_TAIL + 1 ? lead.len - STEM_TAIL : 1);
}

static int add_words(struct matcher *m, const struct query_node *node,
		     struct err *err)
{
	uint32_t numbers[LIMIT_PHRASE_WORDS];
	const struct word *word = NULL;
	struct tokens tokens;
	struct token token;
	struct unit *unit;
	size_t count = 0;

	tokens_init(&tokens, node->text);
	while (count < LIMIT_PHRASE_WORDS && tokens_next(&tokens, &token)) {
		int ret = words_get(m->words,
				    str_make(node->text.p + token.start,
					     token.end - token.start),
				    &word, err);

		if (ret)
			return ret;
		if (!word)
			continue;
		numbers[count++] = word->number;
	}
	if (count == 0)
		return 0;
	unit = add_unit(m, UNIT_EXACT, err);
	if (!unit)
		return err->code;
	memcpy(unit->words, numbers, count * sizeof(*numbers));
	unit->word_count = count;
	word = words_at(m->words, numbers[count - 1]);
	if (node->kind == QUERY_PREFIX) {
		unit->kind = UNIT_PREFIX;
		unit->prefix = arena_copy(m->arena, word->folded);
		return add_lead(m, word->folded, err);
	}
	if (node->kind == QUERY_WORD && count == 1 &&
	    !query_is_literal(node->scope)) {
		unit->kind = UNIT_STEM;
		unit->stem = word->stem;
		return add_lead(m, stem_lead(m->words, word), err);
	}
	/* Once its first word is met, the others are looked for as well. */
	return add_lead(m, words_at(m->words, numbers[0])->folded, err);
}

static int collect(struct matcher *m, const struct query_node *node,
		   struct err *err)
{
	int ret = 0;

	switch (node->kind) {
	case QUERY_WORD:
	case QUERY_PHRASE:
	case QUERY_PREFIX:
		return add_words(m, node, err);
	case QUERY_AND:
	case QUERY_OR:
	case QUERY_NEAR:
		for (size_t i = 0; i < node->count && !ret; i++)
			ret = collect(m, node->children[i], err);
		return ret;
	default:
		return 0;
	}
}

int matcher_new(const struct query_node *root, struct words *words,
		struct arena *arena, struct matcher **out, struct err *err)
{
	struct matcher *m = arena_alloc(arena, sizeof(*m));

	*out = m;
	if (!m)
		return arena_check(arena, err);
	m->words = words;
	m->arena = arena;
	return collect(m, root, err);
}

size_t matcher_unit_count(const struct matcher *matcher)
{
	return matcher->count;
}

/* The tokens seen last, for phrases. */
#define RING 16
_Static_assert(RING > LIMIT_PHRASE_WORDS, "a phrase must fit");

struct finder {
	const struct matcher *matcher;
	struct arena *arena;
	struct match *matches;
	size_t count, cap;
	uint32_t numbers[RING];
	struct token tokens[RING];
	struct err *err;
};

static void add_match(struct finder *f, uint32_t token, uint32_t unit)
{
	const struct token *t = &f->tokens[token % RING];
	struct match *matches;
	size_t at;

	/* Two units may mean one token; it is marked once. */
	for (at = f->count; at > 0 && f->matches[at - 1].start >= t->start;
	     at--) {
		if (f->matches[at - 1].start == t->start)
			return;
	}
	matches = arena_grow(f->arena, f->matches, f->count, &f->cap,
			     sizeof(*matches));
	if (!matches) {
		arena_check(f->arena, f->err);
		return;
	}
	f->matches = matches;
	/* The first words of a phrase are known only at its last. */
	memmove(matches + at + 1, matches + at,
		(f->count - at) * sizeof(*matches));
	matches[at] = (struct match){ t->start, t->end, unit, token };
	f->count++;
}

/* Does the exact unit end at this token? */
static bool ends_here(const struct finder *f, const struct unit *unit,
		      uint32_t token)
{
	if (token + 1 < unit->word_count)
		return false;
	for (size_t i = 0; i < unit->word_count; i++) {
		size_t at = token + 1 - unit->word_count + i;

		if (f->numbers[at % RING] != unit->words[i])
			return false;
	}
	return true;
}

#define NO_WORD UINT32_MAX

static int look(struct finder *f, struct str text, uint32_t token,
		size_t *in_phrase)
{
	const struct matcher *m = f->matcher;
	const struct token *t = &f->tokens[token % RING];
	struct str s = str_make(text.p + t->start, t->end - t->start);
	const struct word *word;
	int ret = words_get(m->words, s, &word, f->err);

	f->numbers[token % RING] = word ? word->number : NO_WORD;
	if (ret || !word)
		return ret;
	for (uint32_t i = 0; i < m->count; i++) {
		const struct unit *unit = &m->units[i];

		if (unit->kind == UNIT_STEM
			    ? unit->stem == word->stem
			    : unit->kind == UNIT_PREFIX &&
				      str_starts(word->folded, unit->prefix))
			add_match(f, token, i);
		if (unit->kind != UNIT_EXACT)
			continue;
		if (unit->words[0] == word->number &&
		    unit->word_count > *in_phrase)
			*in_phrase = unit->word_count;
		if (!ends_here(f, unit, token))
			continue;
		for (size_t w = unit->word_count; w-- > 0;)
			add_match(f, token - (uint32_t)w, i);
	}
	return f->err->code;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(struct str token, struct str lead)
{
	if (token.len < lead.len)
		return false;
	for (size_t i = 0; i < lead.len; i++) {
		/* What folding makes of another letter is not known here. */
		if ((unsigned char)token.p[i] >= 128)
			return true;
		if (lower(token.p[i]) != lead.p[i])
			return false;
	}
	return true;
}

/* May this token match? False for most that do not. */
static bool is_candidate(const struct matcher *m, struct str token)
{
	unsigned char c = (unsigned char)lower(token.p[0]);

	if (c >= 128)
		return true;
	if (!m->starts[c])
		return false;
	for (size_t i = 0; i < m->lead_count; i++) {
		if (begins(token, m->leads[i]))
			return true;
	}
	return false;
}

/* A block ended before this token: as in the index, a number stays free, so
 * that no phrase runs across. */
static void skip_number(struct finder *f, uint32_t *number)
{
	struct token token = f->tokens[*number % RING];

	f->numbers[*number % RING] = NO_WORD;
	++*number;
	f->tokens[*number % RING] = token;
}

int matcher_find(const struct matcher *matcher, struct str text,
		 struct arena *arena, struct match **out, size_t *count,
		 struct err *err)
{
	struct finder f = { .matcher = matcher, .arena = arena, .err = err };
	struct tokens tokens;
	size_t in_phrase = 0, before = 0;
	uint32_t number = 0;
	int ret = 0;

	*out = NULL;
	*count = 0;
	tokens_init(&tokens, text);
	while (!ret && matcher->count &&
	       tokens_next(&tokens, &f.tokens[number % RING])) {
		struct token t = f.tokens[number % RING];

		if (memchr(text.p + before, '\n', t.start - before))
			skip_number(&f, &number);
		before = t.end;
		f.numbers[number % RING] = NO_WORD;
		if (in_phrase)
			in_phrase--;
		if (in_phrase ||
		    is_candidate(matcher,
				 str_make(text.p + t.start, t.end - t.start))) {
			ret = look(&f, text, number, &in_phrase);
			/* What folds to nothing has no place in the index. */
			if (f.numbers[number % RING] == NO_WORD)
				continue;
		}
		number++;
	}
	*out = f.matches;
	*count = f.count;
	return ret;
}
