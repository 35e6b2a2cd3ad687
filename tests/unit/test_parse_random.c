/*
 * Tests of query/parse: what holds for every query, on random ones.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/unit/known.h"
#include "tests/unit/random.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define MEMORY (1u << 20) /* much more than any query needs */
#define RUNS   20000
#define SEED   UINT64_C(0x9e3779b97f4a7c15)

/* What holds for every tree. NULL, or what does not. */

static const char *invalid(const struct query_node *node);

static const char *invalid_inner(const struct query_node *node)
{
	if (node->text.len || node->scope != QUERY_ANYWHERE)
		return "an inner node with text";
	if (node->kind == QUERY_NOT
		    ? node->count != 1 || node->children[0]->kind == QUERY_NOT
		    : node->count < 2)
		return "a wrong number of children";
	if (node->kind == QUERY_NEAR
		    ? node->distance < 1 || node->distance > 100
		    : node->distance != 0)
		return "a distance out of bounds";
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		if (node->kind != QUERY_NOT && child->kind == node->kind &&
		    child->is_implicit == node->is_implicit)
			return "a chain that is not flat";
		if (node->kind == QUERY_NEAR &&
		    ((child->kind != QUERY_WORD &&
		      child->kind != QUERY_PHRASE) ||
		     child->scope != node->children[0]->scope))
			return "NEAR of what cannot be near";
		if (child->kind == QUERY_ALL)
			return "everything as a child";
		if (invalid(child))
			return invalid(child);
	}
	return NULL;
}

static const char *invalid(const struct query_node *node)
{
	if (node->is_implicit && node->kind != QUERY_AND)
		return "an implicit node that is no AND";
	if (node->column < 1 && node->kind != QUERY_AND &&
	    node->kind != QUERY_OR)
		return "a typed node without a column";
	switch (node->kind) {
	case QUERY_AND:
	case QUERY_OR:
	case QUERY_NEAR:
	case QUERY_NOT:
		return invalid_inner(node);
	case QUERY_ALL:
		return NULL;
	case QUERY_DATE:
		return node->first_day > node->last_day ? "a date turned round"
							: NULL;
	case QUERY_FIELD:
		if (node->match == QUERY_RANGE)
			return node->low > node->high &&
					       node->first_day > node->last_day
				       ? "a range of nothing"
				       : NULL;
		if (node->match == QUERY_ANY)
			return NULL;
		break;
	case QUERY_WORD:
	case QUERY_PREFIX:
		if (str_find(node->text, ' ') < node->text.len)
			return "a word with a blank";
		break;
	default:
		break;
	}
	if (!node->text.len || utf8_invalid(node->text) < node->text.len)
		return "a text that is empty or no UTF-8";
	return NULL;
}

/* Parses what a tree prints as; true when that is equal, or for a tree that
 * was narrowed, beyond a limit; for a typed one only in bytes, since a date
 * such as 7d is printed in full. *printed is the text. */
static bool survives(const struct query_node *root, bool is_typed,
		     struct arena *arena, struct buf *printed)
{
	struct err err = ERR_INIT;
	/* Another day: nothing that is printed is relative. */
	struct query_known known = known_on(1);
	struct query again;
	struct buf twice = BUF_INIT;
	bool ok;

	query_print(root, printed);
	if (query_parse(buf_view(printed), &known, arena, &again, &err) < 0)
		return !strcmp(again.error_code, "query_too_long") ||
		       (!is_typed &&
			(!strcmp(again.error_code, "too_deep") ||
			 !strcmp(again.error_code, "too_many_words") ||
			 !strcmp(again.error_code, "too_many_prefixes")));
	query_print(again.root, &twice);
	ok = query_equal(root, again.root) && !again.has_sort &&
	     str_eq(buf_view(&twice), buf_view(printed));
	buf_release(&twice);
	return ok;
}

