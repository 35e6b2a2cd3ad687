/*
 * Stamps: what the files looked like when they were read for the last time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file: a line that names its form, the sources (a field), the number of
 * folders that could not be entered and their ids (fields), the number of files
 * and what is known of each, and 8 bytes of a hash of all that, for it is not
 * synced to disk. Of a file: its id (a field), and a struct kept as it is in
 * memory, for all of them are read in every run; on a machine where that is
 * another the hash is wrong. Other numbers are varints.
 */
#include "indexer/stamps.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "pressmark stamps 2\n"

struct kept {
	uint64_t inode, size, modified, changed;
	int64_t until;
	uint32_t source;
	uint32_t is_known; /* or all but the source is 0 */
	unsigned char bytes_hash[HASH128_SIZE];
};

_Static_assert(sizeof(struct kept) == 48 + HASH128_SIZE, "no gaps");

/* The bytes of the shortest entry. */
#define LEAST (1 + sizeof(struct kept))

/* At most, of the file: as much as ten million articles need. */
#define FILE_MAX ((size_t)1 << 30)

static void make_path(const char *folder, struct buf *out)
{
	buf_printf(out, "%s/stamps", folder);
}

static void add_hash(struct buf *out)
{
	uint64_t hash = hash64(buf_view(out), 0);

	buf_add(out, &hash, sizeof(hash));
}

static bool take_hash(struct str *bytes)
{
	uint64_t hash;

	if (bytes->len < sizeof(hash))
		return false;
	bytes->len -= sizeof(hash);
	memcpy(&hash, bytes->p + bytes->len, sizeof(hash));
	return hash == hash64(*bytes, 0);
}

static void add_entry(const struct scan_file *file, struct buf *out)
{
	struct kept kept = { .source = file->source };

	if (file->is_known) {
		kept.inode = file->stamp.inode;
		kept.size = file->stamp.size;
		kept.modified = file->stamp.modified;
		kept.changed = file->stamp.changed;
		kept.until = file->until;
		kept.is_known = true;
		memcpy(kept.bytes_hash, file->bytes_hash, HASH128_SIZE);
	}
	buf_add_field(out, file->id);
	buf_add(out, &kept, sizeof(kept));
}

static void read_entry(struct buf_reader *in, struct stamps_entry *out)
{
	struct kept kept;

	out->id = buf_read_field(in);
	if (in->bad || in->rest.len < sizeof(kept)) {
		in->bad = true;
		return;
	}
	memcpy(&kept, in->rest.p, sizeof(kept));
	in->rest = str_skip(in->rest, sizeof(kept));
	out->source = kept.source;
	out->is_known = kept.is_known;
	out->stamp.inode = kept.inode;
	out->stamp.size = kept.size;
	out->stamp.modified = kept.modified;
	out->stamp.changed = kept.changed;
	out->until = kept.until;
	memcpy(out->bytes_hash, kept.bytes_hash, HASH128_SIZE);
}

/* Takes the file apart. False where it is none of these sources. */
static bool decode(struct str sources, struct stamps *out)
{
	struct buf_reader in = { buf_view(&out->bytes), false };

	if (!take_hash(&in.rest) || !str_starts(in.rest, STR(HEAD)))
		return false;
	in.rest = str_skip(in.rest, strlen(HEAD));
	if (!str_eq(buf_read_field(&in), sources))
		return false;
	out->blind_count = buf_read_count(&in, 1);
	out->blind = calloc(out->blind_count + 1, sizeof(*out->blind));
	for (size_t i = 0; out->blind && i < out->blind_count; i++)
		out->blind[i] = buf_read_field(&in);
	out->count = buf_read_count(&in, LEAST);
	out->entries = in.rest;
	return out->blind && !in.bad;
}

struct stamps_place stamps_begin(const struct stamps *stamps)
{
	return (struct stamps_place){ .rest = { stamps->entries, false },
				      .left = stamps->count };
}

/* Goes on to the next entry. False when there is none. */
static bool advance(struct stamps_place *place)
{
	place->has_entry = place->left > 0;
	if (!place->has_entry)
		return false;
	place->left--;
	read_entry(&place->rest, &place->entry);
	/* The hash is right, so somebody made it so. */
	place->has_entry = !place->rest.bad;
	return place->has_entry;
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

const struct stamps_entry *stamps_next(struct stamps_place *place,
				       const struct scan_file *file)
{
	const struct stamps_entry *entry = &place->entry;
	int order = -1;

	if (place->has_entry)
		order = compare(entry, file);
	while (order < 0 && advance(place))
		order = compare(entry, file);
	return order == 0 && entry->is_known &&
			       fs_stamp_same(&entry->stamp, &file->stamp)
		       ? entry
		       : NULL;
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
	struct stamps_place place = stamps_begin(stamps);
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
	while (advance(&place)) {
		const struct stamps_entry *e = &place.entry;
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

static bool is_as_kept(const struct scan_file *file,
		       const struct stamps_entry *entry)
{
	return compare(entry, file) == 0 && entry->is_known == file->is_known &&
	       (!file->is_known ||
		(entry->until == file->until &&
		 fs_stamp_same(&entry->stamp, &file->stamp) &&
		 !memcmp(entry->bytes_hash, file->bytes_hash, HASH128_SIZE)));
}

/* Is what is known of the files of a scan what these have? */
static bool holds_all(const struct stamps *stamps, const struct scan *scan)
{
	struct stamps_place place = stamps_begin(stamps);

	if (!stamps->bytes.len || stamps->count != scan->count ||
	    stamps->blind_count != scan->blind_count)
		return false;
	for (size_t i = 0; i < scan->blind_count; i++) {
		if (!str_eq(stamps->blind[i], scan->blind[i]))
			return false;
	}
	for (size_t i = 0; i < scan->count; i++) {
		if (!advance(&place) ||
		    !is_as_kept(&scan->files[i], &place.entry))
			return false;
	}
	return true;
}

int stamps_save(const char *folder, struct str sources, const struct scan *scan,
		const struct stamps *old, struct err *err)
{
	struct buf out = BUF_INIT, path = BUF_INIT;
	int ret;

	if (holds_all(old, scan))
		return 0;
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
	if (!ret)
		ret = fs_write_unsynced(path.p, buf_view(&out), err);
	buf_release(&out);
	buf_release(&path);
	return ret;
}

void stamps_release(struct stamps *stamps)
{
	buf_release(&stamps->bytes);
	free(stamps->blind);
	*stamps = (struct stamps){ .bytes = BUF_INIT };
}
