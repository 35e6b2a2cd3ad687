/*
 * The writer: batches that appear at once, and how one is lost.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian drops all that is pending when any change fails, and then commits
 * what is left, nothing, with success. So the first failure is kept here and
 * answers every later call. It also commits by itself, in the middle of a
 * batch, unless a transaction is open: hence no change without one. And its
 * commit never syncs the folder, without which a loss of power may take the
 * new version file and leave tables that the old one does not fit.
 */
#include "shim/handle.hh"

#include <cerrno>
#include <memory>

xap_writer::xap_writer(const std::string &path, int flags, bool throwaway_)
    : rep(path, flags), throwaway(throwaway_)
{
}

xap_writer::~xap_writer()
{
	/* libxapian's own destructor commits what is pending, unless a
	 * transaction is open, which it cancels. */
	if (!throwaway || in_batch)
		return;
	try {
		rep.begin_transaction(false);
	} catch (...) {
	}
}

/* ---- Opening ---------------------------------------------------------- */

static int check_open(const char *path, unsigned int flags, struct err *err)
{
	if (flags & ~(unsigned int)(XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY))
		return err_set(err, ERR_USAGE, "unknown flags 0x%x", flags);
	if (!(flags & XAP_WRITER_CREATE))
		return shim::check_database(path, err);
	if (shim::has_database(path))
		return err_set(err, ERR_USAGE, "there is a database already");
	return 0;
}

/* The folder, for the syncs; and a new one's name in its parent is synced
 * once, here, as no commit will. */
static int open_folder(struct xap_writer *writer, const std::string &path,
		       bool created, struct err *err)
{
	int ret = writer->folder.open(path.c_str(), err);

	if (ret || writer->throwaway || !created)
		return ret;
	ret = writer->folder.sync(err);
	return ret ? ret : writer->folder.sync_parent(err);
}

static int open_writer(const char *path, unsigned int flags,
		       struct xap_writer **out, struct err *err)
{
	bool create = flags & XAP_WRITER_CREATE;
	bool throwaway = flags & XAP_WRITER_THROWAWAY;
	int how = shim::OPEN_FLAGS;
	int ret;

	how |= create ? Xapian::DB_CREATE : Xapian::DB_OPEN;
	if (throwaway)
		how |= Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;

	std::string real = shim::resolve(path);

	ret = check_open(real.c_str(), flags, err);
	if (ret)
		return ret;

	std::unique_ptr<xap_writer> writer(
		new xap_writer(real, how, throwaway));

	ret = open_folder(writer.get(), real, create, err);
	if (ret)
		return ret;
	*out = writer.release();
	return 0;
}

XAP_API int xap_writer_open(const char *path, unsigned int flags,
			    struct xap_writer **out, struct err *err)
{
	int ret;

	*out = nullptr;
	ret = shim::guard(err,
			  [&] { return open_writer(path, flags, out, err); });
	if (ret < 0)
		err_wrap(err, "cannot open the index '%s' for writing", path);
	return ret;
}

XAP_API void xap_writer_free(struct xap_writer *writer)
{
	delete writer;
}

/* ---- Batches ---------------------------------------------------------- */

static int already_lost(const struct xap_writer *writer, struct err *err)
{
	return err_copy(err, &writer->lost);
}

/* When a change to a throw-away database fails, libxapian tries to go back to
 * the last commit, cannot, and throws that instead of the cause. Of the cause
 * the system's errno is left, if it was the system's. */
static int hidden_cause(int errnum, struct err *err) noexcept
{
	if (errnum == ENOMEM)
		return err_set(err, ERR_MEMORY, "out of memory");
	if (errnum != 0)
		return err_set_errno(err, errnum,
				     "cannot write the throw-away database");
	return err_set(err, ERR_IO,
		       "cannot write the throw-away database, and libxapian "
		       "hides why");
}

/* Runs what may lose the batch: any failure is kept in writer->lost. */
template <typename F>
static int risk(struct xap_writer *writer, struct err *err, F &&body) noexcept
{
	int ret = shim::guard(&writer->lost, [&] {
		errno = 0;
		try {
			return body();
		} catch (const Xapian::InvalidOperationError &) {
			if (!writer->throwaway)
				throw;
			return hidden_cause(errno, &writer->lost);
		}
	});

	return ret < 0 ? already_lost(writer, err) : ret;
}

/* May a change be made now? */
static int check_change(const struct xap_writer *writer, struct err *err)
{
	if (writer->lost.code)
		return already_lost(writer, err);
	if (!writer->throwaway && !writer->in_batch)
		return err_set(err, ERR_USAGE,
			       "a change without a batch to belong to");
	return 0;
}

