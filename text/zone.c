/*
 * Time zones: the system's zone data, read without its global state.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* realpath(3) belongs to the X/Open part of POSIX.1-2008. */
#define _XOPEN_SOURCE 700

#include "text/zone.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/opt.h"
#include "text/limits.h"
#include "text/zone_rule.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"

/* Names of zones, one a line behind a country and a place. */
#define ZONE_TABLE ZONE_FOLDER "zone.tab"

#define NAME_BYTES 64

#define SECONDS_A_DAY 86400

/* RFC 9636, 3.1 and 3.2. */
#define HEADER_BYTES 44
#define TYPE_BYTES   6
#define TYPES_MAX    256

/* Between them lies every offset that a zone can have. */
#define OFFSET_MAX (26 * 3600)

struct zone {
	struct str name;
	const int64_t *changes; /* instants, ascending */
	const int32_t *offsets; /* from each on, as long as the next */
	size_t count;
	int32_t first; /* the offset before all changes */
	bool has_rule; /* for what is behind the last one */
	struct zone_rule rule;
	int32_t known[TYPES_MAX + 2]; /* every offset that it ever has */
	size_t known_count;
};

/* ---- The data */

struct header {
	char version; /* '\0', '2', ... */
	uint32_t ut_count, standard_count, leap_count;
	uint32_t change_count, type_count, name_bytes;
};

static uint32_t read_32(const char *p)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++)
		value = value << 8 | (unsigned char)p[i];
	return value;
}

static int64_t read_64(const char *p)
{
	return (int64_t)((uint64_t)read_32(p) << 32 | read_32(p + 4));
}

static bool take_header(struct str *s, struct header *out)
{
	if (s->len < HEADER_BYTES || memcmp(s->p, "TZif", 4))
		return false;
	out->version = s->p[4];
	out->ut_count = read_32(s->p + 20);
	out->standard_count = read_32(s->p + 24);
	out->leap_count = read_32(s->p + 28);
	out->change_count = read_32(s->p + 32);
	out->type_count = read_32(s->p + 36);
	out->name_bytes = read_32(s->p + 40);
	*s = str_skip(*s, HEADER_BYTES);
	return true;
}

/* The length of what follows a header whose instants have so many bytes. */
static uint64_t block_bytes(const struct header *h, unsigned int width)
{
	return (uint64_t)h->change_count * (width + 1) +
	       (uint64_t)h->type_count * TYPE_BYTES + h->name_bytes +
	       (uint64_t)h->leap_count * (width + 4) + h->standard_count +
	       h->ut_count;
}

static void know(struct zone *zone, int32_t offset)
{
	for (size_t i = 0; i < zone->known_count; i++) {
		if (zone->known[i] == offset)
			return;
	}
	zone->known[zone->known_count++] = offset;
}

/* Reads the block behind a header, which is whole. */
static bool read_block(struct zone *zone, const struct header *h,
		       const char *block, unsigned int width,
		       struct arena *arena)
{
	const char *indexes = block + (size_t)h->change_count * width;
	const char *types = indexes + h->change_count;
	int64_t *changes;
	int32_t *offsets;

