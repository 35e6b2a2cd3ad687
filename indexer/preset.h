/*
 * Presets: whose site is this? Told by the files that generators need.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Looked for in each source, then in the folders above it, up to the one that
 * holds pressmark.yaml; a source elsewhere that is named content, src, docs,
 * blog or _posts is looked at with the folder that it is in. The nearest
 * folder counts, in it the first of
 *
 *	hugo.{toml,yaml,json}			hugo
 *	zola.toml				zola
 *	eleventy.config.{js,cjs,mjs,ts}, .eleventy.js	eleventy
 *	astro.config.*				astro
 *	docusaurus.config.*			docusaurus
 *	_config.yml, _config.yaml		jekyll (not when _toc.yml,
 *						Jupyter Book's, or scaffolds,
 *						Hexo's, is beside it)
 *	config.{toml,yaml,json}			zola if it has base_url, else
 *						hugo if it has baseURL or
 *						content is beside it
 *	book.toml				mdbook
 *
 * and of several sources the first that gives one. Nothing else in these
 * files is read, and nothing is run.
 *
 * Threads: no state. Memory: the arena given.
 */
#ifndef PRESSMARK_INDEXER_PRESET_H
#define PRESSMARK_INDEXER_PRESET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "indexer/config.h"
#include "indexer/scan.h"

/* Is it the name of a file that may tell whose site it is? */
bool preset_is_mark(struct str name);

/* Is this folder, by its absolute path, the root of a site? */
bool preset_is_site(struct str folder, struct arena *arena);

/* Drops what the preset and the configuration leave out of a scan. Returns
 * how many. */
size_t preset_exclude(const struct config *config, struct scan *scan);

/* Completes a configuration for these sources: the preset, unless it is
 * configured, with config->found_by; where the sources and the content are,
 * unless that is configured; and what the preset leaves out, before what is
 * configured. ERR_IO, ERR_MEMORY. */
int preset_detect(struct config *config, const char *const *sources,
		  size_t count, struct arena *arena, struct err *err);

#endif
