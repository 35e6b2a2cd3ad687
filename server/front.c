/*
 * The front: the process that speaks HTTP.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/front.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/signalfd.h>

#include "base/deadline.h"
#include "server/http.h"
#include "server/kept.h"
#include "server/log.h"
#include "server/page.h"
#include "server/phrases.h"
#include "server/pool.h"
#include "server/rate.h"
#include "server/routes.h"
#include "server/sandbox.h"

#define A_MS ((int64_t)1000000)

/* So many requests at once are taken of a client that asked nothing before,
 * as a multiple of its rate. */
#define BURST 2

/* A search that takes longer counts once more for each so many. */
#define DEAR_MS 25

/* After SIGTERM: what has not ended then is cut off. */
#define DRAIN_MS 12000

/* Beside connections: workers, standard ones and some to spare. */
#define OTHER_FILES (POOL_WORKERS_MAX + 64)

/* What the log and the metrics want to know of a request. */
#define TARGET_KEPT 1024

struct front {
	const struct front_settings *settings;
	struct metrics *metrics;
	struct http_settings http_settings;
	struct http *http;
	struct pool_settings pool_settings;
	struct pool *pool;
	struct kept *kept;
	struct rate *rate;  /* NULL: none */
	struct arena arena; /* of the request that is being read */
	struct buf name;    /* of it */
	struct log log;
	int signals;
	int64_t drain_until_ns; /* 0: not yet */
};

/* A request while it is here. */
struct visit {
	struct kept_ask ask; /* comes first: see visit_of */
	struct http_call *call;
	const struct route *route;
	struct client client;
	bool is_limited; /* by the rate */
	int64_t start_ns;
	bool wants_text;
	unsigned int language; /* of a page */
	const char *method;    /* static */
	size_t target_len;
	char target[TARGET_KEPT];
};

static int64_t wall_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Errors are JSON, unless they are for people, for whom workers have made them
 * pages already. */
static void make_readable(const struct visit *v, struct response *response)
{
	if (v->route && v->route->flags & ROUTE_PAGE && response->code[0] &&
	    response->type == RESPONSE_JSON)
		page_refuse(response, NULL, v->language, v->wants_text, NULL);
}

/* Answers, and remembers that it did. */
static void finish(struct front *f, struct visit *v, struct response *response)
{
	int64_t took_ns = deadline_now_ns() - v->start_ns;
	struct log_entry entry;

	make_readable(v, response);
	entry = (struct log_entry){
		.now_ns = wall_ns(),
		.client = &v->client,
		.method = str_of(v->method),
		.target = str_make(v->target, v->target_len),
		.status = response->status,
		.code = response->code,
		.bytes = response->body.len,
		.took_ns = took_ns,
	};

	log_add(&f->log, &entry);
	metrics_request(f->metrics, v->route, response->status, took_ns);
	http_answer(v->call, response);
	free(v);
}

static void refuse(struct front *f, struct visit *v, unsigned int status,
		   const char *code, const char *message)
{
	struct response response = RESPONSE_INIT;

	response_error(&response, status, code, message, 0);
	finish(f, v, &response);
}

static struct visit *visit_of(struct kept_ask *ask)
{
	return (struct visit *)ask;
}

/* Answers with a copy. */
static void finish_other(struct front *f, struct visit *v,
			 const struct response *response)
{
	struct response copy = *response;

	copy.body = (struct buf)BUF_INIT;
	buf_add_str(&copy.body, buf_view(&response->body));
	if (copy.body.failed)
		response_error(&copy, 500, err_name(ERR_MEMORY),
			       "something went wrong here", 0);
	finish(f, v, &copy);
}

/* Answers what was searched for, and who waited for the same. */
static void finish_all(struct front *f, struct visit *v,
		       struct response *response)
{
	struct kept_ask *ask =
		kept_done(f->kept, &v->ask, response, time(NULL));

	while (ask) {
		struct visit *other = visit_of(ask);

		ask = ask->next;
		finish_other(f, other, response);
	}
	finish(f, v, response);
}

