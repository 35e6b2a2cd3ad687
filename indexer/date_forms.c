/*
 * How the generators read the forms in which dates are written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/date_forms.h"

#include <stddef.h>

/* A form of dates, and for each generator how it reads it: first without,
 * then with quotes. In a form `9` is a digit, `d` one or two, `a` the letters
 * of a name, `b` those of a short one (Oct), `f` a fraction or nothing, `+`
 * either sign, `T` and `Z` are of any case, all else is itself. The first form
 * that fits counts. The letters of readings are those of letter_reading. */
struct form {
	const char *pattern;
	const char *jekyll, *hugo, *eleventy, *astro, *docusaurus, *zola;
};

static const struct form forms[] = {
	{ "9999-99-99", "LL", "UU", "UU", "UU", "UU", "UU" },
	{ "9999-99-99T99:99:99fZ", "==", "==", "==", "==", "==", "==" },
	{ "9999-99-99T99:99:99f+99:99", "==", "==", "==", "==", "==", "==" },
	{ "9999-99-99 99:99 +9999", "==", "xx", "xx", "==", "==", "xx" },
	{ "9999-99-99 99:99:99f +9999", "==", "==", "xx", "==", "==", "xx" },
	{ "9999-99-99 99:99:99f +99:99", "==", "==", "=x", "==", "==", "==" },
	{ "9999-99-99 99:99:99f +9", "=o", "xx", "=x", "==", "??", "==" },
	{ "9999-99-99 99:99:99f", "UL", "UU", "Ux", "UL", "UU", "UU" },
	{ "9999-99-99 99:99", "LL", "xx", "xx", "LL", "UU", "xx" },
	{ "9999-99-99T99:99:99f", "UL", "UU", "UU", "UL", "UU", "UU" },
	{ "9999-99-99T99:99", "LL", "xx", "UU", "LL", "UU", "xx" },
	{ "9999-99-99T99:99:99f+9999", "==", "==", "==", "==", "==", "xx" },
	{ "9999-99-99T99:99+99:99", "==", "xx", "==", "==", "==", "xx" },
	{ "9999-99-99 9:99:99f", "UL", "UU", "Ux", "UL", "UU", "UU" },
	{ "9999-99-99 9:99:99f +9999", "??", "==", "xx", "??", "??", "xx" },
	{ "9999-d-d", "LL", "xx", "xx", "LL", "UU", "UU" },
	{ "9999/99/99", "LL", "xx", "xx", "LL", "UU", "xx" },
	{ "99 b 9999", "LL", "UU", "xx", "LL", "UU", "xx" },
	{ "a d, 9999", "LL", "xx", "xx", "LL", "UU", "xx" },
	{ "a d 9999", "LL", "xx", "xx", "LL", "UU", "xx" },
	{ "b, d b 9999 99:99:99 +9999", "==", "==", "xx", "==", "==", "xx" },
	{ "9999-99-99 99:99:99f UTC", "==", "xx", "xx", "==", "xx", "xx" },
	{ "9999-99", "xx", "xx", "UU", "UU", "UU", "xx" },
	{ "9999", "xx", "sx", "xU", "m?", "UU", "xx" },
	{ "99999999", "LL", "sx", "xU", "m?", "xx", "xx" },
	{ "999999999", "xx", "=x", "xx", "m?", "xx", "xx" },
	{ "9999999999", "xx", "=x", "xx", "m?", "xx", "xx" },
	{ "9999999999999", "xx", "sx", "xx", "=?", "xx", "xx" },
	{ "d/d/9999", "dd", "xx", "xx", "ee", "??", "xx" },
	{ "d.d.9999", "dd", "xx", "xx", "ee", "??", "xx" },
};

static enum date_reading letter_reading(char letter)
{
	switch (letter) {
	case 'U':
		return DATE_READ_UTC;
	case 'L':
		return DATE_READ_LOCAL;
	case 'x':
		return DATE_READ_NOT;
	case 's':
		return DATE_READ_SECONDS;
	case 'm':
		return DATE_READ_MS;
	case 'o':
		return DATE_READ_NO_OFFSET;
	case 'd':
		return DATE_READ_DMY;
	case 'e':
		return DATE_READ_MDY;
	default: /* '=' and '?' */
		return DATE_READ_ALIKE;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Takes what a letter of a pattern stands for; false when it is not there. */
static bool take(struct str *s, char what)
{
	bool (*is)(char) = what == '9' || what == 'd' || what == 'f'
				   ? is_digit
				   : is_letter;
	size_t n = 0, least = 1, most = 1;

	switch (what) {
	case '9':
		break;
	case 'd':
		most = 2;
		break;
	case 'a':
		most = s->len;
		break;
	case 'b':
		least = most = 3;
		break;
	case 'f':
		if (s->len == 0 || s->p[0] != '.')
			return true;
		*s = str_skip(*s, 1);
		most = s->len;
		break;
	default:
		if (s->len == 0 ||
		    (what == '+' ? s->p[0] != '+' && s->p[0] != '-'
				 : !str_eq_nocase(str_head(*s, 1),
						  str_make(&what, 1))))
			return false;
		*s = str_skip(*s, 1);
		return true;
	}
	while (n < s->len && n < most && is(s->p[n]))
		n++;
	*s = str_skip(*s, n);
	return n >= least;
}

static bool fits(const char *pattern, struct str s)
{
	for (; *pattern; pattern++) {
		if (!take(&s, *pattern))
			return false;
	}
	return s.len == 0;
}

/* The two letters of a generator. */
static const char *letters(const struct form *form, enum site_preset preset)
{
	switch (preset) {
	case SITE_JEKYLL:
		return form->jekyll;
	case SITE_HUGO:
		return form->hugo;
	case SITE_ELEVENTY:
		return form->eleventy;
	case SITE_ASTRO:
		return form->astro;
	case SITE_DOCUSAURUS:
		return form->docusaurus;
	case SITE_ZOLA:
		return form->zola;
	default: /* no generator is known, or it has no dates */
		return "==";
	}
}

enum date_reading date_forms_reading(enum site_preset preset, struct str value,
				     bool is_quoted)
{
	value = str_trim(value);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (fits(forms[i].pattern, value))
			return letter_reading(
				letters(&forms[i], preset)[is_quoted]);
	}
	return DATE_READ_ALIKE;
}
