/*
 * Values of pressmark.yaml and of files like it, checked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/config_value.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/glob.h"
#include "base/opt.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/limits.h"
#include "text/number.h"

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

int config_fault(struct config_reader *r, const struct front_node *node,
		 const char *format, ...)
{
	char what[ERR_MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (node->column == 0)
		return err_set(r->err, ERR_INPUT, "%.*s:%u: %s",
			       STR_ARG(r->name), node->line, what);
	return err_set(r->err, ERR_INPUT, "%.*s:%u:%u: %s", STR_ARG(r->name),
		       node->line, node->column, what);
}

static int unknown_key(struct config_reader *r, const struct front_node *item,
		       const char *const *keys, size_t count)
{
	struct front_node place = { .line = item->key_line,
				    .column = item->key_column };
	struct str shown = utf8_head(item->key, QUOTED_BYTES);
	struct str word = arena_copy(r->arena, item->key);
	const char *near = word.p ? opt_nearest(word.p, keys, count) : NULL;

	if (near)
		return config_fault(r, &place,
				    "there is no key '%.*s'; did you mean "
				    "'%s'?",
				    STR_ARG(shown), near);
	return config_fault(r, &place, "there is no key '%.*s'",
			    STR_ARG(shown));
}

/* Clean, so that what libyaml takes for a line is one. */
int config_parse(struct config_reader *r, struct str bytes,
		 struct front_split *split, struct front_node *out)
{
	struct err why = ERR_INIT;
	struct buf clean = BUF_INIT;
	struct front_node place = { .kind = FRONT_NULL };
	int ret;

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_skip(bytes, 3);
	clean_add(&clean, bytes);
	ret = buf_check(&clean, r->err);
	split->matter = arena_copy(r->arena, buf_view(&clean));
	split->matter_line = 1;
	buf_release(&clean);
	if (ret || arena_check(r->arena, r->err))
		return (int)r->err->code;
	ret = front_parse(split, r->arena, out, &place.line, &place.column,
			  &why);
	if (ret == ERR_INPUT || ret == ERR_LIMIT) {
		struct str what = str_of(why.message);
		struct str subject = STR("front matter");

		/* It is read by the rules of front matter, but is none. */
		if (str_starts(what, subject))
			what = str_skip(what, subject.len);
		return config_fault(r, &place, "the file%.*s", STR_ARG(what));
	}
	return ret ? err_copy(r->err, &why) : 0;
}

/* Did a key before this one have the same name? */
static bool is_twice(const struct front_node *map, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (str_eq(map->items[k].key, map->items[i].key))
			return true;
	}
	return false;
}

static int twice(struct config_reader *r, const struct front_node *item)
{
	struct front_node place = { .line = item->key_line,
				    .column = item->key_column };

	return config_fault(r, &place, "'%.*s' is given twice",
			    STR_ARG(item->key));
}

int config_known(struct config_reader *r, const struct front_node *map,
		 const char *const *keys, size_t count)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct front_node *item = &map->items[i];
		size_t k = 0;

		while (k < count && !str_eq(item->key, str_of(keys[k])))
			k++;
		if (k == count)
			return unknown_key(r, item, keys, count);
		if (is_twice(map, i))
			return twice(r, item);
	}
	return 0;
}

int config_text(struct config_reader *r, const struct front_node *node,
		struct str *out)
{
	if (node->kind == FRONT_SCALAR)
		*out = str_trim(node->value);
	if (node->kind != FRONT_SCALAR || out->len == 0)
		return config_fault(r, node, "text is expected here");
	return 0;
}

const struct front_node *config_item(const struct front_node *node, size_t i)
{
	return node->kind == FRONT_LIST ? &node->items[i] : node;
}

int config_texts(struct config_reader *r, const struct front_node *node,
		 const struct str **out, size_t *count)
{
	size_t n = node->kind == FRONT_LIST ? node->count : 1;
	struct str *list = arena_array(r->arena, n, sizeof(*list));
	int ret = 0;

	for (size_t i = 0; list && i < n && !ret; i++)
		ret = config_text(r, config_item(node, i), &list[i]);
	*out = list;
	*count = n;
	return ret ? ret : arena_check(r->arena, r->err);
}

