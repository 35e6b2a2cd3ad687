/*
 * Documents: from the normal form of an article to terms, values and record.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/document.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "indexer/facets.h"
#include "indexer/postings.h"
#include "indexer/text_weights.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/limits.h"
#include "text/lines.h"
#include "text/packed.h"
#include "text/record.h"
#include "text/schema.h"

struct document_maker {
	struct postings postings;
	struct ranking ranking;
	struct str dictionary;
	struct packer *packer; /* NULL until it is needed */
	struct buf buf;	       /* scratch */
	struct buf lines, record;
	struct buf packed; /* the record */
	struct bulk_value values[SCHEMA_SLOTS];
	size_t value_count;
};

int document_maker_new(const struct ranking *ranking, struct str dictionary,
		       struct document_maker **out, struct err *err)
{
	struct document_maker *m = calloc(1, sizeof(*m));
	int ret;

	*out = NULL;
	if (!m)
		return err_set(err, ERR_MEMORY, "no memory to make documents");
	m->ranking = *ranking;
	m->dictionary = dictionary;
	ret = postings_init(&m->postings, err);
	if (ret) {
		document_maker_free(m);
		return ret;
	}
	*out = m;
	return 0;
}

void document_maker_free(struct document_maker *m)
{
	if (!m)
		return;
	postings_release(&m->postings);
	packer_free(m->packer);
	buf_release(&m->buf);
	buf_release(&m->lines);
	buf_release(&m->record);
	buf_release(&m->packed);
	free(m);
}

/* Reads several texts; *position as postings_read has it. */
static int read_texts(struct postings *p, const struct str *texts, size_t count,
		      uint32_t *position, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++)
		ret = postings_read(p, texts[i], position, err);
	return ret;
}

static int read_names(struct postings *p, const struct article_name *names,
		      size_t count, uint32_t *position, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++)
		ret = postings_read(p, names[i].label, position, err);
	return ret;
}

/* Is it there besides the text, not a part of it? */
static bool is_own_description(const struct article *a)
{
	enum article_rule rule = a->from[ARTICLE_DESCRIPTION].rule;

	return rule != ARTICLE_BY_MARKER && rule != ARTICLE_BY_TEXT;
}

static int read_body(struct document_maker *m, const struct article *a,
		     uint32_t *position, struct err *err)
{
	struct postings *p = &m->postings;
	const struct article_weight *weights;
	size_t count;
	int ret = text_weights(a, m->ranking.weights[RANKING_CODE], &p->arena,
			       &weights, &count, err);

	return ret ? ret
		   : postings_read_weighed(p, a->text, weights, count, position,
					   err);
}

/* Everything that is read, in the order of its positions. */
static int add_words(struct document_maker *m, const struct article *a,
		     struct err *err)
{
	struct postings *p = &m->postings;
	uint32_t position = 0;
	size_t outside;
	int ret = postings_read(p, a->title, &position, err);

	if (!ret)
		ret = postings_emit(p, SCHEMA_TITLE_WORD, SCHEMA_TITLE_STEM,
				    err);
	position = 0;
	if (!ret)
		ret = postings_read(p, a->title, &position, err);
	if (!ret && is_own_description(a))
		ret = postings_read(p, a->description, &position, err);
	if (!ret)
		ret = postings_read(p, a->image_description, &position, err);
	if (!ret)
		ret = read_names(p, a->tags, a->tag_count, &position, err);
	for (size_t i = 0; i < a->author_count && !ret; i++)
		ret = postings_read(p, a->authors[i].name, &position, err);
	if (!ret)
		ret = read_names(p, a->categories, a->category_count, &position,
				 err);
	if (!ret)
		ret = read_texts(p, a->keywords, a->keyword_count, &position,
				 err);
	if (!ret)
		ret = read_texts(p, a->search.also, a->search.also_count,
				 &position, err);
	outside = p->place_count;
	if (!ret)
		ret = read_body(m, a, &position, err);
	if (!ret)
		ret = postings_outside(p, outside, err);
	if (!ret)
		ret = postings_emit(p, SCHEMA_WORD, SCHEMA_STEM, err);
	return ret;
}

