/*
 * Searching: one page of hits, fetched whole.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Enquire::set_time_limit is not for us: it does not stop a match, and its
 * timer may write into a stack frame that is gone. clock.hh is what does.
 */
#include "shim/handle.hh"

#include <memory>

namespace
{

struct hit {
	uint32_t docid;
	double weight;
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

/* Comparisons that are false for NaN too. */
static bool is_valid(const struct xap_bm25 *bm25)
{
	return bm25->k1 >= 0 && bm25->k3 >= 0 && bm25->b >= 0 && bm25->b <= 1 &&
	       bm25->min_length > 0 && bm25->min_length <= 1;
}

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
	if (!is_valid(&search->bm25))
		return err_set(err, ERR_USAGE, "BM25's parameters are wrong");
	return 0;
}

/* Beside the whole query stands a clock that is asked each time that its
 * matches have come so many documents further: too seldom to cost anything. */
static constexpr Xapian::docid STRIDE = 256;

static void set_up(Xapian::Enquire *enquire, const struct xap_search *search,
		   shim::clock_source *clock)
{
	const struct xap_bm25 *p = &search->bm25;

	if (search->deadline.at_ns)
		enquire->set_query(Xapian::Query(Xapian::Query::OP_AND_MAYBE,
						 search->query->rep,
						 Xapian::Query(clock)));
	else
		enquire->set_query(search->query->rep);
	enquire->set_weighting_scheme(
		Xapian::BM25Weight(p->k1, 0, p->k3, p->b, p->min_length));
	switch (search->order) {
	case XAP_BY_WEIGHT:
		enquire->set_sort_by_relevance_then_value(search->order_slot,
							  true);
		break;
	case XAP_BY_VALUE_DESCENDING:
		enquire->set_sort_by_value_then_relevance(search->order_slot,
							  true);
		break;
	case XAP_BY_VALUE_ASCENDING:
		enquire->set_sort_by_value_then_relevance(search->order_slot,
							  false);
		break;
	}
}

static void take(struct xap_results *results, const Xapian::MSet &found,
		 bool with_data)
{
	results->hits.clear();
	results->data.clear();
	results->hits.reserve(found.size());
	for (auto it = found.begin(); it != found.end(); ++it) {
		hit one = { *it, it.get_weight(), results->data.size(), 0 };

		if (with_data) {
			results->data += it.get_document().get_data();
			one.data_len = results->data.size() - one.data;
		}
		results->hits.push_back(one);
	}
	results->total = found.get_matches_estimated();
	results->exact = found.get_matches_lower_bound() ==
			 found.get_matches_upper_bound();
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
		shim::clock_source clock(search->deadline, STRIDE);
		Xapian::Enquire enquire(db->rep);

		set_up(&enquire, search, &clock);
		take(results.get(),
		     enquire.get_mset(search->offset, search->limit,
				      search->check_at_least),
		     search->with_data);
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
	struct xap_hit out = { one.docid, one.weight,
			       str_make(results->data.data() + one.data,
					one.data_len) };

	return out;
}
