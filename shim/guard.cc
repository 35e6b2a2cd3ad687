/*
 * The exception barrier: exceptions become codes and one message.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/guard.hh"

#include <exception>
#include <new>

#include <cctype>
#include <cstring>

#include <xapian.h>

#include "base/str.h"
#include "base/utf8.h"
#include "shim/clock.hh"

namespace
{

/* So much of what libxapian says fits, with the rest, into an err. */
constexpr size_t SAID_MAX = 320;

/* The system's reason, which libxapian keeps apart; it allocates to tell. */
const char *reason(const Xapian::Error &e) noexcept
{
	try {
		return e.get_error_string();
	} catch (...) {
		return nullptr;
	}
}

/* What libxapian says, in the manner of our messages: without the context
 * and the punctuation of get_description(), the class at the end. */
int report(struct err *err, enum err_code code, const Xapian::Error &e) noexcept
{
	const std::string &msg = e.get_msg();
	struct str said = utf8_head(str_make(msg.data(), msg.size()), SAID_MAX);
	const char *why = reason(e);
	char first[2] = "";

	if (why && msg.find(why) != std::string::npos)
		why = nullptr;
	/* "Unable to" becomes "unable to"; "DB_CREATE" and "EOF" stay. */
	if (said.len > 1 && std::isupper((unsigned char)said.p[0]) &&
	    !std::isupper((unsigned char)said.p[1])) {
		first[0] = (char)std::tolower((unsigned char)said.p[0]);
		said = str_skip(said, 1);
	}
	return err_set(err, code, "%s%.*s%s%.100s (%s)", first, STR_ARG(said),
		       why ? ": " : "", why ? why : "", e.get_type());
}

/* A lock that is held is worth another try; one that the system does not give
 * (permission, descriptors, file system) is not. libxapian has one class for
 * both, and only the message tells them apart. */
enum err_code lock_code(const Xapian::DatabaseLockError &e) noexcept
{
	struct str msg = str_of(e.get_msg().c_str());

	return str_ends(msg, STR_INIT("already locked")) ? ERR_LOCKED : ERR_IO;
}

/* A table that ends before it should is damaged, though libxapian speaks of it
 * as of a failing disk. */
enum err_code read_code(const Xapian::DatabaseError &e) noexcept
{
	struct str msg = str_of(e.get_msg().c_str());

	return str_starts(msg, STR_INIT("EOF ")) ? ERR_CORRUPT : ERR_IO;
}

} // namespace

int shim::fold(struct err *err) noexcept
{
	/* Derived classes before their bases. */
	try {
		throw;
	} catch (const shim::late &) {
		return err_set(err, ERR_DEADLINE, "time is up");
	} catch (const Xapian::DatabaseLockError &e) {
		return report(err, lock_code(e), e);
	} catch (const Xapian::DatabaseVersionError &e) {
		return report(err, ERR_FORMAT, e);
	} catch (const Xapian::DatabaseNotFoundError &e) {
		return report(err, ERR_NOINDEX, e);
	} catch (const Xapian::DatabaseCorruptError &e) {
		return report(err, ERR_CORRUPT, e);
	} catch (const Xapian::DatabaseModifiedError &e) {
		return report(err, ERR_STALE, e);
	} catch (const Xapian::DatabaseError &e) {
		return report(err, read_code(e), e);
	} catch (const Xapian::NetworkError &e) {
		return report(err, ERR_IO, e);
	} catch (const Xapian::RangeError &e) {
		/* A number in a table that does not fit where it must: what
		 * callers hand over is checked before. */
		return report(err, ERR_CORRUPT, e);
	} catch (const Xapian::SerialisationError &e) {
		return report(err, ERR_CORRUPT, e);
	} catch (const Xapian::InvalidArgumentError &e) {
		return report(err, ERR_USAGE, e);
	} catch (const Xapian::InvalidOperationError &e) {
		return report(err, ERR_USAGE, e);
	} catch (const Xapian::DocNotFoundError &e) {
		return report(err, ERR_USAGE, e);
	} catch (const Xapian::Error &e) {
		return report(err, ERR_BUG, e);
	} catch (const std::bad_alloc &) {
		return err_set(err, ERR_MEMORY, "out of memory");
	} catch (const std::exception &e) {
		return err_set(err, ERR_BUG, "unexpected C++ exception: %.200s",
			       e.what());
	} catch (...) {
		return err_set(err, ERR_BUG, "unexpected C++ exception");
	}
}
