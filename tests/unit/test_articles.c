/*
 * Tests of how articles are read, each a case in a data file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs every case of the files in articles/ beside this one. Such a file holds
 * comments, then cases; a line that begins with @@ is a directive and all
 * else belongs to the section before it:
 *
 *	@@ case NAME			begins a case
 *	@@ path PATH			its id (a.md)
 *	@@ within FOLDER		that of its source below the site's root
 *	@@ config			lines of pressmark.yaml follow
 *	@@ authors			lines of the data file it names follow
 *	@@ article			the file follows, line by line; or
 *	@@ article escaped		with \n \r \t \0 \xNN \\ decoded
 *	@@ expect			what its normal form holds, a line each:
 *	title = "JSON"			a member is this JSON value
 *	warnings.0.text ~ no date	a member is text that contains this
 *	warnings.1 absent		there is no such member
 *
 * Members are named as in `pressmark explain --json` (indexer/explain.h), by
 * a dotted path. In expectations blank lines and lines that begin with # do
 * not count.
 */
#include "indexer/article.h"
#include "indexer/config.h"

#include "base/fs.h"
#include "indexer/authors.h"
#include "indexer/explain.h"
#include "text/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>

#include <cmocka.h>
#include <jansson.h>

#define FOLDER TEST_DATA "/articles"

#define FILE_MAX ((size_t)1 << 20)
#define JSON_IN	 (JSON_DECODE_ANY | JSON_ALLOW_NUL)
#define JSON_OUT (JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15))

enum section { NOWHERE, IN_CASE, IN_CONFIG, IN_AUTHORS, IN_ARTICLE, IN_EXPECT };

struct fixture {
	const char *file, *name;
	unsigned int line; /* of its @@ case */
	struct str path, within, config, authors, article, expect;
	unsigned int expect_line;
	bool is_escaped;
	const char *fault; /* of the data file itself, with its place */
};

static struct arena memory = ARENA_INIT((size_t)64 << 20);
static struct fixture *fixtures;
static size_t fixture_count, fixture_cap;

/* A formatted text that lives until the end. */
static const char *keep(const char *format, ...) ERR_PRINTF(1, 2);

static const char *keep(const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return arena_copy(&memory, str_of(text)).p;
}

static struct str take_line(struct str *rest)
{
	struct str line = str_head(*rest, str_find(*rest, '\n'));

	*rest = str_skip(*rest, line.len + 1);
	return line;
}

static struct fixture *add_fixture(const char *file, unsigned int line,
				   struct str name)
{
	fixtures = arena_grow(&memory, fixtures, fixture_count, &fixture_cap,
			      sizeof(*fixtures));
	if (!fixtures)
		abort();
	fixtures[fixture_count] = (struct fixture){
		.file = file,
		.line = line,
		.name = keep("%s: %.*s", file, STR_ARG(name)),
		.path = STR("a.md"),
	};
	return &fixtures[fixture_count++];
}

/* Takes the directive after "@@ "; where the lines below it belong, or
 * NOWHERE when it is none. */
static enum section take_directive(struct fixture *f, struct str directive,
				   unsigned int line)
{
	if (str_starts(directive, STR("path "))) {
		f->path = str_skip(directive, 5);
		return IN_CASE;
	}
	if (str_starts(directive, STR("within "))) {
		f->within = str_skip(directive, 7);
		return IN_CASE;
	}
	if (str_eq(directive, STR("config")))
		return IN_CONFIG;
	if (str_eq(directive, STR("authors")))
		return IN_AUTHORS;
	if (str_eq(directive, STR("article")) ||
	    str_eq(directive, STR("article escaped"))) {
		f->is_escaped = directive.len > 7;
		f->article = STR("");
		return IN_ARTICLE;
	}
	if (str_eq(directive, STR("expect"))) {
		f->expect_line = line + 1;
		return IN_EXPECT;
	}
	return NOWHERE;
}

static struct str *section_of(struct fixture *f, enum section section)
{
	switch (section) {
	case IN_CONFIG:
		return &f->config;
	case IN_AUTHORS:
		return &f->authors;
	case IN_ARTICLE:
		return &f->article;
	case IN_EXPECT:
		return &f->expect;
	case NOWHERE:
	case IN_CASE:
		break;
	}
	return NULL;
}

static void check_whole(struct fixture *f)
{
	if (f && !f->fault && (!f->article.p || !f->expect.len))
		f->fault = keep("%s:%u: the case has no article or expects "
				"nothing",
				f->file, f->line);
}

