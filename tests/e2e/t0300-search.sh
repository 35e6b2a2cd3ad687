#!/bin/sh
# pressmark search: what is found, in which order, how it is shown.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# finds EXPECTED ARGUMENT...: these ids, blanks between, and no others, in
# any order.
finds()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' |
		sort >.expected
	shift
	ids -n 100 "$@" >.found && sort .found >.actual &&
		test_cmp .expected .actual
}

# in_order EXPECTED ARGUMENT...
in_order()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' >.expected
	shift
	ids -n 100 "$@" >.actual && test_cmp .expected .actual
}

test_expect_success 'make an index of the small corpus, and a few more' '
	cp -R "$SRC/corpus/small" content &&
	chmod -R u+w content &&
	article content/x/alpha.md "Alpha" "date: 2010-01-31" \
		"tags: [Xray Tag, other]" "author: \"Ann Ypsilon\"" <<-\EOF &&
	The axolotl walks. Many axolotls walked over the gas pipeline.
	EOF
	article content/x/beta.md "Beta axolotl" "date: 2010-02-01" \
		"tags: [other]" "author: \"Ypsilon Ann\"" <<-\EOF &&
	A pipeline of gas. Nothing else but <b>bold & "quoted"</b> words.

	## A heading & more

	Zorilla stands below it.
	EOF
	article content/x/gamma.md "Gamma" "date: 2011" <<-\EOF &&
	No date but a year. The axolotl is in the last sentence of this text.
	EOF
	article content/x/delta.md "Delta" <<-\EOF &&
	Without any date, tag or author: an axolotl, a quetzal.
	EOF
	pressmark index content
'

test_expect_success 'finds words in any form, all of them' '
	finds "x/alpha x/beta x/gamma x/delta" axolotl &&
	finds "x/alpha x/beta x/gamma x/delta" AXOLOTLS &&
	finds "x/delta" axolotl AND quetzals &&
	finds "x/alpha" "axolotl AND walking AND gas AND pipeline"
'

test_expect_success 'joins its operands; only quotes of the query are a phrase' '
	finds "x/alpha x/beta" "gas pipeline" --since 2010 --until 2010 &&
	finds "x/alpha x/beta" gas pipeline --since 2010 --until 2010 &&
	finds "x/alpha" "\"gas pipeline\"" --since 2010 --until 2010 &&
	finds "x/alpha" "\"gas" "pipeline\"" --since 2010 --until 2010
'

test_expect_success 'a word after - is left out, and is no option' '
	finds "x/alpha x/beta x/gamma" axolotl -quetzal &&
	finds "x/alpha x/beta x/gamma" -quetzal axolotl &&
	finds "x/beta x/gamma x/delta" axolotl "-tag:\"xray tag\"" &&
	finds "x/alpha x/beta x/gamma" axolotl NOT quetzal &&
	finds "x/gamma x/delta" axolotl "-(alpha OR beta)" &&
	finds "x/gamma" axolotl -n 100 -date:2010 -quetzal &&
	finds "x/alpha x/beta x/gamma" -- axolotl -quetzal
'

test_expect_success 'AND, OR and groups' '
	finds "x/alpha x/beta x/gamma x/delta" alpha OR axolotl &&
	finds "x/alpha x/delta" alpha OR quetzal &&
	finds "x/delta" axolotl AND quetzal &&
	finds "x/alpha x/delta" "(alpha OR quetzal)" axolotl &&
	finds "x/alpha" "axolotl NEAR/1 walks"
'

test_expect_success 'beginnings of words' '
	finds "x/alpha x/beta x/gamma x/delta" "axol*" &&
	finds "x/delta" "quetz*"
'

test_expect_success 'fields: title, tag, author' '
	finds "x/beta" title:axolotl &&
	finds "x/alpha x/beta" tag:other &&
	finds "x/alpha" "tag:\"xray tag\"" &&
	finds "x/alpha" tag:other "tag:\"xray tag\"" &&
	finds "x/alpha" --tag other --tag "Xray Tag" &&
	finds "x/alpha x/beta" --tag "other,no such tag" &&
	finds "x/alpha x/beta" author:ypsilon &&
	finds "x/alpha" "author:\"ann ypsilon\"" &&
	finds "x/alpha" --author "Ann Ypsilon" &&
	finds "x/alpha x/beta" --author ann --author ypsilon
