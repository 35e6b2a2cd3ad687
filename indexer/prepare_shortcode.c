/*
 * What becomes of a tag by its name, and which of its arguments are text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare_state.h"

/* Arguments that readers see, unless a name below has others. */
static const char seen[] = " alt caption title text quote attribution subtitle "
			   "summary heading ";

/* Tags of one or several generators and themes. '*' among the arguments is the
 * first of those without a name. */
static const struct {
	const char *names;
	enum prepare_use use;
	const char *arguments;
} known[] = {
	{ " raw verbatim ", PREPARE_RAW, "" },
	{ " highlight codeblock mermaid ", PREPARE_LISTS, "" },
	{ " comment css js style stylesheet javascript script schema doc ",
	  PREPARE_DROPS, "" },
	{ " details expand collapse accordion accordion-item spoiler ",
	  PREPARE_INNER, " title summary header heading label * " },
	{ " tab tabitem tab-item ", PREPARE_INNER,
	  " title name header label tabName * " },
	{ " button btn badge label kbd ", PREPARE_INNER,
	  " text label title content * " },
	{ " card column blocks/cover blocks/feature feature hero banner ",
	  PREPARE_INNER,
	  " title subtitle header footer text caption alt description " },
	{ " admonition alert callout notice note tip warning hint ",
	  PREPARE_INNER, " title header heading text " },
	{ " blockquote quote ", PREPARE_INNER,
	  " author attribution cite source title caption text " },
	{ " figure img image ", PREPARE_INNER,
	  " alt caption title text attr " },
	{ " ref relref ", PREPARE_LOGIC, "" },
	{ " include ", PREPARE_INNER,
	  " alt caption title text quote attribution subtitle summary heading "
	  "content " },
};

/* What controls a template and shows nothing of its own. */
static const char logic[] =
	" if elsif elseif elif else unless case when for in break continue "
	"tablerow cycle increment decrement assign set capture echo liquid "
	"paginate layout block extends macro import from call filter with "
	"autoescape trans link post_url asset_path asset_link url static load ";

/* No word of a list is longer. */
#define LISTED_MAX 32

bool prepare_is_listed(const char *list, struct str word)
{
	char between[LISTED_MAX + 3] = " ";

	if (word.len == 0 || word.len > LISTED_MAX)
		return false;
	memcpy(between + 1, word.p, word.len);
	between[word.len + 1] = ' ';
	between[word.len + 2] = '\0';
	return strstr(list, between) != NULL;
}

struct prepare_shortcode prepare_shortcode(const struct prepare_state *s,
					   struct str name, bool is_liquid)
{
	struct prepare_shortcode out = { name, PREPARE_INNER, seen, NULL };

	for (size_t i = 0; i < s->site->shortcode_count; i++) {
		const struct site_shortcode *given = &s->site->shortcodes[i];

		if (!str_eq(given->name, name))
			continue;
		out.use =
			given->use == SITE_DROP ? PREPARE_DROPS : PREPARE_INNER;
		out.arguments = given->use == SITE_DROP ? "" : seen;
		out.site = given;
		return out;
	}
	if (is_liquid && (name.p[0] == '#' || prepare_is_listed(logic, name))) {
		out.use = PREPARE_LOGIC;
		return out;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!prepare_is_listed(known[i].names, name))
			continue;
		out.use = known[i].use;
		out.arguments = known[i].arguments;
		/* Hugo has no such tags of its own: only Liquid has. */
		if (!is_liquid && out.use == PREPARE_RAW)
			out.use = PREPARE_INNER;
		return out;
	}
	return out;
}

static bool is_text(const struct prepare_shortcode *shortcode, struct str key)
{
	const struct site_shortcode *site = shortcode->site;

	if (!site || !site->arguments)
		return prepare_is_listed(shortcode->arguments, key);
	for (size_t i = 0; i < site->argument_count; i++) {
		if (str_eq(site->arguments[i], key))
			return true;
	}
	return false;
}

/* Is it a sentence, and no path, list of sizes or of classes? */
static bool is_prose(struct str value)
{
	unsigned int blanks = 0;

	if (value.len == 0 || !prepare_is_word(value.p[0]))
		return false;
	for (size_t i = 0; i < value.len; i++)
		blanks += value.p[i] == ' ';
	return blanks > 2 ||
	       (blanks > 0 && !(value.p[0] >= 'a' && value.p[0] <= 'z'));
}

/* The tags for pictures of Eleventy and others have the alternative text at
 * its place instead of by name: {% image "a.png", "A cat" %}. */
static bool is_alt(const struct prepare_shortcode *shortcode, struct str value)
{
	static const struct str pictures[] = {
		STR_INIT("image"),
		STR_INIT("img"),
		STR_INIT("figure"),
		STR_INIT("picture"),
	};

	if (shortcode->site || !is_prose(value))
		return false;
	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		if (str_starts(shortcode->name, pictures[i]))
			return true;
	}
	return false;
}

/* Is a value without quotes text? In Liquid it is a variable. */
static bool is_word(struct str value, bool is_liquid)
{
	return !is_liquid && !str_eq(value, STR("true")) &&
	       !str_eq(value, STR("false"));
}

static bool is_space(char c)
{
	return prepare_is_blank(c) || c == '\n';
}

/* The end of the value at *start: its quotes are taken off. */
static size_t read_value(const struct prepare_state *s, size_t *start,
			 size_t end, size_t *after)
{
	size_t at = *start;
	char quote = s->body.p[at];

	if (quote != '"' && quote != '\'' && quote != '`') {
		while (at < end && !is_space(s->body.p[at]) &&
		       s->body.p[at] != ',')
			at++;
		*after = at;
		return at;
	}
	*start = ++at;
	while (at < end && s->body.p[at] != quote)
		at += 1 + (s->body.p[at] == '\\' && quote != '`');
	if (at > end)
		at = end;
	*after = at < end ? at + 1 : end;
	return at;
}

void prepare_arguments(struct prepare_state *s,
		       const struct prepare_shortcode *shortcode, size_t start,
		       size_t end, bool is_liquid)
{
	struct str last = STR_INIT("");
	size_t at = start, placed = 0;

	while (at < end) {
		size_t key = at, key_end, value, value_end, after;
		bool is_named, is_quoted;
		struct str text;

		key_end = prepare_name(s, key);
		if (key_end > end)
			key_end = end;
		at = prepare_blanks(s, key_end);
		is_named = key_end > key && at < end &&
			   (s->body.p[at] == '=' ||
			    (s->body.p[at] == ':' && is_liquid));
		if (is_named) {
			at = prepare_space(s, at + 1, end);
			if (at == end)
				return;
		} else {
			at = key_end;
			if (key_end > key)
				continue;
		}
		value = at;
		is_quoted = strchr("\"'`", s->body.p[at]) != NULL;
		if (!is_named && !is_quoted) {
			at++;
			continue;
		}
		value_end = read_value(s, &value, end, &after);
		text = prepare_view(s, value, value_end);
		at = after;
		if (is_named ? (!is_quoted && !is_word(text, is_liquid)) ||
				       !is_text(shortcode,
						prepare_view(s, key, key_end))
			     : !is_alt(shortcode, text) &&
				       (placed++ > 0 ||
					!is_text(shortcode, STR("*"))))
			continue;
		if (str_eq(text, last))
			continue;
		last = text;
		prepare_show(s, value, value_end);
	}
}
