/*
 * A main for fuzz targets without a fuzzer: replays the inputs that are kept.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	fuzz_NAME [FOLDER]
 *
 * Feeds each file in FOLDER, tests/fuzz/corpus/NAME unless given, to the
 * target, and the empty input before them. Prints TAP, one point; a target
 * that crashes ends the program before it. The input lies in a block of
 * exactly its size, so that a sanitizer sees a read beyond it.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input at hand, to be told if it ends the program. */
static char path[4096] = "the empty input";

static void on_abort(int number)
{
	/* Nothing can be done if this fails. */
	if (write(STDERR_FILENO, path, strlen(path)) < 0 ||
	    write(STDERR_FILENO, ": aborts\n", 9) < 0)
		_exit(1);
	signal(number, SIG_DFL);
	raise(number);
}

/* 0, or -1 with errno. */
static int replay_file(size_t size)
{
	uint8_t *data = malloc(size ? size : 1);
	FILE *in = fopen(path, "rb");
	int ret = -1;

	if (data && in && fread(data, 1, size, in) == size) {
		LLVMFuzzerTestOneInput(data, size);
		ret = 0;
	}
	if (in)
		fclose(in);
	free(data);
	return ret;
}

/* The number of files replayed, or -1. */
static int replay_folder(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);
	int replayed = 0;

	if (count < 0) {
		printf("# cannot read '%s': %s\n", folder, strerror(errno));
		return -1;
	}
	for (int i = 0; i < count; i++) {
		struct stat st;
		int len = snprintf(path, sizeof(path), "%s/%s", folder,
				   entries[i]->d_name);

		free(entries[i]);
		if (len < 0 || (size_t)len >= sizeof(path) || stat(path, &st) ||
		    !S_ISREG(st.st_mode) || replayed < 0)
			continue;
		if (replay_file((size_t)st.st_size) < 0) {
			printf("# cannot read '%s': %s\n", path,
			       strerror(errno));
			replayed = -1;
		} else {
			replayed++;
		}
	}
	free(entries);
	return replayed;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	char folder[4096];
	int count;

	name = name ? name + 1 : argv[0];
	if (!strncmp(name, "fuzz_", 5))
		name += 5;
	snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", name);

	/* A sanitizer's finding is an abort too. */
	signal(SIGABRT, on_abort);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	count = replay_folder(argc > 1 ? argv[1] : folder);
	printf("%sok 1 - %s takes the %d inputs that are kept\n1..1\n",
	       count > 0 ? "" : "not ", name, count > 0 ? count : 0);
	return count > 0 ? 0 : 1;
}
