/*
 * Globs: patterns that paths match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A glob is made into steps, one a character at most, and all ways through
 * them are followed at the same time (Thompson, "Regular expression search
 * algorithm", 1968). So nothing is ever tried twice, whatever the glob.
 */
#include "base/glob.h"

#include <string.h>

#include "base/utf8.h"

enum step_kind {
	STEP_CHAR,
	STEP_ANY,	/* ? */
	STEP_CLASS,	/* [...] */
	STEP_STAR,	/* * */
	STEP_DEEP,	/* ** */
	STEP_FOLDERS,	/* **, then '/', at the start of a part */
	STEP_IN_FOLDER, /* the same, inside a part; always the next step */
	STEP_FORK,	/* go on here and at `to` */
	STEP_JUMP,	/* go on at `to` */
	STEP_END
};

struct step {
	enum step_kind kind;
	uint32_t c;
	size_t to;
	struct str set; /* of a class, between its brackets */
};

/* Each byte gives a step at most, but `{`, `,` (two each) and the `**` and
 * end that are added. */
#define STEPS_MAX (2 * GLOB_MAX + 4)

struct program {
	struct step steps[STEPS_MAX];
	size_t count;
	bool below;	 /* what is below a folder that matches, matches */
	bool only_below; /* and nothing else */
};

/* The steps that are reached. */
struct reached {
	size_t list[STEPS_MAX];
	size_t count;
	bool has[STEPS_MAX];
};

static struct step *add(struct program *p, enum step_kind kind)
{
	struct step *step = &p->steps[p->count++];

	*step = (struct step){ .kind = kind };
	return step;
}

/* The length of the class at the front of s with its brackets, or 0. */
static size_t class_length(struct str s)
{
	size_t i = 1;

	if (i < s.len && (s.p[i] == '!' || s.p[i] == '^'))
		i++;
	if (i < s.len && s.p[i] == ']')
		i++;
	while (i < s.len && s.p[i] != ']')
		i += s.p[i] == '\\' ? 2 : 1;
	return i < s.len ? i + 1 : 0;
}

static uint32_t take_char(struct str *s)
{
	uint32_t c;
	size_t n = utf8_decode(s->p, s->len, &c);

	if (n == 0) {
		c = 0x110000u + (unsigned char)s->p[0]; /* no character */
		n = 1;
	}
	*s = str_skip(*s, n);
	return c;
}

static bool class_has(struct str set, uint32_t c)
{
	bool inverted = set.len > 0 && (set.p[0] == '!' || set.p[0] == '^');
	bool found = false;

	set = str_skip(set, inverted);
	while (set.len > 0) {
		uint32_t from, to;

		if (set.p[0] == '\\' && set.len > 1)
			set = str_skip(set, 1);
		from = to = take_char(&set);
		if (set.len > 1 && set.p[0] == '-') {
			set = str_skip(set, 1);
			to = take_char(&set);
		}
		found = found || (from <= c && c <= to);
	}
	return found != inverted && c != '/';
}

/* Braces that are open: the fork of the alternative that is being read, and
 * the last of the jumps to the end, each of which names the one before. */
struct braces {
	size_t fork[GLOB_DEPTH], jump[GLOB_DEPTH];
	size_t depth;
};

#define NO_JUMP SIZE_MAX

static void end_braces(struct program *p, struct braces *b)
{
	size_t jump = b->jump[--b->depth];

	while (jump != NO_JUMP) {
		size_t before = p->steps[jump].to;

		p->steps[jump].to = p->count;
		jump = before;
	}
}

/* A brace or, inside braces, a comma. */
static bool add_brace(struct program *p, struct braces *b, char c)
{
	if (c == '{') {
		if (b->depth == GLOB_DEPTH)
			return false;
		b->jump[b->depth] = NO_JUMP;
		b->fork[b->depth++] = p->count;
		add(p, STEP_FORK);
	} else if (c == ',') {
		add(p, STEP_JUMP)->to = b->jump[b->depth - 1];
		b->jump[b->depth - 1] = p->count - 1;
		p->steps[b->fork[b->depth - 1]].to = p->count;
		b->fork[b->depth - 1] = p->count;
		add(p, STEP_FORK);
	} else {
		/* The last alternative is no fork. */
		p->steps[b->fork[b->depth - 1]].to = b->fork[b->depth - 1] + 1;
		end_braces(p, b);
	}
	return true;
}

/* Adds what is at the front of s; the bytes used, or 0 if it is no glob.
 * at_start: of a part of the path. */
static size_t add_next(struct program *p, struct braces *b, struct str s,
		       bool at_start)
{
	struct str rest = s;
	size_t n;

	switch (s.p[0]) {
	case '?':
		add(p, STEP_ANY);
		return 1;
	case '*':
		if (s.len == 1 || s.p[1] != '*') {
			add(p, STEP_STAR);
			return 1;
		}
		for (n = 2; n < s.len && s.p[n] == '*';)
			n++;
		if (!at_start || n == s.len || s.p[n] != '/') {
			add(p, STEP_DEEP);
			return n;
		}
		add(p, STEP_FOLDERS);
		add(p, STEP_IN_FOLDER);
		return n + 1;
	case '[':
		n = class_length(s);
		if (n > 0)
			add(p, STEP_CLASS)->set = str_make(s.p + 1, n - 2);
		return n;
	case '{':
		return add_brace(p, b, '{');
	case ',':
	case '}':
		if (b->depth > 0)
			return add_brace(p, b, s.p[0]);
		break;
	case '\\':
		if (s.len == 1)
			return 0;
		rest = str_skip(s, 1);
		break;
	default:
		break;
	}
	add(p, STEP_CHAR)->c = take_char(&rest);
	return s.len - rest.len;
}

