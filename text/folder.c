/*
 * The index folder: which database in it is the current one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/folder.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"

#define NAME_LENGTH 8  /* of "g-000042", the shortest a name can be */
#define CURRENT_MAX 64 /* bytes; more than any that we write */

static void add_name(uint32_t generation, struct buf *out)
{
	buf_printf(out, "g-%06u", generation);
}

bool folder_is_generation(const char *name, uint32_t *generation)
{
	uint64_t number = 0;
	struct buf again = BUF_INIT;
	bool same;

	if (strlen(name) < NAME_LENGTH || strncmp(name, "g-", 2) != 0)
		return false;
	for (const char *p = name + 2; *p; p++) {
		if (*p < '0' || *p > '9')
			return false;
		number = number * 10 + (uint64_t)(*p - '0');
		if (number > UINT32_MAX)
			return false;
	}
	/* Only the way we write it: no other name means the same number. */
	add_name((uint32_t)number, &again);
	same = !again.failed && str_eq(buf_view(&again), str_of(name));
	buf_release(&again);
	*generation = (uint32_t)number;
	return same;
}

void folder_generation_path(const char *folder, uint32_t generation,
			    struct buf *out)
{
	buf_add_str(out, str_of(folder));
	buf_add_char(out, '/');
	add_name(generation, out);
}

static bool has_index(const char *folder)
{
	struct buf path = BUF_INIT;
	bool found;

	buf_printf(&path, "%s/%s", folder, FOLDER_NAME);
	found = !path.failed && fs_is_folder(path.p);
	buf_release(&path);
	return found;
}

int folder_find(const char *given, const char *env, const char *start,
		struct buf *out, struct err *err)
{
	struct buf at = BUF_INIT;
	int ret = FOLDER_ABSENT;

	if (given || (env && *env)) {
		buf_add_str(out, str_of(given ? given : env));
		return buf_check(out, err);
	}
	buf_add_str(&at, str_of(start));
	while (!at.failed && at.len) {
		if (has_index(at.p)) {
			ret = 0;
			break;
		}
		while (at.len && at.p[at.len - 1] != '/')
			at.len--;
		while (at.len > 1 && at.p[at.len - 1] == '/')
			at.len--;
		at.p[at.len] = '\0';
		if (at.len == 1) {
			ret = has_index(at.p) ? 0 : FOLDER_ABSENT;
			break;
		}
	}
	buf_printf(out, "%s/%s", ret == 0 ? at.p : start, FOLDER_NAME);
	if (buf_check(&at, err) || buf_check(out, err))
		ret = err->code;
	buf_release(&at);
	return ret;
}

static int no_index(const char *folder, struct err *err)
{
	return err_set(err, ERR_NOINDEX,
		       "no index in '%s'; make one with 'pressmark index'",
		       folder);
}

/* Takes the line apart that folder_publish writes; empty is what could not be
 * read as a short file. */
static bool read_name(struct buf *text, uint32_t *generation)
{
	if (text->len < 7 || memcmp(text->p, "auto g-", 7) != 0 ||
	    text->p[text->len - 1] != '\n')
		return false;
	text->p[text->len - 1] = '\0';
	return strlen(text->p) == text->len - 1 &&
	       folder_is_generation(text->p + 5, generation);
}

void folder_current_path(const char *folder, struct buf *out)
{
	buf_printf(out, "%s/current", folder);
}

int folder_current(const char *folder, uint32_t *generation, struct err *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct err why = ERR_INIT;
	int ret;

	*generation = 0;
	folder_current_path(folder, &path);
	ret = buf_check(&path, err);
	if (!ret)
		ret = fs_read(path.p, CURRENT_MAX, &text, &why);
	if (ret == FS_ABSENT)
		ret = no_index(folder, err);
	else if (ret == FS_CHANGED)
		ret = err_set(err, ERR_STALE, "'%s' keeps changing", path.p);
	else if (ret == ERR_IO || ret == ERR_MEMORY)
		err_copy(err, &why);
	else if (!read_name(&text, generation))
		ret = err_set(err, ERR_CORRUPT,
			      "'%s' does not name a generation", path.p);
	buf_release(&text);
	buf_release(&path);
	return ret;
}

int folder_read_sources(struct str kept, struct arena *arena,
			const struct str **out, size_t *count, struct err *err)
{
	struct buf_reader in = { kept, false };
	struct str *list;

	*out = NULL;
	*count = 0;
	if (kept.len == 0)
		return 0;
	*count = buf_read_count(&in, 1);
	list = arena_array(arena, *count, sizeof(*list));
	if (*count && !list)
		return arena_check(arena, err);
	for (size_t i = 0; i < *count; i++)
		list[i] = buf_read_field(&in);
	*out = list;
	if (in.bad || in.rest.len)
		return err_set(err, ERR_CORRUPT,
			       "the index's list of sources is damaged");
	return 0;
}

int folder_join_source(struct str base, struct str source, struct arena *arena,
		       struct str *out, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	if (source.len && source.p[0] == '/') {
		buf_add_str(&path, source);
	} else {
		buf_add_str(&path, base);
		if (!str_eq(source, STR("."))) {
			if (!str_ends(base, STR("/")))
				buf_add_char(&path, '/');
			buf_add_str(&path, source);
		}
	}
	*out = arena_copy(arena, buf_view(&path));
	ret = buf_check(&path, err);
	buf_release(&path);
	return ret ? ret : arena_check(arena, err);
}

/* Appends the parts of path to an absolute one in out, of which at least
 * "/" or nothing is there. */
static void add_parts(struct str path, struct buf *out)
{
	while (path.len) {
		size_t end = str_find(path, '/');
		struct str part = str_head(path, end);

		path = str_skip(path, end + 1);
		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		if (str_eq(part, STR(".."))) {
			while (out->len && out->p[out->len - 1] != '/')
				out->len--;
			if (out->len)
				out->len--;
			continue;
		}
		buf_add_char(out, '/');
		buf_add_str(out, part);
	}
}

struct str folder_absolute(struct str base, struct str path,
			   struct arena *arena)
{
	struct buf whole = BUF_INIT;
	struct str copy = { NULL, 0 };

	if (!str_starts(path, STR("/")))
		add_parts(base, &whole);
	add_parts(path, &whole);
	if (whole.len == 0)
		buf_add_char(&whole, '/');
	if (!whole.failed)
		copy = arena_copy(arena, buf_view(&whole));
	buf_release(&whole);
	return copy;
}

int folder_publish(const char *folder, uint32_t generation, struct err *err)
{
	struct buf path = BUF_INIT, line = BUF_INIT;
	int ret;

	folder_current_path(folder, &path);
	buf_add_str(&line, STR("auto "));
	add_name(generation, &line);
	buf_add_char(&line, '\n');
	ret = buf_check(&path, err);
	if (!ret)
		ret = buf_check(&line, err);
	if (!ret)
		ret = fs_write_atomic(path.p, buf_view(&line), err);
	buf_release(&line);
	buf_release(&path);
	return ret;
}
