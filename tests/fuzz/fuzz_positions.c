/*
 * Fuzzes chunks of positions: whatever stands in one, entries that rise are
 * read from it, or it is said that it is damaged; and so if it is changed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first 4 bytes are the docid that is looked for, and set.
 */
#include "text/positions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_list(const struct positions_reader *r, uint32_t until)
{
	static struct positions found;
	struct err err = ERR_INIT;
	int ret = positions_read(r, until, &found, &err);

	if (ret && ret != ERR_CORRUPT)
		abort();
	for (size_t i = 1; i < found.count && !ret; i++) {
		if (found.items[i] <= found.items[i - 1])
			abort();
	}
}

static void read_all(struct str chunk, uint32_t until)
{
	struct positions_reader r;
	char before[POSITIONS_TERM_MAX];
	size_t before_len = 0;

	positions_open(&r, chunk);
	while (positions_next_term(&r)) {
		struct str term = positions_term(&r);
		uint32_t docid = 0;

		if (str_cmp(str_make(before, before_len), term) >= 0)
			abort();
		memcpy(before, term.p, term.len);
		before_len = term.len;
		while (positions_next(&r)) {
			if (r.docid <= docid)
				abort();
			docid = r.docid;
			check_list(&r, until);
		}
	}
}

static int pass(struct str key, struct str chunk, void *payload,
		struct err *err)
{
	struct str term;
	uint32_t docid;

	(void)payload;
	(void)err;
	if (!positions_key_read(key, &term, &docid) || docid == 0)
		abort();
	read_all(chunk, UINT32_MAX);
	return 0;
}

/* Sets an entry of the first term, and one of another. */
static void change(struct str chunk, uint32_t docid)
{
	static const uint32_t five = 5;
	static struct buf list = BUF_INIT;
	struct positions_change changes[2];
	struct positions_reader r;
	struct err err = ERR_INIT;
	int ret;

	positions_open(&r, chunk);
	if (!positions_next_term(&r))
		return;
	buf_clear(&list);
	positions_encode(&five, 1, &list);
	for (int i = 0; i < 2; i++)
		changes[i] = (struct positions_change){ positions_term(&r),
							docid + (uint32_t)i,
							buf_view(&list) };
	ret = positions_edit(chunk, changes, docid < UINT32_MAX ? 2 : 1, pass,
			     NULL, &err);
	if (ret && ret != ERR_CORRUPT)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct positions_reader r;
	struct str chunk;
	uint32_t docid;

	if (size < sizeof(docid))
		return 0;
	memcpy(&docid, data, sizeof(docid));
	docid += docid == 0;
	chunk = str_make((const char *)data + sizeof(docid),
			 size - sizeof(docid));
	read_all(chunk, docid);
	positions_open(&r, chunk);
	while (positions_next_term(&r)) {
		if (positions_find(&r, docid))
			check_list(&r, UINT32_MAX);
	}
	change(chunk, docid);
	return 0;
}
