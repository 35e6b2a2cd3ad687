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
#include "server/listen.h"
#include "server/notify.h"
#include "server/pool.h"
#include "server/supervise.h"
#include "text/limits.h"
#include "text/number.h"

#define LISTEN "127.0.0.1:7700"
#define RATE   20

struct args {
	const char *index, *listen, *url, *rate, *user;
	struct opt_list origins, proxies;
	unsigned int workers, search_ms;
	bool quiet, log_queries, public_metrics, help;
};

static const struct opt options[] = {
	INDEX_OPTION(struct args, index),
	{ 0, "listen", "ADDRESS", OPT_TEXT, offsetof(struct args, listen),
	  "HOST:PORT, :PORT for all addresses, or unix:PATH (" LISTEN ")" },
	{ 0, "url", "URL", OPT_TEXT, offsetof(struct args, url),
	  "where people find the search page, as in "
	  "https://example.org/search/; for browsers and feeds that are to "
	  "know it" },
	{ 0, "allow-origin", "ORIGIN", OPT_LIST, offsetof(struct args, origins),
	  "let scripts of this origin read answers, as in "
	  "https://example.org; * is any" },
	{ 0, "rate", "N/s", OPT_TEXT, offsetof(struct args, rate),
	  "requests a second of one client, twice as many at once; 0 is any "
	  "number (20/s)" },
	{ 0, "proxy", "ADDRESS", OPT_LIST, offsetof(struct args, proxies),
	  "a proxy that says for whom it asks, by X-Forwarded-For; 'local' is "
	  "one on a socket of this machine" },
	{ 0, "workers", "N", OPT_UINT, offsetof(struct args, workers),
	  "processes that search (one a processor, at least 2)" },
	{ 0, "search-ms", "N", OPT_UINT, offsetof(struct args, search_ms),
	  "milliseconds that a search may take, up to 800 (250)" },
	{ 0, "user", "NAME", OPT_TEXT, offsetof(struct args, user),
	  "become this user once the address is taken; needed when started as "
	  "root" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct args, quiet),
	  "write no access log to standard output" },
	{ 0, "log-queries", NULL, OPT_FLAG, offsetof(struct args, log_queries),
	  "write into it what was searched for" },
	{ 0, "public-metrics", NULL, OPT_FLAG,
	  offsetof(struct args, public_metrics),
	  "show /metrics to other machines too" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

struct session {
	struct args args;
	struct buf folder;
	struct client proxies[OPT_LIST_MAX];
	struct front_settings settings;
	int listen_fd;
	struct buf where; /* it listens, to show */
};

static void say(const char *line)
{
	cli_say("pressmark: %s", line);
}

/* "20/s", "20" or "0". */
static int read_rate(const char *given, unsigned int *out, struct err *err)
{
	struct str text = str_of(given);
	double rate;

	*out = RATE;
	if (!given)
		return 0;
	if (str_ends(text, STR("/s")))
		text.len -= 2;
	if (!number_parse(text, &rate) || rate < 0 || rate > 1000000 ||
	    rate != (double)(unsigned int)rate)
		return err_set(err, ERR_USAGE,
			       "option '--rate' is a number of requests a "
			       "second, as in 20/s, not '%s'",
			       given);
	*out = (unsigned int)rate;
	return 0;
}

/* An origin goes into a header as it is (RFC 6454, 6.2). */
static int check_origins(const struct opt_list *origins, struct err *err)
{
	for (size_t i = 0; i < origins->count; i++) {
		struct str origin = str_of(origins->items[i]);
		bool is_any = str_eq(origin, STR("*"));
		bool is_url = str_starts(origin, STR("http://")) ||
			      str_starts(origin, STR("https://"));

		for (size_t n = 8; n < origin.len; n++)
			is_url = is_url && origin.p[n] > ' ' &&
				 origin.p[n] < 0x7f && origin.p[n] != '/';
		if (!is_any && !(is_url && origin.len > 8))
			return err_set(err, ERR_USAGE,
				       "option '--allow-origin' is as in "
				       "https://example.org, without a path, "
				       "not '%s'",
				       origins->items[i]);
		if (is_any && origins->count > 1)
			return err_set(err, ERR_USAGE,
				       "option '--allow-origin' is * or a list "
				       "of origins, not both");
	}
	return 0;
}

static int check_url(const char *given, struct err *err)
{
	struct str url = str_of(given);
	bool is_url = str_starts(url, STR("http://")) ||
		      str_starts(url, STR("https://"));

	for (size_t i = 0; i < url.len; i++)
		is_url = is_url && url.p[i] > ' ' && url.p[i] < 0x7f &&
			 !strchr("?#{}\"<>\\^`|", url.p[i]);
	if (given && (!is_url || !str_ends(url, STR("/"))))
		return err_set(err, ERR_USAGE,
			       "option '--url' is as in "
			       "https://example.org/search/, with a '/' at its "
			       "end, not '%s'",
			       given);
	return 0;
}

static int read_proxies(struct session *s, struct err *err)
{
	const struct opt_list *list = &s->args.proxies;

	for (size_t i = 0; i < list->count; i++) {
		s->proxies[i] = (struct client){ .len = 0 };
		if (strcmp(list->items[i], "local") &&
		    !client_read(str_of(list->items[i]), &s->proxies[i]))
			return err_set(err, ERR_USAGE,
				       "option '--proxy' is an address or "
				       "'local', not '%s'",
				       list->items[i]);
	}
	s->settings.proxies = s->proxies;
	s->settings.proxy_count = list->count;
	return 0;
}

static unsigned int count_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 2		      ? 2
	       : n > POOL_WORKERS_MAX ? POOL_WORKERS_MAX
				      : (unsigned int)n;
}

