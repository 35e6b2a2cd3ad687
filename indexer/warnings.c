/*
 * Collecting what is wrong with an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/warnings.h"

#include "indexer/clean.h"
#include "text/limits.h"

#include <stdarg.h>
#include <stdio.h>

void warnings_add(struct warnings *w, unsigned int line, unsigned int column,
		  const char *code, const char *format, ...)
{
	struct article_warning *list, *warning;
	char text[ERR_MESSAGE_SIZE];
	va_list args;
	int n;

	w->total++;
	if (w->count == LIMIT_WARNINGS)
		return;
	list = arena_grow(w->arena, w->list, w->count, &w->cap, sizeof(*list));
	if (!list)
		return;
	w->list = list;
	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	warning = &list[w->count++];
	warning->line = line;
	warning->column = column;
	warning->code = code;
	warning->text =
		clean_line(w->arena, str_make(text, (size_t)n), sizeof(text));
}
