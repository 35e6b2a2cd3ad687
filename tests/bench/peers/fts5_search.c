/*
 * fts5_search: SQLite's answers to the questions of tests/bench/ask.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	fts5_search DATABASE [QUESTION]
 *
 * What pressmark is measured against, over a database that fts5 made for
 * searches. Of several ways to ask the same of FTS5, this is the one that was
 * fastest: the ten best are chosen first, by bm25() rather than "rank", and
 * only of these are titles and passages made. It is no part of pressmark; only
 * `make bench-search` builds it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "tests/bench/ask.h"

#define SQL_BYTES 4096

static sqlite3 *db;

static void check(int ret, int wanted)
{
	if (ret == wanted)
		return;
	fprintf(stderr, "fts5_search: %s\n", sqlite3_errmsg(db));
	exit(1);
}

struct sql {
	char text[SQL_BYTES];
	size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct sql *sql,
						      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sql->len +=
		(size_t)vsnprintf(sql->text + sql->len,
				  sizeof(sql->text) - sql->len, format, args);
	va_end(args);
	if (sql->len >= sizeof(sql->text)) {
		fputs("fts5_search: the statement is too long\n", stderr);
		exit(1);
	}
}

/* ?1 is the text, ?2 the tag, ?3 and ?4 the years. */
static void put_match(struct sql *sql, const struct ask_question *q)
{
	put(sql, "FROM article%s WHERE article MATCH ?1",
	    q->from || q->newest ? " JOIN day ON day.id = article.rowid" : "");
	if (q->from)
		put(sql, " AND year BETWEEN ?3 AND ?4");
	if (*q->tag)
		put(sql, " AND EXISTS (SELECT 1 FROM has_tag "
			 "WHERE has_tag.id = article.rowid AND has_tag.tag = "
			 "(SELECT tag FROM tag WHERE name = ?2))");
}

static void put_page(struct sql *sql, const struct ask_question *q,
		     bool with_passages)
{
	put(sql,
	    "WITH best AS MATERIALIZED (SELECT article.rowid AS id, %s AS key ",
	    q->newest ? "date" : "bm25(article)");
	put_match(sql, q);
	put(sql,
	    " ORDER BY key %s LIMIT %d) SELECT title, date%s FROM best "
	    "JOIN day ON day.id = best.id "
	    "JOIN article ON article.rowid = best.id%s ORDER BY key %s",
	    q->newest ? "DESC" : "", ASK_HITS,
	    /* Of 32 words: about 200 characters. */
	    with_passages ? ", snippet(article, 1, '<b>', '</b>', '...', 32)"
			  : "",
	    with_passages ? " WHERE article MATCH ?1" : "",
	    q->newest ? "DESC" : "");
}

/* Counts by a table of names, or by a column of day. */
static void put_facet(struct sql *sql, const char *name)
{
	if (strcmp(name, "tag") == 0 || strcmp(name, "author") == 0)
		put(sql,
		    "SELECT name, n FROM (SELECT %s AS one, count(*) AS n "
		    "FROM hit JOIN has_%s USING (id) GROUP BY %s "
		    "ORDER BY n DESC LIMIT 10) JOIN %s ON %s.%s = one",
		    name, name, name, name, name, name);
	else
		put(sql,
		    "SELECT %s, count(*) FROM hit JOIN day USING (id) "
		    "GROUP BY 1",
		    name);
}

static void put_facets(struct sql *sql, const struct ask_question *q)
{
	static const struct {
		const char *facet, *name;
	} all[] = { { "tag", "tag" },
		    { "author", "author" },
		    { "year", "year" },
		    { "timeline", "month" } };
	const char *join = "";

	put(sql, "WITH hit AS MATERIALIZED (SELECT article.rowid AS id ");
	put_match(sql, q);
	put(sql, ") ");
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (!ask_has_facet(q, all[i].facet))
			continue;
		put(sql, "%sSELECT * FROM (", join);
		put_facet(sql, all[i].name);
		put(sql, ")");
		join = " UNION ALL ";
	}
}

/* Runs a statement and reads all of its rows; the first number of the last
 * one. */
static long run(const struct sql *sql, const struct ask_question *q)
{
	sqlite3_stmt *statement;
	long number = 0;
	int ret;

	check(sqlite3_prepare_v2(db, sql->text, -1, &statement, NULL),
	      SQLITE_OK);
	check(sqlite3_bind_text(statement, 1, q->text, -1, SQLITE_STATIC),
	      SQLITE_OK);
	/* There are fewer parameters where they are not used. */
	sqlite3_bind_text(statement, 2, q->tag, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 3, q->from);
	sqlite3_bind_int(statement, 4, q->to);
	while ((ret = sqlite3_step(statement)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(statement); i++)
			sqlite3_column_text(statement, i);
		number = (long)sqlite3_column_int64(statement, 0);
	}
	check(ret, SQLITE_DONE);
	sqlite3_finalize(statement);
	return number;
}

/* Milliseconds. */
static double run_page(const struct ask_question *q, bool with_passages)
{
	double start = ask_now_ms();
	struct sql sql = { "", 0 };

	put_page(&sql, q, with_passages);
	run(&sql, q);
	return ask_now_ms() - start;
}

/* Milliseconds. */
static double run_facets(const struct ask_question *q)
{
	double start = ask_now_ms();
	struct sql sql = { "", 0 };

	put_facets(&sql, q);
	run(&sql, q);
	return ask_now_ms() - start;
}

static void answer(const struct ask_question *q, struct ask_answer *out,
		   void *payload)
{
	struct sql count = { "", 0 };

	(void)payload;
	switch (q->what) {
	case ASK_PAGE:
	case ASK_TITLES:
		out->ms = run_page(q, q->what == ASK_PAGE);
		if (*q->facets)
			out->ms += run_facets(q);
		break;
	case ASK_PASSAGES:
		out->ms = run_page(q, true) - run_page(q, false);
		break;
	case ASK_COUNT:
		put(&count, "SELECT count(*) ");
		put_match(&count, q);
		out->found = (unsigned long)run(&count, q);
		break;
	}
}

int main(int argc, char **argv)
{
	int ret;

	if (argc != 2 && argc != 3) {
		fputs("usage: fts5_search DATABASE [QUESTION]\n", stderr);
		return 2;
	}
	check(sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL),
	      SQLITE_OK);
	ret = ask_main(argc, argv, answer, NULL);
	sqlite3_close(db);
	return ret;
}
