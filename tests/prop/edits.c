/*
 * Random edits of a site, and what a good index of it is made from.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "edits.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "world.h"

/* The articles of the live site, broken ones included. */
struct listing {
	char names[EDITS_ARTICLES][128];
	unsigned int count;
};

static int list_one(const char *path, const char *below, void *payload)
{
	struct listing *l = payload;

	(void)path;
	snprintf(l->names[l->count++], sizeof(l->names[0]), "%s", below);
	return 0;
}

static void list_live(struct listing *l)
{
	struct fs_walk walk = { .file = list_one, .payload = l };
	struct err err = ERR_INIT;

	l->count = 0;
	world_expect(fs_walk(world_at("live/content"), &walk, &err) == 0,
		     err.message);
}

static const char *in_site(const char *site, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/content/%s", site, name);
	return world_at(path);
}

/* What was written well since the last run: the index has not seen it, and
 * could not keep it. */
static struct listing fresh;

/* Puts a readable article into both sites. */
static void put_both(const char *name, struct str bytes)
{
	list_one(NULL, name, &fresh);
	world_put(in_site("live", name), bytes);
	world_put(in_site("good", name), bytes);
}

void edits_add(void)
{
	struct buf b = BUF_INIT;
	char name[64];

	snprintf(name, sizeof(name), "new/%u/%u.md", world_below(3),
		 world_below(100000));
	world_article(&b);
	put_both(name, buf_view(&b));
	buf_release(&b);
}

/* Writes front matter anew: a tag or a date changes, the text stays. */
static void change_front(const char *name)
{
	struct buf old = world_get(in_site("live", name)), b = BUF_INIT;
	const char *end = strstr(old.p, "\n---\n");

	if (end && str_starts(buf_view(&old), STR("---\n"))) {
		buf_printf(&b, "---\ntitle: \"Changed %u\"\ntags: [t%u, x]\n",
			   world_below(9), world_below(5));
		if (world_below(3))
			buf_printf(&b, "date: 20%02u-0%u-01\n",
				   10 + world_below(15), 1 + world_below(9));
		buf_add(&b, end, strlen(end));
		put_both(name, buf_view(&b));
	}
	buf_release(&old);
	buf_release(&b);
}

static void change_text(const char *name)
{
	struct buf b = world_get(in_site("live", name));

	if (world_below(4) == 0) {
		buf_clear(&b);
		world_article(&b);
	} else {
		buf_printf(&b, "\nOne more line of water, number %u.\n",
			   world_below(1000));
	}
	/* A broken article stays broken, and the good one what it was. */
	if (str_starts(buf_view(&b), STR("GIF\0")))
		world_put(in_site("live", name), buf_view(&b));
	else
		put_both(name, buf_view(&b));
	buf_release(&b);
}

static void break_article(const char *name)
{
	for (unsigned int i = 0; i < fresh.count; i++) {
		if (!strcmp(fresh.names[i], name))
			return;
	}
	world_put(in_site("live", name), STR("GIF\0\0\0"));
}

static bool is_good(const char *name)
{
	return access(in_site("good", name), F_OK) == 0;
}

static void mend_article(const char *name)
{
	struct buf b = BUF_INIT;

	if (is_good(name))
		b = world_get(in_site("good", name));
	else
		world_article(&b);
	put_both(name, buf_view(&b));
	buf_release(&b);
}

static void remove_article(const char *name)
{
	unlink(in_site("live", name));
	unlink(in_site("good", name));
}

/* A broken article that is renamed is an unreadable new one. */
static void rename_article(const char *name)
{
	struct buf b = world_get(in_site("live", name));
	char to[64];

	snprintf(to, sizeof(to), "moved/%u.md", world_below(100000));
	remove_article(name);
	if (str_starts(buf_view(&b), STR("GIF\0")))
		world_put(in_site("live", to), buf_view(&b));
	else
		put_both(to, buf_view(&b));
	buf_release(&b);
}

static void touch_article(const char *name)
{
	struct timespec times[2] = { { 1000000000, 0 }, { 1000000000, 0 } };

	world_expect(utimensat(AT_FDCWD, in_site("live", name), times, 0) == 0,
		     "cannot touch an article");
}

void edits_make(void)
{
	static struct listing live;
	unsigned int edits = world_below(12);

	fresh.count = 0;
	while (edits-- > 0) {
		const char *name;

		list_live(&live);
		if (live.count < 10 || world_below(4) == 0) {
			edits_add();
			continue;
		}
		name = live.names[world_below(live.count)];
		switch (world_below(8)) {
		case 0:
			remove_article(name);
			break;
		case 1:
			rename_article(name);
			break;
		case 2:
			touch_article(name);
			break;
		case 3:
			break_article(name);
			break;
		case 4:
			mend_article(name);
			break;
		case 5:
			change_front(name);
			break;
		default:
			change_text(name);
		}
	}
}
