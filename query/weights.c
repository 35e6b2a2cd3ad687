/*
 * Weights: how much an article is about each of its terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/weights.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "text/schema.h"

/* Measured by the links of eight sites: docs/ranking.md. */
#define K1	   1.5
#define B	   0.75
#define LENGTH_MIN 0.5 /* of the mean; a shorter article counts as that */
#define TITLE	   2.0
#define TAG	   2.0

/* What lists may take in all: those that one article asks for come on top of
 * what may be kept. */
#define LISTS_MEMORY (8 * (size_t)WEIGHTS_MEMORY)

double weights_idf(uint32_t frequency, uint32_t articles)
{
	double n = frequency < articles ? frequency : articles;

	return log(1 + (articles - n + 0.5) / (n + 0.5));
}

double weights_word(const struct weights *w, uint32_t docid, uint32_t count,
		    bool in_title)
{
	double tf = count;

	return tf * (K1 + 1) / (tf + (double)w->saturation[docid]) +
	       (in_title ? TITLE : 0);
}

double weights_tag(void)
{
	return TAG;
}

static int take_length(uint32_t docid, uint32_t length, void *payload)
{
	struct weights *w = payload;
	double part = length / w->info.average_length;

	if (docid <= w->info.last_docid)
		w->saturation[docid] =
			(float)(K1 * (1 - B + B * fmax(part, LENGTH_MIN)));
	return 0;
}

int weights_init(struct weights *w, struct xap_db *db, struct err *err)
{
	int ret;

	memset(w, 0, sizeof(*w));
	w->db = db;
	w->kept = (struct arena)ARENA_INIT(LISTS_MEMORY);
	w->arena = (struct arena)ARENA_INIT(LISTS_MEMORY);
	ret = xap_db_info(db, &w->info, err);
	if (ret)
		return ret;
	w->saturation = arena_array(&w->arena, w->info.last_docid + (size_t)1,
				    sizeof(*w->saturation));
	if (!w->saturation)
		return arena_check(&w->arena, err);
	return xap_db_each_length(db, take_length, w, err);
}

static void forget(struct weights *w)
{
	static const struct map none = MAP_INIT;

	map_release(&w->lists);
	w->lists = none;
}

void weights_release(struct weights *w)
{
	forget(w);
	arena_release(&w->kept);
	arena_release(&w->arena);
}

void weights_trim(struct weights *w)
{
	if (w->kept.used <= WEIGHTS_MEMORY)
		return;
	forget(w);
	arena_clear(&w->kept);
}

/* The list of a term, new or not; NULL with *err set. */
static struct weights_list *find(struct weights *w, struct str term,
				 struct err *err)
{
	struct map_entry *entry = map_get(&w->lists, term);
	struct weights_list *list;

	if (entry)
		return (struct weights_list *)entry->value;
	list = arena_alloc(&w->kept, sizeof(*list));
	term = arena_copy(&w->kept, term);
	if (arena_check(&w->kept, err) ||
	    xap_db_term_frequency(w->db, term, &list->count, err))
		return NULL;
	entry = map_put(&w->lists, term, err);
	if (!entry)
		return NULL;
	entry->value = (uintptr_t)list;
	return list;
}

int weights_frequency(struct weights *w, struct str term, uint32_t *out,
		      struct err *err)
{
	const struct weights_list *list = find(w, term, err);

	*out = list ? list->count : 0;
	return (int)err->code;
}

/* ---- Reading ------------------------------------------------------------ */

/* A list while it is read. */
struct reading {
	struct weights *weights;
	struct weights_list *list;
	struct weight *items;
	uint32_t count;
	bool is_tag;
	/* The articles that have the word in the title, in order. */
	uint32_t *titles;
	uint32_t title_count, title_cap, title_at;
	struct err *err;
};

static int refuse(struct reading *r)
{
	return err_set(r->err, ERR_STALE,
		       "a term has other articles than it says");
}

static int take_title(uint32_t docid, void *payload)
{
	struct reading *r = payload;

	if (r->title_count == r->title_cap)
		return refuse(r);
	r->titles[r->title_count++] = docid;
	return 0;
}

static bool is_in_title(struct reading *r, uint32_t docid)
{
	while (r->title_at < r->title_count && r->titles[r->title_at] < docid)
		r->title_at++;
	return r->title_at < r->title_count && r->titles[r->title_at] == docid;
}

static int take(uint32_t docid, uint32_t count, void *payload)
{
	struct reading *r = payload;
	struct weights *w = r->weights;
	double weight;

	if (r->count == r->list->count || docid > w->info.last_docid)
		return refuse(r);
	weight = r->is_tag
			 ? weights_tag()
			 : weights_word(w, docid, count, is_in_title(r, docid));
	r->items[r->count++] = (struct weight){ docid, (float)weight };
	return 0;
}

void weights_title_term(struct str term, struct buf *out)
{
	struct str prefix = str_of(schema_rows[SCHEMA_STEM].prefix);

	if (str_starts(term, prefix)) {
		buf_add_str(out, str_of(schema_rows[SCHEMA_TITLE_STEM].prefix));
		term = str_skip(term, prefix.len);
	} else {
		buf_add_str(out, str_of(schema_rows[SCHEMA_TITLE_WORD].prefix));
	}
	buf_add_str(out, term);
}

static int read_titles(struct reading *r, struct str term, struct arena *arena)
{
	struct xap_db *db = r->weights->db;
	struct buf title = BUF_INIT;
	int ret;

	weights_title_term(term, &title);
	ret = buf_check(&title, r->err);
	if (!ret)
		ret = xap_db_term_frequency(db, buf_view(&title), &r->title_cap,
					    r->err);
	r->titles = arena_array(arena, r->title_cap, sizeof(*r->titles));
	if (!ret)
		ret = arena_check(arena, r->err);
	if (!ret && r->title_cap)
		ret = xap_db_each_posting(db, buf_view(&title), take_title, r,
					  r->err);
	buf_release(&title);
	return ret;
}

int weights_read(struct weights *w, struct str term, bool is_tag,
		 const struct weights_list **out, struct err *err)
{
	struct arena scratch = ARENA_INIT(LISTS_MEMORY);
	struct reading r = { .weights = w, .is_tag = is_tag, .err = err };
	int ret = 0;

	r.list = find(w, term, err);
	*out = r.list;
	if (!r.list || r.list->items)
		return (int)err->code;
	r.items = arena_array(&w->kept, r.list->count + (size_t)1,
			      sizeof(*r.items));
	ret = arena_check(&w->kept, err);
	if (!ret && !is_tag)
		ret = read_titles(&r, term, &scratch);
	if (!ret)
		ret = xap_db_each_count(w->db, term, take, &r, err);
	if (!ret && r.count != r.list->count)
		ret = refuse(&r);
	if (!ret)
		r.list->items = r.items;
	arena_release(&scratch);
	return ret;
}
