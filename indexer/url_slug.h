/*
 * Slugs: the part of a URL that generators make of a name or a title.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: the caller's buf; a failure is the buf's.
 */
#ifndef PRESSMARK_INDEXER_URL_SLUG_H
#define PRESSMARK_INDEXER_URL_SLUG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Jekyll's slugify, in lower case: letters, marks and digits stay, each run
 * of other characters becomes one '-', none at the ends. */
void slug_jekyll(struct str s, struct buf *out);

/* The same in mode "pretty" with case kept: ._~!$&'()+,;=@ stay too. */
void slug_jekyll_pretty(struct str s, struct buf *out);

/* Hugo's paths.Sanitize, in lower case: letters, marks, digits, ./\_#+~-@ and
 * %XX stay, white space becomes one '-', all else is dropped. */
void slug_hugo(struct str s, struct buf *out);

/* Letters, marks, digits and connectors: Ruby's \p{Word}, and the regular
 * expression of github-slugger. */
bool slug_is_word(uint32_t c);

/* github-slugger: in lower case; letters, marks, digits, '_' and '-' stay, each
 * blank is a '-'. */
void slug_github(struct str s, struct buf *out);

/* The slug crate of Rust (Zola): ASCII letters and digits in lower case, one
 * '-' for all between them. Latin letters lose their marks; false when s has
 * letters of other scripts, which are dropped (the crate has ASCII for them).
 */
bool slug_ascii(struct str s, struct buf *out);

/* Adds s in lower case. */
void slug_lower(struct str s, struct buf *out);

#endif
