/*
 * What md4c does not tell of a heading or a fence, read from their lines.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/markup.h"

#include <stdint.h>

#include "base/utf8.h"
#include "text/limits.h"

struct str markup_heading(struct str line)
{
	struct str marks = line;
	size_t n = 0;

	while (marks.len && strchr(" \t>*+-.)0123456789", marks.p[0]))
		marks = str_skip(marks, 1);
	while (n < marks.len && marks.p[n] == '#')
		n++;
	if (n && n <= 6 && (n == marks.len || strchr(" \t", marks.p[n]))) {
		line = str_trim(str_skip(marks, n));
		n = line.len;
		while (n && line.p[n - 1] == '#')
			n--;
		if (n == 0 || line.p[n - 1] == ' ' || line.p[n - 1] == '\t')
			line = str_head(line, n);
	}
	return str_trim(line);
}

bool markup_is_nosearch(struct str line)
{
	size_t at;

	line = str_trim(line);
	if (!str_ends(line, STR("}")))
		return false;
	for (at = line.len; at && line.p[at - 1] != '{';)
		at--;
	for (line = str_skip(line, at); line.len; line = str_skip(line, 1)) {
		if (str_starts(line, STR(".nosearch")))
			return true;
	}
	return false;
}

struct str markup_language(struct str s, struct arena *arena)
{
	struct str out;
	size_t n = 0;
	char *p;

	while (s.len && strchr("{. ", s.p[0]))
		s = str_skip(s, 1);
	if (str_starts(s, STR("language-")))
		s = str_skip(s, 9);
	while (n < s.len && !strchr(" \t,:;{}[]()=\"'", s.p[n]))
		n++;
	s = utf8_head(str_head(s, n), LIMIT_NAME_BYTES);
	out = arena_copy(arena, s);
	p = (char *)(uintptr_t)out.p;
	for (size_t i = 0; i < out.len; i++) {
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] | 0x20);
	}
	return out;
}
