/*
 * What an article says to the search itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/search_keys.h"

#include "base/opt.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/limits.h"
#include "text/number.h"

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define BOOST_MAX 100

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A key that is true or false, and which of the two excludes. */
struct flag {
	const char *key;
	bool excludes;
	bool is_hint; /* for crawlers: only when the site wants them obeyed */
};

static const struct flag flags[] = {
	{ "in_search_index", false, false },  /* Zola */
	{ "pagefind", false, false },	      /* Starlight */
	{ "search_exclude", true, false },    /* Just the Docs */
	{ "searchHidden", true, false },      /* PaperMod */
	{ "exclude_search", true, false },    /* Docsy */
	{ "bookSearchExclude", true, false }, /* hugo-book */
	{ "excludeSearch", true, false },     /* Hextra */
	{ "excludeFromSearch", true, false }, /* Congo, Blowfish, Redocly */
	{ "searchable", false, false },	      /* MarkBind */
	{ "unlisted", true, false },	      /* Docusaurus */
	{ "skip_index", true, false },	      /* 18F and GSA */
	{ "noindex", true, true },	      /* Mintlify */
	{ "prevent_indexing", true, true },   /* GOV.UK tech docs */
	{ "robotsNoIndex", true, true },      /* PaperMod */
};

/* Where a value is, for messages: nowhere in this file when it is a default. */
static unsigned int line_of(const struct front_node *node,
			    const struct article_from *from)
{
	return from->rule == ARTICLE_BY_KEY ? node->line : 0;
}

static unsigned int column_of(const struct front_node *node,
			      const struct article_from *from)
{
	return from->rule == ARTICLE_BY_KEY ? node->column : 0;
}

static bool is_flag(const struct front_node *node, bool wanted)
{
	bool flag;

	return node && front_bool(node, &flag) && flag == wanted;
}

/* ---- Excluded */

static bool flag_excludes(const struct fields *f, const struct flag *flag,
			  struct article_from *from)
{
	const struct front_node *node = fields_get(f, flag->key, from);
	bool value;

	if (!node)
		return false;
	if (front_bool(node, &value))
		return value == flag->excludes;
	warnings_note(f->warnings, line_of(node, from), column_of(node, from),
		      "bad-value", "'%s' is neither true nor false", flag->key);
	return false;
}

static bool is_exclude(const struct front_node *node)
{
	return node->kind == FRONT_SCALAR &&
	       str_eq_nocase(str_trim(node->value), STR("exclude"));
}

/* search: false, "exclude", {exclude: true}. */
static bool search_excludes(const struct fields *f, struct article_from *from)
{
	const struct front_node *node = fields_get(f, "search", from);

	if (!node)
		return false;
	if (node->kind == FRONT_MAP)
		return is_flag(fields_get(f, "search.exclude", from), true);
	return is_flag(node, false) || is_exclude(node);
}

/* sitemap: false (Jekyll), {disable: true} (Hugo). */
static bool sitemap_excludes(const struct fields *f, struct article_from *from)
{
	return is_flag(fields_get(f, "sitemap", from), false) ||
	       is_flag(fields_get(f, "sitemap.disable", from), true);
}

/* "noindex, nofollow", as in <meta name="robots">; "none" is both. */
static bool forbids_index(struct str s)
{
	while (s.len) {
		size_t end = str_find(s, ',');
		struct str word = str_trim(str_head(s, end));

		if (str_eq_nocase(word, STR("noindex")) ||
		    str_eq_nocase(word, STR("none")))
			return true;
		s = str_skip(s, end + 1);
	}
	return false;
}

static bool robots_excludes(const struct fields *f, struct article_from *from)
{
	const struct front_node *node = fields_get(f, "robots", from);

	if (!node)
		return false;
	if (node->kind == FRONT_SCALAR)
		return forbids_index(node->value);
	for (size_t i = 0; node->kind == FRONT_LIST && i < node->count; i++) {
		if (node->items[i].kind == FRONT_SCALAR &&
		    forbids_index(node->items[i].value))
			return true;
	}
	return false;
}

bool search_keys_exclude(const struct fields *f, struct article_from *from)
{
	bool obeys_hints = f->site->respect_noindex;

	if (search_excludes(f, from))
		return true;
	for (size_t i = 0; i < COUNT(flags); i++) {
		if ((obeys_hints || !flags[i].is_hint) &&
		    flag_excludes(f, &flags[i], from))
			return true;
	}
	if (obeys_hints &&
	    (sitemap_excludes(f, from) || robots_excludes(f, from)))
		return true;
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	return false;
}

/* ---- search: {boost, pin, also, section_boost} */

struct reader {
	struct fields *f;
	struct article_from from; /* of the map */
};

static void warn(struct reader *r, const struct front_node *node,
		 const char *what, struct str subject)
{
	warnings_add(r->f->warnings, line_of(node, &r->from),
		     column_of(node, &r->from), "bad-search", "'%.*s' %s",
		     STR_ARG(utf8_head(subject, QUOTED_BYTES)), what);
}

static bool read_boost(struct reader *r, const struct front_node *node,
		       struct str subject, double *out)
{
	double boost;

	if (node->kind == FRONT_SCALAR &&
	    number_parse(str_trim(node->value), &boost) && boost > 0 &&
	    boost <= BOOST_MAX) {
		*out = boost;
		return true;
	}
	warn(r, node, "must be a number above 0, at most 100", subject);
	return false;
}

/* A text or a list of texts. */
static void read_texts(struct reader *r, const struct front_node *node,
		       size_t max_count, size_t max_bytes,
		       const struct str **out, size_t *count)
{
	bool is_list = node->kind == FRONT_LIST;
	size_t total = is_list ? node->count : 1;
	struct str *list;

	if (node->kind == FRONT_MAP) {
		warn(r, node, "must be a text or a list of texts", node->key);
		return;
	}
	if (total > max_count) {
		warn(r, node, "has too many values; the rest is dropped",
		     node->key);
		total = max_count;
	}
	list = arena_array(r->f->arena, total, sizeof(*list));
	*count = 0;
	if (!list)
		return;
	for (size_t i = 0; i < total; i++) {
		const struct front_node *item =
			is_list ? &node->items[i] : node;
		struct str text;

		if (item->kind == FRONT_LIST || item->kind == FRONT_MAP) {
			warn(r, item, "must be a text or a list of texts",
			     node->key);
			continue;
		}
		text = clean_line(r->f->arena, item->value, max_bytes);
		if (text.len)
			list[(*count)++] = text;
	}
	*out = list;
}

static void read_section_boosts(struct reader *r, const struct front_node *node,
				struct article_search *out)
{
	size_t total = node->count;
	struct article_boost *list;

	if (node->kind != FRONT_MAP) {
		warn(r, node, "must be a map from headings to numbers",
		     node->key);
		return;
	}
	if (total > LIMIT_SECTION_BOOSTS) {
		warn(r, node, "has too many values; the rest is dropped",
		     node->key);
		total = LIMIT_SECTION_BOOSTS;
	}
	list = arena_array(r->f->arena, total, sizeof(*list));
	out->section_count = 0;
	if (!list)
		return;
	for (size_t i = 0; i < total; i++) {
		const struct front_node *item = &node->items[i];
		struct article_boost *boost = &list[out->section_count];

		if (!read_boost(r, item, item->key, &boost->boost))
			continue;
		boost->heading =
			clean_line(r->f->arena, item->key, LIMIT_TITLE_BYTES);
		boost->line = line_of(item, &r->from);
		boost->column = column_of(item, &r->from);
		out->section_count++;
	}
	out->sections = list;
}

static void warn_unknown(struct reader *r, const struct front_node *node)
{
	static const char *const known[] = { "exclude", "boost", "pin", "also",
					     "section_boost" };
	struct str key = arena_copy(r->f->arena, node->key);
	const char *nearest =
		key.len ? opt_nearest(key.p, known, COUNT(known)) : NULL;

	if (nearest)
		warnings_add(r->f->warnings, line_of(node, &r->from),
			     column_of(node, &r->from), "bad-search",
			     "'search' has no '%.*s'; did you mean '%s'?",
			     STR_ARG(utf8_head(key, QUOTED_BYTES)), nearest);
	else
		warn(r, node,
		     "is not known in 'search', which has exclude, boost, pin, "
		     "also and section_boost",
		     key);
}

/* Of a member that is given twice the last counts. */
static void read_member(struct reader *r, const struct front_node *node)
{
	struct article_search *out = &r->f->out->search;
	bool flag;

	if (!fields_is_set(node))
		return;
	if (str_eq_nocase(node->key, STR("exclude"))) {
		if (!front_bool(node, &flag))
			warn(r, node, "is neither true nor false", node->key);
	} else if (str_eq_nocase(node->key, STR("boost"))) {
		read_boost(r, node, node->key, &out->boost);
	} else if (str_eq_nocase(node->key, STR("pin"))) {
		read_texts(r, node, LIMIT_PINS, LIMIT_QUERY_BYTES, &out->pins,
			   &out->pin_count);
	} else if (str_eq_nocase(node->key, STR("also"))) {
		read_texts(r, node, LIMIT_ALSO, LIMIT_NAME_BYTES, &out->also,
			   &out->also_count);
	} else if (str_eq_nocase(node->key, STR("section_boost"))) {
		read_section_boosts(r, node, out);
	} else {
		warn_unknown(r, node);
	}
}

/* An alias that is no path is another name, as in Obsidian's notes. */
static bool is_name(const struct front_node *node)
{
	struct str text = str_trim(node->value);

	return node->kind == FRONT_SCALAR && fields_is_set(node) &&
	       text.len > 0 && !strchr("/.", text.p[0]) &&
	       (str_find(text, '/') == text.len ||
		str_find(text, ' ') < text.len);
}

/* Other names are words that find the article, too. */
static void add_names(struct fields *f)
{
	struct article_from ignored;
	const struct front_node *node = fields_get(f, "aliases", &ignored);
	struct article_search *out = &f->out->search;
	size_t total = 1;
	struct str *list;

	if (!node || f->site->preset != SITE_GENERIC)
		return;
	if (node->kind == FRONT_LIST)
		total = node->count;
	if (total > LIMIT_ALSO - out->also_count)
		total = LIMIT_ALSO - out->also_count;
	list = arena_array(f->arena, out->also_count + total, sizeof(*list));
	if (!list)
		return;
	for (size_t i = 0; i < out->also_count; i++)
		list[i] = out->also[i];
	for (size_t i = 0; i < total; i++) {
		const struct front_node *item =
			node->kind == FRONT_LIST ? &node->items[i] : node;

		if (is_name(item))
			list[out->also_count++] = clean_line(
				f->arena, item->value, LIMIT_NAME_BYTES);
	}
	out->also = list;
}

static void read_search(struct fields *f)
{
	struct reader r = { .f = f };
	const struct front_node *node = fields_get(f, "search", &r.from);
	bool flag;

	if (!node)
		return;
	if (node->kind != FRONT_MAP) {
		if (!front_bool(node, &flag) && !is_exclude(node))
			warnings_note(f->warnings, line_of(node, &r.from),
				      column_of(node, &r.from), "bad-search",
				      "'search' is true, false or a map");
		return;
	}
	f->out->from[ARTICLE_SEARCH] = r.from;
	for (size_t i = 0; i < node->count; i++)
		read_member(&r, &node->items[i]);
}

void search_keys_read(struct fields *f)
{
	f->out->search = (struct article_search){ .boost = 1 };
	read_search(f);
	add_names(f);
}
