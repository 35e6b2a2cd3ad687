/*
 * How long documents are, kept from one match to the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/lengths.hh"

#include <algorithm>

#include "shim/clock.hh"

namespace shim
{

/* So many documents are looked at between two looks at the clock. */
static constexpr size_t LOOK = 1024;

/* To read a length costs as much as knowing it saves in some matches: where as
 * many were asked for as so many times all, all are read. The one search of a
 * command asks for fewer. */
static constexpr double PAYS = 2;

void lengths::read(struct deadline deadline)
{
	auto end = db_.postlist_end("");
	size_t count = 0;

	all_.assign(size_t(db_.get_lastdocid()) + 1, 0);
	densities_.assign(SHORT, 0);
	for (auto it = db_.postlist_begin(""); it != end; ++it) {
		if (count++ % LOOK == 0 && deadline_is_past(&deadline))
			throw late();
		length_of(*it) = it.get_doclength();
	}
	is_read_ = true;
}

void lengths::use(const Xapian::Database &db, double wanted,
		  struct deadline deadline)
{
	db_ = db;
	if (!may_keep_ || revision_ != db.get_revision()) {
		is_read_ = false;
		revision_ = db.get_revision();
		wanted_ = 0;
		average_ = db.get_avlength();
		highest_ = ineb2_density(
			average_, std::max(db.get_doclength_lower_bound(), 1u));
	}
	wanted_ += wanted;
	if (may_keep_ && !is_read_ && wanted_ >= PAYS * db.get_doccount())
		read(deadline);
}

} // namespace shim
