/*
 * Building anew: a new generation beside the old one, published when whole.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything is made in a folder of its own (tmp-PID) inside the index
 * folder. Only when the database is whole, synced, has been opened and counted,
 * and was found good by whoever asked to check it, is it renamed to its place
 * and named in `current`; what a killed run left is removed by the next.
 */
#include <errno.h>
#include <stdio.h>

#include "base/fs.h"
#include "base/thread.h"
#include "bulk/bulk.h"
#include "bulk/copy.h"
#include "indexer/beginnings.h"
#include "indexer/pipeline.h"
#include "indexer/run.h"
#include "indexer/sample.h"
#include "indexer/tidy.h"
#include "text/folder.h"
#include "text/packed.h"
#include "text/schema.h"

/* The number of the new database in the folder that is worked in, which can so
 * be made an index folder of its own. */
#define WORK_GENERATION 1

/* Fewer files than that for each thread are made sooner than it. */
#define JOB_FILES 32

/* What a copy of a document may take. */
#define COPY_MEMORY ((size_t)1 << 30)

struct fresh {
	struct run *run;
	struct buf work;     /* the folder that is worked in */
	struct buf database; /* the new database in it */
	struct bulk *bulk;
	size_t documents; /* added so far */

	struct sample sample; /* what its new records have in common */
	struct err unread;    /* why there is none */

	/* Of documents that are kept: */
	struct arena arena;
	struct packer *packer; /* NULL until it is needed */
	struct buf record, packed;
};

/* How many threads are worth their while. */
static unsigned int jobs_of(const struct run *run)
{
	size_t most = run->scan.count / JOB_FILES;
	unsigned int jobs = run->request->jobs;

	if (jobs > most)
		jobs = (unsigned int)most;
	return jobs ? jobs : 1;
}

static int start(struct fresh *f, struct err *err)
{
	const char *folder = f->run->request->folder;
	int ret;

	tidy_work_path(folder, &f->work);
	ret = buf_check(&f->work, err);
	if (ret)
		return ret;
	folder_generation_path(f->work.p, WORK_GENERATION, &f->database);
	ret = buf_check(&f->database, err);
	/* A killed run may have had our process id. */
	if (!ret)
		ret = fs_remove_tree(f->work.p, err);
	if (!ret)
		ret = fs_make_folder(f->work.p, err);
	if (!ret)
		ret = bulk_new(f->work.p, f->database.p, f->run->request->way,
			       jobs_of(f->run) > 1, &f->bulk, err);
	return ret;
}

static void *read_sample(void *payload)
{
	struct fresh *f = payload;
	const struct run *run = f->run;

	if (!run->config->is_public)
		sample_read(run->config, run->now, &run->scan, &f->sample,
			    &f->unread);
	return NULL;
}

/* With threads the sample is read while the new database is begun. */
static int begin(struct fresh *f, struct err *err)
{
	pthread_t thread;
	bool is_beside =
		jobs_of(f->run) > 1 && thread_begin(&thread, read_sample, f);
	int ret = start(f, err);

	if (is_beside)
		pthread_join(thread, NULL);
	else if (!ret)
		read_sample(f);
	return ret ? ret : err_copy(err, &f->unread);
}

/* Packs a record of the old index as those of the new one are. */
static int pack_anew(struct fresh *f, struct str *record, struct err *err)
{
	int ret = f->packer ? 0
			    : packer_new(buf_view(&f->sample.dictionary),
					 &f->packer, err);

	buf_clear(&f->record);
	buf_clear(&f->packed);
	if (!ret)
		ret = run_unpack(f->run, *record, &f->record, err);
	if (!ret)
		ret = packer_pack(f->packer, buf_view(&f->record), &f->packed,
				  err);
	*record = buf_view(&f->packed);
	return ret;
}

/* What the old index has of an article cannot be read: it goes. */
static void lose(struct run *run, struct str id)
{
	struct build_problem problem = {
		.path = id.p,
		.text = STR(
			"what the index has of it is damaged, and left out"),
		.is_error = true,
	};

	run->report->flawed++;
	if (scan_find(&run->scan, id))
		run->report->kept--;
	run_report(run, &problem);
}

static int copy(struct fresh *f, uint32_t docid, struct bulk_document *out,
		struct err *err)
{
	int ret;

	arena_clear(&f->arena);
	ret = bulk_copy(f->run->db, docid, &f->arena, out, err);
	if (!ret)
		ret = pack_anew(f, &out->data, err);
	out->is_packed = true;
	return ret;
}

/* The old version of an article stays, if there is one. */
static int keep(struct fresh *f, struct str id, struct err *err)
{
	const struct manifest_entry *entry =
		manifest_find(&f->run->manifest, id);
	struct bulk_document document;
	struct err why = ERR_INIT;
	int ret;

	if (!entry)
		return 0;
	ret = copy(f, entry->docid, &document, &why);
	if (ret == ERR_CORRUPT || ret == XAP_NOTFOUND) {
		lose(f->run, entry->source.id);
		return 0;
	}
	if (!ret)
		ret = bulk_add(f->bulk, &document, &why);
	if (!ret)
		f->documents++;
	return err_copy(err, &why);
}

static int add_file(struct fresh *f, struct scan_file *file, struct made *made,
		    struct err *err)
{
	struct run *run = f->run;
	struct err why = ERR_INIT;
	int ret = RUN_SKIP;

