/*
 * Matching: which tokens of a text a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/matcher.h"

#include "query/leads.h"
#include "query/meant.h"
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

/* Letters of a word of a script without spaces may be more than the words of a
 * phrase; what is longer still is several units. */
#define UNIT_WORDS 30

struct unit {
	enum unit_kind kind;
	uint32_t word; /* of the query; it may have several units */
	uint32_t stem;
	uint32_t words[UNIT_WORDS];
	size_t word_count;
	struct str prefix;
	bool is_code;
};

struct matcher {
	const struct meant *meant;
	struct words *words;
	unsigned int language; /* of the texts */
	struct arena *arena;
	struct unit *units;
	size_t count, cap;
	uint32_t word_count;
	struct leads leads; /* of what is looked up, */
	struct leads gates; /* and of what else a piece of text must have */
	bool has_code;	    /* a unit of code */
	bool has_phrase;    /* a unit of several words */
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
	units[m->count] =
		(struct unit){ .kind = kind, .word = m->word_count - 1 };
	return &units[m->count++];
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

static int add_lead(struct matcher *m, struct str lead, struct err *err)
{
	int ret = leads_add(&m->leads, lead, m->arena, err);

	return ret ? ret : leads_add(&m->gates, lead, m->arena, err);
}

/* Once the first word is met, the others are looked for as well; but only
 * where there is the longest, which is often the rarest. */
static int add_leads(struct matcher *m, const struct unit *unit,
		     struct err *err)
{
	struct str longest = { NULL, 0 };
	int ret =
		leads_add(&m->leads, words_at(m->words, unit->words[0])->folded,
			  m->arena, err);

