#!/bin/sh
# Many different requests: none is answered wrongly, and memory does not grow.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# SERVE_REQUESTS says how many; more than the default is for `make check-soak`.
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

requests=${SERVE_REQUESTS:-8000}

# What is kept of answers, and of the words of queries, is full after so many.
warm=16000
[ "$requests" -le 100000 ] || warm=100000

# kB that a server may grow by, and have in all with two workers. Sanitizers
# keep what was freed for a while.
more=4096
most=61440
! grep -q __asan_init "$PRESSMARK" || {
	more=1000000
	most=4000000
}

cat >targets <<'END'
/v1/search?q=water+%d
/v1/search?q=coral+%d&any=1&facets=tag,year,timeline
/?q=night+%d
/v1/search?q=sea+-w%d
/v1/suggest?q=wa%d
/v1/search?q=%22rail+corridor%22+OR+w%d
/search.atom?q=water+%d
/v1/search?q=wat*+%d&sort=newest
/v1/related?id=water.md&limit=3
/v1/search?q=tag:science+rivr%d&explain=1
END

# The processes of the server: supervisor, front, workers.
processes()
{
	cat s.pid
	below "$(cat s.pid)"
}

# Their memory, kB, without the files they map: of those each has a share,
# which grows whenever another program that maps them ends.
memory()
{
	for id in $(processes); do
		cat "/proc/$id/smaps_rollup"
	done | awk '/^Pss_(Anon|Shmem):/ { sum += $2 } END { print sum }'
}

ask_many()
{
	perl "$SRC/tests/e2e/http.pl" many "$(cat s.at)" "$1" <targets
}

test_expect_success 'a server begins' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s -q --rate 0 --workers 2 &&
	test "$(processes | wc -l)" -ge 4
'

test_expect_success "$requests requests later it is what it was" '
	ask_many $warm >out && test "$(cat out)" = "found $warm" &&
	before=$(memory) &&
	ask_many "$requests" >out && test "$(cat out)" = "found $requests" &&
	after=$(memory) &&
	echo "# $before kB, then $after kB" >memory &&
	test "$after" -le $((before + more)) && test "$after" -le "$most"
'

cat "$TRASH/memory"

test_expect_success 'it ends' 'stop_server s'

test_done
