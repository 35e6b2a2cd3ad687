/*
 * The settings of a server: its command line, what pressmark.yaml says beside
 * it, and what holds where both are silent.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/serving.h"

#include <string.h>
#include <unistd.h>

#include "indexer/config.h"
#include "server/phrases.h"
#include "server/pool.h"
#include "text/limits.h"
#include "text/number.h"

/* ---- Values ---------------------------------------------------------------
 */

/* "20/s", "20" or "0". */
static int read_rate(const char *given, unsigned int *out, struct err *err)
{
	struct str text = str_of(given);
	double rate;

	*out = SERVING_RATE;
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

/* A whole number from 1 to `most`; *out stays where nothing is given. */
static int read_count(const char *given, const char *name, unsigned int most,
		      unsigned int *out, struct err *err)
{
	double value;

	if (!given)
		return 0;
	if (!number_parse(str_of(given), &value) || value < 1 || value > most ||
	    value != (double)(unsigned int)value)
		return err_set(err, ERR_USAGE,
			       "option '--%s' is a number from 1 to %u, not "
			       "'%s'",
			       name, most, given);
	*out = (unsigned int)value;
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

static int read_proxies(struct serving *s, struct err *err)
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

/* Makes the settings of the options. */
static int read_args(struct serving *s, struct err *err)
{
	const struct serving_args *args = &s->args;
	struct front_settings *out = &s->settings;
	int ret = read_rate(args->rate, &out->rate, err);

	out->workers = count_processors();
	out->search_ms = LIMIT_HTTP_SEARCH_MS;
	if (!ret)
		ret = check_origins(&args->origins, err);
	if (!ret)
		ret = read_proxies(s, err);
	if (!ret)
		ret = check_url(args->url, err);
	if (!ret)
		ret = read_count(args->workers, "workers", POOL_WORKERS_MAX,
				 &out->workers, err);
	if (!ret)
		ret = read_count(args->search_ms, "search-ms",
				 LIMIT_HTTP_WORKER_MS * 8 / 10, &out->search_ms,
				 err);
	out->url = args->url;
	out->origins = args->origins.items;
	out->origin_count = args->origins.count;
	out->public_metrics = args->public_metrics;
	out->log = !args->quiet;
	out->log_queries = args->log_queries;
	return ret;
}

int serving_check(const struct serving_args *args, struct err *err)
{
	struct serving s = { .args = *args };

	return read_args(&s, err);
}

/* ---- The file ---------------------------------------------------------------
 */

/* Reads one option of the file, as if it stood on the command line. */
static int take(struct serving *s, const struct opt *options,
		const struct config_option *option, struct err *err)
{
	struct buf text = BUF_INIT;
	char program[] = "serve", *argv[2] = { program, NULL };
	struct str argument;
	int first, ret;

	/* Which index it is was settled before its file was found. */
	if (str_eq(option->name, STR("index")) ||
	    str_eq(option->name, STR("help")))
		return err_set(err, ERR_USAGE,
			       "'%s' is of the command line alone",
			       option->name.p);
	buf_printf(&text, option->value.len ? "--%s=%s" : "--%s",
		   option->name.p, option->value.p);
	ret = buf_check(&text, err);
	argument = arena_copy(&s->arena, buf_view(&text));
	buf_release(&text);
	if (!ret)
		ret = arena_check(&s->arena, err);
	if (ret)
		return ret;
	argv[1] = (char *)(uintptr_t)argument.p;
	ret = opt_parse(options, 0, 2, argv, &s->args, &first, err);
	return ret ? ret : read_args(s, err);
}

/* Of the site, in which the search page speaks to whoever wants none that it
 * knows. */
static void set_language(struct serving *s, struct str tag)
{
	unsigned int language = phrases_of(tag);

	s->settings.language = language < PHRASES_COUNT ? language : PHRASES_EN;
}

static int read_file(struct serving *s, const struct opt *options,
		     const char *folder, struct err *err)
{
	struct config config;
	int ret = config_load(folder, &s->arena, &config, err);

	if (!ret)
		set_language(s, config.site.lang);
	for (size_t i = 0; i < config.serve_count && !ret; i++) {
		const struct config_option *option = &config.serve[i];
		struct err why = ERR_INIT;

		ret = take(s, options, option, &why);
		if (ret)
			ret = err_set(
				err,
				why.code == ERR_USAGE ? ERR_INPUT : why.code,
				"%.*s:%u:%u: serve: %s", STR_ARG(config.path),
				option->line, option->column, why.message);
	}
	return ret;
}

static void prefer(const char **field, const char *given)
{
	if (given)
		*field = given;
}

/* What the command line says wins. */
static void overlay(struct serving_args *args, const struct serving_args *given)
{
	prefer(&args->listen, given->listen);
	prefer(&args->url, given->url);
	prefer(&args->rate, given->rate);
	prefer(&args->user, given->user);
	prefer(&args->workers, given->workers);
	prefer(&args->search_ms, given->search_ms);
	if (given->origins.count)
		args->origins = given->origins;
	if (given->proxies.count)
		args->proxies = given->proxies;
	args->quiet |= given->quiet;
	args->log_queries |= given->log_queries;
	args->public_metrics |= given->public_metrics;
	args->watch |= given->watch;
	if (!args->listen)
		args->listen = SERVING_LISTEN;
}

int serving_load(const struct serving_args *given, const struct opt *options,
		 const char *folder, void (*say)(const char *line),
		 struct serving *out, struct err *err)
{
	int ret;

	*out = (struct serving){ .arena = ARENA_INIT(SIZE_MAX) };
	ret = read_file(out, options, folder, err);
	overlay(&out->args, given);
	if (!ret)
		ret = read_args(out, err);
	out->settings.folder = folder;
	out->settings.say = say;
	return ret;
}

void serving_release(struct serving *serving)
{
	arena_release(&serving->arena);
}
