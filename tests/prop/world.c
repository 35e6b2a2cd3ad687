/*
 * A small world for the property tests: articles and files.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "facets.h"
#include "shim/xap.h"
#include "tests/unit/random.h"
#include "text/humps.h"
#include "text/limits.h"

#define SEED 20261124

static unsigned long long seed = SEED;
static char root[256];

void world_expect(bool is_well, const char *what)
{
	if (is_well)
		return;
	printf("Bail out! %s\n", what);
	exit(1);
}

void world_start(void)
{
	const char *text = getenv("PRESSMARK_SEED");

	if (text && *text)
		seed = strtoull(text, NULL, 0);
	/* Zero would stay zero. */
	random_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	random_state += random_state == 0;
}

unsigned long long world_seed(void)
{
	return seed;
}

unsigned int world_below(unsigned int n)
{
	return random_below(n);
}

unsigned int world_rounds(unsigned int otherwise)
{
	const char *text = getenv("PRESSMARK_ROUNDS");

	return text && *text ? (unsigned int)strtoul(text, NULL, 10)
			     : otherwise;
}

const char *world_enter(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(root, sizeof(root), "%s/prop.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	world_expect(mkdtemp(root) != NULL, "no folder to work in");
	return root;
}

void world_leave(void)
{
	struct err err = ERR_INIT;

	world_expect(fs_remove_tree(root, &err) == 0, err.message);
}

const char *world_at(const char *name)
{
	static char paths[8][1024];
	static unsigned int turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", root, name);
	return path;
}

void world_put(const char *path, struct str bytes)
{
	char folder[1024];
	int fd;

	snprintf(folder, sizeof(folder), "%s", path);
	for (char *p = folder + strlen(root) + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(folder, 0777);
		*p = '/';
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	world_expect(fd >= 0 &&
			     write(fd, bytes.p, bytes.len) ==
				     (ssize_t)bytes.len &&
			     close(fd) == 0,
		     "cannot write an article");
}

struct buf world_get(const char *path)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	world_expect(fs_read(path, LIMIT_FILE_BYTES, &out, &err) == 0,
		     err.message);
	return out;
}

static int copy_file(const char *path, const char *below, void *payload)
{
	char to[1024];
	struct buf bytes = world_get(path);

	snprintf(to, sizeof(to), "%s/%s", (const char *)payload, below);
	world_put(to, buf_view(&bytes));
	buf_release(&bytes);
	return 0;
}

void world_copy_small(const char *to)
{
	char folder[1024];
	struct fs_walk walk = { .file = copy_file, .payload = folder };
	struct err err = ERR_INIT;

	snprintf(folder, sizeof(folder), "%s", to);
	world_expect(
		fs_walk("corpus/small", &walk, &err) == 0,
		"corpus/small is not here: run this in the project's folder");
}

/* ---- Made-up articles --------------------------------------------------- */

/* Few, so that queries of several words find something. */
static const char *const vocabulary[] = {
	"water",      "waters",
	"watering",   "gas",
	"pipeline",   "pipelines",
	"rail",	      "corridor",
	"bank",	      "banks",
	"banking",    "central",
	"coral",      "reef",
	"reefs",      "open",
	"source",     "opens",
	"vaccine",    "vaccines",
	"treaty",     "inflation",
	"the",	      "of",
	"to",	      "be",
	"or",	      "not",
	"and",	      "a",
	"café",	      "cafe",
	"Straße",     "naïve",
	"résumé",     "l'eau",
	"don't",      "3.14",
	"2025",	      "node.js",
	"e-mail",     "open-source",
	"snake_case", "C++",
	"AT&T",	      "水",
	"銀行",	      "中央銀行",
	"น้ำ",	      "می‌خواهم",
	"كتاب",	      "کتاب",
	"שָׁלוֹם",	      "हिन्दी",
	"ﬁne",	      "Ｆｕｌｌ",
	"\U0001f389", "x",
	"university", "universal",
	"Kind",	      "Kinder",
	"kindly",     "kind",
	"cheval",     "chevaux",
	"вода",	      "воды",
	"мой",	      "мои",
};

static const char *const tags[] = {
	"science",
	"climate",
	"world-politics",
	"World Politics",
	"Économie",
	"global economy",
	"水",
	"c++",
};

static const char *const series[] = { "Deep Dives", "deep-dives", "Notes", "3",
				      "Été 2024" };

static const char *const links[] = {
	"/posts/a/",
	"../b",
	"c.md#d",
	"https://example.org/a",
	"https://EXAMPLE.org/",
	"//other.example/caf%C3%A9?b#c",
	"mailto:desk@example.org",
};

/* Of some there are no stems; pt-x finds no article of fr-PT. */
static const char *const langs[] = {
	"fr", "fr-CA", "fr-PT", "de", "de_AT", "en-GB", "ru", "ja", "pt", "x",
};

static const char *const hiding[] = {
	"draft: true",
	"published: false",
	"unlisted: true",
	"search: false",
	"expirydate: 2023-01-01",
	"expirydate: 2030-01-01",
	"publishdate: 2024-12-01",
};

static const char *const authors[] = {
	"Zoë Márquez", "zoe marquez", "Amara Obiechina",
	"Amara",       "World Desk",  "山田 太郎",
};

#define PICK(array) (array)[world_below(sizeof(array) / sizeof(*(array)))]

static void add_words(struct buf *out, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		/* The first ones more often. */
		size_t most = sizeof(vocabulary) / sizeof(*vocabulary);
		unsigned int n = 1 + world_below((unsigned int)most);

		buf_printf(out, "%s%s", i ? " " : "",
			   vocabulary[world_below(n)]);
	}
}

