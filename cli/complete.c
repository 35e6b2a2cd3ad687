/*
 * Completion: what the last word of a command line can become.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/complete.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "cli/cli.h"
#include "indexer/site.h"
#include "query/catalog.h"
#include "query/lookup.h"
#include "query/typeset.h"
#include "text/fold.h"
#include "text/number.h"

/* More ids than a person would choose from. */
#define IDS_MAX 1000

enum source {
	FROM_FILES,
	FROM_FOLDERS,
	FROM_WORDS, /* with blanks between */
	FROM_COMMANDS,
	FROM_PRESETS,
	FROM_FIELDS,   /* names of fields */
	FROM_ARTICLES, /* ids; where none begins so, files */
	FROM_VALUES,   /* of the field `words`, with commas between */
	FROM_SETTINGS, /* NAME=VALUE */
	FROM_QUERY     /* the words of a query: NAME:VALUE */
};

/* What completes an argument, by its name in the help. */
static const struct {
	const char *argument;
	enum source source;
	const char *words;
} arguments[] = {
	{ "ARTICLE", FROM_ARTICLES, NULL },
	{ "AUTHOR", FROM_VALUES, "author" },
	{ "COMMAND", FROM_COMMANDS, NULL },
	{ "DATE", FROM_WORDS, "today yesterday 7d 2w 6m 1y" },
	{ "DIR", FROM_FOLDERS, NULL },
	{ "FIELD", FROM_FIELDS, NULL },
	{ "FILE", FROM_FILES, NULL },
	{ "LANG", FROM_VALUES, "lang" },
	{ "NAME,...", FROM_FIELDS, NULL },
	{ "NAME=VALUE", FROM_SETTINGS, NULL },
	{ "ORDER", FROM_WORDS, "relevance newest oldest title" },
	{ "PREFIX", FROM_QUERY, NULL },
	{ "PRESET", FROM_PRESETS, NULL },
	{ "QUERIES", FROM_FILES, NULL },
	{ "QUERY", FROM_QUERY, NULL },
	{ "RUN", FROM_FILES, NULL },
	{ "SOURCE", FROM_FILES, NULL },
	{ "TAG", FROM_VALUES, "tag" },
	{ "WHEN", FROM_WORDS, "auto always never" },
};

/* A command line as far as it is understood. */
struct line {
	const char *index; /* value of --index, or NULL */
	struct str lead;   /* what the last word keeps, such as "--tag=" */
	struct str typed;  /* of it, what is to be completed */
	struct buf folded; /* the same, as fold_name makes it */
	struct buf words;  /* the answer */
};

/* Adds a word if what is typed can become it. The value is cleaned; what it
 * means may be empty. */
static void add_word(struct line *line, struct str word, struct str meaning)
{
	struct buf folded = BUF_INIT;

	fold_name(word, &folded);
	if (str_starts(word, line->typed) ||
	    (line->folded.len &&
	     str_starts(buf_view(&folded), buf_view(&line->folded)))) {
		buf_add_str(&line->words, line->lead);
		typeset_plain(word, &line->words);
		if (meaning.len) {
			buf_add_char(&line->words, '\t');
			typeset_plain(meaning, &line->words);
		}
		buf_add_char(&line->words, '\n');
	}
	buf_release(&folded);
}

static void set_typed(struct line *line, size_t lead)
{
	line->lead.len += lead;
	line->typed = str_skip(line->typed, lead);
	buf_clear(&line->folded);
	fold_name(line->typed, &line->folded);
}

static void add_list(struct line *line, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		add_word(line, str_make(words, len), str_make(NULL, 0));
		words += len;
		words += strspn(words, " ");
	}
}

static void add_commands(struct line *line)
{
	for (size_t i = 0; cli_commands[i]; i++)
		add_word(line, str_of(cli_commands[i]->name),
			 str_of(cli_commands[i]->summary));
}

static void add_presets(struct line *line)
{
	for (int i = 0; i < SITE_PRESETS; i++)
		add_word(line, str_of(site_preset_name((enum site_preset)i)),
			 str_make(NULL, 0));
}

/* ---- From the index ----------------------------------------------------- */

/* NULL where there is none that can be read. */
static struct searcher *open_index(const struct line *line)
{
	struct searcher *searcher = NULL;
	struct buf folder = BUF_INIT;
	struct err ignored = ERR_INIT;