'

test_expect_success 'an unknown field is searched as words' '
	finds "x/gamma" last:sentence
'

test_expect_success 'dates: days, months, years, ranges' '
	finds "x/alpha" date:2010-01-31 &&
	finds "x/alpha" date:2010-01 &&
	finds "x/alpha x/beta" date:2010 &&
	finds "x/alpha x/beta" date:2010-01..2010-02 &&
	finds "x/alpha x/beta x/gamma" "date:<2012" &&
	finds "x/alpha x/beta" "date:<2011" &&
	finds "x/alpha x/beta x/gamma" "date:..2011" &&
	finds "x/beta" after:2010-01 before:2011 &&
	finds "x/alpha" before:2010-02 &&
	finds "x/beta" --since 2010-02-01 --until 2010-02-01 &&
	finds "x/beta x/gamma" --since 2010-02 --until 2011 &&
	finds "" date:1999
'

right_days()
{
	finds "x/d0" title:days date:today &&
		finds "x/d1" title:days date:yesterday &&
		finds "x/d0 x/d1" title:days date:2d &&
		finds "x/d0 x/d1 x/d5" title:days date:1w &&
		finds "x/d0 x/d1 x/d5 x/d13" title:days --since 2w &&
		finds "x/d0 x/d1 x/d5 x/d13 x/d40" title:days date:2m &&
		finds "x/d0 x/d1 x/d5 x/d13 x/d40 x/d100" title:days date:1y &&
		return 0
	# Unless midnight came in between, and the days are others now.
	test "$(date -u +%F)" != "$(cat day)"
}

test_expect_success 'dates: from today on backwards' '
	perl -MPOSIX=strftime -e '\''
		my $now = time;

		for my $days (0, 1, 5, 13, 40, 100) {
			open my $out, ">", "content/x/d$days.md" or die;
			print $out "---\ntitle: Days $days\ndate: ",
				strftime("%Y-%m-%d", gmtime($now - 86400 * $days)),
				"\n---\nSometime.\n";
		}
		open my $out, ">", "day" or die;
		print $out strftime("%Y-%m-%d", gmtime($now)), "\n";
	'\'' &&
	pressmark index >out &&
	right_days
'

if [ -e /usr/share/zoneinfo/Asia/Tokyo ]; then
	# in_zone ZONE EXPECTED ARGUMENT...: in a site in that zone; "-" for none.
	in_zone()
	{
		if [ "$1" = - ]; then
			: >zone/pressmark.yaml
		else
			echo "timezone: $1" >zone/pressmark.yaml
		fi
		zone_expected=$2
		shift 2
		PRESSMARK_INDEX=zone/.pressmark
		export PRESSMARK_INDEX
		pressmark index --index zone/.pressmark --rebuild zone &&
			finds "$zone_expected" "$@"
	}

	test_expect_success 'dates: a day is that of the zone of the site' '
		article zone/late.md "Late" "date: 2025-10-26T23:30:00-05:00" \
			<<-\EOF &&
		EOF
		article zone/early.md "Early" "date: 2025-10-27T00:30:00+09:00" \
			<<-\EOF &&
		EOF
		article zone/day.md "Day" "date: 2025-10-26" <<-\EOF &&
		EOF
		in_zone - "late day" date:2025-10-26 &&
		in_zone - "early" date:2025-10-27 &&
		in_zone Asia/Tokyo "day" date:2025-10-26 &&
		in_zone Asia/Tokyo "late early" date:2025-10-27 &&
		in_zone America/Lima "late early day" date:2025-10-26 &&
		in_order "late early" sort:newest -title:day
	'

	# It is never the same day in both of them.
	test_expect_success 'dates: today is where the site is' '
		east=Pacific/Kiritimati west=Etc/GMT+12 &&
		article zone/day.md "Day" "date: $(TZ=$east date +%F)" <<-\EOF &&
		EOF
		in_zone $west "" date:today --all &&
		{ in_zone $east "day" date:today ||
			! grep "^date: $(TZ=$east date +%F)" zone/day.md; }
	'
