#!/bin/sh
# Articles in several languages: a word finds its forms in each of them.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# finds EXPECTED ARGUMENT...: these ids, blanks between, and no others, in
# any order.
finds()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' |
		sort >.expected
	shift
	ids -n 100 --as-typed "$@" >.found && sort .found >.actual &&
		test_cmp .expected .actual
}

# marks EXPECTED ARGUMENT...: what is marked in the snippet of the first hit.
marks()
{
	expected=$1
	shift
	pressmark search --json -n 1 "$@" >.out &&
		json .out "my \$s = \$_->{hits}[0]{snippet}; map {
			substr \$s->{text}, \$_->[0], \$_->[1] - \$_->[0]
			} @{\$s->{marks}}" >.actual &&
		printf '%s\n' "$expected" >.expected &&
		test_cmp .expected .actual
}

stemming()
{
	pressmark status | sed -n 's/^stemming  *//p' >.actual &&
		echo "$1" >.expected && test_cmp .expected .actual
}

test_expect_success 'make an index' '
	article content/en.md "English" <<-\EOF &&
	The harbours were kindly rebuilt. A new library opened in the port.
	EOF
	article content/gb.md "British" "lang: en-GB" <<-\EOF &&
	One harbour has closed.
	EOF
	article content/de.md "Deutsch" "lang: de" <<-\EOF &&
	Das Kind geht in ein altes Haus am Hafen.
	EOF
	article content/de2.md "Häuser und Kinder" "lang: de_AT" <<-\EOF &&
	## Über Straßen

	Alles hat seine Zeit.
	EOF
	article content/fr.md "Français" "lang: fr" <<-\EOF &&
	Les réfugiées ont traversé la dernière rivière avec des chevaux.
	EOF
	article content/es.md "Español" "lang: es-MX" <<-\EOF &&
	La organización publica un informe sobre los árboles.
	EOF
	article content/ru.md "По-русски" "lang: ru" <<-\EOF &&
	Новый мост построен. Вода в реке холодная.
	EOF
	article content/ar.md "العربية" "lang: ar" <<-\EOF &&
	أعلنت الحكومة خطة جديدة للمدرسة.
	EOF
	article content/tr.md "Türkçe" "lang: tr" <<-\EOF &&
	Kızlar gözlüklerini masada unuttular.
	EOF
	article content/id.md "Indonesia" "lang: id" <<-\EOF &&
	Anak itu sedang belajar.
	EOF
	article content/ja.md "日本語" "lang: ja" <<-\EOF &&
	港の図書館。The harbours of Docker.
	EOF
	article content/el.md "Ελληνικά" "lang: el" <<-\EOF &&
	Το λιμάνι άνοιξε.
	EOF
	article content/fa.md "فارسی" "lang: fa" <<-\EOF &&
	کتابخانه تازه باز شد. من می‌خواهم بخوانم.
	EOF
	article content/ur.md "اردو" "lang: ur" <<-\EOF &&
	نئی لائبریری کھل گئی۔ پانی ٹھنڈا ہے۔
	EOF
	article content/zh.md "中文" "lang: zh-Hans" <<-\EOF &&
	新图书馆开放了。
	EOF
	pressmark index content &&
	stemming "ar, de, en, es, fr, id, ru, tr"
'

test_expect_success 'each finds other forms, with accents and without' '
	finds "de de2" Kinder && finds "de de2" kindern &&
	finds "de de2" haus && finds "de de2" HÄUSER && finds "de de2" hauser &&
	finds "de de2" haeuser &&
	finds de2 "strasse" && finds de2 "Straße" &&
	finds fr réfugiée && finds fr refugiees && finds fr derniers &&
	finds fr cheval && finds fr riviere &&
	finds es organizaciones && finds es organizacion && finds es arbol &&
	finds ru новые && finds ru воды && finds ru мосты &&
	finds ar حكومة && finds ar حكومه && finds ar المدرسة && finds ar مدرسة &&
	finds tr kız && finds tr kizin && finds tr gözlük && finds tr gozlukler &&
	finds "en gb ja" harbours && finds en libraries
