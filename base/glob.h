/*
 * Globs: patterns that paths match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	?	 one character but '/'
 *	*	 any number of them
 *	**	 any number of any characters; between slashes, any folders
 *	[a-z]	 one of these characters, [!a-z] one of the others, never '/'
 *	{a,b}	 one or the other; they may hold globs
 *	\*	 a character itself
 *
 * A glob without a '/' is the name of a file or of a folder, wherever it is;
 * with one it is a path below the root, whether or not it begins with '/'.
 * The name of a folder matches all that is below it: `drafts`, `drafts/`,
 * `a/drafts` and `a/v*` + `/` do. With wildcards in the last part of a path
 * only the '/' at the end says so: `posts/` + `*` is what is right in posts.
 *
 * Upper and lower case differ. Time is the product of both lengths at most
 * (all ways are followed at once), and a glob has GLOB_MAX bytes.
 *
 * Threads: pure functions. Memory: a few tens of kilobytes of stack.
 */
#ifndef PRESSMARK_BASE_GLOB_H
#define PRESSMARK_BASE_GLOB_H

#include <stdbool.h>

#include "base/str.h"

#define GLOB_MAX   512 /* bytes of a glob */
#define GLOB_DEPTH 8   /* braces within each other */

/* Is it a glob? Not when it is empty or too long, or a bracket or brace is
 * not closed; such a one matches nothing. */
bool glob_is_valid(struct str glob);

/* Does the path of a file (without a '/' in front) match? */
bool glob_match(struct str glob, struct str path);

/* Does the path of every file below this folder match, since the folder is
 * named by the glob, or lies in one that is? */
bool glob_match_below(struct str glob, struct str folder);

#endif
