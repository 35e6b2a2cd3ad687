/*
 * Stamps: what the files looked like when they were read for the last time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file: a line that names its form, the sources (a field), the number of
 * folders that could not be entered and their ids (fields), the number of files
 * and what is known of each, and 8 bytes of a hash of all that, for it is not
 * synced to disk. Of a file: its id (a field), the number of its source, and
 * until when it is shown: 0 if its bytes are not known, 1 for ever, else 2 more
 * than it is. If they are known there follow inode, size and the two times, and
 * 16 bytes of hash. Numbers are varints.
 */
#include "indexer/stamps.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "pressmark stamps 1\n"

#define HASH_SIZE 8

/* The bytes of the shortest entry. */
#define LEAST 3

enum shown { SHOWN_UNKNOWN, SHOWN_EVER, SHOWN_UNTIL };

/* At most, of the file: as much as ten million articles need. */
#define FILE_MAX ((size_t)1 << 30)

static void make_path(const char *folder, struct buf *out)
{
	buf_printf(out, "%s/stamps", folder);
}

static void add_hash(struct buf *out)
{
	uint64_t hash = hash64(buf_view(out), 0);

	for (int i = 0; i < HASH_SIZE; i++)
		buf_add_char(out, (char)(hash >> (8 * i) & 0xff));
}

static bool take_hash(struct str *bytes)
{
	uint64_t hash = 0;

	if (bytes->len < HASH_SIZE)
		return false;
	bytes->len -= HASH_SIZE;
	for (int i = 0; i < HASH_SIZE; i++)
		hash |= (uint64_t)(unsigned char)bytes->p[bytes->len + i]
			<< (8 * i);
	return hash == hash64(*bytes, 0);
}

static void add_entry(const struct scan_file *file, struct buf *out)
{
	const struct fs_stamp *stamp = &file->stamp;

	buf_add_field(out, file->id);
	buf_add_varint(out, file->source);
	if (!file->is_known) {
		buf_add_varint(out, SHOWN_UNKNOWN);
		return;
	}
	/* An instant before 1970 has passed: as good as any of these. */
	if (file->until == INT64_MAX)
		buf_add_varint(out, SHOWN_EVER);
	else
		buf_add_varint(out,
			       SHOWN_UNTIL + (file->until < 0
						      ? 0
						      : (uint64_t)file->until));
	buf_add_varint(out, stamp->inode);
	buf_add_varint(out, stamp->size);
	buf_add_varint(out, stamp->modified);
	buf_add_varint(out, stamp->changed);
	buf_add(out, file->bytes_hash, HASH128_SIZE);
}

static void read_entry(struct buf_reader *in, struct stamps_entry *out)
{
	uint64_t shown;

	out->id = buf_read_field(in);
	out->source = (uint32_t)buf_read_varint(in);
	shown = buf_read_varint(in);
	out->is_known = shown != SHOWN_UNKNOWN;
	out->until = INT64_MAX;
	if (!out->is_known)
		return;
	if (shown >= SHOWN_UNTIL)
		out->until = (int64_t)((shown - SHOWN_UNTIL) & INT64_MAX);
	out->stamp.inode = buf_read_varint(in);
	out->stamp.size = buf_read_varint(in);
	out->stamp.modified = buf_read_varint(in);
	out->stamp.changed = buf_read_varint(in);
	if (in->rest.len < HASH128_SIZE) {
		in->bad = true;
		return;
	}
	memcpy(out->bytes_hash, in->rest.p, HASH128_SIZE);
	in->rest = str_skip(in->rest, HASH128_SIZE);
}

/* Takes the file apart. False where it is none of these sources. */
static bool decode(struct str sources, struct stamps *out)
{
	struct buf_reader in = { buf_view(&out->bytes), false };
	size_t count;

	if (!take_hash(&in.rest) || !str_starts(in.rest, STR(HEAD)))
		return false;
	in.rest = str_skip(in.rest, strlen(HEAD));
	if (!str_eq(buf_read_field(&in), sources))
		return false;
	out->blind_count = buf_read_count(&in, 1);
	out->blind = calloc(out->blind_count + 1, sizeof(*out->blind));
	for (size_t i = 0; out->blind && i < out->blind_count; i++)
		out->blind[i] = buf_read_field(&in);
	count = buf_read_count(&in, LEAST);
	out->entries = calloc(count + 1, sizeof(*out->entries));
	for (size_t i = 0; out->entries && i < count && !in.bad; i++)
		read_entry(&in, &out->entries[i]);
	out->count = count;
	return out->blind && out->entries && !in.bad && in.rest.len == 0;
}

