/*
 * Evaluation: every judged query asked, or looked up in a run, and measured.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/evaluation.h"

#include "eval/chance.h"
#include "eval/reach.h"
#include "text/limits.h"

/* Values that differ by less are equal but for their rounding. */
#define EQUAL 1e-9

/* One query while its hits come in. */
struct asking {
	const struct judged_query *query;
	struct buf *run;
	struct buf name;
	int gains[LIMIT_REACH];
	unsigned int count;
};

static int take_hit(const struct search_hit *hit, void *payload)
{
	struct asking *asking = payload;

	buf_clear(&asking->name);
	judged_add_name(hit->record.id, &asking->name);
	asking->gains[asking->count++] =
		judged_gain(asking->query, buf_view(&asking->name));
	trec_run_add(asking->query->id, hit->record.id, asking->count,
		     asking->run);
	return 0;
}

static int ask(struct searcher *searcher,
	       const struct evaluation_request *request,
	       const struct judged_query *query, struct buf *run,
	       struct measures *measures, struct evaluation *out,
	       struct err *err)
{
	struct asking asking = { .query = query, .run = run, .name = BUF_INIT };
	const struct reach_request reach = {
		.query = query->text,
		.any = request->any,
		.as_typed = request->as_typed,
		.now = request->now,
		.most = LIMIT_REACH,
	};
	struct err why = ERR_INIT;
	unsigned int column = 0;
	int ret = 0;

	if (query->text.len > 0)
		ret = reach_hits(searcher, &reach, take_hit, &asking, &column,
				 &why);
	if (ret == ERR_QUERY) {
		request->refused(query,
				 query->column + (column ? column - 1 : 0),
				 &why, request->payload);
		out->refused++;
		ret = 0;
	}
	if (ret)
		err_copy(err, &why);
	else
		ret = buf_check(&asking.name, err);
	*measures = measure(asking.gains, asking.count, query->ideal,
			    query->relevant);
	buf_release(&asking.name);
	return ret;
}

int evaluation_ask(struct searcher *searcher,
		   const struct evaluation_request *request,
		   const struct judged *judged, struct arena *arena,
		   struct buf *run, struct evaluation *out, struct err *err)
{
	struct measures *all = arena_array(arena, judged->count, sizeof(*all));
	int ret = arena_check(arena, err);

	*out = (struct evaluation){ .queries = all };
	for (size_t i = 0; i < judged->count && !ret; i++)
		ret = ask(searcher, request, &judged->queries[i], run, &all[i],
			  out, err);
	if (!ret)
		out->mean = measure_mean(all, judged->count);
	return ret;
}

int evaluation_of_run(const struct trec_run *run, const struct judged *judged,
		      struct arena *arena, struct evaluation *out,
		      struct err *err)
{
	struct measures *all = arena_array(arena, judged->count, sizeof(*all));
	int *gains = arena_array(arena, run->count, sizeof(*gains));

	*out = (struct evaluation){ .queries = all };
	if (!all || !gains)
		return arena_check(arena, err);
	for (size_t i = 0; i < judged->count; i++) {
		const struct judged_query *query = &judged->queries[i];
		size_t count;
		const struct trec_hit *hits =
			trec_run_find(run, query->id, &count);

		for (size_t k = 0; k < count; k++)
			gains[k] = judged_gain(query, hits[k].article);
		all[i] = measure(gains, count, query->ideal, query->relevant);
	}
	out->mean = measure_mean(all, judged->count);
	return 0;
}

int evaluation_compare(const struct evaluation *now,
		       const struct evaluation *then, size_t count,
		       struct arena *arena,
		       struct evaluation_difference out[MEASURES],
		       struct err *err)
{
	double *differences = arena_array(arena, count, sizeof(*differences));

	if (!differences)
		return arena_check(arena, err);
	for (int m = 0; m < MEASURES; m++) {
		out[m] = (struct evaluation_difference){
			.mean = now->mean.of[m] - then->mean.of[m],
		};
		for (size_t i = 0; i < count; i++) {
			double d =
				now->queries[i].of[m] - then->queries[i].of[m];

			differences[i] = d;
			out[m].better += d > EQUAL;
			out[m].worse += d < -EQUAL;
		}
		if (chance_p(differences, count, arena, &out[m].p, err))
			return (int)err->code;
	}
	return 0;
}
