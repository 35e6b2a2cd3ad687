#!/bin/sh
# pressmark index --watch: what changes is indexed as it does.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

mkdir -p site/content
printf -- '---\ntitle: One\n---\nwater\n' >site/content/one.md
printf -- '---\ntitle: Two\n---\nwater\n' >site/content/two.md

# launch [OPTION...]: watches the site; its end is written to `code`. A shell
# has programs in the background ignore SIGINT, which then stays so. $PRELOAD is
# for the program alone.
launch()
{
	rm -f watch.out watch.err code pid
	(
		cd site || exit 1
		perl -e '$SIG{INT} = "DEFAULT";
			$ENV{LD_PRELOAD} = $ENV{PRELOAD} if $ENV{PRELOAD};
			exec @ARGV' \
			"$PRESSMARK" index --watch "$@" content \
			>../watch.out 2>../watch.err &
		echo $! >../pid
		wait $!
		echo $? >../code
	) &
	wait_for 'test -s pid -a -e watch.err'
}

# start [OPTION...]: the same, and it has begun to watch.
start()
{
	launch "$@" &&
	wait_for 'grep -q -e "watching for" -e "looked for" watch.err'
}

# wait_for COMMAND: until it succeeds, for ten seconds at most.
wait_for()
{
	wait_tries=0
	until eval "$1"; do
		wait_tries=$((wait_tries + 1))
		if [ $wait_tries -gt 500 ]; then
			echo "waited in vain: $1" >&2
			cat watch.err >&2
			return 1
		fi
		sleep 0.02
	done
}

# found WORD ID...: these articles have it, soon.
found()
{
	found_word=$1
	shift
	printf '%s\n' "$@" | sort >expected
	wait_for "\"\$PRESSMARK\" search --index site/.pressmark --as-typed \
		--jsonl -n 100 $found_word 2>/dev/null |
		sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/' | sort | cmp -s - expected"
}

# lost WORD: no article has it, soon.
lost()
{
	wait_for "test_must_fail 1 \"\$PRESSMARK\" search \
		--index site/.pressmark --as-typed $1 >/dev/null 2>&1"
}

stop()
{
	kill -"${1:-TERM}" "$(cat pid)" &&
	wait_for 'test -s code' &&
	echo 0 >expected && test_cmp expected code
}

# When a test failed, nothing may go on.
trap 'leave_code=$?
	kill -KILL "$(cat "$TRASH/pid" 2>/dev/null)" 2>/dev/null
	(exit $leave_code); test_leave' EXIT

test_expect_success 'a first run is as any other' '
	start &&
	grep "^indexed 2 articles (2 new) in" watch.out &&
	test "$(wc -l <watch.err)" = 1
'

test_expect_success 'a save is indexed, a line each' '
	echo zebra >>site/content/one.md &&
	found zebra one.md &&
	wait_for "grep -q \"^indexed 2 articles (1 changed) in\" watch.err"
'

test_expect_success 'so is what an editor renames over it' '
	sed s/zebra/quokka/ site/content/one.md >site/content/.one.md.swp &&
	mv site/content/.one.md.swp site/content/one.md &&
	found quokka one.md &&
	lost zebra
'

test_expect_success 'a folder that is made, with what is in it' '
	mkdir -p site/content/a/b/c &&
	echo okapi >site/content/a/b/c/deep.md &&
	found okapi a/b/c/deep.md &&
	echo okapi >site/content/a/b/later.md &&
	found okapi a/b/c/deep.md a/b/later.md
'

test_expect_success 'a folder that is moved, and changed there' '
	mv site/content/a/b site/content/moved &&
	found okapi moved/c/deep.md moved/later.md &&
	echo gnu >>site/content/moved/c/deep.md &&
	found gnu moved/c/deep.md
'

test_expect_success 'a folder that is moved in and out' '
	mkdir away && echo lemur >away/in.md &&
	mv away site/content/here &&
	found lemur here/in.md &&
	mv site/content/here away &&
	lost lemur &&
	echo lemur >away/in.md && sleep 0.2 && lost lemur
'

test_expect_success 'folders that are removed' '
	rm -r site/content/moved &&
	lost okapi
'

test_expect_success 'symbolic links are not followed' '
	ln -s one.md site/content/link.md &&
	ln -s ../../away site/content/linked &&
	echo tapir >>site/content/one.md &&
	found tapir one.md &&
	rm site/content/link.md site/content/linked
'

test_expect_success 'another name of a file is an article' '
	ln site/content/two.md site/content/three.md &&
	found water one.md two.md three.md &&
	rm site/content/three.md &&
	found water one.md two.md
'

