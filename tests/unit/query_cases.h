/*
 * The cases of tests/unit/query/, as the tests of the query language read
 * them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The format is described at the top of query/words.txt; what "+" adds, in
 * query/hits.txt.
 */
#ifndef PRESSMARK_TESTS_UNIT_QUERY_CASES_H
#define PRESSMARK_TESTS_UNIT_QUERY_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "query/parse.h"
#include "tests/unit/escape.h"
#include "text/date.h"

#ifndef TEST_DATA
#define TEST_DATA "tests/unit"
#endif

#define MEMORY	   (1u << 20) /* much more than any query needs */
#define NARROW_MAX 8

struct query_case {
	const char *file;
	unsigned int line;
	int64_t today;
	struct str query, tree, error, message, sort, printed, columns;
	struct str narrow[NARROW_MAX];
	size_t narrow_count;
	bool any, all; /* as of a request */
	/* What it finds; a NULL pointer where that is not said. */
	struct str hits, order, most;
};

/* What reads them: a case, false where it fails; an article, which may be
 * NULL. */
struct case_reader {
	bool (*run)(const struct query_case *c);
	void (*article)(struct str id, struct str text);
};

static inline bool case_same(const struct query_case *c, const char *what,
			     struct str got, struct str want)
{
	if (str_eq(got, want))
		return true;
	print_error("%s:%u: %s:\n  got:  %.*s\n  want: %.*s\n", c->file,
		    c->line, what, STR_ARG(got), STR_ARG(want));
	return false;
}

/* Narrows by the filters of a case. */
static inline int case_narrow(const struct query_case *c, struct query *query,
			      const struct query_known *known,
			      struct arena *arena, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < c->narrow_count && !rc; i++) {
		size_t blank = str_find(c->narrow[i], ' ');
		struct str field =
			arena_copy(arena, str_head(c->narrow[i], blank));
		struct buf value = BUF_INIT;

		unescape(str_skip(c->narrow[i], blank + 1), &value);
		rc = query_narrow(query, field.p, buf_view(&value), known,
				  arena, err);
		buf_release(&value);
	}
	return rc;
}

/* Adds a line to a case; false where it has no meaning. */
static inline bool case_add(struct query_case *c, char mark, struct str value)
{
	struct date date;

	switch (mark) {
	case '@':
		if (!date_parse(value, &date))
			return false;
		c->today = date_days(date.year, date.month, date.day);
		return true;
	case '|':
		if (c->narrow_count == NARROW_MAX)
			return false;
		c->narrow[c->narrow_count++] = value;
		return true;
	case '=':
		c->tree = value;
		return true;
	case '!':
		c->error = value;
		return true;
	case '~':
		c->message = value;
		return true;
	case 's':
		c->sort = value;
		return true;
	case 'p':
		c->printed = value;
		return true;
	case 'c':
		c->columns = value;
		return true;
	case 'h':
		c->hits = value;
		return true;
	case 'o':
		c->order = value;
		return true;
	case 'm':
		c->most = value;
		return true;
	case 'f':
		c->any = str_eq(value, STR("any"));
		c->all = str_eq(value, STR("all"));
		return c->any || c->all;
	default:
		return false;
	}
}

/* An article as it is read, line by line. */
struct case_article {
	struct str id; /* empty where there is none */
	struct buf text;
	unsigned int blank; /* lines, which may be its own */
};

static inline void case_end_article(struct case_article *article,
				    const struct case_reader *reader)
{
	if (article->id.len && reader->article)
		reader->article(article->id, buf_view(&article->text));
	article->id.len = 0;
	buf_clear(&article->text);
}

/* Is the line one of an article? */
static inline bool case_take_article(struct case_article *article, struct str s,
				     const struct case_reader *reader)
{
	if (article->id.len && s.len == 0) {
		article->blank++;
		return true;
	}
	if (article->id.len && s.p[0] == '\t') {
		for (; article->blank; article->blank--)
			buf_add_char(&article->text, '\n');
		buf_add_str(&article->text, str_skip(s, 1));
		buf_add_char(&article->text, '\n');
		return true;
	}
	case_end_article(article, reader);
	article->blank = 0;
	if (!str_starts(s, STR("+ ")))
		return false;
	article->id = str_skip(s, 2);
	return true;
}

/* Reads the cases of one file; the number that failed. */
static inline unsigned int cases_read(const char *file,
				      const struct case_reader *reader)
{
	struct arena lines = ARENA_INIT(MEMORY);
	struct case_article article = { .text = BUF_INIT };
	struct query_case c = { .file = file,
				.today = date_days(2025, 10, 26) };
	unsigned int bad = 0, number = 0;
	bool has_case = false;
	char line[8192];
	FILE *in = fopen(file, "r");

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		struct str s = str_of(line);

		number++;
		if (str_ends(s, STR("\n")))
			line[--s.len] = '\0';
		s = arena_copy(&lines, s);
		if (case_take_article(&article, s, reader) || !s.len ||
		    s.p[0] == '#')
			continue;
		if (s.p[0] == '>' || s.p[0] == '@') {
			bad += has_case && !reader->run(&c);
			c = (struct query_case){ .file = file,
						 .line = number,
						 .today = c.today };
			has_case = s.p[0] == '>';
			c.query = str_skip(s, 2);
			if (has_case)
				continue;
		}
		if (!case_add(&c, s.p[0], str_skip(s, 2))) {
			print_error("%s:%u: no such line\n", file, number);
			bad++;
		}
	}
	bad += has_case && !reader->run(&c);
	fclose(in);
	buf_release(&article.text);
	arena_release(&lines);
	return bad;
}

#endif
