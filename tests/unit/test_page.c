/*
 * Tests of the search page: server/page, server/link and server/answer_page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "answers.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>

#include "server/here.h"
#include "server/link.h"
#include "server/phrases.h"

static int set_up_page(void **state)
{
	return set_up_answers(state, "https://site.example/s/");
}

#define PAGE_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, set_up_page, tear_down_answers)

static void ask_for(const char *target, bool wants_text)
{
	struct request given;

	read_target(target, &given);
	given.wants_text = wants_text;
	answer(&given);
}

static void ask_in(unsigned int language, const char *target)
{
	struct request given;

	read_target(target, &given);
	given.language = language;
	answer(&given);
}

static void expect(const char *target, unsigned int status,
		   enum response_type type)
{
	ask_for(target, type == RESPONSE_TEXT);
	if (response.status != status || response.type != type)
		fail_msg("%s: %u, %s", target, response.status,
			 response.body.p);
}

static void has(const char *part)
{
	if (!strstr(response.body.p, part))
		fail_msg("no '%s' in %s", part, response.body.p);
}

static void has_no(const char *part)
{
	if (strstr(response.body.p, part))
		fail_msg("'%s' in %s", part, response.body.p);
}

/* The page's own, and no other. */
static void has_one_script(void)
{
	struct buf own = BUF_INIT;
	const char *first = strstr(response.body.p, "<script");

	buf_add_str(&own, STR("<script src=\""));
	here_address(HERE_SCRIPT, &own);
	buf_add_str(&own, STR("\" defer></script>"));
	if (!first || strncmp(first, own.p, own.len) != 0 ||
	    strstr(first + 1, "<script"))
		fail_msg("other scripts in %s", response.body.p);
	buf_release(&own);
}

static void make_index(void)
{
	put_article("reef.md",
		    "title: Reef\nurl: /reef/\ntags: [sea, \"coral, red\"]\n"
		    "date: 2024-05-17\nauthor: Ann\nimage: /reef.webp\n"
		    "image_description: Fish & more",
		    "Coral grows on reefs, where polyps live.\n\n"
		    "## Where fish live\n\nHerrings too.");
	put_article("coral.md", "title: Coral\nurl: /coral/\ntags: [sea]",
		    "Polyps of coral live on reefs.");
	put_article("rif.md", "title: Rif\nurl: /rif/\nlang: nl", "Koraal.");
	put_article("secret.md", "title: Secret\ndraft: true",
		    "Coral that nobody knows.");
	expect_run(4, 4, 0, 0);
}

static void a_page_says_what_was_found(void **state)
{
	(void)state;
	make_index();
	expect("/?q=coral", 200, RESPONSE_HTML);
	has("<h2 id=\"count\">2 articles</h2>");
	has("<a href=\"/coral/\"><mark>Coral</mark></a></h3>");
	has("<time datetime=\"2024-05-17\">17 May 2024</time>");
	has("<bdi>Ann</bdi>");
	has("<img src=\"/reef.webp\" alt=\"Fish &amp; more\" width=\"160\" "
	    "height=\"100\"");
	has(" value=\"coral\">");
	has_no("Secret");
	expect("/?q=koraal", 200, RESPONSE_HTML);
	has("<h3 dir=\"auto\" lang=\"nl\">");
	has("<h2 id=\"count\">1 article</h2>");
	expect("/?q=herrings", 200, RESPONSE_HTML);
	has("In the section <a href=\"/reef/#where-fish-live\"><bdi>Where fish "
	    "live</bdi></a>");
}

static void without_a_query_it_shows_what_is_newest(void **state)
{
	(void)state;
	make_index();
	expect("/", 200, RESPONSE_HTML);
	has("Newest of 3 articles");
	has("<h3 dir=\"auto\"><a href=\"/reef/\">");
	expect("/?q=&tag=", 200, RESPONSE_HTML);
	expect("/?q=", 200, RESPONSE_HTML);
	has("Newest of 3 articles");
}

