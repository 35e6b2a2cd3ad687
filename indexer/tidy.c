/*
 * The index folder as its writer sees it: is it ours, what may go.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/tidy.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "text/folder.h"

#define WORK_PREFIX "tmp-"
#define SOURCES_MAX ((size_t)1 << 20)

/* "tmp-" and digits. */
static bool is_work(const char *name)
{
	size_t len = strlen(WORK_PREFIX);

	return !strncmp(name, WORK_PREFIX, len) && name[len] &&
	       name[len + strspn(name + len, "0123456789")] == '\0';
}

/* What fs_write_atomic writes to before it renames it. */
static bool is_temporary(const char *name)
{
	return str_starts(str_of(name), STR(".pressmark.")) &&
	       str_ends(str_of(name), STR(".tmp"));
}

static bool exists(const char *folder, const char *name, const char *below)
{
	struct buf path = BUF_INIT;
	struct stat status;
	bool found;

	buf_printf(&path, "%s/%s%s", folder, name, below);
	found = !path.failed && lstat(path.p, &status) == 0;
	buf_release(&path);
	return found;
}

/* A generation by its name and by what is in it: the one file that every
 * database of libxapian's has. */
static bool is_generation(const char *folder, const char *name,
			  uint32_t *number)
{
	return folder_is_generation(name, number) &&
	       exists(folder, name, "/iamglass");
}

static bool is_ours(const char *folder, const char *name)
{
	static const char *const files[] = { ".",    "..",	"current",
					     "lock", "sources", "stamps" };
	uint32_t number;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (!strcmp(name, files[i]))
			return true;
	}
	return is_work(name) || is_temporary(name) ||
	       is_generation(folder, name, &number);
}

int tidy_check(const char *folder, struct err *err)
{
	DIR *dir;
	struct dirent *entry;
	int ret = 0;

	if (exists(folder, "current", ""))
		return 0;
	dir = opendir(folder);
	if (!dir && errno == ENOENT)
		return 0;
	if (!dir)
		return err_set_errno(err, errno, "cannot read '%s'", folder);
	while (!ret && (entry = readdir(dir)) != NULL) {
		if (!is_ours(folder, entry->d_name))
			ret = err_set(err, ERR_USAGE,
				      "'%s' is no index folder, it holds '%s'; "
				      "name an empty or a new one",
				      folder, entry->d_name);
	}
	closedir(dir);
	return ret;
}

int tidy_next(const char *folder, uint32_t *out, struct err *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	uint32_t number;

	*out = 1;
	if (!dir)
		return err_set_errno(err, errno, "cannot read '%s'", folder);
	while ((entry = readdir(dir)) != NULL) {
		if (folder_is_generation(entry->d_name, &number) &&
		    number >= *out)
			*out = number + 1;
	}
	closedir(dir);
	if (*out == 0)
		return err_set(err, ERR_LIMIT,
			       "'%s' has used up the numbers of generations; "
			       "remove it and index anew",
			       folder);
	return 0;
}

void tidy_work_path(const char *folder, struct buf *out)
{
	buf_printf(out, "%s/" WORK_PREFIX "%ld", folder, (long)getpid());
}

/* Takes a generation's name from it, so that a reader that is about to open it
 * finds all of it or nothing: libxapian takes a table that is gone for one that
 * is empty. *path becomes the new one. */
static void retire(const char *folder, struct buf *path)
{
	struct buf work = BUF_INIT;

	tidy_work_path(folder, &work);
	if (!work.failed && !path->failed && rename(path->p, work.p) == 0) {
		buf_clear(path);
		buf_add_str(path, buf_view(&work));
	}
	buf_release(&work);
}

void tidy_clean(const char *folder, uint32_t keep)
{
	DIR *dir = opendir(folder);
	struct buf path = BUF_INIT;
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		struct err ignored = ERR_INIT;
		uint32_t number = keep;

		buf_clear(&path);
		buf_printf(&path, "%s/%s", folder, entry->d_name);
		if (path.failed)
			continue;
		if (is_temporary(entry->d_name)) {
			unlink(path.p);
			continue;
		}
		if (!is_work(entry->d_name) &&
		    (!is_generation(folder, entry->d_name, &number) ||
		     number == keep))
			continue;
		if (number != keep)
			retire(folder, &path);
		if (!path.failed)
			fs_remove_tree(path.p, &ignored);
	}
	if (dir)
		closedir(dir);
	buf_release(&path);
}

void tidy_undo(const char *folder)
{
	struct err ignored = ERR_INIT;
	struct buf path = BUF_INIT;
	uint32_t number;

	if (exists(folder, "current", "") || exists(folder, "sources", "") ||
	    tidy_next(folder, &number, &ignored) || number != 1)
		return;
	buf_printf(&path, "%s/lock", folder);
	if (!path.failed && unlink(path.p) == 0)
		rmdir(folder);
	buf_release(&path);
}

int tidy_write_sources(const char *folder, struct str kept, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	buf_printf(&path, "%s/sources", folder);
	ret = buf_check(&path, err);
	if (!ret)
		ret = fs_write_atomic(path.p, kept, err);
	buf_release(&path);
	return ret;
}

struct str tidy_read_sources(const char *folder, struct arena *arena)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	struct err ignored = ERR_INIT;
	struct str kept = STR("");

	buf_printf(&path, "%s/sources", folder);
	if (!path.failed && fs_read(path.p, SOURCES_MAX, &bytes, &ignored) == 0)
		kept = arena_copy(arena, buf_view(&bytes));
	buf_release(&bytes);
	buf_release(&path);
	return kept;
}
