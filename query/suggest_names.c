/*
 * Suggestions: tags and authors that the end of the text begins.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/suggesting.h"

#include <math.h>

#include "base/buf.h"
#include "query/index.h"
#include "query/quote.h"
#include "text/fold.h"
#include "text/schema.h"

/* Does the name, or a word of it, begin so? */
static bool begins(struct str name, struct str beginning)
{
	for (size_t i = 0; i + beginning.len <= name.len; i++) {
		if ((i == 0 || name.p[i - 1] == '-') &&
		    str_starts(str_skip(name, i), beginning))
			return true;
	}
	return false;
}

/* The text folded as a name; a blank at its end as what follows there. */
static struct str fold(struct suggesting *job, struct str text)
{
	struct buf b = BUF_INIT;
	struct str folded = str_make(NULL, 0);

	fold_name(text, &b);
	if (b.len && str_ends(text, STR(" ")))
		buf_add_char(&b, '-');
	if (!buf_check(&b, job->err))
		folded = arena_copy(job->arena, buf_view(&b));
	buf_release(&b);
	return folded;
}

/* tag:water, author:"Ann Lee" */
static void add(struct suggesting *job, const struct candidate *c, size_t from,
		struct suggested *out)
{
	struct str label = c->name->label;
	struct suggestion one = {
		.kind = c->name->is_author ? SUGGEST_AUTHOR : SUGGEST_TAG,
		.text = label,
		.articles = c->articles,
		.is_corrected = c->cost > 0,
	};
	struct buf b = BUF_INIT;
	bool is_bare = true;

	for (size_t i = 0; i < out->count; i++) {
		if (str_eq(out->items[i].text, label))
			return;
	}
	for (size_t i = 0; i < label.len; i++)
		is_bare = is_bare && !strchr(" ()*,\":", label.p[i]);
	if (job->typed.kind == TYPED_WORD)
		buf_add_str(&b,
			    c->name->is_author ? STR("author:") : STR("tag:"));
	if (is_bare && !quote_opens(label))
		buf_add_str(&b, label);
	else
		quote_print(label, &b);
	if (!buf_check(&b, job->err))
		suggesting_add(job, out, one, from, buf_view(&b));
	buf_release(&b);
}

/* Those of a kind that begin so, or have a word that does; or, where it is
 * given what is near, almost does. */
static void list(struct suggesting *job, bool is_author, struct str beginning,
		 struct nearby *nearby, const struct sieve *sieve, size_t from,
		 struct suggested *out)
{
	const struct roster *roster = &job->s->roster;
	struct candidate *found = NULL;
	size_t count = 0, cap = 0, most = job->limit;

	/* Words and titles want a place, too. */
	if (job->typed.kind == TYPED_WORD)
		most = (most + 1) / 2;
	for (size_t i = 0; i < roster->count && !job->err->code; i++) {
		const struct roster_name *name = &roster->list[i];
		struct candidate *grown;
		double cost = 0;

		if (name->is_author != is_author)
			continue;
		if (nearby)
			cost = suggesting_name_cost(nearby, beginning,
						    name->folded);
		else if (!begins(name->folded, beginning))
			continue;
		if (cost == INFINITY || (nearby && name->articles < job->doubt))
			continue;
		grown = arena_grow(job->arena, found, count, &cap,
				   sizeof(*found));
		if (!grown) {
			arena_check(job->arena, job->err);
			return;
		}
		found = grown;
		found[count++] = (struct candidate){
			.text = name->folded,
			.frequency = name->articles,
			.cost = cost,
			.name = name,
		};
	}
	count = suggesting_count(job, sieve,
				 is_author ? SCHEMA_AUTHOR : SCHEMA_TAG, found,
				 count, most);
	for (size_t i = 0; i < count && !job->err->code; i++)
		add(job, &found[i], from, out);
}

static void suggest(struct suggesting *job, bool is_author,
		    struct suggested *out)
{
	const struct typed *t = &job->typed;
	struct str all = fold(job, t->text);
	struct str last = fold(job, str_skip(t->text, t->value));
	struct nearby nearby;

	/* What was typed as a whole may be a name of several words. */
	if (t->is_plain && t->value > 0)
		list(job, is_author, all, NULL, &job->shown, 0, out);
	if (last.len || t->kind != TYPED_WORD)
		list(job, is_author, last, NULL, &job->beside, t->from, out);
	if (!job->doubt || !str_eq(last, job->prefix))
		return;
	for (unsigned int n = 1; n <= suggesting_slips(job) && !out->count;
	     n++) {
		nearby_init_beginning(&nearby, last, n, 1);
		list(job, is_author, last, &nearby, &job->beside, t->from, out);
	}
}

void suggest_names(struct suggesting *job, struct suggested *tags,
		   struct suggested *authors)
{
	if (job->typed.has_scope || job->err->code ||
	    roster_read(&job->s->roster, job->s->db, job->err))
		return;
	if (job->typed.kind != TYPED_AUTHOR)
		suggest(job, false, tags);
	if (job->typed.kind != TYPED_TAG)
		suggest(job, true, authors);
}
