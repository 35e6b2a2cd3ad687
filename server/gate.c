/*
 * The gate: which requests are answered at all.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/gate.h"

#include <string.h>

static const struct gate_verdict bad_method = {
	405, "method", "only GET, HEAD and OPTIONS are answered"
};
static const struct gate_verdict bad_version = {
	505, "version", "only HTTP/1.0 and HTTP/1.1 are spoken"
};
static const struct gate_verdict long_target = { 414, "url_too_long",
						 "the URL is too long" };
static const struct gate_verdict long_head = { 431, "head_too_large",
					       "the head is too large" };
static const struct gate_verdict bad_host = {
	400, "bad_request", "there is to be one header 'Host', with a host"
};
static const struct gate_verdict has_body = { 400, "bad_request",
					      "a request is to have no body" };
static const struct gate_verdict bad_header = { 400, "bad_request",
						"a header is malformed" };

/* RFC 9110, 5.6.2. */
static bool is_token(struct str s)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || (c && strchr(others, c))))
			return false;
	}
	return s.len > 0;
}

/* RFC 9110, 5.5: no control characters but tabs. */
static bool is_field_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* A name or an address with a port: nothing that separates, or means
 * something in a URL. */
static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c <= ' ' || c == 0x7f || strchr("/?#@\\,<>\"'", c))
			return false;
	}
	return s.len > 0 && s.len <= 260;
}

static const struct gate_verdict *check_header(const struct gate_header *h,
					       size_t *hosts)
{
	static const char *const refused[] = { "Transfer-Encoding", "Expect" };

	if (!is_token(h->name) || !is_field_value(h->value))
		return &bad_header;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (str_eq_nocase(h->name, str_of(refused[i])))
			return &has_body;
	}
	if (str_eq_nocase(h->name, STR("Content-Length")) &&
	    !str_eq(h->value, STR("0")))
		return &has_body;
	if (str_eq_nocase(h->name, STR("Host"))) {
		++*hosts;
		if (!is_host(h->value))
			return &bad_host;
	}
	return NULL;
}

const struct gate_verdict *gate_check(const struct gate_head *head)
{
	bool is_old = str_eq(head->version, STR("HTTP/1.0"));
	size_t bytes = 0, hosts = 0;

	if (!is_old && !str_eq(head->version, STR("HTTP/1.1")))
		return &bad_version;
	if (head->target.len > LIMIT_HTTP_TARGET)
		return &long_target;
	if (head->header_count > LIMIT_HTTP_HEADERS)
		return &long_head;
	for (size_t i = 0; i < head->header_count; i++) {
		const struct gate_header *h = &head->headers[i];
		const struct gate_verdict *bad = check_header(h, &hosts);

		bytes += h->name.len + h->value.len + 4;
		if (bytes > LIMIT_HTTP_HEAD)
			return &long_head;
		if (bad)
			return bad;
	}
	if (hosts > 1 || (hosts == 0 && !is_old))
		return &bad_host;
	if (!str_eq(head->method, STR("GET")) &&
	    !str_eq(head->method, STR("HEAD")) &&
	    !str_eq(head->method, STR("OPTIONS")))
		return &bad_method;
	return NULL;
}

struct str gate_header(const struct gate_head *head, const char *name)
{
	struct str found = STR("");
	size_t count = 0;

	for (size_t i = 0; i < head->header_count; i++) {
		if (str_eq_nocase(head->headers[i].name, str_of(name))) {
			found = head->headers[i].value;
			count++;
		}
	}
	return count == 1 ? found : STR("");
}

struct str gate_last(const struct gate_head *head, const char *name)
{
	struct str found = STR("");

	for (size_t i = 0; i < head->header_count; i++) {
		if (str_eq_nocase(head->headers[i].name, str_of(name)))
			found = head->headers[i].value;
	}
	for (size_t i = found.len; i-- > 0;) {
		if (found.p[i] == ',')
			return str_trim(str_skip(found, i + 1));
	}
	return str_trim(found);
}
