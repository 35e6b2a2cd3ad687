/*
 * How many documents match, where none of them is to be shown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/count.h"

int count_matches(struct xap_db *db, const struct xap_query *query,
		  uint32_t at_least, struct deadline deadline, uint32_t *out,
		  bool *exact, struct err *err)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found;
	int ret;

	search.query = query;
	search.limit = 0;
	search.check_at_least = at_least;
	search.deadline = deadline;
	*out = 0;
	ret = xap_search(db, &search, &found, err);
	if (ret)
		return ret;
	*out = xap_results_total(found);
	if (exact)
		*exact = xap_results_is_exact(found);
	xap_results_free(found);
	return 0;
}
