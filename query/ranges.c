/*
 * Ranges of a field's values: 3..5, >=4, <2, 2025-06.., >=7d.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/ranges.h"

#include <math.h>
#include <stdlib.h>

#include "query/dates.h"

/* More digits say nothing more. */
#define NUMBER_BYTES 64

static void skip_digits(struct str s, size_t *at, bool *has)
{
	*has = false;
	while (*at < s.len && s.p[*at] >= '0' && s.p[*at] <= '9') {
		++*at;
		*has = true;
	}
}

static void skip_sign(struct str s, size_t *at)
{
	if (*at < s.len && (s.p[*at] == '-' || s.p[*at] == '+'))
		++*at;
}

bool ranges_number(struct str value, double *out)
{
	char copy[NUMBER_BYTES + 1];
	size_t at = 0;
	bool has;

	if (value.len > NUMBER_BYTES)
		return false;
	skip_sign(value, &at);
	skip_digits(value, &at, &has);
	if (has && at < value.len && value.p[at] == '.') {
		at++;
		skip_digits(value, &at, &has);
	}
	if (has && at < value.len && (value.p[at] | 0x20) == 'e') {
		at++;
		skip_sign(value, &at);
		skip_digits(value, &at, &has);
	}
	if (!has || at < value.len)
		return false;
	memcpy(copy, value.p, value.len);
	copy[value.len] = '\0';
	*out = strtod(copy, NULL);
	return isfinite(*out);
}

/* The ends of a range as they are written; empty for none. */
struct ends {
	struct str low, high;
	bool without_low, without_high; /* they are not included */
};

static bool split(struct str s, struct ends *out)
{
	bool is_included;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i + 1 < s.len; i++) {
		if (s.p[i] == '.' && s.p[i + 1] == '.') {
			out->low = str_head(s, i);
			out->high = str_skip(s, i + 2);
			return out->low.len || out->high.len;
		}
	}
	if (s.len < 2 || (s.p[0] != '<' && s.p[0] != '>'))
		return false;
	is_included = s.p[1] == '=';
	if (s.p[0] == '>') {
		out->low = str_skip(s, 1 + is_included);
		out->without_low = !is_included;
	} else {
		out->high = str_skip(s, 1 + is_included);
		out->without_high = !is_included;
	}
	return out->low.len || out->high.len;
}

static bool read_numbers(const struct ends *ends, struct query_node *node)
{
	double low = -HUGE_VAL, high = HUGE_VAL;

	if ((ends->low.len && !ranges_number(ends->low, &low)) ||
	    (ends->high.len && !ranges_number(ends->high, &high)))
		return false;
	if (ends->without_low)
		low = nextafter(low, HUGE_VAL);
	if (ends->without_high)
		high = nextafter(high, -HUGE_VAL);
	node->low = low <= high ? low : high;
	node->high = low <= high ? high : low;
	return true;
}

bool ranges_read(struct str value, int64_t today, struct query_node *node)
{
	struct query_node found = { .low = 1, .first_day = 1 };
	bool has_numbers, has_days;
	struct ends ends;

	if (!split(value, &ends))
		return false;
	has_numbers = read_numbers(&ends, &found);
	has_days = dates_read(value, DATES_ON, today, &found.first_day,
			      &found.last_day);
	if (!has_numbers && !has_days)
		return false;
	node->text = has_numbers ? value : str_make(NULL, 0);
	node->low = found.low;
	node->high = found.high;
	node->first_day = found.first_day;
	node->last_day = found.last_day;
	return true;
}

void ranges_print(const struct query_node *node, struct buf *out)
{
	if (node->low <= node->high)
		buf_add_str(out, node->text);
	else
		dates_print_range(node->first_day, node->last_day, out);
}
