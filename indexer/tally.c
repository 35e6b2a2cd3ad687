/*
 * Tallies: how many articles of an index change, and whether that may be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/map.h"
#include "indexer/run.h"
#include "text/schema.h"

/* So few articles may go without `force`, unless none would be left. */
#define REMOVE_LEAST 10

void run_mark_hidden(struct run *run)
{
	struct manifest *m = &run->manifest;

	for (size_t i = 0; i < m->count && run->scan.blind_count; i++) {
		struct manifest_entry *entry = &m->entries[i];

		if (entry->state == MANIFEST_GONE &&
		    scan_is_blind(&run->scan, entry->source.id))
			entry->state = MANIFEST_HIDDEN;
	}
}

int run_check_removed(struct run *run, struct err *err)
{
	size_t held = run->manifest.count;
	size_t removed;

	run_mark_hidden(run);
	run_count(run);
	removed = run->report->removed;
	if (run->request->force || removed * 2 <= held ||
	    (run->report->articles > 0 &&
	     (removed <= REMOVE_LEAST || run->request->rebuild)))
		return 0;
	return err_set(err, ERR_USAGE,
		       "%zu of the index's %zu articles are gone from its "
		       "sources; if that is meant, say --force",
		       removed, held);
}

bool run_is_failed(const struct run *run)
{
	return run->request->strict &&
	       (run->report->rejected || run->report->flawed);
}

/* The part that depends on the bytes alone, see run_read. */
static struct str bytes_hash(const unsigned char hash[HASH128_SIZE])
{
	return str_make((const char *)hash, MADE_BYTES_HASH_SIZE);
}

/* How many of the new articles are, byte for byte, one that is gone. Without
 * memory to tell, none. */
static size_t count_moved(const struct run *run)
{
	struct map gone = MAP_INIT; /* hash to how many of them */
	struct err ignored = ERR_INIT;
	size_t moved = 0;

	for (size_t i = 0; i < run->manifest.count; i++) {
		const struct manifest_entry *entry = &run->manifest.entries[i];
		struct map_entry *place;

		if (entry->state != MANIFEST_GONE)
			continue;
		place = map_put(&gone, bytes_hash(entry->source.hash),
				&ignored);
		if (place)
			place->value++;
	}
	for (size_t i = 0; i < run->scan.count; i++) {
		const struct scan_file *file = &run->scan.files[i];
		struct map_entry *place;

		if (file->state != RUN_NEW)
			continue;
		place = map_get(&gone, bytes_hash(file->hash));
		if (place && place->value) {
			place->value--;
			moved++;
		}
	}
	map_release(&gone);
	return moved;
}

void run_count(struct run *run)
{
	struct build_report *report = run->report;

	report->added = report->changed = report->removed = report->moved = 0;
	report->hidden = report->excluded = 0;
	for (size_t i = 0; i < run->scan.count; i++) {
		report->added += run->scan.files[i].state == RUN_NEW;
		report->changed += run->scan.files[i].state == RUN_CHANGED;
		report->hidden += run->scan.files[i].state == RUN_HIDDEN;
		report->excluded += run->scan.files[i].is_excluded;
	}
	for (size_t i = 0; i < run->manifest.count; i++)
		report->removed +=
			run->manifest.entries[i].state == MANIFEST_GONE;
	report->articles =
		run->manifest.count + report->added - report->removed;
	if (report->added && report->removed) {
		report->moved = count_moved(run);
		report->added -= report->moved;
		report->removed -= report->moved;
	}
}

int run_count_index(struct run *run, struct xap_db *db, struct err *err)
{
	struct build_report *report = run->report;
	struct xap_db_info info = { 0 };
	struct buf term = BUF_INIT;
	uint32_t excluded = 0;
	int ret = xap_db_info(db, &info, err);

	schema_term(SCHEMA_HIDDEN,
		    str_of(article_hidden_name(ARTICLE_EXCLUDED)), &term);
	if (!ret)
		ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_term_frequency(db, buf_view(&term), &excluded,
					    err);
	buf_release(&term);
	report->articles = info.documents;
	report->excluded = excluded;
	for (size_t i = 0; i < run->scan.count; i++)
		report->excluded += run->scan.files[i].state == RUN_HIDDEN &&
				    run->scan.files[i].is_excluded;
	return ret;
}
