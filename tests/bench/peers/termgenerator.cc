/*
 * termgenerator: libxapian's own way to index, as its manual shows it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	termgenerator PACK DATABASE
 *
 * What pressmark is measured against: a plain loop of TermGenerator and
 * add_document over a pack that extract wrote, committed once, all settings
 * as they come. It is no part of pressmark, so it may know libxapian; only
 * `make bench` builds it.
 */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <xapian.h>

static bool get_field(std::FILE *in, std::string &out)
{
	unsigned char b[4];

	if (std::fread(b, 1, 4, in) != 4)
		return false;
	out.resize(b[0] | b[1] << 8 | b[2] << 16 | std::size_t(b[3]) << 24);
	if (std::fread(&out[0], 1, out.size(), in) == out.size())
		return true;
	std::fputs("termgenerator: the pack is cut off\n", stderr);
	std::exit(1);
}

static void index_pack(std::FILE *in, const char *path)
{
	Xapian::WritableDatabase db(path, Xapian::DB_CREATE |
						  Xapian::DB_BACKEND_GLASS);
	Xapian::TermGenerator generator;
	std::string title, text;

	generator.set_stemmer(Xapian::Stem("english"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	while (get_field(in, title) && get_field(in, text)) {
		Xapian::Document doc;

		generator.set_document(doc);
		generator.set_termpos(0);
		generator.index_text(title, 1, "S");
		generator.index_text(title);
		generator.increase_termpos();
		generator.index_text(text);
		doc.set_data(title);
		db.add_document(doc);
	}
	db.commit();
}

int main(int argc, char **argv)
{
	std::FILE *in = argc == 3 ? std::fopen(argv[1], "rb") : nullptr;

	if (!in) {
		std::fputs("usage: termgenerator PACK DATABASE\n", stderr);
		return 2;
	}
	try {
		index_pack(in, argv[2]);
	} catch (const Xapian::Error &e) {
		std::fprintf(stderr, "termgenerator: %s\n",
			     e.get_description().c_str());
		return 1;
	} catch (const std::exception &e) {
		std::fprintf(stderr, "termgenerator: %s\n", e.what());
		return 1;
	}
	std::fclose(in);
	return 0;
}