	if (cli_need_index(line->index, &folder, &ignored) < 0 ||
	    searcher_open(folder.p, &searcher, &ignored) < 0)
		searcher = NULL;
	buf_release(&folder);
	return searcher;
}

static void add_articles(uint32_t n, struct buf *out)
{
	buf_clear(out);
	number_add(n, out);
	buf_add_str(out, n == 1 ? STR(" article") : STR(" articles"));
}

/* A name as it stands in a query, where blanks would part it. */
static void add_joined(struct str text, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out, text.p[i] == ' ' ? '-' : text.p[i]);
}

/* Values of a field, the commonest first. A comma would part a value in two;
 * quotes and brackets would be read as such in a query. */
static void add_values(struct line *line, struct str field, bool in_query)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct searcher *searcher = open_index(line);
	struct buf joined = BUF_INIT, articles = BUF_INIT;
	struct err ignored = ERR_INIT;
	struct catalog_field f;

	if (!searcher || catalog_get(searcher, field, &arena, &f, &ignored) < 0)
		goto out;
	for (size_t i = 0; i < f.list_count; i++) {
		struct str text = f.list[i].text;

		if (memchr(text.p, ',', text.len))
			continue;
		if (in_query) {
			add_joined(text, &joined);
			text = buf_view(&joined);
			if (joined.failed ||
			    strcspn(joined.p, "\"()") < text.len)
				continue;
		}
		add_articles(f.list[i].articles, &articles);
		add_word(line, text, buf_view(&articles));
	}
out:
	buf_release(&joined);
	buf_release(&articles);
	searcher_free(searcher);
	arena_release(&arena);
}

/* Names of fields, each followed by `end`. */
static void add_fields(struct line *line, const char *end)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct searcher *searcher = open_index(line);
	const struct catalog_field *fields = NULL;
	struct buf name = BUF_INIT, articles = BUF_INIT;
	struct err ignored = ERR_INIT;
	size_t count = 0;

	if (searcher &&
	    catalog_list(searcher, 1, &arena, &fields, &count, &ignored) < 0)
		count = 0;
	for (size_t i = 0; i < count; i++) {
		buf_clear(&name);
		buf_add_str(&name, fields[i].name);
		buf_add_str(&name, str_of(end));
		add_articles(fields[i].articles, &articles);
		add_word(line, buf_view(&name), buf_view(&articles));
	}
	buf_release(&name);
	buf_release(&articles);
	searcher_free(searcher);
	arena_release(&arena);
}

/* Ids of articles; false where none begins so. */
static bool add_ids(struct line *line)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct searcher *searcher = open_index(line);
	struct err ignored = ERR_INIT;
	const struct str *ids;
	size_t count = 0;

	if (searcher && lookup_ids(searcher, line->typed, IDS_MAX, &arena, &ids,
				   &count, &ignored) < 0)
		count = 0;
	for (size_t i = 0; i < count; i++)
		add_word(line, ids[i], str_make(NULL, 0));
	searcher_free(searcher);
	arena_release(&arena);
	return count > 0;
}

/* ---- Arguments ---------------------------------------------------------- */

/* Keeps what stands before the last comma. */
static void keep_items(struct line *line)
{
	size_t lead = line->typed.len;

	while (lead && line->typed.p[lead - 1] != ',')
		lead--;
	set_typed(line, lead);
}

/* A name, this sign, and values; false where the sign is missing. */
static bool add_named(struct line *line, char sign, bool in_query)
{
	size_t end = str_find(line->typed, sign);
	struct str name = str_head(line->typed, end);

	if (end == line->typed.len)
		return false;
	if (in_query && str_starts(name, STR("-")))
		name = str_skip(name, 1);
	set_typed(line, end + 1);
	keep_items(line);
	add_values(line, name, in_query);
	return true;
}

/* What the argument of this name can be; returns the kind of the answer. */
static const char *add_argument(struct line *line, struct str name)
{
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		if (!str_eq(name, str_of(arguments[i].argument)))
			continue;
		switch (arguments[i].source) {
		case FROM_FILES:
			return "files";
		case FROM_FOLDERS:
			return "folders";
		case FROM_WORDS:
			add_list(line, arguments[i].words);
			break;
		case FROM_COMMANDS:
			add_commands(line);
			break;
		case FROM_PRESETS:
			add_presets(line);
			break;
		case FROM_FIELDS:
			add_fields(line, "");
			break;
		case FROM_ARTICLES:
			if (!add_ids(line))
				return "files";
			break;
		case FROM_VALUES:
			keep_items(line);
			add_values(line, str_of(arguments[i].words), false);
			break;
		case FROM_SETTINGS:
			if (!add_named(line, '=', false))
				add_fields(line, "=");
			break;
		case FROM_QUERY:
			add_named(line, ':', true);
			break;
		}
	}
	return "words";
}

