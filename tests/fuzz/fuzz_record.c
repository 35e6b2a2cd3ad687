/*
 * Fuzzes records: whatever stands in one, it is refused, or can be shown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/lines.h"
#include "text/record.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a result page would show; asan looks on. */
static unsigned int read_all(const struct record *r)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < r->section_count; i++) {
		const struct record_section *s = &r->sections[i];

		if (s->start >= r->text.len ||
		    (i && s->start < r->sections[i - 1].start))
			abort();
		for (size_t j = 0; j < s->title.len; j++)
			sum += (unsigned char)s->title.p[j];
		for (size_t j = 0; j < s->anchor.len; j++)
			sum += (unsigned char)s->anchor.p[j];
	}
	for (size_t i = 0; i < 8; i++)
		sum += lines_at(r->lines, r->text, r->text.len * i / 8);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static volatile unsigned int sum;
	struct arena arena = ARENA_INIT(16u << 20);
	struct buf again = BUF_INIT;
	struct err err = ERR_INIT;
	struct record r, other;
	int ret = record_decode(str_make((const char *)data, size), &arena, &r,
				&err);

	if (ret == 0) {
		sum += read_all(&r);
		/* The same, whatever it was told by. */
		record_encode(&r, &again);
		if (record_decode(buf_view(&again), &arena, &other, &err) ||
		    other.section_count != r.section_count ||
		    !str_eq(other.text, r.text))
			abort();
	}
	buf_release(&again);
	arena_release(&arena);
	return 0;
}
