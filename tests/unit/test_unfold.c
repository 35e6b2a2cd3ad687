/*
 * Tests of text/unfold: words find their other forms, typed with accents or
 * without.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/unfold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shim/xap.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct xap_stemmer *stemmer;
	struct words *words;
	struct err err;
};

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	*state = &f;
	if (xap_stemmer_new(&f.stemmer, &f.err))
		return -1;
	return words_new(stem, f.stemmer, &f.words, &f.err);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	words_free(f->words);
	xap_stemmer_free(f->stemmer);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static uint32_t stem_of(struct fixture *f, const char *lang, struct str s)
{
	const struct word *word;

	assert_int_equal(words_get(f->words, language_of(str_of(lang)), s,
				   &word, &f->err),
			 0);
	assert_true(word && word->is_stemmed);
	return word->stem;
}

/* Words of one row, between blanks, have one stem; the first one of the next
 * row has another. */
static const struct {
	const char *lang, *words;
} rows[] = {
	{ "ar", "حكومة الحكومة للحكومة حكومه" },
	{ "ar", "مهندس مهندسون مهندسين المهندسين" },
	{ "ar", "كتاب الكتاب کتاب بالكتاب كتابهم" },
	{ "ar", "المدرسة مدرسة" },
	{ "ca", "administració administracions administracio" },
	{ "ca", "illa illes" },
	{ "da", "måned måneder måneden maneder" },
	{ "da", "køb kobet" },
	{ "de", "Haus Häuser Häusern haus hauser Haeuser HAEUSERN" },
	{ "de", "Straße Straßen STRASSEN strasse" },
	{ "de", "München Muenchen munchen" },
	{ "de", "Köln Koeln" },
	{ "de", "neu neue neuer" },
	{ "de", "Kind Kinder Kindern" },
	{ "en", "library libraries" },
	{ "es", "organización organizaciones organizacion" },
	{ "es", "comían comíamos comian comer" },
	{ "es", "árbol árboles arboles arbol" },
	{ "es", "servicio servicios" },
	{ "es", "historia historias" },
	{ "fi", "metsä metsässä metsät metsassa" },
	{ "fi", "talo talossa talot" },
	{ "fr", "réfugiés réfugié refugie" },
	{ "fr", "décidée décidées décidé decidee" },
	{ "fr", "dernière dernières dernier derniere" },
	{ "fr", "différent différents different" },
	{ "fr", "parlèrent parler parlerent" },
	{ "fr", "résultat résultats resultats" },
	{ "fr", "cheval chevaux" },
	{ "hu", "ház házak házban házból házról hazrol" },
	{ "hu", "könyv könyvek könyvnél konyvbol" },
	{ "hy", "քաղաք քաղաքի քաղաքներ" },
	{ "it", "città CITTA" },
	{ "it", "canzone canzoni" },
	{ "it", "libro libri" },
	{ "lt", "dydis dydžio dydziu" },
	{ "lt", "gatvė gatvės gatvėmis gatvemis" },
	{ "nb", "måned måneder maneder" },
	{ "ne", "घर घरहरू घरमा" },
	{ "nl", "boek boeken" },
	{ "nl", "kat katten" },
	{ "pt", "informação informações informacoes informacao" },
	{ "pt", "mulher mulheres" },
	{ "ro", "student studenți studenţi studenti" },
	{ "ro", "informație informații informatii" },
	{ "ro", "lucrează lucrea lucreaza" },
	{ "ru", "красивый красивая красивые" },
	{ "ru", "технология технологий технологии" },
	{ "ru", "вода воды воду" },
	{ "ru", "ёлка елка ёлки" },
	{ "sv", "flicka flickor flickorna" },
	{ "sv", "väg vägar vagen" },
	{ "ta", "நூல் நூல்கள்" },
	{ "tr", "kız kızlar kizlar kızın" },
	{ "tr", "gün günler gunler" },
	{ "tr", "gözlük gözlükler gozluklerin" },
	{ "tr", "ayak ayağı ayagi" },
	{ "tr", "kitap kitaplar kitabı kitabi" },
	{ "tr", "gelmiş gelmis" },
	{ "tr", "okullar okullardaki okul" },
	{ "id", "buku bukunya" },
	{ "eu", "etxe etxeak" },
	{ "ga", "bliain mbliain" },
};

