/*
 * pack: the articles that tests/bench/extract wrote, for the peers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The memory of an article is the pack's, until the next one is read.
 */
#ifndef PRESSMARK_BENCH_PACK_H
#define PRESSMARK_BENCH_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pack_field {
	PACK_TITLE,
	PACK_TEXT,
	PACK_DATE,    /* "2025-10-26T09:28:25Z", or less; may be empty */
	PACK_TAGS,    /* each with a line end */
	PACK_AUTHORS, /* each with a line end */
	PACK_FIELDS
};

struct pack {
	FILE *in;
	char *fields[PACK_FIELDS]; /* with a NUL behind */
	size_t lens[PACK_FIELDS], caps[PACK_FIELDS];
};

/* The rest ends the program with a message when the pack cannot be read. */
void pack_open(struct pack *pack, const char *path);
void pack_close(struct pack *pack);

/* Reads the next article; false at the end. */
bool pack_next(struct pack *pack);

#ifdef __cplusplus
}
#endif

#endif
