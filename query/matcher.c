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
	/* First bytes (lower case) that a matching ASCII token can have, so
	 * that most tokens are passed over without a look-up. Stemming never
	 * changes the first letter of a word. */
	bool starts[128];
};

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

static void add_start(struct matcher *m, struct str folded)
{
	unsigned char c = (unsigned char)folded.p[0];

	if (c < 128)
		m->starts[c] = true;
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
		if (count == 0 || node->kind == QUERY_PREFIX)
			add_start(m, word->folded);
		numbers[count++] = word->number;
	}
	if (count == 0)
		return 0;
	unit = add_unit(m, UNIT_EXACT, err);
	if (!unit)
		return err->code;
	word = words_at(m->words, numbers[count - 1]);
	if (node->kind == QUERY_PREFIX) {
		unit->kind = UNIT_PREFIX;
		unit->prefix = arena_copy(m->arena, word->folded);
	} else if (node->kind == QUERY_WORD && count == 1) {
		unit->kind = UNIT_STEM;
		unit->stem = word->stem;
	}
	memcpy(unit->words, numbers, count * sizeof(*numbers));
	unit->word_count = count;
	return arena_check(m->arena, err);
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

static int look(struct finder *f, struct str text, uint32_t token)
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
		if (unit->kind != UNIT_EXACT || !ends_here(f, unit, token))
			continue;
		for (size_t w = unit->word_count; w-- > 0;)
			add_match(f, token - (uint32_t)w, i);
	}
	return f->err->code;
}

static bool is_candidate(const struct matcher *m, unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (unsigned char)(c + 32);
	return c >= 128 || m->starts[c];
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
		size_t start = f.tokens[number % RING].start;

		if (memchr(text.p + before, '\n', start - before))
			skip_number(&f, &number);
		before = f.tokens[number % RING].end;
		/* After a word that a phrase may begin with, its others may
		 * begin with anything. */
		if (is_candidate(matcher, (unsigned char)text.p[start]))
			in_phrase = LIMIT_PHRASE_WORDS;
		f.numbers[number % RING] = NO_WORD;
		if (in_phrase) {
			in_phrase--;
			ret = look(&f, text, number);
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
