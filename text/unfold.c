/*
 * Unfolding: the letters of a folded word as its stemmer must see them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/unfold.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/limits.h"

struct rule {
	const char *from, *to;
};

/* Of a language: what is put in the place of letters, wherever they are, and
 * of the ending of a word; of several the longest, which stands first. */
struct table {
	const char *code;
	const struct rule *letters, *endings;
	void (*more)(struct buf *word);
};

/* docs/words.md says how these were chosen. */
/* clang-format off */
static const struct rule arabic_letters[] = {
	{ "ی", "ي" }, { "ک", "ك" }, { NULL, NULL }
};
static const struct rule arabic[] = { { "ه", "ة" }, { NULL, NULL } };
static const struct rule catalan[] = { { "io", "ió" }, { NULL, NULL } };
static const struct rule spanish[] = {
	{ "iamos", "íamos" }, { "ian", "ían" }, { "ion", "ión" },
	{ NULL, NULL }
};
/* Not of different and inherent. */
static const struct rule french[] = {
	{ "ferent", "férent" }, { "herent", "hérent" },
	{ "ieres", "ières" }, { "erent", "èrent" }, { "iere", "ière" },
	{ "ees", "ées" }, { "ee", "ée" }, { NULL, NULL }
};
static const struct rule hungarian[] = {
	{ "kent", "ként" }, { "bol", "ból" }, { "rol", "ról" },
	{ "tol", "tól" }, { "nal", "nál" }, { "nel", "nél" },
	{ "ert", "ért" }, { NULL, NULL }
};
static const struct rule lithuanian_letters[] = {
	{ "c", "č" }, { "dz", "dž" }, { NULL, NULL }
};
static const struct rule lithuanian[] = {
	{ "emis", "ėmis" }, { "eje", "ėje" }, { "ese", "ėse" },
	{ "uju", "ųjų" }, { NULL, NULL }
};
static const struct rule portuguese[] = {
	{ "coes", "ções" }, { "cao", "ção" }, { "ao", "ão" }, { NULL, NULL }
};
/* The stemmer knows the cedilla alone, not the comma below. */
static const struct rule romanian[] = {
	{ "tiilor", "ţiilor" }, { "tiile", "ţiile" }, { "tiune", "ţiune" },
	{ "tiuni", "ţiuni" }, { "easca", "ească" }, { "eaza", "ează" },
	{ "este", "eşte" }, { "esti", "eşti" }, { "tiei", "ţiei" },
	{ "tie", "ţie" }, { "tii", "ţii" }, { "tia", "ţia" },
	{ "and", "ând" }, { "ind", "înd" }, { "ti", "ţi" }, { NULL, NULL }
};
/* clang-format on */

/* ---- Turkish ------------------------------------------------------------ */

/* A letter of a Turkish word: folded, and whether it has a mark (ı for i: that
 * it has no dot). */
struct letter {
	char c; /* 0 for what is not ASCII */
	bool is_marked;
	struct str text;
};

static bool is_vowel(const struct letter *l)
{
	return l->c && strchr("aeiou", l->c);
}

static bool is_front(const struct letter *l)
{
	return l->c == 'e' || (l->c == 'i' && !l->is_marked) ||
	       (l->c == 'u' && l->is_marked) || (l->c == 'o' && l->is_marked);
}

/* Is it a or ı? */
static bool is_back_flat(const struct letter *l)
{
	return l->c == 'a' || (l->c == 'i' && l->is_marked);
}

static size_t split(struct str word, struct letter letters[LIMIT_WORD_BYTES])
{
	size_t count = 0;

	for (size_t at = 0; at < word.len && count < LIMIT_WORD_BYTES;) {
		uint32_t c;
		size_t n = utf8_decode(word.p + at, word.len - at, &c);

		n = n ? n : 1;
		letters[count++] =
			(struct letter){ n == 1 ? word.p[at] : '\0', false,
					 str_make(word.p + at, n) };
		at += n;
	}
	return count;
}

/* The vowels of a word agree with one another: those before a and ı are back,
 * those before e and i front; behind a and ı there is no i, behind ö and ü no
 * u. The suffix -ki alone does not change. */