static void add_list(struct buf *out, const char *key, const char *const *items,
		     unsigned int count)
{
	unsigned int n = world_below(4);

	if (n == 0)
		return;
	buf_printf(out, "%s: [", key);
	for (unsigned int i = 0; i < n; i++)
		buf_printf(out, "%s\"%s\"", i ? ", " : "",
			   items[world_below(count)]);
	buf_add_str(out, STR("]\n"));
}

static void add_date(struct buf *out)
{
	unsigned int year = 2021 + world_below(4), month = 1 + world_below(12),
		     day = 1 + world_below(28);

	switch (world_below(7)) {
	case 0:
		return;
	case 1:
		buf_printf(out, "date: %u\n", year);
		return;
	case 2:
		buf_printf(out, "date: %u-%02u\n", year, month);
		return;
	case 3:
		buf_printf(out, "date: %u-%02u-%02uT23:%02u:00-05:00\n", year,
			   month, day, world_below(60));
		return;
	case 4:
		buf_printf(out, "date: %u-%02u-%02uT00:30:00+14:00\n", year,
			   month, day);
		return;
	default:
		/* Few different days, so that some articles share one. */
		buf_printf(out, "date: %u-%02u-%02u\n", year, month,
			   1 + day % 3);
	}
}

/* Keys that are known for something, and some that are not. */
static void add_keys(struct buf *out)
{
	if (world_below(2))
		buf_printf(out, "series: \"%s\"\n", PICK(series));
	if (world_below(3) == 0)
		add_list(out, "topics", series,
			 sizeof(series) / sizeof(*series));
	if (world_below(2))
		buf_printf(out, "rating: %d%s\n", (int)world_below(7) - 2,
			   world_below(3) ? "" : ".5");
	else if (world_below(8) == 0)
		buf_add_str(out, STR("rating: three\n"));
	if (world_below(3) == 0)
		buf_printf(out, "featured: %s\n",
			   world_below(2) ? "true" : "no");
	if (world_below(3) == 0)
		buf_printf(out, "event: 202%u-0%u%s\n", world_below(5),
			   1 + world_below(9), world_below(2) ? "" : "-15");
	if (world_below(4) == 0)
		buf_printf(out, "updated: 2024-0%u-02\n", 1 + world_below(9));
	if (world_below(4) == 0) {
		buf_add_str(out, STR("abstract: |\n  "));
		add_words(out, 8);
		buf_add_str(out, STR("\n  "));
		add_words(out, 4);
		buf_add_char(out, '\n');
	}
	if (world_below(4) == 0)
		add_list(out, "categories", tags, sizeof(tags) / sizeof(*tags));
	if (world_below(2))
		buf_printf(out, "lang: %s\n", PICK(langs));
	if (world_below(5) == 0)
		buf_printf(out, "%s\n", PICK(hiding));
}

