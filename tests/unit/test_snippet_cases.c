/*
 * Tests of query/snippet: the cases of tests/unit/snippet/.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The format of the cases is described at the top of snippet/prose.txt.
 */
#include "query/snippet.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/escape.h"
#include "tests/unit/snippet_fixture.h"

#ifndef TEST_DATA
#define TEST_DATA "tests/unit"
#endif

#define FILES_MAX    32
#define HEADINGS_MAX 32

/* A text on its way from a file. */
struct text {
	struct buf bytes;
	struct record_section sections[HEADINGS_MAX];
	size_t section_count;
	size_t width;
	bool is_done; /* it was asked: the next line of text is another's */
};

static void add_block(struct text *text, struct str line, bool is_heading)
{
	if (text->is_done) {
		buf_clear(&text->bytes);
		text->section_count = 0;
		text->is_done = false;
	}
	if (is_heading) {
		assert_true(text->section_count < HEADINGS_MAX);
		text->sections[text->section_count++].start = text->bytes.len;
	}
	unescape(line, &text->bytes);
	buf_add_char(&text->bytes, '\n');
}

static struct buf ask(struct fixture *f, struct text *text, struct str query)
{
	const struct snippet_source source = {
		.text = buf_view(&text->bytes),
		.sections = text->sections,
		.section_count = text->section_count,
	};
	struct snippet s;

	text->is_done = true;
	assert_int_equal(snippet_make(matcher(f, query), &source, text->width,
				      &f->arena, &s, &f->err),
			 0);
	assert_true(utf8_count(s.text) <= text->width + 2);
	return show(s.text, s.marks, s.mark_count);
}

static int run_file(struct fixture *f, const char *name)
{
	struct text text = { .bytes = BUF_INIT, .width = 200 };
	struct buf query = BUF_INIT, expected = BUF_INIT;
	char line[4096];
	int number = 0, failed = 0;
	FILE *in = fopen(name, "r");

	if (!in)
		fail_msg("cannot open '%s'", name);
	while (fgets(line, sizeof(line), in)) {
		struct str rest = str_of(line + 1);
		struct buf got;

		number++;
		line[strcspn(line, "\n")] = 0;
		rest = str_of(line[0] && line[1] ? line + 2 : "");
		if (line[0] == 't' || line[0] == 'h')
			add_block(&text, rest, line[0] == 'h');
		else if (line[0] == '@')
			text.width = strtoul(rest.p, NULL, 10);
		else if (line[0] == '>') {
			buf_clear(&query);
			buf_add_str(&query, rest);
		} else if (line[0] == '=') {
			buf_clear(&expected);
			unescape(rest, &expected);
			got = ask(f, &text, buf_view(&query));
			if (!str_eq(buf_view(&got), buf_view(&expected))) {
				print_error("%s:%d: %s\n  is  %.*s\n  not "
					    "%.*s\n",
					    name, number, query.p,
					    STR_ARG(buf_view(&got)),
					    STR_ARG(buf_view(&expected)));
				failed++;
			}
			buf_release(&got);
		} else if (line[0] && line[0] != '#') {
			fail_msg("%s:%d: what is this?", name, number);
		}
	}
	fclose(in);
	buf_release(&text.bytes);
	buf_release(&query);
	buf_release(&expected);
	return failed;
}

static void cases(void **state)
{
	const char *folder = TEST_DATA "/snippet";
	int failed = 0, files = 0;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char name[512];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		failed += run_file(*state, name);
		files++;
	}
	closedir(dir);
	assert_true(files > 0);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cases),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("snippet_cases", tests, NULL, NULL);
}
