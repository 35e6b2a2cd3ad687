/*
 * Indexing: prepares a run, decides how, and counts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "indexer/cascade.h"
#include "indexer/history.h"
#include "indexer/path.h"
#include "indexer/preset.h"
#include "indexer/run.h"
#include "indexer/tidy.h"
#include "text/folder.h"
#include "text/limits.h"
#include "text/schema.h"

/* Above this share of the index, and this many, changes become a new generation
 * instead of an update. In an update of 100,000 articles each that changes
 * costs 6 to 9 ms of the processor, and of the disk a block for most words;
 * in a rebuild each costs 4 ms, and the disk is written from its beginning to
 * its end (docs/performance.md). */
#define REBUILD_SHARE 10 /* one in ten */
#define REBUILD_LEAST 500

/* Opens the index that is there, if there is one. */
static int open_old(struct run *run, struct err *err)
{
	const char *folder = run->request->folder;
	struct buf path = BUF_INIT;
	int ret = folder_current(folder, &run->generation, err);

	if (ret == ERR_NOINDEX) {
		uint32_t next = 1;

		err_clear(err);
		ret = fs_is_folder(folder) ? tidy_next(folder, &next, err) : 0;
		/* Of a first run that was stopped at its end there is one
		 * generation, and no sources yet: it is made anew. */
		if (!ret && next > 1 &&
		    (next > 2 || tidy_read_sources(folder, &run->arena).len))
			ret = err_set(err, ERR_CORRUPT,
				      "'%s/current' is missing", folder);
		return ret;
	}
	folder_generation_path(folder, run->generation, &path);
	if (!ret)
		ret = buf_check(&path, err);
	if (!ret)
		ret = xap_db_open(path.p, &run->db, err);
	buf_release(&path);
	return ret;
}

/* Is the index of our format? An older one is rebuilt, a newer one refused. */
static int check_version(struct run *run, bool *is_ours, struct err *err)
{
	char *text = NULL;
	size_t len;
	int ret = xap_db_metadata(run->db, STR(SCHEMA_META_VERSION), &text,
				  &len, err);
	unsigned long version;

	if (ret)
		return ret;
	version = strtoul(text, NULL, 10);
	xap_free(text);
	*is_ours = version == SCHEMA_VERSION;
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_FORMAT,
			       "the index '%s' was made by a newer version of "
			       "this program (format %lu, this one writes %d)",
			       run->request->folder, version, SCHEMA_VERSION);
	return 0;
}

/* What the metadata of the old index says. */
static int recall(struct run *run, struct str key, struct str *out,
		  struct err *err)
{
	char *text = NULL;
	size_t len;
	int ret = xap_db_metadata(run->db, key, &text, &len, err);

	if (!ret) {
		*out = arena_copy(&run->arena, str_make(text, len));
		ret = arena_check(&run->arena, err);
	}
	xap_free(text);
	return ret;
}

static int load_old(struct run *run, struct err *err)
{
	bool is_ours = false;
	int ret = check_version(run, &is_ours, err);

	if (!ret && is_ours)
		ret = manifest_load(run->db, &run->manifest, err);
	if (!ret)
		ret = recall(run, STR(SCHEMA_META_SOURCES), &run->kept, err);
	if (!ret)
		ret = recall(run, STR(SCHEMA_META_READING), &run->made, err);
	if (!ret)
		ret = recall(run, STR(SCHEMA_META_SYNONYMS), &run->synonyms,
			     err);
	if (!ret)
		ret = recall(run, STR(SCHEMA_META_RANKING), &run->weights, err);
	if (!ret && is_ours)
		ret = recall(run, STR(SCHEMA_META_DICTIONARY), &run->dictionary,
			     err);
	if (!is_ours) {
		xap_db_free(run->db);
		run->db = NULL;
	}
	return ret;
}

/* An index that is damaged is made anew if that is asked for, from the sources
 * that are named or remembered: not from a guess. */