void world_article(struct buf *out)
{
	unsigned int blocks = world_below(6);

	buf_add_str(out, STR("---\ntitle: \""));
	add_words(out, 1 + world_below(5));
	buf_add_str(out, STR("\"\n"));
	add_date(out);
	add_list(out, "tags", tags, sizeof(tags) / sizeof(*tags));
	add_list(out, "authors", authors, sizeof(authors) / sizeof(*authors));
	add_keys(out);
	if (world_below(3) == 0) {
		buf_add_str(out, STR("description: \""));
		add_words(out, 6);
		buf_add_str(out, STR("\"\n"));
	}
	buf_add_str(out, STR("---\n"));
	while (blocks-- > 0) {
		if (world_below(4) == 0)
			buf_add_str(out, STR("## "));
		else if (world_below(6) == 0)
			buf_add_str(out, STR("- "));
		else if (world_below(6) == 0)
			buf_add_str(out,
				    STR("```c\n"
					"int water = getReef(gas_pipeline);"
					"\n```\n\n"));
		add_words(out, 1 + world_below(40));
		if (world_below(5) == 0)
			buf_add_str(out, STR(" with `open source` code"));
		if (world_below(3) == 0)
			buf_printf(out, " [more](%s)", PICK(links));
		if (world_below(4) == 0) {
			buf_add_str(out, STR(" !["));
			add_words(out, 1 + world_below(5));
			buf_add_str(out, STR("](/a.png)"));
		}
		buf_add_str(out, STR(".\n\n"));
	}
}

/* ---- What the oracle knows ---------------------------------------------- */

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

/* A growing list of words, with the position of the last. */
struct collecting {
	struct world *world;
	struct seen *list;
	size_t count, cap;
	uint32_t position;
	const struct article *body; /* whose text is collected; or NULL */
};

static bool is_code(const struct article *a, size_t at)
{
	for (size_t i = 0; i < a->block_count; i++) {
		const struct markdown_block *b = &a->blocks[i];

		if (b->kind == MARKDOWN_CODE && at >= b->start && at < b->end)
			return true;
	}
	for (size_t i = 0; i < a->code_count; i++) {
		if (at >= a->codes[i].start && at < a->codes[i].end)
			return true;
	}
	return false;
}

static void put(struct collecting *c, struct seen seen)
{
	c->list = arena_grow(&c->world->arena, c->list, c->count, &c->cap,
			     sizeof(*c->list));
	world_expect(c->list != NULL, "no memory");
	c->list[c->count++] = seen;
}

static void collect(struct collecting *c, struct str text)
{
	struct err err = ERR_INIT;
	struct terms terms;
	struct term term;
	size_t end = 0; /* of the word before */

	terms_init(&terms, c->world->words, text);
	terms.language = c->world->language;
	terms.position = c->position;
	while (terms_next(&terms, &term, &err) == TERMS_NEXT) {
		const struct word *word = words_at(c->world->words, term.word);
		struct seen seen = {
			.folded = arena_copy(&c->world->arena, word->folded),
			.role = term.role,
			.ends_run = term.role == TERM_LAST && term.end == end,
			.stem = words_stem(c->world->words, word->stem),
			.position = term.position,
			.is_code = c->body && is_code(c->body, term.start),
		};

		if (term.role == TERM_WORD || term.role == TERM_LAST)
			end = term.end;
		put(c, seen);
	}
	world_expect(!err.code, err.message);
	/* Nothing runs from field to field. */
	c->position = terms.position + 100;
}

size_t world_terms(struct world *world, struct str text, struct seen **out)
{
	struct collecting c = { .world = world };

	collect(&c, text);
	*out = c.list;
	return c.count;
}

size_t world_split(struct world *world, struct str text, struct seen **out)
{
	struct collecting c = { .world = world };
	struct seen joined = { .folded = STR("") }, *list;
	size_t all = world_terms(world, text, &list);
	uint32_t last = 0;

	for (size_t i = 0; i < all; i++) {
		if (list[i].role == TERM_WORD || list[i].role == TERM_LAST)
			last = list[i].position;
	}
	for (size_t i = 0; i < all; i++) {
		const struct seen *s = &list[i];
		bool is_first = s->position == 1;

		if ((s->role == TERM_JOINED || s->role == TERM_SIGNED) &&
		    is_first && i + 1 < all && list[i + 1].position == last)
			joined = *s;
		if (s->role != TERM_WORD && s->role != TERM_LAST)
			continue;
		if (s->ends_run && s->position == last)
			continue;
		put(&c, *s);
	}
	put(&c, joined);
	*out = c.list;
	return c.count - 1;
}