else
	test_skip 'dates: a day is that of the zone of the site' \
		'there are no time zones'
	test_skip 'dates: today is where the site is' 'there are no time zones'
fi

test_expect_success 'order' '
	in_order "x/gamma x/beta x/alpha x/delta" axolotl --sort newest &&
	in_order "x/alpha x/beta x/gamma x/delta" axolotl --sort oldest &&
	in_order "x/alpha x/beta x/delta x/gamma" axolotl --sort title &&
	in_order "x/alpha x/beta x/delta x/gamma" axolotl sort:title &&
	ids axolotl >one &&
	ids axolotl --sort relevance >two &&
	test_cmp one two &&
	head -n 1 one >first &&
	echo x/beta.md >expected &&
	test_cmp expected first
'

test_expect_success 'pages follow each other' '
	ids -n 100 date:2010.. >all &&
	test "$(wc -l <all)" -gt 30 &&
	for offset in 0 7 14 21 28 35 42 49; do
		ids -n 7 --offset $offset date:2010.. >>pages || exit 1
	done &&
	test_cmp all pages &&
	test_must_fail 1 pressmark search --offset 900 axolotl >out 2>err &&
	test_empty out &&
	grep "^nothing after the first 4 articles" err &&
	pressmark search -n 0 axolotl >out 2>err &&
	test_empty out &&
	grep "^0 of 4 articles" err
'

test_expect_success '--timeout: a search that takes too long is stopped' '
	words=$(seq -s " " 50) &&
	test_must_fail 3 pressmark search --timeout 0.001 -n 100 --any \
		the of and in to a $words >out 2>err &&
	test_empty out &&
	grep "^pressmark: the search was stopped after 1 ms; " err &&
	grep "^hint: .--timeout SECONDS. allows more time" err &&
	test_must_fail 3 pressmark search --timeout .001 --json -n 100 --any \
		the of and in to a $words >json 2>err &&
	json json "\$_->{error}{code}" >actual &&
	echo deadline >expected &&
	test_cmp expected actual &&
	pressmark search --timeout 60 axolotl >out &&
	for wrong in 0 -1 3601 1e9 x ""; do
		test_must_fail 2 pressmark search --timeout "$wrong" axolotl \
			>out 2>err || exit 1
		grep "^pressmark: option .--timeout. is from 0.001 to 3600" err ||
			exit 1
	done
'

test_expect_success '--any: any of the words' '
	finds "x/alpha x/beta x/gamma x/delta" --any axolotl quetzal
'

test_expect_success 'too few with all words: then those with most' '
	pressmark search axolotl quetzal zorilla >out 2>err &&
	grep "^Delta" out &&
	grep "no article has all words, these have most$" err &&
	pressmark search --json axolotl quetzal zorilla >json &&
	json json "\$_->{relaxed} ? 1 : 0" >actual &&
	echo 1 >expected &&
	test_cmp expected actual
'

test_expect_success 'text: title, date, authors, tags, path, passage' '
	pressmark search walks >out 2>err &&
	cat >expected <<-\EOF &&
	Alpha
	31 January 2010 · Ann Ypsilon · Xray Tag, other
	content/x/alpha.md:7
	    The axolotl walks. Many axolotls walked over the gas pipeline.
	EOF
	head -n 4 out >actual &&
	test_cmp expected actual &&
	grep -E "^[0-9]+ articles? \([0-9.]+ ms\)" err
'

test_expect_success 'the heading of the passage is named' '
	pressmark search zorilla >out &&
	grep "^content/x/beta.md:11  § A heading & more$" out
'

test_expect_success 'no escape sequence goes to a file or a pipe' '
	pressmark search axolotl >out &&
	! LC_ALL=C grep -a "$(printf "\033")" out
'

test_expect_success '--color=always, never; NO_COLOR' '
	esc=$(printf "\033") &&
	pressmark search --color=always axolotl >out &&
	grep "$esc\[1;31maxolotl$esc\[0m" out &&
	NO_COLOR=1 pressmark search --color=always axolotl >out &&
	grep "$esc\[1" out &&
	pressmark search --color=never axolotl >out &&
	! grep "$esc" out
'

test_expect_success '--links=always links to the file' '
	esc=$(printf "\033") &&
	pressmark search --links=always axolotl >out &&
	grep "^$esc]8;;file://[^/]*$TRASH/content/x/delta.md$esc\\\\Delta$esc]8;;" \
		out
