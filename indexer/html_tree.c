/*
 * What an HTML tag says: texts in its attributes, where it leads, and which
 * elements are not to be shown, until where.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_tree.h"

#include <string.h>

#include "base/err.h"
#include "indexer/libxml.h"

#define DEPTH_MAX 64
#define BYTES_MAX ((size_t)1 << 20)

/* What every parser begins with, so that it expects content. */
static const char prologue[] = "<html><body>";
#define PROLOGUE_DEPTH 2

static bool is_one_of(struct str name, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(name, list[i]))
			return true;
	}
	return false;
}

#define IS_ONE_OF(name, list)                                                  \
	is_one_of(name, list, sizeof(list) / sizeof((list)[0]))

/* Has no content and no end tag: section 13.1.2 of the HTML standard. */
static bool is_void(struct str name)
{
	static const struct str names[] = {
		STR_INIT("area"), STR_INIT("base"),   STR_INIT("br"),
		STR_INIT("col"),  STR_INIT("embed"),  STR_INIT("hr"),
		STR_INIT("img"),  STR_INIT("input"),  STR_INIT("link"),
		STR_INIT("meta"), STR_INIT("source"), STR_INIT("track"),
		STR_INIT("wbr"),
	};

	return IS_ONE_OF(name, names);
}

/* What the element holds is not shown, or shown elsewhere as well: fallbacks
 * for old browsers, the TeX source of a formula. */
static bool is_unseen(struct str name)
{
	static const struct str names[] = {
		STR_INIT("annotation"), STR_INIT("annotation-xml"),
		STR_INIT("audio"),	STR_INIT("canvas"),
		STR_INIT("datalist"),	STR_INIT("rp"),
		STR_INIT("template"),	STR_INIT("video"),
	};

	return IS_ONE_OF(name, names);
}

/* Does a list of classes hold one that keeps an element out of a search? */
static bool has_class(struct str classes)
{
	static const struct str names[] = {
		STR_INIT("nosearch"),
		STR_INIT("quarto-exclude-from-search-index"),
	};

	while (classes.len) {
		size_t n = 0;

		while (n < classes.len && classes.p[n] != ' ' &&
		       classes.p[n] != '\t' && classes.p[n] != '\n')
			n++;
		if (IS_ONE_OF(str_head(classes, n), names))
			return true;
		classes = str_skip(classes, n + 1);
	}
	return false;
}

/* Does the attribute keep its element from being text? */
static bool hides(struct str name, struct str value)
{
	static const struct str marks[] = {
		STR_INIT("data-nosearch"),
		STR_INIT("data-pagefind-ignore"),
		STR_INIT("data-search-exclude"),
	};

	/* A browser opens "until-found" when its own search finds it. */
	if (str_eq(name, STR("hidden")))
		return !str_eq_nocase(value, STR("until-found"));
	if (str_eq(name, STR("aria-hidden")))
		return str_eq_nocase(value, STR("true"));
	if (str_eq(name, STR("class")))
		return has_class(value);
	return IS_ONE_OF(name, marks);
}

static enum html_attribute attribute_of(struct str element, struct str name)
{
	static const struct str links[] = { STR_INIT("a"), STR_INIT("area") };
	static const struct str with_alt[] = {
		STR_INIT("area"),
		STR_INIT("img"),
		STR_INIT("input"),
	};
	/* Theirs name a player, a style sheet or nothing that is seen. */
	static const struct str without_title[] = {
		STR_INIT("embed"),
		STR_INIT("iframe"),
		STR_INIT("link"),
	};

	if (str_eq(name, STR("alt")) && IS_ONE_OF(element, with_alt))
		return HTML_ALT;
	if (str_eq(name, STR("title")) && !IS_ONE_OF(element, without_title))
		return HTML_TITLE;
	if (str_eq(name, STR("href")) && IS_ONE_OF(element, links))
		return HTML_TARGET;
	return HTML_NOTHING;
}

static struct str view(const xmlChar *s)
{
	return str_of((const char *)s);
}

