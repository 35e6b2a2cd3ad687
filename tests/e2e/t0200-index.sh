#!/bin/sh
# pressmark index: what is read, what changed, what is wrong, where it goes.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# indexed PATTERN: the one line of the last run, its time aside.
indexed()
{
	sed 's/ in [0-9]*\.[0-9] s$//' out >.line &&
		printf '%s\n' "$1" >.expected &&
		test_cmp .expected .line
}

test_expect_success 'a first run indexes every article' '
	mkdir site &&
	cp -R "$SRC/corpus/small" site/content &&
	chmod -R u+w site &&
	count=$(find site/content -name "*.md" | wc -l) &&
	cd site &&
	pressmark index content >out 2>err &&
	test_empty err &&
	indexed "indexed $count articles ($count new)" &&
	test -f .pressmark/current &&
	pressmark search water >out
'

test_expect_success 'a second run finds nothing to do' '
	cd site &&
	count=$(find content -name "*.md" | wc -l) &&
	cp .pressmark/current before &&
	pressmark index >out 2>err &&
	test_empty err &&
	indexed "indexed $count articles (nothing changed)" &&
	test_cmp before .pressmark/current
'

test_expect_success 'a new article is added' '
	cd site &&
	article content/new.md "Entirely new" <<-\EOF &&
	Zyzzyva is a word of its own.
	EOF
	count=$(find content -name "*.md" | wc -l) &&
	pressmark index >out &&
	indexed "indexed $count articles (1 new)" &&
	ids zyzzyva >actual &&
	echo new.md >expected &&
	test_cmp expected actual
'

test_expect_success 'a changed article is indexed again' '
	cd site &&
	article content/new.md "Entirely new" <<-\EOF &&
	Now it says quokka.
	EOF
	count=$(find content -name "*.md" | wc -l) &&
	pressmark index >out &&
	indexed "indexed $count articles (1 changed)" &&
	ids quokka >actual &&
	echo new.md >expected &&
	test_cmp expected actual &&
	ids zyzzyva >actual &&
	test_empty actual
'

test_expect_success 'an article that was only touched is not' '
	cd site &&
	touch content/new.md &&
	pressmark index >out &&
	grep "(nothing changed)" out
'

test_expect_success 'a renamed article is found under its new path alone' '
	cd site &&
	mkdir content/sub &&
	mv content/new.md content/sub/newer.md &&
	count=$(find content -name "*.md" | wc -l) &&
	pressmark index >out &&
	grep -E "^indexed $count articles \((1 moved|1 new, 1 removed)\) in" \
		out &&
	ids quokka >actual &&
	echo sub/newer.md >expected &&
	test_cmp expected actual
'

test_expect_success 'a removed article is gone' '
	cd site &&
	rm content/sub/newer.md &&
	count=$(find content -name "*.md" | wc -l) &&
	pressmark index >out &&
	indexed "indexed $count articles (1 removed)" &&
	test_must_fail 1 pressmark search quokka
'

test_expect_success 'a run that is told to rebuild gives the same' '
	cd site &&
	ids water >before &&
	pressmark index --rebuild >out 2>err &&
	test_empty err &&
	ids water >after &&
	test_cmp before after &&
	test "$(find .pressmark -name "g-*" | wc -l)" -eq 1
'

test_expect_success '-q prints nothing' '
	cd site &&
	pressmark index -q >out 2>err &&
	test_empty out &&
	test_empty err
'

test_expect_success 'one article is one article' '
	mkdir one &&
	article one/a.md "One" <<-\EOF &&
	Text.
	EOF
	cd one &&
	pressmark index >out &&
	indexed "indexed 1 article (1 new)"
'

