/*
 * Manual pages, from what the commands say of themselves.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/manual.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "base/version.h"

#define EXIT_STATUS	 "exit status: "
#define LINE_MAX_WRITTEN 64 /* bytes before they are escaped */

/* Appends text so that it is shown as it is: groff_char(7) has the names.
 * Nothing of it is taken for a request, as it never begins a line. */
static void add_text(struct str text, struct buf *out)
{
	static const struct {
		uint32_t c;
		const char *escape;
	} escapes[] = {
		{ '\\', "\\e" },  { '-', "\\-" },   { '\'', "\\(aq" },
		{ '"', "\\(dq" }, { '`', "\\(ga" }, { '^', "\\(ha" },
		{ '~', "\\(ti" },
	};

	for (size_t at = 0; at < text.len;) {
		const char *escape = NULL;
		uint32_t c;
		size_t n = utf8_decode(text.p + at, text.len - at, &c);

		for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]);
		     i++) {
			if (n && escapes[i].c == c)
				escape = escapes[i].escape;
		}
		if (escape)
			buf_add_str(out, str_of(escape));
		else if (n > 1)
			buf_printf(out, "\\[u%04" PRIX32 "]", c);
		else
			buf_add(out, text.p + at, 1);
		at += n ? n : 1;
	}
}

/* A line as it is; guarded, so that a dot begins no request. */
static void add_line(struct str text, struct buf *out)
{
	if (str_starts(text, STR(".")))
		buf_add_str(out, STR("\\&"));
	add_text(text, out);
	buf_add_char(out, '\n');
}

/* Running text, in lines that an editor shows whole. */
static void add_running(struct str text, struct buf *out)
{
	while (text.len > LINE_MAX_WRITTEN) {
		size_t end = LINE_MAX_WRITTEN;

		while (end && text.p[end] != ' ')
			end--;
		if (end == 0)
			break;
		add_line(str_head(text, end), out);
		text = str_skip(text, end + 1);
	}
	add_line(text, out);
}

static void add_bold(struct str text, struct buf *out)
{
	buf_add_str(out, STR("\\fB"));
	add_text(text, out);
	buf_add_str(out, STR("\\fR"));
}

static void add_heading(const char *heading, struct buf *out)
{
	buf_printf(out, ".SH %s\n", heading);
}

/* Takes the next line from *rest, without its end. */
static struct str take_line(struct str *rest)
{
	struct str line = str_head(*rest, str_find(*rest, '\n'));

	*rest = str_skip(*rest, line.len + 1);
	return line;
}

/* "  word   what it means": a tagged paragraph. */
static void add_item(struct str line, struct buf *out)
{
	struct str text = str_trim(line);
	size_t end = 0;

	while (end < text.len && !str_starts(str_skip(text, end), STR("  ")))
		end++;
	buf_add_str(out, STR(".TP\n"));
	add_bold(str_head(text, end), out);
	buf_add_char(out, '\n');
	if (end < text.len)
		add_running(str_trim(str_skip(text, end)), out);
}

/* Paragraphs and lists, as in struct command's about. */
static void add_about(struct str text, struct buf *out)
{
	bool is_list = false, is_new = false;

	while (text.len) {
		struct str line = take_line(&text);

		if (line.len == 0) {
			is_new = true;
			continue;
		}
		if (str_starts(line, STR("   "))) {
			add_running(str_trim(line), out);
		} else if (str_starts(line, STR("  "))) {
			add_item(line, out);
			is_list = true;
		} else {
			if (is_new || is_list)
				buf_add_str(out, STR(".PP\n"));
			add_running(line, out);
			is_list = false;
		}
		is_new = false;
	}
}

static void add_options(const struct opt *table, struct buf *out)
{
	for (const struct opt *o = table; o->type != OPT_NONE; o++) {
		buf_add_str(out, STR(".TP\n\\fB"));
		if (o->letter)
			buf_printf(out, "\\-%c", o->letter);
		if (o->letter && o->name)
			buf_add_str(out, STR("\\fR, \\fB"));
		if (o->name) {
			buf_add_str(out, STR("\\-\\-"));
			add_text(str_of(o->name), out);
		}
		buf_add_str(out, STR("\\fR"));
		if (o->argument) {
			buf_add_str(out, STR(" \\fI"));
			add_text(str_of(o->argument), out);
			buf_add_str(out, STR("\\fR"));
		}
		buf_add_char(out, '\n');
		add_running(str_of(o->help), out);
	}
}

static void add_examples(struct str text, struct buf *out)
{
	buf_add_str(out, STR(".nf\n"));
	while (text.len)
		add_line(str_trim(take_line(&text)), out);
	buf_add_str(out, STR(".fi\n"));
}

