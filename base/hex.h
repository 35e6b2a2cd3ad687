/*
 * Hexadecimal digits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_BASE_HEX_H
#define PRESSMARK_BASE_HEX_H

/* The value of a digit in either case, 0 to 15, or -1. */
static inline int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
