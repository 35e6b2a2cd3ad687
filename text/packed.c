/*
 * Packed: bytes made small, with the help of what they have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only user of libzstd.
 */
#include "text/packed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The training by ZDICT_trainFromBuffer tries many settings, which takes longer
 * than all the rest of a small index. */
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/hash.h"

/* As fast as libdeflate's lowest level, and with a dictionary a fifth smaller;
 * the sixth spares 5 % more, and takes three times as long. */
#define LEVEL 3

/* A dictionary is packed once, and read by each command. */
#define DICTIONARY_LEVEL 9

/* So many times its bytes a dictionary wants of samples. */
#define SAMPLES 8

/* What training takes: pieces of this many bytes, that have this many in
 * common. */
#define PIECE  200
#define COMMON 8
#define PLACES 18 /* the binary logarithm of how many are counted apart */
#define ACCEL  5  /* of 10: looks at a part of the bytes */

/* libxapian 1.4.22 reads back what it has compressed itself in pieces of
 * ZLIB_BYTES, and takes it for damaged where a piece is full, all input is used
 * up, and something is still to come: the end of bytes that repeat themselves
 * is a few bits. Few frames can be compressed once more, but some can. So what
 * is packed ends in bytes that take more than these and are in one piece: a
 * hash, or two, and how many. */
#define ZLIB_BYTES 8192
#define HASH	   sizeof(uint64_t)
#define END_MAX	   (2 * HASH + 1)

struct packer {
	ZSTD_CCtx *context;
	ZSTD_CDict *dictionary; /* NULL: none */
	uint64_t seed;		/* of hashes: the dictionary's own */
};

struct unpacker {
	ZSTD_DCtx *context;
	ZSTD_DDict *dictionary;
	uint64_t seed;
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, "no memory for records");
}

static int damaged(struct err *err)
{
	return err_set(err, ERR_CORRUPT, "an article's record is damaged");
}

/* ---- Behind a frame ---------------------------------------------------- */

/* What stands behind a frame; returns how many bytes that are. */
static size_t put_hashes(struct str frame, uint64_t seed,
			 unsigned char out[END_MAX])
{
	size_t rest = (frame.len + HASH + 1) % ZLIB_BYTES;
	size_t is_cut = rest > 0 && rest <= HASH, len = 0;

	for (size_t i = 0; i <= is_cut; i++) {
		uint64_t hash = hash64(frame, seed + i);

		for (size_t shift = 0; shift < 64; shift += 8)
			out[len++] = (unsigned char)(hash >> shift);
	}
	out[len] = (unsigned char)(is_cut + 1);
	return len + 1;
}

/* Puts that behind a frame of so many bytes that was written behind what out
 * holds, where there is room for it. */
static void end_frame(struct buf *out, size_t size, uint64_t seed)
{
	struct str frame = str_make(out->p + out->len, size);
	unsigned char *end = (unsigned char *)frame.p + size;

	out->len += size + put_hashes(frame, seed, end);
}

/* Takes off what is behind the frame. False when that is not of it. */
static bool take_hashes(struct str *packed, uint64_t seed)
{
	unsigned char end[END_MAX];
	struct str frame = *packed;
	size_t len;

	if (frame.len == 0)
		return false;
	len = (unsigned char)frame.p[frame.len - 1] * HASH + 1;
	if (len > END_MAX || len > frame.len)
		return false;
	frame.len -= len;
	*packed = frame;
	return put_hashes(frame, seed, end) == len &&
	       memcmp(frame.p + frame.len, end, len) == 0;
}

/* ---- Dictionaries ------------------------------------------------------- */

/* Trains into *raw; empty where the samples give none. */
static int train(struct str samples, const size_t *lengths, size_t count,
		 struct buf *raw, struct err *err)
{
	ZDICT_fastCover_params_t params = { .k = PIECE,
					    .d = COMMON,
					    .f = PLACES,
					    .accel = ACCEL,
					    .zParams = { .compressionLevel =
								 LEVEL } };
	size_t room = samples.len / SAMPLES, size;

	if (room > PACKED_DICTIONARY)
		room = PACKED_DICTIONARY;
	if (samples.len < PACKED_SAMPLES || count > UINT32_MAX)
		return 0;
	if (!buf_reserve(raw, room))
		return no_memory(err);
	size = ZDICT_trainFromBuffer_fastCover(raw->p, room, samples.p, lengths,
					       (unsigned int)count, params);
	if (ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation)
		return no_memory(err);
	/* Else they have nothing in common, say. */
	if (!ZDICT_isError(size))
		raw->len = size;
	return 0;
}

/* Packs what has no dictionary. */
static int pack_plain(struct str bytes, struct buf *out, struct err *err)
{
	size_t room = ZSTD_compressBound(bytes.len), size;

	if (!buf_reserve(out, room + END_MAX))
		return no_memory(err);
	size = ZSTD_compress(out->p + out->len, room, bytes.p, bytes.len,
			     DICTIONARY_LEVEL);
	if (ZSTD_isError(size))
		return no_memory(err);
	end_frame(out, size, 0);
	return 0;
}

int packed_train(struct str samples, const size_t *lengths, size_t count,
		 struct buf *dictionary, struct err *err)
{
	struct buf raw = BUF_INIT;
	int ret = train(samples, lengths, count, &raw, err);

