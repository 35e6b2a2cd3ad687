/*
 * The table of what documents have: their terms, and slots with values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/termlist.h"

#include <stdlib.h>

#include "base/swar.h"
#include "bulk/deflate.h"
#include "bulk/grow.h"
#include "bulk/pack.h"

struct termlist {
	struct table *table;
	struct deflate *deflate;
	unsigned char *tag; /* scratch */
	size_t cap;
};

int termlist_new(struct table *table, struct termlist **out, struct err *err)
{
	struct termlist *l = calloc(1, sizeof(*l));

	*out = l;
	if (!l)
		return err_set(err, ERR_MEMORY, "no memory for lists of terms");
	l->table = table;
	return deflate_new(&l->deflate, err);
}

void termlist_free(struct termlist *l)
{
	if (!l)
		return;
	deflate_free(l->deflate);
	free(l->tag);
	free(l);
}

void termlist_run_release(struct termlist_run *run)
{
	vocabulary_release(&run->vocabulary);
	free(run->documents);
	buf_release(&run->slots);
	free(run->entries);
}

/* How many bytes two terms of the vocabulary have in common. */
static size_t shared(struct str a, struct str b)
{
	size_t most = a.len < b.len ? a.len : b.len;

	for (size_t at = 0; at < most; at += SWAR_BYTES) {
		uint64_t differ = swar_load(a.p + at) ^ swar_load(b.p + at);

		if (differ) {
			at += swar_first(differ);
			return at < most ? at : most;
		}
	}
	return most;
}

/* Copies the end of a term; most are short. */
static unsigned char *pack_rest(unsigned char *out, struct str rest)
{
	memcpy(out, rest.p, VOCABULARY_ROOM);
	if (rest.len > VOCABULARY_ROOM)
		memcpy(out, rest.p, rest.len);
	return out + rest.len;
}

/* A term behind another one, of which it shares the first bytes; a frequency
 * that fits stands with their number in one byte, as glass has it. */
static unsigned char *pack_entry(unsigned char *out, struct str term,
				 struct str before, uint32_t frequency)
{
	size_t same = shared(term, before);
	uint64_t both;

	both = ((uint64_t)frequency + 1) * (before.len + 1) + same;
	if (frequency < 127 && both < 256)
		*out++ = (unsigned char)both;
	else
		*out++ = (unsigned char)same;
	*out++ = (unsigned char)(term.len - same);
	out = pack_rest(out, str_skip(term, same));
	return frequency < 127 && both < 256 ? out : pack_uint(out, frequency);
}

/* There is room for all at out. */
static unsigned char *pack_terms(unsigned char *out, uint64_t length,
				 const struct vocabulary *vocabulary,
				 const struct termlist_entry *entries,
				 size_t count)
{
	struct str before = STR("");

	out = pack_uint(out, length);
	out = pack_uint(out, count);
	for (size_t i = 0; i < count; i++) {
		const struct vocabulary_term *t =
			vocabulary_at(vocabulary, entries[i].term);
		struct str term = str_make(t->bytes, t->len);

		if (i == 0) {
			*out++ = (unsigned char)term.len;
			out = pack_uint(pack_rest(out, term),
					entries[i].frequency);
		} else {
			out = pack_entry(out, term, before,
					 entries[i].frequency);
		}
		before = term;
	}
	return out;
}

static int add(struct termlist *l, const unsigned char *key,
	       const unsigned char *end, struct str tag, struct err *err)
{
	bool is_deflated = deflate_tag(l->deflate, tag, &tag);

	return table_add(l->table,
			 str_make((const char *)key, (size_t)(end - key)), tag,
			 is_deflated, err);
}

static int add_document(struct termlist *l, const struct termlist_document *d,
			const struct vocabulary *vocabulary,
			const struct termlist_entry *entries, size_t count,
			struct str slots, struct err *err)
{
	unsigned char key[PACK_SORTABLE_MAX + 1];
	unsigned char *end = pack_sortable(key, d->docid);
	/* The last one is copied by pack_rest, too. */
	size_t most = 2 * PACK_UINT_MAX + VOCABULARY_ROOM +
		      count * (2 + XAP_TERM_MAX + PACK_UINT_MAX);
	unsigned char *out = grow(l->tag, most, &l->cap, 1, err), *tag_end;
	int ret;

	if (!out)
		return (int)err->code;
	l->tag = tag_end = out;
	if (count)
		tag_end =
			pack_terms(out, d->length, vocabulary, entries, count);
	ret = add(l, key, end,
		  str_make((const char *)out, (size_t)(tag_end - out)), err);
	if (ret || slots.len == 0)
		return ret;
	*end++ = 0;
	return add(l, key, end, slots, err);
}

int termlist_add(struct termlist *l, const struct termlist_run *run,
		 struct err *err)
{
	size_t first = 0;
	int ret = 0;

	for (size_t i = 0; i < run->count && !ret; i++) {
		const struct termlist_document *d = &run->documents[i];

		ret = add_document(l, d, &run->vocabulary, run->entries + first,
				   d->entries - first,
				   str_make(run->slots.p + d->slots,
					    d[1].slots - d->slots),
				   err);
		first = d->entries;
	}
	return ret;
}
