/*
 * A pipeline: files are made by several threads, and come out in their order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A ring of places, each for one file. Files are taken in their order, so that
 * a file waits only for those before it.
 */
#include "indexer/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/thread.h"
#include "indexer/run.h"

/* For each thread, so that one that has a long article stops no other. */
#define PLACES 8

struct place {
	struct made made;
	size_t bytes; /* of the file, as it was listed */
	bool is_ready;
};

struct worker {
	struct pipeline *pipeline;
	struct document_maker *maker;
	pthread_t thread;
};

struct pipeline {
	const struct config *config;
	int64_t now;
	struct scan *scan;
	struct sample *sample;

	struct worker *workers;
	size_t worker_count, thread_count; /* without threads one and none */

	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t has_room, is_ready;
	struct place *places;
	size_t place_count;
	size_t next;  /* file that nobody has taken */
	size_t out;   /* files that have come out, the last one in use */
	size_t bytes; /* of the files in places */
	bool is_stopped;
};

static size_t size_of(const struct pipeline *p, size_t file)
{
	return (size_t)p->scan->files[file].stamp.size;
}

static void make(struct pipeline *p, struct document_maker *maker,
		 size_t number, struct made *made)
{
	struct scan_file *file = &p->scan->files[number];

	if (file->state == RUN_REJECTED)
		return;
	if (!sample_take(p->sample, number, file, made)) {
		made_read(made, p->config, file);
		if (made->read)
			return;
		made_article(made, p->config, p->now, file);
	}
	made_document(made, maker, file);
	if (p->place_count > 1)
		made_keep(made, maker);
}

/* ---- Threads ----------------------------------------------------------- */

static bool has_room(const struct pipeline *p)
{
	size_t first = p->out ? p->out - 1 : 0;

	return p->next - first < p->place_count &&
	       (p->bytes == 0 ||
		p->bytes + size_of(p, p->next) <= PIPELINE_BYTES);
}

static void *work(void *payload)
{
	struct worker *w = payload;
	struct pipeline *p = w->pipeline;

	pthread_mutex_lock(&p->mutex);
	for (;;) {
		struct place *place;
		size_t number;

		while (!p->is_stopped && p->next < p->scan->count &&
		       !has_room(p))
			pthread_cond_wait(&p->has_room, &p->mutex);
		if (p->is_stopped || p->next == p->scan->count)
			break;
		number = p->next++;
		place = &p->places[number % p->place_count];
		place->bytes = size_of(p, number);
		p->bytes += place->bytes;
		pthread_mutex_unlock(&p->mutex);

		make(p, w->maker, number, &place->made);

		pthread_mutex_lock(&p->mutex);
		place->is_ready = true;
		if (number == p->out)
			pthread_cond_signal(&p->is_ready);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* As many as there can be. */
static void start(struct pipeline *p)
{
	while (p->thread_count < p->worker_count &&
	       thread_begin(&p->workers[p->thread_count].thread, work,
			    &p->workers[p->thread_count]))
		p->thread_count++;
}

int pipeline_new(const struct config *config, int64_t now, struct scan *scan,
		 struct sample *sample, unsigned int jobs,
		 struct pipeline **out, struct err *err)
{
	struct pipeline *p = calloc(1, sizeof(*p));
	int ret = 0;

	*out = p;
	if (!p)
		return err_set(err, ERR_MEMORY, "no memory to make documents");
	p->config = config;
	p->now = now;
	p->scan = scan;
	p->sample = sample;
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->has_room, NULL);
	pthread_cond_init(&p->is_ready, NULL);
	p->place_count = jobs > 1 ? jobs * PLACES : 1;
	p->places = calloc(p->place_count, sizeof(*p->places));
	p->workers = calloc(jobs, sizeof(*p->workers));
	if (!p->places || !p->workers)
		return err_set(err, ERR_MEMORY, "no memory to make documents");
	for (size_t i = 0; i < p->place_count; i++)
		p->places[i].made = (struct made)MADE_INIT;
	while (!ret && p->worker_count < jobs) {
		struct worker *w = &p->workers[p->worker_count];

		w->pipeline = p;
		ret = document_maker_new(&config->ranking,
					 buf_view(&sample->dictionary),
					 &w->maker, err);
		p->worker_count += !ret;
	}
	if (!ret && jobs > 1)
		start(p);
	return ret;
}

void pipeline_free(struct pipeline *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->mutex);
	p->is_stopped = true;
	pthread_cond_broadcast(&p->has_room);
	pthread_mutex_unlock(&p->mutex);
	for (size_t i = 0; i < p->thread_count; i++)
		pthread_join(p->workers[i].thread, NULL);
	for (size_t i = 0; i < p->worker_count; i++)
		document_maker_free(p->workers[i].maker);
	for (size_t i = 0; p->places && i < p->place_count; i++)
		made_release(&p->places[i].made);
	pthread_cond_destroy(&p->is_ready);
	pthread_cond_destroy(&p->has_room);
	pthread_mutex_destroy(&p->mutex);
	free(p->places);
	free(p->workers);
	free(p);
}

/* ---- What comes out ---------------------------------------------------- */

/* The file that came out last is no longer in use: its place is free. */
static void leave(struct pipeline *p)
{
	struct place *place;

	if (p->out == 0)
		return;
	place = &p->places[(p->out - 1) % p->place_count];
	made_trim(&place->made);
	place->is_ready = false;
	p->bytes -= place->bytes;
	pthread_cond_broadcast(&p->has_room);
}

struct made *pipeline_next(struct pipeline *p)
{
	struct place *place;

	if (p->thread_count == 0) {
		make(p, p->workers[0].maker, p->out++, &p->places->made);
		return &p->places->made;
	}
	pthread_mutex_lock(&p->mutex);
	leave(p);
	place = &p->places[p->out % p->place_count];
	while (!place->is_ready)
		pthread_cond_wait(&p->is_ready, &p->mutex);
	p->out++;
	pthread_mutex_unlock(&p->mutex);
	return &place->made;
}