'

test_expect_success 'a language without a stemmer has its words as they are' '
	finds fa کتابخانه && finds fa كتابخانه && finds fa می‌خواهم && finds fa میخواهم &&
	finds fa تازه && finds ur لائبریری && finds ur لائبريري &&
	finds ur پانی && finds zh 图书馆 && finds zh 开放 && finds "" 図开 &&
	finds ja 図書館 && finds ja 図書 && finds el λιμάνι && finds el λιμανι &&
	finds "" --as-typed λιμάνια && finds ja docker &&
	finds "" --as-typed dockers &&
	finds "en gb" harbour
'

test_expect_success 'a stem of one language is none of another' '
	finds en kindly && finds en "kindly AND harbours" &&
	finds "de de2 en" kind && finds "de de2" kindern && finds en kindness
'

test_expect_success 'scopes, exclusions, operators' '
	finds de2 title:kind && finds de2 title:haus && finds "" heading:haus &&
	finds de2 heading:straße && finds de body:haus && finds de body:kinder &&
	finds fr "title:francais body:dernier" && finds "en gb" body:harbour &&
	finds "en es" "-kinder -cheval (haus OR organizacion OR library)" &&
	finds "de2" "(häuser OR library) AND straße" && finds fr "cheva*"
'

test_expect_success 'lang: and --lang stem for that language alone' '
	finds "de de2" "kinder lang:de" && finds "" "kindness lang:de" &&
	finds de2 "kinder lang:de-at" && finds "de de2" --lang=de kinder &&
	finds "gb" "harbours lang:en" && finds gb --lang=en-gb harbours &&
	finds "de de2 fr" "(kinder OR cheval) lang:fr,de" &&
	finds "" "kinder lang:ja" && finds ja "harbours lang:ja" &&
	finds "" "harbour lang:ja" && finds "en es fr gb id ru ar tr ja el fa ur zh" \
		"-lang:de" && finds "" "lang:at kinder" && finds "" lang:tlh
'

test_expect_success 'marks are those of the language of the hit' '
	marks Kind "kinder -title:kinder" && marks réfugiées refugiee &&
	marks organización organizaciones && marks Вода воды &&
	marks الحكومة حكومة && marks gözlüklerini gozluk &&
	marks belajar ajar && marks belajar mengajar && marks kindly kindly && marks harbours --lang=ja harbours
'

test_expect_success 'the languages of the index follow its articles' '
	rm content/tr.md content/ja.md content/el.md content/fa.md \
		content/ur.md content/zh.md &&
	pressmark index content && stemming "ar, de, en, es, fr, id, ru" &&
	finds "" kizin &&
	rm content/en.md content/gb.md && pressmark index --force content &&
	stemming "ar, de, es, fr, id, ru" && finds "" harbours &&
	finds "de de2" Kinder &&
	article content/it.md "Italiano" "lang: it" <<-\EOF &&
	Una canzone.
	EOF
	pressmark index content && stemming "ar, de, es, fr, id, it, ru" &&
	finds it canzoni
'

test_expect_success 'folders, names and the site say the language too' '
	rm -rf content .pressmark &&
	cat >pressmark.yaml <<-\EOF &&
	language: it
	languages: [it, fr, de]
	defaults:
	  "alt/**": {lang: sv}
	EOF
	article content/a.md "A" <<-\EOF &&
	Una canzone nuova.
	EOF
	article content/b.fr.md "B" <<-\EOF &&
	Un cheval.
	EOF
	article content/de/c.md "C" <<-\EOF &&
	Viele Häuser.
	EOF
	article content/alt/d.md "D" <<-\EOF &&
	En flicka.
	EOF
	pressmark index content && stemming "de, fr, it, sv" &&
	finds a canzoni && finds b.fr chevaux && finds de/c haus &&
	finds alt/d flickorna
'

test_expect_success 'another language of the site stems anew' '
	echo "language: es" >pressmark.yaml &&
	pressmark index content && stemming "es" &&
	finds "" chevaux && finds "" flickorna
'

test_done
