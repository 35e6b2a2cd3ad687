/*
 * libxml2, loaded where articles are read and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It brings ICU along, whose data have 30 MB. Linked, they would be a tenth of
 * what a search from the command line takes (docs/performance.md).
 *
 * Private to indexer/html_tree.c. Threads: any.
 */
#ifndef PRESSMARK_INDEXER_LIBXML_H
#define PRESSMARK_INDEXER_LIBXML_H

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/err.h"
#include "base/library.h"

/* What is called of it. */
#define LIBXML_CALLS(X)                                                        \
	X(htmlCreatePushParserCtxt)                                            \
	X(htmlCtxtUseOptions)                                                  \
	X(htmlFreeParserCtxt)                                                  \
	X(htmlParseChunk)                                                      \
	X(xmlByteConsumed)                                                     \
	X(xmlFreeDoc)                                                          \
	X(xmlInitParser)

struct libxml {
	LIBXML_CALLS(LIBRARY_POINTER)
};

/* Its functions, ready to be called; valid as long as the process lives. NULL
 * with ERR_IO when it is not there. */
const struct libxml *libxml_load(struct err *err);

#endif
