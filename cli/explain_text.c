/*
 * How an article is read, for a person.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/explain_text.h"

#include <stdio.h>

#include "cli/problem.h"
#include "indexer/authors.h"
#include "indexer/explain.h"
#include "query/typeset.h"

/* Columns of a field's name, and of a line's number, with what follows. */
#define LABEL_WIDTH 20
#define LINE_WIDTH  8

/* SGR parameters. */
#define BOLD  "1"
#define FAINT "2"

struct printer {
	const struct article *a;
	const struct site *site;
	const struct explain_style *style;
	struct buf value; /* of the field at hand */
	struct buf place; /* likewise: what gave it */
	struct buf *out;
};

static void add_styled(struct printer *p, struct str text, const char *sgr)
{
	typeset_span(text, p->style->color ? sgr : NULL, p->out);
}

static void add_title(struct printer *p, const char *title)
{
	buf_add_char(p->out, '\n');
	add_styled(p, str_of(title), BOLD);
	buf_add_char(p->out, '\n');
}

/* Appends a paragraph beside a label that takes `indent` columns. */
static void add_beside(struct printer *p, const char *label, size_t indent,
		       struct str text, const char *sgr)
{
	struct typeset_style style = { .width = p->style->width,
				       .indent = indent };
	struct buf lines = BUF_INIT;
	size_t len = strlen(label);

	if (p->style->color)
		style.text = sgr;
	typeset_paragraph(text, NULL, 0, &style, &lines);
	buf_add(p->out, label, len);
	if (lines.len > len)
		buf_add_str(p->out, str_skip(buf_view(&lines), len));
	else
		buf_add_char(p->out, '\n');
	if (lines.failed)
		p->out->failed = lines.failed;
	buf_release(&lines);
}

static const char *rule_phrase(enum article_rule rule)
{
	static const char *const phrases[] = {
		[ARTICLE_BY_NOTHING] = "",
		[ARTICLE_BY_KEY] = "key",
		[ARTICLE_BY_DEFAULT] = "default of pressmark.yaml, key",
		[ARTICLE_BY_HEADING] = "first heading",
		[ARTICLE_BY_MARKER] = "text before the marker",
		[ARTICLE_BY_TEXT] = "first paragraph",
		[ARTICLE_BY_NAME] = "name of the file",
		[ARTICLE_BY_PATH] = "path of the file",
		[ARTICLE_BY_URL] = "its URL, key",
		[ARTICLE_BY_PATTERN] = "URL pattern",
		[ARTICLE_BY_SITE] = "the whole site",
		[ARTICLE_BY_GIT] = "git, commits of the file",
	};

	return phrases[rule];
}

/* "line 2, key title" */
static void add_origin(const struct article_from *from, struct buf *out)
{
	struct str key = from->key;

	if (from->rule == ARTICLE_BY_NOTHING)
		return;
	if (from->line)
		buf_printf(out, "line %u, ", from->line);
	if (from->rule == ARTICLE_BY_DEFAULT &&
	    str_starts(key, STR("cascade.")))
		buf_add_str(out, STR("default of an _index.md, key"));
	else
		buf_add_str(out, str_of(rule_phrase(from->rule)));
	if (key.len) {
		buf_add_char(out, ' ');
		typeset_clean(key, out);
	}
}

/* Prints the field whose value and place are at hand: on one line if they
 * fit, else the place below the value. */
static void add_row(struct printer *p, const char *name)
{
	char label[LABEL_WIDTH + 1];
	struct buf clean = BUF_INIT;
	size_t width;

	typeset_clean(buf_view(&p->value), &clean);
	snprintf(label, sizeof(label), "  %-*s", LABEL_WIDTH - 2, name);
	width = LABEL_WIDTH + typeset_width(buf_view(&clean)) + 2 +
		typeset_width(buf_view(&p->place));
	if (width <= p->style->width) {
		buf_printf(p->out, "%s", label);
		buf_add_str(p->out, buf_view(&clean));
		if (p->place.len) {
			buf_add_str(p->out, STR("  "));
			add_styled(p, buf_view(&p->place), FAINT);
		}
		buf_add_char(p->out, '\n');
	} else {
		add_beside(p, label, LABEL_WIDTH, buf_view(&clean), NULL);
		if (p->place.len)
			add_beside(p, "", LABEL_WIDTH, buf_view(&p->place),
				   FAINT);
	}
	buf_release(&clean);
	buf_clear(&p->value);
	buf_clear(&p->place);
}

