/*
 * What does not stay in memory: a temporary file, written once, read in parts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "bulk/grow.h"
#include "bulk/pack.h"

static int open_file(const char *folder, int *fd, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	buf_printf(&path, "%s/spill", folder);
	ret = buf_check(&path, err);
	if (!ret) {
		*fd = open(path.p, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (*fd < 0 || unlink(path.p) != 0)
			ret = err_set_errno(err, errno, "cannot make '%s'",
					    path.p);
	}
	buf_release(&path);
	return ret;
}

int spill_new(const char *folder, struct spill **out, struct err *err)
{
	struct spill *s = calloc(1, sizeof(*s));

	*out = s;
	if (!s)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	s->fd = -1;
	return open_file(folder, &s->fd, err);
}

void spill_free(struct spill *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s->buf);
	free(s);
}

int spill_flush(struct spill *s, struct err *err)
{
	const unsigned char *p = s->buf;

	while (s->len) {
		ssize_t n = pwrite(s->fd, p, s->len, (off_t)s->size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set_errno(err, n ? errno : ENOSPC,
					     "cannot write a temporary file");
		p += n;
		s->size += (uint64_t)n;
		s->len -= (size_t)n;
	}
	return 0;
}

unsigned char *spill_make_room(struct spill *s, size_t len, struct err *err)
{
	unsigned char *p;

	if (spill_flush(s, err))
		return NULL;
	p = grow(s->buf, len > SPILL_BUFFER ? len : SPILL_BUFFER, &s->cap, 1,
		 err);
	if (!p)
		return NULL;
	s->buf = p;
	return p + s->len;
}

int spill_add(struct spill *s, struct str bytes, struct err *err)
{
	unsigned char *p = spill_room(s, bytes.len, err);

	if (!p)
		return (int)err->code;
	if (bytes.len)
		memcpy(p, bytes.p, bytes.len);
	spill_wrote(s, p + bytes.len);
	return 0;
}

int spill_read(const struct spill *s, uint64_t at, uint64_t end, size_t ahead,
	       struct spill_reader *r, struct err *err)
{
	*r = (struct spill_reader){ .spill = s, .at = at, .end = end };
	r->buf = grow(NULL, ahead, &r->cap, 1, err);
	return r->buf ? 0 : (int)err->code;
}

void spill_close(struct spill_reader *r)
{
	free(r->buf);
	r->buf = NULL;
}

/* Brings in at least `len` bytes, or all that is left, and as many more as
 * there is room for. */
static int fill(struct spill_reader *r, size_t len, struct err *err)
{
	unsigned char *p;

	memmove(r->buf, r->buf + r->pos, r->len - r->pos);
	r->len -= r->pos;
	r->pos = 0;
	p = grow(r->buf, len, &r->cap, 1, err);
	if (!p)
		return (int)err->code;
	r->buf = p;
	while (r->len < len && r->at < r->end) {
		size_t want = r->cap - r->len;
		ssize_t n;

		if (want > r->end - r->at)
			want = (size_t)(r->end - r->at);
		n = pread(r->spill->fd, p + r->len, want, (off_t)r->at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set_errno(err, n ? errno : EIO,
					     "cannot read a temporary file");
		r->len += (size_t)n;
		r->at += (uint64_t)n;
	}
	return 0;
}

int spill_fill_bytes(struct spill_reader *r, size_t len, struct str *out,
		     struct err *err)
{
	int ret = fill(r, len, err);

	if (ret)
		return ret;
	if (r->len < len)
		BUG("a temporary file ends too early");
	*out = str_make((const char *)r->buf + r->pos, len);
	r->pos += len;
	return 0;
}

int spill_fill_uint(struct spill_reader *r, uint64_t *out, struct err *err)
{
	unsigned int shift = 0;
	uint64_t value = 0;
	unsigned char c;

	if (r->len - r->pos < PACK_UINT_MAX) {
		int ret = fill(r, PACK_UINT_MAX, err);

		if (ret)
			return ret;
	}
	do {
		if (r->pos == r->len)
			BUG("a temporary file ends too early");
		c = r->buf[r->pos++];
		value |= (uint64_t)(c & 0x7f) << shift;
		shift += 7;
	} while (c & 0x80);
	*out = value;
	return 0;
}
