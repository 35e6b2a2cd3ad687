/*
 * xap: a C interface to libxapian 1.4.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The contract, for every function:
 *
 * Handles. Opaque pointers, made by `xap_X_new` or `xap_X_open` and given
 * back with `xap_X_free`, which takes NULL and never fails. An out-parameter
 * is set to NULL (or 0) first, so it can always be freed.
 *
 * Errors. Functions that can fail return 0, or a negative `enum err_code`
 * with the message in *err (base/err.h). No C++ exception ever crosses.
 * Codes, by what the caller does differently:
 *	ERR_USAGE	arguments that make no sense (a mistake in the caller)
 *	ERR_LIMIT	a term, key or value that libxapian cannot hold
 *	ERR_NOINDEX	no database at that path
 *	ERR_LOCKED	another writer has the database: try again later (a
 *			lock that the system refuses is ERR_IO)
 *	ERR_STALE	the database moved on each time that it was read, or
 *			it is damaged in a way that looks like that: try
 *			again, but not for ever
 *	ERR_FORMAT	a database format that this libxapian does not read
 *	ERR_CORRUPT	the database is damaged: build it anew
 *	ERR_IO		disk full, permission, connection, ...
 *	ERR_MEMORY	no memory: free the handle, do not use it again
 *	ERR_DEADLINE	the deadline that was given has passed
 *	ERR_BUG		anything else that libxapian throws
 *
 * Text. In: `struct str`, pointer and length, any bytes unless said
 * otherwise; never kept after the call. Terms are UTF-8 without control
 * characters, at most XAP_TERM_MAX bytes, not empty. Out: what is allocated
 * for the caller is given back with xap_free; views (`struct str`) live as
 * long as the handle that they came from.
 *
 * Threads. A handle belongs to one thread at a time. Different handles may be
 * used by different threads at once: nothing is shared between them. Do not
 * fork while a writer is open: the child would keep its lock.
 *
 * Nothing here reads configuration, logs, or knows what the terms mean.
 *
 *	struct err err = ERR_INIT;
 *	struct xap_db *db;
 *	struct xap_queries *q;
 *	struct xap_results *found = NULL;
 *
 *	if (!xap_db_open("index", &db, &err) && !xap_queries_new(&q, &err)) {
 *		struct xap_search s = XAP_SEARCH_INIT;
 *		s.query = xap_query_term(q, STR("Zwater"), &err);
 *		if (!xap_search(db, &s, &found, &err))
 *			printf("%zu hits\n", xap_results_count(found));
 *	}
 */
#ifndef PRESSMARK_SHIM_XAP_H
#define PRESSMARK_SHIM_XAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/deadline.h"
#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A function and a struct may share a name, as stat and struct stat do; in
 * C++, -Wshadow would object. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#define XAP_API __attribute__((__visibility__("default"), __nothrow__))
#else
#define XAP_API
#endif

/* Bytes; what libxapian's glass tables can hold (a zero byte counts twice,
 * but terms here have none). */
#define XAP_TERM_MAX  245
#define XAP_KEY_MAX   251	  /* metadata keys */
#define XAP_VALUE_MAX 8192	  /* values in a slot; our bound */
#define XAP_DATA_MAX  (64u << 20) /* the data of a document; our bound */

/* The file in a database's folder that every commit replaces, the last of
 * all. */
#define XAP_COMMIT_FILE "iamglass"

/* Gives back what a function allocated for the caller; NULL is fine. */
XAP_API void xap_free(void *p);

/* The version of libxapian at run time, such as "1.4.22"; static. */
XAP_API const char *xap_library_version(void);

/* ---- Reading ---------------------------------------------------------- */

struct xap_db;

struct xap_db_info {
	uint32_t documents;    /* in the database */
	uint32_t last_docid;   /* the highest id ever used; 0 when empty */
	double average_length; /* terms with repetition in a document, mean */
	char uuid[40];	       /* of the database, NUL-terminated */
	uint64_t revision;     /* of the last commit; 0 where not known */
};

/* Opens the database in the folder `path` (NUL-terminated) for reading, at
 * its last commit. Symbolic links are followed once, before: a link may be
 * switched to another database at any time, and the handle stays with the one
 * it opened. Stubs and databases in one file are not opened. ERR_NOINDEX,
 * ERR_FORMAT, ERR_CORRUPT, ERR_STALE, ERR_IO, ERR_MEMORY. */
XAP_API int xap_db_open(const char *path, struct xap_db **out, struct err *err);
XAP_API void xap_db_free(struct xap_db *db);

