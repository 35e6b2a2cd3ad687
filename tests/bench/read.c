/*
 * read: how fast articles are read, without any index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	read CORPUS [ROUNDS]
 *
 * Takes the files into memory first, then reads each as `pressmark index`
 * would (front matter, Markdown, text), all of them again in each round, and
 * prints the median speed of a round in processor time, and the memory that
 * the hungriest article took.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "indexer/article.h"
#include "indexer/scan.h"
#include "text/limits.h"

#define ROUNDS_MAX 99

/* A million bytes, as speeds are given. */
#define MEGABYTE 1e6

struct corpus {
	struct scan scan;
	struct buf *files; /* of scan.files, in their order */
	size_t bytes;
	size_t memory;	    /* of the hungriest article */
	const char *hungry; /* its path */
	size_t warnings;
};

/* What cannot be read is not measured either. */
static void ignore(const char *path, const char *reason, bool is_rejection,
		   void *payload)
{
	(void)path;
	(void)reason;
	(void)is_rejection;
	(void)payload;
}

static int load(const char *path, struct corpus *c, struct err *err)
{
	int ret = scan_sources(&path, 1, 1, &c->scan, ignore, NULL, err);

	if (ret)
		return ret;
	c->files = calloc(c->scan.count + 1, sizeof(*c->files));
	if (!c->files)
		return err_set(err, ERR_MEMORY, "no memory");
	for (size_t i = 0; i < c->scan.count && !ret; i++) {
		ret = fs_read(c->scan.files[i].path, LIMIT_FILE_BYTES,
			      &c->files[i], err);
		c->bytes += c->files[i].len;
	}
	return ret;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One round over all; the seconds it took. */
static double read_all(struct corpus *c)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	double start = now();

	c->warnings = 0;
	for (size_t i = 0; i < c->scan.count; i++) {
		const struct scan_file *file = &c->scan.files[i];
		struct article_origin origin = { .id = file->id };
		struct err err = ERR_INIT;
		struct article article;

		arena_clear(&arena);
		article_read(buf_view(&c->files[i]), &origin, &arena, &article,
			     &err);
		c->warnings += article.warning_count;
		for (int level = 0; level < ARTICLE_LEVELS; level++)
			c->warnings += article.warnings_more[level];
		if (arena.used > c->memory) {
			c->memory = arena.used;
			c->hungry = file->path;
		}
	}
	arena_release(&arena);
	return now() - start;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void measure(struct corpus *c, int rounds)
{
	double seconds[ROUNDS_MAX], median, mb = (double)c->bytes / MEGABYTE;
	struct rusage usage;

	read_all(c);
	for (int i = 0; i < rounds; i++)
		seconds[i] = read_all(c);
	qsort(seconds, (size_t)rounds, sizeof(*seconds), compare);
	median = seconds[rounds / 2];
	getrusage(RUSAGE_SELF, &usage);
	printf("articles  %zu (%.1f MB), %zu warnings and notes\n",
	       c->scan.count, mb, c->warnings);
	printf("speed     %.0f MB/s of one core (%.0f to %.0f in %d rounds)\n",
	       mb / median, mb / seconds[rounds - 1], mb / seconds[0], rounds);
	printf("memory    %.1f MB for the hungriest article, of %u MB it may "
	       "take\n          (%s)\n",
	       (double)c->memory / MEGABYTE, LIMIT_ARTICLE_MEMORY >> 20,
	       c->hungry ? c->hungry : "none");
	printf("process   %.1f MB at most, the files themselves among them\n",
	       (double)usage.ru_maxrss / 1e3);
}

int main(int argc, char **argv)
{
	struct corpus c = { 0 };
	struct err err = ERR_INIT;
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 15;
	int status = 0;

	if (argc < 2 || argc > 3 || rounds < 1 || rounds > ROUNDS_MAX) {
		fputs("usage: read CORPUS [ROUNDS]\n", stderr);
		return 2;
	}
	if (load(argv[1], &c, &err) < 0) {
		fprintf(stderr, "read: %s\n", err.message);
		status = 1;
	} else {
		measure(&c, rounds);
	}
	for (size_t i = 0; c.files && i < c.scan.count; i++)
		buf_release(&c.files[i]);
	free(c.files);
	scan_release(&c.scan);
	return status;
}
