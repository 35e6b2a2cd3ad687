/*
 * Where words are in documents: the chunks of positions, read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <new>

void shim::throw_fault(const struct err &err)
{
	if (err.code == ERR_MEMORY)
		throw std::bad_alloc();
	throw Xapian::DatabaseCorruptError(err.message);
}

void shim::throw_damage()
{
	struct err err = ERR_INIT;

	positions_damaged(&err);
	shim::throw_fault(err);
}

static std::string key_of(const std::string &term, uint32_t docid)
{
	struct buf key = BUF_INIT;
	struct err err = ERR_INIT;

	positions_key(str_make(term.data(), term.size()), docid, &key);
	int ret = buf_check(&key, &err);
	std::string made = shim::to_string(buf_view(&key));
	buf_release(&key);
	if (ret)
		shim::throw_fault(err);
	return made;
}

shim::chunk_cursor::chunk_cursor(const Xapian::Database &db)
    : db_(db), it_(db_.metadata_keys_begin(POSITIONS_KEYS)),
      end_(db_.metadata_keys_end(POSITIONS_KEYS))
{
}

bool shim::chunk_cursor::find(const std::string &wanted, uint32_t wanted_docid)
{
	struct str name;

	if (it_ == end_)
		return false;
	it_.skip_to(key_of(wanted, wanted_docid));
	if (it_ == end_)
		return false;
	key = *it_;
	if (!positions_key_read(str_make(key.data(), key.size()), &name,
				&docid))
		throw_damage();
	term.assign(name.p, name.len);
	bytes = db_.get_metadata(key);
	return true;
}

/* Is the reader at the entry of this document? */
bool shim::position_cursor::find(uint32_t docid)
{
	const struct str term = str_make(term_.data(), term_.size());

	if (is_over_)
		return false;
	if (docid > last_) {
		is_over_ = !chunk_.find(term_, docid);
		if (is_over_)
			return false;
		positions_open(&reader_, str_make(chunk_.bytes.data(),
						  chunk_.bytes.size()));
		has_term_ = positions_find_term(&reader_, term);
		last_ = chunk_.term == term_ ? chunk_.docid : UINT32_MAX;
	}
	bool is_found = has_term_ && positions_find(&reader_, docid);
	if (reader_.bad)
		throw_damage();
	return is_found;
}

void shim::position_cursor::read(uint32_t docid, uint32_t until, positions *out)
{
	struct err err = ERR_INIT;

	out->count = 0;
	if (find(docid) && positions_read(&reader_, until, out, &err))
		throw_fault(err);
}
