/*
 * Reading articles without an index, as `pressmark index` would.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/reading.h"

#include <sys/stat.h>
#include <time.h>

#include "base/fs.h"
#include "cli/cli.h"
#include "indexer/cascade.h"
#include "indexer/preset.h"
#include "indexer/tidy.h"
#include "text/folder.h"
#include "text/limits.h"

static void init(struct reading *r)
{
	*r = (struct reading){
		.arena = ARENA_INIT(SIZE_MAX),
		.article_arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY),
	};
}

/* Takes the configuration and the sources of an index folder, which need not
 * exist. */
static int open_folder(struct reading *r, const char *folder,
		       const char *const *given, size_t count, struct err *err)
{
	struct str kept = STR("");
	const char **configured;
	int ret = config_load(folder, &r->arena, &r->config, err);

	if (ret < 0)
		return ret;
	r->config.site.now = (int64_t)time(NULL);
	if (count == 0 && r->config.source_count) {
		count = r->config.source_count;
		configured = arena_array(&r->arena, count, sizeof(*configured));
		if (!configured)
			return arena_check(&r->arena, err);
		for (size_t i = 0; i < count; i++)
			configured[i] = r->config.sources[i].p;
		given = configured;
	}
	if (count == 0)
		kept = tidy_read_sources(folder, &r->arena);
	ret = sources_make(folder, given, count, kept, &r->arena, &r->sources,
			   err);
	if (ret == 0)
		ret = preset_detect(&r->config, r->sources.paths,
				    r->sources.count, &r->arena, err);
	return ret;
}

int reading_start(struct reading *r, const char *index,
		  const char *const *given, size_t count, struct err *err)
{
	struct buf folder = BUF_INIT;
	int ret;

	init(r);
	ret = cli_find_index(index, &folder, err);
	if (ret >= 0)
		ret = open_folder(r, folder.p, given, count, err);
	buf_release(&folder);
	return ret;
}

/* The absolute path of a file, the folders resolved and the file's name as it
 * is: a link is not followed, here as elsewhere. */
static int find_file(const char *path, struct arena *arena, struct str *out,
		     struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct str folder =
		slash ? str_make(path, (size_t)(slash + 1 - path)) : STR("./");
	struct buf text = BUF_INIT;
	struct err ignored = ERR_INIT;
	struct stat status;
	int ret;

	if (lstat(path, &status) != 0 ||
	    sources_absolute(arena_copy(arena, folder).p, arena, &folder,
			     &ignored) < 0)
		return err_set(err, ERR_USAGE, "no such file: '%s'", path);
	if (S_ISDIR(status.st_mode))
		return err_set(err, ERR_USAGE,
			       "'%s' is a folder: name the articles in it",
			       path);
	buf_printf(&text, "%s/%s", folder.len > 1 ? folder.p : "",
		   slash ? slash + 1 : path);
	ret = buf_check(&text, err);
	*out = arena_copy(arena, buf_view(&text));
	buf_release(&text);
	return ret ? ret : arena_check(arena, err);
}

/* The part of a path below a folder; false when it is not below. */
static bool below(struct str path, struct str folder, struct str *out)
{
	if (folder.len == 1)
		folder.len = 0;
	if (!str_starts(path, folder) || path.len <= folder.len ||
	    path.p[folder.len] != '/')
		return false;
	*out = str_skip(path, folder.len + 1);
	return true;
}

static struct str name_of(struct str path)
{
	return str_of(strrchr(path.p, '/') + 1);
}

/* The id of a file, by its absolute path, in one of the sources. */
static bool find_id(struct reading *r, struct str path, struct scan_file *file)
{
	for (size_t i = 0; i < r->sources.count; i++) {
		struct err ignored = ERR_INIT;
		struct str source;

		if (sources_absolute(r->sources.paths[i], &r->arena, &source,
				     &ignored) < 0)
			continue;
		file->source = (uint32_t)i;
		if (below(path, source, &file->id))
			return true;
		if (str_eq(path, source)) {
			file->id = name_of(path);
			return true;
		}
	}
	return false;
}

static bool holds(struct str folder, const char *name)
{
	struct buf path = BUF_INIT;
	struct stat status;
	bool is_there;

	buf_printf(&path, "%.*s/%s", STR_ARG(folder), name);
	is_there = !path.failed && stat(path.p, &status) == 0;
	buf_release(&path);
	return is_there;
}

