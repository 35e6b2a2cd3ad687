/*
 * Checks: the search tests of a site, run, and what each that fails says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/checks.h"

#include <time.h>

#include "base/buf.h"
#include "eval/search_check.h"
#include "query/search.h"

#define SHOWN_IDS 10

int checks_load(struct checks *checks, const char *folder, struct arena *arena,
		struct err *err)
{
	int ret = search_tests_load(folder, arena, &checks->tests, err);

	if (ret == SEARCH_TESTS_ABSENT)
		return err_set(err, ERR_USAGE, "there is no '%s'",
			       checks->tests.path.p);
	return ret;
}

/* What came in place of an article. */
static void add_instead(const struct search_failure *f, struct buf *out)
{
	size_t count = f->id_count < SHOWN_IDS ? f->id_count : SHOWN_IDS;

	if (count == 0)
		buf_add_str(out, STR("; nothing is found"));
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "; the first are ",
			   STR_ARG(f->ids[i]));
	if (count < f->id_count)
		buf_add_str(out, STR(" and so on"));
}

static void on_failure(const struct search_failure *f, void *payload)
{
	const struct checks *checks = payload;
	const struct search_test *test = f->test;
	struct buf line = BUF_INIT;

	buf_printf(&line, "%.*s:%u:%u: '%.*s' ", STR_ARG(checks->tests.path),
		   test->line, test->column, STR_ARG(test->query));
	if (f->refused) {
		buf_printf(&line, "is refused: %s", f->refused);
	} else if (f->is_wanted) {
		buf_printf(&line, "does not find %.*s ", STR_ARG(f->article));
		if (test->first == 1)
			buf_add_str(&line, STR("first"));
		else
			buf_printf(&line, "among the first %u", test->first);
		if (f->place)
			buf_printf(&line, ", but as number %u", f->place);
		add_instead(f, &line);
	} else {
		buf_printf(&line, "finds %.*s as number %u",
			   STR_ARG(f->article), f->place);
	}
	checks->tell(buf_view(&line), checks->payload);
	buf_release(&line);
}

int checks_run(struct checks *checks, const char *folder, struct err *err)
{
	struct searcher *searcher = NULL;
	int ret = searcher_open(folder, &searcher, err);

	if (ret >= 0)
		ret = search_check_run(searcher, &checks->tests,
				       (int64_t)time(NULL), on_failure, checks,
				       &checks->failed, err);
	searcher_free(searcher);
	return ret;
}
