/*
 * Fuzzes the reader of articles: any bytes give an article that keeps its
 * promises, or a named error that says where.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/article.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/limits.h"

/* In an id: bytes before, and bytes to be replaced. */
#define ID_HEAD 8
#define ID_TAIL 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* Valid UTF-8 without controls; LF only where blocks end. */
static void check_text(struct str s, bool has_lines)
{
	check(utf8_invalid(s) == s.len);
	for (size_t at = 0; at < s.len;) {
		uint32_t c = 0;

		at += utf8_decode(s.p + at, s.len - at, &c);
		check((c >= 0x20 && c != 0x7f) || (c == '\n' && has_lines));
		check(c < 0x80 || c >= 0xa0);
	}
}

/* One line, trimmed, no longer than it may be. */
static void check_field(struct str s, size_t max)
{
	check(s.len <= max);
	check_text(s, false);
	check(s.len == 0 || (s.p[0] != ' ' && s.p[s.len - 1] != ' '));
}

static void check_blocks(const struct article *a)
{
	size_t at = 0;
	unsigned int line = 1;

	check_text(a->text, true);
	check(a->text.len <= LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < a->block_count; i++) {
		const struct markdown_block *b = &a->blocks[i];
		struct str text;

		check(b->start == at && b->end > b->start);
		check(b->end < a->text.len && a->text.p[b->end] == '\n');
		check(b->line >= line);
		check((b->level > 0) == (b->kind == MARKDOWN_HEADING));
		check(b->level <= 6);
		text = str_make(a->text.p + b->start, b->end - b->start);
		check(str_find(text, '\n') == text.len);
		at = b->end + 1;
		line = b->line;
	}
	check(at == a->text.len);
}

static void check_sections(const struct article *a)
{
	size_t at = 0;

	check(a->section_count <= LIMIT_SECTIONS);
	for (size_t i = 0; i < a->section_count; i++) {
		const struct article_section *s = &a->sections[i];

		check(s->level >= 1 && s->level <= 6);
		check(s->start < a->text.len && (i == 0 || s->start > at));
		check_field(s->title, LIMIT_TITLE_BYTES);
		check_text(s->anchor, false);
		check(str_find(s->anchor, ' ') == s->anchor.len);
		at = s->start;
	}
}

static void check_warnings(const struct article *a)
{
	check(a->warning_count <= LIMIT_WARNINGS);
	for (int i = 0; i < ARTICLE_LEVELS; i++)
		check(a->warning_count == LIMIT_WARNINGS ||
		      a->warnings_more[i] == 0);
	for (size_t i = 0; i < a->warning_count; i++) {
		check(a->warnings[i].code[0] != '\0');
		check(a->warnings[i].text.len > 0);
		check_text(a->warnings[i].text, false);
		check(a->warnings[i].line > 0 || a->warnings[i].column == 0);
	}
}

static void check_names(const struct article_name *names, size_t count)
{
	check(count <= LIMIT_TAGS);
	for (size_t i = 0; i < count; i++) {
		check_field(names[i].label, LIMIT_NAME_BYTES);
		check(names[i].label.len > 0 && names[i].slug.len > 0);
		check_text(names[i].slug, false);
		check(str_find(names[i].slug, ' ') == names[i].slug.len);
		for (size_t j = 0; j < i; j++)
			check(!str_eq(names[i].slug, names[j].slug));
	}
}

static void check_extras(const struct article *a)
{
	check(a->extra_count <= LIMIT_EXTRAS);
	for (size_t i = 0; i < a->extra_count; i++) {
		const struct article_extra *e = &a->extras[i];

		check(e->key.len > 0);
		check_field(e->key, LIMIT_KEY_BYTES);
		check(str_find(e->key, ' ') == e->key.len);
		check(str_find(e->key, ':') == e->key.len);
		check(e->value_count > 0);
		check(e->value_count <= LIMIT_EXTRA_VALUES);
		for (size_t j = 0; j < e->value_count; j++)
			check_field(e->values[j].text, LIMIT_FIELD_BYTES);
		for (size_t j = 0; j < i; j++)
			check(!str_eq(e->key, a->extras[j].key));
	}
}

/* What gave a field is known of all that are set, and of no others. */
static void check_from(const struct article *a)
{
	check((a->tag_count > 0) == (a->from[ARTICLE_TAGS].rule > 0));
	check((a->category_count > 0) ==
	      (a->from[ARTICLE_CATEGORIES].rule > 0));
	check((a->keyword_count > 0) == (a->from[ARTICLE_KEYWORDS].rule > 0));
	check((a->author_count > 0) == (a->from[ARTICLE_AUTHORS].rule > 0));
	check((a->image.len > 0) == (a->from[ARTICLE_IMAGE].rule > 0));
	check((a->lang.len > 0) == (a->from[ARTICLE_LANG].rule > 0));
	check(a->has_weight == (a->from[ARTICLE_WEIGHT].rule > 0));
	for (size_t i = 0; i < ARTICLE_FIELDS; i++)
		check(a->from[i].rule != ARTICLE_BY_KEY || a->from[i].line > 0);
}

static void check_article(const struct article *a)
{
	check(a->title.len > 0);
	check(a->url.len > 0 && a->url.p[0] == '/');
	check_field(a->title, LIMIT_TITLE_BYTES);
	check_field(a->url, LIMIT_PATH_BYTES);
	check_field(a->description, LIMIT_FIELD_BYTES);
	check_field(a->image, LIMIT_FIELD_BYTES);
	check_field(a->image_description, LIMIT_FIELD_BYTES);
	check_field(a->lang, LIMIT_NAME_BYTES);
	check_field(a->layout, LIMIT_NAME_BYTES);
	check_names(a->tags, a->tag_count);
	check_names(a->categories, a->category_count);
	check_extras(a);
	check_from(a);
	check(a->author_count <= LIMIT_AUTHORS);
	for (size_t i = 0; i < a->author_count; i++)
		check_field(a->authors[i].name, LIMIT_NAME_BYTES);
	check(a->date.start <= a->date.end);
	check_blocks(a);
	check_sections(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char id[] = "2025/10/................x.md";
	struct site site = { .preset =
				     (enum site_preset)(size % SITE_PRESETS) };
	struct article_origin origin = { .id = str_make(id, sizeof(id) - 1),
					 .site = &site };
	size_t tail = size < ID_TAIL ? size : ID_TAIL;
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct article article;
	int ret;

	/* The name may be anything, too. */
	if (tail)
		memcpy(id + ID_HEAD, data + size - tail, tail);
	ret = article_read(str_make((const char *)data, size), &origin, &arena,
			   &article, &err);
	check(ret == err.code);
	check_warnings(&article);
	if (ret == 0) {
		check_article(&article);
	} else {
		check(ret == ERR_INPUT || ret == ERR_LIMIT);
		check(article.warning_count == 1);
	}
	arena_release(&arena);
	return 0;
}
