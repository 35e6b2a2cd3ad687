/*
 * pressmark search: searches the index and shows what it found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <time.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/hits.h"
#include "query/render.h"
#include "query/search.h"
#include "text/limits.h"
#include "text/number.h"

/* How long a search may take. */
#define TIMEOUT_MS  2000
#define TIMEOUT_MAX 3600 /* seconds */

#define FILTERS_MAX (3 * OPT_LIST_MAX + 4)

struct args {
	const char *index;
	struct opt_list tags, authors, fields;
	const char *lang, *reader, *since, *until, *sort, *facets, *timeout;
	unsigned int limit, offset;
	bool any, all, as_typed, translations, help;
	struct hits_args hits;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 0, "tag", "TAG", OPT_LIST, offsetof(struct args, tags),
	  "only articles with this tag; TAG,TAG is either; given twice, both" },
	{ 0, "author", "AUTHOR", OPT_LIST, offsetof(struct args, authors),
	  "only articles by this author, a whole name or a word of one" },
	{ 0, "lang", "LANG", OPT_TEXT, offsetof(struct args, lang),
	  "only articles in this language: fr, or just fr-ca" },
	{ 0, "field", "NAME=VALUE", OPT_LIST, offsetof(struct args, fields),
	  "only articles with this value of a field, as in rating=>=4; '*' is "
	  "any value; 'pressmark fields' lists the fields" },
	{ 0, "since", "DATE", OPT_TEXT, offsetof(struct args, since),
	  "only from this date on: 2025, 2025-10, 2025-10-26, 7d, 2w, 6m, "
	  "1y, today, yesterday" },
	{ 0, "until", "DATE", OPT_TEXT, offsetof(struct args, until),
	  "only up to this date, the whole of it included" },
	{ 0, "sort", "ORDER", OPT_TEXT, offsetof(struct args, sort),
	  "relevance (default), newest, oldest or title" },
	{ 0, "facets", "NAME,...", OPT_TEXT, offsetof(struct args, facets),
	  "count the values of these fields in all that is found: tag, author, "
	  "year, month, timeline, lang, any field; tag:25 shows 25 of them" },
	{ 'n', "limit", "N", OPT_UINT, offsetof(struct args, limit),
	  "show at most N articles, up to 100 (10)" },
	{ 0, "offset", "N", OPT_UINT, offsetof(struct args, offset),
	  "leave out the first N (0)" },
	{ 0, "any", NULL, OPT_FLAG, offsetof(struct args, any),
	  "any of the words will do" },
	{ 0, "all", NULL, OPT_FLAG, offsetof(struct args, all),
	  "also drafts and what else is not shown" },
	{ 0, "as-typed", NULL, OPT_FLAG, offsetof(struct args, as_typed),
	  "correct no word, whatever may have been meant" },
	{ 0, "reader", "LANG", OPT_TEXT, offsetof(struct args, reader),
	  "of several translations show the one in this language, if it "
	  "matches: fr, pt-BR, or the value of $LANG" },
	{ 0, "translations", NULL, OPT_FLAG,
	  offsetof(struct args, translations),
	  "show each translation of an article, not just one" },
	{ 0, "explain", NULL, OPT_FLAG, offsetof(struct args, hits.explain),
	  "say of each hit what its score is made of, word by word" },
	{ 0, "timeout", "SECONDS", OPT_TEXT, offsetof(struct args, timeout),
	  "give up after so long, from 0.001 to 3600 (2)" },
	{ 0, "grep", NULL, OPT_FLAG, offsetof(struct args, hits.grep),
	  "print PATH:LINE: TEXT of the best passage, a line a hit, for "
	  "editors and fzf" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, hits.json),
	  "print one JSON object: see docs/api.md" },
	{ 0, "jsonl", NULL, OPT_FLAG, offsetof(struct args, hits.jsonl),
	  "print a JSON object a line, one for each hit" },
	HITS_OPTIONS(struct args, hits),
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* A search on its way. */
struct session {
	struct args args;
	struct arena arena;
	struct searcher *searcher;
	struct search_request request;
	struct search_filter filters[FILTERS_MAX];
	struct search_page page;
	struct hits_form form;
};

static void add_filter(struct session *s, const char *field, const char *value)
{
	struct search_filter *filter;

	if (!value)
		return;
	filter = &s->filters[s->request.filter_count++];
	filter->field = field;
	filter->value = str_of(value);
}

/* NAME=VALUE, the value from the first "=" on. */
static int add_field(struct session *s, const char *given, struct err *err)
{
	size_t name = str_find(str_of(given), '=');
	struct str field;

	if (name == 0 || given[name] == '\0')
		return err_set(err, ERR_USAGE,
			       "option '--field' is NAME=VALUE, not '%s'",
			       given);
	field = arena_copy(&s->arena, str_make(given, name));
	if (!field.p)
		return arena_check(&s->arena, err);
	add_filter(s, field.p, given + name + 1);
	return 0;
}

