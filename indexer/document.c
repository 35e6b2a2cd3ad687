/*
 * Documents: from the normal form of an article to terms, values and record.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/document.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/limits.h"
#include "text/record.h"
#include "text/schema.h"
#include "text/tokens.h"
#include "text/words.h"

/* Positions between fields, so that no phrase or NEAR spans two. */
#define FIELD_GAP 100

/* The budget of the terms of one document: each word gives at most two terms
 * of some 70 bytes, and the text is capped. */
#define TERM_MEMORY (256u << 20)

/* A token of the article: which word, where. */
struct place {
	uint32_t word;
	uint32_t position;
};

struct document_maker {
	struct xap_stemmer *stemmer;
	struct words *words;
	struct arena arena; /* of one document */
	struct buf buf;	    /* scratch */

	/* The tokens of the fields at hand, in order of position. */
	struct place *places;
	size_t place_count, place_cap;

	/* By number of word and of stem: how often in the fields at hand;
	 * all zero in between. */
	uint32_t *word_counts, *stem_counts;
	size_t word_cap, stem_cap;

	struct xap_posting *postings;
	size_t posting_count, posting_cap;
	bool is_cut;  /* words were left out */
	size_t known; /* words remembered from earlier documents */
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY,
		       "no memory for the words of an "
		       "article");
}

static int stem(void *payload, struct str word, struct str *out,
		struct err *err)
{
	return xap_stemmer_stem(payload, word, out, err);
}

int document_maker_new(const char *language, struct document_maker **out,
		       struct err *err)
{
	struct document_maker *m = calloc(1, sizeof(*m));
	int ret;

	*out = NULL;
	if (!m)
		return no_memory(err);
	m->arena.budget = TERM_MEMORY;
	ret = xap_stemmer_new(language, &m->stemmer, err);
	if (!ret)
		ret = words_new(stem, m->stemmer, &m->words, err);
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
	words_free(m->words);
	xap_stemmer_free(m->stemmer);
	arena_release(&m->arena);
	buf_release(&m->buf);
	free(m->places);
	free(m->word_counts);
	free(m->stem_counts);
	free(m->postings);
	free(m);
}

/* Makes room for one more of `size` bytes each; false when there is none. */
static bool grow(void **array, size_t count, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap + *cap / 2 : 1024;
	void *p;

	if (count < *cap)
		return true;
	p = realloc(*array, more * size);
	if (!p)
		return false;
	*array = p;
	*cap = more;
	return true;
}

static bool grow_counts(uint32_t **counts, size_t need, size_t *cap)
{
	size_t more = need + need / 2 + 1024;
	uint32_t *p;

	if (need <= *cap)
		return true;
	p = realloc(*counts, more * sizeof(*p));
	if (!p)
		return false;
	memset(p + *cap, 0, (more - *cap) * sizeof(*p));
	*counts = p;
	*cap = more;
	return true;
}

/* Takes in the words of a field; *position is that of the last word before
 * it, and then of its own last one. */
static int add_field(struct document_maker *m, struct str text,
		     uint32_t *position, struct err *err)
{
	struct tokens tokens;
	struct token token;
	size_t before = 0;

	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &token)) {
		const struct word *word;
		int ret = words_get(
			m->words,
			str_make(text.p + token.start, token.end - token.start),
			&word, err);

		if (ret)
			return ret;
		if (!word)
			continue;
		/* What is remembered must stay bounded within a document too.
		 */
		if (words_count(m->words) > m->known + LIMIT_ARTICLE_WORDS) {
			m->is_cut = true;
			break;
		}
		/* A block ends: one position stays free, so that phrases do
		 * not run across. */
		if (memchr(text.p + before, '\n', token.start - before))
			++*position;
		before = token.end;
		if (!grow((void **)&m->places, m->place_count, &m->place_cap,
			  sizeof(*m->places)))
			return no_memory(err);
		m->places[m->place_count++] =
			(struct place){ word->number, ++*position };
	}
	*position += FIELD_GAP;
	return 0;
}