	if (h->type_count < 1 || h->type_count > TYPES_MAX)
		return false;
	changes = arena_array(arena, h->change_count, sizeof(*changes));
	offsets = arena_array(arena, h->change_count, sizeof(*offsets));
	if (!changes || !offsets)
		return false;
	for (size_t i = 0; i < h->type_count; i++) {
		int64_t offset = (int32_t)read_32(types + i * TYPE_BYTES);

		if (offset < -OFFSET_MAX || offset > OFFSET_MAX)
			return false;
		know(zone, (int32_t)offset);
	}
	for (size_t i = 0; i < h->change_count; i++) {
		size_t type = (unsigned char)indexes[i];

		if (type >= h->type_count)
			return false;
		changes[i] = width == 8 ? read_64(block + i * 8)
					: (int32_t)read_32(block + i * 4);
		if (i && changes[i] <= changes[i - 1])
			return false;
		offsets[i] = (int32_t)read_32(types + type * TYPE_BYTES);
	}
	zone->changes = changes;
	zone->offsets = offsets;
	zone->count = h->change_count;
	zone->first = (int32_t)read_32(types);
	return true;
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n", or two line feeds for no rule. */
static bool read_footer(struct zone *zone, struct str s)
{
	struct str text;

	if (s.len < 2 || s.p[0] != '\n')
		return false;
	s = str_skip(s, 1);
	text = str_head(s, str_find(s, '\n'));
	if (text.len == s.len)
		return false;
	if (text.len == 0)
		return true;
	if (!zone_rule_parse(text, &zone->rule))
		return false;
	zone->has_rule = true;
	know(zone, zone->rule.standard);
	if (zone->rule.has_summer)
		know(zone, zone->rule.summer);
	return true;
}

/* From version 2 on a second block, of 64 bits, follows the first. */
static bool read_file(struct zone *zone, struct str s, struct arena *arena)
{
	struct header h;
	uint64_t bytes;

	if (!take_header(&s, &h))
		return false;
	bytes = block_bytes(&h, 4);
	if (bytes > s.len)
		return false;
	if (h.version == '\0')
		return read_block(zone, &h, s.p, 4, arena);
	s = str_skip(s, (size_t)bytes);
	if (!take_header(&s, &h))
		return false;
	bytes = block_bytes(&h, 8);
	return bytes <= s.len && read_block(zone, &h, s.p, 8, arena) &&
	       read_footer(zone, str_skip(s, (size_t)bytes));
}

int zone_parse(struct str bytes, struct str name, struct arena *arena,
	       const struct zone **out, struct err *err)
{
	struct zone *zone = arena_alloc(arena, sizeof(*zone));
	int ret;

	*out = NULL;
	if (!zone)
		return arena_check(arena, err);
	zone->name = arena_copy(arena, name);
	if (read_file(zone, bytes, arena)) {
		ret = arena_check(arena, err);
		if (ret == 0)
			*out = zone;
		return ret;
	}
	ret = arena_check(arena, err);
	return ret < 0 ? ret
		       : err_set(err, ERR_INPUT,
				 "the data of the time zone '%.*s' is damaged",
				 STR_ARG(name));
}

/* ---- The system's files */

/* Letters, digits, '_', '+' and '-', in parts that begin with a letter. What
 * else lies beside the zones is not one: copies of them with other seconds,
 * and links to what this machine is set to. */
static bool is_name(struct str name)
{
	static const char *const others[] = { "localtime", "posixrules" };
	bool is_start = true;

	if (name.len == 0 || name.len > NAME_BYTES)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];
		bool is_letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!is_letter && (is_start || !strchr("0123456789_+-/", c)))
			return false;
		is_start = c == '/';
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (str_eq(name, str_of(others[i])))
			return false;
	}
	return !is_start && !str_starts(name, STR("right/")) &&
	       !str_starts(name, STR("posix/"));
}

static bool is_utc(struct str name)
{
	return str_eq(name, STR("UTC")) || str_eq(name, STR("Etc/UTC"));
}

/* The names of the table, and how many. */
static const char *const *read_table(struct arena *arena, size_t *count)
{
	const char **names = NULL;
	struct buf buf = BUF_INIT;
	struct err ignored = ERR_INIT;
	struct str rest;
	size_t cap = 0;

	*count = 0;
	if (fs_read(ZONE_TABLE, LIMIT_ZONE_BYTES, &buf, &ignored) != 0)
		return NULL;
	rest = buf_view(&buf);
	while (rest.len) {
		struct str line = str_head(rest, str_find(rest, '\n'));
		const char **more;

		rest = str_skip(rest, line.len + 1);
		if (str_starts(line, STR("#")))
			continue;
		line = str_skip(line, str_find(line, '\t') + 1);
		line = str_skip(line, str_find(line, '\t') + 1);
		line = str_head(line, str_find(line, '\t'));
		more = arena_grow(arena, names, *count, &cap, sizeof(*names));
		if (!more || !is_name(line))
			continue;
		names = more;
		names[(*count)++] = arena_copy(arena, line).p;
	}
	buf_release(&buf);
	return names;
}

