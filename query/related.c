/*
 * Related articles: those most like one, by its telling words and its tags.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/related.h"

#include <string.h>

#include "base/deadline.h"
#include "query/alike.h"
#include "query/hit.h"
#include "query/index.h"
#include "query/lookup.h"
#include "text/limits.h"

/* So often a request starts anew because the index moved on. */
#define REPEATS 3

/* One request while it runs. */
struct job {
	struct searcher *s;
	const struct related_request *request;
	struct deadline deadline;
	struct arena *arena;
	struct alike *alike;
	struct alike_hit found[LIMIT_PAGE];
	size_t count;
	struct err *err;
};

static int start(struct job *job)
{
	return alike_new(job->s, job->request->now, job->deadline, &job->alike,
			 job->err);
}

static int find(struct job *job, uint32_t docid)
{
	return alike_find(job->alike, docid, job->request->limit, job->found,
			  &job->count, job->err);
}

static struct related_card card_of(const struct record *record)
{
	return (struct related_card){
		record->id,
		record->url,
		record->title,
		record->date,
	};
}

/* An article that was listed must be there. */
static int expect(struct job *job, int ret)
{
	if (ret == LOOKUP_ABSENT)
		return err_set(job->err, ERR_STALE,
			       "an article is gone that was there");
	return ret;
}

/* ---- One article -------------------------------------------------------- */

static int make_hits(struct job *job, struct related_page *page)
{
	static const struct query_node nothing = { .kind = QUERY_ALL };
	struct hit_maker maker = {
		.searcher = job->s,
		.root = &nothing,
		.width = job->request->snippet_width,
		.columns = job->request->snippet_columns,
		.arena = job->arena,
	};
	struct search_hit *hits =
		arena_array(job->arena, job->count + 1, sizeof(*hits));
	int ret = arena_check(job->arena, job->err);

	for (size_t i = 0; i < job->count && !ret; i++)
		ret = hit_make(&maker, job->found[i].docid, job->found[i].score,
			       &hits[i], job->err);
	page->hits = hits;
	page->hit_count = ret ? 0 : job->count;
	return ret;
}

static int page_once(struct job *job, void *out)
{
	struct related_page *page = out;
	struct record record;
	uint32_t docid;
	int ret = lookup_document(job->s, job->request->id, &docid, job->err);

	if (!ret)
		ret = start(job);
	if (!ret && !job->request->all && !alike_is_shown(job->alike, docid))
		ret = RELATED_ABSENT;
	if (!ret)
		ret = lookup_listed(job->s, docid, job->arena, &record,
				    job->err);
	if (ret)
		return ret;
	page->article = card_of(&record);
	ret = find(job, docid);
	if (!ret)
		ret = make_hits(job, page);
	return ret ? ret : alike_check(job->alike, job->err);
}

/* ---- A site ------------------------------------------------------------- */

struct cards {
	struct job *job;
	struct arena scratch;
	const struct related_card **items; /* by docid; NULL until read */
};

static int read_card(struct cards *cards, uint32_t docid,
		     const struct related_card **out)
{
	struct arena *arena = cards->job->arena;
	struct related_card *card;
	struct record record;
	int ret;

	*out = cards->items[docid];
	if (*out)
		return 0;
	arena_clear(&cards->scratch);
	ret = lookup_listed(cards->job->s, docid, &cards->scratch, &record,
			    cards->job->err);
	if (ret)
		return ret;
	*out = cards->items[docid] = card = arena_alloc(arena, sizeof(*card));
	if (!card)
		return arena_check(arena, cards->job->err);
	card->id = arena_copy(arena, record.id);
	card->url = arena_copy(arena, record.url);
	card->title = arena_copy(arena, record.title);
	card->date = arena_copy(arena, record.date);
	return arena_check(arena, cards->job->err);
}

static int add_article(struct cards *cards, uint32_t docid,
		       struct related_article *out)
{
	struct job *job = cards->job;
	struct related_hit *hits;
	int ret = find(job, docid);

	if (!ret)
		ret = read_card(cards, docid, &out->card);
	if (ret)
		return ret;
	out->hits = hits =
		arena_array(job->arena, job->count + 1, sizeof(*hits));
	if (!hits)
		return arena_check(job->arena, job->err);
	for (size_t i = 0; i < job->count && !ret; i++) {
		hits[i].score = job->found[i].score;
		ret = read_card(cards, job->found[i].docid, &hits[i].card);
	}
	out->hit_count = job->count;
	return ret;
}

