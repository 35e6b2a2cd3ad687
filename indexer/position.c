/*
 * Lines and columns in a text, counted once as a reader goes along.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/position.h"

void position_move(struct position *position, const char *to)
{
	for (; position->p < to; position->p++) {
		if (*position->p == '\n') {
			position->line++;
			position->column = 1;
		} else if (((unsigned char)*position->p & 0xc0) != 0x80) {
			position->column++;
		}
	}
}
