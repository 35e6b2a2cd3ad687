/*
 * A table of glass, written in the order of its keys: a B+-tree in a file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A block begins with a header and a directory of its items, which themselves
 * stand at its end, the first one last. A tag that is too long for an item is
 * split over several; a branch leads to a child by the key and the number of
 * the part that begins it.
 */
#include "bulk/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "bulk/pack.h"

#define HEADER	 11
#define REVISION 1
#define LEVELS	 10 /* that readers take */
/* So that four fit into a block, with their places in the directory. */
#define ITEM_MAX  ((TABLE_BLOCK_SIZE - HEADER - 4 * 2) / 4)
#define PARTS_MAX 65535

/* The first bytes of a leaf's item: its size, and */
#define ITEM_DEFLATED 0x8000
#define ITEM_LAST     0x4000
#define ITEM_FIRST    0x2000

/* What of a tag is worth to fill the end of a block, beyond the key. */
#define FILL_LEAST 34

#define WINDOW 32 /* blocks that are written at once */

struct block {
	uint32_t number;
	unsigned int low; /* where the lowest item begins */
	unsigned int end; /* of the directory */
	unsigned char p[TABLE_BLOCK_SIZE];
};

struct table {
	struct buf path;
	int fd;			      /* -1 before the first entry */
	struct block *blocks[LEVELS]; /* that are being filled; 0: the leaf */
	unsigned int height;
	uint32_t next; /* number of the next block */
	uint32_t entries;
	/* Blocks with numbers one after another, yet to be written. */
	unsigned char *window;
	uint32_t window_first;
	unsigned int window_count;
};

static unsigned int room(const struct block *b)
{
	return b->low - b->end;
}

static void set16(unsigned char *p, unsigned int value)
{
	p[0] = (unsigned char)(value >> 8);
	p[1] = (unsigned char)value;
}

static void set32(unsigned char *p, uint32_t value)
{
	set16(p, value >> 16);
	set16(p + 2, value & 0xffff);
}

int table_new(const char *folder, const char *name, struct table **out,
	      struct err *err)
{
	struct table *t = calloc(1, sizeof(*t));

	*out = t;
	if (!t)
		return err_set(err, ERR_MEMORY, "no memory for a table");
	t->fd = -1;
	buf_printf(&t->path, "%s/%s", folder, name);
	t->window = malloc((size_t)WINDOW * TABLE_BLOCK_SIZE);
	if (!t->window)
		return err_set(err, ERR_MEMORY, "no memory for a table");
	return buf_check(&t->path, err);
}

void table_free(struct table *t)
{
	if (!t)
		return;
	for (unsigned int i = 0; i < LEVELS; i++)
		free(t->blocks[i]);
	if (t->fd >= 0)
		close(t->fd);
	free(t->window);
	buf_release(&t->path);
	free(t);
}

/* ---- Blocks ----------------------------------------------------------- */

