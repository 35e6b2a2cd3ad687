/*
 * The looks of an index: whether it is still as it was, seen from outside.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/looks.h"

#include <time.h>

#include <sys/stat.h>

#include "base/deadline.h"
#include "shim/xap.h"
#include "text/folder.h"

/* More than a tick of the clock that local file systems write times by. */
#define TICK_NS 20000000

#define RECENT_NS 1000000

/* False also when the name of the path could not be made. */
static bool look(const struct buf *path, struct fs_stamp *out)
{
	struct stat status;

	if (path->failed || path->len == 0 || stat(path->p, &status))
		return false;
	fs_stamp_make(&status, out);
	return true;
}

/* Finds out which file commits replace now. */
static bool find_commit(struct looks *looks)
{
	struct err err = ERR_INIT;
	uint32_t generation;

	if (folder_current(looks->folder, &generation, &err))
		return false;
	buf_clear(&looks->commit);
	folder_generation_path(looks->folder, generation, &looks->commit);
	buf_printf(&looks->commit, "/%s", XAP_COMMIT_FILE);
	return true;
}

static bool is_settled(const struct fs_stamp *stamp)
{
	struct timespec now;
	uint64_t age;

	clock_gettime(CLOCK_REALTIME, &now);
	age = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec -
	      stamp->changed;
	return age >= TICK_NS && -age >= TICK_NS;
}

static uint64_t look_again(struct looks *looks)
{
	struct fs_stamp named, change;
	bool is_other;

	if (looks->current.len == 0)
		folder_current_path(looks->folder, &looks->current);
	if (!look(&looks->current, &named))
		return LOOKS_NONE;
	is_other = !fs_stamp_same(&named, &looks->named);
	/* When `current` changes once more before it is read, the next look
	 * finds it other than it was here. */
	if ((is_other && !find_commit(looks)) || !look(&looks->commit, &change))
		return LOOKS_NONE;
	if (is_other || !fs_stamp_same(&change, &looks->change))
		looks->number++;
	looks->named = named;
	looks->change = change;
	return is_settled(&named) && is_settled(&change) ? looks->number
							 : LOOKS_NONE;
}

uint64_t looks_number(struct looks *looks)
{
	looks->told_ns = deadline_now_ns();
	looks->told = look_again(looks);
	return looks->told;
}

uint64_t looks_recent(struct looks *looks)
{
	return deadline_now_ns() - looks->told_ns < RECENT_NS
		       ? looks->told
		       : looks_number(looks);
}

void looks_release(struct looks *looks)
{
	buf_release(&looks->current);
	buf_release(&looks->commit);
}
