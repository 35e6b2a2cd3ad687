/*
 * Errors: filling and wrapping messages without allocation.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/err.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Makes what is in message fit for a terminal and a log: valid UTF-8, no
 * control characters, no half character at the cut. */
static void clean(char *message)
{
	size_t len = strlen(message);
	size_t in = 0, out = 0;

	while (in < len) {
		uint32_t c;
		size_t n = utf8_decode(message + in, len - in, &c);

		if (n == 0) {
			if (utf8_is_cut_short(message + in, len - in))
				break;
			message[out++] = '?';
			in++;
			continue;
		}
		if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
			message[out++] = ' ';
		} else {
			memmove(message + out, message + in, n);
			out += n;
		}
		in += n;
	}
	message[out] = '\0';
}

int err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;

	if (err->code != ERR_OK)
		return err->code;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	clean(err->message);
	err->code = code;
	return code;
}

int err_set_errno(struct err *err, int errnum, const char *format, ...)
{
	va_list args;
	char reason[128] = "";
	size_t len;

	if (err->code != ERR_OK)
		return err->code;
	if (strerror_r(errnum, reason, sizeof(reason)) != 0)
		snprintf(reason, sizeof(reason), "error %d", errnum);
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	len = strlen(err->message);
	snprintf(err->message + len, sizeof(err->message) - len, ": %s",
		 reason);
	clean(err->message);
	err->code = ERR_IO;
	return ERR_IO;
}

int err_wrap(struct err *err, const char *format, ...)
{
	char was[ERR_MESSAGE_SIZE];
	va_list args;
	size_t len;

	if (err->code == ERR_OK)
		return ERR_OK;
	memcpy(was, err->message, sizeof(was));
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	len = strlen(err->message);
	snprintf(err->message + len, sizeof(err->message) - len, ": %s", was);
	clean(err->message);
	return err->code;
}

int err_copy(struct err *err, const struct err *from)
{
	if (err->code == ERR_OK)
		*err = *from;
	return err->code;
}

void err_clear(struct err *err)
{
	err->code = ERR_OK;
	err->message[0] = '\0';
}

const char *err_name(enum err_code code)
{
	switch (code) {
	case ERR_OK:
		return "ok";
	case ERR_USAGE:
		return "usage";
	case ERR_INPUT:
		return "input";
	case ERR_QUERY:
		return "query";
	case ERR_NOINDEX:
		return "no_index";
	case ERR_LOCKED:
		return "locked";
	case ERR_STALE:
		return "stale";
	case ERR_FORMAT:
		return "format";
	case ERR_CORRUPT:
		return "corrupt";
	case ERR_IO:
		return "io";
	case ERR_LIMIT:
		return "limit";
	case ERR_MEMORY:
		return "memory";
	case ERR_BUG:
		return "bug";
	case ERR_DEADLINE:
		return "deadline";
	}
	return "unknown";
}

void err_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "pressmark: bug at %s:%d: %s\n", file, line, what);
	/* No handler is to make something else of it. */
	signal(SIGABRT, SIG_DFL);
	abort();
}
