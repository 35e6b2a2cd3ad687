/*
 * Files of lines and columns: queries, judgments and runs, with places.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/lines.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "text/limits.h"

int lines_load(const char *name, struct buf *out, struct err *err)
{
	int ret = fs_read(name, LIMIT_JUDGED_BYTES, out, err);

	if (ret == FS_ABSENT)
		return err_set(err, ERR_USAGE, "there is no file '%s'", name);
	if (ret == FS_CHANGED)
		return err_set(err, ERR_IO,
			       "'%s' keeps changing while it is read", name);
	return ret;
}

bool lines_next(struct lines *l, struct str *out)
{
	if (l->number == 0 && str_starts(l->rest, STR("\xef\xbb\xbf")))
		l->rest = str_skip(l->rest, 3);
	while (l->rest.len > 0) {
		size_t end = str_find(l->rest, '\n');

		l->line = str_head(l->rest, end);
		l->rest = str_skip(l->rest, end + 1);
		l->number++;
		if (str_ends(l->line, STR("\r")))
			l->line.len--;
		*out = l->line;
		if (str_trim(l->line).len > 0)
			return true;
	}
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t lines_split(struct str line, struct str *columns, size_t most)
{
	size_t count = 0, at = 0;

	for (;;) {
		size_t start;

		while (at < line.len && is_blank(line.p[at]))
			at++;
		if (at == line.len || count > most)
			return count;
		start = at;
		while (at < line.len && !is_blank(line.p[at]))
			at++;
		if (count < most)
			columns[count] = str_make(line.p + start, at - start);
		count++;
	}
}

unsigned int lines_column(const struct lines *l, const char *at)
{
	struct str before = str_head(l->line, (size_t)(at - l->line.p));

	return (unsigned int)utf8_count(before) + 1;
}

int lines_fault(const struct lines *l, const char *at, struct err *err,
		const char *format, ...)
{
	char what[ERR_MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return err_set(err, ERR_INPUT, "%s:%u:%u: %s", l->name, l->number,
		       lines_column(l, at), what);
}
