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
#include "indexer/html_tree.h"
#include "indexer/link.h"
#include "indexer/names.h"
#include "indexer/path.h"
#include "indexer/places.h"
#include "indexer/prepare.h"
#include "indexer/section_weights.h"
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
	const struct article_origin *origin;
	struct warnings warnings;
	struct str separator; /* of the summary; may be empty */
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
	for (size_t at = 0;
	     (at += str_find(str_skip(head, at), '\0')) < head.len; at++)
		nuls++;
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

/* The front matter could not be read as what it says it is: what a plain look
 * at its lines finds is better than nothing. */
static int scan_front(struct reader *r, const struct front_split *split,
		      unsigned int line, unsigned int column,
		      struct front_node *front)
{
	struct str why = str_of(r->err->message);
	const char *code = r->err->code == ERR_LIMIT ? "front-matter-limit"
						     : "bad-front-matter";

	if (r->err->code == ERR_MEMORY)
		return ERR_MEMORY;
	warnings_error(&r->warnings, line, column, code, "%.*s", STR_ARG(why));
	err_clear(r->err);
	return front_scan(split, r->arena, front, r->err);
}

/* A page of Jekyll's may have a separator of its own. */
static void read_separator(struct reader *r, const struct front_node *front)
{
	const struct front_node *node = front_get(front, "excerpt_separator");

	r->separator = r->site->excerpt_separator;
	if (node && node->kind == FRONT_SCALAR &&
	    (r->site->preset == SITE_JEKYLL || r->site->preset == SITE_GENERIC))
		r->separator = node->value;
}

static int read_front(struct reader *r, const struct front_split *split)
{
	struct front_node front = { .kind = FRONT_MAP };
	unsigned int line, column;
	int ret = 0;

	r->out->fence = split->fence;
	switch (split->fence) {
	case FRONT_NONE:
		break;
	case FRONT_UNCLOSED:
		warnings_add(&r->warnings, 1, 0, "unclosed-front-matter",
			     "the front matter has no closing line like its "
			     "first; all is read as text");
		break;
	case FRONT_FOREIGN:
		warnings_add(&r->warnings, split->matter_line - 1, 1,
			     "foreign-front-matter",
			     "front matter in this language is not read, and "
			     "never run; use YAML, TOML or JSON");
		break;
	case FRONT_YAML:
	case FRONT_TOML:
	case FRONT_JSON:
		ret = front_parse(split, r->arena, &front, &line, &column,
				  r->err);
		if (ret < 0)
			ret = scan_front(r, split, line, column, &front);
		break;
	}
	if (ret == 0) {
		read_separator(r, &front);
		fields_read(&front, r->origin, &r->warnings, r->out);
	}
	return ret;
}

static struct str block_text(const struct article *a, size_t i)
{
	const struct markdown_block *b = &a->blocks[i];

	return str_make(a->text.p + b->start, b->end - b->start);
}

/* Begins a section at a heading; it ends where the next begins. */
static void open_section(struct reader *r, const struct markdown_heading *h,
			 struct article_section *s)
{
	const struct article *out = r->out;

	s->level = h->level;
	s->start = out->blocks[h->block].start;
	s->line = h->line;
	s->source_start = h->source_start;
	s->title = clean_line(r->arena, block_text(out, h->block),
			      LIMIT_TITLE_BYTES);
}

/* What is left out between has ended it in the file already. */
static void close_section(struct article_section *s, size_t end,
			  size_t source_end, unsigned int end_line)
{
	s->end = end;
	if (s->end_line)
		return;
	s->source_end = source_end;
	s->end_line = end_line;
}

/* Every heading counts for ids; those with text begin a section. */
static int read_sections(struct reader *r, const struct markdown *markdown,
			 struct str body, unsigned int last_line)
{
	struct anchors anchors = ANCHORS_INIT;
	struct article *out = r->out;
	struct article_section *all, *open = NULL;
	size_t count = markdown->heading_count;
	int ret = 0;

