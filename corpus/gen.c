/*
 * gen: writes a synthetic corpus of any size, the same for the same seed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All seeds share one language: words by rank, the frequent ones English, the
 * others made of syllables, and topics that prefer some of them. Article i is
 * a function of the seed and i, so a larger corpus contains the smaller one.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT_OF(array) (unsigned)(sizeof(array) / sizeof((array)[0]))

enum {
	VOCABULARY = 60000,
	FUNCTION_WORDS = 150, /* at the head of the list below */
	WORD_SIZE = 16,	      /* with the NUL */
	TOPICS = 40,
	TOPIC_WORDS = 400,
	FOCUS_WORDS = 8, /* what one article is about */
	TAGS = 120,
	FIRST_YEAR = 2008,
	YEARS = 19,
};

struct language {
	char words[VOCABULARY][WORD_SIZE];     /* by rank */
	unsigned topics[TOPICS * TOPIC_WORDS]; /* ranks */
};

/* One article while it is written. */
struct article {
	const struct language *lang;
	FILE *out;
	uint64_t rng;
	unsigned topic, words_left;
	const char *focus[FOCUS_WORDS];
	char coined[WORD_SIZE];
	char slug[10 * WORD_SIZE], date[64];
};

static const char english_words[] =
	"the of and to in a is that for it as was with on be by at he his "
	"from are this but have an they which or not had you were her all she "
	"there been one their has would will when if so no what up who more "
	"out about into than them can only other some could these two may "
	"then do any my now such like our over me even most made after also "
	"did many before must through where much your should well how because "
	"each between those under while here both being very same since "
	"against another might off few during without again however until "
	"every once less though within among upon almost always never often "
	"still too yet perhaps although across behind above below near around "
	"along toward beyond several enough already together instead three "
	"four first last just i we him us "

	"year people government state world time country city water work "
	"company market week day month part place system number group school "
	"problem power money home family word question house case head hand "
	"party level right war history law report policy study price trade "
	"business service minister court plan health job book office door "
	"result change morning reason research team minute education process "
	"music nation college death experience effect use field rate heart "
	"show leader voice police mind return town road building society tax "
	"director paper form project oil cost industry street phone data "
	"picture land doctor worker news test movie north love south energy "
	"summer winter spring harbour bridge river coast island mountain "
	"forest farm harvest grain bread rice coffee ship port train rail "
	"corridor border pipeline gas coal solar wind storm rain snow heat "
	"climate drought flood reef coral ocean fish bird animal plant seed "
	"garden soil rock metal iron steel glass paint stone bank central "
	"inflation currency budget debt loan wage export import tariff "
	"sanction treaty summit election vote parliament president mayor "
	"citizen protest strike union reform crisis recovery growth vaccine "
	"virus hospital patient nurse disease cell gene brain species planet "
	"orbit satellite rocket engine battery network software computer "
	"screen code program open source server search language letter poem "
	"novel theatre film painting museum library artist writer reader "
	"match goal race coach stadium champion league marathon swimmer chess "
	"write read build grow begin follow pay meet continue learn lead "
	"understand watch speak allow add offer consider buy serve send raise "
	"pass sell require decide pull new old great small large high low "
	"early young important public private local global free strong whole "
	"clear recent certain common simple quiet northern modern";

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators" (OOPSLA 2014), with the constants of Sebastiano Vigna's
 * public-domain splitmix64.c. */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t next_random(uint64_t *rng)
{
	return mix(*rng += UINT64_C(0x9e3779b97f4a7c15));
}

static unsigned below(uint64_t *rng, unsigned n)
{
	return (unsigned)(((next_random(rng) >> 32) * n) >> 32);
}

static unsigned between(uint64_t *rng, unsigned low, unsigned high)
{
	return low + below(rng, high - low + 1);
}

static double unit(uint64_t *rng)
{
	return (double)(next_random(rng) >> 11) * 0x1p-53;
}

