/*
 * Which article a person means: by its id, a path or its URL.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/which.h"

#include <sys/stat.h>

#include "cli/cli.h"
#include "query/lookup.h"
#include "text/folder.h"

/* Positive where it is not found. */
struct search {
	struct searcher *searcher;
	const char *folder;
	struct str given;
	struct arena *arena;
	struct str path; /* what is given, as a path; absolute */
	struct str *id;
	struct err *err;
};

static int by_id(struct search *s)
{
	uint32_t docid;

	*s->id = s->given;
	while (str_starts(*s->id, STR("./")))
		*s->id = str_skip(*s->id, 2);
	return lookup_document(s->searcher, *s->id, &docid, s->err);
}

/* The path below a source; of a source that is a file, its name. */
static int below(struct search *s, struct str source, uint32_t number)
{
	struct record record;
	uint32_t docid;
	int ret;

	while (str_ends(source, STR("/")))
		source.len--;
	if (!str_starts(s->path, source) || s->path.len <= source.len + 1 ||
	    s->path.p[source.len] != '/')
		return LOOKUP_ABSENT;
	*s->id = str_skip(s->path, source.len + 1);
	ret = lookup_document(s->searcher, *s->id, &docid, s->err);
	if (!ret)
		ret = lookup_record(s->searcher, docid, s->arena, &record,
				    s->err);
	if (!ret && record.source != number)
		return LOOKUP_ABSENT;
	return ret;
}

static int by_path(struct search *s)
{
	const struct str *kept, *sources;
	struct str here;
	size_t count;
	int ret = cli_here(s->arena, &here, s->err);

	/* In a folder that is gone nothing has a path. */
	if (ret == ERR_IO) {
		err_clear(s->err);
		return LOOKUP_ABSENT;
	}
	kept = searcher_sources(s->searcher, &count);
	if (!ret)
		ret = cli_sources(s->folder, here, kept, count, s->arena,
				  &sources, s->err);
	if (ret)
		return ret;
	s->path = folder_absolute(here, s->given, s->arena);
	ret = arena_check(s->arena, s->err);
	if (ret)
		return ret;
	for (size_t i = 0; i < count; i++) {
		ret = below(s, sources[i], (uint32_t)i);
		if (ret <= 0)
			return ret;
	}
	return LOOKUP_ABSENT;
}

static bool is_file(struct str path, struct arena *arena)
{
	struct str name = arena_copy(arena, path); /* ends in a NUL */
	struct stat status;

	return name.p && name.len && stat(name.p, &status) == 0 &&
	       S_ISREG(status.st_mode);
}

/* Says that there is none, and what may have been meant. */
static int refuse(struct search *s)
{
	struct str near;
	int ret;

	if (is_file(s->path, s->arena))
		return err_set(s->err, ERR_USAGE,
			       "'%.*s' is not in the index; 'pressmark index' "
			       "brings it up to date, 'pressmark explain' says "
			       "how the file is read",
			       STR_ARG(s->given));
	ret = lookup_nearest(s->searcher, s->given, s->arena, &near, s->err);
	if (ret)
		return ret;
	if (near.len)
		return err_set(s->err, ERR_USAGE,
			       "there is no article '%.*s', did you mean "
			       "'%.*s'?",
			       STR_ARG(s->given), STR_ARG(near));
	return err_set(s->err, ERR_USAGE,
		       "there is no article '%.*s'; give its path or its URL",
		       STR_ARG(s->given));
}

int which_article(struct searcher *searcher, const char *folder,
		  struct str given, struct arena *arena, struct str *id,
		  struct err *err)
{
	struct search s = { .searcher = searcher,
			    .folder = folder,
			    .given = given,
			    .arena = arena,
			    .id = id,
			    .err = err };
	int ret = by_id(&s);

	if (ret > 0)
		ret = by_path(&s);
	if (ret > 0)
		ret = lookup_url(searcher, given, arena, id, err);
	return ret > 0 ? refuse(&s) : ret;
}
