/*
 * HTTP: connections, and requests on them. The only user of libmicrohttpd.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/http.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>

#include "base/deadline.h"
#include "server/mhd.h"

#define A_MS	1000000
#define TICK_MS 100

/* Before the end a connection is closed on which nothing has come for so long:
 * whoever is at it may have sent the next request already. */
#define LINGER_MS 1000

/* Of each connection: its head, twice over, and the head of the answer. */
#define MEMORY ((size_t)32 * 1024)

enum phase {
	PHASE_NEW,     /* nothing has come yet */
	PHASE_IDLE,    /* between two requests */
	PHASE_HEAD,    /* of the first request, or of one that has begun */
	PHASE_WAITING, /* for the handler */
	PHASE_ANSWER   /* that is being sent */
};

struct connection {
	struct connection *next, *previous;
	struct MHD_Connection *mhd;
	struct client client;
	int fd;
	enum phase phase;
	int64_t since_ns, deadline_ns; /* of the phase */
	unsigned int requests;
	bool is_cut; /* its socket was shut down */
};

struct http_call {
	struct http *http;
	struct connection *connection;
	size_t target_len;
	bool is_begun;
	bool is_handed; /* to the handler */
	bool is_answered, is_suspended;
	bool must_close; /* behind the answer */
	bool is_options;
	const char *origin; /* to be allowed; of the settings, or NULL */
	struct response response;
	/* Cut where it is too long; not zeroed. */
	char target[LIMIT_HTTP_TARGET + 2];
};

struct http {
	const struct http_settings *settings;
	struct MHD_Daemon *daemon;
	struct connection *connections;
	size_t count;
	int64_t now_ns, reaped_ns;
	int fd;
	bool is_draining;
};

/* Set by http_load, and never again. */
static const struct mhd *lib;

static void set_phase(struct connection *c, enum phase phase, int64_t now_ns,
		      int ms)
{
	c->phase = phase;
	c->since_ns = now_ns;
	c->deadline_ns = now_ns + (int64_t)ms * A_MS;
}

/* ---- Connections --------------------------------------------------------- */

static bool is_counted(const struct http *http, const struct client *client)
{
	const struct http_settings *s = http->settings;

	for (size_t i = 0; i < s->proxy_count; i++) {
		if (client_is_same(client, &s->proxies[i]))
			return false;
	}
	return !client_is_local(client);
}

static enum MHD_Result
accept_client(void *payload, const struct sockaddr *address, socklen_t len)
{
	struct http *http = payload;
	struct client client = client_of(address);
	size_t count = 0;

	(void)len;
	if (!is_counted(http, &client))
		return MHD_YES;
	for (struct connection *c = http->connections; c; c = c->next)
		count += client_is_same(&c->client, &client);
	if (count < LIMIT_HTTP_OF_A_CLIENT)
		return MHD_YES;
	metrics_count(http->settings->metrics, METRICS_REFUSED);
	return MHD_NO;
}

static void open_connection(struct http *http, struct MHD_Connection *mhd,
			    void **context)
{
	struct connection *c = calloc(1, sizeof(*c));
	const union MHD_ConnectionInfo *info;

	*context = c;
	metrics_count(http->settings->metrics, METRICS_CONNECTIONS);
	if (!c)
		return; /* its requests are refused */
	c->mhd = mhd;
	info = lib->get_connection_info(mhd,
					MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info && info->client_addr)
		c->client = client_of(info->client_addr);
	info = lib->get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	c->fd = info ? info->connect_fd : -1;
	set_phase(c, PHASE_NEW, deadline_now_ns(), LIMIT_HTTP_HEAD_MS);
	c->next = http->connections;
	if (c->next)
		c->next->previous = c;
	http->connections = c;
	http->count++;
	metrics_set(http->settings->metrics, METRICS_OPEN, http->count);
}

static void close_connection(struct http *http, struct connection *c)
{
	if (!c)
		return;
	if (c->next)
		c->next->previous = c->previous;
	if (c->previous)
		c->previous->next = c->next;
	else
		http->connections = c->next;
	http->count--;
	metrics_set(http->settings->metrics, METRICS_OPEN, http->count);
	free(c);
}

static void on_connection(void *payload, struct MHD_Connection *mhd,
			  void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		open_connection(payload, mhd, context);
	else
		close_connection(payload, *context);
}

