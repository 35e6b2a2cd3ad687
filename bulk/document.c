/*
 * What is written of a document, whichever way it is written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/document.h"

int bulk_document_fill(const struct bulk_document *d, struct xap_doc *doc,
		       struct err *err)
{
	int ret = xap_doc_clear(doc, err);

	if (!ret)
		ret = xap_doc_add_postings(doc, d->postings, d->posting_count,
					   err);
	for (size_t i = 0; i < d->value_count && !ret; i++)
		ret = xap_doc_set_value(doc, d->values[i].slot,
					d->values[i].bytes, err);
	return ret ? ret : xap_doc_set_data(doc, d->data, err);
}

int bulk_document_check(const struct bulk_document *d, struct err *err)
{
	for (size_t i = 0; i < d->value_count; i++) {
		const struct bulk_value *value = &d->values[i];

		if (i && value->slot <= value[-1].slot)
			BUG("the slots of a document do not rise");
		if (value->slot == UINT32_MAX || value->bytes.len == 0)
			BUG("a value of nothing");
		if (value->bytes.len > XAP_VALUE_MAX)
			return err_set(err, ERR_LIMIT,
				       "a value of %zu bytes; at most %d fit",
				       value->bytes.len, XAP_VALUE_MAX);
	}
	if (d->data.len > XAP_DATA_MAX)
		return err_set(err, ERR_LIMIT,
			       "data of %zu bytes; at most %u fit", d->data.len,
			       XAP_DATA_MAX);
	return 0;
}
