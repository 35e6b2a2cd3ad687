/*
 * How the generators read the forms in which dates are written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A date that this program reads may be an error, or another instant, to the
 * generator that makes the site; `pressmark lint` says so. Measured with
 * Jekyll 4.3.1, Hugo 0.111.3, Eleventy 3.1.8 and JavaScript's Date behind
 * js-yaml 4.1 (Astro); read in the sources of Docusaurus and Zola 0.22.1.
 *
 * Threads: pure.
 */
#ifndef PRESSMARK_INDEXER_DATE_FORMS_H
#define PRESSMARK_INDEXER_DATE_FORMS_H

#include <stdbool.h>

#include "base/str.h"
#include "indexer/site.h"

enum date_reading {
	DATE_READ_ALIKE,     /* as here, or not known */
	DATE_READ_UTC,	     /* without a zone: as UTC */
	DATE_READ_LOCAL,     /* without a zone: in the site's or machine's */
	DATE_READ_NOT,	     /* it is an error, or no date */
	DATE_READ_SECONDS,   /* a number is a count from 1970 */
	DATE_READ_MS,	     /* likewise, of milliseconds */
	DATE_READ_NO_OFFSET, /* its offset is dropped */
	DATE_READ_DMY,	     /* 03/04/2025 is in April */
	DATE_READ_MDY,	     /* 03/04/2025 is in March */
};

/* How the generator of a preset reads a date that is written so. */
enum date_reading date_forms_reading(enum site_preset preset, struct str value,
				     bool is_quoted);

#endif