static int replace_old(struct run *run, struct err *err)
{
	const struct build_request *request = run->request;

	if (!request->rebuild)
		return err_wrap(err,
				"the index '%s' cannot be used, make it "
				"anew with 'pressmark index --rebuild'",
				request->folder);
	run->kept = tidy_read_sources(request->folder, &run->arena);
	if (run->kept.len == 0 && request->source_count == 0)
		return err_wrap(err,
				"the index '%s' cannot be used, nor are its "
				"sources known; name them: 'pressmark index "
				"--rebuild FOLDER'",
				request->folder);
	err_clear(err);
	xap_db_free(run->db);
	run->db = NULL;
	manifest_release(&run->manifest);
	return 0;
}

/* The old index, if there is one. */
static int take_old(struct run *run, struct err *err)
{
	int ret = open_old(run, err);

	if (!ret && run->db)
		ret = load_old(run, err);
	if (ret == ERR_CORRUPT || ret == ERR_NOINDEX ||
	    (ret == ERR_IO && run->request->rebuild))
		ret = replace_old(run, err);
	return ret;
}

int run_metadata(struct run *run, run_metadata_fn fn, void *target,
		 struct err *err)
{
	char text[32];
	time_t now = time(NULL);
	struct tm tm;
	int ret;

	snprintf(text, sizeof(text), "%d", SCHEMA_VERSION);
	ret = fn(target, STR(SCHEMA_META_VERSION), str_of(text), err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_SOURCES), run->sources.kept,
			 err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_TIMEZONE),
			 run->config->site.zone
				 ? zone_name(run->config->site.zone)
				 : STR(""),
			 err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_LANGUAGE),
			 run->config->site.lang, err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_HOST), run->config->site.host,
			 err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_SYNONYMS),
			 run->config->synonyms, err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_RANKING), run->ranking, err);
	if (!ret)
		ret = fn(target, STR(SCHEMA_META_READING), run->rules, err);
	if (ret || !gmtime_r(&now, &tm))
		return ret;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return fn(target, STR(SCHEMA_META_UPDATED), str_of(text), err);
}

/* Learns whether a file changed; reads it unless it looks as it did. */
static int compare_file(struct run *run, struct scan_file *file,
			const struct stamps_entry *known, struct err *err)
{
	int ret = 0;

	if (known)
		run_recall(run, file, known);
	if (file->is_known &&
	    (file->state == RUN_SAME || !run->request->dry_run))
		return 0;
	ret = run_read(run, file, err);
	if (!ret && run->config->is_public)
		ret = run_look_hidden(run, file);
	if (!ret && file->state != RUN_SAME && run->request->dry_run)
		ret = run_make(run, file, err);
	return ret;
}

/* Learns what changed. */
static int compare(struct run *run, struct err *err)
{
	struct stamps_place place = stamps_begin(&run->stamps);

	for (size_t i = 0; i < run->scan.count; i++) {
		struct scan_file *file = &run->scan.files[i];
		int ret;

		if (run_is_interrupted(run))
			return 0;
		ret = compare_file(run, file, stamps_next(&place, file), err);
		if (ret < 0)
			return ret;
		/* The others are done once they are indexed. */
		if (ret == RUN_SKIP || file->state == RUN_SAME)
			run_step(run);
	}
	return 0;
}

/* Is it cheaper to build anew than to change so many? */
static bool is_much(const struct run *run)
{
	size_t changes = run->report->added + run->report->changed +
			 run->report->removed + run->report->moved;

	return changes > REBUILD_LEAST &&
	       changes > run->manifest.count / REBUILD_SHARE;
}

/* Is more gone than what is said to have changed? So the files were not those
 * of the index. */
static bool is_outdated(const struct run *run)
{
	const struct build_request *request = run->request;

	for (size_t i = 0; run->is_part && i < run->manifest.count; i++) {
		const struct manifest_entry *e = &run->manifest.entries[i];

		if (e->state == MANIFEST_GONE &&
		    !scan_is_blind(&run->scan, e->source.id) &&
		    !scan_is_touched(e->source.id, request->touched,
				     request->touched_count))
			return true;
	}
	return false;
}

/* Is the index to be public, and has a dictionary, in which there are pieces of
 * texts that may be hidden? */
static bool tells(const struct run *run)
{
	return run->config->is_public && run->dictionary.len;
}

static int update(struct run *run, struct err *err)
{
	int ret = update_run(run, err);

	if (ret == ERR_CORRUPT)
		return err_wrap(err,
				"the index '%s' is damaged, make it anew with "
				"'pressmark index --rebuild'",
				run->request->folder);
	return ret;
}