static void links_narrow_and_widen(void **state)
{
	(void)state;
	make_index();
	expect("/?q=coral", 200, RESPONSE_HTML);
	has("<a href=\"?q=coral&amp;tag=sea\"><bdi>sea</bdi></a>");
	/* A comma would be two tags. */
	has("<a href=\"?q=coral&amp;tag=%22coral%2C+red%22\"><bdi>coral, red");
	has("<a href=\"?q=coral&amp;date=2024\"><bdi>2024</bdi></a>");
	has("<a href=\"?q=coral&amp;sort=newest\">");
	expect("/?q=coral&tag=%22coral%2C+red%22", 200, RESPONSE_HTML);
	has("1 article<");
	has("<a href=\"?q=coral\"><span class=\"unseen\">Without </span>");
	has("<a href=\"?q=coral\" aria-current=\"true\"><bdi>coral, red");
	has("<input type=\"hidden\" name=\"tag\" "
	    "value=\"&quot;coral, red&quot;\">");
}

static void tags_of_an_article_narrow(void **state)
{
	(void)state;
	make_index();
	expect("/?q=herrings&limit=5&offset=0&tag=sea", 200, RESPONSE_HTML);
	/* By that one it is narrowed already. */
	has("<li class=\"tag\"><bdi>sea</bdi></li>");
	has("<li class=\"tag\"><a href=\"?q=herrings&amp;limit=5&amp;tag=sea"
	    "&amp;tag=%22coral%2C+red%22\"><bdi>coral, red</bdi></a></li>");
	expect("/?q=herrings&tag=sea&tag=%22coral,+red%22", 200, RESPONSE_HTML);
	has("1 article<");
	has("<li class=\"tag\"><bdi>coral, red</bdi></li>");
	expect("/", 200, RESPONSE_HTML);
	has("<li class=\"tag\"><a href=\"?tag=sea\"><bdi>sea</bdi></a></li>");
	expect("/?q=herrings", 200, RESPONSE_TEXT);
	has_no("tag=");
}

static void pages_lead_to_the_next(void **state)
{
	(void)state;
	make_index();
	expect("/?q=coral&limit=1", 200, RESPONSE_HTML);
	has("<a rel=\"next\" href=\"?q=coral&amp;limit=1&amp;offset=1\">");
	has("<link rel=\"next\" href=\"?q=coral&amp;limit=1&amp;offset=1\">");
	has_no("rel=\"prev\"");
	expect("/?q=coral&limit=1&offset=1", 200, RESPONSE_HTML);
	has("<a rel=\"prev\" href=\"?q=coral&amp;limit=1\">");
	has_no("rel=\"next\"");
	has_no("name=\"offset\"");
	expect("/?q=coral&offset=10", 200, RESPONSE_HTML);
	has("There is nothing on this page");
	expect("/?q=coral&limit=0", 200, RESPONSE_HTML);
	has_no("rel=\"next\"");
}

static void what_else_may_be_meant_is_said(void **state)
{
	(void)state;
	make_index();
	expect("/?q=herrinbs", 200, RESPONSE_HTML);
	has("Searched for <strong><bdi>herrings</bdi></strong> instead.");
	has("<a href=\"?q=herrinbs&amp;as_typed=1\"><bdi>herrinbs</bdi></a> as "
	    "it "
	    "is typed");
	expect("/?q=coral+polyps+herrings+zebra", 200, RESPONSE_HTML);
	has("No article has all of the words; these have most.");
	expect("/?q=zebra&tag=sea", 200, RESPONSE_HTML);
	has("No article matches");
	has("Leave out one of the filters");
}

