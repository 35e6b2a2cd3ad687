/*
 * What `pressmark index` does with its options, and says of a run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* The processors of a process are Linux's. */
#define _GNU_SOURCE

#include "cli/indexing.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/exit.h"
#include "indexer/watch.h"
#include "text/limits.h"

/* Threads that are begun where nobody says how many. */
#define JOBS_UNASKED 4

/* ---- While it runs ------------------------------------------------------ */

static void on_progress(const struct build_progress *progress, void *payload)
{
	struct indexing *run = payload;

	progress_show(&run->progress, progress->done, progress->total,
		      progress->bytes);
}

/* Was this said of the last update, too? Remembers that it is said. */
static bool was_said(struct indexing *run, const struct buf *line)
{
	struct err ignored = ERR_INIT;
	struct map_entry *entry;
	struct str copy;

	if (!run->args->watch)
		return false;
	copy = arena_copy(&run->said_arena[run->said_turn], buf_view(line));
	entry = copy.p ? map_put(&run->said[run->said_turn], copy, &ignored)
		       : NULL;
	if (entry)
		entry->value = 1;
	return map_get(&run->said[!run->said_turn], buf_view(line)) != NULL;
}

static void on_problem(const struct build_problem *problem, void *payload)
{
	struct indexing *run = payload;
	struct buf line = BUF_INIT;
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
	buf_printf(&line, "%s:%s %s%.*s", problem->path, place,
		   problem->is_rejection ? "" : level, STR_ARG(problem->text));
	if (!was_said(run, &line))
		cli_say("%s", line.failed ? "out of memory" : line.p);
	buf_release(&line);
}

/* "preset hugo (found hugo.toml, 12 files left out); to fix it, ..." */
static void on_preset(const struct config *config, size_t left_out,
		      void *payload)
{
	struct indexing *run = payload;
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

/* ---- What it has done --------------------------------------------------- */

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

void indexing_line(const struct indexing *run,
		   const struct build_report *report, struct buf *line)
{
	bool any = false;

	buf_printf(line, "%s %zu article%s",
		   run->args->dry_run ? "would index" : "indexed",
		   report->articles, report->articles == 1 ? "" : "s");
	add_count(report->added, "new", &any, line);
	add_count(report->changed, "changed", &any, line);
	add_count(report->moved, "moved", &any, line);
	add_count(report->removed, "removed", &any, line);
	if (report->has_new_synonyms)
		add_other("synonyms", &any, line);
	if (report->has_new_ranking)
		add_other("weights", &any, line);
	if (!any && report->rejected == 0) {
		buf_add_str(line, report->rebuilt ? STR(" (all anew")
						  : STR(" (nothing changed"));
		any = true;
	}
	add_count(report->rejected, "rejected", &any, line);
	add_count(report->hidden, "hidden left out", &any, line);
	add_count(report->excluded, "excluded by key", &any, line);
	buf_printf(line, ") in %.1f s\n",
		   (double)progress_elapsed_ms(&run->progress) / 1000);
}

static int print_report(const struct indexing *run,
			const struct build_report *report, struct err *err)
{
	struct buf line = BUF_INIT;
	int ret;

	indexing_line(run, report, &line);
	ret = cli_write(&line, err);
	buf_release(&line);
	return ret;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

int indexing_finish(const struct indexing *run,
		    const struct build_report *report, struct err *err)
{
	const struct index_args *args = run->args;

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

/* ---- What it is to do --------------------------------------------------- */

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
static int add_options(const struct index_args *args, struct config *config,
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

/* Unless it is said, as many as there are processors for this process, up to
 * so many that one thread can take what they make (docs/performance.md). */
static unsigned int jobs_of(const struct index_args *args)
{
	cpu_set_t set;
	unsigned int jobs = args->jobs;

	if (jobs)
		return jobs < LIMIT_JOBS ? jobs : LIMIT_JOBS;
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	jobs = (unsigned int)CPU_COUNT(&set);
	return jobs < JOBS_UNASKED ? jobs : JOBS_UNASKED;
}

int indexing_prepare(struct config *config, struct build_request *request,
		     struct arena *arena, void *payload, struct err *err)
{
	struct indexing *run = payload;
	const struct index_args *args = run->args;
	int ret = config_load(run->folder, arena, config, err);

	if (!ret)
		ret = add_options(args, config, err);
	if (!ret)
		ret = find_way(&request->way, err);
	if (!ret)
		ret = set_sources(request, run->sources, run->source_count,
				  config, arena, err);
	request->folder = run->folder;
	request->config = config;
	request->preset = on_preset;
	request->rebuild = args->rebuild;
	request->dry_run = args->dry_run;
	request->verify = args->verify;
	request->jobs = jobs_of(args);
	request->force = args->force;
	request->strict = args->strict;
	request->wait_ms = args->wait * 1000;
	request->problem = on_problem;
	request->progress = on_progress;
	request->interrupted = run->interrupted;
	request->payload = run;
	return ret;
}

/* ---- Watching ---------------------------------------------------------- */

static void forget_said(struct indexing *run, bool turn)
{
	map_release(&run->said[turn]);
	arena_release(&run->said_arena[turn]);
}

static int prepare_again(struct config *config, struct build_request *request,
			 struct arena *arena, void *payload, struct err *err)
{
	struct indexing *run = payload;

	run->said_turn = !run->said_turn;
	forget_said(run, run->said_turn);
	progress_init(&run->progress, run->progress.enabled);
	return indexing_prepare(config, request, arena, payload, err);
}

static bool is_something(const struct build_report *r)
{
	return r->added || r->changed || r->removed || r->moved || r->rebuilt ||
	       r->has_new_synonyms || r->has_new_ranking;
}

static int on_done(const struct build_report *report, bool is_first,
		   void *payload, struct err *err)
{
	struct indexing *run = payload;
	struct buf line = BUF_INIT;
	int ret;

	progress_erase(&run->progress);
	run->progress.enabled = false;
	if (is_first) {
		ret = indexing_finish(run, report, err);
		return ret < 0 ? ret : 0;
	}
	if (run->args->quiet || !is_something(report))
		return 0;
	indexing_line(run, report, &line);
	ret = buf_check(&line, err);
	if (!ret)
		cli_say("%.*s", (int)(line.len - 1), line.p);
	buf_release(&line);
	return ret;
}

static void on_failed(const char *why, void *payload)
{
	struct indexing *run = payload;

	progress_erase(&run->progress);
	cli_say("pressmark: %s; the index stays as it is", why);
}

static void on_watching(const char *why, void *payload)
{
	struct indexing *run = payload;

	if (why)
		cli_say("changes are looked for every two seconds: %s", why);
	else if (!run->args->quiet)
		cli_say("watching for changes");
}

int indexing_watch(struct indexing *run, struct err *err)
{
	struct watch_request request = {
		.folder = run->folder,
		.prepare = prepare_again,
		.done = on_done,
		.failed = on_failed,
		.watching = on_watching,
		.stopped = run->interrupted,
		.payload = run,
	};
	int ret = watch_run(&request, err);

	progress_erase(&run->progress);
	forget_said(run, false);
	forget_said(run, true);
	return ret ? ret : EXIT_DONE;
}
