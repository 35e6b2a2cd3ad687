/*
 * Hits on standard output, in the form that the options ask for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/hits.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"
#include "query/render.h"

#define WIDTH_MIN 20
#define WIDTH_MAX 1000
/* Longer lines are hard to read; a terminal may be wider. */
#define WIDTH_READ    100
#define SNIPPET_WIDTH 200 /* characters */
#define HOST_SIZE     256

/* At most one form, and what belongs to it. */
static int read_kind(const struct hits_args *args, enum hits_kind *kind,
		     struct err *err)
{
	const struct {
		const char *option;
		bool is_given;
		enum hits_kind kind;
	} forms[] = {
		{ "--grep", args->grep, HITS_GREP },
		{ "--json", args->json, HITS_JSON },
		{ "--jsonl", args->jsonl, HITS_JSONL },
		{ "--paths", args->paths, HITS_PATHS },
		{ "--format", args->format != NULL, HITS_FORMAT },
	};
	const char *given = NULL;

	*kind = HITS_TEXT;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!forms[i].is_given)
			continue;
		if (given)
			return err_set(err, ERR_USAGE,
				       "options '%s' and '%s' exclude each "
				       "other: one form at a time",
				       given, forms[i].option);
		given = forms[i].option;
		*kind = forms[i].kind;
	}
	if (args->null && *kind != HITS_PATHS)
		return err_set(err, ERR_USAGE,
			       "option '--null' is for --paths only");
	if (args->explain && given && *kind != HITS_JSON && *kind != HITS_JSONL)
		return err_set(err, ERR_USAGE,
			       "option '--explain' is not for '%s': it shows "
			       "more of each hit as text, --json or --jsonl",
			       given);
	return 0;
}

/* Says what is wrong with a template, and where. */
static int read_format(const char *template, struct arena *arena,
		       struct format *out, struct err *err)
{
	struct err found = ERR_INIT;
	unsigned int column = 0;

	if (!format_parse(str_of(template), arena, out, &column, &found))
		return 0;
	if (found.code != ERR_USAGE)
		return err_set(err, found.code, "%s", found.message);
	cli_fail(&found);
	cli_say_place(str_of(template), column);
	return EXIT_USAGE;
}

static unsigned int width_of(const struct hits_args *args, enum hits_kind kind)
{
	unsigned int width = args->width;

	if (width)
		return width;
	/* Lines for programs are whole, but on a terminal one is one. */
	if (kind != HITS_TEXT && !isatty(STDOUT_FILENO))
		return 0;
	width = cli_columns(STDOUT_FILENO);
	if (kind == HITS_TEXT && width > WIDTH_READ)
		width = WIDTH_READ;
	return width < WIDTH_MIN ? WIDTH_MIN : width;
}

/* A passage that fills the lines it is shown on: see render_text. */
static unsigned int snippet_width(const struct hits_form *form)
{
	unsigned int shown = 3 * (form->width - 6);

	if (form->kind != HITS_TEXT || shown > SNIPPET_WIDTH)
		return SNIPPET_WIDTH;
	return shown;
}

static bool want_links(enum cli_when when)
{
	if (when != CLI_AUTO)
		return when == CLI_ALWAYS;
	/* The kernel's console shows parts of what it does not know. */
	return cli_is_terminal(STDOUT_FILENO) &&
	       strcmp(getenv("TERM"), "linux") != 0;
}

int hits_read_form(const struct hits_args *args, struct arena *arena,
		   struct hits_form *out, struct err *err)
{
	enum cli_when color, links;
	int ret = read_kind(args, &out->kind, err);

	if (!ret && out->kind == HITS_FORMAT)
		ret = read_format(args->format, arena, &out->format, err);
	if (!ret && args->width &&
	    (args->width < WIDTH_MIN || args->width > WIDTH_MAX))
		ret = err_set(err, ERR_USAGE,
			      "option '--width' is from %d to %d", WIDTH_MIN,
			      WIDTH_MAX);
	if (!ret)
		ret = cli_when("color", args->color, &color, err);
	if (!ret)
		ret = cli_when("links", args->links, &links, err);
	if (ret)
		return ret;
	out->end_with_nul = args->null;
	out->color = cli_want_color(color);
	out->links = want_links(links);
	out->width = width_of(args, out->kind);
	out->snippet_width = snippet_width(out);
	return 0;
}

/* What paths and links are made of. */
static int set_places(struct render_style *style,
		      const struct searcher *searcher, const char *folder,
		      struct arena *arena, struct err *err)
{
	char host[HOST_SIZE] = "";
	const struct str *sources;
	size_t count;
	int ret;

	ret = cli_here(arena, &style->here, err);
	/* A current folder that is gone only makes paths longer. */
	if (ret == ERR_IO && folder[0] == '/')
		err_clear(err);
	else if (ret < 0)
		return ret;
	sources = searcher_sources(searcher, &count);
	ret = cli_sources(folder, style->here, sources, count, arena,
			  &style->sources, err);
	if (ret < 0)
		return ret;
	style->source_count = count;
	if (style->links && gethostname(host, sizeof(host) - 1) == 0)
		style->host = arena_copy(arena, str_of(host));
	return arena_check(arena, err);
}

static void render(const struct hits_form *form, const struct search_page *page,
		   const struct render_style *style, struct buf *out)
{
	switch (form->kind) {
	case HITS_TEXT:
		render_text(page, style, out);
		render_facets(page, style, out);
		break;
	case HITS_GREP:
		render_grep(page, style, out);
		break;
	case HITS_JSON:
		render_json(page, out);
		break;
	case HITS_JSONL:
		render_jsonl(page, out);
		break;
	case HITS_PATHS:
		render_paths(page, style, form->end_with_nul, out);
		break;
	case HITS_FORMAT:
		render_format(page, &form->format, style, out);
		break;
	}
}

int hits_write(const struct hits_form *form, const struct search_page *page,
	       const struct searcher *searcher, const char *folder,
	       struct arena *arena, struct err *err)
{
	struct render_style style = {
		.color = form->color,
		.links = form->links,
		.is_terminal = isatty(STDOUT_FILENO),
		.width = form->width,
	};
	struct buf out = BUF_INIT;
	int ret = 0;

	if (page->hit_count && form->kind != HITS_JSON &&
	    form->kind != HITS_JSONL)
		ret = set_places(&style, searcher, folder, arena, err);
	if (!ret) {
		render(form, page, &style, &out);
		ret = cli_write(&out, err);
	}
	buf_release(&out);
	return ret;
}
