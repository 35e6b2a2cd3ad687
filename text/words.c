/*
 * Words: every different word once, with its folded form and its stem.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/words.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/limits.h"
#include "text/tokens.h"
#include "text/unfold.h"

#define NOTHING UINT32_MAX

/* Text to number. Forms and stems are both kept so. Open addressing; the hash
 * stands in the place as well, as each row that is looked at in vain is waited
 * for. */
struct row {
	const char *p;
	uint32_t len;
	uint32_t number;
	uint32_t language; /* of a form; 0 of a stem */
};

struct place {
	uint32_t hash;
	uint32_t row; /* plus one */
};

struct table {
	struct row *rows;
	size_t count, cap;
	struct place *places; /* at most half of them are taken */
	size_t place_count;   /* a power of two, or 0 */
};

struct words {
	words_stem_fn stem;
	void *payload;
	uint64_t seed;
	/* Every form that was met (ASCII ones in lower case, others as they
	 * stand), to the number of its word or NOTHING. */
	struct table forms;
	struct table stems;
	struct word *words;
	size_t word_count, word_cap;
	struct arena text;
	struct buf folded, unfolded, stemmed;
};

/* Longer tokens are not remembered as forms under their own bytes: they are
 * rare, and their text would fill the memory. */
#define FORM_BYTES 256

/* A name is found by so many of its first parts, and whole. */
#define WORD_PARTS 8

static void take_place(struct place *places, size_t count, struct place place)
{
	size_t at = place.hash & (count - 1);

	while (places[at].row)
		at = (at + 1) & (count - 1);
	places[at] = place;
}

static bool grow_places(struct table *t)
{
	size_t n = t->place_count ? t->place_count * 2 : 2048;
	struct place *places = calloc(n, sizeof(*places));

	if (!places)
		return false;
	for (size_t i = 0; i < t->place_count; i++) {
		if (t->places[i].row)
			take_place(places, n, t->places[i]);
	}
	free(t->places);
	t->places = places;
	t->place_count = n;
	return true;
}

static struct row *table_get(const struct table *t, struct str s, uint32_t hash,
			     unsigned int language)
{
	size_t mask = t->place_count - 1;

	if (!t->place_count)
		return NULL;
	for (size_t at = hash & mask; t->places[at].row; at = (at + 1) & mask) {
		struct row *row = &t->rows[t->places[at].row - 1];

		if (t->places[at].hash == hash && row->len == s.len &&
		    row->language == language && !memcmp(row->p, s.p, s.len))
			return row;
	}
	return NULL;
}

/* Adds text that is not there; keeps the pointer. */
static bool table_put(struct table *t, struct str s, uint32_t hash,
		      unsigned int language, uint32_t number)
{
	if (t->count == t->cap) {
		size_t cap = t->cap ? t->cap + t->cap / 2 : 1024;
		struct row *rows = realloc(t->rows, cap * sizeof(*rows));

		if (!rows)
			return false;
		t->rows = rows;
		t->cap = cap;
	}
	if (t->count * 2 >= t->place_count && !grow_places(t))
		return false;
	t->rows[t->count++] =
		(struct row){ s.p, (uint32_t)s.len, number, language };
	take_place(t->places, t->place_count,
		   (struct place){ hash, (uint32_t)t->count });
	return true;
}

static void table_release(struct table *t)
{
	free(t->rows);
	free(t->places);
	memset(t, 0, sizeof(*t));
}

int words_new(words_stem_fn stem, void *payload, struct words **out,
	      struct err *err)
{
	struct words *w = calloc(1, sizeof(*w));

	*out = w;
	if (!w)
		return err_set(err, ERR_MEMORY, "no memory for words");
	w->stem = stem;
	w->payload = payload;
	w->seed = hash_random_seed();
	w->text.budget = SIZE_MAX;
	return 0;
}

void words_forget(struct words *w)
{
	table_release(&w->forms);
	table_release(&w->stems);
	arena_release(&w->text);
	w->word_count = 0;
}

