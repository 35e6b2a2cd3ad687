/*
 * pressmark status: what the index holds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"
#include "cli/crash.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/exit.h"
#include "query/render.h"
#include "query/search.h"
#include "query/typeset.h"
#include "shim/xap.h"
#include "text/date.h"
#include "text/number.h"

#define STATUS_VERSION 1 /* of the JSON's shape */

/* A check that takes longer will never end: the largest index is read in
 * minutes. */
#define CHECK_SECONDS 3600

struct args {
	const char *index;
	bool json, check, help;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print one JSON object" },
	{ 0, "check", NULL, OPT_FLAG, offsetof(struct args, check),
	  "read the whole index and check it, which takes a while" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

/* One label wide enough for all. */
static void add_label(const char *label, struct buf *out)
{
	buf_printf(out, "%-12s", label);
}

static void add_line(const char *label, struct str value, struct buf *out)
{
	add_label(label, out);
	typeset_clean(value, out);
	buf_add_char(out, '\n');
}

static void add_count(const char *label, unsigned long long n, struct buf *out)
{
	add_label(label, out);
	number_add(n, out);
	buf_add_char(out, '\n');
}

/* How long ago, in the largest unit of which there is at least one. */
static void add_age(int64_t seconds, struct buf *out)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
		{ 86400, "day" },
		{ 3600, "hour" },
		{ 60, "minute" },
		{ 1, "second" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int64_t n = seconds / units[i].seconds;

		if (n < 1)
			continue;
		buf_printf(out, " (%" PRId64 " %s%s ago)", n, units[i].name,
			   n == 1 ? "" : "s");
		return;
	}
	buf_add_str(out, STR(" (just now)"));
}

static void add_updated(struct str updated, struct buf *out)
{
	struct date date;
	int64_t now = (int64_t)time(NULL);

	add_label("updated", out);
	typeset_clean(updated, out);
	if (date_parse(updated, &date) && date.start <= now)
		add_age(now - date.start, out);
	buf_add_char(out, '\n');
}

/* "16 (draft 3, excluded 12, future 1)" */
static void add_hidden(const struct search_status *status, struct buf *out)
{
	bool any = false;

	add_label("hidden", out);
	number_add(status->hidden, out);
	for (size_t i = 0; i < SEARCH_STATES; i++) {
		const struct search_state *state = &status->states[i];

		if (state->articles == 0)
			continue;
		buf_printf(out, "%s%s ", any ? ", " : " (", state->name);
		number_add(state->articles, out);
		any = true;
	}
	buf_add_str(out, any ? STR(")\n") : STR("\n"));
}

/* The languages whose words are found in other forms too. */
static void add_stemmed(const struct search_status *status, struct buf *out)
{
	add_label("stemming", out);
	for (size_t i = 0; i < status->stemmed_count; i++) {
		buf_add_str(out, i ? STR(", ") : STR(""));
		buf_add_str(out, status->stemmed[i]);
	}
	buf_add_str(out, status->stemmed_count ? STR("\n") : STR("none\n"));
}

static void print_text(const char *folder, const struct search_status *status,
		       bool checked, struct buf *out)
{
	add_line("index", str_of(folder), out);
	add_count("articles", status->articles, out);
	add_hidden(status, out);
	for (size_t i = 0; i < status->source_count; i++)
		add_line(i ? "" : "sources", status->sources[i], out);
	add_count("tags", status->tags, out);
	add_count("authors", status->authors, out);
	add_count("fields", status->fields, out);
	add_count("synonyms", status->synonyms, out);
	if (status->oldest.len) {
		add_label("dates", out);
		typeset_clean(status->oldest, out);
		buf_add_str(out, STR(" to "));
		typeset_clean(status->newest, out);
		buf_add_char(out, '\n');
	}
	add_stemmed(status, out);
	add_label("size", out);
	cli_add_size(status->bytes, out);
	buf_add_char(out, '\n');
	add_updated(status->updated, out);
	add_label("generation", out);
	buf_printf(out, "%" PRIu32 "\n", status->generation);
	add_label("format", out);
	buf_printf(out, "%u\n", status->version);
	add_line("libxapian", str_of(xap_library_version()), out);
	add_line("uuid", status->uuid, out);
	if (checked)
		add_line("health", STR("good"), out);
}

static void add_json_text(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	if (text.len)
		json_str(j, text);
	else
		json_null(j);
}

static void add_json_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_int(j, value);
}

