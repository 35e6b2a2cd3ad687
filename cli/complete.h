/*
 * Completion: what the last word of a command line can become.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the option tables, and for tags, authors and other fields from the
 * index. The scripts of cli/completion ask through 'pressmark help
 * --complete'; what is printed is said there.
 *
 * Threads: main's only. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_CLI_COMPLETE_H
#define PRESSMARK_CLI_COMPLETE_H

#include <stddef.h>

#include "base/buf.h"

/* Appends the answer for the words of a command line, without the program's
 * name; the last is to be completed and may be empty. What is not known, an
 * index that cannot be read for one, is an answer without words. */
void complete_line(const char *const *words, size_t count, struct buf *out);

#endif
