/*
 * fts5: SQLite's full-text search, to be measured against.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	fts5 index PACK DATABASE
 *	fts5 search DATABASE QUERY
 *
 * Indexes a pack that extract wrote in one transaction; prints the ten best
 * articles of a query with a snippet. All settings as they come, but for the
 * stemmer. It is no part of pressmark; only `make bench` builds it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

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

/* The next field, to be freed; NULL at the end. */
static char *get_field(FILE *in, int *len)
{
	unsigned char b[4];
	char *p;

	if (fread(b, 1, 4, in) != 4)
		return NULL;
	*len = b[0] | b[1] << 8 | b[2] << 16 | (b[3] & 127) << 24;
	p = malloc((size_t)*len + 1);
	if (!p || fread(p, 1, (size_t)*len, in) != (size_t)*len) {
		fputs("fts5: the pack is cut off, or memory is short\n",
		      stderr);
		exit(1);
	}
	return p;
}

static void index_pack(const char *pack)
{
	FILE *in = fopen(pack, "rb");
	sqlite3_stmt *insert;
	char *field;
	int len;

	if (!in) {
		perror("fts5");
		exit(1);
	}
	run("CREATE VIRTUAL TABLE article USING fts5("
	    "title, body, tokenize = 'porter unicode61')");
	run("BEGIN");
	insert = prepare("INSERT INTO article VALUES (?, ?)");
	while ((field = get_field(in, &len))) {
		check(sqlite3_bind_text(insert, 1, field, len, free),
		      SQLITE_OK);
		field = get_field(in, &len);
		check(sqlite3_bind_text(insert, 2, field, len, free),
		      SQLITE_OK);
		check(sqlite3_step(insert), SQLITE_DONE);
		check(sqlite3_reset(insert), SQLITE_OK);
	}
	sqlite3_finalize(insert);
	run("COMMIT");
	fclose(in);
}

static void search(const char *query)
{
	sqlite3_stmt *select = prepare(
		"SELECT title, snippet(article, 1, '[', ']', '...', 20) "
		"FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10");
	int ret;

	check(sqlite3_bind_text(select, 1, query, -1, SQLITE_STATIC),
	      SQLITE_OK);
	while ((ret = sqlite3_step(select)) == SQLITE_ROW)
		printf("%s\n  %s\n", sqlite3_column_text(select, 0),
		       sqlite3_column_text(select, 1));
	check(ret, SQLITE_DONE);
	sqlite3_finalize(select);
}

int main(int argc, char **argv)
{
	const char *verb = argc == 4 ? argv[1] : "";
	const char *path;

	if (strcmp(verb, "index") && strcmp(verb, "search")) {
		fputs("usage: fts5 index PACK DATABASE\n"
		      "       fts5 search DATABASE QUERY\n",
		      stderr);
		return 2;
	}
	path = strcmp(verb, "index") ? argv[2] : argv[3];
	check(sqlite3_open(path, &db), SQLITE_OK);
	if (!strcmp(verb, "index"))
		index_pack(argv[2]);
	else
		search(argv[3]);
	check(sqlite3_close(db), SQLITE_OK);
	return 0;
}
