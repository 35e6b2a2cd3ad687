/*
 * Tests of text/tokens against the Unicode Character Database's word breaks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * WordBreakTest.txt has a text a line, with ÷ where words part and × where
 * they do not. Tokens never run over a ÷; what has no letter, number or
 * pictograph has no token; and where nothing is tailored a token is all that
 * stands between two ÷. Skipped where the file is not installed.
 */
#include "text/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unictype.h>
#include <uniwbrk.h>

#include "base/utf8.h"

static const char *const places[] = {
	"/usr/share/unicode/auxiliary/WordBreakTest.txt",
	"/usr/share/unicode/ucd/auxiliary/WordBreakTest.txt",
	"/usr/share/unicode/WordBreakTest.txt",
};

#define PIECES 64

/* A text of the standard's, and where its pieces begin; the last is its end. */
struct line {
	char text[1024];
	size_t edges[PIECES + 1];
	size_t count;
};

static bool read_line(const char *s, struct line *out)
{
	size_t len = 0;

	out->count = 0;
	while (*s && *s != '#') {
		char *end;
		unsigned long c;

		if (!strncmp(s, "÷", 2) && out->count <= PIECES)
			out->edges[out->count++] = len;
		s += *s == ' ' || *s == '\t' || *s == '\n' ? 1 : 2;
		c = strtoul(s, &end, 16);
		if (end == s)
			continue;
		if (len + 4 > sizeof(out->text))
			return false;
		len += utf8_encode((uint32_t)c, out->text + len);
		s = end;
	}
	out->count -= out->count > 0;
	return out->count > 0;
}

/* What a piece of the standard's is to a tokenizer for search. */
struct piece {
	bool has_word;	  /* a letter, number or pictograph is in it */
	bool is_tailored; /* something in it is treated in another way */
};

static void weigh(uint32_t c, struct piece *p)
{
	switch (uc_wordbreak_property(c)) {
	case WBP_ALETTER:
	case WBP_HL:
	case WBP_NUMERIC:
		p->has_word = true;
		return;
	case WBP_EXTEND:
	case WBP_FORMAT:
	case WBP_ZWJ:
		return;
	case WBP_KATAKANA:
	case WBP_RI:
		p->has_word = true;
		break;
	default:
		if (uc_is_general_category_withtable(
			    c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N) ||
		    uc_is_property_extended_pictographic(c))
			p->has_word = true;
	}
	p->is_tailored = true;
}

static struct piece weigh_all(struct str s)
{
	struct piece p = { false, false };

	for (size_t at = 0; at < s.len;) {
		uint32_t c = 0;

		at += utf8_decode(s.p + at, s.len - at, &c);
		weigh(c, &p);
	}
	return p;
}

static void check(const struct line *line, const char *shown)
{
	struct str text = str_make(line->text, line->edges[line->count]);
	struct tokens tokens;
	struct token token = { .start = 0 };
	bool has_token;

	tokens_init(&tokens, text);
	has_token = tokens_next(&tokens, &token);
	for (size_t i = 0; i < line->count; i++) {
		size_t start = line->edges[i], end = line->edges[i + 1];
		struct piece p =
			weigh_all(str_make(text.p + start, end - start));
		bool is_here = has_token && token.start < end;

		if (is_here != p.has_word)
			fail_msg(
				"%s: piece %zu: a token where none is, or none",
				shown, i);
		if (is_here && !p.is_tailored &&
		    (token.start != start || token.end != end))
			fail_msg("%s: piece %zu is not a token", shown, i);
		while (has_token && token.start < end) {
			if (token.start < start || token.end > end)
				fail_msg("%s: a token runs out of piece %zu",
					 shown, i);
			has_token = tokens_next(&tokens, &token);
		}
	}
}

static void words_part_where_the_standard_says(void **state)
{
	char shown[4096];
	struct line line;
	size_t lines = 0;
	FILE *file = NULL;

	(void)state;
	for (size_t i = 0; !file && i < sizeof(places) / sizeof(*places); i++)
		file = fopen(places[i], "r");
	if (!file) {
		print_message("WordBreakTest.txt is not installed (Debian: "
			      "unicode-data)\n");
		skip();
	}
	while (fgets(shown, sizeof(shown), file)) {
		if (!read_line(shown, &line))
			continue;
		shown[strcspn(shown, "#\n")] = '\0';
		check(&line, shown);
		lines++;
	}
	fclose(file);
	assert_true(lines > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_part_where_the_standard_says),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("word-break", tests, NULL, NULL);
}
