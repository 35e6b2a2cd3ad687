/*
 * The site of a property test: its articles, indexed and searched.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include "indexer/build.h"
#include "world.h"

struct searcher *site_open(size_t *articles)
{
	const char *source = world_at("site/content");
	struct build_request request = {
		.folder = world_at("site/.pressmark"),
		.sources = &source,
		.source_count = 1,
	};
	struct build_report report;
	struct searcher *searcher;
	struct err err = ERR_INIT;

	world_expect(build_run(&request, &report, &err) == 0 &&
			     searcher_open(request.folder, &searcher, &err) ==
				     0,
		     err.message);
	*articles = report.articles;
	return searcher;
}