/* Zipf's law as Mandelbrot amended it: k, below n, weighs 1 / (k + shift) or
 * so. Inverting the smooth distribution takes one pow() and no table. */
static unsigned zipf(uint64_t *rng, unsigned n, double shift)
{
	double k = shift * pow((n + shift) / shift, unit(rng)) - shift;

	return k < n ? (unsigned)k : n - 1;
}

/* Log-normal around 650 words, near enough: twelve uniform numbers have a
 * variance of 1. */
static unsigned article_length(uint64_t *rng)
{
	double z = -6;

	for (int i = 0; i < 12; i++)
		z += unit(rng);
	return (unsigned)fmin(fmax(650 * exp(0.7 * z), 40), 6000);
}

static void invent(char word[WORD_SIZE], unsigned syllables, uint64_t *rng)
{
	for (; syllables > 0; syllables--) {
		unsigned onset = below(rng, 16);

		*word++ = "bcdfgkpthjlmnrsv"[onset];
		if (onset < 8 && below(rng, 5) == 0)
			*word++ = "lr"[below(rng, 2)];
		*word++ = "aaeeeiioou"[below(rng, 10)];
		if (below(rng, 3) == 0)
			*word++ = "nnrrlstdmk"[below(rng, 10)];
	}
	*word = '\0';
}

static void language_init(struct language *l)
{
	static const char suffix[][5] = { "s", "ed", "ing", "er", "ly" };
	uint64_t rng = 1;
	unsigned size = 0;

	for (const char *p = english_words; *p; size++) {
		size_t len = strcspn(p, " ");

		memcpy(l->words[size], p, len);
		p += len + (p[len] == ' ');
	}
	/* The others: shorter ones first, a third of them regular forms of an
	 * earlier word, so that a stemmer has work. A few come out twice. */
	for (; size < VOCABULARY; size++) {
		char *word = l->words[size];
		unsigned form = below(&rng, 3 * COUNT_OF(suffix));

		memcpy(word, l->words[between(&rng, FUNCTION_WORDS, size - 1)],
		       WORD_SIZE);
		if (form < COUNT_OF(suffix) && strlen(word) < 9)
			snprintf(word + strlen(word), WORD_SIZE - strlen(word),
				 "%s", suffix[form]);
		else
			invent(word, size < 9000 ? 2 : 3, &rng);
	}
	/* A topic has common words and rare ones, even in log rank. */
	for (unsigned i = 0; i < TOPICS * TOPIC_WORDS; i++)
		l->topics[i] =
			FUNCTION_WORDS +
			zipf(&rng, VOCABULARY - FUNCTION_WORDS, FUNCTION_WORDS);
}

static const char *topic_word(struct article *a)
{
	unsigned i = a->topic * TOPIC_WORDS + zipf(&a->rng, TOPIC_WORDS, 4);

	return a->lang->words[a->lang->topics[i]];
}

/* The next word of the text; the result is valid until the next call. */
static const char *next_word(struct article *a)
{
	unsigned rank = zipf(&a->rng, VOCABULARY, 1);
	unsigned r = below(&a->rng, 1000);

	if (r < 2) {
		invent(a->coined, 3, &a->rng);
		return a->coined;
	}
	if (rank < FUNCTION_WORDS || r >= 450)
		return a->lang->words[rank];
	if (r < 100)
		return a->focus[below(&a->rng, FOCUS_WORDS)];
	return topic_word(a);
}

static void put(struct article *a, const char *text)
{
	fputs(text, a->out);
}

/* One word, or what stands for one, with the occasional markup. */
static void put_token(struct article *a, bool capital)
{
	unsigned r = below(&a->rng, 1000);
	const char *mark = r < 8 ? "*" : r < 12 ? "**" : r < 14 ? "`" : "";
	const char *word;

	if (a->words_left > 0)
		a->words_left--;
	if (r >= 994) {
		fprintf(a->out, "%u", between(&a->rng, 2, 2030));
		return;
	}
	put(a, r >= 991 ? "[" : mark);
	word = next_word(a);
	capital = capital || word == a->coined; /* a name */
	putc(capital ? word[0] - 'a' + 'A' : word[0], a->out);
	put(a, word + 1);
	put(a, r >= 991 ? "](https://www.example.org/)" : mark);
}

