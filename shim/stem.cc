/*
 * Stemming: the stemmers of all languages, each made when it is needed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include <map>

#include "base/utf8.h"

struct xap_stemmer {
	/* Few: looked up by name once a new word. */
	std::map<std::string, Xapian::Stem, std::less<>> stems;
	std::string word; /* of the last call; the view points into it */

	const Xapian::Stem &of(const char *language)
	{
		auto it = stems.find(language);

		if (it == stems.end())
			it = stems.emplace(language, Xapian::Stem(language))
				     .first;
		return it->second;
	}
};

XAP_API int xap_stemmer_new(struct xap_stemmer **out, struct err *err)
{
	*out = nullptr;
	return shim::guard(err, [&] {
		*out = new xap_stemmer;
		return 0;
	});
}

XAP_API void xap_stemmer_free(struct xap_stemmer *stemmer)
{
	delete stemmer;
}

XAP_API int xap_stemmer_stem(struct xap_stemmer *stemmer, const char *language,
			     struct str word, struct str *out, struct err *err)
{
	int ret;

	*out = str_make("", 0);
	ret = shim::guard(err, [&] {
		const Xapian::Stem &stem = stemmer->of(language);

		stemmer->word.assign(word.p, word.len);
		/* Snowball trusts its input to be UTF-8. */
		if (utf8_invalid(word) == word.len)
			stemmer->word = stem(stemmer->word);
		*out = str_make(stemmer->word.data(), stemmer->word.size());
		return 0;
	});
	return ret < 0 ? err_wrap(err, "cannot stem '%s'", language) : ret;
}
