/*
 * Addresses: what makes URLs of one article equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For `url:` and `link:` queries, where people paste what their browser shows.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_ADDRESS_H
#define PRESSMARK_TEXT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* The length of "scheme:" at the front of a URL (RFC 3986, 3.1), or 0. */
size_t address_scheme(struct str url);

/* Takes a URL of the web apart, "https://host/path", "http:" or nothing before
 * its "//". The host is without user and default port; the path is all that
 * is behind, and may be empty. False when it is no such URL. */
bool address_split(struct str url, struct str *host, struct str *path);

/* A URL without query and fragment, and blanks around it. */
struct str address_page(struct str url);

/* Appends a path with its percent-encoding undone (RFC 3986, 2.1), but for the
 * characters in `kept` and what is no encoding. May give any bytes. */
void address_decode(struct str path, const char *kept, struct buf *out);

/* Appends the path of a URL as the index has it: without scheme and host,
 * query and fragment, slashes at both ends and an index.html at its end;
 * percent-decoded where that gives UTF-8 without control characters. The front
 * page is "/". */
void address_key(struct str url, struct buf *out);

/* Appends what a link leads to as the index has it: a page of the site, whose
 * host is empty, as a '/' and its address_key; another page as its host in
 * lower case and that; with an empty path, that host alone. The front page of
 * a host ends in '/'. */
void address_link(struct str host, struct str path, struct buf *out);

/* What stands in the index for such a page: itself, but elsewhere without a
 * last part that looks like a hash (7 and more hex digits, among them letters
 * and 0 to 9), "github.com/a/b/commit". Changelogs hold myriads of these. */
struct str address_indexed(struct str link);

#endif