test_expect_success 'a rejected article is named with its place; exit 4' '
	mkdir bad &&
	article bad/good.md "Good" <<-\EOF &&
	Pangolin one.
	EOF
	printf "\377\376-\000" >bad/wide.md &&
	printf "a\000b\n" >bad/nul.md &&
	cd bad &&
	test_must_fail 4 pressmark index >out 2>err &&
	indexed "indexed 1 article (1 new, 2 rejected)" &&
	grep "^nul.md:1:1: the file is not text$" err &&
	grep "^wide.md:1:1: the file is UTF-16" err &&
	test "$(wc -l <err)" -eq 2 &&
	ids pangolin >actual &&
	echo good.md >expected &&
	test_cmp expected actual
'

test_expect_success 'rejections are told again until they are mended' '
	cd bad &&
	test_must_fail 4 pressmark index >out 2>err &&
	indexed "indexed 1 article (2 rejected)" &&
	test "$(wc -l <err)" -eq 2 &&
	test_must_fail 4 pressmark index -q >out 2>err &&
	test_empty out &&
	test "$(wc -l <err)" -eq 2 &&
	rm nul.md &&
	printf "%s\n" --- "title: a" --- "Pangolin two." >wide.md &&
	pressmark index >out 2>err &&
	test_empty err &&
	indexed "indexed 2 articles (1 new)"
'

test_expect_success 'a spoiled article can still be found as it was' '
	cd bad &&
	printf "\377\376-\000" >wide.md &&
	test_must_fail 4 pressmark index >out 2>err &&
	indexed "indexed 2 articles (1 rejected)" &&
	grep "can still be found" err &&
	ids pangolin | sort >actual &&
	printf "%s\n" good.md wide.md >expected &&
	test_cmp expected actual
'

test_expect_success '--strict: one rejected article, nothing done; exit 2' '
	cd bad &&
	article late.md "Late" <<-\EOF &&
	Okapi.
	EOF
	cp .pressmark/current before &&
	test_must_fail 2 pressmark index --strict >out 2>err &&
	test_empty out &&
	grep "^wide.md:" err &&
	grep "^pressmark: .*rejected" err &&
	test_cmp before .pressmark/current &&
	test_must_fail 1 pressmark search okapi &&
	test_must_fail 2 pressmark index --strict --rebuild 2>err &&
	test_must_fail 1 pressmark search okapi &&
	rm wide.md &&
	pressmark index --strict >out 2>err &&
	pressmark search okapi
'

test_expect_success 'warnings are counted, and shown with -v' '
	mkdir warn &&
	article warn/a.md "A" "date: someday" <<-\EOF &&
	Text.
	EOF
	cd warn &&
	pressmark index >out 2>err &&
	echo "1 warning (-v shows it)" >expected &&
	test_cmp expected err &&
	pressmark index --rebuild -v >out 2>err &&
	grep "^a.md:3:7: warning: " err &&
	test "$(wc -l <err)" -eq 1 &&
	pressmark index --rebuild -q >out 2>err &&
	test_empty err
'

test_expect_success 'front matter that is not understood is told' '
	mkdir flawed &&
	article flawed/a.md "A" "tags: [a" "when: someday" <<-\EOF &&
	Text.
	EOF
	article flawed/b.md "B" "date: someday" <<-\EOF &&
	Text.
	EOF
	cd flawed &&
	pressmark index >out 2>err &&
	grep "^a.md:4:[0-9]*: error: front matter is not valid YAML" err &&
	grep "^1 warning (-v shows it)$" err &&
	test "$(wc -l <err)" -eq 2 &&
	pressmark index --rebuild -q >out 2>err &&
	test_empty err
'

test_expect_success 'names cannot drive the terminal' '
	mkdir names &&
	name=$(printf "a\033[2Jb") &&
	printf "text\n" >"names/$name.md" &&
	cd names &&
	test_must_fail 4 pressmark index >out 2>err &&
	test -s err &&
	! LC_ALL=C grep -a "$(printf "\033")" err
'

