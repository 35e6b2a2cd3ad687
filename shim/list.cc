/*
 * Listings: terms, values and documents, handed to a callback one by one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is repeated here when the database moves on: the callback has been
 * called already, so starting over is for the caller.
 */
#include <algorithm>

#include "shim/clock.hh"
#include "shim/handle.hh"
#include "shim/order.hh"

static struct str view(const std::string &s)
{
	return str_make(s.data(), s.size());
}

// The postings of a frequent term are in many chunks, all of which libxapian
// passes one by one to get to the next term; to look for that takes no longer
// than some dozens of them.
static const Xapian::doccount FREQUENT = 100;

static void step(Xapian::TermIterator &it, const std::string &term,
		 Xapian::doccount frequency)
{
	if (frequency < FREQUENT)
		++it;
	else
		it.skip_to(term + std::string(1, '\0'));
}

/* Tells of each item until one is answered by something other than 0. */
template <typename Iterator, typename Tell>
static int each(Iterator it, const Iterator &end, Tell tell)
{
	for (; it != end; ++it) {
		int ret = tell(it);

		if (ret)
			return ret;
	}
	return 0;
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

		while (it != end) {
			const std::string term = *it;
			Xapian::doccount frequency = it.get_termfreq();
			int ret = fn(view(term), frequency, payload);

			if (ret)
				return ret;
			step(it, term, frequency);
		}
		return 0;
	});
}

