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

#include <algorithm>
#include <string>

#include <xapian.h>

namespace shim
{

/* What an occurrence in so long a document is worth: the longer, the less. */
double ineb2_density(double average_length, double length);

/* What one term weighs. */
class ineb2_term
{
      public:
	ineb2_term() = default;

	/* Of a database of so many documents, of which some have the term so
	 * often together; multiplied by a factor. */
	ineb2_term(double factor, double all, double documents,
		   double occurrences);

	/* In a document that has it so often (> 0), of this density. */
	double weigh(double wdf, double density) const
	{
		double normal = wdf * density;

		return std::max(rarity_ * normal / (normal + 1), 0.0);
	}

      private:
	double rarity_ = 0; /* what stands before the after-effect */
};

class ineb2 : public Xapian::Weight
{
      public:
	ineb2();
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

	ineb2_term term;
	double average = 0; /* length */
	double most = 0;
};

} // namespace shim

#endif
