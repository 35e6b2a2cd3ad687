/*
 * pressmark eval: measures how relevant what is found is.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <stdint.h>
#include <time.h>

#include "base/fs.h"
#include "cli/checks.h"
#include "cli/exit.h"
#include "cli/figures.h"
#include "eval/lines.h"
#include "text/limits.h"

#define TESTS_MEMORY ((size_t)64 << 20) /* at most, of the search tests */

struct args {
	const char *index, *run, *compare;
	bool any, as_typed, per_query, json, help;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 0, "any", NULL, OPT_FLAG, offsetof(struct args, any),
	  "any of the words will do, as with 'pressmark search --any'" },
	{ 0, "as-typed", NULL, OPT_FLAG, offsetof(struct args, as_typed),
	  "correct no word, as with 'pressmark search --as-typed'" },
	{ 0, "run", "FILE", OPT_TEXT, offsetof(struct args, run),
	  "write what is found to this file, as a TREC run" },
	{ 0, "compare", "RUN", OPT_TEXT, offsetof(struct args, compare),
	  "measure this TREC run too, and test whether the difference may be "
	  "chance" },
	{ 0, "per-query", NULL, OPT_FLAG, offsetof(struct args, per_query),
	  "also the figures of each query, with --compare their differences" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print one JSON object" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* An evaluation on its way. */
struct session {
	struct args args;
	const char *queries; /* the names of the files */
	struct arena arena;
	struct buf texts[3]; /* of queries, judgments and the run */
	struct judged judged;
	struct buf run; /* the one that is made */
	struct figures figures;
};

static int load_judged(struct session *s, const char *qrels, struct err *err)
{
	int ret = lines_load(s->queries, &s->texts[0], err);

	if (ret >= 0)
		ret = lines_load(qrels, &s->texts[1], err);
	if (ret >= 0) {
		struct lines queries =
			LINES_OF(s->queries, buf_view(&s->texts[0]));
		struct lines judgments =
			LINES_OF(qrels, buf_view(&s->texts[1]));

		ret = judged_read(queries, judgments, &s->arena, &s->judged,
				  err);
	}
	return ret;
}

/* Measures the run to be compared with. */
static int measure_run(struct session *s, struct err *err)
{
	struct trec_run run;
	int ret = lines_load(s->args.compare, &s->texts[2], err);

	if (ret >= 0) {
		struct lines l =
			LINES_OF(s->args.compare, buf_view(&s->texts[2]));

		ret = trec_run_read(l, &s->arena, &run, err);
	}
	if (ret >= 0)
		ret = evaluation_of_run(&run, &s->judged, &s->arena,
					&s->figures.then, err);
	s->figures.run = s->args.compare;
	return ret;
}

static void on_refused(const struct judged_query *query, unsigned int column,
		       const struct err *why, void *payload)
{
	const struct session *s = payload;

	cli_say("%s:%u:%u: query '%.*s' finds nothing: %s", s->queries,
		query->line, column, STR_ARG(query->id), why->message);
}

/* Asks the index; what is to be compared with has been read before, since this
 * is what takes long. */
static int ask(struct session *s, struct err *err)
{
	const struct evaluation_request request = {
		.any = s->args.any,
		.as_typed = s->args.as_typed,
		.now = (int64_t)time(NULL),
		.refused = on_refused,
		.payload = s,
	};
	struct searcher *searcher = NULL;
	struct buf folder = BUF_INIT;
	int ret = cli_need_index(s->args.index, &folder, err);

	if (ret >= 0)
		ret = cli_open_index(folder.p, &searcher, err);
	if (ret >= 0)
		ret = evaluation_ask(searcher, &request, &s->judged, &s->arena,
				     &s->run, &s->figures.now, err);
	searcher_free(searcher);
	buf_release(&folder);
	return ret;
}

static int write_run(const struct session *s, struct err *err)
{
	int ret = buf_check(&s->run, err);

	if (ret)
		return err_wrap(err, "cannot write '%s'", s->args.run);
	return fs_write_atomic(s->args.run, buf_view(&s->run), err);
}

static int show(struct session *s, struct err *err)
{
	struct buf out = BUF_INIT;
	int ret;

	s->figures.judged = &s->judged;
	s->figures.with_queries = s->args.per_query;
	if (s->args.json)
		figures_json(&s->figures, &out);
	else
		figures_text(&s->figures, &out);
	ret = cli_write(&out, err);
	buf_release(&out);
	if (ret < 0)
		return ret;
	return s->figures.now.refused ? EXIT_REJECTED : EXIT_DONE;
}

/* Says what of the two files does not meet. */
static void say_gaps(const struct session *s)
{
	size_t unjudged = s->judged.unjudged, unasked = s->judged.unasked;

	if (unjudged)
		cli_say("%zu %s left out, since nothing is judged relevant to "
			"%s",
			unjudged, unjudged == 1 ? "query is" : "queries are",
			unjudged == 1 ? "it" : "them");
	if (unasked)
		cli_say("%zu judged %s no text in '%s' and %s nothing", unasked,
			unasked == 1 ? "query has" : "queries have", s->queries,
			unasked == 1 ? "finds" : "find");
}

static int evaluate(struct session *s, const char *qrels, struct err *err)
{
	int ret = load_judged(s, qrels, err);

	if (ret < 0)
		return ret;
	say_gaps(s);
	if (s->judged.count == 0) {
		cli_say("nothing is judged relevant in '%s'", qrels);
		return EXIT_NOTHING;
	}
	if (s->args.compare)
		ret = measure_run(s, err);
	if (ret >= 0)
		ret = ask(s, err);
	if (ret >= 0 && s->args.run)
		ret = write_run(s, err);
	if (ret >= 0 && s->args.compare)
		ret = evaluation_compare(&s->figures.now, &s->figures.then,
					 s->judged.count, &s->arena,
					 s->figures.differences, err);
	return ret < 0 ? ret : show(s, err);
}

static void on_failure(struct str line, void *payload)
{
	struct buf *out = payload;

	buf_add_str(out, line);
	buf_add_char(out, '\n');
}

/* Runs the search tests of the site. */
static int run_tests(const struct args *args, struct err *err)
{
	struct arena arena = ARENA_INIT(TESTS_MEMORY);
	struct buf folder = BUF_INIT, out = BUF_INIT;
	struct checks checks = { .tell = on_failure, .payload = &out };
	int ret = cli_need_index(args->index, &folder, err);

	if (ret >= 0)
		ret = checks_load(&checks, folder.p, &arena, err);
	if (ret >= 0)
		ret = checks_run(&checks, folder.p, err);
	if (ret >= 0 && checks.failed)
		buf_printf(&out, "%zu of %zu search tests fail\n",
			   checks.failed, checks.tests.count);
	else if (ret >= 0)
		buf_printf(&out, "%zu search test%s\n", checks.tests.count,
			   checks.tests.count == 1 ? " passes" : "s pass");
	if (ret >= 0)
		ret = cli_write(&out, err);
	buf_release(&out);
	buf_release(&folder);
	arena_release(&arena);
	if (ret < 0)
		return ret;
	return checks.failed ? EXIT_NOTHING : EXIT_DONE;
}

/* Are there options that only the measuring of judged queries has? */
static bool wants_files(const struct args *args)
{
	return args->run || args->compare || args->any || args->as_typed ||
	       args->per_query || args->json;
}

static int run_eval(int argc, char **argv, struct err *err)
{
	struct session s = { .arena = ARENA_INIT(SIZE_MAX),
			     .run = { .max = LIMIT_JUDGED_BYTES } };
	int first, ret;

	ret = cli_parse(&command_eval, argc, argv, &s.args, &first, err);
	if (ret < 0)
		return ret;
	if (s.args.help)
		return cli_help(&command_eval, err);
	if (argc == first && !wants_files(&s.args))
		return run_tests(&s.args, err);
	if (argc - first > 2)
		return cli_refuse_operand(&command_eval, argv[first + 2], err);
	if (argc - first < 2)
		return err_set(err, ERR_USAGE,
			       "two files are needed, of queries and of "
			       "judgments (see 'pressmark eval --help')");
	s.queries = argv[first];
	ret = evaluate(&s, argv[first + 1], err);
	if (ret < 0 && s.args.json)
		cli_write_error(err_name(err->code), 0, err);
	buf_release(&s.run);
	for (int i = 0; i < 3; i++)
		buf_release(&s.texts[i]);
	arena_release(&s.arena);
	return ret;
}

const struct command command_eval = {
	.name = "eval",
	.run = run_eval,
	.summary = "measure how relevant what is found is",
	.operands = "[QUERIES QRELS]",
	.about =
		"Asks the index every query of QUERIES for which QRELS names "
		"something relevant,\n"
		"and measures the first 1,000 hits of each.\n"
		"\n"
		"  QUERIES     a query a line: its id, a tab, its text\n"
		"  QRELS       a judgment a line: the id of a query, 0, an "
		"article, its gain;\n"
		"              above 0 is relevant, the more the better\n"
		"  MAP         the mean precision at the places of all that is "
		"relevant\n"
		"  nDCG@10     the gain of the first ten, of the best there "
		"could be\n"
		"  P@10        the share of the first ten that is relevant\n"
		"  recall@100  the share of the relevant that is in the first "
		"hundred\n"
		"  MRR         1 by the place of the first that is relevant\n"
		"\n"
		"Each is a mean over the queries, from 0 to 1, as trec_eval -c "
		"has it. An article\n"
		"is named by its path below the source, with or without .md.\n"
		"\n"
		"With --compare, p is how likely so large a difference would "
		"be by chance, by a\n"
		"paired randomisation test of 100,000 throws (two-sided; the "
		"same each time);\n"
		"better and worse are numbers of queries.\n"
		"\n"
		"Without files the searches of search-tests.yaml, beside "
		".pressmark, are run:\n"
		"does each find what it should? See docs/relevance.md.\n"
		"\n"
		"exit status: 0 done, 1 nothing is judged relevant, or a "
		"search "
		"test fails,\n"
		"2 wrong usage, 3 failed, 4 done but some queries were "
		"refused, 75 the index kept\n"
		"changing, try again.\n",
	.options = options,
	.examples = "  pressmark eval\n"
		    "  pressmark eval queries.tsv qrels.txt\n"
		    "  pressmark eval --run before.run queries.tsv qrels.txt\n"
		    "  pressmark eval --compare before.run --per-query "
		    "queries.tsv qrels.txt\n",
};