static int apply(struct run *run, struct err *err)
{
	const struct build_request *request = run->request;
	bool fresh = !run->db || request->rebuild;

	if (!fresh || request->dry_run) {
		int ret = compare(run, err);

		run->report->is_outdated = is_outdated(run);
		if (!ret && !run->report->interrupted &&
		    !run->report->is_outdated)
			ret = run_check_removed(run, err);
		if (ret || run->report->interrupted || run->report->is_outdated)
			return ret;
		/* What is in place already cannot be checked before it is. */
		fresh = fresh || request->check || is_much(run) || tells(run);
	}
	if (request->dry_run)
		return 0;
	return fresh ? fresh_run(run, err) : update(run, err);
}

/* By which rules articles are read, and whether the index was made by them. */
static int settle_rules(struct run *run, struct err *err)
{
	const struct build_request *request = run->request;
	struct buf rules = BUF_INIT;
	struct config *config =
		request->config ? request->config : &run->defaults;
	struct str reading;
	int ret = 0;

	if (request->config)
		ret = preset_detect(request->config, run->sources.paths,
				    run->sources.count, &run->arena, err);
	if (!ret)
		ret = cascade_read(&run->scan, config, run_tell, run,
				   &run->arena, err);
	run->config = config;
	if (!ret)
		ret = config_reading(run->config, &run->arena, &reading, err);
	if (ret)
		return ret;
	buf_printf(&rules, "%s %.*s",
		   site_preset_name(run->config->site.preset),
		   STR_ARG(reading));
	run->rules = arena_copy(&run->arena, buf_view(&rules));
	ret = buf_check(&rules, err);
	buf_release(&rules);
	run->reads_anew = run->db && !str_eq(run->made, run->rules);
	run->report->has_new_rules = run->reads_anew && run->made.len > 0;
	return ret ? ret : arena_check(&run->arena, err);
}

/* What searches go by that are no articles, and whether it has changed. */
static int settle_searching(struct run *run, struct err *err)
{
	struct build_report *report = run->report;
	struct buf ranking = BUF_INIT;
	int ret;

	ranking_write(&run->config->ranking, &ranking);
	run->ranking = arena_copy(&run->arena, buf_view(&ranking));
	ret = buf_check(&ranking, err);
	buf_release(&ranking);
	report->has_new_ranking =
		run->db && !str_eq(run->weights, run->ranking);
	report->has_new_synonyms =
		run->db && !str_eq(run->synonyms, run->config->synonyms);
	return ret ? ret : arena_check(&run->arena, err);
}

/* Drops what is left out, and tells of the preset if it is a new one. */
static void leave_out(struct run *run)
{
	const struct build_request *request = run->request;
	size_t name = str_find(run->rules, ' ') + 1;

	run->report->left_out = preset_exclude(run->config, &run->scan);
	if (request->preset &&
	    !str_eq(str_head(run->rules, name), str_head(run->made, name)))
		request->preset(run->config, run->report->left_out,
				request->payload);
}

static bool is_interrupted(void *payload)
{
	return run_is_interrupted(payload);
}

/* When the files were committed, if that counts. */
static int ask_git(struct run *run, struct err *err)
{
	struct history history = {
		.scan = &run->scan,
		.sources = run->sources.paths,
		.source_count = run->sources.count,
		.problem = run_tell_source,
		.interrupted = is_interrupted,
		.payload = run,
	};

	return run->config->uses_git ? history_read(&history, err) : 0;
}

/* Does the index.md of a folder come or go, which makes resources of the files
 * beside it? */
static bool touches_index(const struct build_request *request)
{
	for (size_t i = 0; i < request->touched_count; i++) {
		struct str folder = request->touched[i];

		if (str_starts(path_last_part(&folder), STR("index.")))
			return true;
	}
	return false;
}

/* Lists the files: all, or what was said to have changed, on top of those that
 * the last run knew. */
