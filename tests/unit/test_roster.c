/*
 * Tests of query/roster: the names of an index, and when they are read anew.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/roster.h"

#include "tests/unit/xap_fixture.h"

static const struct row rows[] = {
	{ "a", "water Kriver Ksea Azoe", NULL, NULL },
	{ "b", "water Kriver Aann", NULL, NULL },
};

static const struct row later[] = {
	{ "c", "water Kbank", NULL, NULL },
};

static void assert_names(struct fixture *f, struct roster *roster,
			 struct xap_db *db, const char *expected)
{
	char text[200] = "";

	assert_ok(f, roster_read(roster, db, &f->err));
	for (size_t i = 0; i < roster->count; i++) {
		const struct roster_name *name = &roster->list[i];
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%.*s %.*s %u, ",
			 name->is_author ? "by " : "", STR_ARG(name->folded),
			 STR_ARG(name->label), (unsigned int)name->articles);
	}
	assert_string_equal(text, expected);
}

static void names_are_those_of_the_last_commit(void **state)
{
	struct fixture *f = *state;
	struct roster roster = { 0 };
	const struct roster_name *list;
	struct xap_db *db;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	assert_names(f, &roster, db,
		     "river river 2, sea sea 1, by ann ann 1, by zoe zoe 1, ");
	list = roster.list;
	assert_names(f, &roster, db,
		     "river river 2, sea sea 1, by ann ann 1, by zoe zoe 1, ");
	assert_ptr_equal(list, roster.list);
	write_rows(f, f->index, 0, later, ROWS(later));
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_names(f, &roster, db,
		     "bank bank 1, river river 2, sea sea 1, by ann ann 1, "
		     "by zoe zoe 1, ");
	roster_release(&roster);
	xap_db_free(db);
}

static void an_index_without_names_has_none(void **state)
{
	static const struct row bare[] = { { "a", "water", NULL, NULL } };
	struct fixture *f = *state;
	struct roster roster = { 0 };
	struct xap_db *db;

	write_rows(f, f->index, XAP_WRITER_CREATE, bare, ROWS(bare));
	db = open_db(f, f->index);
	assert_names(f, &roster, db, "");
	roster_release(&roster);
	xap_db_free(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_are_those_of_the_last_commit),
		TEST(an_index_without_names_has_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
