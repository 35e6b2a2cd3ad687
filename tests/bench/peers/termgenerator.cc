/*
 * termgenerator: libxapian's own way to index, as its manual shows it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	termgenerator PACK DATABASE
 *
 * What pressmark is measured against: a plain loop of TermGenerator and
 * add_document over a pack that extract wrote, committed once, all settings
 * as they come. Tags and years filter as terms; what may be sorted or counted
 * is in values; what a page shows, and the text for its passages, is stored.
 * It is no part of pressmark, so it may know libxapian; only `make bench`
 * builds it.
 */
#include <cstdio>
#include <exception>
#include <sstream>
#include <string>

#include <xapian.h>

#include "tests/bench/peers/pack.h"
#include "tests/bench/peers/slots.hh"

/* A term may have 245 bytes. */
static std::string boolean_term(const char *prefix, const std::string &name)
{
	return (prefix + name).substr(0, 245);
}

static void add_filters(Xapian::Document &doc, const struct pack *pack)
{
	std::istringstream tags(pack->fields[PACK_TAGS]);
	std::string date = pack->fields[PACK_DATE], tag;

	while (std::getline(tags, tag))
		doc.add_boolean_term(boolean_term("K", tag));
	if (date.size() >= 4)
		doc.add_boolean_term("Y" + date.substr(0, 4));
	doc.add_value(SLOT_DATE, date);
	doc.add_value(SLOT_MONTH, date.substr(0, 7));
	doc.add_value(SLOT_YEAR, date.substr(0, 4));
	doc.add_value(SLOT_TAGS, pack->fields[PACK_TAGS]);
	doc.add_value(SLOT_AUTHORS, pack->fields[PACK_AUTHORS]);
}

static void index_pack(struct pack *pack, const char *path)
{
	Xapian::WritableDatabase db(path, Xapian::DB_CREATE |
						  Xapian::DB_BACKEND_GLASS);
	Xapian::TermGenerator generator;

	generator.set_stemmer(Xapian::Stem("english"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	while (pack_next(pack)) {
		std::string title = pack->fields[PACK_TITLE];
		std::string text = pack->fields[PACK_TEXT];
		Xapian::Document doc;

		generator.set_document(doc);
		generator.set_termpos(0);
		generator.index_text(title, 1, "S");
		generator.index_text(title);
		generator.increase_termpos();
		generator.index_text(text);
		add_filters(doc, pack);
		doc.set_data(title + '\n' + pack->fields[PACK_DATE] + '\n' +
			     text);
		db.add_document(doc);
	}
	db.commit();
}

int main(int argc, char **argv)
{
	struct pack pack;

	if (argc != 3) {
		std::fputs("usage: termgenerator PACK DATABASE\n", stderr);
		return 2;
	}
	pack_open(&pack, argv[1]);
	try {
		index_pack(&pack, argv[2]);
	} catch (const Xapian::Error &e) {
		std::fprintf(stderr, "termgenerator: %s\n",
			     e.get_description().c_str());
		return 1;
	} catch (const std::exception &e) {
		std::fprintf(stderr, "termgenerator: %s\n", e.what());
		return 1;
	}
	pack_close(&pack);
	return 0;
}
