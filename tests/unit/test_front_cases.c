/*
 * Tests of how front matter becomes a tree, each a case in a data file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs every case of the files in front/ beside this one. Such a file holds
 * comments, then cases; a line that begins with @@ is a directive:
 *
 *	@@ NAME			begins a case; the front matter follows, from
 *				line 1 of a file on, as the file's name says
 *				(toml-..., yaml-..., json-...)
 *	@@ escaped		the same: \xNN stands for a byte, and the last
 *				line feed does not count
 *	@@ tree TREE		it gives this tree
 *	@@ scan TREE		it is refused, but a plain look finds this
 *	@@ error LINE:COLUMN TEXT	it is refused there with this text
 *
 * Trees are written [item item] and {key:value key:value}, texts in 'quotes',
 * nothing as ~.
 */
#include "indexer/front.h"

#include "base/buf.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER TEST_DATA "/front"

#define ROOM ((size_t)16 << 20)

/* A case while it is read. */
struct fixture {
	const char *file;
	unsigned int line;
	enum front_fence fence;
	struct buf matter;
	bool is_escaped;
};

static unsigned int cases_run;

static void print_tree(const struct front_node *node, struct buf *out)
{
	bool is_map = node->kind == FRONT_MAP;

	if (node->kind == FRONT_NULL)
		buf_add_char(out, '~');
	if (node->kind == FRONT_SCALAR && node->quoted)
		buf_add_char(out, '\'');
	if (node->kind == FRONT_SCALAR)
		buf_add_str(out, node->value);
	if (node->kind == FRONT_SCALAR && node->quoted)
		buf_add_char(out, '\'');
	if (node->kind == FRONT_NULL || node->kind == FRONT_SCALAR)
		return;
	buf_add_char(out, is_map ? '{' : '[');
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_add_char(out, ' ');
		if (is_map)
			buf_printf(out, "%.*s:", STR_ARG(node->items[i].key));
		print_tree(&node->items[i], out);
	}
	buf_add_char(out, is_map ? '}' : ']');
}

/* \xNN in a line, in either case of digits. */
static void unescape(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\\' && i + 3 < s.len && s.p[i + 1] == 'x') {
			char hex[3] = { s.p[i + 2], s.p[i + 3], '\0' };

			buf_add_char(out, (char)strtol(hex, NULL, 16));
			i += 3;
		} else {
			buf_add_char(out, s.p[i]);
		}
	}
}

/* What comes of a case, as the file would say it. */
static void read_case(const struct fixture *f, struct str how, struct buf *out)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_split split = { .fence = f->fence,
				     .matter = buf_view(&f->matter),
				     .matter_line = 1 };
	struct front_node root = { .kind = FRONT_NULL };
	unsigned int line, column;
	int ret;

	if (f->is_escaped && split.matter.len)
		split.matter.len--;
	ret = front_parse(&split, &arena, &root, &line, &column, &err);
	assert_int_equal(ret, err.code);
	if (ret < 0 && str_eq(how, STR("scan"))) {
		err_clear(&err);
		ret = front_scan(&split, &arena, &root, &err);
		buf_add_str(out, STR("scan "));
	} else if (ret == 0) {
		buf_add_str(out, STR("tree "));
	}
	if (ret == 0)
		print_tree(&root, out);
	else
		buf_printf(out, "error %u:%u %s", line, column, err.message);
	arena_release(&arena);
}

static bool run_case(const struct fixture *f, struct str want)
{
	static const struct str said = STR_INIT("front matter is not valid ");
	struct buf decoded = BUF_INIT, got = BUF_INIT;
	struct str rest;
	bool is_good;

	cases_run++;
	unescape(want, &decoded);
	read_case(f, str_head(want, str_find(want, ' ')), &got);
	/* An error may be given without its beginning, "... TOML: ". */
	rest = buf_view(&got);
	is_good = str_eq(rest, buf_view(&decoded));
	if (!is_good && str_starts(want, STR("error "))) {
		size_t place = str_find(str_skip(rest, 6), ' ') + 7;
		struct buf plain = BUF_INIT;
		struct str message = str_skip(rest, place);

		if (str_starts(message, said))
			message = str_skip(message, str_find(message, ':') + 2);
		buf_add(&plain, rest.p, place);
		buf_add_str(&plain, message);
		is_good = str_starts(buf_view(&plain), buf_view(&decoded));
		buf_release(&plain);
	}
	if (!is_good)
		print_message("# %s:%u:\n#   got  %.*s\n#   want %.*s\n",
			      f->file, f->line, STR_ARG(rest),
			      STR_ARG(buf_view(&decoded)));
	buf_release(&got);
	buf_release(&decoded);
	return is_good;
}

static enum front_fence fence_of(const char *file)
{
	if (!strncmp(file, "toml", 4))
		return FRONT_TOML;
	return strncmp(file, "json", 4) ? FRONT_YAML : FRONT_JSON;
}

/* Runs the cases of one file; the number that failed. */
static unsigned int run_file(const char *file, FILE *in)
{
	struct fixture f = { .file = file, .fence = fence_of(file) };
	unsigned int number = 0, bad = 0;
	bool has_case = false;
	char line[4096];

	while (fgets(line, sizeof(line), in)) {
		struct str s = str_of(line), directive;

		number++;
		directive = str_trim(str_skip(s, 3));
		if (!str_starts(s, STR("@@ "))) {
			if (has_case && f.is_escaped)
				unescape(s, &f.matter);
			else if (has_case)
				buf_add_str(&f.matter, s);
		} else if (str_starts(directive, STR("tree ")) ||
			   str_starts(directive, STR("scan ")) ||
			   str_starts(directive, STR("error "))) {
			bad += !run_case(&f, directive);
		} else if (str_eq(directive, STR("escaped"))) {
			f.is_escaped = true;
		} else {
			buf_clear(&f.matter);
			f.line = number;
			f.is_escaped = false;
			has_case = true;
		}
	}
	buf_release(&f.matter);
	return bad;
}

static void gives_the_tree_or_the_error(void **state)
{
	struct dirent **entries;
	int count = scandir(FOLDER, &entries, NULL, alphasort);
	unsigned int bad = 0;

	(void)state;
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		char path[512];
		FILE *in;

		snprintf(path, sizeof(path), FOLDER "/%s", entries[i]->d_name);
		in = entries[i]->d_name[0] == '.' ? NULL : fopen(path, "r");
		if (in) {
			bad += run_file(entries[i]->d_name, in);
			fclose(in);
		}
		free(entries[i]);
	}
	free(entries);
	print_message("# %u cases\n", cases_run);
	assert_int_equal(bad, 0);
	assert_true(cases_run >= 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_tree_or_the_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("front_cases", tests, NULL, NULL);
}
