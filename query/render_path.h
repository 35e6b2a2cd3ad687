/*
 * Paths of hits: where a hit's file is, as typed from the current folder.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_RENDER_PATH_H
#define PRESSMARK_QUERY_RENDER_PATH_H

#include "base/buf.h"
#include "base/str.h"
#include "query/render.h"

/* Appends the path of a hit's file, its bytes as they are: absolute where its
 * source is known, else its id. */
void render_add_file(const struct render_style *style,
		     const struct record *record, struct buf *out);

/* The same path as it is typed from the current folder, unless it would begin
 * with a dash; views `path`. */
struct str render_short_path(const struct render_style *style, struct str path);

/* Appends a path for a line: for a terminal as typeset_plain makes it, else
 * its bytes, but control characters as '?'. So it opens the file wherever no
 * part of it could end the line. */
void render_add_path(const struct render_style *style, struct str path,
		     struct buf *out);

#endif
