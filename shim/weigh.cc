/*
 * What a document weighs for some terms, without a match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <algorithm>

XAP_API int xap_db_weigh_counts(struct xap_db *db, uint32_t docid,
				const struct xap_term_stats *terms,
				const uint32_t *counts, size_t count,
				double *out, struct err *err)
{
	std::fill_n(out, count, 0.0);
	return shim::guard(err, [&] {
		double length = std::max(db->rep.get_doclength(docid), 1u);
		double density =
			shim::ineb2_density(db->rep.get_avlength(), length);
		double all = db->rep.get_doccount();

		for (size_t i = 0; i < count; i++) {
			if (counts[i] == 0)
				continue;
			out[i] = shim::ineb2_term(1, all, terms[i].documents,
						  terms[i].occurrences)
					 .weigh(counts[i], density);
		}
		return 0;
	});
}
