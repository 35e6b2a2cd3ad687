/*
 * Beginnings: the commonest words that begin with the same few letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/beginnings.h"

#include <string.h>

#include "base/utf8.h"
#include "text/limits.h"
#include "text/schema.h"

struct common {
	char text[LIMIT_WORD_BYTES];
	size_t len;
	uint32_t frequency;
};

/* The words with one beginning, while they are listed. */
struct group {
	char beginning[4 * SCHEMA_BEGINNING_LETTERS]; /* UTF-8 */
	size_t len;
	size_t words;
	struct common best[SCHEMA_BEGINNING_WORDS + 1]; /* one to sort */
	size_t count;
};

struct making {
	struct group groups[SCHEMA_BEGINNING_LETTERS];
	struct buf *out;
	struct err *err;
};

/* Writes a group that is complete: a line, if it has very many words. */
static void end(struct making *m, struct group *g)
{
	if (g->words > SCHEMA_BEGINNING_MANY) {
		buf_add(m->out, g->beginning, g->len);
		for (size_t i = 0; i < g->count; i++) {
			buf_add_char(m->out, ' ');
			buf_add(m->out, g->best[i].text, g->best[i].len);
		}
		buf_add_char(m->out, '\n');
	}
	g->len = g->words = g->count = 0;
}

static void add(struct group *g, struct str word, uint32_t frequency)
{
	size_t at = g->count;

	g->words++;
	if (word.len > LIMIT_WORD_BYTES ||
	    (at == SCHEMA_BEGINNING_WORDS &&
	     frequency <= g->best[at - 1].frequency))
		return;
	for (; at > 0 && frequency > g->best[at - 1].frequency; at--)
		g->best[at] = g->best[at - 1];
	memcpy(g->best[at].text, word.p, word.len);
	g->best[at].len = word.len;
	g->best[at].frequency = frequency;
	g->count += g->count < SCHEMA_BEGINNING_WORDS;
}

/* The first letters; empty where there are fewer. */
static struct str head(struct str word, size_t letters)
{
	size_t len = 0;

	while (letters-- > 0) {
		uint32_t c;
		size_t n = utf8_decode(word.p + len, word.len - len, &c);

		if (n == 0)
			return str_head(word, 0);
		len += n;
	}
	return str_head(word, len);
}

static int take(struct str term, uint32_t frequency, struct str *next,
		void *payload)
{
	struct making *m = payload;

	/* Words begin with no capital; prefixes of other fields do. */
	if (term.p[0] >= 'A' && term.p[0] <= 'Z') {
		*next = STR("[");
		return 0;
	}
	for (size_t i = 0; i < SCHEMA_BEGINNING_LETTERS; i++) {
		struct group *g = &m->groups[i];
		struct str beginning = head(term, i + 1);

		if (!str_eq(beginning, str_make(g->beginning, g->len))) {
			end(m, g);
			memcpy(g->beginning, beginning.p, beginning.len);
			g->len = beginning.len;
		}
		if (g->len)
			add(g, term, frequency);
	}
	return m->out->failed ? (int)buf_check(m->out, m->err) : 0;
}

int beginnings_make(struct xap_db *db, struct buf *out, struct err *err)
{
	struct making m = { .out = out, .err = err };
	int ret = xap_db_seek_terms(db, STR(""), take, &m, err);

	for (size_t i = 0; i < SCHEMA_BEGINNING_LETTERS && !ret; i++)
		end(&m, &m.groups[i]);
	return ret ? ret : buf_check(out, err);
}