static void harmonize(struct letter *letters, size_t count)
{
	struct letter *other = NULL;

	for (size_t i = count; i-- > 0;) {
		struct letter *l = &letters[i];

		if (!is_vowel(l))
			continue;
		if (other && l->c == 'i')
			l->is_marked = is_back_flat(other);
		else if (other && (l->c == 'o' || l->c == 'u'))
			l->is_marked = is_front(other);
		other = l;
	}
	other = NULL;
	for (size_t i = 0; i < count; i++) {
		struct letter *l = &letters[i];

		if (!is_vowel(l))
			continue;
		if (other && l->c == 'i' && is_back_flat(other) &&
		    !(i + 1 == count && letters[i - 1].c == 'k'))
			l->is_marked = true;
		else if (other && l->c == 'u' && other->is_marked &&
			 (other->c == 'o' || other->c == 'u'))
			l->is_marked = true;
		other = l;
	}
}

/* Between and behind vowels g is ğ; -mis is -miş. */
static void mark_consonants(struct letter *letters, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct letter *l = &letters[i], *before = &letters[i - 1];

		if (!is_vowel(before))
			continue;
		if (l->c == 'g')
			l->is_marked = i + 1 == count || is_vowel(l + 1);
		else if (l->c == 's' && i > 1 && letters[i - 2].c == 'm')
			l->is_marked = before->c == 'i' || before->c == 'u';
	}
}

static void unfold_turkish(struct buf *word)
{
	static const char *const marked[] = { "ğ", "ı", "ö", "ş", "ü" };
	static const char plain[] = "giosu";
	struct letter letters[LIMIT_WORD_BYTES];
	char copy[LIMIT_WORD_BYTES];
	struct str text = str_head(buf_view(word), sizeof(copy));
	size_t count;

	if (text.len)
		memcpy(copy, text.p, text.len);
	count = split(str_make(copy, text.len), letters);
	harmonize(letters, count);
	mark_consonants(letters, count);
	buf_clear(word);
	for (size_t i = 0; i < count; i++) {
		const struct letter *l = &letters[i];

		if (l->is_marked)
			buf_add_str(
				word,
				str_of(marked[strchr(plain, l->c) - plain]));
		else
			buf_add_str(word, l->text);
	}
}

/* ---- All ---------------------------------------------------------------- */

static const struct table tables[] = {
	{ "ar", arabic_letters, arabic, NULL },
	{ "ca", NULL, catalan, NULL },
	{ "es", NULL, spanish, NULL },
	{ "fr", NULL, french, NULL },
	{ "hu", NULL, hungarian, NULL },
	{ "lt", lithuanian_letters, lithuanian, NULL },
	{ "pt", NULL, portuguese, NULL },
	{ "ro", NULL, romanian, NULL },
	{ "tr", NULL, NULL, unfold_turkish },
};

/* Appends s with all its letters replaced that a rule names. */
static void add_letters(const struct rule *rules, struct str s, struct buf *out)
{
	for (size_t at = 0; at < s.len;) {
		struct str rest = str_skip(s, at);
		const struct rule *rule = rules;

		while (rule->from && !str_starts(rest, str_of(rule->from)))
			rule++;
		if (rule->from)
			buf_add_str(out, str_of(rule->to));
		else
			buf_add_char(out, rest.p[0]);
		at += rule->from ? strlen(rule->from) : 1;
	}
}

static void change_ending(const struct rule *rules, struct buf *word)
{
	struct str s = buf_view(word);

	for (const struct rule *rule = rules; rule->from; rule++) {
		if (str_ends(s, str_of(rule->from)) &&
		    s.len > strlen(rule->from)) {
			word->len -= strlen(rule->from);
			buf_add_str(word, str_of(rule->to));
			return;
		}
	}
}

bool unfold_word(unsigned int language, struct str folded, struct buf *out)
{
	const struct table *table = NULL;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (!strcmp(tables[i].code, language_rows[language].code))
			table = &tables[i];
	}
	if (!table)
		return false;
	buf_clear(out);
	if (table->letters)
		add_letters(table->letters, folded, out);
	else
		buf_add_str(out, folded);
	if (table->endings && !out->failed)
		change_ending(table->endings, out);
	if (table->more && !out->failed)
		table->more(out);
	return true;
}