static struct connection *connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = lib->get_connection_info(
		mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The library then finds the connection at its end, and closes it. */
static void cut(struct connection *c)
{
	shutdown(c->fd, SHUT_RDWR);
	c->is_cut = true;
}

static bool is_idle(const struct connection *c, int64_t now_ns)
{
	char byte;

	return (c->phase == PHASE_IDLE || c->phase == PHASE_NEW) &&
	       now_ns - c->since_ns > (int64_t)LINGER_MS * A_MS &&
	       recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
}

static void reap(struct http *http)
{
	for (struct connection *c = http->connections; c; c = c->next) {
		bool is_late = http->now_ns > c->deadline_ns;

		if (c->is_cut)
			continue;
		if (is_late && c->phase != PHASE_IDLE)
			metrics_count(http->settings->metrics, METRICS_REAPED);
		if (is_late || (http->is_draining && is_idle(c, http->now_ns)))
			cut(c);
	}
	http->reaped_ns = http->now_ns;
}

/* ---- Requests ------------------------------------------------------------ */

/* The library would keep each parameter in the memory of the connection, and
 * say nothing when that is full. What is behind the '?' is not for it: the text
 * that it is about to read, which is its own and no constant, ends there. */
static void hide_parameters(const char *uri)
{
	char *mark = strchr((char *)(uintptr_t)uri, '?');

	if (mark && mark[1])
		mark[1] = '\0';
}

/* The line of a request is there, as it was sent; its head is not yet. */
static void *begin(void *payload, const char *uri, struct MHD_Connection *mhd)
{
	struct connection *c = connection_of(mhd);
	struct http_call *call = c ? malloc(sizeof(*call)) : NULL;
	int64_t until_ns;

	if (!call)
		return NULL;
	memset(call, 0, offsetof(struct http_call, target));
	call->http = payload;
	call->connection = c;
	call->response = (struct response)RESPONSE_INIT;
	call->target_len = strnlen(uri, LIMIT_HTTP_TARGET + 1);
	memcpy(call->target, uri, call->target_len);
	hide_parameters(uri);
	until_ns = call->http->now_ns + (int64_t)LIMIT_HTTP_HEAD_MS * A_MS;
	c->phase = PHASE_HEAD;
	if (c->deadline_ns > until_ns)
		c->deadline_ns = until_ns;
	return call;
}

static void on_completed(void *payload, struct MHD_Connection *mhd,
			 void **context, enum MHD_RequestTerminationCode code)
{
	struct http_call *call = *context;

	(void)payload;
	(void)mhd;
	(void)code;
	if (!call)
		return;
	set_phase(call->connection, PHASE_IDLE, call->http->now_ns,
		  LIMIT_HTTP_IDLE_MS);
	response_release(&call->response);
	free(call);
	*context = NULL;
}

static enum MHD_Result add_header(void *payload, enum MHD_ValueKind kind,
				  const char *name, size_t name_len,
				  const char *value, size_t value_len)
{
	struct gate_head *head = payload;

	(void)kind;
	if (head->header_count < LIMIT_HTTP_HEADERS)
		head->headers[head->header_count] =
			(struct gate_header){ str_make(name, name_len),
					      str_make(value, value_len) };
	head->header_count++;
	return MHD_YES;
}

/* The configured origin that a request says that it is from. */
static const char *find_origin(const struct http *http, struct str origin)
{
	const struct http_settings *s = http->settings;

	for (size_t i = 0; i < s->origin_count; i++) {
		if (!strcmp(s->origins[i], "*") ||
		    str_eq(origin, str_of(s->origins[i])))
			return s->origins[i];
	}
	return NULL;
}

static void hand_over(struct http_call *call, const char *method,
		      const char *version)
{
	struct http *http = call->http;
	struct gate_head head = {
		.method = str_of(method),
		.target = str_make(call->target, call->target_len),
		.version = str_of(version),
	};

	lib->get_connection_values_n(call->connection->mhd, MHD_HEADER_KIND,
				     add_header, &head);
	call->is_handed = true;
	call->is_options = !strcmp(method, MHD_HTTP_METHOD_OPTIONS);
	call->must_close = http->is_draining ||
			   ++call->connection->requests >= LIMIT_HTTP_REQUESTS;
	if (head.header_count <= LIMIT_HTTP_HEADERS)
		call->origin = find_origin(http, gate_header(&head, "Origin"));
	set_phase(call->connection, PHASE_WAITING, http->now_ns,
		  LIMIT_HTTP_ANSWER_MS);
	http->settings->request(call, &head, http->settings->payload);
}

static const char *type_of(enum response_type type)
{
	switch (type) {
	case RESPONSE_METRICS:
		return "text/plain; version=0.0.4; charset=utf-8";
	case RESPONSE_SCRIPT:
		return "text/javascript; charset=utf-8";
	case RESPONSE_HTML:
		return "text/html; charset=utf-8";
	case RESPONSE_TEXT:
		return "text/plain; charset=utf-8";
	case RESPONSE_ATOM:
		return "application/atom+xml; charset=utf-8";
	case RESPONSE_OPENSEARCH:
		return "application/opensearchdescription+xml; charset=utf-8";
	case RESPONSE_STYLE:
		return "text/css; charset=utf-8";
	default:
		return "application/json; charset=utf-8";
	}
}

/* What a browser may do with an answer: nothing but what a page of ours needs,
 * whose only strangers are the images of articles (CSP Level 3). */
static const char *policy_of(enum response_type type)
{
	if (type == RESPONSE_HTML)
		return "default-src 'none'; style-src 'self'; "
		       "script-src 'self'; connect-src 'self'; img-src *; "
		       "form-action 'self'; base-uri 'none'; "
		       "frame-ancestors 'none'";
	return "default-src 'none'; frame-ancestors 'none'";
}

static void add_number(struct MHD_Response *out, const char *name,
		       const char *before, unsigned int value,
		       const char *behind)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s%u%s", before, value, behind);
	if (!text.failed)
		lib->add_response_header(out, name, text.p);
	buf_release(&text);
}