/* Takes a file apart; a fault in it becomes a case that fails. */
static void split_file(const char *file, struct str rest)
{
	enum section section = NOWHERE;
	struct fixture *f = NULL;
	unsigned int number = 0;

	while (rest.len) {
		struct str line = take_line(&rest);
		struct str *text = section_of(f, section);

		number++;
		if (str_starts(line, STR("@@ case "))) {
			check_whole(f);
			f = add_fixture(file, number, str_skip(line, 8));
			section = IN_CASE;
		} else if (str_starts(line, STR("@@"))) {
			if (!f)
				f = add_fixture(file, number, STR("no case"));
			section = take_directive(f, str_skip(line, 3), number);
			if (section == NOWHERE)
				f->fault = keep("%s:%u: no directive: %.*s",
						file, number, STR_ARG(line));
		} else if (text) {
			if (!text->p || !text->len)
				text->p = line.p;
			text->len = (size_t)(rest.p - text->p);
		} else if (section == IN_CASE && str_trim(line).len) {
			f->fault = keep("%s:%u: a line outside of all sections",
					file, number);
		}
	}
	check_whole(f);
	if (!f)
		add_fixture(file, 1, STR("no case"))->fault =
			keep("%s:1: the file holds no case", file);
}

/* Fails, saying why where the runner of tests looks. */
#define give_up(...)                                                           \
	do {                                                                   \
		print_message("# %s\n", keep(__VA_ARGS__));                    \
		fail();                                                        \
	} while (0)

/* The article with its escapes decoded; false for one that is unknown. */
static bool unescape(struct str s, struct buf *out)
{
	static const char letters[] = "nrt0\\", values[] = "\n\r\t\0\\";

	while (s.len) {
		size_t plain = str_find(s, '\\');
		char letter = s.len > plain + 1 ? s.p[plain + 1] : ' ';
		const char *at = strchr(letters, letter);

		buf_add(out, s.p, plain);
		if (plain == s.len)
			break;
		s = str_skip(s, plain + 2);
		if (at) {
			buf_add_char(out, values[at - letters]);
		} else if (letter == 'x' && s.len >= 2) {
			char hex[3] = { s.p[0], s.p[1], '\0' }, *end;
			unsigned long byte = strtoul(hex, &end, 16);

			if (end != hex + 2)
				return false;
			buf_add_char(out, (char)byte);
			s = str_skip(s, 2);
		} else {
			return false;
		}
	}
	return true;
}

static void make_site(const struct fixture *f, struct arena *arena,
		      struct site *site)
{
	struct err err = ERR_INIT;
	struct config config;
	struct authors *authors = arena_alloc(arena, sizeof(*authors));

	if (config_read(f->config, STR("configuration"), arena, &config, &err) <
		    0 ||
	    authors_read(f->authors, config.authors_path, arena, authors,
			 &err) < 0)
		give_up("%s:%u: %s", f->file, f->line, err.message);
	if (config.authors_path.len)
		config.site.authors = authors;
	*site = config.site;
}

/* The article's normal form, parsed. */
static json_t *read_case(const struct fixture *f)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct buf bytes = BUF_INIT, text = BUF_INIT;
	struct err err = ERR_INIT;
	struct article_origin origin = { .id = f->path, .within = f->within };
	struct article article;
	struct site site;
	json_error_t error;
	json_t *json;

	make_site(f, &arena, &site);
	origin.site = &site;
	if (!f->is_escaped)
		buf_add_str(&bytes, f->article);
	else if (!unescape(f->article, &bytes))
		give_up("%s:%u: an escape that is none", f->file, f->line);
	/* article_read may look ahead, as behind what fs_read reads. */
	memset(buf_reserve(&bytes, FS_PADDING), 0, FS_PADDING);
	article_read(buf_view(&bytes), &origin, &arena, &article, &err);
	explain_json(&article, &site, f->path, 0, &text);
	assert_int_equal(buf_check(&text, &err), 0);
	json = json_loadb(text.p, text.len, JSON_IN | JSON_REJECT_DUPLICATES,
			  &error);
	if (!json)
		give_up("explain_json wrote bad JSON: %s", error.text);
	buf_release(&text);
	buf_release(&bytes);
	arena_release(&arena);
	return json;
}

static json_t *child(const json_t *json, struct str key)
{
	char name[256];
	char *end;
	unsigned long index;

	snprintf(name, sizeof(name), "%.*s", STR_ARG(key));
	if (!json_is_array(json))
		return json_object_get(json, name);
	index = strtoul(name, &end, 10);
	return *end ? NULL : json_array_get(json, index);
}

/* The member of a dotted path; a key may hold dots itself. */
static json_t *member(const json_t *json, struct str path)
{
	for (size_t len = path.len; len; len--) {
		json_t *found;

		if (len < path.len && path.p[len] != '.')
			continue;
		found = child(json, str_head(path, len));
		if (found && len < path.len)
			found = member(found, str_skip(path, len + 1));
		if (found)
			return found;
	}
	return NULL;
}

