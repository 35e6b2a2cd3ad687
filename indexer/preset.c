/*
 * Presets: whose site is this? Told by the files that generators need.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/preset.h"

#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "indexer/path.h"
#include "indexer/sources.h"

/* Of a configuration file, read to tell Hugo's from Zola's. */
#define LOOK_MAX ((size_t)64 << 10)

/* Files that say which generator a folder is of, in the order of their
 * weight; those that may be either's come with SITE_GENERIC. */
static const struct {
	const char *name;
	enum site_preset preset;
} marks[] = {
	{ "hugo.toml", SITE_HUGO },
	{ "hugo.yaml", SITE_HUGO },
	{ "hugo.yml", SITE_HUGO },
	{ "hugo.json", SITE_HUGO },
	{ "config/_default/hugo.toml", SITE_HUGO },
	{ "config/_default/hugo.yaml", SITE_HUGO },
	{ "config/_default/hugo.yml", SITE_HUGO },
	{ "config/_default/hugo.json", SITE_HUGO },
	{ "config/_default/config.toml", SITE_HUGO },
	{ "config/_default/config.yaml", SITE_HUGO },
	{ "config/_default/config.yml", SITE_HUGO },
	{ "config/_default/config.json", SITE_HUGO },
	{ "zola.toml", SITE_ZOLA },
	{ "eleventy.config.js", SITE_ELEVENTY },
	{ "eleventy.config.cjs", SITE_ELEVENTY },
	{ "eleventy.config.mjs", SITE_ELEVENTY },
	{ "eleventy.config.ts", SITE_ELEVENTY },
	{ ".eleventy.js", SITE_ELEVENTY },
	{ "astro.config.mjs", SITE_ASTRO },
	{ "astro.config.js", SITE_ASTRO },
	{ "astro.config.ts", SITE_ASTRO },
	{ "astro.config.mts", SITE_ASTRO },
	{ "astro.config.cjs", SITE_ASTRO },
	{ "docusaurus.config.js", SITE_DOCUSAURUS },
	{ "docusaurus.config.ts", SITE_DOCUSAURUS },
	{ "docusaurus.config.mjs", SITE_DOCUSAURUS },
	{ "docusaurus.config.cjs", SITE_DOCUSAURUS },
	{ "_config.yml", SITE_JEKYLL },
	{ "_config.yaml", SITE_JEKYLL },
	{ "config.toml", SITE_GENERIC },
	{ "config.yaml", SITE_GENERIC },
	{ "config.yml", SITE_GENERIC },
	{ "config.json", SITE_GENERIC },
	{ "book.toml", SITE_MDBOOK },
};

/* What a generator does not take for articles. Those that begin with '/' hold
 * for a source that is the root of the site. */
