/*
 * Tests of text/schema: prefixes, terms, values for the order, date terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/schema.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* libxapian's. */
#define TERM_BYTES 245

static struct buf term(enum schema_field field, struct str folded)
{
	struct buf out = BUF_INIT;

	schema_term(field, folded, &out);
	assert_int_equal(out.failed, ERR_OK);
	return out;
}

static void the_rows_are_in_the_order_of_their_fields(void **state)
{
	(void)state;
	for (int i = 0; i < SCHEMA_FIELDS; i++) {
		assert_int_equal(schema_rows[i].field, i);
		assert_true(schema_rows[i].name[0] && schema_rows[i].what[0]);
	}
}

/* Folded text begins with no capital, so a prefix that goes on with one is
 * another field's. */
static void no_prefix_can_be_taken_for_another(void **state)
{
	(void)state;
	for (int i = 0; i < SCHEMA_FIELDS; i++) {
		const char *a = schema_rows[i].prefix;

		assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
				 strlen(a));
		for (int j = 0; j < SCHEMA_FIELDS; j++)
			assert_true(i == j ||
				    strcmp(a, schema_rows[j].prefix) != 0);
	}
	/* Ids, folders and URLs are not folded: they may begin with a
	 * capital. */
	for (int i = SCHEMA_URL; i <= SCHEMA_ID; i++) {
		for (int j = 0; j < SCHEMA_FIELDS; j++)
			assert_true(i == j || schema_rows[j].prefix[0] !=
						      schema_rows[i].prefix[0]);
	}
}

static void a_term_is_its_prefix_and_its_text(void **state)
{
	static const struct {
		enum schema_field field;
		const char *folded, *term;
	} rows[] = {
		{ SCHEMA_WORD, "water", "water" },
		{ SCHEMA_STEM, "enwater", "Zenwater" },
		{ SCHEMA_TITLE_WORD, "water", "Swater" },
		{ SCHEMA_TITLE_STEM, "enwater", "ZSenwater" },
		{ SCHEMA_TAG, "world-politics", "Kworld-politics" },
		{ SCHEMA_AUTHOR, "zoe-marquez", "Azoe-marquez" },
		{ SCHEMA_AUTHOR_WORD, "zoe", "XAWzoe" },
		{ SCHEMA_YEAR, "2025", "Y2025" },
		{ SCHEMA_MONTH, "202510", "M202510" },
		{ SCHEMA_DAY, "20251026", "D20251026" },
		{ SCHEMA_WHOLE_YEAR, "2025", "XYO2025" },
		{ SCHEMA_WHOLE_MONTH, "202510", "XMO202510" },
		{ SCHEMA_HEADING_WORD, "tides", "XEtides" },
		{ SCHEMA_HEADING_STEM, "entide", "ZXEentide" },
		{ SCHEMA_OUTSIDE_WORD, "desk", "XOdesk" },
		{ SCHEMA_OUTSIDE_STEM, "enpolit", "ZXOenpolit" },
		{ SCHEMA_FIELD, "rating", "Frating" },
		{ SCHEMA_FIELD_NAME, "series deep-dives",
		  "XFNseries deep-dives" },
		{ SCHEMA_FIELD_WORD, "series dives", "XFWseries dives" },
		{ SCHEMA_FIELD_TEXT, "series dives", "XFTseries dives" },
		{ SCHEMA_FIELD_NUMBER, "rating c0", "XFVrating c0" },
		{ SCHEMA_FIELD_DATE, "event 2025", "XFDevent 2025" },
		{ SCHEMA_FIELD_BOOL, "featured true", "XFBfeatured true" },
		{ SCHEMA_SPELLING, "series Deep Dives",
		  "XFSseries Deep Dives" },
		{ SCHEMA_CODE_WORD, "printf", "XCprintf" },
		{ SCHEMA_ALT_WORD, "harbour", "XIharbour" },
		{ SCHEMA_HIDDEN, "draft", "XHdraft" },
		{ SCHEMA_PIN, "how to install", "XPhow to install" },
		{ SCHEMA_BOOSTED, "1", "XB1" },
		{ SCHEMA_LINK, "/blog/a", "XL/blog/a" },
		{ SCHEMA_URL, "blog/a", "Ublog/a" },
		{ SCHEMA_FOLDER, "2025/10", "P2025/10" },
		{ SCHEMA_ID, "2025/10/a.md", "Q2025/10/a.md" },
	};

	(void)state;
	assert_int_equal(COUNT(rows), SCHEMA_FIELDS);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf t = term(rows[i].field, str_of(rows[i].folded));

		assert_string_equal(t.p, rows[i].term);
		buf_release(&t);
	}
}