/* Prints the field whose value is at hand, if it has one. */
static void add_field(struct printer *p, enum article_field field)
{
	if (p->value.len == 0)
		return;
	add_origin(&p->a->from[field], &p->place);
	add_row(p, explain_field_name(field));
}

static void add_text_field(struct printer *p, enum article_field field,
			   struct str value)
{
	typeset_clean(value, &p->value);
	add_field(p, field);
}

/* Adds to a list that is separated by commas. */
static void add_item(struct printer *p, struct str item)
{
	if (p->value.len)
		buf_add_str(&p->value, STR(", "));
	typeset_clean(item, &p->value);
}

static void add_list_field(struct printer *p, enum article_field field,
			   const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_item(p, list[i]);
	add_field(p, field);
}

static void add_date_field(struct printer *p, enum article_field field,
			   const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	buf_add(&p->value, text, date_format(date, text));
	if (date->precision != DATE_NONE && !date->has_zone)
		buf_add_str(&p->value, STR(" (the site's time)"));
	add_field(p, field);
}

static void add_names_field(struct printer *p, enum article_field field,
			    const struct article_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_item(p, names[i].label);
	add_field(p, field);
}

static bool is_from_file(const struct printer *p,
			 const struct article_author *author)
{
	const struct authors_entry *entry =
		p->site->authors && author->key.len
			? authors_find(p->site->authors, author->key)
			: NULL;

	return entry && str_eq(entry->name, author->name);
}

static void add_authors(struct printer *p)
{
	bool has_file = false;

	for (size_t i = 0; i < p->a->author_count; i++) {
		const struct article_author *author = &p->a->authors[i];

		has_file = has_file || is_from_file(p, author);
		add_item(p, author->name);
		if (author->key.len && !str_eq(author->key, author->name))
			buf_printf(&p->value, " (%.*s)", STR_ARG(author->key));
		if (author->url.len)
			buf_printf(&p->value, " <%.*s>", STR_ARG(author->url));
	}
	if (p->value.len == 0)
		return;
	add_origin(&p->a->from[ARTICLE_AUTHORS], &p->place);
	if (has_file) {
		buf_add_str(&p->place, STR(", looked up in "));
		typeset_plain(p->site->authors->path, &p->place);
	}
	add_row(p, explain_field_name(ARTICLE_AUTHORS));
}

static void add_search(struct printer *p)
{
	const struct article_search *search = &p->a->search;

	if (p->a->from[ARTICLE_SEARCH].rule == ARTICLE_BY_NOTHING)
		return;
	if (search->boost != 1)
		buf_printf(&p->value, "boost %g", search->boost);
	for (size_t i = 0; i < search->pin_count; i++) {
		add_item(p, STR("first for "));
		buf_printf(&p->value, " '%.*s'", STR_ARG(search->pins[i]));
	}
	for (size_t i = 0; i < search->also_count; i++) {
		add_item(p, STR("also"));
		buf_printf(&p->value, " '%.*s'", STR_ARG(search->also[i]));
	}
	for (size_t i = 0; i < search->section_count; i++) {
		add_item(p, STR("section"));
		buf_printf(&p->value, " '%.*s' %g",
			   STR_ARG(search->sections[i].heading),
			   search->sections[i].boost);
	}
	add_field(p, ARTICLE_SEARCH);
}

/* What hides it now, and why. */
static void add_hidden(struct printer *p)
{
	const struct article *a = p->a;
	enum article_hidden hidden = article_hidden_at(a, p->style->now);
	char date[DATE_TEXT_SIZE];

	switch (hidden) {
	case ARTICLE_SHOWN:
		buf_add_str(&p->value, p->style->left_out
					       ? STR("no")
					       : STR("no, searches find it"));
		add_row(p, "hidden");
		return;
	case ARTICLE_FUTURE:
		buf_printf(&p->value, "future: not before %.*s",
			   (int)date_format(&a->publish_at, date), date);
		add_origin(&a->from[ARTICLE_PUBLISH_AT], &p->place);
		break;
	case ARTICLE_EXPIRED:
		buf_printf(&p->value, "expired: not after %.*s",
			   (int)date_format(&a->expire_at, date), date);
		add_origin(&a->from[ARTICLE_EXPIRE_AT], &p->place);
		break;
	case ARTICLE_DRAFT:
	case ARTICLE_UNPUBLISHED:
	case ARTICLE_UNLISTED:
	case ARTICLE_NORENDER:
	case ARTICLE_EXCLUDED:
		buf_add_str(&p->value, str_of(article_hidden_name(hidden)));
		add_origin(&a->from[ARTICLE_HIDDEN], &p->place);
		break;
	}
	add_row(p, "hidden");
}

