/*
 * How long documents are, kept from one match to the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/lengths.hh"

#include "shim/clock.hh"

namespace shim
{

/* So many documents are looked at between two looks at the clock. */
static constexpr size_t LOOK = 1024;

/* Where one in so many documents is asked for, all are read. */
static constexpr double MANY = 8;

void lengths::read(struct deadline deadline)
{
	auto end = db_.postlist_end("");
	size_t count = 0;

	all_.assign(size_t(db_.get_lastdocid()) + 1, 0);
	densities_.assign(SHORT, 0);
	for (auto it = db_.postlist_begin(""); it != end; ++it) {
		if (count++ % LOOK == 0 && deadline_is_past(&deadline))
			throw late();
		all_[*it] = it.get_doclength();
	}
	is_read_ = true;
}

void lengths::use(const Xapian::Database &db, double wanted,
		  struct deadline deadline)
{
	bool is_known = is_read_ && revision_ == db.get_revision();

	db_ = db;
	if (is_known)
		return;
	is_read_ = false;
	revision_ = db.get_revision();
	average_ = db.get_avlength();
	if (may_keep_ && wanted * MANY >= db.get_doccount())
		read(deadline);
}

} // namespace shim
