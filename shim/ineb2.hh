/*
 * What a term weighs: IneB2, also where little is known of the term.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inverse expected document frequency, Bernoulli after-effect, normalisation 2:
 * Amati and van Rijsbergen, "Probabilistic Models of Information Retrieval
 * Based on Measuring the Divergence from Randomness", 2002; with e^(-F/N) for
 * ((N - 1) / N)^F, as libxapian has it. libxapian's own divides by the number
 * of documents that have a term. Of a phrase that is to count as a term it only
 * guesses it, and guesses 0 where its words are rare: then everything that has
 * the phrase would weigh infinitely much. Here a term has one document at
 * least, and as many occurrences as documents.
 */
#ifndef PRESSMARK_SHIM_INEB2_HH
#define PRESSMARK_SHIM_INEB2_HH

#include <string>

#include <xapian.h>

namespace shim
{

class ineb2 : public Xapian::Weight
{
      public:
	explicit ineb2(double c);
	ineb2 *clone() const override;
	std::string name() const override;

	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			   Xapian::termcount unique) const override;
	double get_maxpart() const override;
	double get_sumextra(Xapian::termcount length,
			    Xapian::termcount unique) const override;
	double get_maxextra() const override;

      private:
	void init(double factor) override;
	double weigh(double wdf, double length) const;

	double c;
	double rarity; /* what stands before the after-effect */
	double most;
};

} // namespace shim

#endif
