/*
 * Positions on their way into a database: of a document, and of a batch.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_PLACED_HH
#define PRESSMARK_SHIM_PLACED_HH

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "base/str.h"
#include "text/positions.h"

namespace shim
{

/* The terms of a document that have positions, and these, encoded. */
struct placed_terms {
	struct placed {
		size_t term, list, end; /* where they begin in the bytes */
	};
	std::vector<placed> terms;
	std::string bytes;

	void add(struct str term, const uint32_t *positions, size_t count);
	void clear();
};

/* What a batch changes, kept until it is brought into the chunks in one sweep,
 * in their order: so that each is changed once, whatever the order in which
 * documents come. */
class placed_changes
{
      public:
	/* A new document, or one whose positions were removed before. */
	void add(uint32_t docid, const placed_terms &placed);

	/* Nothing of this document's is to stay. */
	void remove(const Xapian::Database &db, uint32_t docid);

	/* So many that they should be brought in before there are more. */
	bool are_many() const;

	/* Brings them in, and forgets them. */
	void apply(Xapian::WritableDatabase &db);

      private:
	struct change {
		size_t term, list, end; /* where they begin in the bytes */
		uint32_t docid;
	};

	struct str term_of(const change &c) const
	{
		return str_make(bytes_.data() + c.term, c.list - c.term);
	}
	bool is_before(const change &a, const change &b) const;
	void sort();
	std::vector<struct positions_change> in_order();

	std::vector<change> changes_;
	std::string bytes_;
};

} // namespace shim

#endif
