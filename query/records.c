/*
 * Records that were read, kept for the next search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/records.h"

#include <stdlib.h>

/* Each document has one place, so that of two that share it one is kept. */
#define PLACES 4096

/* Of the budget; a larger one would push out too many others. */
#define LARGEST 32

struct records_kept {
	char *data; /* NULL: nothing */
	size_t len;
	uint32_t docid;
	bool is_asked; /* since the hand went by */
};

static void let_go(struct records *records, struct records_kept *kept)
{
	records->used -= kept->len;
	xap_free(kept->data);
	*kept = (struct records_kept){ .data = NULL };
}

/* The hand of a clock: what was asked for since it went by last stays for one
 * more round (Corbató 1968). */
static void make_room(struct records *records, size_t len)
{
	while (records->used + len > RECORDS_BYTES) {
		struct records_kept *kept =
			&records->at[records->hand++ % PLACES];

		if (kept->data && !kept->is_asked)
			let_go(records, kept);
		kept->is_asked = false;
	}
}

/* Takes the data over. */
static void keep(struct records *records, uint32_t docid, char *data,
		 size_t len)
{
	struct records_kept *kept;

	if (!records->at)
		records->at = calloc(PLACES, sizeof(*records->at));
	if (!records->at || len > RECORDS_BYTES / LARGEST) {
		records->large = data;
		return;
	}
	kept = &records->at[docid % PLACES];
	let_go(records, kept);
	make_room(records, len);
	*kept = (struct records_kept){ data, len, docid, false };
	records->used += len;
}

int records_get(struct records *records, struct xap_db *db, uint32_t docid,
		struct str *out, struct err *err)
{
	struct records_kept *kept =
		records->at ? &records->at[docid % PLACES] : NULL;
	char *data;
	size_t len;
	int ret;

	if (kept && kept->data && kept->docid == docid) {
		kept->is_asked = true;
		*out = str_make(kept->data, kept->len);
		return 0;
	}
	xap_free(records->large);
	records->large = NULL;
	ret = xap_db_data(db, docid, &data, &len, err);
	if (ret)
		return ret;
	*out = str_make(data, len);
	keep(records, docid, data, len);
	return 0;
}

void records_release(struct records *records)
{
	for (size_t i = 0; records->at && i < PLACES; i++)
		xap_free(records->at[i].data);
	free(records->at);
	xap_free(records->large);
	*records = (struct records){ .at = NULL };
}
