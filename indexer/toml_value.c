/*
 * The words of TOML: strings, numbers, dates.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/toml_value.h"

#include "base/hex.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#define SHOWN_MAX 40 /* bytes of the text in a message */

struct str toml_rest(const struct toml_text *t)
{
	return str_make(t->p, (size_t)(t->end - t->p));
}

int toml_error(struct toml_text *t, const char *at, const char *format, ...)
{
	char message[ERR_MESSAGE_SIZE];
	struct position place = t->start;
	va_list args;

	position_move(&place, at);
	*t->line = place.line;
	*t->column = place.column;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return err_set(t->err, ERR_INPUT, "front matter is not valid TOML: %s",
		       message);
}

bool toml_is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- Strings */

/* A string as it stands: within its quotes, and what they are. */
struct quoted {
	const char *open; /* its first quote */
	struct str inside;
	char mark;
	bool is_long;	 /* three quotes, many lines */
	bool is_escaped; /* there is a backslash that counts */
};

static bool is_close(const struct toml_text *t, const struct quoted *q)
{
	size_t run = 0;

	while (run < 3 && t->p + run < t->end && t->p[run] == q->mark)
		run++;
	return run >= (q->is_long ? 3 : 1);
}

/* Takes a string whose quotes p is at. */
static int take_quoted(struct toml_text *t, struct quoted *q)
{
	char three[3];

	q->open = t->p;
	q->mark = *t->p;
	memset(three, q->mark, sizeof(three));
	q->is_long = str_starts(toml_rest(t), str_make(three, 3));
	q->is_escaped = false;
	t->p += q->is_long ? 3 : 1;
	if (q->is_long && t->p < t->end && *t->p == '\n')
		t->p++;
	else if (q->is_long && str_starts(toml_rest(t), STR("\r\n")))
		t->p += 2;
	q->inside.p = t->p;
	for (; t->p < t->end && !is_close(t, q); t->p++) {
		bool is_end =
			*t->p == '\n' || str_starts(toml_rest(t), STR("\r\n"));

		if (is_end && !q->is_long)
			return toml_error(t, q->open,
					  "a string has no closing quote on "
					  "its line");
		if (toml_is_control(*t->p) && !is_end)
			return toml_error(t, t->p,
					  "a control character in a string "
					  "(write it as \\u%04X)",
					  (unsigned int)*t->p);
		if (*t->p == '\\' && q->mark == '"') {
			q->is_escaped = true;
			/* What is escaped is looked at later, but for a quote
			 * and a backslash, which are passed over. */
			if (t->p + 1 < t->end &&
			    (t->p[1] == '"' || t->p[1] == '\\'))
				t->p++;
		}
	}
	return 0;
}

/* Past the quotes that close it. A long string may end in one or two quotes
 * of its own: of up to five the last three close it. */
static int take_close(struct toml_text *t, struct quoted *q)
{
	if (t->p == t->end)
		return toml_error(t, q->open, "a string has no closing quotes");
	for (int i = 0; q->is_long && i < 2; i++) {
		if (t->end - t->p > 3 && t->p[3] == q->mark)
			t->p++;
	}
	q->inside.len = (size_t)(t->p - q->inside.p);
	t->p += q->is_long ? 3 : 1;
	return 0;
}