static int add_filters(struct session *s, struct err *err)
{
	const struct args *args = &s->args;
	int ret = 0;

	s->request.filters = s->filters;
	for (size_t i = 0; i < args->tags.count; i++)
		add_filter(s, "tag", args->tags.items[i]);
	for (size_t i = 0; i < args->authors.count; i++)
		add_filter(s, "author", args->authors.items[i]);
	for (size_t i = 0; i < args->fields.count && !ret; i++)
		ret = add_field(s, args->fields.items[i], err);
	add_filter(s, "lang", args->lang);
	add_filter(s, "since", args->since);
	add_filter(s, "until", args->until);
	add_filter(s, "sort", args->sort);
	return ret;
}

static int read_timeout(const char *given, unsigned int *ms, struct err *err)
{
	double seconds;

	*ms = TIMEOUT_MS;
	if (!given)
		return 0;
	if (!number_parse(str_of(given), &seconds) || seconds < 0.001 ||
	    seconds > TIMEOUT_MAX)
		return err_set(err, ERR_USAGE,
			       "option '--timeout' is from 0.001 to %d "
			       "seconds, not '%s'",
			       TIMEOUT_MAX, given);
	*ms = (unsigned int)(seconds * 1000);
	return 0;
}

/* The operands, joined by blanks, are the query: the shell's quotes only
 * keep it from reading them itself. */
static int join(struct session *s, int count, char **operands, struct err *err)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < count; i++) {
		if (i > 0)
			buf_add_char(&text, ' ');
		buf_add_str(&text, str_of(operands[i]));
	}
	if (!text.failed)
		s->request.text = arena_copy(&s->arena, buf_view(&text));
	buf_release(&text);
	return arena_check(&s->arena, err);
}

static int check_args(struct session *s, bool has_query, struct err *err)
{
	const struct args *args = &s->args;

	if (!has_query && s->request.filter_count == 0)
		return err_set(err, ERR_USAGE,
			       "no query: give the words to search for (see "
			       "'pressmark search --help')");
	if (args->limit > LIMIT_PAGE)
		return err_set(err, ERR_USAGE, "option '--limit' is at most %d",
			       LIMIT_PAGE);
	if (args->offset > LIMIT_REACH - args->limit)
		return err_set(err, ERR_USAGE,
			       "options '--offset' and '--limit' together "
			       "reach at most %d",
			       LIMIT_REACH);
	if (read_timeout(args->timeout, &s->request.timeout_ms, err))
		return (int)err->code;
	return hits_read_form(&args->hits, &s->arena, &s->form, err);
}

static void say_summary(const struct session *s)
{
	struct buf text = BUF_INIT;

	/* Set apart from the hits where both are seen together. */
	if (s->page.hit_count && isatty(STDOUT_FILENO))
		buf_add_char(&text, '\n');
	render_summary(&s->page, &text);
	if (!text.failed)
		cli_say("%s", text.p);
	buf_release(&text);
}

static void say_nothing_found(const struct session *s)
{
	bool filtered = s->args.tags.count || s->args.authors.count ||
			s->args.fields.count || s->args.lang || s->args.since ||
			s->args.until;

	if (s->request.text.len == 0) {
		cli_say("nothing found");
	} else {
		cli_say("nothing found for '%.*s'", STR_ARG(s->request.text));
		if (!filtered)
			cli_say("hint: fewer or other words may find more, or "
				"the beginning of one, as in 'pipe*'");
	}
	if (filtered)
		cli_say("hint: without --tag, --author, --field, --lang, "
			"--since and --until there may be more");
}

/* Says what is wrong with the query, and where, or what else may help; main
 * would only say what. */
static int refuse_query(const struct session *s, const struct err *err)
{
	int status = cli_fail(err);

	if (s->page.error_column)
		cli_say_place(s->request.text, s->page.error_column);
	if (err->code == ERR_DEADLINE)
		cli_say("hint: '--timeout SECONDS' allows more time");
	if (s->form.kind == HITS_JSON)
		cli_write_error(s->page.error_code ? s->page.error_code
						   : err_name(err->code),
				s->page.error_column, err);
	return status;
}

/* A JSON page says it itself. */
static void say_corrected(const struct session *s)
{
	const struct search_page *page = &s->page;

	if (page->corrected.len == 0 || s->form.kind == HITS_JSON)
		return;
	if (page->is_corrected)
		cli_say("searched for '%.*s' instead (--as-typed: for what was "
			"typed)",
			STR_ARG(page->corrected));
	else
		cli_say("did you mean '%.*s'?", STR_ARG(page->corrected));
}

static int show(struct session *s, const char *folder, struct err *err)
{
	int ret;

	say_corrected(s);
	ret = hits_write(&s->form, &s->page, s->searcher, folder, &s->arena,
			 err);

	if (ret < 0)
		return ret;
	if (s->form.kind == HITS_TEXT) {
		if (s->page.total)
			say_summary(s);
		else
			say_nothing_found(s);
	}
	/* Who asks for no hits asks how many there are. */
	if (s->page.hit_count || (s->args.limit == 0 && s->page.total))
		return EXIT_DONE;
	return EXIT_NOTHING;
}

