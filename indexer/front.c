/*
 * Front matter: what all its languages have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include "indexer/json_front.h"
#include "indexer/toml.h"
#include "indexer/yaml.h"
#include "text/limits.h"

unsigned int front_max_nodes(const struct front_split *split)
{
	return split->max_nodes ? split->max_nodes : LIMIT_FRONT_MATTER_NODES;
}

int front_parse(const struct front_split *split, struct arena *arena,
		struct front_node *out, unsigned int *line,
		unsigned int *column, struct err *err)
{
	struct front_node root = { .kind = FRONT_MAP,
				   .line = split->matter_line,
				   .column = 1 };
	size_t most =
		split->max_bytes ? split->max_bytes : LIMIT_FRONT_MATTER_BYTES;
	int ret = 0;

	*line = split->matter_line;
	*column = 0;
	if (split->matter.len > most && split->fence != FRONT_FOREIGN)
		return err_set(err, ERR_LIMIT,
			       "front matter is longer than %zu KiB",
			       most >> 10);
	if (split->fence == FRONT_YAML)
		ret = yaml_read(split, arena, &root, line, column, err);
	else if (split->fence == FRONT_TOML)
		ret = toml_read(split, arena, &root, line, column, err);
	else if (split->fence == FRONT_JSON)
		ret = json_front_read(split, arena, &root, line, column, err);
	if (ret < 0)
		return ret;
	if (root.kind != FRONT_MAP) {
		*line = root.line;
		*column = root.column;
		return err_set(err, ERR_INPUT,
			       "front matter is not a list of keys and values "
			       "('key: value')");
	}
	*out = root;
	return 0;
}

bool front_bool(const struct front_node *node, bool *out)
{
	static const char *const words[2][4] = {
		{ "false", "no", "off", "0" },
		{ "true", "yes", "on", "1" },
	};

	for (int i = 0; node->kind == FRONT_SCALAR && i < 8; i++) {
		if (str_eq_nocase(str_trim(node->value),
				  str_of(words[i & 1][i >> 1]))) {
			*out = i & 1;
			return true;
		}
	}
	return false;
}

const struct front_node *front_get(const struct front_node *map,
				   const char *key)
{
	struct str name = str_of(key);
	const struct front_node *like = NULL;

	if (map->kind != FRONT_MAP)
		return NULL;
	for (size_t i = map->count; i-- > 0;) {
		const struct front_node *item = &map->items[i];

		/* Most keys are told apart by that; they are asked for a
		 * hundred at a time. */
		if (item->key.len != name.len)
			continue;
		if (str_eq(item->key, name))
			return item;
		if (!like && str_eq_nocase(item->key, name))
			like = item;
	}
	return like;
}