/* A worker has answered. */
static void on_done(void *request, struct response *response, void *payload)
{
	struct front *f = payload;
	struct visit *v = request;
	int64_t took_ms = (deadline_now_ns() - v->start_ns) / A_MS;

	if (v->is_limited && took_ms > DEAR_MS)
		rate_charge(f->rate, client_key(&v->client),
			    (unsigned int)(took_ms * 1000 / DEAR_MS),
			    deadline_now_ns());
	finish_all(f, v, response);
}

/* ---- Who asks -------------------------------------------------------------
 */

static bool is_proxy(const struct front *f, const struct client *client)
{
	for (size_t i = 0; i < f->settings->proxy_count; i++) {
		if (client_is_same(client, &f->settings->proxies[i]))
			return true;
	}
	return false;
}

/* Sets for whom it is asked, and whether there is a rate for them. Of what
 * comes from this machine nobody knows for whom it is unless a proxy, which
 * is known, says so. */
static void set_client(const struct front *f, struct visit *v,
		       const struct gate_head *head)
{
	struct client told;

	v->client = *http_client(v->call);
	v->is_limited = !client_is_local(&v->client);
	if (is_proxy(f, &v->client)) {
		v->is_limited =
			client_read(gate_last(head, "X-Forwarded-For"), &told);
		if (v->is_limited)
			v->client = told;
	}
	v->is_limited = v->is_limited && f->rate;
}

/* ---- What is asked ---------------------------------------------------------
 */

/* Metrics tell of everybody, so that only who is here may see them. */
static bool may_see(const struct front *f, const struct visit *v,
		    const struct gate_head *head)
{
	if (!(v->route->flags & ROUTE_LOCAL) || f->settings->public_metrics)
		return true;
	return client_is_local(http_client(v->call)) &&
	       gate_last(head, "X-Forwarded-For").len == 0 &&
	       gate_last(head, "Forwarded").len == 0;
}

/* What the front says by itself. */
static void answer_here(struct front *f, struct visit *v,
			const struct gate_head *head,
			const struct request *request)
{
	const struct here_asked asked = {
		.metrics = f->metrics,
		.if_none_match = request->if_none_match,
		.accepts_gzip = request->accepts_gzip,
		.version = request_param(request, "v"),
	};
	struct response response = RESPONSE_INIT;

	if (!may_see(f, v, head)) {
		refuse(f, v, 404, "not_found", "there is nothing here");
		return;
	}
	v->route->here(&asked, &response);
	finish(f, v, &response);
}

/* Answers with what is known, or lets it wait for what is on its way; false
 * when it is to be searched for. */
static bool is_kept(struct front *f, struct visit *v,
		    const struct request *request)
{
	struct response response = RESPONSE_INIT;
	int ret = 0;

	if (!(v->route->flags & ROUTE_CACHED))
		return false;
	buf_clear(&f->name);
	request_name(request, v->route->flags & ROUTE_ORDERED, &f->name);
	buf_add_char(&f->name, request->accepts_gzip ? 'z' : '-');
	if (!f->name.failed)
		ret = kept_find(f->kept, &v->ask, buf_view(&f->name),
				request->if_none_match, time(NULL), &response);
	if (ret == KEPT_KNOWN)
		finish(f, v, &response);
	return ret != 0;
}

static void search(struct front *f, struct visit *v, struct str target,
		   const struct request *request)
{
	const struct frame_request given = {
		.target = target,
		.if_none_match = request->if_none_match,
		.accepts_gzip = request->accepts_gzip,
		.wants_text = request->wants_text,
		.language = request->language,
	};
	struct response response = RESPONSE_INIT;
	struct err err = ERR_INIT;

	if (is_kept(f, v, request) || !pool_submit(f->pool, &given, v, &err))
		return;
	metrics_count(f->metrics, METRICS_TURNED_AWAY);
	response_error(&response, 503, "busy", "too many searches wait", 0);
	finish_all(f, v, &response);
}