/* Moves to the last commit; *changed (may be NULL) says whether it is another
 * than before. Cheap (microseconds): call it before each request of a
 * long-lived handle. */
XAP_API int xap_db_reopen(struct xap_db *db, bool *changed, struct err *err);

XAP_API int xap_db_info(struct xap_db *db, struct xap_db_info *out,
			struct err *err);

/* The metadata under key; an absent key gives *out_len 0. *out is never NULL
 * on success, NUL-terminated beyond its length, and freed with xap_free. */
XAP_API int xap_db_metadata(struct xap_db *db, struct str key, char **out,
			    size_t *out_len, struct err *err);

/* The number of documents that hold term; 0 when there is none. */
XAP_API int xap_db_term_frequency(struct xap_db *db, struct str term,
				  uint32_t *out, struct err *err);

/* How often documents hold a term, all together: the sum of its within-document
 * frequencies. */
XAP_API int xap_db_term_occurrences(struct xap_db *db, struct str term,
				    uint32_t *out, struct err *err);

/* Bounds of the values in a slot, freed with xap_free; both of length 0 when
 * no document has one. The bounds may be wider than the truth after
 * deletions. */
XAP_API int xap_db_value_bounds(struct xap_db *db, uint32_t slot, char **low,
				size_t *low_len, char **high, size_t *high_len,
				struct err *err);

/* Called for each thing of a listing; the view lives during the call only.
 * Anything but 0 stops the listing and is returned by it. A callback that
 * fails fills an err of its own in the payload. It may use other handles, but
 * not the one that is being listed. */
typedef int (*xap_term_fn)(struct str term, uint32_t frequency, void *payload);
typedef int (*xap_value_fn)(uint32_t docid, struct str value, void *payload);
typedef int (*xap_docid_fn)(uint32_t docid, void *payload);

/* Lists the terms that start with prefix (may be empty), in byte order, with
 * their document frequency. ERR_STALE: the caller starts over, as the
 * callback has been called already. */
XAP_API int xap_db_each_term(struct xap_db *db, struct str prefix,
			     xap_term_fn fn, void *payload, struct err *err);

/* Called for a term and its document frequency; may set *next (empty before) to
 * where the listing goes on: at the first term from there, by bytes, on; else
 * at the next one. What is not behind the term ends the listing. The view is
 * read at once. */
typedef int (*xap_seek_fn)(struct str term, uint32_t frequency,
			   struct str *next, void *payload);

/* Lists terms from the first one at or behind `from` on, in byte order, but for
 * those that the callback leaps over: far less is read than by
 * xap_db_each_term. ERR_STALE as above. */
XAP_API int xap_db_seek_terms(struct xap_db *db, struct str from,
			      xap_seek_fn fn, void *payload, struct err *err);

/* Lists the values of a slot in order of docid. ERR_STALE as above. */
XAP_API int xap_db_each_value(struct xap_db *db, uint32_t slot, xap_value_fn fn,
			      void *payload, struct err *err);

/* Lists the documents that hold term in order of docid; none when there are
 * none. ERR_STALE as above. */
XAP_API int xap_db_each_posting(struct xap_db *db, struct str term,
				xap_docid_fn fn, void *payload,
				struct err *err);

/* Lists the values that these documents (rising) have in a slot, in order of
 * docid; of a document without one nothing. ERR_STALE as above. */
XAP_API int xap_db_values_among(struct xap_db *db, uint32_t slot,
				const uint32_t *docids, size_t count,
				xap_value_fn fn, void *payload,
				struct err *err);

/* How many of these documents (rising, no docid twice) hold term. Passes over
 * what is not asked for, so that few among many cost little, either way.
 * ERR_STALE as above. */
XAP_API int xap_db_count_among(struct xap_db *db, struct str term,
			       const uint32_t *docids, size_t count,
			       uint32_t *out, struct err *err);

/* Lists the positions of a term in each of these documents (rising) in which it
 * has some: the positions rise, and are valid during the call. ERR_STALE as
 * above. */
typedef int (*xap_positions_fn)(uint32_t docid, const uint32_t *positions,
				size_t count, void *payload);
XAP_API int xap_db_each_positions(struct xap_db *db, struct str term,
				  const uint32_t *docids, size_t count,
				  xap_positions_fn fn, void *payload,
				  struct err *err);

/* Lists the documents that hold term in order of docid, with its
 * within-document frequency in each. */
