/*
 * What need not be searched for: answers that are kept, or on their way.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/kept.h"

#include <stdlib.h>

#include "server/cache.h"
#include "server/etag.h"
#include "server/looks.h"

struct kept {
	struct cache *cache;
	struct looks looks;
	struct kept_ask *leading; /* as many as workers and what may wait */
};

int kept_new(const char *folder, size_t budget, struct kept **out,
	     struct err *err)
{
	struct kept *kept = calloc(1, sizeof(*kept));
	int ret;

	*out = NULL;
	if (!kept)
		return err_set(err, ERR_MEMORY, "no memory to keep answers");
	kept->looks.folder = folder;
	ret = cache_new(budget, &kept->cache, err);
	if (ret) {
		kept_free(kept);
		return ret;
	}
	*out = kept;
	return 0;
}

void kept_free(struct kept *kept)
{
	if (!kept)
		return;
	cache_free(kept->cache);
	looks_release(&kept->looks);
	free(kept);
}

/* The one that this may wait for: not one that knew the index as it was. */
static struct kept_ask *find_leading(const struct kept *kept, struct str name,
				     uint64_t looks)
{
	struct kept_ask *ask = kept->leading;

	while (ask &&
	       !(ask->looks == looks && str_eq(buf_view(&ask->name), name)))
		ask = ask->next;
	return ask;
}

/* What is asked with a tag is not for others: the answer may be that it is
 * known. */
static void lead(struct kept *kept, struct kept_ask *ask, struct str name,
		 bool has_tag)
{
	buf_add_str(&ask->name, name);
	ask->is_leading = !has_tag && !ask->name.failed;
	if (!ask->is_leading)
		return;
	ask->next = kept->leading;
	kept->leading = ask;
}

int kept_find(struct kept *kept, struct kept_ask *ask, struct str name,
	      struct str if_none_match, int64_t now, struct response *out)
{
	struct kept_ask *leading;

	ask->looks = looks_recent(&kept->looks);
	if (ask->looks == LOOKS_NONE)
		return 0;
	cache_follow(kept->cache, ask->looks);
	if (cache_get(kept->cache, name, now, out) && !out->body.failed) {
		if (etag_matches(if_none_match, out->etag)) {
			out->status = 304;
			buf_clear(&out->body);
		}
		return KEPT_KNOWN;
	}
	leading =
		if_none_match.len ? NULL : find_leading(kept, name, ask->looks);
	if (leading) {
		ask->next = leading->others;
		leading->others = ask;
		return KEPT_COMING;
	}
	lead(kept, ask, name, if_none_match.len > 0);
	return 0;
}

static void unlink_leading(struct kept *kept, struct kept_ask *ask)
{
	struct kept_ask **at = &kept->leading;

	while (*at != ask)
		at = &(*at)->next;
	*at = ask->next;
}

struct kept_ask *kept_done(struct kept *kept, struct kept_ask *ask,
			   const struct response *response, int64_t now)
{
	if (ask->is_leading)
		unlink_leading(kept, ask);
	/* It is not older than what was seen before it was searched for; as
	 * soon as something newer is seen it is forgotten. */
	if (response->status == 200 && ask->name.len && !ask->name.failed &&
	    ask->looks == looks_recent(&kept->looks)) {
		cache_follow(kept->cache, ask->looks);
		cache_put(kept->cache, buf_view(&ask->name), now, response);
	}
	buf_release(&ask->name);
	return ask->others;
}
