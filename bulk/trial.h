/*
 * Does this libxapian make databases as we do?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: no state.
 */
#ifndef PRESSMARK_BULK_TRIAL_H
#define PRESSMARK_BULK_TRIAL_H

#include <stdbool.h>

#include "base/err.h"

/* Makes a few documents into a database both ways, below the folder "trial" in
 * `folder`, which is removed again. *is_known: libxapian is of a version whose
 * tables are known, and the two are the same, byte by byte that counts. Takes
 * some milliseconds. ERR_IO, ERR_MEMORY. */
int trial_run(const char *folder, bool *is_known, struct err *err);

#endif
