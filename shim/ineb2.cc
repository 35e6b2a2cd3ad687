/*
 * What a term weighs: IneB2, also where little is known of the term.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/ineb2.hh"

#include <algorithm>
#include <cmath>

namespace shim
{

/* The larger, the less the length of documents matters (docs/ranking.md). */
static constexpr double C = 1.5;

double ineb2_density(double average_length, double length)
{
	return std::log2(1 + C * average_length / length);
}

ineb2_term::ineb2_term(double factor, double all, double documents,
		       double occurrences)
{
	double expected;

	documents = std::max<double>(documents, 1);
	occurrences = std::max(occurrences, documents);
	expected = all * (1 - std::exp(-occurrences / all));
	rarity_ = factor * std::log2((all + 1) / (expected + 0.5)) *
		  (occurrences + 1) / documents;
}

ineb2::ineb2()
{
	need_stat(AVERAGE_LENGTH);
	need_stat(DOC_LENGTH);
	need_stat(DOC_LENGTH_MIN);
	need_stat(COLLECTION_SIZE);
	need_stat(COLLECTION_FREQ);
	need_stat(TERMFREQ);
	need_stat(WDF);
	need_stat(WDF_MAX);
	need_stat(WQF);
}

ineb2 *ineb2::clone() const
{
	return new ineb2();
}

std::string ineb2::name() const
{
	return "shim::ineb2";
}

/* A factor of 0 asks for what does not depend on terms, which is nothing. */
void ineb2::init(double factor)
{
	term = ineb2_term(factor * get_wqf(), get_collection_size(),
			  get_termfreq(), get_collection_freq());
	average = get_average_length();
	most = factor == 0 || get_wdf_upper_bound() == 0
		       ? 0
		       : term.weigh(get_wdf_upper_bound(),
				    ineb2_density(average,
						  get_doclength_lower_bound()));
}

double ineb2::get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			  Xapian::termcount) const
{
	return wdf == 0 ? 0 : term.weigh(wdf, ineb2_density(average, length));
}

double ineb2::get_maxpart() const
{
	return most;
}

double ineb2::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
	return 0;
}

double ineb2::get_maxextra() const
{
	return 0;
}

} // namespace shim
