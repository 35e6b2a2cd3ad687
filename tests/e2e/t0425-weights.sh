#!/bin/sh
# Weights: what counts how much, as pressmark.yaml says.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/hits.sh"

# weighed WEIGHTS: the index takes them over, and reads no article for it.
weighed()
{
	echo "ranking: {$1}" >pressmark.yaml
	pressmark index >.index 2>&1 &&
		grep "^indexed $articles articles (other weights) in" .index &&
		! grep "read again" .index
}

# part FIELD KIND ARGUMENT...: what the parts of this field and kind of the
# first hit weigh.
part()
{
	field=$1 kind=$2
	shift 2
	pressmark search --json --explain -n 1 "$@" >.json &&
		json .json "map { \$_->{weight} } grep { \$_->{field} eq q($field) &&
			\$_->{kind} eq q($kind) }
			@{\$_->{hits}[0]{explain}{parts}}"
}

# is_times N A B: is the number in B N times that in A?
is_times()
{
	awk -v n="$1" -v a="$(cat "$2")" -v b="$(cat "$3")" "BEGIN {
		d = b - n * a; exit !(a > 0 && d < 0.0002 * n && d > -0.0002 * n)
	}"
}

test_expect_success 'make an index' '
	article content/title.md "Harbour lights" "date: 2020-01-01" \
		"tags: [lit]" <<-\EOF &&
	A long text on boats and boats and what they look like from afar, where
	nobody sees them and everybody talks of them all day and all night long.
	EOF
	article content/text.md "Boats" "date: 2020-01-02" <<-\EOF &&
	The harbour, a harbour and the old harbour.
	EOF
	article content/apart.md "Apart" "date: 2020-01-03" <<-\EOF &&
	A green door, a green wall and a small house.
	EOF
	article content/beside.md "Beside" "date: 2020-01-04" <<-\EOF &&
	There is a green house, and that is all that there is to say of it here.
	EOF
	article content/meant.md "Meant" "date: 2020-01-05" <<-\EOF &&
	A barge.
	EOF
	echo "boat, barge" >synonyms.txt &&
	pressmark index content
'

articles=5

test_expect_success 'the weight of the title' '
	part title word harbour tag:lit >once.title &&
	weighed "title: 1" &&
	part title word harbour tag:lit >four &&
	is_times 4 once.title four &&
	found "title text" harbour &&
	weighed "title: 0" &&
	part title word harbour tag:lit >none &&
	test_empty none &&
	found "text title" harbour
'

test_expect_success 'that of words next to each other' '
	weighed "near: 2" &&
	found "beside apart" green house &&
	part text adjacent green house >twice &&
	weighed "near: 1" &&
	part text adjacent green house >once &&
	is_times 2 once twice &&
	weighed "near: 0" &&
	found "apart beside" green house &&
	part text adjacent green house >none &&
	test_empty none
'

# gains QUERY...: what oakum.md gains by words that it shares with the best.
gains()
{
	pressmark search --index common/.pressmark --json --explain --any "$@" \
		>.json && json .json "map { \$_->{weight} }
			grep { \$_->{kind} eq q(feedback) }
			map { @{\$_->{explain}{parts}} }
			grep { \$_->{id} eq q(oakum.md) } @{\$_->{hits}}"
}

tides="slowly tides leave harbours dry"
long="old wooden fishing boats mended $tides"

test_expect_success 'that of words that the best have in common' '
	mkdir common &&
	for n in 1 2 3; do
		printf "%s\n" --- "title: Yard $n" --- \
			"Old wooden fishing boats are mended with oakum," \
			"slowly, where tides leave harbours dry." \
			>common/yard$n.md || exit 1
	done &&
	printf "%s\n" --- "title: Shop" "date: 2020-01-01" --- \
		"Wooden things of oakum." >common/oakum.md &&
	printf "%s\n" --- "title: Shop" "date: 2021-01-01" --- \
		"Wooden things of paper." >common/paper.md &&
	for n in 1 2 3 4 5 6 7 8 9; do
		printf "%s\n" --- "title: Else $n" --- "Nothing of it." \
			>common/else$n.md || exit 1
	done &&
	for weight in 0.2 0.4 0; do
		echo "ranking: {feedback: $weight}" >common/pressmark.yaml &&
			pressmark index -q --index common/.pressmark common &&
			gains $long >gain.$weight || exit 1
	done &&
	is_times 2 gain.0.2 gain.0.4 &&
	test_empty gain.0 &&
	hits --index common/.pressmark --any $long | grep " paper oakum$" &&
	rm common/pressmark.yaml &&
	pressmark index -q --index common/.pressmark common &&
	gains $long >usual &&
	is_times 2 usual gain.0.2 &&
	hits --index common/.pressmark --any $long | grep " oakum paper$" &&
	pressmark search --index common/.pressmark --explain --any --width 200 \
		$long >out 2>&1 &&
	grep "text has wooden (+[0-9.]*); words that the best have in common (+" \
		out
