/*
 * pressmark index: builds the index, or brings it up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/checks.h"
#include "cli/exit.h"
#include "cli/progress.h"
#include "indexer/build.h"

#define WAIT_MAX 86400 /* seconds: a day */

#define CONFIG_MEMORY ((size_t)16 << 20) /* at most, of the configuration */

struct args {
	const char *index;
	bool rebuild, dry_run, strict, check, force;
	bool drafts, future, is_public, git;
	const char *preset;
	unsigned int wait;
	bool quiet, verbose, help;
};

static const struct opt options[] = {
	{ 0, "index", "DIR", OPT_TEXT, offsetof(struct args, index),
	  "the index folder (default: $PRESSMARK_INDEX, else the nearest "
	  ".pressmark in this folder or above, else .pressmark here)" },
	{ 0, "rebuild", NULL, OPT_FLAG, offsetof(struct args, rebuild),
	  "build from nothing; the old index answers until the new one is "
	  "whole" },
	{ 0, "dry-run", NULL, OPT_FLAG, offsetof(struct args, dry_run),
	  "read everything and say what would change, but change nothing" },
	{ 0, "strict", NULL, OPT_FLAG, offsetof(struct args, strict),
	  "fail, and leave the index as it was, if any article is rejected, "
	  "its front matter is not understood, or its URL is another's" },
	{ 0, "check", NULL, OPT_FLAG, offsetof(struct args, check),
	  "build anew, run the searches of search-tests.yaml on the result, "
	  "and "
	  "leave the index as it was if any fails" },
	{ 0, "drafts", NULL, OPT_FLAG, offsetof(struct args, drafts),
	  "show drafts as if they were none" },
	{ 0, "future", NULL, OPT_FLAG, offsetof(struct args, future),
	  "show what is dated in the future" },
	{ 0, "public", NULL, OPT_FLAG, offsetof(struct args, is_public),
	  "leave hidden articles out of the index altogether" },
	{ 0, "git", NULL, OPT_FLAG, offsetof(struct args, git),
	  "take dates that an article does not give from the first and the "
	  "last commit of its file" },
	{ 0, "preset", "PRESET", OPT_TEXT, offsetof(struct args, preset),
	  "read articles as this generator does: jekyll, hugo, eleventy, "
	  "zola, astro, docusaurus, mdbook or generic (default: found by the "
	  "files beside them)" },
	{ 0, "force", NULL, OPT_FLAG, offsetof(struct args, force),
	  "go on even if most of the index would be removed" },
	{ 0, "wait", "SECONDS", OPT_UINT, offsetof(struct args, wait),
	  "wait so long for another run on this index to end (0)" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct args, quiet),
	  "say nothing but what was rejected or failed" },
	{ 'v', "verbose", NULL, OPT_FLAG, offsetof(struct args, verbose),
	  "show warnings too" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* What the callbacks of a run need. */
struct run {
	const struct args *args;
	struct progress progress;
	struct checks checks;
};

/* Handlers can reach nothing else. */
static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
	(void)number;
	stop_asked = 1;
}

/* The first signal asks the run to stop; a second one ends the program, which
 * leaves the index as it was, too. One that was ignored from the start, as
 * nohup does, stays so. */