	if (!ret && raw.len)
		ret = pack_plain(buf_view(&raw), dictionary, err);
	buf_release(&raw);
	return ret;
}

/* Appends what a frame holds, `most` bytes at most, by a context that has its
 * dictionary. */
static int read_frame(ZSTD_DCtx *context, struct str frame, size_t most,
		      struct buf *out, struct err *err)
{
	unsigned long long len = ZSTD_getFrameContentSize(frame.p, frame.len);
	size_t size;

	/* Errors are large numbers too. */
	if (len > most)
		return damaged(err);
	if (!buf_reserve(out, (size_t)len))
		return no_memory(err);
	size = ZSTD_decompressDCtx(context, out->p + out->len, (size_t)len,
				   frame.p, frame.len);
	if (ZSTD_isError(size) || size != len)
		return damaged(err);
	out->len += size;
	return 0;
}

/* *seed is the hash of what it holds; 0 of none. */
static int read_dictionary(struct str packed, struct buf *raw, uint64_t *seed,
			   struct err *err)
{
	ZSTD_DCtx *context;
	int ret;

	*seed = 0;
	if (packed.len == 0)
		return 0;
	if (!take_hashes(&packed, 0))
		return err_set(err, ERR_CORRUPT,
			       "what records have in common is damaged");
	context = ZSTD_createDCtx();
	ret = context ? read_frame(context, packed, PACKED_DICTIONARY, raw, err)
		      : no_memory(err);
	ZSTD_freeDCtx(context);
	*seed = hash64(buf_view(raw), 0);
	return ret;
}

/* ---- Packing ------------------------------------------------------------ */

static int set_up_packer(struct packer *p, struct str dictionary,
			 struct err *err)
{
	size_t ret;

	p->context = ZSTD_createCCtx();
	if (!p->context)
		return no_memory(err);
	ret = ZSTD_CCtx_setParameter(p->context, ZSTD_c_compressionLevel,
				     LEVEL);
	if (!ZSTD_isError(ret))
		ret = ZSTD_CCtx_setParameter(p->context, ZSTD_c_dictIDFlag, 0);
	if (!ZSTD_isError(ret) && dictionary.len) {
		p->dictionary =
			ZSTD_createCDict(dictionary.p, dictionary.len, LEVEL);
		if (!p->dictionary)
			return no_memory(err);
		ret = ZSTD_CCtx_refCDict(p->context, p->dictionary);
	}
	return ZSTD_isError(ret) ? no_memory(err) : 0;
}

int packer_new(struct str dictionary, struct packer **out, struct err *err)
{
	struct packer *p = calloc(1, sizeof(*p));
	struct buf raw = BUF_INIT;
	int ret = p ? read_dictionary(dictionary, &raw, &p->seed, err)
		    : no_memory(err);

	if (!ret)
		ret = set_up_packer(p, buf_view(&raw), err);
	buf_release(&raw);
	*out = ret ? NULL : p;
	if (ret)
		packer_free(p);
	return ret;
}

void packer_free(struct packer *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->context);
	ZSTD_freeCDict(p->dictionary);
	free(p);
}

int packer_pack(struct packer *p, struct str bytes, struct buf *out,
		struct err *err)
{
	size_t room = ZSTD_compressBound(bytes.len), size;

	if (bytes.len > PACKED_MOST)
		return err_set(err, ERR_LIMIT,
			       "what is shown of it has more than %zu bytes",
			       PACKED_MOST);
	if (!buf_reserve(out, room + END_MAX))
		return no_memory(err);
	size = ZSTD_compress2(p->context, out->p + out->len, room, bytes.p,
			      bytes.len);
	if (ZSTD_isError(size))
		return no_memory(err);
	end_frame(out, size, p->seed);
	return 0;
}

/* ---- Unpacking ---------------------------------------------------------- */

static int set_up_unpacker(struct unpacker *u, struct str dictionary,
			   struct err *err)
{
	u->context = ZSTD_createDCtx();
	if (!u->context)
		return no_memory(err);
	if (dictionary.len == 0)
		return 0;
	u->dictionary = ZSTD_createDDict(dictionary.p, dictionary.len);
	if (!u->dictionary ||
	    ZSTD_isError(ZSTD_DCtx_refDDict(u->context, u->dictionary)))
		return no_memory(err);
	return 0;
}

int unpacker_new(struct str dictionary, struct unpacker **out, struct err *err)
{
	struct unpacker *u = calloc(1, sizeof(*u));
	struct buf raw = BUF_INIT;
	int ret = u ? read_dictionary(dictionary, &raw, &u->seed, err)
		    : no_memory(err);

	if (!ret)
		ret = set_up_unpacker(u, buf_view(&raw), err);
	buf_release(&raw);
	*out = ret ? NULL : u;
	if (ret)
		unpacker_free(u);
	return ret;
}

void unpacker_free(struct unpacker *u)
{
	if (!u)
		return;
	ZSTD_freeDCtx(u->context);
	ZSTD_freeDDict(u->dictionary);
	free(u);
}

int unpacker_unpack(struct unpacker *u, struct str packed, struct buf *out,
		    struct err *err)
{
	if (!take_hashes(&packed, u->seed))
		return damaged(err);
	return read_frame(u->context, packed, PACKED_MOST, out, err);
}
