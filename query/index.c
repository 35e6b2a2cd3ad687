/*
 * Opening an index, following it, and telling what it holds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/index.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "query/count.h"
#include "query/values.h"
#include "text/fold.h"
#include "text/folder.h"
#include "text/limits.h"
#include "text/schema.h"

/* A writer may remove the generation that is about to be opened. */
#define OPEN_TRIES 5

static int get(struct searcher *s, const char *key, struct str *out,
	       struct err *err)
{
	char *text = NULL;
	size_t len;
	int ret = xap_db_metadata(s->db, str_of(key), &text, &len, err);

	if (!ret) {
		*out = arena_copy(&s->arena, str_make(text, len));
		ret = arena_check(&s->arena, err);
	}
	xap_free(text);
	return ret;
}

static int check_version(struct searcher *s, struct err *err)
{
	struct str text;
	unsigned long version;
	int ret = get(s, SCHEMA_META_VERSION, &text, err);

	if (ret)
		return ret;
	version = strtoul(text.p, NULL, 10);
	if (version == SCHEMA_VERSION)
		return 0;
	if (version == 0)
		return err_set(err, ERR_CORRUPT,
			       "it was not made by this program");
	return err_set(err, ERR_FORMAT,
		       "the index '%s' has format %lu, this program reads %d; "
		       "%s",
		       s->folder, version, SCHEMA_VERSION,
		       version < SCHEMA_VERSION
			       ? "bring it up to date with 'pressmark index'"
			       : "use the newer program that made it");
}

struct year_list {
	struct searcher *s;
	struct err *err;
};

static int add_year(struct str term, uint32_t frequency, void *payload)
{
	struct year_list *list = payload;
	struct searcher *s = list->s;
	int year = 0;
	int *years;

	(void)frequency;
	if (term.len != 5)
		return 0;
	for (size_t i = 1; i < term.len; i++)
		year = year * 10 + (term.p[i] - '0');
	years = arena_grow(&s->arena, s->years, s->year_count, &s->year_cap,
			   sizeof(*years));
	if (!years)
		return arena_check(&s->arena, list->err);
	s->years = years;
	years[s->year_count++] = year;
	return 0;
}

/* A growing list of what stands behind the prefix of terms. */
struct text_list {
	struct arena *arena;
	struct str **items;
	size_t *count, *cap;
	size_t skip;
	struct err *err;
};

static int add_text(struct str term, uint32_t frequency, void *payload)
{
	struct text_list *list = payload;
	struct str *items;

	(void)frequency;
	if (*list->count == LIMIT_FIELD_VALUES)
		return 0;
	items = arena_grow(list->arena, *list->items, *list->count, list->cap,
			   sizeof(*items));
	if (!items)
		return arena_check(list->arena, list->err);
	*list->items = items;
	items[(*list->count)++] =
		arena_copy(list->arena, str_skip(term, list->skip));
	return arena_check(list->arena, list->err);
}

static int look_at_terms(struct searcher *s, enum schema_field field,
			 struct str **items, size_t *count, size_t *cap,
			 struct err *err)
{
	struct str prefix = str_of(schema_rows[field].prefix);
	struct text_list list = {
		&s->arena, items, count, cap, prefix.len, err
	};

	return xap_db_each_term(s->db, prefix, add_text, &list, err);
}

/* When the last article appears, and the first one goes. */
static int look_at_instants(struct searcher *s, struct err *err)
{
	static const uint32_t slots[] = { SCHEMA_SLOT_PUBLISH,
					  SCHEMA_SLOT_EXPIRE };
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++) {
		char *low, *high;
		size_t low_len, high_len;

		ret = xap_db_value_bounds(s->db, slots[i], &low, &low_len,
					  &high, &high_len, err);
		if (i == 0)
			s->last_publish =
				arena_copy(&s->arena, str_make(high, high_len));
		else
			s->first_expire =
				arena_copy(&s->arena, str_make(low, low_len));
		xap_free(low);
		xap_free(high);
	}
	return ret ? ret : arena_check(&s->arena, err);
}

/* In which language the site is, and whether any article is translated. */
static int look_at_translations(struct searcher *s, struct err *err)
{
	struct buf folded = BUF_INIT;
	char *low, *high;
	size_t low_len, high_len;
	int ret = get(s, SCHEMA_META_LANGUAGE, &s->lang, err);

	if (!ret) {
		fold_name(s->lang, &folded);
		ret = buf_check(&folded, err);
	}
	if (!ret) {
		s->lang = arena_copy(&s->arena, buf_view(&folded));
		ret = arena_check(&s->arena, err);
	}
	buf_release(&folded);
	if (ret)
		return ret;
	ret = xap_db_value_bounds(s->db, SCHEMA_SLOT_TRANSLATION, &low,
				  &low_len, &high, &high_len, err);
	s->has_translations = high_len > 0;
	xap_free(low);
	xap_free(high);
	return ret;
}

