/*
 * What one document weighs for some terms, without a match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <algorithm>

XAP_API int xap_db_term_stats(struct xap_db *db, struct str term,
			      struct xap_term_stats *out, struct err *err)
{
	*out = { term, 0, 0 };
	if (shim::term_fault(term))
		return 0;
	return shim::guard_reading(db, err, [&] {
		const std::string name = shim::to_string(term);

		out->documents = db->rep.get_termfreq(name);
		out->occurrences = db->rep.get_collection_freq(name);
		return 0;
	});
}

XAP_API int xap_db_weigh_terms(struct xap_db *db, uint32_t docid,
			       const struct xap_term_stats *terms, size_t count,
			       struct xap_term_weight *out, struct err *err)
{
	std::fill_n(out, count, xap_term_weight{ 0, 0 });
	return shim::guard(err, [&] {
		Xapian::TermIterator it = db->rep.termlist_begin(docid);
		const Xapian::TermIterator end = db->rep.termlist_end(docid);
		double length = std::max(db->rep.get_doclength(docid), 1u);
		double density =
			shim::ineb2_density(db->rep.get_avlength(), length);
		double all = db->rep.get_doccount();

		for (size_t i = 0; i < count && it != end; i++) {
			const std::string term = shim::to_string(terms[i].term);

			it.skip_to(term);
			if (it == end || *it != term || it.get_wdf() == 0)
				continue;
			out[i].count = it.get_wdf();
			out[i].weight =
				shim::ineb2_term(1, all, terms[i].documents,
						 terms[i].occurrences)
					.weigh(out[i].count, density);
		}
		return 0;
	});
}
