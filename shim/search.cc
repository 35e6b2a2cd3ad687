/*
 * Searching: one page of hits, fetched whole.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Enquire::set_time_limit is not for us: it does not stop a match, and its
 * timer may write into a stack frame that is gone. clock.hh is what does.
 */
#include "shim/handle.hh"
#include "shim/ineb2.hh"
#include "shim/scaled.hh"

#include <algorithm>
#include <cmath>
#include <memory>

namespace
{

struct hit {
	uint32_t docid;
	double weight, factor;
	size_t data; /* offset and length in xap_results.data */
	size_t data_len;
};

} // namespace

struct xap_results {
	std::vector<hit> hits;
	std::string data; /* that of all hits, one after the other */
	uint32_t total = 0;
	bool exact = false;
};

static int check(const struct xap_search *search, struct err *err)
{
	if (!search->query)
		return err_set(err, ERR_USAGE, "a query is missing");
	if (search->offset > XAP_OFFSET_MAX)
		return err_set(err, ERR_USAGE, "hits from %u; at most from %d",
			       (unsigned int)search->offset, XAP_OFFSET_MAX);
	if (search->limit > XAP_LIMIT_MAX)
		return err_set(err, ERR_USAGE, "%u hits; at most %d",
			       (unsigned int)search->limit, XAP_LIMIT_MAX);
	if (search->order_slot == Xapian::BAD_VALUENO)
		return err_set(err, ERR_USAGE, "there is no such slot");
	if (search->order != XAP_BY_WEIGHT &&
	    search->order != XAP_BY_VALUE_DESCENDING &&
	    search->order != XAP_BY_VALUE_ASCENDING)
		return err_set(err, ERR_USAGE, "there is no such order");
	/* False for NaN too. */
	if (!(search->most >= 1 && std::isfinite(search->most)))
		return err_set(err, ERR_USAGE, "the factor is wrong");
	return 0;
}

/* Beside the whole query stands a clock that is asked each time that its
 * matches have come so many documents further: too seldom to cost anything. */
static constexpr Xapian::docid STRIDE = 256;

static Xapian::Query watched(const struct xap_search *search,
			     shim::clock_source *clock)
{
	if (!search->deadline.at_ns)
		return search->query->rep;
	return Xapian::Query(Xapian::Query::OP_AND_MAYBE, search->query->rep,
			     Xapian::Query(clock));
}

static Xapian::Enquire enquire_for(struct xap_db *db,
				   const Xapian::Query &query)
{
	Xapian::Enquire enquire(db->rep);

	enquire.set_query(query);
	enquire.set_weighting_scheme(shim::ineb2());
	return enquire;
}

static void take_total(struct xap_results *results, const Xapian::MSet &found)
{
	results->total = found.get_matches_estimated();
	results->exact = found.get_matches_lower_bound() ==
			 found.get_matches_upper_bound();
}

/* Of equal weight, in the order of their values. */
static void order_equals(std::vector<hit> *hits, const Xapian::Database &db,
			 Xapian::valueno slot)
{
	struct value {
		std::string text;
		hit one;
	};
	std::vector<value> equals;

	for (size_t i = 0, n; i < hits->size(); i += n) {
		n = 1;
		while (i + n < hits->size() &&
		       (*hits)[i + n].weight == (*hits)[i].weight)
			n++;
		if (n == 1)
			continue;
		equals.clear();
		for (size_t j = i; j < i + n; j++)
			equals.push_back({ db.get_document((*hits)[j].docid)
						   .get_value(slot),
					   (*hits)[j] });
		std::stable_sort(equals.begin(), equals.end(),
				 [](const value &a, const value &b) {
					 return a.text > b.text;
				 });
		for (size_t j = 0; j < n; j++)
			(*hits)[i + j] = equals[j].one;
	}
}

/* Reading the value of each match is dear, and few are as good as another: so
 * the values are read of those alone. That will not do where the page's end
 * is among equals. */
static void find_by_weight(struct xap_db *db, const struct xap_search *search,
			   Xapian::Enquire *enquire, struct xap_results *out)
{
	size_t end = (size_t)search->offset + search->limit;
	Xapian::MSet found = enquire->get_mset(0, (Xapian::doccount)end + 1,
					       search->check_at_least);

	for (auto it = found.begin(); it != found.end(); ++it)
		out->hits.push_back({ *it, it.get_weight(), 1, 0, 0 });
	if (out->hits.size() > end && end > 0 &&
	    out->hits[end].weight == out->hits[end - 1].weight) {
		out->hits.clear();
		enquire->set_sort_by_relevance_then_value(search->order_slot,
							  true);
		found = enquire->get_mset(search->offset, search->limit,
					  search->check_at_least);
		for (auto it = found.begin(); it != found.end(); ++it)
			out->hits.push_back({ *it, it.get_weight(), 1, 0, 0 });
		take_total(out, found);
		return;
	}
	take_total(out, found);
	if (out->hits.size() > end)
		out->hits.pop_back();
	order_equals(&out->hits, db->rep, search->order_slot);
	out->hits.erase(out->hits.begin(),
			out->hits.begin() +
				(ptrdiff_t)std::min<size_t>(search->offset,
							    out->hits.size()));
}

