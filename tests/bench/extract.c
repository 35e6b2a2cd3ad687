/*
 * extract: reads a corpus once, for the engines that cannot read Markdown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	extract CORPUS PACK
 *
 * Writes the title and text of each article as pressmark reads them: two
 * fields an article, each 4 bytes of length, little-endian, and the bytes.
 * Prints the number of articles, and of the bytes of their files.
 */
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "indexer/article.h"
#include "indexer/scan.h"
#include "text/limits.h"

static void put_field(FILE *out, struct str s)
{
	for (unsigned int shift = 0; shift < 32; shift += 8)
		putc((int)(s.len >> shift & 255), out);
	fwrite(s.len ? s.p : "", 1, s.len, out);
}

/* What cannot be read is not measured either. */
static void ignore(const char *path, const char *reason, bool is_rejection,
		   void *payload)
{
	(void)path;
	(void)reason;
	(void)is_rejection;
	(void)payload;
}

/* 1 when the article was written, 0 when it was rejected. */
static int extract(const struct scan_file *file, struct arena *arena,
		   struct buf *bytes, FILE *out, struct err *err)
{
	struct article_origin origin = { .id = file->id };
	struct article article;
	struct err rejected = ERR_INIT;

	if (fs_read(file->path, LIMIT_FILE_BYTES, bytes, &rejected))
		return 0;
	arena_clear(arena);
	if (article_read(buf_view(bytes), &origin, arena, &article,
			 &rejected)) {
		if (rejected.code == ERR_MEMORY)
			return err_set(err, ERR_MEMORY, "no memory");
		return 0;
	}
	put_field(out, article.title);
	put_field(out, article.text);
	return 1;
}

static int extract_all(const char *corpus, const char *pack, struct err *err)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct buf bytes = BUF_INIT;
	struct scan scan = { 0 };
	unsigned long long articles = 0, total = 0;
	FILE *out = fopen(pack, "wb");
	int ret = 0;

	if (!out)
		ret = err_set(err, ERR_IO, "cannot write '%s'", pack);
	if (!ret)
		ret = scan_sources(&corpus, 1, &scan, ignore, NULL, err);
	for (size_t i = 0; !ret && i < scan.count; i++) {
		int found = extract(&scan.files[i], &arena, &bytes, out, err);

		if (found < 0) {
			ret = found;
		} else if (found) {
			articles++;
			total += bytes.len;
		}
	}
	if (out && (ferror(out) | fclose(out)) && !ret)
		ret = err_set(err, ERR_IO, "cannot write '%s'", pack);
	if (!ret)
		printf("%llu %llu\n", articles, total);
	scan_release(&scan);
	buf_release(&bytes);
	arena_release(&arena);
	return ret;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;

	if (argc != 3) {
		fputs("usage: extract CORPUS PACK\n", stderr);
		return 2;
	}
	if (extract_all(argv[1], argv[2], &err) < 0) {
		fprintf(stderr, "extract: %s\n", err.message);
		return 1;
	}
	return 0;
}
