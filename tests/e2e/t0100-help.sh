#!/bin/sh
# Help, versions, and command lines that are wrong.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

commands='index search suggest related serve lint explain fields status eval help version'

test_expect_success 'without a command the short help is printed' '
	pressmark >out 2>err &&
	test_empty err &&
	grep "^usage: pressmark COMMAND" out &&
	for name in '"$commands"'; do
		grep "^  $name  *[a-z]" out || exit 1
	done
'

test_expect_success '--help, -h and help print the same' '
	pressmark >expected &&
	pressmark --help >out && test_cmp expected out &&
	pressmark -h >out && test_cmp expected out &&
	pressmark help >out && test_cmp expected out
'

for name in $commands; do
	test_expect_success "help $name has usage, what it does and examples" "
		pressmark help $name >out 2>err &&
		test_empty err &&
		grep '^pressmark $name: ' out &&
		grep '^usage: pressmark $name' out &&
		grep '^examples:' out &&
		grep '^  pressmark $name' out &&
		pressmark $name --help >again 2>err &&
		test_cmp out again
	"
done

test_expect_success 'no line of help is wider than 80 columns' '
	for name in "" '"$commands"'; do
		pressmark help $name >out &&
		! grep -nE "^.{81}" out || exit 1
	done
'

test_expect_success 'help shows every option of the command' '
	pressmark help search >out &&
	for name in index tag author since until sort limit offset any grep json \
		jsonl paths null format \
		color links width help; do
		grep -e "--$name" out || exit 1
	done &&
	pressmark help index >out &&
	for name in index rebuild dry-run strict drafts future public preset \
		check force wait quiet verbose; do
		grep -e "--$name" out || exit 1
	done &&
	pressmark help lint >out &&
	for name in index json strict quiet color; do
		grep -e "--$name" out || exit 1
	done &&
	pressmark help explain >out &&
	for name in index json color; do
		grep -e "--$name" out || exit 1
	done &&
	pressmark help status >out &&
	for name in index json check; do
		grep -e "--$name" out || exit 1
	done &&
	pressmark help eval >out &&
	for name in index any run compare per-query json; do
		grep -e "--$name" out || exit 1
	done
'

test_expect_success 'version and --version print one line' '
	pressmark version >out 2>err &&
	test_empty err &&
	grep -E "^pressmark [0-9]+\.[0-9]+\.[0-9]+ \(libxapian [0-9.]+\)$" out &&
	test "$(wc -l <out)" -eq 1 &&
	pressmark --version >again &&
	test_cmp out again
'

# refused CODE MESSAGE ARGUMENT...: nothing on standard output, one line on
# standard error.
refused()
{
	code=$1
	message=$2
	shift 2
	test_must_fail "$code" pressmark "$@" >out 2>err &&
		test_empty out &&
		printf 'pressmark: %s\n' "$message" >expected &&
		test_cmp expected err
}

test_expect_success 'an unknown command is named, and the nearest known' '
	refused 2 "unknown command '\''serch'\'', did you mean '\''search'\''?" \
		serch water &&
	refused 2 "unknown command '\''zzzzzz'\'' (see '\''pressmark help'\'')" \
		zzzzzz &&
	refused 2 "unknown command '\''stats'\'', did you mean '\''status'\''?" \
		help stats
'

test_expect_success 'an option before the command is refused' '
	refused 2 "unexpected '\''--json'\'' before the command (see '\''pressmark help'\'')" \
		--json search water
'

test_expect_success 'an unknown option is named, and the nearest known' '
	refused 2 "unknown option '\''--tga'\'', did you mean '\''--tag'\''? (see '\''pressmark search --help'\'')" \
		search --tga x water &&
	refused 2 "unknown option '\''-x'\'' (see '\''pressmark index --help'\'')" \
		index -x
'

test_expect_success 'an option without its value is refused' '
	test_must_fail 2 pressmark search water --tag >out 2>err &&
	grep "needs an argument" err
'

test_expect_success 'numbers and choices are checked' '
	test_must_fail 2 pressmark search -n ten water 2>err &&
	grep "whole number" err &&
	test_must_fail 2 pressmark search --limit=101 water 2>err &&
	grep "at most 100" err &&
	test_must_fail 2 pressmark search --offset=995 water 2>err &&
	grep "at most 1000" err &&
	test_must_fail 2 pressmark search --offset=4294967295 water 2>err &&
	grep "at most 1000" err &&
	test_must_fail 2 pressmark search --width=19 water 2>err &&
	grep "from 20 to" err &&
	test_must_fail 2 pressmark search --color=red water 2>err &&
	grep "auto, always or never" err &&
	test_must_fail 2 pressmark index --wait 100000 2>err &&
	grep "at most 86400" err
'

test_expect_success 'a search for nothing is refused' '
	refused 2 "no query: give the words to search for (see '\''pressmark search --help'\'')" \
		search
'

test_expect_success 'explaining nothing is refused' '
	refused 2 "no file: name the articles to explain (see '\''pressmark explain --help'\'')" \
		explain
'

test_expect_success 'operands that mean nothing are refused' '
	test_must_fail 2 pressmark status water 2>err &&
	grep "unexpected .water." err &&
	test_must_fail 2 pressmark version x 2>err &&
	test_must_fail 2 pressmark help index x 2>err
'

test_expect_success 'what is typed cannot drive the terminal' '
	test_must_fail 2 pressmark "$(printf "a\033[31mb\233\302\233c")" \
		>out 2>err &&
	test_empty out &&
	! LC_ALL=C grep -a "$(printf "\033")" err &&
	! LC_ALL=C grep -a "$(printf "\302\233")" err
'

test_expect_success 'no other file is touched by help' '
	ls -A home >out &&
	test_empty out &&
	test ! -e .pressmark
'

test_done
