/*
 * Phrases: what the search page says, in the languages that it speaks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	unsigned int language = phrases_choose(accept_language, PHRASES_EN);
 *	struct str text = phrase(language, PHRASE_MEANT);
 *
 * A phrase is text, no markup: it is to be escaped like any other. "{}" is
 * where something is put in, in the same order in all languages. A number
 * stands where one form is right for all above one, or behind a colon, for
 * Arabic alone has six.
 *
 * The languages are those of web/widget.js, with the same words where both say
 * the same.
 *
 * Threads: pure functions, no locale. Memory: phrases are constants.
 */
#ifndef PRESSMARK_SERVER_PHRASES_H
#define PRESSMARK_SERVER_PHRASES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/date.h"

enum phrases_language {
	PHRASES_EN,
	PHRASES_FR,
	PHRASES_DE,
	PHRASES_ES,
	PHRASES_UR,
	PHRASES_FA,
	PHRASES_AR,
	PHRASES_JA,
	PHRASES_ZH,
	PHRASES_COUNT
};

enum phrase {
	PHRASE_SEARCH,
	PHRASE_SEARCH_FOR,
	PHRASE_SKIP,
	PHRASE_SUGGESTIONS,
	PHRASE_FEED,
	PHRASE_FEED_OF_THIS,
	PHRASE_BY,
	PHRASE_HELP,	   /* a phrase, a beginning, what is left out, a tag,
				 a date */
	PHRASE_NONE,	   /* was found */
	PHRASE_ONE,	   /* article */
	PHRASE_MANY,	   /* their number */
	PHRASE_ABOUT,	   /* the same */
	PHRASE_NEWEST_ONE, /* there is one alone */
	PHRASE_NEWEST_MANY,
	PHRASE_FROM,	/* stands behind those: the number of the first */
	PHRASE_MEANT,	/* other words */
	PHRASE_INSTEAD, /* other words */
	PHRASE_TYPED,	/* the words that were typed */
	PHRASE_CUT,
	PHRASE_MOST,  /* have most words, none all */
	PHRASE_MIXED, /* some have all words, some most */
	PHRASE_ALL_ONE,
	PHRASE_ALL_MANY,
	PHRASE_ORDER, /* of the articles; and what it may be */
	PHRASE_BEST,
	PHRASE_NEWEST,
	PHRASE_OLDEST,
	PHRASE_TITLE,
	PHRASE_FILTERS,
	PHRASE_WITHOUT, /* a filter */
	PHRASE_NARROW,
	PHRASE_TAGS,
	PHRASE_YEARS,
	PHRASE_SECTION, /* a heading */
	PHRASE_ALSO_IN, /* languages */
	PHRASE_PAGES,
	PHRASE_PREVIOUS,
	PHRASE_NEXT,
	PHRASE_PAGE_EMPTY, /* the next one */
	PHRASE_FIRST_PAGE,
	PHRASE_TRY_WORDS, /* where nothing was found */
	PHRASE_TRY_FEWER,
	PHRASE_TRY_FILTERS,
	PHRASE_SEE_NEWEST,
	PHRASE_WRONG, /* what is wrong, and what to do */
	PHRASE_SILENT,
	PHRASE_MEND,
	PHRASE_TOO_MANY,
	PHRASE_TOO_LONG,
	PHRASE_LATER,
	PHRASE_ANEW,
	PHRASE_COUNT
};

/* `language` is an enum phrases_language throughout. */
struct str phrase(unsigned int language, enum phrase which);

/* Its code, for the attribute `lang`. */
struct str phrases_code(unsigned int language);
bool phrases_is_rtl(unsigned int language);

/* The language of a tag (BCP 47) in any case, by its first part; PHRASES_COUNT
 * for all others. */
unsigned int phrases_of(struct str tag);

/* The language that a value of Accept-Language likes most (RFC 9110, 12.5.4);
 * `other` when it names none of them. Of those that it likes as much the
 * first. */
unsigned int phrases_choose(struct str accept_language, unsigned int other);

/* Appends a number, or a date as far as it is known, for people; failures are
 * those of the buf. */
void phrases_number(unsigned int language, unsigned long long n,
		    struct buf *out);
void phrases_date(unsigned int language, const struct date *date,
		  struct buf *out);

#endif
