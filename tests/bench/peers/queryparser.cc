/*
 * queryparser: libxapian's answers to the questions of tests/bench/ask.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	queryparser DATABASE [QUESTION]
 *
 * What pressmark is measured against: libxapian's own query parser, match,
 * passages and counts over a database that termgenerator made, all as its
 * manual shows them. It is no part of pressmark; only `make bench-search`
 * builds it.
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "tests/bench/ask.h"
#include "tests/bench/peers/slots.hh"

/* As pressmark does: see LIMIT_PREFIX_TERMS, and search.c for the totals. */
static const int prefix_terms = 100;
static const Xapian::doccount check_at_least = 1000;

static const std::size_t facet_values = 10;

/* Counts the names in a slot that has several, each with a line end. */
class name_spy : public Xapian::MatchSpy
{
	Xapian::valueno slot;

      public:
	std::map<std::string, unsigned long> counts;

	explicit name_spy(Xapian::valueno slot_) : slot(slot_)
	{
	}

	void operator()(const Xapian::Document &doc, double) override
	{
		const std::string names = doc.get_value(slot);
		std::size_t start = 0, end;

		for (; (end = names.find('\n', start)) != std::string::npos;
		     start = end + 1)
			++counts[names.substr(start, end - start)];
	}

	/* The most frequent ones, first. */
	std::size_t top() const
	{
		std::vector<std::pair<unsigned long, std::string>> all;

		for (const auto &one : counts)
			all.emplace_back(one.second, one.first);
		std::size_t most = std::min(all.size(), facet_values);
		std::partial_sort(all.begin(), all.begin() + most, all.end(),
				  std::greater<>());
		return most;
	}
};

class engine
{
	Xapian::Database db;
	Xapian::QueryParser parser;
	Xapian::Stem stem;

	Xapian::Query make_query(const struct ask_question *q);
	double make_page(const Xapian::MSet &found, bool with_passages);

      public:
	explicit engine(const char *path);
	void answer(const struct ask_question *q, struct ask_answer *out);
};

engine::engine(const char *path) : db(path), stem("english")
{
	parser.set_database(db);
	parser.set_stemmer(stem);
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_default_op(Xapian::Query::OP_AND);
	parser.set_max_expansion(prefix_terms,
				 Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
}

Xapian::Query engine::make_query(const struct ask_question *q)
{
	Xapian::Query query = parser.parse_query(
		q->text, Xapian::QueryParser::FLAG_DEFAULT |
				 Xapian::QueryParser::FLAG_WILDCARD);
	std::vector<Xapian::Query> years;

	if (*q->tag)
		query = Xapian::Query(Xapian::Query::OP_FILTER, query,
				      Xapian::Query("K" + std::string(q->tag)));
	for (int year = q->from; year && year <= q->to; year++)
		years.emplace_back("Y" + std::to_string(year));
	if (!years.empty())
		query = Xapian::Query(Xapian::Query::OP_FILTER, query,
				      Xapian::Query(Xapian::Query::OP_OR,
						    years.begin(),
						    years.end()));
	return query;
}

/* What a page shows; the milliseconds of its passages. */
double engine::make_page(const Xapian::MSet &found, bool with_passages)
{
	std::vector<std::string> titles, texts, passages;
	double start;

	for (auto it = found.begin(); it != found.end(); ++it) {
		const std::string data = it.get_document().get_data();
		std::size_t title = data.find('\n');
		std::size_t date = data.find('\n', title + 1);

		titles.push_back(data.substr(0, date));
		texts.push_back(data.substr(date + 1));
	}
	start = ask_now_ms();
	for (const std::string &text : texts) {
		if (with_passages)
			passages.push_back(
				found.snippet(text, ASK_PASSAGE, stem));
	}
	return ask_now_ms() - start;
}

void engine::answer(const struct ask_question *q, struct ask_answer *out)
{
	double start = ask_now_ms(), passages;
	Xapian::Enquire enquire(db);
	std::vector<std::unique_ptr<name_spy>> names;
	std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> values;
	static const struct {
		const char *name;
		Xapian::valueno slot;
		bool is_list;
	} facets[] = {
		{ "tag", SLOT_TAGS, true },
		{ "author", SLOT_AUTHORS, true },
		{ "year", SLOT_YEAR, false },
		{ "timeline", SLOT_MONTH, false },
	};

	for (const auto &facet : facets) {
		if (!ask_has_facet(q, facet.name))
			continue;
		if (facet.is_list) {
			names.emplace_back(new name_spy(facet.slot));
			enquire.add_matchspy(names.back().get());
		} else {
			values.emplace_back(
				new Xapian::ValueCountMatchSpy(facet.slot));
			enquire.add_matchspy(values.back().get());
		}
	}
	if (q->newest)
		enquire.set_sort_by_value_then_relevance(SLOT_DATE, true);
	enquire.set_query(make_query(q));
	Xapian::MSet found = enquire.get_mset(
		0, ASK_HITS, *q->facets ? db.get_doccount() : check_at_least);
	passages = make_page(found, q->what != ASK_TITLES);
	for (const auto &spy : names)
		spy->top();
	for (const auto &spy : values) {
		auto it = spy->top_values_begin(facet_values);

		for (; it != spy->top_values_end(facet_values); ++it)
			it.get_termfreq();
	}
	out->ms = q->what == ASK_PASSAGES ? passages : ask_now_ms() - start;
	out->found = found.get_matches_estimated();
}

/* No exception may pass through ask.c, which is C. */
template <typename F> static void guarded(F &&f)
{
	try {
		f();
	} catch (const Xapian::Error &e) {
		std::fprintf(stderr, "queryparser: %s\n",
			     e.get_description().c_str());
		std::exit(1);
	} catch (const std::exception &e) {
		std::fprintf(stderr, "queryparser: %s\n", e.what());
		std::exit(1);
	}
}

static void answer(const struct ask_question *q, struct ask_answer *out,
		   void *payload)
{
	guarded([&] { static_cast<engine *>(payload)->answer(q, out); });
}

int main(int argc, char **argv)
{
	std::unique_ptr<engine> e;

	if (argc != 2 && argc != 3) {
		std::fputs("usage: queryparser DATABASE [QUESTION]\n", stderr);
		return 2;
	}
	guarded([&] { e.reset(new engine(argv[1])); });
	return ask_main(argc, argv, answer, e.get());
}