void words_free(struct words *w)
{
	if (!w)
		return;
	words_forget(w);
	free(w->words);
	buf_release(&w->folded);
	buf_release(&w->unfolded);
	buf_release(&w->stemmed);
	free(w);
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, "no memory for words");
}

static uint32_t hash_of(const struct words *w, struct str s,
			unsigned int language)
{
	uint64_t h = hash64(s, w->seed + language);

	return (uint32_t)(h ^ h >> 32);
}

bool words_has_forms(struct str folded)
{
	struct tokens tokens;
	struct token token;
	uint32_t c;

	if (utf8_decode(folded.p, folded.len, &c) == folded.len)
		return false;
	for (size_t i = 0; i < folded.len; i++) {
		if ((unsigned char)folded.p[i] < 128 &&
		    (folded.p[i] < 'a' || folded.p[i] > 'z'))
			return false;
	}
	if (c < 128)
		return true;
	/* Letters of a script without spaces are tokens each; from the arrows
	 * on there are pictographs. */
	tokens_init(&tokens, folded);
	return tokens_next(&tokens, &token) && token.end == folded.len &&
	       !token.is_gram && c < 0x2190;
}

/* Stems a word as its stemmer must see it, in w->stemmed. */
static int stem_seen(struct words *w, unsigned int language, struct str folded,
		     struct err *err)
{
	bool is_unfolded = unfold_word(language, folded, &w->unfolded);
	struct str stem;
	int ret = is_unfolded ? buf_check(&w->unfolded, err) : 0;

	if (!ret)
		ret = w->stem(w->payload, language_rows[language].name,
			      is_unfolded ? buf_view(&w->unfolded) : folded,
			      &stem, err);
	if (ret)
		return ret;
	if (is_unfolded)
		fold_word(stem, &w->stemmed);
	else
		buf_add_str(&w->stemmed, stem);
	return 0;
}

/* Makes the text of a stem in w->stemmed: behind the code of its language, or,
 * of a word that has none, behind a mark that is in no code. */
static int make_stem(struct words *w, const struct word *word,
		     struct str folded, struct err *err)
{
	size_t before;
	int ret = 0;

	buf_clear(&w->stemmed);
	buf_add_str(&w->stemmed,
		    word->is_stemmed
			    ? str_of(language_rows[word->language].code)
			    : STR("="));
	before = w->stemmed.len;
	if (word->is_stemmed && word->language != LANGUAGE_NONE)
		ret = stem_seen(w, word->language, folded, err);
	if (w->stemmed.len == before)
		buf_add_str(&w->stemmed, folded);
	return ret ? ret : buf_check(&w->stemmed, err);
}

static int stem_number(struct words *w, const struct word *word,
		       struct str folded, uint32_t *out, struct err *err)
{
	struct row *row;
	struct str stem;
	uint32_t hash;
	int ret = make_stem(w, word, folded, err);

	if (ret)
		return ret;
	stem = buf_view(&w->stemmed);
	hash = hash_of(w, stem, 0);
	row = table_get(&w->stems, stem, hash, 0);
	if (row) {
		*out = row->number;
		return 0;
	}
	stem = arena_copy(&w->text, stem);
	*out = (uint32_t)w->stems.count;
	if (!stem.p || !table_put(&w->stems, stem, hash, 0, *out))
		return no_memory(err);
	return 0;
}

static int set_also(struct words *w, uint32_t number, struct err *err);

/* The number of the word with this folded form, made when it is new. */
static int word_number(struct words *w, unsigned int language,
		       struct str folded, uint32_t *out, struct err *err)
{
	uint32_t hash = hash_of(w, folded, language);
	struct row *row = table_get(&w->forms, folded, hash, language);
	struct word word = { .number = (uint32_t)w->word_count,
			     .language = (unsigned char)language };
	int ret;