static int search(struct session *s, struct err *err)
{
	struct buf folder = BUF_INIT;
	int ret = cli_need_index(s->args.index, &folder, err);

	if (ret >= 0)
		ret = cli_open_index(folder.p, &s->searcher, err);
	if (ret >= 0)
		ret = searcher_run(s->searcher, &s->request, &s->arena,
				   &s->page, err);
	if (ret == ERR_QUERY || ret == ERR_DEADLINE)
		ret = refuse_query(s, err);
	else if (ret >= 0)
		ret = show(s, folder.p, err);
	buf_release(&folder);
	return ret;
}

static int run_search(int argc, char **argv, struct err *err)
{
	const struct search_request fresh = SEARCH_REQUEST_INIT;
	struct session s = { .arena = ARENA_INIT(SEARCH_MEMORY),
			     .request = fresh };
	int first, ret;

	s.args.limit = fresh.limit;
	ret = cli_parse(&command_search, argc, argv, &s.args, &first, err);
	if (ret < 0)
		return ret;
	if (s.args.help)
		return cli_help(&command_search, err);
	ret = add_filters(&s, err);
	if (ret >= 0)
		ret = check_args(&s, first < argc, err);
	if (ret)
		goto out;
	ret = join(&s, argc - first, argv + first, err);
	if (ret < 0)
		goto out;
	s.request.limit = s.args.limit;
	s.request.offset = s.args.offset;
	s.request.any = s.args.any;
	s.request.all = s.args.all;
	s.request.as_typed = s.args.as_typed;
	s.request.translations = s.args.translations;
	if (s.args.reader)
		s.request.reader = str_of(s.args.reader);
	s.request.explain = s.args.hits.explain;
	if (s.args.facets)
		s.request.facets = str_of(s.args.facets);
	s.request.snippet_columns = s.form.snippet_columns;
	s.request.now = (int64_t)time(NULL);
	ret = search(&s, err);
	if (ret < 0 && s.form.kind == HITS_JSON)
		cli_write_error(err_name(err->code), 0, err);
out:
	searcher_free(s.searcher);
	arena_release(&s.arena);
	return ret;
}

const struct command command_search = {
	.name = "search",
	.run = run_search,
	.flags = OPT_DASH_WORDS,
	.summary = "search the index",
	.operands = "QUERY...",
	.about = "Shows the articles that answer QUERY best: those with all of "
		 "its words first,\n"
		 "then those with most; of three words and more both "
		 "together, the best first.\n"
		 "\n"
		 "  iran gas pipeline     all these words, in any form\n"
		 "  '\"gas pipeline\"'      exactly this; mind the shell's own "
		 "quotes\n"
		 "  pipe*                 words that begin so\n"
		 "  -sanctions            without this word; also NOT "
		 "sanctions\n"
		 "  a OR b, a AND b, (a)  upper case; a NEAR b is within 10 "
		 "words\n"
		 "  title:iran            in the title; also heading:, body:; "
		 "title:(a OR b)\n"
		 "  tag:world-politics    with this tag; tag:a,b is either\n"
		 "  author:\"tmp staff\"    by this author\n"
		 "  date:2025-10          then; also date:2025-09..2025-10, "
		 "date:>=2025-09,\n"
		 "                        date:7d, after:2025-09, "
		 "before:2025-09,\n"
		 "                        since:2025-09, until:2025-09\n"
		 "  rating:>=4            any key of the front matter is a "
		 "field: 'pressmark\n"
		 "                        fields' lists them; also "
		 "series:\"deep dives\",\n"
		 "                        category:, lang:, section:, "
		 "updated:, 3..5, *\n"
		 "  code:getUserName      in code; alt:harbour in the text "
		 "of an image\n"
		 "  url:/blog/x/          the article that is or was there; "
		 "path:2025/10\n"
		 "  link:/blog/x/         articles that link there; also "
		 "link:example.org\n"
		 "  is:draft              what is not shown otherwise; also "
		 "future, expired,\n"
		 "                        unlisted, excluded, hidden\n"
		 "  sort:newest           the order; also oldest, title, "
		 "relevance\n"
		 "\n"
		 "An argument that begins with - is a word to leave out unless "
		 "it is an option\n"
		 "listed here; after -- it always is.\n"
		 "\n"
		 "exit status: 0 found, 1 nothing matched, 2 wrong usage or "
		 "query, 3 failed,\n"
		 "75 the index kept changing, try again.\n",
	.options = options,
	.examples = "  pressmark search iran gas pipeline\n"
		    "  pressmark search rail corridor -sanctions --since 2025\n"
		    "  pressmark search --tag science --sort newest -n 5\n"
		    "  pressmark search --grep water | fzf\n"
		    "  pressmark search --paths -0 tag:draft | xargs -0 wc -w\n"
		    "  pressmark search --format '{day} {title}' sort:newest\n"
		    "  pressmark search --json 'title:water OR title:gas'\n"
		    "  pressmark search --explain gas pipelines\n",
};
