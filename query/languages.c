/*
 * Languages: in which ones the words of a query are meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/languages.h"

#include "base/buf.h"
#include "text/schema.h"
#include "text/stop.h"

#define KEY STR("lang")

/* Sets of languages, by number. */
_Static_assert(LANGUAGE_COUNT <= 32, "a set of languages is a uint32_t");

static uint32_t set_of(struct str tag)
{
	return UINT32_C(1) << language_of(tag);
}

static void list(uint32_t set, struct languages *out)
{
	out->count = 0;
	for (unsigned int i = 0; i < LANGUAGE_COUNT; i++) {
		if (set >> i & 1)
			out->list[out->count++] = (unsigned char)i;
	}
	/* Nothing will be found; words are terms all the same. */
	if (out->count == 0)
		out->list[out->count++] = LANGUAGE_NONE;
}

struct reading {
	uint32_t set;
	size_t skip; /* what is in front of the tag */
};

static int add_tag(struct str term, uint32_t frequency, void *payload)
{
	struct reading *reading = payload;

	(void)frequency;
	reading->set |= set_of(str_skip(term, reading->skip));
	return 0;
}

/* How many articles say in which language they are? */
static int count_said(struct xap_db *db, uint32_t *out, struct err *err)
{
	struct buf term = BUF_INIT;
	int ret;

	schema_term(SCHEMA_FIELD, KEY, &term);
	ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_term_frequency(db, buf_view(&term), out, err);
	buf_release(&term);
	return ret;
}

int languages_read(struct xap_db *db, uint32_t articles, struct languages *out,
		   struct err *err)
{
	struct reading reading = { 0, 0 };
	struct buf prefix = BUF_INIT;
	uint32_t said = 0;
	int ret;

	schema_value_term(SCHEMA_FIELD_NAME, KEY, STR(""), &prefix);
	reading.skip = prefix.len;
	ret = buf_check(&prefix, err);
	if (!ret)
		ret = xap_db_each_term(db, buf_view(&prefix), add_tag, &reading,
				       err);
	buf_release(&prefix);
	if (!ret)
		ret = count_said(db, &said, err);
	if (said < articles)
		reading.set |= set_of(STR(""));
	list(reading.set, out);
	return ret;
}

/* Which languages the articles may have that a node matches. */
static uint32_t matched_by(const struct query_node *node)
{
	uint32_t set = node->kind == QUERY_OR ? 0 : UINT32_MAX;

	if (node->kind == QUERY_FIELD && node->match == QUERY_VALUE &&
	    str_eq(node->key, KEY) && node->text.len)
		return set_of(node->text);
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == QUERY_OR)
			set |= matched_by(node->children[i]);
		else if (node->kind == QUERY_AND)
			set &= matched_by(node->children[i]);
	}
	return set;
}

void languages_narrow(const struct query_node *root,
		      struct languages *languages)
{
	uint32_t wanted = matched_by(root), set = 0;

	for (size_t i = 0; i < languages->count; i++)
		set |= UINT32_C(1) << languages->list[i];
	list(set & wanted, languages);
}

bool languages_stop(const struct languages *languages, struct str folded)
{
	for (size_t i = 0; i < languages->count; i++) {
		if (stop_has(languages->list[i], folded))
			return true;
	}
	return false;
}
