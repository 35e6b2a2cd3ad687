/*
 * Packed: bytes made small, with the help of what they have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The record of an article, most of which is its text, is kept as a frame of
 * Zstandard (RFC 8878). A frame alone would take as much as zlib's; what texts
 * of one site have in common is in a dictionary, which is made of some of them
 * and kept with the index, and spares a fifth. Behind a frame stands a hash of
 * it and of the dictionary, so that damage to either is found, whatever it
 * does.
 *
 * Threads: one at a time for each handle. Memory: a packer has 0.6 MB and for
 * large bytes 2, an unpacker 0.3, both with a copy of the dictionary.
 */
#ifndef PRESSMARK_TEXT_PACKED_H
#define PRESSMARK_TEXT_PACKED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* More bytes are neither packed nor unpacked. */
#define PACKED_MOST ((size_t)64 << 20)

/* The most bytes of a dictionary. Twice as many spare another hundredth. */
#define PACKED_DICTIONARY ((size_t)64 << 10)

/* Of fewer bytes of samples none is made, which would not be worth its place.
 */
#define PACKED_SAMPLES ((size_t)128 << 10)

struct packer;
struct unpacker;

/* Makes a dictionary of samples, which stand behind each other and have these
 * lengths, and packs it. Empty where they are too few. The same samples give
 * the same dictionary. ERR_MEMORY. */
int packed_train(struct str samples, const size_t *lengths, size_t count,
		 struct buf *dictionary, struct err *err);

/* With a dictionary as packed_train gives it, which may be empty. ERR_MEMORY;
 * ERR_CORRUPT, when it is damaged; *out is NULL then. */
int packer_new(struct str dictionary, struct packer **out, struct err *err);
void packer_free(struct packer *packer);

/* Appends the bytes, packed. ERR_LIMIT, ERR_MEMORY. */
int packer_pack(struct packer *packer, struct str bytes, struct buf *out,
		struct err *err);

/* With the dictionary that was used to pack. Likewise. */
int unpacker_new(struct str dictionary, struct unpacker **out, struct err *err);
void unpacker_free(struct unpacker *unpacker);

/* Appends the bytes, unpacked. ERR_CORRUPT when these bytes are not what
 * packer_pack gave; ERR_MEMORY. */
int unpacker_unpack(struct unpacker *unpacker, struct str packed,
		    struct buf *out, struct err *err);

#endif
