/*
 * Sources: the folders that an index is made from, as it remembers them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* realpath(3) belongs to the X/Open part of POSIX.1-2008. */
#define _XOPEN_SOURCE 700

#include "indexer/sources.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int absolute(const char *path, struct arena *arena, struct str *out,
		    struct err *err)
{
	char *real = realpath(path, NULL);

	if (!real && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_USAGE, "no such file or folder: '%s'",
			       path);
	if (!real)
		return err_set_errno(err, errno, "cannot find '%s'", path);
	*out = arena_copy(arena, str_of(real));
	free(real);
	return arena_check(arena, err);
}

/* The part of an absolute path below another; "." for the same. False when
 * it is not below. */
static bool below(struct str path, struct str base, struct str *out)
{
	if (str_eq(path, base)) {
		*out = STR(".");
		return true;
	}
	if (base.len == 1) {
		*out = str_skip(path, 1);
		return true;
	}
	if (!str_starts(path, base) || path.p[base.len] != '/')
		return false;
	*out = str_skip(path, base.len + 1);
	return true;
}

/* The folder that holds the index folder (which need not exist), absolute:
 * by its name, as the command line finds the sources again. */
static int holder(const char *folder, struct arena *arena, struct str *out,
		  struct err *err)
{
	struct str here;
	int ret = absolute(".", arena, &here, err);

	if (ret)
		return ret;
	here = folder_absolute(here, str_of(folder), arena);
	here = folder_absolute(here, STR(".."), arena);
	return here.p ? absolute(here.p, arena, out, err)
		      : arena_check(arena, err);
}

/* How to show an absolute path: from where we are, if it is below. */
static int shown(struct str path, struct arena *arena, const char **out,
		 struct err *err)
{
	struct str here, part;
	int ret = absolute(".", arena, &here, err);

	if (ret)
		return ret;
	if (below(path, here, &part))
		path = part;
	*out = arena_copy(arena, path).p;
	return arena_check(arena, err);
}

int sources_make(const char *folder, const char *const *given, size_t count,
		 struct str kept, struct arena *arena, struct sources *out,
		 struct err *err)
{
	const struct str *old = NULL;
	struct buf keep = BUF_INIT;
	size_t old_count = 0;
	struct str base;
	int ret = holder(folder, arena, &base, err);

	if (!ret && count == 0)
		ret = folder_read_sources(kept, arena, &old, &old_count, err);
	if (!ret && count == 0 && old_count == 0) {
		static const struct str dot = STR_INIT(".");

		old = &dot;
		old_count = 1;
	}
	out->count = count ? count : old_count;
	out->paths = arena_array(arena, out->count, sizeof(*out->paths));
	if (!ret && !out->paths)
		ret = arena_check(arena, err);
	buf_add_varint(&keep, out->count);
	for (size_t i = 0; i < out->count && !ret; i++) {
		struct str path = STR(""), part;

		if (count) {
			out->paths[i] = arena_copy(arena, str_of(given[i])).p;
			ret = absolute(given[i], arena, &path, err);
		} else {
			ret = folder_join_source(base, old[i], arena, &path,
						 err);
			if (!ret)
				ret = shown(path, arena, &out->paths[i], err);
		}
		buf_add_field(&keep, below(path, base, &part) ? part : path);
	}
	if (!ret)
		ret = buf_check(&keep, err);
	out->kept = arena_copy(arena, buf_view(&keep));
	buf_release(&keep);
	return ret ? ret : arena_check(arena, err);
}
