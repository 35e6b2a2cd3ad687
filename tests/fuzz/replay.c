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
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 0, or -1 with errno. */
static int replay_file(const char *path, size_t size)
{
	uint8_t *data = malloc(size ? size : 1);
	FILE *in = fopen(path, "rb");
	int ret = -1;

	if (data && in && fread(data, 1, size, in) == size) {
		/* Told before, so that a crash names its input. */
		fprintf(stderr, "# %s\n", path);
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
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", folder,
			 entries[i]->d_name);
		free(entries[i]);
		if (stat(path, &st) || !S_ISREG(st.st_mode) || replayed < 0)
			continue;
		if (replay_file(path, (size_t)st.st_size) < 0) {
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

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	count = replay_folder(argc > 1 ? argv[1] : folder);
	printf("%sok 1 - %s takes the %d inputs that are kept\n1..1\n",
	       count > 0 ? "" : "not ", name, count > 0 ? count : 0);
	return count > 0 ? 0 : 1;
}