	if (row && row->number != NOTHING) {
		*out = row->number;
		return 0;
	}
	word.is_stemmed = words_has_forms(folded);
	ret = stem_number(w, &word, folded, &word.stem, err);
	if (ret)
		return ret;
	if (w->word_count == w->word_cap) {
		size_t cap = w->word_cap ? w->word_cap + w->word_cap / 2 : 1024;
		struct word *more = realloc(w->words, cap * sizeof(*more));

		if (!more)
			return no_memory(err);
		w->words = more;
		w->word_cap = cap;
	}
	word.folded = arena_copy(&w->text, folded);
	if (!word.folded.p ||
	    !table_put(&w->forms, word.folded, hash, language, word.number))
		return no_memory(err);
	w->words[w->word_count++] = word;
	*out = word.number;
	return set_also(w, word.number, err);
}

/* A folded word as it is made: which words it is found by too. */
struct parts {
	unsigned int language;
	struct str items[WORD_PARTS];
	size_t count;
	uint32_t also[4 * WORD_PARTS];
	unsigned int also_count;
};

/* A part is a token by itself: 1,000 is not folded in 1,000_000. */
static int add_also(struct words *w, struct parts *parts, struct str part,
		    struct err *err)
{
	const struct word *word;
	int ret = words_get(w, parts->language, part, &word, err);

	if (ret || !word)
		return ret;
	for (unsigned int i = 0; i < parts->also_count; i++) {
		if (parts->also[i] == word->number)
			return 0;
	}
	parts->also[parts->also_count++] = word->number;
	return 0;
}

static void split_name(struct str s, struct parts *out)
{
	for (size_t at = 0; at <= s.len && out->count < WORD_PARTS;) {
		struct str part = str_skip(s, at);

		part.len = str_find(part, '_');
		at += part.len + 1;
		if (part.len)
			out->items[out->count++] = part;
	}
}

/* snake_case_name: its parts, and of those that stand together two or three,
 * or all from the first on, as somebody would type them: snake_case; of two as
 * one word too. */
static int add_name_parts(struct words *w, struct str folded,
			  struct parts *parts, struct err *err)
{
	int ret = 0;

	split_name(folded, parts);
	if (parts->count < 2)
		return 0;
	for (size_t i = 0; i < parts->count; i++) {
		for (size_t j = i; j < parts->count && !ret; j++) {
			struct str part = parts->items[i];

			part.len = (size_t)(parts->items[j].p - part.p) +
				   parts->items[j].len;
			if ((i == 0 || j - i < 3) && part.len < folded.len)
				ret = add_also(w, parts, part, err);
		}
	}
	if (parts->count == 2 && !ret) {
		char both[LIMIT_WORD_BYTES];
		struct str a = parts->items[0], b = parts->items[1];

		memcpy(both, a.p, a.len);
		memcpy(both + a.len, b.p, b.len);
		ret = add_also(w, parts, str_make(both, a.len + b.len), err);
	}
	return ret;
}

/* 3.3.12 is found by 3.3 too. */
static int add_versions(struct words *w, struct str folded, struct parts *parts,
			struct err *err)
{
	unsigned int stops = 0;
	int ret = 0;

	for (size_t i = 0; i < folded.len; i++) {
		if (folded.p[i] != '.' &&
		    (folded.p[i] < '0' || folded.p[i] > '9'))
			return 0;
	}
	for (size_t i = 0; i < folded.len && !ret; i++) {
		if (folded.p[i] == '.' && stops++ > 0 && stops < WORD_PARTS)
			ret = add_also(w, parts, str_head(folded, i), err);
	}
	return ret;
}

/* What a new word is found by besides itself. */
static int set_also(struct words *w, uint32_t number, struct err *err)
{
	struct str folded = w->words[number].folded;
	struct parts parts = { .language = w->words[number].language };
	uint32_t *also;
	int ret = 0;

	/* One that was cut has lost its last parts. */
	if (folded.len > LIMIT_WORD_BYTES - 17)
		return 0;
	if (memchr(folded.p, '_', folded.len))
		ret = add_name_parts(w, folded, &parts, err);
	else if (memchr(folded.p, '.', folded.len))
		ret = add_versions(w, folded, &parts, err);
	if (ret || parts.also_count == 0)
		return ret;
	also = arena_array(&w->text, parts.also_count, sizeof(*also));
	if (!also)
		return no_memory(err);
	memcpy(also, parts.also, parts.also_count * sizeof(*also));
	w->words[number].also = also;
	w->words[number].also_count = parts.also_count;
	return 0;
}