static int add_posting(struct document_maker *m, const char *prefix,
		       struct str rest, uint32_t wdf, const uint32_t *positions,
		       size_t position_count, struct err *err)
{
	size_t prefix_len = strlen(prefix);
	struct str term = rest;

	if (prefix_len) {
		char *p = arena_alloc(&m->arena, prefix_len + rest.len);

		if (!p)
			return arena_check(&m->arena, err);
		memcpy(p, prefix, prefix_len);
		memcpy(p + prefix_len, rest.p, rest.len);
		term = str_make(p, prefix_len + rest.len);
	}
	if (!grow((void **)&m->postings, m->posting_count, &m->posting_cap,
		  sizeof(*m->postings)))
		return no_memory(err);
	m->postings[m->posting_count++] =
		(struct xap_posting){ term, wdf, positions, position_count };
	return 0;
}

/* Makes postings of the words at hand under one field and of their stems
 * under another, and forgets the words. */
static int emit(struct document_maker *m, enum schema_field word_field,
		enum schema_field stem_field, struct err *err)
{
	const char *word_prefix = schema_rows[word_field].prefix;
	const char *stem_prefix = schema_rows[stem_field].prefix;
	uint32_t *positions, **next;
	size_t first = m->posting_count, words = 0;
	int ret = 0;

	if (m->place_count == 0)
		return 0;
	if (!grow_counts(&m->word_counts, words_count(m->words),
			 &m->word_cap) ||
	    !grow_counts(&m->stem_counts, words_stem_count(m->words),
			 &m->stem_cap))
		return no_memory(err);
	positions = arena_array(&m->arena, m->place_count, sizeof(*positions));
	if (!positions)
		return arena_check(&m->arena, err);
	for (size_t i = 0; i < m->place_count; i++) {
		uint32_t *count = &m->word_counts[m->places[i].word];

		if (*count == 0 && words == LIMIT_ARTICLE_WORDS) {
			m->is_cut = true;
			m->place_count = i;
			break;
		}
		words += (*count)++ == 0;
	}
	next = arena_array(&m->arena, words, sizeof(*next));
	if (!next)
		ret = arena_check(&m->arena, err);

	/* Each word, where it is met first, gets its share of the positions;
	 * from then on its count is its posting's number plus one. */
	for (size_t i = 0, used = 0; i < m->place_count && !ret; i++) {
		uint32_t number = m->places[i].word, count;
		const struct word *word = words_at(m->words, number);
		size_t at = m->posting_count - first;

		count = m->word_counts[number];
		if (!(count & 0x80000000u)) {
			next[at] = positions + used;
			used += count;
			ret = add_posting(m, word_prefix, word->folded, count,
					  next[at], count, err);
			if (word->is_stemmed)
				m->stem_counts[word->stem] += count;
			m->word_counts[number] = 0x80000000u | (uint32_t)at;
		} else {
			at = count & 0x7fffffffu;
		}
		*next[at]++ = m->places[i].position;
	}
	for (size_t i = 0; i < m->place_count; i++) {
		const struct word *word = words_at(m->words, m->places[i].word);

		m->word_counts[word->number] = 0;
		if (m->stem_counts[word->stem] && !ret)
			ret = add_posting(m, stem_prefix,
					  words_stem(m->words, word->stem),
					  m->stem_counts[word->stem], NULL, 0,
					  err);
		m->stem_counts[word->stem] = 0;
	}
	m->place_count = 0;
	return ret;
}

/* Adds a term that only filters, unless it is there already. */
static int add_filter(struct document_maker *m, size_t first,
		      enum schema_field field, struct str folded,
		      struct err *err)
{
	struct str term;

	if (folded.len == 0)
		return 0;
	buf_clear(&m->buf);
	schema_term(field, folded, &m->buf);
	if (buf_check(&m->buf, err))
		return err->code;
	term = buf_view(&m->buf);
	for (size_t i = first; i < m->posting_count; i++) {
		if (str_eq(m->postings[i].term, term))
			return 0;
	}
	term = arena_copy(&m->arena, term);
	if (!term.p)
		return arena_check(&m->arena, err);
	return add_posting(m, "", term, 0, NULL, 0, err);
}

static int add_name(struct document_maker *m, size_t first,
		    enum schema_field field, struct str name, struct err *err)
{
	struct buf folded = BUF_INIT;
	int ret;

	fold_name(name, &folded);
	ret = buf_check(&folded, err);
	if (!ret)
		ret = add_filter(m, first, field, buf_view(&folded), err);
	buf_release(&folded);
	return ret;
}

