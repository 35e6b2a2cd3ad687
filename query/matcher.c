/*
 * Matching: which tokens of a text a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/matcher.h"

#include "query/wanted.h"
#include "text/humps.h"
#include "text/language.h"
#include "text/limits.h"
#include "text/terms.h"

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
	bool is_code;
};

struct matcher {
	struct words *words;
	unsigned int language; /* of the texts */
	struct arena *arena;
	struct unit *units;
	size_t count, cap;
	/* How a matching ASCII token can begin (lower case), so that most
	 * tokens are passed over without a look-up; and the first bytes of
	 * these, so that most are passed over at once. */
	struct str *leads;
	size_t lead_count, lead_cap;
	bool starts[128];
	bool has_wide; /* a lead that is not ASCII */
	bool has_code; /* a unit of code */
};

/* Where a language has no prefixes, its forms differ from their stem in at most
 * so many of its last bytes (library, libraries: librari; dying: die), never in
 * the first. So it is with all words of Snowball's own lists but a few of
 * Turkish. */
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
	if (lead.len == 0)
		memset(m->starts, true, sizeof(m->starts));
	if (lead.len == 0 || (unsigned char)lead.p[0] >= 128)
		m->has_wide = true;
	else
		m->starts[(unsigned char)lead.p[0]] = true;
	return 0;
}

/* The beginning that all forms of a word share; it may be empty. */
static struct str stem_lead(const struct words *words, const struct word *word)
{
	struct str stem;
	size_t most, same = 0;

	if (!word->is_stemmed)
		return word->folded;
	if (language_rows[word->language].has_prefixes)
		return str_make(NULL, 0);
	stem = str_skip(words_stem(words, word->stem), LANGUAGE_CODE);
	most = stem.len > STEM_TAIL + 1 ? stem.len - STEM_TAIL : 1;
	while (same < most && same < word->folded.len &&
	       stem.p[same] == word->folded.p[same])
		same++;
	return str_head(word->folded, same);
}

/* Words in a row; more than a phrase may have are several phrases. */
static int add_exact(struct matcher *m, const uint32_t *words, size_t count,
		     bool is_code, struct err *err)
{
	for (size_t at = 0; at < count; at += LIMIT_PHRASE_WORDS) {
		struct unit *unit = add_unit(m, UNIT_EXACT, err);
		size_t n = count - at;

		if (n > LIMIT_PHRASE_WORDS)
			n = LIMIT_PHRASE_WORDS;
		if (!unit)
			return err->code;
		memcpy(unit->words, words + at, n * sizeof(*words));
		unit->word_count = n;
		unit->is_code = is_code;
		/* Once its first is met, the others are looked for as well. */
		if (add_lead(m, words_at(m->words, words[at])->folded, err))
			return err->code;
	}
	return 0;
}

static int add_stem(struct matcher *m, uint32_t number, struct err *err)
{
	const struct word *word = words_at(m->words, number);
	struct unit *unit = add_unit(m, UNIT_STEM, err);

	if (!unit)
		return err->code;
	unit->stem = word->stem;
	return add_lead(m, stem_lead(m->words, word), err);
}

static int add_words(struct matcher *m, const struct query_node *node,
		     struct err *err)
{
	bool is_stem =
		node->kind == QUERY_WORD && !query_is_literal(node->scope);
	bool is_code = node->scope == QUERY_CODE;
	struct wanted w = WANTED_INIT;
	int ret = wanted_read(node->text, m->words, m->language,
			      LIMIT_QUERY_WORDS, m->arena, &w, err);

