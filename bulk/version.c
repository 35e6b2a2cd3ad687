/*
 * The version file of a database: what its tables are, and what bounds it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/version.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/hash.h"
#include "bulk/pack.h"

/* With the version of the format, of 2016-03-14. */
#define MAGIC	  "\x0f\x0dXapian Glass\x04\x6e"
#define REVISION  1
#define UUID_SIZE 16

/* Entries of the tables that are longer may be deflated: what updates are to
 * do. */
#define DEFLATE_LEAST 18

static void add_uuid(struct buf *b)
{
	unsigned char uuid[UUID_SIZE];
	uint64_t seeds[2] = { hash_random_seed(), hash_random_seed() };

	/* A random one: RFC 4122, version 4. */
	memcpy(uuid, seeds, sizeof(uuid));
	uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
	uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
	buf_add(b, uuid, sizeof(uuid));
}

static void add_table(struct buf *b, enum version_table table,
		      const struct table_root *root)
{
	bool is_deflated =
		table != VERSION_POSTLIST && table != VERSION_POSITION;
	struct buf free_list = BUF_INIT;

	buf_add_varint(b, root->root);
	/* Its leaves are in order; and whether it is not there. */
	buf_add_varint(b, root->level << 2 | 1u << 1 | !root->exists);
	buf_add_varint(b, root->entries);
	buf_add_varint(b, TABLE_BLOCK_SIZE >> 11);
	buf_add_varint(b, is_deflated ? DEFLATE_LEAST : 0);
	if (root->exists) {
		buf_add_varint(&free_list, REVISION);
		buf_add_varint(&free_list, root->blocks);
		buf_add(&free_list, "\0\0\0\0", 4);
	}
	buf_add_field(b, buf_view(&free_list));
	if (free_list.failed)
		b->failed = free_list.failed;
	buf_release(&free_list);
}

int version_write(const char *folder, const struct version *v, struct err *err)
{
	struct buf b = BUF_INIT, path = BUF_INIT;
	int ret;

	buf_add(&b, MAGIC, sizeof(MAGIC) - 1);
	add_uuid(&b);
	buf_add_varint(&b, REVISION);
	for (int i = 0; i < VERSION_TABLES; i++)
		add_table(&b, (enum version_table)i, &v->tables[i]);
	buf_add_varint(&b, v->documents);
	buf_add_varint(&b, v->last_docid - v->documents);
	buf_add_varint(&b, v->shortest);
	buf_add_varint(&b, v->most);
	buf_add_varint(&b, v->longest - v->most);
	buf_add_varint(&b, 0); /* the oldest changeset */
	buf_add_varint(&b, v->total);
	buf_add_varint(&b, 0); /* what bounds spellings */
	buf_printf(&path, "%s/iamglass", folder);
	ret = buf_check(&b, err);
	if (!ret)
		ret = buf_check(&path, err);
	if (!ret)
		ret = fs_write_atomic(path.p, buf_view(&b), err);
	buf_release(&b);
	buf_release(&path);
	return ret;
}
