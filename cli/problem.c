/*
 * Problems of articles, printed as compilers print theirs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/problem.h"

#include "indexer/explain.h"
#include "query/typeset.h"

/* SGR parameters, those that gcc uses. */
#define BOLD "1"

static const char *level_color(enum article_level level)
{
	switch (level) {
	case ARTICLE_NOTE:
		return "1;36"; /* cyan */
	case ARTICLE_WARNING:
		return "1;35"; /* magenta */
	case ARTICLE_ERROR:
		break;
	}
	return "1;31"; /* red */
}

void problem_add(const char *path, const struct article_warning *problem,
		 bool color, struct buf *out)
{
	struct buf place = BUF_INIT;

	typeset_plain(str_of(path), &place);
	if (problem->line)
		buf_printf(&place, ":%u", problem->line);
	if (problem->line && problem->column)
		buf_printf(&place, ":%u", problem->column);
	buf_add_char(&place, ':');
	typeset_span(buf_view(&place), color ? BOLD : NULL, out);
	buf_add_char(out, ' ');
	buf_clear(&place);
	buf_printf(&place, "%s:", explain_level_name(problem->level));
	typeset_span(buf_view(&place),
		     color ? level_color(problem->level) : NULL, out);
	buf_add_char(out, ' ');
	typeset_plain(problem->text, out);
	buf_printf(out, " [%s]\n", problem->code);
	if (place.failed)
		out->failed = place.failed;
	buf_release(&place);
}