static void add_extra(struct printer *p, const struct article_extra *extra)
{
	static const char *const kinds[] = {
		[ARTICLE_IS_TEXT] = "text",	[ARTICLE_IS_NAME] = "name",
		[ARTICLE_IS_NUMBER] = "number", [ARTICLE_IS_DATE] = "date",
		[ARTICLE_IS_BOOL] = "bool",
	};
	struct buf name = BUF_INIT;

	for (size_t i = 0; i < extra->value_count; i++)
		add_item(p, extra->values[i].text);
	if (extra->line)
		buf_printf(&p->place, "line %u, ", extra->line);
	if (extra->value_count)
		buf_add_str(&p->place, str_of(kinds[extra->values[0].kind]));
	typeset_clean(extra->key, &name);
	/* A name that is too long for its column has a line of its own. */
	if (name.len > LABEL_WIDTH - 3) {
		buf_printf(p->out, "  %s\n", name.p);
		buf_clear(&name);
	}
	add_row(p, name.len ? name.p : "");
	buf_release(&name);
}

static void add_fields(struct printer *p)
{
	const struct article *a = p->a;

	add_text_field(p, ARTICLE_TITLE, a->title);
	add_text_field(p, ARTICLE_URL, a->url);
	add_list_field(p, ARTICLE_ALIASES, a->aliases, a->alias_count);
	add_hidden(p);
	add_date_field(p, ARTICLE_DATE, &a->date);
	add_date_field(p, ARTICLE_UPDATED, &a->updated);
	add_date_field(p, ARTICLE_PUBLISH_AT, &a->publish_at);
	add_date_field(p, ARTICLE_EXPIRE_AT, &a->expire_at);
	add_names_field(p, ARTICLE_TAGS, a->tags, a->tag_count);
	add_names_field(p, ARTICLE_CATEGORIES, a->categories,
			a->category_count);
	add_list_field(p, ARTICLE_KEYWORDS, a->keywords, a->keyword_count);
	add_authors(p);
	add_text_field(p, ARTICLE_DESCRIPTION, a->description);
	add_text_field(p, ARTICLE_IMAGE, a->image);
	add_text_field(p, ARTICLE_IMAGE_DESCRIPTION, a->image_description);
	add_text_field(p, ARTICLE_LANG, a->lang);
	add_text_field(p, ARTICLE_TRANSLATION_KEY, a->translation_key);
	add_text_field(p, ARTICLE_REVISION, a->revision);
	if (a->has_weight)
		buf_printf(&p->value, "%g", a->weight);
	add_field(p, ARTICLE_WEIGHT);
	add_text_field(p, ARTICLE_SECTION, a->section_path);
	add_text_field(p, ARTICLE_LAYOUT, a->layout);
	add_search(p);
}

static void add_sections(struct printer *p)
{
	add_title(p, "Sections");
	for (size_t i = 0; i < p->a->section_count; i++) {
		const struct article_section *s = &p->a->sections[i];
		struct buf text = BUF_INIT;
		char lines[32], label[LABEL_WIDTH + 1];

		snprintf(lines, sizeof(lines), "%u-%u", s->line, s->end_line);
		snprintf(label, sizeof(label), "  lines %-*.*s",
			 LABEL_WIDTH - 8, LABEL_WIDTH - 8, lines);
		for (unsigned int level = 0; level < s->level; level++)
			buf_add_char(&text, '#');
		buf_printf(&text, " %.*s", STR_ARG(s->title));
		if (s->anchor.len)
			buf_printf(&text, "  #%.*s", STR_ARG(s->anchor));
		add_beside(p, label, LABEL_WIDTH, buf_view(&text), NULL);
		if (text.failed)
			p->out->failed = text.failed;
		buf_release(&text);
	}
}

/* Appends a block's text with backquotes around its inline code, from the
 * span *next on. */
