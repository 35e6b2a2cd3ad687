#!/bin/sh
# Stop words in several languages: what says little in one may say much in
# another.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# whole EXPECTED ARGUMENT...: these ids have every word that is wanted, blanks
# between, and others follow, if any.
whole()
{
	expected=$1
	shift
	pressmark search --json --explain --as-typed -n 100 "$@" >.out || :
	json .out 'map { $_->{id} =~ s/[.]md$//r } grep {
		($_->{explain}{has} // "all") eq "all" } @{$_->{hits}}' |
		sort >.actual &&
		printf '%s\n' "$expected" | tr ' ' '\n' | sed '/^$/d' >.expected &&
		test_cmp .expected .actual || {
		echo "# the query was $*"
		return 1
	}
}

test_expect_success 'an index of three languages' '
	article content/e1.md "Old habits" "lang: en" <<-\EOF &&
	Old habits die hard.
	EOF
	article content/e2.md "Hard work" "lang: en" <<-\EOF &&
	It is hard work, and the ship is at sea. But the software is sound.
	EOF
	article content/e3.md "A goal" <<-\EOF &&
	The goal is to be or not to be.
	EOF
	article content/e4.md "Granite" <<-\EOF &&
	Granite is hard.
	EOF
	article content/d1.md "Wahl" "lang: de" <<-\EOF &&
	Die Regierung hat die Wahl. Software und Recht.
	EOF
	article content/d2.md "Regierungen" "lang: de" <<-\EOF &&
	Viele Regierungen sind neu im Amt.
	EOF
	article content/d3.md "Katze" "lang: de" <<-\EOF &&
	Die Katze sieht die Regierung nicht.
	EOF
	article content/d4.md "Halle" "lang: de" <<-\EOF &&
	Die Hard Rock Halle.
	EOF
	article content/d5.md "Stadt" "lang: de" <<-\EOF &&
	Die Stadt.
	EOF
	article content/f1.md "Bague" "lang: fr" <<-\EOF &&
	Une bague en or massif, mais pas de but.
	EOF
	article content/f2.md "Meuble" "lang: fr" <<-\EOF &&
	Un meuble en bois massif. On est content.
	EOF
	article content/f3.md "Match" "lang: fr" <<-\EOF &&
	Le but que le joueur a marqué.
	EOF
	pressmark index content
'

test_expect_success 'a stop word of the language of the query is not wanted' '
	whole "d1 d2 d3" die regierung && whole "d1 d2 d3" regierung der &&
	whole "e2" the ship && whole "d4 e1 e2 e4" is hard &&
	whole "f1 f2" un massif && whole "e2 f1 f3" le but
'

test_expect_success 'it is where the others are of another language' '
	whole "d4 e1" die hard && whole "d4 e1" hard die && whole f1 or massif &&
	whole f1 massif or && whole f3 but joueur && whole f1 but massif &&
	whole e2 but software ship
'

test_expect_success 'where these leave it open, the stop words tell' '
	whole "d1 e2" the software && whole "d1 e2" die software
'

test_expect_success 'alone, and in phrases, they are words like all others' '
	whole "d1 d3 d4 d5 e1" die && whole "e3 f1" or && whole "e3" to be or not &&
	whole d3 "\"die katze\"" && whole "" "\"die hund\"" && whole e3 \
		"\"or not\""
'

test_expect_success 'lang: says which language it is' '
	whole "d1 d2 d3" --lang=de die regierung && whole e1 --lang=en die hard &&
	whole d1 --lang=de die software && whole "" "die massif lang:en" &&
	whole e2 --lang=en the software
'

test_done
