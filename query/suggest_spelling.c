/*
 * Suggestions: words with the accents that an article writes them with.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Terms are folded: who completes `caf` in French wants `café`. One article
 * that has the word is looked at; not where all are English, which has few
 * accents.
 */
#include "query/suggesting.h"

#include <stdlib.h>

#include <unicase.h>

#include "base/buf.h"
#include "query/index.h"
#include "query/lookup.h"
#include "text/fold.h"
#include "text/record.h"
#include "text/schema.h"
#include "text/tokens.h"

/* ---- An article that has it --------------------------------------------- */

struct looking {
	const struct sieve *sieve;
	uint32_t docid; /* 0: none yet */
};

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int take(uint32_t docid, void *payload)
{
	struct looking *l = payload;
	const struct sieve *s = l->sieve;
	bool is_there = s->docids.count &&
			bsearch(&docid, s->docids.items, s->docids.count,
				sizeof(docid), by_number);

	if (is_there != s->is_without)
		l->docid = docid;
	return l->docid != 0;
}

/* Any one that counts; 0 for none. */
static uint32_t article_with(struct suggesting *job, struct str word)
{
	struct looking l = { &job->beside, 0 };
	struct buf term = BUF_INIT;

	schema_term(SCHEMA_WORD, word, &term);
	if (!buf_check(&term, job->err))
		xap_db_each_posting(job->s->db, buf_view(&term), take, &l,
				    job->err);
	buf_release(&term);
	return l.docid;
}

/* ---- Its spelling ------------------------------------------------------- */

static struct str lower(struct suggesting *job, struct str text)
{
	struct str out = str_make(NULL, 0);
	size_t len = 0;
	uint8_t *small = u8_tolower((const uint8_t *)text.p, text.len, NULL,
				    NULL, NULL, &len);

	if (small)
		out = arena_copy(job->arena,
				 str_make((const char *)small, len));
	else
		err_set(job->err, ERR_MEMORY, "out of memory");
	free(small);
	return out;
}

/* The first word of the text that folds to this one, in small letters. */
static struct str find(struct suggesting *job, struct str text, struct str word)
{
	struct str found = str_make(NULL, 0);
	struct buf folded = BUF_INIT;
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, text);
	while (!found.len && !job->err->code && tokens_next(&tokens, &token)) {
		struct str bytes =
			str_make(text.p + token.start, token.end - token.start);

		buf_clear(&folded);
		fold_word(bytes, &folded);
		if (buf_check(&folded, job->err))
			break;
		if (str_eq(buf_view(&folded), word))
			found = lower(job, bytes);
	}
	buf_release(&folded);
	return found;
}

void suggest_spelling(struct suggesting *job, struct suggestion *one)
{
	const struct languages *languages = &job->planner.languages;
	uint32_t docid;
	struct record record;
	struct str text;

	if (languages->count == 1 &&
	    languages->list[0] == language_of(STR("en")))
		return;
	docid = article_with(job, one->text);
	if (!docid ||
	    lookup_listed(job->s, docid, job->arena, &record, job->err))
		return;
	text = find(job, record.title, one->text);
	if (!text.len && !job->err->code)
		text = find(job, record.text, one->text);
	for (size_t i = 0; i < record.tag_count && !text.len; i++)
		text = find(job, record.tags[i], one->text);
	if (text.len && !job->err->code) {
		one->text = text;
		suggesting_complete(job, one, job->typed.word, text);
	}
}
