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

int sources_absolute(const char *path, struct arena *arena, struct str *out,
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

/* By its name, as the command line finds the sources again. */
int sources_base(const char *folder, struct arena *arena, struct str *out,
		 struct err *err)
{
	struct str here;
	int ret = sources_absolute(".", arena, &here, err);

	if (ret)
		return ret;
	here = folder_absolute(here, str_of(folder), arena);
	here = folder_absolute(here, STR(".."), arena);
	return here.p ? sources_absolute(here.p, arena, out, err)
		      : arena_check(arena, err);
}

int sources_shown(struct str path, struct arena *arena, struct str *out,
		  struct err *err)
{
	struct str here, part;
	int ret = sources_absolute(".", arena, &here, err);

	if (ret)
		return ret;
	if (below(path, here, &part))
		path = part;
	*out = arena_copy(arena, path);
	return arena_check(arena, err);
}

/* Adds a source, by its absolute path and the one to show, unless it is there
 * already under another name. */
static void add(struct sources *s, struct str *absolutes, struct str path,
		const char *as_shown)
{
	for (size_t i = 0; i < s->count; i++) {
		if (str_eq(absolutes[i], path))
			return;
	}
	absolutes[s->count] = path;
	s->paths[s->count++] = as_shown;
}

/* Encodes the sources as the index remembers them. */
static int keep(struct sources *s, const struct str *absolutes, struct str base,
		struct arena *arena, struct err *err)
{
	struct buf b = BUF_INIT;
	int ret;

	buf_add_varint(&b, s->count);
	for (size_t i = 0; i < s->count; i++) {
		struct str part;

		buf_add_field(&b, below(absolutes[i], base, &part)
					  ? part
					  : absolutes[i]);
	}
	ret = buf_check(&b, err);
	s->kept = arena_copy(arena, buf_view(&b));
	buf_release(&b);
	return ret ? ret : arena_check(arena, err);
}

/* What is read when nothing else is known: the folder that a .pressmark lies
 * in, else the current one, for an index elsewhere says nothing of where its
 * articles are. */
static int guess(const char *folder, struct str base, struct arena *arena,
		 struct str *out, struct err *err)
{
	struct str name = str_of(folder);

	while (name.len > 1 && name.p[name.len - 1] == '/')
		name.len--;
	*out = base;
	if (str_ends(name, STR("/" FOLDER_NAME)) ||
	    str_eq(name, STR(FOLDER_NAME)))
		return 0;
	return sources_absolute(".", arena, out, err);
}

int sources_make(const char *folder, const char *const *given, size_t count,
		 struct str kept, struct arena *arena, struct sources *out,
		 struct err *err)
{
	const struct str *old = NULL;
	struct str *absolutes, base, guessed;
	size_t old_count = 0;
	int ret = sources_base(folder, arena, &base, err);

	*out = (struct sources){ NULL, 0, { NULL, 0 } };
	if (!ret && count == 0)
		ret = folder_read_sources(kept, arena, &old, &old_count, err);
	if (ret)
		return ret;
	if (count == 0 && old_count == 0) {
		ret = guess(folder, base, arena, &guessed, err);
		if (ret)
			return ret;
		old = &guessed;
		old_count = 1;
	}
	absolutes = arena_array(arena, count + old_count, sizeof(*absolutes));
	out->paths = arena_array(arena, count + old_count, sizeof(*out->paths));
	if (!absolutes || !out->paths)
		return arena_check(arena, err);
	for (size_t i = 0; i < count && !ret; i++) {
		struct str path = STR("");

		ret = sources_absolute(given[i], arena, &path, err);
		add(out, absolutes, path,
		    arena_copy(arena, str_of(given[i])).p);
	}
	for (size_t i = 0; i < old_count && !ret; i++) {
		struct str path = STR("");
		struct str as_shown = { NULL, 0 };

		ret = folder_join_source(base, old[i], arena, &path, err);
		if (!ret)
			ret = sources_shown(path, arena, &as_shown, err);
		add(out, absolutes, path, as_shown.p);
	}
	return ret ? ret : keep(out, absolutes, base, arena, err);
}