/* Pieces that mean something, and some that nearly do. */
static const char *const pieces[] = {
	"iran",
	"gas",
	"a",
	"-",
	"--",
	"(",
	")",
	"()",
	"\"",
	"\"gas x",
	"\"\"",
	"*",
	"AND",
	"OR",
	"NOT",
	"NEAR",
	"NEAR/3",
	"NEAR/0",
	"NEAR/x",
	"(AND)",
	"(NEAR/7)",
	"-(",
	"-\"",
	"f(x)",
	"f(x",
	"pipe*",
	"p*",
	"**",
	"tag:",
	"tag:a,b",
	"tag:a",
	"tag:\"",
	"title:",
	"title:a",
	"title:b",
	"title:\"",
	"title:(",
	"tag:(",
	"-rating:(",
	"Title:",
	"since:2025",
	"author:x",
	"author:",
	",",
	"x:y",
	"http://x.y",
	"\t",
	"\xff",
	"\xe3\x80\x80",
	"\xc3\xa9",
	"\xe6\xb0\xb4",
	"\xe2\x80\x9c",
	"\xe2\x80\x9d",
	"\xe2\x80\x9e",
	"\xc2\xab",
	"\xc2\xbb",
	"sort:newest",
	"date:7d",
	"date:2025",
	"date:2024-02..2023",
	"date:>=2025-06-07",
	"before:0001",
	"after:9999",
	"before:1y",
	"a\"b",
	"a,b",
	"date:..2020-02-29",
	"rating:",
	"rating:3..5",
	"rating:>=4,",
	"rating:\"",
	"Rating:x",
	"rating:*",
	"rating:2020..2022",
	"event:",
	"event:>=7d",
	"event:2025..2026-03",
	"reading_time:5",
	"odd(key:1",
	"lang:fr",
	"tag:*",
	"author:*",
	"is:draft",
	"is:future,expired",
	"code:",
	"code:x",
	"url:/a/*",
	"path:",
	"path:2025/10",
	"updated:1y",
	"date:2020-02-03..2021-04",
};

static void random_query(struct buf *out)
{
	unsigned int count = random_below(random_below(8) ? 12 : 80);
	bool is_bytes = random_below(10) == 0;
	bool is_spaced = random_below(3) > 0;

	for (unsigned int i = 0; i < count; i++) {
		if (is_bytes) {
			buf_add_char(out, (char)random_below(256));
			continue;
		}
		buf_add_str(out, str_of(pieces[random_below(COUNT(pieces))]));
		if (is_spaced || random_below(3) == 0)
			buf_add_char(out, ' ');
	}
}

static bool is_error_code(const char *code)
{
	static const char *const codes[] = {
		"bad_date",	   "bad_sort",	"query_too_long",
		"too_many_words",  "too_deep",	"too_many_prefixes",
		"phrase_too_long", "bad_state",
	};

	for (size_t i = 0; code && i < COUNT(codes); i++) {
		if (!strcmp(code, codes[i]))
			return true;
	}
	return false;
}

/* NULL, or what is wrong. */
static const char *try_query(struct str text, struct str value,
			     struct buf *printed)
{
	static const char *const fields[] = { "tag",	"author", "title",
					      "code",	"alt",	  "link",
					      "rating", "url",	  "path",
					      "is",	"event" };
	struct query_known known = known_on(20000);
	struct arena arena = ARENA_INIT(MEMORY);
	struct err err = ERR_INIT;
	struct query query;
	const char *wrong = NULL;
	int rc = query_parse(text, &known, &arena, &query, &err);

	if (rc < 0) {
		if (rc != ERR_QUERY || !is_error_code(query.error_code))
			wrong = "an error without a name";
		else if (query.error_column < 1 ||
			 query.error_column > LIMIT_QUERY_BYTES + 1)
			wrong = "an error without a column";
		arena_release(&arena);
		return wrong;
	}
	wrong = invalid(query.root);
	if (!wrong && !survives(query.root, true, &arena, printed))
		wrong = "prints as another tree";
	rc = query_narrow(&query, fields[random_below(COUNT(fields))], value,
			  &known, &arena, &err);
	if (!wrong && rc < 0 && !is_error_code(query.error_code))
		wrong = "a filter's error without a name";
	if (!wrong) {
		buf_clear(printed);
		if (!survives(query.root, false, &arena, printed))
			wrong = "prints as another tree when narrowed";
	}
	arena_release(&arena);
	return wrong;
}

static void random_queries_parse_and_print_alike(void **state)
{
	struct buf text = BUF_INIT, value = BUF_INIT, printed = BUF_INIT;
	unsigned int parsed = 0;

	(void)state;
	random_state = SEED;
	for (unsigned int run = 0; run < RUNS; run++) {
		uint64_t seed = random_state;
		const char *wrong;

		buf_clear(&text);
		buf_clear(&value);
		buf_clear(&printed);
		random_query(&text);
		random_query(&value);
		wrong = try_query(buf_view(&text), buf_view(&value), &printed);
		parsed += printed.len > 0;
		if (!wrong)
			continue;
		print_error("seed %llx, run %u: %s:\n  %.*s\n"
			    "  narrowed by: %.*s\n  printed: %.*s\n",
			    (unsigned long long)seed, run, wrong,
			    STR_ARG(buf_view(&text)), STR_ARG(buf_view(&value)),
			    STR_ARG(buf_view(&printed)));
		fail();
	}
	/* Else this would prove nothing. */
	assert_true(parsed > RUNS / 2);
	buf_release(&text);
	buf_release(&value);
	buf_release(&printed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_queries_parse_and_print_alike),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("parse_random", tests, NULL, NULL);
}
