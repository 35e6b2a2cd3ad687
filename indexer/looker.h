/*
 * Lookers: what files look like, learnt while they are still being listed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To ask the system for the size and times of a file takes longer than to list
 * it. So threads ask for those of the files that are listed already, as many
 * as there is work for: of few files none is begun. What is learnt is the same,
 * however many there are.
 *
 *	looker_init(&looker, &scan, jobs);
 *	for each file:
 *		if the array of files is to move: looker_pause(&looker);
 *		add it to the scan;
 *		looker_offer(&looker);
 *	looker_finish(&looker);
 *
 * Private to indexer/. Threads: one calls these. Memory: none but the threads'.
 */
#ifndef PRESSMARK_INDEXER_LOOKER_H
#define PRESSMARK_INDEXER_LOOKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "indexer/scan.h"
#include "text/limits.h"

struct looker {
	struct scan *scan;
	unsigned int jobs;
	pthread_t threads[LIMIT_JOBS];
	unsigned int thread_count;

	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t has_more, is_idle;
	size_t offered; /* files that may be looked at */
	size_t next;	/* that nobody has taken */
	unsigned int busy;
	bool is_complete;
};

/* Of the files that come behind those that the scan has now. `jobs` counts
 * the thread that calls this, which looks at files last; 1 or 0: it alone. */
void looker_init(struct looker *looker, struct scan *scan, unsigned int jobs);

/* All files of the scan may be looked at from now on. Their stamps and is_gone
 * are not to be touched until looker_finish, nor the array to be moved but
 * after looker_pause. */
void looker_offer(struct looker *looker);

/* Waits until nobody looks at a file, which begins again with the next offer.
 */
void looker_pause(struct looker *looker);

/* Every file has its stamp, or is_gone, when this returns. What cannot be
 * looked at for another reason than that it is gone has a stamp of zeroes:
 * reading it will tell. To be called in any case. */
void looker_finish(struct looker *looker);

#endif
