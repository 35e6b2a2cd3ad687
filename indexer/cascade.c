/*
 * Cascades: what an _index.md says of all articles below its folder.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/cascade.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/glob.h"
#include "indexer/clean.h"
#include "indexer/front.h"
#include "indexer/keys.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is searched is the site as it is published. */
#define ENVIRONMENT STR("production")

struct reader {
	struct arena *arena;  /* of what stays */
	struct arena scratch; /* of one file */
	struct buf bytes, clean;
	struct site_default *rows;
	size_t count, cap;
	struct buf print; /* of all rows: tells whether they changed */
	bool is_full;
	struct err *err;
};

/* ---- Which files */

/* Is it the file of a section? Its folder, then, with the '/'. */
static bool is_index(struct str id, struct str *folder)
{
	struct str name = STR("_index.md");

	if (!str_ends(id, name))
		return false;
	*folder = str_head(id, id.len - name.len);
	return folder->len == 0 || folder->p[folder->len - 1] == '/';
}

static int by_length(const void *a, const void *b)
{
	const struct scan_file *const *x = a, *const *y = b;

	if ((*x)->id.len != (*y)->id.len)
		return (*x)->id.len < (*y)->id.len ? -1 : 1;
	return str_cmp((*x)->id, (*y)->id);
}

/* The files of sections, those of folders before those of folders in them. */
static const struct scan_file **list_indexes(const struct scan *scan,
					     struct arena *arena, size_t *count)
{
	const struct scan_file **list = NULL;
	struct str folder;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < scan->count; i++) {
		const struct scan_file **grown;

		if (!is_index(scan->files[i].id, &folder))
			continue;
		grown = arena_grow(arena, list, *count, &cap, sizeof(*list));
		if (!grown)
			break;
		list = grown;
		list[(*count)++] = &scan->files[i];
	}
	if (*count)
		qsort(list, *count, sizeof(*list), by_length);
	return list;
}

/* ---- What they say */

static bool is_wanted(struct str key)
{
	static const char *const languages[] = { "lang", "language", "locale" };

	for (size_t i = 0; i < COUNT(languages); i++) {
		if (str_eq_nocase(key, str_of(languages[i])))
			return true;
	}
	return keys_is_for_search(key);
}

/* Copies a value without its places: they are in another file than those of
 * which something may be said. The depth is that of front matter. */
static struct front_node copy_node(struct reader *r,
				   const struct front_node *node)
{
	struct front_node copy = {
		.kind = node->kind,
		.quoted = node->quoted,
		.key = arena_copy(r->arena, node->key),
		.value = arena_copy(r->arena, node->value),
	};
	struct front_node *items;

	items = arena_array(r->arena, node->count, sizeof(*items));
	for (size_t i = 0; items && i < node->count; i++)
		items[i] = copy_node(r, &node->items[i]);
	copy.items = items;
	copy.count = items ? node->count : 0;
	return copy;
}

/* Copies what matters of a map, and of params and the like in it. */
static struct front_node copy_map(struct reader *r,
				  const struct front_node *map, bool is_inner)
{
	struct front_node copy = { .kind = FRONT_MAP };
	struct front_node *items;
	size_t n = 0;

	items = arena_array(r->arena, map->count, sizeof(*items));
	for (size_t i = 0; items && i < map->count; i++) {
		const struct front_node *item = &map->items[i];

		if (is_wanted(item->key)) {
			items[n++] = copy_node(r, item);
		} else if (!is_inner && keys_is_container(item)) {
			items[n] = copy_map(r, item, true);
			items[n].key = arena_copy(r->arena, item->key);
			n += items[n].count > 0;
		}
	}
	copy.items = items;
	copy.count = n;
	return copy;
}

/* What a value is, so that no two that differ are printed alike. */
static void print_node(const struct front_node *node, struct buf *out)
{
	buf_printf(out, "%d%d", node->kind, node->quoted);
	buf_add_field(out, node->key);
	buf_add_field(out, node->value);
	buf_add_varint(out, node->count);
	for (size_t i = 0; i < node->count; i++)
		print_node(&node->items[i], out);
}