static int list_files(struct run *run, struct err *err)
{
	const struct build_request *request = run->request;
	const struct sources *sources = &run->sources;
	int ret;

	if (!request->touched || !run->db || run->stamps.count == 0 ||
	    sources->count != 1 || !fs_is_folder(sources->paths[0]) ||
	    touches_index(request))
		return scan_sources(sources->paths, sources->count,
				    request->jobs, &run->scan, run_tell, run,
				    err);
	run->is_part = true;
	ret = stamps_scan(&run->stamps, sources->paths[0], request->touched,
			  request->touched_count, &run->scan, err);
	if (!ret)
		ret = scan_again(sources->paths[0], request->touched,
				 request->touched_count, request->jobs,
				 &run->scan, run_tell, run, err);
	return ret;
}

static int prepare(struct run *run, struct err *err)
{
	const struct build_request *request = run->request;
	int ret = take_old(run, err);

	if (!ret)
		ret = sources_make(request->folder, request->sources,
				   request->source_count, run->kept,
				   &run->arena, &run->sources, err);
	if (!ret && !request->verify)
		ret = stamps_load(request->folder, run->sources.kept,
				  &run->stamps, err);
	if (!ret)
		ret = list_files(run, err);
	if (!ret)
		ret = settle_rules(run, err);
	if (!ret)
		ret = settle_searching(run, err);
	if (!ret) {
		leave_out(run);
		ret = ask_git(run, err);
	}
	if (!ret)
		ret = document_maker_new(&run->config->ranking, run->dictionary,
					 &run->maker, err);
	if (!ret)
		ret = xap_doc_new(&run->doc, err);
	return ret;
}

static void run_release(struct run *run)
{
	xap_db_free(run->db);
	unpacker_free(run->unpacker);
	manifest_release(&run->manifest);
	stamps_release(&run->stamps);
	scan_release(&run->scan);
	document_maker_free(run->maker);
	xap_doc_free(run->doc);
	map_release(&run->urls);
	made_release(&run->one);
	arena_release(&run->arena);
}

/* Takes the lock of the index folder, made when absent. */
static int lock(const struct build_request *request, int *fd, struct err *err)
{
	struct buf path = BUF_INIT;
	char holder[64];
	int ret = fs_make_folder(request->folder, err);

	snprintf(holder, sizeof(holder), "process %ld", (long)getpid());
	buf_printf(&path, "%s/lock", request->folder);
	if (!ret)
		ret = buf_check(&path, err);
	if (!ret)
		ret = fs_lock(path.p, holder, request->wait_ms, fd, err);
	buf_release(&path);
	return ret;
}

/* After a run that went well: nothing is left but what is in use. */
static int finish(struct run *run, struct err *err)
{
	const char *folder = run->request->folder;
	int ret;

	tidy_clean(folder, run->generation);
	ret = stamps_save(folder, run->sources.kept, &run->scan, &run->stamps,
			  err);
	if (ret ||
	    str_eq(run->sources.kept, tidy_read_sources(folder, &run->arena)))
		return ret;
	return tidy_write_sources(folder, run->sources.kept, err);
}

int build_run(const struct build_request *request, struct build_report *report,
	      struct err *err)
{
	struct run run = {
		.request = request,
		.report = report,
		.arena = ARENA_INIT(SIZE_MAX),
		.scan = { .arena = ARENA_INIT(SIZE_MAX) },
		.manifest = { .arena = ARENA_INIT(SIZE_MAX) },
		.one = MADE_INIT,
		.defaults = CONFIG_INIT,
		.now = (int64_t)time(NULL),
		.urls = MAP_INIT,
	};
	int fd = -1;
	int ret;

	*report = (struct build_report){ 0 };
	ret = tidy_check(request->folder, err);
	if (!ret && !request->dry_run)
		ret = lock(request, &fd, err);
	if (!ret)
		ret = prepare(&run, err);
	if (!ret)
		ret = apply(&run, err);
	if (!ret && run_is_failed(&run))
		ret = err_set(err, ERR_INPUT,
			      "%zu article%s rejected, %zu with errors: the "
			      "index stays as it was",
			      report->rejected,
			      report->rejected == 1 ? "" : "s", report->flawed);
	if (!ret && fd >= 0 && !report->interrupted && !report->is_outdated)
		ret = finish(&run, err);
	run_release(&run);
	if (fd >= 0) {
		if (ret || report->interrupted)
			tidy_undo(request->folder);
		close(fd);
	}
	return ret;
}