/* The words of code: nothing is joined, and capitals begin parts. */
static void collect_code(struct collecting *c, struct str text)
{
	struct err err = ERR_INIT;
	struct terms terms;
	struct term term;

	terms_init(&terms, c->world->words, text);
	terms.language = c->world->language;
	while (terms_next(&terms, &term, &err) == TERMS_NEXT) {
		struct str s =
			str_make(text.p + term.start, term.end - term.start);
		struct seen seen = { .role = term.role };
		struct humps humps;

		if (term.role == TERM_JOINED || term.role == TERM_AGAIN)
			continue;
		seen.folded = words_at(c->world->words, term.word)->folded;
		put(c, seen);
		humps_init(&humps, s);
		while (humps_next(&humps, &s)) {
			const struct word *word;

			world_expect(!words_get(c->world->words,
						c->world->language, s, &word,
						&err),
				     err.message);
			seen.folded = word->folded;
			put(c, seen);
		}
	}
	world_expect(!err.code, err.message);
}

static void know(struct world *world, struct known *k)
{
	struct collecting all = { .world = world };
	struct collecting heading = { .world = world };
	struct collecting code = { .world = world };
	struct collecting alt = { .world = world };
	const struct article *a = &k->article;
	enum article_rule rule = a->from[ARTICLE_DESCRIPTION].rule;

	world->language = language_of(a->lang);
	k->title_count = world_terms(world, a->title, &k->title);
	collect(&all, a->title);
	/* Else it is a part of the text. */
	if (rule != ARTICLE_BY_MARKER && rule != ARTICLE_BY_TEXT)
		collect(&all, a->description);
	collect(&all, a->image_description);
	for (size_t i = 0; i < a->tag_count; i++)
		collect(&all, a->tags[i].label);
	for (size_t i = 0; i < a->author_count; i++)
		collect(&all, a->authors[i].name);
	for (size_t i = 0; i < a->category_count; i++)
		collect(&all, a->categories[i].label);
	for (size_t i = 0; i < a->keyword_count; i++)
		collect(&all, a->keywords[i]);
	for (size_t i = 0; i < a->search.also_count; i++)
		collect(&all, a->search.also[i]);
	k->body = all.count;
	all.body = a;
	collect(&all, a->text);
	for (size_t i = 0; i < a->block_count; i++) {
		const struct markdown_block *b = &a->blocks[i];
		struct str text =
			str_make(a->text.p + b->start, b->end - b->start);

		if (b->kind == MARKDOWN_CODE)
			collect_code(&code, text);
		if (b->kind == MARKDOWN_HEADING)
			collect(&heading, text);
	}
	for (size_t i = 0; i < a->code_count; i++)
		collect_code(&code,
			     str_make(a->text.p + a->codes[i].start,
				      a->codes[i].end - a->codes[i].start));
	collect(&alt, a->image_description);
	for (size_t i = 0; i < a->alt_count; i++)
		collect(&alt, str_make(a->text.p + a->alts[i].start,
				       a->alts[i].end - a->alts[i].start));
	k->all = all.list;
	k->all_count = all.count;
	k->heading = heading.list;
	k->heading_count = heading.count;
	k->code = code.list;
	k->code_count = code.count;
	k->alt = alt.list;
	k->alt_count = alt.count;
}

static int read_one(const char *path, const char *below, void *payload)
{
	struct world *world = payload;
	struct article_origin origin = { .id = str_of(below) };
	struct buf bytes = world_get(path);
	struct err err = ERR_INIT;
	struct known k = { 0 };
	struct str copy = arena_copy(&world->arena, buf_view(&bytes));

	buf_release(&bytes);
	world_expect(copy.p != NULL, "no memory");
	if (article_read(copy, &origin, &world->arena, &k.article, &err) != 0)
		return 0;
	know(world, &k);
	world->articles =
		arena_grow(&world->arena, world->articles, world->count,
			   &world->cap, sizeof(*world->articles));
	world_expect(world->articles != NULL, "no memory");
	world->articles[world->count++] = k;
	return 0;
}

void world_read(struct world *world, const char *folder)
{
	struct fs_walk walk = { .file = read_one, .payload = world };
	struct err err = ERR_INIT;

	*world = (struct world){ .arena = ARENA_INIT(SIZE_MAX) };
	world_expect(xap_stemmer_new(&world->stemmer, &err) == 0 &&
			     words_new(stem, world->stemmer, &world->words,
				       &err) == 0 &&
			     fs_walk(folder, &walk, &err) == 0,
		     err.message);
	facets_learn(world);
}

void world_release(struct world *world)
{
	words_free(world->words);
	xap_stemmer_free(world->stemmer);
	arena_release(&world->arena);
}
