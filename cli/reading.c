/*
 * Reading articles without an index, as `pressmark index` would.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* realpath(3) belongs to the X/Open part of POSIX.1-2008. */
#define _XOPEN_SOURCE 700

#include "cli/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "cli/cli.h"
#include "indexer/tidy.h"
#include "text/folder.h"
#include "text/limits.h"

/* What is remembered of one article between two. */
static void init(struct reading *r)
{
	*r = (struct reading){
		.arena = ARENA_INIT(SIZE_MAX),
		.article_arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY),
		.site = &site_generic,
	};
}

/* The sources of an index folder, which need not exist. */
static int open_folder(struct reading *r, const char *folder,
		       const char *const *given, size_t count, struct err *err)
{
	struct str kept = STR("");

	if (count == 0)
		kept = tidy_read_sources(folder, &r->arena);
	return sources_make(folder, given, count, kept, &r->arena, &r->sources,
			    err);
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
	struct str head = slash ? str_make(path, slash + 1 - path) : STR("./");
	const char *name = slash ? slash + 1 : path;
	struct buf text = BUF_INIT;
	struct stat status;
	char *folder;

	folder = realpath(arena_copy(arena, head).p, NULL);
	if (!folder || lstat(path, &status) != 0) {
		free(folder);
		return err_set(err, ERR_USAGE, "no such file: '%s'", path);
	}
	if (S_ISDIR(status.st_mode)) {
		free(folder);
		return err_set(err, ERR_USAGE,
			       "'%s' is a folder: name the articles in it",
			       path);
	}
	buf_printf(&text, "%s/%s", folder[1] ? folder : "", name);
	*out = arena_copy(arena, buf_view(&text));
	buf_release(&text);
	free(folder);
	return arena_check(arena, err);
}

/* The id of a file (an absolute path) in one of the sources. */
static bool find_id(const struct reading *r, struct str file, struct str *id)
{
	for (size_t i = 0; i < r->sources.count; i++) {
		char *real = realpath(r->sources.paths[i], NULL);
		struct str source = str_of(real);
		bool is_here = false;

		if (str_eq(source, file)) {
			source.len = (size_t)(strrchr(real, '/') - real);
			is_here = true;
		} else if (source.len == 1) {
			source.len = 0;
			is_here = true;
		} else if (source.len && str_starts(file, source)) {
			is_here = file.p[source.len] == '/';
		}
		free(real);
		if (!is_here)
			continue;
		*id = str_skip(file, source.len + 1);
		return true;
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

/* The nearest folder of these or above, from the file's own up, that has an
 * index or a configuration; else the file's own. */
static struct str find_home(struct str file)
{
	struct str own = { NULL, 0 };

	while (file.len) {
		while (file.p[file.len - 1] != '/')
			file.len--;
		file.len--;
		if (!own.p)
			own = file;
		if (holds(file, FOLDER_NAME) || holds(file, "pressmark.yaml") ||
		    holds(file, "pressmark.yml"))
			return file;
	}
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

int reading_start_file(struct reading *r, const char *index, const char *path,
		       struct str *id, struct err *err)
{
	struct buf folder = BUF_INIT;
	struct str file = { NULL, 0 };
	int ret;

	init(r);
	ret = find_file(path, &r->arena, &file, err);
	if (ret < 0)
		return ret;
	ret = cli_find_index(index, &folder, err);
	if (ret == 0)
		ret = open_folder(r, folder.p, NULL, 0, err);
	buf_release(&folder);
	if (ret < 0 || (ret == 0 && find_id(r, file, id)))
		return ret;
	/* No index from here, or not one of this file. */
	ret = open_home(r, find_home(file), err);
	if (ret == 0 && !find_id(r, file, id)) {
		const char *name = strrchr(file.p, '/') + 1;

		*id = str_of(name);
	}
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
	out->warning_count = out->warnings_total = 1;
	return READING_REJECTED;
}

int reading_article(struct reading *r, const char *path, struct str id,
		    struct article *out, struct err *err)
{
	struct article_origin origin = { .id = id, .site = r->site };
	struct err why = ERR_INIT;
	int ret;

	arena_clear(&r->article_arena);
	ret = fs_read(path, LIMIT_FILE_BYTES, &r->bytes, &why);
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

void reading_release(struct reading *r)
{
	buf_release(&r->bytes);
	arena_release(&r->article_arena);
	arena_release(&r->arena);
}
