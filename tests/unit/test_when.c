/*
 * Tests of indexer/when: what a clock has to do with an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which keys say which dates is tested in tests/unit/articles/dates.txt.
 */
#include "indexer/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "indexer/date_forms.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void read_article(const char *text, const struct site *site,
			 struct arena *arena, struct article *out)
{
	struct article_origin origin = { .id = STR("a.md"), .site = site };
	struct err err = ERR_INIT;

	assert_int_equal(article_read(str_of(text), &origin, arena, out, &err),
			 0);
}

static int64_t at(const char *text)
{
	struct date d;

	assert_true(date_parse(str_of(text), &d));
	return d.start;
}

static void hides_by_the_clock_of_the_site(void **state)
{
	static const struct {
		const char *zone, *matter, *now;
		enum article_hidden hidden;
	} cases[] = {
		/* A day begins when it does there. */
		{ "Asia/Karachi", "date: 2025-10-26", "2025-10-25T18:59:59Z",
		  ARTICLE_FUTURE },
		{ "Asia/Karachi", "date: 2025-10-26", "2025-10-25T19:00:00Z",
		  ARTICLE_SHOWN },
		{ "America/New_York", "date: 2025-10-26",
		  "2025-10-26T03:59:59Z", ARTICLE_FUTURE },
		{ "America/New_York", "date: 2025-10-26",
		  "2025-10-26T04:00:00Z", ARTICLE_SHOWN },
		{ NULL, "date: 2025-10-26", "2025-10-25T23:59:59Z",
		  ARTICLE_FUTURE },
		{ NULL, "date: 2025-10-26", "2025-10-26T00:00:00Z",
		  ARTICLE_SHOWN },
		/* And ends what has expired. */
		{ NULL, "expirydate: 2025-10-26 09:28", "2025-10-26T09:27:59Z",
		  ARTICLE_SHOWN },
		{ NULL, "expirydate: 2025-10-26 09:28", "2025-10-26T09:28:00Z",
		  ARTICLE_EXPIRED },
		{ "Asia/Karachi", "expirydate: 2025-10-26 09:28",
		  "2025-10-26T04:28:00Z", ARTICLE_EXPIRED },
		/* The publish date is not the date. */
		{ NULL, "date: 2024-01-01\npublishdate: 2025-10-26",
		  "2025-01-01", ARTICLE_FUTURE },
		{ NULL, "date: 2026-01-01\npublishdate: 2024-10-26",
		  "2025-01-01", ARTICLE_SHOWN },
		/* Its own state goes first. */
		{ NULL, "date: 2026-01-01\ndraft: true", "2025-01-01",
		  ARTICLE_DRAFT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
		struct buf text = BUF_INIT;
		struct site site = { .preset = SITE_GENERIC };
		struct err err = ERR_INIT;
		struct article article;

		if (cases[i].zone)
			assert_int_equal(zone_load(str_of(cases[i].zone),
						   &arena, &site.zone, &err),
					 0);
		buf_printf(&text, "---\n%s\n---\n", cases[i].matter);
		assert_int_equal(buf_check(&text, &err), 0);
		read_article(text.p, &site, &arena, &article);
		if (article_hidden_at(&article, at(cases[i].now)) !=
		    cases[i].hidden)
			fail_msg("case %zu", i);
		buf_release(&text);
		arena_release(&arena);
	}
}

/* Only when it is told what year it is. */
static void remarks_on_years_far_ahead(void **state)
{
	static const struct {
		const char *now, *date;
		bool is_odd;
	} cases[] = {
		{ NULL, "2099-01-01", false },
		{ "2025-10-26", "2030-10-25", false },
		{ "2025-10-26", "2030-10-28", true },
		{ "2025-10-26", "2205-10-26", true },
		{ "2025-10-26", "1990-01-01", false },
		{ "2025-10-26", "1989-12-31", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
		struct buf text = BUF_INIT;
		struct site site = { .preset = SITE_GENERIC };
		struct err err = ERR_INIT;
		struct article article;

		if (cases[i].now)
			site.now = at(cases[i].now);
		buf_printf(&text, "---\ndate: %s\n---\n", cases[i].date);
		assert_int_equal(buf_check(&text, &err), 0);
		read_article(text.p, &site, &arena, &article);
		if ((article.warning_count > 0) != cases[i].is_odd)
			fail_msg("case %zu", i);
		if (cases[i].is_odd)
			assert_string_equal(article.warnings[0].code,
					    "odd-year");
		buf_release(&text);
		arena_release(&arena);
	}
}

static void tells_forms_apart(void **state)
{
	static const struct {
		const char *value;
		enum site_preset preset;
		bool is_quoted;
		enum date_reading reading;
	} cases[] = {
		{ "2025-10-26", SITE_JEKYLL, false, DATE_READ_LOCAL },
		{ " 2025-10-26 ", SITE_HUGO, false, DATE_READ_UTC },
		{ "2025-10-26t09:28:25.706z", SITE_ZOLA, true,
		  DATE_READ_ALIKE },
		{ "2025-10-26T09:28:25z", SITE_ZOLA, true, DATE_READ_ALIKE },
		{ "2025-10-26 09:28:25 -4", SITE_JEKYLL, true,
		  DATE_READ_NO_OFFSET },
		{ "2025-10-26 09:28:25.5 +4", SITE_HUGO, false, DATE_READ_NOT },
		{ "2025-10-26T09:28", SITE_HUGO, false, DATE_READ_NOT },
		{ "2025-10-26T09:28", SITE_ELEVENTY, false, DATE_READ_UTC },
		{ "2025-10-6", SITE_HUGO, false, DATE_READ_NOT },
		{ "26 Oct 2025", SITE_HUGO, false, DATE_READ_UTC },
		{ "26 October 2025", SITE_HUGO, false, DATE_READ_ALIKE },
		{ "October 6, 2025", SITE_ELEVENTY, false, DATE_READ_NOT },
		{ "Sun, 26 Oct 2025 09:28:25 +0500", SITE_HUGO, false,
		  DATE_READ_ALIKE },
		{ "2025-10-26 09:28:25 UTC", SITE_DOCUSAURUS, false,
		  DATE_READ_NOT },
		{ "2025", SITE_HUGO, false, DATE_READ_SECONDS },
		{ "2025", SITE_HUGO, true, DATE_READ_NOT },
		{ "2025", SITE_ASTRO, false, DATE_READ_MS },
		{ "1761470905", SITE_HUGO, false, DATE_READ_ALIKE },
		{ "1761470905706", SITE_HUGO, false, DATE_READ_SECONDS },
		{ "3/4/2025", SITE_JEKYLL, false, DATE_READ_DMY },
		{ "03.04.2025", SITE_ASTRO, false, DATE_READ_MDY },
		{ "2025", SITE_GENERIC, false, DATE_READ_ALIKE },
		{ "2025", SITE_MDBOOK, false, DATE_READ_ALIKE },
		{ "", SITE_HUGO, false, DATE_READ_ALIKE },
		{ "2025-10-26 and more", SITE_HUGO, false, DATE_READ_ALIKE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (date_forms_reading(cases[i].preset, str_of(cases[i].value),
				       cases[i].is_quoted) != cases[i].reading)
			fail_msg("%s", cases[i].value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_by_the_clock_of_the_site),
		cmocka_unit_test(remarks_on_years_far_ahead),
		cmocka_unit_test(tells_forms_apart),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("when", tests, NULL, NULL);
}