static void print_json(const char *label, const json_t *json)
{
	char *text = json ? json_dumps(json, JSON_OUT) : NULL;

	print_message("#   %s %s\n", label, text ? text : "(absent)");
	free(text);
}

/* The offset of " OPERATOR " in a line, or its length. */
static size_t find_operator(struct str line, const char *operator)
{
	for (size_t i = 0; i + 3 <= line.len; i++) {
		if (!memcmp(line.p + i, operator, 3))
			return i;
	}
	return line.len;
}

struct expectation {
	struct str path;
	json_t *value;	 /* to be equal to, or */
	struct str part; /* to be contained, or */
	bool is_absent;
};

/* False when the line is none. */
static bool parse_expectation(struct str line, struct expectation *out)
{
	static const struct str absent = STR_INIT(" absent");
	size_t equal = find_operator(line, " = ");
	size_t like = find_operator(line, " ~ ");
	size_t at = equal < like ? equal : like;
	struct str value = str_skip(line, at + 3);

	*out = (struct expectation){ .path = str_head(line, at) };
	if (at == line.len) {
		out->path = str_head(line, line.len - absent.len);
		out->is_absent = true;
		return line.len > absent.len && str_ends(line, absent);
	}
	if (at == equal)
		out->value = json_loadb(value.p, value.len, JSON_IN, NULL);
	else
		out->part = value;
	return out->value || out->part.len;
}

static bool contains(const json_t *json, struct str part)
{
	struct str text =
		str_make(json_string_value(json), json_string_length(json));

	for (; text.len >= part.len; text = str_skip(text, 1)) {
		if (str_starts(text, part))
			return true;
	}
	return false;
}

/* Does the line hold? What is wrong is printed. */
static bool check_line(const struct fixture *f, json_t *json, struct str line,
		       unsigned int number)
{
	struct expectation e;
	json_t *got;
	bool is_good;

	if (!parse_expectation(line, &e)) {
		print_message("# %s:%u: no expectation: %.*s\n", f->file,
			      number, STR_ARG(line));
		return false;
	}
	got = member(json, e.path);
	if (e.is_absent)
		is_good = !got;
	else if (e.value)
		is_good = got && json_equal(got, e.value);
	else
		is_good = contains(got, e.part);
	if (!is_good) {
		print_message("# %s:%u: %.*s\n", f->file, number,
			      STR_ARG(e.path));
		if (e.value)
			print_json("wanted", e.value);
		else if (!e.is_absent)
			print_message("#   wanted ...%.*s...\n",
				      STR_ARG(e.part));
		print_json("got   ", got);
	}
	json_decref(e.value);
	return is_good;
}

static void run_case(void **state)
{
	const struct fixture *f = *state;
	struct str rest = f->expect;
	unsigned int number = f->expect_line;
	size_t bad = 0;
	json_t *json;

	if (f->fault)
		give_up("%s", f->fault);
	json = read_case(f);
	for (; rest.len; number++) {
		struct str line = str_trim(take_line(&rest));

		if (line.len && line.p[0] != '#' &&
		    !check_line(f, json, line, number))
			bad++;
	}
	if (bad)
		print_json("all warnings:", member(json, STR("warnings")));
	json_decref(json);
	assert_int_equal(bad, 0);
}

static int is_data(const struct dirent *entry)
{
	return str_ends(str_of(entry->d_name), STR(".txt"));
}

static void load_files(void)
{
	struct dirent **entries;
	int count = scandir(FOLDER, &entries, is_data, alphasort);

	for (int i = 0; i < count; i++) {
		const char *name = keep("%s", entries[i]->d_name);
		struct err err = ERR_INIT;
		struct buf bytes = BUF_INIT;

		if (fs_read(keep(FOLDER "/%s", name), FILE_MAX, &bytes, &err))
			add_fixture(name, 0, STR("reading it"))->fault =
				keep("%s: %s", name, err.message);
		else
			split_file(name, arena_copy(&memory, buf_view(&bytes)));
		buf_release(&bytes);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

int main(void)
{
	struct CMUnitTest *tests;
	int failures;

	load_files();
	tests = arena_array(&memory, fixture_count, sizeof(*tests));
	if (!tests || fixture_count == 0) {
		printf("Bail out! no cases in %s\n", FOLDER);
		return 1;
	}
	for (size_t i = 0; i < fixture_count; i++)
		tests[i] = (struct CMUnitTest){ .name = fixtures[i].name,
						.test_func = run_case,
						.initial_state = &fixtures[i] };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failures = _cmocka_run_group_tests("articles", tests, fixture_count,
					   NULL, NULL);
	arena_release(&memory);
	return failures;
}