test_expect_success '--dry-run changes nothing' '
	mkdir dry &&
	article dry/a.md "A" <<-\EOF &&
	Text.
	EOF
	printf "a\000b\n" >dry/bad.md &&
	cd dry &&
	test_must_fail 4 pressmark index --dry-run >out 2>err &&
	grep "^bad.md:1:1: " err &&
	indexed "would index 1 article (1 new, 1 rejected)" &&
	test ! -e .pressmark &&
	rm bad.md &&
	pressmark index >out &&
	rm a.md &&
	article b.md "B" <<-\EOF &&
	Text.
	EOF
	cp .pressmark/current before &&
	pressmark index --dry-run >out &&
	grep "^would index 1 article (.*) in" out &&
	test_cmp before .pressmark/current &&
	ids text >actual &&
	echo a.md >expected &&
	test_cmp expected actual
'

test_expect_success 'a run that would remove most of it asks for --force' '
	mkdir -p most/content &&
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		echo "Wombat $i." >most/content/$i.md || exit 1
	done &&
	cd most &&
	pressmark index content >out &&
	rm content/1?.md content/[2-9].md &&
	test_must_fail 2 pressmark index >out 2>err &&
	test_empty out &&
	grep -e "--force" err &&
	ids -n 100 wombat >actual &&
	test "$(wc -l <actual)" -eq 16 &&
	pressmark index --force >out &&
	indexed "indexed 1 article (15 removed)"
'

test_expect_success 'a source that is not there is refused' '
	mkdir nosource &&
	cd nosource &&
	test_must_fail 2 pressmark index nowhere >out 2>err &&
	test_empty out &&
	grep "nowhere" err
'

test_expect_success 'several sources, folders and files, are one index' '
	mkdir -p many/x many/y &&
	echo "Numbat x." >many/x/a.md &&
	echo "Numbat y." >many/y/b.md &&
	echo "Numbat c." >many/c.md &&
	cd many &&
	pressmark index x y c.md >out &&
	indexed "indexed 3 articles (3 new)" &&
	ids numbat | sort >actual &&
	printf "%s\n" a.md b.md c.md >expected &&
	test_cmp expected actual &&
	pressmark search numbat >out &&
	grep "^x/a.md:1$" out &&
	grep "^y/b.md:1$" out &&
	grep "^c.md:1$" out
'

test_expect_success 'without a source the last ones are meant' '
	cd many &&
	pressmark index >out &&
	indexed "indexed 3 articles (nothing changed)"
'

test_expect_success 'the index is found from below' '
	cd site/content/2018 &&
	ids pipeline >actual &&
	test -s actual &&
	pressmark index >out &&
	grep "(nothing changed)" out &&
	test ! -e .pressmark
'

test_expect_success 'paths are shown from the current folder' '
	cd site &&
	pressmark search orlo >out &&
	grep "^content/2018/03/gas-pipeline-under-the-orlo-sea.md" out &&
	cd content/2018/03 &&
	pressmark search orlo >out &&
	grep "^gas-pipeline-under-the-orlo-sea.md" out &&
	cd ../../2019 &&
	pressmark search orlo >out &&
	grep "^$TRASH/site/content/2018/03/gas-pipeline" out
'

test_expect_success '$PRESSMARK_INDEX and --index name it, --index first' '
	PRESSMARK_INDEX=$TRASH/site/.pressmark &&
	export PRESSMARK_INDEX &&
	ids orlo >actual &&
	test -s actual &&
	ids --index "$TRASH/many/.pressmark" numbat >actual &&
	test "$(wc -l <actual)" -eq 3 &&
	PRESSMARK_INDEX= &&
	test_must_fail 3 pressmark search orlo
'

test_expect_success 'an index may lie elsewhere and have any name' '
	pressmark index --index "$TRASH/elsewhere" site/content >out &&
	test -f elsewhere/current &&
	pressmark search --index elsewhere orlo >out &&
	grep "^site/content/2018/03/" out &&
	cd home &&
	pressmark search --index ../elsewhere orlo >out &&
	grep "^$TRASH/site/content/2018/03/" out
