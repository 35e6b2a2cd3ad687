/*
 * What the commands share: their descriptions, output, the terminal, paths.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A command's function gets its own name as argv[0] and returns an exit
 * status, or a negative err_code with err set, which main prints. Standard
 * output carries results and is written through cli_write alone; everything
 * else goes to standard error through cli_say.
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_CLI_H
#define PRESSMARK_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/opt.h"
#include "base/str.h"

struct searcher;

struct command {
	const char *name;
	int (*run)(int argc, char **argv, struct err *err);
	unsigned int flags; /* enum opt_flags for its arguments */
	const char *summary;
	/* For the usage line; may be "". Names of arguments, here and in
	 * options, say what completes them: see complete.c. */
	const char *operands;
	/* Paragraphs, lines already wrapped; a line that begins with two
	 * blanks is a word, two blanks or more, and what it means. What begins
	 * with "exit status: " comes last. */
	const char *about;
	const struct opt *options;
	const char *examples; /* lines, "" for none */
};

/* The row of a table of options (base/opt.h) for the index folder, into a text
 * that is a member of `type`. */
/* clang-format off */
#define INDEX_OPTION(type, member)                                             \
	{ 0, "index", "DIR", OPT_TEXT, offsetof(type, member),                 \
	  "the index folder (default: $PRESSMARK_INDEX, else the nearest "     \
	  ".pressmark in this folder or above)" }
/* clang-format on */

extern const struct command command_index;
extern const struct command command_search;
extern const struct command command_suggest;
extern const struct command command_related;
extern const struct command command_serve;
extern const struct command command_lint;
extern const struct command command_explain;
extern const struct command command_fields;
extern const struct command command_status;
extern const struct command command_eval;
extern const struct command command_help;
extern const struct command command_version;

/* All of them, in the order in which the help lists them, and NULL. */
extern const struct command *const cli_commands[];

/* The command of this name, or NULL. */
const struct command *cli_find_command(const char *name);

/* Runs the command that argv[0] names. ERR_USAGE names the nearest known. */
int cli_run(int argc, char **argv, struct err *err);

/* ERR_USAGE for an operand too many. */
int cli_refuse_operand(const struct command *command, const char *operand,
		       struct err *err);

/* opt_parse by the command's table; the message of a usage error also says
 * where to read more. */
int cli_parse(const struct command *command, int argc, char **argv,
	      void *target, int *first, struct err *err);

/* Prints a command's help to standard output; EXIT_DONE. */
int cli_help(const struct command *command, struct err *err);

/* Writes to standard output, whole and at once. A closed pipe is no failure:
 * nobody is left to read. ERR_IO, ERR_MEMORY when text could not be built. */
int cli_write(const struct buf *text, struct err *err);

/* Writes the error envelope of docs/api.md, with the message of err, to
 * standard output; err stays as it is. Column 0 is left out. */
void cli_write_error(const char *code, unsigned int column,
		     const struct err *err);

/* Writes a line to standard error, control characters as blanks. */
void cli_say(const char *format, ...) ERR_PRINTF(1, 2);

/* Prints text and, under the character at `column` (from 1), a caret. */
void cli_say_place(struct str text, unsigned int column);

/* Prints "pressmark: message"; returns the exit status for it. */
int cli_fail(const struct err *err);

/* The columns of the terminal that fd is: $COLUMNS, else what the system
 * says, else 80. */
unsigned int cli_columns(int fd);

/* May escape sequences be sent to fd? */
bool cli_is_terminal(int fd);

enum cli_when { CLI_AUTO, CLI_ALWAYS, CLI_NEVER };

/* Reads "auto", "always" or "never"; NULL is auto. ERR_USAGE. */
int cli_when(const char *option, const char *value, enum cli_when *out,
	     struct err *err);

/* Is what is written to standard output to be in colour? */
bool cli_want_color(enum cli_when when);

/* Appends the path of the index folder: --index's value if not NULL, else
 * $PRESSMARK_INDEX, else the nearest .pressmark. FOLDER_ABSENT (with the path
 * of one in the current folder) when there is none. ERR_IO, ERR_MEMORY. */
int cli_find_index(const char *given, struct buf *out, struct err *err);

/* The same for commands that need one: ERR_NOINDEX says what to do. */
int cli_need_index(const char *given, struct buf *out, struct err *err);

/* Opens an index to be read, as searcher_open; should it crash the command,
 * that is told. */
int cli_open_index(const char *folder, struct searcher **out, struct err *err);

/* The current folder, in the arena. ERR_IO, ERR_MEMORY. */
int cli_here(struct arena *arena, struct str *out, struct err *err);

/* The sources of an index as absolute paths, by their numbers. */
int cli_sources(const char *folder, struct str here, const struct str *sources,
		size_t count, struct arena *arena, const struct str **out,
		struct err *err);

/* Bytes for people: "12 B", "3.4 kB", "1.2 MB". */
void cli_add_size(unsigned long long bytes, struct buf *out);

#endif
