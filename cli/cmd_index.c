/*
 * pressmark index: builds the index, or brings it up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"
#include "cli/crash.h"

#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/indexing.h"

#define WAIT_MAX 86400 /* seconds: a day */

#define CONFIG_MEMORY ((size_t)16 << 20) /* at most, of the configuration */

/* At most, of what --watch remembers to have said; what is beyond that is said
 * again. */
#define SAID_MEMORY ((size_t)4 << 20)

static const struct opt options[] = {
	{ 0, "index", "DIR", OPT_TEXT, offsetof(struct index_args, index),
	  "the index folder (default: $PRESSMARK_INDEX, else the nearest "
	  ".pressmark in this folder or above, else .pressmark here)" },
	{ 0, "rebuild", NULL, OPT_FLAG, offsetof(struct index_args, rebuild),
	  "build from nothing; the old index answers until the new one is "
	  "whole" },
	{ 0, "dry-run", NULL, OPT_FLAG, offsetof(struct index_args, dry_run),
	  "say what would change, but change nothing" },
	{ 0, "verify", NULL, OPT_FLAG, offsetof(struct index_args, verify),
	  "read also the files whose size, times and inode are those of the "
	  "last run" },
	{ 0, "watch", NULL, OPT_FLAG, offsetof(struct index_args, watch),
	  "go on, and index what changes as it does, until it is interrupted" },
	{ 0, "jobs", "N", OPT_UINT, offsetof(struct index_args, jobs),
	  "look at so many files at once, and read so many articles where "
	  "the index is built anew (as many as there are processors, up to "
	  "4)" },
	{ 0, "strict", NULL, OPT_FLAG, offsetof(struct index_args, strict),
	  "fail, and leave the index as it was, if any article is rejected, "
	  "its front matter is not understood, or its URL is another's" },
	{ 0, "check", NULL, OPT_FLAG, offsetof(struct index_args, check),
	  "build anew, run the searches of search-tests.yaml on the result, "
	  "and "
	  "leave the index as it was if any fails" },
	{ 0, "drafts", NULL, OPT_FLAG, offsetof(struct index_args, drafts),
	  "show drafts as if they were none" },
	{ 0, "future", NULL, OPT_FLAG, offsetof(struct index_args, future),
	  "show what is dated in the future" },
	{ 0, "public", NULL, OPT_FLAG, offsetof(struct index_args, is_public),
	  "leave hidden articles out of the index altogether" },
	{ 0, "git", NULL, OPT_FLAG, offsetof(struct index_args, git),
	  "take dates that an article does not give from the first and the "
	  "last commit of its file" },
	{ 0, "preset", "PRESET", OPT_TEXT, offsetof(struct index_args, preset),
	  "read articles as this generator does: jekyll, hugo, eleventy, "
	  "zola, astro, docusaurus, mdbook or generic (default: found by the "
	  "files beside them)" },
	{ 0, "force", NULL, OPT_FLAG, offsetof(struct index_args, force),
	  "go on even if most of the index would be removed" },
	{ 0, "wait", "SECONDS", OPT_UINT, offsetof(struct index_args, wait),
	  "wait so long for another run on this index to end (0)" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct index_args, quiet),
	  "say nothing but what was rejected or failed" },
	{ 'v', "verbose", NULL, OPT_FLAG, offsetof(struct index_args, verbose),
	  "show warnings too" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct index_args, help),
	  "show this help" },
	OPT_END
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
static void expect_crash(void)
{
	crash_expect("pressmark: crashed in the middle of the run; searches go "
		     "on with the last index that was whole\n");
	crash_expect_abort("pressmark: libxapian gave up in the middle of the "
			   "run (is the disk full?); the index is as it was\n");
}

static bool on_interrupted(void *payload)
{
	(void)payload;
	return stop_asked != 0;
}

static void on_failure(struct str line, void *payload)
{
	(void)payload;
	cli_say("%.*s", STR_ARG(line));
}

