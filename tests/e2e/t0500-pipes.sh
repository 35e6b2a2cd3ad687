#!/bin/sh
# What is printed arrives, or the program says that it did not.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'make an index' '
	cp -R "$SRC/corpus/small" content &&
	chmod -R u+w content &&
	pressmark index content
'

# Ends up in a pipe whose reader has gone: `true` is over long before.
into_closed_pipe()
{
	{
		sleep 1
		"$@" 2>err
		echo $? >code
	} | true
	read -r code <code
	return "$code"
}

test_expect_success 'a reader that went away is no failure' '
	into_closed_pipe pressmark search water &&
	! grep pressmark err &&
	into_closed_pipe pressmark search --json water &&
	test_empty err &&
	into_closed_pipe pressmark help &&
	test_empty err &&
	into_closed_pipe pressmark index --rebuild &&
	test_empty err
'

test_expect_success 'nor is one that leaves early' '
	{ pressmark search -n 100 date:2010.. 2>err; echo $? >code; } |
		head -n 1 >out &&
	test "$(cat code)" = 0 &&
	test "$(wc -l <out)" -eq 1 &&
	! grep pressmark err
'

if [ -c /dev/full ]; then
	test_expect_success 'a full disk is a failure; exit 3' '
		for command in "search water" "search --json water" \
			"search --jsonl water" "search --grep water" \
			"search --paths -0 water" \
			"search --format={title} water" status \
			"status --json" "explain content/water.md" help \
			"help search" version \
			"index --rebuild"; do
			test_must_fail 3 pressmark $command >/dev/full 2>err ||
				exit 1
			grep "^pressmark: cannot write to standard output: " \
				err || exit 1
		done
	'
else
	test_skip 'a full disk is a failure; exit 3' 'there is no /dev/full'
fi

test_expect_success 'a limit on file size is a failure, not a crash' '
	{
		(ulimit -f 0 && test_must_fail 3 pressmark search water >out \
			2>/dev/null)
	} &&
	test_empty out
'

test_expect_success 'closed standard output is a failure; exit 3' '
	test_must_fail 3 pressmark search water >&- 2>err &&
	grep "cannot write to standard output" err
'

test_expect_success 'closed standard input and error are none' '
	pressmark search water <&- >out &&
	test -s out &&
	pressmark search water 2>&- >out &&
	test -s out &&
	test_must_fail 1 pressmark search qqqqq 2>&- &&
	test_must_fail 2 pressmark serch 2>&- &&
	pressmark index --rebuild <&- 2>&- >out &&
	pressmark status --check >out
'

test_expect_success 'all of them closed is a failure, and the index is well' '
	test_must_fail 3 pressmark index --rebuild <&- >&- 2>&- &&
	pressmark status --check >out &&
	pressmark search water
'

test_expect_success 'nothing is read from standard input' '
	printf "one\ntwo\n" >input &&
	{ pressmark search water >out 2>err && cat >actual; } <input &&
	test_cmp input actual
'

test_expect_success 'results go to standard output, talk to standard error' '
	pressmark search water >out 2>err &&
	! grep " ms)" out &&
	grep " ms)" err &&
	test "$(wc -l <err)" -eq 1 &&
	pressmark index >out 2>err &&
	test_empty err &&
	test "$(wc -l <out)" -eq 1
'

test_done
