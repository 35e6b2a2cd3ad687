/*
 * Stop words: words that say little of what a text is about.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stop.h"

#include <stdlib.h>
#include <string.h>

/* Pronouns, articles, conjunctions, prepositions, auxiliary verbs; rising. */
static const char *const english[] = {
	"a",	      "about",	 "above",     "after",	  "again",
	"against",    "all",	 "am",	      "an",	  "and",
	"any",	      "are",	 "arent",     "as",	  "at",
	"be",	      "because", "been",      "before",	  "being",
	"below",      "between", "both",      "but",	  "by",
	"cannot",     "cant",	 "could",     "couldnt",  "did",
	"didnt",      "do",	 "does",      "doesnt",	  "doing",
	"dont",	      "down",	 "during",    "each",	  "few",
	"for",	      "from",	 "further",   "had",	  "hadnt",
	"has",	      "hasnt",	 "have",      "havent",	  "having",
	"he",	      "hed",	 "hell",      "her",	  "here",
	"heres",      "hers",	 "herself",   "hes",	  "him",
	"himself",    "his",	 "how",	      "hows",	  "i",
	"id",	      "if",	 "ill",	      "im",	  "in",
	"into",	      "is",	 "isnt",      "it",	  "its",
	"itself",     "ive",	 "lets",      "me",	  "more",
	"most",	      "mustnt",	 "my",	      "myself",	  "no",
	"nor",	      "not",	 "of",	      "off",	  "on",
	"once",	      "only",	 "or",	      "other",	  "ought",
	"our",	      "ours",	 "ourselves", "out",	  "over",
	"own",	      "same",	 "shant",     "she",	  "shed",
	"shell",      "shes",	 "should",    "shouldnt", "so",
	"some",	      "such",	 "than",      "that",	  "thats",
	"the",	      "their",	 "theirs",    "them",	  "themselves",
	"then",	      "there",	 "theres",    "these",	  "they",
	"theyd",      "theyll",	 "theyre",    "theyve",	  "this",
	"those",      "through", "to",	      "too",	  "under",
	"until",      "up",	 "very",      "was",	  "wasnt",
	"we",	      "wed",	 "well",      "were",	  "werent",
	"weve",	      "what",	 "whats",     "when",	  "whens",
	"where",      "wheres",	 "which",     "while",	  "who",
	"whom",	      "whos",	 "why",	      "whys",	  "with",
	"wont",	      "would",	 "wouldnt",   "you",	  "youd",
	"youll",      "your",	 "youre",     "yours",	  "yourself",
	"yourselves", "youve",
};

static int compare(const void *key, const void *element)
{
	const struct str *word = key;
	const char *const *stop = element;

	return str_cmp(*word, str_of(*stop));
}

bool stop_has(struct str folded)
{
	return bsearch(&folded, english, sizeof(english) / sizeof(english[0]),
		       sizeof(english[0]), compare) != NULL;
}