/* Reads a part of the body again: as code, where there is no position. */
static int read_part(struct postings *p, const struct article *a, size_t start,
		     size_t end, uint32_t *position, struct err *err)
{
	struct str text = str_make(a->text.p + start, end - start);

	return position ? postings_read(p, text, position, err)
			: postings_read_code(p, text, err);
}

/* Reads all blocks of a kind again, the gap of fields between them. */
static int read_blocks(struct postings *p, const struct article *a,
		       enum markdown_kind kind, uint32_t *position,
		       struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < a->block_count && !ret; i++) {
		const struct markdown_block *b = &a->blocks[i];

		if (b->kind == kind)
			ret = read_part(p, a, b->start, b->end, position, err);
	}
	return ret;
}

static int read_spans(struct postings *p, const struct article *a,
		      const struct markdown_span *spans, size_t count,
		      uint32_t *position, struct err *err)
{
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++)
		ret = read_part(p, a, spans[i].start, spans[i].end, position,
				err);
	return ret;
}

static int add_headings(struct postings *p, const struct article *a,
			struct err *err)
{
	uint32_t position = 0;
	int ret = read_blocks(p, a, MARKDOWN_HEADING, &position, err);

	return ret ? ret
		   : postings_emit(p, SCHEMA_HEADING_WORD, SCHEMA_HEADING_STEM,
				   err);
}

/* Code blocks, and code inside of other blocks. */
static int add_code(struct postings *p, const struct article *a,
		    struct err *err)
{
	int ret = read_blocks(p, a, MARKDOWN_CODE, NULL, err);

	if (!ret)
		ret = read_spans(p, a, a->codes, a->code_count, NULL, err);
	return ret ? ret : postings_emit_words(p, SCHEMA_CODE_WORD, err);
}

/* What stands for its images. */
static int add_alts(struct postings *p, const struct article *a,
		    struct err *err)
{
	uint32_t position = 0;
	int ret = postings_read(p, a->image_description, &position, err);

	if (!ret)
		ret = read_spans(p, a, a->alts, a->alt_count, &position, err);
	return ret ? ret : postings_emit_words(p, SCHEMA_ALT_WORD, err);
}

/* Slots come in their order. An empty value is none. */
static int set_value(struct document_maker *m, enum schema_slot slot,
		     struct str value, struct err *err)
{
	if (value.len == 0)
		return 0;
	m->values[m->value_count++] =
		(struct bulk_value){ slot,
				     arena_copy(&m->postings.arena, value) };
	return arena_check(&m->postings.arena, err);
}

/* The value that has been written into the scratch. */
static int set_buf(struct document_maker *m, enum schema_slot slot,
		   struct err *err)
{
	int ret = buf_check(&m->buf, err);

	return ret ? ret : set_value(m, slot, buf_view(&m->buf), err);
}

static int set_order(struct document_maker *m, const struct article *a,
		     struct err *err)
{
	unsigned char newest[SCHEMA_ORDER_SIZE], oldest[SCHEMA_ORDER_SIZE];
	struct buf *b = &m->buf;
	struct str head;
	int ret;

	schema_order(&a->date, a->id, newest, oldest);
	ret = set_value(m, SCHEMA_SLOT_NEWEST,
			str_make((const char *)newest, sizeof(newest)), err);
	if (!ret)
		ret = set_value(m, SCHEMA_SLOT_OLDEST,
				str_make((const char *)oldest, sizeof(oldest)),
				err);

	/* The title's order ends in the same tie-break. */
	buf_clear(b);
	fold_name(a->title, b);
	head = utf8_head(buf_view(b), LIMIT_WORD_BYTES);
	b->len = head.len;
	buf_add_char(b, '\0');
	buf_add(b, newest + 5, sizeof(newest) - 5);
	return ret ? ret : set_buf(m, SCHEMA_SLOT_TITLE, err);
}

static int set_source(struct document_maker *m, const struct article *a,
		      const unsigned char hash[HASH128_SIZE], uint32_t source,
		      struct err *err)
{
	struct schema_source s = { .source = source, .id = a->id };

	memcpy(s.hash, hash, HASH128_SIZE);
	buf_clear(&m->buf);
	schema_source(&s, &m->buf);
	return set_buf(m, SCHEMA_SLOT_SOURCE, err);
}