XAP_API int xap_db_seek_terms(struct xap_db *db, struct str from,
			      xap_seek_fn fn, void *payload, struct err *err)
{
	if (from.len > XAP_TERM_MAX)
		return 0;
	return shim::guard(err, [&] {
		Xapian::TermIterator it = db->rep.allterms_begin();
		Xapian::TermIterator end = db->rep.allterms_end();

		/* libxapian would stop at a term that is none, "". */
		if (from.len)
			it.skip_to(shim::to_string(from));
		while (it != end) {
			const std::string term = *it;
			struct str next = str_make(nullptr, 0);
			Xapian::doccount frequency = it.get_termfreq();
			int ret = fn(view(term), frequency, &next, payload);

			if (ret)
				return ret;
			if (next.len == 0)
				step(it, term, frequency);
			else if (str_cmp(next, view(term)) > 0)
				it.skip_to(shim::to_string(next));
			else
				break;
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
		return each(db->rep.valuestream_begin(slot),
			    db->rep.valuestream_end(slot),
			    [&](const Xapian::ValueIterator &it) {
				    const std::string value = *it;

				    return fn(it.get_docid(), view(value),
					      payload);
			    });
	});
}

XAP_API int xap_db_each_posting(struct xap_db *db, struct str term,
				xap_docid_fn fn, void *payload, struct err *err)
{
	if (shim::term_fault(term))
		return 0;
	return shim::guard(err, [&] {
		const std::string name = shim::to_string(term);

		return each(db->rep.postlist_begin(name),
			    db->rep.postlist_end(name),
			    [&](const Xapian::PostingIterator &it) {
				    return fn(*it, payload);
			    });
	});
}

XAP_API int xap_db_values_among(struct xap_db *db, uint32_t slot,
				const uint32_t *docids, size_t count,
				xap_value_fn fn, void *payload, struct err *err)
{
	if (slot == Xapian::BAD_VALUENO)
		return err_set(err, ERR_USAGE, "there is no such slot");
	return shim::guard(err, [&] {
		Xapian::ValueIterator it = db->rep.valuestream_begin(slot);
		Xapian::ValueIterator end = db->rep.valuestream_end(slot);

		for (size_t i = 0; i < count && it != end; i++) {
			std::string value;
			int ret;

			it.skip_to(docids[i]);
			if (it == end || it.get_docid() != docids[i])
				continue;
			value = *it;
			ret = fn(docids[i], view(value), payload);
			if (ret)
				return ret;
		}
		return 0;
	});
}

XAP_API int xap_db_count_among(struct xap_db *db, struct str term,
			       const uint32_t *docids, size_t count,
			       uint32_t *out, struct err *err)
{
	*out = 0;
	if (shim::term_fault(term))
		return 0;
	return shim::guard(err, [&] {
		const std::string name = shim::to_string(term);
		Xapian::PostingIterator it = db->rep.postlist_begin(name);
		Xapian::PostingIterator end = db->rep.postlist_end(name);
		const uint32_t *at = docids, *last = docids + count;
		uint32_t found = 0;

		while (it != end) {
			at = std::lower_bound(at, last, *it);
			if (at == last)
				break;
			found += *at == *it;
			it.skip_to(*at + (*at == *it));
		}
		*out = found;
		return 0;
	});
}

XAP_API int xap_db_each_positions(struct xap_db *db, struct str term,
				  const uint32_t *docids, size_t count,
				  xap_positions_fn fn, void *payload,
				  struct err *err)
{
	if (shim::term_fault(term))
		return 0;
	return shim::guard(err, [&] {
		shim::position_cursor cursor(db->rep, shim::to_string(term));
		shim::positions_list list;
		int ret = 0;

		for (size_t i = 0; i < count && !ret; i++) {
			cursor.read(docids[i], UINT32_MAX, &list);
			if (list.count)
				ret = fn(docids[i], list.items, list.count,
					 payload);
		}
		return ret;
	});
}

XAP_API int xap_db_each_count(struct xap_db *db, struct str term,
			      xap_count_fn fn, void *payload, struct err *err)
{
	if (shim::term_fault(term))
		return 0;
	return shim::guard(err, [&] {
		const std::string name = shim::to_string(term);

		return each(db->rep.postlist_begin(name),
			    db->rep.postlist_end(name),
			    [&](const Xapian::PostingIterator &it) {
				    return fn(*it, it.get_wdf(), payload);
			    });
	});
}

XAP_API int xap_db_each_length(struct xap_db *db, xap_count_fn fn,
			       void *payload, struct err *err)
{
	return shim::guard(err, [&] {
		/* The postings of no term are all documents. */
		return each(db->rep.postlist_begin(""),
			    db->rep.postlist_end(""),
			    [&](const Xapian::PostingIterator &it) {
				    return fn(*it, it.get_doclength(), payload);
			    });
	});
}

XAP_API int xap_db_each_document_term(struct xap_db *db, uint32_t docid,
				      xap_term_fn fn, void *payload,
				      struct err *err)
{
	return xap_db_each_document_term_from(db, docid, str_make(nullptr, 0),
					      fn, payload, err);
}

XAP_API int xap_db_each_document_term_from(struct xap_db *db, uint32_t docid,
					   struct str from, xap_term_fn fn,
					   void *payload, struct err *err)
{
	return shim::guard(err, [&] {
		Xapian::TermIterator first = db->rep.termlist_begin(docid);
		const Xapian::TermIterator end = db->rep.termlist_end(docid);

		if (from.len && first != end)
			first.skip_to(shim::to_string(from));
		return each(first, end, [&](const Xapian::TermIterator &it) {
			const std::string term = *it;

			return fn(view(term), it.get_wdf(), payload);
		});
	});
}

XAP_API int xap_db_each_document_value(struct xap_db *db, uint32_t docid,
				       xap_slot_fn fn, void *payload,
				       struct err *err)
{
	return shim::guard(err, [&] {
		Xapian::Document doc = db->rep.get_document(docid);

		return each(doc.values_begin(), doc.values_end(),
			    [&](const Xapian::ValueIterator &it) {
				    const std::string value = *it;

				    return fn(it.get_valueno(), view(value),
					      payload);
			    });
	});
}

XAP_API int xap_db_each_query_term(struct xap_db *db,
				   const struct xap_query *query,
				   uint32_t docid, xap_term_fn fn,
				   void *payload, struct err *err)
{
	if (!query)
		return err_set(err, ERR_USAGE, "a query is missing");
	return shim::guard(err, [&] {
		Xapian::TermIterator it = db->rep.termlist_begin(docid);
		Xapian::TermIterator end = db->rep.termlist_end(docid);
		Xapian::TermIterator wanted =
			query->plain.get_unique_terms_begin();

		/* Both in byte order. */
		for (; wanted != query->plain.get_unique_terms_end();
		     ++wanted) {
			const std::string term = *wanted;
			int ret = 0;

			it.skip_to(term);
			if (it == end)
				break;
			if (*it == term)
				ret = fn(view(term), it.get_wdf(), payload);
			if (ret)
				return ret;
		}
		return 0;
	});
}

XAP_API int xap_db_each_match(struct xap_db *db, const struct xap_query *query,
			      struct deadline deadline, xap_docid_fn fn,
			      void *payload, struct err *err)
{
	if (!query)
		return err_set(err, ERR_USAGE, "a query is missing");
	return shim::guard(err, [&] {
		shim::check_revision(db, query);
		for (uint32_t docid :
		     shim::all_matches(db->rep, query->rep, deadline)) {
			int ret = fn(docid, payload);

			if (ret)
				return ret;
		}
		return 0;
	});
}