/* A zone that this machine does not know is as none. */
static int look_at_zone(struct searcher *s, struct err *err)
{
	struct err why = ERR_INIT;
	struct str name;
	int ret = get(s, SCHEMA_META_TIMEZONE, &name, err);

	if (!ret && name.len && zone_load(name, &s->arena, &s->zone, &why) < 0)
		s->zone = NULL;
	return ret;
}

int64_t searcher_day(const struct searcher *s, int64_t now)
{
	return zone_day(s->zone, now);
}

int searcher_explain(const struct searcher *s, int ret, struct err *err)
{
	if (ret == ERR_CORRUPT)
		return err_wrap(err,
				"the index '%s' is damaged, make it anew "
				"with 'pressmark index --rebuild'",
				s->folder);
	return ret;
}

static int count_boosted(struct searcher *s, struct err *err)
{
	struct buf term = BUF_INIT;
	int ret;

	schema_term(SCHEMA_BOOSTED, STR("1"), &term);
	ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_term_frequency(s->db, buf_view(&term), &s->boosted,
					    err);
	buf_release(&term);
	return ret;
}

/* They were checked when they were written. */
static int read_synonyms(struct searcher *s, struct err *err)
{
	struct str file;
	int ret = get(s, SCHEMA_META_SYNONYMS, &file, err);

	if (!ret && file.len)
		ret = synonyms_read(file, STR("its synonyms"), s->words,
				    &s->arena, &s->synonyms, err);
	return ret == ERR_INPUT ? (int)(err->code = ERR_CORRUPT) : ret;
}

static int read_ranking(struct searcher *s, struct err *err)
{
	struct str text;
	int ret = get(s, SCHEMA_META_RANKING, &text, err);

	return ret ? ret : ranking_read(text, &s->ranking, err);
}

/* Learns what is needed of the opened database. */
static int look(struct searcher *s, struct err *err)
{
	struct year_list list = { s, err };
	struct xap_db_info info = { 0 };
	struct str sources;
	int ret = check_version(s, err);

	if (!ret)
		ret = get(s, SCHEMA_META_UPDATED, &s->updated, err);
	if (!ret)
		ret = get(s, SCHEMA_META_HOST, &s->host, err);
	if (!ret)
		ret = get(s, SCHEMA_META_SOURCES, &sources, err);
	if (!ret)
		ret = folder_read_sources(sources, &s->arena, &s->sources,
					  &s->source_count, err);
	if (!ret)
		ret = xap_db_each_term(s->db,
				       str_of(schema_rows[SCHEMA_YEAR].prefix),
				       add_year, &list, err);
	if (!ret)
		ret = look_at_terms(s, SCHEMA_FIELD, &s->keys, &s->key_count,
				    &s->key_cap, err);
	if (!ret)
		ret = look_at_terms(s, SCHEMA_HIDDEN, &s->hidden,
				    &s->hidden_count, &s->hidden_cap, err);
	if (!ret)
		ret = look_at_instants(s, err);
	if (!ret)
		ret = look_at_translations(s, err);
	if (!ret)
		ret = look_at_zone(s, err);
	if (!ret)
		ret = xap_db_info(s->db, &info, err);
	s->articles = info.documents;
	if (!ret)
		ret = count_boosted(s, err);
	if (!ret)
		ret = read_synonyms(s, err);
	if (!ret)
		ret = read_ranking(s, err);
	if (!ret)
		ret = languages_read(s->db, s->articles, &s->languages, err);
	return ret;
}

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

static int make_words(struct searcher *s, struct err *err)
{
	int ret = xap_stemmer_new(&s->stemmer, err);

	return ret ? ret : words_new(stem, s->stemmer, &s->words, err);
}

/* Opens the generation that is current now. */
static int open_current(struct searcher *s, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret = folder_current(s->folder, &s->generation, err);

	if (!ret) {
		folder_generation_path(s->folder, s->generation, &path);
		ret = buf_check(&path, err);
	}
	if (!ret)
		ret = xap_db_open(path.p, &s->db, err);
	buf_release(&path);
	return ret;
}

