/*
 * What is made of a file before the run takes it: bytes, article, document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/made.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"

/* What is kept of the memory of one file for the next. */
#define KEPT_BYTES ((size_t)1 << 20)

void made_release(struct made *made)
{
	buf_release(&made->bytes);
	arena_release(&made->arena);
	document_space_release(&made->space);
}

void made_trim(struct made *made)
{
	if (made->bytes.len + made->arena.used + made->space.arena.used >
	    KEPT_BYTES)
		made_release(made);
}

/* When it was committed is in it where that counts: an article of the same
 * bytes may have another date. */
void made_hash(const struct config *config, struct scan_file *file)
{
	unsigned char all[HASH128_SIZE];
	char text[HASH128_SIZE + 48] = "";

	memcpy(file->hash, file->bytes_hash, HASH128_SIZE);
	if (!config->uses_git)
		return;
	memcpy(text, file->hash, HASH128_SIZE);
	snprintf(text + HASH128_SIZE, sizeof(text) - HASH128_SIZE, "%lld %lld",
		 (long long)file->git_first, (long long)file->git_last);
	hash128(str_make(text, sizeof(text)), all);
	memcpy(file->hash + MADE_BYTES_HASH_SIZE, all,
	       HASH128_SIZE - MADE_BYTES_HASH_SIZE);
}

void made_read(struct made *made, const struct config *config,
	       struct scan_file *file)
{
	err_clear(&made->why);
	file->is_known = false;
	made->read = fs_read_stamped(file->path, LIMIT_FILE_BYTES, &made->bytes,
				     &file->stamp, &made->why);
	if (made->read)
		return;
	hash128(buf_view(&made->bytes), file->bytes_hash);
	file->is_known = file->stamp.is_settled;
	made_hash(config, file);
}

void made_article(struct made *made, const struct config *config, int64_t now,
		  const struct scan_file *file)
{
	struct article_origin origin = config_origin(config, file);

	err_clear(&made->why);
	arena_clear(&made->arena);
	made->ret = article_read(buf_view(&made->bytes), &origin, &made->arena,
				 &made->article, &made->why);
	made->is_article = made->ret == 0;
	made->is_hidden =
		made->is_article && config->is_public &&
		article_hidden_at(&made->article, now) != ARTICLE_SHOWN;
}

void made_document(struct made *made, struct document_maker *maker,
		   const struct scan_file *file)
{
	if (!made->is_article || made->is_hidden)
		return;
	made->ret =
		document_make(maker, &made->article, file->hash, file->source,
			      &made->document, &made->is_cut, &made->why);
}

void made_keep(struct made *made, struct document_maker *maker)
{
	if (made->read == 0 && made->ret == 0 && !made->is_hidden)
		made->ret = document_move(maker, &made->document, &made->space,
					  &made->why);
}