typedef int (*xap_count_fn)(uint32_t docid, uint32_t count, void *payload);
XAP_API int xap_db_each_count(struct xap_db *db, struct str term,
			      xap_count_fn fn, void *payload, struct err *err);

/* Lists all documents in order of docid, each with its length: the sum of the
 * within-document frequencies of its terms. ERR_STALE as above. */
XAP_API int xap_db_each_length(struct xap_db *db, xap_count_fn fn,
			       void *payload, struct err *err);

/* Lists the terms of one document with their within-document frequency, in
 * byte order. An absent docid is ERR_USAGE. ERR_STALE as above. */
XAP_API int xap_db_each_document_term(struct xap_db *db, uint32_t docid,
				      xap_term_fn fn, void *payload,
				      struct err *err);

/* Likewise those that are not before `from`. */
XAP_API int xap_db_each_document_term_from(struct xap_db *db, uint32_t docid,
					   struct str from, xap_term_fn fn,
					   void *payload, struct err *err);

/* How many documents hold a term, and how often, all together. */
struct xap_term_stats {
	uint32_t documents, occurrences;
};

/* What a document weighs for each of some terms that it holds so often (0: not
 * at all), as a search for that term alone has it. Neither a list of terms nor
 * one of postings is read, but how long the document is. An absent docid is
 * ERR_USAGE. ERR_STALE as above. */
XAP_API int xap_db_weigh_counts(struct xap_db *db, uint32_t docid,
				const struct xap_term_stats *terms,
				const uint32_t *counts, size_t count,
				double *out, struct err *err);

/* Lists the values of one document, in order of their slots. Likewise. */
typedef int (*xap_slot_fn)(uint32_t slot, struct str value, void *payload);
XAP_API int xap_db_each_document_value(struct xap_db *db, uint32_t docid,
				       xap_slot_fn fn, void *payload,
				       struct err *err);

/* The data of one document, NUL-terminated beyond its length, freed with
 * xap_free. Positive XAP_NOTFOUND, with *out NULL, when there is no such
 * document. */
#define XAP_NOTFOUND 1
XAP_API int xap_db_data(struct xap_db *db, uint32_t docid, char **out,
			size_t *out_len, struct err *err);

/* Reads every block of the database in the folder `path` and checks it.
 * ERR_CORRUPT with the number of faults. Needs permission to write to the
 * files (libxapian's check opens them so), and that nobody writes meanwhile.
 * Blocks bear no checksums: what is sound in form but wrong is not found. */
XAP_API int xap_check(const char *path, struct err *err);

/* ---- Documents to be written ------------------------------------------ */

struct xap_doc;

/* A term of a document. wdf is its within-document frequency (0 for a term
 * that only filters), not derived from the positions. Positions (1, 2, ...,
 * rising) may be none; they are kept as text/positions.h says, in metadata. */
struct xap_posting {
	struct str term;
	uint32_t wdf;
	const uint32_t *positions;
	size_t position_count;
};

XAP_API int xap_doc_new(struct xap_doc **out, struct err *err);
XAP_API void xap_doc_free(struct xap_doc *doc);

/* Why a database could not hold this term, as a phrase behind it; NULL when it
 * can. */
XAP_API const char *xap_term_fault(struct str term);

/* Empties it for the next document. */
XAP_API int xap_doc_clear(struct xap_doc *doc, struct err *err);

/* Adds terms, in any order, no term twice in one document. All terms are
 * checked before the first is added: ERR_LIMIT for one that is empty, too
 * long, not UTF-8 or holds a control character. */
XAP_API int xap_doc_add_postings(struct xap_doc *doc,
				 const struct xap_posting *postings,
				 size_t count, struct err *err);

/* Sets the value of a slot; an empty value removes it. ERR_LIMIT above
 * XAP_VALUE_MAX. */
XAP_API int xap_doc_set_value(struct xap_doc *doc, uint32_t slot,
			      struct str value, struct err *err);

/* Sets the data, which search results hand out. ERR_LIMIT above
 * XAP_DATA_MAX. */
XAP_API int xap_doc_set_data(struct xap_doc *doc, struct str data,
			     struct err *err);

/* ---- Writing ---------------------------------------------------------- */

struct xap_writer;

enum xap_writer_flags {
	/* Make a new, empty database; the folder must not hold one. Its
	 * parent must exist. Without it, the database must exist. */
	XAP_WRITER_CREATE = 1 << 0,
	/* Nothing is synced to disk and blocks are overwritten in place: a
	 * crash leaves garbage. Only for databases that are thrown away or
	 * compacted (and then synced) before anyone opens them. Without
	 * it, all writing happens between begin and commit. */
	XAP_WRITER_THROWAWAY = 1 << 1,
};