static bool is_over_rate(struct front *f, struct visit *v)
{
	struct response response = RESPONSE_INIT;
	unsigned int wait_ms;

	if (!v->is_limited || (v->route->flags & ROUTE_FREE))
		return false;
	wait_ms = rate_take(f->rate, client_key(&v->client), v->start_ns);
	if (!wait_ms)
		return false;
	metrics_count(f->metrics, METRICS_RATE_LIMITED);
	response_error(&response, 429, "too_many_requests",
		       "too many requests, wait a moment", 0);
	response.retry_after_s = wait_ms / 1000 + 1;
	finish(f, v, &response);
	return true;
}

/* Only of pages, so that all else is the same for everybody. */
static void set_language(const struct front *f, struct visit *v,
			 const struct gate_head *head)
{
	if (v->route && v->route->flags & ROUTE_PAGE && !v->wants_text)
		v->language =
			phrases_choose(gate_header(head, "Accept-Language"),
				       f->settings->language);
}

/* Reads a request, whose views are valid until the next one. Refuses one that
 * no route takes; else sets its route. */
static bool is_wrong(struct front *f, struct visit *v,
		     const struct gate_head *head, struct request *out)
{
	struct response response = RESPONSE_INIT;
	struct err err = ERR_INIT;
	int ret;

	arena_clear(&f->arena);
	ret = request_parse(head->target, &f->arena, out, &err);
	out->wants_text = v->wants_text;
	out->if_none_match = gate_header(head, "If-None-Match");
	out->accepts_gzip =
		request_takes_gzip(gate_header(head, "Accept-Encoding"));
	if (!ret) {
		v->route = route_find(out->path);
		set_language(f, v, head);
		out->language = v->language;
		if (v->route)
			ret = route_check(v->route, out, &err);
		else
			response_error(&response, 404, "not_found",
				       "there is nothing here", 0);
	}
	if (ret)
		response_fail(&response, &err, NULL, 0);
	if (response.status == 200)
		return false;
	finish(f, v, &response);
	return true;
}

static struct visit *arrive(struct http_call *call,
			    const struct gate_head *head)
{
	struct visit *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->call = call;
	v->start_ns = deadline_now_ns();
	v->method = str_eq(head->method, STR("GET"))	   ? "GET"
		    : str_eq(head->method, STR("HEAD"))	   ? "HEAD"
		    : str_eq(head->method, STR("OPTIONS")) ? "OPTIONS"
							   : "other";
	v->target_len = str_head(head->target, TARGET_KEPT).len;
	memcpy(v->target, head->target.p, v->target_len);
	return v;
}

static void on_request(struct http_call *call, const struct gate_head *head,
		       void *payload)
{
	const struct gate_verdict *verdict = gate_check(head);
	struct response response = RESPONSE_INIT;
	struct visit *v = arrive(call, head);
	struct front *f = payload;
	struct request request;

	if (!v) {
		response_error(&response, 500, err_name(ERR_MEMORY),
			       "something went wrong here", 0);
		http_answer(call, &response);
		return;
	}
	if (verdict) {
		v->client = *http_client(call);
		refuse(f, v, verdict->status, verdict->code, verdict->message);
		return;
	}
	set_client(f, v, head);
	v->wants_text = request_wants_text(gate_header(head, "Accept"));
	if (str_eq(head->method, STR("OPTIONS"))) {
		response.status = 204;
		finish(f, v, &response);
		return;
	}
	if (is_wrong(f, v, head, &request) || is_over_rate(f, v))
		return;
	if (v->route->answer)
		search(f, v, head->target, &request);
	else
		answer_here(f, v, head, &request);
}

/* ---- The process ------------------------------------------------------------
 */

static bool has_ended(struct front *f, bool is_told, int64_t now_ns)
{
	struct signalfd_siginfo info;

	if (!f->drain_until_ns && is_told &&
	    read(f->signals, &info, sizeof(info)) == sizeof(info)) {
		f->drain_until_ns = now_ns + DRAIN_MS * A_MS;
		http_drain(f->http);
	}
	if (!f->drain_until_ns)
		return false;
	return now_ns > f->drain_until_ns ||
	       (http_connections(f->http) == 0 && pool_pending(f->pool) == 0);
}

