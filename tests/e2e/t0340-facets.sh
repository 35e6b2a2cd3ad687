#!/bin/sh
# Facets: values and their numbers for all that a search finds.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# facet NAME ARGUMENT...: its values as "label:count", blanks between, and how
# many different ones there are.
facet()
{
	test_name=$(echo "${1%%:*}" | tr A-Z a-z)
	test_asked=$1
	shift
	pressmark search --json --facets "$test_asked" "$@" >.facets
	test_got=$?
	[ $test_got -le 1 ] || return $test_got
	json .facets "(map { \$_->{value} . ':' . \$_->{count} }
		@{\$_->{facets}{'$test_name'}}), \$_->{facet_values}{'$test_name'}" |
		tr '\n' ' ' | sed 's/ $//'
}

# says EXPECTED NAME ARGUMENT...
says()
{
	printf '%s\n' "$1" >.expected
	shift
	facet "$@" >.actual && echo >>.actual && test_cmp .expected .actual
}

test_expect_success 'make an index' '
	article content/posts/a.md "Ann" "date: 2025-10-26" "rating: 4" \
		"tags: [Open Source, water]" "author: Zoë Márquez" \
		"series: Deep Dives" "lang: fr-CA" "category: News" "x1: 1" \
		"x2: 2" "x3: 3" "x4: 4" "x5: 5" <<-\EOF &&
	Water in the river.
	EOF
	article content/posts/b.md "Bob" "date: 2025-09-30" "rating: 4.5" \
		"tags: [Open Source, energy]" "author: zoe marquez" \
		"series: deep-dives" "lang: fr" "featured: yes" <<-\EOF &&
	Water under the bridge.
	EOF
	article content/notes/c.md "Cat" "date: 2024" "rating: three" \
		"tags: [open-source]" "author: Zoë Márquez" <<-\EOF &&
	Water, and a bridge.
	EOF
	article content/notes/d.md "Dan" "tags: [energy]" "draft: true" \
		"date: 2019-01-01" "author: Dan" <<-\EOF &&
	Water that is not shown.
	EOF
	article content/notes/e.md "Eve" "date: 2023-05-02" \
		"tags: [energy, sport]" "publishdate: 2099-01-01" <<-\EOF &&
	Water to come.
	EOF
	article content/notes/f.md "Fay" "date: 2025-10-01" "tags: [sport]" \
		<<-\EOF &&
	Nothing of the kind.
	EOF
	pressmark index content
'

test_expect_success 'values are counted in all that is found, the most frequent first' '
	says "Open Source:3 energy:1 water:1 3" tag water &&
	says "Open Source:3 energy:1 water:1 3" tag water -n 1 &&
	says "Open Source:3 energy:1 water:1 3" tag water -n 1 --offset 2 &&
	says "Open Source:3 energy:1 water:1 3" tag water -n 0 &&
	says "Open Source:2 energy:1 2" tag bridge &&
	says "sport:1 1" tag kind &&
	says "0" tag nowhere
'

test_expect_success 'a label is as most articles write it' '
	says "Zoë Márquez:3 1" author water &&
	says "Zoë Márquez:2 1" author bridge &&
	says "Deep Dives:2 1" series water &&
	says "Open Source:1 1" tag water path:notes
'

test_expect_success 'what is not shown is not counted' '
	says "energy:3 Open Source:3 sport:1 water:1 4" tag water --all &&
	says "energy:1 1" tag is:draft &&
	says "energy:1 sport:1 2" tag is:future
'

test_expect_success 'any field is a facet, by its values' '
	says "fr:2 fr-CA:1 2" lang water &&
	says "News:1 1" category water &&
	says "three:1 4:1 4.5:1 3" rating water &&
	says "true:1 1" featured water &&
	says "posts:2 notes:1 2" section water &&
	says "three:1 4:1 4.5:1 3" RATING water
'

test_expect_success 'years and months, the newest first' '
	says "2025:2 2024:1 2" year water &&
	says "2025-10:1 2025-09:1 2" month water &&
	says "2025:2 2" year:1 water
