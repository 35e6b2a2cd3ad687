/*
 * Languages: whose words have forms, and what is known of each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/language.h"

/* clang-format off */
const struct language language_rows[LANGUAGE_COUNT] = {
	{ "xx", "", "", false },
	{ "ar", "ara", "arabic", true },
	{ "ca", "cat", "catalan", false },
	{ "da", "dan", "danish", false },
	{ "de", "deu ger", "german2", false },
	{ "en", "eng", "english", false },
	{ "es", "spa", "spanish", false },
	{ "eu", "eus baq", "basque", false },
	{ "fi", "fin", "finnish", false },
	{ "fr", "fra fre", "french", false },
	{ "ga", "gle", "irish", true },
	{ "hu", "hun", "hungarian", false },
	{ "hy", "hye arm", "armenian", false },
	{ "id", "ind", "indonesian", true },
	{ "it", "ita", "italian", false },
	{ "lt", "lit", "lithuanian", false },
	{ "ne", "nep", "nepali", false },
	{ "nl", "nld dut", "dutch", false },
	{ "no", "nb nn nor nob nno", "norwegian", false },
	{ "pt", "por", "portuguese", false },
	{ "ro", "ron rum mo", "romanian", false },
	{ "ru", "rus", "russian", false },
	{ "sv", "swe", "swedish", false },
	{ "ta", "tam", "tamil", false },
	{ "tr", "tur", "turkish", false },
};
/* clang-format on */

static bool is_sign(char c)
{
	return c == '-' || c == '_' || c == ' ';
}

/* Is it one of the words of a list? */
static bool is_listed(struct str code, const char *list)
{
	struct str rest = str_of(list);

	while (rest.len) {
		struct str word = str_head(rest, str_find(rest, ' '));

		if (str_eq_nocase(word, code))
			return true;
		rest = str_skip(rest, word.len + 1);
	}
	return false;
}

unsigned int language_of(struct str tag)
{
	struct str code = str_make(tag.p, 0);

	while (code.len < tag.len && !is_sign(tag.p[code.len]))
		code.len++;
	if (tag.len == 0)
		code = STR("en");
	for (unsigned int i = 1; i < LANGUAGE_COUNT; i++) {
		if (str_eq_nocase(code, str_of(language_rows[i].code)) ||
		    is_listed(code, language_rows[i].other))
			return i;
	}
	return LANGUAGE_NONE;
}