/* A run of words that starts with a capital. */
static void put_words(struct article *a, unsigned n, const char *end)
{
	for (unsigned i = 0; i < n; i++) {
		if (i > 0)
			put(a, below(&a->rng, 100) < 7 ? ", " : " ");
		put_token(a, i == 0);
	}
	put(a, end);
}

static void put_paragraph(struct article *a)
{
	unsigned sentences = between(&a->rng, 2, 7);

	while (sentences-- > 0 && a->words_left > 0) {
		unsigned n = between(&a->rng, 4, 28);

		if (n + 4 > a->words_left)
			n = a->words_left;
		put_words(a, n, below(&a->rng, 100) < 4 ? "?" : ".");
		put(a, sentences > 0 && a->words_left > 0 ? " " : "\n");
	}
}

static void put_lines(struct article *a, const char *start, const char *end)
{
	for (unsigned n = between(&a->rng, 3, 6); n > 0; n--) {
		put(a, start);
		put_words(a, between(&a->rng, 2, 8), end);
	}
}

static void put_body(struct article *a)
{
	while (a->words_left > 0) {
		unsigned r = below(&a->rng, 1000);

		put(a, "\n");
		if (r < 120 && a->words_left > 30) {
			put(a, "## ");
			put_words(a, between(&a->rng, 2, 6), "\n\n");
		}
		if (r >= 925 && r < 985) {
			put_lines(a, "- ", "\n");
		} else if (r >= 985) {
			put(a, "```\n");
			put_lines(a, "\t", ";\n");
			put(a, "```\n");
		} else {
			put(a, r >= 900 ? "> " : "");
			put_paragraph(a);
		}
	}
}

/* The topic's own tag, and up to four others. */
static void put_tags(struct article *a)
{
	static const char kind[][9] = { "",	  "world-",  "global-",
					"local-", "public-", "digital-",
					"rural-", "urban-",  "marine-",
					"modern-" };
	static const char field[][10] = { "politics", "economy",   "science",
					  "culture",  "sport",	   "health",
					  "trade",    "energy",	   "climate",
					  "history",  "education", "music" };
	unsigned tag = a->topic, n = between(&a->rng, 1, 5);
	bool used[TAGS] = { false };

	for (unsigned i = 0; i < n; i++) {
		put(a, i == 0 ? "tags: [" : ", ");
		put(a, kind[tag / COUNT_OF(field)]);
		put(a, field[tag % COUNT_OF(field)]);
		for (used[tag] = true; used[tag];)
			tag = zipf(&a->rng, TAGS, 3);
	}
	put(a, "]\n");
}

static void put_author(struct article *a)
{
	static const char first[][7] = { "Ada",	  "Björn", "Chloé",
					 "Elif",  "Farid", "Grace",
					 "Jakub", "Kofi",  "Leïla" };
	static const char last[][9] = { "Abara",  "Brandt", "Castaño", "Dvořák",
					"Ishida", "Haddad", "Okafor",  "Rahimi",
					"Sørby",  "Wu" };
	unsigned i = zipf(&a->rng, 80, 10);

	/* 9 and 10 have no common factor, so no name comes twice. */
	fprintf(a->out, "author: \"%s %s\"\n", first[i % COUNT_OF(first)],
		last[i % COUNT_OF(last)]);
}

