/*
 * Runs made into what a database holds: postings, and chunks of positions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs are of later documents than those before, so that of each term the
 * documents of one run follow those of another.
 */
#include "bulk/merge.h"

#include "bulk/chunks.h"
#include "bulk/pack.h"
#include "bulk/runs.h"

static int begin(struct runs *runs, const struct collect *collect,
		 enum batch_kind kind, struct err *err)
{
	size_t count;
	const struct runs_place *places = collect_runs(collect, kind, &count);

	return runs_begin(runs, collect_spill(collect, kind), places, count,
			  err);
}

/* ---- Postings ----------------------------------------------------------- */

/* The postings of a term in one run. */
static int put_postings(struct run *run, struct chunks *chunks, struct err *err)
{
	uint64_t docid = 0, gap, frequency;
	int ret = 0;

	for (uint64_t i = 0; i < run->documents && !ret; i++) {
		ret = spill_uint(&run->reader, &gap, err);
		if (!ret)
			ret = spill_uint(&run->reader, &frequency, err);
		docid += gap;
		if (!ret)
			ret = chunks_put(chunks, (uint32_t)docid,
					 (uint32_t)frequency, err);
	}
	return ret;
}

/* The head of the list of a term tells of all runs. */
static int begin_chunks(struct runs *runs, struct chunks *chunks,
			struct table *postlist, struct err *err)
{
	unsigned char key[PACK_KEY_MAX], *end = pack_term(key, runs_term(runs));
	size_t first_len = (size_t)(end - key);
	uint64_t documents = 0, total = 0;

	*end++ = 0;
	for (size_t i = 0; i < runs->same_count; i++) {
		struct run *run = &runs->all[runs->same[i]];
		uint64_t frequencies;
		int ret = spill_uint(&run->reader, &frequencies, err);

		if (ret)
			return ret;
		documents += run->documents;
		total += frequencies;
	}
	chunks_begin(chunks, postlist,
		     str_make((const char *)key, (size_t)(end - key)),
		     first_len, documents, total);
	return 0;
}

int merge_postings(const struct collect *collect, struct table *postlist,
		   struct err *err)
{
	struct chunks chunks;
	struct runs runs;
	int ret = begin(&runs, collect, BATCH_POSTINGS, err);

	while (!ret && !(ret = runs_next(&runs, err))) {
		ret = begin_chunks(&runs, &chunks, postlist, err);
		for (size_t i = 0; i < runs.same_count && !ret; i++)
			ret = put_postings(&runs.all[runs.same[i]], &chunks,
					   err);
		if (!ret)
			ret = chunks_end(&chunks, err);
	}
	runs_release(&runs);
	return ret == RUNS_END ? 0 : ret;
}

/* ---- Positions ---------------------------------------------------------- */

/* The positions of a term in the documents of one run. */
static int put_positions(struct run *run, struct str term,
			 struct positions_writer *writer, struct err *err)
{
	uint64_t docid = 0, gap, len;
	int ret = 0;

	for (uint64_t i = 0; i < run->documents && !ret; i++) {
		struct str list;

		ret = spill_uint(&run->reader, &gap, err);
		if (!ret)
			ret = spill_uint(&run->reader, &len, err);
		if (!ret)
			ret = spill_bytes(&run->reader, (size_t)len, &list,
					  err);
		docid += gap;
		if (!ret)
			ret = positions_add(writer, term, (uint32_t)docid, list,
					    err);
	}
	return ret;
}

int merge_positions(const struct collect *collect, positions_put_fn put,
		    void *put_payload, bulk_term_fn fn, void *fn_payload,
		    struct err *err)
{
	struct positions_writer writer;
	struct runs runs;
	int ret = begin(&runs, collect, BATCH_POSITIONS, err);

	positions_begin(&writer, POSITIONS_CHUNK, put, put_payload);
	while (!ret && !(ret = runs_next(&runs, err))) {
		struct str term = runs_term(&runs);
		uint64_t documents = 0;

		for (size_t i = 0; i < runs.same_count && !ret; i++) {
			struct run *run = &runs.all[runs.same[i]];

			documents += run->documents;
			ret = put_positions(run, term, &writer, err);
		}
		if (!ret && fn)
			ret = fn(term, (uint32_t)documents, fn_payload, err);
	}
	if (ret == RUNS_END)
		ret = positions_end(&writer, err);
	positions_writer_release(&writer);
	runs_release(&runs);
	return ret;
}