	for (size_t i = 0; i < unit->word_count; i++) {
		struct str word = words_at(m->words, unit->words[i])->folded;

		if (word.len > longest.len)
			longest = word;
	}
	return ret ? ret : leads_add(&m->gates, longest, m->arena, err);
}

/* Words in a row; too many are several units. */
static int add_exact(struct matcher *m, const uint32_t *words, size_t count,
		     bool is_code, struct err *err)
{
	for (size_t at = 0; at < count; at += UNIT_WORDS) {
		struct unit *unit = add_unit(m, UNIT_EXACT, err);
		size_t n = count - at;

		if (n > UNIT_WORDS)
			n = UNIT_WORDS;
		if (!unit)
			return err->code;
		memcpy(unit->words, words + at, n * sizeof(*words));
		unit->word_count = n;
		unit->is_code = is_code;
		m->has_phrase = m->has_phrase || n > 1;
		if (add_leads(m, unit, err))
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

/* Words of a chunk or a phrase, in all their forms or as they are. */
static int add_wanted(struct matcher *m, const struct wanted *w, bool is_stem,
		      bool is_code, struct err *err)
{
	int ret;

	if (w->is_signed)
		return is_stem ? add_stem(m, w->joined, err)
			       : add_exact(m, &w->joined, 1, is_code, err);
	if (is_stem && w->count == 1)
		return add_stem(m, w->words[0], err);
	ret = add_exact(m, w->words, w->count, is_code, err);
	if (!ret && is_stem && w->joined != TERM_UNKNOWN)
		ret = add_stem(m, w->joined, err);
	return ret;
}

/* The other sides of a rule count as the word that was typed. */
static int add_meant(struct matcher *m, const struct query_node *node,
		     struct err *err)
{
	const struct meant_word *meant = meant_of(m->meant, node);
	int ret = 0;

	for (size_t i = 0; meant && i < meant->count && !ret; i++) {
		const struct synonym_side *side = meant->sides[i];
		struct wanted w = WANTED_INIT;

		ret = wanted_read(side->text, m->words, m->language,
				  LIMIT_QUERY_WORDS, m->arena, &w, err);
		if (!ret && w.count)
			ret = add_wanted(m, &w, !meant_is_phrase(side), false,
					 err);
	}
	return ret;
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
	/* More are not possible (LIMIT_QUERY_WORDS). */
	if (m->word_count < 64)
		m->word_count++;
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
	ret = add_wanted(m, &w, is_stem, is_code, err);
	return ret ? ret : add_meant(m, node, err);
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

int matcher_new(const struct query_node *root, const struct meant *meant,
		struct words *words, unsigned int language, struct arena *arena,
		struct matcher **out, struct err *err)
{
	struct matcher *m = arena_alloc(arena, sizeof(*m));

	*out = m;
	if (!m)
		return arena_check(arena, err);
	m->meant = meant;
	m->words = words;
	m->language = language;
	m->arena = arena;
	leads_init(&m->leads);
	leads_init(&m->gates);
	return collect(m, root, err);
}

size_t matcher_word_count(const struct matcher *matcher)
{
	return matcher->word_count;
}

/* Where the words at the last positions are, for phrases. */
#define RING 32
_Static_assert(RING > UNIT_WORDS, "a phrase must fit");

struct place {
	size_t start, end;
};

struct finder {
	const struct matcher *matcher;
	struct arena *arena;
	struct matches *found;
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

static void add_match(struct finder *f, struct place place, uint32_t unit)
{
	struct matches *found = f->found;
	struct match *matches = found->at;
	size_t at = found->count, first, behind;
	uint64_t words = UINT64_C(1) << f->matcher->units[unit].word;

	while (at > 0 && matches[at - 1].start >= place.start)
		at--;
	first = behind = at;
	if (at > 0 && is_one(&matches[at - 1], place.start, place.end, unit))
		first--;
	while (behind < found->count &&
	       is_one(&matches[behind], place.start, place.end, unit))
		behind++;
	if (first < behind) {
		struct match *m = &matches[first];

		for (size_t i = first + 1; i < behind; i++)
			m->words |= matches[i].words;
		m->words |= words;
		if (place.start < m->start)
			m->start = place.start;
		m->end = matches[behind - 1].end;
		if (place.end > m->end)
			m->end = place.end;
		memmove(m + 1, matches + behind,
			(found->count - behind) * sizeof(*m));
		found->count -= behind - first - 1;
		return;
	}
	matches = arena_grow(f->arena, found->at, found->count, &found->cap,
			     sizeof(*matches));
	if (!matches) {
		arena_check(f->arena, f->err);
		return;
	}
	found->at = matches;
	/* The first words of a phrase are known only at its last. */
	memmove(matches + at + 1, matches + at,
		(found->count - at) * sizeof(*matches));
	matches[at] = (struct match){ place.start, place.end, words, unit };
	found->count++;
}

/* The phrase ends with this term: each of its words is marked. */
static void add_phrase(struct finder *f, const struct unit *unit,
		       const struct term *term, uint32_t number)
{
	struct place last = { term->start, term->end };

	for (size_t n = unit->word_count; n-- > 1;) {
		uint32_t position = term->position - (uint32_t)n;

		add_match(f, f->places[position % RING], number);
	}
	add_match(f, last, number);
}

/* Does the term bring the phrase on, or to its end? */
static void follow(struct finder *f, uint32_t number, const struct term *term)
{
	const struct unit *unit = &f->matcher->units[number];
	uint32_t *met = f->met + (size_t)number * UNIT_WORDS;

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
			add_match(f, place, i);
	}
}

/* Likewise each part of a name, as that may match too. */
static bool has_candidate(const struct matcher *m, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if ((i == 0 || name.p[i - 1] == '_') &&
		    leads_fit(&m->leads, str_skip(name, i)))
			return true;
	}
	return false;
}

static bool skip(void *payload, struct str s, const struct token *token)
{
	const struct finder *f = payload;

	if (f->in_phrase)
		return false;
	return token->has_parts ? !has_candidate(f->matcher, s)
				: !leads_fit(&f->matcher->leads, s);
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

		if (!leads_fit(&m->leads, part))
			continue;
		if (words_get(m->words, m->language, part, &word, f->err))
			return f->err->code;
		for (uint32_t i = 0; word && i < m->count; i++) {
			const struct unit *unit = &m->units[i];

			if (unit->is_code && unit->word_count == 1 &&
			    unit->words[0] == word->number)
				add_match(f, place, i);
		}
	}
	return f->err->code;
}

/* Finds matches in one piece of the text, whose words end in it. */
static int find_in(struct finder *f, struct str text, size_t start, size_t end,
		   uint32_t *position)
{
	const struct matcher *m = f->matcher;
	struct err *err = f->err;
	struct terms terms;
	struct term term;
	int ret;

	terms_init(&terms, m->words, str_make(text.p + start, end - start));
	terms.language = m->language;
	/* So that no position is one behind those before. */
	terms.position = *position + RING;
	terms.skip = skip;
	terms.payload = f;
	f->in_phrase = 0;
	while ((ret = terms_next(&terms, &term, err)) == TERMS_NEXT) {
		term.start += start;
		term.end += start;
		if (term.role == TERM_WORD || term.role == TERM_LAST) {
			f->places[term.position % RING] =
				(struct place){ term.start,
						terms.token.sign_end + start };
			if (f->in_phrase)
				f->in_phrase--;
		}
		if (term.word != TERM_UNKNOWN)
			look(f, &term);
		if (m->has_code && term.role == TERM_WORD &&
		    look_into(f, text, &term))
			return err->code;
		if (err->code)
			return err->code;
	}
	*position = terms.position;
	return ret;
}

/* The piece around a place where a word may match: what stands between blanks,
 * which part all words, or the block, where words are to follow each other. */
static void piece_around(const struct matcher *m, struct str text, size_t at,
			 size_t *start, size_t *end)
{
	char edge = m->has_phrase ? '\n' : ' ';

	for (*start = at; *start > 0 && text.p[*start - 1] != edge &&
			  text.p[*start - 1] != '\n';)
		(*start)--;
	for (*end = at;
	     *end < text.len && text.p[*end] != edge && text.p[*end] != '\n';)
		(*end)++;
}

int matcher_find(const struct matcher *matcher, struct str text, size_t start,
		 size_t end, struct arena *arena, struct matches *out,
		 struct err *err)
{
	struct finder f = {
		.matcher = matcher, .arena = arena, .found = out, .err = err
	};
	struct str head = str_head(text, end);
	uint32_t position = 0;
	int ret = 0;

	if (matcher->count == 0)
		return 0;
	f.met = arena_array(arena, matcher->count, UNIT_WORDS * sizeof(*f.met));
	if (!f.met)
		return arena_check(arena, err);
	/* Code is found by what is inside of its words, too. */
	if (matcher->has_code)
		return find_in(&f, head, start, end, &position);
	for (size_t at = start; !ret; at = end) {
		at = leads_find(&matcher->gates, head, at);
		if (at == head.len)
			break;
		piece_around(matcher, head, at, &start, &end);
		ret = find_in(&f, head, start, end, &position);
	}
	return ret;
}
