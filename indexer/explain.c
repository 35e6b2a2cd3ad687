/*
 * The normal form of an article as JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/explain.h"

#include "base/json.h"

#include <stdio.h>

#define FORMAT 1

const char *explain_field_name(enum article_field field)
{
	static const char *const names[ARTICLE_FIELDS] = {
		[ARTICLE_TITLE] = "title",
		[ARTICLE_URL] = "url",
		[ARTICLE_ALIASES] = "aliases",
		[ARTICLE_DATE] = "date",
		[ARTICLE_UPDATED] = "updated",
		[ARTICLE_PUBLISH_AT] = "publish_at",
		[ARTICLE_EXPIRE_AT] = "expire_at",
		[ARTICLE_HIDDEN] = "hidden",
		[ARTICLE_TAGS] = "tags",
		[ARTICLE_CATEGORIES] = "categories",
		[ARTICLE_KEYWORDS] = "keywords",
		[ARTICLE_AUTHORS] = "authors",
		[ARTICLE_DESCRIPTION] = "description",
		[ARTICLE_IMAGE] = "image",
		[ARTICLE_IMAGE_DESCRIPTION] = "image_description",
		[ARTICLE_LANG] = "lang",
		[ARTICLE_TRANSLATION_KEY] = "translation_key",
		[ARTICLE_REVISION] = "version",
		[ARTICLE_WEIGHT] = "weight",
		[ARTICLE_SECTION] = "section",
		[ARTICLE_LAYOUT] = "layout",
		[ARTICLE_SEARCH] = "search",
	};

	return names[field];
}

const char *explain_rule_name(enum article_rule rule)
{
	static const char *const names[] = {
		[ARTICLE_BY_NOTHING] = "",
		[ARTICLE_BY_KEY] = "key",
		[ARTICLE_BY_DEFAULT] = "default",
		[ARTICLE_BY_HEADING] = "heading",
		[ARTICLE_BY_MARKER] = "marker",
		[ARTICLE_BY_TEXT] = "text",
		[ARTICLE_BY_NAME] = "name",
		[ARTICLE_BY_PATH] = "path",
		[ARTICLE_BY_URL] = "url",
		[ARTICLE_BY_PATTERN] = "pattern",
		[ARTICLE_BY_SITE] = "site",
		[ARTICLE_BY_GIT] = "git",
	};

	return names[rule];
}

const char *explain_level_name(enum article_level level)
{
	static const char *const names[] = {
		[ARTICLE_NOTE] = "note",
		[ARTICLE_WARNING] = "warning",
		[ARTICLE_ERROR] = "error",
	};

	return names[level];
}

static const char *fence_name(enum front_fence fence)
{
	static const char *const names[] = {
		[FRONT_NONE] = "none",	     [FRONT_YAML] = "yaml",
		[FRONT_TOML] = "toml",	     [FRONT_JSON] = "json",
		[FRONT_FOREIGN] = "foreign", [FRONT_UNCLOSED] = "unclosed",
	};

	return names[fence];
}

static const char *precision_name(enum date_precision precision)
{
	static const char *const names[] = {
		[DATE_NONE] = "",	  [DATE_YEAR] = "year",
		[DATE_MONTH] = "month",	  [DATE_DAY] = "day",
		[DATE_MINUTE] = "minute", [DATE_SECOND] = "second",
	};

	return names[precision];
}

static const char *kind_name(enum article_kind kind)
{
	static const char *const names[] = {
		[ARTICLE_IS_TEXT] = "text",	[ARTICLE_IS_NAME] = "name",
		[ARTICLE_IS_NUMBER] = "number", [ARTICLE_IS_DATE] = "date",
		[ARTICLE_IS_BOOL] = "bool",
	};

	return names[kind];
}

static const char *block_name(enum markdown_kind kind)
{
	static const char *const names[] = {
		[MARKDOWN_PROSE] = "prose",
		[MARKDOWN_HEADING] = "heading",
		[MARKDOWN_CODE] = "code",
		[MARKDOWN_CELL] = "cell",
	};

	return names[kind];
}

static void add_str(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

static void add_name(struct json *j, const char *key, const char *value)
{
	add_str(j, key, str_of(value));
}

static void add_list(struct json *j, const char *key, const struct str *list,
		     size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_str(j, list[i]);
	json_end(j);
}

static void add_range(struct json *j, const char *key, size_t start, size_t end)
{
	json_key(j, key);
	json_array(j);
	json_int(j, (int64_t)start);
	json_int(j, (int64_t)end);
	json_end(j);
}

static struct str part(const struct article *a, size_t start, size_t end)
{
	return str_head(str_skip(a->text, start), end - start);
}

static void add_instant(struct json *j, const char *key, int64_t instant)
{
	int64_t days = instant / 86400, second = instant % 86400;
	char text[80];
	int year, month, day;

	if (second < 0) {
		second += 86400;
		days--;
	}
	date_from_days(days, &year, &month, &day);
	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ", year,
		 month, day, (int)(second / 3600), (int)(second / 60 % 60),
		 (int)(second % 60));
	add_name(j, key, text);
}

static void add_date(struct json *j, const char *key, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	json_key(j, key);
	if (date->precision == DATE_NONE) {
		json_null(j);
		return;
	}
	json_object(j);
	add_instant(j, "start", date->start);
	add_instant(j, "end", date->end);
	add_name(j, "precision", precision_name(date->precision));
	date_format_zone(date, text);
	add_name(j, "zone", text);
	date_format(date, text);
	add_name(j, "shown", text);
	json_end(j);
}

static void add_names(struct json *j, const char *key,
		      const struct article_name *names, size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		add_str(j, "slug", names[i].slug);
		add_str(j, "label", names[i].label);
		json_end(j);
	}
	json_end(j);
}

static void add_authors(struct json *j, const struct article *a)
{
	json_key(j, "authors");
	json_array(j);
	for (size_t i = 0; i < a->author_count; i++) {
		json_object(j);
		add_str(j, "name", a->authors[i].name);
		add_str(j, "key", a->authors[i].key);
		add_str(j, "url", a->authors[i].url);
		json_end(j);
	}
	json_end(j);
}

static void add_image(struct json *j, const struct article *a)
{
	json_key(j, "image");
	if (a->image.len == 0 && a->image_description.len == 0) {
		json_null(j);
		return;
	}
	json_object(j);
	add_str(j, "path", a->image);
	add_str(j, "alt", a->image_description);
	json_end(j);
}

static void add_search(struct json *j, const struct article_search *search)
{
	json_key(j, "search");
	json_object(j);
	json_key(j, "boost");
	json_double(j, search->boost);
	add_list(j, "pin", search->pins, search->pin_count);
	add_list(j, "also", search->also, search->also_count);
	json_key(j, "section_boost");
	json_object(j);
	for (size_t i = 0; i < search->section_count; i++) {
		json_key_str(j, search->sections[i].heading);
		json_double(j, search->sections[i].boost);
	}
	json_end(j);
	json_end(j);
}

static void add_value(struct json *j, const struct article_value *value)
{
	char shown[DATE_TEXT_SIZE];

	switch (value->kind) {
	case ARTICLE_IS_TEXT:
	case ARTICLE_IS_NAME:
		json_str(j, value->text);
		break;
	case ARTICLE_IS_NUMBER:
		json_double(j, value->number);
		break;
	case ARTICLE_IS_DATE:
		json_str(j, str_make(shown, date_format(&value->date, shown)));
		break;
	case ARTICLE_IS_BOOL:
		json_bool(j, value->flag);
		break;
	}
}

static void add_extras(struct json *j, const struct article *a)
{
	json_key(j, "extra");
	json_object(j);
	for (size_t i = 0; i < a->extra_count; i++) {
		const struct article_extra *extra = &a->extras[i];

		json_key_str(j, extra->key);
		json_object(j);
		if (extra->value_count)
			add_name(j, "kind", kind_name(extra->values[0].kind));
		json_key(j, "values");
		json_array(j);
		for (size_t k = 0; k < extra->value_count; k++)
			add_value(j, &extra->values[k]);
		json_end(j);
		json_key(j, "line");
		json_int(j, extra->line);
		json_end(j);
	}
	json_end(j);
}

static void add_blocks(struct json *j, const struct article *a)
{
	json_key(j, "blocks");
	json_array(j);
	for (size_t i = 0; i < a->block_count; i++) {
		const struct markdown_block *b = &a->blocks[i];

		json_object(j);
		add_name(j, "kind", block_name(b->kind));
		json_key(j, "level");
		json_int(j, b->level);
		add_str(j, "language", b->language);
		add_range(j, "bytes", b->source_start, b->source_end);
		add_range(j, "lines", b->line, b->end_line);
		add_str(j, "text", part(a, b->start, b->end));
		json_end(j);
	}
	json_end(j);
}

static void add_spans(struct json *j, const char *key, const struct article *a,
		      const struct markdown_span *spans, size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_str(j, part(a, spans[i].start, spans[i].end));
	json_end(j);
}

static void add_sections(struct json *j, const struct article *a)
{
	json_key(j, "sections");
	json_array(j);
	for (size_t i = 0; i < a->section_count; i++) {
		const struct article_section *s = &a->sections[i];

		json_object(j);
		json_key(j, "level");
		json_int(j, s->level);
		add_str(j, "id", s->anchor);
		add_str(j, "title", s->title);
		add_range(j, "bytes", s->source_start, s->source_end);
		add_range(j, "lines", s->line, s->end_line);
		add_str(j, "text", part(a, s->start, s->end));
		json_end(j);
	}
	json_end(j);
}

static void add_from(struct json *j, const struct article *a)
{
	json_key(j, "from");
	json_object(j);
	for (int i = 0; i < ARTICLE_FIELDS; i++) {
		const struct article_from *from = &a->from[i];

		if (from->rule == ARTICLE_BY_NOTHING)
			continue;
		json_key(j, explain_field_name((enum article_field)i));
		json_object(j);
		add_name(j, "rule", explain_rule_name(from->rule));
		add_str(j, "key", from->key);
		json_key(j, "line");
		json_int(j, from->line);
		json_end(j);
	}
	json_end(j);
}

static void add_warning(const struct article_warning *warning, struct str path,
			struct json *j)
{
	json_object(j);
	add_str(j, "file", path);
	json_key(j, "line");
	json_int(j, warning->line);
	json_key(j, "column");
	json_int(j, warning->column);
	add_name(j, "level", explain_level_name(warning->level));
	add_name(j, "code", warning->code);
	add_str(j, "text", warning->text);
	json_end(j);
}

static void add_warnings(struct json *j, const struct article *a,
			 struct str path)
{
	json_key(j, "warnings");
	json_array(j);
	for (size_t i = 0; i < a->warning_count; i++)
		add_warning(&a->warnings[i], path, j);
	json_end(j);
}

static void add_fields(struct json *j, const struct article *a)
{
	add_str(j, "title", a->title);
	add_str(j, "url", a->url);
	add_list(j, "aliases", a->aliases, a->alias_count);
	add_date(j, "date", &a->date);
	add_date(j, "updated", &a->updated);
	add_date(j, "publish_at", &a->publish_at);
	add_date(j, "expire_at", &a->expire_at);
	add_name(j, "hidden", article_hidden_name(a->hidden));
	add_names(j, "tags", a->tags, a->tag_count);
	add_names(j, "categories", a->categories, a->category_count);
	add_list(j, "keywords", a->keywords, a->keyword_count);
	add_authors(j, a);
	add_str(j, "description", a->description);
	add_image(j, a);
	add_str(j, "lang", a->lang);
	add_str(j, "translation_key", a->translation_key);
	add_str(j, "version", a->revision);
	json_key(j, "weight");
	if (a->has_weight)
		json_double(j, a->weight);
	else
		json_null(j);
	add_str(j, "section", a->section_path);
	add_str(j, "layout", a->layout);
	add_search(j, &a->search);
}

void explain_json(const struct article *a, const struct site *site,
		  struct str path, unsigned int flags, struct buf *out)
{
	struct json j;

	json_init(&j, out, flags);
	json_object(&j);
	json_key(&j, "format");
	json_int(&j, FORMAT);
	add_str(&j, "id", a->id);
	add_name(&j, "preset", site_preset_name(site->preset));
	add_name(&j, "fence", fence_name(a->fence));
	add_fields(&j, a);
	add_extras(&j, a);
	add_str(&j, "text", a->text);
	add_blocks(&j, a);
	add_spans(&j, "codes", a, a->codes, a->code_count);
	add_spans(&j, "alts", a, a->alts, a->alt_count);
	add_list(&j, "links", a->links, a->link_count);
	add_sections(&j, a);
	add_from(&j, a);
	add_warnings(&j, a, path);
	json_end(&j);
	buf_add_char(out, '\n');
}

void explain_warning_json(const struct article_warning *warning,
			  struct str path, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	add_warning(warning, path, &j);
	buf_add_char(out, '\n');
}