/* Opens the only writer of the database in the folder `path`. ERR_LOCKED,
 * ERR_NOINDEX, ERR_USAGE (CREATE where a database is), and as xap_db_open. */
XAP_API int xap_writer_open(const char *path, unsigned int flags,
			    struct xap_writer **out, struct err *err);

/* Gives the writer back. What was not committed is dropped. */
XAP_API void xap_writer_free(struct xap_writer *writer);

/* Starts a batch: all changes up to xap_writer_commit appear at once, or not
 * at all. Not for a THROWAWAY writer, which needs none. */
XAP_API int xap_writer_begin(struct xap_writer *writer, struct err *err);

/* Ends the batch (THROWAWAY: flushes what there is). When it returns 0 the
 * batch survives a loss of power: files and the folder have been synced,
 * but for a THROWAWAY writer. */
XAP_API int xap_writer_commit(struct xap_writer *writer, struct err *err);

/* Any failure of begin, commit and the calls below means that the whole batch
 * is lost: libxapian has dropped what was pending. The writer then refuses
 * every further call with the first error; free it, open a new one and
 * replay the batch. Not so ERR_LIMIT and ERR_USAGE, which are found before
 * libxapian sees the change: the call has done nothing, the batch goes on.
 * A change without a batch is ERR_USAGE. */

/* Adds a document under the next free id, returned in *docid (may be NULL).
 * The doc is unchanged and may be cleared and used again. */
XAP_API int xap_writer_add(struct xap_writer *writer, struct xap_doc *doc,
			   uint32_t *docid, struct err *err);

/* Replaces the documents that hold the term `unique` by this one, or adds it
 * when there are none. The doc must hold the term itself: ERR_USAGE. */
XAP_API int xap_writer_replace(struct xap_writer *writer, struct str unique,
			       struct xap_doc *doc, uint32_t *docid,
			       struct err *err);

/* Removes the documents that hold the term `unique`; none is fine. */
XAP_API int xap_writer_delete(struct xap_writer *writer, struct str unique,
			      struct err *err);

/* Sets metadata; an empty value removes the key. Keys that begin with
 * POSITIONS_KEYS are those of the positions. ERR_LIMIT above XAP_KEY_MAX. */
XAP_API int xap_writer_set_metadata(struct xap_writer *writer, struct str key,
				    struct str value, struct err *err);

/* Shows the database as the batch has made it so far, for all that is read from
 * an xap_db but positions, until the next change or the commit; then it is to
 * be freed. */
XAP_API int xap_writer_view(struct xap_writer *writer, struct xap_db **out,
			    struct err *err);

/* Merges `count` databases (their folders; at least one) into a new one in
 * the folder `to`, which must not exist; documents keep their order and are
 * numbered anew from 1. The metadata is that of the sources; where they
 * differ for a key, that of the first which has it. The result is synced to
 * disk: its files, its folder, and the folder that holds it. When it fails,
 * `to` is gone again. ERR_USAGE when `to` is there already; as xap_db_open for
 * the sources. */
XAP_API int xap_compact(const char *const *from, size_t count, const char *to,
			struct err *err);

/* ---- Queries ---------------------------------------------------------- */

/* A pool of queries: it owns all that are made with it and frees them at
 * once. The functions below return a query of the pool, NULL on error; they
 * take NULL for a query and then return NULL, so a tree is built without a
 * check a node and err is looked at once, at its end. */
struct xap_queries;
struct xap_query;

XAP_API int xap_queries_new(struct xap_queries **out, struct err *err);
XAP_API void xap_queries_free(struct xap_queries *pool);

/* From now on what the pool makes can be stopped in the midst of a search that
 * finds nothing for long, and prefixes are not expanded for longer: both end
 * in ERR_DEADLINE. Give it to the search as well (xap_search.deadline). Before
 * the first query is made: else ERR_USAGE. */
XAP_API int xap_queries_stop_at(struct xap_queries *pool,
				struct deadline deadline, struct err *err);

/* Every document; weight 0. */
XAP_API const struct xap_query *xap_query_all(struct xap_queries *pool,
					      struct err *err);
/* No document. */
XAP_API const struct xap_query *xap_query_none(struct xap_queries *pool,
					       struct err *err);
/* Documents with this term. A term too long to be stored matches nothing. */
XAP_API const struct xap_query *
xap_query_term(struct xap_queries *pool, struct str term, struct err *err);

