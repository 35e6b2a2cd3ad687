#!/bin/sh
# pressmark search --explain: what the score of each hit is made of.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# Adds up what a text says, in hundredths, from its words alone: each score is
# the sum of the numbers in parentheses behind it. Prints how many there were.
cat >sum.pl <<'EOT'
use strict;
use warnings;

local $/ = '';
my $n = 0;
while (<>) {
	s/\n\s*/ /g;
	/\bscore (\d+)\.(\d\d)(.*)$/ or next;
	my ($score, $sum, $rest) = ($1 * 100 + $2, 0, $3);
	$sum += $1 * 100 + $2 while $rest =~ /\(\+(\d+)\.(\d\d)\)/g;
	$sum == $score or die "$sum, not $score: $_\n";
	$n++;
}
print "$n\n";
EOT

# The same of --json, in ten thousandths.
cat >sum-json.pl <<'EOT'
map {
	my $sum = 0;

	$sum += $_->{weight} for @{$_->{explain}{parts}};
	$sum += $_->{explain}{rest};
	sprintf("%.4f", $sum) eq sprintf("%.4f", $_->{score})
		or die "$_->{id}: $sum, not $_->{score}\n";
	$_->{id};
} @{$_->{hits}}
EOT

# said ARGUMENT...: what is said of the scores, a line each.
said()
{
	pressmark search --explain --width 1000 "$@" >.text 2>.said-err &&
		grep "score [0-9]" .text | sed "s/^ *//; s/(+[0-9.]*)/(+N)/g;
			s/score [1-9][0-9.]*/score N/; s/score 0\.[0-9]*[1-9][0-9]*/score N/"
}

test_expect_success 'make an index' '
	article content/a.md "Gas Pipelines" "date: 2020-01-02" \
		"tags: [energy]" "author: Ann Ypsilon" <<-\EOF &&
	The pipeline carries gas. Pipelines carry gas across the sea, and a
	pipeline is long.
	EOF
	article content/b.md "Ships" "date: 2021-03-04" \
		"tags: [energy, sea]" <<-\EOF &&
	Gas goes by ship, too, in open-source ships. A pipe is not needed.

	## Gas at sea

	Nor is a `gaspump`.
	EOF
	article content/c.md "Bread" "tags: [food]" <<-\EOF &&
	A bakery.
	EOF
	for i in 1 2 3 4; do
		echo "Nothing to see but $i." |
			article content/n$i.md "Other $i" || exit 1
	done &&
	pressmark index content
'

test_expect_success 'words are told with where they stand, in which forms' '
	said gas pipelines >out &&
	head -n 1 out >actual &&
	echo "score N: text has gas ×3 (+N) and pipelines ×4 as pipeline and pipelines (+N); title has gas (+N) and pipelines (+N); words stand side by side (+N); the title is the query (+N); all words" \
		>expected &&
	test_cmp expected actual
'

test_expect_success 'hits with most words say which they lack' '
	said gas pipelines >out &&
	sed -n 2p out >actual &&
	echo "score N: text has gas ×2 (+N); most words, lacks pipelines" \
		>expected &&
	test_cmp expected actual &&
	said --any bread gas >out &&
	grep "^score N: text has bread (+N); title has bread (+N); lacks gas$" \
		out
'

test_expect_success 'phrases, beginnings, joined words and NEAR are told' '
	said "\"carry gas\" pipe*" >out &&
	echo "score N: text has \"carry gas\" (+N) and pipe* ×4 as pipeline and pipelines (+N)" \
		>expected &&
	test_cmp expected out &&
	said "opensource" >out &&
	echo "score N: text has opensource ×2 (+N)" >expected &&
	test_cmp expected out &&
	said "carry NEAR gas title:gas" >out &&
	echo "score N: text has carry NEAR gas (+N); title has gas (+N)" \
		>expected &&
	test_cmp expected out
'

