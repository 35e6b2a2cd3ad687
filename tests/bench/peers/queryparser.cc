/*
 * queryparser: the searches of libxapian's own query parser, as its manual
 * shows it, over an index of pressmark's.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	search --queries | queryparser DATABASE
 *
 * Prints the same table as `search` does, for the kinds of searches that the
 * parser knows: the ten best documents and their data are fetched, but no
 * passages are chosen and no facets counted. It is no part of pressmark; only
 * `make bench-search` builds it.
 */
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <xapian.h>

static const int rounds = 5;

static double now_ms()
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

static Xapian::doccount search(Xapian::Database &db, std::string text)
{
	const std::string newest = " sort:newest";
	Xapian::Enquire enquire(db);
	Xapian::QueryParser parser;
	std::size_t at = text.find(newest);
	std::size_t bytes = 0;

	if (at != std::string::npos) {
		text.erase(at, newest.size());
		enquire.set_sort_by_value_then_relevance(0, true);
	}
	parser.set_database(db);
	parser.set_stemmer(Xapian::Stem("english"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_default_op(Xapian::Query::OP_AND);
	parser.set_max_expansion(100,
				 Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
	parser.add_boolean_prefix("tag", "K");
	parser.add_boolean_prefix("date", "Y");
	enquire.set_query(parser.parse_query(
		text, Xapian::QueryParser::FLAG_DEFAULT |
			      Xapian::QueryParser::FLAG_WILDCARD));
	Xapian::MSet found = enquire.get_mset(0, 10, 1000);

	for (auto it = found.begin(); it != found.end(); ++it)
		bytes += it.get_document().get_data().size();
	return bytes ? found.get_matches_estimated() : 0;
}

static void measure(Xapian::Database &db, const std::string &name,
		    const std::vector<std::string> &queries)
{
	std::vector<double> times;
	double found = 0;

	for (int round = -1; round < rounds; round++) {
		for (const std::string &query : queries) {
			double start = now_ms();

			found += search(db, query);
			if (round >= 0)
				times.push_back(now_ms() - start);
		}
	}
	std::sort(times.begin(), times.end());
	std::printf("| %-28s | %8.0f | %6.2f | %6.2f |\n", name.c_str(),
		    found / double(queries.size() * (rounds + 1)),
		    times[times.size() / 2], times[times.size() * 99 / 100]);
}

/* Lines are the name of a kind, a tab, a query; those of a kind together. */
static void measure_all(Xapian::Database &db)
{
	std::vector<std::string> queries;
	std::string name, line;

	std::printf("| queryparser, ten documents | articles | p50 ms "
		    "| p99 ms |\n|---|---|---|---|\n");
	while (std::getline(std::cin, line)) {
		std::size_t tab = line.find('\t');

		if (line.compare(0, tab, name) != 0 && !queries.empty()) {
			measure(db, name, queries);
			queries.clear();
		}
		name = line.substr(0, tab);
		queries.push_back(line.substr(tab + 1));
	}
	if (!queries.empty())
		measure(db, name, queries);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		std::fputs("usage: queryparser DATABASE\n", stderr);
		return 2;
	}
	try {
		Xapian::Database db(argv[1]);

		measure_all(db);
	} catch (const Xapian::Error &e) {
		std::fprintf(stderr, "queryparser: %s\n",
			     e.get_description().c_str());
		return 1;
	}
	return 0;
}