static const struct {
	enum site_preset preset;
	struct str glob;
} left_out[] = {
	{ SITE_JEKYLL, STR_INIT("/_site/") },
	{ SITE_JEKYLL, STR_INIT("/_includes/") },
	{ SITE_JEKYLL, STR_INIT("/_layouts/") },
	{ SITE_JEKYLL, STR_INIT("/_sass/") },
	{ SITE_JEKYLL, STR_INIT("/_data/") },
	{ SITE_JEKYLL, STR_INIT("/_plugins/") },
	{ SITE_JEKYLL, STR_INIT("/vendor/{bundle,cache,gems,ruby}/") },
	{ SITE_JEKYLL, STR_INIT("_*.*") },
	{ SITE_ELEVENTY, STR_INIT("/_site/") },
	{ SITE_ELEVENTY, STR_INIT("_includes/") },
	{ SITE_ELEVENTY, STR_INIT("_data/") },
	{ SITE_ASTRO, STR_INIT("_*") },
	{ SITE_ASTRO, STR_INIT("/*.*") },
	{ SITE_DOCUSAURUS, STR_INIT("_*") },
	{ SITE_DOCUSAURUS, STR_INIT("/*.*") },
	{ SITE_MDBOOK, STR_INIT("SUMMARY.md") },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where generators keep their articles, below the root of the site. */
static const char *content_name(enum site_preset preset)
{
	switch (preset) {
	case SITE_HUGO:
	case SITE_ZOLA:
		return "content";
	case SITE_MDBOOK:
		return "src";
	default:
		return NULL;
	}
}

struct search {
	struct config *config;
	struct arena *arena;
	struct err *err;
};

/* The path of a name in a folder, NUL-terminated. */
static const char *path_of(struct search *s, struct str folder,
			   const char *name)
{
	struct str path = folder_absolute(folder, str_of(name), s->arena);

	return path.p ? path.p : "";
}

static bool has_file(struct search *s, struct str folder, const char *name)
{
	struct stat status;

	return stat(path_of(s, folder, name), &status) == 0 &&
	       S_ISREG(status.st_mode);
}

static bool has_folder(struct search *s, struct str folder, const char *name)
{
	return fs_is_folder(path_of(s, folder, name));
}

/* Is there a line that sets this key, in TOML, YAML or JSON? */
static bool sets_key(struct str text, struct str key)
{
	while (text.len > 0) {
		size_t end = str_find(text, '\n');
		struct str line = str_trim(str_head(text, end));

		text = str_skip(text, end + 1);
		line = str_skip(line, str_starts(line, STR("\"")));
		if (line.len <= key.len ||
		    !str_eq_nocase(str_head(line, key.len), key))
			continue;
		line = str_skip(line, key.len);
		line = str_trim(str_skip(line, str_starts(line, STR("\""))));
		if (line.len > 0 && (line.p[0] == '=' || line.p[0] == ':'))
			return true;
	}
	return false;
}

/* config.toml and its like: Zola's, Hugo's, or another program's. */
static enum site_preset look_into(struct search *s, struct str folder,
				  const char *name)
{
	struct buf text = BUF_INIT;
	struct err ignored = ERR_INIT;
	enum site_preset preset = SITE_GENERIC;
	bool is_toml = str_ends(str_of(name), STR(".toml"));

	/* One that is too large, or cannot be read, says nothing. */
	if (fs_read(path_of(s, folder, name), LOOK_MAX, &text, &ignored) == 0) {
		if (is_toml && sets_key(buf_view(&text), STR("base_url")))
			preset = SITE_ZOLA;
		else if (sets_key(buf_view(&text), STR("baseURL")))
			preset = SITE_HUGO;
	}
	buf_release(&text);
	if (preset == SITE_GENERIC && has_folder(s, folder, "content"))
		preset = SITE_HUGO;
	return preset;
}

/* The preset that a file says, SITE_GENERIC for none. */
static enum site_preset weigh(struct search *s, struct str folder, size_t mark)
{
	enum site_preset preset = marks[mark].preset;

	if (preset == SITE_GENERIC)
		return look_into(s, folder, marks[mark].name);
	if (preset == SITE_JEKYLL && (has_file(s, folder, "_toc.yml") ||
				      has_folder(s, folder, "scaffolds")))
		return SITE_GENERIC;
	return preset;
}

/* Is this the root of such a site? */
static bool is_root_of(struct search *s, struct str folder,
		       enum site_preset preset)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if ((marks[i].preset == preset ||
		     marks[i].preset == SITE_GENERIC) &&
		    has_file(s, folder, marks[i].name) &&
		    weigh(s, folder, i) == preset)
			return true;
	}
	return false;
}

/* Looks at one folder: whether it says a preset, and by which file. */
static int look(struct search *s, struct str folder, enum site_preset *preset,
		struct str *found_by)
{
	*preset = SITE_GENERIC;
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (!has_file(s, folder, marks[i].name))
			continue;
		*preset = weigh(s, folder, i);
		if (*preset == SITE_GENERIC)
			continue;
		*found_by = folder_absolute(folder, str_of(marks[i].name),
					    s->arena);
		return sources_shown(*found_by, s->arena, found_by, s->err);
	}
	return arena_check(s->arena, s->err);
}

static struct str parent_of(struct search *s, struct str folder)
{
	return folder_absolute(folder, STR(".."), s->arena);
}

/* Is the folder above this one looked at too? */
static bool goes_up(struct search *s, struct str folder)
{
	static const char *const names[] = { "/content", "/src",    "/docs",
					     "/blog",	 "/posts",  "/_posts",
					     "/pages",	 "/_drafts" };
	struct str base = s->config->base;

	if (folder.len <= 1)
		return false;
	if (str_starts(folder, base) && folder.len > base.len &&
	    (base.len == 1 || folder.p[base.len] == '/'))
		return true;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_ends(folder, str_of(names[i])))
			return true;
	}
	return false;
}

/* A source as a folder, absolute. */
static int source_folder(struct search *s, const char *source, struct str *out)
{
	int ret = sources_absolute(source, s->arena, out, s->err);

	if (!ret && !fs_is_folder(out->p))
		*out = parent_of(s, *out);
	return ret ? ret : arena_check(s->arena, s->err);
}

