/*
 * A new database from a stream of documents, as fast as it can be made.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/bulk.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "bulk/glass.h"
#include "bulk/shards.h"
#include "bulk/trial.h"

struct bulk {
	/* One of the two. */
	struct glass *glass;
	struct shards *shards;
	struct buf path; /* of what the shards become */
	uint32_t documents;
};

static int start_shards(struct bulk *b, const char *folder, struct err *err)
{
	struct buf shards = BUF_INIT;
	int ret;

	buf_printf(&shards, "%s/shards", folder);
	ret = buf_check(&shards, err);
	if (!ret)
		ret = fs_make_folder(shards.p, err);
	if (!ret)
		ret = shards_new(shards.p, &b->shards, err);
	buf_release(&shards);
	return ret;
}

int bulk_new(const char *folder, const char *path, enum bulk_way way,
	     bool has_threads, struct bulk **out, struct err *err)
{
	struct bulk *b = calloc(1, sizeof(*b));
	bool is_known = false;
	int ret = 0;

	*out = b;
	if (!b)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	buf_add_str(&b->path, str_of(path));
	ret = buf_check(&b->path, err);
	if (!ret && way != BULK_XAPIAN)
		ret = trial_run(folder, &is_known, err);
	if (!ret && way == BULK_TABLES && !is_known)
		ret = err_set(err, ERR_FORMAT,
			      "the tables of libxapian %s are not known",
			      xap_library_version());
	if (ret)
		return ret;
	return is_known ? glass_new(path, has_threads, &b->glass, err)
			: start_shards(b, folder, err);
}

void bulk_free(struct bulk *b)
{
	if (!b)
		return;
	glass_free(b->glass);
	shards_free(b->shards);
	buf_release(&b->path);
	free(b);
}

int bulk_add(struct bulk *b, const struct bulk_document *document,
	     struct err *err)
{
	int ret = b->glass
			  ? glass_add(b->glass, b->documents + 1, document, err)
			  : shards_add(b->shards, document, err);

	if (!ret)
		b->documents++;
	return ret;
}

int bulk_set_metadata(struct bulk *b, struct str key, struct str value,
		      struct err *err)
{
	return b->glass ? glass_set_metadata(b->glass, key, value, err)
			: shards_set_metadata(b->shards, key, value, err);
}

int bulk_end(struct bulk *b, bulk_term_fn fn, void *payload, struct err *err)
{
	return b->glass ? glass_end(b->glass, fn, payload, err)
			: shards_end(b->shards, fn, payload, err);
}

int bulk_finish(struct bulk *b, struct err *err)
{
	return b->glass ? glass_finish(b->glass, err)
			: shards_finish(b->shards, b->path.p, err);
}