static int read_args(struct session *s, struct err *err)
{
	const struct args *args = &s->args;
	int ret = read_rate(args->rate, &s->settings.rate, err);

	if (!ret)
		ret = check_origins(&args->origins, err);
	if (!ret)
		ret = read_proxies(s, err);
	if (!ret)
		ret = check_url(args->url, err);
	if (ret)
		return ret;
	if (args->workers < 1 || args->workers > POOL_WORKERS_MAX)
		return err_set(err, ERR_USAGE,
			       "option '--workers' is from 1 to %d",
			       POOL_WORKERS_MAX);
	if (args->search_ms < 1 ||
	    args->search_ms > LIMIT_HTTP_WORKER_MS * 8 / 10)
		return err_set(err, ERR_USAGE,
			       "option '--search-ms' is from 1 to %d",
			       LIMIT_HTTP_WORKER_MS * 8 / 10);
	s->settings.url = args->url;
	s->settings.workers = args->workers;
	s->settings.search_ms = args->search_ms;
	s->settings.origins = args->origins.items;
	s->settings.origin_count = args->origins.count;
	s->settings.public_metrics = args->public_metrics;
	s->settings.log = !args->quiet;
	s->settings.log_queries = args->log_queries;
	s->settings.say = say;
	return 0;
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
	return listen_at(s->args.listen, &s->listen_fd, err);
}

static int reload(const struct front_settings **out, void *payload,
		  struct err *err)
{
	struct session *s = payload;

	(void)err;
	*out = &s->settings;
	return 0;
}

static void say_ready(void *payload)
{
	const struct session *s = payload;

	cli_say("pressmark: searches '%s' at %.*s", s->folder.p,
		STR_ARG(buf_view(&s->where)));
}

static int serve(struct session *s, struct err *err)
{
	struct supervise supervise = { .settings = &s->settings,
				       .reload = reload,
				       .payload = s,
				       .ready = say_ready };
	int ret = take_socket(s, err);

	if (!ret)
		ret = become_user(s->args.user, err);
	if (!ret)
		ret = cli_need_index(s->args.index, &s->folder, err);
	if (ret)
		return ret;
	s->settings.folder = s->folder.p;
	listen_describe(s->listen_fd, &s->where);
	supervise.listen_fd = s->listen_fd;
	s->listen_fd = -1;
	ret = supervise_run(&supervise, err);
	return ret == SUPERVISE_FAILED ? EXIT_FAILED : ret;
}

static int run_serve(int argc, char **argv, struct err *err)
{
	struct session s = { .args = { .listen = LISTEN,
				       .workers = count_processors(),
				       .search_ms = LIMIT_HTTP_SEARCH_MS },
			     .listen_fd = -1 };
	int first;
	int ret = cli_parse(&command_serve, argc, argv, &s.args, &first, err);

	if (ret < 0)
		return ret;
	if (s.args.help)
		return cli_help(&command_serve, err);
	if (first < argc)
		return cli_refuse_operand(&command_serve, argv[first], err);
	ret = read_args(&s, err);
	if (!ret)
		ret = serve(&s, err);
	if (s.listen_fd >= 0)
		close(s.listen_fd);
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
		 "SIGTERM lets requests that have begun end, then stops; "
		 "SIGHUP begins anew and\n"
		 "loses none. A socket that systemd passes is taken instead of "
		 "--listen.\n"
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
