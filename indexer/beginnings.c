/*
 * Beginnings: the commonest words that begin with the same few letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/beginnings.h"

#include <stdlib.h>
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

/* ---- One group -------------------------------------------------------- */

/* Writes a group that is complete: a line, if it has very many words. */
static void end(struct group *g, struct buf *out)
{
	if (g->words > SCHEMA_BEGINNING_MANY) {
		buf_add(out, g->beginning, g->len);
		for (size_t i = 0; i < g->count; i++) {
			buf_add_char(out, ' ');
			buf_add(out, g->best[i].text, g->best[i].len);
		}
		buf_add_char(out, '\n');
	}
	g->len = g->words = g->count = 0;
}

static void start(struct group *g, struct str beginning)
{
	memcpy(g->beginning, beginning.p, beginning.len);
	g->len = beginning.len;
	g->words = g->count = 0;
}

/* Of two words with these frequencies the one that comes first, if both are
 * among the commonest. */
static bool is_before(struct str a, uint32_t a_frequency, struct str b,
		      uint32_t b_frequency)
{
	return a_frequency > b_frequency ||
	       (a_frequency == b_frequency && str_cmp(a, b) < 0);
}

static struct str text_of(const struct common *common)
{
	return str_make(common->text, common->len);
}

static void add(struct group *g, struct str word, uint32_t frequency)
{
	size_t at = g->count;

	g->words++;
	if (word.len > LIMIT_WORD_BYTES ||
	    (at == SCHEMA_BEGINNING_WORDS &&
	     !is_before(word, frequency, text_of(&g->best[at - 1]),
			g->best[at - 1].frequency)))
		return;
	for (; at > 0 && is_before(word, frequency, text_of(&g->best[at - 1]),
				   g->best[at - 1].frequency);
	     at--)
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

/* ---- All words -------------------------------------------------------- */

struct beginnings {
	struct group groups[SCHEMA_BEGINNING_LETTERS];
	struct buf lines;
};

int beginnings_new(struct beginnings **out, struct err *err)
{
	*out = calloc(1, sizeof(**out));
	return *out ? 0 : err_set(err, ERR_MEMORY, "out of memory");
}

void beginnings_free(struct beginnings *b)
{
	if (!b)
		return;
	buf_release(&b->lines);
	free(b);
}

/* Words begin with no capital; prefixes of other fields do. */
static bool is_word(struct str term)
{
	return term.len && (term.p[0] < 'A' || term.p[0] > 'Z');
}

int beginnings_add(struct beginnings *b, struct str term, uint32_t frequency,
		   struct err *err)
{
	if (!is_word(term))
		return 0;
	for (size_t i = 0; i < SCHEMA_BEGINNING_LETTERS; i++) {
		struct group *g = &b->groups[i];
		struct str beginning = head(term, i + 1);

		if (!str_eq(beginning, str_make(g->beginning, g->len))) {
			end(g, &b->lines);
			start(g, beginning);
		}
		if (g->len)
			add(g, term, frequency);
	}
	return b->lines.failed ? (int)buf_check(&b->lines, err) : 0;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static size_t count_lines(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.p[i] == '\n';
	return count;
}

/* Takes a table apart into lines with their ends, NULL without memory. */
static struct str *split(struct str table, size_t *count)
{
	struct str *lines;

	*count = count_lines(table);
	lines = calloc(*count + 1, sizeof(*lines));
	for (size_t i = 0; lines && i < *count; i++) {
		size_t len = str_find(table, '\n') + 1;

		lines[i] = str_head(table, len);
		table = str_skip(table, len);
	}
	return lines;
}

/* A group ends when the next begins; the lines are to rise. */
static int sort_lines(struct str table, struct buf *out, struct err *err)
{
	size_t count;
	struct str *lines = split(table, &count);

	if (!lines)
		return err_set(err, ERR_MEMORY, "out of memory");
	qsort(lines, count, sizeof(*lines), by_bytes);
	for (size_t i = 0; i < count; i++)
		buf_add_str(out, lines[i]);
	free(lines);
	return buf_check(out, err);
}

int beginnings_end(struct beginnings *b, struct buf *out, struct err *err)
{
	int ret;

	for (size_t i = 0; i < SCHEMA_BEGINNING_LETTERS; i++)
		end(&b->groups[i], &b->lines);
	ret = buf_check(&b->lines, err);
	return ret ? ret : sort_lines(buf_view(&b->lines), out, err);
}

struct making {
	struct beginnings *beginnings;
	struct err *err;
};

static int take(struct str term, uint32_t frequency, struct str *next,
		void *payload)
{
	struct making *m = payload;

	if (!is_word(term)) {
		*next = STR("[");
		return 0;
	}
	return beginnings_add(m->beginnings, term, frequency, m->err);
}

int beginnings_make(struct xap_db *db, struct buf *out, struct err *err)
{
	struct making m = { NULL, err };
	int ret = beginnings_new(&m.beginnings, err);

	if (!ret)
		ret = xap_db_seek_terms(db, STR(""), take, &m, err);
	if (!ret)
		ret = beginnings_end(m.beginnings, out, err);
	beginnings_free(m.beginnings);
	return ret;
}

/* ---- The words that were noted ---------------------------------------- */

struct noting {
	struct beginnings_words *words;
	struct err *err;
};

static int note(struct str term, uint32_t wdf, void *payload)
{
	struct noting *n = payload;
	struct beginnings_words *w = n->words;
	struct str *words;

	(void)wdf;
	if (!is_word(term))
		return 0;
	words = arena_grow(&w->arena, w->words, w->count, &w->cap,
			   sizeof(*words));
	if (!words)
		return arena_check(&w->arena, n->err);
	w->words = words;
	words[w->count++] = arena_copy(&w->arena, term);
	return arena_check(&w->arena, n->err);
}

int beginnings_note(struct beginnings_words *words, struct xap_db *db,
		    uint32_t docid, struct err *err)
{
	struct noting n = { words, err };

	if (words->documents++ >= BEGINNINGS_NOTED)
		return 0;
	return xap_db_each_document_term(db, docid, note, &n, err);
}

void beginnings_words_release(struct beginnings_words *words)
{
	arena_release(&words->arena);
	*words = (struct beginnings_words)BEGINNINGS_WORDS_INIT;
}

/* ---- Renewing --------------------------------------------------------- */

struct changed {
	struct str word;
	uint32_t before, after; /* in so many documents */
};

struct renewing {
	struct xap_db *before, *after;
	struct changed *changed; /* in order */
	size_t count;
	struct buf *out;
	struct err *err;
};

/* Of the words noted, those whose frequency is another now. */
static int find_changed(struct renewing *r, struct beginnings_words *w)
{
	r->changed = arena_array(&w->arena, w->count + 1, sizeof(*r->changed));
	if (!r->changed)
		return arena_check(&w->arena, r->err);
	if (w->count)
		qsort(w->words, w->count, sizeof(*w->words), by_bytes);
	for (size_t i = 0; i < w->count; i++) {
		struct changed *c = &r->changed[r->count];
		int ret;

		if (i && str_eq(w->words[i], w->words[i - 1]))
			continue;
		c->word = w->words[i];
		ret = xap_db_term_frequency(r->before, c->word, &c->before,
					    r->err);
		if (!ret)
			ret = xap_db_term_frequency(r->after, c->word,
						    &c->after, r->err);
		if (ret)
			return ret;
		r->count += c->before != c->after;
	}
	return 0;
}

/* Those with this beginning, of which there is one at `from`. */
static size_t count_with(const struct renewing *r, size_t from,
			 struct str beginning)
{
	size_t to = from;

	while (to < r->count && str_starts(r->changed[to].word, beginning))
		to++;
	return to - from;
}

struct listing {
	struct group *group;
	struct str beginning;
	size_t most; /* words to look at */
};

static int list(struct str term, uint32_t frequency, struct str *next,
		void *payload)
{
	struct listing *l = payload;

	/* What is not behind the term ends the listing. */
	if (!str_starts(term, l->beginning) || l->group->words == l->most)
		*next = term;
	else
		add(l->group, term, frequency);
	return 0;
}

/* Lists up to so many words that begin so. */
static int list_group(struct renewing *r, struct str beginning, size_t most,
		      struct group *g)
{
	struct listing l = { g, beginning, most };

	start(g, beginning);
	return xap_db_seek_terms(r->after, beginning, list, &l, r->err);
}

/* The words of a line, behind the beginning. */
static struct str words_of(struct str line)
{
	return str_skip(str_head(line, line.len - 1), str_find(line, ' ') + 1);
}

/* How often the last word of a line was there before, and which it is. All that
 * are not in the line came after it. */
static int find_bound(struct renewing *r, struct str line, struct common *bound)
{
	struct str rest = words_of(line), word = STR("");

	while (rest.len) {
		word = str_head(rest, str_find(rest, ' '));
		rest = str_skip(rest, word.len + 1);
	}
	word = str_head(word, LIMIT_WORD_BYTES);
	memcpy(bound->text, word.p, word.len);
	bound->len = word.len;
	return xap_db_term_frequency(r->before, word, &bound->frequency,
				     r->err);
}

static bool has_word(struct str line, struct str word)
{
	struct str rest = words_of(line);

	while (rest.len) {
		struct str one = str_head(rest, str_find(rest, ' '));

		if (str_eq(one, word))
			return true;
		rest = str_skip(rest, one.len + 1);
	}
	return false;
}

static bool is_within(struct str word, uint32_t frequency,
		      const struct common *bound)
{
	return frequency > 0 && word.len <= LIMIT_WORD_BYTES &&
	       !is_before(text_of(bound), bound->frequency, word, frequency);
}

/* The words of the line and those that changed, as they are now. */
static int merge(struct renewing *r, struct str line,
		 const struct changed *changed, size_t count, struct group *g)
{
	struct str rest = words_of(line);

	start(g, str_head(line, str_find(line, ' ')));
	while (rest.len) {
		struct str word = str_head(rest, str_find(rest, ' '));
		uint32_t frequency;
		int ret = xap_db_term_frequency(r->after, word, &frequency,
						r->err);

		if (ret)
			return ret;
		add(g, word, frequency);
		rest = str_skip(rest, word.len + 1);
	}
	for (size_t i = 0; i < count; i++) {
		if (!has_word(line, changed[i].word))
			add(g, changed[i].word, changed[i].after);
	}
	return 0;
}

/* A line, of whose words these changed. */
static int renew_line(struct renewing *r, struct str line,
		      const struct changed *changed, size_t count)
{
	struct str beginning = str_head(line, str_find(line, ' '));
	struct group g;
	struct common bound;
	bool may_end = false, is_touched = false;
	int ret = find_bound(r, line, &bound);

	for (size_t i = 0; i < count && !ret; i++) {
		struct str word = changed[i].word;

		may_end = may_end || changed[i].after == 0;
		is_touched = is_touched || has_word(line, word) ||
			     is_within(word, changed[i].after, &bound);
	}
	if (!ret && may_end) {
		ret = list_group(r, beginning, SCHEMA_BEGINNING_MANY + 1, &g);
		if (ret || g.words <= SCHEMA_BEGINNING_MANY)
			return ret;
	}
	if (!ret && !is_touched)
		buf_add_str(r->out, line);
	if (ret || !is_touched)
		return ret;
	ret = merge(r, line, changed, count, &g);
	if (!ret && (g.count < SCHEMA_BEGINNING_WORDS ||
		     !is_within(text_of(&g.best[g.count - 1]),
				g.best[g.count - 1].frequency, &bound)))
		ret = list_group(r, beginning, SIZE_MAX, &g);
	else
		g.words = SIZE_MAX;
	end(&g, r->out);
	return ret;
}

/* A beginning that had no line: it gets one if there are very many now. */
static int begin_line(struct renewing *r, struct str beginning,
		      const struct changed *changed, size_t count)
{
	struct group g;
	int ret = 0;

	for (size_t i = 0; i < count; i++) {
		if (changed[i].before > 0)
			continue;
		ret = list_group(r, beginning, SIZE_MAX, &g);
		end(&g, r->out);
		break;
	}
	return ret;
}

/* The next beginning of a word that changed, from changed[*at] on: of each
 * word that of one letter first, each once. Empty at the end. */
static struct str next_beginning(const struct renewing *r, size_t *at,
				 size_t *letters)
{
	while (*at < r->count) {
		struct str word = r->changed[*at].word;
		struct str beginning = STR("");

		if (++*letters <= SCHEMA_BEGINNING_LETTERS)
			beginning = head(word, *letters);
		if (beginning.len == 0) {
			(*at)++;
			*letters = 0;
		} else if (*at == 0 ||
			   !str_starts(r->changed[*at - 1].word, beginning)) {
			return beginning;
		}
	}
	return STR("");
}

static int renew_lines(struct renewing *r, const struct str *lines,
		       size_t line_count)
{
	size_t at = 0, letters = 0, line = 0;
	int ret = 0;

	while (!ret) {
		struct str beginning = next_beginning(r, &at, &letters);
		const struct changed *changed = &r->changed[at];
		size_t count = count_with(r, at, beginning);
		struct str own;

		for (; line < line_count; line++) {
			own = str_head(lines[line], str_find(lines[line], ' '));
			if (beginning.len && str_cmp(own, beginning) >= 0)
				break;
			buf_add_str(r->out, lines[line]);
		}
		if (beginning.len == 0)
			break;
		if (line < line_count && str_eq(own, beginning))
			ret = renew_line(r, lines[line++], changed, count);
		else
			ret = begin_line(r, beginning, changed, count);
	}
	return ret;
}

int beginnings_renew(struct xap_db *before, struct xap_db *after,
		     struct str table, struct beginnings_words *words,
		     struct buf *out, struct err *err)
{
	struct renewing r = { before, after, NULL, 0, out, err };
	struct str *lines;
	size_t count;
	int ret;

	if (words->documents > BEGINNINGS_NOTED)
		return beginnings_make(after, out, err);
	lines = split(table, &count);
	if (!lines)
		return err_set(err, ERR_MEMORY, "out of memory");
	ret = find_changed(&r, words);
	if (!ret)
		ret = renew_lines(&r, lines, count);
	free(lines);
	return ret ? ret : buf_check(out, err);
}