static int open_any(struct searcher *s, struct err *err)
{
	int ret = 0;

	for (int i = 0; i < OPEN_TRIES; i++) {
		uint32_t tried, now;
		struct err ignored = ERR_INIT;

		err_clear(err);
		ret = open_current(s, err);
		tried = s->generation;
		/* Try again only if another was published meanwhile: what was
		 * opened may have been on its way out, and libxapian takes a
		 * table that is gone for one that is empty. */
		if (folder_current(s->folder, &now, &ignored) || now == tried)
			break;
		xap_db_free(s->db);
		s->db = NULL;
		ret = ERR_STALE;
	}
	if (ret == ERR_STALE && !err->code)
		err_set(err, ERR_STALE,
			"the index '%s' keeps being made anew; try again",
			s->folder);
	if (ret == ERR_NOINDEX && s->generation) {
		err_clear(err);
		return err_set(err, ERR_CORRUPT,
			       "generation %u of '%s' is missing; make the "
			       "index anew with 'pressmark index --rebuild'",
			       s->generation, s->folder);
	}
	return searcher_explain(s, ret, err);
}

int searcher_open(const char *folder, struct searcher **out, struct err *err)
{
	struct searcher *s = calloc(1, sizeof(*s));
	size_t len = strlen(folder) + 1;
	int ret;

	*out = NULL;
	if (s)
		s->folder = malloc(len);
	if (!s || !s->folder) {
		free(s);
		return err_set(err, ERR_MEMORY, "no memory to open the index");
	}
	memcpy(s->folder, folder, len);
	s->arena.budget = SIZE_MAX;
	ret = open_any(s, err);
	if (!ret)
		ret = make_words(s, err);
	if (!ret)
		ret = searcher_explain(s, look(s, err), err);
	if (ret) {
		searcher_free(s);
		return ret;
	}
	*out = s;
	return 0;
}

void searcher_free(struct searcher *s)
{
	if (!s)
		return;
	columns_release(&s->columns);
	roster_release(&s->roster);
	records_release(&s->records);
	words_free(s->words);
	xap_stemmer_free(s->stemmer);
	xap_db_free(s->db);
	arena_release(&s->arena);
	free(s->folder);
	free(s);
}

int searcher_renew(struct searcher *s, struct err *err)
{
	struct searcher *fresh, swap;
	int ret = searcher_open(s->folder, &fresh, err);

	if (ret)
		return ret;
	swap = *s;
	*s = *fresh;
	*fresh = swap;
	searcher_free(fresh);
	return 0;
}

int searcher_refresh(struct searcher *s, struct err *err)
{
	struct err why = ERR_INIT;
	uint32_t generation;
	bool changed = true;
	int ret = folder_current(s->folder, &generation, &why);

	if (!ret && generation == s->generation)
		ret = xap_db_reopen(s->db, &changed, &why);
	if (!ret && !changed)
		return 0;
	records_release(&s->records); /* of the database as it was */
	/* What is known of the index is learnt aside, so that nothing is lost
	 * when that fails. Also when a call above did: another generation may
	 * just have been published and this one removed. If not, opening it
	 * tells what is wrong. */
	return searcher_renew(s, err);
}

const struct str *searcher_sources(const struct searcher *s, size_t *count)
{
	*count = s->source_count;
	return s->sources;
}

/* Will an article appear, or does one go, by itself? */
static bool is_timed(const struct searcher *s, int64_t now)
{
	unsigned char after[SCHEMA_INSTANT_SIZE];

	schema_instant(now + 1, after);
	return s->first_expire.len ||
	       str_cmp(s->last_publish,
		       str_make((const char *)after, sizeof(after))) >= 0;
}

int searcher_state_id(struct searcher *s, int64_t now,
		      struct search_state_id *out, struct err *err)
{
	struct xap_db_info info;
	int ret = xap_db_info(s->db, &info, err);

	if (ret)
		return ret;
	memcpy(out->uuid, info.uuid, sizeof(out->uuid));
	out->revision = info.revision;
	out->generation = s->generation;
	out->articles = info.documents;
	if (is_timed(s, now)) {
		out->period = now / 60;
		out->period_end = (now / 60 + 1) * 60;
	} else {
		out->period = searcher_day(s, now);
		out->period_end = zone_day_end(s->zone, now);
	}
	return 0;
}

static int count_term(struct str term, uint32_t frequency, void *payload)
{
	uint32_t *count = payload;

	(void)term;
	(void)frequency;
	++*count;
	return 0;
}