	if (count > LIMIT_SECTIONS)
		count = LIMIT_SECTIONS;
	all = arena_array(r->arena, count, sizeof(*all));
	if (!all)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < markdown->heading_count && ret == 0; i++)
		ret = anchor_reserve(&anchors, r->site->preset,
				     markdown->headings[i].raw, r->arena,
				     r->err);
	for (size_t i = 0; i < markdown->heading_count && ret == 0; i++) {
		const struct markdown_heading *h = &markdown->headings[i];
		struct str id;

		ret = anchor_next(&anchors, r->site->preset, h->plain, h->raw,
				  r->arena, &id, r->err);
		if (open && h->is_muted && !open->end_line) {
			open->source_end = h->source_start;
			open->end_line = h->line - 1;
		}
		if (h->block == MARKDOWN_NO_BLOCK ||
		    out->section_count == LIMIT_SECTIONS)
			continue;
		if (open)
			close_section(open, out->blocks[h->block].start,
				      h->source_start, h->line - 1);
		open = &all[out->section_count++];
		open_section(r, h, open);
		open->anchor = id;
	}
	if (open)
		close_section(open, out->text.len, body.len, last_line);
	anchors_release(&anchors);
	out->sections = all;
	return ret;
}

/* Where the summary ends, by a marker of the site's own: a comment or any
 * other text, such as a blank line. */
static void find_separator(struct reader *r, struct str body,
			   unsigned int body_line, struct markdown *markdown)
{
	struct str separator = r->separator, rest = body;
	size_t at;

	if (separator.len == 0)
		return;
	while (rest.len && !str_starts(rest, separator))
		rest = str_skip(
			rest, 1 + str_find(str_skip(rest, 1), separator.p[0]));
	if (rest.len == 0)
		return;
	at = body.len - rest.len;
	for (size_t i = 0; i < markdown->block_count; i++) {
		if (markdown->blocks[i].source_start >= at) {
			markdown->more = markdown->blocks[i].start;
			break;
		}
	}
	markdown->more_line = body_line;
	for (size_t i = 0; i < at; i++)
		markdown->more_line += body.p[i] == '\n';
}

/* Inline tags become tags of the article. */
static void add_tags(struct reader *r, const struct prepared *prepared)
{
	struct fields f = { .origin = r->origin,
			    .site = r->site,
			    .warnings = &r->warnings,
			    .arena = r->arena,
			    .out = r->out };

	if (prepared->tags.len)
		names_add_tags(&f, (const void *)prepared->tags.p,
			       prepared->tags.len / sizeof(struct str));
}

static void warn_cuts(struct reader *r, const struct markdown *markdown)
{
	if (markdown->is_cut)
		warnings_add(&r->warnings, 0, 0, "text-cut",
			     "only the first %u MiB of text are indexed",
			     LIMIT_TEXT_BYTES >> 20);
	if (markdown->is_defused)
		warnings_add(&r->warnings, 0, 0, "too-complex",
			     "part of the Markdown is too complex and was "
			     "read as plain text");
	if (markdown->muting_line)
		warnings_add(&r->warnings, markdown->muting_line, 0,
			     "unclosed-tag",
			     "'<!-- nosearch -->' is never closed; all the "
			     "rest is left out");
	if (markdown->has_more_links)
		warnings_note(&r->warnings, 0, 0, "too-many",
			      "only the first %d links are indexed",
			      LIMIT_LINKS);
}

/* The heading that is the title: the first of level 1; else the one that the
 * text begins with, if all others are below it. block_count if there is none.
 */
static size_t title_block(const struct article *article)
{
	const struct markdown_block *blocks = article->blocks;
	bool is_top = article->block_count > 0;

	for (size_t i = 0; i < article->block_count; i++) {
		if (blocks[i].level == 1)
			return i;
		if (i > 0 && blocks[i].level &&
		    blocks[i].level <= blocks[0].level)
			is_top = false;
	}
	return is_top && blocks[0].level ? 0 : article->block_count;
}

/* What the front matter did not say and the text does. */
static void fill_in(struct reader *r, const struct markdown *markdown)
{
	struct article *out = r->out;
	struct article_from *title = &out->from[ARTICLE_TITLE];
	struct article_from *about = &out->from[ARTICLE_DESCRIPTION];
	size_t i = out->title.len ? out->block_count : title_block(out);

	if (i < out->block_count) {
		out->title = clean_line(r->arena, block_text(out, i),
					LIMIT_TITLE_BYTES);
		title->rule = ARTICLE_BY_HEADING;
		title->line = out->blocks[i].line;
	}
	if (out->title.len == 0) {
		out->title = path_title(out->path, r->site, r->arena);
		title->rule = ARTICLE_BY_NAME;
	}
	if (out->description.len == 0 && markdown->more <= out->text.len) {
		out->description = clean_line(
			r->arena, str_head(out->text, markdown->more),
			LIMIT_FIELD_BYTES);
		about->rule = ARTICLE_BY_MARKER;
		about->line = markdown->more_line;
	}
	for (i = 0; out->description.len == 0 && i < out->block_count; i++) {
		if (out->blocks[i].kind != MARKDOWN_PROSE)
			continue;
		out->description = clean_line(r->arena, block_text(out, i),
					      LIMIT_FIELD_BYTES);
		about->rule = ARTICLE_BY_TEXT;
		about->line = out->blocks[i].line;
	}
	if (out->description.len == 0)
		about->rule = ARTICLE_BY_NOTHING;
}