/* A glob of Hugo's, which compares in lower case. */
static struct str read_glob(struct reader *r, struct str glob)
{
	char *p = arena_alloc(r->arena, glob.len);

	for (size_t i = 0; p && i < glob.len; i++)
		p[i] = glob.p[i] >= 'A' && glob.p[i] <= 'Z'
			       ? (char)(glob.p[i] + ('a' - 'A'))
			       : glob.p[i];
	return str_make(p, p ? glob.len : 0);
}

/* What it holds for; false: for nothing, or for what is not known here, such
 * as a language. */
static bool read_target(struct reader *r, const struct front_node *map,
			struct site_cascade *out)
{
	const struct front_node *target = front_get(map, "target");

	if (!target)
		target = front_get(map, "_target");
	if (!target || target->kind == FRONT_NULL)
		return true;
	for (size_t i = 0; i < target->count; i++) {
		const struct front_node *item = &target->items[i];
		struct str value = str_trim(item->value);

		if (item->kind == FRONT_NULL)
			continue;
		if (!glob_is_valid(value))
			return false;
		if (str_eq_nocase(item->key, STR("path")))
			out->path = read_glob(r, value);
		else if (str_eq_nocase(item->key, STR("kind")))
			out->kind = read_glob(r, value);
		else if (!str_eq_nocase(item->key, STR("environment")) ||
			 !glob_match(value, ENVIRONMENT))
			return false;
	}
	return target->kind == FRONT_MAP;
}

/* Adds the defaults that a map of keys says. */
static void add_row(struct reader *r, const struct front_node *map,
		    struct str folder)
{
	struct site_cascade cascade = { .folder = folder }, *kept;
	struct site_default *rows;
	struct front_node values;

	if (map->kind != FRONT_MAP || !read_target(r, map, &cascade))
		return;
	values = copy_map(r, map, false);
	if (values.count == 0)
		return;
	buf_add_field(&r->print, folder);
	buf_add_field(&r->print, cascade.path);
	buf_add_field(&r->print, cascade.kind);
	print_node(&values, &r->print);
	r->is_full = r->count == LIMIT_CASCADES ||
		     r->print.len > LIMIT_CASCADE_BYTES;
	rows = arena_grow(r->arena, r->rows, r->count, &r->cap, sizeof(*rows));
	kept = arena_alloc(r->arena, sizeof(*kept));
	if (!rows || !kept || r->is_full)
		return;
	*kept = cascade;
	kept->folder = arena_copy(r->arena, folder);
	r->rows = rows;
	rows[r->count++] =
		(struct site_default){ .values = values, .cascade = kept };
}

/* Of several in one file the first counts, and of defaults the last. */
static void add_rows(struct reader *r, const struct front_node *front,
		     struct str folder)
{
	const struct front_node *node = front_get(front, "cascade");

	if (node && node->kind == FRONT_MAP)
		add_row(r, node, folder);
	if (!node || node->kind != FRONT_LIST)
		return;
	for (size_t i = node->count; i-- > 0 && !r->is_full;)
		add_row(r, &node->items[i], folder);
}

/* Reads one file. What cannot be read says nothing. */
static int read_index(struct reader *r, const struct scan_file *file)
{
	struct front_node front = { .kind = FRONT_MAP };
	struct front_split split;
	struct err why = ERR_INIT;
	struct str folder = { NULL, 0 };
	unsigned int line, column;
	int ret = fs_read(file->path, LIMIT_FILE_BYTES, &r->bytes, &why);

	if (ret)
		return ret == ERR_MEMORY ? err_copy(r->err, &why) : 0;
	arena_clear(&r->scratch);
	buf_clear(&r->clean);
	clean_add(&r->clean, buf_view(&r->bytes));
	ret = buf_check(&r->clean, r->err);
	if (ret)
		return ret;
	split = front_split(buf_view(&r->clean));
	ret = front_parse(&split, &r->scratch, &front, &line, &column, &why);
	if (ret)
		return ret == ERR_MEMORY ? err_copy(r->err, &why) : 0;
	is_index(file->id, &folder);
	add_rows(r, &front, folder);
	ret = buf_check(&r->print, r->err);
	return ret ? ret : arena_check(r->arena, r->err);
}

