/*
 * Positions on their way into a database: of a document, and of a batch.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/placed.hh"

#include <algorithm>
#include <utility>

#include "shim/handle.hh"

/* What changes may take of memory, in bytes. */
static constexpr size_t MANY_BYTES = 32u << 20;

/* ---- Of a document ------------------------------------------------------ */

void shim::placed_terms::add(struct str term, const uint32_t *positions,
			     size_t count)
{
	struct buf list = BUF_INIT;
	struct err err = ERR_INIT;
	placed one = { bytes.size(), bytes.size() + term.len, 0 };

	positions_encode(positions, count, &list);
	if (buf_check(&list, &err)) {
		buf_release(&list);
		throw_fault(err);
	}
	bytes.append(term.p, term.len);
	bytes.append(list.p, list.len);
	buf_release(&list);
	one.end = bytes.size();
	terms.push_back(one);
}

void shim::placed_terms::clear()
{
	terms.clear();
	bytes.clear();
}

/* ---- Of a batch --------------------------------------------------------- */

void shim::placed_changes::add(uint32_t docid, const placed_terms &placed)
{
	const size_t start = bytes_.size();

	bytes_.append(placed.bytes);
	for (const placed_terms::placed &p : placed.terms)
		changes_.push_back({ start + p.term, start + p.list,
				     start + p.end, docid });
}

/* Which of its terms have positions only the chunks know. Those that have none
 * cost a look at a chunk that is looked at for others, mostly. */
void shim::placed_changes::remove(const Xapian::Database &db, uint32_t docid)
{
	const Xapian::TermIterator end = db.termlist_end(docid);

	for (Xapian::TermIterator it = db.termlist_begin(docid); it != end;
	     ++it) {
		const std::string term = *it;
		const size_t start = bytes_.size();

		bytes_.append(term);
		changes_.push_back(
			{ start, bytes_.size(), bytes_.size(), docid });
	}
}

bool shim::placed_changes::are_many() const
{
	return bytes_.size() + changes_.size() * sizeof(change) > MANY_BYTES;
}

bool shim::placed_changes::is_before(const change &a, const change &b) const
{
	int order = str_cmp(term_of(a), term_of(b));

	return order ? order < 0 : a.docid < b.docid;
}

/* In the order of the chunks; of several of one entry the last one is what
 * counts. */
std::vector<struct positions_change> shim::placed_changes::in_order()
{
	std::vector<struct positions_change> ordered;

	std::stable_sort(changes_.begin(), changes_.end(),
			 [this](const change &a, const change &b) {
				 return is_before(a, b);
			 });
	ordered.reserve(changes_.size());
	for (size_t i = 0; i < changes_.size(); i++) {
		const change &c = changes_[i];

		if (i + 1 < changes_.size() && !is_before(c, changes_[i + 1]))
			continue;
		ordered.push_back(
			{ term_of(c), c.docid,
			  str_make(bytes_.data() + c.list, c.end - c.list) });
	}
	return ordered;
}

using chunks = std::vector<std::pair<std::string, std::string>>;

extern "C" {
static int take_chunk(struct str key, struct str bytes, void *payload,
		      struct err *err)
{
	return shim::guard(err, [&] {
		static_cast<chunks *>(payload)->emplace_back(
			shim::to_string(key), shim::to_string(bytes));
		return 0;
	});
}
}

/* What becomes of a chunk (empty: of none). */
static chunks edit(const std::string &bytes,
		   const struct positions_change *changes, size_t count)
{
	chunks made;
	struct err err = ERR_INIT;

	if (positions_edit(str_make(bytes.data(), bytes.size()), changes, count,
			   take_chunk, &made, &err))
		shim::throw_fault(err);
	return made;
}

/* How many of the changes are of entries that this chunk may have. */
static size_t count_of(const shim::chunk_cursor &chunk,
		       const std::vector<struct positions_change> &changes,
		       size_t from)
{
	const struct str last = str_make(chunk.term.data(), chunk.term.size());

	return static_cast<size_t>(
		std::upper_bound(
			changes.begin() + from, changes.end(), chunk.docid,
			[&](uint32_t docid,
			    const struct positions_change &change) {
				int order = str_cmp(last, change.term);

				return order ? order < 0 : docid < change.docid;
			}) -
		(changes.begin() + from));
}

static void replace(Xapian::WritableDatabase &db,
		    const shim::chunk_cursor &chunk, const chunks &made)
{
	/* Else what is behind the chunk would be written over. */
	if (!made.empty() && made.back().first > chunk.key)
		shim::throw_damage();
	if (made.size() == 1 && made[0].first == chunk.key &&
	    made[0].second == chunk.bytes)
		return;
	if (made.empty() || made.back().first != chunk.key)
		db.set_metadata(chunk.key, std::string());
	for (const auto &one : made)
		db.set_metadata(one.first, one.second);
}

void shim::placed_changes::apply(Xapian::WritableDatabase &db)
{
	const std::vector<struct positions_change> changes = in_order();
	shim::chunk_cursor chunk(db);
	size_t done = 0;

	while (done < changes.size()) {
		const struct positions_change &next = changes[done];
		size_t count = changes.size() - done;

		if (chunk.find(to_string(next.term), next.docid)) {
			count = count_of(chunk, changes, done);
			/* Its key is behind that of the next one, and what it
			 * says is not. */
			if (count == 0)
				throw_damage();
			replace(db, chunk,
				edit(chunk.bytes, &changes[done], count));
		} else {
			for (const auto &one :
			     edit(std::string(), &next, count))
				db.set_metadata(one.first, one.second);
		}
		done += count;
	}
	changes_.clear();
	bytes_.clear();
}
