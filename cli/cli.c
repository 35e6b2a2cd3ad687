/*
 * What the commands share: exit statuses, help, output, the terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/exit.h"
#include "query/render.h"
#include "query/typeset.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MAX	10000
#define HELP_WIDTH	80

enum exit_status exit_status_of(enum err_code code)
{
	switch (code) {
	case ERR_OK:
		return EXIT_DONE;
	case ERR_USAGE:
	case ERR_QUERY:
		return EXIT_USAGE;
	case ERR_LOCKED:
	case ERR_STALE:
		return EXIT_TRY_AGAIN;
	case ERR_INPUT:
	case ERR_NOINDEX:
	case ERR_FORMAT:
	case ERR_CORRUPT:
	case ERR_IO:
	case ERR_LIMIT:
	case ERR_MEMORY:
	case ERR_BUG:
	case ERR_DEADLINE:
		break;
	}
	return EXIT_FAILED;
}

int cli_parse(const struct command *command, int argc, char **argv,
	      void *target, int *first, struct err *err)
{
	struct err found = ERR_INIT;

	if (!opt_parse(command->options, command->flags, argc, argv, target,
		       first, &found))
		return 0;
	return err_set(err, found.code, "%s (see 'pressmark %s --help')",
		       found.message, command->name);
}

int cli_refuse_operand(const struct command *command, const char *operand,
		       struct err *err)
{
	return err_set(err, ERR_USAGE,
		       "unexpected '%s' (see 'pressmark help %s')", operand,
		       command->name);
}

int cli_help(const struct command *command, struct err *err)
{
	struct buf text = BUF_INIT;
	int ret;

	buf_printf(&text, "pressmark %s: %s\n\nusage: pressmark %s",
		   command->name, command->summary, command->name);
	buf_add_str(&text, STR(" [OPTION...]"));
	if (command->operands[0])
		buf_printf(&text, " %s", command->operands);
	buf_printf(&text, "\n\n%s", command->about);
	buf_add_str(&text, STR("\noptions:\n"));
	opt_help(command->options, HELP_WIDTH, &text);
	if (command->examples[0])
		buf_printf(&text, "\nexamples:\n%s", command->examples);
	ret = cli_write(&text, err);
	buf_release(&text);
	return ret < 0 ? ret : EXIT_DONE;
}

/* Writes all of it, whatever the system takes at a time; 0 or an errno. */
static int write_all(int fd, struct str text)
{
	while (text.len) {
		ssize_t n = write(fd, text.p, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		text = str_skip(text, (size_t)n);
	}
	return 0;
}

int cli_write(const struct buf *text, struct err *err)
{
	int ret = buf_check(text, err);
	int errnum;

	if (ret < 0)
		return ret;
	errnum = write_all(STDOUT_FILENO, buf_view(text));
	if (errnum && errnum != EPIPE)
		return err_set_errno(err, errnum,
				     "cannot write to standard output");
	return 0;
}

void cli_write_error(const char *code, unsigned int column,
		     const struct err *err)
{
	struct buf text = BUF_INIT;
	struct err ignored = ERR_INIT;

	render_error_json(code, err->message, column, &text);
	/* The error at hand is the one to report. */
	cli_write(&text, &ignored);
	buf_release(&text);
}

void cli_say(const char *format, ...)
{
	struct buf line = BUF_INIT, text = BUF_INIT;
	va_list args;
	char *room;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	room = n > 0 ? buf_reserve(&line, (size_t)n) : NULL;
	if (room) {
		va_start(args, format);
		vsnprintf(room, (size_t)n + 1, format, args);
		va_end(args);
		line.len = (size_t)n;
	}
	typeset_plain(buf_view(&line), &text);
	buf_add_char(&text, '\n');
	/* Where to complain, if this fails? */
	(void)write_all(STDERR_FILENO, buf_view(&text));
	buf_release(&text);
	buf_release(&line);
}

int cli_fail(const struct err *err)
{
	cli_say("pressmark: %s", err->message);
	return (int)exit_status_of(err->code);
}

unsigned int cli_columns(int fd)
{
	const char *text = getenv("COLUMNS");
	unsigned long columns = text ? strtoul(text, NULL, 10) : 0;
	struct winsize size;

	if (columns == 0 || columns > COLUMNS_MAX)
		columns = ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
	return columns ? (unsigned int)columns : COLUMNS_DEFAULT;
}

bool cli_is_terminal(int fd)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0 && isatty(fd);
}

int cli_when(const char *option, const char *value, enum cli_when *out,
	     struct err *err)
{
	if (!value || !strcmp(value, "auto"))
		*out = CLI_AUTO;
	else if (!strcmp(value, "always"))
		*out = CLI_ALWAYS;
	else if (!strcmp(value, "never"))
		*out = CLI_NEVER;
	else
		return err_set(err, ERR_USAGE,
			       "option '--%s' is auto, always or never, "
			       "not '%s'",
			       option, value);
	return 0;
}

bool cli_want_color(enum cli_when when)
{
	const char *no_color = getenv("NO_COLOR");

	if (when != CLI_AUTO)
		return when == CLI_ALWAYS;
	return !(no_color && *no_color) && cli_is_terminal(STDOUT_FILENO);
}

void cli_add_size(unsigned long long bytes, struct buf *out)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	double size = (double)bytes;
	size_t unit = 0;

	while (size >= 999.95 && unit < 4) {
		size /= 1000;
		unit++;
	}
	buf_printf(out, unit ? "%.1f %s" : "%.0f %s", size, units[unit]);
}
