/*
 * Facets: what of an article can be asked for besides its words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/facets.h"

#include <math.h>

#include "text/address.h"
#include "text/fold.h"
#include "text/pin.h"
#include "text/terms.h"

/* A document whose facets are being added. After a failure nothing more is
 * done: err says what it was. */
struct facets {
	struct postings *postings;
	struct err *err;
	struct buf key;	   /* of the field at hand */
	struct buf folded; /* a name, folded */
	struct buf term;
};

static void add(struct facets *f, enum schema_field field, struct str folded)
{
	if (!f->err->code)
		postings_add(f->postings, field, folded, f->err);
}

/* Makes the term of a value of the field at hand; false on failure. */
static bool make_term(struct facets *f, enum schema_field field,
		      struct str value)
{
	buf_clear(&f->term);
	schema_value_term(field, buf_view(&f->key), value, &f->term);
	return !f->err->code && !buf_check(&f->term, f->err);
}

static void add_value(struct facets *f, enum schema_field field,
		      struct str value)
{
	if (make_term(f, field, value))
		postings_filter(f->postings, buf_view(&f->term), f->err);
}

/* How a name is written, where folding changes that. One that makes a term too
 * long is shown folded. */
static void add_spelling(struct facets *f, struct str written,
			 struct str folded)
{
	size_t room =
		XAP_TERM_MAX - strlen(schema_rows[SCHEMA_SPELLING].prefix);

	if (!str_eq(written, folded) && f->key.len + 1 + written.len <= room)
		add_value(f, SCHEMA_SPELLING, written);
}

/* Names the field at hand, which the article has. How its key is written is a
 * spelling without a key. */
static void begin(struct facets *f, struct str name)
{
	buf_clear(&f->key);
	buf_clear(&f->folded);
	schema_key(name, &f->folded);
	if (f->err->code || buf_check(&f->folded, f->err))
		return;
	add(f, SCHEMA_FIELD, buf_view(&f->folded));
	add_spelling(f, name, buf_view(&f->folded));
	buf_add_str(&f->key, buf_view(&f->folded));
	buf_check(&f->key, f->err);
}

/* The next word of a value; what parts of it make, joined, is none: a value
 * is what it is. */
static bool next_word(struct facets *f, struct terms *terms, struct str *out)
{
	struct term term;

	while (!f->err->code &&
	       terms_next(terms, &term, f->err) == TERMS_NEXT) {
		*out = words_at(f->postings->words, term.word)->folded;
		if (term.role != TERM_JOINED && term.role != TERM_AGAIN)
			return true;
	}
	return false;
}

/* The words of a text; of a name only if it is more than a word. */
static void add_words(struct facets *f, enum schema_field field,
		      struct str text, struct str folded_name)
{
	struct terms terms;
	struct str word;

	terms_init(&terms, f->postings->words, text);
	terms.language = f->postings->language;
	while (next_word(f, &terms, &word)) {
		if (!str_eq(word, folded_name))
			add_value(f, field, word);
	}
}

static void add_name(struct facets *f, struct str name)
{
	buf_clear(&f->folded);
	fold_name(name, &f->folded);
	if (buf_check(&f->folded, f->err) || f->folded.len == 0 ||
	    !make_term(f, SCHEMA_FIELD_NAME, buf_view(&f->folded)))
		return;
	/* Of several spellings in one article the first counts. */
	if (map_get(&f->postings->filters, buf_view(&f->term)))
		return;
	postings_filter(f->postings, buf_view(&f->term), f->err);
	add_spelling(f, name, buf_view(&f->folded));
	add_words(f, SCHEMA_FIELD_WORD, name, buf_view(&f->folded));
}

static void add_text(struct facets *f, struct str text)
{
	const struct str none = str_make(NULL, 0);

	add_value(f, SCHEMA_FIELD_TEXT, none);
	add_words(f, SCHEMA_FIELD_TEXT, text, none);
}

static void add_number(struct facets *f, double number)
{
	char digits[SCHEMA_NUMBER_SIZE + 1];

	schema_number(number, digits);
	add_value(f, SCHEMA_FIELD_NUMBER, str_make(digits, SCHEMA_NUMBER_SIZE));
}

static void add_date(struct facets *f, const struct date *date)
{
	char digits[SCHEMA_DATE_SIZE + 1];

	add_value(f, SCHEMA_FIELD_DATE,
		  str_make(digits, schema_date(date, digits)));
}

static void add_extra(struct facets *f, const struct article_extra *extra)
{
	begin(f, extra->key);
	for (size_t i = 0; i < extra->value_count; i++) {
		const struct article_value *v = &extra->values[i];

		if (v->kind == ARTICLE_IS_TEXT)
			add_text(f, v->text);
		else if (v->kind == ARTICLE_IS_NUMBER && isfinite(v->number))
			add_number(f, v->number);
		else if (v->kind == ARTICLE_IS_DATE)
			add_date(f, &v->date);
		else if (v->kind == ARTICLE_IS_BOOL)
			add_value(f, SCHEMA_FIELD_BOOL,
				  v->flag ? STR("true") : STR("false"));
		else
			add_name(f, v->text);
	}
}

/* A field of one name. */
static void add_field(struct facets *f, const char *key, struct str name)
{
	if (name.len == 0)
		return;
	begin(f, str_of(key));
	add_name(f, name);
}

