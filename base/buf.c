/*
 * A growing run of bytes, for building text and records.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 64

/* Pointers into one object may not lie further apart than this. */
#define SIZE_LIMIT ((size_t)PTRDIFF_MAX)

/* Makes room for `more` bytes and a NUL; false, remembering why, when there
 * is none. */
static bool make_room(struct buf *b, size_t more)
{
	size_t need, cap;
	char *p;

	if (b->failed)
		return false;
	if (more >= SIZE_LIMIT - b->len ||
	    (b->max && (b->len > b->max || more > b->max - b->len))) {
		b->failed = ERR_LIMIT;
		return false;
	}
	need = b->len + more + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap < FIRST_CAP ? FIRST_CAP : b->cap;
	if (cap < SIZE_LIMIT - cap / 2)
		cap += cap / 2;
	if (cap < need)
		cap = need;
	p = realloc(b->p, cap);
	if (!p) {
		b->failed = ERR_MEMORY;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_release(struct buf *b)
{
	struct buf fresh = BUF_INIT;

	free(b->p);
	fresh.max = b->max;
	*b = fresh;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = ERR_OK;
	if (b->p)
		b->p[0] = '\0';
}

/* Mostly there is room. */
static inline bool has_room(struct buf *b, size_t more)
{
	return (more < b->cap - b->len && !b->failed && !b->max) ||
	       make_room(b, more);
}

void buf_add(struct buf *b, const void *p, size_t len)
{
	if (!has_room(b, len))
		return;
	if (len)
		memcpy(b->p + b->len, p, len);
	b->len += len;
	b->p[b->len] = '\0';
}

void buf_add_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.len);
}

void buf_add_char(struct buf *b, char c)
{
	if (!has_room(b, 1))
		return;
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

void buf_add_lower(struct buf *b, struct str s)
{
	char *p = buf_reserve(b, s.len);

	for (size_t i = 0; p && i < s.len; i++) {
		char c = s.p[i];

		p[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	if (p)
		b->len += s.len;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int n;

	if (b->failed)
		return;
	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0) {
		b->failed = errno == ENOMEM ? ERR_MEMORY : ERR_LIMIT;
		return;
	}
	if (!make_room(b, (size_t)n))
		return;
	va_start(args, format);
	vsnprintf(b->p + b->len, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
}

void buf_add_varint(struct buf *b, unsigned long long value)
{
	char bytes[10];
	size_t n = 0;

	while (value >= 0x80) {
		bytes[n++] = (char)(0x80 | (value & 0x7f));
		value >>= 7;
	}
	bytes[n++] = (char)value;
	buf_add(b, bytes, n);
}

void buf_add_field(struct buf *b, struct str s)
{
	buf_add_varint(b, s.len);
	buf_add_str(b, s);
}

char *buf_reserve(struct buf *b, size_t len)
{
	return has_room(b, len) ? b->p + b->len : NULL;
}

struct str buf_view(const struct buf *b)
{
	return str_make(b->p, b->len);
}

int buf_check(const struct buf *b, struct err *err)
{
	if (!b->failed)
		return 0;
	if (b->failed == ERR_LIMIT && b->max)
		return err_set(err, ERR_LIMIT, "more than %zu bytes", b->max);
	if (b->failed == ERR_LIMIT)
		return err_set(err, ERR_LIMIT, "more bytes than memory has");
	return err_set(err, ERR_MEMORY,
		       "not enough memory to go on after %zu bytes", b->len);
}

unsigned long long buf_read_varint(struct buf_reader *reader)
{
	unsigned long long value = 0;
	unsigned int shift = 0;

	for (size_t i = 0; i < reader->rest.len && !reader->bad; i++) {
		unsigned char c = (unsigned char)reader->rest.p[i];

		/* Of the tenth byte one bit is left. */
		if (shift == 63 && c > 1)
			break;
		value |= (unsigned long long)(c & 0x7f) << shift;
		shift += 7;
		if (!(c & 0x80)) {
			reader->rest = str_skip(reader->rest, i + 1);
			return value;
		}
	}
	reader->bad = true;
	return 0;
}

struct str buf_read_field(struct buf_reader *reader)
{
	unsigned long long len = buf_read_varint(reader);
	struct str field;

	if (reader->bad || len > reader->rest.len) {
		reader->bad = true;
		return str_make(NULL, 0);
	}
	field = str_head(reader->rest, (size_t)len);
	reader->rest = str_skip(reader->rest, (size_t)len);
	return field;
}

size_t buf_read_count(struct buf_reader *reader, size_t least)
{
	unsigned long long count = buf_read_varint(reader);

	if (reader->bad || count > reader->rest.len / least) {
		reader->bad = true;
		return 0;
	}
	return (size_t)count;
}
