/*
 * Does this libxapian make databases as we do?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The format has no public description, and nobody promised to keep it. So
 * nothing is written that libxapian did not write itself a moment ago: all
 * kinds of entries are in the documents below.
 */
#include "bulk/trial.h"

#include "base/buf.h"
#include "base/fs.h"
#include "bulk/document.h"
#include "bulk/glass.h"
#include "bulk/shards.h"
#include "bulk/table.h"
#include "shim/xap.h"

/* The versions whose tables were compared. */
#define KNOWN "1.4."

/* A file of the trial has less. */
#define FILE_MAX (1u << 20)

/* Where the UUID is in the version file, which chance makes. */
#define UUID_START 16
#define UUID_END   32

static const uint32_t few[] = { 3 }, some[] = { 1, 2, 7, 40, 41, 900 };

static const struct xap_posting first[] = {
	{ STR_INIT("XItrial"), 0, NULL, 0 },
	{ STR_INIT("water"), 7, some, sizeof(some) / sizeof(some[0]) },
	{ STR_INIT("wat"), 1, few, 1 },
	{ STR_INIT("watershed"), 200, NULL, 0 },
};

static const struct xap_posting second[] = {
	{ STR_INIT("water"), 1, few, 1 },
	{ STR_INIT("\xc3\xa9"), 2, some, 2 },
};

static const struct bulk_value values[] = {
	{ 0, STR_INIT("one") },
	{ 1, STR_INIT("two") },
	{ 300, STR_INIT("three") },
};

static const struct bulk_document documents[] = {
	{ first, sizeof(first) / sizeof(first[0]), values, 3,
	  STR_INIT("Deflate makes this no less."), false },
	{ NULL, 0, NULL, 0, STR_INIT(""), false },
	{ second, sizeof(second) / sizeof(second[0]), values + 1, 1,
	  STR_INIT("short"), false },
};

#define DOCUMENTS (sizeof(documents) / sizeof(documents[0]))

static const char *const files[] = { "postlist.glass", "docdata.glass",
				     "termlist.glass" };

static int make_ours(const char *path, struct err *err)
{
	struct glass *glass;
	int ret = glass_new(path, false, &glass, err);

	for (uint32_t i = 0; i < DOCUMENTS && !ret; i++)
		ret = glass_add(glass, i + 1, &documents[i], err);
	if (!ret)
		ret = glass_set_metadata(glass, STR("key"), STR("value"), err);
	if (!ret)
		ret = glass_end(glass, NULL, NULL, err);
	if (!ret)
		ret = glass_finish(glass, err);
	glass_free(glass);
	return ret;
}

static int make_theirs(const char *folder, const char *path, struct err *err)
{
	struct shards *shards;
	int ret = shards_new(folder, &shards, err);

	for (size_t i = 0; i < DOCUMENTS && !ret; i++)
		ret = shards_add(shards, &documents[i], err);
	if (!ret)
		ret = shards_set_metadata(shards, STR("key"), STR("value"),
					  err);
	if (!ret)
		ret = shards_end(shards, NULL, NULL, err);
	if (!ret)
		ret = shards_finish(shards, path, err);
	shards_free(shards);
	return ret;
}

static int read_file(const char *folder, const char *name, struct buf *out,
		     struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	buf_printf(&path, "%s/%s", folder, name);
	ret = buf_check(&path, err);
	if (!ret)
		ret = fs_read(path.p, FILE_MAX, out, err);
	buf_release(&path);
	return ret;
}

static unsigned int number(const char *p)
{
	return (unsigned int)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

/* A block's header, directory and items; what is between may be anything. */
static bool is_same_block(const char *a, const char *b)
{
	unsigned int free = number(a + 5), end = number(a + 9);

	if (end + free > TABLE_BLOCK_SIZE)
		return false;
	return str_eq(str_make(a, end), str_make(b, end)) &&
	       str_eq(str_make(a + end + free, TABLE_BLOCK_SIZE - end - free),
		      str_make(b + end + free, TABLE_BLOCK_SIZE - end - free));
}

static bool is_same_table(struct str a, struct str b)
{
	if (a.len != b.len || a.len == 0 || a.len % TABLE_BLOCK_SIZE)
		return false;
	for (size_t at = 0; at < a.len; at += TABLE_BLOCK_SIZE) {
		if (!is_same_block(a.p + at, b.p + at))
			return false;
	}
	return true;
}

static bool is_same_version(struct str a, struct str b)
{
	return a.len > UUID_END &&
	       str_eq(str_head(a, UUID_START), str_head(b, UUID_START)) &&
	       str_eq(str_skip(a, UUID_END), str_skip(b, UUID_END));
}

static int compare(const char *ours, const char *theirs, bool *is_same,
		   struct err *err)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	int ret = read_file(ours, "iamglass", &a, err);

	*is_same = true;
	if (!ret)
		ret = read_file(theirs, "iamglass", &b, err);
	if (!ret)
		*is_same = is_same_version(buf_view(&a), buf_view(&b));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (!ret)
			ret = read_file(ours, files[i], &a, err);
		if (!ret)
			ret = read_file(theirs, files[i], &b, err);
		if (!ret && !is_same_table(buf_view(&a), buf_view(&b)))
			*is_same = false;
	}
	/* A file that libxapian has no longer. */
	if (ret == FS_ABSENT) {
		*is_same = false;
		ret = 0;
	}
	buf_release(&a);
	buf_release(&b);
	return ret;
}

int trial_run(const char *folder, bool *is_known, struct err *err)
{
	struct buf trial = BUF_INIT, ours = BUF_INIT, theirs = BUF_INIT;
	int ret;

	*is_known = false;
	if (!str_starts(str_of(xap_library_version()), STR(KNOWN)))
		return 0;
	buf_printf(&trial, "%s/trial", folder);
	buf_printf(&ours, "%s/trial/ours", folder);
	buf_printf(&theirs, "%s/trial/theirs", folder);
	ret = buf_check(&trial, err);
	if (!ret)
		ret = buf_check(&ours, err);
	if (!ret)
		ret = buf_check(&theirs, err);
	if (!ret)
		ret = fs_make_folder(trial.p, err);
	if (!ret)
		ret = make_ours(ours.p, err);
	if (!ret)
		ret = make_theirs(trial.p, theirs.p, err);
	if (!ret)
		ret = compare(ours.p, theirs.p, is_known, err);
	if (!ret)
		ret = fs_remove_tree(trial.p, err);
	buf_release(&trial);
	buf_release(&ours);
	buf_release(&theirs);
	return ret;
}
