/*
 * Updating: what changed becomes one transaction on the current generation.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian drops everything that is pending when a change throws, and then
 * commits nothing without a word. So any failure that is not found before
 * libxapian sees it ends the batch: the writer is given up, and the batch is
 * replayed without the article that caused it.
 */
#include "base/fs.h"
#include "indexer/beginnings.h"
#include "indexer/run.h"
#include "text/folder.h"
#include "text/schema.h"

/* So many articles may be at odds with libxapian before a run gives up. */
#define REPLAYS 5

/* Positive outcome: the batch was lost, replay it. */
#define REPLAY 2

/* One try at the whole batch. */
struct batch {
	struct run *run;
	struct xap_writer *writer;
	/* Words of what is replaced, removed and added. */
	struct beginnings_words words;
	/* Of the documents whose words are to be noted. */
	uint32_t added[BEGINNINGS_NOTED + 1];
	size_t added_count;
};

/* Notes what the article had, before it changes. */
static int note_old(struct batch *b, struct str id, struct err *err)
{
	const struct manifest_entry *entry =
		manifest_find(&b->run->manifest, id);

	return entry ? beginnings_note(&b->words, b->run->db, entry->docid, err)
		     : 0;
}

static int remove_id(struct batch *b, struct str id, struct err *err)
{
	struct buf term = BUF_INIT;
	int ret = note_old(b, id, err);

	document_id_term(id, &term);
	if (!ret)
		ret = buf_check(&term, err);
	if (!ret)
		ret = xap_writer_delete(b->writer, buf_view(&term), err);
	buf_release(&term);
	return ret;
}

static int remove_gone(struct batch *b, struct err *err)
{
	const struct run *run = b->run;
	int ret = 0;

	for (size_t i = 0; i < run->manifest.count && !ret; i++) {
		const struct manifest_entry *entry = &run->manifest.entries[i];

		if (entry->state == MANIFEST_GONE)
			ret = remove_id(b, entry->source.id, err);
	}
	return ret;
}

/* Is this a failure of the machine, not of the article? */
static bool is_fatal(int code)
{
	return code != ERR_BUG && code != ERR_USAGE && code != ERR_LIMIT;
}

static int replace(struct batch *b, struct scan_file *file, struct err *err)
{
	struct err why = ERR_INIT;
	struct buf term = BUF_INIT;
	uint32_t docid = 0;
	int ret = note_old(b, file->id, err);

	if (ret)
		return ret;
	document_id_term(file->id, &term);
	ret = buf_check(&term, &why);
	if (!ret)
		ret = bulk_document_fill(&b->run->one.document, b->run->doc,
					 &why);
	if (!ret)
		ret = xap_writer_replace(b->writer, buf_view(&term),
					 b->run->doc, &docid, &why);
	buf_release(&term);
	if (!ret) {
		if (b->added_count <= BEGINNINGS_NOTED)
			b->added[b->added_count++] = docid;
		return 0;
	}
	if (is_fatal(ret))
		return err_copy(err, &why);
	run_reject(b->run, file, 0, 0, str_of(why.message));
	return ret == ERR_BUG ? REPLAY : RUN_SKIP;
}

static int put_file(struct batch *b, struct scan_file *file, struct err *err)
{
	int ret = run_read(b->run, file, err);

	if (ret == RUN_SKIP && file->state == RUN_GONE)
		return remove_id(b, file->id, err);
	if (!ret && file->state != RUN_SAME) {
		ret = run_make(b->run, file, err);
		if (!ret)
			ret = replace(b, file, err);
		else if (ret == RUN_SKIP && file->state == RUN_HIDDEN)
			ret = remove_id(b, file->id, err);
	}
	return ret == RUN_SKIP ? 0 : ret;
}

static int put_changed(struct batch *b, struct err *err)
{
	struct run *run = b->run;
	int ret = 0;

	for (size_t i = 0; i < run->scan.count && !ret; i++) {
		struct scan_file *file = &run->scan.files[i];

		if (file->state != RUN_NEW && file->state != RUN_CHANGED)
			continue;
		if (run_is_interrupted(run))
			break;
		ret = put_file(b, file, err);
		run_step(run);
	}
	return ret;
}

static int set_metadata(void *target, struct str key, struct str value,
			struct err *err)
{
	return xap_writer_set_metadata(target, key, value, err);
}

/* What the commonest words by their beginnings are after this batch. */
static int renew_beginnings(struct batch *b, struct buf *out, struct err *err)
{
	struct xap_db *after = NULL;
	char *table = NULL;
	size_t len = 0;
	int ret = xap_writer_view(b->writer, &after, err);

	for (size_t i = 0; i < b->added_count && !ret; i++)
		ret = beginnings_note(&b->words, after, b->added[i], err);
	if (!ret)
		ret = xap_db_metadata(b->run->db, STR(SCHEMA_META_BEGINNINGS),
				      &table, &len, err);
	if (!ret)
		ret = beginnings_renew(b->run->db, after, str_make(table, len),
				       &b->words, out, err);
	xap_free(table);
	xap_db_free(after);
	return ret;
}

static int set_beginnings(struct batch *b, struct err *err)
{
	struct buf beginnings = BUF_INIT;
	int ret = renew_beginnings(b, &beginnings, err);

	if (!ret)
		ret = xap_writer_set_metadata(b->writer,
					      STR(SCHEMA_META_BEGINNINGS),
					      buf_view(&beginnings), err);
	buf_release(&beginnings);
	return ret;
}

static int try_batch(struct run *run, const char *path, struct err *err)
{
	struct batch b = { .run = run, .words = BEGINNINGS_WORDS_INIT };
	int ret = xap_writer_open(path, 0, &b.writer, err);

	if (!ret)
		ret = xap_writer_begin(b.writer, err);
	if (!ret)
		ret = remove_gone(&b, err);
	if (!ret)
		ret = put_changed(&b, err);
	if (!ret && !run_is_interrupted(run) && !run_is_failed(run)) {
		ret = run_metadata(run, set_metadata, b.writer, err);
		if (!ret)
			ret = set_beginnings(&b, err);
		if (!ret)
			ret = xap_writer_commit(b.writer, err);
	}
	xap_writer_free(b.writer);
	beginnings_words_release(&b.words);
	return ret;
}

static bool has_changes(const struct run *run)
{
	return run->report->added || run->report->changed ||
	       run->report->removed || run->report->moved ||
	       !str_eq(run->kept, run->sources.kept) || run->reads_anew ||
	       run->report->has_new_synonyms || run->report->has_new_ranking;
}

int update_run(struct run *run, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret = 0;

	if (!has_changes(run))
		return run_count_index(run, run->db, err);
	folder_generation_path(run->request->folder, run->generation, &path);
	ret = buf_check(&path, err);
	if (!ret)
		ret = try_batch(run, path.p, err);
	for (int i = 0; i < REPLAYS && ret == REPLAY; i++)
		ret = try_batch(run, path.p, err);
	if (ret == REPLAY)
		ret = err_set(err, ERR_BUG, "libxapian refused %d articles",
			      REPLAYS + 1);
	buf_release(&path);
	run_count(run);
	if (!ret)
		ret = xap_db_reopen(run->db, NULL, err);
	if (!ret)
		ret = run_count_index(run, run->db, err);
	return ret;
}