static int unknown(struct str name, struct err *err)
{
	struct arena arena = ARENA_INIT(LIMIT_ZONE_BYTES);
	const char *nearest = NULL;
	const char *const *names;
	struct str word;
	size_t count;

	if (!fs_is_folder(ZONE_FOLDER))
		return err_set(err, ERR_USAGE,
			       "there is no time zone data in '%s'; install "
			       "tzdata",
			       ZONE_FOLDER);
	names = read_table(&arena, &count);
	word = arena_copy(&arena, str_head(name, NAME_BYTES + 1));
	if (arena.failed == ERR_OK && word.len)
		nearest = opt_nearest(word.p, names, count);
	if (nearest)
		err_set(err, ERR_USAGE,
			"there is no time zone '%.*s'; did you mean '%s'?",
			STR_ARG(name), nearest);
	else
		err_set(err, ERR_USAGE,
			"there is no time zone '%.*s'; write a name such as "
			"'Europe/Berlin'",
			STR_ARG(str_head(name, NAME_BYTES)));
	arena_release(&arena);
	return ERR_USAGE;
}

/* Reads the file of a zone, which may be a link to that of another. */
static int read_zone(struct str name, struct buf *out, struct err *err)
{
	char path[sizeof(ZONE_FOLDER) + NAME_BYTES];
	char *real;
	int ret;

	snprintf(path, sizeof(path), ZONE_FOLDER "%.*s", STR_ARG(name));
	if (fs_is_folder(path))
		return FS_ABSENT;
	real = realpath(path, NULL);
	if (!real)
		return FS_ABSENT;
	ret = fs_read(real, LIMIT_ZONE_BYTES, out, err);
	free(real);
	return ret;
}

int zone_load(struct str name, struct arena *arena, const struct zone **out,
	      struct err *err)
{
	struct buf buf = BUF_INIT;
	int ret = is_name(name) ? read_zone(name, &buf, err) : FS_ABSENT;

	*out = NULL;
	if (ret == 0) {
		ret = zone_parse(buf_view(&buf), name, arena, out, err);
	} else if (ret > 0 && is_utc(name)) {
		struct zone *zone = arena_alloc(arena, sizeof(*zone));

		/* All of it zero, but that it is known. */
		if (zone) {
			zone->name = arena_copy(arena, name);
			zone->known_count = 1;
		}
		ret = arena_check(arena, err);
		if (ret == 0)
			*out = zone;
	} else if (ret > 0) {
		ret = unknown(name, err);
	}
	buf_release(&buf);
	return ret;
}

/* ---- Clocks */

struct str zone_name(const struct zone *zone)
{
	return zone->name;
}

int32_t zone_offset_at(const struct zone *zone, int64_t instant)
{
	size_t low = 0, high = zone->count;

	/* The number of changes up to then. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle] <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->has_rule)
		return zone_rule_offset(&zone->rule, instant);
	return low ? zone->offsets[low - 1] : zone->first;
}

int64_t zone_instant(const struct zone *zone, int64_t local)
{
	int64_t exact = INT64_MAX, skipped = INT64_MAX;

	/* An instant whose offset is the one that it was made with is it. In
	 * a gap there is none: the offset before it leads behind the gap, and
	 * the one behind it, before. */
	for (size_t i = 0; i < zone->known_count; i++) {
		int64_t instant = local - zone->known[i];
		int32_t offset = zone_offset_at(zone, instant);
		int64_t other = local - offset;

		if (offset == zone->known[i]) {
			if (instant < exact)
				exact = instant;
		} else if (offset < zone->known[i] &&
			   zone_offset_at(zone, other) == zone->known[i] &&
			   other < skipped) {
			skipped = other;
		}
	}
	if (exact != INT64_MAX)
		return exact;
	return skipped != INT64_MAX ? skipped
				    : local - zone_offset_at(zone, local);
}

int64_t zone_day(const struct zone *zone, int64_t instant)
{
	int64_t local = instant + (zone ? zone_offset_at(zone, instant) : 0);
	int64_t day = local / SECONDS_A_DAY;

	return local % SECONDS_A_DAY < 0 ? day - 1 : day;
}
