/*
 * Heading ids, as GitHub and the generators that follow it make them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/anchor.h"

#include "base/utf8.h"

#include <unicase.h>
#include <unictype.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_kept(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		       (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
		       c == ' ';
	return uc_is_property_alphabetic(c) ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M |
							   UC_CATEGORY_MASK_Nd |
							   UC_CATEGORY_MASK_Pc);
}

/* What is kept of the lower-cased heading, in place; the new length. */
static size_t sift(char *p, size_t len)
{
	size_t kept = 0;

	for (size_t at = 0; at < len;) {
		uint32_t c;
		size_t n = utf8_decode(p + at, len - at, &c);

		if (n && is_kept(c)) {
			memmove(p + kept, p + at, n);
			if (c == ' ')
				p[kept] = '-';
			kept += n;
		}
		at += n ? n : 1;
	}
	return kept;
}

static int make_slug(struct str heading, struct arena *arena, struct str *out,
		     struct err *err)
{
	size_t len = 0;
	uint8_t *lower;
	struct str slug;

	if (heading.len == 0) {
		*out = str_make("", 0);
		return 0;
	}
	/* Without a language: ids do not depend on the reader's. */
	lower = u8_tolower((const uint8_t *)heading.p, heading.len, "", NULL,
			   NULL, &len);
	if (!lower)
		return err_set(err, ERR_MEMORY, "out of memory");
	slug = str_make((char *)lower, sift((char *)lower, len));
	*out = arena_copy(arena, slug);
	free(lower);
	return arena_check(arena, err);
}

int anchor_next(struct anchors *anchors, enum site_preset preset,
		struct str plain, struct str raw, struct arena *arena,
		struct str *out, struct err *err)
{
	struct str slug, id;
	struct map_entry *entry;
	uintptr_t count;
	char suffix[24];
	int ret = make_slug(plain, arena, &slug, err);

	if (ret < 0)
		return ret;
	(void)preset;
	(void)raw;
	entry = map_put(&anchors->seen, slug, err);
	if (!entry)
		return err->code;
	count = entry->value++;
	*out = slug;
	if (count == 0)
		return 0;
	/* "a-1" may have been a heading of its own. */
	for (;;) {
		char *p;
		int n = snprintf(suffix, sizeof(suffix), "-%ju",
				 (uintmax_t)count);

		id.len = slug.len + (size_t)n;
		p = arena_alloc(arena, id.len + 1);
		if (!p)
			return arena_check(arena, err);
		if (slug.len)
			memcpy(p, slug.p, slug.len);
		memcpy(p + slug.len, suffix, (size_t)n);
		id.p = p;
		if (!map_get(&anchors->seen, id))
			break;
		count++;
	}
	entry = map_get(&anchors->seen, slug);
	entry->value = count + 1;
	entry = map_put(&anchors->seen, id, err);
	if (!entry)
		return err->code;
	entry->value = 1;
	*out = id;
	return 0;
}

void anchors_release(struct anchors *anchors)
{
	map_release(&anchors->seen);
}