static void a_page_speaks_the_language_of_its_reader(void **state)
{
	char english[RESPONSE_ETAG_SIZE];

	(void)state;
	make_index();
	expect("/?q=coral", 200, RESPONSE_HTML);
	has("<html lang=\"en\">");
	memcpy(english, response.etag, sizeof(english));
	ask_in(PHRASES_UR, "/?q=coral&tag=sea");
	has("<html lang=\"ur\" dir=\"rtl\">");
	has("<h2 id=\"count\">2 مضامین</h2>");
	has("<button>تلاش</button>");
	has("<bdi>tag: sea</bdi><span class=\"unseen\"> کے بغیر</span>");
	has("17 مئی، 2024</time>");
	/* What does not say its language is not in that of the page. */
	has("<h3 dir=\"auto\" lang=\"\">");
	ask_in(PHRASES_JA, "/?q=coral");
	has("<html lang=\"ja\">");
	has("<h2 id=\"count\">2件の記事</h2>");
	assert_string_not_equal(response.etag, english);
	ask_in(PHRASES_FR, "/?q=herrinbs");
	has("Résultats pour <strong><bdi>herrings</bdi></strong>. "
	    "Rechercher <a href=\"?q=herrinbs&amp;as_typed=1\">"
	    "<bdi>herrinbs</bdi></a> tel quel.</p>");
	ask_in(PHRASES_AR, "/?q=xyzzyx&since=2020");
	has("<h2 id=\"count\">لا توجد مقالات مطابقة</h2>");
	has("<code dir=\"ltr\">&quot;rail corridor&quot;</code> عبارة");
	ask_in(PHRASES_ZH, "/?q=date:no");
	assert_int_equal(response.status, 400);
	has("<html lang=\"zh\">");
	has("<h2 id=\"count\">无法搜索此内容</h2>");
	has("<p dir=\"auto\" lang=\"en\">");
}

static void errors_say_what_to_do(void **state)
{
	(void)state;
	expect("/?q=coral", 503, RESPONSE_HTML);
	has("Wait a moment");
	assert_string_equal(response.code, "no_index");
	make_index();
	expect("/?q=date:%3Cb%3E", 400, RESPONSE_HTML);
	has("&#39;&lt;b&gt;&#39; is no date");
	has(" value=\"date:&lt;b&gt;\"");
	assert_int_equal(response.max_age_s, 0);
	expect("/?q=a&limit=1000", 400, RESPONSE_HTML);
	expect("/?q=a&q=b", 400, RESPONSE_HTML);
	expect("/?q=a&nofield=b", 400, RESPONSE_HTML);
	expect("/?q=date:no", 400, RESPONSE_TEXT);
	has("400: 'no' is no date");
}

static void terminals_get_text(void **state)
{
	(void)state;
	make_index();
	expect("/?q=herrings", 200, RESPONSE_TEXT);
	has("Reef\n17 May 2024");
	has("\n/reef/  ");
	has("\n\n1 article (");
	expect("/?q=zebra", 200, RESPONSE_TEXT);
	has("0 articles (");
}

/* ---- Hostile text ----------------------------------------------------------
 */

#define LINE_SEPARATOR "\xe2\x80\xa8"
#define OVERRIDE       "\xe2\x80\xae"

/* What runs, or leads elsewhere, in a page or an attribute that is not ours. */
static void check_node(const xmlNode *node)
{
	static const char *const ours[] = {
		"html",	  "head",    "meta",	"title", "link",   "body",
		"header", "a",	     "h1",	"form",	 "label",  "input",
		"button", "main",    "section", "ul",	 "li",	   "span",
		"bdi",	  "h2",	     "h3",	"p",	 "strong", "nav",
		"ol",	  "article", "img",	"time",	 "mark",   "code",
		"footer", "script",
	};
	bool is_ours = false;

	for (size_t i = 0; i < COUNT(ours); i++)
		is_ours |= !strcmp((const char *)node->name, ours[i]);
	if (!is_ours)
		fail_msg("an element <%s>", (const char *)node->name);
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		const char *name = (const char *)a->name;
		xmlChar *value = xmlNodeGetContent((const xmlNode *)a);
		const char *text = (const char *)value;

		if (!strncmp(name, "on", 2) || !strcmp(name, "style"))
			fail_msg("an attribute %s", name);
		if (!strcmp(name, "href") || !strcmp(name, "src"))
			assert_true(text[0] == '?' || text[0] == '#' ||
				    !strcmp(text, "./") ||
				    !strncmp(text, "search.css?v=", 13) ||
				    !strncmp(text, "search.js?v=", 12) ||
				    !strcmp(text, "opensearch.xml") ||
				    !strncmp(text, "search.atom", 11) ||
				    (text[0] == '/' && text[1] != '/') ||
				    !strncmp(text, "https://ok.example/", 19));
		xmlFree(value);
	}
}