test_expect_success 'nor is it missed when the first name goes at once' '
	printf -- "---\ntitle: Four\n---\nwater\n" >site/aside &&
	perl -e "link(\"site/aside\", \"site/content/four.md\") or die;
		unlink(\"site/aside\") or die" &&
	found water one.md two.md four.md &&
	rm site/content/four.md &&
	found water one.md two.md
'

test_expect_success 'what is no article is no matter' '
	cp watch.err before &&
	sleep 0.2 && touch now &&
	echo zebra >site/content/notes.txt &&
	mkdir site/content/.git && echo zebra >site/content/.git/x.md &&
	sleep 0.3 &&
	test_cmp before watch.err &&
	# There was no run: it would have taken the lock.
	test -z "$(find site/.pressmark/lock -newer now)"
'

test_expect_success 'a broken article is told once, the good one stays' '
	printf "GIF\\0" >site/content/one.md &&
	wait_for "grep -q \"^content/one.md:1:1: the file is not text\" \
		watch.err" &&
	echo more >>site/content/two.md &&
	found more two.md &&
	found tapir one.md &&
	test "$(grep -c "not text" watch.err)" = 1 &&
	printf -- "---\ntitle: One\n---\nwater tapir\n" >site/content/one.md &&
	sleep 0.3 &&
	found tapir one.md
'

test_expect_success 'thousands of files at once are few updates' '
	cp watch.err before &&
	perl -e "for (1 .. 3000) { open F, \">\", \"site/content/m\$_.md\";
		print F \"heron\\n\"; close F }" &&
	wait_for "grep -q \"^indexed 3002 articles\" watch.err" &&
	test $(($(wc -l <watch.err) - $(wc -l <before))) -le 8 &&
	rm site/content/m*.md &&
	wait_for "tail -n 1 watch.err | grep -q \
		-e \"^indexed 2 articles\" -e \"say --force\""
'

test_expect_success 'most of it gone is refused, until it is meant' '
	if grep "say --force" watch.err; then
		(cd site && pressmark index -q --force)
	fi &&
	found water one.md two.md
'

test_expect_success 'when too much is told at once, all is looked at' '
	kill -STOP "$(cat pid)" &&
	perl -e "for (1 .. 20000) { open F, \">\", \"site/content/f\$_.txt\";
		close F; unlink \"site/content/f\$_.txt\" }" &&
	mkdir site/content/unseen &&
	echo jackal >site/content/unseen/x.md &&
	kill -CONT "$(cat pid)" &&
	found jackal unseen/x.md &&
	echo ibex >>site/content/unseen/x.md &&
	found ibex unseen/x.md
'

test_expect_success 'the configuration is read anew, a wrong one not taken' '
	echo "exclude: [uns" >site/pressmark.yaml &&
	wait_for "grep -q \"pressmark.yaml:.*the index stays\" watch.err" &&
	found ibex unseen/x.md &&
	echo "exclude: [unseen/]" >site/pressmark.yaml &&
	lost ibex &&
	rm site/pressmark.yaml &&
	found ibex unseen/x.md &&
	echo "caribou, ibex" >site/synonyms.txt &&
	found caribou unseen/x.md
'

test_expect_success 'other runs may come and go' '
	echo bison >site/content/four.md &&
	(cd site && pressmark index -q --wait 5 --rebuild) &&
	found bison four.md &&
	echo moose >>site/content/four.md &&
	found moose four.md
'

test_expect_success 'SIGTERM ends it, with status 0' '
	stop TERM
'

test_expect_success 'nothing is left to do' '
	cd site && pressmark index --verify >out && grep "nothing changed" out
'

test_expect_success 'SIGINT ends it, with status 0' '
	start && stop INT
'

test_expect_success 'with -q nothing is said but what is wrong' '
	launch -q &&
	sleep 0.3 &&
	echo auk >>site/content/four.md &&
	found auk four.md &&
	stop &&
	test_empty watch.err && test_empty watch.out
'

# Whatever happens to the files, in any order.
test_expect_success 'random changes, and nothing is missed' '
	start --force &&
	perl -e "
		srand 5;
		chdir q{site/content} or die;
		my @names = map { (qq{r\$_}, qq{r\$_.md}) } 1 .. 6;
		my \$any = sub { join q{/}, map { \$names[rand @names] }
			0 .. rand 3 };
		for my \$n (1 .. 600) {
			my (\$a, \$b, \$do) = (\$any->(), \$any->(), rand 6);
			if (\$do < 2) { mkdir \$a }
			elsif (\$do < 4) { if (open my \$f, q{>}, \$a)
				{ print \$f qq{word \$n} } }
			elsif (\$do < 5) { rename \$a, \$b }
			else { system qw{rm -rf}, \$a if rand 3 < 1 }
			select undef, undef, undef, 0.05 if \$n % 40 == 0;
		}" &&
	sleep 1 &&
	stop &&
	(cd site && pressmark index --verify >out && grep "nothing changed" out)
'

library=$(dirname "$PRESSMARK")/tests/fault/fewwatches.so
if grep -q __asan_init "$PRESSMARK"; then
	test_skip 'beyond what the system watches' 'sanitizers come first'
elif [ -e "$library" ]; then
	test_expect_success 'beyond what the system watches, it looks again' '
		PRELOAD='"$library"' &&
		export PRELOAD &&
		start &&
		grep "fs.inotify.max_user_watches" watch.err &&
		echo puffin >>site/content/four.md &&
		found puffin four.md &&
		stop
	'
else
	test_skip 'beyond what the system watches' "$library is not built"
fi

test_expect_success 'it goes with neither --dry-run nor --check' '
	cd site &&
	test_must_fail 2 pressmark index --watch --dry-run &&
	test_must_fail 2 pressmark index --watch --check
'

test_done
