/*
 * Where words are in documents: the chunks of positions, read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_SHIM_POSITIONS_HH
#define PRESSMARK_SHIM_POSITIONS_HH

#include <cstdint>
#include <string>

#include <xapian.h>

#include "text/positions.h"

namespace shim
{

/* Throws what an err of text/positions.h says. */
[[noreturn]] void throw_fault(const struct err &err);

/* Throws that positions are damaged. */
[[noreturn]] void throw_damage();

/* Positions that are read, given back at the end. */
struct positions_list : positions {
	positions_list() : positions{}
	{
	}
	positions_list(positions_list &&other) noexcept : positions(other)
	{
		static_cast<positions &>(other) = {};
	}
	positions_list(const positions_list &) = delete;
	positions_list &operator=(const positions_list &) = delete;
	~positions_list()
	{
		positions_release(this);
	}
};

/* Goes from chunk to chunk. */
class chunk_cursor
{
      public:
	explicit chunk_cursor(const Xapian::Database &db);

	/* Goes to the chunk that has this entry, if one does; not back. False
	 * behind the last one. */
	bool find(const std::string &term, uint32_t docid);

	/* Of the chunk: its key, the last entry that may be in it, and the
	 * bytes, as long as the cursor stays there. */
	std::string key, bytes;
	std::string term;
	uint32_t docid = 0;

      private:
	Xapian::Database db_;
	Xapian::TermIterator it_, end_;
};

/* Goes through the documents that have positions of a term. Those that are
 * passed over are hardly looked at, and whole chunks of them not at all. */
class position_cursor
{
      public:
	position_cursor(const Xapian::Database &db, const std::string &term)
	    : chunk_(db), term_(term)
	{
	}

	/* Reads the positions in this document, which is not before the last
	 * one that was asked for; none where it has none. Those up to `until`,
	 * and perhaps some beyond. */
	void read(uint32_t docid, uint32_t until, positions *out);

      private:
	bool find(uint32_t docid);

	chunk_cursor chunk_;
	std::string term_;
	struct positions_reader reader_;
	uint32_t last_ = 0;	/* that can be in the chunk; 0: there is none */
	bool has_term_ = false; /* the chunk */
	bool is_over_ = false;
};

} // namespace shim

#endif