/* Answers differ by whom they are for where origins are listed; pages by what
 * is accepted. */
static void add_origin(const struct http_call *call, struct MHD_Response *out)
{
	const struct http_settings *s = call->http->settings;
	enum response_type type = call->response.type;

	if (call->origin)
		lib->add_response_header(out, "Access-Control-Allow-Origin",
					 call->origin);
	if (call->origin && call->is_options) {
		lib->add_response_header(out, "Access-Control-Allow-Methods",
					 "GET, HEAD");
		lib->add_response_header(out, "Access-Control-Max-Age",
					 "86400");
	}
	lib->add_response_header(out, "Vary",
				 s->origin_count && strcmp(s->origins[0], "*")
					 ? "Accept-Encoding, Origin"
					 : "Accept-Encoding");
	if (type == RESPONSE_HTML || type == RESPONSE_TEXT) {
		lib->add_response_header(out, "Vary", "Accept");
		lib->add_response_header(out, "Vary", "Accept-Language");
	}
}

static void add_headers(const struct http_call *call, struct MHD_Response *out)
{
	const struct response *r = &call->response;

	if (r->status != 304 && r->status != 204)
		lib->add_response_header(out, "Content-Type", type_of(r->type));
	lib->add_response_header(out, "X-Content-Type-Options", "nosniff");
	lib->add_response_header(out, "Content-Security-Policy",
				 policy_of(r->type));
	lib->add_response_header(out, "Referrer-Policy", "no-referrer");
	if (r->max_age_s)
		add_number(out, "Cache-Control",
			   "public, max-age=", r->max_age_s,
			   r->is_immutable ? ", immutable" : "");
	else
		lib->add_response_header(out, "Cache-Control", "no-store");
	if (r->retry_after_s)
		add_number(out, "Retry-After", "", r->retry_after_s, "");
	if (r->etag[0])
		lib->add_response_header(out, "ETag", r->etag);
	if (r->is_gzip)
		lib->add_response_header(out, "Content-Encoding", "gzip");
	if (r->status == 405 || call->is_options)
		lib->add_response_header(out, "Allow", "GET, HEAD, OPTIONS");
	if (call->must_close)
		lib->add_response_header(out, "Connection", "close");
	add_origin(call, out);
}

/* Begins to send the answer. */
static enum MHD_Result send_answer(struct http_call *call)
{
	struct response *r = &call->response;
	struct MHD_Response *out;
	enum MHD_Result ret;

	/* Its memory is now the library's. */
	out = lib->create_response_from_buffer(r->body.len, r->body.p,
					       MHD_RESPMEM_MUST_FREE);
	if (!out)
		return MHD_NO;
	r->body = (struct buf)BUF_INIT;
	add_headers(call, out);
	set_phase(call->connection, PHASE_ANSWER, call->http->now_ns,
		  LIMIT_HTTP_ANSWER_MS);
	ret = lib->queue_response(call->connection->mhd, r->status, out);
	lib->destroy_response(out);
	return ret;
}

