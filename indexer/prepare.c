/*
 * Preparing a body for md4c: the pass over its bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare.h"

#include "base/utf8.h"
#include "indexer/prepare_state.h"
#include "text/limits.h"

/* What failed looks may cost in all, as a multiple of the body, and beyond. */
#define BUDGET_FACTOR	4
#define BUDGET_CONSTANT ((size_t)64 << 10)

/* Places where the result differs from the body, 16 bytes each. What has more
 * is no article, and its rest stays as it is. */
#define CUTS_MAX ((size_t)1 << 20)

/* Notes that what comes next in the result is from `source` on. */
static void cut(struct prepare_state *s, size_t source)
{
	struct prepare_cut next = { .at = s->out->text.len };

	next.shift = (ptrdiff_t)source - (ptrdiff_t)next.at;
	if (next.shift == s->shift)
		return;
	s->shift = next.shift;
	s->cut_count++;
	buf_add(&s->out->cuts, &next, sizeof(next));
}

void prepare_take(struct prepare_state *s, size_t to)
{
	if (to <= s->from)
		return;
	cut(s, s->from);
	buf_add_str(&s->out->text, prepare_view(s, s->from, to));
	s->from = to;
}

void prepare_skip(struct prepare_state *s, size_t to)
{
	while (s->from < to) {
		const char *p = s->body.p + s->from;
		const char *end = memchr(p, '\n', to - s->from);

		if (!end)
			break;
		s->from += (size_t)(end - p);
		prepare_take(s, s->from + 1);
	}
	if (s->from < to)
		s->from = to;
}

void prepare_put(struct prepare_state *s, struct str text, size_t span)
{
	struct str left = str_head(str_skip(s->body, s->from), span);
	size_t newline;

	if (text.len == 0)
		return;
	/* A newline that stays must not come before what is put. */
	newline = str_find(left, '\n');
	if (newline < left.len)
		span = newline + 1;
	cut(s, s->from);
	for (size_t i = 0; i < text.len; i++) {
		if (i >= span)
			cut(s, s->from + span - 1);
		buf_add_char(&s->out->text, text.p[i]);
	}
}

void prepare_drop(struct prepare_state *s, size_t start, size_t end)
{
	prepare_take(s, start);
	prepare_skip(s, end);
	if (s->at < end)
		s->at = end;
}

static bool is_emphasis(char c)
{
	return c == '*' || c == '_';
}

/* Takes the marks of emphasis around what goes along, "**{{ a }}**", if there
 * are as many on both sides and no words beyond. */
static void widen(const struct prepare_state *s, size_t *start, size_t *end)
{
	char mark = prepare_byte(s, *end);
	size_t before = *start, after = *end;

	if (!is_emphasis(mark))
		return;
	while (before > s->from && s->body.p[before - 1] == mark)
		before--;
	while (prepare_byte(s, after) == mark)
		after++;
	if (*start - before != after - *end ||
	    (before > 0 && prepare_is_word(s->body.p[before - 1])) ||
	    prepare_is_word(prepare_byte(s, after)))
		return;
	*start = before;
	*end = after;
}

void prepare_drop_tag(struct prepare_state *s, size_t start, size_t end)
{
	bool is_first, parts;
	char before, after;

	if (s->zone == PREPARE_CODE || s->at < s->code_end) {
		prepare_drop(s, start, end);
		return;
	}
	widen(s, &start, &end);
	is_first = start == s->content;
	before = start > 0 ? s->body.p[start - 1] : '\n';
	after = prepare_byte(s, end);
	/* A target that goes must not make a title of what is behind it, an
	 * attribute without its value no tag of one. */
	if (s->at < s->quiet_end &&
	    ((before == '(' && prepare_is_blank(after)) ||
	     (before == '=' && strchr(" \n/>", after)))) {
		prepare_take(s, start);
		prepare_put(s, before == '(' ? STR("<>") : STR("\"\""),
			    end - start);
		prepare_drop(s, s->from, end);
		return;
	}
	parts = s->at >= s->quiet_end && s->zone == PREPARE_TEXT &&
		prepare_is_word(before) && prepare_is_word(after);
	if (is_emphasis(after) && !is_first) {
		while (start > s->from &&
		       prepare_is_blank(s->body.p[start - 1]))
			start--;
	} else if (prepare_is_blank(before) || is_emphasis(before) ||
		   is_first) {
		end = prepare_blanks(s, end);
	}
	prepare_take(s, start);
	if (parts)
		prepare_put(s, STR(" "), end - start);
	prepare_drop(s, start, end);
	if (is_first) {
		s->content = s->at;
		s->wants_leaf = s->zone == PREPARE_TEXT;
	}
}

bool prepare_later(struct prepare_state *s, size_t at, size_t end)
{
	struct prepare_pending pending = { .at = at, .end = end };

	if (s->pending_count == PREPARE_PENDING)
		return false;
	s->pending[s->pending_count++] = pending;
	return true;
}

