/*
 * Front matter: where it begins and ends.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include "indexer/json_front.h"

/* Languages have short names: js, coffee, javascript, json5. */
#define WORD_MAX 16

/* Keys have few words, sentences have many. */
#define KEY_WORDS 3

/* The next line of s, without its end, which is taken off s. */
static struct str next_line(struct str *s)
{
	size_t end = 0;
	struct str line;

	while (end < s->len && s->p[end] != '\n' && s->p[end] != '\r')
		end++;
	line = str_head(*s, end);
	if (end + 1 < s->len && s->p[end] == '\r' && s->p[end + 1] == '\n')
		end++;
	*s = str_skip(*s, end + 1);
	return line;
}

static bool is_blank(struct str line)
{
	return str_trim(line).len == 0;
}

static bool is_fence(struct str line, struct str fence)
{
	return str_starts(line, fence) && is_blank(str_skip(line, fence.len));
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(struct str s)
{
	if (s.len == 0 || s.len > WORD_MAX || !is_letter(s.p[0]))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && s.p[i] != '-')
			return false;
	}
	return true;
}

/* What a line opens, FRONT_NONE when it is no fence. */
static enum front_fence opens(struct str line)
{
	static const struct {
		const char *word;
		enum front_fence fence;
	} words[] = {
		{ "", FRONT_YAML },	{ "yaml", FRONT_YAML },
		{ "yml", FRONT_YAML },	{ "toml", FRONT_TOML },
		{ "json", FRONT_JSON },
	};
	struct str word;

	if (is_fence(line, STR("+++")))
		return FRONT_TOML;
	if (!str_starts(line, STR("---")))
		return FRONT_NONE;
	word = str_trim(str_skip(line, 3));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (str_eq_nocase(word, str_of(words[i].word)))
			return words[i].fence;
	}
	return is_word(word) ? FRONT_FOREIGN : FRONT_NONE;
}

/* Does a line begin as YAML may and prose does not, besides keys? */
static bool begins_yaml(struct str line)
{
	char next = line.len > 1 ? line.p[1] : ' ';

	if (line.p[0] == '{') /* but for the tags of templates */
		return next != '{' && next != '%' && next != '#' && next != ':';
	return (line.p[0] == '?' && next == ' ') ||
	       (line.p[0] == '&' && next != ' ') ||
	       str_starts(line, STR("!!")) || str_starts(line, STR("%YAML "));
}

/* Does it begin as Markdown does and no key? */
static bool begins_markdown(struct str line)
{
	return strchr("<>*|![(`", line.p[0]) != NULL;
}

/* What git leaves where a merge failed. */
static bool is_conflict(struct str line)
{
	return str_starts(line, STR("<<<<<<<")) ||
	       str_starts(line, STR("=======")) ||
	       str_starts(line, STR(">>>>>>>"));
}

/* The key that a line begins with, or the empty view: up to a colon and a
 * blank, as YAML has it; a plain word also without the blank, or up to an
 * equals sign, for those who meant that. Sets *value to what follows. */
static struct str take_key(struct str line, struct str *value)
{
	size_t end = 0, at;

	while (end < line.len && (is_letter(line.p[end]) ||
				  line.p[end] == '_' || is_digit(line.p[end])))
		end++;
	at = end;
	while (at < line.len && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	*value = str_skip(line, at + 1);
	if (at < line.len && is_letter(line.p[0]) &&
	    (line.p[at] == '=' ||
	     (line.p[at] == ':' && !str_starts(*value, STR("/")))))
		return str_head(line, end);
	for (at = 1; at < line.len; at++) {
		*value = str_skip(line, at + 1);
		if (line.p[at] == ':' &&
		    (value->len == 0 || value->p[0] == ' ' ||
		     value->p[0] == '\t'))
			return str_head(line, at);
	}
	return str_make(NULL, 0);
}

/* The words of a key; many when it has the marks of a sentence. */
static size_t count_words(struct str key)
{
	size_t words = 1;

	for (size_t i = 1; i < key.len; i++) {
		if (strchr(",;!?", key.p[i]))
			return KEY_WORDS + 1;
		words += key.p[i] != ' ' && key.p[i - 1] == ' ';
	}
	return words;
}

/* The quote that a value opens and does not close on its line, or 0. */
static char open_quote(struct str value)
{
	char c;

	value = str_trim(value);
	c = value.len ? value.p[0] : 0;
	if (c != '"' && c != '\'')
		return 0;
	return value.len > 1 && value.p[value.len - 1] == c ? 0 : c;
}

/* What a line says of the lines it is among. */
enum evidence {
	NOTHING, /* goes on with a value, or may be either */
	A_KEY,
	PROSE,
};

/* What was read so far. */
struct reading {
	bool has_key;
	bool has_prose;	     /* before any key; then: that no key follows */
	bool is_after_blank; /* the line that is looked at */
	char quote;	     /* is open, or 0 */
};

/* Sets *is_known for one of the keys that damage is mended for. */
static enum evidence look_at(struct reading *r, struct str line, bool *is_known)
{
	struct str key, value;
	size_t words;

