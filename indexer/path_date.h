/*
 * The date that a path says: a file's, or one in a URL.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Generators differ in which of these count for them, and in whether a day
 * needs two digits; a date that is found is one of the site's zone.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_INDEXER_PATH_DATE_H
#define PRESSMARK_INDEXER_PATH_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "indexer/site.h"
#include "text/date.h"

/* Does the id begin with this folder, or hold it: "_posts"? */
bool path_has_folder(struct str id, struct str folder);

/* The YYYY-MM-DD that the telling name (indexer/path.h) of a file begins with.
 * Behind it a time may stand as generators have it: -HH-MM-SS (Hugo),
 * THH:MM:SSZ (Zola). In _posts and _drafts 25-1-6- will do (Jekyll). Returns
 * how much of the name that is; 0, *out DATE_NONE, when there is none. */
size_t path_date_of_name(struct str id, enum site_preset preset,
			 struct date *out);

/* The first YYYY-MM-DD or YYYY/MM/DD anywhere in a path without extension, or
 * in a URL, else the first YYYY/MM/; with slashes, of whole
 * folders, but the day may be the last part. With the preset
 * docusaurus months and days may have one digit. */
bool path_date_inside(struct str path, enum site_preset preset,
		      struct date *out);

#endif
