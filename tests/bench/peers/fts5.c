/*
 * fts5: SQLite's full-text search, to be measured against: indexing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	fts5 [--for-searches] PACK DATABASE
 *
 * Indexes a pack that extract wrote in one transaction; dates, tags and
 * authors go into indexed tables of their own, which filter and are counted.
 * All settings as they come, but for the stemmer; for searches also with what
 * makes them faster: an index of prefixes, and "optimize" at the end. It is no
 * part of pressmark; only `make bench` builds it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "tests/bench/peers/pack.h"

static const char plain_article[] =
	"CREATE VIRTUAL TABLE article USING fts5("
	"	title, body, tokenize = 'porter unicode61');";
static const char article_for_searches[] =
	"CREATE VIRTUAL TABLE article USING fts5("
	"	title, body, tokenize = 'porter unicode61', prefix = '1 2 3');";
static const char tables[] =
	"CREATE TABLE day(id INTEGER PRIMARY KEY, date TEXT, year INTEGER,"
	"	month TEXT);"
	"CREATE INDEX day_of_year ON day(year);"
	"CREATE TABLE tag(tag INTEGER PRIMARY KEY, name TEXT UNIQUE);"
	"CREATE TABLE has_tag(id INTEGER, tag INTEGER, PRIMARY KEY(id, tag))"
	"	WITHOUT ROWID;"
	"CREATE INDEX tag_of ON has_tag(tag, id);"
	"CREATE TABLE author(author INTEGER PRIMARY KEY, name TEXT UNIQUE);"
	"CREATE TABLE has_author(id INTEGER, author INTEGER,"
	"	PRIMARY KEY(id, author)) WITHOUT ROWID;"
	"CREATE INDEX author_of ON has_author(author, id);";

static sqlite3 *db;

static void check(int ret, int wanted)
{
	if (ret == wanted)
		return;
	fprintf(stderr, "fts5: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;

	check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	return statement;
}

static void run(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void bind(sqlite3_stmt *statement, int i, const char *text, size_t len)
{
	check(sqlite3_bind_text(statement, i, text, (int)len, SQLITE_STATIC),
	      SQLITE_OK);
}

static void step(sqlite3_stmt *statement)
{
	check(sqlite3_step(statement), SQLITE_DONE);
	check(sqlite3_reset(statement), SQLITE_OK);
}

/* A list of names, and which articles have them. */
struct names {
	sqlite3_stmt *name, *link;
};

static void add_names(const struct names *into, const char *list,
		      sqlite3_int64 article)
{
	while (*list) {
		size_t len = strcspn(list, "\n");

		bind(into->name, 1, list, len);
		step(into->name);
		check(sqlite3_bind_int64(into->link, 1, article), SQLITE_OK);
		bind(into->link, 2, list, len);
		step(into->link);
		list += len + (list[len] == '\n');
	}
}

static void index_pack(struct pack *pack, bool for_searches)
{
	sqlite3_stmt *article, *day;
	struct names tags, authors;

	run(for_searches ? article_for_searches : plain_article);
	run(tables);
	run("BEGIN");
	article = prepare("INSERT INTO article VALUES (?, ?)");
	day = prepare("INSERT INTO day VALUES (?1, ?2, substr(?2, 1, 4), "
		      "substr(?2, 1, 7))");
	tags.name = prepare("INSERT OR IGNORE INTO tag(name) VALUES (?)");
	tags.link = prepare("INSERT OR IGNORE INTO has_tag "
			    "SELECT ?, tag FROM tag WHERE name = ?");
	authors.name = prepare("INSERT OR IGNORE INTO author(name) VALUES (?)");
	authors.link = prepare("INSERT OR IGNORE INTO has_author "
			       "SELECT ?, author FROM author WHERE name = ?");
	while (pack_next(pack)) {
		sqlite3_int64 id;

		bind(article, 1, pack->fields[PACK_TITLE],
		     pack->lens[PACK_TITLE]);
		bind(article, 2, pack->fields[PACK_TEXT],
		     pack->lens[PACK_TEXT]);
		step(article);
		id = sqlite3_last_insert_rowid(db);
		check(sqlite3_bind_int64(day, 1, id), SQLITE_OK);
		bind(day, 2, pack->fields[PACK_DATE], pack->lens[PACK_DATE]);
		step(day);
		add_names(&tags, pack->fields[PACK_TAGS], id);
		add_names(&authors, pack->fields[PACK_AUTHORS], id);
	}
	if (for_searches)
		run("INSERT INTO article(article) VALUES ('optimize')");
	run("COMMIT");
	sqlite3_finalize(article);
	sqlite3_finalize(day);
	sqlite3_finalize(tags.name);
	sqlite3_finalize(tags.link);
	sqlite3_finalize(authors.name);
	sqlite3_finalize(authors.link);
}

int main(int argc, char **argv)
{
	bool for_searches = argc == 4 && !strcmp(argv[1], "--for-searches");
	struct pack pack;

	if (argc != 3 + for_searches) {
		fputs("usage: fts5 [--for-searches] PACK DATABASE\n", stderr);
		return 2;
	}
	pack_open(&pack, argv[argc - 2]);
	check(sqlite3_open(argv[argc - 1], &db), SQLITE_OK);
	index_pack(&pack, for_searches);
	check(sqlite3_close(db), SQLITE_OK);
	pack_close(&pack);
	return 0;
}
