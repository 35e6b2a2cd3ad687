/*
 * Fuzzes the reading of bodies: any text gives blocks that lie where they say
 * they do, in the text and in the body.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte of the input says whose rules hold: its low bits the preset,
 * a higher one MDX.
 */
#include "indexer/markdown.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/prepare.h"
#include "text/limits.h"

#define IS_MDX 0x40

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_blocks(const struct markdown *m, struct str body)
{
	unsigned int line = 1;
	size_t at = 0;

	check(utf8_invalid(m->text) == m->text.len);
	check(m->text.len <= LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < m->block_count; i++) {
		const struct markdown_block *b = &m->blocks[i];

		check(b->start == at && b->end > b->start);
		check(b->end < m->text.len && m->text.p[b->end] == '\n');
		check(m->text.p[b->start] != ' ' &&
		      m->text.p[b->end - 1] != ' ');
		check(b->line >= line && b->end_line >= b->line);
		check(b->end_line <= m->last_line);
		check(b->source_start <= b->source_end);
		check(b->source_end <= body.len);
		check((b->level > 0) == (b->kind == MARKDOWN_HEADING));
		line = b->line;
		at = b->end + 1;
	}
	check(at == m->text.len);
}

static void check_places(const struct markdown *m, struct str body)
{
	size_t at = 0;

	for (size_t i = 0; i < m->line_count; i++) {
		check(i == 0 || m->lines[i].start >= at);
		check(m->lines[i].start <= m->text.len);
		at = m->lines[i].start;
	}
	at = 0;
	for (size_t i = 0; i < m->code_count; i++) {
		check(m->codes[i].start >= at);
		check(m->codes[i].end > m->codes[i].start);
		check(m->codes[i].end <= m->text.len);
		at = m->codes[i].end;
	}
	at = 0;
	for (size_t i = 0; i < m->alt_count; i++) {
		check(m->alts[i].start >= at);
		check(m->alts[i].end > m->alts[i].start);
		check(m->alts[i].end <= m->text.len);
		at = m->alts[i].end;
	}
	check(m->link_count <= LIMIT_LINKS);
	for (size_t i = 0; i < m->link_count; i++)
		check(m->links[i].len > 0 &&
		      m->links[i].len < LIMIT_PATH_BYTES);
	for (size_t i = 0; i < m->heading_count; i++) {
		const struct markdown_heading *h = &m->headings[i];

		check(h->level >= 1 && h->level <= 6);
		check(h->block == MARKDOWN_NO_BLOCK ||
		      h->block < m->block_count);
		check(!h->raw.p ||
		      (h->raw.p >= body.p &&
		       h->raw.p + h->raw.len <= body.p + body.len));
		check(h->source_start <= body.len);
	}
	check(m->more == SIZE_MAX || m->more <= m->text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct site site = { .preset = SITE_GENERIC };
	struct warnings warnings = { .arena = &arena };
	struct prepared prepared = PREPARED_INIT;
	struct buf clean = BUF_INIT;
	struct err err = ERR_INIT;
	struct markdown markdown;
	struct str id = STR("a.md"), body;
	int ret;

	if (size == 0)
		return 0;
	site.preset = (enum site_preset)(data[0] % SITE_PRESETS);
	if (data[0] & IS_MDX)
		id = STR("a.mdx");
	clean_add(&clean, str_make((const char *)data + 1, size - 1));
	check(buf_check(&clean, &err) == 0);
	body = buf_view(&clean);
	prepare(body, 1, id, &site, &warnings, &prepared);
	ret = markdown_read(body, &prepared, 1, &arena, &markdown, &err);
	check(ret == 0 || ret == ERR_LIMIT);
	if (ret == 0) {
		check_blocks(&markdown, body);
		check_places(&markdown, body);
	}
	prepared_release(&prepared);
	buf_release(&clean);
	arena_release(&arena);
	return 0;
}
