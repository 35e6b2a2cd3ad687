#!/bin/sh
# One writer at a time: the second is told who the first is, or waits.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# A run that is halted holds its lock for as long as the test needs. It goes the
# slow way, which leaves time to halt it.
halt_writer()
{
	PRESSMARK_WRITER=xapian "$PRESSMARK" index --rebuild content >writer.out 2>writer.err &
	writer=$!
	test_wait_for ls .pressmark/tmp-$writer/shards >/dev/null 2>&1 &&
	kill -STOP $writer
}

test_expect_success 'a site to index' '
	make_site 400 &&
	set_state 0 &&
	pressmark index -q content &&
	expect_state 0 0
'

test_expect_success 'a second writer is told who holds the index' '
	set_state 1 &&
	halt_writer &&
	test_must_fail 75 pressmark index content 2>err &&
	grep "process $writer\$" err &&
	test "$(wc -l <err)" = 1 &&
	kill -CONT $writer &&
	wait $writer &&
	expect_state 1 1 &&
	expect_tidy
'

test_expect_success 'readers do not mind' '
	set_state 2 &&
	halt_writer &&
	expect_state 1 1 &&
	kill -CONT $writer &&
	wait $writer &&
	expect_state 2 2
'

test_expect_success 'a second writer waits no longer than it was told' '
	halt_writer &&
	start=$(now_ms) &&
	test_must_fail 75 pressmark index --wait 1 content 2>err &&
	end=$(now_ms) &&
	test $((end - start)) -ge 900 &&
	test $((end - start)) -lt 10000 &&
	grep "process $writer\$" err &&
	kill -CONT $writer &&
	wait $writer
'

test_expect_success 'a second writer that waits goes on when the first ends' '
	set_state 3 &&
	halt_writer &&
	{ "$PRESSMARK" index --wait 60 content >second.out 2>&1 & } &&
	second=$! &&
	sleep 0.3 &&
	kill -0 $second &&
	kill -CONT $writer &&
	wait $writer &&
	wait $second &&
	grep "^indexed 421 articles" second.out &&
	expect_state 3 3 &&
	expect_tidy
'

test_expect_success 'the lock of a killed writer is free' '
	set_state 4 &&
	halt_writer &&
	kill -KILL $writer &&
	{ wait $writer || :; } &&
	expect_state 3 3 &&
	pressmark index content >out &&
	expect_state 4 4 &&
	expect_tidy
'

test_expect_success 'many writers at once end well, one after the other' '
	set_state 5 &&
	for n in 1 2 3 4 5; do
		"$PRESSMARK" index --wait 60 content >many.$n 2>&1 &
		echo $!
	done >pids &&
	while read -r pid; do
		wait "$pid" || exit 1
	done <pids &&
	expect_state 5 5 &&
	expect_tidy
'

test_done