static int count_terms(struct searcher *s, enum schema_field field,
		       uint32_t *out, struct err *err)
{
	return xap_db_each_term(s->db, str_of(schema_rows[field].prefix),
				count_term, out, err);
}

struct days {
	struct arena *arena;
	struct str first, last;
};

static int add_day(struct str term, uint32_t frequency, void *payload)
{
	struct days *days = payload;
	char text[11];

	(void)frequency;
	if (term.len != 9)
		return 0;
	memcpy(text, term.p + 1, 4);
	text[4] = text[7] = '-';
	memcpy(text + 5, term.p + 5, 2);
	memcpy(text + 8, term.p + 7, 2);
	days->last = arena_copy(days->arena, str_make(text, 10));
	if (!days->first.len)
		days->first = days->last;
	return 0;
}

/* How many articles are in one of query_states. */
static int count_state(struct searcher *s, int64_t now, const char *state,
		       uint32_t *out, struct err *err)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	const struct deadline none = { 0 };
	const struct xap_query *query = NULL;
	struct planner planner = { .arena = &arena };
	struct query_node node = { .kind = QUERY_STATE, .text = str_of(state) };
	int ret = xap_queries_new(&planner.pool, err);

	searcher_tell_planner(s, now, &planner);
	if (!ret)
		query = values_query(&planner, &node, err);
	if (query)
		count_matches(s->db, query, UINT32_MAX, none, out, NULL, err);
	xap_queries_free(planner.pool);
	arena_release(&arena);
	return (int)err->code;
}

/* How many articles are not shown, and why. The last state is any. */
static int count_hidden(struct searcher *s, int64_t now,
			struct search_status *out, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < SEARCH_STATES && !ret; i++) {
		out->states[i].name = query_states[i];
		ret = count_state(s, now, query_states[i],
				  &out->states[i].articles, err);
	}
	return ret ? ret
		   : count_state(s, now, query_states[SEARCH_STATES],
				 &out->hidden, err);
}

void searcher_tell_planner(struct searcher *s, int64_t now, struct planner *out)
{
	out->db = s->db;
	out->records = &s->records;
	out->words = s->words;
	out->languages = s->languages;
	out->spoken = s->languages;
	out->told = LANGUAGE_COUNT;
	out->articles = s->articles;
	out->boosted = s->boosted;
	out->ranking = &s->ranking;
	out->years = s->years;
	out->year_count = s->year_count;
	out->host = s->host;
	out->synonyms = &s->synonyms;
	out->zone = s->zone;
	out->now = now;
	out->hidden = s->hidden;
	out->hidden_count = s->hidden_count;
	out->last_publish = s->last_publish;
	out->first_expire = s->first_expire;
}

int searcher_status(struct searcher *s, int64_t now, struct arena *arena,
		    struct search_status *out, struct err *err)
{
	struct days days = { arena, { NULL, 0 }, { NULL, 0 } };
	struct buf path = BUF_INIT;
	struct xap_db_info info;
	int ret = xap_db_info(s->db, &info, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = count_terms(s, SCHEMA_TAG, &out->tags, err);
	if (!ret)
		ret = count_terms(s, SCHEMA_AUTHOR, &out->authors, err);
	if (!ret)
		ret = xap_db_each_term(s->db,
				       str_of(schema_rows[SCHEMA_DAY].prefix),
				       add_day, &days, err);
	if (ret)
		return searcher_explain(s, ret, err);
	ret = count_hidden(s, now, out, err);
	if (ret)
		return searcher_explain(s, ret, err);
	out->fields = (uint32_t)s->key_count;
	out->articles = info.documents;
	out->generation = s->generation;
	out->version = SCHEMA_VERSION;
	out->synonyms = (uint32_t)s->synonyms.rule_count;
	for (size_t i = 0; i < s->languages.count; i++) {
		if (s->languages.list[i] != LANGUAGE_NONE)
			out->stemmed[out->stemmed_count++] = str_of(
				language_rows[s->languages.list[i]].code);
	}
	out->updated = s->updated;
	out->uuid = arena_copy(arena, str_of(info.uuid));
	out->sources = s->sources;
	out->source_count = s->source_count;
	out->oldest = days.first;
	out->newest = days.last;
	folder_generation_path(s->folder, s->generation, &path);
	ret = buf_check(&path, err);
	if (!ret)
		out->bytes = fs_tree_size(path.p);
	buf_release(&path);
	return ret ? ret : arena_check(arena, err);
}
