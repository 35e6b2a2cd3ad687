/*
 * Everything that matches, and the first of it by a value.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_ORDER_HH
#define PRESSMARK_SHIM_ORDER_HH

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "base/deadline.h"

namespace shim
{

/* The documents that match, rising. Throws late when the deadline is past. */
std::vector<Xapian::docid> all_matches(const Xapian::Database &db,
				       const Xapian::Query &query,
				       struct deadline deadline);

/* A short value, so that comparing these compares values by their bytes. */
struct short_value {
	/* Up to 15 bytes, big-endian, and their number in the last. */
	uint64_t high = 0, low = 0;

	static constexpr size_t MOST = 15;

	short_value() = default;
	explicit short_value(const std::string &value);

	bool operator<(const short_value &other) const
	{
		return high != other.high ? high < other.high : low < other.low;
	}
};

/* The values of a slot by docid, kept from one search to the next. */
struct value_column {
	Xapian::valueno slot = Xapian::BAD_VALUENO;
	Xapian::rev revision = 0;
	std::vector<short_value> values;
};

/* Of documents (rising), the first `most` by the value of a slot, by bytes; of
 * equals the lower docid. Reads the slot's values of these alone, or, where
 * they are many and the values short, those of all into *column, to have them
 * the next time. */
std::vector<Xapian::docid>
first_by_value(const Xapian::Database &db, std::vector<Xapian::docid> docids,
	       Xapian::valueno slot, bool highest_first, size_t most,
	       struct deadline deadline, value_column *column);

} // namespace shim

#endif
