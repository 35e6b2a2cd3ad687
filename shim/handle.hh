/*
 * What is behind the opaque handles of xap.h, and what the shim's files share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Handles hold their C++ members by value and are made with new, given back
 * with delete. Nothing here is static: no Xapian object may be shared by two
 * threads, not even Query::MatchAll.
 */
#ifndef PRESSMARK_SHIM_HANDLE_HH
#define PRESSMARK_SHIM_HANDLE_HH

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "shim/clock.hh"
#include "shim/docs.hh"
#include "shim/frequencies.hh"
#include "shim/guard.hh"
#include "shim/order.hh"
#include "shim/path.hh"
#include "shim/placed.hh"
#include "shim/sum.hh"
#include "shim/together.hh"
#include "shim/xap.h"

/* xap.h speaks of 32 bits; a libxapian built with 64-bit ids needs another
 * interface, not conversions. */
static_assert(sizeof(Xapian::docid) == sizeof(uint32_t), "32-bit docids");
static_assert(sizeof(Xapian::termcount) == sizeof(uint32_t), "32-bit counts");
static_assert(sizeof(Xapian::termpos) == sizeof(uint32_t), "32-bit positions");
static_assert(sizeof(Xapian::valueno) == sizeof(uint32_t), "32-bit slots");

struct xap_db {
	Xapian::Database rep;
	shim::value_column column; /* of the slot that was ordered by last */
	shim::kept_prefixes prefixes;
	shim::kept_from from;
	std::shared_ptr<shim::lengths> lengths;
	shim::kept_frequencies<&Xapian::Database::get_termfreq> documents;
	shim::kept_frequencies<&Xapian::Database::get_collection_freq>
		occurrences;

	explicit xap_db(const std::string &path);
	explicit xap_db(const Xapian::Database &other);
};

struct xap_doc {
	Xapian::Document rep;
	std::string term; /* room for one term, used again and again */
	shim::placed_terms placed;
};

struct xap_writer {
	Xapian::WritableDatabase rep;
	shim::folder folder; /* of the database, for syncing it */
	bool throwaway;
	bool in_batch = false;
	struct err lost = ERR_INIT;  /* why nothing can be written any more */
	shim::placed_changes placed; /* of the batch */

	xap_writer(const std::string &path, int flags, bool throwaway);
	~xap_writer();
};

namespace shim
{

/* What is known of a query besides what it is. */
struct traits {
	bool is_slow = false; /* in looking at a single candidate */
	bool weighs = false;  /* its matches may differ in weight */
	/* Of the database as it was when documents of it were listed; 0: none
	 * were. Of two different ones: NO_REVISION. */
	Xapian::rev revision = 0;
	double factor =
		0; /* of a term that is scaled; 0: it is something else */
	bool is_narrow = false; /* what it weighs may match more */
};

constexpr Xapian::rev NO_REVISION = ~Xapian::rev(0);

} // namespace shim

struct xap_query {
	Xapian::Query rep;
	/* The same without posting sources: its terms, */
	Xapian::Query plain;
	/* and what it weighs in a SYNONYM, which cannot hold such sources. */
	Xapian::Query weight;
	shim::traits traits;
};

struct xap_queries {
	/* What the queries point to, and a deque does not move its elements. */
	std::deque<shim::docs_source> sources;
	std::deque<shim::sum_source> sums;
	std::deque<shim::together_source> together;
	std::deque<xap_query> made;
	struct deadline deadline = { 0 };
	/* What looks at the deadline; they point to it too, */
	std::unique_ptr<shim::clock_source> clock;
	shim::never_source never; /* and to this */

	~xap_queries();
};

namespace shim
{

/* Reads and stubs of other kinds are never wanted: a stub that names itself
 * makes libxapian recurse until the stack ends. */
constexpr int OPEN_FLAGS = Xapian::DB_BACKEND_GLASS;

/* So often a reader reopens and repeats before it gives up. A database that
 * lost power at the wrong moment fails like this for ever, so there must be
 * a bound. */
constexpr int REPEATS = 3;

inline std::string to_string(struct str s)
{
	return s.len ? std::string(s.p, s.len) : std::string();
}

/* A copy for the caller, who frees it with xap_free; NUL-terminated. */
int hand_out(const std::string &s, char **out, size_t *out_len,
	     struct err *err) noexcept;

/* Why libxapian could not store this term, or NULL when it can. */
const char *term_fault(struct str term) noexcept;

/* Runs the body of a function that reads and has no effect before it is done:
 * when the database has moved on, goes to its last commit and starts over. */
template <typename F>
int guard_reading(struct xap_db *db, struct err *err, F &&body) noexcept
{
	return guard(err, [&] {
		for (int tries = 0;; tries++) {
			try {
				if (tries > 0)
					db->rep.reopen();
				return body();
			} catch (const Xapian::DatabaseModifiedError &) {
				if (tries == REPEATS)
					throw;
			}
		}
	});
}

/* Documents that were listed when the query was made may be others now: the
 * caller starts over. */
inline void check_revision(struct xap_db *db, const struct xap_query *query)
{
	Xapian::rev revision = query->traits.revision;

	if (revision && revision != db->rep.get_revision())
		throw Xapian::DatabaseModifiedError("the database moved on");
}

} // namespace shim

#endif