enum xap_operator {
	XAP_AND,       /* all; weights added */
	XAP_OR,	       /* any; weights added */
	XAP_AND_NOT,   /* the first without all others; weight of the first */
	XAP_FILTER,    /* all; weight of the first only */
	XAP_AND_MAYBE, /* the first; weights of the others added */
	XAP_SYNONYM,   /* any, weighed as if they were one term */
};

/* None given: every document for AND and FILTER, no document for the others.
 * One given: that one. */
XAP_API const struct xap_query *
xap_query_combine(struct xap_queries *pool, enum xap_operator operator_,
		  const struct xap_query *const *queries, size_t count,
		  struct err *err);

/* Documents with any of these; the weights of all and of `others` are added, as
 * by an AND_MAYBE of two ORs. Where all are terms, scaled or not, and there are
 * several, libxapian does not match each: a search for the best of them looks
 * at few documents. To be run on `db`, which may remember lengths for it. */
XAP_API const struct xap_query *
xap_query_sum(struct xap_queries *pool, const struct xap_db *db,
	      const struct xap_query *const *any, size_t any_count,
	      const struct xap_query *const *others, size_t other_count,
	      struct err *err);

/* The terms at consecutive positions, in order (a phrase). A single term
 * matches wherever it is. Weights are added. */
XAP_API const struct xap_query *xap_query_phrase(struct xap_queries *pool,
						 const struct str *terms,
						 size_t count, struct err *err);

/* Likewise the terms in any order, all of them within `window` positions: with
 * window = count they are next to each other. A term that is given twice is
 * wanted at two of them; different ones may be at the same. A window smaller
 * than count is ERR_USAGE. */
XAP_API const struct xap_query *xap_query_near(struct xap_queries *pool,
					       const struct str *terms,
					       size_t count, uint32_t window,
					       struct err *err);

/* Documents with any of these terms, weight 0. Where the terms are many and
 * rare, their documents are listed at once, which makes the search several
 * times as fast: ERR_DEADLINE, and as xap_db_term_frequency; a search at
 * another commit than that is ERR_STALE. */
XAP_API const struct xap_query *xap_query_any(struct xap_queries *pool,
					      struct xap_db *db,
					      const struct str *terms,
					      size_t count, struct err *err);

/* Of these, those whose value in slot is >= low (not empty), by bytes. */
XAP_API const struct xap_query *
xap_query_any_from(struct xap_queries *pool, struct xap_db *db,
		   const struct str *terms, size_t count, uint32_t slot,
		   struct str low, struct err *err);

/* Any term that starts with prefix (not empty), of which the `expansion` (at
 * least 1) most frequent ones in db are taken, of equals the first by bytes,
 * weighed as one term; or, where they have more than some 16,000 postings, with
 * one weight for all documents. Where `without` is not empty, a term counts
 * only in documents that do not hold `without` followed by that term. They are
 * listed at once: as xap_query_any. */
XAP_API const struct xap_query *
xap_query_prefix(struct xap_queries *pool, struct xap_db *db, struct str prefix,
		 struct str without, uint32_t expansion, struct err *err);

/* Every step-th docid from 1 to the last one of db, whether there is such a
 * document or not: beside other queries, an even part of what they match. At
 * another commit ERR_STALE, as xap_query_any; ERR_USAGE for a step of 0. */
XAP_API const struct xap_query *xap_query_every(struct xap_queries *pool,
						struct xap_db *db,
						uint32_t step, struct err *err);

/* These documents (no docid above the last one of db), weight 0. At another
 * commit ERR_STALE, as xap_query_any. */
XAP_API const struct xap_query *
xap_query_documents(struct xap_queries *pool, struct xap_db *db,
		    const uint32_t *docids, size_t count, struct err *err);

/* Documents whose value in slot is >= low and <= high, by bytes; an empty
 * high means no upper bound. Documents without a value never match. */
XAP_API const struct xap_query *
xap_query_value_range(struct xap_queries *pool, uint32_t slot, struct str low,
		      struct str high, struct err *err);

/* The same documents, weights multiplied by factor (>= 0). */
XAP_API const struct xap_query *xap_query_scale(struct xap_queries *pool,
						const struct xap_query *query,
						double factor, struct err *err);

/* Lists those terms of a query that one document holds, as
 * xap_db_each_document_term does, also those that it excludes. Which words of a
 * prefix a document was found by is known nowhere else. ERR_USAGE when query is
 * NULL too. */
