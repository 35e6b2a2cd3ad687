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
#include "text/schema.h"
#include "text/tokens.h"
#include "text/unfold.h"

struct words {
	words_stem_fn stem;
	void *payload;
	uint64_t seed;
	/* Every form that was met (ASCII ones in lower case, others as they
	 * stand), to the number of its word or WORDS_NONE. */
	struct word_table forms;
	struct word_table stems;
	struct word *words;
	uint32_t *stem_of; /* by number of word; WORDS_NONE: not is_stemmed */
	size_t word_count, word_cap;
	struct arena text;
	struct buf folded, unfolded, stemmed;
};

/* Longer tokens are not remembered as forms under their own bytes: they are
 * rare, and their text would fill the memory. */
#define FORM_BYTES 256

/* A name is found by so many of its first parts, and whole. */
#define WORD_PARTS 8

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
	word_table_release(&w->forms);
	word_table_release(&w->stems);
	arena_release(&w->text);
	w->word_count = 0;
}

void words_free(struct words *w)
{
	if (!w)
		return;
	words_forget(w);
	free(w->words);
	free(w->stem_of);
	buf_release(&w->folded);
	buf_release(&w->unfolded);
	buf_release(&w->stemmed);
	free(w);
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, "no memory for words");
}

/* The key of text as it stands, of any length. */
static struct word_key key_of(const struct words *w, struct str s,
			      unsigned int language)
{
	return word_key_of(s, w->seed + language);
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

/* Makes the term of a stem in w->stemmed: behind the code of its language, or,
 * of a word that has none, behind a mark that is in no code. */
static int make_stem(struct words *w, const struct word *word,
		     struct str folded, struct err *err)
{
	size_t before;
	int ret = 0;

	buf_clear(&w->stemmed);
	buf_add_str(&w->stemmed, str_of(schema_rows[SCHEMA_STEM].prefix));
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
	const struct word_row *row;
	struct word_key key;
	struct str stem;
	int ret = make_stem(w, word, folded, err);

	if (ret)
		return ret;
	stem = buf_view(&w->stemmed);
	key = key_of(w, stem, 0);
	row = word_table_get(&w->stems, &key, stem, 0);
	if (row) {
		*out = row->number;
		return 0;
	}
	stem = arena_copy(&w->text, stem);
	*out = (uint32_t)w->stems.count;
	if (!stem.p || !word_table_put(&w->stems, &key, stem, 0, *out))
		return no_memory(err);
	return 0;
}

static bool grow_words(struct words *w)
{
	size_t cap = w->word_cap ? w->word_cap + w->word_cap / 2 : 1024;
	struct word *words = realloc(w->words, cap * sizeof(*words));
	uint32_t *stem_of;

	if (!words)
		return false;
	w->words = words;
	stem_of = realloc(w->stem_of, cap * sizeof(*stem_of));
	if (!stem_of)
		return false;
	w->stem_of = stem_of;
	w->word_cap = cap;
	return true;
}

static int set_also(struct words *w, uint32_t number, struct err *err);

/* Is it a word that others are found by too? */
static bool has_others(const struct words *w, uint32_t number)
{
	return number != WORDS_NONE && w->words[number].also_count > 0;
}

/* A new word, whose key this is. */
static int add_word(struct words *w, const struct word_key *key,
		    struct word word, struct err *err)
{
	size_t at = w->forms.count;
	int ret;

	word.is_stemmed = words_has_forms(word.folded);
	ret = stem_number(w, &word, word.folded, &word.stem, err);
	if (ret)
		return ret;
	if (w->word_count == w->word_cap && !grow_words(w))
		return no_memory(err);
	word.folded = arena_copy(&w->text, word.folded);
	if (!word.folded.p || !word_table_put(&w->forms, key, word.folded,
					      word.language, word.number))
		return no_memory(err);
	w->stem_of[w->word_count] = word.is_stemmed ? word.stem : WORDS_NONE;
	w->words[w->word_count++] = word;
	ret = set_also(w, word.number, err);
	w->forms.rows[at].has_also = has_others(w, word.number);
	return ret;
}

/* The number of the word with this folded form, made when it is new. */
static int word_number(struct words *w, unsigned int language,
		       struct str folded, uint32_t *out, struct err *err)
{
	struct word_key key = key_of(w, folded, language);
	const struct word_row *row =
		word_table_get(&w->forms, &key, folded, language);
	struct word word = { .folded = folded,
			     .number = (uint32_t)w->word_count,
			     .language = (unsigned char)language };

	if (row && row->number != WORDS_NONE) {
		*out = row->number;
		return 0;
	}
	*out = word.number;
	return add_word(w, &key, word, err);
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
		const struct word_key *key, uint32_t *out, struct err *err)
{
	struct str folded;
	size_t at;
	int ret;

	*out = WORDS_NONE;
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
	at = w->forms.count;
	if (!form.p || !word_table_put(&w->forms, key, form, language, *out))
		return no_memory(err);
	w->forms.rows[at].has_also = has_others(w, *out);
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
		size_t room, struct word_key *out)
{
	*out = word_key_lower(token, room, w->seed + language);
	word_table_seek(&w->forms, out);
}

void words_approach(const struct words *w, const struct word_key *key)
{
	word_table_approach(&w->forms, key);
}

/* A token that is not found by its key, or has none. */
static int take_slowly(struct words *w, unsigned int language, struct str token,
		       uint32_t *number, struct err *err)
{
	char lower[LIMIT_WORD_BYTES];
	struct word_key key;
	const struct word_row *row;

	if (lower_ascii(token, lower))
		token.p = lower;
	key = key_of(w, token, language);
	row = word_table_get(&w->forms, &key, token, language);
	if (!row)
		return meet(w, language, token, &key, number, err);
	*number = row->number;
	return 0;
}

int words_take(struct words *w, unsigned int language, struct str token,
	       const struct word_key *key, uint32_t *number, bool *has_also,
	       struct err *err)
{
	const struct word_row *row =
		key ? word_table_get(&w->forms, key, token, language) : NULL;
	int ret;

	if (row) {
		*number = row->number;
		*has_also = row->has_also;
		return 0;
	}
	ret = take_slowly(w, language, token, number, err);
	*has_also = !ret && has_others(w, *number);
	return ret;
}

int words_get(struct words *w, unsigned int language, struct str token,
	      const struct word **out, struct err *err)
{
	uint32_t number;
	int ret = take_slowly(w, language, token, &number, err);

	*out = ret || number == WORDS_NONE ? NULL : &w->words[number];
	return ret;
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

const uint32_t *words_stems(const struct words *w)
{
	return w->stem_of;
}

struct str words_stem_term(const struct words *w, uint32_t stem)
{
	return str_make(w->stems.rows[stem].p, w->stems.rows[stem].len);
}

struct str words_stem(const struct words *w, uint32_t stem)
{
	return str_skip(words_stem_term(w, stem),
			strlen(schema_rows[SCHEMA_STEM].prefix));
}

size_t words_count(const struct words *w)
{
	return w->word_count;
}

size_t words_stem_count(const struct words *w)
{
	return w->stems.count;
}
