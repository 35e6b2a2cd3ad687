/*
 * The best of what matches by weights that a value of each document multiplies.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/scaled.hh"

#include <algorithm>

namespace shim
{

/* A product may be so much larger than its parts, rounded, say. */
static constexpr double SURE = 1 - 1e-9;

bool scaled::operator<(const scaled &other) const
{
	double left = weight * factor, right = other.weight * other.factor;

	if (left < right || right < left)
		return left > right;
	if (value != other.value)
		return value > other.value;
	return docid < other.docid;
}

scaled_spy::scaled_spy(const Xapian::Database &db,
		       const struct xap_search *search, size_t most)
    : db_(db), search_(search), most_(most),
      end_(db.valuestream_end(search->order_slot))
{
}

void scaled_spy::add(Xapian::docid docid, double weight)
{
	scaled one = { docid, weight, 1, std::string() };

	/* Reading values is dear, and few can be among the best. */
	if (weight * search_->most < least_)
		return;
	if (values_ != end_)
		values_.skip_to(docid);
	if (values_ != end_ && values_.get_docid() == docid)
		one.value = *values_;
	one.factor = search_->factor(
		str_make(one.value.data(), one.value.size()), search_->payload);
	if (kept_.size() == most_) {
		if (!(one < kept_.front()))
			return;
		std::pop_heap(kept_.begin(), kept_.end());
		kept_.pop_back();
	}
	kept_.push_back(std::move(one));
	std::push_heap(kept_.begin(), kept_.end());
	if (kept_.size() == most_)
		least_ = std::max(least_, kept_.front().weight *
						  kept_.front().factor * SURE);
}

void scaled_spy::take(const Xapian::MSet &found)
{
	std::vector<std::pair<Xapian::docid, double>> all;

	for (auto it = found.begin(); it != found.end(); ++it)
		all.emplace_back(*it, it.get_weight());
	std::sort(all.begin(), all.end());
	values_ = db_.valuestream_begin(search_->order_slot);
	for (const auto &one : all)
		add(one.first, one.second);
}

void scaled_spy::again()
{
	kept_.clear();
	values_ = db_.valuestream_begin(search_->order_slot);
}

void scaled_spy::operator()(const Xapian::Document &doc, double weight)
{
	add(doc.get_docid(), weight);
}

std::vector<scaled> scaled_spy::best()
{
	std::sort_heap(kept_.begin(), kept_.end());
	return std::move(kept_);
}

} // namespace shim
