/*
 * The terms of a text: which words it is found by, and where they stand.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/terms.h"

/* The most parts of a word that is joined by hyphens, and the most letters of
 * the last part of one that is joined by a stop (node.js). */
#define HYPHEN_PARTS 3
#define STOP_LETTERS 2

/* Of so many tokens ahead the second step is taken (text/words.h). */
#define APPROACHED 4

static struct str text_at(const struct terms *t, size_t start, size_t end)
{
	return str_make(t->tokens.text.p + start, end - start);
}

void terms_init(struct terms *terms, struct words *words, struct str text)
{
	memset(terms, 0, offsetof(struct terms, ahead));
	terms->words = words;
	terms->also = TERM_UNKNOWN;
	tokens_init(&terms->tokens, text);
}

/* The token that comes so many behind the next one. */
static struct terms_token *ahead(struct terms *t, unsigned int behind)
{
	return &t->ahead[(t->at + behind) % TERMS_AHEAD];
}

/* Has memory fetch what is known of the words of the tokens that come next. */
static void look_ahead(struct terms *t)
{
	while (t->count < TERMS_AHEAD) {
		struct terms_token *next = ahead(t, t->count);
		const struct token *token = &next->token;
		struct str s;

		if (!tokens_next(&t->tokens, &next->token))
			break;
		s = text_at(t, token->sign_start, token->sign_end);
		next->has_key =
			s.len <= WORD_KEY_BYTES && !t->skip && !token->is_gram;
		if (next->has_key)
			words_seek(t->words, t->language, s,
				   t->tokens.text.len - token->sign_start,
				   &next->key);
		t->count++;
	}
}

/* The token that comes next, if there is one. */
static const struct token *next_token(struct terms *t)
{
	if (t->count < TERMS_AHEAD / 2)
		look_ahead(t);
	return t->count ? &ahead(t, 0)->token : NULL;
}

/* Takes it; *key is of its word, or NULL, and lives until the next look ahead.
 * False: there is none. */
static bool take_token(struct terms *t, const struct word_key **key)
{
	const struct terms_token *first;

	if (!next_token(t))
		return false;
	if (t->count > APPROACHED && ahead(t, APPROACHED)->has_key)
		words_approach(t->words, &ahead(t, APPROACHED)->key);
	first = ahead(t, 0);
	t->token = first->token;
	*key = first->has_key ? &first->key : NULL;
	t->at++;
	t->count--;
	return true;
}

bool terms_is_last(struct terms *t)
{
	return !next_token(t);
}

/* A word that was looked up. */
struct found {
	uint32_t number; /* TERM_UNKNOWN of one that is passed over */
	bool is_none;	 /* folding leaves nothing of it */
	bool has_also;	 /* other words are found there too */
};

/* The word of s, whose key may be at hand. */
static int look_up(struct terms *t, struct str s, const struct word_key *key,
		   struct found *out, struct err *err)
{
	int ret;

	*out = (struct found){ .number = TERM_UNKNOWN };
	if (t->skip && t->skip(t->payload, s, &t->token))
		return 0;
	ret = words_take(t->words, t->language, s, key, &out->number,
			 &out->has_also, err);
	out->is_none = out->number == WORDS_NONE;
	return ret;
}

/* Is it a word that is in the text? */
static bool is_word(const struct found *f)
{
	return f->number != TERM_UNKNOWN;
}

static void wait(struct terms *t, uint32_t word, uint32_t position,
		 size_t start, size_t end, enum term_role role)
{
	t->waiting[t->waiting_count++] =
		(struct term){ word, position, start, end, role };
}

/* Is the compound at hand, whose last part is `last`, to be found as one word
 * too? */
static bool is_joined(const struct terms *t, const struct token *last)
{
	if (!t->is_joinable)
		return false;
	if (t->bond == TOKEN_HYPHEN)
		return t->part_count <= (t->has_number ? 2 : HYPHEN_PARTS);
	if (t->bond == TOKEN_AND || t->short_count == t->part_count)
		return t->bond == TOKEN_STOP || t->part_count == 2;
	return t->part_count == 2 && t->short_count == 0 &&
	       last->end - last->start <= STOP_LETTERS;
}

static int end_join(struct terms *t, const struct token *last, struct err *err)
{
	enum term_role role = t->bond == TOKEN_AND ? TERM_SIGNED : TERM_JOINED;
	struct found found;
	int ret = 0;

	if (is_joined(t, last)) {
		ret = look_up(t, str_make(t->join, t->join_len), NULL, &found,
			      err);
		if (!ret && is_word(&found)) {
			wait(t, found.number, t->join_position, t->join_start,
			     last->end, role);
			wait(t, found.number, t->position, t->join_start,
			     last->end, TERM_AGAIN);
		}
	}
	t->bond = TOKEN_FREE;
	return ret;
}

static void begin_join(struct terms *t, const struct token *first)
{
	t->bond = first->bond;
	t->part_count = 0;
	t->short_count = 0;
	t->join_len = 0;
	t->join_start = first->start;
	t->join_position = t->position;
	t->is_joinable = true;
	t->has_number = false;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	}
	return false;
}