/* "fr-CA" is found by "fr" too, but not by its last word: "ca" is Catalan. */
static void add_lang(struct facets *f, struct str lang)
{
	struct str folded;

	if (lang.len == 0)
		return;
	begin(f, STR("lang"));
	buf_clear(&f->folded);
	fold_name(lang, &f->folded);
	folded = buf_view(&f->folded);
	if (buf_check(&f->folded, f->err) || folded.len == 0)
		return;
	add_value(f, SCHEMA_FIELD_NAME, folded);
	add_value(f, SCHEMA_FIELD_NAME,
		  str_head(folded, str_find(folded, '-')));
	add_spelling(f, lang, folded);
}

/* Calls fn for a path and each folder above it, the nearest last. */
static void each_folder(struct facets *f, struct str path,
			void (*fn)(struct facets *f, struct str folder))
{
	for (size_t i = 1; i < path.len; i++) {
		if (path.p[i] == '/')
			fn(f, str_head(path, i));
	}
	if (path.len)
		fn(f, path);
}

static void add_folder(struct facets *f, struct str folder)
{
	add(f, SCHEMA_FOLDER, folder);
}

static void add_tags(struct facets *f, const struct article *a)
{
	if (a->tag_count)
		begin(f, STR("tag"));
	for (size_t i = 0; i < a->tag_count; i++) {
		add(f, SCHEMA_TAG, a->tags[i].slug);
		add_spelling(f, a->tags[i].label, a->tags[i].slug);
	}
}

static void add_author(struct facets *f, struct str name)
{
	struct terms terms;
	struct str word;

	buf_clear(&f->folded);
	fold_name(name, &f->folded);
	if (buf_check(&f->folded, f->err))
		return;
	add(f, SCHEMA_AUTHOR, buf_view(&f->folded));
	add_spelling(f, name, buf_view(&f->folded));
	terms_init(&terms, f->postings->words, name);
	terms.language = f->postings->language;
	while (next_word(f, &terms, &word))
		add(f, SCHEMA_AUTHOR_WORD, word);
}

static void add_fields(struct facets *f, const struct article *a)
{
	if (a->category_count)
		begin(f, STR("category"));
	for (size_t i = 0; i < a->category_count; i++)
		add_name(f, a->categories[i].label);
	add_lang(f, a->lang);
	add_field(f, "layout", a->layout);
	add_field(f, "version", a->revision);
	add_field(f, SCHEMA_TRANSLATION_KEY, a->translation_key);
	if (a->section_path.len)
		begin(f, STR("section"));
	each_folder(f, a->section_path, add_name);
	if (a->has_weight && isfinite(a->weight)) {
		begin(f, STR("weight"));
		add_number(f, a->weight);
	}
	if (a->updated.precision != DATE_NONE) {
		begin(f, STR("updated"));
		add_date(f, &a->updated);
	}
	/* The date's terms say it of all others. */
	if (a->publish_at.precision != DATE_NONE &&
	    a->publish_at.start != a->date.start) {
		begin(f, STR("publish-at"));
		add_date(f, &a->publish_at);
	}
	for (size_t i = 0; i < a->block_count; i++) {
		if (a->blocks[i].kind == MARKDOWN_CODE)
			add_field(f, "code-language", a->blocks[i].language);
	}
	for (size_t i = 0; i < a->extra_count; i++)
		add_extra(f, &a->extras[i]);
}

static void add_url(struct facets *f, struct str url)
{
	if (url.len == 0)
		return;
	buf_clear(&f->folded);
	address_key(url, &f->folded);
	if (!buf_check(&f->folded, f->err))
		add(f, SCHEMA_URL, buf_view(&f->folded));
}

/* A page; elsewhere its host alone as well. */
static void add_link(struct facets *f, struct str link)
{
	struct str host = str_head(link, str_find(link, '/'));

	buf_clear(&f->folded);
	address_link(host, str_skip(link, host.len), &f->folded);
	if (!buf_check(&f->folded, f->err))
		add(f, SCHEMA_LINK, address_indexed(buf_view(&f->folded)));
	add(f, SCHEMA_LINK, host);
}

/* What the article says to the search. */
static void add_search(struct facets *f, const struct article_search *search)
{
	for (size_t i = 0; i < search->pin_count; i++) {
		buf_clear(&f->folded);
		if (!f->err->code)
			pin_key(f->postings->words, search->pins[i], &f->folded,
				f->err);
		add(f, SCHEMA_PIN, buf_view(&f->folded));
	}
	if (search->boost != 1)
		add(f, SCHEMA_BOOSTED, STR("1"));
}

static void add_date_term(enum schema_field field, struct str digits,
			  void *payload)
{
	add(payload, field, digits);
}

int facets_add(struct postings *postings, const struct article *a,
	       struct err *err)
{
	struct facets f = { postings, err, BUF_INIT, BUF_INIT, BUF_INIT };
	size_t folder = a->id.len;

	while (folder && a->id.p[folder - 1] != '/')
		folder--;
	add(&f, SCHEMA_ID, a->id);
	each_folder(&f, str_head(a->id, folder ? folder - 1 : 0), add_folder);
	schema_date_terms(&a->date, add_date_term, &f);
	add_tags(&f, a);
	if (a->author_count)
		begin(&f, STR("author"));
	for (size_t i = 0; i < a->author_count; i++)
		add_author(&f, a->authors[i].name);
	add_fields(&f, a);
	add_url(&f, a->url);
	for (size_t i = 0; i < a->alias_count; i++)
		add_url(&f, a->aliases[i]);
	for (size_t i = 0; i < a->link_count; i++)
		add_link(&f, a->links[i]);
	add_search(&f, &a->search);
	if (a->hidden != ARTICLE_SHOWN)
		add(&f, SCHEMA_HIDDEN, str_of(article_hidden_name(a->hidden)));
	buf_release(&f.key);
	buf_release(&f.folded);
	buf_release(&f.term);
	return (int)err->code;
}
