#!/bin/sh
# A server that keeps its index up to date.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

write()
{
	printf -- '---\ntitle: %s\n---\n%s\n' "$2" "$3" >"content/$1.md"
}

# finds N QUERY
finds()
{
	ask s "/v1/search?q=$2" >out && grep -q "\"total\":$1," out
}

# The process that is told of changes.
watching()
{
	for id in $(below "$(cat s.pid)"); do
		if ls -l "/proc/$id/fd" | grep -q inotify; then
			echo "$id"
		fi
	done
}

test_watching()
{
	test -n "$(watching)"
}

test_not_watching()
{
	test -z "$(watching)"
}

test_expect_success 'what is saved is found' '
	mkdir content && write a Water "Rain falls." &&
	pressmark index -q content &&
	start_server s -q --watch &&
	finds 1 rain && finds 0 snow &&
	sleep 1 &&
	write b Winter "Snow falls." &&
	test_wait_for finds 1 snow &&
	rm content/b.md &&
	test_wait_for finds 0 snow
'

test_expect_success 'a watch that was killed begins anew' '
	watch=$(watching) && test -n "$watch" &&
	kill -KILL $watch &&
	test_wait_for grep -q "by signal 9, and begins anew in 1 s" s.err &&
	write c Spring "Hail falls." &&
	test_wait_for finds 1 hail
'

test_expect_success 'the more often, the later' '
	test $(children "$(cat s.pid)" | wc -l) = 2 &&
	: "there is no other process that could be killed" &&
	kill -KILL $(watching) &&
	test_wait_for grep -q "by signal 9, and begins anew in 2 s" s.err &&
	ask s /v1/search?q=rain >out && expect_status out 200 &&
	write d Summer "Dew falls." &&
	test_wait_for finds 1 dew
'

# wants YES: whether it is to watch, as the file says now.
wants()
{
	printf "serve:\n  watch: %s\n" "$1" >pressmark.yaml &&
		kill -HUP "$(cat s.pid)"
}

test_expect_success 'while it waits to begin anew it ends at once' '
	kill -KILL $(watching) &&
	test_wait_for grep -q "begins anew in 4 s" s.err &&
	all=$(below "$(cat s.pid)") && before=$(date +%s) &&
	stop_server s &&
	for id in $all; do
		test_wait_for has_ended "$id" || return 1
	done &&
	test $(($(date +%s) - before)) -le 3
'

test_expect_success 'SIGHUP takes what the file says of it' '
	start_server s -q && test -z "$(watching)" &&
	wants true && test_wait_for test_watching &&
	write e Autumn "Fog falls." && test_wait_for finds 1 fog &&
	wants false && test_wait_for test_not_watching &&
	! grep -q "begins anew" s.err &&
	wants true && test_wait_for test_watching
'

test_expect_success 'it ends with a server that is killed' '
	all=$(below "$(cat s.pid)") && test -n "$(watching)" &&
	kill -KILL "$(cat s.pid)" && rm s.pid &&
	for id in $all; do
		test_wait_for has_ended "$id" || return 1
	done &&
	rm pressmark.yaml && start_server s -q --watch &&
	test_wait_for test_watching
'

test_expect_success 'it ends with the server' '
	all=$(below "$(cat s.pid)") && test -n "$(watching)" &&
	stop_server s &&
	for id in $all; do
		test_wait_for has_ended "$id" || return 1
	done
'

test_done
