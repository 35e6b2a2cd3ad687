#!/bin/sh
# pressmark related: the articles that are like one, or like each of a site.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# like ARGUMENT...: the ids of the articles that are like one.
like()
{
	pressmark related --format "{id}" "$@" >.like 2>.like-err
	test_got=$?
	cat .like
	return $test_got
}

test_expect_success 'make an index' '
	cat >pressmark.yaml <<-\EOF &&
	language: en
	languages: [en, fr]
	EOF
	article content/reef/night.md "Reef Night" "date: 2020-01-02" \
		"tags: [ocean, coral]" "url: /reef/night/" \
		"aliases: [/old/night/]" <<-\EOF &&
	Coral polyps feed at night, when plankton rises over the reef.
	EOF
	article content/reef/night.fr.md "Reef Night" \
		"date: 2021-01-02" "tags: [ocean, coral]" <<-\EOF &&
	Coral polyps feed at night, when plankton rises over the reef.
	EOF
	article content/reef/survey.md "Counting Coral" "date: 2020-03-04" \
		"tags: [ocean, coral]" <<-\EOF &&
	Divers count polyps and plankton of a reef by night.
	EOF
	article content/reef/maps.md "Mapping" "date: 2024-03-04" \
		"tags: [ocean, maps]" <<-\EOF &&
	Cameras that divers pull draw maps of a reef.
	EOF
	article content/reef/draft.md "Coral Draft" "draft: true" \
		"tags: [ocean, coral]" <<-\EOF &&
	Polyps, plankton, reef and night.
	EOF
	article content/reef/later.md "Coral Later" "date: 2999-01-01" \
		"tags: [ocean, coral]" <<-\EOF &&
	Polyps, plankton, reef and night.
	EOF
	article content/bread.md "Bread" "date: 2020-05-06" \
		"tags: [food]" <<-\EOF &&
	Loaves bake.
	EOF
	article content/alone.md "Zebra" "date: 2020-05-06" <<-\EOF &&
	Quaggas gallop yonder.
	EOF
	for i in 1 2 3 4 5 6; do
		echo "Item $i of $((i * i)) pages." |
			article content/n$i.md "Number $i" || exit 1
	done &&
	pressmark index content
'

test_expect_success 'the most alike come first, in the form for reading' '
	pressmark related --width 80 -n 1 reef/night.md >out 2>err &&
	cat >expected <<-\EOF &&
	Counting Coral
	4 March 2020 · ocean, coral
	content/reef/survey.md
	    Divers count polyps and plankton of a reef by night.
	EOF
	test_cmp expected out &&
	grep "^1 article like .Reef Night. (.* ms)$" err &&
	like reef/night.md >actual &&
	printf "%s\n" reef/survey.md reef/maps.md >expected &&
	test_cmp expected actual &&
	pressmark related -n 2 reef/survey.md >out 2>err &&
	grep "^2 articles like" err
'

test_expect_success 'never itself, its translations, or what is hidden' '
	pressmark related -n 100 --paths reef/night.md >out &&
	! grep -e night -e draft -e later out &&
	pressmark related --all --json -n 100 >all &&
	json all "map { my \$a = \$_->{article}{id};
			map { qq{\$a \$_->{id}} } @{\$_->{hits}} }
		@{\$_->{articles}}" >pairs &&
	grep "^reef/night.md reef/survey.md$" pairs &&
	! grep "draft\|later" pairs &&
	! grep "night.* .*night" pairs &&
	! awk "\$1 == \$2" pairs | grep .
'

test_expect_success 'nor an article in another language' '
	grep "^reef/night.md reef/maps.md$" pairs &&
	! grep "^reef/night.fr.md" pairs &&
	! grep " reef/night.fr.md" pairs
'

test_expect_success 'an article may be a draft itself' '
	like reef/draft.md >actual &&
	head -n 1 actual >first &&
	grep "^reef/\(night\|survey\).md$" first &&
	! grep later actual
'

test_expect_success 'an article is an id, a path or a URL, old ones too' '
	like reef/night.md >expected &&
	test -s expected &&
	for name in ./reef/night.md content/reef/night.md \
		content/../content/reef//night.md "$PWD/content/reef/night.md" \
		/reef/night/ reef/night https://example.org/reef/night/?a#b \
		/old/night; do
		like "$name" >actual &&
		test_cmp expected actual || exit 1
	done &&
	cd content/reef && like night.md >actual && cd ../.. &&
	test_cmp expected content/reef/actual &&
	cd content && like ../content/reef/night.md >actual &&
	test_cmp ../expected actual
'

test_expect_success 'an id is meant before a path' '
	mkdir -p other/reef && cp content/bread.md other/reef/night.md &&
	like reef/night.md >expected &&
	cd other && like --index ../.pressmark reef/night.md >../actual &&
	cd .. &&
	test_cmp expected actual
'

test_expect_success 'what is no article is refused, with the nearest' '
	test_must_fail 2 pressmark related reef/nihgt.md >out 2>err &&
	test_empty out &&
	grep "there is no article .reef/nihgt.md., did you mean .reef/night.md.?" \
		err &&
	test_must_fail 2 pressmark related https://example.org/surveys/ 2>err &&
	grep "did you mean .reef/survey.md.?" err &&
	test_must_fail 2 pressmark related nothing/like/it 2>err &&
	grep "there is no article .nothing/like/it.; give its path" err &&
	test_must_fail 2 pressmark related "" 2>err &&
	test_must_fail 2 pressmark related pressmark.yaml 2>err &&
	grep ".pressmark.yaml. is not in the index" err
'