/* Would this begin a block of Markdown at the start of a line? */
static bool begins_block(struct str value)
{
	char next = value.len > 1 ? value.p[1] : ' ';

	switch (value.p[0]) {
	case '#':
	case '>':
		return true;
	case '-':
	case '+':
	case '*':
		return prepare_is_blank(next);
	case '<':
		return next == '!' || next == '?';
	default:
		return str_starts(value, STR("```")) ||
		       str_starts(value, STR("~~~"));
	}
}

void prepare_show(struct prepare_state *s, size_t start, size_t end)
{
	const struct buf *text = &s->out->text;
	char last;

	while (start < end &&
	       (prepare_is_blank(s->body.p[start]) || s->body.p[start] == '\n'))
		start++;
	if (start == end)
		return;
	prepare_skip(s, start);
	last = text->len ? text->p[text->len - 1] : '\n';
	s->from--; /* the quote or brace before it, for what is put */
	if ((last == '\n' || prepare_is_blank(last)) &&
	    begins_block(prepare_view(s, start, end)))
		prepare_put(s, STR("\\"), 1);
	else if (last != '\n' && !prepare_is_blank(last))
		prepare_put(s, STR(" "), 1);
	s->from++;
	prepare_take(s, end);
}

bool prepare_starts(const struct prepare_state *s, size_t at, struct str what)
{
	return str_starts(str_skip(s->body, at), what);
}

size_t prepare_line_end(const struct prepare_state *s, size_t at)
{
	return at < s->body.len ? at + str_find(str_skip(s->body, at), '\n')
				: s->body.len;
}

size_t prepare_blanks(const struct prepare_state *s, size_t at)
{
	while (prepare_is_blank(prepare_byte(s, at)))
		at++;
	return at;
}

size_t prepare_space(const struct prepare_state *s, size_t at, size_t end)
{
	while (at < end &&
	       (prepare_is_blank(s->body.p[at]) || s->body.p[at] == '\n'))
		at++;
	return at;
}

size_t prepare_name(const struct prepare_state *s, size_t at)
{
	while (prepare_is_name(prepare_byte(s, at)))
		at++;
	return at;
}

bool prepare_is_rest_blank(const struct prepare_state *s, size_t at)
{
	return prepare_byte(s, prepare_blanks(s, at)) == '\n';
}

size_t prepare_find(const struct prepare_state *s, size_t at, size_t end,
		    struct str what)
{
	if (end > s->body.len)
		end = s->body.len;
	while (at + what.len <= end) {
		const char *p = memchr(s->body.p + at, what.p[0],
				       end - what.len + 1 - at);

		if (!p)
			break;
		at = (size_t)(p - s->body.p);
		if (prepare_starts(s, at, what))
			return at;
		at++;
	}
	return s->body.len;
}

size_t prepare_find_next(const struct prepare_state *s,
			 struct prepare_horizon *horizon, size_t at,
			 struct str what)
{
	if (at < horizon->from || at > horizon->found) {
		horizon->from = at;
		horizon->found = prepare_find(s, at, s->body.len, what);
	}
	return horizon->found;
}

bool prepare_may_look(const struct prepare_state *s, enum prepare_look look)
{
	return s->budgets[look] > 0;
}

void prepare_looked(struct prepare_state *s, enum prepare_look look,
		    size_t size)
{
	size_t *left = &s->budgets[look];

	*left -= size < *left ? size : *left;
}

void prepare_warn_unclosed(struct prepare_state *s, size_t at, struct str what)
{
	for (; s->counted < at; s->counted++) {
		if (s->body.p[s->counted] != '\n')
			continue;
		s->counted_line++;
		s->counted_start = s->counted + 1;
	}
	if (s->warned_line == s->counted_line)
		return;
	s->warned_line = s->counted_line;
	warnings_add(s->warnings, s->counted_line,
		     (unsigned int)utf8_count(
			     prepare_view(s, s->counted_start, at)) +
			     1,
		     "unclosed-tag", "'%.*s' is never closed", STR_ARG(what));
}

/* Sets which bytes are triggers in which zone. */
static void set_triggers(struct prepare_state *s)
{
	static const char text[] = "`<[]$\\:=+~^";

	for (size_t i = 0; i + 1 < sizeof(text); i++)
		s->zones[(unsigned char)text[i]] = PREPARE_TEXT;
	s->zones['\n'] =
		PREPARE_CODE | PREPARE_LIVE | PREPARE_QUIET | PREPARE_TEXT;
	s->zones['{'] = PREPARE_LIVE | PREPARE_QUIET | PREPARE_TEXT;
	s->zones['<'] |= PREPARE_QUIET;
	if (s->site->inline_tags)
		s->zones['#'] = PREPARE_TEXT;
	if (s->site->preset == SITE_GENERIC)
		s->zones['%'] = PREPARE_TEXT;
}