/* The nearest folder, from the file's own up, that has an index or a
 * configuration; else the nearest that is the root of a site; else the current
 * one, if the file is below; else the file's own. */
static struct str find_home(struct str file, struct arena *arena)
{
	struct str own = { NULL, 0 }, site = { NULL, 0 }, current, id;
	struct err ignored = ERR_INIT;
	struct str whole = file;

	while (file.len) {
		while (file.p[file.len - 1] != '/')
			file.len--;
		file.len--;
		if (!own.p)
			own = file;
		if (holds(file, FOLDER_NAME) || holds(file, "pressmark.yaml") ||
		    holds(file, "pressmark.yml"))
			return file;
		if (!site.p && file.len && preset_is_site(file, arena))
			site = file;
	}
	if (site.p)
		return site;
	if (sources_absolute(".", arena, &current, &ignored) == 0 &&
	    below(whole, current, &id))
		return current;
	return own;
}

static int open_home(struct reading *r, struct str home, struct err *err)
{
	struct buf folder = BUF_INIT;
	int ret;

	buf_printf(&folder, "%.*s/" FOLDER_NAME, STR_ARG(home));
	ret = buf_check(&folder, err);
	if (!ret)
		ret = open_folder(r, folder.p, NULL, 0, err);
	buf_release(&folder);
	return ret;
}

/* A file of no source is one of its own. */
static int take_alone(struct reading *r, struct str path,
		      struct scan_file *file, struct err *err)
{
	r->sources.paths = arena_alloc(&r->arena, sizeof(*r->sources.paths));
	if (!r->sources.paths)
		return arena_check(&r->arena, err);
	r->sources.paths[0] = file->path;
	r->sources.count = 1;
	r->config.within_count = 0;
	file->source = 0;
	file->id = name_of(path);
	return 0;
}

int reading_start_file(struct reading *r, const char *index, const char *path,
		       struct scan_file *file, struct err *err)
{
	struct buf folder = BUF_INIT;
	int ret;

	init(r);
	*file = (struct scan_file){ .id = STR(""), .path = path };
	ret = find_file(path, &r->arena, &r->file, err);
	if (ret < 0)
		return ret;
	ret = cli_find_index(index, &folder, err);
	if (ret == 0)
		ret = open_folder(r, folder.p, NULL, 0, err);
	buf_release(&folder);
	if (ret < 0 || (ret == 0 && find_id(r, r->file, file)))
		return ret;
	/* No index from here, or not one of this file. */
	ret = open_home(r, find_home(r->file, &r->arena), err);
	if (ret == 0 && !find_id(r, r->file, file))
		ret = take_alone(r, r->file, file, err);
	return ret;
}

/* When the files were committed, if that counts. */
static int ask_git(struct reading *r, struct scan *scan,
		   history_problem_fn problem, void *payload, struct err *err)
{
	struct history history = {
		.scan = scan,
		.sources = r->sources.paths,
		.source_count = r->sources.count,
		.problem = problem,
		.payload = payload,
	};

	return r->config.uses_git ? history_read(&history, err) : 0;
}

int reading_scan(struct reading *r, struct scan *out, scan_problem_fn problem,
		 history_problem_fn history, void *payload, struct err *err)
{
	int ret = scan_sources(r->sources.paths, r->sources.count, 1, out,
			       problem, payload, err);

	/* An _index.md that is no article has its say. */
	if (!ret)
		ret = cascade_read(out, &r->config, problem, payload, &r->arena,
				   err);
	if (ret)
		return ret;
	preset_exclude(&r->config, out);
	return ask_git(r, out, history, payload, err);
}

/* Adds the _index.md of a folder, by its id, that is in the first source. */
static int add_index(struct reading *r, struct str id, struct scan *scan,
		     struct err *err)
{
	struct scan_file file = { 0 };
	struct stat status;
	struct buf path = BUF_INIT;
	struct str found = { NULL, 0 };

	for (size_t i = 0; i < r->sources.count && !found.p; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%.*s", r->sources.paths[i], STR_ARG(id));
		if (!path.failed && lstat(path.p, &status) == 0 &&
		    S_ISREG(status.st_mode))
			found = arena_copy(&scan->arena, buf_view(&path));
	}
	buf_release(&path);
	if (!found.p)
		return arena_check(&scan->arena, err);
	file.id = str_skip(found, found.len - id.len);
	file.path = found.p;
	return scan_add(scan, &file, err);
}