static void add_marked(const struct article *a, const struct markdown_block *b,
		       size_t *next, struct buf *out)
{
	size_t at = b->start;

	for (; *next < a->code_count && a->codes[*next].start < b->end;
	     ++*next) {
		const struct markdown_span *code = &a->codes[*next];

		buf_add(out, a->text.p + at, code->start - at);
		buf_add_char(out, '`');
		buf_add(out, a->text.p + code->start, code->end - code->start);
		buf_add_char(out, '`');
		at = code->end;
	}
	buf_add(out, a->text.p + at, b->end - at);
}

static void add_block(struct printer *p, const struct markdown_block *b,
		      size_t *next)
{
	struct buf text = BUF_INIT;
	char label[LINE_WIDTH + 1];

	snprintf(label, sizeof(label), "%*u  ", LINE_WIDTH - 2, b->line);
	switch (b->kind) {
	case MARKDOWN_HEADING:
		for (unsigned int level = 0; level < b->level; level++)
			buf_add_char(&text, '#');
		buf_add_char(&text, ' ');
		break;
	case MARKDOWN_CODE:
		buf_printf(&text, "[code%s%.*s] ", b->language.len ? " " : "",
			   STR_ARG(b->language));
		break;
	case MARKDOWN_CELL:
		buf_add_str(&text, STR("[cell] "));
		break;
	case MARKDOWN_PROSE:
		break;
	}
	add_marked(p->a, b, next, &text);
	add_beside(p, label, LINE_WIDTH, buf_view(&text),
		   b->kind == MARKDOWN_HEADING ? BOLD : NULL);
	if (text.failed)
		p->out->failed = text.failed;
	buf_release(&text);
}

static void add_blocks(struct printer *p)
{
	size_t next = 0;

	add_title(p, "Text, by lines of the file");
	for (size_t i = 0; i < p->a->block_count; i++)
		add_block(p, &p->a->blocks[i], &next);
}

static void add_warnings(struct printer *p, const char *path)
{
	const struct article *a = p->a;
	size_t more = 0;

	add_title(p, "Warnings");
	for (size_t i = 0; i < a->warning_count; i++)
		problem_add(path, &a->warnings[i], p->style->color, p->out);
	for (int level = 0; level < ARTICLE_LEVELS; level++)
		more += a->warnings_more[level];
	if (more)
		buf_printf(p->out, "and %zu more\n", more);
}

static const char *fence_phrase(enum front_fence fence)
{
	static const char *const phrases[] = {
		[FRONT_NONE] = "no front matter",
		[FRONT_YAML] = "front matter in YAML",
		[FRONT_TOML] = "front matter in TOML",
		[FRONT_JSON] = "front matter in JSON",
		[FRONT_FOREIGN] = "front matter that is not read",
		[FRONT_UNCLOSED] = "front matter that is not closed",
	};

	return phrases[fence];
}

/* "a.md: front matter in YAML, read by the rules of hugo" */
static void add_head(struct printer *p, const char *path)
{
	struct buf text = BUF_INIT;

	typeset_plain(str_of(path), &text);
	add_styled(p, buf_view(&text), BOLD);
	buf_printf(p->out, ": %s, read by the rules of %s",
		   fence_phrase(p->a->fence),
		   site_preset_name(p->site->preset));
	if (p->style->preset_from.len) {
		buf_add_str(p->out, STR(" ("));
		typeset_plain(p->style->preset_from, p->out);
		buf_add_char(p->out, ')');
	}
	buf_add_char(p->out, '\n');
	buf_release(&text);
}

void explain_text(const struct article *a, const struct site *site,
		  const char *path, const struct explain_style *style,
		  struct buf *out)
{
	struct printer p = { a, site, style, BUF_INIT, BUF_INIT, out };

	add_head(&p, path);
	add_title(&p, "Fields");
	typeset_clean(a->id, &p.value);
	add_row(&p, "id");
	if (style->left_out) {
		buf_printf(&p.value, "no, %s", style->left_out);
		add_row(&p, "indexed");
	}
	add_fields(&p);
	if (a->extra_count)
		add_title(&p, "Other keys");
	for (size_t i = 0; i < a->extra_count; i++)
		add_extra(&p, &a->extras[i]);
	if (a->section_count)
		add_sections(&p);
	if (a->block_count)
		add_blocks(&p);
	if (a->warning_count)
		add_warnings(&p, path);
	if (p.value.failed || p.place.failed)
		out->failed = ERR_MEMORY;
	buf_release(&p.value);
	buf_release(&p.place);
}