/* Puts the rows behind the defaults of the configuration. */
static int finish(struct reader *r, struct config *config)
{
	struct site *site = &config->site;
	size_t own = site->default_count;
	struct site_default *all =
		arena_array(r->arena, own + r->count, sizeof(*all));

	if (!all)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < own; i++)
		all[i] = site->defaults[i];
	for (size_t i = 0; i < r->count; i++)
		all[own + i] = r->rows[i];
	site->defaults = all;
	site->default_count = own + r->count;
	config->cascades = arena_copy(r->arena, buf_view(&r->print));
	return arena_check(r->arena, r->err);
}

int cascade_read(const struct scan *scan, struct config *config,
		 scan_problem_fn problem, void *payload, struct arena *arena,
		 struct err *err)
{
	struct reader r = { .arena = arena,
			    .scratch = ARENA_INIT(LIMIT_ARTICLE_MEMORY),
			    .bytes = BUF_INIT,
			    .clean = BUF_INIT,
			    .print = BUF_INIT,
			    .err = err };
	const struct scan_file **list;
	size_t count;
	int ret;

	if (config->site.preset != SITE_HUGO &&
	    config->site.preset != SITE_GENERIC)
		return 0;
	list = list_indexes(scan, arena, &count);
	ret = arena_check(arena, err);
	for (size_t i = 0; i < count && !ret && !r.is_full; i++) {
		ret = read_index(&r, list[i]);
		if (r.is_full && problem)
			problem(list[i]->path,
				"there is too much in cascades: those from "
				"here on are not heeded",
				false, payload);
	}
	if (!ret && r.count)
		ret = finish(&r, config);
	arena_release(&r.scratch);
	buf_release(&r.bytes);
	buf_release(&r.clean);
	buf_release(&r.print);
	return ret;
}

/* ---- What they hold for */

/* The id below the content. */
static struct str below_content(const struct site *site, struct str id)
{
	struct str dir = site->content_dir;

	if (dir.len && str_starts(id, dir) && id.len > dir.len &&
	    id.p[dir.len] == '/')
		return str_skip(id, dir.len + 1);
	return id;
}

/* Is it the file that stands for its folder? Its path without the extension
 * in any case. */
static bool is_folder_page(struct str id, struct str *path)
{
	size_t dot = id.len, slash;
	struct str name;

	while (dot > 0 && id.p[dot - 1] != '.' && id.p[dot - 1] != '/')
		dot--;
	if (dot > 0 && id.p[dot - 1] == '.')
		id.len = dot - 1;
	slash = id.len;
	while (slash > 0 && id.p[slash - 1] != '/')
		slash--;
	name = str_skip(id, slash);
	*path = id;
	return str_eq(name, STR("index")) || str_eq(name, STR("_index"));
}

/* The path of a page as Hugo has it: without the extension, that of index.md
 * its folder, in lower case, '-' for a blank. */
static struct str page_path(struct str id, char path[LIMIT_PATH_BYTES])
{
	struct str page;

	if (is_folder_page(id, &page)) {
		while (page.len && page.p[page.len - 1] != '/')
			page.len--;
		page.len -= page.len > 0;
	}
	page = str_head(page, LIMIT_PATH_BYTES);
	for (size_t i = 0; i < page.len; i++) {
		char c = page.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		path[i] = c == ' ' ? '-' : c;
	}
	return str_make(path, page.len);
}

static const char *kind_of(struct str below)
{
	struct str folder;

	if (!is_index(below, &folder))
		return "page";
	return folder.len ? "section" : "home";
}

/* Paths with an extension are those of older versions. */
static bool path_matches(struct str glob, struct str below)
{
	char path[LIMIT_PATH_BYTES];
	struct str ignored;

	return glob_match(glob, page_path(below, path)) ||
	       (!is_folder_page(below, &ignored) && glob_match(glob, below));
}

bool cascade_holds(const struct site_cascade *cascade, const struct site *site,
		   struct str id)
{
	struct str below = below_content(site, id);

	if (!str_starts(id, cascade->folder))
		return false;
	if (cascade->kind.len &&
	    !glob_match(cascade->kind, str_of(kind_of(below))))
		return false;
	return cascade->path.len == 0 || path_matches(cascade->path, below);
}
