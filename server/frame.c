/*
 * Frames: what the server and its workers say to each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/frame.h"

#include <string.h>

#include "server/phrases.h"

void frame_add_request(const struct frame_request *r, struct buf *out)
{
	uint32_t len;
	size_t start = out->len;

	buf_add(out, "\0\0\0\0", sizeof(len));
	buf_add_varint(out, r->accepts_gzip);
	buf_add_varint(out, r->wants_text);
	buf_add_varint(out, r->language);
	buf_add_field(out, r->target);
	buf_add_field(out, r->if_none_match);
	if (out->failed)
		return;
	len = (uint32_t)(out->len - start - sizeof(len));
	memcpy(out->p + start, &len, sizeof(len));
}

int frame_read_request(struct str bytes, struct frame_request *out,
		       struct err *err)
{
	struct buf_reader in = { bytes, false };

	out->accepts_gzip = buf_read_varint(&in) != 0;
	out->wants_text = buf_read_varint(&in) != 0;
	out->language = (unsigned int)buf_read_varint(&in);
	out->target = buf_read_field(&in);
	out->if_none_match = buf_read_field(&in);
	return in.bad || in.rest.len || out->language >= PHRASES_COUNT
		       ? err_set(err, ERR_BUG, "this is no frame of a request")
		       : 0;
}

void frame_describe(const struct response *r, bool is_last,
		    struct frame_head *out)
{
	memset(out, 0, sizeof(*out));
	out->body_len = (uint32_t)r->body.len;
	out->status = r->status;
	out->type = r->type;
	out->max_age_s = r->max_age_s;
	out->retry_after_s = r->retry_after_s;
	out->holds_until = r->holds_until;
	out->is_gzip = r->is_gzip;
	out->is_last = is_last;
	memcpy(out->etag, r->etag, sizeof(out->etag));
	memcpy(out->code, r->code, sizeof(out->code));
}

/* A text that ends in what is there, and has nothing that could end a
 * header. */
static bool is_text(const char *text, size_t size)
{
	size_t len = 0;

	while (len < size && text[len] >= 0x20 && text[len] < 0x7f)
		len++;
	return len < size && text[len] == '\0';
}

bool frame_take(const struct frame_head *head, struct response *out)
{
	if (head->status < 200 || head->status > 599 ||
	    head->type >= RESPONSE_TYPES || head->body_len > FRAME_BODY_MAX ||
	    head->max_age_s > 86400 || head->retry_after_s > 86400 ||
	    !is_text(head->etag, sizeof(head->etag)) ||
	    !is_text(head->code, sizeof(head->code)))
		return false;
	out->status = head->status;
	out->type = (enum response_type)head->type;
	out->max_age_s = head->max_age_s;
	out->retry_after_s = head->retry_after_s;
	out->holds_until = head->holds_until;
	out->is_gzip = head->is_gzip;
	memcpy(out->etag, head->etag, sizeof(out->etag));
	memcpy(out->code, head->code, sizeof(out->code));
	return true;
}