static void forms_have_one_stem(void **state)
{
	struct fixture *f = *state;
	uint32_t before = UINT32_MAX;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str rest = str_of(rows[i].words);
		uint32_t first = UINT32_MAX;

		while (rest.len) {
			struct str word = str_head(rest, str_find(rest, ' '));
			uint32_t s = stem_of(f, rows[i].lang, word);

			if (first == UINT32_MAX)
				first = s;
			if (s != first)
				fail_msg("%s: %.*s is %.*s", rows[i].lang,
					 STR_ARG(word),
					 STR_ARG(words_stem(f->words, s)));
			rest = str_skip(rest, word.len + 1);
		}
		assert_int_not_equal(first, before);
		before = first;
	}
}

static void only_some_languages_need_it(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	buf_add_str(&out, STR("as it was"));
	assert_false(unfold_word(language_of(STR("en")), STR("nation"), &out));
	assert_false(unfold_word(LANGUAGE_NONE, STR("nation"), &out));
	assert_true(str_eq(buf_view(&out), STR("as it was")));
	assert_true(unfold_word(language_of(STR("es")), STR("nacion"), &out));
	assert_true(str_eq(buf_view(&out), STR("nación")));
	/* An ending is not a word. */
	assert_true(unfold_word(language_of(STR("es")), STR("ion"), &out));
	assert_true(str_eq(buf_view(&out), STR("ion")));
	buf_release(&out);
}

static void turkish_vowels_agree(void **state)
{
	static const char *const words[] = {
		"kızlar", "günler", "gözlükler", "okullar", "kitabı",
		"ayağı",  "dağ",    "gelmiş",	 "olmuş",   "insanlar",
		"evler",  "evdeki", "masadaki",	 "",	    "x",
		"g",	  "s",	    "水",	 "cafe",    "aglar",
	};
	static const char *const expected[] = {
		"kızlar", "günler", "gözlükler", "okullar", "kıtabı",
		"ayağı",  "dağ",    "gelmiş",	 "olmuş",   "ınsanlar",
		"evler",  "evdeki", "masadaki",	 "",	    "x",
		"g",	  "s",	    "水",	 "cafe",    "aglar",
	};
	struct buf folded = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		buf_clear(&folded);
		fold_word(str_of(words[i]), &folded);
		assert_true(unfold_word(language_of(STR("tr")),
					buf_view(&folded), &out));
		if (!str_eq(buf_view(&out), str_of(expected[i])))
			fail_msg("%s: %.*s", words[i], STR_ARG(buf_view(&out)));
	}
	buf_release(&folded);
	buf_release(&out);
}

/* Folding what is unfolded gives the word again. */
static void only_accents_change(void **state)
{
	struct buf folded = BUF_INIT, out = BUF_INIT, again = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str rest = str_of(rows[i].words);

		while (rest.len) {
			struct str word = str_head(rest, str_find(rest, ' '));

			rest = str_skip(rest, word.len + 1);
			buf_clear(&folded);
			buf_clear(&again);
			fold_word(word, &folded);
			if (!unfold_word(language_of(str_of(rows[i].lang)),
					 buf_view(&folded), &out))
				continue;
			fold_word(buf_view(&out), &again);
			assert_true(
				str_eq(buf_view(&again), buf_view(&folded)));
		}
	}
	buf_release(&folded);
	buf_release(&out);
	buf_release(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(forms_have_one_stem),
		TEST(only_some_languages_need_it),
		TEST(turkish_vowels_agree),
		TEST(only_accents_change),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("unfold", tests, NULL, NULL);
}
