/*
 * pressmark lint: reads the articles and reports what is wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/map.h"
#include "cli/exit.h"
#include "cli/problem.h"
#include "cli/reading.h"
#include "indexer/explain.h"
#include "indexer/scan.h"
#include "text/limits.h"
#include "text/number.h"

/* What is printed is collected up to so much. */
#define OUTPUT_PIECE ((size_t)64 << 10)

struct args {
	const char *index, *color;
	bool json, strict, git, quiet, help;
};

static const struct opt options[] = {
	{ 0, "index", "DIR", OPT_TEXT, offsetof(struct args, index),
	  "the index folder whose sources and configuration hold (default: "
	  "$PRESSMARK_INDEX, else the nearest .pressmark in this folder or "
	  "above); it need not exist" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print a JSON object a line" },
	{ 0, "strict", NULL, OPT_FLAG, offsetof(struct args, strict),
	  "exit with 2 if there is any warning (notes are none)" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct args, quiet),
	  "print no notes, and no summary" },
	{ 0, "git", NULL, OPT_FLAG, offsetof(struct args, git),
	  "take dates that an article does not give from the first and the "
	  "last commit of its file" },
	{ 0, "color", "WHEN", OPT_TEXT, offsetof(struct args, color),
	  "auto (default), always or never; NO_COLOR is heeded" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* A problem of a file that is not read, found while listing. */
struct finding {
	const char *path;
	struct article_warning problem;
};

struct code_count {
	const char *code;
	size_t count;
};

struct lint {
	const struct args *args;
	bool color;
	int64_t now; /* seconds since 1970 */
	struct buf out;
	struct err *err;
	struct arena arena; /* of the whole run */
	struct finding *findings;
	size_t finding_count, finding_cap;
	struct map urls; /* URL to the path of the article that has it */

	size_t articles, files; /* files: that something is wrong with */
	size_t levels[ARTICLE_LEVELS];
	size_t rejected;
	struct code_count *codes;
	size_t code_count, code_cap;
};

/* Prints what was collected, or all of it once there is enough. */
static int flush(struct lint *l, size_t least)
{
	int ret = 0;

	if (l->out.len >= least) {
		ret = cli_write(&l->out, l->err);
		buf_clear(&l->out);
	}
	return ret;
}

static void count(struct lint *l, enum article_level level, const char *code,
		  size_t n)
{
	struct code_count *codes;

	l->levels[level] += n;
	for (size_t i = 0; i < l->code_count; i++) {
		if (!strcmp(l->codes[i].code, code)) {
			l->codes[i].count += n;
			return;
		}
	}
	codes = arena_grow(&l->arena, l->codes, l->code_count, &l->code_cap,
			   sizeof(*codes));
	if (!codes)
		return;
	l->codes = codes;
	codes[l->code_count++] = (struct code_count){ code, n };
}

static void print(struct lint *l, const char *path,
		  const struct article_warning *problem)
{
	if (l->args->json)
		explain_warning_json(problem, str_of(path), &l->out);
	else
		problem_add(path, problem, l->color, &l->out);
}

static void report(struct lint *l, const char *path,
		   const struct article_warning *problem)
{
	if (l->args->quiet && problem->level == ARTICLE_NOTE)
		return;
	count(l, problem->level, problem->code, 1);
	print(l, path, problem);
}

/* Keeps what is wrong until its turn comes. */
static void keep(struct lint *l, const char *path, const char *text,
		 enum article_level level, const char *code)
{
	struct finding *findings =
		arena_grow(&l->arena, l->findings, l->finding_count,
			   &l->finding_cap, sizeof(*findings));

	if (!findings)
		return;
	l->findings = findings;
	findings[l->finding_count++] = (struct finding){
		.path = arena_copy(&l->arena, str_of(path)).p,
		.problem = {
			.level = level,
			.code = code,
			.text = arena_copy(&l->arena, str_of(text)),
		},
	};
}

/* A scan_problem_fn. */
static void find(const char *path, const char *reason, bool is_rejection,
		 void *payload)
{
	struct lint *l = payload;

	if (is_rejection)
		l->rejected++;
	keep(l, path, reason, is_rejection ? ARTICLE_ERROR : ARTICLE_NOTE,
	     is_rejection ? "bad-path" : "skipped");
}

/* A history_problem_fn. */
static void find_of_source(const char *source, const char *text, void *payload)
{
	keep(payload, source, text, ARTICLE_WARNING, "no-git-dates");
}

static int by_path(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static int by_file_path(const void *a, const void *b)
{
	const struct scan_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Reports the findings whose turn comes before this path (NULL: all). */
static void report_findings(struct lint *l, size_t *next, const char *path)
{
	while (*next < l->finding_count) {
		const struct finding *f = &l->findings[*next];

		if (path && strcmp(f->path, path) > 0)
			return;
		report(l, f->path, &f->problem);
		if (*next == 0 || strcmp(f->path, f[-1].path) != 0)
			l->files++;
		++*next;
	}
}

/* An error when another article that is shown has this one's URL: the second
 * to be written would take the place of the first. */
static int check_url(struct lint *l, const char *path,
		     const struct article *article)
{
	struct article_warning problem = {
		.level = ARTICLE_ERROR,
		.line = article->from[ARTICLE_URL].line,
		.code = "same-url",
	};
	struct map_entry *entry;
	char text[ERR_MESSAGE_SIZE];

	if (article->url.len == 0 ||
	    article_hidden_at(article, l->now) != ARTICLE_SHOWN)
		return 0;
	entry = map_get(&l->urls, article->url);
	if (!entry) {
		struct str url = arena_copy(&l->arena, article->url);
		int ret = arena_check(&l->arena, l->err);

		entry = ret ? NULL : map_put(&l->urls, url, l->err);
		if (!entry)
			return l->err->code;
		entry->value = (uintptr_t)path;
		return 0;
	}
	snprintf(text, sizeof(text), "has the same URL as '%s': %.*s",
		 (const char *)entry->value, STR_ARG(article->url));
	problem.text = str_of(text);
	report(l, path, &problem);
	return 0;
}

/* Reports, in a line of the gravest level, what the reader did not keep. */
static void report_more(struct lint *l, const char *path,
			const struct article *article)
{
	struct article_warning problem = { .code = "more" };
	size_t total = 0;
	char text[64];

	for (int level = l->args->quiet ? ARTICLE_WARNING : ARTICLE_NOTE;
	     level < ARTICLE_LEVELS; level++) {
		size_t n = article->warnings_more[level];

		if (n == 0)
			continue;
		problem.level = (enum article_level)level;
		count(l, problem.level, problem.code, n);
		total += n;
	}
	if (total == 0)
		return;
	snprintf(text, sizeof(text), "there %s %zu more problem%s",
		 total == 1 ? "is" : "are", total, total == 1 ? "" : "s");
	problem.text = str_of(text);
	print(l, path, &problem);
}

/* Reports what the reader noted. */
static void report_article(struct lint *l, const char *path,
			   const struct article *article)
{
	for (size_t i = 0; i < article->warning_count; i++)
		report(l, path, &article->warnings[i]);
	report_more(l, path, article);
}

static size_t reported(const struct lint *l)
{
	return l->levels[ARTICLE_NOTE] + l->levels[ARTICLE_WARNING] +
	       l->levels[ARTICLE_ERROR];
}

static int check_file(struct lint *l, struct reading *reading,
		      const struct scan_file *file)
{
	size_t before = reported(l);
	struct article article;
	int ret = reading_article(reading, file, &article, l->err);

	if (ret == READING_GONE || ret < 0)
		return ret < 0 ? ret : 0;
	l->articles++;
	report_article(l, file->path, &article);
	if (ret == READING_REJECTED)
		l->rejected++;
	else
		ret = check_url(l, file->path, &article);
	if (reported(l) > before)
		l->files++;
	return ret < 0 ? ret : flush(l, OUTPUT_PIECE);
}

static int check_all(struct lint *l, struct reading *reading)
{
	struct scan scan;
	size_t next = 0;
	int ret = reading_scan(reading, &scan, find, find_of_source, l, l->err);

	if (l->finding_count)
		qsort(l->findings, l->finding_count, sizeof(*l->findings),
		      by_path);
	if (!ret && scan.count)
		qsort(scan.files, scan.count, sizeof(*scan.files),
		      by_file_path);
	for (size_t i = 0; i < scan.count && !ret; i++) {
		report_findings(l, &next, scan.files[i].path);
		ret = check_file(l, reading, &scan.files[i]);
	}
	if (!ret)
		report_findings(l, &next, NULL);
	if (!ret)
		ret = arena_check(&l->arena, l->err);
	if (!ret)
		ret = flush(l, 1);
	scan_release(&scan);
	return ret;
}

static int by_count(const void *a, const void *b)
{
	const struct code_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->code, y->code);
}

static void add_number(size_t n, const char *one, const char *many,
		       struct buf *out)
{
	if (n == 0)
		return;
	buf_add_str(out, out->len ? STR(", ") : STR(""));
	number_add(n, out);
	buf_printf(out, " %s", n == 1 ? one : many);
}

/* "561 articles, 12 warnings in 9 files: 7 bad-date, 5 split-tags" */
static void say_summary(struct lint *l)
{
	struct buf line = BUF_INIT;

	number_add(l->articles, &line);
	buf_printf(&line, " article%s", l->articles == 1 ? "" : "s");
	add_number(l->rejected, "rejected", "rejected", &line);
	add_number(l->levels[ARTICLE_ERROR], "error", "errors", &line);
	add_number(l->levels[ARTICLE_WARNING], "warning", "warnings", &line);
	add_number(l->levels[ARTICLE_NOTE], "note", "notes", &line);
	if (l->code_count == 0) {
		buf_add_str(&line, l->articles ? STR(", nothing is wrong")
					       : STR(": no name ends in .md, "
						     ".markdown, .mdx or the "
						     "like"));
	} else {
		buf_add_str(&line, STR(" in "));
		number_add(l->files, &line);
		buf_printf(&line, " file%s", l->files == 1 ? "" : "s");
		qsort(l->codes, l->code_count, sizeof(*l->codes), by_count);
	}
	for (size_t i = 0; i < l->code_count; i++) {
		buf_add_str(&line, i ? STR(", ") : STR(": "));
		number_add(l->codes[i].count, &line);
		buf_printf(&line, " %s", l->codes[i].code);
	}
	if (!line.failed)
		cli_say("%s", line.p);
	buf_release(&line);
}

static int status_of(const struct lint *l)
{
	bool is_bad = l->rejected || l->levels[ARTICLE_ERROR];

	if (l->args->strict && (is_bad || l->levels[ARTICLE_WARNING]))
		return EXIT_USAGE;
	return is_bad ? EXIT_REJECTED : EXIT_DONE;
}

static int run_lint(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct reading reading;
	struct lint lint = { .args = &args,
			     .now = (int64_t)time(NULL),
			     .err = err,
			     .arena = ARENA_INIT(SIZE_MAX),
			     .urls = MAP_INIT };
	enum cli_when color;
	int first, ret;

	ret = cli_parse(&command_lint, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_lint, err);
	if (cli_when("color", args.color, &color, err) < 0)
		return (int)err->code;
	lint.color = cli_want_color(color);
	ret = reading_start(&reading, args.index,
			    (const char *const *)(argv + first),
			    (size_t)(argc - first), err);
	reading.config.uses_git = reading.config.uses_git || args.git;
	if (ret >= 0)
		ret = check_all(&lint, &reading);
	if (ret >= 0 && !args.quiet)
		say_summary(&lint);
	if (ret >= 0)
		ret = status_of(&lint);
	map_release(&lint.urls);
	arena_release(&lint.arena);
	buf_release(&lint.out);
	reading_release(&reading);
	return ret;
}

const struct command command_lint = {
	.name = "lint",
	.run = run_lint,
	.flags = 0,
	.summary = "read the articles and report what is wrong with them",
	.operands = "[SOURCE...]",
	.about = "Reads the Markdown articles in each SOURCE, a folder or a "
		 "file, as 'pressmark\n"
		 "index' would, and prints what is wrong with them, in order "
		 "of paths and lines:\n"
		 "PATH:LINE:COLUMN: LEVEL: WHAT IS WRONG [CODE]. No index is "
		 "needed or changed.\n"
		 "Without SOURCE: the sources of the index, else the folder "
		 "that holds it.\n"
		 "\n"
		 "An error is an article that is rejected, whose front matter "
		 "cannot be\n"
		 "understood, or that has the URL of another; a warning is "
		 "what was not\n"
		 "understood; a note is what the site generator reads in "
		 "another way, or what\n"
		 "is not looked at.\n"
		 "\n"
		 "exit status: 0 nothing worse than a warning, 2 wrong usage, "
		 "or a warning and\n"
		 "--strict, 3 failed, 4 errors.\n",
	.options = options,
	.examples = "  pressmark lint                       the articles of "
		    "this site\n"
		    "  pressmark lint --strict content/     for a build that "
		    "is to fail\n"
		    "  pressmark lint --json a.md           for other "
		    "programs\n",
};