static void catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct sigaction action, old;

		action.sa_handler = on_signal;
		action.sa_flags = (int)SA_RESETHAND;
		sigemptyset(&action.sa_mask);
		if (sigaction(numbers[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
}

/* libxapian 1.4.22 writes in a destructor, and ends the process when that
 * fails, as on a full disk. The sanitizers abort on what they find, which is to
 * be seen as it is. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static void on_abort(int number)
{
	static const char line[] =
		"pressmark: libxapian gave up in the middle of the run (is the "
		"disk full?); the index is as it was\n";
	ssize_t written;

	(void)number;
	written = write(STDERR_FILENO, line, sizeof(line) - 1);
	/* Where to complain, if that failed? */
	(void)written;
	_exit(EXIT_FAILED);
}

static void catch_abort(void)
{
	struct sigaction action = { .sa_handler = on_abort };

	sigemptyset(&action.sa_mask);
	sigaction(SIGABRT, &action, NULL);
}
#else
static void catch_abort(void)
{
}
#endif

static bool on_interrupted(void *payload)
{
	(void)payload;
	return stop_asked != 0;
}

static void on_progress(const struct build_progress *progress, void *payload)
{
	struct run *run = payload;

	progress_show(&run->progress, progress->done, progress->total,
		      progress->bytes);
}

static void on_problem(const struct build_problem *problem, void *payload)
{
	struct run *run = payload;
	char place[32] = "";
	const char *level = "warning: ";

	if (problem->is_of_source || problem->is_error
		    ? run->args->quiet
		    : !problem->is_rejection && !run->args->verbose)
		return;
	if (problem->is_error)
		level = "error: ";
	if (problem->line && problem->column)
		snprintf(place, sizeof(place), "%u:%u:", problem->line,
			 problem->column);
	else if (problem->line)
		snprintf(place, sizeof(place), "%u:", problem->line);
	progress_erase(&run->progress);
	cli_say("%s:%s %s%.*s", problem->path, place,
		problem->is_rejection ? "" : level, STR_ARG(problem->text));
}

/* "preset hugo (found hugo.toml, 12 files left out); to fix it, ..." */
static void on_preset(const struct config *config, size_t left_out,
		      void *payload)
{
	struct run *run = payload;
	const char *name = site_preset_name(config->site.preset);

	if (run->args->quiet || config->found_by.len == 0)
		return;
	cli_say("preset %s (found %.*s); to fix it, write 'preset: %s' into "
		"pressmark.yaml",
		name, STR_ARG(config->found_by), name);
	if (left_out == 0)
		return;
	cli_say("%zu file%s left out, as %s does not take them for articles "
		"(exclude in pressmark.yaml says otherwise)",
		left_out, left_out == 1 ? " is" : "s are", name);
}

static void on_failure(struct str line, void *payload)
{
	(void)payload;
	cli_say("%.*s", STR_ARG(line));
}

/* Runs the search tests on what would be the new index. */
static int on_check(const char *folder, void *payload, struct err *err)
{
	struct run *run = payload;
	int ret;

	progress_erase(&run->progress);
	ret = checks_run(&run->checks, folder, err);
	if (ret < 0 || run->checks.failed == 0)
		return ret;
	return err_set(err, ERR_INPUT,
		       "%zu of %zu search tests fail: the index stays as it "
		       "was",
		       run->checks.failed, run->checks.tests.count);
}

static void add_count(size_t n, const char *what, bool *any, struct buf *out)
{
	if (n == 0)
		return;
	buf_printf(out, "%s%zu %s", *any ? ", " : " (", n, what);
	*any = true;
}

static void add_other(const char *what, bool *any, struct buf *out)
{
	buf_printf(out, "%sother %s", *any ? ", " : " (", what);
	*any = true;
}

/* "indexed 4061 articles (12 new, 3 changed) in 1.2 s" */
static int print_report(const struct run *run,
			const struct build_report *report, struct err *err)
{
	struct buf line = BUF_INIT;
	bool any = false;
	int ret;

	buf_printf(&line, "%s %zu article%s",
		   run->args->dry_run ? "would index" : "indexed",
		   report->articles, report->articles == 1 ? "" : "s");
	add_count(report->added, "new", &any, &line);
	add_count(report->changed, "changed", &any, &line);
	add_count(report->moved, "moved", &any, &line);
	add_count(report->removed, "removed", &any, &line);
	if (report->has_new_synonyms)
		add_other("synonyms", &any, &line);
	if (report->has_new_ranking)
		add_other("weights", &any, &line);
	if (!any && report->rejected == 0) {
		buf_add_str(&line, report->rebuilt ? STR(" (all anew")
						   : STR(" (nothing changed"));
		any = true;
	}
	add_count(report->rejected, "rejected", &any, &line);
	add_count(report->hidden, "hidden left out", &any, &line);
	add_count(report->excluded, "excluded by key", &any, &line);
	buf_printf(&line, ") in %.1f s\n",
		   (double)progress_elapsed_ms(&run->progress) / 1000);
	ret = cli_write(&line, err);
	buf_release(&line);
	return ret;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static int finish(const struct run *run, const struct build_report *report,
		  struct err *err)
{
	const struct args *args = run->args;

	if (report->interrupted) {
		cli_say("pressmark: interrupted, the index is as it was");
		return EXIT_TRY_AGAIN;
	}
	if (report->has_new_rules && !args->quiet)
		cli_say("the rules by which articles are read are not those "
			"of the last run: all were read again");
	if (report->left_out && args->verbose)
		cli_say("%zu file%s left out by 'exclude' or the preset",
			report->left_out, report->left_out == 1 ? "" : "s");
	if (report->warnings && !args->verbose && !args->quiet)
		cli_say("%zu warning%s (-v shows %s)", report->warnings,
			plural(report->warnings),
			report->warnings == 1 ? "it" : "them");
	if (report->kept && !args->quiet)
		cli_say("%zu of the rejected article%s can still be found as "
			"before",
			report->kept, plural(report->rejected));
	if (!args->quiet && print_report(run, report, err) < 0)
		return (int)err->code;
	return report->rejected ? EXIT_REJECTED : EXIT_DONE;
}

/* Inside a transaction libxapian holds so many changed articles in memory
 * before it writes them out (nothing is committed by that): some 40 kB each,
 * and 10,000 of them unless told otherwise. */
static void bound_memory(void)
{
	setenv("XAPIAN_FLUSH_THRESHOLD", "1000", 0);
}

/* Who writes a new index, where tests and people in need say so. */
static int find_way(enum bulk_way *out, struct err *err)
{
	const char *writer = getenv("PRESSMARK_WRITER");

	*out = BULK_ANY;
	if (!writer || !*writer)
		return 0;
	if (!strcmp(writer, "tables"))
		*out = BULK_TABLES;
	else if (!strcmp(writer, "xapian"))
		*out = BULK_XAPIAN;
	else
		return err_set(err, ERR_USAGE,
			       "PRESSMARK_WRITER is '%s': tables or xapian",
			       writer);
	return 0;
}

/* What the command line says on top of the configuration. */
static int add_options(const struct args *args, struct config *config,
		       struct err *err)
{
	struct site *site = &config->site;
	const char *names[SITE_PRESETS];
	const char *near;

	site->show_drafts = site->show_drafts || args->drafts;
	site->show_future = site->show_future || args->future;
	config->is_public = config->is_public || args->is_public;
	config->uses_git = config->uses_git || args->git;
	if (!args->preset)
		return 0;
	config->preset_is_configured = true;
	if (site_preset_of(str_of(args->preset), &site->preset))
		return 0;
	for (int i = 0; i < SITE_PRESETS; i++)
		names[i] = site_preset_name((enum site_preset)i);
	near = opt_nearest(args->preset, names, SITE_PRESETS);
	return err_set(err, ERR_USAGE, "there is no preset '%s'%s%s%s",
		       args->preset, near ? "; did you mean '" : "",
		       near ? near : "", near ? "'?" : "");
}

/* Sets the sources of the command line, else those of the configuration. */
static int set_sources(struct build_request *request, char **given,
		       size_t count, const struct config *config,
		       struct arena *arena, struct err *err)
{
	const char **paths;

	request->sources = (const char *const *)given;
	request->source_count = count;
	if (count > 0 || config->source_count == 0)
		return 0;
	paths = arena_array(arena, config->source_count, sizeof(*paths));
	for (size_t i = 0; paths && i < config->source_count; i++)
		paths[i] = config->sources[i].p;
	request->sources = paths;
	request->source_count = config->source_count;
	return arena_check(arena, err);
}

static int check_args(const struct args *args, struct err *err)
{
	if (args->wait > WAIT_MAX)
		return err_set(err, ERR_USAGE, "option '--wait' is at most %d",
			       WAIT_MAX);
	if (args->check && args->dry_run)
		return err_set(err, ERR_USAGE,
			       "options '--check' and '--dry-run' exclude each "
			       "other: what is not built cannot be searched");
	return 0;
}

/* What was asked for, and no failure of the program. */
static int refuse_index(const struct run *run, struct err *err)
{
	cli_say("pressmark: %s", err->message);
	err_clear(err);
	return run->checks.failed ? EXIT_NOTHING : EXIT_USAGE;
}

static int run_index(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct run run = { .args = &args, .checks = { .tell = on_failure } };
	struct build_request request = { 0 };
	struct build_report report = { 0 };
	struct buf folder = BUF_INIT;
	struct arena arena = ARENA_INIT(CONFIG_MEMORY);
	struct config config;
	int first, ret;

	ret = cli_parse(&command_index, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_index, err);
	if (check_args(&args, err))
		return (int)err->code;
	ret = cli_find_index(args.index, &folder, err);
	if (ret >= 0)
		ret = config_load(folder.p, &arena, &config, err);
	if (ret >= 0)
		ret = add_options(&args, &config, err);
	if (ret >= 0)
		ret = find_way(&request.way, err);
	if (ret >= 0)
		ret = set_sources(&request, argv + first,
				  (size_t)(argc - first), &config, &arena, err);
	if (ret >= 0 && args.check) {
		ret = checks_load(&run.checks, folder.p, &arena, err);
		request.check = on_check;
	}
	if (ret < 0)
		goto out;
	progress_init(&run.progress,
		      !args.quiet && cli_is_terminal(STDERR_FILENO));
	catch_signals();
	catch_abort();
	bound_memory();
	request.folder = folder.p;
	request.config = &config;
	request.preset = on_preset;
	request.rebuild = args.rebuild;
	request.dry_run = args.dry_run;
	request.force = args.force;
	request.strict = args.strict;
	request.wait_ms = args.wait * 1000;
	request.problem = on_problem;
	request.progress = on_progress;
	request.interrupted = on_interrupted;
	request.payload = &run;
	ret = build_run(&request, &report, err);
	progress_erase(&run.progress);
	if (ret >= 0) {
		ret = finish(&run, &report, err);
	} else if (ret == ERR_INPUT && (args.strict || run.checks.failed)) {
		ret = refuse_index(&run, err);
	}
out:
	arena_release(&arena);
	buf_release(&folder);
	return ret;
}

const struct command command_index = {
	.name = "index",
	.run = run_index,
	.flags = 0,
	.summary = "build the index, or bring it up to date",
	.operands = "[SOURCE...]",
	.about = "Reads the Markdown articles in each SOURCE, a folder or a "
		 "file, and makes them\n"
		 "searchable. Without SOURCE: those of pressmark.yaml, else of "
		 "the last run, else\n"
		 "the folder that holds .pressmark, or this folder for an "
		 "index elsewhere.\n"
		 "A second run reads what changed since, and removes what is "
		 "gone. While it runs,\n"
		 "and if it is stopped, the last good index answers.\n"
		 "\n"
		 "Articles that cannot be read are reported on standard error "
		 "as\n"
		 "PATH:LINE:COLUMN: WHAT IS WRONG and left out; an earlier "
		 "good version of such\n"
		 "an article can still be found. Front matter that is not "
		 "understood is\n"
		 "reported as well, and its article indexed as well as can "
		 "be. 'pressmark lint'\n"
		 "and 'pressmark explain' say more.\n"
		 "\n"
		 "With --check the index is built anew, even where a few "
		 "changes "
		 "would do, and\n"
		 "takes the place of the old one only if the searches of "
		 "search-tests.yaml, beside\n"
		 ".pressmark, find what they should: see docs/relevance.md.\n"
		 "\n"
		 "exit status: 0 done, 1 nothing done for --check, 2 wrong "
		 "usage, or nothing done\n"
		 "for --strict, 3 failed, 4 done but some articles were "
		 "rejected, 75 another run\n"
		 "holds the index, or interrupted.\n",
	.options = options,
	.examples =
		"  pressmark index                      this folder, or what "
		"changed in it\n"
		"  pressmark index content/             the articles in one "
		"folder\n"
		"  pressmark index --rebuild -v         from nothing, with "
		"all warnings\n"
		"  pressmark index --dry-run content/   only say what is "
		"wrong or would change\n",
};
