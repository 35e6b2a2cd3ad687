/*
 * The site: what is known of a folder of articles besides their bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/site.h"

const struct site site_generic = { .preset = SITE_GENERIC };

static const char *const names[SITE_PRESETS] = {
	"generic", "jekyll", "hugo",	   "eleventy",
	"zola",	   "astro",  "docusaurus", "mdbook",
};

const char *site_preset_name(enum site_preset preset)
{
	return names[preset];
}

const char *site_generator_name(enum site_preset preset)
{
	static const char *const generators[SITE_PRESETS] = {
		"pressmark", "Jekyll", "Hugo",	     "Eleventy",
		"Zola",	     "Astro",  "Docusaurus", "mdBook",
	};

	return generators[preset];
}

struct str site_language(const struct site *site, struct str part)
{
	for (size_t i = 0; i < site->language_count; i++) {
		if (str_eq_nocase(site->languages[i], part))
			return site->languages[i];
	}
	return str_make(NULL, 0);
}

bool site_preset_of(struct str name, enum site_preset *out)
{
	for (int i = 0; i < SITE_PRESETS; i++) {
		if (str_eq(name, str_of(names[i]))) {
			*out = (enum site_preset)i;
			return true;
		}
	}
	return false;
}