test_expect_success 'with --json the error is there too' '
	test_must_fail 2 pressmark related --json reef/nihgt.md >out 2>err &&
	json out "\$_->{error}{code}, \$_->{error}{message}" >actual &&
	grep "^usage$" actual &&
	grep "did you mean .reef/night.md.?" actual
'

test_expect_success 'nothing may be like it' '
	test_must_fail 1 pressmark related alone.md >out 2>err &&
	test_empty out &&
	grep "^no article is like .Zebra.$" err &&
	test_must_fail 1 pressmark related --json alone.md >out &&
	json out "scalar @{\$_->{hits}}" >actual &&
	echo 0 >expected &&
	test_cmp expected actual
'

test_expect_success 'the forms for programs' '
	pressmark related --json reef/night.md >out &&
	json out "\$_->{version}, @{\$_->{article}}{qw(id url title date)},
		(grep { \$_->{score} < 0.07 || \$_->{score} > 1 ||
			@{\$_->{snippet}{marks}} } @{\$_->{hits}}),
		map { \$_->{id} } @{\$_->{hits}}" >actual &&
	printf "%s\n" 1 reef/night.md /reef/night/ "Reef Night" \
		2020-01-02 reef/survey.md reef/maps.md >expected &&
	test_cmp expected actual &&
	pressmark related --jsonl reef/night.md >out &&
	test "$(wc -l <out)" = 2 &&
	pressmark related --paths -0 reef/night.md | tr "\0" "\n" >actual &&
	printf "%s\n" content/reef/survey.md content/reef/maps.md >expected &&
	test_cmp expected actual
'

test_expect_success '--all is each of them, in the order of ids' '
	pressmark related --all --json >all 2>err &&
	test_empty err &&
	json all "map { \$_->{article}{id} } @{\$_->{articles}}" >ids &&
	LC_ALL=C sort ids >sorted &&
	test_cmp sorted ids &&
	json all "\$_->{total}" >total &&
	test "$(cat total)" = "$(wc -l <ids)" &&
	test "$(cat total)" = 12 &&
	while read -r id; do
		json all "map { qq{\$_->{id} \$_->{score} \$_->{url} \$_->{title}} }
			map { @{\$_->{hits}} }
			grep { \$_->{article}{id} eq qq{$id} }
			@{\$_->{articles}}" >expected &&
		{ pressmark related --json "$id" >one || test $? = 1; } &&
		json one "map { qq{\$_->{id} \$_->{score} \$_->{url} \$_->{title}} }
			@{\$_->{hits}}" >actual &&
		test_cmp expected actual || exit 1
	done <ids
'

test_expect_success '--all has an object a line with --jsonl' '
	pressmark related --all --jsonl -n 3 >lines &&
	pressmark related --all --json -n 3 >all &&
	{ printf "[" && paste -sd, lines | tr -d "\n" && printf "]"; } >array &&
	json array "JSON::PP->new->canonical->encode(\$_)" >actual &&
	json all "JSON::PP->new->canonical->encode(\$_->{articles})" \
		>expected &&
	test_cmp expected actual
'

test_expect_success 'it is the same from an index built anew' '
	pressmark related --all --jsonl >expected &&
	echo >>content/reef/maps.md &&
	pressmark index &&
	pressmark related --all --jsonl >updated &&
	test_cmp expected updated &&
	pressmark index --rebuild &&
	pressmark related --all --jsonl >rebuilt &&
	test_cmp expected rebuilt
'

test_expect_success 'of equals the newest comes first' '
	for i in 3 1 4 2; do
		echo "Tides of the moon." |
			article equal/$i.md "Tides" "date: 202$i-01-01" ||
			exit 1
	done &&
	for i in 5 6 7 8 9; do
		echo "Of item $i." | article equal/$i.md "Item" || exit 1
	done &&
	pressmark index -q --index equal/.pressmark equal &&
	like --index equal/.pressmark 1.md >actual &&
	printf "%s\n" 4.md 3.md 2.md >expected &&
	test_cmp expected actual
'

test_expect_success 'a command line that makes no sense is refused' '
	test_must_fail 2 pressmark related 2>err &&
	grep "no article: give its path or its URL, or --all" err &&
	test_must_fail 2 pressmark related --all 2>err &&
	grep "option .--all. needs --json or --jsonl" err &&
	test_must_fail 2 pressmark related --all --json bread.md 2>err &&
	grep "option .--all. is for all articles" err &&
	test_must_fail 2 pressmark related bread.md alone.md 2>err &&
	grep "unexpected .alone.md." err &&
	for n in 0 101; do
		test_must_fail 2 pressmark related -n $n bread.md 2>err &&
		grep "option .--limit. is from 1 to 100" err || exit 1
	done &&
	test_must_fail 2 pressmark related --json --paths bread.md 2>err &&
	test_must_fail 3 pressmark related --index nosuch bread.md 2>err
'

test_expect_success 'an empty index has nothing' '
	mkdir empty && pressmark index -q --index empty/.pressmark empty &&
	pressmark related --index empty/.pressmark --all --json >out &&
	json out "\$_->{total}, scalar @{\$_->{articles}}" >actual &&
	printf "%s\n" 0 0 >expected &&
	test_cmp expected actual &&
	test_must_fail 2 pressmark related --index empty/.pressmark a.md
'

test_expect_success 'a disk that is full is an error' '
	test_must_fail 3 pressmark related --all --json >/dev/full 2>err &&
	grep "cannot write to standard output" err
'

test_expect_success 'completion offers ids, else files' '
	pressmark help --complete -- related reef/s >actual &&
	printf "%s\n" words reef/survey.md >expected &&
	test_cmp expected actual &&
	pressmark help --complete -- related content/ >actual &&
	echo files >expected &&
	test_cmp expected actual
'

test_done