	*is_known = false;
	if (r->quote) {
		if (str_trim(line).p[str_trim(line).len - 1] == r->quote)
			r->quote = 0;
		return NOTHING;
	}
	if (strchr(" \t-#]}", line.p[0]) || is_conflict(line))
		return NOTHING;
	if (begins_yaml(line))
		return A_KEY;
	key = take_key(line, &value);
	words = count_words(key);
	*is_known = front_scan_takes(key);
	if (*is_known)
		return A_KEY;
	if (key.len == 0 || begins_markdown(line))
		return str_eq(key, STR("<<")) ? A_KEY : PROSE;
	if (words > KEY_WORDS || (words > 1 && !r->has_key))
		return r->is_after_blank ? PROSE : NOTHING;
	r->quote = open_quote(value);
	return A_KEY;
}

/* Is what stands between two `---` front matter, or the first paragraph behind
 * one that is not closed? */
static bool is_matter(struct str matter, bool is_closed)
{
	struct reading r = { .has_key = false };
	bool is_first = true, is_known; /* in the first paragraph */

	while (matter.len) {
		struct str line = next_line(&matter);
		enum evidence evidence;

		if (is_blank(line)) {
			r.is_after_blank = true;
			is_first = is_first && !r.has_key && !r.has_prose;
			if (!is_first && !is_closed)
				break;
			continue;
		}
		evidence = look_at(&r, line, &is_known);
		if (is_known && (is_first || r.has_key))
			return true;
		if (evidence == A_KEY && (r.has_key || !r.has_prose)) {
			r.has_key = true;
			r.has_prose = false;
		} else if (evidence == PROSE) {
			r.has_prose =
				r.has_prose || !r.has_key || r.is_after_blank;
		}
		r.is_after_blank = r.is_after_blank && evidence == NOTHING;
	}
	return !r.has_prose;
}

/* Looks for the line that closes the front matter, and sets all of the split
 * but the matter's start. A bare `---` may be a thematic break. */
static void find_end(struct front_split *split, enum front_fence fence,
		     struct str closer, bool is_bare)
{
	struct str rest = split->matter, matter = rest;
	unsigned int at = split->matter_line;

	split->matter = str_make(NULL, 0);
	while (rest.len) {
		size_t length = (size_t)(rest.p - matter.p);
		struct str line = next_line(&rest);

		at++;
		if (!is_fence(line, closer) &&
		    !(fence == FRONT_YAML && is_fence(line, STR("..."))))
			continue;
		matter.len = length;
		if (is_bare && !is_matter(matter, true))
			return;
		split->fence = fence;
		split->matter = matter;
		split->body = rest;
		split->body_line = at;
		return;
	}
	if (!is_bare || is_matter(matter, false))
		split->fence = FRONT_UNCLOSED;
}

/* JSON ends in the midst of a line; what is left of that is body, unless it
 * is blank. */
static void take_json(struct front_split *split, struct str rest, size_t length,
		      unsigned int line)
{
	struct str object = str_head(rest, length), after;

	split->fence = FRONT_JSON;
	split->matter = object;
	split->matter_line = line;
	while (object.len) {
		struct str s = next_line(&object);

		line += object.p > s.p + s.len; /* not at the brace itself */
	}
	split->body = after = str_skip(rest, length);
	split->body_line = line;
	if (is_blank(next_line(&after))) {
		split->body = after;
		split->body_line++;
	}
}

struct front_split front_split(struct str file)
{
	struct front_split split = { .fence = FRONT_NONE };
	struct str rest = file, start, line;
	enum front_fence fence;
	unsigned int at = 0;
	size_t length;

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_skip(rest, 3);
	split.body = rest;
	split.body_line = 1;
	do {
		start = rest;
		line = next_line(&rest);
		at++;
	} while (rest.len && is_blank(line));
	if (line.len && line.p[0] == '{') {
		length = json_front_extent(start);
		if (length)
			take_json(&split, start, length, at);
		return split;
	}
	fence = opens(line);
	if (fence == FRONT_NONE)
		return split;
	split.matter = rest;
	split.matter_line = at + 1;
	find_end(&split, fence, str_head(line, 3), is_fence(line, STR("---")));
	return split;
}
