/*
 * synonyms.txt: which words mean each other on a site.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/synonym_file.h"

#include "base/buf.h"
#include "base/fs.h"
#include "indexer/config_value.h"
#include "indexer/sources.h"
#include "text/limits.h"
#include "text/synonyms.h"

#define FILE_NAME "synonyms.txt"

static int check(struct str bytes, struct str path, struct arena *arena,
		 struct err *err)
{
	struct synonyms synonyms;
	struct words *words;
	/* Words of no language have no stems. */
	int ret = words_new(NULL, NULL, &words, err);

	if (!ret)
		ret = synonyms_read(bytes, path, words, arena, &synonyms, err);
	words_free(words);
	return ret;
}

/* A file that is configured is to be there. */
static int absent(struct config *config, struct str path, struct arena *arena,
		  struct err *err)
{
	struct front_node place = { .line = config->synonyms_line,
				    .column = config->synonyms_column };
	struct config_reader r = { config->path, arena, config, err };

	if (config->synonyms_path.len == 0)
		return 0;
	return config_fault(&r, &place, "the file '%s' is not there", path.p);
}

int synonym_file_load(struct config *config, struct arena *arena,
		      struct err *err)
{
	struct str name = config->synonyms_path.len ? config->synonyms_path
						    : STR(FILE_NAME);
	struct str path = folder_absolute(config->base, name, arena);
	struct buf bytes = BUF_INIT;
	int ret = sources_shown(path, arena, &path, err);

	if (ret)
		return ret;
	ret = fs_read(path.p, LIMIT_SYNONYM_BYTES, &bytes, err);
	if (ret == FS_ABSENT)
		return absent(config, path, arena, err);
	if (ret == FS_CHANGED)
		ret = err_set(err, ERR_IO,
			      "'%s' keeps changing while it is read", path.p);
	else if (ret)
		err_wrap(err, "cannot read '%s'", path.p);
	if (!ret)
		ret = check(buf_view(&bytes), path, arena, err);
	config->synonyms = arena_copy(arena, buf_view(&bytes));
	buf_release(&bytes);
	return ret ? ret : arena_check(arena, err);
}