/* Runs the search tests on what would be the new index. */
static int on_check(const char *folder, void *payload, struct err *err)
{
	struct indexing *run = payload;
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

/* Inside a transaction libxapian holds so many changed articles in memory
 * before it writes them out (nothing is committed by that): some 40 kB each,
 * and 10,000 of them unless told otherwise. */
static void bound_memory(void)
{
	setenv("XAPIAN_FLUSH_THRESHOLD", "1000", 0);
}

static int check_args(const struct index_args *args, struct err *err)
{
	if (args->wait > WAIT_MAX)
		return err_set(err, ERR_USAGE, "option '--wait' is at most %d",
			       WAIT_MAX);
	if (args->check && args->dry_run)
		return err_set(err, ERR_USAGE,
			       "options '--check' and '--dry-run' exclude each "
			       "other: what is not built cannot be searched");
	if (args->watch && (args->check || args->dry_run))
		return err_set(
			err, ERR_USAGE,
			"options '--watch' and '--%s' exclude each other",
			args->check ? "check" : "dry-run");
	return 0;
}

/* What was asked for, and no failure of the program. */
static int refuse_index(const struct indexing *run, struct err *err)
{
	cli_say("pressmark: %s", err->message);
	err_clear(err);
	return run->checks.failed ? EXIT_NOTHING : EXIT_USAGE;
}

static int run_once(struct indexing *run, struct err *err)
{
	struct build_request request = { 0 };
	struct build_report report = { 0 };
	struct arena arena = ARENA_INIT(CONFIG_MEMORY);
	struct config config;
	int ret = indexing_prepare(&config, &request, &arena, run, err);

	if (ret >= 0 && run->args->check) {
		ret = checks_load(&run->checks, run->folder, &arena, err);
		request.check = on_check;
	}
	if (ret >= 0)
		ret = build_run(&request, &report, err);
	progress_erase(&run->progress);
	if (ret >= 0)
		ret = indexing_finish(run, &report, err);
	arena_release(&arena);
	return ret;
}

static int run_index(int argc, char **argv, struct err *err)
{
	struct index_args args = { 0 };
	struct indexing run = { .args = &args,
				.checks = { .tell = on_failure },
				.interrupted = on_interrupted,
				.said = { MAP_INIT, MAP_INIT },
				.said_arena = { ARENA_INIT(SAID_MEMORY),
						ARENA_INIT(SAID_MEMORY) } };
	struct buf folder = BUF_INIT;
	int first, ret;

	ret = cli_parse(&command_index, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_index, err);
	if (check_args(&args, err))
		return (int)err->code;
	ret = cli_find_index(args.index, &folder, err);
	if (ret >= 0) {
		progress_init(&run.progress,
			      !args.quiet && cli_is_terminal(STDERR_FILENO));
		catch_signals();
		expect_crash();
		bound_memory();
		run.folder = folder.p;
		run.sources = argv + first;
		run.source_count = (size_t)(argc - first);
		ret = args.watch ? indexing_watch(&run, err)
				 : run_once(&run, err);
	}
	if (ret == ERR_INPUT && (args.strict || run.checks.failed))
		ret = refuse_index(&run, err);
	buf_release(&folder);
	return ret;
}

const struct command command_index = {
	.name = "index",
	.run = run_index,
	.flags = 0,
	.summary = "build the index, or bring it up to date",
	.operands = "[SOURCE...]",
	.about =
		"Reads the Markdown articles in each SOURCE, a folder or a "
		"file, and makes them\n"
		"searchable. Without SOURCE: those of pressmark.yaml, else of "
		"the last run, else\n"
		"the folder that holds .pressmark, or this folder for an "
		"index elsewhere.\n"
		"A second run reads what changed since, and removes what is "
		"gone. While it runs,\n"
		"and if it is stopped, the last good index answers.\n"
		"\n"
		"With --watch it goes on: changes of articles and of the "
		"configuration are\n"
		"indexed within a moment, a line each on standard error, until "
		"SIGINT or SIGTERM\n"
		"ends it, with status 0. Other runs on the index may come and "
		"go meanwhile.\n"
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
		"  pressmark index --watch content/     and go on with what "
		"changes\n"
		"  pressmark index --dry-run content/   only say what is "
		"wrong or would change\n",
};
