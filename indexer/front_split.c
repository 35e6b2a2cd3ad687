/*
 * Front matter: where it begins and ends.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include "indexer/json_front.h"

/* Languages have short names: js, coffee, javascript, json5. */
#define WORD_MAX 16

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
	       str_starts(line, STR("%YAML ")) || str_starts(line, STR("<<:"));
}

/* What git leaves where a merge failed. */
static bool is_conflict(struct str line)
{
	return str_starts(line, STR("<<<<<<<")) ||
	       str_starts(line, STR("=======")) ||
	       str_starts(line, STR(">>>>>>>"));
}

/* The words before the colon of a key, or before the equals sign where TOML
 * was meant: 1 for most, up to 3; 0 when there is no key. Quotes may be around
 * them. Sets *value to what follows. */
static size_t key_words(struct str line, struct str *value)
{
	size_t words = 1, i = 0;

	*value = str_make(NULL, 0);
	for (; i < line.len; i++) {
		char c = line.p[i];

		if (c != ' ' && !is_letter(c) && !is_digit(c) && c != '_' &&
		    c != '-' && c != '.' && c != '"' && c != '\'' &&
		    (unsigned char)c < 0x80)
			break;
		words += c != ' ' && i > 0 && line.p[i - 1] == ' ';
	}
	if (i == 0 || i == line.len || words > 3)
		return 0;
	if (line.p[i] != '=' && line.p[i] != ':')
		return 0;
	if (line.p[i] == ':' && i + 1 < line.len && line.p[i + 1] == '/')
		return 0; /* a URL */
	*value = str_trim(str_skip(line, i + 1));
	return words;
}

/* The quote that a value opens and does not close on its line, or 0. */
static char open_quote(struct str value)
{
	char c = value.len ? value.p[0] : 0;

	if (c != '"' && c != '\'')
		return 0;
	return value.len > 1 && value.p[value.len - 1] == c ? 0 : c;
}

/* How the lines between two `---` read. */
enum reading {
	AS_MATTER,
	AS_PROSE,
	AS_BOTH, /* keys first, prose after them */
};

/* What a line says of the lines it is among. */
enum evidence {
	NOTHING, /* goes on with a value, or may be either */
	A_KEY,
	WORDS, /* a key of several words; prose, where a blank line is first */
	PROSE,
};

static enum evidence look_at(struct str line, char *quote)
{
	struct str value;
	size_t words;

	if (line.p[0] == ' ' || line.p[0] == '\t' || line.p[0] == '-' ||
	    line.p[0] == '#' || line.p[0] == ']' || line.p[0] == '}' ||
	    is_conflict(line))
		return NOTHING;
	if (begins_yaml(line))
		return A_KEY;
	words = key_words(line, &value);
	if (words)
		*quote = open_quote(value);
	return words == 0 ? PROSE : words == 1 ? A_KEY : WORDS;
}

static enum reading read_as(struct str matter)
{
	const char *start = matter.p;
	size_t keys = 0, others = 0; /* of the first paragraph */
	bool is_first = true, after_blank = false, has_first_key = false;
	bool begins_blank = false, ends_in_prose = false;
	char quote = 0;

	while (matter.len) {
		struct str line = next_line(&matter);
		enum evidence evidence = NOTHING;

		if (is_blank(line)) {
			begins_blank = begins_blank || line.p == start;
			after_blank = true;
			is_first = is_first && keys + others == 0;
			continue;
		}
		if (!quote)
			evidence = look_at(line, &quote);
		else if (str_trim(line).p[str_trim(line).len - 1] == quote)
			quote = 0;
		if (evidence == NOTHING)
			continue;
		if (evidence == WORDS && !begins_blank)
			evidence = A_KEY;
		if (is_first && evidence == A_KEY) {
			has_first_key = has_first_key || others == 0;
			keys++;
		} else if (is_first) {
			others++;
		} else if (after_blank && evidence == PROSE) {
			ends_in_prose = true;
			if (!has_first_key && keys <= others)
				return AS_PROSE;
		} else if (evidence == A_KEY) {
			ends_in_prose = false;
		}
		after_blank = false;
	}
	if (ends_in_prose)
		return AS_BOTH;
	return has_first_key || keys >= others ? AS_MATTER : AS_PROSE;
}

/* Looks for the line that closes the front matter, and sets all of the split
 * but the matter's start. A bare `---` may be a thematic break. */
static void find_end(struct front_split *split, enum front_fence fence,
		     struct str closer, bool is_bare)
{
	struct str rest = split->matter;
	unsigned int at = split->matter_line;
	enum reading reading = AS_MATTER;

	while (rest.len) {
		struct str matter = split->matter;
		struct str line;

		matter.len -= rest.len;
		line = next_line(&rest);
		at++;
		if (!is_fence(line, closer) &&
		    !(fence == FRONT_YAML && is_fence(line, STR("..."))))
			continue;
		if (is_bare)
			reading = read_as(matter);
		if (reading != AS_MATTER)
			break;
		split->fence = fence;
		split->matter = matter;
		split->body = rest;
		split->body_line = at;
		return;
	}
	if (is_bare && reading == AS_MATTER)
		reading = read_as(split->matter);
	if (reading != AS_PROSE)
		split->fence = FRONT_UNCLOSED;
	split->matter = str_make(NULL, 0);
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