static void a_term_that_fits_is_whole(void **state)
{
	char text[TERM_BYTES];

	(void)state;
	memset(text, 'n', sizeof(text));
	for (int field = 0; field < SCHEMA_FIELDS; field++) {
		size_t prefix = strlen(schema_rows[field].prefix);
		struct str s = str_make(text, TERM_BYTES - prefix);
		struct buf t = term(field, s);

		assert_int_equal(t.len, TERM_BYTES);
		assert_true(str_eq(str_skip(buf_view(&t), prefix), s));
		buf_release(&t);
	}
}

static void a_term_that_does_not_fit_is_cut_and_stays_different(void **state)
{
	static const char *const letters[] = { "n", "é", "水", "\U0001f389" };

	(void)state;
	for (size_t i = 0; i < COUNT(letters) * SCHEMA_FIELDS; i++) {
		enum schema_field field = (int)i % SCHEMA_FIELDS;
		const char *letter = letters[i / SCHEMA_FIELDS];
		struct buf a = BUF_INIT, b = BUF_INIT, x, y;

		while (a.len <= TERM_BYTES) {
			buf_add_str(&a, str_of(letter));
			buf_add_str(&b, str_of(letter));
		}
		/* They differ only behind the cut. */
		buf_add_char(&a, 'x');
		buf_add_char(&b, 'y');
		x = term(field, buf_view(&a));
		y = term(field, buf_view(&b));
		assert_in_range(x.len, TERM_BYTES - 3, TERM_BYTES);
		assert_int_equal(utf8_invalid(buf_view(&x)), x.len);
		assert_true(str_starts(buf_view(&x),
				       str_of(schema_rows[field].prefix)));
		assert_false(str_eq(buf_view(&x), buf_view(&y)));
		assert_true(str_eq(str_head(buf_view(&x), x.len - 16),
				   str_head(buf_view(&y), y.len - 16)));
		buf_release(&a);
		buf_release(&b);
		buf_release(&x);
		buf_release(&y);
	}
}

struct order {
	unsigned char newest[SCHEMA_ORDER_SIZE], oldest[SCHEMA_ORDER_SIZE];
};

static struct order order(const char *date, const char *id)
{
	struct order o;
	struct date d = { .precision = DATE_NONE };

	if (date)
		assert_true(date_parse(str_of(date), &d));
	schema_order(&d, str_of(id), o.newest, o.oldest);
	return o;
}

static void orders_by_the_instant_either_way(void **state)
{
	static const char *const rising[] = {
		NULL, /* undated: last in both */
		"0001-01-01",
		"1066-10-14",
		"1969-12-31T23:59:59Z",
		"1970-01-01",
		"2025-10-26T09:28:25+05:00",
		"2025-10-26T09:28:25Z",
		"2026",
		"9999-12-31T23:59:59Z",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rising); i++) {
		for (size_t j = 0; j < i; j++) {
			struct order a = order(rising[j], "z.md");
			struct order b = order(rising[i], "a.md");

			assert_true(memcmp(a.newest, b.newest,
					   SCHEMA_ORDER_SIZE) < 0);
			if (rising[j])
				assert_true(memcmp(a.oldest, b.oldest,
						   SCHEMA_ORDER_SIZE) > 0);
			else
				assert_true(memcmp(a.oldest, b.oldest,
						   SCHEMA_ORDER_SIZE) < 0);
		}
	}
}

