/*
 * Collecting what is wrong with an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/warnings.h"

#include "indexer/clean.h"
#include "text/limits.h"

#include <stdarg.h>
#include <stdio.h>

static void add(struct warnings *w, enum article_level level, unsigned int line,
		unsigned int column, const char *code, const char *format,
		va_list args) ERR_PRINTF(6, 0);

static void add(struct warnings *w, enum article_level level, unsigned int line,
		unsigned int column, const char *code, const char *format,
		va_list args)
{
	struct article_warning *list, *warning;
	char text[ERR_MESSAGE_SIZE];
	int n;

	list = w->count < LIMIT_WARNINGS
		       ? arena_grow(w->arena, w->list, w->count, &w->cap,
				    sizeof(*list))
		       : NULL;
	if (!list) {
		w->more[level]++;
		return;
	}
	w->list = list;
	n = vsnprintf(text, sizeof(text), format, args);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	warning = &list[w->count++];
	warning->level = level;
	warning->line = line;
	warning->column = column;
	warning->code = code;
	warning->text =
		clean_line(w->arena, str_make(text, (size_t)n), sizeof(text));
}

void warnings_add(struct warnings *w, unsigned int line, unsigned int column,
		  const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(w, ARTICLE_WARNING, line, column, code, format, args);
	va_end(args);
}

void warnings_note(struct warnings *w, unsigned int line, unsigned int column,
		   const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(w, ARTICLE_NOTE, line, column, code, format, args);
	va_end(args);
}

void warnings_error(struct warnings *w, unsigned int line, unsigned int column,
		    const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(w, ARTICLE_ERROR, line, column, code, format, args);
	va_end(args);
}

static bool is_before(const struct article_warning *a,
		      const struct article_warning *b)
{
	return a->line != b->line ? a->line < b->line : a->column < b->column;
}

void warnings_sort(struct warnings *w)
{
	for (size_t i = 1; i < w->count; i++) {
		struct article_warning moved = w->list[i];
		size_t k = i;

		for (; k > 0 && is_before(&moved, &w->list[k - 1]); k--)
			w->list[k] = w->list[k - 1];
		w->list[k] = moved;
	}
}
