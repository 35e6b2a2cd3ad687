/*
 * Files: listing, walking, measuring and removing trees. The rest: fs.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* d_type, which saves a system call an entry, is not POSIX's. */
#define _DEFAULT_SOURCE

#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the names in one folder may take. */
#define NAMES_MAX ((size_t)1 << 30)

/* --- Listing ------------------------------------------------------------- */

/* A folder's entries. Each is a letter of its kind and its name: 'd' folder,
 * 'f' regular file, 'l' link, 'o' other. */
struct listing {
	struct buf bytes;
	char **entries;
	size_t count;
	bool is_refused; /* the system would not list the folder */
};

static void listing_release(struct listing *l)
{
	buf_release(&l->bytes);
	free(l->entries);
}

static char kind_of_mode(mode_t mode)
{
	if (S_ISDIR(mode))
		return 'd';
	if (S_ISREG(mode))
		return 'f';
	return S_ISLNK(mode) ? 'l' : 'o';
}

/* The kind, or 0 when the entry is gone. */
static char kind_of_entry(int folder, const struct dirent *entry)
{
	struct stat now;

	switch (entry->d_type) {
	case DT_DIR:
		return 'd';
	case DT_REG:
		return 'f';
	case DT_LNK:
		return 'l';
	case DT_UNKNOWN:
		break;
	default:
		return 'o';
	}
	if (fstatat(folder, entry->d_name, &now, AT_SYMLINK_NOFOLLOW) == 0)
		return kind_of_mode(now.st_mode);
	return errno == ENOENT ? 0 : 'o';
}

static int compare_names(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	/* strcmp orders by unsigned bytes. */
	return strcmp(*x + 1, *y + 1);
}

static int read_entries(DIR *dir, const char *label, struct listing *l,
			struct err *err)
{
	for (;;) {
		const struct dirent *entry;
		size_t len;
		char kind, *name;

		errno = 0;
		entry = readdir(dir);
		if (!entry && errno) {
			l->is_refused = true;
			return err_set_errno(err, errno,
					     "cannot read folder '%s'", label);
		}
		if (!entry)
			return buf_check(&l->bytes, err);
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		kind = kind_of_entry(dirfd(dir), entry);
		if (!kind)
			continue;
		len = strlen(entry->d_name) + 1;
		name = buf_reserve(&l->bytes, 1 + len);
		if (!name)
			return buf_check(&l->bytes, err);
		name[0] = kind;
		memcpy(name + 1, entry->d_name, len);
		l->bytes.len += 1 + len;
		l->count++;
	}
}

/* Lists the open folder, which messages call `label`, in the order of names.
 * On failure too the listing is to be released. */
static int listing_read(struct listing *l, int folder, const char *label,
			struct err *err)
{
	char *entry;
	DIR *dir;
	int fd, result;

	memset(l, 0, sizeof(*l));
	l->bytes.max = NAMES_MAX;
	/* closedir closes its descriptor; the caller's is needed after. */
	fd = fcntl(folder, F_DUPFD_CLOEXEC, 0);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		result = err_set_errno(err, errno, "cannot read folder '%s'",
				       label);
		if (fd >= 0)
			close(fd);
		return result;
	}
	result = read_entries(dir, label, l, err);
	closedir(dir);
	if (result < 0 || l->count == 0)
		return result;
	l->entries = calloc(l->count, sizeof(*l->entries));
	if (!l->entries)
		return err_set(err, ERR_MEMORY,
			       "not enough memory for %zu names", l->count);
	entry = l->bytes.p;
	for (size_t i = 0; i < l->count; i++) {
		l->entries[i] = entry;
		entry += strlen(entry) + 1;
	}
	qsort(l->entries, l->count, sizeof(*l->entries), compare_names);
	return 0;
}

/* --- Walking ------------------------------------------------------------- */

struct walker {
	const struct fs_walk *walk;
	struct buf path;
	size_t root_len; /* with the slash that follows it */
	struct err *err;
};

static void skip(struct walker *w, const char *reason)
{
	if (w->walk->skipped)
		w->walk->skipped(w->path.p, reason, w->walk->payload);
}

static bool wanted(const struct walker *w, int folder, const char *entry)
{
	const char *name = entry + 1;
	bool is_folder = entry[0] == 'd';
	struct stat now;

	if (!w->walk->wanted)
		return true;
	if (entry[0] == 'l' && fstatat(folder, name, &now, 0) == 0)
		is_folder = S_ISDIR(now.st_mode);
	return w->walk->wanted(name, is_folder, w->walk->payload);
}

/* Opens the folder `name` in `folder`; FS_ABSENT when it is passed over. */
static int enter(struct walker *w, int folder, const char *name, int *out)
{
	*out = openat(folder, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*out >= 0)
		return 0;
	switch (errno) {
	case ENOENT:
		return FS_ABSENT;
	case EACCES:
	case EPERM:
		skip(w, "no permission to read the folder");
		return FS_ABSENT;
	case ELOOP:
	case ENOTDIR:
		skip(w, "no longer a folder");
		return FS_ABSENT;
	case EIO:
	case ESTALE:
	case ENAMETOOLONG:
		skip(w, "the folder cannot be opened");
		return FS_ABSENT;
	default:
		return err_set_errno(w->err, errno, "cannot open folder '%s'",
				     w->path.p);
	}
}

static int walk_folder(struct walker *w, int folder, unsigned int depth);