static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return true;
}

/* One more part of the compound at hand. */
static void add_part(struct terms *t, const struct token *token)
{
	struct str s = text_at(t, token->start, token->end);
	bool has_sign = t->bond == TOKEN_AND && t->part_count;

	t->part_count++;
	t->short_count += s.len == 1;
	/* utf-8 is one word, but no date is, nor what programs name. */
	if (has_digit(s)) {
		if (t->part_count != 2 || !is_number(s))
			t->is_joinable = false;
		t->has_number = true;
	}
	if (token->has_parts || t->part_count > TERMS_PARTS ||
	    t->join_len + has_sign + s.len > sizeof(t->join))
		t->is_joinable = false;
	if (!t->is_joinable)
		return;
	if (has_sign)
		t->join[t->join_len++] = '&';
	memcpy(t->join + t->join_len, s.p, s.len);
	t->join_len += s.len;
}

/* Joins what the token at hand is bound to, or begins to. */
static int join(struct terms *t, const struct token *token, struct err *err)
{
	int ret = 0;

	if (t->bond != TOKEN_FREE) {
		add_part(t, token);
		if (token->bond != t->bond)
			ret = end_join(t, token, err);
	}
	if (t->bond == TOKEN_FREE && token->bond != TOKEN_FREE) {
		begin_join(t, token);
		add_part(t, token);
	}
	return ret;
}

/* A letter of a script without spaces: with the next one, if that follows at
 * once, and alone. */
static int read_gram(struct terms *t, struct term *out, struct err *err)
{
	const struct token *token = &t->token;
	const struct token *next = next_token(t);
	bool is_run = next && next->is_gram && next->start == token->end;
	size_t end = is_run ? next->end : token->end;
	struct found found, single;
	int ret = look_up(t, text_at(t, token->start, end), NULL, &found, err);

	if (ret || found.is_none)
		return ret;
	out->word = found.number;
	out->position = ++t->position;
	out->start = token->start;
	out->end = end;
	out->role = is_run ? TERM_WORD : TERM_LAST;
	if (is_run) {
		ret = look_up(t, text_at(t, token->start, token->end), NULL,
			      &single, err);
		if (!ret && is_word(&single))
			wait(t, single.number, out->position, token->start,
			     token->end, TERM_PART);
	}
	return ret ? ret : TERMS_NEXT;
}

static int read_token(struct terms *t, const struct word_key *key,
		      struct term *out, struct err *err)
{
	const struct token *token = &t->token;
	size_t start = token->sign_start, end = token->sign_end;
	struct found found;
	int ret = look_up(t, text_at(t, start, end), key, &found, err);

	if (found.is_none)
		t->bond = TOKEN_FREE;
	if (ret || found.is_none)
		return ret;
	out->word = found.number;
	out->position = ++t->position;
	out->start = start;
	out->end = end;
	out->role = TERM_WORD;
	if (found.has_also) {
		t->also = out->word;
		t->also_at = 0;
		t->like = *out;
	}
	if (end - start != token->end - token->start) {
		struct found bare;

		ret = look_up(t, text_at(t, token->start, token->end), NULL,
			      &bare, err);
		if (!ret && is_word(&bare))
			wait(t, bare.number, out->position, token->start,
			     token->end, TERM_PART);
	}
	if (!ret && (token->bond != TOKEN_FREE || t->bond != TOKEN_FREE))
		ret = join(t, token, err);
	return ret ? ret : TERMS_NEXT;
}

/* What is still to come of the tokens before; false when that is nothing. */
static bool take_waiting(struct terms *t, struct term *out)
{
	if (t->also != TERM_UNKNOWN) {
		const struct word *word = words_at(t->words, t->also);

		if (t->also_at < word->also_count) {
			*out = t->like;
			out->word = word->also[t->also_at++];
			out->role = TERM_PART;
			return true;
		}
		t->also = TERM_UNKNOWN;
	}
	if (t->waiting_at == t->waiting_count) {
		t->waiting_at = t->waiting_count = 0;
		return false;
	}
	*out = t->waiting[t->waiting_at++];
	return true;
}

/* Is there the end of a line? Mostly there is but a blank. */
static bool has_line_end(struct str s)
{
	return s.len == 1 ? *s.p == '\n' : memchr(s.p, '\n', s.len) != NULL;
}

int terms_next(struct terms *t, struct term *out, struct err *err)
{
	const struct word_key *key;
	int ret = 0;

	if (take_waiting(t, out))
		return TERMS_NEXT;
	while (!ret && take_token(t, &key)) {
		/* A block ends: one position stays free, so that phrases do
		 * not run across. */
		if (has_line_end(text_at(t, t->before, t->token.start)))
			t->position++;
		t->before = t->token.end;
		ret = t->token.is_gram ? read_gram(t, out, err)
				       : read_token(t, key, out, err);
	}
	return ret;
}