static int read_body(struct reader *r, const struct front_split *split)
{
	struct prepared prepared = PREPARED_INIT;
	struct article *out = r->out;
	struct markdown markdown;
	unsigned int last_line;
	int ret = html_tree_load(r->err);

	if (ret)
		return ret;
	prepare(split->body, split->body_line, out->id, r->site, &r->warnings,
		&prepared);
	ret = markdown_read(split->body, &prepared, split->body_line, r->arena,
			    &markdown, r->err);
	if (ret == 0) {
		out->text = markdown.text;
		out->blocks = markdown.blocks;
		out->block_count = markdown.block_count;
		out->lines = markdown.lines;
		out->line_count = markdown.line_count;
		out->codes = markdown.codes;
		out->code_count = markdown.code_count;
		out->alts = markdown.alts;
		out->alt_count = markdown.alt_count;
		last_line = markdown.last_line;
		ret = read_sections(r, &markdown, split->body, last_line);
	}
	if (ret == 0)
		ret = link_read(markdown.links, markdown.link_count, r->site,
				r->arena, out, r->err);
	if (ret == 0) {
		warn_cuts(r, &markdown);
		add_tags(r, &prepared);
		find_separator(r, split->body, split->body_line, &markdown);
		fill_in(r, &markdown);
		ret = section_weights(out, &r->warnings, r->arena, r->err);
	}
	prepared_release(&prepared);
	return ret;
}

/* The text that was given, and a clean copy when it had to be cleaned. */
static int read_clean(struct reader *r, struct str given, struct str text)
{
	struct front_split split = front_split(text);
	int ret = read_front(r, &split);

	if (ret == 0)
		ret = read_body(r, &split);
	if (ret == 0) {
		places_in_file(r->out, given, text,
			       (size_t)(split.body.p - text.p));
		ret = arena_check(r->arena, r->err);
	}
	return ret < 0 ? reject(r, 0, 0, "limit") : 0;
}

/* Its path below the root of the site, as far as that is known. */
static int join_path(struct reader *r, const struct article_origin *origin)
{
	struct buf path = BUF_INIT;
	int ret;

	r->out->path = r->out->id;
	if (origin->within.len > 0) {
		buf_printf(&path, "%.*s/%.*s", STR_ARG(origin->within),
			   STR_ARG(origin->id));
		ret = buf_check(&path, r->err);
		r->out->path = arena_copy(r->arena, buf_view(&path));
		buf_release(&path);
		if (ret)
			return ret;
	}
	return arena_check(r->arena, r->err);
}

int article_read(struct str bytes, const struct article_origin *origin,
		 struct arena *arena, struct article *out, struct err *err)
{
	static const struct article none = { .warning_count = 0 };
	struct reader r = { .arena = arena,
			    .out = out,
			    .err = err,
			    .origin = origin,
			    .site = origin->site ? origin->site
						 : &site_generic };
	struct buf clean = BUF_INIT;
	struct str given = bytes;
	int ret;

	*out = none;
	r.warnings.arena = arena;
	r.rejected = arena_alloc(arena, sizeof(*r.rejected));
	r.rejected_text = arena_alloc(arena, ERR_MESSAGE_SIZE);
	out->id = arena_copy(arena, origin->id);
	ret = join_path(&r, origin);
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
	ret = read_clean(&r, given, bytes);
	buf_release(&clean);
	if (ret < 0)
		return ret;
	warnings_sort(&r.warnings);
	out->warnings = r.warnings.list;
	out->warning_count = r.warnings.count;
	memcpy(out->warnings_more, r.warnings.more, sizeof(r.warnings.more));
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