static int add_author_words(struct document_maker *m, size_t first,
			    struct str name, struct err *err)
{
	struct tokens tokens;
	struct token token;
	int ret = 0;

	tokens_init(&tokens, name);
	while (!ret && tokens_next(&tokens, &token)) {
		const struct word *word;

		ret = words_get(
			m->words,
			str_make(name.p + token.start, token.end - token.start),
			&word, err);
		if (!ret && word)
			ret = add_filter(m, first, SCHEMA_AUTHOR_WORD,
					 word->folded, err);
	}
	return ret;
}

struct date_payload {
	struct document_maker *maker;
	size_t first;
	struct err *err;
};

static void add_date_term(enum schema_field field, struct str digits,
			  void *payload)
{
	struct date_payload *p = payload;

	add_filter(p->maker, p->first, field, digits, p->err);
}

static int add_filters(struct document_maker *m, const struct article *a,
		       struct err *err)
{
	size_t first = m->posting_count;
	struct date_payload dates = { m, first, err };
	int ret = 0;

	for (size_t i = 0; i < a->tag_count && !ret; i++)
		ret = add_filter(m, first, SCHEMA_TAG, a->tags[i].slug, err);
	for (size_t i = 0; i < a->author_count && !ret; i++) {
		ret = add_name(m, first, SCHEMA_AUTHOR, a->authors[i].name,
			       err);
		if (!ret)
			ret = add_author_words(m, first, a->authors[i].name,
					       err);
	}
	if (!ret)
		ret = add_filter(m, first, SCHEMA_ID, a->id, err);
	if (!ret)
		schema_date_terms(&a->date, add_date_term, &dates);
	return ret ? ret : (int)err->code;
}

/* Is it there besides the text, not a part of it? */
static bool is_own_description(const struct article *a)
{
	enum article_rule rule = a->from[ARTICLE_DESCRIPTION].rule;

	return rule != ARTICLE_BY_MARKER && rule != ARTICLE_BY_TEXT;
}

static int add_words(struct document_maker *m, const struct article *a,
		     struct err *err)
{
	uint32_t position = 0;
	int ret = add_field(m, a->title, &position, err);

	if (!ret)
		ret = emit(m, SCHEMA_TITLE_WORD, SCHEMA_TITLE_STEM, err);
	position = 0;
	if (!ret)
		ret = add_field(m, a->title, &position, err);
	if (!ret && is_own_description(a))
		ret = add_field(m, a->description, &position, err);
	if (!ret)
		ret = add_field(m, a->image_description, &position, err);
	for (size_t i = 0; i < a->tag_count && !ret; i++)
		ret = add_field(m, a->tags[i].label, &position, err);
	for (size_t i = 0; i < a->author_count && !ret; i++)
		ret = add_field(m, a->authors[i].name, &position, err);
	if (!ret)
		ret = add_field(m, a->text, &position, err);
	if (!ret)
		ret = emit(m, SCHEMA_WORD, SCHEMA_STEM, err);
	return ret;
}

static int set_order(struct document_maker *m, const struct article *a,
		     struct xap_doc *doc, struct err *err)
{
	unsigned char newest[SCHEMA_ORDER_SIZE], oldest[SCHEMA_ORDER_SIZE];
	struct buf *b = &m->buf;
	struct str head;
	int ret;

	schema_order(&a->date, a->id, newest, oldest);
	ret = xap_doc_set_value(doc, SCHEMA_SLOT_NEWEST,
				str_make((const char *)newest, sizeof(newest)),
				err);
	if (!ret)
		ret = xap_doc_set_value(
			doc, SCHEMA_SLOT_OLDEST,
			str_make((const char *)oldest, sizeof(oldest)), err);

	/* The title's order ends in the same tie-break. */
	buf_clear(b);
	fold_name(a->title, b);
	head = utf8_head(buf_view(b), LIMIT_WORD_BYTES);
	b->len = head.len;
	buf_add_char(b, '\0');
	buf_add(b, newest + 5, sizeof(newest) - 5);
	if (!ret)
		ret = buf_check(b, err);
	return ret ? ret
		   : xap_doc_set_value(doc, SCHEMA_SLOT_TITLE, buf_view(b),
				       err);
}

