/*
 * A growing run of bytes, for building text and records.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A buf never fails where it is added to: when memory runs out, or `max` is
 * passed, it remembers so, keeps what it had and ignores what follows. The
 * one who built it asks buf_check once, at the end.
 *
 *	struct buf b = BUF_INIT;
 *	buf_printf(&b, "%d articles", n);
 *	if (buf_check(&b, err) == 0)
 *		use(buf_view(&b));
 *	buf_release(&b);
 *
 * Memory: p is NUL-terminated beyond len once anything was added. Growth is
 * by half. A view is valid until the next addition, so what is added must not
 * lie in the buf itself.
 * Threads: one at a time.
 */
#ifndef PRESSMARK_BASE_BUF_H
#define PRESSMARK_BASE_BUF_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct buf {
	char *p;
	size_t len;
	size_t cap;
	size_t max;	      /* bytes it may hold; 0 = no bound */
	enum err_code failed; /* ERR_OK, or why an addition was dropped */
};

#define BUF_INIT                                                               \
	{                                                                      \
		NULL, 0, 0, 0, ERR_OK                                          \
	}

/* Gives the memory back; the buf is as new, its max kept. */
void buf_release(struct buf *b);

/* Empties it and forgets a failure; keeps the memory. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *p, size_t len);
void buf_add_str(struct buf *b, struct str s);
void buf_add_char(struct buf *b, char c);
/* The bytes with A to Z as a to z. */
void buf_add_lower(struct buf *b, struct str s);
void buf_printf(struct buf *b, const char *format, ...) ERR_PRINTF(2, 3);

/* An unsigned number in LEB128: seven bits a byte, low bits first, the high
 * bit set on all bytes but the last; at most 10 bytes. */
void buf_add_varint(struct buf *b, unsigned long long value);

/* The length as a varint, then the bytes. */
void buf_add_field(struct buf *b, struct str s);

/* The reverse: takes apart what the two above built. `bad` is set, and stays,
 * once something does not fit; what is read then is 0 or empty. */
struct buf_reader {
	struct str rest; /* what is left */
	bool bad;
};

unsigned long long buf_read_varint(struct buf_reader *reader);
struct str buf_read_field(struct buf_reader *reader);
/* A varint that counts things of at least `least` (1 or more) bytes each:
 * more than can be left is bad. */
size_t buf_read_count(struct buf_reader *reader, size_t least);

/* Room for `len` more bytes and a NUL at the returned pointer, NULL on
 * failure; the caller writes them, the NUL if anyone is to rely on it, and
 * adds what it wrote to b->len. */
char *buf_reserve(struct buf *b, size_t len);

/* What it holds. */
struct str buf_view(const struct buf *b);

/* 0, or ERR_MEMORY or ERR_LIMIT when something could not be added. */
int buf_check(const struct buf *b, struct err *err);

#ifdef __cplusplus
}
#endif

#endif
