/*
 * Every limit on what articles and queries may be, in one place.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * docs/limits.md repeats this table with what happens at each limit; a test
 * compares the two.
 */
#ifndef PRESSMARK_TEXT_LIMITS_H
#define PRESSMARK_TEXT_LIMITS_H

/* Articles. */
#define LIMIT_FILE_BYTES	 (16u << 20) /* larger: rejected unread */
#define LIMIT_FRONT_MATTER_BYTES (64u << 10) /* longer: rejected */
#define LIMIT_FRONT_MATTER_DEPTH 32	     /* deeper: rejected */
#define LIMIT_FRONT_MATTER_NODES 10000	     /* more: rejected */
#define LIMIT_TEXT_BYTES	 (4u << 20)  /* the rest is not indexed */
#define LIMIT_BLOCKS		 (1u << 19)  /* paragraphs, cells: the same */
#define LIMIT_ARTICLE_MEMORY	 (96u << 20) /* arena: rejected */
#define LIMIT_TITLE_BYTES	 1024	     /* cut */
#define LIMIT_FIELD_BYTES	 4096	     /* description, ...: cut */
#define LIMIT_NAME_BYTES	 200	     /* a tag or author: cut */
#define LIMIT_TAGS		 256	     /* the rest is dropped */
#define LIMIT_ALIASES		 256	     /* the rest is dropped */
#define LIMIT_AUTHORS		 64	     /* the rest is dropped */
#define LIMIT_EXTRAS		 64	     /* other keys: dropped */
#define LIMIT_EXTRA_VALUES	 256	     /* of each: dropped */
#define LIMIT_EXTRA_DEPTH	 8	     /* levels of each: dropped */
#define LIMIT_KEY_BYTES		 64	     /* a longer key is dropped */
#define LIMIT_ARTICLE_WORDS	 100000	     /* different ones; the rest: cut */
#define LIMIT_JOBS		 64	     /* threads: no more are begun */
#define LIMIT_LINKS		 2000	     /* the rest is dropped */
#define LIMIT_SECTIONS		 2000	     /* headings kept for links */
#define LIMIT_HEADINGS		 65536	     /* counted for their ids */
#define LIMIT_STORED_TEXT_BYTES	 (64u << 10) /* source of snippets: cut */
#define LIMIT_PATH_BYTES	 4096	     /* longer: rejected */
#define LIMIT_CONFIG_BYTES	 (64u << 10) /* pressmark.yaml: refused */
#define LIMIT_AUTHOR_FILE_BYTES	 (1u << 20)  /* of `authors`: refused */
#define LIMIT_AUTHOR_FILE_NODES	 100000	     /* more: refused */
#define LIMIT_AUTHOR_KEYS	 10000	     /* more: refused */
#define LIMIT_SEARCH_TEST_BYTES	 (1u << 20)  /* search-tests.yaml: refused */
#define LIMIT_SEARCH_TEST_NODES	 100000	     /* more: refused */
#define LIMIT_SYNONYM_BYTES	 (256u << 10) /* synonyms.txt: refused */
#define LIMIT_SYNONYM_RULES	 2000	      /* more: refused */
#define LIMIT_SYNONYM_SIDES	 16	      /* of a rule; more: refused */
#define LIMIT_CASCADES		 1000	      /* of _index.md: not heeded */
#define LIMIT_CASCADE_BYTES	 (1u << 20)   /* all together: the same */
#define LIMIT_WARNINGS		 100 /* an article; the rest is counted */
#define LIMIT_ZONE_BYTES	 (256u << 10) /* data of a time zone: refused */
#define LIMIT_PINS		 64  /* search: {pin}; the rest is dropped */
#define LIMIT_ALSO		 256 /* search: {also}; the same */
#define LIMIT_SECTION_BOOSTS	 256 /* search: {section_boost}; the same */

/* Words. */
#define LIMIT_WORD_BYTES 64	    /* longer words: cut, and a hash added */
#define LIMIT_WORD_CACHE (1u << 20) /* words remembered while indexing */

/* Queries. */
#define LIMIT_QUERY_BYTES    1024
#define LIMIT_QUERY_WORDS    64
#define LIMIT_PASTED_BYTES   16384
#define LIMIT_QUERY_DEPTH    16
#define LIMIT_PREFIXES	     4	 /* word* in a query */
#define LIMIT_PREFIX_TERMS   100 /* most frequent words a word* stands for */
#define LIMIT_PHRASE_WORDS   10
#define LIMIT_CORRECTIONS    4 /* words that no article has; others: as typed */
#define LIMIT_SYNONYMS	     32	    /* of a word; others are not looked for */
#define LIMIT_FEEDBACK_WORDS 4096   /* of an article that teaches others */
#define LIMIT_FIELD_VALUES   10000  /* of a field that a range stands for */
#define LIMIT_PAGE	     100    /* hits */
#define LIMIT_BOOSTED	     1000   /* hits whose boost counts: the best */
#define LIMIT_REACH	     1000   /* offset + hits */
#define LIMIT_FACETS	     16	    /* of a search */
#define LIMIT_FACET_VALUES   1000   /* told of each */
#define LIMIT_FACET_TERMS    250000 /* different values of a field */
#define LIMIT_TRANSLATIONS   50	    /* told of a hit */
#define LIMIT_SUGGESTIONS    10	    /* of a text that is being typed */

/* Requests of `serve`. */
#define LIMIT_HTTP_TARGET      4096  /* bytes of path and query: 414 */
#define LIMIT_HTTP_PARAMETERS  16    /* more: 400 */
#define LIMIT_HTTP_HEADERS     32    /* more: 431 */
#define LIMIT_HTTP_HEAD	       8192  /* bytes of all headers: 431 */
#define LIMIT_HTTP_CONNECTIONS 2000  /* at once; others wait */
#define LIMIT_HTTP_OF_A_CLIENT 64    /* connections; others are closed */
#define LIMIT_HTTP_REQUESTS    1000  /* on a connection; then it is closed */
#define LIMIT_HTTP_WAITING     64    /* searches that wait; others: 503 */
#define LIMIT_HTTP_SEARCH_MS   250   /* a search: 503 */
#define LIMIT_HTTP_WORKER_MS   1000  /* a worker that is at it is killed */
#define LIMIT_HTTP_WAIT_MS     2000  /* waiting for a worker: 503 */
#define LIMIT_HTTP_HEAD_MS     5000  /* until the head is there: closed */
#define LIMIT_HTTP_ANSWER_MS   10000 /* until the answer is taken: closed */
#define LIMIT_HTTP_IDLE_MS     15000 /* between two requests: closed */
#define LIMIT_HTTP_MEMORY      (1u << 30)  /* of a worker's addresses */
#define LIMIT_HTTP_KEPT	       (24u << 20) /* bytes of answers that are kept */

/* Measuring. */
#define LIMIT_JUDGED_BYTES (128u << 20) /* a file of `eval`: refused */

#endif
