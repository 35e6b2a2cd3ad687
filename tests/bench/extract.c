/*
 * extract: reads a corpus once, for the engines that cannot read Markdown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	extract CORPUS PACK
 *
 * Writes of each article what pressmark reads of it: title, text, date, tags
 * and authors (each of these with a line end), each field 4 bytes of length,
 * little-endian, and the bytes. Prints the number of articles, and of the
 * bytes of their files.
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

static void put_date(FILE *out, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	put_field(out, str_make(text, date_format(date, text)));
}

/* Their slugs, as filters and facets take them. */
static int put_tags(FILE *out, const struct article *article, struct buf *b,
		    struct err *err)
{
	buf_clear(b);
	for (size_t i = 0; i < article->tag_count; i++) {
		buf_add_str(b, article->tags[i].slug);
		buf_add_char(b, '\n');
	}
	put_field(out, buf_view(b));
	return buf_check(b, err);
}

static int put_authors(FILE *out, const struct article *article, struct buf *b,
		       struct err *err)
{
	buf_clear(b);
	for (size_t i = 0; i < article->author_count; i++) {
		buf_add_str(b, article->authors[i].name);
		buf_add_char(b, '\n');
	}
	put_field(out, buf_view(b));
	return buf_check(b, err);
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
		   struct buf *bytes, struct buf *names, FILE *out,
		   struct err *err)
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
	put_date(out, &article.date);
	if (put_tags(out, &article, names, err) ||
	    put_authors(out, &article, names, err))
		return (int)err->code;
	return 1;
}

static int extract_all(const char *corpus, const char *pack, struct err *err)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct buf bytes = BUF_INIT, names = BUF_INIT;
	struct scan scan = { 0 };
	unsigned long long articles = 0, total = 0;
	FILE *out = fopen(pack, "wb");
	int ret = 0;

	if (!out)
		ret = err_set(err, ERR_IO, "cannot write '%s'", pack);
	if (!ret)
		ret = scan_sources(&corpus, 1, 1, &scan, ignore, NULL, err);
	for (size_t i = 0; !ret && i < scan.count; i++) {
		int found = extract(&scan.files[i], &arena, &bytes, &names, out,
				    err);

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
	buf_release(&names);
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