'

test_expect_success 'only long queries of words alone have it' '
	for query in "old wooden fishing boats $tides" \
		"old wooden the fishing boats $tides" \
		"old wooden fishing (boats OR mended) $tides" \
		"old wooden \"fishing boats\" mended $tides" \
		"$long sort:newest"; do
		gains "$query" >none && test_empty none || exit 1
	done &&
	gains "$long -tag:none" >some &&
	test_cmp usual some
'

test_expect_success 'whatever page is asked for' '
	for n in 0 1 2 3 4; do
		pressmark search --index common/.pressmark --any --json \
			-n 1 --offset $n $long >.json &&
			json .json "map { qq(\$_->{id} \$_->{score}) }
				@{\$_->{hits}}" || exit 1
	done >pages &&
	pressmark search --index common/.pressmark --any --json $long >.json &&
	json .json "map { qq(\$_->{id} \$_->{score}) } @{\$_->{hits}}" >whole &&
	test_cmp whole pages
'

# Two articles that only words side by side bring among the ten that teach, and
# that teach a word which one of two others has.
test_expect_success 'the best teach by words side by side too' '
	mkdir beside &&
	for n in 0 1 2 3 4 5 6 7 8 9; do
		printf "%s\n" --- "title: Yard $n" --- \
			"Mended boats, fishing, wooden: old." \
			>beside/yard$n.md &&
		printf "%s\n" --- "title: Else $n" --- "Nothing of it." \
			>beside/else$n.md || exit 1
	done &&
	for words in "one two three four five six" \
		"eleven twelve thirteen fourteen fifteen sixteen"; do
		printf "%s\n" --- "title: Pier" --- \
			"Old wooden fishing boats mended: tallow. $words" \
			>"beside/pier-${words%% *}.md" || exit 1
	done &&
	printf "%s\n" --- "title: Shop" "date: 2020-01-01" --- \
		"Wooden things: tallow." >beside/tallow.md &&
	printf "%s\n" --- "title: Shop" "date: 2021-01-01" --- \
		"Wooden things: paper." >beside/paper.md &&
	echo "ranking: {near: 0}" >beside/pressmark.yaml &&
	pressmark index -q --index beside/.pressmark beside &&
	hits --index beside/.pressmark --any $long >without &&
	grep "pier-[a-z]* pier-[a-z]* paper tallow$" without &&
	rm beside/pressmark.yaml &&
	pressmark index -q --index beside/.pressmark beside &&
	hits --index beside/.pressmark --any $long >with &&
	grep "^ *pier-[a-z]* pier-[a-z]* .* tallow paper$" with
'

test_expect_success 'that of stop words' '
	weighed "stop_words: 0.5" &&
	part text word the harbour | tail -n 1 >out &&
	part text word the harbour | head -n 1 >half &&
	weighed "stop_words: 1" &&
	part text word the harbour | head -n 1 >whole &&
	is_times 2 half whole
'

test_expect_success 'that of synonyms' '
	weighed "synonyms: 0.2" &&
	part text word barge title:meant >typed &&
	part text word boat title:meant >fifth &&
	weighed "synonyms: 0.8" &&
	part text word boat title:meant >more &&
	is_times 4 fifth more &&
	weighed "synonyms: 0" &&
	part text word boat title:meant >none &&
	echo 0 >expected &&
	test_cmp expected none
'

test_expect_success 'by default dates only decide near ties' '
	mkdir days &&
	for day in 0 30 300 none; do
		printf "%s\n" --- "title: Reef $day" >days/$day.md &&
		[ $day = none ] || date -u -d "-$day days" "+date: %FT%TZ" \
			>>days/$day.md || exit 1
		printf "%s\n" --- "The reef, as it is. " >>days/$day.md
	done &&
	printf "%s\n" --- "title: Reefs" "date: 2001-01-01" --- \
		"A reef, a reef and a reef." >days/about.md &&
	rm pressmark.yaml &&
	pressmark index -q --index days/.pressmark days &&
	found "about 0 30 300 none" --index days/.pressmark reef
'

# How much more a score is for the date of the first hit, in hundredths.
gained()
{
	pressmark search --index days/.pressmark --json --explain -n 1 "$@" \
		>.json && json .json "map { sprintf q(%.2f),
			\$_->{explain}{recency} } \$_->{hits}[0]"
}

