/*
 * Errors: a code by what the caller does differently, and one message.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A `struct err` belongs to the caller and is passed last, never NULL. It is
 * untouched on success. Functions that can fail return an int: 0 for done, a
 * negative `enum err_code` (the same as err->code) for failure, and where
 * said a positive, named outcome that is expected.
 *
 * The first error wins: err_set on an err that already holds one changes
 * nothing, so cleaning up may fail without hiding the cause. Upper layers
 * prefix what they were doing with err_wrap and never replace.
 *
 * Messages: lower case, no full stop, the subject in 'single quotes', what
 * failed first and, where it helps, what to do. They are valid UTF-8 without
 * control characters, cut at a character's edge.
 *
 *	struct err err = ERR_INIT;
 *	if (fs_read(dir, "a.md", MAX, &buf, &err) < 0)
 *		return err_wrap(&err, "cannot index '%s'", "a.md");
 *
 * Threads: an err is used by one thread at a time; there is no global state.
 * Memory: filled without allocation.
 */
#ifndef PRESSMARK_BASE_ERR_H
#define PRESSMARK_BASE_ERR_H

#ifdef __cplusplus
extern "C" {
#endif

enum err_code {
	ERR_OK = 0,
	ERR_USAGE = -1,	  /* the caller or the user asked wrongly */
	ERR_INPUT = -2,	  /* this article is bad; the next may be good */
	ERR_QUERY = -3,	  /* the query has a wrong value in a known field */
	ERR_NOINDEX = -4, /* there is no index here: make one */
	ERR_LOCKED = -5,  /* another writer holds the index: try again */
	ERR_STALE = -6,	  /* the index moved on while it was read: reopen */
	ERR_FORMAT = -7,  /* made by another version of the format */
	ERR_CORRUPT = -8, /* the index is damaged: rebuild */
	ERR_IO = -9,	  /* the system refused: disk full, permission, ... */
	ERR_LIMIT = -10,  /* more than a stated limit */
	ERR_MEMORY = -11, /* no memory: the handle in use is not to be reused */
	ERR_BUG = -12,	  /* a broken promise in this program or a library */
	ERR_DEADLINE = -13, /* it would have taken too long: ask for less */
};

#define ERR_MESSAGE_SIZE 512

struct err {
	enum err_code code;
	char message[ERR_MESSAGE_SIZE]; /* NUL-terminated; "" when ERR_OK */
};

#define ERR_INIT                                                               \
	{                                                                      \
		ERR_OK,                                                        \
		{                                                              \
			0                                                      \
		}                                                              \
	}

#if defined(__GNUC__)
#define ERR_PRINTF(format, first)                                              \
	__attribute__((__format__(__printf__, format, first)))
#else
#define ERR_PRINTF(format, first)
#endif

/* Sets code and message unless err holds an error already; returns err's
 * code, so that `return err_set(...)` reads well. */
int err_set(struct err *err, enum err_code code, const char *format, ...)
	ERR_PRINTF(3, 4);

/* Like err_set with ERR_IO, and ": " and the text of errnum (an errno value)
 * appended. */
int err_set_errno(struct err *err, int errnum, const char *format, ...)
	ERR_PRINTF(3, 4);

/* Puts "context: " before the message of an err that holds one; returns its
 * code. */
int err_wrap(struct err *err, const char *format, ...) ERR_PRINTF(2, 3);

/* Makes err hold what another one holds, unless it holds an error already or
 * there is none to take over; returns err's code. */
int err_copy(struct err *err, const struct err *from);

/* Makes err hold no error. */
void err_clear(struct err *err);

/* A short stable name of a code, such as "locked"; "ok" for ERR_OK. */
const char *err_name(enum err_code code);

/* A broken invariant: says where and what on standard error, and aborts, in
 * every build. For what input can cause, use err_set. */
#define BUG(what) err_bug(__FILE__, __LINE__, what)

#if defined(__GNUC__)
__attribute__((__noreturn__))
#endif
void err_bug(const char *file, int line, const char *what);

#ifdef __cplusplus
}
#endif

#endif
