/*
 * Tests of server/answer_feed: what it makes is a feed as RFC 4287 has it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "answers.h"

#include <regex.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#define ATOM "http://www.w3.org/2005/Atom"

static int set_up_feed(void **state)
{
	return set_up_answers(state, "https://site.example/s/");
}

#define FEED_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, set_up_feed, tear_down_answers)

/* ---- Of elements ----------------------------------------------------------
 */

static const xmlNode *next_of(const xmlNode *node, const char *name)
{
	while (node && (node->type != XML_ELEMENT_NODE ||
			strcmp((const char *)node->name, name) != 0))
		node = node->next;
	return node;
}

static size_t count(const xmlNode *parent, const char *name)
{
	const xmlNode *node = next_of(parent->children, name);
	size_t n = 0;

	for (; node; node = next_of(node->next, name))
		n++;
	return n;
}

static bool matches(const char *text, const char *pattern)
{
	regex_t compiled;
	bool found;

	assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB),
			 0);
	found = regexec(&compiled, text, 0, NULL, 0) == 0;
	regfree(&compiled);
	return found;
}

/* Fails unless there is one of that name, with such a text. */
static void expect_one(const xmlNode *parent, const char *name,
		       const char *pattern)
{
	const xmlNode *node = next_of(parent->children, name);
	xmlChar *text = node ? xmlNodeGetContent(node) : NULL;

	if (count(parent, name) != 1 || !matches((const char *)text, pattern))
		fail_msg("%s: %zu <%s>, '%s'", (const char *)parent->name,
			 count(parent, name), name,
			 text ? (const char *)text : "");
	xmlFree(text);
}

static xmlChar *attribute(const xmlNode *node, const char *name)
{
	return xmlGetNoNsProp(node, (const xmlChar *)name);
}

/* How many links of this relation there are; each leads somewhere. */
static size_t count_links(const xmlNode *parent, const char *relation)
{
	const xmlNode *node = next_of(parent->children, "link");
	size_t n = 0;

	for (; node; node = next_of(node->next, "link")) {
		xmlChar *rel = attribute(node, "rel");
		xmlChar *href = attribute(node, "href");

		assert_non_null(rel);
		assert_true(href && href[0]);
		n += strcmp((const char *)rel, relation) == 0;
		xmlFree(rel);
		xmlFree(href);
	}
	return n;
}

/* ---- Of feeds -------------------------------------------------------------
 */

/* What 4.1.1 and 4.1.2 require of both; dates are those of RFC 3339 (3.3), and
 * an id is an IRI (4.2.6). */
static void check_both(const xmlNode *node)
{
	expect_one(node, "id",
		   "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-"
		   "[0-9a-f]{12}$");
	expect_one(node, "title", "");
	expect_one(node, "updated",
		   "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T"
		   "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)Z$");
	assert_true(count_links(node, "alternate") <= 1);
}

static void check_names(const xmlNode *parent)
{
	const xmlNode *node = next_of(parent->children, "author");

	for (; node; node = next_of(node->next, "author"))
		expect_one(node, "name", ".");
	node = next_of(parent->children, "category");
	for (; node; node = next_of(node->next, "category")) {
		xmlChar *term = attribute(node, "term");

		assert_true(term && term[0]);
		xmlFree(term);
	}
}

/* Everything is of Atom, and what is not known to it is not there. */
static void check_children(const xmlNode *parent, const char *const *known)
{
	const xmlNode *node = parent->children;

	assert_string_equal(parent->ns->href, ATOM);
	for (; node; node = node->next) {
		bool is_known = node->type == XML_TEXT_NODE;

		for (size_t i = 0; known[i] && !is_known; i++)
			is_known =
				strcmp((const char *)node->name, known[i]) == 0;
		if (!is_known)
			fail_msg("<%s> in <%s>", (const char *)node->name,
				 (const char *)parent->name);
	}
}

static void check_entry(const xmlNode *entry)
{
	static const char *const known[] = { "id",	"title",   "updated",
					     "link",	"author",  "category",
					     "summary", "content", NULL };

	check_children(entry, known);
	check_both(entry);
	check_names(entry);
	assert_true(count(entry, "summary") <= 1);
	assert_true(count(entry, "content") <= 1);
	if (count_links(entry, "alternate") == 0)
		assert_int_equal(count(entry, "content"), 1);
}

