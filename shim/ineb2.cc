/*
 * What a term weighs: IneB2, also where little is known of the term.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/ineb2.hh"

#include <algorithm>
#include <cmath>

namespace shim
{

ineb2::ineb2(double c_) : c(c_), rarity(0), most(0)
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
	return new ineb2(c);
}

std::string ineb2::name() const
{
	return "shim::ineb2";
}

/* A factor of 0 asks for what does not depend on terms, which is nothing. */
void ineb2::init(double factor)
{
	double all = get_collection_size();
	double documents = std::max<double>(get_termfreq(), 1);
	double occurrences = std::max<double>(get_collection_freq(), documents);
	double expected = all * (1 - std::exp(-occurrences / all));

	rarity = factor * get_wqf() * std::log2((all + 1) / (expected + 0.5)) *
		 (occurrences + 1) / documents;
	most = factor == 0 || get_wdf_upper_bound() == 0
		       ? 0
		       : weigh(get_wdf_upper_bound(),
			       get_doclength_lower_bound());
}

double ineb2::weigh(double wdf, double length) const
{
	double normal = wdf * std::log2(1 + c * get_average_length() / length);

	return std::max(rarity * normal / (normal + 1), 0.0);
}

double ineb2::get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			  Xapian::termcount) const
{
	return wdf == 0 ? 0 : weigh(wdf, length);
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