/* One entry; w->path is its path. */
static int walk_entry(struct walker *w, int folder, const char *entry,
		      unsigned int depth)
{
	int fd, result;

	if (!wanted(w, folder, entry))
		return 0;
	switch (entry[0]) {
	case 'f':
		return w->walk->file(w->path.p, w->path.p + w->root_len,
				     w->walk->payload);
	case 'l':
		skip(w, "a symbolic link");
		return 0;
	case 'd':
		break;
	default:
		skip(w, "neither a file nor a folder");
		return 0;
	}
	if (depth == FS_DEPTH_MAX) {
		skip(w, "too many folders within each other");
		return 0;
	}
	result = enter(w, folder, entry + 1, &fd);
	if (result != 0)
		return result < 0 ? result : 0;
	if (w->walk->folder)
		result = w->walk->folder(w->path.p, w->path.p + w->root_len,
					 w->walk->payload);
	if (result == 0)
		result = walk_folder(w, fd, depth + 1);
	close(fd);
	return result;
}

/* Walks the open folder, which is `depth` folders below the root. */
static int walk_folder(struct walker *w, int folder, unsigned int depth)
{
	struct listing l;
	size_t len = w->path.len;
	struct err why = ERR_INIT;
	int result = listing_read(&l, folder, w->path.p, &why);

	/* One folder that cannot be listed (as some of /proc) is no reason
	 * not to look at the others; the root is. */
	if (l.is_refused && depth > 0) {
		listing_release(&l);
		skip(w, "the folder cannot be listed");
		return 0;
	}
	err_copy(w->err, &why);
	for (size_t i = 0; result == 0 && i < l.count; i++) {
		const char *name = l.entries[i] + 1;

		if (w->path.p[w->path.len - 1] != '/')
			buf_add_char(&w->path, '/');
		buf_add(&w->path, name, strlen(name));
		result = buf_check(&w->path, w->err);
		if (result == 0)
			result = walk_entry(w, folder, l.entries[i], depth);
		w->path.len = len;
		w->path.p[len] = '\0';
	}
	listing_release(&l);
	return result;
}

int fs_walk(const char *root, const struct fs_walk *walk, struct err *err)
{
	struct walker w = { walk, BUF_INIT, 0, err };
	int result, fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return FS_ABSENT;
	if (fd < 0)
		return err_set_errno(err, errno, "cannot open folder '%s'",
				     root);
	buf_add_str(&w.path, str_of(root));
	result = buf_check(&w.path, err);
	if (result == 0) {
		w.root_len =
			w.path.len + !str_ends(buf_view(&w.path), STR("/"));
		if (walk->folder)
			result = walk->folder(w.path.p, "", walk->payload);
		if (result == 0)
			result = walk_folder(&w, fd, 0);
	}
	buf_release(&w.path);
	close(fd);
	return result;
}

static int add_size(const char *path, const char *below, void *payload)
{
	uint64_t *sum = payload;
	struct stat now;

	(void)below;
	if (lstat(path, &now) == 0 && S_ISREG(now.st_mode) && now.st_size > 0) {
		uint64_t size = (uint64_t)now.st_size;

		*sum = size > UINT64_MAX - *sum ? UINT64_MAX : *sum + size;
	}
	return 0;
}

uint64_t fs_tree_size(const char *path)
{
	uint64_t sum = 0;
	struct fs_walk walk = { .file = add_size, .payload = &sum };
	struct err unused = ERR_INIT;

	fs_walk(path, &walk, &unused);
	return sum;
}

/* --- Removing ------------------------------------------------------------ */

static int remove_entries(int folder, const char *label, unsigned int depth,
			  struct err *err);

/* Removes the folder `name` in the open `parent`, with all below it. */
static int remove_folder(int parent, const char *name, unsigned int depth,
			 struct err *err)
{
	int fd, result;

	if (depth > FS_DEPTH_MAX)
		return err_set(err, ERR_LIMIT,
			       "more than %d folders within each other",
			       FS_DEPTH_MAX);
	fd = openat(parent, name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set_errno(err, errno, "cannot open folder '%s'",
				     name);
	result = remove_entries(fd, name, depth, err);
	close(fd);
	if (result < 0)
		return result;
	/* ENOENT: another was quicker. */
	if (unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
		return err_set_errno(err, errno, "cannot remove folder '%s'",
				     name);
	return 0;
}

static int remove_entries(int folder, const char *label, unsigned int depth,
			  struct err *err)
{
	struct listing l;
	int result = listing_read(&l, folder, label, err);

	for (size_t i = 0; result == 0 && i < l.count; i++) {
		const char *name = l.entries[i] + 1;

		if (l.entries[i][0] == 'd')
			result = remove_folder(folder, name, depth + 1, err);
		else if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
			result = err_set_errno(err, errno, "cannot remove '%s'",
					       name);
	}
	listing_release(&l);
	return result;
}

int fs_remove_tree(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	struct err own = ERR_INIT;

	/* With a slash behind it a link would be followed; the folders "."
	 * and ".." would be emptied and then stay. */
	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		return err_set(err, ERR_USAGE,
			       "cannot remove '%s': not the name of a folder",
			       path);
	if (remove_folder(AT_FDCWD, path, 0, &own) == 0)
		return 0;
	return err_set(err, own.code, "cannot remove '%s': %s", path,
		       own.message);
}
