/*
 * What a command says when it crashes, and the status that it ends with.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's blocks have no checksums, and some that are damaged crash it
 * (docs/reliability.md). Whoever meets that is to know what to do.
 *
 * Threads: main's only; whichever crashes.
 */
#ifndef PRESSMARK_CLI_CRASH_H
#define PRESSMARK_CLI_CRASH_H

/* From here on a crash writes the first line to standard error, what aborts
 * (libxapian, or the C++ library) the second one, and the command ends with
 * EXIT_FAILED. Both are kept. The sanitizers are let be. */
void crash_expect(const char *crashed, const char *aborted);

/* The same for a command that reads the index in a folder: it may be damaged.
 */
void crash_expect_damage(const char *folder);

#endif