'

test_expect_success 'without an index it is said what to do; exit 3' '
	cd home &&
	for command in "search x" status; do
		test_must_fail 3 pressmark $command >out 2>err &&
		test_empty out &&
		grep "^pressmark: no index .*pressmark index" err || exit 1
	done &&
	test_must_fail 3 pressmark search --index none x 2>err &&
	grep "none.*pressmark index" err &&
	test_must_fail 2 pressmark search --index "" x
'

test_expect_success 'a folder may be moved with its index' '
	mv site moved &&
	cd moved &&
	pressmark search orlo >out &&
	grep "^content/2018/03/" out &&
	pressmark index >out 2>err &&
	test_empty err &&
	grep "(nothing changed)" out
'

# Fills a pipe that nobody reads, so that a run stands still with the lock in
# its hands for as long as is wanted.
test_expect_success 'prepare a run that can be stopped' '
	mkdir many-bad &&
	perl -e '\''
		for (1 .. 2500) {
			open my $out, ">", sprintf "many-bad/%0200d.md", $_
				or die;
			print $out "a\0b";
		}
	'\'' &&
	echo "Bilby." >many-bad/zz.md &&
	mkfifo pipe
'

# stuck: runs `pressmark index` in many-bad until it stands still; its process
# is $pid, and descriptor 9 the pipe that it writes to.
stuck()
{
	exec 9<>"$TRASH/pipe"
	rm -rf many-bad/.pressmark
	"$PRESSMARK" index --index many-bad/.pressmark many-bad \
		>"$TRASH/stuck.out" 2>"$TRASH/pipe" 9>&- &
	pid=$!
	test_wait_for grep -q "$pid" many-bad/.pressmark/lock
}

test_expect_success 'a second run names who holds the index; exit 75' '
	stuck 2>/dev/null &&
	test_must_fail 75 pressmark index --index many-bad/.pressmark \
		many-bad >out 2>err &&
	kill -KILL $pid &&
	test_empty out &&
	grep "process $pid" err
'

test_expect_success 'what a killed run left does not stop the next' '
	test_must_fail 4 pressmark index --index many-bad/.pressmark \
		many-bad >out 2>err &&
	indexed "indexed 1 article (1 new, 2500 rejected)"
'

test_expect_success '--wait waits for the first run to end' '
	stuck 2>/dev/null &&
	{ (sleep 1; kill -KILL $pid) & } &&
	test_must_fail 4 pressmark index --wait 60 \
		--index many-bad/.pressmark many-bad >out 2>err &&
	grep "^indexed 1 article" out
'

test_expect_success 'an interrupted run leaves the index as it was; exit 75' '
	stuck 2>/dev/null &&
	kill -TERM $pid &&
	{ cat <&9 >drained & } &&
	drain=$! &&
	test_must_fail 75 wait $pid &&
	kill $drain &&
	test_empty stuck.out &&
	test ! -e many-bad/.pressmark/current
'

if command -v script >/dev/null && [ "$(uname)" = Linux ]; then
	test_expect_success 'on a terminal progress is shown and taken away' '
		TERM=xterm script -qec \
			"\"$PRESSMARK\" index --rebuild --index moved/.pressmark moved/content" \
			/dev/null >out &&
		esc=$(printf "\033") &&
		tr "\r" "\n" <out >lines &&
		grep "^reading [0-9]* of [0-9]* articles" lines &&
		grep "^$esc\[Kindexed [0-9]* articles" lines
	'
else
	test_skip 'on a terminal progress is shown and taken away' \
		'there is no script(1)'
fi

test_expect_success 'elsewhere it is not' '
	pressmark index --rebuild --index moved/.pressmark moved/content \
		>out 2>err &&
	test_empty err
'

test_done