/* \uXXXX or \UXXXXXXXX at `at`; appends to out, moves on. */
static int decode_code(struct toml_text *t, const char **at, const char *end,
		       char **out)
{
	const char *p = *at;
	int digits = p[1] == 'u' ? 4 : 8;
	uint32_t c = 0;

	for (int i = 0; i < digits; i++) {
		int value = p + 2 + i < end ? hex_value(p[2 + i]) : -1;

		if (value < 0)
			return toml_error(t, p, "\\%c wants %d hex digits",
					  p[1], digits);
		c = c << 4 | (uint32_t)value;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return toml_error(t, p, "\\%c%0*X is not a character", p[1],
				  digits, c);
	*out += utf8_encode(c, *out);
	*at += 2 + digits;
	return 0;
}

/* A backslash that ends a line takes what blanks and lines follow. */
static const char *skip_line_end(const char *at, const char *end)
{
	const char *p = at + 1;
	bool has_line = false;

	for (; p < end; p++) {
		if (*p == '\n')
			has_line = true;
		else if (*p != ' ' && *p != '\t' && *p != '\r')
			break;
		else if (*p == '\r' && !has_line && p + 1 < end && p[1] != '\n')
			return NULL;
	}
	return has_line ? p : NULL;
}

/* The escape at `at`; appends to out, moves on. */
static int decode_escape(struct toml_text *t, const struct quoted *q,
			 const char **at, const char *end, char **out)
{
	static const char names[] = "btnfr\"\\", values[] = "\b\t\n\f\r\"\\";
	char c = *at + 1 < end ? (*at)[1] : '\0';
	const char *name = c ? strchr(names, c) : NULL;
	const char *next;

	if (name) {
		*(*out)++ = values[name - names];
		*at += 2;
		return 0;
	}
	if (c == 'u' || c == 'U')
		return decode_code(t, at, end, out);
	next = q->is_long ? skip_line_end(*at, end) : NULL;
	if (!next)
		return toml_error(t, *at,
				  "there is no such escape (write \\\\ for a "
				  "backslash, or use 'single quotes')");
	*at = next;
	return 0;
}

int toml_string(struct toml_text *t, bool is_key, struct str *out)
{
	struct quoted q;
	const char *at, *end;
	char *start, *p;
	int ret = take_quoted(t, &q);

	if (ret == 0)
		ret = take_close(t, &q);
	if (ret < 0)
		return ret;
	if (is_key && q.is_long)
		return toml_error(t, q.open,
				  "a key cannot be a string of several lines");
	if (!q.is_escaped) {
		*out = arena_copy(t->arena, q.inside);
		return out->p ? 0 : arena_check(t->arena, t->err);
	}
	/* No escape is shorter than what it stands for. */
	start = p = arena_alloc(t->arena, q.inside.len + 1);
	if (!start)
		return arena_check(t->arena, t->err);
	at = q.inside.p;
	end = at + q.inside.len;
	while (at < end && ret == 0) {
		if (*at == '\\')
			ret = decode_escape(t, &q, &at, end, &p);
		else
			*p++ = *at++;
	}
	*out = str_make(start, (size_t)(p - start));
	return ret;
}

/* ---- Keys */

static bool is_bare(char c)
{
	return is_letter(c) || is_digit(c) || c == '_' || c == '-';
}

int toml_key(struct toml_text *t, struct str *out)
{
	const char *start = t->p;

	if (t->p < t->end && (*t->p == '"' || *t->p == '\''))
		return toml_string(t, true, out);
	while (t->p < t->end && is_bare(*t->p))
		t->p++;
	if (t->p < t->end && (unsigned char)*t->p >= 0x80)
		return toml_error(t, t->p,
				  "a key of other letters than A to Z must be "
				  "in quotes");
	if (t->p == start)
		return toml_error(t, start, "there is no key here");
	*out = arena_copy(t->arena, str_make(start, (size_t)(t->p - start)));
	return out->p ? 0 : arena_check(t->arena, t->err);
}

/* ---- Dates and times (RFC 3339, section 5.6) */

/* A fixed number of digits at s, which are taken off; -1 if they are not. */
static int take_number(struct str *s, size_t digits)
{
	int value = 0;

	if (s->len < digits)
		return -1;
	for (size_t i = 0; i < digits; i++) {
		if (!is_digit(s->p[i]))
			return -1;
		value = value * 10 + (s->p[i] - '0');
	}
	*s = str_skip(*s, digits);
	return value;
}

static bool take_char(struct str *s, char c)
{
	if (s->len == 0 || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

static bool take_date(struct str *s)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	int year = take_number(s, 4), month, day;
	bool is_leap = year % 4 == 0 && (year % 100 || year % 400 == 0);

	if (year < 0 || !take_char(s, '-'))
		return false;
	month = take_number(s, 2);
	if (month < 1 || month > 12 || !take_char(s, '-'))
		return false;
	day = take_number(s, 2);
	return day >= 1 && day <= days[month - 1] &&
	       (month != 2 || day < 29 || is_leap);
}

static bool take_clock(struct str *s, bool has_seconds)
{
	int hour = take_number(s, 2), minute, second;

	if (hour < 0 || hour > 23 || !take_char(s, ':'))
		return false;
	minute = take_number(s, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (!has_seconds)
		return true;
	if (!take_char(s, ':'))
		return false;
	second = take_number(s, 2);
	if (second < 0 || second > 60) /* 60: a leap second */
		return false;
	if (!take_char(s, '.'))
		return true;
	if (take_number(s, 1) < 0)
		return false;
	while (take_number(s, 1) >= 0)
		;
	return true;
}

static bool take_zone(struct str *s)
{
	if (take_char(s, 'Z') || take_char(s, 'z'))
		return true;
	return (take_char(s, '+') || take_char(s, '-')) && take_clock(s, false);
}

/* One of the four kinds, all of s. */
static bool is_date_time(struct str s)
{
	if (s.len > 2 && s.p[2] == ':')
		return take_clock(&s, true) && s.len == 0;
	if (!take_date(&s))
		return false;
	if (s.len == 0)
		return true;
	return (take_char(&s, 'T') || take_char(&s, 't') ||
		take_char(&s, ' ')) &&
	       take_clock(&s, true) && (s.len == 0 || take_zone(&s)) &&
	       s.len == 0;
}

/* ---- Numbers */

/* Digits of a base, single '_' between them, taken off s and added to *value;
 * false when there are none or they do not fit. */
static bool take_digits(struct str *s, unsigned int base, uint64_t *value)
{
	bool has_digit = false;

	for (; s->len; *s = str_skip(*s, 1)) {
		int digit;

		if (has_digit && s->p[0] == '_')
			*s = str_skip(*s, 1);
		digit = s->len ? hex_value(s->p[0]) : -1;
		if (digit < 0 || (unsigned int)digit >= base)
			return has_digit && s->p[-1] != '_';
		has_digit = true;
		if (*value > (UINT64_MAX - (uint64_t)digit) / base)
			*value = UINT64_MAX;
		else
			*value = *value * base + (uint64_t)digit;
	}
	return has_digit;
}

/* What is wrong with a number, or NULL; an integer's decimals go to out. */
static const char *read_integer(struct str s, char *out, size_t size)
{
	bool has_sign = s.p[0] == '+' || s.p[0] == '-';
	bool is_minus = s.p[0] == '-';
	uint64_t value = 0, max = INT64_MAX;
	unsigned int base = 10;

	s = str_skip(s, has_sign);
	if (s.len > 1 && s.p[0] == '0') {
		if (s.p[1] != 'x' && s.p[1] != 'o' && s.p[1] != 'b')
			return "a number cannot begin with 0 (or put it in "
			       "quotes)";
		if (has_sign)
			return "0x, 0o and 0b take no sign";
		base = s.p[1] == 'x' ? 16 : 2;
		base = s.p[1] == 'o' ? 8 : base;
		s = str_skip(s, 2);
	}
	if (!take_digits(&s, base, &value) || s.len)
		return "this is not a number ('_' stands between digits "
		       "alone); a text must be in quotes";
	if (value > max + is_minus)
		return "an integer does not fit into 64 bits (put it in "
		       "quotes)";
	snprintf(out, size, "%s%llu", is_minus && value ? "-" : "",
		 (unsigned long long)value);
	return NULL;
}

/* Is it a number with a point or an exponent, infinite, or none at all? */
static bool is_float(struct str s)
{
	uint64_t value = 0;
	bool has_point, has_exponent;

	if (!take_char(&s, '+'))
		take_char(&s, '-');
	if (str_eq(s, STR("inf")) || str_eq(s, STR("nan")))
		return true;
	if (s.len > 1 && s.p[0] == '0' && (is_digit(s.p[1]) || s.p[1] == '_'))
		return false;
	if (!take_digits(&s, 10, &value))
		return false;
	has_point = take_char(&s, '.');
	if (has_point && !take_digits(&s, 10, &value))
		return false;
	has_exponent = take_char(&s, 'e') || take_char(&s, 'E');
	if (has_exponent) {
		if (!take_char(&s, '+'))
			take_char(&s, '-');
		if (!take_digits(&s, 10, &value))
			return false;
	}
	return (has_point || has_exponent) && s.len == 0;
}

/* ---- All of them */

/* The run of characters that words are made of. */
static struct str take_word(struct toml_text *t)
{
	const char *start = t->p;
	struct str word;

	while (t->p < t->end &&
	       (is_bare(*t->p) || *t->p == '+' || *t->p == '.' || *t->p == ':'))
		t->p++;
	word = str_make(start, (size_t)(t->p - start));
	/* A blank may stand between date and time. */
	if (word.len == 10 && word.p[4] == '-' && word.p[7] == '-' &&
	    t->end - t->p > 3 && t->p[0] == ' ' && is_digit(t->p[1]) &&
	    is_digit(t->p[2]) && t->p[3] == ':') {
		t->p++;
		word.len += 1 + take_word(t).len;
	}
	return word;
}

static struct str without_underscores(struct toml_text *t, struct str s)
{
	char *p = arena_alloc(t->arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; p && i < s.len; i++) {
		if (s.p[i] != '_')
			p[len++] = s.p[i];
	}
	return str_make(p, len);
}

static int bad_word(struct toml_text *t, struct str word)
{
	if (word.len == 0 && str_starts(toml_rest(t), STR("\xe2\x80")))
		return toml_error(t, t->p,
				  "a text must be in plain quotes: \" or '");
	if (word.len == 0)
		return toml_error(t, t->p, "there is no value here");
	if (str_eq_nocase(word, STR("true")) ||
	    str_eq_nocase(word, STR("false")))
		return toml_error(t, word.p,
				  "true and false are written in lower case");
	return toml_error(t, word.p,
			  "'%.*s' is not a value; a text must be in quotes",
			  STR_ARG(str_head(word, SHOWN_MAX)));
}

static bool is_like_date(struct str s)
{
	struct str rest = s;

	return (take_number(&rest, 2) >= 0 && take_char(&rest, ':')) ||
	       (take_number(&s, 4) >= 0 && take_char(&s, '-'));
}

static int read_number(struct toml_text *t, struct str word, struct str *out)
{
	char digits[24];
	const char *problem = read_integer(word, digits, sizeof(digits));

	if (is_float(word))
		*out = without_underscores(t, word);
	else if (problem)
		return toml_error(t, word.p, "%s", problem);
	else
		*out = arena_copy(t->arena, str_of(digits));
	return out->p ? 0 : arena_check(t->arena, t->err);
}

int toml_word(struct toml_text *t, struct front_node *out)
{
	struct str word = take_word(t);
	struct str bare = word;

	out->kind = FRONT_SCALAR;
	if (!take_char(&bare, '+'))
		take_char(&bare, '-');
	if (is_like_date(word)) {
		if (!is_date_time(word))
			return toml_error(t, word.p,
					  "'%.*s' is not a date or time (write "
					  "2025-10-26 or 2025-10-26T09:28:25Z)",
					  STR_ARG(str_head(word, SHOWN_MAX)));
	} else if (str_eq(bare, STR("inf")) || str_eq(bare, STR("nan")) ||
		   (bare.len && is_digit(bare.p[0])) || bare.len < word.len) {
		return read_number(t, word, &out->value);
	} else if (!str_eq(word, STR("true")) && !str_eq(word, STR("false"))) {
		return bad_word(t, word);
	}
	out->value = arena_copy(t->arena, word);
	return out->value.p ? 0 : arena_check(t->arena, t->err);
}