static int set_record(struct document_maker *m, const struct article *a,
		      uint32_t source, struct xap_doc *doc, struct err *err)
{
	struct record_section *sections;
	struct str *tags, *authors;
	char date[DATE_TEXT_SIZE];
	struct record r = {
		.id = a->id,
		.url = a->url,
		.title = a->title,
		.lang = a->lang,
		.image = a->image,
		.image_description = a->image_description,
		.description = is_own_description(a) ? a->description : STR(""),
		.source = source,
		.text = utf8_head(a->text, LIMIT_STORED_TEXT_BYTES),
	};
	int ret;

	r.date = str_make(date, date_format(&a->date, date));
	sections =
		arena_array(&m->arena, a->section_count + 1, sizeof(*sections));
	tags = arena_array(&m->arena, a->tag_count, sizeof(*tags));
	authors = arena_array(&m->arena, a->author_count, sizeof(*authors));
	if (!sections || !tags || !authors)
		return arena_check(&m->arena, err);
	for (size_t i = 0; i < a->tag_count; i++)
		tags[r.tag_count++] = a->tags[i].label;
	for (size_t i = 0; i < a->author_count; i++)
		authors[r.author_count++] = a->authors[i].name;
	r.tags = tags;
	r.authors = authors;
	for (size_t i = 0; i < a->section_count; i++) {
		if (a->sections[i].start >= r.text.len)
			break;
		sections[r.section_count++] = (struct record_section){
			a->sections[i].start,
			a->sections[i].title,
			a->sections[i].anchor,
		};
	}
	r.sections = sections;
	buf_clear(&m->buf);
	record_encode(&r, &m->buf);
	ret = buf_check(&m->buf, err);
	return ret ? ret : xap_doc_set_data(doc, buf_view(&m->buf), err);
}

static int set_source(struct document_maker *m, const struct article *a,
		      const unsigned char hash[HASH128_SIZE], uint32_t source,
		      struct xap_doc *doc, struct err *err)
{
	struct document_source s = { .source = source, .id = a->id };
	int ret;

	memcpy(s.hash, hash, HASH128_SIZE);
	buf_clear(&m->buf);
	document_source_write(&s, &m->buf);
	ret = buf_check(&m->buf, err);
	return ret ? ret
		   : xap_doc_set_value(doc, SCHEMA_SLOT_SOURCE,
				       buf_view(&m->buf), err);
}

int document_make(struct document_maker *m, const struct article *article,
		  const unsigned char hash[HASH128_SIZE], uint32_t source,
		  struct xap_doc *doc, bool *is_cut, struct err *err)
{
	int ret;

	arena_clear(&m->arena);
	m->place_count = 0;
	m->posting_count = 0;
	m->is_cut = false;
	if (words_count(m->words) > LIMIT_WORD_CACHE)
		words_forget(m->words);
	m->known = words_count(m->words);
	ret = xap_doc_clear(doc, err);
	if (!ret)
		ret = add_words(m, article, err);
	if (!ret)
		ret = add_filters(m, article, err);
	if (!ret)
		ret = xap_doc_add_postings(doc, m->postings, m->posting_count,
					   err);
	if (!ret)
		ret = set_order(m, article, doc, err);
	if (!ret)
		ret = set_source(m, article, hash, source, doc, err);
	if (!ret)
		ret = set_record(m, article, source, doc, err);
	*is_cut = m->is_cut;
	return ret;
}

void document_id_term(struct str id, struct buf *out)
{
	schema_term(SCHEMA_ID, id, out);
}

void document_source_write(const struct document_source *source,
			   struct buf *out)
{
	buf_add(out, source->hash, HASH128_SIZE);
	buf_add_varint(out, source->source);
	buf_add_str(out, source->id);
}

int document_source_read(struct str value, struct document_source *out,
			 struct err *err)
{
	struct buf_reader in = { value, false };

	if (value.len > HASH128_SIZE) {
		memcpy(out->hash, value.p, HASH128_SIZE);
		in.rest = str_skip(value, HASH128_SIZE);
	}
	out->source = (uint32_t)buf_read_varint(&in);
	out->id = in.rest;
	if (value.len <= HASH128_SIZE || in.bad || out->id.len == 0)
		return err_set(err, ERR_CORRUPT,
			       "an article's source is "
			       "damaged");
	return 0;
}