static void check_tree(const xmlNode *top)
{
	const xmlNode *node = top;

	while (node) {
		if (node->type == XML_ELEMENT_NODE)
			check_node(node);
		if (node->children && node->type == XML_ELEMENT_NODE) {
			node = node->children;
			continue;
		}
		while (node != top && !node->next)
			node = node->parent;
		node = node == top ? NULL : node->next;
	}
}

static void check_html(void)
{
	htmlDocPtr tree = htmlReadMemory(
		response.body.p, (int)response.body.len, NULL, "UTF-8",
		HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);

	assert_non_null(tree);
	check_tree(xmlDocGetRootElement(tree));
	xmlFreeDoc(tree);
}

static void check_xml(void)
{
	xmlDocPtr tree =
		xmlReadMemory(response.body.p, (int)response.body.len, NULL,
			      NULL, XML_PARSE_NOERROR | XML_PARSE_NONET);

	assert_non_null(tree);
	xmlFreeDoc(tree);
}

static void a_search_is_a_feed(void **state)
{
	(void)state;
	make_index();
	expect("/search.atom?q=coral+%3C&tag=sea", 200, RESPONSE_ATOM);
	check_xml();
	has("<feed xmlns=\"http://www.w3.org/2005/Atom\" "
	    "xml:base=\"https://site.example/s/\">");
	has("<title>coral &lt; \xc2\xb7 Search</title>");
	has("href=\"search.atom?q=coral+%3C&amp;tag=sea\"/>");
	has("<title>Reef</title>\n<id>urn:uuid:");
	has("<updated>2024-05-17T00:00:00Z</updated>\n"
	    "<link rel=\"alternate\" href=\"/reef/\"/>");
	has("<category term=\"coral, red\"/>");
	has("<author><name>Ann</name></author>");
	has_no("Secret");
	ask_for("/search.atom?q=date:no", false);
	assert_int_equal(response.status, 400);
	assert_int_equal(response.type, RESPONSE_JSON);
}

static void a_browser_learns_to_search(void **state)
{
	(void)state;
	make_index();
	expect("/opensearch.xml", 200, RESPONSE_OPENSEARCH);
	check_xml();
	has("template=\"https://site.example/s/?q={searchTerms}\"");
	expect("/", 200, RESPONSE_HTML);
	has("<link rel=\"search\"");
}

static void hostile_articles_stay_text(void **state)
{
	static const char *const urls[] = {
		"javascript:alert(1)",
		"//evil.example/",
		"data:text/html,a",
		"/ok/\\\"onclick=alert(1) x=\\\"",
	};
	static const char *const images[] = {
		"javascript:alert(1)",
		"//evil.example/a.png",
		"data:image/svg+xml,a",
		"https://ok.example/a.png\\\" onerror=\\\"alert(1)",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++) {
		char name[32], front[1000];

		snprintf(name, sizeof(name), "%zu.md", i);
		snprintf(front, sizeof(front),
			 "title: \"<script>alert(1)</script>\\\"'" OVERRIDE
			 "gnp" LINE_SEPARATOR "bad %zu\"\nurl: \"%s\"\n"
			 "image: \"%s\"\nimage_description: \"'\\\"><img src=x "
			 "onerror=alert(1)>\"\n"
			 "tags: [\"<b onclick=x>\", \"\\\"'\"]\n"
			 "author: \"</bdi><svg onload=x>\"\n"
			 "lang: \"\\\" onfocus=\\\"x\"",
			 i, urls[i], images[i]);
		put_article(
			name, front,
			"# <i>H</i> \"q\"\n\nbad &lt;script&gt; <b>text</b> "
			"'\" `<script>alert(2)</script>`");
	}
	expect_run(COUNT(urls), COUNT(urls), 0, 0);
	expect("/?q=bad", 200, RESPONSE_HTML);
	has("4 articles");
	has("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;gnp <mark>bad");
	has("<bdi>&lt;b onclick=x&gt;</bdi>");
	has_no(LINE_SEPARATOR);
	has_no(OVERRIDE);
	has_no("javascript:");
	has_no("evil.example");
	has_no("data:");
	check_html();
	expect("/search.atom?q=bad", 200, RESPONSE_ATOM);
	has("&lt;script&gt;alert(1)");
	has_no("javascript:");
	has_no("evil.example");
	check_xml();
}

