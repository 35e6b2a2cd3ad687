/*
 * Addresses: what makes URLs of one article equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/address.h"

#include <string.h>

#include "base/hex.h"
#include "base/utf8.h"

/* Bytes of a hash, as git shortens it. */
#define HASH_MIN 7

size_t address_scheme(struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = (char)(url.p[i] | 0x20);

		if (url.p[i] == ':')
			return i > 0 ? i + 1 : 0;
		if ((c < 'a' || c > 'z') &&
		    (i == 0 || !((url.p[i] >= '0' && url.p[i] <= '9') ||
				 strchr("+-.", url.p[i]))))
			return 0;
	}
	return 0;
}

/* RFC 3986, 3.2: "user@host:port" without the user and a port that is the
 * scheme's own. */
static struct str plain_host(struct str authority, bool is_secure)
{
	struct str port = is_secure ? STR(":443") : STR(":80");
	size_t at;

	while ((at = str_find(authority, '@')) < authority.len)
		authority = str_skip(authority, at + 1);
	if (str_ends(authority, port))
		authority.len -= port.len;
	else if (str_ends(authority, STR(":")))
		authority.len--;
	return authority;
}

bool address_split(struct str url, struct str *host, struct str *path)
{
	size_t length = str_starts(url, STR("https:")) ? STR("https:").len
						       : address_scheme(url);
	size_t end = 0;
	struct str scheme = str_head(url, length), rest = str_skip(url, length);
	bool is_plain = str_eq_nocase(scheme, STR("http:"));

	if (!str_starts(rest, STR("//")) ||
	    (length > 0 && !is_plain && !str_eq_nocase(scheme, STR("https:"))))
		return false;
	rest = str_skip(rest, 2);
	while (end < rest.len && rest.p[end] != '/' && rest.p[end] != '?' &&
	       rest.p[end] != '#')
		end++;
	*host = plain_host(str_head(rest, end), !is_plain);
	*path = str_skip(rest, end);
	return true;
}

struct str address_page(struct str url)
{
	url = str_head(url, str_find(url, '#'));
	return str_trim(str_head(url, str_find(url, '?')));
}

/* Behind "https://host" or "//host"; a path stays as it is. */
static struct str without_host(struct str url)
{
	size_t colon = str_find(url, ':');
	struct str rest = url;

	if (str_starts(str_skip(url, colon), STR("://")) &&
	    str_find(url, '/') > colon)
		rest = str_skip(url, colon + 1);
	if (!str_starts(rest, STR("//")))
		return url;
	rest = str_skip(rest, 2);
	return str_skip(rest, str_find(rest, '/'));
}

static struct str without_ends(struct str path)
{
	static const struct str index = STR_INIT("index.html");

	path = address_page(path);
	if (str_ends(path, index) &&
	    (path.len == index.len || path.p[path.len - index.len - 1] == '/'))
		path.len -= index.len;
	while (str_starts(path, STR("/")))
		path = str_skip(path, 1);
	while (str_ends(path, STR("/")))
		path.len--;
	return path;
}

void address_decode(struct str path, const char *kept, struct buf *out)
{
	for (size_t i = 0; i < path.len; i++) {
		int high = -1, low = -1;
		char c = path.p[i];

		if (c == '%' && i + 2 < path.len) {
			high = hex_value(path.p[i + 1]);
			low = hex_value(path.p[i + 2]);
		}
		if (high >= 0 && low >= 0 &&
		    !memchr(kept, high * 16 + low, strlen(kept))) {
			c = (char)(high * 16 + low);
			i += 2;
		}
		buf_add_char(out, c);
	}
}

static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	}
	return utf8_invalid(s) == s.len;
}

/* The path of a URL without host. */
static void add_path(struct str path, struct buf *out)
{
	size_t start = out->len;

	path = without_ends(path);
	if (path.len == 0) {
		buf_add_char(out, '/');
		return;
	}
	if (str_find(path, '%') == path.len) {
		buf_add_str(out, path);
		return;
	}
	address_decode(path, "", out);
	if (out->failed || is_text(str_skip(buf_view(out), start)))
		return;
	out->len = start;
	buf_add_str(out, path);
}

void address_key(struct str url, struct buf *out)
{
	add_path(without_host(url), out);
}

void address_link(struct str host, struct str path, struct buf *out)
{
	size_t start;

	buf_add_lower(out, host);
	if (host.len && path.len == 0)
		return;
	buf_add_char(out, '/');
	start = out->len;
	add_path(path, out);
	if (str_eq(str_skip(buf_view(out), start), STR("/")))
		out->len--;
}

static bool is_hash(struct str name)
{
	bool has_digit = false, has_letter = false;

	for (size_t i = 0; i < name.len; i++) {
		int value = hex_value(name.p[i]);

		if (value < 0)
			return false;
		has_digit = has_digit || value < 10;
		has_letter = has_letter || value >= 10;
	}
	return name.len >= HASH_MIN && has_digit && has_letter;
}

struct str address_indexed(struct str link)
{
	size_t at = link.len;

	while (at > 0 && link.p[at - 1] != '/')
		at--;
	if (at > 1 && link.p[0] != '/' && is_hash(str_skip(link, at)))
		return str_head(link, at - 1);
	return link;
}
