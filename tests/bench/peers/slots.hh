/*
 * slots: the values of the documents that termgenerator makes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_BENCH_SLOTS_HH
#define PRESSMARK_BENCH_SLOTS_HH

enum {
	SLOT_DATE,
	SLOT_MONTH,
	SLOT_YEAR,
	SLOT_TAGS,    /* each with a line end */
	SLOT_AUTHORS, /* likewise */
};

#endif
