/*
 * synonyms.txt: which words mean each other on a site.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file lies beside pressmark.yaml, or where that says; text/synonyms.h has
 * its form. It is read whole, or refused with the place of what is wrong.
 *
 * Threads: no state. Memory: in the arena given.
 */
#ifndef PRESSMARK_INDEXER_SYNONYM_FILE_H
#define PRESSMARK_INDEXER_SYNONYM_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "indexer/config.h"

/* Sets the synonyms of a configuration whose base is set to the bytes of its
 * file, checked; to nothing where there is none and none is configured.
 * ERR_INPUT, ERR_LIMIT (too large), ERR_IO, ERR_MEMORY. */
int synonym_file_load(struct config *config, struct arena *arena,
		      struct err *err);

#endif