static void take_id(const xmlNode *node, struct buf *ids)
{
	xmlChar *id = xmlNodeGetContent(next_of(node->children, "id"));

	if (ids->len && strstr(ids->p, (const char *)id))
		fail_msg("twice: %s", (const char *)id);
	buf_printf(ids, "%s\n", (const char *)id);
	xmlFree(id);
}

/* Checks the feed at hand; returns how many entries it has. */
static size_t check_feed(void)
{
	static const char *const known[] = { "id",   "title",  "updated",
					     "link", "author", "entry",
					     NULL };
	xmlDocPtr tree =
		xmlReadMemory(response.body.p, (int)response.body.len, NULL,
			      NULL, XML_PARSE_NOERROR | XML_PARSE_NONET);
	const xmlNode *feed, *entry;
	struct buf ids = BUF_INIT;
	size_t entries;

	assert_non_null(tree);
	feed = xmlDocGetRootElement(tree);
	assert_string_equal(feed->name, "feed");
	check_children(feed, known);
	check_both(feed);
	check_names(feed);
	assert_int_equal(count_links(feed, "self"), 1);
	entries = count(feed, "entry");
	/* Entries without an author have that of the feed. */
	assert_int_equal(count(feed, "author"), 1);
	take_id(feed, &ids);
	for (entry = next_of(feed->children, "entry"); entry;
	     entry = next_of(entry->next, "entry")) {
		check_entry(entry);
		take_id(entry, &ids);
	}
	buf_release(&ids);
	xmlFreeDoc(tree);
	return entries;
}

static size_t feed_of(const char *target)
{
	struct request given;

	read_target(target, &given);
	answer(&given);
	if (response.status != 200 || response.type != RESPONSE_ATOM)
		fail_msg("%s: %u %s", target, response.status, response.body.p);
	return check_feed();
}

static void any_search_is_a_feed(void **state)
{
	(void)state;
	put_article("all.md",
		    "title: Reef\nurl: /reef/\ntags: [sea, \"coral, red\"]\n"
		    "date: 2024-05-17T08:09:10+02:00\nupdated: 2024-06-01\n"
		    "authors: [Ann, \"<Bob> & Co\"]",
		    "Coral grows on reefs.");
	put_article("none.md", "x: y", "Coral without anything.");
	put_article("old.md", "title: Old\ndate: 0999-01-01", "Coral then.");
	put_article("far.md", "title: Far\ndate: 9999-12-31", "Coral to come.");
	put_article("day.md", "title: Day\ndate: 2024-02-29\nurl: /day/",
		    "Coral of a day.");
	put_article("other.md", "title: Other\nurl: \"https://a.example/b\"",
		    "Coral elsewhere.");
	put_article("rough.md",
		    "title: \"]]> &amp; <a> \\x01\"\nurl: \"/a b/\\\"<>&'/\"\n"
		    "tags: [\"<b>\", \"\\\"'\"]",
		    "Coral ]]> &amp; &#1; <b>text</b>.");
	assert_int_equal(run("site/content", NULL), 0);
	assert_true(feed_of("/search.atom?q=coral") >= 6);
	assert_true(feed_of("/search.atom") >= 6);
	assert_int_equal(feed_of("/search.atom?q=coral&limit=1"), 1);
	assert_int_equal(feed_of("/search.atom?q=zebra"), 0);
	assert_int_equal(feed_of("/search.atom?q=coral+%3C%26%22&tag=sea"), 1);
	assert_true(feed_of("/search.atom?q=%01%02%ff+coral") > 0);
}

/* Who follows a feed is not to take it for another one. */
static void its_name_stays(void **state)
{
	struct buf before = BUF_INIT;
	const char *id;

	(void)state;
	put_article("a.md", "title: A", "Coral.");
	expect_run(1, 1, 0, 0);
	feed_of("/search.atom?q=coral");
	id = strstr(response.body.p, "<id>");
	buf_add(&before, id, strlen("<id>urn:uuid:") + 36);
	buf_add_char(&before, '\0');
	put_article("b.md", "title: B\ndate: 2024-01-01", "Coral.");
	expect_run(2, 1, 0, 0);
	assert_int_equal(feed_of("/search.atom?q=coral"), 2);
	assert_non_null(strstr(response.body.p, before.p));
	feed_of("/search.atom?q=corals");
	assert_null(strstr(response.body.p, before.p));
	buf_release(&before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FEED_TEST(any_search_is_a_feed),
		FEED_TEST(its_name_stays),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
