/*
 * Paths: where the index is, and where its articles are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/crash.h"
#include "query/search.h"
#include "text/folder.h"
#include "text/limits.h"

int cli_here(struct arena *arena, struct str *out, struct err *err)
{
	char path[LIMIT_PATH_BYTES + 1];

	if (!getcwd(path, sizeof(path)))
		return err_set_errno(err, errno,
				     "cannot tell the current folder");
	*out = arena_copy(arena, str_of(path));
	return arena_check(arena, err);
}

int cli_find_index(const char *given, struct buf *out, struct err *err)
{
	const char *env = getenv("PRESSMARK_INDEX");
	char here[LIMIT_PATH_BYTES + 1] = "/";

	if (given && !*given)
		return err_set(err, ERR_USAGE,
			       "option '--index' needs the path of a folder");
	/* A current folder that is gone matters only if it is to be asked. */
	if (!given && !(env && *env) && !getcwd(here, sizeof(here)))
		return err_set_errno(err, errno,
				     "cannot tell the current folder");
	return folder_find(given, env, here, out, err);
}

int cli_need_index(const char *given, struct buf *out, struct err *err)
{
	int ret = cli_find_index(given, out, err);

	if (ret == FOLDER_ABSENT)
		return err_set(err, ERR_NOINDEX,
			       "no index in this folder or above; make one "
			       "with 'pressmark index', or name one with "
			       "--index");
	return ret;
}

int cli_open_index(const char *folder, struct searcher **out, struct err *err)
{
	crash_expect_damage(folder);
	return searcher_open(folder, out, err);
}

/* A source that is a file stands for the folder that holds it, below which
 * the article's id names it. */
static struct str as_folder(struct str path)
{
	struct stat status;
	size_t end = path.len;

	if (stat(path.p, &status) != 0 || !S_ISREG(status.st_mode))
		return path;
	while (end && path.p[end - 1] != '/')
		end--;
	return str_head(path, end);
}

int cli_sources(const char *folder, struct str here, const struct str *sources,
		size_t count, struct arena *arena, const struct str **out,
		struct err *err)
{
	struct str *all = arena_array(arena, count, sizeof(*all));
	struct str index = folder_absolute(here, str_of(folder), arena);
	struct str site = folder_absolute(index, STR(".."), arena);
	int ret = arena_check(arena, err);

	for (size_t i = 0; i < count && !ret; i++) {
		ret = folder_join_source(site, sources[i], arena, &all[i], err);
		if (!ret)
			all[i] = as_folder(all[i]);
	}
	*out = all;
	return ret;
}