	if (ret || w.count == 0)
		return ret;
	m->has_code = m->has_code || is_code;
	if (node->kind == QUERY_PREFIX) {
		uint32_t last = w.words[w.count - 1];
		struct unit *unit = add_unit(m, UNIT_PREFIX, err);

		if (!unit)
			return err->code;
		unit->prefix =
			arena_copy(m->arena, words_at(m->words, last)->folded);
		return add_lead(m, unit->prefix, err);
	}
	if (w.is_signed)
		return is_stem ? add_stem(m, w.joined, err)
			       : add_exact(m, &w.joined, 1, is_code, err);
	if (is_stem && w.count == 1)
		return add_stem(m, w.words[0], err);
	ret = add_exact(m, w.words, w.count, is_code, err);
	if (!ret && is_stem && w.joined != TERM_UNKNOWN)
		ret = add_stem(m, w.joined, err);
	return ret;
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
		unsigned int language, struct arena *arena,
		struct matcher **out, struct err *err)
{
	struct matcher *m = arena_alloc(arena, sizeof(*m));

	*out = m;
	if (!m)
		return arena_check(arena, err);
	m->words = words;
	m->language = language;
	m->arena = arena;
	return collect(m, root, err);
}

size_t matcher_unit_count(const struct matcher *matcher)
{
	return matcher->count;
}

/* Where the words at the last positions are, for phrases. */
#define RING 32
_Static_assert(RING > LIMIT_PHRASE_WORDS, "a phrase must fit");

struct place {
	size_t start, end;
};

struct finder {
	const struct matcher *matcher;
	struct arena *arena;
	struct match *matches;
	size_t count, cap;
	struct place places[RING];
	/* Of each unit and each of its words: the position where it was met
	 * last, behind those before it. */
	uint32_t *met;
	size_t in_phrase; /* so many words more are to be looked at */
	struct err *err;
};

/* Are they marked as one: have they letters in common, or does nothing stand
 * between the words of a phrase? */
static bool is_one(const struct match *a, size_t start, size_t end,
		   uint32_t unit)
{
	if (a->unit == unit && (a->end == start || a->start == end))
		return true;
	return a->start < end && start < a->end;
}

