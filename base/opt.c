/*
 * Command lines: one table of options gives parsing, --help and checks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/opt.h"

#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define ROWS_MAX    40
#define NEAREST_MAX 64
#define HELP_COLUMN 22
#define WIDTH_MIN   40

/* What getopt_long returns for row 0's long name; above any letter. */
#define LONG_VALUE 256

struct parser {
	const struct opt *table;
	size_t rows;
	char shorts[2 + 2 * ROWS_MAX + 1];
	struct option longs[ROWS_MAX + 1];
	void *target;
};

static bool takes_argument(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_COUNT;
}

static bool is_letter(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static void parser_init(struct parser *p, const struct opt *table, void *target)
{
	size_t letters = 0, names = 0;

	memset(p, 0, sizeof(*p));
	p->table = table;
	p->target = target;
	/* "-": operands are handed over in order, as the code 1, whatever
	 * POSIXLY_CORRECT says. ":": a missing argument is told apart. */
	p->shorts[letters++] = '-';
	p->shorts[letters++] = ':';
	for (; table[p->rows].type != OPT_NONE; p->rows++) {
		const struct opt *o = &table[p->rows];

		if (p->rows == ROWS_MAX)
			BUG("too many rows in a table of options");
		if (o->letter) {
			if (!is_letter(o->letter))
				BUG("bad letter in a table of options");
			p->shorts[letters++] = (char)o->letter;
			if (takes_argument(o))
				p->shorts[letters++] = ':';
		}
		if (o->name) {
			p->longs[names].name = o->name;
			p->longs[names].has_arg = takes_argument(o)
							  ? required_argument
							  : no_argument;
			p->longs[names++].val = LONG_VALUE + (int)p->rows;
		}
	}
}

/* The row that a short option's letter or getopt_long's code stands for. */
static const struct opt *row_of(const struct parser *p, int code)
{
	if (code >= LONG_VALUE && (size_t)(code - LONG_VALUE) < p->rows)
		return &p->table[code - LONG_VALUE];
	for (size_t i = 0; i < p->rows; i++) {
		if (code && p->table[i].letter == code)
			return &p->table[i];
	}
	return NULL;
}

/* Decimal digits only, all of them, within an unsigned int. */
static bool parse_uint(const char *text, unsigned int *out)
{
	unsigned int value = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned int digit = (unsigned int)(unsigned char)*text - '0';

		if (digit > 9 || value > (UINT_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

/* Is this argument an operand by the rule of OPT_DASH_WORDS? */
static bool is_dash_word(const struct parser *p, const char *arg)
{
	const struct opt *o;

	if (arg[0] != '-' || arg[1] == '\0' || arg[1] == '-')
		return false;
	o = row_of(p, (unsigned char)arg[1]);
	if (!o)
		return true;
	if (takes_argument(o)) {
		if (arg[2] == '\0')
			return false;
		return o->type != OPT_UINT ||
		       arg[2 + strspn(arg + 2, "0123456789")] != '\0';
	}
	for (size_t i = 2; arg[i]; i++) {
		o = row_of(p, (unsigned char)arg[i]);
		if (!o || takes_argument(o))
			return true;
	}
	return false;
}

/* How the user wrote the option: "--limit" or "-n". */
struct label {
	char text[NEAREST_MAX + 3];
};

static struct label label_of(const struct parser *p, int code)
{
	struct label label = { "" };
	const struct opt *o = row_of(p, code);

	if (code >= LONG_VALUE && o) {
		snprintf(label.text, sizeof(label.text), "--%.*s", NEAREST_MAX,
			 o->name);
	} else {
		label.text[0] = '-';
		label.text[1] = (char)code;
	}
	return label;
}

static int store(const struct parser *p, int code, const char *value,
		 struct err *err)
{
	const struct opt *o = row_of(p, code);
	char *field = (char *)p->target + o->offset;
	struct opt_list *list;

	switch (o->type) {
	case OPT_FLAG:
		*(bool *)(void *)field = true;
		return 0;
	case OPT_COUNT:
		if (*(unsigned int *)(void *)field < UINT_MAX)
			++*(unsigned int *)(void *)field;
		return 0;
	case OPT_UINT:
		if (parse_uint(value, (unsigned int *)(void *)field))
			return 0;
		return err_set(err, ERR_USAGE,
			       "option '%s' needs a whole number from 0 to "
			       "%u, not '%s'",
			       label_of(p, code).text, UINT_MAX, value);
	case OPT_TEXT:
		*(const char **)(void *)field = value;
		return 0;
	case OPT_LIST:
		list = (struct opt_list *)(void *)field;
		if (list->count >= OPT_LIST_MAX)
			return err_set(err, ERR_USAGE,
				       "option '%s' is given more than %d "
				       "times",
				       label_of(p, code).text, OPT_LIST_MAX);
		list->items[list->count++] = value;
		return 0;
	case OPT_NONE:
		break;
	}
	BUG("bad type in a table of options");
}

/* A long option that getopt_long did not know, or found unclear. */
static int refuse_long(const struct parser *p, const char *arg, struct err *err)
{
	const char *names[ROWS_MAX], *nearest;
	const char *fits[2] = { NULL, NULL };
	size_t len = strcspn(arg + 2, "=");
	size_t count = 0, fitting = 0;
	char word[NEAREST_MAX + 1];

	for (size_t i = 0; i < p->rows; i++) {
		const char *name = p->table[i].name;

		if (!name)
			continue;
		names[count++] = name;
		if (len && !strncmp(name, arg + 2, len) && fitting < 2)
			fits[fitting++] = name;
	}
	if (fitting == 2)
		return err_set(err, ERR_USAGE,
			       "option '--%.*s' may be '--%s' or '--%s'",
			       (int)len, arg + 2, fits[0], fits[1]);
	if (len <= NEAREST_MAX) {
		memcpy(word, arg + 2, len);
		word[len] = '\0';
		nearest = opt_nearest(word, names, count);
		if (nearest)
			return err_set(err, ERR_USAGE,
				       "unknown option '--%s', did you mean "
				       "'--%s'?",
				       word, nearest);
	}
	return err_set(err, ERR_USAGE, "unknown option '--%.*s'", (int)len,
		       arg + 2);
}

/* Says what was wrong with argument `arg`, at which getopt_long returned
 * `code`. */
static int refuse(const struct parser *p, int code, const char *arg,
		  struct err *err)
{
	const struct opt *o = row_of(p, optopt);

	if (code == ':' && o)
		return err_set(err, ERR_USAGE,
			       "option '%s' needs an argument, %s",
			       label_of(p, optopt).text,
			       o->argument ? o->argument : "VALUE");
	if (optopt >= LONG_VALUE && o)
		return err_set(err, ERR_USAGE, "option '--%s' takes no value",
			       o->name);
	if (!strncmp(arg, "--", 2))
		return refuse_long(p, arg, err);
	if (is_letter(optopt) && arg[1] != optopt)
		return err_set(err, ERR_USAGE, "unknown option '-%c' in '%s'",
			       optopt, arg);
	return err_set(err, ERR_USAGE, "unknown option '%s'", arg);
}

/* Moves the operands, of which there are `count`, behind all other arguments;
 * both keep their order. */
static void move_operands(int argc, char **argv, char **operands, int count)
{
	int taken = 0, kept = 1;

	for (int i = 1; i < argc; i++) {
		if (taken < count && argv[i] == operands[taken])
			taken++;
		else
			argv[kept++] = argv[i];
	}
	if (taken)
		memcpy(argv + kept, operands,
		       (size_t)taken * sizeof(*operands));
}

int opt_parse(const struct opt *table, unsigned int flags, int argc,
	      char **argv, void *target, int *first, struct err *err)
{
	struct parser p;
	char **operands;
	int count = 0, result = 0;

	parser_init(&p, table, target);
	operands = calloc((size_t)(argc > 0 ? argc : 0) + 1, sizeof(*operands));
	if (!operands)
		return err_set(err, ERR_MEMORY,
			       "not enough memory for %d arguments", argc);
	/* Zero makes the C library forget the last command line; it does so
	 * when called, here for a line without arguments. */
	opterr = 0;
	optind = 0;
	getopt_long(1, argv, p.shorts, p.longs, NULL);
	for (;;) {
		/* Within a cluster of letters optind stays, and with it what
		 * the rule says of the argument. */
		int code, at = optind;

		if ((flags & OPT_DASH_WORDS) && at < argc &&
		    is_dash_word(&p, argv[at])) {
			operands[count++] = argv[at];
			optind++;
			continue;
		}
		code = getopt_long(argc, argv, p.shorts, p.longs, NULL);
		if (code == -1)
			break;
		if (code == 1) {
			operands[count++] = optarg;
		} else if (code == '?' || code == ':') {
			result = refuse(&p, code, argv[at], err);
			goto out;
		} else {
			result = store(&p, code, optarg, err);
			if (result < 0)
				goto out;
		}
	}
	while (optind < argc)
		operands[count++] = argv[optind++];
	move_operands(argc, argv, operands, count);
	*first = argc - count;
out:
	free(operands);
	return result;
}

static void add_spaces(struct buf *out, size_t n)
{
	while (n--)
		buf_add_char(out, ' ');
}

/* Adds the words of `text`, from column HELP_COLUMN on. */
static void add_wrapped(struct buf *out, const char *text, size_t width)
{
	size_t column = HELP_COLUMN;

	while (*text) {
		size_t len = strcspn(text, " ");
		size_t wide = utf8_count(str_make(text, len));

		if (column > HELP_COLUMN && column + 1 + wide > width) {
			buf_add_char(out, '\n');
			add_spaces(out, HELP_COLUMN);
			column = HELP_COLUMN;
		}
		if (column > HELP_COLUMN) {
			buf_add_char(out, ' ');
			column++;
		}
		buf_add(out, text, len);
		column += wide;
		text += len;
		text += strspn(text, " ");
	}
	buf_add_char(out, '\n');
}

void opt_help(const struct opt *table, unsigned int width, struct buf *out)
{
	struct buf left = BUF_INIT;

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	for (const struct opt *o = table; o->type != OPT_NONE; o++) {
		size_t wide;

		buf_clear(&left);
		if (o->letter)
			buf_printf(&left, "  -%c", o->letter);
		else
			buf_add(&left, "    ", 4);
		if (o->name)
			buf_printf(&left, "%c --%s", o->letter ? ',' : ' ',
				   o->name);
		if (takes_argument(o))
			buf_printf(&left, " %s",
				   o->argument ? o->argument : "VALUE");
		if (left.failed)
			out->failed = left.failed;
		buf_add_str(out, buf_view(&left));
		wide = utf8_count(buf_view(&left));
		if (wide + 2 > HELP_COLUMN) {
			buf_add_char(out, '\n');
			wide = 0;
		}
		add_spaces(out, HELP_COLUMN - wide);
		add_wrapped(out, o->help, width);
	}
	buf_release(&left);
}

static size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's distance with swaps of neighbours.
 * Both lengths are at most NEAREST_MAX. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][NEAREST_MAX + 1] = { { 0 } };
	size_t *older = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		now[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *oldest = older;

		older = last;
		last = now;
		now = oldest;
		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t d = last[j - 1] + (a[i - 1] != b[j - 1]);

			d = min_size(d, last[j] + 1);
			d = min_size(d, now[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = min_size(d, older[j - 2] + 1);
			now[j] = d;
		}
	}
	return now[b_len];
}

const char *opt_nearest(const char *word, const char *const *names,
			size_t count)
{
	size_t len = strlen(word);
	size_t best = len / 3 > 1 ? len / 3 : 1;
	const char *nearest = NULL;

	if (len > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t name_len = strlen(names[i]);
		size_t d;

		/* What differs more in length is farther away. */
		if (name_len > NEAREST_MAX || name_len > len + best ||
		    len > name_len + best)
			continue;
		d = distance(word, len, names[i], name_len);
		if (d > best || (nearest && d == best))
			continue;
		if (d >= (len > name_len ? len : name_len))
			continue;
		nearest = names[i];
		best = d;
	}
	return nearest;
}