'

if command -v script >/dev/null && [ "$(uname)" = Linux ]; then
	# On a terminal of this kind: what is printed, in out.
	on_terminal()
	{
		TERM=$1 script -qec "$2" /dev/null >out
	}

	test_expect_success 'a terminal gets colours and links' '
		esc=$(printf "\033") &&
		on_terminal xterm "\"$PRESSMARK\" search axolotl" &&
		grep "$esc\[1;31maxolotl$esc\[0m" out &&
		grep "$esc]8;;file://" out
	'

	test_expect_success 'a terminal that is dumb gets none; NO_COLOR' '
		esc=$(printf "\033") &&
		on_terminal dumb "\"$PRESSMARK\" search axolotl" &&
		! grep "$esc" out &&
		NO_COLOR=1 on_terminal xterm "\"$PRESSMARK\" search axolotl" &&
		! grep "$esc\[" out
	'
else
	test_skip 'a terminal gets colours and links' 'there is no script(1)'
	test_skip 'a terminal that is dumb gets none; NO_COLOR' \
		'there is no script(1)'
fi

# narrow WIDTH FILE: no line is wider, paths aside.
narrow()
{
	perl -CSD -e '
		my $width = shift;
		while (<>) {
			chomp;
			next if m{^(?:content|/)};
			my $wide = () = /\p{East_Asian_Width=W}/g;
			die "$ARGV:$.: $_\n" if length() + $wide > $width;
		}
	' "$1" "$2"
}

test_expect_success 'lines are as wide as asked for' '
	for width in 20 60 80 200; do
		for query in pipeline sport 湾 tag:oceans; do
			pressmark search --width $width $query >out || exit 1
			narrow $width out || exit 1
		done
	done &&
	COLUMNS=50 pressmark search pipeline >out &&
	narrow 50 out &&
	! narrow 40 out &&
	COLUMNS=300 pressmark search pipeline >out &&
	narrow 100 out
'

test_expect_success '--json is the page of the API' '
	pressmark search --json -n 1 zorilla >out 2>err &&
	test_empty err &&
	test "$(wc -l <out)" -eq 1 &&
	json out "sort keys %\$_" | tr "\n" " " >actual &&
	printf "corrected cut exact facet_values facets hits is_corrected query relaxed took_ms total version " \
		>expected &&
	test_cmp expected actual &&
	json out "sort keys %{\$_->{hits}[0]}" | tr "\n" " " >actual &&
	printf "authors date id image image_description lang line score " \
		>expected &&
	printf "section snippet tags title title_marks translations url " >>expected &&
	test_cmp expected actual &&
	json out "my \$h = \$_->{hits}[0];
		(\$_->{version}, \$_->{query}, \$_->{total}, \$h->{id},
		\$h->{title}, \$h->{date}, @{\$h->{authors}}, @{\$h->{tags}},
		\$h->{image}, \$h->{section}{heading},
		\$h->{section}{anchor})" >actual &&
	cat >expected <<-\EOF &&
	1
	zorilla
	1
	x/beta.md
	Beta axolotl
	2010-02-01
	Ypsilon Ann
	other
	null
	A heading & more
	a-heading--more
	EOF
	test_cmp expected actual
'

test_expect_success 'marks are code points of the text' '
	for query in pipeline café 湾 تقاوم axolotl; do
		pressmark search --json -n 100 $query >out &&
		json out "map { my \$h = \$_; (
			(map { substr \$h->{snippet}{text}, \$_->[0],
				\$_->[1] - \$_->[0] } @{\$h->{snippet}{marks}}),
			(map { substr \$h->{title}, \$_->[0],
				\$_->[1] - \$_->[0] } @{\$h->{title_marks}})
		) } @{\$_->{hits}}" >>marked || exit 1
	done &&
	sort -u marked >actual &&
	grep -x -i "pipelines*" actual &&
	grep -x -i "café" actual &&
	grep -x "湾" actual &&
	grep -x "تقاوم" actual &&
	! grep -v -i -E "^(pipelines?|cafés?|cafe|湾|تقاوم|axolotls?)$" actual
'