/* ---- The command line --------------------------------------------------- */

static void add_options(struct line *line, const struct opt *table)
{
	for (const struct opt *o = table; o->type != OPT_NONE; o++) {
		struct buf name = BUF_INIT;

		if (!o->name)
			continue;
		buf_printf(&name, "--%s", o->name);
		/* A dash alone is folded away: only what begins so. */
		if (str_starts(buf_view(&name), line->typed))
			add_word(line, buf_view(&name), str_of(o->help));
		buf_release(&name);
	}
}

/* The row of an option that takes an argument, of which `word` has the name
 * alone (`--tag`, `-n`) or with a value (`--tag=x`); else NULL. */
static const struct opt *row_of(const struct opt *table, struct str word)
{
	struct str name = str_head(word, str_find(word, '='));

	for (const struct opt *o = table; o->type != OPT_NONE; o++) {
		if (!o->argument)
			continue;
		if (o->letter && word.len == 2 && word.p[0] == '-' &&
		    word.p[1] == o->letter)
			return o;
		if (o->name && str_starts(name, STR("--")) &&
		    str_eq(str_skip(name, 2), str_of(o->name)))
			return o;
	}
	return NULL;
}

/* The name of what operands are, the first of several: "[SOURCE...]" is
 * "SOURCE". */
static struct str operand_name(const struct command *command)
{
	const char *start = command->operands;

	start += strspn(start, "[");
	return str_make(start, strcspn(start, ".] "));
}

/* Reads what stands between the command and the last word. Returns the option
 * whose argument that is, or NULL; *is_operand when it can be no option. */
static const struct opt *read_options(struct line *line,
				      const struct command *command,
				      const char *const *words, size_t count,
				      bool *is_operand)
{
	for (size_t i = 0; i < count; i++) {
		struct str word = str_of(words[i]);
		const struct opt *o = row_of(command->options, word);
		size_t value = str_find(word, '=') + 1;

		if (str_eq(word, STR("--"))) {
			*is_operand = true;
			return NULL;
		}
		if (!o)
			continue;
		if (value > word.len) {
			if (++i == count)
				return o;
			value = 0;
		}
		if (o->name && !strcmp(o->name, "index"))
			line->index = words[i] + value;
	}
	return NULL;
}

static const char *add_all(struct line *line, const char *const *words,
			   size_t count)
{
	const struct command *command;
	const struct opt *option;
	bool is_operand = false;

	if (count == 1) {
		if (line->typed.len && line->typed.p[0] == '-')
			add_list(line, "--help --version");
		else
			add_commands(line);
		return "words";
	}
	command = cli_find_command(words[0]);
	if (!command)
		return "words";
	option = read_options(line, command, words + 1, count - 2, &is_operand);
	if (!option && !is_operand &&
	    str_find(line->typed, '=') < line->typed.len) {
		option = row_of(command->options, line->typed);
		if (option)
			set_typed(line, str_find(line->typed, '=') + 1);
	}
	if (option)
		return add_argument(line, str_of(option->argument));
	if (!is_operand && line->typed.len && line->typed.p[0] == '-' &&
	    str_find(line->typed, ':') == line->typed.len) {
		add_options(line, command->options);
		return "words";
	}
	return add_argument(line, operand_name(command));
}

void complete_line(const char *const *words, size_t count, struct buf *out)
{
	struct line line = { .folded = BUF_INIT, .words = BUF_INIT };
	const char *kind = "words";

	if (count) {
		line.typed = str_of(words[count - 1]);
		line.lead = str_head(line.typed, 0);
		set_typed(&line, 0);
		kind = add_all(&line, words, count);
	}
	buf_printf(out, "%s\n", kind);
	buf_add_str(out, buf_view(&line.words));
	if (line.words.failed)
		out->failed = line.words.failed;
	buf_release(&line.folded);
	buf_release(&line.words);
}
