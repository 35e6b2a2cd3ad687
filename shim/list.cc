/*
 * Listings: terms and values, handed to a callback one by one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is repeated here when the database moves on: the callback has been
 * called already, so starting over is for the caller.
 */
#include "shim/handle.hh"

static struct str view(const std::string &s)
{
	return str_make(s.data(), s.size());
}

XAP_API int xap_db_each_term(struct xap_db *db, struct str prefix,
			     xap_term_fn fn, void *payload, struct err *err)
{
	if (prefix.len > XAP_TERM_MAX)
		return 0;
	return shim::guard(err, [&] {
		std::string start = shim::to_string(prefix);
		Xapian::TermIterator it = db->rep.allterms_begin(start);
		Xapian::TermIterator end = db->rep.allterms_end(start);

		for (; it != end; ++it) {
			const std::string term = *it;
			int ret = fn(view(term), it.get_termfreq(), payload);

			if (ret)
				return ret;
		}
		return 0;
	});
}

XAP_API int xap_db_each_value(struct xap_db *db, uint32_t slot, xap_value_fn fn,
			      void *payload, struct err *err)
{
	if (slot == Xapian::BAD_VALUENO)
		return err_set(err, ERR_USAGE, "there is no such slot");
	return shim::guard(err, [&] {
		Xapian::ValueIterator it = db->rep.valuestream_begin(slot);
		Xapian::ValueIterator end = db->rep.valuestream_end(slot);

		for (; it != end; ++it) {
			const std::string value = *it;
			int ret = fn(it.get_docid(), view(value), payload);

			if (ret)
				return ret;
		}
		return 0;
	});
}

XAP_API int xap_db_each_document_term(struct xap_db *db, uint32_t docid,
				      xap_term_fn fn, void *payload,
				      struct err *err)
{
	return shim::guard(err, [&] {
		Xapian::TermIterator it = db->rep.termlist_begin(docid);
		Xapian::TermIterator end = db->rep.termlist_end(docid);

		for (; it != end; ++it) {
			const std::string term = *it;
			int ret = fn(view(term), it.get_wdf(), payload);

			if (ret)
				return ret;
		}
		return 0;
	});
}