# shows EXPECTED ARGUMENT...: the line, section and passage of the first hit.
shows()
{
	printf '%s\n' "$1" >expected
	shift
	pressmark search -n 1 --index passages --format \
		'{line}|{section}|{snippet}' "$@" >actual &&
		test_cmp expected actual
}

test_expect_success 'a passage leaves out the title, and knows its place' '
	article passage/one.md "" "description: The year of the kiwi." <<-\EOF &&
	# Whales and Ferries

	Nothing has been seen yet.

	## Of ferries

	The ferry went out at five. All whales were gone.

	## Of islands

	The island is bare, but for two sheep.
	EOF
	pressmark index --index passages passage &&
	shows "11|Of ferries|The ferry went out at five. All whales were gone." \
		whales ferries &&
	shows "11|Of ferries|The ferry went out at five. All whales were gone." \
		gone &&
	shows "15|Of islands|The island is bare, but for two sheep." islands &&
	shows "||The year of the kiwi." kiwi &&
	shows "||The year of the kiwi." path:one
'

test_expect_success 'a passage fits into three lines, wide characters too' '
	for width in 40 50 60 70 80 100; do
		for query in サンゴ 通货 railway marathon; do
			pressmark search -n 1 --width $width $query |
				sed -n "s/^    //p" >lines &&
			test "$(wc -l <lines)" -le 3 || exit 1
		done
	done &&
	pressmark search -n 1 --width 60 サンゴ >out &&
	tail -n 1 out | grep "。$"
'

test_expect_success 'nothing found: exit 1, and it is said' '
	test_must_fail 1 pressmark search qqqqq >out 2>err &&
	test_empty out &&
	grep "^nothing found for .qqqqq.$" err &&
	grep "^hint: " err &&
	test_must_fail 1 pressmark search --tag qqqqq axolotl >out 2>err &&
	grep "^hint: .*--tag" err &&
	test_must_fail 1 pressmark search --json qqqqq >out 2>err &&
	test_empty err &&
	json out "(\$_->{total}, scalar @{\$_->{hits}})" >actual &&
	printf "0\n0\n" >expected &&
	test_cmp expected actual
'

test_expect_success 'a wrong date: exit 2, and where it is' '
	test_must_fail 2 pressmark search axolotl date:2025-13 >out 2>err &&
	test_empty out &&
	sed -n "s/:.*//p; 2,3p" err >actual &&
	grep "^pressmark: .2025-13. is no date" err &&
	sed 1d err >actual &&
	printf "%s\n" "  axolotl date:2025-13" "               ^" >expected &&
	test_cmp expected actual
'

test_expect_success 'the caret stands under wide characters, too' '
	test_must_fail 2 pressmark search 湾é date:x 2>err &&
	sed 1d err >actual &&
	printf "%s\n" "  湾é date:x" "           ^" >expected &&
	test_cmp expected actual
'

test_expect_success 'with --json the error is an object, too' '
	test_must_fail 2 pressmark search --json axolotl date:2025-13 \
		>out 2>err &&
	json out "(\$_->{error}{code}, \$_->{error}{column})" >actual &&
	printf "bad_date\n14\n" >expected &&
	test_cmp expected actual &&
	test_must_fail 2 pressmark search --json --since never axolotl \
		>out 2>err &&
	json out "(\$_->{error}{code}, exists \$_->{error}{column} ? 1 : 0)" \
		>actual &&
	printf "bad_date\n0\n" >expected &&
	test_cmp expected actual &&
	test_must_fail 3 pressmark search --json --index none x >out 2>err &&
	json out "\$_->{error}{code}" >actual &&
	echo no_index >expected &&
	test_cmp expected actual
'

test_expect_success 'a wrong order is refused' '
	test_must_fail 2 pressmark search --sort size axolotl 2>err &&
	grep "relevance" err &&
	test_must_fail 2 pressmark search sort:size axolotl 2>err
'

test_expect_success 'limits are named' '
	test_must_fail 2 pressmark search \
		"tag:$(perl -e "print q(x) x 1025")" 2>err &&
	grep "1024" err &&
	test_must_fail 2 pressmark search tag:x \
		$(perl -e "print join q( ), 1 .. 64") 2>err &&
	grep "64" err