static int flush(struct table *t, struct err *err)
{
	size_t left = (size_t)t->window_count * TABLE_BLOCK_SIZE;
	off_t at = (off_t)t->window_first * TABLE_BLOCK_SIZE;
	const unsigned char *p = t->window;

	while (left) {
		ssize_t n = pwrite(t->fd, p, left, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set_errno(err, n ? errno : ENOSPC,
					     "cannot write '%s'", t->path.p);
		p += n;
		at += n;
		left -= (size_t)n;
	}
	t->window_count = 0;
	return 0;
}

/* A new block of this level, to be filled. */
static int begin(struct table *t, unsigned int level, struct err *err)
{
	struct block *b = t->blocks[level];

	if (t->next == UINT32_MAX)
		return err_set(err, ERR_LIMIT, "a table has too many blocks");
	if (!b)
		b = t->blocks[level] = malloc(sizeof(*b));
	if (!b)
		return err_set(err, ERR_MEMORY, "no memory for a table");
	b->number = t->next++;
	b->low = TABLE_BLOCK_SIZE;
	b->end = HEADER;
	memset(b->p, 0, sizeof(b->p));
	b->p[4] = (unsigned char)level;
	return 0;
}

/* Writes a block that is full. */
static int end(struct table *t, struct block *b, struct err *err)
{
	set32(b->p, REVISION);
	set16(b->p + 5, room(b));
	set16(b->p + 7, room(b));
	set16(b->p + 9, b->end);
	if (t->window_count == WINDOW ||
	    (t->window_count &&
	     b->number != t->window_first + t->window_count)) {
		int ret = flush(t, err);

		if (ret)
			return ret;
	}
	if (t->window_count == 0)
		t->window_first = b->number;
	memcpy(t->window + (size_t)t->window_count++ * TABLE_BLOCK_SIZE, b->p,
	       TABLE_BLOCK_SIZE);
	return 0;
}

/* Room for an item, which must be there; enters it in the directory. */
static unsigned char *make_item(struct block *b, unsigned int size)
{
	b->low -= size;
	set16(b->p + b->end, b->low);
	b->end += 2;
	return b->p + b->low;
}

/* ---- Branches --------------------------------------------------------- */

static void put_branch(struct block *b, struct str key, unsigned int part,
		       uint32_t child)
{
	unsigned char *p = make_item(b, (unsigned int)key.len + 7);

	set32(p, child);
	p[4] = (unsigned char)key.len;
	if (key.len)
		memcpy(p + 5, key.p, key.len);
	set16(p + 5 + key.len, part);
}

/* Enters a child at this level, at `key` and the part of it; `old` is the one
 * before it. */
static int add_branch(struct table *t, unsigned int level, struct str key,
		      unsigned int part, uint32_t child, uint32_t old,
		      struct err *err)
{
	struct block *b;
	uint32_t full;
	int ret;

	if (level == LEVELS)
		return err_set(err, ERR_LIMIT, "a table is too deep");
	if (t->height < level) {
		ret = begin(t, level, err);
		if (ret)
			return ret;
		t->height = level;
		put_branch(t->blocks[level], STR(""), 0, old);
	}
	b = t->blocks[level];
	if (room(b) >= key.len + 7 + 2) {
		put_branch(b, key, part, child);
		return 0;
	}
	full = b->number;
	ret = end(t, b, err);
	if (!ret)
		ret = begin(t, level, err);
	if (!ret)
		ret = add_branch(t, level + 1, key, part, b->number, full, err);
	if (!ret)
		put_branch(b, STR(""), 0, child);
	return ret;
}

/* ---- Leaves ----------------------------------------------------------- */

/* The key of the last item of a leaf. */
static struct str last_key(const struct block *leaf)
{
	const unsigned char *p = leaf->p + leaf->low;

	return str_make((const char *)p + 3, p[2]);
}

/* The least of a key that tells a leaf from the one before. */
static struct str separator(struct str before, struct str key)
{
	size_t same = 0;

	while (same < before.len && same < key.len &&
	       before.p[same] == key.p[same])
		same++;
	return str_head(key, same + 1);
}

static int next_leaf(struct table *t, struct str key, unsigned int part,
		     struct err *err)
{
	struct block *leaf = t->blocks[0];
	char before[PACK_KEY_MAX];
	struct str last = last_key(leaf);
	uint32_t old = leaf->number;
	int ret;

	memcpy(before, last.p, last.len);
	ret = end(t, leaf, err);
	if (!ret)
		ret = begin(t, 0, err);
	if (ret)
		return ret;
	return add_branch(t, 1, separator(str_make(before, last.len), key),
			  part, leaf->number, old, err);
}

/* Adds a part of a tag, 1 being the first. */
static int add_part(struct table *t, struct str key, unsigned int part,
		    struct str bytes, unsigned int flags, struct err *err)
{
	unsigned int head = 3 + (unsigned int)key.len + (part > 1 ? 2 : 0);
	unsigned int size = head + (unsigned int)bytes.len;
	unsigned char *p;

	if (room(t->blocks[0]) < size + 2) {
		int ret = next_leaf(t, key, part, err);

		if (ret)
			return ret;
	}
	p = make_item(t->blocks[0], size);
	set16(p, (size - 3) | flags | (part == 1 ? ITEM_FIRST : 0));
	p[2] = (unsigned char)key.len;
	memcpy(p + 3, key.p, key.len);
	if (part > 1)
		set16(p + 3 + key.len, part);
	if (bytes.len)
		memcpy(p + head, bytes.p, bytes.len);
	return 0;
}

/* How much of a long tag goes into its first part: what fills the block, if
 * that is worth a part. `most` is what a later part holds. */
static size_t first_part(const struct table *t, struct str key, struct str tag,
			 size_t most)
{
	size_t around = key.len + 5;
	size_t left = room(t->blocks[0]) % (ITEM_MAX + 2);

	if (left > 2 + around) {
		size_t fills = left - (2 + around);

		if (fills >= (tag.len - 2) % most ||
		    fills >= key.len + FILL_LEAST)
			return fills + 2;
	}
	return most + 2;
}

static int open_file(struct table *t, struct err *err)
{
	unsigned char *p;
	int ret;

	t->fd = open(t->path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (t->fd < 0)
		return err_set_errno(err, errno, "cannot make '%s'", t->path.p);
	ret = begin(t, 0, err);
	if (ret)
		return ret;
	/* The first leaf begins with an item of nothing. */
	p = make_item(t->blocks[0], 3);
	set16(p, ITEM_FIRST | ITEM_LAST);
	p[2] = 0;
	return 0;
}

int table_add(struct table *t, struct str key, struct str tag, bool is_deflated,
	      struct err *err)
{
	size_t most = ITEM_MAX - (key.len + 5);
	unsigned int flags = is_deflated ? ITEM_DEFLATED : 0;
	size_t size;
	int ret = t->fd < 0 ? open_file(t, err) : 0;

	if (ret)
		return ret;
	t->entries++;
	if (tag.len <= most + 2)
		return add_part(t, key, 1, tag, flags | ITEM_LAST, err);
	if (tag.len / most >= PARTS_MAX - 1)
		return err_set(err, ERR_LIMIT, "an entry of %zu bytes",
			       tag.len);
	size = first_part(t, key, tag, most);
	for (unsigned int part = 1; !ret; part++) {
		struct str bytes = str_head(tag, size);

		tag = str_skip(tag, size);
		size = most;
		ret = add_part(t, key, part, bytes,
			       flags | (tag.len ? 0 : ITEM_LAST), err);
		if (tag.len == 0)
			break;
	}
	return ret;
}

int table_finish(struct table *t, bool must_exist, struct table_root *out,
		 struct err *err)
{
	int ret = 0;

	*out = (struct table_root){ 0 };
	if (t->fd < 0 && !must_exist)
		return 0;
	if (t->fd < 0)
		ret = open_file(t, err);
	for (unsigned int i = 0; i <= t->height && !ret; i++)
		ret = end(t, t->blocks[i], err);
	if (!ret)
		ret = flush(t, err);
	if (!ret && fdatasync(t->fd) != 0)
		ret = err_set_errno(err, errno, "cannot sync '%s'", t->path.p);
	if (ret)
		return ret;
	*out = (struct table_root){ .exists = true,
				    .root = t->blocks[t->height]->number,
				    .level = t->height,
				    .entries = t->entries,
				    .blocks = t->next };
	ret = close(t->fd);
	t->fd = -1;
	return ret ? err_set_errno(err, errno, "cannot write '%s'", t->path.p)
		   : 0;
}
