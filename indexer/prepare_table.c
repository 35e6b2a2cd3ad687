/*
 * Rows of dashes under the heads of tables.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One dash is enough for a column (GFM 0.29, 4.10); md4c 0.4.8 wants three.
 */
#include "indexer/prepare_state.h"

#define DASHES "---"

static bool is_mark(char c)
{
	return c == '|' || c == ':' || c == '-' || prepare_is_blank(c);
}

/* Behind the dashes at `at`, its colons passed; 0 when it is no column. */
static size_t column_end(const struct prepare_state *s, size_t at)
{
	size_t start;

	at += prepare_byte(s, at) == ':';
	start = at;
	while (prepare_byte(s, at) == '-')
		at++;
	if (at == start)
		return 0;
	at += prepare_byte(s, at) == ':';
	return prepare_blanks(s, at);
}

/* Is the line from `at` on such a row, of two columns or with a '|'? */
static bool is_row(const struct prepare_state *s, size_t at)
{
	bool has_pipe = false;

	if (prepare_byte(s, at) == '|') {
		has_pipe = true;
		at = prepare_blanks(s, at + 1);
	}
	while (prepare_byte(s, at) != '\n') {
		at = column_end(s, at);
		if (at == 0)
			return false;
		if (prepare_byte(s, at) == '\n')
			break;
		if (prepare_byte(s, at) != '|')
			return false;
		has_pipe = true;
		at = prepare_blanks(s, at + 1);
	}
	return has_pipe;
}

bool prepare_row(struct prepare_state *s)
{
	size_t at = s->at;

	if (!s->is_para || !is_row(s, at))
		return false;
	while (is_mark(prepare_byte(s, at))) {
		size_t start = at;

		while (prepare_byte(s, at) == '-')
			at++;
		if (at == start) {
			at++;
		} else if (at - start < STR(DASHES).len) {
			prepare_take(s, start);
			prepare_put(s, STR(DASHES), at - start);
			prepare_skip(s, at);
		}
	}
	s->at = at;
	return true;
}
