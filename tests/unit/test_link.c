/*
 * Tests of indexer/link: where links lead.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* NULL: it is no link. */
struct row {
	const char *target, *wanted;
};

static void check(const struct site *site, const char *path, const char *url,
		  const struct row *rows, size_t count)
{
	struct article article = { .id = str_of(path),
				   .path = str_of(path),
				   .url = str_of(url) };

	for (size_t i = 0; i < count; i++) {
		struct buf scratch = BUF_INIT, out = BUF_INIT;
		bool is_link = link_resolve(str_of(rows[i].target), &article,
					    site, &scratch, &out);
		struct str wanted = str_of(rows[i].wanted);

		if (!str_eq(buf_view(&out), wanted))
			print_message("# %s gave '%.*s'\n", rows[i].target,
				      STR_ARG(buf_view(&out)));
		assert_int_equal(is_link, rows[i].wanted != NULL);
		assert_true(str_eq(buf_view(&out), wanted));
		buf_release(&scratch);
		buf_release(&out);
	}
}

#define CHECK(site, path, url, rows) check(site, path, url, rows, COUNT(rows))

/* The examples of RFC 3986, 5.4, without query and fragment, and with dot
 * segments that are too many. */
static void resolves_as_the_rfc_does(void **state)
{
	static const struct row rows[] = {
		{ "g", "/b/c/g" },
		{ "./g", "/b/c/g" },
		{ "g/", "/b/c/g/" },
		{ "/g", "/g" },
		{ "//g", "g/" },
		{ "?y", NULL },
		{ "g?y", "/b/c/g" },
		{ "#s", NULL },
		{ "g#s", "/b/c/g" },
		{ "g?y#s", "/b/c/g" },
		{ ";x", "/b/c/;x" },
		{ "g;x", "/b/c/g;x" },
		{ "", NULL },
		{ ".", "/b/c/" },
		{ "./", "/b/c/" },
		{ "..", "/b/" },
		{ "../", "/b/" },
		{ "../g", "/b/g" },
		{ "../..", "/" },
		{ "../../g", "/g" },
		{ "../../../g", "/g" },
		{ "/../g", "/g" },
		{ "g.", "/b/c/g." },
		{ ".g", "/b/c/.g" },
		{ "g..", "/b/c/g.." },
		{ "./../g", "/b/g" },
		{ "./g/.", "/b/c/g/" },
		{ "g/../h", "/b/c/h" },
		{ "g#s/../x", "/b/c/g" },
		{ "g?y/../x", "/b/c/g" },
	};

	(void)state;
	CHECK(&site_generic, "b/c/d.md", "/b/c/d;p", rows);
}

static void knows_pages_of_the_web(void **state)
{
	static const struct row rows[] = {
		{ "https://example.org/a/b/", "example.org/a/b/" },
		{ "HTTP://Example.ORG:80", "example.org/" },
		{ "https://example.org:443/a?b#c", "example.org/a" },
		{ "https://example.org:8443/a", "example.org:8443/a" },
		{ "http://example.org:443/", "example.org:443/" },
		{ "https://example.org?a", "example.org/" },
		{ "https://me:word@example.org/a", "example.org/a" },
		{ "https://example.org/a/../%41%2f//b", "example.org/A%2f/b" },
		{ "https://example.org/caf%C3%A9", "example.org/caf\xc3\xa9" },
		{ "https://example.org/a.md", "example.org/a.md" },
		{ " https://example.org/ ", "example.org/" },
		{ "https://", NULL },
		{ "https:///a", NULL },
		{ "https:a", NULL },
		{ "//", NULL },
		{ "mailto:a@example.org", NULL },
		{ "tel:+123", NULL },
		{ "javascript:alert(1)", NULL },
		{ "data:text/html,x", NULL },
		{ "ftp://example.org/a", NULL },
		{ "a\nb", NULL },
		{ "/{{ site.url }}/a", NULL },
		{ "\\\\example.org\\a", NULL },
		{ "/caf%C3%A9/%2e%2e/a b/", "/a b/" },
		{ "/a%00b", "/a%00b" },
	};

	(void)state;
	CHECK(&site_generic, "a.md", "/a/", rows);
}

