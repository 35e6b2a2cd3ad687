/*
 * Preparing a body for md4c: what is not Markdown is taken out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare.h"

void prepare(struct str body, unsigned int line, struct str id,
	     const struct site *site, struct warnings *warnings,
	     struct prepared *out)
{
	(void)line;
	(void)id;
	(void)site;
	(void)warnings;
	buf_add_str(&out->text, body);
}

size_t prepare_source(const struct prepared *prepared, size_t at)
{
	const struct prepare_cut *cuts = (const void *)prepared->cuts.p;
	size_t low = 0, high = prepared->cuts.len / sizeof(*cuts);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cuts[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? at + (size_t)cuts[low - 1].shift : at;
}

void prepared_release(struct prepared *prepared)
{
	buf_release(&prepared->text);
	buf_release(&prepared->cuts);
	buf_release(&prepared->tags);
}