static int detect(struct search *s, struct str source)
{
	struct config *config = s->config;
	struct str folder = source, found_by = { NULL, 0 };
	enum site_preset preset;
	int ret = look(s, folder, &preset, &found_by);

	while (!ret && preset == SITE_GENERIC && goes_up(s, folder)) {
		folder = parent_of(s, folder);
		ret = look(s, folder, &preset, &found_by);
	}
	if (!ret && preset != SITE_GENERIC) {
		config->site.preset = preset;
		config->found_by = found_by;
	}
	return ret;
}

/* The folder of a source below the root of the site; empty when it is that,
 * or there is none. */
static struct str find_within(struct search *s, struct str source)
{
	enum site_preset preset = s->config->site.preset;
	struct str root = source;

	if (preset == SITE_GENERIC)
		return STR("");
	while (!is_root_of(s, root, preset)) {
		if (!goes_up(s, root))
			return STR("");
		root = parent_of(s, root);
	}
	return str_skip(source, root.len + (root.len > 1));
}

/* Puts what the preset leaves out in front of what is configured. */
static int leave_out(struct search *s, bool is_root, struct str content)
{
	struct config *config = s->config;
	size_t count = 0;
	struct str *all = arena_array(
		s->arena, COUNT(left_out) + 2 + config->exclude_count,
		sizeof(*all));

	if (!all)
		return arena_check(s->arena, s->err);
	if (is_root && content.len > 0) {
		struct buf glob = BUF_INIT;

		all[count++] = STR("**");
		buf_printf(&glob, "!/%.*s/", STR_ARG(content));
		all[count++] = arena_copy(s->arena, buf_view(&glob));
		buf_release(&glob);
	}
	for (size_t i = 0; i < COUNT(left_out); i++) {
		bool is_rooted = str_starts(left_out[i].glob, STR("/"));

		if (left_out[i].preset == config->site.preset &&
		    (is_root || !is_rooted))
			all[count++] = left_out[i].glob;
	}
	for (size_t i = 0; i < config->exclude_count; i++)
		all[count + i] = config->excludes[i];
	config->preset_exclude_count = count;
	config->excludes = all;
	config->exclude_count += count;
	return arena_check(s->arena, s->err);
}

bool preset_is_mark(struct str name)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct str mark = str_of(marks[i].name);

		if (str_eq(path_last_part(&mark), name))
			return true;
	}
	return false;
}

bool preset_is_site(struct str folder, struct arena *arena)
{
	struct err ignored = ERR_INIT;
	struct search s = { NULL, arena, &ignored };

	for (size_t i = 0; i < COUNT(marks); i++) {
		if (has_file(&s, folder, marks[i].name) &&
		    weigh(&s, folder, i) != SITE_GENERIC)
			return true;
	}
	return false;
}

/* Is the source the folder of a configuration that names the generator, which
 * has a folder of its own for articles? */
static bool is_configured_root(const struct config *config, struct str source,
			       const char *content)
{
	return config->preset_is_configured && content &&
	       str_eq(source, config->base);
}

int preset_detect(struct config *config, const char *const *sources,
		  size_t count, struct arena *arena, struct err *err)
{
	struct search s = { config, arena, err };
	struct str *folders = arena_array(arena, count, sizeof(*folders));
	struct str *withins = arena_array(arena, count, sizeof(*withins));
	struct str only = { NULL, 0 };
	const char *content;
	bool is_root, is_below = false;
	int ret = arena_check(arena, err);

	for (size_t i = 0; i < count && !ret; i++) {
		ret = source_folder(&s, sources[i], &folders[i]);
		only = folders[i];
		if (!ret && !config->preset_is_configured &&
		    config->found_by.len == 0)
			ret = detect(&s, only);
	}
	if (ret)
		return ret;
	for (size_t i = 0; i < count; i++) {
		withins[i] = find_within(&s, folders[i]);
		is_below = is_below || withins[i].len > 0;
	}
	config->withins = withins;
	config->within_count = count;
	/* What lies at the root of a site, and what is not its content, is
	 * told of a source that is alone. */
	content = content_name(config->site.preset);
	is_root = count == 1 && config->site.preset != SITE_GENERIC &&
		  (is_root_of(&s, only, config->site.preset) ||
		   is_configured_root(config, only, content));
	if (!content || config->has_content_dir ||
	    !(is_below || (is_root && has_folder(&s, only, content))))
		content = "";
	if (!config->has_content_dir)
		config->site.content_dir = str_of(content);
	return leave_out(&s, is_root, str_of(content));
}

size_t preset_exclude(const struct config *config, struct scan *scan)
{
	if (config->site.preset == SITE_HUGO)
		scan_mark_resources(scan, config->site.content_dir);
	return scan_exclude(scan, config->excludes, config->exclude_count,
			    config->preset_exclude_count);
}