static void knows_its_site(void **state)
{
	static const struct row rows[] = {
		{ "https://My.org/blog/b/", "/blog/b/" },
		{ "//my.org", "/" },
		{ "http://my.org/b/", "/b/" },
		{ "https://www.my.org/b/", "www.my.org/b/" },
		{ "/b/", "/blog/b/" },
		{ "/blog/b/", "/blog/b/" },
		{ "/blog", "/blog" },
		{ "/blogger", "/blog/blogger" },
		{ "b", "/blog/p/b" },
		{ "../q", "/blog/q" },
	};
	struct site site = site_generic;

	(void)state;
	site.host = STR("my.org");
	site.base_path = STR("/blog");
	CHECK(&site, "p.md", "/blog/p/", rows);
}

static void knows_articles_by_their_files(void **state)
{
	static const struct row rows[] = {
		{ "b.md", "/p/b/" },
		{ "./b.mdx#c", "/p/b/" },
		{ "b%20c.MARKDOWN?d", "/p/b c/" },
		{ "../q/index.md", "/q/" },
		{ "../../../q.md", "/q/" },
		{ "/q.md", "/q/" },
		{ "@/p/q.md", "/p/q/" },
		{ "/docs/p/q.md", "/p/q/" },
		{ "README.md", "/p/" },
		{ "b.md/", "/p/a/b.md/" },
		{ "md", "/p/a/md" },
		{ ".md", "/p/a/.md" },
	};
	static const struct row jekyll[] = {
		{ "2025-01-02-b.md", "/2025/01/02/b.html" },
		{ "/_posts/2025-01-02-b.md", "/2025/01/02/b.html" },
		{ "../about.md", "/about.html" },
	};
	static const struct row hugo[] = {
		{ "B C.md", "/p/b-c/" },
		{ "../_index.md", "/" },
		{ "x.fr.md", "/fr/p/x/" },
	};
	static const struct str languages[] = { STR_INIT("fr") };
	struct site site = site_generic;

	(void)state;
	site.content_dir = STR("docs");
	CHECK(&site, "docs/p/a.md", "/p/a/", rows);
	site.content_dir = STR("");
	site.preset = SITE_JEKYLL;
	CHECK(&site, "_posts/2025-01-01-a.md", "/2025/01/01/a.html", jekyll);
	site.preset = SITE_HUGO;
	site.languages = languages;
	site.language_count = 1;
	CHECK(&site, "p/a.md", "/p/a/", hugo);
}

static void lists_each_page_once(void **state)
{
	static const struct str targets[] = {
		STR_INIT("/b/"),
		STR_INIT("https://x.org"),
		STR_INIT("/b"),
		STR_INIT("b"),
		STR_INIT("/b/index.html"),
		STR_INIT("#c"),
		STR_INIT("https://x.org/"),
		STR_INIT("b.md"),
	};
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct article article = { .id = STR("a.md"),
				   .path = STR("a.md"),
				   .url = STR("/a/") };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(link_read(targets, COUNT(targets), &site_generic,
				   &arena, &article, &err),
			 0);
	assert_int_equal(article.link_count, 3);
	assert_true(str_eq(article.links[0], STR("/b/")));
	assert_true(str_eq(article.links[1], STR("x.org/")));
	assert_true(str_eq(article.links[2], STR("/a/b")));
	arena_release(&arena);
}

static void notes_links_that_are_too_many(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct article_origin origin = { .id = STR("a.md") };
	struct article article;
	struct err err = ERR_INIT;
	struct buf body = BUF_INIT;

	(void)state;
	for (int i = 0; i < LIMIT_LINKS; i++)
		buf_printf(&body, "[a](/%d) ", i);
	assert_int_equal(
		article_read(buf_view(&body), &origin, &arena, &article, &err),
		0);
	assert_int_equal(article.link_count, LIMIT_LINKS);
	assert_int_equal(article.warning_count, 0);
	buf_add_str(&body, STR("<a href=/b>b</a>"));
	assert_int_equal(
		article_read(buf_view(&body), &origin, &arena, &article, &err),
		0);
	assert_int_equal(article.link_count, LIMIT_LINKS);
	assert_int_equal(article.warning_count, 1);
	assert_int_equal(article.warnings[0].level, ARTICLE_NOTE);
	assert_string_equal(article.warnings[0].code, "too-many");
	buf_release(&body);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolves_as_the_rfc_does),
		cmocka_unit_test(knows_pages_of_the_web),
		cmocka_unit_test(knows_its_site),
		cmocka_unit_test(knows_articles_by_their_files),
		cmocka_unit_test(lists_each_page_once),
		cmocka_unit_test(notes_links_that_are_too_many),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
