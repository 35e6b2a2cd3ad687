/*
 * Scanning: which files below the sources are articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "indexer/looker.h"
#include "indexer/path.h"
#include "text/limits.h"

/* Of the array of files, in files. */
#define FIRST_CAP 64

struct walk {
	struct scan *scan;
	struct looker *looker;
	size_t root_len; /* of paths: what stands before the id */
	uint32_t source;
	scan_problem_fn problem;
	void *payload;
	struct err *err;
};

static bool is_article_name(struct str name)
{
	static const struct str extensions[] = {
		STR_INIT(".md"),  STR_INIT(".markdown"), STR_INIT(".mdown"),
		STR_INIT(".mkd"), STR_INIT(".mkdn"),	 STR_INIT(".mkdown"),
		STR_INIT(".mdx"),
	};

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++) {
		size_t len = extensions[i].len;

		if (name.len > len &&
		    str_eq_nocase(str_skip(name, name.len - len),
				  extensions[i]))
			return true;
	}
	return false;
}

static bool is_wanted(struct str name, bool is_folder)
{
	if (name.len == 0 || name.p[0] == '.' || name.p[0] == '#' ||
	    name.p[name.len - 1] == '~')
		return false;
	return is_folder ? !str_eq(name, STR("node_modules"))
			 : is_article_name(name);
}

static bool wanted(const char *name, bool is_folder, void *payload)
{
	(void)payload;
	return is_wanted(str_of(name), is_folder);
}

int scan_walk(const char *path, const struct fs_walk *walk, struct err *err)
{
	int ret = fs_walk(path, walk, err);

	if (ret != ERR_IO || fs_is_folder(path))
		return ret;
	err_clear(err);
	return FS_ABSENT;
}

bool scan_takes_name(struct str name, bool is_folder)
{
	return is_wanted(name, is_folder);
}

/* Are all the folders of a path looked into? *start is where its last part
 * begins. */
static bool takes_folders(struct str id, size_t *last)
{
	size_t start = 0;

	for (size_t i = 0; i < id.len; i++) {
		if (id.p[i] != '/')
			continue;
		if (!is_wanted(str_make(id.p + start, i - start), true))
			return false;
		start = i + 1;
	}
	*last = start;
	return true;
}

bool scan_takes(struct str id)
{
	size_t start;

	return takes_folders(id, &start) &&
	       is_wanted(str_skip(id, start), false);
}

static bool takes_folder(struct str id)
{
	size_t start;

	return takes_folders(id, &start) &&
	       is_wanted(str_skip(id, start), true);
}

/* Is there a control character? Every id is asked, so eight bytes are looked at
 * a time. */
static bool has_control(struct str s)
{
	const uint64_t ones = 0x0101010101010101u, highs = ones << 7;

	for (size_t at = 0; at < s.len; at += sizeof(uint64_t)) {
		uint64_t eight = ones * ' ', low, del;

		if (s.len - at >= sizeof(eight))
			memcpy(&eight, s.p + at, sizeof(eight));
		else
			memcpy(&eight, s.p + at, s.len - at);
		/* Less than n, of bytes without the high bit: what is taken
		 * away borrows it. */
		low = (eight - ones * 0x20) & ~eight;
		del = ((eight ^ ones * 0x7f) - ones) & ~(eight ^ ones * 0x7f);
		if ((low | del) & highs)
			return true;
	}
	return false;
}

const char *scan_id_fault(struct str id)
{
	if (id.len > LIMIT_PATH_BYTES)
		return "the path is too long";
	if (utf8_invalid(id) < id.len)
		return "the path is not UTF-8; rename it";
	if (has_control(id))
		return "the path holds a control character; rename it";
	return NULL;
}

/* "./a.md" is shown as "a.md". */
static const char *shown(const char *path)
{
	while (path[0] == '.' && path[1] == '/' && path[2])
		path += 2;
	return path;
}

int scan_add(struct scan *scan, const struct scan_file *file, struct err *err)
{
	if (scan->count == scan->cap) {
		size_t more = scan->cap < FIRST_CAP ? FIRST_CAP
						    : scan->cap + scan->cap / 2;
		struct scan_file *files =
			more <= SIZE_MAX / sizeof(*files)
				? realloc(scan->files, more * sizeof(*files))
				: NULL;

		if (!files)
			return err_set(err, ERR_MEMORY,
				       "not enough memory for %zu files", more);
		scan->files = files;
		scan->cap = more;
	}
	scan->files[scan->count++] = *file;
	return 0;
}

