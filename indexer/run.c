/*
 * A run of the indexer: one file, from its bytes to a document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/run.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "text/limits.h"

int run_unpack(struct run *run, struct str packed, struct buf *out,
	       struct err *err)
{
	int ret = run->unpacker
			  ? 0
			  : unpacker_new(run->dictionary, &run->unpacker, err);

	return ret ? ret : unpacker_unpack(run->unpacker, packed, out, err);
}

void run_report(const struct run *run, const struct build_problem *problem)
{
	const struct build_request *r = run->request;

	if (r->problem)
		r->problem(problem, r->payload);
}

void run_tell(const char *path, const char *reason, bool is_rejection,
	      void *payload)
{
	struct run *run = payload;
	struct build_problem problem = { .path = path,
					 .text = str_of(reason),
					 .is_rejection = is_rejection };

	if (is_rejection)
		run->report->rejected++;
	else
		run->report->warnings++;
	run_report(run, &problem);
}

void run_tell_source(const char *source, const char *text, void *payload)
{
	struct run *run = payload;
	struct build_problem problem = { .path = source,
					 .text = str_of(text),
					 .is_of_source = true };

	run_report(run, &problem);
}

void run_reject(struct run *run, struct scan_file *file, unsigned int line,
		unsigned int column, struct str why)
{
	struct build_problem problem = { .path = file->path,
					 .line = line,
					 .column = column,
					 .text = why,
					 .is_rejection = true };

	file->state = RUN_REJECTED;
	run->report->rejected++;
	if (manifest_find(&run->manifest, file->id))
		run->report->kept++;
	run_report(run, &problem);
}

bool run_is_interrupted(struct run *run)
{
	const struct build_request *r = run->request;

	if (r->interrupted && r->interrupted(r->payload))
		run->report->interrupted = true;
	return run->report->interrupted;
}

void run_step(struct run *run)
{
	const struct build_request *r = run->request;
	struct build_progress p = { ++run->done, run->scan.count,
				    run->report->bytes };

	if (r->progress)
		r->progress(&p, r->payload);
}

/* Sets the state, by the hash. */
static void settle(const struct run *run, struct scan_file *file,
		   struct manifest_entry *entry)
{
	if (entry)
		entry->state = MANIFEST_SEEN;
	if (!entry)
		file->state = RUN_NEW;
	else if (entry->source.source != file->source ||
		 memcmp(entry->source.hash, file->hash, HASH128_SIZE) != 0)
		file->state = RUN_CHANGED;
	else
		file->state = run->reads_anew ? RUN_CHANGED : RUN_SAME;
}

void run_recall(struct run *run, struct scan_file *file,
		const struct stamps_entry *known)
{
	if (known->until <= run->now)
		return;
	memcpy(file->bytes_hash, known->bytes_hash, HASH128_SIZE);
	file->until = known->until;
	file->is_known = true;
	made_hash(run->config, file);
	settle(run, file, manifest_find(&run->manifest, file->id));
}

int run_take_read(struct run *run, struct scan_file *file,
		  const struct made *made, struct err *err)
{
	struct manifest_entry *entry = manifest_find(&run->manifest, file->id);

	if (entry && made->read != FS_ABSENT)
		entry->state = MANIFEST_SEEN;
	if (made->read == ERR_MEMORY)
		return err_copy(err, &made->why);
	if (made->read == FS_ABSENT) {
		file->state = RUN_GONE;
		return RUN_SKIP;
	}
	if (made->read) {
		run_reject(run, file, 0, 0,
			   made->read == FS_CHANGED
				   ? STR("keeps changing while it is read")
				   : str_of(made->why.message));
		return RUN_SKIP;
	}
	run->report->bytes += made->bytes.len;
	settle(run, file, entry);
	return 0;
}

int run_read(struct run *run, struct scan_file *file, struct err *err)
{
	made_read(&run->one, run->config, file);
	return run_take_read(run, file, &run->one, err);
}

static void warn(struct run *run, const struct scan_file *file,
		 const struct article *article)
{
	const size_t *more = article->warnings_more;
	size_t errors = more[ARTICLE_ERROR];

	for (size_t i = 0; i < article->warning_count; i++) {
		const struct article_warning *w = &article->warnings[i];
		struct build_problem problem = { .path = file->path,
						 .line = w->line,
						 .column = w->column,
						 .text = w->text };

		if (w->level == ARTICLE_NOTE)
			continue;
		problem.is_error = w->level == ARTICLE_ERROR;
		errors += problem.is_error;
		run->report->warnings += !problem.is_error;
		run_report(run, &problem);
	}
	run->report->warnings += more[ARTICLE_WARNING];
	run->report->flawed += errors > 0;
}

static void warn_cut(struct run *run, const struct scan_file *file)
{
	char text[80];

	snprintf(text, sizeof(text),
		 "only the first %d different words are indexed",
		 LIMIT_ARTICLE_WORDS);
	run_tell(file->path, text, false, run);
}

/* Has it no place in the index, since that is public? Then an older version
 * of it goes, too. Remembers whether a key excludes it. */
static bool hide(struct run *run, struct scan_file *file,
		 const struct made *made)
{
	const struct article *article = &made->article;
	struct manifest_entry *entry;

	file->is_excluded = article->hidden == ARTICLE_EXCLUDED;
	file->until = article->expire_at.precision == DATE_NONE
			      ? INT64_MAX
			      : article->expire_at.start;
	if (!made->is_hidden)
		return false;
	file->state = RUN_HIDDEN;
	/* It may be shown one day without a change of its bytes. */
	file->is_known = false;
	entry = manifest_find(&run->manifest, file->id);
	if (entry)
		entry->state = MANIFEST_GONE;
	return true;
}

int run_look_hidden(struct run *run, struct scan_file *file)
{
	made_article(&run->one, run->config, run->now, file);
	return run->one.is_article && hide(run, file, &run->one) ? RUN_SKIP : 0;
}

int run_take_made(struct run *run, struct scan_file *file, struct made *made,
		  struct err *err)
{
	const struct article *article = &made->article;
	unsigned int line = 0, column = 0;
	int ret = made->ret;

	if (made->is_article) {
		if (hide(run, file, made))
			return RUN_SKIP;
		warn(run, file, article);
		if (!ret && made->is_cut)
			warn_cut(run, file);
		if (!ret)
			ret = run_check_url(run, file, article, &made->why);
	} else if (article->warning_count) {
		line = article->warnings[0].line;
		column = article->warnings[0].column;
	}
	if (ret == ERR_INPUT || ret == ERR_LIMIT) {
		run_reject(run, file, line, column, str_of(made->why.message));
		return RUN_SKIP;
	}
	if (ret)
		err_set(err, made->why.code, "cannot index '%s': %s",
			file->path, made->why.message);
	return ret;
}

int run_make(struct run *run, struct scan_file *file, struct err *err)
{
	made_article(&run->one, run->config, run->now, file);
	made_document(&run->one, run->maker, file);
	return run_take_made(run, file, &run->one, err);
}
