/*
 * Folders of databases: what is in them, and syncing them to disk.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: no state but the objects themselves.
 */
#ifndef PRESSMARK_SHIM_PATH_HH
#define PRESSMARK_SHIM_PATH_HH

#include <string>

#include "base/err.h"

namespace shim
{

/* Does the folder hold a version file of any libxapian's database? */
bool has_database(const char *path) noexcept;

/* Is there a database in the folder that libxapian 1.4 opens, by the names of
 * the files in it? 0, or ERR_NOINDEX, ERR_FORMAT, ERR_CORRUPT. libxapian has
 * one class of errors for all three, would leave a lock file where there is no
 * database, and follows stubs. */
int check_database(const char *path, struct err *err) noexcept;

/* The folder with symbolic links followed, once: libxapian opens table after
 * table by path, and a link that is switched meanwhile would give it tables
 * of two databases. A path that leads nowhere is returned as it is. */
std::string resolve(const char *path);

/* An open folder, closed with its object. */
class folder
{
	int fd = -1;

	folder(const folder &) = delete;
	folder &operator=(const folder &) = delete;

      public:
	folder() = default;
	~folder();

	/* Opens it; 0 or ERR_IO. `path` may be relative to `at`. */
	int open(const char *path, struct err *err,
		 const folder *at = nullptr) noexcept;

	/* Syncs the folder itself: its names, not what the files hold. */
	int sync(struct err *err) noexcept;

	/* Syncs the folder that holds it. */
	int sync_parent(struct err *err) noexcept;

	/* Syncs every file in it, then the folder. */
	int sync_files(struct err *err) noexcept;

	/* Removes every file in it; what cannot be removed stays. */
	void remove_files() noexcept;
};

} // namespace shim

#endif