# Where most words will do each part of a word counts by itself.
test_expect_success 'a word of several parts that stand apart is lacking' '
	article parts/apart.md Apart <<-\EOF &&
	The source of the water is open to all, and watering too: a vaccine.
	EOF
	article parts/some.md Some <<-\EOF &&
	Watering takes water, and a vaccine a source.
	EOF
	article parts/whole.md Whole <<-\EOF &&
	Watering takes water, and a vaccine takes open-source.
	EOF
	echo "Nothing." | article parts/other.md Other &&
	pressmark index -q --index parts/.pressmark parts &&
	said --index parts/.pressmark watering water vaccine open-source \
		>actual &&
	start="text has watering ×2 as water and watering (+N), water ×2 as water and watering (+N), vaccine (+N) and" &&
	cat >expected <<-EOF &&
	score N: $start open-source (+N); words stand side by side (+N); all words
	score N: $start open-source in part (+N); most words, lacks open-source
	score N: $start open-source in part (+N); most words, lacks open-source
	EOF
	test_cmp expected actual
'

test_expect_success 'fields are told apart' '
	said "heading:gas body:gas code:gaspump" >out &&
	echo "score N: headings have gas (+N); body has gas ×2 (+N); code has gaspump (+N)" \
		>expected &&
	test_cmp expected out
'

test_expect_success 'a word of a side of OR that fails is not counted' '
	said "ship OR (gas AND bread)" >out &&
	echo "score N: text has ship ×3 as ships and ship (+N) and gas ×2 (not counted); title has ship as ships (+N); lacks bread" \
		>expected &&
	test_cmp expected out
'

test_expect_success 'nor has a filter of such a side filtered' '
	said "gas OR (bread -zebra tag:energy)" >out &&
	sort out >actual &&
	printf "%s\n" \
		"score N: text has gas ×2 (+N); lacks bread" \
		"score N: text has gas ×3 (+N); title has gas (+N); lacks bread" \
		>expected &&
	test_cmp expected actual
'

test_expect_success 'what filtered is told' '
	said gas --tag energy --author ypsilon --since 2020 --until 2020 \
		>out &&
	echo "score N: text has gas ×3 (+N); title has gas (+N); tagged energy, by ypsilon, since 2020-01-01, until 2020-12-31" \
		>expected &&
	test_cmp expected out &&
	said "gas date:2021 tag:sea,food -pipeline path:b" >out &&
	echo "score N: text has gas ×2 (+N); of 2021, tagged sea, without pipeline, path:b" \
		>expected &&
	test_cmp expected out
'

test_expect_success 'what decides the order is told' '
	said gas sort:oldest >out &&
	sed "s/;.*//" out >actual &&
	printf "%s\n" "oldest first" "oldest first" >expected &&
	test_cmp expected actual &&
	said tag:food sort:newest >out &&
	echo "newest first, without a date last; score 0.00; tagged food" \
		>expected &&
	test_cmp expected out &&
	said tag:food >out &&
	echo "score 0.00, newest first; tagged food" >expected &&
	test_cmp expected out &&
	said gas sort:title >out &&
	grep "^by title; score N: text has gas" out
'

test_expect_success 'the numbers of a text add up, at any width' '
	pressmark index -q --index small "$SRC/corpus/small" &&
	for query in "gas pipelines" "water treaty" "open source of the sea" \
		"\"central bank\" OR (train -night)" "pipe* wat* co*" \
		"title:reef heading:dark* body:coral" "open-source OR cafés"; do
		for width in 20 60 200; do
			pressmark search --index small --explain \
				--width $width -n 20 "$query" >out &&
			perl sum.pl out >summed &&
			pressmark search --index small --paths -n 20 "$query" \
				>paths &&
			test "$(cat summed)" -eq "$(wc -l <paths)" || exit 1
		done
	done
'

