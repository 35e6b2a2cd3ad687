/*
 * pressmark suggest: completes what is being typed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <time.h>
#include <unistd.h>

#include "cli/exit.h"
#include "query/render_suggest.h"
#include "query/suggest.h"

/* Nobody waits longer for what is to come while typing. */
#define TIMEOUT_MS 2000

#define WIDTH_MIN 40
#define WIDTH_MAX 100

struct args {
	const char *index;
	unsigned int limit;
	bool lines, json, help;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 'n', "limit", "N", OPT_UINT, offsetof(struct args, limit),
	  "suggest at most N, up to 10 (10)" },
	{ 0, "lines", NULL, OPT_FLAG, offsetof(struct args, lines),
	  "print the whole query with each suggestion, one a line" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print one JSON object: see docs/api.md" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

static int write_page(const struct args *args, const struct suggest_page *page,
		      struct err *err)
{
	struct buf out = BUF_INIT;
	size_t width = cli_columns(STDOUT_FILENO);
	int ret;

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	if (width > WIDTH_MAX)
		width = WIDTH_MAX;
	if (args->json)
		render_suggest_json(page, &out);
	else if (args->lines)
		render_suggest_lines(page, &out);
	else
		render_suggest_text(page, width, &out);
	ret = cli_write(&out, err);
	buf_release(&out);
	if (ret < 0)
		return ret;
	return page->count ? EXIT_DONE : EXIT_NOTHING;
}

/* What was typed: the operands, joined by blanks. */
static int join(char **operands, int count, struct arena *arena,
		struct str *out, struct err *err)
{
	struct buf text = BUF_INIT;
	int ret;

	for (int i = 0; i < count; i++) {
		if (i > 0)
			buf_add_char(&text, ' ');
		buf_add_str(&text, str_of(operands[i]));
	}
	ret = buf_check(&text, err);
	if (!ret)
		*out = arena_copy(arena, buf_view(&text));
	buf_release(&text);
	return ret ? ret : arena_check(arena, err);
}

/* Says what is wrong with the text, and where; main would only say what. */
static int refuse(const struct args *args, const struct suggest_page *page,
		  struct str text, const struct err *err)
{
	int status = cli_fail(err);

	if (page->error_column)
		cli_say_place(text, page->error_column);
	if (args->json)
		cli_write_error(page->error_code ? page->error_code
						 : err_name(err->code),
				page->error_column, err);
	return status;
}

static int suggest(const struct args *args, char **operands, int count,
		   struct err *err)
{
	struct suggest_request request = SUGGEST_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct searcher *searcher = NULL;
	struct suggest_page page;
	struct buf folder = BUF_INIT;
	int ret = cli_need_index(args->index, &folder, err);

	request.limit = args->limit;
	request.now = (int64_t)time(NULL);
	request.timeout_ms = TIMEOUT_MS;
	if (ret >= 0)
		ret = join(operands, count, &arena, &request.text, err);
	if (ret >= 0)
		ret = cli_open_index(folder.p, &searcher, err);
	if (ret >= 0)
		ret = searcher_suggest(searcher, &request, &arena, &page, err);
	if (ret == ERR_QUERY)
		ret = refuse(args, &page, request.text, err);
	else if (ret >= 0)
		ret = write_page(args, &page, err);
	buf_release(&folder);
	searcher_free(searcher);
	arena_release(&arena);
	return ret;
}

static int run_suggest(int argc, char **argv, struct err *err)
{
	struct args args = { .limit = LIMIT_SUGGESTIONS };
	int first, ret;

	ret = cli_parse(&command_suggest, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_suggest, err);
	if (args.lines && args.json)
		return err_set(err, ERR_USAGE,
			       "options '--lines' and '--json' exclude each "
			       "other: one form at a time");
	if (args.limit == 0 || args.limit > LIMIT_SUGGESTIONS)
		return err_set(err, ERR_USAGE,
			       "option '--limit' is from 1 to %d",
			       LIMIT_SUGGESTIONS);
	if (first == argc)
		return err_set(err, ERR_USAGE,
			       "nothing to complete: give what has been typed "
			       "(see 'pressmark suggest --help')");
	ret = suggest(&args, argv + first, argc - first, err);
	if (ret < 0 && args.json)
		cli_write_error(err_name(err->code), 0, err);
	return ret;
}

const struct command command_suggest = {
	.name = "suggest",
	.run = run_suggest,
	.flags = OPT_DASH_WORDS,
	.summary = "complete what is being typed",
	.operands = "PREFIX...",
	.about = "Completes the last word of PREFIX, from its first letter on, "
		 "to words, tags and\n"
		 "authors, and shows titles that have a word which begins so. "
		 "Of several words the\n"
		 "last is completed to what goes with the others. A blank at "
		 "the end says that the\n"
		 "last word is complete.\n"
		 "\n"
		 "Whatever is suggested finds something: as a query, --lines "
		 "prints it. Drafts and\n"
		 "what else is not shown suggest nothing.\n"
		 "\n"
		 "exit status: 0 done, 1 there is nothing to suggest, 2 wrong "
		 "usage or query, 3\n"
		 "failed, 75 the index kept changing, try again.\n",
	.options = options,
	.examples = "  pressmark suggest wat\n"
		    "  pressmark suggest gas pip\n"
		    "  pressmark suggest tag:sci\n"
		    "  pressmark suggest --lines gas pip | fzf\n"
		    "  pressmark suggest --json 'gas '\n",
};