/* Has it an unescaped '/', or with wildcards: '*' or '?' behind the last? */
static bool has_slash(struct str glob, bool *wild)
{
	bool found = false;

	*wild = false;
	for (size_t i = 0; i < glob.len; i++) {
		if (glob.p[i] == '\\') {
			i++;
		} else if (glob.p[i] == '/') {
			found = true;
			*wild = false;
		} else if (glob.p[i] == '*' || glob.p[i] == '?') {
			*wild = true;
		}
	}
	return found;
}

static bool compile(struct program *p, struct str glob)
{
	struct braces braces = { .depth = 0 };
	bool rooted, wild;

	p->count = 0;
	p->only_below = false;
	if (glob.len == 0 || glob.len > GLOB_MAX)
		return false;
	rooted = glob.p[0] == '/';
	glob = str_skip(glob, rooted);
	if (str_ends(glob, STR("/**"))) {
		glob = str_head(glob, glob.len - 2);
		rooted = true;
	}
	if (str_ends(glob, STR("/"))) {
		glob = str_head(glob, glob.len - 1);
		p->only_below = true;
	}
	if (glob.len == 0)
		return false;
	if (!has_slash(glob, &wild) && !rooted) {
		add(p, STEP_FOLDERS);
		add(p, STEP_IN_FOLDER);
		wild = false;
	}
	p->below = p->only_below || !wild;
	for (size_t i = 0; i < glob.len;) {
		size_t n = add_next(p, &braces, str_skip(glob, i),
				    i == 0 || glob.p[i - 1] == '/');

		if (n == 0)
			return false;
		i += n;
	}
	add(p, STEP_END);
	return braces.depth == 0;
}

bool glob_is_valid(struct str glob)
{
	struct program program;

	return compile(&program, glob);
}

/* Adds a step, and those that are reached from it without a character. */
static void reach(const struct program *p, struct reached *r, size_t step)
{
	size_t i = r->count;

	if (!r->has[step]) {
		r->has[step] = true;
		r->list[r->count++] = step;
	}
	for (; i < r->count; i++) {
		const struct step *s = &p->steps[r->list[i]];
		size_t next[2];
		size_t n = 0;

		if (s->kind == STEP_STAR || s->kind == STEP_DEEP)
			next[n++] = r->list[i] + 1;
		else if (s->kind == STEP_FOLDERS)
			next[n++] = r->list[i] + 2;
		else if (s->kind == STEP_FORK)
			next[n++] = r->list[i] + 1;
		if (s->kind == STEP_FORK || s->kind == STEP_JUMP)
			next[n++] = s->to;
		while (n-- > 0) {
			if (r->has[next[n]])
				continue;
			r->has[next[n]] = true;
			r->list[r->count++] = next[n];
		}
	}
}

/* What is reached from one step by a character. */
static void advance(const struct program *p, struct reached *r, size_t at,
		    uint32_t c)
{
	const struct step *s = &p->steps[at];

	switch (s->kind) {
	case STEP_CHAR:
		if (s->c == c)
			reach(p, r, at + 1);
		break;
	case STEP_ANY:
		if (c != '/')
			reach(p, r, at + 1);
		break;
	case STEP_CLASS:
		if (class_has(s->set, c))
			reach(p, r, at + 1);
		break;
	case STEP_STAR:
		if (c != '/')
			reach(p, r, at);
		break;
	case STEP_DEEP:
		reach(p, r, at);
		break;
	case STEP_FOLDERS:
		reach(p, r, c == '/' ? at : at + 1);
		break;
	case STEP_IN_FOLDER:
		reach(p, r, c == '/' ? at - 1 : at);
		break;
	default:
		break;
	}
}

/* As a folder: whether with it all that is below it matches. */
static bool match(struct str glob, struct str path, bool as_folder)
{
	struct program p;
	struct reached sets[2];
	struct reached *now = &sets[0], *then = &sets[1];
	size_t end;

	if (!compile(&p, glob))
		return false;
	end = p.count - 1;
	memset(sets, 0, sizeof(sets));
	reach(&p, now, 0);
	while (path.len > 0 && now->count > 0) {
		uint32_t c = take_char(&path);
		struct reached *other = now;

		if (c == '/' && now->has[end] && p.below)
			return true;
		for (size_t i = 0; i < now->count; i++)
			advance(&p, then, now->list[i], c);
		for (size_t i = 0; i < now->count; i++)
			now->has[now->list[i]] = false;
		now->count = 0;
		now = then;
		then = other;
	}
	return now->has[end] && (as_folder ? p.below : !p.only_below);
}

bool glob_match(struct str glob, struct str path)
{
	return match(glob, path, false);
}

bool glob_match_below(struct str glob, struct str folder)
{
	return match(glob, folder, true);
}
