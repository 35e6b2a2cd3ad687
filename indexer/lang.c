/*
 * The language of an article, and which articles are translations of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/lang.h"

#include "base/buf.h"
#include "indexer/clean.h"
#include "indexer/path.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The language in an id: which one, and the bytes to be left out. */
struct mark {
	struct str code; /* empty when there is none */
	enum article_rule rule;
	size_t start, end;
};

/* The `.fr` of x.fr.md. */
static bool find_in_name(const struct site *site, struct str id,
			 struct mark *mark)
{
	struct str folder = id, extension, code, stem;

	stem = path_stem(path_last_part(&folder), &extension);
	path_stem(stem, &code);
	mark->code = site_language(site, code);
	mark->rule = ARTICLE_BY_NAME;
	mark->end = (size_t)(stem.p + stem.len - id.p);
	mark->start = mark->end - code.len - 1;
	return mark->code.len > 0;
}

/* The first folder below the content that is a language, with its '/'. */
static bool find_in_folders(const struct site *site, struct str id,
			    struct mark *mark)
{
	size_t at = id.len - path_below(id, site->content_dir).len;

	while (at < id.len) {
		struct str rest = str_skip(id, at);
		size_t end = str_find(rest, '/');

		if (end == rest.len)
			return false;
		mark->code = site_language(site, str_head(rest, end));
		if (mark->code.len) {
			mark->rule = ARTICLE_BY_PATH;
			mark->start = at;
			mark->end = at + end + 1;
			return true;
		}
		at += end + 1;
	}
	return false;
}

static void read_lang(struct fields *f, const struct mark *mark)
{
	static const char *const keys[] = { "lang", "language", "locale" };
	struct article *out = f->out;
	struct article_from *from = &out->from[ARTICLE_LANG];

	out->lang = fields_line(f, ARTICLE_LANG, keys, COUNT(keys),
				LIMIT_NAME_BYTES);
	if (out->lang.len)
		return;
	if (mark->code.len) {
		out->lang = mark->code;
		from->rule = mark->rule;
	} else if (f->site->lang.len) {
		out->lang = f->site->lang;
		from->rule = ARTICLE_BY_SITE;
	}
}

static void read_translation_key(struct fields *f, const struct mark *mark)
{
	static const char *const keys[] = { "translationKey",
					    "translation_key" };
	struct article *out = f->out;
	struct buf key = BUF_INIT;

	out->translation_key = fields_line(f, ARTICLE_TRANSLATION_KEY, keys,
					   COUNT(keys), LIMIT_PATH_BYTES);
	if (out->translation_key.len || f->site->language_count == 0)
		return;
	buf_add_str(&key, str_head(out->path, mark->start));
	buf_add_str(&key, str_skip(out->path, mark->end));
	if (key.failed)
		f->arena->failed = key.failed;
	out->translation_key =
		clean_line(f->arena, buf_view(&key), LIMIT_PATH_BYTES);
	buf_release(&key);
	out->from[ARTICLE_TRANSLATION_KEY].rule =
		mark->code.len ? mark->rule : ARTICLE_BY_PATH;
}

void lang_read(struct fields *f)
{
	struct mark mark = { .rule = ARTICLE_BY_NOTHING };

	if (!find_in_name(f->site, f->out->path, &mark) &&
	    !find_in_folders(f->site, f->out->path, &mark))
		mark = (struct mark){ .rule = ARTICLE_BY_NOTHING };
	read_lang(f, &mark);
	read_translation_key(f, &mark);
}