'

test_expect_success 'of plain words that are too many, the first ones count' '
	pressmark search water $(perl -e "print join q( ), 1000 .. 1090") \
		>out 2>err &&
	grep "only 64 words of a query this long count" err
'

# Each line is a query; \xHH are bytes.
cat >junk <<'EOF'
"
""
"""
(
)
()
)(
((((((
a)b(c
-
--
- -
AND
OR
NOT
NEAR
AND OR NOT
a AND
OR b
a NOT
NOT NOT NOT a
NEAR/ a
a NEAR/0 b
a NEAR/99999999999 b
*
a*
**
*a
"a*"
tag:
tag:""
tag:"
author:
title:
title:(
title:"a
title:*
tag:,,,
:
::
:a
a:
nosuch:value
http://example.org/a?b=c&d=e#f
C:\\path\\file
<script>alert(1)</script>
'; DROP TABLE articles; --
%s%n%x
$(id)
`id`
\x00
\x01\x02\x1b[2J
\xff\xfe
\xc3
\xed\xa0\x80
\xf4\x90\x80\x80
\xe2\x80\xae\xe2\x81\xa6
\xcc\x81
\xef\xbf\xbd
🎉
🏳️‍🌈
٣
𝔘𝔫𝔦𝔠𝔬𝔡𝔢
ﬁ
İI
ß
a-b-c
don't
U.S.
3.3.12
£10bn
@user #tag
EOF
test_expect_success 'whatever is typed is searched for' '
	cat >run.pl <<-\EOF &&
	while (<STDIN>) {
		chomp;
		s/\\x([0-9a-f]{2})/chr hex $1/ge;
		s/\\\\/\\/g;
		s/\0//g;
		for my $json (0, 1) {
			my $code = system {$ENV{PRESSMARK}} "pressmark", "search",
				$json ? "--json" : "--color=always", "--", $_;
			die "exit $code for: $_\n" if $code && $code != 256;
		}
	}
	EOF
	perl run.pl <junk >out 2>err
'

# found COUNT WORD...: so many articles are found.
found()
{
	want=$1
	shift
	pressmark search --index relax "$@" -n 10 --json >page || [ $? = 1 ] &&
		got=$(perl -MJSON::PP -0777 -ne "print decode_json(\$_)->{total}" \
			page) &&
		[ "$got" = "$want" ]
}

test_expect_success 'most words will do where nothing else was asked for' '
	i=0 &&
	while [ $((i += 1)) -le 12 ]; do
		article "few/n$i.md" "Note $i" "date: 2020-01-$((i + 10))" \
			<<-EOF || exit 1
			The common word.
		EOF
	done &&
	article few/one.md "One" "date: 2021-01-01" <<-\EOF &&
	The axolotl swims with the newt.
	EOF
	article few/two.md "Two" "date: 2019-01-01" <<-\EOF &&
	The axolotl sleeps beside the toad.
	EOF
	pressmark index --index relax few >out &&
	# Half of the rare words; a word that is everywhere is no half.
	found 2 axolotl newt toad &&
	found 2 the axolotl unicorn &&
	found 0 the unicorn &&
	found 0 the unicorn phoenix griffin &&
	found 14 --any the unicorn
'

test_expect_success 'operators, fields, exclusions and orders are meant' '
	found 0 "(axolotl unicorn) AND newt" &&
	found 0 axolotl AND unicorn &&
	found 0 title:one unicorn toad &&
	found 0 axolotl unicorn sort:newest &&
	found 0 "\"axolotl unicorn\"" &&
	found 1 axolotl unicorn -toad &&
	found 1 axolotl unicorn --since 2020
'

test_expect_success 'an index that is damaged is an error, not a crash' '
	mkdir broken &&
	cp -R .pressmark broken/index &&
	echo garbage >broken/index/current &&
	test_must_fail 3 pressmark search --index broken/index axolotl \
		>out 2>err &&
	test_empty out &&
	grep "rebuild" err &&
	cp .pressmark/current broken/index/current &&
	for file in broken/index/g-*/*.glass; do
		: >"$file" || exit 1
	done &&
	test_must_fail 3 pressmark search --index broken/index axolotl \
		>out 2>err &&
	test_empty out
'

test_done
