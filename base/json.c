/*
 * Writing JSON (RFC 8259) into a buf.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* The longest number: DBL_MAX with 17 digits after the point. */
#define NUMBER_SIZE 400

void json_init(struct json *j, struct buf *out, unsigned int flags)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
	j->flags = flags;
	j->first = true;
}

static void new_line(struct json *j)
{
	if (!(j->flags & JSON_INDENT))
		return;
	buf_add_char(j->out, '\n');
	for (unsigned int i = 0; i < j->depth; i++)
		buf_add(j->out, "  ", 2);
}

/* The comma and the line break before a key or an element. */
static void separate(struct json *j)
{
	if (!j->first)
		buf_add_char(j->out, ',');
	j->first = false;
	new_line(j);
}

static void before_value(struct json *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth == 0) {
		if (!j->first)
			BUG("second value at the top of a JSON text");
		j->first = false;
		return;
	}
	if (j->open[j->depth - 1] == '{')
		BUG("JSON value without a key in an object");
	separate(j);
}

static void open_level(struct json *j, char bracket)
{
	before_value(j);
	if (j->depth == JSON_DEPTH_MAX)
		BUG("JSON nested too deeply");
	buf_add_char(j->out, bracket);
	j->open[j->depth++] = bracket;
	j->first = true;
}

void json_object(struct json *j)
{
	open_level(j, '{');
}

void json_array(struct json *j)
{
	open_level(j, '[');
}

void json_end(struct json *j)
{
	bool empty = j->first;

	if (j->depth == 0)
		BUG("end of a JSON object or array that is not open");
	if (j->after_key)
		BUG("JSON key without a value");
	j->depth--;
	j->first = false;
	if (!empty)
		new_line(j);
	buf_add_char(j->out, j->open[j->depth] == '{' ? '}' : ']');
}

/* Unsafe in JSON, in HTML or on a terminal. */
static bool needs_escape(uint32_t c)
{
	switch (c) {
	case '"':
	case '\\':
	case '<':
	case '>':
	case '&':
	case 0x2028:
	case 0x2029:
		return true;
	default:
		return c < 0x20 || (c >= 0x7f && c < 0xa0);
	}
}

static void add_escape(struct buf *out, uint32_t c)
{
	static const char shorts[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *at = c && c < 0x80 ? strchr(shorts, (int)c) : NULL;

	if (at) {
		buf_add_char(out, '\\');
		buf_add_char(out, letters[at - shorts]);
	} else {
		buf_printf(out, "\\u%04x", (unsigned int)c);
	}
}

/* How many bytes one U+FFFD stands for: the head of a character that breaks
 * off, or one byte (The Unicode Standard, 3.9, "maximal subparts"). */
static size_t broken_length(const char *p, size_t len)
{
	size_t n = 1;

	while (n < len && utf8_is_cut_short(p, n + 1))
		n++;
	return n;
}

static bool is_letter(uint32_t c)
{
	return c == ' ' || (c >= 'a' && c <= 'z');
}

static void add_text(struct buf *out, struct str s)
{
	size_t plain = 0; /* from here on nothing was written yet */
	size_t at = 0;

	buf_add_char(out, '"');
	while (at < s.len) {
		uint32_t c;
		size_t n = utf8_decode(s.p + at, s.len - at, &c);

		/* What most of a text is. */
		if (n && (is_letter(c) || !needs_escape(c))) {
			at += n;
			continue;
		}
		buf_add(out, s.p + plain, at - plain);
		if (n) {
			add_escape(out, c);
		} else {
			n = broken_length(s.p + at, s.len - at);
			buf_add(out, UTF8_REPLACEMENT, 3);
		}
		at += n;
		plain = at;
	}
	if (at > plain)
		buf_add(out, s.p + plain, at - plain);
	buf_add_char(out, '"');
}

void json_key_str(struct json *j, struct str key)
{
	if (j->depth == 0 || j->open[j->depth - 1] != '{' || j->after_key)
		BUG("JSON key where none belongs");
	separate(j);
	add_text(j->out, key);
	buf_add_char(j->out, ':');
	if (j->flags & JSON_INDENT)
		buf_add_char(j->out, ' ');
	j->after_key = true;
}

void json_key(struct json *j, const char *key)
{
	json_key_str(j, str_of(key));
}

void json_str(struct json *j, struct str s)
{
	before_value(j);
	add_text(j->out, s);
}

void json_int(struct json *j, int64_t value)
{
	before_value(j);
	buf_printf(j->out, "%" PRId64, value);
}

/* Adds a number that printf wrote. Only the point can differ by locale; it
 * may be several bytes long. */
static void add_number(struct buf *out, const char *number)
{
	while (*number) {
		size_t n = strspn(number, "0123456789+-eE");

		buf_add(out, number, n);
		number += n;
		n = strcspn(number, "0123456789+-eE");
		if (n)
			buf_add_char(out, '.');
		number += n;
	}
}

void json_double(struct json *j, double value)
{
	char number[NUMBER_SIZE];

	if (!isfinite(value)) {
		json_null(j);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		double back;

		snprintf(number, sizeof(number), "%.*g", digits, value);
		/* By bytes: the same bits are wanted, not a near value. */
		back = strtod(number, NULL);
		if (!memcmp(&back, &value, sizeof(back)))
			break;
	}
	before_value(j);
	add_number(j->out, number);
}

void json_fixed(struct json *j, double value, int digits)
{
	char number[NUMBER_SIZE];

	if (digits < 0 || digits > 17)
		BUG("JSON number with an impossible number of digits");
	if (!isfinite(value)) {
		json_null(j);
		return;
	}
	snprintf(number, sizeof(number), "%.*f", digits, value);
	before_value(j);
	add_number(j->out, number);
}

void json_bool(struct json *j, bool value)
{
	before_value(j);
	buf_add_str(j->out, value ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
	before_value(j);
	buf_add(j->out, "null", 4);
}
