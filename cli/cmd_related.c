/*
 * pressmark related: articles that are like one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <time.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/hits.h"
#include "cli/which.h"
#include "query/related.h"
#include "query/render.h"
#include "text/limits.h"

struct args {
	const char *index;
	unsigned int limit;
	bool all, help;
	struct hits_args hits;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 'n', "limit", "N", OPT_UINT, offsetof(struct args, limit),
	  "show at most N articles, up to 100 (5)" },
	{ 0, "all", NULL, OPT_FLAG, offsetof(struct args, all),
	  "of every article at once, with --json or --jsonl" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, hits.json),
	  "print one JSON object: see docs/api.md" },
	{ 0, "jsonl", NULL, OPT_FLAG, offsetof(struct args, hits.jsonl),
	  "print a JSON object a line, one for each hit; with --all, for each "
	  "article" },
	HITS_OPTIONS(struct args, hits),
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* A run of the command. */
struct session {
	struct args args;
	struct arena arena;
	struct buf folder; /* of the index */
	struct searcher *searcher;
	struct related_request request;
	struct hits_form form;
};

static int check_args(struct session *s, int operands, struct err *err)
{
	const struct args *args = &s->args;
	int ret = hits_read_form(&args->hits, &s->arena, &s->form, err);

	if (ret)
		return ret;
	if (args->limit < 1 || args->limit > LIMIT_PAGE)
		return err_set(err, ERR_USAGE,
			       "option '--limit' is from 1 to %d", LIMIT_PAGE);
	if (args->all && operands)
		return err_set(err, ERR_USAGE,
			       "option '--all' is for all articles, not for "
			       "one");
	if (args->all && s->form.kind != HITS_JSON &&
	    s->form.kind != HITS_JSONL)
		return err_set(err, ERR_USAGE,
			       "option '--all' needs --json or --jsonl");
	if (!args->all && !operands)
		return err_set(err, ERR_USAGE,
			       "no article: give its path or its URL, or "
			       "--all (see 'pressmark related --help')");
	return 0;
}

static int write_json(const struct related_page *page, struct err *err)
{
	struct buf out = BUF_INIT;
	int ret;

	render_related_json(page, &out);
	ret = cli_write(&out, err);
	buf_release(&out);
	return ret;
}

static void say_summary(const struct related_page *page)
{
	struct str title = page->article.title;

	if (page->hit_count == 0)
		cli_say("no article is like '%.*s'", STR_ARG(title));
	else
		cli_say("%s%zu article%s like '%.*s' (%.1f ms)",
			isatty(STDOUT_FILENO) ? "\n" : "", page->hit_count,
			page->hit_count == 1 ? "" : "s", STR_ARG(title),
			page->took_ms);
}

static int show_one(struct session *s, const char *given, struct err *err)
{
	struct search_page hits = { 0 };
	struct related_page page;
	int ret = which_article(s->searcher, s->folder.p, str_of(given),
				&s->arena, &s->request.id, err);

	if (!ret)
		ret = related_page(s->searcher, &s->request, &s->arena, &page,
				   err);
	if (ret)
		return ret;
	hits.hits = page.hits;
	hits.hit_count = page.hit_count;
	if (s->form.kind == HITS_JSON)
		ret = write_json(&page, err);
	else
		ret = hits_write(&s->form, &hits, s->searcher, s->folder.p,
				 &s->arena, err);
	if (ret < 0)
		return ret;
	if (s->form.kind == HITS_TEXT)
		say_summary(&page);
	return page.hit_count ? EXIT_DONE : EXIT_NOTHING;
}

static int show_all(struct session *s, struct err *err)
{
	struct arena arena = ARENA_INIT(RELATED_MEMORY);
	struct buf out = BUF_INIT;
	struct related_site site;
	int ret = related_site(s->searcher, &s->request, &arena, &site, err);

	if (!ret) {
		if (s->form.kind == HITS_JSON)
			render_site_json(&site, &out);
		else
			render_site_jsonl(&site, &out);
		ret = cli_write(&out, err);
	}
	buf_release(&out);
	arena_release(&arena);
	return ret < 0 ? ret : EXIT_DONE;
}

static int run(struct session *s, int count, char **operands, struct err *err)
{
	int ret = cli_need_index(s->args.index, &s->folder, err);

	if (!ret)
		ret = cli_open_index(s->folder.p, &s->searcher, err);
	if (!ret && count)
		ret = show_one(s, operands[0], err);
	else if (!ret)
		ret = show_all(s, err);
	if (ret < 0 && s->form.kind == HITS_JSON)
		cli_write_error(err_name(err->code), 0, err);
	return ret;
}

static int run_related(int argc, char **argv, struct err *err)
{
	const struct related_request fresh = RELATED_REQUEST_INIT;
	struct session s = { .arena = ARENA_INIT(SEARCH_MEMORY),
			     .folder = BUF_INIT,
			     .request = fresh };
	int first, ret;

	s.args.limit = fresh.limit;
	ret = cli_parse(&command_related, argc, argv, &s.args, &first, err);
	if (ret < 0)
		return ret;
	if (s.args.help)
		return cli_help(&command_related, err);
	if (argc - first > 1)
		return cli_refuse_operand(&command_related, argv[first + 1],
					  err);
	ret = check_args(&s, argc - first, err);
	s.request.limit = s.args.limit;
	s.request.snippet_columns = s.form.snippet_columns;
	s.request.now = (int64_t)time(NULL);
	/* Who has the files may ask what a draft is like. */
	s.request.all = true;
	if (!ret)
		ret = run(&s, argc - first, argv + first, err);
	searcher_free(s.searcher);
	buf_release(&s.folder);
	arena_release(&s.arena);
	return ret;
}

const struct command command_related = {
	.name = "related",
	.run = run_related,
	.summary = "show articles like one",
	.operands = "[ARTICLE]",
	.about = "Shows the articles that are most like ARTICLE, by the words "
		 "that tell it from\n"
		 "all others and by its tags. ARTICLE is a path, from the "
		 "current folder or below\n"
		 "the source, or a URL. Never shown are its translations, "
		 "articles in another\n"
		 "language and what is hidden; ARTICLE itself may be a "
		 "draft.\n"
		 "\n"
		 "With --all it does so for every article that is not hidden, "
		 "at once, for a site\n"
		 "that shows related articles under each.\n"
		 "\n"
		 "exit status: 0 found, 1 nothing is like it, 2 wrong usage or "
		 "no such article,\n"
		 "3 failed, 75 the index kept changing, try again.\n",
	.options = options,
	.examples = "  pressmark related content/2025/10/rising-ties.md\n"
		    "  pressmark related -n 3 https://example.org/2025/ties/\n"
		    "  pressmark related --format '{score} {title}' a.md\n"
		    "  pressmark related --all --json >data/related.json\n",
};
