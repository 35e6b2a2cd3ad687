/*
 * Documents to be written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include "base/utf8.h"

/* So much of a term that is refused goes into the message. */
static const size_t SHOWN_MAX = 60;

XAP_API int xap_doc_new(struct xap_doc **out, struct err *err)
{
	*out = nullptr;
	return shim::guard(err, [&] {
		*out = new xap_doc();
		return 0;
	});
}

XAP_API void xap_doc_free(struct xap_doc *doc)
{
	delete doc;
}

XAP_API int xap_doc_clear(struct xap_doc *doc, struct err *err)
{
	return shim::guard(err, [&] {
		doc->rep = Xapian::Document();
		doc->placed.clear();
		return 0;
	});
}

XAP_API const char *xap_term_fault(struct str term)
{
	return shim::term_fault(term);
}

static int check(const struct xap_posting *posting, struct err *err)
{
	const char *fault = shim::term_fault(posting->term);

	if (fault) {
		struct str shown = utf8_head(posting->term, SHOWN_MAX);

		return err_set(
			err, ERR_LIMIT, "the term '%.*s'%s %s", STR_ARG(shown),
			shown.len < posting->term.len ? "..." : "", fault);
	}
	if (posting->position_count && !posting->positions)
		return err_set(err, ERR_USAGE,
			       "a term has positions, but none are given");
	return 0;
}

static void add(struct xap_doc *doc, const struct xap_posting *posting)
{
	doc->term.assign(posting->term.p, posting->term.len);
	doc->rep.add_term(doc->term, posting->wdf);
	if (posting->position_count)
		doc->placed.add(posting->term, posting->positions,
				posting->position_count);
}

XAP_API int xap_doc_add_postings(struct xap_doc *doc,
				 const struct xap_posting *postings,
				 size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		int ret = check(&postings[i], err);

		if (ret)
			return ret;
	}
	return shim::guard(err, [&] {
		for (size_t i = 0; i < count; i++)
			add(doc, &postings[i]);
		return 0;
	});
}

XAP_API int xap_doc_set_value(struct xap_doc *doc, uint32_t slot,
			      struct str value, struct err *err)
{
	if (slot == Xapian::BAD_VALUENO)
		return err_set(err, ERR_USAGE, "there is no such slot");
	if (value.len > XAP_VALUE_MAX)
		return err_set(err, ERR_LIMIT,
			       "a value of %zu bytes; at most %d fit",
			       value.len, XAP_VALUE_MAX);
	return shim::guard(err, [&] {
		doc->rep.add_value(slot, shim::to_string(value));
		return 0;
	});
}

XAP_API int xap_doc_set_data(struct xap_doc *doc, struct str data,
			     struct err *err)
{
	if (data.len > XAP_DATA_MAX)
		return err_set(err, ERR_LIMIT,
			       "data of %zu bytes; at most %u fit", data.len,
			       XAP_DATA_MAX);
	return shim::guard(err, [&] {
		doc->rep.set_data(shim::to_string(data));
		return 0;
	});
}
