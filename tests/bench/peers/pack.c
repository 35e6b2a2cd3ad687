/*
 * pack: the articles that tests/bench/extract wrote, for the peers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/bench/peers/pack.h"

#include <stdlib.h>
#include <string.h>

static void fail(const char *why)
{
	fprintf(stderr, "pack: %s\n", why);
	exit(1);
}

void pack_open(struct pack *pack, const char *path)
{
	memset(pack, 0, sizeof(*pack));
	pack->in = fopen(path, "rb");
	if (!pack->in)
		fail("it cannot be opened");
}

void pack_close(struct pack *pack)
{
	for (int i = 0; i < PACK_FIELDS; i++)
		free(pack->fields[i]);
	fclose(pack->in);
}

/* Fields are 4 bytes of length, little-endian, and the bytes. */
static bool read_field(struct pack *pack, enum pack_field i)
{
	unsigned char b[4];
	size_t len;

	if (fread(b, 1, 4, pack->in) != 4)
		return false;
	len = (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 |
	      (size_t)b[3] << 24;
	if (len >= pack->caps[i]) {
		pack->caps[i] = 2 * len + 1;
		free(pack->fields[i]);
		pack->fields[i] = malloc(pack->caps[i]);
	}
	if (!pack->fields[i])
		fail("no memory");
	if (fread(pack->fields[i], 1, len, pack->in) != len)
		fail("it is cut off");
	pack->fields[i][len] = '\0';
	pack->lens[i] = len;
	return true;
}

bool pack_next(struct pack *pack)
{
	if (!read_field(pack, PACK_TITLE))
		return false;
	for (int i = PACK_TITLE + 1; i < PACK_FIELDS; i++) {
		if (!read_field(pack, (enum pack_field)i))
			fail("it is cut off");
	}
	return true;
}
