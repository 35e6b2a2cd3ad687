/*
 * Requests: what is asked for, taken from the target of a request line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/request.h"

#include <string.h>

#include "base/hex.h"
#include "server/accept.h"

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	}
	return false;
}

static int decode(struct str text, struct arena *arena, struct str *out,
		  struct err *err)
{
	char *p = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	if (!p)
		return arena_check(arena, err);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];

		if (c == '%') {
			int high = i + 1 < text.len ? hex_value(text.p[i + 1])
						    : -1;
			int low = i + 2 < text.len ? hex_value(text.p[i + 2])
						   : -1;

			if (high < 0 || low < 0)
				return err_set(err, ERR_INPUT,
					       "a '%%' in the query string is "
					       "not followed by two "
					       "hexadecimal digits");
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		p[len++] = c;
	}
	*out = str_make(p, len);
	return 0;
}

static int add_param(struct str text, struct arena *arena, struct request *out,
		     struct err *err)
{
	size_t end = str_find(text, '=');
	struct request_param *param;
	int ret;

	if (text.len == 0)
		return 0;
	if (out->param_count == LIMIT_HTTP_PARAMETERS)
		return err_set(err, ERR_INPUT, "more than %d parameters",
			       LIMIT_HTTP_PARAMETERS);
	param = &out->params[out->param_count++];
	ret = decode(str_head(text, end), arena, &param->name, err);
	if (!ret)
		ret = decode(str_skip(text, end + 1), arena, &param->value,
			     err);
	if (!ret && (param->name.len == 0 || has_control(param->name)))
		return err_set(err, ERR_INPUT, "a parameter has no name");
	return ret;
}

int request_parse(struct str target, struct arena *arena, struct request *out,
		  struct err *err)
{
	size_t end = str_find(target, '?');
	struct str rest = str_skip(target, end + 1);

	memset(out, 0, sizeof(*out));
	out->path = str_head(target, end);
	if (target.len > LIMIT_HTTP_TARGET)
		return err_set(err, ERR_LIMIT, "a URL has at most %d bytes",
			       LIMIT_HTTP_TARGET);
	if (!str_starts(target, STR("/")) || has_control(target))
		return err_set(err, ERR_INPUT, "this is no path of a URL");
	while (rest.len) {
		size_t len = str_find(rest, '&');
		int ret = add_param(str_head(rest, len), arena, out, err);

		if (ret)
			return ret;
		rest = str_skip(rest, len + 1);
	}
	return 0;
}

const struct str *request_param(const struct request *r, const char *name)
{
	for (size_t i = 0; i < r->param_count; i++) {
		if (str_eq(r->params[i].name, str_of(name)))
			return &r->params[i].value;
	}
	return NULL;
}

int request_number(const struct request *r, const char *name,
		   unsigned int least, unsigned int most, unsigned int *out,
		   struct err *err)
{
	const struct str *value = request_param(r, name);
	unsigned int n = 0;
	bool is_number;

	if (!value)
		return 0;
	is_number = value->len > 0 && value->len < 8;
	for (size_t i = 0; i < value->len && is_number; i++) {
		is_number = value->p[i] >= '0' && value->p[i] <= '9';
		n = n * 10 + (unsigned int)(value->p[i] - '0');
	}
	if (!is_number || n < least || n > most)
		return err_set(err, ERR_USAGE,
			       "parameter '%s' is a number from %u to %u", name,
			       least, most);
	*out = n;
	return 0;
}

int request_flag(const struct request *r, const char *name, bool *out,
		 struct err *err)
{
	const struct str *value = request_param(r, name);

	if (!value)
		return 0;
	*out = str_eq(*value, STR("1")) || str_eq(*value, STR("true"));
	if (!*out && !str_eq(*value, STR("0")) && !str_eq(*value, STR("false")))
		return err_set(err, ERR_USAGE, "parameter '%s' is 1 or 0",
			       name);
	return 0;
}

static bool is_among(struct str name, const char *const *names)
{
	for (; *names; names++) {
		if (str_eq(name, str_of(*names)))
			return true;
	}
	return false;
}

int request_check(const struct request *r, const char *const *names, bool only,
		  struct err *err)
{
	for (size_t i = 0; i < r->param_count; i++) {
		struct str name = r->params[i].name;

		if (!is_among(name, names)) {
			if (only)
				return err_set(err, ERR_USAGE,
					       "there is no parameter '%.*s' "
					       "here",
					       STR_ARG(name));
			continue;
		}
		for (size_t n = 0; n < i; n++) {
			if (str_eq(name, r->params[n].name))
				return err_set(err, ERR_USAGE,
					       "parameter '%.*s' is given "
					       "twice",
					       STR_ARG(name));
		}
	}
	return 0;
}

void request_name(const struct request *r, bool is_ordered, struct buf *out)
{
	const struct request_param *sorted[LIMIT_HTTP_PARAMETERS];

	for (size_t i = 0; i < r->param_count; i++) {
		size_t at = i;

		while (!is_ordered && at > 0 &&
		       str_cmp(sorted[at - 1]->name, r->params[i].name) > 0) {
			sorted[at] = sorted[at - 1];
			at--;
		}
		sorted[at] = &r->params[i];
	}
	buf_add_field(out, r->path);
	for (size_t i = 0; i < r->param_count; i++) {
		buf_add_field(out, sorted[i]->name);
		buf_add_field(out, sorted[i]->value);
	}
	if (r->wants_text)
		buf_add_char(out, 't');
	else
		buf_add_varint(out, r->language);
}

bool request_takes_gzip(struct str value)
{
	return accept_takes(value, STR("gzip"));
}

bool request_wants_text(struct str value)
{
	return accept_takes(value, STR("text/plain")) &&
	       !accept_takes(value, STR("text/html"));
}