static int check_unique(struct str unique, struct err *err)
{
	const char *fault = shim::term_fault(unique);

	return fault ? err_set(err, ERR_LIMIT, "the unique term %s", fault) : 0;
}

XAP_API int xap_writer_begin(struct xap_writer *writer, struct err *err)
{
	if (writer->lost.code)
		return already_lost(writer, err);
	if (writer->throwaway)
		return err_set(err, ERR_USAGE,
			       "a throw-away database has no batches");
	if (writer->in_batch)
		return err_set(err, ERR_USAGE, "a batch is open already");
	return risk(writer, err, [&] {
		writer->rep.begin_transaction(true);
		writer->in_batch = true;
		return 0;
	});
}

XAP_API int xap_writer_commit(struct xap_writer *writer, struct err *err)
{
	int ret = check_change(writer, err);

	if (ret)
		return ret;
	return risk(writer, err, [&] {
		writer->placed.apply(writer->rep);
		if (writer->throwaway) {
			writer->rep.commit();
			return 0;
		}
		writer->in_batch = false;
		writer->rep.commit_transaction();
		return writer->folder.sync(&writer->lost);
	});
}

/* ---- Changes ---------------------------------------------------------- */

static void place(struct xap_writer *writer, uint32_t docid,
		  const struct xap_doc *doc)
{
	writer->placed.add(docid, doc->placed);
	if (writer->placed.are_many())
		writer->placed.apply(writer->rep);
}

static void displace(struct xap_writer *writer, const std::string &unique)
{
	const Xapian::PostingIterator end = writer->rep.postlist_end(unique);
	Xapian::PostingIterator it = writer->rep.postlist_begin(unique);

	for (; it != end; ++it)
		writer->placed.remove(writer->rep, *it);
	if (writer->placed.are_many())
		writer->placed.apply(writer->rep);
}

XAP_API int xap_writer_add(struct xap_writer *writer, struct xap_doc *doc,
			   uint32_t *docid, struct err *err)
{
	int ret;

	if (docid)
		*docid = 0;
	ret = check_change(writer, err);
	if (ret)
		return ret;
	return risk(writer, err, [&] {
		uint32_t id = writer->rep.add_document(doc->rep);

		place(writer, id, doc);
		if (docid)
			*docid = id;
		return 0;
	});
}

/* A document without its unique term would be added once more by each
 * replacement, and never be found by it. */
static int check_has_term(struct xap_doc *doc, struct str term, struct err *err)
{
	return shim::guard(err, [&] {
		Xapian::TermIterator it = doc->rep.termlist_begin();

		doc->term.assign(term.p, term.len);
		it.skip_to(doc->term);
		if (it == doc->rep.termlist_end() || *it != doc->term)
			return err_set(err, ERR_USAGE,
				       "the document lacks its unique term "
				       "'%.*s'",
				       STR_ARG(term));
		return 0;
	});
}

XAP_API int xap_writer_replace(struct xap_writer *writer, struct str unique,
			       struct xap_doc *doc, uint32_t *docid,
			       struct err *err)
{
	int ret;

	if (docid)
		*docid = 0;
	ret = check_change(writer, err);
	if (!ret)
		ret = check_unique(unique, err);
	if (!ret)
		ret = check_has_term(doc, unique, err);
	if (ret)
		return ret;
	return risk(writer, err, [&] {
		const std::string name = shim::to_string(unique);

		displace(writer, name);
		uint32_t id = writer->rep.replace_document(name, doc->rep);

		place(writer, id, doc);
		if (docid)
			*docid = id;
		return 0;
	});
}

XAP_API int xap_writer_delete(struct xap_writer *writer, struct str unique,
			      struct err *err)
{
	int ret = check_change(writer, err);

	if (!ret)
		ret = check_unique(unique, err);
	if (ret)
		return ret;
	return risk(writer, err, [&] {
		const std::string name = shim::to_string(unique);

		displace(writer, name);
		writer->rep.delete_document(name);
		return 0;
	});
}

XAP_API int xap_writer_set_metadata(struct xap_writer *writer, struct str key,
				    struct str value, struct err *err)
{
	int ret = check_change(writer, err);

	if (ret)
		return ret;
	if (key.len == 0)
		return err_set(err, ERR_USAGE, "a metadata key is empty");
	if (key.len > XAP_KEY_MAX)
		return err_set(err, ERR_LIMIT,
			       "a metadata key of %zu bytes; at most %d fit",
			       key.len, XAP_KEY_MAX);
	if (value.len > XAP_DATA_MAX)
		return err_set(err, ERR_LIMIT,
			       "metadata of %zu bytes; at most %u fit",
			       value.len, XAP_DATA_MAX);
	return risk(writer, err, [&] {
		writer->rep.set_metadata(shim::to_string(key),
					 shim::to_string(value));
		return 0;
	});
}