XAP_API int xap_db_each_query_term(struct xap_db *db,
				   const struct xap_query *query,
				   uint32_t docid, xap_term_fn fn,
				   void *payload, struct err *err);

/* The query as libxapian describes it; for tests. Freed with xap_free. */
XAP_API int xap_query_describe(const struct xap_query *query, char **out,
			       struct err *err);

/* ---- Searching -------------------------------------------------------- */

enum xap_order {
	/* By weight, ties by the value in order_slot, highest first by bytes,
	 * then by docid, lowest first. */
	XAP_BY_WEIGHT,
	/* By the value in order_slot, highest (or lowest) first by bytes;
	 * documents without one count as the empty value. Ties by docid,
	 * lowest first. The total is exact. So are documents ordered that no
	 * word gives weight. */
	XAP_BY_VALUE_DESCENDING,
	XAP_BY_VALUE_ASCENDING,
};

#define XAP_OFFSET_MAX 10000
#define XAP_LIMIT_MAX  1000

/* What a document's weight is multiplied by, from its value in the order_slot
 * of the search; empty where it has none. */
typedef double (*xap_factor_fn)(struct str value, void *payload);

struct xap_search {
	const struct xap_query *query; /* not NULL */
	uint32_t offset;	       /* hits to skip, <= XAP_OFFSET_MAX */
	uint32_t limit;		       /* hits to return, <= XAP_LIMIT_MAX */
	/* Look at so many matches at least before the total is estimated;
	 * UINT32_MAX makes the total exact. */
	uint32_t check_at_least;
	enum xap_order order;
	uint32_t order_slot;
	bool with_data; /* fetch each hit's data */
	struct deadline deadline;
	/* By weight, weights are multiplied by what this says, from 1 to
	 * `most`, where it is not NULL; it is asked of all that could be among
	 * the hits. >= 1. */
	xap_factor_fn factor;
	void *payload;
	double most;
};

#define XAP_SEARCH_INIT                                                        \
	{                                                                      \
		NULL, 0, 10, 0, XAP_BY_WEIGHT, 0, true, { 0 }, NULL, NULL, 1   \
	}

struct xap_results;

struct xap_hit {
	uint32_t docid;
	double weight;
	double factor;	 /* of the search; what orders it is their product */
	struct str data; /* empty unless asked for */
};

/* Runs a search. Terms weigh by IneB2 (Amati and van Rijsbergen, "Probabilistic
 * Models of Information Retrieval Based on Measuring the Divergence from
 * Randomness", 2002). All is fetched before it returns: the accessors cannot
 * fail. When a writer commits meanwhile, it reopens and starts over, three
 * times at most: ERR_STALE. ERR_DEADLINE. ERR_USAGE for an offset, a limit or
 * parameters out of bounds. */
XAP_API int xap_search(struct xap_db *db, const struct xap_search *search,
		       struct xap_results **out, struct err *err);
XAP_API void xap_results_free(struct xap_results *results);

/* The number of hits returned. */
XAP_API size_t xap_results_count(const struct xap_results *results);

/* The total number of matches, and whether that is exact or an estimate. */
XAP_API uint32_t xap_results_total(const struct xap_results *results);
XAP_API bool xap_results_is_exact(const struct xap_results *results);

/* Hit i (< count), best first. */
XAP_API struct xap_hit xap_results_hit(const struct xap_results *results,
				       size_t i);

/* Lists all documents that match, in order of docid, without weights: several
 * times as fast as a search for them. A listing as those above; the callback
 * may use the handle. ERR_USAGE when query is NULL, ERR_DEADLINE. */
XAP_API int xap_db_each_match(struct xap_db *db, const struct xap_query *query,
			      struct deadline deadline, xap_docid_fn fn,
			      void *payload, struct err *err);

/* ---- Stemming --------------------------------------------------------- */

struct xap_stemmer;

/* Snowball's stemmers, each made when it is first asked for. */
XAP_API int xap_stemmer_new(struct xap_stemmer **out, struct err *err);
XAP_API void xap_stemmer_free(struct xap_stemmer *stemmer);

/* The stem of a word in a language, by its English name or ISO 639 code
 * ("english", "fr"). A word that is not UTF-8 is its own stem. The view lives
 * until the next call on the same stemmer. ERR_USAGE for a language that is
 * not known. */
XAP_API int xap_stemmer_stem(struct xap_stemmer *stemmer, const char *language,
			     struct str word, struct str *out, struct err *err);

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif
