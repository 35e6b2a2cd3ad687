/*
 * pressmark.yaml: what its owner says of a folder of articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/config.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "indexer/authors.h"
#include "indexer/config_value.h"
#include "indexer/front.h"
#include "indexer/sources.h"
#include "indexer/synonym_file.h"
#include "indexer/url_decode.h"
#include "indexer/url_pattern.h"
#include "indexer/url_rule.h"
#include "text/limits.h"
#include "text/schema.h"

/* Keys that say nothing of how articles are read. */
#define RANKING "ranking"
#define SERVE	"serve"

static int read_sources(struct config_reader *r, const struct front_node *n)
{
	r->out->sources_line = n->key_line;
	return config_texts(r, n, &r->out->sources, &r->out->source_count);
}

static int read_exclude(struct config_reader *r, const struct front_node *n)
{
	struct config *out = r->out;
	int ret = config_texts(r, n, &out->excludes, &out->exclude_count);

	for (size_t i = 0; i < out->exclude_count && !ret; i++) {
		struct str glob = out->excludes[i];

		glob = str_skip(glob, str_starts(glob, STR("!")));
		ret = config_glob(r, config_item(n, i), glob);
	}
	return ret;
}

static int read_preset(struct config_reader *r, const struct front_node *n)
{
	int choice = 0;
	const char *names[SITE_PRESETS];
	int ret;

	for (int i = 0; i < SITE_PRESETS; i++)
		names[i] = site_preset_name((enum site_preset)i);
	ret = config_choice(r, n, names, SITE_PRESETS, &choice);
	r->out->site.preset = (enum site_preset)choice;
	r->out->preset_is_configured = true;
	return ret;
}

/* Is an absolute path as it is when it is cleaned? */
static bool is_clean(struct str path)
{
	struct buf b = BUF_INIT;
	bool same;

	buf_add_str(&b, path);
	if (b.failed)
		return true; /* which is found soon enough */
	url_rule_clean(SITE_GENERIC, &b);
	same = str_eq(buf_view(&b), path);
	buf_release(&b);
	return same;
}

/* The path before every URL: "/blog" of "blog/", "" of "/". */
static int set_base_path(struct config_reader *r, const struct front_node *n,
			 struct str path)
{
	struct buf b = BUF_INIT;
	int ret;

	while (str_ends(path, STR("/")))
		path.len--;
	while (str_starts(path, STR("/")))
		path = str_skip(path, 1);
	for (size_t i = 0; i < path.len; i++) {
		if (path.p[i] == '?' || path.p[i] == '#' || path.p[i] == '\\')
			return config_fault(r, n, "'%.*s' is no path",
					    STR_ARG(path));
	}
	if (path.len > 0) {
		buf_add_char(&b, '/');
		url_add_decoded(path, &b);
	}
	ret = buf_check(&b, r->err);
	if (!ret && b.len > 0 && !is_clean(buf_view(&b)))
		ret = config_fault(r, n, "'%.*s' is no path", STR_ARG(path));
	r->out->site.base_path = arena_copy(r->arena, buf_view(&b));
	buf_release(&b);
	return ret;
}

static int read_base_path(struct config_reader *r, const struct front_node *n)
{
	struct str path;
	int ret = config_text(r, n, &path);

	return ret ? ret : set_base_path(r, n, path);
}

static int read_base_url(struct config_reader *r, const struct front_node *n)
{
	struct str url, host;
	size_t scheme;
	int ret = config_text(r, n, &url);

	if (ret)
		return ret;
	scheme = str_find(url, ':');
	if (!str_eq_nocase(str_head(url, scheme), STR("http")) &&
	    !str_eq_nocase(str_head(url, scheme), STR("https")))
		return config_fault(r, n, "'%.*s' does not begin with https://",
				    STR_ARG(url));
	url = str_skip(url, scheme + 1);
	if (!str_starts(url, STR("//")) || url.len == 2 || url.p[2] == '/')
		return config_fault(r, n, "the URL names no host");
	url = str_skip(url, 2);
	host = str_head(url, str_find(url, '/'));
	r->out->site.host = host;
	return set_base_path(r, n, str_skip(url, host.len));
}

static int read_content_dir(struct config_reader *r, const struct front_node *n)
{
	struct str path;
	int ret = config_text(r, n, &path);

	if (ret)
		return ret;
	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	while (str_ends(path, STR("/")))
		path.len--;
	if (str_eq(path, STR(".")))
		path.len = 0;
	if (str_starts(path, STR("/")) || str_eq(path, STR("..")) ||
	    str_starts(path, STR("../")))
		return config_fault(r, n, "the folder is one below the source");
	r->out->site.content_dir = path;
	r->out->has_content_dir = true;
	return 0;
}

/* A pattern is a path or has tokens; else it is to be a style of Jekyll's. */
static bool is_pattern(struct str s)
{
	return str_find(s, '/') < s.len || str_find(s, ':') < s.len ||
	       url_is_style(s);
}

static int no_pattern(struct config_reader *r, const struct front_node *n,
		      struct str s)
{
	return config_fault(r, n,
			    "'%.*s' is no pattern such as '/:year/:title/', "
			    "nor one of the styles date, pretty, ordinal, "
			    "weekdate and none",
			    STR_ARG(utf8_head(s, 60)));
}

static int read_url(struct config_reader *r, const struct front_node *n)
{
	size_t count = n->kind == FRONT_MAP ? n->count : 1;
	struct site_url *urls = arena_array(r->arena, count, sizeof(*urls));
	struct str unknown;
	int ret = 0;

	if (!urls)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < count && !ret; i++) {
		const struct front_node *item = n;

		urls[i].glob = STR("**");
		if (n->kind == FRONT_MAP) {
			item = &n->items[i];
			urls[i].glob = item->key;
			ret = config_glob(r, item, item->key);
		}
		if (!ret)
			ret = config_text(r, item, &urls[i].pattern);
		if (!ret && !is_pattern(urls[i].pattern))
			ret = no_pattern(r, item, urls[i].pattern);
		if (!ret && !url_pattern_check(urls[i].pattern, &unknown))
			ret = config_fault(r, item,
					   "there is no '%.*s' in patterns of "
					   "URLs",
					   STR_ARG(unknown));
	}
	r->out->site.urls = urls;
	r->out->site.url_count = count;
	return ret;
}

static int read_timezone(struct config_reader *r, const struct front_node *n)
{
	struct err why = ERR_INIT;
	struct str name;
	int ret = config_text(r, n, &name);

	if (!ret)
		ret = zone_load(name, r->arena, &r->out->site.zone, &why);
	if (ret == ERR_USAGE || ret == ERR_INPUT)
		return config_fault(r, n, "%s", why.message);
	return ret ? err_copy(r->err, &why) : 0;
}

static int read_language(struct config_reader *r, const struct front_node *n)
{
	return config_text(r, n, &r->out->site.lang);
}

static int read_languages(struct config_reader *r, const struct front_node *n)
{
	return config_texts(r, n, &r->out->site.languages,
			    &r->out->site.language_count);
}

static int read_date_order(struct config_reader *r, const struct front_node *n)
{
	static const char *const names[] = { "dmy", "mdy" };
	int choice = 0;
	int ret = config_choice(r, n, names, 2, &choice);

	r->out->site.date_order = choice ? DATE_MDY : DATE_DMY;
	return ret;
}

/* `drop`, `inner`, or `{text: [alt, caption]}`, with `use: drop` if meant. */
static int read_shortcode(struct config_reader *r, const struct front_node *n,
			  struct site_shortcode *out)
{
	static const char *const uses[] = { "inner", "drop" };
	static const char *const keys[] = { "text", "use" };
	const struct front_node *use = n;
	int choice = 0;
	int ret = 0;

	out->name = n->key;
	if (n->kind == FRONT_MAP) {
		const struct front_node *text = front_get(n, "text");

		ret = config_known(r, n, keys, 2);
		if (!ret && text)
			ret = config_texts(r, text, &out->arguments,
					   &out->argument_count);
		use = front_get(n, "use");
	}
	if (!ret && use)
		ret = config_choice(r, use, uses, 2, &choice);
	out->use = choice ? SITE_DROP : SITE_INNER;
	return ret;
}

static int read_shortcodes(struct config_reader *r, const struct front_node *n)
{
	struct site_shortcode *list;
	int ret = 0;

	if (n->kind != FRONT_MAP)
		return config_fault(r, n,
				    "shortcodes are written as 'NAME: "
				    "drop' or 'NAME: inner'");
	list = arena_array(r->arena, n->count, sizeof(*list));
	for (size_t i = 0; list && i < n->count && !ret; i++)
		ret = read_shortcode(r, &n->items[i], &list[i]);
	r->out->site.shortcodes = list;
	r->out->site.shortcode_count = n->count;
	return ret ? ret : arena_check(r->arena, r->err);
}

static int read_separator(struct config_reader *r, const struct front_node *n)
{
	if (n->kind != FRONT_SCALAR)
		return config_fault(r, n, "the separator is not text");
	r->out->site.excerpt_separator = n->value;
	return 0;
}

static int read_authors(struct config_reader *r, const struct front_node *n)
{
	r->out->authors_line = n->line;
	r->out->authors_column = n->column;
	return config_text(r, n, &r->out->authors_path);
}

static int read_synonyms(struct config_reader *r, const struct front_node *n)
{
	r->out->synonyms_line = n->line;
	r->out->synonyms_column = n->column;
	return config_text(r, n, &r->out->synonyms_path);
}

static int read_ranking(struct config_reader *r, const struct front_node *n)
{
	const char *names[RANKING_WEIGHTS];
	int ret;

	if (n->kind != FRONT_MAP)
		return config_fault(r, n,
				    "weights are written as 'title: 0.5'");
	for (size_t i = 0; i < RANKING_WEIGHTS; i++)
		names[i] = ranking_rows[i].name;
	ret = config_known(r, n, names, RANKING_WEIGHTS);
	for (size_t i = 0; i < n->count && !ret; i++) {
		const struct front_node *item = &n->items[i];
		size_t k = 0;

		while (!str_eq(item->key, str_of(names[k])))
			k++;
		if (item->kind != FRONT_NULL)
			ret = config_number(r, item, ranking_rows[k].least,
					    ranking_rows[k].most,
					    ranking_rows[k].unit,
					    &r->out->ranking.weights[k]);
	}
	return ret;
}

static int read_inline_tags(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->site.inline_tags);
}

static int read_noindex(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->site.respect_noindex);
}

static int read_drafts(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->site.show_drafts);
}

static int read_future(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->site.show_future);
}

static int read_public(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->is_public);
}

static int read_git(struct config_reader *r, const struct front_node *n)
{
	return config_bool(r, n, &r->out->uses_git);
}

/* The keys of the file. */
static const struct {
	const char *name;
	int (*read)(struct config_reader *r, const struct front_node *node);
} keys[] = {
	{ "sources", read_sources },
	{ "exclude", read_exclude },
	{ "preset", read_preset },
	{ "base_url", read_base_url },
	{ "base_path", read_base_path },
	{ "content_dir", read_content_dir },
	{ "url", read_url },
	{ "timezone", read_timezone },
	{ "language", read_language },
	{ "languages", read_languages },
	{ "date_order", read_date_order },
	{ "defaults", config_defaults },
	{ "authors", read_authors },
	{ "synonyms", read_synonyms },
	{ RANKING, read_ranking },
	{ SERVE, config_serve },
	{ "shortcodes", read_shortcodes },
	{ "excerpt_separator", read_separator },
	{ "inline_tags", read_inline_tags },
	{ "respect_noindex", read_noindex },
	{ "drafts", read_drafts },
	{ "future", read_future },
	{ "public", read_public },
	{ "git", read_git },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

static int read_root(struct config_reader *r, const struct front_node *root)
{
	const char *names[KEYS];
	int ret;

	for (size_t i = 0; i < KEYS; i++)
		names[i] = keys[i].name;
	ret = config_known(r, root, names, KEYS);
	for (size_t i = 0; i < KEYS && !ret; i++) {
		const struct front_node *node = front_get(root, names[i]);

		if (node && node->kind != FRONT_NULL)
			ret = keys[i].read(r, node);
	}
	return ret;
}

/* What a node holds, whichever way it is written. */
static void add_rules(const struct front_node *node, unsigned int depth,
		      struct buf *out)
{
	buf_add_varint(out, node->kind);
	buf_add_varint(out, node->quoted);
	buf_add_field(out, node->value);
	buf_add_varint(out, node->count);
	if (depth == LIMIT_FRONT_MATTER_DEPTH)
		return;
	for (size_t i = 0; i < node->count; i++) {
		buf_add_field(out, node->items[i].key);
		add_rules(&node->items[i], depth + 1, out);
	}
}

static int set_rules(struct config_reader *r, const struct front_node *root)
{
	struct buf b = BUF_INIT;
	int ret;

	for (size_t i = 0; i < root->count; i++) {
		const struct front_node *item = &root->items[i];

		if (str_eq(item->key, STR(RANKING)) ||
		    str_eq(item->key, STR(SERVE)))
			continue;
		buf_add_field(&b, item->key);
		add_rules(item, 0, &b);
	}
	ret = buf_check(&b, r->err);
	r->out->rules = arena_copy(r->arena, buf_view(&b));
	buf_release(&b);
	return ret;
}

int config_read(struct str yaml, struct str name, struct arena *arena,
		struct config *out, struct err *err)
{
	struct config_reader r = { name, arena, out, err };
	struct front_split split = { .fence = FRONT_YAML };
	struct front_node root = { .kind = FRONT_MAP };
	int ret;

	*out = (struct config)CONFIG_INIT;
	out->path = name;
	ret = config_parse(&r, yaml, &split, &root);
	if (!ret)
		ret = read_root(&r, &root);
	if (!ret)
		ret = set_rules(&r, &root);
	return ret ? ret : arena_check(arena, err);
}

/* Sources start at the folder of the file. */
static int join_sources(struct config *config, struct str base,
			struct arena *arena, struct err *err)
{
	struct str *all;
	int ret = 0;

	if (config->source_count == 0)
		return 0;
	all = arena_array(arena, config->source_count, sizeof(*all));
	for (size_t i = 0; all && i < config->source_count && !ret; i++) {
		all[i] = folder_absolute(base, config->sources[i], arena);
		ret = sources_shown(all[i], arena, &all[i], err);
		if (!ret && access(all[i].p, F_OK) != 0)
			ret = err_set(err, ERR_INPUT,
				      "%.*s:%u: the source '%s' is not there",
				      STR_ARG(config->path),
				      config->sources_line,
				      config->sources[i].p);
	}
	config->sources = all;
	return ret ? ret : arena_check(arena, err);
}

/* Reads the data file of authors, whose path starts at the folder too. */
static int load_authors(struct config *config, struct str base,
			struct arena *arena, struct err *err)
{
	struct front_node place = { .line = config->authors_line,
				    .column = config->authors_column };
	struct config_reader r = { config->path, arena, config, err };
	struct authors *authors = arena_alloc(arena, sizeof(*authors));
	struct str path = folder_absolute(base, config->authors_path, arena);
	struct buf bytes = BUF_INIT;
	struct err why = ERR_INIT;
	int ret = sources_shown(path, arena, &path, err);

	if (ret || !authors)
		return ret ? ret : arena_check(arena, err);
	ret = fs_read(path.p, LIMIT_AUTHOR_FILE_BYTES, &bytes, &why);
	if (ret == 0)
		ret = authors_read(buf_view(&bytes), path, arena, authors, err);
	else if (ret == FS_ABSENT)
		ret = config_fault(&r, &place, "the file '%s' is not there",
				   path.p);
	else if (ret == FS_CHANGED)
		ret = config_fault(&r, &place,
				   "the file '%s' keeps changing while it is "
				   "read",
				   path.p);
	else if (ret == ERR_MEMORY)
		ret = err_copy(err, &why);
	else
		ret = config_fault(&r, &place, "cannot read '%s': %s", path.p,
				   why.message);
	config->site.authors = authors;
	buf_release(&bytes);
	return ret;
}

int config_load(const char *folder, struct arena *arena, struct config *out,
		struct err *err)
{
	static const char *const names[] = { "pressmark.yaml",
					     "pressmark.yml" };
	struct str base, paths[2];
	struct buf bytes[2] = { BUF_INIT, BUF_INIT };
	int found[2] = { FS_ABSENT, FS_ABSENT };
	int ret = sources_base(folder, arena, &base, err);

	*out = (struct config)CONFIG_INIT;
	for (size_t i = 0; i < 2 && !ret; i++) {
		paths[i] = folder_absolute(base, str_of(names[i]), arena);
		ret = sources_shown(paths[i], arena, &paths[i], err);
		if (!ret)
			found[i] = fs_read(paths[i].p, LIMIT_CONFIG_BYTES,
					   &bytes[i], err);
		if (found[i] == FS_CHANGED)
			err_set(err, ERR_IO, "keeps changing while it is read");
		if (found[i] != FS_ABSENT && err->code)
			ret = err_wrap(err, "cannot read '%.*s'",
				       STR_ARG(paths[i]));
	}
	if (!ret && found[0] == 0 && found[1] == 0)
		ret = err_set(err, ERR_INPUT,
			      "there are both '%.*s' and '%s': keep one",
			      STR_ARG(paths[0]), names[1]);
	for (size_t i = 0; i < 2 && !ret; i++) {
		if (found[i] == 0)
			ret = config_read(buf_view(&bytes[i]), paths[i], arena,
					  out, err);
	}
	out->base = base;
	if (!ret)
		ret = join_sources(out, base, arena, err);
	if (!ret && out->authors_path.len)
		ret = load_authors(out, base, arena, err);
	if (!ret)
		ret = synonym_file_load(out, arena, err);
	buf_release(&bytes[0]);
	buf_release(&bytes[1]);
	return ret;
}

struct str config_within(const struct config *config, size_t source)
{
	return source < config->within_count ? config->withins[source]
					     : STR("");
}

struct article_origin config_origin(const struct config *config,
				    const struct scan_file *file)
{
	return (struct article_origin){
		.id = file->id,
		.site = &config->site,
		.within = config_within(config, file->source),
		.git_first = file->git_first,
		.git_last = file->git_last,
	};
}

int config_reading(const struct config *config, struct arena *arena,
		   struct str *out, struct err *err)
{
	const struct site *site = &config->site;
	unsigned char hash[HASH128_SIZE];
	struct buf b = BUF_INIT;
	char hex[2 * HASH128_SIZE + 1], code[SCHEMA_NUMBER_SIZE + 1];
	int ret;

	buf_printf(&b, "%d %s %d%d%d%d", CONFIG_READING_VERSION,
		   site_preset_name(site->preset), site->show_drafts,
		   site->show_future, config->is_public, config->uses_git);
	buf_add_field(&b, site->content_dir);
	for (size_t i = 0; i < config->within_count; i++)
		buf_add_field(&b, config->withins[i]);
	buf_add_field(&b, config->rules);
	schema_number(config->ranking.weights[RANKING_CODE], code);
	buf_add_str(&b, str_of(code));
	if (site->authors)
		buf_add_field(&b, site->authors->bytes);
	buf_add_field(&b, config->cascades);
	ret = buf_check(&b, err);
	hash128(buf_view(&b), hash);
	buf_release(&b);
	for (size_t i = 0; i < HASH128_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	*out = arena_copy(arena, str_of(hex));
	return ret ? ret : arena_check(arena, err);
}