/* The cascades that hold for an article: those of the folders it is in. */
static int read_cascades(struct reading *r, struct str id, struct err *err)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX) };
	struct buf index = BUF_INIT;
	int ret = 0;

	for (size_t at = 0; at < id.len && !ret; at++) {
		if (at > 0 && id.p[at - 1] != '/')
			continue;
		buf_clear(&index);
		buf_add_str(&index, str_head(id, at));
		buf_add_str(&index, STR("_index.md"));
		ret = buf_check(&index, err);
		if (!ret)
			ret = add_index(r, buf_view(&index), &scan, err);
	}
	if (!ret)
		ret = cascade_read(&scan, &r->config, NULL, NULL, &r->arena,
				   err);
	buf_release(&index);
	scan_release(&scan);
	return ret;
}

int reading_scan_file(struct reading *r, struct scan_file *file,
		      history_problem_fn history, struct err *err)
{
	struct scan scan = { .arena = ARENA_INIT(SIZE_MAX),
			     .files = file,
			     .count = 1 };
	int ret = read_cascades(r, file->id, err);

	if (!ret)
		ret = ask_git(r, &scan, history, NULL, err);
	arena_release(&scan.arena);
	return ret;
}

/* Makes the article that cannot be read one that is rejected. */
static int reject(struct reading *r, struct str id, const char *code,
		  const char *why, struct article *out, struct err *err)
{
	struct article_warning *warning =
		arena_alloc(&r->article_arena, sizeof(*warning));

	*out = (struct article){ .id = id, .search.boost = 1 };
	if (!warning)
		return arena_check(&r->article_arena, err);
	warning->level = ARTICLE_ERROR;
	warning->code = code;
	warning->text = arena_copy(&r->article_arena, str_of(why));
	out->warnings = warning;
	out->warning_count = 1;
	return READING_REJECTED;
}

int reading_article(struct reading *r, const struct scan_file *file,
		    struct article *out, struct err *err)
{
	struct article_origin origin = config_origin(&r->config, file);
	struct str id = file->id;
	struct err why = ERR_INIT;
	const char *fault;
	int ret;

	arena_clear(&r->article_arena);
	fault = scan_id_fault(id);
	if (fault)
		return reject(r, id, "bad-path", fault, out, err);
	ret = fs_read(file->path, LIMIT_FILE_BYTES, &r->bytes, &why);
	if (ret == FS_ABSENT)
		return READING_GONE;
	if (ret == FS_CHANGED)
		return reject(r, id, "changing",
			      "keeps changing while it is read", out, err);
	if (ret == 0) {
		ret = article_read(buf_view(&r->bytes), &origin,
				   &r->article_arena, out, &why);
		if (ret == 0)
			return 0;
		if (ret != ERR_MEMORY && out->warning_count)
			return READING_REJECTED;
	}
	if (ret == ERR_MEMORY)
		return err_copy(err, &why);
	return reject(r, id, ret == ERR_LIMIT ? "too-large" : "unreadable",
		      why.message, out, err);
}

/* The id of the nearest index.md above a file that is another; false when
 * there is none below the source. */
static bool find_index(struct reading *r, struct str id, struct str *out)
{
	size_t root = r->file.len - id.len;

	for (size_t at = id.len; at-- > 0;) {
		struct buf index = BUF_INIT;
		struct str folder = str_head(id, at);

		if (id.p[at] != '/' ||
		    !holds(str_head(r->file, root + at), "index.md"))
			continue;
		buf_printf(&index, "%.*s/index.md", STR_ARG(folder));
		*out = arena_copy(&r->arena, buf_view(&index));
		buf_release(&index);
		if (!str_eq(*out, id))
			return true;
	}
	return false;
}

const char *reading_leaves_out(struct reading *r, const struct scan_file *file)
{
	struct str id = file->id, index;
	struct scan_file files[2] = { { .id = id } };
	struct scan scan = { .files = files, .count = 1 };

	if (fs_is_folder(r->sources.paths[file->source]) && !scan_takes(id))
		return "files and folders of such names are passed over";
	/* In the order of a scan. */
	if (find_index(r, id, &index)) {
		bool is_first = str_cmp(index, id) < 0;

		files[is_first].id = id;
		files[!is_first].id = index;
		scan.count = 2;
	}
	preset_exclude(&r->config, &scan);
	return scan_find(&scan, id) ? NULL
				    : "left out by the preset or by exclude in "
				      "pressmark.yaml";
}

void reading_release(struct reading *r)
{
	buf_release(&r->bytes);
	arena_release(&r->article_arena);
	arena_release(&r->arena);
}