int stamps_load(const char *folder, struct str sources, struct stamps *out,
		struct err *err)
{
	struct buf path = BUF_INIT;
	struct err ignored = ERR_INIT;
	int ret;

	*out = (struct stamps){ .bytes = BUF_INIT };
	make_path(folder, &path);
	ret = buf_check(&path, err);
	if (!ret && (fs_read(path.p, FILE_MAX, &out->bytes, &ignored) != 0 ||
		     !decode(sources, out)))
		stamps_release(out);
	buf_release(&path);
	return ret;
}

/* In the order of a scan. */
static int compare(const struct stamps_entry *entry,
		   const struct scan_file *file)
{
	int order = str_cmp(entry->id, file->id);

	if (order)
		return order;
	return (entry->source > file->source) - (entry->source < file->source);
}

const struct stamps_entry *stamps_next(const struct stamps *stamps,
				       const struct scan_file *file, size_t *at)
{
	const struct stamps_entry *entry;

	while (*at < stamps->count && compare(&stamps->entries[*at], file) < 0)
		(*at)++;
	if (*at == stamps->count)
		return NULL;
	entry = &stamps->entries[*at];
	if (compare(entry, file) != 0 || !entry->is_known ||
	    !fs_stamp_same(&entry->stamp, &file->stamp))
		return NULL;
	return entry;
}

/* The path of a file, in which the id comes last. */
static struct str make_file_path(const char *source, struct str id,
				 struct arena *arena)
{
	size_t len = strlen(source);
	bool has_slash = str_ends(str_of(source), STR("/"));
	char *path = arena_alloc(arena, len + 1 + id.len + 1);

	if (!path)
		return str_make(NULL, 0);
	memcpy(path, source, len);
	if (!has_slash)
		path[len++] = '/';
	memcpy(path + len, id.p, id.len);
	return str_make(path, len + id.len);
}

int stamps_scan(const struct stamps *stamps, const char *source,
		const struct str *touched, size_t count, struct scan *out,
		struct err *err)
{
	struct arena *arena;

	*out = (struct scan){ .arena = ARENA_INIT(SIZE_MAX) };
	arena = &out->arena;
	/* Paths begin as scan_sources shows them. */
	while (source[0] == '.' && source[1] == '/' && source[2])
		source += 2;
	out->cap = stamps->count;
	out->files = calloc(stamps->count + 1, sizeof(*out->files));
	out->blind_cap = stamps->blind_count;
	out->blind =
		arena_array(arena, stamps->blind_count, sizeof(*out->blind));
	if (!out->files)
		return err_set(err, ERR_MEMORY,
			       "not enough memory for %zu files", out->cap);
	if (!out->blind)
		return arena_check(arena, err);
	for (size_t i = 0; i < stamps->count; i++) {
		const struct stamps_entry *e = &stamps->entries[i];
		struct str path;

		if (scan_is_touched(e->id, touched, count))
			continue;
		path = make_file_path(source, e->id, arena);
		out->files[out->count++] = (struct scan_file){
			.id = str_skip(path, path.len - e->id.len),
			.path = path.p,
			.stamp = e->stamp,
			.until = INT64_MAX,
		};
	}
	for (size_t i = 0; i < stamps->blind_count; i++) {
		if (!scan_is_touched(stamps->blind[i], touched, count))
			out->blind[out->blind_count++] =
				arena_copy(arena, stamps->blind[i]);
	}
	return arena_check(arena, err);
}

int stamps_save(const char *folder, struct str sources, const struct scan *scan,
		const struct stamps *old, struct err *err)
{
	struct buf out = BUF_INIT, path = BUF_INIT;
	int ret;

	buf_add_str(&out, STR(HEAD));
	buf_add_field(&out, sources);
	buf_add_varint(&out, scan->blind_count);
	for (size_t i = 0; i < scan->blind_count; i++)
		buf_add_field(&out, scan->blind[i]);
	buf_add_varint(&out, scan->count);
	for (size_t i = 0; i < scan->count; i++)
		add_entry(&scan->files[i], &out);
	add_hash(&out);
	make_path(folder, &path);
	ret = buf_check(&out, err);
	if (!ret)
		ret = buf_check(&path, err);
	if (!ret && !str_eq(buf_view(&out), buf_view(&old->bytes)))
		ret = fs_write_unsynced(path.p, buf_view(&out), err);
	buf_release(&out);
	buf_release(&path);
	return ret;
}

void stamps_release(struct stamps *stamps)
{
	buf_release(&stamps->bytes);
	free(stamps->blind);
	free(stamps->entries);
	*stamps = (struct stamps){ .bytes = BUF_INIT };
}
