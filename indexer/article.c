/*
 * An article: from the bytes of a file to the normal form that is indexed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/article.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/anchor.h"
#include "indexer/clean.h"
#include "indexer/fields.h"
#include "indexer/front.h"
#include "indexer/path.h"
#include "indexer/warnings.h"
#include "text/limits.h"

/* A text file has no NUL; a few are damage, more are another format. */
#define BINARY_LOOK    ((size_t)8 << 10)
#define BINARY_PERCENT 1

struct reader {
	struct arena *arena;
	struct article *out;
	struct err *err;
	const struct site *site;
	struct warnings warnings;
	/* Where and why it is rejected; taken first, so that there is room. */
	struct article_warning *rejected;
	char *rejected_text;
};

/* Leaves the rejection as the only warning; err says what, and is complete. */
static int reject(struct reader *r, unsigned int line, unsigned int column,
		  const char *code)
{
	struct str text = str_of(r->err->message);

	memcpy(r->rejected_text, text.p, text.len);
	r->rejected->level = ARTICLE_ERROR;
	r->rejected->line = line;
	r->rejected->column = column;
	r->rejected->code = code;
	r->rejected->text = str_make(r->rejected_text, text.len);
	r->out->warnings = r->rejected;
	r->out->warning_count = 1;
	r->out->warnings_total = 1;
	return r->err->code;
}

/* Is it a text file at all? */
static int check_bytes(struct reader *r, struct str bytes)
{
	struct str head = str_head(bytes, BINARY_LOOK);
	size_t nuls = 0;

	if (bytes.len > LIMIT_FILE_BYTES) {
		err_set(r->err, ERR_LIMIT, "the file is larger than %u MiB",
			LIMIT_FILE_BYTES >> 20);
		return reject(r, 0, 0, "too-large");
	}
	if (str_starts(bytes, STR("\xff\xfe")) ||
	    str_starts(bytes, STR("\xfe\xff"))) {
		err_set(r->err, ERR_INPUT,
			"the file is UTF-16; save it as UTF-8");
		return reject(r, 1, 1, "utf-16");
	}
	for (size_t i = 0; i < head.len; i++)
		nuls += head.p[i] == '\0';
	if (nuls * 100 > head.len * BINARY_PERCENT) {
		err_set(r->err, ERR_INPUT, "the file is not text");
		return reject(r, 1, 1, "binary");
	}
	return 0;
}

static void warn_bad_utf8(struct reader *r, struct str bytes)
{
	size_t at = utf8_invalid(bytes);
	unsigned int line = 1;
	size_t start = 0;

	if (at == bytes.len)
		return;
	for (size_t i = 0; i < at; i++) {
		bool is_end = bytes.p[i] == '\n' ||
			      (bytes.p[i] == '\r' && bytes.p[i + 1] != '\n');

		if (is_end) {
			line++;
			start = i + 1;
		}
	}
	if (start == 0 && str_starts(bytes, STR("\xef\xbb\xbf")))
		start = 3;
	warnings_add(&r->warnings, line,
		     (unsigned int)utf8_count(
			     str_make(bytes.p + start, at - start)) +
			     1,
		     "bad-utf8",
		     "the file is not valid UTF-8 here; save it as UTF-8");
}

static int read_front(struct reader *r, const struct front_split *split)
{
	struct front_node front = { .kind = FRONT_MAP };
	unsigned int line, column;

	r->out->fence = split->fence;
	if (split->fence == FRONT_UNCLOSED)
		warnings_add(&r->warnings, 1, 0, "unclosed-front-matter",
			     "the front matter has no closing '---'; all is "
			     "read as text");
	if (split->fence == FRONT_YAML &&
	    front_parse(split, r->arena, &front, &line, &column, r->err) < 0)
		return reject(r, line, column,
			      r->err->code == ERR_INPUT ? "bad-front-matter"
							: "limit");
	fields_read(&front, r->site, &r->warnings, r->out);
	return 0;
}

static struct str block_text(const struct article *a, size_t i)
{
	const struct markdown_block *b = &a->blocks[i];

	return str_make(a->text.p + b->start, b->end - b->start);
}