static int set_instant(struct document_maker *m, enum schema_slot slot,
		       const struct date *date, struct err *err)
{
	unsigned char value[SCHEMA_INSTANT_SIZE];

	if (date->precision == DATE_NONE)
		return 0;
	schema_instant(date->start, value);
	return set_value(m, slot, str_make((const char *)value, sizeof(value)),
			 err);
}

static int set_translation(struct document_maker *m, const struct article *a,
			   struct err *err)
{
	buf_clear(&m->buf);
	schema_translation(a->lang, a->translation_key, &m->buf);
	return set_buf(m, SCHEMA_SLOT_TRANSLATION, err);
}

static int set_boost(struct document_maker *m, double boost, struct err *err)
{
	char digits[SCHEMA_NUMBER_SIZE + 1];

	if (boost == 1)
		return 0;
	schema_number(boost, digits);
	return set_value(m, SCHEMA_SLOT_BOOST, str_of(digits), err);
}

static const struct str *labels(struct arena *arena,
				const struct article_name *names, size_t count)
{
	struct str *list = arena_array(arena, count, sizeof(*list));

	for (size_t i = 0; list && i < count; i++)
		list[i] = names[i].label;
	return list;
}

static const struct str *author_names(struct arena *arena,
				      const struct article *a)
{
	struct str *list = arena_array(arena, a->author_count, sizeof(*list));

	for (size_t i = 0; list && i < a->author_count; i++)
		list[i] = a->authors[i].name;
	return list;
}

/* The sections that begin in the text that is kept. */
static void set_sections(struct arena *arena, const struct article *a,
			 struct record *r)
{
	struct record_section *sections =
		arena_array(arena, a->section_count, sizeof(*sections));

	for (size_t i = 0; sections && i < a->section_count; i++) {
		const struct article_section *s = &a->sections[i];

		if (s->start >= r->text.len)
			break;
		sections[r->section_count++] =
			(struct record_section){ s->start, s->title,
						 s->anchor };
	}
	r->sections = sections;
}

/* What the words count in the text that is kept. */
static void set_weights(struct arena *arena, const struct article *a,
			struct record *r)
{
	struct record_weight *weights =
		arena_array(arena, a->weight_count, sizeof(*weights));

	for (size_t i = 0; weights && i < a->weight_count; i++) {
		if (a->weights[i].start >= r->text.len)
			break;
		weights[r->weight_count++] =
			(struct record_weight){ a->weights[i].start,
						a->weights[i].weight };
	}
	r->weights = weights;
}

static int set_record(struct document_maker *m, const struct article *a,
		      uint32_t source, struct err *err)
{
	struct arena *arena = &m->postings.arena;
	char date[DATE_TEXT_SIZE], updated[DATE_TEXT_SIZE];
	struct record r = {
		.id = a->id,
		.url = a->url,
		.aliases = a->aliases,
		.alias_count = a->alias_count,
		.title = a->title,
		.lang = a->lang,
		.hidden = a->hidden == ARTICLE_SHOWN
				  ? str_make(NULL, 0)
				  : str_of(article_hidden_name(a->hidden)),
		.image = a->image,
		.image_description = a->image_description,
		.description = is_own_description(a) ? a->description : STR(""),
		.authors = author_names(arena, a),
		.author_count = a->author_count,
		.tags = labels(arena, a->tags, a->tag_count),
		.tag_count = a->tag_count,
		.categories = labels(arena, a->categories, a->category_count),
		.category_count = a->category_count,
		.source = source,
		.boost = a->search.boost,
		.pins = a->search.pins,
		.pin_count = a->search.pin_count,
		.text = utf8_head(a->text, LIMIT_STORED_TEXT_BYTES),
	};
	int ret;

	r.date = str_make(date, date_format(&a->date, date));
	r.updated = str_make(updated, date_format(&a->updated, updated));
	set_sections(arena, a, &r);
	set_weights(arena, a, &r);
	buf_clear(&m->lines);
	lines_encode(a->lines, a->line_count, r.text, &m->lines);
	r.lines = buf_view(&m->lines);
	ret = arena_check(arena, err);
	if (!ret)
		ret = buf_check(&m->lines, err);
	if (ret)
		return ret;
	buf_clear(&m->record);
	record_encode(&r, &m->record);
	return buf_check(&m->record, err);
}

