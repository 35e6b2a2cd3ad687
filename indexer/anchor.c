/*
 * Heading ids, as each generator makes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/anchor.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/url_slug.h"

#include <unicase.h>
#include <unictype.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A '-' in code, which no typography touches. */
#define CODE_DASH '\1'

/* What becomes of "--" outside code before anything else. */
enum dashes {
	DASHES_STAY,
	DASHES_KRAMDOWN, /* "---", then "--", become one and are dropped */
	DASHES_PAIR,	 /* exactly "--" does */
};

struct rules {
	bool is_raw; /* starts from the Markdown */
	enum dashes dashes;
	bool (*keeps)(uint32_t c);    /* besides '-' */
	bool (*is_space)(uint32_t c); /* becomes '-' */
	bool in_context;	      /* a Σ at the end of a word becomes ς */
	bool trims;
	const char *empty;  /* what is left of nothing */
	bool counts_alone;  /* "-1" even if another heading is called so */
	bool has_custom;    /* {#id} */
	bool takes_custom;  /* and no other heading may have that id */
	bool cuts_end_dash; /* one */
};

/* Go's unicode.IsLetter and IsDigit, and '_': no marks, no Roman numerals. */
static bool is_letter(uint32_t c)
{
	return c == '_' || uc_is_general_category_withtable(
				   c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nd);
}

/* Rust's char::is_alphanumeric, and '_'. */
static bool is_alphanumeric(uint32_t c)
{
	return c == '_' || uc_is_property_alphabetic(c) ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_N);
}

static bool is_space(uint32_t c)
{
	return c == ' ';
}

static bool is_space_or_tab(uint32_t c)
{
	return c == ' ' || c == '\t';
}

static bool is_white_space(uint32_t c)
{
	return uc_is_property_white_space(c);
}

/* The rows of the contract (docs/articles.md). The generic preset and the
 * generators that add no ids themselves have GitHub's. */