static int add_file(const char *path, const char *below, void *payload)
{
	struct walk *w = payload;
	struct scan *scan = w->scan;
	struct str id = str_skip(str_of(path), w->root_len);
	const char *fault = scan_id_fault(id);
	struct scan_file file = { .source = w->source, .until = INT64_MAX };
	struct str copy;
	int ret;

	(void)below;
	if (fault) {
		w->problem(shown(path), fault, true, w->payload);
		return 0;
	}
	copy = arena_copy(&scan->arena, str_of(shown(path)));
	if (!copy.p)
		return arena_check(&scan->arena, w->err);
	file.id = str_skip(copy, copy.len - id.len);
	file.path = copy.p;
	if (scan->count == scan->cap)
		looker_pause(w->looker);
	ret = scan_add(scan, &file, w->err);
	looker_offer(w->looker);
	return ret;
}

static void add_skipped(const char *path, const char *reason, void *payload)
{
	struct walk *w = payload;
	struct scan *scan = w->scan;
	struct str *blind;
	struct str id = str_skip(str_of(path), w->root_len);

	w->problem(shown(path), reason, false, w->payload);
	blind = arena_grow(&scan->arena, scan->blind, scan->blind_count,
			   &scan->blind_cap, sizeof(*blind));
	if (!blind)
		return;
	scan->blind = blind;
	blind[scan->blind_count++] = arena_copy(&scan->arena, id);
}

static int by_id(const void *a, const void *b)
{
	const struct scan_file *x = a, *y = b;
	int order = str_cmp(x->id, y->id);

	if (order)
		return order;
	return (x->source > y->source) - (x->source < y->source);
}

/* Drops what has gone. Of two files with one id, in different sources, the
 * first source's stays. One file may be in both. */
static void drop(struct scan *scan, scan_problem_fn problem, void *payload)
{
	size_t kept = 0;

	for (size_t i = 0; i < scan->count; i++) {
		struct scan_file *file = &scan->files[i];

		if (file->is_gone)
			continue;
		if (kept && str_eq(scan->files[kept - 1].id, file->id)) {
			char reason[256];

			if (!strcmp(scan->files[kept - 1].path, file->path))
				continue;
			snprintf(reason, sizeof(reason),
				 "has the same path below its source as '%s'",
				 scan->files[kept - 1].path);
			problem(file->path, reason, true, payload);
			continue;
		}
		if (kept < i)
			scan->files[kept] = *file;
		kept++;
	}
	scan->count = kept;
}

static int add_folder(struct walk *w, const char *path, struct err *err)
{
	struct fs_walk walk = {
		.wanted = wanted,
		.file = add_file,
		.skipped = add_skipped,
		.payload = w,
	};

	return scan_walk(path, &walk, err);
}

static int add_source(struct walk *w, const char *root, struct err *err)
{
	const char *slash = strrchr(root, '/');
	struct stat now;
	int ret = FS_ABSENT;

	if (fs_is_folder(root)) {
		w->root_len = strlen(root) + !str_ends(str_of(root), STR("/"));
		ret = add_folder(w, root, err);
	} else if (lstat(root, &now) == 0) {
		/* A single file, or what will be found to be none. */
		w->root_len = slash ? (size_t)(slash - root) + 1 : 0;
		ret = add_file(root, NULL, w);
	}
	if (ret == FS_ABSENT)
		return err_set(err, ERR_USAGE, "no such file or folder: '%s'",
			       root);
	return ret;
}

/* What is at a path below the source now. */
static int add_path(struct walk *w, const char *path, struct err *err)
{
	struct stat now;
	int ret;

	if (lstat(path, &now) != 0)
		return 0;
	if (S_ISDIR(now.st_mode)) {
		ret = add_folder(w, path, err);
		return ret == FS_ABSENT ? 0 : ret;
	}
	if (S_ISREG(now.st_mode))
		return add_file(path, NULL, w);
	add_skipped(path,
		    S_ISLNK(now.st_mode) ? "a symbolic link"
					 : "neither a file nor a folder",
		    w);
	return 0;
}

/* Is it a name that a walk would look at? */
static bool takes(const char *path, struct str id)
{
	return scan_takes(id) || (fs_is_folder(path) && takes_folder(id));
}

static int finish(struct scan *scan, scan_problem_fn problem, void *payload,
		  struct err *err)
{
	bool is_sorted = true;

	if (arena_check(&scan->arena, err))
		return err->code;
	for (size_t i = 1; i < scan->count && is_sorted; i++)
		is_sorted = by_id(&scan->files[i - 1], &scan->files[i]) < 0;
	if (!is_sorted)
		qsort(scan->files, scan->count, sizeof(*scan->files), by_id);
	drop(scan, problem, payload);
	return 0;
}

int scan_sources(const char *const *sources, size_t count, unsigned int jobs,
		 struct scan *out, scan_problem_fn problem, void *payload,
		 struct err *err)
{
	struct looker looker;
	int ret = 0;