int config_choice(struct config_reader *r, const struct front_node *node,
		  const char *const *names, size_t count, int *out)
{
	struct buf all = BUF_INIT;
	struct str text;
	const char *near;
	int ret = config_text(r, node, &text);

	if (ret)
		return ret;
	for (size_t i = 0; i < count; i++) {
		if (str_eq(text, str_of(names[i]))) {
			*out = (int)i;
			return 0;
		}
	}
	text = arena_copy(r->arena, text);
	near = text.p ? opt_nearest(text.p, names, count) : NULL;
	if (near)
		return config_fault(r, node,
				    "'%.*s' is not known here; did you mean "
				    "'%s'?",
				    STR_ARG(utf8_head(text, QUOTED_BYTES)),
				    near);
	for (size_t i = 0; i < count; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
	ret = config_fault(r, node, "'%.*s' is not known here; it is one of %s",
			   STR_ARG(utf8_head(text, QUOTED_BYTES)),
			   all.len ? all.p : "");
	buf_release(&all);
	return ret;
}

int config_number(struct config_reader *r, const struct front_node *node,
		  double least, double most, const char *unit, double *out)
{
	struct str text = str_trim(node->value);
	double number;

	if (unit && str_ends(text, str_of(unit)))
		text = str_trim(str_head(text, text.len - strlen(unit)));
	if (node->kind != FRONT_SCALAR || !number_parse(text, &number) ||
	    number < least || number > most)
		return config_fault(
			r, node, "a number%s%s from %g to %g is expected here",
			unit ? " of " : "", unit ? unit : "", least, most);
	*out = number;
	return 0;
}

int config_bool(struct config_reader *r, const struct front_node *node,
		bool *out)
{
	if (!front_bool(node, out))
		return config_fault(r, node, "true or false is expected here");
	return 0;
}

int config_glob(struct config_reader *r, const struct front_node *node,
		struct str glob)
{
	if (!glob_is_valid(glob))
		return config_fault(r, node,
				    "'%.*s' is no glob: a bracket or "
				    "brace is not closed",
				    STR_ARG(utf8_head(glob, QUOTED_BYTES)));
	return 0;
}

/* Jekyll's scope as a glob: a folder (or a glob), and posts, drafts, pages or
 * the name of a collection. */
static int scope_glob(struct config_reader *r, const struct front_node *scope,
		      struct str *out)
{
	static const char *const keys[] = { "path", "type" };
	const struct front_node *path = front_get(scope, "path");
	const struct front_node *type = front_get(scope, "type");
	struct str folder = { NULL, 0 }, name = { NULL, 0 };
	struct buf b = BUF_INIT;
	int ret;

	if (scope->kind != FRONT_MAP)
		return config_fault(r, scope, "a scope has a path or a type");
	ret = config_known(r, scope, keys, 2);
	if (!ret && path && path->kind == FRONT_SCALAR)
		folder = str_trim(path->value);
	if (!ret && type)
		ret = config_text(r, type, &name);
	if (ret)
		return ret;
	while (str_starts(folder, STR("/")))
		folder = str_skip(folder, 1);
	while (str_ends(folder, STR("/")))
		folder.len--;
	if (folder.len > 0)
		buf_printf(&b, "/%.*s", STR_ARG(folder));
	if (str_eq(name, STR("pages")))
		buf_add_str(&b, STR("/{[!_]*,[!_]*/**}"));
	else if (name.len > 0)
		buf_printf(&b, "/**/_%.*s/", STR_ARG(name));
	else if (folder.len == 0)
		buf_add_str(&b, STR("**"));
	ret = buf_check(&b, r->err);
	*out = arena_copy(r->arena, buf_view(&b));
	buf_release(&b);
	return ret ? ret : arena_check(r->arena, r->err);
}

/* Takes the places of values away: what is wrong with them in an article is
 * on no line of the article's. */
static void forget_places(struct config_reader *r, struct front_node *node,
			  unsigned int depth)
{
	struct front_node *items;

	node->line = node->column = 0;
	node->key_line = node->key_column = 0;
	if (node->count == 0 || depth == LIMIT_FRONT_MATTER_DEPTH)
		return;
	items = arena_array(r->arena, node->count, sizeof(*items));
	for (size_t i = 0; items && i < node->count; i++) {
		items[i] = node->items[i];
		forget_places(r, &items[i], depth + 1);
	}
	node->items = items;
	node->count = items ? node->count : 0;
}

/* {path: GLOB, values: {...}}, or glob for path, or scope. */
static int read_default(struct config_reader *r, const struct front_node *node,
			struct site_default *out)
{
	static const char *const keys[] = { "path", "glob", "scope", "values" };
	const struct front_node *glob, *values;
	int ret;

	if (node->kind != FRONT_MAP)
		return config_fault(r, node,
				    "'path' and 'values' are expected "
				    "here");
	ret = config_known(r, node, keys, 4);
	if (ret)
		return ret;
	values = front_get(node, "values");
	glob = front_get(node, "path");
	if (!glob)
		glob = front_get(node, "glob");
	if (!values || values->kind != FRONT_MAP)
		return config_fault(r, values ? values : node,
				    "'values' with keys is expected here");
	out->values = *values;
	if (glob)
		ret = config_text(r, glob, &out->glob);
	else if ((glob = front_get(node, "scope")) != NULL)
		ret = scope_glob(r, glob, &out->glob);
	else
		return config_fault(r, node, "'path', a glob, is missing");
	return ret ? ret : config_glob(r, glob, out->glob);
}

int config_defaults(struct config_reader *r, const struct front_node *node)
{
	struct site_default *list;
	int ret = 0;

	if (node->kind == FRONT_SCALAR)
		return config_fault(r, node,
				    "a map from globs to keys is "
				    "expected here");
	list = arena_array(r->arena, node->count, sizeof(*list));
	for (size_t i = 0; list && i < node->count && !ret; i++) {
		const struct front_node *item = &node->items[i];

		if (node->kind == FRONT_LIST) {
			ret = read_default(r, item, &list[i]);
			continue;
		}
		list[i].glob = item->key;
		list[i].values = *item;
		ret = config_glob(r, item, item->key);
		if (!ret && item->kind != FRONT_MAP)
			ret = config_fault(r, item,
					   "keys with their values "
					   "are expected here");
	}
	for (size_t i = 0; list && i < node->count && !ret; i++)
		forget_places(r, &list[i].values, 0);
	r->out->site.defaults = list;
	r->out->site.default_count = node->count;
	return ret ? ret : arena_check(r->arena, r->err);
}