static void print_json(const char *folder, const struct search_status *status,
		       bool checked, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	add_json_int(&j, "version", STATUS_VERSION);
	add_json_text(&j, "index", str_of(folder));
	add_json_int(&j, "articles", status->articles);
	add_json_int(&j, "hidden", status->hidden);
	json_key(&j, "hidden_by");
	json_object(&j);
	for (size_t i = 0; i < SEARCH_STATES; i++)
		add_json_int(&j, status->states[i].name,
			     status->states[i].articles);
	json_end(&j);
	json_key(&j, "sources");
	json_array(&j);
	for (size_t i = 0; i < status->source_count; i++)
		json_str(&j, status->sources[i]);
	json_end(&j);
	add_json_int(&j, "tags", status->tags);
	add_json_int(&j, "authors", status->authors);
	add_json_int(&j, "fields", status->fields);
	add_json_int(&j, "synonyms", status->synonyms);
	add_json_text(&j, "oldest", status->oldest);
	add_json_text(&j, "newest", status->newest);
	json_key(&j, "stemming");
	json_array(&j);
	for (size_t i = 0; i < status->stemmed_count; i++)
		json_str(&j, status->stemmed[i]);
	json_end(&j);
	add_json_int(&j, "bytes", (int64_t)status->bytes);
	add_json_text(&j, "updated", status->updated);
	add_json_int(&j, "generation", status->generation);
	add_json_int(&j, "format", status->version);
	add_json_text(&j, "libxapian", str_of(xap_library_version()));
	add_json_text(&j, "uuid", status->uuid);
	/* Unknown unless it was asked for. */
	add_json_text(&j, "health", checked ? STR("good") : STR(""));
	json_end(&j);
	buf_add_char(out, '\n');
}

/* libxapian's check may crash or hang on a damaged database, so a child does
 * it: its err comes back through a pipe. */
static void check_in_child(struct searcher *searcher, int to)
{
	struct err err = ERR_INIT;
	ssize_t written;

	/* The other one tells. */
	crash_expect("");
	alarm(CHECK_SECONDS);
	searcher_check(searcher, &err);
	written = write(to, &err, sizeof(err));
	_exit(written == (ssize_t)sizeof(err) ? EXIT_DONE : EXIT_FAILED);
}

static int check(struct searcher *searcher, const char *folder, struct err *err)
{
	struct err found = ERR_INIT;
	int ends[2], status = 0;
	ssize_t got;
	pid_t child;

	if (pipe(ends) != 0)
		return err_set_errno(err, errno, "cannot check the index");
	child = fork();
	if (child == 0) {
		close(ends[0]);
		check_in_child(searcher, ends[1]);
	}
	close(ends[1]);
	got = child > 0 ? read(ends[0], &found, sizeof(found)) : -1;
	close(ends[0]);
	if (child < 0)
		return err_set_errno(err, errno, "cannot check the index");
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (got == (ssize_t)sizeof(found))
		return err_copy(err, &found);
	return err_set(err, ERR_CORRUPT,
		       "the index '%s' is damaged, its check %s; make it anew "
		       "with 'pressmark index --rebuild'",
		       folder,
		       WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM
			       ? "does not end"
			       : "crashed");
}

static int show(const char *folder, const struct args *args, struct err *err)
{
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_status status;
	struct searcher *searcher = NULL;
	struct buf out = BUF_INIT;
	int ret;

	ret = cli_open_index(folder, &searcher, err);
	if (ret < 0)
		goto out;
	ret = searcher_status(searcher, (int64_t)time(NULL), &arena, &status,
			      err);
	if (ret < 0)
		goto out;
	if (args->check) {
		ret = check(searcher, folder, err);
		if (ret < 0)
			goto out;
	}
	if (args->json)
		print_json(folder, &status, args->check, &out);
	else
		print_text(folder, &status, args->check, &out);
	ret = cli_write(&out, err);
out:
	buf_release(&out);
	searcher_free(searcher);
	arena_release(&arena);
	return ret < 0 ? ret : EXIT_DONE;
}

static int run_status(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct buf folder = BUF_INIT;
	int first, ret;

	ret = cli_parse(&command_status, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_status, err);
	if (first < argc)
		return err_set(err, ERR_USAGE,
			       "unexpected '%s': status takes no operands "
			       "(see 'pressmark status --help')",
			       argv[first]);
	ret = cli_need_index(args.index, &folder, err);
	if (ret >= 0)
		ret = show(folder.p, &args, err);
	if (ret < 0 && args.json)
		cli_write_error(err_name(err->code), 0, err);
	buf_release(&folder);
	return ret;
}

const struct command command_status = {
	.name = "status",
	.run = run_status,
	.flags = 0,
	.summary = "what the index holds, its size, age and health",
	.operands = "",
	.about = "Prints how many articles, tags and authors the index holds, "
		 "where they come\n"
		 "from, the span of their dates, and the size, age and format "
		 "of the index.\n"
		 "\n"
		 "exit status: 0 done, 2 wrong usage, 3 no index, or it is "
		 "damaged,\n"
		 "75 the index kept changing, try again.\n",
	.options = options,
	.examples = "  pressmark status            about the nearest index\n"
		    "  pressmark status --check    read all of it and check "
		    "that it is whole\n"
		    "  pressmark status --json     for programs\n",
};