static void equal_dates_are_ordered_by_the_id_alone(void **state)
{
	static const char *const dates[] = { NULL, "2025-10-26" };

	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		struct order a = order(dates[i], "a.md");
		struct order again = order(dates[i], "a.md");
		struct order b = order(dates[i], "b.md");

		assert_memory_equal(&a, &again, sizeof(a));
		assert_memory_equal(a.newest, b.newest, 5);
		assert_memory_equal(a.oldest, b.oldest, 5);
		assert_memory_not_equal(a.newest, b.newest, SCHEMA_ORDER_SIZE);
		assert_int_equal(
			memcmp(a.newest, b.newest, SCHEMA_ORDER_SIZE) < 0,
			memcmp(a.oldest, b.oldest, SCHEMA_ORDER_SIZE) > 0);
	}
}

static void add_term(enum schema_field field, struct str digits, void *payload)
{
	struct buf *out = payload;

	if (out->len)
		buf_add_char(out, ' ');
	schema_term(field, digits, out);
}

static void a_date_has_terms_as_far_as_it_goes(void **state)
{
	static const char *const rows[][2] = {
		{ "2025", "Y2025 XYO2025" },
		{ "2025-10", "Y2025 M202510 XMO202510" },
		{ "2025-10-06", "Y2025 M202510 D20251006" },
		{ "0001-02-03", "Y0001 M000102 D00010203" },
		{ "9999-12-31", "Y9999 M999912 D99991231" },
		/* The day as written, whatever the zone. */
		{ "2025-12-31T23:30:00-05:00", "Y2025 M202512 D20251231" },
		{ "2026-01-01T00:30+14:00", "Y2026 M202601 D20260101" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = BUF_INIT;
		struct date d;

		assert_true(date_parse(str_of(rows[i][0]), &d));
		schema_date_terms(&d, add_term, &out);
		assert_string_equal(out.p, rows[i][1]);
		buf_release(&out);
	}
}

static void no_date_has_no_terms(void **state)
{
	struct date none = { .precision = DATE_NONE };
	struct buf out = BUF_INIT;

	(void)state;
	schema_date_terms(&none, add_term, &out);
	assert_int_equal(out.len, 0);
}

static void a_key_is_folded_and_cut(void **state)
{
	static const char *const rows[][2] = {
		{ "Reading_Time", "reading-time" },
		{ "seo.Priority", "seo.priority" },
		{ "Größe", "grosse" },
	};
	struct buf out = BUF_INIT, text = BUF_INIT, other = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		schema_key(str_of(rows[i][0]), &out);
		assert_string_equal(out.p, rows[i][1]);
	}
	for (int i = 0; i < 60; i++)
		buf_add_str(&text, STR("é水"));
	buf_clear(&out);
	schema_key(buf_view(&text), &out);
	assert_in_range(out.len, SCHEMA_KEY_MAX - 3, SCHEMA_KEY_MAX);
	buf_add_str(&text, STR("x"));
	schema_key(buf_view(&text), &other);
	assert_false(str_eq(buf_view(&out), buf_view(&other)));
	buf_release(&out);
	buf_release(&text);
	buf_release(&other);
}

static void a_value_stands_behind_its_key(void **state)
{
	struct buf out = BUF_INIT, value = BUF_INIT;

	(void)state;
	schema_value_term(SCHEMA_FIELD_NAME, STR("series"), STR("deep-dives"),
			  &out);
	assert_string_equal(out.p, "XFNseries deep-dives");
	for (int i = 0; i < 300; i++)
		buf_add_char(&value, 'v');
	buf_clear(&out);
	schema_value_term(SCHEMA_FIELD_NAME, STR("series"), buf_view(&value),
			  &out);
	assert_int_equal(out.len, TERM_BYTES);
	assert_true(str_starts(buf_view(&out), STR("XFNseries vvv")));
	buf_release(&out);
	buf_release(&value);
}

static void numbers_are_ordered_as_text(void **state)
{
	static const double rising[] = { -HUGE_VAL, -1e300, -10,  -9.5,
					 -1e-300,   0,	    0.1,  1,
					 2,	    10,	    1e18, HUGE_VAL };
	char a[SCHEMA_NUMBER_SIZE + 1], b[SCHEMA_NUMBER_SIZE + 1];
	double back;

	(void)state;
	for (size_t i = 0; i < COUNT(rising); i++) {
		schema_number(rising[i], a);
		assert_int_equal(strlen(a), SCHEMA_NUMBER_SIZE);
		assert_true(schema_number_read(str_of(a), &back));
		assert_true(back == rising[i]);
		for (size_t j = 0; j < i; j++) {
			schema_number(rising[j], b);
			assert_true(strcmp(b, a) < 0);
		}
	}
	schema_number(0.0, a);
	schema_number(-0.0, b);
	assert_string_equal(a, b);
	assert_false(schema_number_read(STR(""), &back));
	assert_false(schema_number_read(STR("c0140000000000000"), &back));
	assert_false(schema_number_read(STR("C014000000000000"), &back));
	assert_false(schema_number_read(STR("c01400000000000g"), &back));
}