static void on_start(void *payload, const xmlChar *name,
		     const xmlChar **attributes)
{
	struct html_tree *tree = payload;
	struct str element = view(name);
	bool is_hidden = is_unseen(element);

	tree->depth++;
	if (tree->hidden)
		return;
	for (size_t i = 0; attributes && attributes[i] && !is_hidden; i += 2)
		is_hidden = hides(view(attributes[i]), view(attributes[i + 1]));
	if (is_hidden) {
		if (!is_void(element))
			tree->hidden = tree->depth;
		return;
	}
	for (size_t i = 0; attributes && attributes[i] && !tree->ret; i += 2) {
		struct str value = view(attributes[i + 1]);
		enum html_attribute attribute =
			attribute_of(element, view(attributes[i]));

		if (value.len && attribute != HTML_NOTHING)
			tree->ret = tree->attribute(attribute, value,
						    tree->payload);
	}
}

static void on_end(void *payload, const xmlChar *name)
{
	struct html_tree *tree = payload;

	(void)name;
	if (tree->depth)
		tree->depth--;
	if (tree->hidden > tree->depth)
		tree->hidden = 0;
}

/* Instead of a line on stderr. */
static void on_error(void *payload, xmlErrorPtr error)
{
	(void)payload;
	(void)error;
}

int html_tree_load(struct err *err)
{
	return libxml_load(err) ? 0 : (int)err->code;
}

static void stop(struct html_tree *tree)
{
	htmlParserCtxtPtr parser = tree->parser;

	if (!parser)
		return;
	tree->xml->xmlFreeDoc(parser->myDoc);
	tree->xml->htmlFreeParserCtxt(parser);
	tree->parser = NULL;
}

static htmlParserCtxtPtr start(struct html_tree *tree)
{
	const struct libxml *xml = tree->xml;
	xmlSAXHandler handlers;
	htmlParserCtxtPtr parser;

	memset(&handlers, 0, sizeof(handlers));
	handlers.initialized = XML_SAX2_MAGIC;
	handlers.startElement = on_start;
	handlers.endElement = on_end;
	handlers.serror = on_error;
	parser = xml->htmlCreatePushParserCtxt(&handlers, tree, NULL, 0, NULL,
					       XML_CHAR_ENCODING_UTF8);
	if (!parser)
		return NULL;
	xml->htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET |
						HTML_PARSE_IGNORE_ENC);
	tree->parser = parser;
	tree->depth = 0;
	tree->bytes = sizeof(prologue) - 1;
	xml->htmlParseChunk(parser, prologue, sizeof(prologue) - 1, 0);
	return parser;
}

static bool is_worn(const struct html_tree *tree)
{
	return tree->depth < PROLOGUE_DEPTH ||
	       tree->depth > tree->hidden + DEPTH_MAX ||
	       tree->bytes > BYTES_MAX ||
	       tree->xml->xmlByteConsumed(tree->parser) != (long)tree->bytes;
}

static int parse(struct html_tree *tree, struct str tag)
{
	struct err err = ERR_INIT;

	if (!tree->xml)
		tree->xml = libxml_load(&err);
	if (!tree->xml)
		return err.code;
	if (!tree->parser && !start(tree))
		return ERR_MEMORY;
	tree->bytes += tag.len;
	tree->xml->htmlParseChunk(tree->parser, tag.p, (int)tag.len, 0);
	return 0;
}

int html_tree_tag(struct html_tree *tree, struct str tag,
		  html_attribute_fn attribute, void *payload)
{
	bool was_hidden = tree->hidden > 0;
	int ret;

	tree->ret = 0;
	tree->attribute = attribute;
	tree->payload = payload;
	ret = parse(tree, tag);
	if (ret == 0 && tree->hidden && !was_hidden) {
		/* What it has of the tags before is not all of them. */
		stop(tree);
		ret = parse(tree, tag);
		tree->hidden = tree->depth;
	}
	if (ret == 0 && is_worn(tree))
		stop(tree);
	return ret ? ret : tree->ret;
}

bool html_tree_needs(const struct html_tree *tree, struct str name)
{
	return tree->hidden > 0 || is_unseen(name);
}

void html_tree_show(struct html_tree *tree)
{
	tree->hidden = 0;
}

void html_tree_release(struct html_tree *tree)
{
	stop(tree);
}
