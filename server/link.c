/*
 * Links: where another search is that differs from a request in one thing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/link.h"

/* RFC 3986, 2.3. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

static void add_encoded(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_unreserved(text.p[i]))
			buf_add_char(out, text.p[i]);
		else if (text.p[i] == ' ')
			buf_add_char(out, '+');
		else
			buf_printf(out, "%%%02X", (unsigned char)text.p[i]);
	}
}

static void add_param(struct str name, struct str value, struct buf *out)
{
	buf_add_char(out, out->len ? '&' : '?');
	add_encoded(name, out);
	buf_add_char(out, '=');
	add_encoded(value, out);
}

/* Is a parameter of the request in the link too? */
static bool stays(const struct request_param *param, enum link_change change,
		  struct str name, struct str value)
{
	if (param->value.len == 0 || str_eq(param->name, STR("offset")))
		return false;
	if (str_eq(name, STR("q")) && str_eq(param->name, STR("as_typed")))
		return false;
	if (!str_eq(param->name, name) || change == LINK_ADD)
		return true;
	return change == LINK_DROP && !str_eq(param->value, value);
}

struct str link_make(const struct request *request, enum link_change change,
		     const char *name, struct str value, struct buf *buf)
{
	size_t count = 0;

	buf_clear(buf);
	for (size_t i = 0; i < request->param_count; i++) {
		const struct request_param *param = &request->params[i];

		if (!stays(param, change, str_of(name), value))
			continue;
		add_param(param->name, param->value, buf);
		count++;
	}
	if (change != LINK_DROP && value.len) {
		add_param(str_of(name), value, buf);
		count++;
	}
	if (count == 0)
		buf_add_str(buf, STR("./"));
	if (count > LIMIT_HTTP_PARAMETERS || buf->len >= LIMIT_HTTP_TARGET / 2)
		buf_clear(buf);
	return buf_view(buf);
}

struct str link_same(const struct request *request, struct buf *buf)
{
	buf_clear(buf);
	for (size_t i = 0; i < request->param_count; i++)
		add_param(request->params[i].name, request->params[i].value,
			  buf);
	return buf_view(buf);
}

bool link_has(const struct request *request, const char *name, struct str value)
{
	for (size_t i = 0; i < request->param_count; i++) {
		if (str_eq(request->params[i].name, str_of(name)) &&
		    str_eq(request->params[i].value, value))
			return true;
	}
	return false;
}

bool link_is_path(struct str url)
{
	return str_starts(url, STR("/")) && !str_starts(url, STR("//"));
}