static void loop(struct front *f)
{
	int wait_ms = 0;
	int64_t now_ns;
	bool is_told;

	do {
		struct pollfd fds[2 + POOL_WORKERS_MAX] = {
			{ http_fd(f->http), POLLIN, 0 },
			{ f->signals, POLLIN, 0 },
		};
		size_t count = pool_poll(f->pool, fds + 2);

		/* Where searches wait, workers that share a processor with this
		 * go first: who asks for what is known is answered soon enough,
		 * and more at once. */
		if (pool_waiting(f->pool))
			sched_yield();
		poll(fds, (nfds_t)(2 + count), wait_ms);
		is_told = fds[1].revents != 0;
		now_ns = deadline_now_ns();
		pool_run(f->pool, fds + 2, count, now_ns);
		pool_give(f->pool, now_ns);
		wait_ms = http_run(f->http, now_ns);
		pool_give(f->pool, now_ns);
		log_flush(&f->log);
	} while (!has_ended(f, is_told, now_ns));
}

/* Enough for all connections that may be open. */
static void raise_files(struct front *f)
{
	const rlim_t wanted = LIMIT_HTTP_CONNECTIONS + OTHER_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < wanted)
		f->settings->say("few files may be open (ulimit -n): then few "
				 "connections are accepted");
}

static int set_up_process(struct front *f, struct err *err)
{
	struct rlimit none = { 0, 0 };
	bool is_confined;
	sigset_t set;
	int ret;

	setrlimit(RLIMIT_CORE, &none);
	raise_files(f);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_SETMASK, &set, NULL);
	f->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (f->signals < 0)
		return err_set(err, ERR_IO, "cannot wait for signals");
	ret = sandbox_enter(f->settings->folder, &is_confined, err);
	if (!ret && !is_confined)
		f->settings->say("this kernel has no Landlock: files are not "
				 "out of reach");
	return ret;
}

static int begin(struct front *f, int listen_fd, struct err *err)
{
	const struct front_settings *s = f->settings;
	int ret = set_up_process(f, err);

	f->log = (struct log){ .fd = s->log ? STDOUT_FILENO : -1,
			       .with_queries = s->log_queries,
			       .metrics = f->metrics };
	f->http_settings = (struct http_settings){
		.listen_fd = listen_fd,
		.request = on_request,
		.payload = f,
		.origins = s->origins,
		.origin_count = s->origin_count,
		.proxies = s->proxies,
		.proxy_count = s->proxy_count,
		.metrics = f->metrics,
	};
	f->pool_settings = (struct pool_settings){
		.worker = { s->folder,
			    { s->search_ms, s->url, s->language },
			    f->metrics },
		.workers = s->workers,
		.done = on_done,
		.payload = f,
		.say = s->say,
	};
	if (!ret && s->rate)
		ret = rate_new(s->rate, s->rate * BURST, &f->rate, err);
	if (!ret)
		ret = kept_new(s->folder, LIMIT_HTTP_KEPT, &f->kept, err);
	if (!ret)
		ret = pool_new(&f->pool_settings, &f->pool, err);
	if (!ret)
		ret = http_new(&f->http_settings, &f->http, err);
	return ret;
}

int front_run(const struct front_settings *settings, int listen_fd,
	      int ready_fd, struct metrics *metrics)
{
	struct front f = { .settings = settings,
			   .metrics = metrics,
			   .arena = ARENA_INIT(SEARCH_MEMORY) };
	struct err err = ERR_INIT;
	int ret = begin(&f, listen_fd, &err);

	if (ret)
		settings->say(err.message);
	else if (write(ready_fd, "", 1) == 1)
		loop(&f);
	close(ready_fd);
	log_flush(&f.log);
	/* What is still open is closed by the end of the process. */
	pool_free(f.pool);
	kept_free(f.kept);
	rate_free(f.rate);
	arena_release(&f.arena);
	buf_release(&f.name);
	buf_release(&f.log.lines);
	return ret ? EXIT_FAILURE : EXIT_SUCCESS;
}