test_expect_success 'the numbers of --json add up' '
	for query in "gas pipelines" "the water of a treaty" "sea OR ice" \
		"coral NEAR reef" tag:science; do
		pressmark search --index small --explain --json "$query" \
			>out &&
		json out "$(cat sum-json.pl)" >summed &&
		test -s summed || exit 1
	done
'

test_expect_success '--json has all of it, and --jsonl the same' '
	pressmark search --explain --json --tag energy "gas pipelines" \
		>whole &&
	json whole "@{\$_->{hits}[0]{explain}}{qw(order has)}" >actual &&
	printf "%s\n" relevance all >expected &&
	test_cmp expected actual &&
	json whole "map { qq{\$_->{word} \$_->{kind} \$_->{field} \$_->{count} }
			. join q{,}, map { qq{\$_->{form}=\$_->{count}} }
				@{\$_->{forms}} }
		@{\$_->{hits}[0]{explain}{parts}}" >actual &&
	printf "%s\n" "gas word text 3 gas=3" \
		"pipelines word text 4 pipeline=2,pipelines=2" \
		"gas word title 1 gas=1" \
		"pipelines word title 1 pipelines=1" \
		" adjacent text  " " whole-title title  " >expected &&
	test_cmp expected actual &&
	json whole "map { \$_->{explain}{has}, @{\$_->{explain}{missing}},
			@{\$_->{explain}{filters}} } \$_->{hits}[1]" >actual &&
	printf "%s\n" most pipelines tag:energy >expected &&
	test_cmp expected actual &&
	pressmark search --explain --jsonl --tag energy "gas pipelines" \
		>lines &&
	{ printf "[" && paste -sd, lines | tr -d "\n" && printf "]"; } >array &&
	json array "JSON::PP->new->canonical->encode(\$_)" >actual &&
	json whole "JSON::PP->new->canonical->encode(\$_->{hits})" >expected &&
	test_cmp expected actual
'

test_expect_success 'nothing is said that is not asked for' '
	pressmark search --json gas >out &&
	json out "grep { exists \$_->{explain} } @{\$_->{hits}}" >found &&
	test_empty found &&
	pressmark search gas >out &&
	! grep score out
'

test_expect_success 'hits are the same, explained or not' '
	for query in gas "gas pipelines" "-gas" "ship OR bread"; do
		ids "$query" >expected &&
		ids --explain "$query" >actual &&
		test_cmp expected actual || exit 1
	done
'

test_expect_success 'it is in colour as the rest is' '
	esc=$(printf "\033") &&
	pressmark search --explain --color=always --width 1000 ship >out &&
	grep "^    $esc\[2mscore [0-9.]*: text has $esc\[0m$esc\[1;31mship$esc\[0m$esc\[2m ×3" \
		out
'

# From some 16,000 postings on a beginning is not a list of words any more.
test_expect_success 'a beginning of very many words is told too' '
	words=$(seq 1000 1099 | sed "s/^/pre/") &&
	for i in $(seq 170); do
		echo $words | article many/$i.md "Many $i" || exit 1
	done &&
	echo "Pre1001 and pre1000, and pre1001." |
		article many/few.md "Prefixes" &&
	pressmark index -q --index many/.pressmark many &&
	said --index many/.pressmark "pre* title:prefix*" >out &&
	echo "score N: text has pre* ×4 as pre1001, pre1000 and prefixes (+N); title has prefix* as prefixes (+N)" \
		>expected &&
	test_cmp expected out
'

test_expect_success 'a query is no way to drive a terminal' '
	pressmark search --explain --any "gas $(printf "\302\233") x" >out &&
	! grep -P "\x{9b}" out
'

test_expect_success 'forms with a line a hit have no room for it' '
	for form in --grep --paths --format={id}; do
		test_must_fail 2 pressmark search --explain $form gas >out \
			2>err &&
		test_empty out &&
		grep "^pressmark: option .--explain. is not for .${form%=*}.:" \
			err || exit 1
	done
'

test_done