/* What is looked for at s->at, and up to where that holds. */
static enum prepare_zone zone_here(const struct prepare_state *s, size_t *stop)
{
	enum prepare_zone zone = s->zone;

	*stop = s->body.len;
	for (size_t i = 0; i < s->pending_count; i++) {
		if (s->pending[i].at < *stop)
			*stop = s->pending[i].at;
	}
	if (s->at < s->code_end) {
		zone = PREPARE_CODE;
		if (s->code_end < *stop)
			*stop = s->code_end;
	} else if (s->at < s->quiet_end) {
		if (zone == PREPARE_TEXT)
			zone = PREPARE_QUIET;
		if (s->quiet_end < *stop)
			*stop = s->quiet_end;
	}
	if (zone == PREPARE_CODE && (s->is_live || s->at < s->live_end))
		zone = PREPARE_LIVE;
	return zone;
}

/* Takes out the end mark that s->at has come to, if there is one here, and
 * forgets those that something else has taken out. */
static void end_pending(struct prepare_state *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->pending_count; i++) {
		struct prepare_pending p = s->pending[i];

		if (p.at > s->at) {
			s->pending[kept++] = p;
		} else if (p.at == s->at) {
			prepare_take(s, p.at);
			prepare_put(s, p.fence, p.end - p.at);
			prepare_skip(s, p.end);
		}
	}
	s->pending_count = kept;
	if (s->at < s->from)
		s->at = s->from;
}

static void take_trigger(struct prepare_state *s, enum prepare_zone zone)
{
	char c = s->body.p[s->at];

	if (c == '{') {
		if (s->is_mdx)
			prepare_expression(s);
		else
			prepare_brace(s);
		return;
	}
	/* Raw HTML is looked at for what ends it, a target is not. */
	if (zone != PREPARE_TEXT && (c != '<' || s->at < s->quiet_end)) {
		s->at++;
		return;
	}
	switch (c) {
	case '`':
		prepare_ticks(s);
		break;
	case '<':
		prepare_angle(s);
		break;
	case '[':
		prepare_bracket(s);
		break;
	case ']':
		prepare_bracket_end(s);
		break;
	case '$':
		prepare_dollar(s);
		break;
	case '\\':
		prepare_backslash(s);
		break;
	case ':':
		prepare_colon(s);
		break;
	case '#':
		prepare_hash(s);
		break;
	case '%':
		prepare_percent(s);
		break;
	default:
		prepare_pair(s);
	}
}

/* The rest of a line, and of what goes on beyond it. */
static void run(struct prepare_state *s)
{
	while (s->at < s->body.len && s->cut_count < CUTS_MAX) {
		const unsigned char *p = (const unsigned char *)s->body.p;
		enum prepare_zone zone;
		size_t at, stop;

		if (s->wants_leaf) {
			s->wants_leaf = false;
			prepare_leaf(s);
			continue;
		}
		zone = zone_here(s, &stop);
		for (at = s->at; at < stop && !(s->zones[p[at]] & zone);)
			at++;
		s->at = at;
		if (at >= stop) {
			end_pending(s);
		} else if (p[at] == '\n') {
			s->at++;
			end_pending(s);
			return;
		} else {
			take_trigger(s, zone);
		}
	}
}

void prepare(struct str body, unsigned int line, struct str id,
	     const struct site *site, struct warnings *warnings,
	     struct prepared *out)
{
	struct prepare_state s = {
		.body = body,
		.line = line,
		.site = site,
		.warnings = warnings,
		.out = out,
		.is_mdx = str_ends(id, STR(".mdx")) ||
			  site->preset == SITE_DOCUSAURUS,
		.shift = -(ptrdiff_t)out->text.len,
		.zone = PREPARE_TEXT,
		.counted_line = line,
	};

	s.is_live = !s.is_mdx && (site->preset == SITE_JEKYLL ||
				  site->preset == SITE_MDBOOK);
	set_triggers(&s);
	for (size_t i = 0; i < PREPARE_LOOKS; i++)
		s.budgets[i] = BUDGET_FACTOR * body.len + BUDGET_CONSTANT;
	while (s.at < body.len && s.cut_count < CUTS_MAX) {
		prepare_line(&s);
		run(&s);
	}
	prepare_take(&s, body.len);
	if (s.cut_count >= CUTS_MAX)
		warnings_add(warnings, 0, 0, "too-complex",
			     "there is too much markup; the rest of it is "
			     "read as text");
}

size_t prepare_source(const struct prepared *prepared, size_t at)
{
	const struct prepare_cut *cuts = (const void *)prepared->cuts.p;
	size_t low = 0, high = prepared->cuts.len / sizeof(*cuts);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cuts[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? at + (size_t)cuts[low - 1].shift : at;
}

void prepared_release(struct prepared *prepared)
{
	buf_release(&prepared->text);
	buf_release(&prepared->cuts);
	buf_release(&prepared->tags);
}