static void add_match(struct finder *f, struct place place, uint32_t position,
		      uint32_t unit)
{
	struct match *matches = f->matches;
	size_t at = f->count, first, behind;

	while (at > 0 && matches[at - 1].start >= place.start)
		at--;
	first = behind = at;
	if (at > 0 && is_one(&matches[at - 1], place.start, place.end, unit))
		first--;
	while (behind < f->count &&
	       is_one(&matches[behind], place.start, place.end, unit))
		behind++;
	if (first < behind) {
		struct match *m = &matches[first];

		if (place.start < m->start)
			m->start = place.start;
		m->end = matches[behind - 1].end;
		if (place.end > m->end)
			m->end = place.end;
		memmove(m + 1, matches + behind,
			(f->count - behind) * sizeof(*m));
		f->count -= behind - first - 1;
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
	matches[at] = (struct match){ place.start, place.end, unit, position };
	f->count++;
}

/* The phrase ends with this term: each of its words is marked. */
static void add_phrase(struct finder *f, const struct unit *unit,
		       const struct term *term, uint32_t number)
{
	struct place last = { term->start, term->end };

	for (size_t n = unit->word_count; n-- > 1;) {
		uint32_t position = term->position - (uint32_t)n;

		add_match(f, f->places[position % RING], position, number);
	}
	add_match(f, last, term->position, number);
}

/* Does the term bring the phrase on, or to its end? */
static void follow(struct finder *f, uint32_t number, const struct term *term)
{
	const struct unit *unit = &f->matcher->units[number];
	uint32_t *met = f->met + (size_t)number * LIMIT_PHRASE_WORDS;

	for (size_t i = unit->word_count; i-- > 0;) {
		if (unit->words[i] != term->word ||
		    (i > 0 && met[i - 1] + 1 != term->position))
			continue;
		met[i] = term->position;
		if (i == 0 && unit->word_count > f->in_phrase)
			f->in_phrase = unit->word_count;
		if (i + 1 == unit->word_count)
			add_phrase(f, unit, term, number);
	}
}

static void look(struct finder *f, const struct term *term)
{
	const struct matcher *m = f->matcher;
	const struct word *word = words_at(m->words, term->word);
	struct place place = { term->start, term->end };

	for (uint32_t i = 0; i < m->count; i++) {
		const struct unit *unit = &m->units[i];

		if (unit->kind == UNIT_EXACT)
			follow(f, i, term);
		else if (unit->kind == UNIT_STEM
				 ? unit->stem == word->stem
				 : str_starts(word->folded, unit->prefix))
			add_match(f, place, term->position, i);
	}
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(struct str token, struct str lead)
{
	for (size_t i = 0; i < lead.len; i++) {
		/* What folding drops may be in between. */
		if (i == token.len)
			return false;
		/* What folding makes of another letter is not known here. */
		if ((unsigned char)token.p[i] >= 128)
			return true;
		if (lower(token.p[i]) != lead.p[i])
			return token.p[i] == '\'' || token.p[i] == ',';
	}
	return true;
}

/* May this token match? False for most that do not. */
static bool is_candidate(const struct matcher *m, struct str token)
{
	unsigned char c = (unsigned char)lower(token.p[0]);

	if (c >= 128)
		return true;
	/* The v of a version is dropped. */
	if (!m->starts[c])
		return c == 'v' && token.len > 1 && token.p[1] >= '0' &&
		       token.p[1] <= '9';
	for (size_t i = 0; i < m->lead_count; i++) {
		if (begins(token, m->leads[i]))
			return true;
	}
	return c == 'v';
}

/* Likewise each part of a name, as that may match too. */
static bool has_candidate(const struct matcher *m, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if ((i == 0 || name.p[i - 1] == '_') &&
		    is_candidate(m, str_skip(name, i)))
			return true;
	}
	return false;
}

static bool skip(void *payload, struct str s, const struct token *token)
{
	const struct finder *f = payload;

	if (f->in_phrase)
		return false;
	/* No folding makes ASCII of letters of a script without spaces. */
	if (token->is_gram)
		return !f->matcher->has_wide;
	return token->has_parts ? !has_candidate(f->matcher, s)
				: !is_candidate(f->matcher, s);
}

/* Marks the parts that a name of code is found by. */
static int look_into(struct finder *f, struct str text, const struct term *term)
{
	const struct matcher *m = f->matcher;
	const struct word *word;
	struct humps humps;
	struct str part;

	humps_init(&humps,
		   str_make(text.p + term->start, term->end - term->start));
	while (humps_next(&humps, &part)) {
		size_t start = (size_t)(part.p - text.p);
		struct place place = { start, start + part.len };

		if (!is_candidate(m, part))
			continue;
		if (words_get(m->words, m->language, part, &word, f->err))
			return f->err->code;
		for (uint32_t i = 0; word && i < m->count; i++) {
			const struct unit *unit = &m->units[i];

			if (unit->is_code && unit->word_count == 1 &&
			    unit->words[0] == word->number)
				add_match(f, place, term->position, i);
		}
	}
	return f->err->code;
}

int matcher_find(const struct matcher *matcher, struct str text,
		 struct arena *arena, struct match **out, size_t *count,
		 struct err *err)
{
	struct finder f = { .matcher = matcher, .arena = arena, .err = err };
	struct terms terms;
	struct term term;
	int ret = 0;

	*out = NULL;
	*count = 0;
	if (matcher->count == 0)
		return 0;
	f.met = arena_array(arena, matcher->count,
			    LIMIT_PHRASE_WORDS * sizeof(*f.met));
	if (!f.met)
		return arena_check(arena, err);
	terms_init(&terms, matcher->words, text);
	terms.language = matcher->language;
	/* So that no position is one behind none. */
	terms.position = RING;
	terms.skip = skip;
	terms.payload = &f;
	while ((ret = terms_next(&terms, &term, err)) == TERMS_NEXT) {
		if (term.role == TERM_WORD || term.role == TERM_LAST) {
			f.places[term.position % RING] =
				(struct place){ term.start,
						terms.token.sign_end };
			if (f.in_phrase)
				f.in_phrase--;
		}
		if (term.word != TERM_UNKNOWN)
			look(&f, &term);
		if (matcher->has_code && term.role == TERM_WORD &&
		    look_into(&f, text, &term))
			return err->code;
		if (err->code)
			return err->code;
	}
	*out = f.matches;
	*count = f.count;
	return ret;
}