test_expect_success 'new articles count more where that is said' '
	echo "ranking: {recency_half_life: 30 days, recency_weight: 1}" \
		>days/pressmark.yaml &&
	pressmark index --index days/.pressmark >out &&
	grep "^indexed 5 articles (other weights)" out &&
	found "0 30 about 300 none" --index days/.pressmark reef &&
	{
		gained reef title:0 && gained reef title:30 &&
			gained reef title:300 && gained reef title:none &&
			gained "\"a reef and\""
	} >actual &&
	printf "%s\n" 2.00 1.50 1.00 1.00 1.00 >expected &&
	test_cmp expected actual &&
	pressmark search --index days/.pressmark --explain -n 1 --width 200 \
		reef >out 2>&1 &&
	grep "score .*; by its date ×2.00 (+" out
'

test_expect_success 'not where another order is asked for' '
	gained reef sort:oldest >actual &&
	echo 1.00 >expected &&
	test_cmp expected actual
'

test_expect_success 'what is dated in the future counts as of today' '
	printf "%s\n" --- "title: Reef ahead" "date: 2999-01-01" --- \
		"The reef, as it is." >days/ahead.md &&
	pressmark index -q --index days/.pressmark &&
	gained --all reef title:ahead >actual &&
	echo 2.00 >expected &&
	test_cmp expected actual &&
	found "0 30 about 300 none" --index days/.pressmark reef
'

test_expect_success 'pages go on where the one before ends' '
	for n in 0 1 2 3 4; do
		pressmark search --index days/.pressmark --paths -n 1 \
			--offset $n reef 2>/dev/null || exit 1
	done >pages &&
	pressmark search --index days/.pressmark --paths -n 5 reef >whole &&
	test_cmp whole pages
'

test_expect_success 'code counts less than prose, and is found' '
	article code/content/prose.md "One" <<-\EOF &&
	A winch, the winch, that winch and this: all that is there, no more.
	EOF
	article code/content/block.md "Two" "date: 2020-01-01" <<-\EOF &&
	    A winch, the winch, that winch and this winch.
	EOF
	article code/content/inline.md "Three" "date: 2019-01-01" <<-\EOF &&
	A `winch`, the `winch`, that `winch` and this `winch`.
	EOF
	pressmark index -q --index code/.pressmark code/content &&
	found "prose inline block" --index code/.pressmark winch &&
	found "inline block" --index code/.pressmark code:winch &&
	pressmark search --index code/.pressmark --explain winch >out 2>&1 &&
	grep -o "×[0-9]" out >actual &&
	printf "%s\n" ×3 ×2 ×2 >expected &&
	test_cmp expected actual
'

test_expect_success 'as much as is said, for which articles are read again' '
	echo "ranking: {code: 1}" >code/pressmark.yaml &&
	pressmark index --index code/.pressmark >out 2>&1 &&
	grep "read again" out &&
	found "inline block prose" --index code/.pressmark winch &&
	echo "ranking: {code: 0}" >code/pressmark.yaml &&
	pressmark index -q --index code/.pressmark &&
	pressmark search --index code/.pressmark --explain winch code:winch \
		>out 2>&1 &&
	grep "text has winch (not counted); code has winch ×4 (+" out
'

test_expect_success 'the index keeps them' '
	weighed "title: 10" &&
	rm pressmark.yaml &&
	found "title text" harbour &&
	pressmark index >out &&
	grep "(other weights)" out &&
	pressmark index >out &&
	grep "(nothing changed)" out &&
	part title word harbour tag:lit >actual &&
	test_cmp once.title actual
'

test_expect_success 'how they are written says nothing, nor what is as by default' '
	echo "ranking: {title: 0.5}" >pressmark.yaml &&
	pressmark index -q &&
	cat >pressmark.yaml <<-\EOF &&
	# once more
	ranking:
	  near: 0.25
	  title: 5e-1
	EOF
	pressmark index >out 2>&1 &&
	grep "(nothing changed)" out
'

test_expect_success 'beside another key articles are read again' '
	printf "language: en\nranking: {title: 0.5}\n" >pressmark.yaml &&
	pressmark index >out 2>&1 &&
	grep "read again" out &&
	! grep "other weights" out
'

test_expect_success 'what is wrong is told with its place' '
	for row in "{titel: 1}|11: there is no key .titel.; did you mean .title.?" \
		"{title: 11}|18: a number from 0 to 10 is expected here" \
		"{near: -1}|17: a number from 0 to 10 is expected here" \
		"{near: some}|17: a number from" \
		"{stop_words: [1]}|23: a number from 0 to 1 is" \
		"{near: 1, near: 2}|20: .near. is given twice" \
		"0.5|10: weights are written as .title: 0.5."; do
		echo "ranking: ${row%%|*}" >pressmark.yaml
		test_must_fail pressmark index 2>out || exit 1
		grep "^pressmark: pressmark.yaml:1:${row#*|}" out || exit 1
	done
'

test_done
