/*
 * Manual pages, from what the commands say of themselves.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In the man macros that every man(1) knows, ASCII alone.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_CLI_MANUAL_H
#define PRESSMARK_CLI_MANUAL_H

#include "base/buf.h"
#include "cli/cli.h"

/* Appends the page of a command, pressmark-COMMAND(1), or for NULL that of
 * the program, pressmark(1). */
void manual_add(const struct command *command, struct buf *out);

#endif