/* Does a head announce a body, or want to be told to send one? */
static bool has_body(struct MHD_Connection *mhd)
{
	static const char *const names[] = {
		MHD_HTTP_HEADER_CONTENT_LENGTH,
		MHD_HTTP_HEADER_TRANSFER_ENCODING,
		MHD_HTTP_HEADER_EXPECT,
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (lib->lookup_connection_value(mhd, MHD_HEADER_KIND,
						 names[i]))
			return true;
	}
	return false;
}

/* Called when the head is there, again when all is, and when it goes on. What
 * is answered at once closes the connection, which is right where a body would
 * follow. */
static enum MHD_Result on_request(void *payload, struct MHD_Connection *mhd,
				  const char *url, const char *method,
				  const char *version, const char *upload,
				  size_t *upload_len, void **context)
{
	struct http_call *call = *context;

	(void)payload;
	(void)url;
	(void)upload;
	(void)upload_len;
	if (!call)
		return MHD_NO;
	if (!call->is_begun && !has_body(mhd)) {
		call->is_begun = true;
		return MHD_YES;
	}
	if (!call->is_handed)
		hand_over(call, method, version);
	if (call->is_answered)
		return send_answer(call);
	lib->suspend_connection(mhd);
	call->is_suspended = true;
	return MHD_YES;
}

void http_answer(struct http_call *call, struct response *response)
{
	unsigned int status = response->status;

	call->response = *response;
	response->body = (struct buf)BUF_INIT;
	call->is_answered = true;
	/* What follows such a request on its connection cannot be told. */
	if (status == 400 || status == 405 || status == 414 || status == 431 ||
	    status == 505)
		call->must_close = true;
	if (call->is_suspended)
		lib->resume_connection(call->connection->mhd);
}

const struct client *http_client(const struct http_call *call)
{
	return &call->connection->client;
}

/* ---- The whole ----------------------------------------------------------- */

static void ignore(void *payload, const char *format, va_list list)
{
	(void)payload;
	(void)format;
	(void)list;
}

int http_load(struct err *err)
{
	if (!lib)
		lib = mhd_load(err);
	return lib ? 0 : (int)err->code;
}

int http_new(const struct http_settings *settings, struct http **out,
	     struct err *err)
{
	struct http *http = calloc(1, sizeof(*http));
	const union MHD_DaemonInfo *info;

	*out = NULL;
	if (!http)
		return err_set(err, ERR_MEMORY, "no memory for connections");
	if (http_load(err)) {
		free(http);
		return (int)err->code;
	}
	http->settings = settings;
	http->now_ns = deadline_now_ns();
	http->daemon = lib->start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
		accept_client, http, on_request, http, /* the handlers */
		MHD_OPTION_EXTERNAL_LOGGER, ignore, NULL,
		MHD_OPTION_LISTEN_SOCKET, settings->listen_fd,
		MHD_OPTION_CONNECTION_LIMIT,
		(unsigned int)LIMIT_HTTP_CONNECTIONS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_URI_LOG_CALLBACK, begin, http,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, http,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, http,
		MHD_OPTION_END);
	info = http->daemon ? lib->get_daemon_info(http->daemon,
						   MHD_DAEMON_INFO_EPOLL_FD)
			    : NULL;
	if (!info) {
		http_free(http);
		return err_set(err, ERR_IO, "cannot listen for requests");
	}
	http->fd = info->epoll_fd;
	*out = http;
	return 0;
}

void http_free(struct http *http)
{
	if (http && http->daemon)
		lib->stop_daemon(http->daemon);
	free(http);
}

int http_fd(const struct http *http)
{
	return http->fd;
}

int http_run(struct http *http, int64_t now_ns)
{
	MHD_UNSIGNED_LONG_LONG ms;

	http->now_ns = now_ns;
	if (now_ns - http->reaped_ns > (int64_t)TICK_MS * A_MS)
		reap(http);
	lib->run(http->daemon);
	if (lib->get_timeout(http->daemon, &ms) != MHD_YES || ms > TICK_MS)
		return TICK_MS;
	return (int)ms;
}

void http_drain(struct http *http)
{
	MHD_socket fd;

	/* Who is accepted already is answered. */
	lib->run(http->daemon);
	fd = lib->quiesce_daemon(http->daemon);
	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	http->is_draining = true;
	http->reaped_ns = 0;
}

size_t http_connections(const struct http *http)
{
	return http->count;
}
