/*
 * serve: what pressmark.yaml says to the server, as options of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/config_value.h"

/* Values of a node: a list's are one option each. */
static size_t count_values(const struct front_node *n)
{
	return n->kind == FRONT_LIST ? n->count : 1;
}

/* The name of an option: `allow_origin` is --allow-origin. */
static struct str name_of(struct config_reader *r, struct str key)
{
	struct str name = arena_copy(r->arena, key);

	for (size_t i = 0; name.p && i < name.len; i++) {
		if (name.p[i] == '_')
			((char *)(uintptr_t)name.p)[i] = '-';
	}
	return name;
}

static int add(struct config_reader *r, struct config_option *all,
	       const struct front_node *key, const struct front_node *value)
{
	struct config_option one = { .line = value->line,
				     .column = value->column };
	int ret = config_text(r, value, &one.value);

	if (ret)
		return ret;
	if (!value->quoted && str_eq(one.value, STR("false")))
		return 0;
	if (!value->quoted && str_eq(one.value, STR("true")))
		one.value.len = 0;
	one.name = name_of(r, key->key);
	one.value = arena_copy(r->arena, one.value);
	all[r->out->serve_count++] = one;
	return 0;
}

int config_serve(struct config_reader *r, const struct front_node *node)
{
	struct config_option *all;
	size_t count = 0;
	int ret = 0;

	if (node->kind != FRONT_MAP)
		return config_fault(r, node,
				    "what is said to the server is written as "
				    "'rate: 5/s'");
	for (size_t i = 0; i < node->count; i++)
		count += count_values(&node->items[i]);
	all = arena_array(r->arena, count, sizeof(*all));
	if (!all)
		return count ? arena_check(r->arena, r->err) : 0;
	r->out->serve = all;
	for (size_t i = 0; i < node->count; i++) {
		const struct front_node *key = &node->items[i];

		if (key->kind == FRONT_NULL)
			continue;
		for (size_t k = 0; k < count_values(key) && !ret; k++)
			ret = add(r, all, key, config_item(key, k));
	}
	return ret ? ret : arena_check(r->arena, r->err);
}
