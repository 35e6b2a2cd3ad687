/*
 * Files: capped reads, atomic writes, folder walks, syncing, locking.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Paths are NUL-terminated bytes as the system has them. Symbolic links are
 * not followed where an article is read or a tree is walked or removed.
 * Everything is opened close-on-exec.
 *
 * Threads: no state; the current folder and umask are never changed.
 */
#ifndef PRESSMARK_BASE_FS_H
#define PRESSMARK_BASE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Positive outcomes. */
#define FS_ABSENT  1 /* there is no such file or folder */
#define FS_CHANGED 2 /* it changed while it was read, three times */

/* Zero bytes behind what fs_read read, so that a parser may look ahead. */
#define FS_PADDING 64

/* Reads a whole regular file of at most max bytes into out (cleared first;
 * FS_PADDING zero bytes follow its end in memory, not counted in len; out->max
 * is not asked). Never blocks on a FIFO, never follows a symbolic link in the
 * last component. Reads three times at most, a moment apart, until size, times
 * and inode are the same before and after. (A change within the tick of the
 * file system's clock may hide: see fs_stamp.is_settled.) Unless 0 is returned
 * out is empty. FS_ABSENT, FS_CHANGED, ERR_INPUT (a symbolic link or otherwise
 * no regular file), ERR_LIMIT (larger than max), ERR_IO, ERR_MEMORY. */
int fs_read(const char *path, size_t max, struct buf *out, struct err *err);

/* What a file looks like from outside: of what looks the same the bytes are the
 * same, if its times were settled when it was read. The times are nanoseconds
 * since 1970, modulo 2^64: to be compared for being equal alone. */
struct fs_stamp {
	uint64_t inode, size;
	uint64_t modified, changed;
	/* When it was read, its times were older than the ticks of any file
	 * system's clock, so that a change since then shows. */
	bool is_settled;
};

/* What a file that was looked at looks like; not settled. */
struct stat;
void fs_stamp_make(const struct stat *status, struct fs_stamp *out);

/* Do they look the same? is_settled does not matter. */
bool fs_stamp_same(const struct fs_stamp *a, const struct fs_stamp *b);

/* fs_read, and *stamp is what the file looked like while it was read. */
int fs_read_stamped(const char *path, size_t max, struct buf *out,
		    struct fs_stamp *stamp, struct err *err);

/* Replaces the file with these bytes so that a crash leaves the old or the
 * new: a temporary file beside it (".pressmark.*.tmp"), fsync, rename, fsync of
 * the folder. The new file has mode 0666 less the umask. A symbolic link at
 * path is replaced, not followed. On failure there is no temporary file and,
 * unless it was the last fsync that failed, the old file stands. ERR_USAGE
 * (path ends in no name), ERR_IO, ERR_MEMORY. */
int fs_write_atomic(const char *path, struct str bytes, struct err *err);

/* Likewise, but nothing is synced: a loss of power may leave the old file, the
 * new one, or any bytes. For what can be made again, and tells whether it is
 * whole. */
int fs_write_unsynced(const char *path, struct str bytes, struct err *err);

/* One regular file that a walk found. `path` is "root/below", `below` the
 * part under root; both valid during the call. Anything but 0 stops the walk
 * and is returned. */
typedef int (*fs_file_fn)(const char *path, const char *below, void *payload);

/* Something that a walk could not enter or would not follow: a folder
 * without permission, a symbolic link, too deep a tree, a device. The reason
 * is a phrase. */
typedef void (*fs_skip_fn)(const char *path, const char *reason, void *payload);

struct fs_walk {
	/* Whether to look at an entry at all; false skips it silently. A
	 * symbolic link counts as a folder when it leads to one. NULL wants
	 * everything. */
	bool (*wanted)(const char *name, bool is_folder, void *payload);
	fs_file_fn file;
	fs_skip_fn skipped; /* NULL: silently */
	void *payload;
	/* Told of each folder before it is listed, the root first, of which
	 * `below` is "". NULL: not. */
	fs_file_fn folder;
};

/* How many folders below the root a walk descends. */
#define FS_DEPTH_MAX 64

/* Visits the regular files below the folder root in byte order of their path
 * components, folders as they come in that order. A root that is itself a
 * symbolic link to a folder is followed. A folder is listed when it is entered;
 * what disappears later is passed over. 0 says that all was seen but what was
 * skipped. FS_ABSENT (no root), ERR_IO when the root cannot be read or the
 * system fails below it, ERR_LIMIT (a folder's names exceed 1 GiB),
 * ERR_MEMORY. */
int fs_walk(const char *root, const struct fs_walk *walk, struct err *err);

/* Removes a folder and all below it; an absent one is fine. Links are removed,
 * not followed; a path that is itself a link or a file is refused, and so is
 * one that ends in "/", "." or "..". ERR_USAGE (such a path), ERR_IO, ERR_LIMIT
 * (deeper than FS_DEPTH_MAX), ERR_MEMORY. */
int fs_remove_tree(const char *path, struct err *err);

/* Makes a folder (mode 0777 less the umask) unless it exists already. ERR_IO.
 */
int fs_make_folder(const char *path, struct err *err);

/* Syncs a folder's entries to disk. ERR_IO. */
int fs_sync_folder(const char *path, struct err *err);

bool fs_is_folder(const char *path);

/* The bytes of all regular files below path, as far as they can be seen. */
uint64_t fs_tree_size(const char *path);

/* An exclusive lock on the file `path` (made when absent), which the kernel
 * gives back when the process ends. `*out` is a descriptor to close, which
 * gives it back too; a forked child that keeps a copy keeps the lock. While
 * another holds it, in this process or elsewhere, waits up to wait_ms and then
 * fails with ERR_LOCKED, the message naming the holder as it described itself.
 * `holder` is the description to leave for others, a line of at most 200
 * bytes. The file stays when the lock is given back. ERR_LOCKED, ERR_IO. */
int fs_lock(const char *path, const char *holder, unsigned int wait_ms,
	    int *out, struct err *err);

#endif