static void instants_are_ordered_as_bytes(void **state)
{
	static const int64_t rising[] = { INT64_MIN, -1,	 0,
					  1,	     1800000000, INT64_MAX };
	unsigned char a[SCHEMA_INSTANT_SIZE], b[SCHEMA_INSTANT_SIZE];

	(void)state;
	for (size_t i = 1; i < COUNT(rising); i++) {
		schema_instant(rising[i - 1], a);
		schema_instant(rising[i], b);
		assert_true(memcmp(a, b, sizeof(a)) < 0);
	}
}

static void a_translation_is_a_language_and_a_term(void **state)
{
	static const struct {
		const char *lang, *key;
		struct str value;
	} rows[] = {
		{ "fr", "k", STR_INIT("fr\0XFNtranslation-key k") },
		{ "pt_BR", "A/B c",
		  STR_INIT("pt-br\0XFNtranslation-key a/b-c") },
		{ "", "k", STR_INIT("\0XFNtranslation-key k") },
		{ "fr", "", STR_INIT("") },
		{ "fr", "--", STR_INIT("") },
	};
	struct buf value = BUF_INIT;
	struct str lang, term;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&value);
		schema_translation(str_of(rows[i].lang), str_of(rows[i].key),
				   &value);
		assert_true(str_eq(buf_view(&value), rows[i].value));
		assert_int_equal(
			schema_translation_read(buf_view(&value), &lang, &term),
			value.len > 0);
		if (value.len)
			assert_true(term.p == value.p + lang.len + 1 &&
				    str_starts(term, STR("XFN")));
	}
	assert_false(schema_translation_read(STR("fr"), &lang, &term));
	assert_false(schema_translation_read(STR("fr\0"), &lang, &term));
	buf_release(&value);
}

static void a_source_is_read_as_it_was_written(void **state)
{
	struct schema_source source = { .source = 70000,
					.id = STR_INIT("é/a.md") };
	struct schema_source again;
	struct buf value = BUF_INIT;

	(void)state;
	memset(source.hash, 0xa7, HASH128_SIZE);
	schema_source(&source, &value);
	assert_true(schema_source_read(buf_view(&value), &again));
	assert_memory_equal(again.hash, source.hash, HASH128_SIZE);
	assert_int_equal(again.source, 70000);
	assert_true(str_eq(again.id, source.id));
	/* Without an id, or less. */
	for (size_t len = 0; len <= HASH128_SIZE + 3; len++) {
		assert_false(schema_source_read(str_head(buf_view(&value), len),
						&again));
	}
	buf_release(&value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rows_are_in_the_order_of_their_fields),
		cmocka_unit_test(no_prefix_can_be_taken_for_another),
		cmocka_unit_test(a_term_is_its_prefix_and_its_text),
		cmocka_unit_test(a_term_that_fits_is_whole),
		cmocka_unit_test(
			a_term_that_does_not_fit_is_cut_and_stays_different),
		cmocka_unit_test(orders_by_the_instant_either_way),
		cmocka_unit_test(equal_dates_are_ordered_by_the_id_alone),
		cmocka_unit_test(a_date_has_terms_as_far_as_it_goes),
		cmocka_unit_test(no_date_has_no_terms),
		cmocka_unit_test(a_key_is_folded_and_cut),
		cmocka_unit_test(a_value_stands_behind_its_key),
		cmocka_unit_test(numbers_are_ordered_as_text),
		cmocka_unit_test(instants_are_ordered_as_bytes),
		cmocka_unit_test(a_translation_is_a_language_and_a_term),
		cmocka_unit_test(a_source_is_read_as_it_was_written),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