static void put_front_matter(struct article *a)
{
	put(a, "---\ntitle: \"");
	for (const char *p = a->slug; *p; p++)
		if (p == a->slug || p[-1] == '-')
			putc(*p - 'a' + 'A', a->out);
		else
			putc(*p == '-' ? ' ' : *p, a->out);
	fprintf(a->out, "\"\ndate: %s\n", a->date);
	if (below(&a->rng, 2)) {
		fprintf(a->out,
			"image: \"https://images.example.org/%s.webp\"\n"
			"image_description: \"",
			a->slug);
		put_words(a, between(&a->rng, 4, 12), ".\"\n");
	}
	put_tags(a);
	put_author(a);
	put(a, "layout: post\n---\n");
}

/* Three to ten words, most of them what the article is about. */
static void choose_slug(struct article *a)
{
	unsigned n = between(&a->rng, 3, 10), focus = 0;
	int len = 0;

	for (unsigned i = 0; i < n; i++) {
		const char *word = a->lang->words[below(&a->rng, 25)];

		if (i % 2 == 0 || i + 1 == n || below(&a->rng, 2))
			word = a->focus[focus++ % FOCUS_WORDS];
		len += snprintf(a->slug + len, sizeof(a->slug) - (size_t)len,
				i > 0 ? "-%s" : "%s", word);
	}
}

static void choose_date(struct article *a)
{
	/* The root makes later years likelier. */
	unsigned year = (unsigned)(YEARS * sqrt(unit(&a->rng)));
	unsigned month = between(&a->rng, 1, 12);
	unsigned day = between(&a->rng, 1, 28);
	unsigned ms = below(&a->rng, 24 * 60 * 60 * 1000);

	snprintf(a->date, sizeof(a->date), "%u-%02u-%02uT%02u:%02u:%02u.%03uZ",
		 FIRST_YEAR + year, month, day, ms / 3600000, ms / 60000 % 60,
		 ms / 1000 % 60, ms % 1000);
}

/* Opens a file for writing, and makes the folders that it lacks. */
static FILE *open_file(char *path)
{
	FILE *out = fopen(path, "w");

	if (out || errno != ENOENT)
		return out;
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; *p++ = '/') {
		*p = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return NULL; /* and the path names the folder */
	}
	return fopen(path, "w");
}

static bool write_article(const struct language *lang, const char *dir,
			  uint64_t seed, uint64_t number)
{
	static char buffer[1 << 20]; /* holds the longest article */
	char path[8192];	     /* so the system's limit is hit first */
	struct article a = { .lang = lang };

	a.rng = mix(mix(seed + 1) + number);
	a.topic = zipf(&a.rng, TOPICS, 8);
	for (int i = 0; i < FOCUS_WORDS; i++)
		a.focus[i] = topic_word(&a);
	choose_slug(&a);
	choose_date(&a);
	snprintf(path, sizeof(path), "%s/%.4s/%.2s/%s-%06" PRIu64 ".md", dir,
		 a.date, a.date + 5, a.slug, number);
	a.out = open_file(path);
	if (a.out) {
		/* As all of it fits, fclose writes it by one call. */
		setvbuf(a.out, buffer, _IOFBF, sizeof(buffer));
		put_front_matter(&a);
		a.words_left = article_length(&a.rng);
		put_body(&a);
		if (fclose(a.out) == 0)
			return true;
	}
	fprintf(stderr, "gen: cannot write '%s': %s\n", path, strerror(errno));
	return false;
}

static bool parse_number(const char *text, uint64_t *out)
{
	errno = 0;
	*out = strtoull(text, NULL, 10);
	return *text && !text[strspn(text, "0123456789")] && !errno;
}

int main(int argc, char **argv)
{
	static struct language lang;
	uint64_t count, seed = 1;

	if (argc < 3 || argc > 4 || !*argv[2] ||
	    !parse_number(argv[1], &count) ||
	    (argc > 3 && !parse_number(argv[3], &seed))) {
		fputs("usage: gen COUNT DIR [SEED]\n", stderr);
		return 2;
	}
	language_init(&lang);
	for (uint64_t number = 1; number <= count; number++)
		if (!write_article(&lang, argv[2], seed, number))
			return 1;
	return 0;
}
