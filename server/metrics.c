/*
 * Metrics: what the server did, counted, as Prometheus reads it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* Memory that is nobody's file, MAP_ANONYMOUS. */
#define _DEFAULT_SOURCE

#include "server/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>

#include <sys/mman.h>

static const unsigned int statuses[] = { 200, 204, 304, 400, 404, 405,
					 414, 429, 431, 500, 503, 505 };

/* Upper bounds, in microseconds; all else is in one more. */
static const struct {
	uint64_t us;
	const char *name;
} bounds[] = {
	{ 500, "0.0005" }, { 1000, "0.001" }, { 2500, "0.0025" },
	{ 5000, "0.005" }, { 10000, "0.01" }, { 25000, "0.025" },
	{ 50000, "0.05" }, { 100000, "0.1" }, { 250000, "0.25" },
	{ 500000, "0.5" }, { 1000000, "1" },
};

#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))
#define BOUNDS	 (sizeof(bounds) / sizeof(bounds[0]))

struct metrics {
	_Atomic uint64_t requests[ROUTE_COUNT + 1][STATUSES];
	_Atomic uint64_t took[ROUTE_COUNT + 1][BOUNDS + 1];
	_Atomic uint64_t took_us[ROUTE_COUNT + 1];
	_Atomic uint64_t events[METRICS_EVENTS];
	_Atomic uint64_t gauges[METRICS_GAUGES];
};

int metrics_new(struct metrics **out, struct err *err)
{
	void *p = mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*out = p == MAP_FAILED ? NULL : p;
	return *out ? 0
		    : err_set(err, ERR_MEMORY, "no memory to count requests");
}

void metrics_free(struct metrics *m)
{
	if (m)
		munmap(m, sizeof(*m));
}

static void add(_Atomic uint64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *m, enum metrics_event event)
{
	add(&m->events[event], 1);
}

void metrics_set(struct metrics *m, enum metrics_gauge gauge, uint64_t value)
{
	atomic_store_explicit(&m->gauges[gauge], value, memory_order_relaxed);
}

void metrics_request(struct metrics *m, const struct route *route,
		     unsigned int status, int64_t took_ns)
{
	size_t which = route ? (size_t)(route - routes) : ROUTE_COUNT;
	uint64_t us = took_ns > 0 ? (uint64_t)took_ns / 1000 : 0;
	size_t i = 0;

	while (i < BOUNDS && us > bounds[i].us)
		i++;
	add(&m->took[which][i], 1);
	add(&m->took_us[which], us);
	for (i = 0; i < STATUSES; i++) {
		if (statuses[i] == status)
			add(&m->requests[which][i], 1);
	}
}

static const char *route_name(size_t which)
{
	return which < ROUTE_COUNT ? routes[which].path : "other";
}

static void head(const char *name, const char *type, const char *help,
		 struct buf *out)
{
	buf_printf(out, "# HELP pressmark_%s %s\n# TYPE pressmark_%s %s\n",
		   name, help, name, type);
}

static void add_requests(const struct metrics *m, struct buf *out)
{
	head("http_requests_total", "counter", "Requests, by their answers.",
	     out);
	for (size_t r = 0; r <= ROUTE_COUNT; r++) {
		for (size_t i = 0; i < STATUSES; i++) {
			uint64_t n = get(&m->requests[r][i]);

			if (n)
				buf_printf(out,
					   "pressmark_http_requests_total"
					   "{route=\"%s\",status=\"%u\"} "
					   "%" PRIu64 "\n",
					   route_name(r), statuses[i], n);
		}
	}
}

static void add_took(const struct metrics *m, size_t r, struct buf *out)
{
	static const char name[] = "pressmark_http_request_duration_seconds";
	const char *route = route_name(r);
	uint64_t sum_us = get(&m->took_us[r]), n = 0;

	for (size_t i = 0; i <= BOUNDS; i++) {
		n += get(&m->took[r][i]);
		buf_printf(
			out, "%s_bucket{route=\"%s\",le=\"%s\"} %" PRIu64 "\n",
			name, route, i < BOUNDS ? bounds[i].name : "+Inf", n);
	}
	buf_printf(out, "%s_sum{route=\"%s\"} %" PRIu64 ".%06" PRIu64 "\n",
		   name, route, sum_us / 1000000, sum_us % 1000000);
	buf_printf(out, "%s_count{route=\"%s\"} %" PRIu64 "\n", name, route, n);
}

void metrics_render(const struct metrics *m, struct buf *out)
{
	static const struct {
		const char *name, *help;
	} events[METRICS_EVENTS] = {
		{ "workers_started_total", "Worker processes started." },
		{ "workers_died_total", "Worker processes that crashed." },
		{ "workers_killed_total", "Worker processes that hung." },
		{ "rate_limited_total", "Requests over the rate of a client." },
		{ "turned_away_total", "Requests when too many waited." },
		{ "connections_total", "Connections accepted." },
		{ "connections_refused_total", "Connections too many." },
		{ "connections_reaped_total", "Connections too slow." },
		{ "log_lines_lost_total", "Lines that the log did not take." },
	}, gauges[METRICS_GAUGES] = {
		{ "connections", "Connections open." },
		{ "waiting", "Requests that wait for a worker." },
		{ "index_generation", "Generation of the index." },
		{ "index_revision", "Revision of it." },
		{ "articles", "Articles in it." },
	};

	add_requests(m, out);
	head("http_request_duration_seconds", "histogram",
	     "From the head of a request to its answer.", out);
	for (size_t r = 0; r <= ROUTE_COUNT; r++)
		add_took(m, r, out);
	for (size_t i = 0; i < METRICS_EVENTS; i++) {
		head(events[i].name, "counter", events[i].help, out);
		buf_printf(out, "pressmark_%s %" PRIu64 "\n", events[i].name,
			   get(&m->events[i]));
	}
	for (size_t i = 0; i < METRICS_GAUGES; i++) {
		head(gauges[i].name, "gauge", gauges[i].help, out);
		buf_printf(out, "pressmark_%s %" PRIu64 "\n", gauges[i].name,
			   get(&m->gauges[i]));
	}
}
