/*
 * In which words of an article the parts of a query matched.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms of a query that a document holds are words, which are told as they
 * are, and stems, whose forms are looked for among the words of the document.
 */
#include "query/explain_forms.h"

#include <stdlib.h>

#include "base/buf.h"
#include "query/clause.h"
#include "text/language.h"
#include "text/schema.h"

/* So many terms are listed between two looks at the clock. */
#define LOOK 256

/* A term whose forms are to be found: a stem, or how its words begin. */
struct sought {
	struct str term;
	struct explain_draft *draft;
};

struct finder {
	const struct planner *planner;
	struct explain_draft *draft; /* whose terms are listed */
	struct sought *sought;
	size_t count, cap;
	unsigned int listed;
	struct err *err;
};

/* The prefix of the schema before a term: capitals, which no folded word
 * begins with. */
static struct str prefix_of(struct str term)
{
	size_t n = 0;

	while (n < term.len && term.p[n] >= 'A' && term.p[n] <= 'Z')
		n++;
	return str_head(term, n);
}

static int add_form(struct finder *f, struct explain_draft *draft,
		    struct str text, uint32_t count)
{
	struct arena *arena = f->planner->arena;
	struct explain_form *forms = draft->forms;
	size_t n = draft->part.form_count;

	/* Of code its words are looked for, and where they are together. */
	for (size_t i = 0; i < n; i++) {
		if (str_eq(forms[i].text, text))
			return 0;
	}
	forms = arena_grow(arena, forms, n, &draft->form_cap, sizeof(*forms));
	text = arena_copy(arena, text);
	if (!forms || !text.p)
		return arena_check(arena, f->err);
	forms[n] = (struct explain_form){ text, count };
	draft->forms = forms;
	draft->part.form_count++;
	return 0;
}

static int seek(struct finder *f, struct str term)
{
	struct arena *arena = f->planner->arena;
	struct sought *sought = arena_grow(arena, f->sought, f->count, &f->cap,
					   sizeof(*sought));

	term = arena_copy(arena, term);
	if (!sought || !term.p)
		return arena_check(arena, f->err);
	f->sought = sought;
	sought[f->count++] = (struct sought){ term, f->draft };
	return 0;
}

/* A term of a part that the document holds. */
static int take_term(struct str term, uint32_t count, void *payload)
{
	struct finder *f = payload;
	struct str prefix = prefix_of(term);

	/* What only filters: where else a word stands. */
	if (count == 0)
		return 0;
	return str_starts(prefix, STR("Z"))
		       ? seek(f, term)
		       : add_form(f, f->draft, str_skip(term, prefix.len),
				  count);
}

/* Of a prefix of so many words that it became a set, no terms are known:
 * words that are rarer than those that it stands for are told as well. */
static void seek_prefix(struct finder *f)
{
	struct buf term = BUF_INIT;

	schema_term(clause_word_field(f->draft->part.scope),
		    f->draft->words.first, &term);
	if (!buf_check(&term, f->err))
		seek(f, buf_view(&term));
	buf_release(&term);
}

/* Is a word one of the forms of a stem? */
static bool is_form(struct finder *f, const struct sought *sought,
		    struct str text)
{
	struct str stem = str_skip(sought->term, prefix_of(sought->term).len);
	unsigned int language = language_of(str_head(stem, LANGUAGE_CODE));
	struct str bare = str_skip(stem, LANGUAGE_CODE);
	const struct word *word = NULL;

	/* They begin as their stem does, where they have no prefixes. */
	if (bare.len &&
	    (bare.p[0] == text.p[0] || language_rows[language].has_prefixes))
		words_get(f->planner->words, language, text, &word, f->err);
	return word && word->is_stemmed &&
	       str_eq(words_stem(f->planner->words, word->stem), stem);
}

/* A term of the document: it is told if it is a word of the field that is
 * sought in. */
static int try_form(struct finder *f, const struct sought *sought,
		    struct str term, uint32_t count)
{
	struct str field = prefix_of(term), text = str_skip(term, field.len);
	struct str wanted = sought->term;
	bool is_stem = str_starts(prefix_of(wanted), STR("Z"));

	if (is_stem)
		wanted = str_skip(wanted, 1);
	if (text.len == 0 || !str_eq(prefix_of(wanted), field) ||
	    !(is_stem ? is_form(f, sought, text) : str_starts(term, wanted)))
		return f->err->code;
	return add_form(f, sought->draft, text, count);
}

static int take_word(struct str term, uint32_t count, void *payload)
{
	struct finder *f = payload;
	int ret = 0;

	if (++f->listed % LOOK == 0)
		ret = deadline_check(&f->planner->deadline, f->err);
	for (size_t i = 0; i < f->count && !ret; i++)
		ret = try_form(f, &f->sought[i], term, count);
	return ret;
}

static int order_forms(const void *a, const void *b)
{
	const struct explain_form *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_cmp(x->text, y->text);
}

static void finish(struct explain_draft *draft)
{
	struct explain_part *part = &draft->part;

	part->forms = draft->forms;
	if (part->form_count)
		qsort(draft->forms, part->form_count, sizeof(*draft->forms),
		      order_forms);
	for (size_t i = 0; i < part->form_count && draft->words.is_single; i++)
		part->count += draft->forms[i].count;
}

int explain_forms(const struct planner *planner, uint32_t docid,
		  struct explain_draft *drafts, size_t count, struct err *err)
{
	struct finder f = { .planner = planner, .err = err };
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++) {
		f.draft = &drafts[i];
		if (drafts[i].query)
			ret = xap_db_each_query_term(planner->db,
						     drafts[i].query, docid,
						     take_term, &f, err);
		for (size_t n = 0; n < drafts[i].word_count && !ret; n++)
			ret = xap_db_each_query_term(planner->db,
						     drafts[i].words_meant[n],
						     docid, take_term, &f, err);
		for (size_t n = 0; n < drafts[i].phrase_count && !ret; n++)
			ret = add_form(&f, &drafts[i], drafts[i].phrases[n], 0);
		if (!ret && drafts[i].part.node->kind == QUERY_PREFIX &&
		    drafts[i].words.is_single && drafts[i].part.form_count == 0)
			seek_prefix(&f);
	}
	if (f.count && !ret && !err->code)
		ret = xap_db_each_document_term(planner->db, docid, take_word,
						&f, err);
	for (size_t i = 0; i < count; i++)
		finish(&drafts[i]);
	return err->code;
}
