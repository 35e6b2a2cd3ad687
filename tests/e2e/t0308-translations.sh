#!/bin/sh
# Translations of one article: one of them is found, in the language of the
# reader.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# finds EXPECTED ARGUMENT...: these ids without .md, in this order.
finds()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' >.expected
	shift
	ids --as-typed "$@" >.found || :
	test_cmp .expected .found || {
		echo "# the arguments were $*"
		return 1
	}
}

# some EXPECTED ARGUMENT...: likewise, in any order.
some()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' >.expected
	shift
	ids --as-typed -n 100 "$@" >.found || :
	sort .found >.actual
	test_cmp .expected .actual || {
		echo "# the arguments were $*"
		return 1
	}
}

test_expect_success 'a site in English, French and German' '
	cat >pressmark.yaml <<-\EOF &&
	language: en
	languages: [en, fr, de]
	EOF
	for i in 1 2 3; do
		article content/a$i.md "Docker $i" "date: 2025-0$i-01" <<-\EOF &&
		The harbour of containers. Docker in the house.
		EOF
		article content/a$i.fr.md "Docker $i" "date: 2025-0$i-02" <<-\EOF || exit 1
		Le port des conteneurs. Docker à la maison.
		EOF
	done &&
	article content/de/a1.md "Docker 1" "date: 2025-01-03" <<-\EOF &&
	Der Hafen der Container. Docker zu Hause.
	EOF
	article content/de/b.md "Docker allein" "date: 2024-01-01" <<-\EOF &&
	Nur auf Deutsch.
	EOF
	pressmark index content
'

test_expect_success 'the language of the site, where nothing tells another' '
	finds "a3 a2 a1 de/b" sort:newest docker &&
	finds "a3 a2 a1 de/b" sort:newest && some "a1 a2 a3 de/b" docker
'

test_expect_success 'that which the words tell' '
	finds "a3.fr a2.fr a1.fr" sort:newest docker maison &&
	finds "a3 a2 a1" sort:newest docker harbour &&
	finds "de/a1" docker hafen && some "a1.fr a2.fr a3.fr de/b" docker OR maison
'

test_expect_success '--reader says it' '
	finds "a3.fr a2.fr a1.fr de/b" --reader=fr sort:newest docker &&
	finds "a3.fr a2.fr a1.fr de/b" --reader=fr_CA.UTF-8 sort:newest docker &&
	finds "a3 a2 de/a1 de/b" --reader de-AT sort:newest docker &&
	finds "a3 a2 a1 de/b" --reader=C sort:newest docker &&
	finds "a3 a2 a1" --reader=fr sort:newest harbour
'

test_expect_success 'lang: and --translations show what they say' '
	finds "a3.fr a2.fr a1.fr" sort:newest docker lang:fr &&
	finds "a3.fr a2.fr a1.fr" sort:newest docker --lang=fr --reader=en &&
	finds "a3.fr a3 a2.fr a2 de/a1 a1.fr a1 de/b" --translations \
		sort:newest docker
'

test_expect_success 'pages, totals, facets, paths' '
	finds "a3 a2" -n 2 sort:newest docker &&
	finds "a1 de/b" -n 2 --offset 2 sort:newest docker &&
	pressmark search --json -n 1 --facets lang,year docker >.out &&
	json .out "\$_->{total}, map({ \"\$_->{value} \$_->{count}\" }
		@{\$_->{facets}{lang}}, @{\$_->{facets}{year}})" >.actual &&
	printf "%s\n" 4 "en 3" "fr 3" "de 2" "2025 3" "2024 1" >.expected &&
	test_cmp .expected .actual &&
	pressmark search --paths sort:newest docker >.actual &&
	printf "content/%s.md\n" a3 a2 a1 de/b >.expected &&
	test_cmp .expected .actual &&
	pressmark search -n 0 docker 2>.actual && grep "of 4 articles" .actual &&
	pressmark search --explain --reader=fr -n 1 docker maison >.actual &&
	grep "score .* maison" .actual
'

test_expect_success 'where all words are not enough, too' '
	some "a1.fr a2.fr a3.fr" docker conteneurs 1 &&
	some "a1.fr a2.fr a3.fr" --reader=en docker conteneurs 1
'

test_expect_success 'the other languages are told' '
	pressmark search sort:oldest docker >.actual &&
	grep "^1 January 2025 · also in de, fr$" .actual &&
	grep "^1 February 2025 · also in fr$" .actual &&
	grep "^1 January 2024$" .actual &&
	pressmark search --jsonl sort:oldest docker >.out &&
	sed -n 2p .out >.hit && json .hit "map { map { \$_ // \"-\" }
		@{\$_}{qw(lang id url)} } @{\$_->{translations}}" >.actual &&
	printf "%s\n" de de/a1.md /de/a1/ fr a1.fr.md /fr/a1/ >.expected &&
	test_cmp .expected .actual
'

test_expect_success 'what is hidden stands for nothing, and is not told' '
	article content/a3.md "Docker 3" "date: 2025-03-01" "draft: true" <<-\EOF &&
	The harbour of containers. Docker in the house.
	EOF
	pressmark index content &&
	finds "a3.fr a2 a1 de/b" sort:newest docker &&
	pressmark search -n 1 sort:newest docker >.actual &&
	grep "^2 March 2025$" .actual &&
	finds "a3 a2 a1 de/b" --all sort:newest docker
'

test_expect_success 'articles in one language are no translations' '
	article content/c1.md "Podman" "translationKey: same" <<-\EOF &&
	One.
	EOF
	article content/c2.md "Podman" "translationKey: same" <<-\EOF &&
	Two.
	EOF
	article content/c3.fr.md "Podman" "translationKey: same" <<-\EOF &&
	Trois.
	EOF
	pressmark index content &&
	some "c1 c2" podman && some "c3.fr" podman --reader=fr &&
	some "c1 c2" podman one &&
	for reader in en fr; do
		pressmark search --jsonl --reader=$reader podman >.out || exit 1
		while read -r line; do
			echo "$line" >.hit && json .hit "\$_->{id},
				map { \$_->{id} } @{\$_->{translations}}"
		done <.out | sort | tr "\n" " "
	done >.actual &&
	printf %s "c1.md c2.md c3.fr.md c3.fr.md c1.md c3.fr.md " >.expected &&
	test_cmp .expected .actual
'

test_expect_success 'without languages there are no translations' '
	rm pressmark.yaml && rm content/c*.md && pressmark index content &&
	some "a1.fr a1 a2.fr a2 a3.fr de/a1 de/b" docker &&
	pressmark search docker >.actual && ! grep "also in" .actual
'

test_done
