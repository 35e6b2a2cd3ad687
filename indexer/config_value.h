/*
 * Values of pressmark.yaml and of files like it, checked. Private to indexer/.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each function reads one value, or says in err where and why it is wrong:
 * 0, ERR_INPUT, ERR_MEMORY or ERR_LIMIT.
 *
 * Threads: pure. Memory: the arena's.
 */
#ifndef PRESSMARK_INDEXER_CONFIG_VALUE_H
#define PRESSMARK_INDEXER_CONFIG_VALUE_H

#include "indexer/config.h"
#include "indexer/front.h"

struct config_reader {
	struct str name; /* of the file */
	struct arena *arena;
	struct config *out;
	struct err *err;
};

/* Says what is wrong at a node: "pressmark.yaml:3:9: ...". ERR_INPUT. */
int config_fault(struct config_reader *r, const struct front_node *node,
		 const char *format, ...) ERR_PRINTF(3, 4);

/* Parses the bytes of the file, cleaned, into *out, a FRONT_MAP; the caller
 * says the language and the limits, and the matter becomes theirs. */
int config_parse(struct config_reader *r, struct str bytes,
		 struct front_split *split, struct front_node *out);

/* A map of these keys, each at most once? */
int config_known(struct config_reader *r, const struct front_node *map,
		 const char *const *keys, size_t count);

/* Text that is not blank, trimmed. */
int config_text(struct config_reader *r, const struct front_node *node,
		struct str *out);

/* One such text, or a list of them. */
int config_texts(struct config_reader *r, const struct front_node *node,
		 const struct str **out, size_t *count);

/* The node of the i-th of them. */
const struct front_node *config_item(const struct front_node *node, size_t i);

/* One of these names: its index. */
int config_choice(struct config_reader *r, const struct front_node *node,
		  const char *const *names, size_t count, int *out);

/* A number of these. Behind it `unit` may stand, where that is not NULL. */
int config_number(struct config_reader *r, const struct front_node *node,
		  double least, double most, const char *unit, double *out);

int config_bool(struct config_reader *r, const struct front_node *node,
		bool *out);

/* Is this, which the node says, a glob? */
int config_glob(struct config_reader *r, const struct front_node *node,
		struct str glob);

/* defaults: a map from globs to keys, or a list of {path or glob, values}, or
 * of {scope: {path, type}, values} as Jekyll has it. */
int config_defaults(struct config_reader *r, const struct front_node *node);

/* serve: a map from names of the server's options to their values. */
int config_serve(struct config_reader *r, const struct front_node *node);

#endif
