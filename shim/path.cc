/*
 * Folders of databases: what is in them, and syncing them to disk.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/path.hh"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/xap.h"

namespace
{

bool is_there(const char *folder, const char *name) noexcept
{
	char file[PATH_MAX];
	struct stat st;
	int n = std::snprintf(file, sizeof(file), "%s/%s", folder, name);

	if (n < 0 || (size_t)n >= sizeof(file))
		return false;
	/* Anything but "there is none" (such as no permission to look) is
	 * for libxapian to find out and to report. */
	return stat(file, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* The version files of libxapian 2.x, 1.2, 1.0 and of what lay between. */
const char *const other_formats[] = { "iamhoney", "iamchert", "iambrass",
				      "iamflint" };

bool has_other_format(const char *path) noexcept
{
	for (const char *name : other_formats) {
		if (is_there(path, name))
			return true;
	}
	return false;
}

/* Calls fn(fd of the folder, name) for each file; stops at a failure. */
template <typename F> int each_file(int fd, struct err *err, F fn) noexcept
{
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again < 0 ? nullptr : fdopendir(again);
	int ret = 0;

	if (!dir) {
		ret = err_set_errno(err, errno, "cannot list the database");
		if (again >= 0)
			close(again);
		return ret;
	}
	while (ret == 0) {
		struct dirent *entry;

		errno = 0;
		entry = readdir(dir);
		if (!entry) {
			if (errno)
				ret = err_set_errno(err, errno,
						    "cannot list the database");
			break;
		}
		if (entry->d_name[0] != '.')
			ret = fn(fd, entry->d_name);
	}
	closedir(dir);
	return ret;
}

} // namespace

bool shim::has_database(const char *path) noexcept
{
	return is_there(path, XAP_COMMIT_FILE) || has_other_format(path);
}

int shim::check_database(const char *path, struct err *err) noexcept
{
	if (is_there(path, XAP_COMMIT_FILE)) {
		if (is_there(path, "postlist.glass"))
			return 0;
		return err_set(err, ERR_CORRUPT, "its table of terms is gone");
	}
	if (has_other_format(path))
		return err_set(err, ERR_FORMAT,
			       "it is a database of another libxapian");
	return err_set(err, ERR_NOINDEX, "there is no database");
}

std::string shim::resolve(const char *path)
{
	char *real = realpath(path, nullptr);

	if (!real)
		return path;
	try {
		std::string out(real);

		std::free(real);
		return out;
	} catch (...) {
		std::free(real);
		throw;
	}
}

shim::folder::~folder()
{
	if (fd >= 0)
		close(fd);
}

int shim::folder::open(const char *path, struct err *err,
		       const folder *at) noexcept
{
	fd = openat(at ? at->fd : AT_FDCWD, path,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set_errno(err, errno, "cannot open the folder '%s'",
				     path);
	return 0;
}

int shim::folder::sync(struct err *err) noexcept
{
	if (fsync(fd) != 0)
		return err_set_errno(err, errno, "cannot sync the folder");
	return 0;
}

int shim::folder::sync_parent(struct err *err) noexcept
{
	folder parent;
	int ret = parent.open("..", err, this);

	return ret ? ret : parent.sync(err);
}

int shim::folder::sync_files(struct err *err) noexcept
{
	int ret = each_file(fd, err, [&](int at, const char *name) {
		int file = openat(at, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		int code = 0;

		if (file < 0 || fsync(file) != 0)
			code = err_set_errno(err, errno, "cannot sync '%s'",
					     name);
		if (file >= 0)
			close(file);
		return code;
	});

	return ret ? ret : sync(err);
}

void shim::folder::remove_files() noexcept
{
	struct err ignored = ERR_INIT;

	each_file(fd, &ignored, [](int at, const char *name) {
		unlinkat(at, name, 0);
		return 0;
	});
}