/* Likewise, where weights are multiplied. The best by weight alone say what is
 * to be reached; of all others those are looked at that could. Enquire's own
 * cutoff would tell of these alone, but from the start of a match libxapian
 * 1.4.22 loses some by it where a phrase is a side of an OR. */
static void find_scaled(struct xap_db *db, const struct xap_search *search,
			Xapian::Enquire *enquire, struct xap_results *out)
{
	size_t end = (size_t)search->offset + search->limit;
	Xapian::MSet found = enquire->get_mset(0, (Xapian::doccount)end,
					       search->check_at_least);
	shim::scaled_spy spy(db->rep, search, end);

	take_total(out, found);
	spy.take(found);
	if (found.size() == end) {
		spy.again();
		enquire->add_matchspy(&spy);
		enquire->get_mset(0, 1, db->rep.get_doccount());
	}
	std::vector<shim::scaled> best = spy.best();

	for (size_t i = search->offset; i < best.size(); i++)
		out->hits.push_back({ best[i].docid, best[i].weight,
				      best[i].factor, 0, 0 });
}

/* What the documents of a page weigh. */
static void weigh(struct xap_db *db, const struct xap_search *search,
		  std::vector<hit> *hits)
{
	auto page = std::make_shared<shim::docs>(db->rep.get_lastdocid());
	shim::docs_source source(page, 0);
	Xapian::MSet found;

	if (!search->query->traits.weighs || hits->empty())
		return;
	for (const hit &one : *hits)
		page->add(one.docid);
	found = enquire_for(db, Xapian::Query(Xapian::Query::OP_FILTER,
					      search->query->rep,
					      Xapian::Query(&source)))
			.get_mset(0, (Xapian::doccount)hits->size());
	for (auto it = found.begin(); it != found.end(); ++it) {
		for (hit &one : *hits) {
			if (one.docid == *it)
				one.weight = it.get_weight();
		}
	}
}

static void find_by_value(struct xap_db *db, const struct xap_search *search,
			  struct xap_results *out)
{
	std::vector<Xapian::docid> docids = shim::all_matches(
		db->rep, search->query->rep, search->deadline);

	out->total = (uint32_t)docids.size();
	out->exact = true;
	docids = shim::first_by_value(db->rep, std::move(docids),
				      search->order_slot,
				      search->order != XAP_BY_VALUE_ASCENDING,
				      (size_t)search->offset + search->limit,
				      search->deadline, &db->column);
	for (size_t i = search->offset; i < docids.size(); i++)
		out->hits.push_back({ docids[i], 0, 1, 0, 0 });
	weigh(db, search, &out->hits);
}

static void find(struct xap_db *db, const struct xap_search *search,
		 struct xap_results *out)
{
	shim::clock_source clock(search->deadline, STRIDE);

	if (search->limit == 0) {
		take_total(out,
			   enquire_for(db, watched(search, &clock))
				   .get_mset(0, 0, search->check_at_least));
	} else if (search->order == XAP_BY_WEIGHT &&
		   search->query->traits.weighs) {
		Xapian::Enquire enquire =
			enquire_for(db, watched(search, &clock));

		if (search->factor)
			find_scaled(db, search, &enquire, out);
		else
			find_by_weight(db, search, &enquire, out);
	} else {
		find_by_value(db, search, out);
	}
}

static void fetch_data(struct xap_results *results, const Xapian::Database &db)
{
	for (hit &one : results->hits) {
		one.data = results->data.size();
		results->data += db.get_document(one.docid).get_data();
		one.data_len = results->data.size() - one.data;
	}
}

XAP_API int xap_search(struct xap_db *db, const struct xap_search *search,
		       struct xap_results **out, struct err *err)
{
	int ret;

	*out = nullptr;
	ret = check(search, err);
	if (ret)
		return ret;
	return shim::guard_reading(db, err, [&] {
		std::unique_ptr<xap_results> results(new xap_results());

		shim::check_revision(db, search->query);
		find(db, search, results.get());
		if (search->with_data)
			fetch_data(results.get(), db->rep);
		*out = results.release();
		return 0;
	});
}

XAP_API void xap_results_free(struct xap_results *results)
{
	delete results;
}

XAP_API size_t xap_results_count(const struct xap_results *results)
{
	return results->hits.size();
}

XAP_API uint32_t xap_results_total(const struct xap_results *results)
{
	return results->total;
}

XAP_API bool xap_results_is_exact(const struct xap_results *results)
{
	return results->exact;
}

XAP_API struct xap_hit xap_results_hit(const struct xap_results *results,
				       size_t i)
{
	const hit &one = results->hits[i];
	struct xap_hit out = { one.docid, one.weight, one.factor,
			       str_make(results->data.data() + one.data,
					one.data_len) };

	return out;
}
