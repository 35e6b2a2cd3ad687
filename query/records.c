/*
 * Records that were read, kept for the next search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/records.h"

#include <stdlib.h>

#include "text/schema.h"

/* Each document has one place, so that of two that share it one is kept. */
#define PLACES 4096

/* Of the budget; a larger one would push out too many others. */
#define LARGEST 32

struct records_kept {
	struct buf data; /* empty: nothing */
	uint32_t docid;
	bool is_asked; /* since the hand went by */
};

static void let_go(struct records *records, struct records_kept *kept)
{
	records->used -= kept->data.len;
	buf_release(&kept->data);
}

/* The hand of a clock: what was asked for since it went by last stays for one
 * more round (Corbató 1968). */
static void make_room(struct records *records, size_t len)
{
	while (records->used + len > RECORDS_BYTES) {
		struct records_kept *kept =
			&records->at[records->hand++ % PLACES];

		if (kept->data.len && !kept->is_asked)
			let_go(records, kept);
		kept->is_asked = false;
	}
}

/* Takes the data over. */
static void keep(struct records *records, uint32_t docid, struct buf data)
{
	struct records_kept *kept;

	if (!records->at)
		records->at = calloc(PLACES, sizeof(*records->at));
	if (!records->at || data.len > RECORDS_BYTES / LARGEST) {
		records->large = data;
		return;
	}
	kept = &records->at[docid % PLACES];
	let_go(records, kept);
	make_room(records, data.len);
	*kept = (struct records_kept){ data, docid, false };
	records->used += data.len;
}

static int make_unpacker(struct records *records, struct xap_db *db,
			 struct err *err)
{
	char *dictionary;
	size_t len;
	int ret = xap_db_metadata(db, STR(SCHEMA_META_DICTIONARY), &dictionary,
				  &len, err);

	if (ret)
		return ret;
	ret = unpacker_new(str_make(dictionary, len), &records->unpacker, err);
	xap_free(dictionary);
	return ret;
}

static int read_record(struct records *records, struct xap_db *db,
		       uint32_t docid, struct buf *out, struct err *err)
{
	char *data;
	size_t len;
	int ret = records->unpacker ? 0 : make_unpacker(records, db, err);

	if (!ret)
		ret = xap_db_data(db, docid, &data, &len, err);
	if (ret)
		return ret;
	ret = unpacker_unpack(records->unpacker, str_make(data, len), out, err);
	xap_free(data);
	return ret;
}

int records_get(struct records *records, struct xap_db *db, uint32_t docid,
		struct str *out, struct err *err)
{
	struct records_kept *kept =
		records->at ? &records->at[docid % PLACES] : NULL;
	struct buf data = BUF_INIT;
	int ret;

	if (kept && kept->data.len && kept->docid == docid) {
		kept->is_asked = true;
		*out = buf_view(&kept->data);
		return 0;
	}
	buf_release(&records->large);
	ret = read_record(records, db, docid, &data, err);
	*out = buf_view(&data);
	if (ret)
		buf_release(&data);
	else
		keep(records, docid, data);
	return ret;
}

void records_release(struct records *records)
{
	for (size_t i = 0; records->at && i < PLACES; i++)
		buf_release(&records->at[i].data);
	free(records->at);
	buf_release(&records->large);
	unpacker_free(records->unpacker);
	*records = (struct records){ .at = NULL };
}
