/*
 * Hits: what a result page says of a document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/hit.h"

#include "query/index.h"
#include "query/lookup.h"
#include "query/typeset.h"
#include "text/lines.h"

static const struct record_section *section_of(const struct record *record,
					       size_t at)
{
	const struct record_section *section = NULL;

	for (size_t i = 0; i < record->section_count; i++) {
		if (record->sections[i].start > at)
			break;
		section = &record->sections[i];
	}
	return section;
}

/* In the width that is asked for; less where wide characters need more room
 * than there is. */
static int snippet_from(struct hit_maker *maker,
			const struct snippet_source *source,
			struct snippet *out, struct err *err)
{
	size_t width = maker->width;
	size_t most = maker->columns, columns;
	int ret = snippet_make(maker->matcher, source, width, maker->arena, out,
			       err);

	columns = ret ? 0 : typeset_width(out->text);
	if (most == 0 || columns <= most)
		return ret;
	return snippet_make(maker->matcher, source, width * most / columns,
			    maker->arena, out, err);
}

/* The heading with which an article begins is its title, which is shown. */
static int snippet_of_body(struct hit_maker *maker, struct search_hit *hit,
			   struct err *err)
{
	const struct record *r = &hit->record;
	struct snippet_source source = {
		.text = r->text,
		.sections = r->sections,
		.section_count = r->section_count,
		.weights = r->weights,
		.weight_count = r->weight_count,
	};
	size_t behind = str_find(r->text, '\n') + 1;

	if (r->section_count && r->sections[0].start == 0 &&
	    str_eq(r->sections[0].title, r->title) && behind < r->text.len)
		source.start = behind;
	return snippet_from(maker, &source, &hit->snippet, err);
}

/* Where the body says nothing about it, what its author says of it does, or
 * of its image. Without a match there too, the description is shown. */
static int snippet_elsewhere(struct hit_maker *maker, struct search_hit *hit,
			     struct err *err)
{
	const struct str texts[] = { hit->record.image_description,
				     hit->record.description };
	int ret = 0;

	for (size_t i = 0; i < 2 && !ret; i++) {
		struct snippet snippet;

		if (texts[i].len == 0)
			continue;
		ret = snippet_from(maker,
				   &(struct snippet_source){ .text = texts[i] },
				   &snippet, err);
		if (!ret && (snippet.mark_count ||
			     (i == 1 && !hit->snippet.mark_count)))
			hit->snippet = snippet;
	}
	return ret;
}

/* What is to be marked in an article depends on its language. */
static int set_matcher(struct hit_maker *maker, struct str lang,
		       struct err *err)
{
	unsigned int language = language_of(lang);
	struct matcher **matcher = &maker->matchers[language];
	int ret = 0;

	if (!*matcher)
		ret = matcher_new(maker->root, maker->meant,
				  maker->searcher->words, language,
				  maker->arena, matcher, err);
	maker->matcher = *matcher;
	return ret;
}

int hit_make(struct hit_maker *maker, uint32_t docid, double score,
	     struct search_hit *hit, struct err *err)
{
	int ret = lookup_listed(maker->searcher, docid, maker->arena,
				&hit->record, err);

	hit->score = score;
	if (ret || maker->width == 0)
		return ret;
	ret = set_matcher(maker, hit->record.lang, err);
	if (!ret)
		ret = snippet_of_body(maker, hit, err);
	if (!ret && hit->snippet.mark_count) {
		hit->section = section_of(&hit->record, hit->snippet.best);
		hit->line = lines_at(hit->record.lines, hit->record.text,
				     hit->snippet.best);
	}
	if (!ret && !hit->snippet.mark_count)
		ret = snippet_elsewhere(maker, hit, err);
	if (!ret)
		ret = snippet_mark(maker->matcher, hit->record.title,
				   maker->arena, &hit->title_marks,
				   &hit->title_mark_count, err);
	return ret;
}