static void hostile_queries_stay_text(void **state)
{
	static const char *const queries[] = {
		"/?q=%3Cscript%3Ealert(1)%3C/script%3E",
		"/?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E",
		"/?q='+onfocus='alert(1)",
		"/?q=%E2%80%A8%E2%80%AEabc%ff%c0%bc%00",
		"/?q=date:%3Cscript%3E",
		"/?q=x&tag=%3C/bdi%3E%3Cscript%3E",
		"/?q=x&%3Cscript%3E=%22%3E%3Cscript%3E",
		"/?q=x&reader=%22%3E%3Cscript%3E&sort=%3Cscript%3E",
		"/?q=corall+%3Cb%3E&tag=sea,%22%3Cb%3E%22",
	};

	(void)state;
	make_index();
	for (size_t i = 0; i < COUNT(queries); i++) {
		ask_for(queries[i], false);
		assert_true(response.status == 200 || response.status == 400);
		assert_int_equal(response.type, RESPONSE_HTML);
		has_one_script();
		has_no(OVERRIDE);
		has_no("\xff");
		check_html();
	}
}

static void links_are_bounded(void **state)
{
	struct buf target = BUF_INIT, link = BUF_INIT;
	struct request given;

	(void)state;
	buf_add_str(&target, STR("/?a=1"));
	for (int i = 1; i < LIMIT_HTTP_PARAMETERS; i++)
		buf_printf(&target, "&t=%d", i);
	assert_int_equal(request_parse(buf_view(&target), &arena, &given, &err),
			 0);
	assert_int_equal(link_make(&given, LINK_ADD, "x", STR("y"), &link).len,
			 0);
	assert_int_not_equal(
		link_make(&given, LINK_SET, "a", STR("y"), &link).len, 0);
	buf_clear(&target);
	buf_add_str(&target, STR("/?q="));
	for (int i = 0; i < 1000; i++)
		buf_add_str(&target, STR("%7f"));
	assert_int_equal(request_parse(buf_view(&target), &arena, &given, &err),
			 0);
	assert_int_equal(link_make(&given, LINK_ADD, "x", STR("y"), &link).len,
			 0);
	buf_release(&target);
	buf_release(&link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGE_TEST(a_page_says_what_was_found),
		PAGE_TEST(without_a_query_it_shows_what_is_newest),
		PAGE_TEST(links_narrow_and_widen),
		PAGE_TEST(tags_of_an_article_narrow),
		PAGE_TEST(pages_lead_to_the_next),
		PAGE_TEST(what_else_may_be_meant_is_said),
		PAGE_TEST(a_page_speaks_the_language_of_its_reader),
		PAGE_TEST(errors_say_what_to_do),
		PAGE_TEST(terminals_get_text),
		PAGE_TEST(a_search_is_a_feed),
		PAGE_TEST(a_browser_learns_to_search),
		PAGE_TEST(hostile_articles_stay_text),
		PAGE_TEST(hostile_queries_stay_text),
		PAGE_TEST(links_are_bounded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
