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
	test_wait_for grep -q "begins anew in 5 seconds" s.err &&
	write c Spring "Hail falls." &&
	test_wait_for finds 1 hail
'

test_expect_success 'it ends with the server' '
	all=$(below "$(cat s.pid)") && test -n "$(watching)" &&
	stop_server s &&
	for id in $all; do
		test_wait_for has_ended "$id" || return 1
	done
'

test_done
