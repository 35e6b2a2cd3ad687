/*
 * Opening a database for reading, and what it tells in one answer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <cstdio>
#include <cstring>

xap_db::xap_db(const std::string &path)
    : rep(path, shim::OPEN_FLAGS),
      lengths(std::make_shared<shim::lengths>(true)), documents(true),
      occurrences(true)
{
}

xap_db::xap_db(const Xapian::Database &other)
    : rep(other), lengths(std::make_shared<shim::lengths>(false)),
      documents(false), occurrences(false)
{
}

/* A commit between the reading of the version file and that of the tables
 * makes a fresh opening fail too. */
static int open_repeatedly(const std::string &path, struct xap_db **out)
{
	for (int tries = 0;; tries++) {
		try {
			*out = new xap_db(path);
			return 0;
		} catch (const Xapian::DatabaseModifiedError &) {
			if (tries == shim::REPEATS)
				throw;
		}
	}
}

XAP_API int xap_db_open(const char *path, struct xap_db **out, struct err *err)
{
	int ret;

	*out = nullptr;
	ret = shim::guard(err, [&] {
		std::string real = shim::resolve(path);
		int code = shim::check_database(real.c_str(), err);

		return code ? code : open_repeatedly(real, out);
	});
	if (ret < 0)
		err_wrap(err, "cannot open the index '%s'", path);
	return ret;
}

XAP_API int xap_writer_view(struct xap_writer *writer, struct xap_db **out,
			    struct err *err)
{
	*out = nullptr;
	if (writer->lost.code)
		return err_copy(err, &writer->lost);
	return shim::guard(err, [&] {
		*out = new xap_db(writer->rep);
		return 0;
	});
}

XAP_API void xap_db_free(struct xap_db *db)
{
	delete db;
}

XAP_API int xap_db_reopen(struct xap_db *db, bool *changed, struct err *err)
{
	if (changed)
		*changed = false;
	return shim::guard_reading(db, err, [&] {
		bool moved = db->rep.reopen();

		if (changed)
			*changed = moved;
		return 0;
	});
}

/* Databases that are remote, or several, do not tell. */
static uint64_t revision(const Xapian::Database &db)
{
	try {
		return db.get_revision();
	} catch (const Xapian::UnimplementedError &) {
		return 0;
	} catch (const Xapian::InvalidOperationError &) {
		return 0;
	}
}

XAP_API int xap_db_info(struct xap_db *db, struct xap_db_info *out,
			struct err *err)
{
	std::memset(out, 0, sizeof(*out));
	return shim::guard_reading(db, err, [&] {
		struct xap_db_info info = {};
		std::string uuid = db->rep.get_uuid();

		info.documents = db->rep.get_doccount();
		info.last_docid = db->rep.get_lastdocid();
		info.average_length = db->rep.get_avlength();
		info.revision = revision(db->rep);
		std::snprintf(info.uuid, sizeof(info.uuid), "%s", uuid.c_str());
		*out = info;
		return 0;
	});
}

XAP_API int xap_db_metadata(struct xap_db *db, struct str key, char **out,
			    size_t *out_len, struct err *err)
{
	*out = nullptr;
	*out_len = 0;
	if (key.len == 0)
		return err_set(err, ERR_USAGE, "a metadata key is empty");
	return shim::guard_reading(db, err, [&] {
		std::string value;

		if (key.len <= XAP_KEY_MAX)
			value = db->rep.get_metadata(shim::to_string(key));
		return shim::hand_out(value, out, out_len, err);
	});
}

/* What one of them tells of a term. */
template <typename T>
static int tell(struct xap_db *db, T &frequencies, struct str term,
		uint32_t *out, struct err *err)
{
	*out = 0;
	/* What cannot be stored is in no document; to libxapian the empty
	 * term would mean all of them. */
	if (shim::term_fault(term))
		return 0;
	return shim::guard_reading(db, err, [&] {
		*out = frequencies.get(db->rep, shim::to_string(term));
		return 0;
	});
}

XAP_API int xap_db_term_frequency(struct xap_db *db, struct str term,
				  uint32_t *out, struct err *err)
{
	return tell(db, db->documents, term, out, err);
}

XAP_API int xap_db_term_occurrences(struct xap_db *db, struct str term,
				    uint32_t *out, struct err *err)
{
	return tell(db, db->occurrences, term, out, err);
}

XAP_API int xap_db_value_bounds(struct xap_db *db, uint32_t slot, char **low,
				size_t *low_len, char **high, size_t *high_len,
				struct err *err)
{
	int ret;

	*low = *high = nullptr;
	*low_len = *high_len = 0;
	if (slot == Xapian::BAD_VALUENO)
		return err_set(err, ERR_USAGE, "there is no such slot");
	ret = shim::guard_reading(db, err, [&] {
		std::string min = db->rep.get_value_lower_bound(slot);
		std::string max = db->rep.get_value_upper_bound(slot);
		int code = shim::hand_out(min, low, low_len, err);

		return code ? code : shim::hand_out(max, high, high_len, err);
	});
	if (ret < 0) {
		xap_free(*low);
		*low = nullptr;
		*low_len = 0;
	}
	return ret;
}

XAP_API int xap_db_data(struct xap_db *db, uint32_t docid, char **out,
			size_t *out_len, struct err *err)
{
	*out = nullptr;
	*out_len = 0;
	if (docid == 0)
		return XAP_NOTFOUND;
	return shim::guard_reading(db, err, [&] {
		try {
			return shim::hand_out(
				db->rep.get_document(docid).get_data(), out,
				out_len, err);
		} catch (const Xapian::DocNotFoundError &) {
			return XAP_NOTFOUND;
		}
	});
}

/* The number of faults that libxapian's check counts; one that it throws at is
 * reported in *err. When no system call failed, it was the data. */
static int count_faults(const std::string &path, size_t *out, struct err *err)
{
	try {
		*out = Xapian::Database::check(path);
		return 0;
	} catch (const Xapian::DatabaseOpeningError &) {
		throw;
	} catch (const Xapian::DatabaseError &e) {
		if (e.get_error_string())
			throw;
		return err_set(err, ERR_CORRUPT, "%s", e.get_msg().c_str());
	}
}

XAP_API int xap_check(const char *path, struct err *err)
{
	int ret = shim::guard(err, [&] {
		std::string real = shim::resolve(path);
		int code = shim::check_database(real.c_str(), err);
		size_t faults = 0;

		if (!code)
			code = count_faults(real, &faults, err);
		if (!code && faults)
			code = err_set(err, ERR_CORRUPT, "%zu faults", faults);
		return code;
	});

	if (ret < 0)
		err_wrap(err, "the index '%s' fails its check", path);
	return ret;
}
