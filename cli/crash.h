/*
 * What a command says before it ends by a crash.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's blocks have no checksums, and some that are damaged crash it
 * (docs/reliability.md). Whoever meets that is to know what to do.
 *
 * Threads: main's only; whichever crashes.
 */
#ifndef PRESSMARK_CLI_CRASH_H
#define PRESSMARK_CLI_CRASH_H

/* From here on a crash writes this line to standard error, and then ends the
 * command as it would have: nobody is to take it for a failure like others. The
 * line is kept. Where the stack is used up nothing is written. The sanitizers
 * are let be. */
void crash_expect(const char *line);

/* What aborts on purpose, as libxapian does, is a failure like others: it
 * writes this line instead, and the command ends with EXIT_FAILED. After the
 * above. */
void crash_expect_abort(const char *line);

/* The same as the first for a command that reads the index in a folder: it may
 * be damaged. */
void crash_expect_damage(const char *folder);

#endif
