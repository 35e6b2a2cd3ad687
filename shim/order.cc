/*
 * Everything that matches, and the first of it by a value.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian asks for the value of each match as it comes, by a virtual call, a
 * document object and a string: some ten times what this costs.
 */
#include "shim/order.hh"

#include <algorithm>

#include "shim/clock.hh"

namespace shim
{

/* So many documents are looked at between two looks at the clock. */
static constexpr size_t LOOK = 1024;

/* Of one in so many documents or more, the values of all are read. */
static constexpr size_t MANY = 8;

namespace
{

class collector : public Xapian::MatchSpy
{
      public:
	explicit collector(struct deadline deadline) : deadline_(deadline)
	{
	}

	std::vector<Xapian::docid> docids;

	void operator()(const Xapian::Document &doc, double) override
	{
		if (docids.size() % LOOK == 0 && deadline_is_past(&deadline_))
			throw late();
		docids.push_back(doc.get_docid());
	}

      private:
	struct deadline deadline_;
};

template <typename T> struct keyed {
	T key;
	Xapian::docid docid;
};

} // namespace

std::vector<Xapian::docid> all_matches(const Xapian::Database &db,
				       const Xapian::Query &query,
				       struct deadline deadline)
{
	collector found(deadline);
	Xapian::Enquire enquire(db);

	/* Without weights what only adds some is not looked at. */
	enquire.set_query(
		Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, 0));
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.add_matchspy(&found);
	enquire.get_mset(0, 0, db.get_doccount());
	return std::move(found.docids);
}

short_value::short_value(const std::string &value)
{
	for (size_t i = 0; i < value.size() && i < MOST; i++) {
		uint64_t byte = (unsigned char)value[i];

		(i < 8 ? high : low) |= byte << (56 - 8 * (i % 8));
	}
	low |= std::min(value.size(), MOST);
}

template <typename T>
static std::vector<Xapian::docid> first_of(std::vector<keyed<T>> *all,
					   bool highest_first, size_t most)
{
	auto is_before = [=](const keyed<T> &a, const keyed<T> &b) {
		if (a.key < b.key || b.key < a.key)
			return a.key < b.key ? !highest_first : highest_first;
		return a.docid < b.docid;
	};
	std::vector<Xapian::docid> first;

	most = std::min(most, all->size());
	std::partial_sort(all->begin(), all->begin() + (ptrdiff_t)most,
			  all->end(), is_before);
	first.reserve(most);
	for (size_t i = 0; i < most; i++)
		first.push_back((*all)[i].docid);
	return first;
}

/* False when a value is too long. */
static bool read_column(const Xapian::Database &db, Xapian::valueno slot,
			struct deadline deadline, value_column *column)
{
	auto end = db.valuestream_end(slot);
	size_t count = 0;

	column->slot = Xapian::BAD_VALUENO;
	column->values.assign(db.get_lastdocid() + 1, short_value());
	for (auto it = db.valuestream_begin(slot); it != end; ++it) {
		const std::string value = *it;

		if (count++ % LOOK == 0 && deadline_is_past(&deadline))
			throw late();
		if (value.size() > short_value::MOST)
			return false;
		column->values[it.get_docid()] = short_value(value);
	}
	column->slot = slot;
	column->revision = db.get_revision();
	return true;
}

static bool has_column(const Xapian::Database &db, size_t docids,
		       Xapian::valueno slot, struct deadline deadline,
		       value_column *column)
{
	if (column->slot == slot && column->revision == db.get_revision())
		return true;
	return docids >= db.get_doccount() / MANY &&
	       db.get_value_upper_bound(slot).size() <= short_value::MOST &&
	       read_column(db, slot, deadline, column);
}

std::vector<Xapian::docid>
first_by_value(const Xapian::Database &db, std::vector<Xapian::docid> docids,
	       Xapian::valueno slot, bool highest_first, size_t most,
	       struct deadline deadline, value_column *column)
{
	std::vector<keyed<std::string>> by_string;
	auto it = db.valuestream_begin(slot), end = db.valuestream_end(slot);

	if (has_column(db, docids.size(), slot, deadline, column)) {
		std::vector<keyed<short_value>> by_short;

		by_short.reserve(docids.size());
		for (Xapian::docid did : docids)
			by_short.push_back({ column->values[did], did });
		return first_of(&by_short, highest_first, most);
	}
	by_string.reserve(docids.size());
	for (Xapian::docid did : docids) {
		if (by_string.size() % LOOK == 0 && deadline_is_past(&deadline))
			throw late();
		if (it != end)
			it.skip_to(did);
		by_string.push_back({ it != end && it.get_docid() == did
					      ? *it
					      : std::string(),
				      did });
	}
	return first_of(&by_string, highest_first, most);
}

} // namespace shim