'

test_expect_success 'a timeline has the shortest steps that are few' '
	says "2024:1 2025:2 2" timeline:10 water &&
	says "2025-09:1 2025-10:1 2" timeline:26 water date:2025-09..2025-10 &&
	facet timeline water date:2025-09..2025-10 >actual &&
	grep "^2025-09-30:1 2025-10-01:0 .* 2025-10-26:1 27$" actual
'

test_expect_success 'a count is what the search finds when it is narrowed' '
	pressmark search --json --facets tag,year,lang,rating,timeline water \
		>page &&
	json page "my \$page = \$_; map { my \$f = \$_; map {
		\"\$f \$_->{count} \$_->{value}\" } @{\$page->{facets}{\$f}} }
		keys %{\$page->{facets}}" >values &&
	test -s values &&
	sed "s/^timeline /date /; s/^year /date /" values |
	while read -r field count value
	do
		pressmark search --json water "$field:\"$value\"" >found &&
			echo "$count" >expected &&
			json found "\$_->{total}" >actual &&
			test_cmp expected actual || exit 1
	done
'

test_expect_success 'the total is exact, and counts what the page is drawn from' '
	pressmark search --json --facets tag bridge river >page &&
	json page "\$_->{total}, \$_->{relaxed} ? 1 : 0, \$_->{exact} ? 1 : 0,
		\$_->{facets}{tag}[0]{count}" >actual &&
	printf "%s\n" 3 1 1 3 >expected && test_cmp expected actual &&
	says "0" tag bridge river -n 0
'

test_expect_success 'text has them behind the hits, a timeline as bars' '
	pressmark search --width 60 -n 1 --facets tag,timeline water >actual &&
	cat >expected <<-\EOF &&

	tag
	    Open Source (3), energy (1), water (1)
	timeline
	    2024  ███████████████████▌ 1
	    2025  ███████████████████████████████████████ 2
	EOF
	tail -n 6 actual >end && test_cmp expected end &&
	pressmark search --width 60 -n 0 --facets tag:1,series kind >actual &&
	cat >expected <<-\EOF &&
	tag
	    sport (1)
	series
	    none
	EOF
	test_cmp expected actual &&
	pressmark search --width 60 -n 0 --facets tag:1 water >actual &&
	grep "^    Open Source (3) and 2 more$" actual
'

test_expect_success 'a name that comes again counts once' '
	pressmark search --json --facets tag,year,tag:1 water >page &&
	json page "join(q( ), sort keys %{\$_->{facets}}),
		scalar @{\$_->{facets}{tag}}" >actual &&
	printf "%s\n" "tag year" 1 >expected && test_cmp expected actual
'

# refused MESSAGE FACETS
refused()
{
	test_must_fail 2 pressmark search --json --facets "$2" water \
		>page 2>err && grep -q "$1" err &&
		json page '$_->{error}{code}' >actual && echo bad_facet >expected &&
		test_cmp expected actual
}

test_expect_success 'what cannot be counted is refused by name' '
	refused "no article has a field .colour." colour &&
	refused "did you mean .rating." raiting &&
	refused "facets of dates are .year., .month. and .timeline." tag,date &&
	refused "name of a facet is missing" tag, &&
	refused "1 to 1000 values" tag:1001 &&
	refused "1 to 1000 values" tag:99999999999999999999 &&
	refused "1 to 1000 values" tag:0 &&
	facets=tag &&
	for i in author year month timeline lang layout category section \
		rating series featured x1 x2 x3 x4; do facets=$facets,$i; done &&
	pressmark search --json --facets "$facets" water >page &&
	refused "more than 16 facets" "$facets,x5" &&
	says "0" layout water
'

test_expect_success 'they follow the index' '
	article content/posts/b.md "Bob" "tags: [sport]" <<-\EOF &&
	Water under the bridge.
	EOF
	pressmark index content &&
	says "Open Source:2 sport:1 water:1 3" tag water &&
	rm content/posts/a.md && pressmark index content &&
	says "open-source:1 sport:1 2" tag water
'

test_done
