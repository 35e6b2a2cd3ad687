/*
 * pressmark serve: the search backend of a site.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* setgroups(2) is not of POSIX. */
#define _DEFAULT_SOURCE

#include "cli/cli.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/serving.h"
#include "cli/watcher.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/supervise.h"

static const struct opt options[] = {
	INDEX_OPTION(struct serving_args, index),
	{ 0, "listen", "ADDRESS", OPT_TEXT,
	  offsetof(struct serving_args, listen),
	  "HOST:PORT, :PORT for all addresses, or unix:PATH (" SERVING_LISTEN
	  ")" },
	{ 0, "url", "URL", OPT_TEXT, offsetof(struct serving_args, url),
	  "where people find the search page, as in "
	  "https://example.org/search/; for browsers and feeds that are to "
	  "know it" },
	{ 0, "allow-origin", "ORIGIN", OPT_LIST,
	  offsetof(struct serving_args, origins),
	  "let scripts of this origin read answers, as in "
	  "https://example.org; * is any" },
	{ 0, "rate", "N/s", OPT_TEXT, offsetof(struct serving_args, rate),
	  "requests a second of one client, twice as many at once; 0 is any "
	  "number (20/s)" },
	{ 0, "proxy", "ADDRESS", OPT_LIST,
	  offsetof(struct serving_args, proxies),
	  "a proxy that says for whom it asks, by X-Forwarded-For; 'local' is "
	  "one on a socket of this machine" },
	{ 0, "workers", "N", OPT_TEXT, offsetof(struct serving_args, workers),
	  "processes that search (one a processor, at least 2)" },
	{ 0, "search-ms", "N", OPT_TEXT,
	  offsetof(struct serving_args, search_ms),
	  "milliseconds that a search may take, up to 800 (250)" },
	{ 0, "user", "NAME", OPT_TEXT, offsetof(struct serving_args, user),
	  "become this user once the address is taken; needed when started as "
	  "root" },
	{ 0, "watch", NULL, OPT_FLAG, offsetof(struct serving_args, watch),
	  "keep the index up to date, as 'pressmark index --watch' does" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct serving_args, quiet),
	  "write no access log to standard output" },
	{ 0, "log-queries", NULL, OPT_FLAG,
	  offsetof(struct serving_args, log_queries),
	  "write into it what was searched for" },
	{ 0, "public-metrics", NULL, OPT_FLAG,
	  offsetof(struct serving_args, public_metrics),
	  "show /metrics to other machines too" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct serving_args, help),
	  "show this help" },
	OPT_END
};

struct session {
	struct serving_args given;
	struct buf folder;
	/* What holds, and what held before it, with which a server may still
	 * be at its end. */
	struct serving servings[2];
	unsigned int current;
	int listen_fd;
	struct buf where; /* it listens, to show */
};

static void say(const char *line)
{
	cli_say("pressmark: %s", line);
}

/* A mistake in this program should find as little as possible to do. */
static int become_user(const char *name, struct err *err)
{
	const struct passwd *user;

	if (!name && geteuid() == 0)
		return err_set(err, ERR_USAGE,
			       "started as root: give the user to become, as "
			       "in '--user www-data'");
	if (!name)
		return 0;
	user = getpwnam(name);
	if (!user)
		return err_set(err, ERR_USAGE, "there is no user '%s'", name);
	if (user->pw_uid == geteuid())
		return 0;
	if (setgroups(0, NULL) || setgid(user->pw_gid) || setuid(user->pw_uid))
		return err_set_errno(err, errno, "cannot become user '%s'",
				     name);
	return 0;
}

static int take_socket(struct session *s, struct err *err)
{
	int ret = notify_take_socket(&s->listen_fd, err);

	if (ret || s->listen_fd >= 0)
		return ret;
	return listen_at(s->servings[s->current].args.listen, &s->listen_fd,
			 err);
}

static int load(struct session *s, struct serving *out, struct err *err)
{
	return serving_load(&s->given, options, s->folder.p, say, out, err);
}

static int reload(const struct front_settings **out, void *payload,
		  struct err *err)
{
	struct session *s = payload;
	struct serving *fresh = &s->servings[1 - s->current];
	int ret;

	serving_release(fresh);
	ret = load(s, fresh, err);
	if (ret)
		return ret;
	s->current = 1 - s->current;
	*out = &fresh->settings;
	return 0;
}

static void say_ready(void *payload)
{
	const struct session *s = payload;

	cli_say("pressmark: searches '%s' at %.*s", s->folder.p,
		STR_ARG(buf_view(&s->where)));
}

static bool wants_watcher(void *payload)
{
	const struct session *s = payload;

	return s->servings[s->current].args.watch;
}

static int run_watcher(void *payload)
{
	const struct session *s = payload;

	return watcher_run(s->folder.p);
}

static int serve(struct session *s, struct err *err)
{
	struct supervise supervise = { .settings = &s->servings[0].settings,
				       .reload = reload,
				       .payload = s,
				       .ready = say_ready,
				       .beside = run_watcher,
				       .wants_beside = wants_watcher };
	int ret = cli_need_index(s->given.index, &s->folder, err);

	if (!ret)
		ret = load(s, &s->servings[0], err);
	if (!ret)
		ret = take_socket(s, err);
	if (!ret)
		ret = become_user(s->servings[0].args.user, err);
	if (ret)
		return ret;
	listen_describe(s->listen_fd, &s->where);
	supervise.listen_fd = s->listen_fd;
	s->listen_fd = -1;
	ret = supervise_run(&supervise, err);
	return ret == SUPERVISE_FAILED ? EXIT_FAILED : ret;
}

static int run_serve(int argc, char **argv, struct err *err)
{
	struct session s = { .listen_fd = -1 };
	int first;
	int ret = cli_parse(&command_serve, argc, argv, &s.given, &first, err);

	if (ret < 0)
		return ret;
	if (s.given.help)
		return cli_help(&command_serve, err);
	if (first < argc)
		return cli_refuse_operand(&command_serve, argv[first], err);
	ret = serving_check(&s.given, err);
	if (!ret)
		ret = serve(&s, err);
	if (s.listen_fd >= 0)
		close(s.listen_fd);
	serving_release(&s.servings[0]);
	serving_release(&s.servings[1]);
	buf_release(&s.where);
	buf_release(&s.folder);
	return ret;
}

const struct command command_serve = {
	.name = "serve",
	.run = run_serve,
	.summary = "answer searches over HTTP, for a site",
	.operands = "",
	.about = "Answers /v1/search, /v1/suggest, /v1/related and "
		 "/v1/article with the JSON of\n"
		 "the commands, / with a page to search with, and /healthz, "
		 "/readyz and /metrics\n"
		 "for whoever looks after it. A newer index is picked up "
		 "between two requests.\n"
		 "\n"
		 "Options may stand in pressmark.yaml too, below 'serve:', as "
		 "in 'rate: 5/s'.\n"
		 "SIGTERM lets requests that have begun end, then stops; "
		 "SIGHUP reads that file\n"
		 "again, begins anew and loses none. A socket that systemd "
		 "passes is taken instead\n"
		 "of --listen.\n"
		 "\n"
		 "An access log goes to standard output, a line of JSON a "
		 "request.\n"
		 "\n"
		 "exit status: 0 stopped by a signal, 2 wrong usage, 3 failed, "
		 "as when there is\n"
		 "no index.\n",
	.options = options,
	.examples = "  pressmark serve\n"
		    "  pressmark serve --listen :8080 --rate 5/s --user "
		    "www-data\n"
		    "  pressmark serve --proxy 127.0.0.1 --allow-origin "
		    "https://example.org\n",
};