static int read_sections(struct reader *r, const struct markdown *markdown)
{
	struct anchors anchors = ANCHORS_INIT;
	struct article *out = r->out;
	struct article_section *sections;
	int ret = 0;

	sections = arena_array(r->arena, markdown->heading_count,
			       sizeof(*sections));
	if (!sections && markdown->heading_count)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < markdown->heading_count && ret == 0; i++) {
		const struct markdown_heading *h = &markdown->headings[i];
		const struct markdown_block *b = &out->blocks[h->block];
		struct article_section *s = &sections[i];

		s->level = b->level;
		s->start = b->start;
		s->line = b->line;
		s->title = clean_line(r->arena, block_text(out, h->block),
				      LIMIT_TITLE_BYTES);
		ret = anchor_next(&anchors, r->site->preset, h->plain, h->raw,
				  r->arena, &s->anchor, r->err);
	}
	anchors_release(&anchors);
	out->sections = sections;
	out->section_count = markdown->heading_count;
	return ret;
}

static int read_body(struct reader *r, const struct front_split *split)
{
	struct article *out = r->out;
	struct markdown markdown;

	if (markdown_read(split->body, split->body_line, r->arena, &markdown,
			  r->err) < 0)
		return r->err->code;
	out->text = markdown.text;
	out->blocks = markdown.blocks;
	out->block_count = markdown.block_count;
	if (markdown.is_cut)
		warnings_add(&r->warnings, 0, 0, "text-cut",
			     "only the first %u MiB of text are indexed",
			     LIMIT_TEXT_BYTES >> 20);
	if (markdown.is_defused)
		warnings_add(&r->warnings, 0, 0, "too-complex",
			     "part of the Markdown is too complex and was "
			     "read as plain text");
	return read_sections(r, &markdown);
}

/* What the front matter did not say. */
static void fill_in(struct reader *r)
{
	struct article *out = r->out;

	for (size_t i = 0; out->title.len == 0 && i < out->block_count; i++) {
		if (out->blocks[i].level == 1)
			out->title = clean_line(r->arena, block_text(out, i),
						LIMIT_TITLE_BYTES);
	}
	if (out->title.len == 0)
		out->title = path_title(out->id, r->arena);
}

static int read_clean(struct reader *r, struct str text)
{
	struct front_split split = front_split(text);
	int ret = read_front(r, &split);

	if (ret < 0)
		return ret;
	ret = read_body(r, &split);
	if (ret == 0) {
		fill_in(r);
		ret = arena_check(r->arena, r->err);
	}
	return ret < 0 ? reject(r, 0, 0, "limit") : 0;
}

int article_read(struct str bytes, const struct article_origin *origin,
		 struct arena *arena, struct article *out, struct err *err)
{
	static const struct article none = { .warning_count = 0 };
	struct reader r = { .arena = arena,
			    .out = out,
			    .err = err,
			    .site = origin->site ? origin->site
						 : &site_generic };
	struct buf clean = BUF_INIT;
	int ret;

	*out = none;
	r.warnings.arena = arena;
	r.rejected = arena_alloc(arena, sizeof(*r.rejected));
	r.rejected_text = arena_alloc(arena, ERR_MESSAGE_SIZE);
	out->id = arena_copy(arena, origin->id);
	ret = arena_check(arena, err);
	if (ret < 0)
		return ret;
	ret = check_bytes(&r, bytes);
	if (ret < 0)
		return ret;
	if (clean_extent(bytes) < bytes.len) {
		warn_bad_utf8(&r, bytes);
		clean_add(&clean, bytes);
		if (buf_check(&clean, err) < 0) {
			buf_release(&clean);
			return reject(&r, 0, 0, "limit");
		}
		bytes = buf_view(&clean);
	}
	ret = read_clean(&r, bytes);
	buf_release(&clean);
	if (ret < 0)
		return ret;
	out->warnings = r.warnings.list;
	out->warning_count = r.warnings.count;
	out->warnings_total = r.warnings.total;
	return 0;
}

enum article_hidden article_hidden_at(const struct article *article,
				      int64_t now)
{
	if (article->hidden != ARTICLE_SHOWN)
		return article->hidden;
	if (article->publish_at.precision != DATE_NONE &&
	    article->publish_at.start > now)
		return ARTICLE_FUTURE;
	if (article->expire_at.precision != DATE_NONE &&
	    article->expire_at.start <= now)
		return ARTICLE_EXPIRED;
	return ARTICLE_SHOWN;
}

const char *article_hidden_name(enum article_hidden hidden)
{
	static const char *const names[] = {
		"none",	   "draft",    "unpublished", "future",
		"expired", "unlisted", "norender",    "excluded",
	};

	return names[hidden];
}
