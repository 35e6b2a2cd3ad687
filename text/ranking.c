/*
 * What counts how much in the order of hits, as far as a site may say.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/ranking.h"

#include <stdbool.h>

#include "text/schema.h"

const struct ranking_row ranking_rows[RANKING_WEIGHTS] = {
	[RANKING_CODE] = { "code", 0, 1, NULL },
	[RANKING_TITLE] = { "title", 0, 10, NULL },
	[RANKING_NEAR] = { "near", 0, 10, NULL },
	[RANKING_FEEDBACK] = { "feedback", 0, 1, NULL },
	[RANKING_STOP_WORDS] = { "stop_words", 0, 1, NULL },
	[RANKING_SYNONYMS] = { "synonyms", 0, 1, NULL },
	[RANKING_RECENCY] = { "recency_weight", 0, 10, NULL },
	[RANKING_HALF_LIFE] = { "recency_half_life", 0, 36500, "days" },
};

static const struct ranking usual = RANKING_INIT;

void ranking_write(const struct ranking *ranking, struct buf *out)
{
	char digits[SCHEMA_NUMBER_SIZE + 1];

	for (int i = 0; i < RANKING_WEIGHTS; i++) {
		if (ranking->weights[i] == usual.weights[i])
			continue;
		schema_number(ranking->weights[i], digits);
		buf_printf(out, "%s %s\n", ranking_rows[i].name, digits);
	}
}

static bool read_line(struct str line, struct ranking *out)
{
	struct str name = str_head(line, str_find(line, ' '));
	double weight;

	if (!schema_number_read(str_skip(line, name.len + 1), &weight))
		return false;
	for (int i = 0; i < RANKING_WEIGHTS; i++) {
		const struct ranking_row *row = &ranking_rows[i];

		/* False for what is no number, too. */
		if (str_eq(name, str_of(row->name)) && weight >= row->least &&
		    weight <= row->most) {
			out->weights[i] = weight;
			return true;
		}
	}
	return false;
}

int ranking_read(struct str text, struct ranking *out, struct err *err)
{
	*out = usual;
	while (text.len) {
		struct str line = str_head(text, str_find(text, '\n'));

		if (!read_line(line, out))
			return err_set(err, ERR_CORRUPT,
				       "its weights are damaged");
		text = str_skip(text, line.len + 1);
	}
	return 0;
}