static void add_title(const char *name, const char *summary, struct buf *out)
{
	buf_add_str(out, STR(".\\\" From what 'pressmark help' says.\n.TH "));
	for (const char *c = name; *c; c++) {
		if (*c == '-')
			buf_add_str(out, STR("\\-"));
		else
			buf_add_char(out, *c >= 'a' && *c <= 'z'
						  ? (char)(*c - 'a' + 'A')
						  : *c);
	}
	buf_printf(out, " 1 %s \"pressmark %s\" \"Pressmark manual\"\n",
		   PRESSMARK_DATE, PRESSMARK_VERSION);
	add_heading("NAME", out);
	add_text(str_of(name), out);
	buf_add_str(out, STR(" \\- "));
	add_line(str_of(summary), out);
}

static void add_synopsis(const char *words, const char *operands,
			 struct buf *out)
{
	add_heading("SYNOPSIS", out);
	add_bold(str_of(words), out);
	buf_add_str(out, STR(" [\\fIOPTION\\fR...]"));
	if (operands[0]) {
		buf_add_str(out, STR(" \\fI"));
		add_text(str_of(operands), out);
		buf_add_str(out, STR("\\fR"));
	}
	buf_add_char(out, '\n');
}

/* References, but that to the page itself. */
static void add_see_also(const struct command *command, struct buf *out)
{
	add_heading("SEE ALSO", out);
	if (command)
		buf_add_str(out, STR("\\fBpressmark\\fR(1)"));
	for (size_t i = 0; cli_commands[i]; i++) {
		if (cli_commands[i] == command)
			continue;
		buf_printf(out, "%s\\fBpressmark\\-%s\\fR(1)",
			   command || i ? ",\n" : "", cli_commands[i]->name);
	}
	buf_add_char(out, '\n');
}

static void add_command(const struct command *command, struct buf *out)
{
	struct str about = str_of(command->about);
	struct buf name = BUF_INIT;
	size_t end = 0;

	while (end < about.len &&
	       !str_starts(str_skip(about, end), STR("\n" EXIT_STATUS)))
		end++;
	buf_printf(&name, "pressmark-%s", command->name);
	if (name.failed) {
		out->failed = name.failed;
		return;
	}
	add_title(name.p, command->summary, out);
	name.p[strlen("pressmark")] = ' ';
	add_synopsis(name.p, command->operands, out);
	buf_release(&name);
	add_heading("DESCRIPTION", out);
	add_about(str_head(about, end), out);
	add_heading("OPTIONS", out);
	add_options(command->options, out);
	if (end < about.len) {
		add_heading("EXIT STATUS", out);
		add_about(str_skip(about, end + strlen("\n" EXIT_STATUS)), out);
	}
	add_heading("EXAMPLES", out);
	add_examples(str_of(command->examples), out);
	add_see_also(command, out);
}

/* What holds for all commands. */
static const struct {
	const char *heading, *text;
} sections[] = {
	{ "ENVIRONMENT",
	  "  PRESSMARK_INDEX  the index folder, where --index does not name "
	  "one\n"
	  "  NO_COLOR         if set and not empty, nothing is in colour that "
	  "need not be\n"
	  "  COLUMNS          the width of the output\n"
	  "  TERM             dumb: no colours and links\n" },
	{ "FILES",
	  "  .pressmark/      the index: the nearest such folder, here or "
	  "above, as git finds\n"
	  "                   .git; it is a cache, and can be made anew\n"
	  "  pressmark.yaml   the configuration, beside it; need not exist\n" },
	{ "EXIT STATUS",
	  "  0   found, or done\n"
	  "  1   nothing matched\n"
	  "  2   the command line or the query is wrong, or, with --strict, an "
	  "article is\n"
	  "  3   failed: no index, a damaged one, a full disk\n"
	  "  4   done, but some articles were rejected\n"
	  "  75  try again: another run holds the index, or the run was "
	  "interrupted\n" },
};

static void add_program(struct buf *out)
{
	add_title("pressmark",
		  "full-text search for folders of Markdown articles", out);
	add_heading("SYNOPSIS", out);
	buf_add_str(out, STR("\\fBpressmark\\fR \\fICOMMAND\\fR "
			     "[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"));
	add_heading("DESCRIPTION", out);
	add_about(STR("Reads a folder of Markdown articles with front matter, "
		      "makes an index of it, and\n"
		      "searches that. Articles are found by their words, "
		      "titles, tags, authors, dates and\n"
		      "every other field of their front matter.\n"),
		  out);
	add_heading("COMMANDS", out);
	for (size_t i = 0; cli_commands[i]; i++) {
		buf_printf(out, ".TP\n\\fBpressmark\\-%s\\fR(1)\n",
			   cli_commands[i]->name);
		add_line(str_of(cli_commands[i]->summary), out);
	}
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		add_heading(sections[i].heading, out);
		add_about(str_of(sections[i].text), out);
	}
	add_heading("EXAMPLES", out);
	add_examples(STR("  pressmark index content/\n"
			 "  pressmark search gas pipeline --since 2025\n"),
		     out);
	add_see_also(NULL, out);
}

void manual_add(const struct command *command, struct buf *out)
{
	if (command)
		add_command(command, out);
	else
		add_program(out);
}