static int site_once(struct job *job, void *out)
{
	struct cards cards = { .job = job,
			       .scratch = ARENA_INIT(SEARCH_MEMORY) };
	struct related_site *site = out;
	struct related_article *articles;
	const struct str *ids;
	struct xap_db_info info;
	size_t count;
	int ret = start(job);

	if (!ret)
		ret = lookup_ids(job->s, str_make(NULL, 0), SIZE_MAX,
				 job->arena, &ids, &count, job->err);
	if (!ret)
		ret = xap_db_info(job->s->db, &info, job->err);
	if (ret)
		return ret;
	articles = arena_array(job->arena, count + 1, sizeof(*articles));
	cards.items = arena_array(job->arena, (size_t)info.last_docid + 1,
				  sizeof(*cards.items));
	ret = arena_check(job->arena, job->err);
	site->articles = articles;
	site->count = 0;
	for (size_t i = 0; i < count && !ret; i++) {
		uint32_t docid;

		ret = expect(job,
			     lookup_document(job->s, ids[i], &docid, job->err));
		if (!ret && alike_is_shown(job->alike, docid))
			ret = add_article(&cards, docid,
					  &articles[site->count++]);
	}
	arena_release(&cards.scratch);
	return ret ? ret : alike_check(job->alike, job->err);
}

/* ---- Requests ----------------------------------------------------------- */

static int attempt(struct job *job, int (*once)(struct job *job, void *out),
		   void *out)
{
	int ret = once(job, out);

	alike_free(job->alike);
	job->alike = NULL;
	return ret;
}

/* Goes to the last commit of the index, after one was not to be read. If that
 * is the same, it is not being changed but damaged. */
static int renew(struct job *job, const struct xap_db_info *before)
{
	struct xap_db_info after;
	struct err why = *job->err;
	int ret;

	err_clear(job->err);
	ret = searcher_renew(job->s, job->err);
	if (!ret)
		ret = xap_db_info(job->s->db, &after, job->err);
	if (ret || after.revision != before->revision ||
	    strcmp(after.uuid, before->uuid) != 0)
		return ret;
	return err_set(job->err, ERR_CORRUPT, "%s", why.message);
}

/* Runs a request, and again where the index moved on meanwhile. */
static int run(struct job *job, int (*once)(struct job *job, void *out),
	       void *out)
{
	unsigned int ms = job->request->timeout_ms;
	struct xap_db_info before;
	int ret;

	if (job->request->limit > LIMIT_PAGE)
		return err_set(job->err, ERR_USAGE,
			       "at most %d related articles are told",
			       LIMIT_PAGE);
	job->deadline = deadline_in(ms);
	for (int i = 0;; i++) {
		ret = xap_db_info(job->s->db, &before, job->err);
		if (!ret)
			ret = attempt(job, once, out);
		if (ret != ERR_STALE || i == REPEATS)
			break;
		ret = renew(job, &before);
		if (ret)
			break;
	}
	if (ret == ERR_STALE)
		return err_wrap(job->err, "the index kept changing, try again");
	if (ret == ERR_DEADLINE)
		return err_wrap(job->err, "this was stopped after %u ms", ms);
	return ret < 0 ? searcher_explain(job->s, ret, job->err) : ret;
}

static double ms_since(int64_t start)
{
	return (double)(deadline_now_ns() - start) / 1e6;
}

int related_page(struct searcher *s, const struct related_request *request,
		 struct arena *arena, struct related_page *page,
		 struct err *err)
{
	struct job job = {
		.s = s, .request = request, .arena = arena, .err = err
	};
	int64_t start_ns = deadline_now_ns();
	int ret;

	memset(page, 0, sizeof(*page));
	ret = run(&job, page_once, page);
	page->took_ms = ms_since(start_ns);
	return ret;
}

int related_site(struct searcher *s, const struct related_request *request,
		 struct arena *arena, struct related_site *site,
		 struct err *err)
{
	struct job job = {
		.s = s, .request = request, .arena = arena, .err = err
	};
	int64_t start_ns = deadline_now_ns();
	int ret;

	memset(site, 0, sizeof(*site));
	ret = run(&job, site_once, site);
	site->took_ms = ms_since(start_ns);
	return ret;
}