static const struct rules rules[SITE_PRESETS] = {
	[SITE_GENERIC] = { .keeps = slug_is_word,
			   .is_space = is_space,
			   .in_context = true,
			   .empty = "",
			   .has_custom = true },
	[SITE_JEKYLL] = { .dashes = DASHES_KRAMDOWN,
			  .keeps = slug_is_word,
			  .is_space = is_space_or_tab,
			  .empty = "",
			  .counts_alone = true,
			  .has_custom = true },
	[SITE_HUGO] = { .is_raw = true,
			.keeps = is_letter,
			.is_space = is_space,
			.trims = true,
			.empty = "heading",
			.has_custom = true,
			.takes_custom = true },
	[SITE_ELEVENTY] = { .keeps = slug_is_word,
			    .is_space = is_space,
			    .in_context = true,
			    .empty = "",
			    .has_custom = true },
	[SITE_ZOLA] = { .keeps = is_alphanumeric,
			.is_space = is_space,
			.trims = true,
			.empty = "",
			.has_custom = true,
			.takes_custom = true },
	[SITE_ASTRO] = { .dashes = DASHES_PAIR,
			 .keeps = slug_is_word,
			 .is_space = is_space,
			 .in_context = true,
			 .empty = "",
			 .cuts_end_dash = true },
	[SITE_DOCUSAURUS] = { .keeps = slug_is_word,
			      .is_space = is_space,
			      .in_context = true,
			      .empty = "",
			      .has_custom = true },
	[SITE_MDBOOK] = { .keeps = is_alphanumeric,
			  .in_context = true,
			  .is_space = is_white_space,
			  .trims = true,
			  .empty = "section",
			  .counts_alone = true,
			  .has_custom = true },
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts what stands in braces at the end of a heading, as {#id .class}, off
 * its text; returns what is between the braces. */
static struct str cut_attributes(struct str *text)
{
	struct str s = *text, inside;
	size_t at;

	while (s.len > 0 && is_blank(s.p[s.len - 1]))
		s.len--;
	if (!str_ends(s, STR("}")))
		return str_make(NULL, 0);
	for (at = s.len - 1; at > 0 && s.p[at] != '{';)
		at--;
	if (s.p[at] != '{')
		return str_make(NULL, 0);
	inside = str_trim(str_make(s.p + at + 1, s.len - at - 2));
	if (inside.len == 0 || !strchr("#.:", inside.p[0]))
		return str_make(NULL, 0);
	s.len = at;
	if (str_ends(s, STR("\\")))
		s.len--;
	while (s.len > 0 && is_blank(s.p[s.len - 1]))
		s.len--;
	*text = s;
	return inside;
}

/* The id among attributes, ": #id .class" or "#id key=value"; empty when
 * there is none. */
static struct str find_id(struct str attributes)
{
	if (str_starts(attributes, STR(":")))
		attributes = str_skip(attributes, 1);
	while (attributes.len > 0) {
		size_t end = 0;

		while (end < attributes.len && !is_blank(attributes.p[end]))
			end++;
		if (end > 1 && attributes.p[0] == '#')
			return str_make(attributes.p + 1, end - 1);
		attributes = str_skip(attributes, end + 1);
	}
	return str_make(NULL, 0);
}

/* The length of a reference to a footnote, "[^name]", at the front, or 0. */
static size_t footnote_length(struct str s)
{
	size_t end;

	if (!str_starts(s, STR("[^")))
		return 0;
	end = str_find(s, ']');
	for (size_t i = 0; i < end; i++) {
		if (is_blank(s.p[i]))
			return 0;
	}
	return end > 2 && end < s.len ? end + 1 : 0;
}

/* How many of a run of dashes stay. */
static size_t dashes_left(enum dashes dashes, size_t run)
{
	if (dashes == DASHES_KRAMDOWN)
		return run % 3 == 1;
	if (dashes == DASHES_PAIR)
		return run == 2 ? 0 : run;
	return run;
}

/* The text with its dashes settled and without references to footnotes. */
static void settle(const struct rules *r, struct str text, struct buf *out)
{
	while (text.len > 0) {
		size_t n = r->is_raw ? 0 : footnote_length(text);

		if (n == 0 && text.p[0] == '-') {
			size_t run = 1;

			while (run < text.len && text.p[run] == '-')
				run++;
			n = run;
			for (run = dashes_left(r->dashes, run); run > 0; run--)
				buf_add_char(out, '-');
		} else if (n == 0) {
			buf_add_char(out,
				     text.p[0] == CODE_DASH ? '-' : text.p[0]);
			n = 1;
		}
		text = str_skip(text, n);
	}
}

/* Adds the text in lower case. "": without a language, for ids do not depend
 * on the reader's. */
static void lower(const struct rules *r, struct str text, struct buf *out)
{
	size_t len = 0;
	uint8_t *p;

	if (str_is_ascii(text)) {
		buf_add_lower(out, text);
		return;
	}
	if (r->in_context && text.len > 0) {
		p = u8_tolower((const uint8_t *)text.p, text.len, "", NULL,
			       NULL, &len);
		if (p)
			buf_add(out, p, len);
		else
			out->failed = ERR_MEMORY;
		free(p);
		return;
	}
	while (text.len > 0) {
		uint32_t c;
		size_t n = utf8_decode(text.p, text.len, &c);
		char bytes[4];

		if (n > 0)
			buf_add(out, bytes, utf8_encode(uc_tolower(c), bytes));
		text = str_skip(text, n ? n : 1);
	}
}

/* Adds what is kept of lower-cased text. */
static void sift(const struct rules *r, struct str text, struct buf *out)
{
	while (text.len > 0) {
		uint32_t c;
		size_t n = utf8_decode(text.p, text.len, &c);

		if (n > 0 && r->is_space(c))
			buf_add_char(out, '-');
		else if (n > 0 && (c == '-' || r->keeps(c)))
			buf_add(out, text.p, n);
		text = str_skip(text, n ? n : 1);
	}
}

/* The id before it is numbered. */
static int make_base(enum site_preset preset, struct str text,
		     struct arena *arena, struct str *out, struct err *err)
{
	const struct rules *r = &rules[preset];
	struct buf settled = BUF_INIT, lowered = BUF_INIT, kept = BUF_INIT;
	int ret;

	settle(r, r->trims ? str_trim(text) : text, &settled);
	lower(r, buf_view(&settled), &lowered);
	if (preset == SITE_ZOLA && lowered.len > 0)
		slug_ascii(buf_view(&lowered), &kept);
	else
		sift(r, buf_view(&lowered), &kept);
	if (kept.len == 0)
		buf_add_str(&kept, str_of(r->empty));
	ret = buf_check(&settled, err);
	if (!ret)
		ret = buf_check(&lowered, err);
	if (!ret)
		ret = buf_check(&kept, err);
	*out = arena_copy(arena, buf_view(&kept));
	buf_release(&settled);
	buf_release(&lowered);
	buf_release(&kept);
	return ret ? ret : arena_check(arena, err);
}

static int add_number(struct str base, uintptr_t number, struct arena *arena,
		      struct str *out, struct err *err)
{
	char suffix[24];
	int n = snprintf(suffix, sizeof(suffix), "-%ju", (uintmax_t)number);
	char *p = arena_alloc(arena, base.len + (size_t)n + 1);

	if (!p)
		return arena_check(arena, err);
	if (base.len > 0)
		memcpy(p, base.p, base.len);
	memcpy(p + base.len, suffix, (size_t)n);
	*out = str_make(p, base.len + (size_t)n);
	return 0;
}

/* Sets *out to base, or to it with the next number when it was given. */
static int count(struct anchors *anchors, const struct rules *r,
		 struct str base, struct arena *arena, struct str *out,
		 struct err *err)
{
	struct map_entry *entry = map_put(&anchors->seen, base, err);
	uintptr_t number;
	int ret = 0;

	if (!entry)
		return err->code;
	number = entry->value++;
	*out = base;
	if (number == 0)
		return 0;
	ret = add_number(base, number, arena, out, err);
	if (ret || r->counts_alone)
		return ret;
	/* "a-1" may have been a heading of its own. */
	while (!ret && map_get(&anchors->seen, *out))
		ret = add_number(base, ++number, arena, out, err);
	entry->value = number + 1;
	entry = ret ? NULL : map_put(&anchors->seen, *out, err);
	if (entry)
		entry->value = 1;
	return err->code;
}

static int take(struct anchors *anchors, struct str id, struct err *err)
{
	struct map_entry *entry = map_put(&anchors->seen, id, err);

	if (!entry)
		return err->code;
	if (entry->value == 0)
		entry->value = 1;
	return 0;
}

int anchor_reserve(struct anchors *anchors, enum site_preset preset,
		   struct str raw, struct arena *arena, struct err *err)
{
	struct str id;

	if (preset != SITE_ZOLA)
		return 0;
	id = find_id(cut_attributes(&raw));
	if (id.len == 0)
		return 0;
	id = arena_copy(arena, id);
	return id.p ? take(anchors, id, err) : arena_check(arena, err);
}

/* Where braces are text, puts those back that the body was rid of. */
static int add_braces(struct str plain, struct str raw, struct arena *arena,
		      struct str *out, struct err *err)
{
	struct str inside = cut_attributes(&raw);
	struct buf text = BUF_INIT;
	int ret;

	*out = plain;
	if (inside.len == 0 || str_ends(plain, STR("}")))
		return 0;
	buf_printf(&text, "%.*s {%.*s}", STR_ARG(plain), STR_ARG(inside));
	ret = buf_check(&text, err);
	*out = arena_copy(arena, buf_view(&text));
	buf_release(&text);
	return ret ? ret : arena_check(arena, err);
}

int anchor_next(struct anchors *anchors, enum site_preset preset,
		struct str plain, struct str raw, struct arena *arena,
		struct str *out, struct err *err)
{
	const struct rules *r = &rules[preset];
	struct str text = r->is_raw ? raw : plain;
	struct str attributes = { NULL, 0 }, base;
	int ret = 0;

	if (r->has_custom) {
		attributes = cut_attributes(&raw);
		cut_attributes(&text);
	} else {
		ret = add_braces(plain, raw, arena, &text, err);
	}
	if (ret)
		return ret;
	*out = arena_copy(arena, find_id(attributes));
	if (out->len > 0)
		return r->takes_custom ? take(anchors, *out, err) : 0;
	ret = make_base(preset, text, arena, &base, err);
	if (!ret)
		ret = count(anchors, r, base, arena, out, err);
	if (!ret && r->cuts_end_dash && str_ends(*out, STR("-")))
		out->len--;
	return ret;
}

void anchors_release(struct anchors *anchors)
{
	map_release(&anchors->seen);
}