	*out = (struct scan){ .arena = ARENA_INIT(SIZE_MAX) };
	looker_init(&looker, out, jobs);
	for (size_t i = 0; i < count && !ret; i++) {
		struct walk w = { out,	   &looker, 0,	(uint32_t)i,
				  problem, payload, err };

		ret = add_source(&w, sources[i], err);
	}
	looker_finish(&looker);
	return ret ? ret : finish(out, problem, payload, err);
}

int scan_again(const char *source, const struct str *touched, size_t count,
	       unsigned int jobs, struct scan *scan, scan_problem_fn problem,
	       void *payload, struct err *err)
{
	struct looker looker;
	struct walk w = { scan, &looker, 0, 0, problem, payload, err };
	struct buf path = BUF_INIT;
	int ret = 0;

	looker_init(&looker, scan, jobs);
	w.root_len = strlen(source) + !str_ends(str_of(source), STR("/"));
	for (size_t i = 0; i < count && !ret; i++) {
		buf_clear(&path);
		buf_add_str(&path, str_of(source));
		if (path.len < w.root_len)
			buf_add_char(&path, '/');
		buf_add_str(&path, touched[i]);
		ret = buf_check(&path, err);
		if (!ret && takes(path.p, touched[i]))
			ret = add_path(&w, path.p, err);
	}
	buf_release(&path);
	looker_finish(&looker);
	return ret ? ret : finish(scan, problem, payload, err);
}

/* Is there an index.md in this folder or above, but not in that of all? */
static bool is_in_bundle(const struct scan *scan, struct str folder,
			 struct str content)
{
	struct buf id = BUF_INIT;
	bool found = false;

	while (folder.len > 0 && !str_eq(folder, content) && !found) {
		buf_clear(&id);
		buf_printf(&id, "%.*s/index.md", STR_ARG(folder));
		found = !id.failed && scan_find(scan, buf_view(&id));
		path_last_part(&folder);
	}
	buf_release(&id);
	return found;
}

void scan_mark_resources(struct scan *scan, struct str content)
{
	struct str last = { NULL, 0 };
	bool is_last_in = false;

	for (size_t i = 0; i < scan->count; i++) {
		struct scan_file *file = &scan->files[i];
		struct str folder = file->id, name = path_last_part(&folder);

		/* The page itself, or the same in another language. */
		if (folder.len > 0 && str_starts(name, STR("index.")))
			path_last_part(&folder);
		if (!last.p || !str_eq(folder, last))
			is_last_in = is_in_bundle(scan, folder, content);
		last = folder;
		file->is_resource = is_last_in;
	}
}

static bool is_excluded(const struct scan_file *file, const struct str *globs,
			size_t count, size_t general)
{
	while (count > 0) {
		bool keeps;

		if (count-- == general && file->is_resource)
			break;
		keeps = str_starts(globs[count], STR("!"));
		if (glob_match(str_skip(globs[count], keeps), file->id))
			return !keeps;
	}
	return file->is_resource;
}

size_t scan_exclude(struct scan *scan, const struct str *globs, size_t count,
		    size_t general)
{
	size_t kept = 0, before = scan->count;

	for (size_t i = 0; i < before; i++) {
		if (is_excluded(&scan->files[i], globs, count, general))
			continue;
		if (kept < i)
			scan->files[kept] = scan->files[i];
		kept++;
	}
	scan->count = kept;
	return before - kept;
}

struct scan_file *scan_find(const struct scan *scan, struct str id)
{
	size_t low = 0, high = scan->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(id, scan->files[middle].id);

		if (order == 0)
			return &scan->files[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

void scan_release(struct scan *scan)
{
	arena_release(&scan->arena);
	free(scan->files);
	*scan = (struct scan){ .arena = ARENA_INIT(SIZE_MAX) };
}

/* Is it this path, or below it? */
static bool is_at(struct str id, struct str path)
{
	return str_starts(id, path) &&
	       (id.len == path.len || id.p[path.len] == '/' || path.len == 0);
}

bool scan_is_touched(struct str id, const struct str *touched, size_t count)
{
	size_t end = 0;

	/* Each path above it is looked for. */
	do {
		size_t low = 0, high = count;
		struct str path;

		end += str_find(str_skip(id, end), '/');
		path = str_head(id, end++);
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			int order = str_cmp(path, touched[middle]);

			if (order == 0)
				return true;
			if (order < 0)
				high = middle;
			else
				low = middle + 1;
		}
	} while (end < id.len);
	return false;
}

bool scan_is_blind(const struct scan *scan, struct str id)
{
	for (size_t i = 0; i < scan->blind_count; i++) {
		if (is_at(id, scan->blind[i]))
			return true;
	}
	return false;
}
