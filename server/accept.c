/*
 * Accept: what a client says it takes, and how gladly.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/accept.h"

/* Of "0.25" (RFC 9110, 12.4.2). */
static unsigned int read_weight(struct str text)
{
	unsigned int weight, unit = ACCEPT_MOST;

	if (text.len == 0 || (text.p[0] != '0' && text.p[0] != '1'))
		return 0;
	weight = text.p[0] == '1' ? unit : 0;
	for (size_t i = 2; i < text.len && text.p[1] == '.'; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return 0;
		unit /= 10;
		weight += unit * (unsigned int)(text.p[i] - '0');
	}
	return weight > ACCEPT_MOST ? ACCEPT_MOST : weight;
}

/* Off the front of a text, up to a separator, which goes too. */
static struct str take(struct str *text, char separator)
{
	struct str part = str_head(*text, str_find(*text, separator));

	*text = str_skip(*text, part.len + 1);
	return str_trim(part);
}

bool accept_next(struct str *list, struct accept_value *out)
{
	struct str value;

	if (list->len == 0)
		return false;
	value = take(list, ',');
	out->name = take(&value, ';');
	out->weight = ACCEPT_MOST;
	while (value.len) {
		struct str weight = take(&value, ';');

		if (str_eq_nocase(take(&weight, '='), STR("q")))
			out->weight = read_weight(weight);
	}
	return true;
}

bool accept_takes(struct str list, struct str name)
{
	struct accept_value value;

	while (accept_next(&list, &value)) {
		if (str_eq_nocase(value.name, name))
			return value.weight > 0;
	}
	return false;
}
