/*
 * pressmark explain: how an article is read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/exit.h"
#include "cli/explain_text.h"
#include "cli/problem.h"
#include "cli/reading.h"
#include "indexer/explain.h"

#define WIDTH_MIN     40
#define WIDTH_READ    100 /* longer lines are hard to read */
#define WIDTH_DEFAULT 80

struct args {
	const char *index, *color;
	bool json, git, help;
};

static const struct opt options[] = {
	{ 0, "index", "DIR", OPT_TEXT, offsetof(struct args, index),
	  "the index folder whose sources and configuration hold (default: "
	  "$PRESSMARK_INDEX, else the nearest .pressmark in this folder or "
	  "above, else that of the file); it need not exist" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print the normal form, a JSON object a file" },
	{ 0, "git", NULL, OPT_FLAG, offsetof(struct args, git),
	  "take dates that an article does not give from the first and the "
	  "last commit of its file" },
	{ 0, "color", "WHEN", OPT_TEXT, offsetof(struct args, color),
	  "auto (default), always or never; NO_COLOR is heeded" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

static size_t width_of_output(void)
{
	size_t width = WIDTH_DEFAULT;

	if (cli_is_terminal(STDOUT_FILENO))
		width = cli_columns(STDOUT_FILENO);
	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	return width < WIDTH_READ ? width : WIDTH_READ;
}

/* A history_problem_fn. */
static void warn_of_source(const char *source, const char *text, void *payload)
{
	(void)payload;
	cli_say("%s: warning: %s", source, text);
}

/* Explains a file; the exit status. */
static int explain(const struct args *args, const char *path, bool color,
		   struct buf *out, struct err *err)
{
	struct explain_style style = { .width = width_of_output(),
				       .color = color,
				       .now = (int64_t)time(NULL) };
	struct reading reading;
	struct article article;
	struct scan_file file;
	int ret = reading_start_file(&reading, args->index, path, &file, err);

	reading.config.uses_git = reading.config.uses_git || args->git;
	if (ret == 0)
		ret = reading_scan_file(&reading, &file, warn_of_source, err);
	if (ret == 0)
		ret = reading_article(&reading, &file, &article, err);
	if (ret == READING_GONE)
		ret = err_set(err, ERR_USAGE, "no such file: '%s'", path);
	if (ret >= 0)
		style.left_out = reading_leaves_out(&reading, &file);
	style.preset_from = reading.config.preset_is_configured
				    ? reading.config.path
				    : reading.config.found_by;
	if (ret >= 0 && args->json)
		explain_json(&article, &reading.config.site, str_of(path),
			     JSON_INDENT, out);
	else if (ret == READING_REJECTED)
		problem_add(path, &article.warnings[0], color, out);
	else if (ret >= 0)
		explain_text(&article, &reading.config.site, path, &style, out);
	if (ret >= 0)
		ret = ret == READING_REJECTED ? EXIT_REJECTED : EXIT_DONE;
	reading_release(&reading);
	return ret;
}

static int run_explain(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct buf out = BUF_INIT;
	enum cli_when color;
	int first, status = EXIT_DONE, ret;

	ret = cli_parse(&command_explain, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_explain, err);
	if (cli_when("color", args.color, &color, err) < 0)
		return (int)err->code;
	if (first == argc)
		return err_set(err, ERR_USAGE,
			       "no file: name the articles to explain (see "
			       "'pressmark explain --help')");
	for (int i = first; i < argc && ret >= 0; i++) {
		buf_clear(&out);
		if (i > first && !args.json)
			buf_add_char(&out, '\n');
		ret = explain(&args, argv[i], cli_want_color(color), &out, err);
		if (ret > status)
			status = ret;
		if (ret >= 0)
			ret = cli_write(&out, err);
	}
	buf_release(&out);
	return ret < 0 ? ret : status;
}

const struct command command_explain = {
	.name = "explain",
	.run = run_explain,
	.flags = 0,
	.summary = "show how an article is read, and why so",
	.operands = "FILE...",
	.about = "Prints what 'pressmark index' would take from each FILE: "
		 "every field with the\n"
		 "line, key or rule that gave it, whether it is hidden, its "
		 "sections with their\n"
		 "ids, the text that is searched, with the lines that it "
		 "comes from, and what is\n"
		 "wrong with it. No index is needed or changed.\n"
		 "\n"
		 "exit status: 0 done, 2 wrong usage or no such file, 3 "
		 "failed, 4 an article is\n"
		 "rejected.\n",
	.options = options,
	.examples = "  pressmark explain posts/2025-10-26-gas.md\n"
		    "  pressmark explain --json a.md     for other programs\n",
};