	/* What was rejected when it was compared has been reported. */
	if (file->state != RUN_REJECTED) {
		ret = run_take_read(run, file, made, err);
		if (!ret)
			ret = run_take_made(run, file, made, err);
	}
	if (ret == RUN_SKIP && file->state == RUN_REJECTED)
		return keep(f, file->id, err);
	if (ret)
		return ret == RUN_SKIP ? 0 : ret;
	ret = bulk_add(f->bulk, &made->document, &why);
	if (ret == ERR_LIMIT) {
		run_reject(run, file, 0, 0, str_of(why.message));
		return keep(f, file->id, err);
	}
	if (!ret)
		f->documents++;
	return err_copy(err, &why);
}

static int make_files(struct fresh *f, struct err *err)
{
	struct run *run = f->run;
	struct pipeline *pipeline;
	int ret = pipeline_new(run->config, run->now, &run->scan, &f->sample,
			       jobs_of(run), &pipeline, err);

	for (size_t i = 0; i < run->scan.count && !ret; i++) {
		if (run_is_interrupted(run))
			break;
		ret = add_file(f, &run->scan.files[i], pipeline_next(pipeline),
			       err);
		if (!ret)
			run_step(run);
	}
	pipeline_free(pipeline);
	return ret;
}

static int add_files(struct fresh *f, struct err *err)
{
	struct run *run = f->run;
	int ret;

	run->done = 0;
	run->report->bytes = 0;
	ret = make_files(f, err);
	if (ret || run->report->interrupted)
		return ret;
	/* What may only be out of sight stays as it was. */
	run_mark_hidden(run);
	for (size_t i = 0; i < run->manifest.count; i++) {
		struct manifest_entry *entry = &run->manifest.entries[i];

		if (entry->state == MANIFEST_HIDDEN)
			ret = keep(f, entry->source.id, err);
		if (ret)
			return ret;
	}
	return 0;
}

static int set_metadata(void *target, struct str key, struct str value,
			struct err *err)
{
	return bulk_set_metadata(target, key, value, err);
}

static int take_term(struct str term, uint32_t documents, void *payload,
		     struct err *err)
{
	return beginnings_add(payload, term, documents, err);
}

/* Sets what is known only of the whole: every word has positions. */
static int set_beginnings(struct fresh *f, struct err *err)
{
	struct beginnings *beginnings;
	struct buf value = BUF_INIT;
	int ret = beginnings_new(&beginnings, err);

	if (!ret)
		ret = bulk_end(f->bulk, take_term, beginnings, err);
	if (!ret)
		ret = beginnings_end(beginnings, &value, err);
	if (!ret && value.len)
		ret = bulk_set_metadata(f->bulk, STR(SCHEMA_META_BEGINNINGS),
					buf_view(&value), err);
	beginnings_free(beginnings);
	buf_release(&value);
	return ret;
}

/* Opens what was built, as a reader will, and counts. */
static int verify(struct fresh *f, struct err *err)
{
	struct build_report *report = f->run->report;
	struct xap_db *db;
	int ret = xap_db_open(f->database.p, &db, err);

	if (!ret)
		ret = run_count_index(f->run, db, err);
	xap_db_free(db);
	if (!ret && report->articles != f->documents)
		ret = err_set(err, ERR_BUG,
			      "the new index holds %zu articles, not %zu",
			      report->articles, f->documents);
	return ret;
}

/* Has whoever asked for it look at the index that would be published. */
static int check(struct fresh *f, struct err *err)
{
	const struct build_request *request = f->run->request;
	int ret;

	if (!request->check)
		return 0;
	ret = folder_publish(f->work.p, WORK_GENERATION, err);
	if (!ret)
		ret = request->check(f->work.p, request->payload, err);
	return ret;
}

static int publish(struct fresh *f, struct err *err)
{
	const char *folder = f->run->request->folder;
	struct buf place = BUF_INIT;
	uint32_t number;
	int ret = tidy_next(folder, &number, err);

	if (!ret) {
		folder_generation_path(folder, number, &place);
		ret = buf_check(&place, err);
	}
	if (!ret && rename(f->database.p, place.p) != 0)
		ret = err_set_errno(err, errno, "cannot move '%s' to '%s'",
				    f->database.p, place.p);
	if (!ret)
		ret = fs_sync_folder(folder, err);
	if (!ret)
		ret = folder_publish(folder, number, err);
	if (!ret)
		f->run->generation = number;
	buf_release(&place);
	return ret;
}

int fresh_run(struct run *run, struct err *err)
{
	struct fresh f = { .run = run,
			   .sample = SAMPLE_INIT,
			   .unread = ERR_INIT,
			   .arena = ARENA_INIT(COPY_MEMORY) };
	struct err ignored = ERR_INIT;
	int ret = begin(&f, err);

	run->is_fresh = true;
	if (!ret)
		ret = add_files(&f, err);
	if (!ret && !run_is_interrupted(run))
		ret = run_check_removed(run, err);
	if (!ret && !run_is_interrupted(run) && !run_is_failed(run)) {
		ret = run_metadata(run, set_metadata, f.bulk, err);
		if (!ret)
			ret = bulk_set_metadata(
				f.bulk, STR(SCHEMA_META_DICTIONARY),
				buf_view(&f.sample.dictionary), err);
		if (!ret)
			ret = set_beginnings(&f, err);
		if (!ret)
			ret = bulk_finish(f.bulk, err);
		if (!ret)
			ret = verify(&f, err);
		if (!ret)
			ret = check(&f, err);
		if (!ret)
			ret = publish(&f, err);
		run->report->rebuilt = !ret;
	}
	bulk_free(f.bulk);
	if (f.work.len)
		fs_remove_tree(f.work.p, &ignored);
	buf_release(&f.work);
	buf_release(&f.database);
	sample_release(&f.sample);
	arena_release(&f.arena);
	packer_free(f.packer);
	buf_release(&f.record);
	buf_release(&f.packed);
	return ret;
}
