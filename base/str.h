/*
 * A view of bytes: pointer and length, passed by value, never NUL-scanned.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A `struct str` owns nothing. It is valid for as long as what it points
 * into, which the function that returns it says. The bytes are UTF-8 where
 * text is meant, but may hold anything, NUL included, unless said otherwise.
 * An empty view may have any pointer, NULL included; only `len` counts.
 *
 *	struct str s = STR("tag:water");
 *	if (str_starts(s, STR("tag:")))
 *		s = str_skip(s, 4);
 *
 * Threads: plain values, no state.
 */
#ifndef PRESSMARK_BASE_STR_H
#define PRESSMARK_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct str {
	const char *p;
	size_t len;
};

/* A view of a string literal, usable as an initialiser in C and C++. */
#define STR_INIT(literal)                                                      \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

/* A view of a string literal, as an expression (C only). */
#define STR(literal) ((struct str)STR_INIT(literal))

/* For printf's "%.*s": the length as an int, then the pointer. */
#define STR_ARG(s) (int)(s).len, (s).p ? (s).p : ""

static inline struct str str_make(const char *p, size_t len)
{
	struct str s = { p, len };

	return s;
}

/* A view of a NUL-terminated string; NULL gives the empty view. */
static inline struct str str_of(const char *c)
{
	return str_make(c, c ? strlen(c) : 0);
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.p, b.p, a.len));
}

/* Order by bytes (for UTF-8: by code point); a prefix comes first. */
static inline int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len &&
	       (prefix.len == 0 || !memcmp(s.p, prefix.p, prefix.len));
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	       (suffix.len == 0 ||
		!memcmp(s.p + s.len - suffix.len, suffix.p, suffix.len));
}

/* Without its first n bytes (all of them, if it has fewer). */
static inline struct str str_skip(struct str s, size_t n)
{
	if (n > s.len)
		n = s.len;
	return str_make(s.p ? s.p + n : NULL, s.len - n);
}

/* Its first n bytes (or all, if it has fewer). */
static inline struct str str_head(struct str s, size_t n)
{
	return str_make(s.p, n < s.len ? n : s.len);
}

/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/* Equal but for the case of ASCII letters: len bytes, and two views. */
bool str_same_nocase(const char *a, const char *b, size_t len);
static inline bool str_eq_nocase(struct str a, struct str b)
{
	return a.len == b.len && str_same_nocase(a.p, b.p, a.len);
}

/* Are all its bytes below 0x80? */
bool str_is_ascii(struct str s);

/* The offset of the first byte c, or s.len when there is none. */
size_t str_find(struct str s, char c);

#ifdef __cplusplus
}
#endif

#endif
