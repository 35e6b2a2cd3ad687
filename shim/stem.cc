/*
 * Stemming.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shim/handle.hh"

#include "base/utf8.h"

struct xap_stemmer {
	Xapian::Stem rep;
	std::string word; /* of the last call; the view points into it */

	explicit xap_stemmer(const char *language) : rep(language)
	{
	}
};

XAP_API int xap_stemmer_new(const char *language, struct xap_stemmer **out,
			    struct err *err)
{
	int ret;

	*out = nullptr;
	ret = shim::guard(err, [&] {
		*out = new xap_stemmer(language);
		return 0;
	});
	if (ret < 0)
		err_wrap(err, "cannot stem '%s'", language);
	return ret;
}

XAP_API void xap_stemmer_free(struct xap_stemmer *stemmer)
{
	delete stemmer;
}

XAP_API int xap_stemmer_stem(struct xap_stemmer *stemmer, struct str word,
			     struct str *out, struct err *err)
{
	*out = str_make("", 0);
	return shim::guard(err, [&] {
		stemmer->word.assign(word.p, word.len);
		/* Snowball trusts its input to be UTF-8. */
		if (utf8_invalid(word) == word.len)
			stemmer->word = stemmer->rep(stemmer->word);
		*out = str_make(stemmer->word.data(), stemmer->word.size());
		return 0;
	});
}