/* A form that is not remembered: folds it, and remembers it. */
static int meet(struct words *w, unsigned int language, struct str form,
		uint32_t hash, uint32_t *out, struct err *err)
{
	struct str folded;
	int ret;

	*out = NOTHING;
	buf_clear(&w->folded);
	fold_word(form, &w->folded);
	ret = buf_check(&w->folded, err);
	if (ret)
		return ret;
	folded = buf_view(&w->folded);
	if (folded.len) {
		/* Its parts are folded in the same place. */
		ret = word_number(w, language, folded, out, err);
		if (ret)
			return ret;
		if (str_eq(w->words[*out].folded, form))
			return 0;
	}
	if (form.len > FORM_BYTES)
		return 0;
	form = arena_copy(&w->text, form);
	if (!form.p || !table_put(&w->forms, form, hash, language, *out))
		return no_memory(err);
	return 0;
}

/* Lower-cases into out; false when the token is long or not all ASCII. */
static bool lower_ascii(struct str token, char out[LIMIT_WORD_BYTES])
{
	if (token.len > LIMIT_WORD_BYTES)
		return false;
	for (size_t i = 0; i < token.len; i++) {
		unsigned char c = (unsigned char)token.p[i];

		if (c >= 128)
			return false;
		out[i] = (char)(c + ((unsigned)(c - 'A') < 26 ? 32 : 0));
	}
	return true;
}

void words_seek(const struct words *w, unsigned int language, struct str token,
		struct words_key *out)
{
	const struct table *t = &w->forms;

	out->token = token;
	out->is_lower = lower_ascii(token, out->lower);
	if (out->is_lower)
		token.p = out->lower;
	out->language = language;
	out->hash = hash_of(w, token, language);
	if (t->place_count)
		__builtin_prefetch(
			&t->places[out->hash & (t->place_count - 1)]);
}

/* The row that a form most likely has, as it stands in its own place; NULL for
 * none. */
static const struct row *likely_row(const struct table *t, uint32_t hash)
{
	uint32_t row =
		t->place_count ? t->places[hash & (t->place_count - 1)].row : 0;

	return row ? &t->rows[row - 1] : NULL;
}

void words_approach(const struct words *w, const struct words_key *key)
{
	const struct row *row = likely_row(&w->forms, key->hash);

	if (row)
		__builtin_prefetch(row);
}

void words_reach(const struct words *w, const struct words_key *key)
{
	const struct row *row = likely_row(&w->forms, key->hash);

	if (!row)
		return;
	__builtin_prefetch(row->p);
	if (row->number != NOTHING)
		__builtin_prefetch(&w->words[row->number]);
}

int words_take(struct words *w, const struct words_key *key,
	       const struct word **out, struct err *err)
{
	struct str token = key->token;
	const struct row *row;
	uint32_t number;

	*out = NULL;
	if (key->is_lower)
		token.p = key->lower;
	row = table_get(&w->forms, token, key->hash, key->language);
	if (row) {
		number = row->number;
	} else {
		int ret =
			meet(w, key->language, token, key->hash, &number, err);

		if (ret)
			return ret;
	}
	if (number != NOTHING)
		*out = &w->words[number];
	return 0;
}

int words_get(struct words *w, unsigned int language, struct str token,
	      const struct word **out, struct err *err)
{
	struct words_key key;

	words_seek(w, language, token, &key);
	return words_take(w, &key, out, err);
}

int words_in(struct words *w, unsigned int language, uint32_t number,
	     const struct word **out, struct err *err)
{
	int ret =
		word_number(w, language, w->words[number].folded, &number, err);

	*out = ret ? NULL : &w->words[number];
	return ret;
}

const struct word *words_at(const struct words *w, uint32_t number)
{
	return &w->words[number];
}

struct str words_stem(const struct words *w, uint32_t stem)
{
	return str_make(w->stems.rows[stem].p, w->stems.rows[stem].len);
}

size_t words_count(const struct words *w)
{
	return w->word_count;
}

size_t words_stem_count(const struct words *w)
{
	return w->stems.count;
}
