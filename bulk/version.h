/*
 * The version file of a database: what its tables are, and what bounds it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: no state.
 */
#ifndef PRESSMARK_BULK_VERSION_H
#define PRESSMARK_BULK_VERSION_H

#include <stdint.h>

#include "base/err.h"
#include "bulk/table.h"

/* In the order in which the file has them; our databases have no tables of
 * spellings and of synonyms. */
enum version_table {
	VERSION_POSTLIST,
	VERSION_DOCDATA,
	VERSION_TERMLIST,
	VERSION_POSITION,
	VERSION_SPELLING,
	VERSION_SYNONYM,
	VERSION_TABLES
};

struct version {
	struct table_root tables[VERSION_TABLES];
	uint32_t documents, last_docid;
	uint32_t shortest; /* of the documents that are not of length 0 */
	uint32_t longest;
	uint32_t most;	/* times of a term in a document */
	uint64_t total; /* length of all documents */
};

/* Makes the folder a database: writes and syncs its version file, whose bytes
 * do not depend on anything but *v and chance. ERR_IO, ERR_MEMORY. */
int version_write(const char *folder, const struct version *v, struct err *err);

#endif
