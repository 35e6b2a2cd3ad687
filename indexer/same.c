/*
 * Two articles with one URL: who sees the one does not see the other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those that this run makes are kept in a map. In an update the others, which
 * have not changed, are found in the index by the term of their URL.
 */
#include "indexer/run.h"
#include "text/address.h"
#include "text/record.h"
#include "text/schema.h"

/* So many articles with one URL are looked at; more are a fault anyway. */
#define LOOKED_AT 16

static void report(struct run *run, const struct scan_file *file,
		   const struct scan_file *other)
{
	struct build_problem problem = { .path = file->path, .is_error = true };
	struct buf text = BUF_INIT;

	buf_printf(&text, "has the same URL as '%s'", other->path);
	problem.text = text.failed ? STR("has the same URL as another")
				   : buf_view(&text);
	run->report->flawed++;
	run_report(run, &problem);
	buf_release(&text);
}

static int search(struct run *run, struct str url, struct xap_queries *pool,
		  struct xap_results **out, struct err *err)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct buf key = BUF_INIT, term = BUF_INIT;
	int ret;

	address_key(url, &key);
	schema_term(SCHEMA_URL, buf_view(&key), &term);
	ret = buf_check(&key, err);
	if (!ret)
		ret = buf_check(&term, err);
	search.limit = LOOKED_AT;
	search.query = ret ? NULL : xap_query_term(pool, buf_view(&term), err);
	if (search.query)
		ret = xap_search(run->db, &search, out, err);
	else
		ret = err->code;
	buf_release(&key);
	buf_release(&term);
	return ret;
}

/* The file of an article that this run leaves as it is, if it is shown at
 * this URL. */
static const struct scan_file *other_at(struct run *run,
					const struct scan_file *file,
					struct str url, struct str packed)
{
	struct arena arena = ARENA_INIT(RECORD_MEMORY);
	struct buf data = BUF_INIT;
	const struct scan_file *other = NULL;
	struct err ignored = ERR_INIT;
	struct record record;

	/* What cannot be decoded is found by `pressmark status --check`. */
	if (run_unpack(run, packed, &data, &ignored) == 0 &&
	    record_decode(buf_view(&data), &arena, &record, &ignored) == 0 &&
	    record.hidden.len == 0 && str_eq(record.url, url))
		other = scan_find(&run->scan, record.id);
	if (other == file ||
	    (other && other->state != RUN_SAME && other->state != RUN_REJECTED))
		other = NULL;
	buf_release(&data);
	arena_release(&arena);
	return other;
}

/* Asks the index. */
static int check_index(struct run *run, const struct scan_file *file,
		       struct str url, struct err *err)
{
	struct xap_queries *pool = NULL;
	struct xap_results *results = NULL;
	int ret = xap_queries_new(&pool, err);

	if (!ret)
		ret = search(run, url, pool, &results, err);
	for (size_t i = 0; !ret && i < xap_results_count(results); i++) {
		struct xap_hit hit = xap_results_hit(results, i);
		const struct scan_file *other =
			other_at(run, file, url, hit.data);

		if (other) {
			report(run, file, other);
			break;
		}
	}
	xap_results_free(results);
	xap_queries_free(pool);
	return ret;
}

int run_check_url(struct run *run, const struct scan_file *file,
		  const struct article *article, struct err *err)
{
	size_t number = (size_t)(file - run->scan.files) + 1;
	struct map_entry *entry;
	struct str url;

	if (article_hidden_at(article, run->now) != ARTICLE_SHOWN)
		return 0;
	entry = map_get(&run->urls, article->url);
	if (entry) {
		if (entry->value != number)
			report(run, file, &run->scan.files[entry->value - 1]);
		return 0;
	}
	url = arena_copy(&run->arena, article->url);
	entry = url.p ? map_put(&run->urls, url, err) : NULL;
	if (!entry)
		return arena_check(&run->arena, err);
	entry->value = number;
	return run->db && !run->is_fresh ? check_index(run, file, url, err) : 0;
}