static int set_values(struct document_maker *m, const struct article *a,
		      const unsigned char hash[HASH128_SIZE], uint32_t source,
		      struct err *err)
{
	int ret = set_order(m, a, err);

	if (!ret)
		ret = set_source(m, a, hash, source, err);
	if (!ret)
		ret = set_instant(m, SCHEMA_SLOT_PUBLISH, &a->publish_at, err);
	if (!ret)
		ret = set_instant(m, SCHEMA_SLOT_EXPIRE, &a->expire_at, err);
	if (!ret)
		ret = set_translation(m, a, err);
	return ret ? ret : set_boost(m, a->search.boost, err);
}

static int pack_record(struct document_maker *m, struct err *err)
{
	int ret = m->packer ? 0 : packer_new(m->dictionary, &m->packer, err);

	buf_clear(&m->packed);
	return ret ? ret
		   : packer_pack(m->packer, buf_view(&m->record), &m->packed,
				 err);
}

int document_make(struct document_maker *m, const struct article *article,
		  const unsigned char hash[HASH128_SIZE], uint32_t source,
		  struct bulk_document *out, bool *is_cut, struct err *err)
{
	struct postings *p = &m->postings;
	int ret;

	postings_begin(p, language_of(article->lang));
	m->value_count = 0;
	ret = add_words(m, article, err);
	if (!ret)
		ret = add_headings(p, article, err);
	if (!ret)
		ret = add_code(p, article, err);
	if (!ret)
		ret = add_alts(p, article, err);
	if (!ret)
		ret = facets_add(p, article, err);
	if (!ret)
		ret = set_values(m, article, hash, source, err);
	if (!ret)
		ret = set_record(m, article, source, err);
	if (!ret)
		ret = pack_record(m, err);
	*is_cut = p->is_cut;
	*out = (struct bulk_document){ .postings = p->list,
				       .posting_count = p->count,
				       .values = m->values,
				       .value_count = m->value_count,
				       .data = buf_view(&m->packed),
				       .is_packed = true };
	return ret;
}

int document_record(struct document_maker *m, const struct article *article,
		    uint32_t source, struct str *out, struct err *err)
{
	int ret;

	postings_begin(&m->postings, language_of(article->lang));
	ret = set_record(m, article, source, err);
	*out = buf_view(&m->record);
	return ret;
}

void document_space_release(struct document_space *space)
{
	arena_release(&space->arena);
	free(space->postings);
	buf_release(&space->packed);
	*space = (struct document_space){ .arena = ARENA_INIT(0) };
}

/* The terms that are words are the maker's, which may forget them. */
static int copy_terms(struct xap_posting *postings, size_t count,
		      struct arena *arena, struct err *err)
{
	size_t len = 0;
	char *to;

	for (size_t i = 0; i < count; i++)
		len += postings[i].term.len;
	arena->budget = SIZE_MAX;
	to = arena_alloc(arena, len);
	if (!to)
		return arena_check(arena, err);
	for (size_t i = 0; i < count; i++) {
		memcpy(to, postings[i].term.p, postings[i].term.len);
		postings[i].term.p = to;
		to += postings[i].term.len;
	}
	return 0;
}

int document_move(struct document_maker *m, struct bulk_document *document,
		  struct document_space *space, struct err *err)
{
	struct postings *p = &m->postings;
	struct document_space is = { .arena = p->arena,
				     .postings = p->list,
				     .posting_cap = p->cap,
				     .packed = m->packed };

	p->list = space->postings;
	p->cap = space->posting_cap;
	p->arena = space->arena;
	p->arena.budget = is.arena.budget;
	m->packed = space->packed;
	memcpy(is.values, m->values, sizeof(is.values));
	*space = is;
	document->postings = space->postings;
	document->values = space->values;
	return copy_terms(space->postings, document->posting_count,
			  &space->arena, err);
}

void document_id_term(struct str id, struct buf *out)
{
	schema_term(SCHEMA_ID, id, out);
}
