#!/bin/sh
# Requests that nobody means well, each with the answer that it gets.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

test_expect_success 'a server begins' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s -q
'

# refuses STATUS REQUEST: this status, and then the connection is closed,
# whatever follows on it. (The library may send its own head twice.)
refuses()
{
	{
		printf '%s' "$2"
		printf '%s' 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n'
	} | raw s >out || return 1
	if ! grep -q '^HTTP/1.1 200' out &&
		head -n 1 out | grep -q "^HTTP/1.[01] $1 "; then
		return 0
	fi
	printf '%.200s\n' "$2" && cat out && return 1
}

# Two programs in a row must not read them differently.
test_expect_success 'what could be read in two ways is refused' '
	get="GET /healthz HTTP/1.1\r\nHost: a\r\n" &&
	refuses 400 "${get}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" &&
	refuses 400 "${get}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde" &&
	refuses 400 "${get}Content-Length: 5\r\n\r\nabcde" &&
	refuses 400 "${get}Content-Length: +5\r\n\r\nabcde" &&
	refuses 413 "${get}Content-Length: 99999999999999999999\r\n\r\n" &&
	refuses 400 "${get}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" &&
	refuses 400 "${get}Transfer-Encoding: xchunked\r\n\r\n" &&
	refuses 400 "${get}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" &&
	refuses 400 "${get}Expect: 100-continue\r\n\r\n" &&
	refuses 400 "${get}Host: b\r\n\r\n" &&
	refuses 400 "${get}host: a\r\n\r\n" &&
	refuses 400 "GET /healthz HTTP/1.1\r\n\r\n" &&
	refuses 400 "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n" &&
	refuses 400 "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n" &&
	refuses 400 "${get}X : y\r\n\r\n" &&
	refuses 400 "${get}X\001: y\r\n\r\n" &&
	refuses 400 "${get}X: a\001b\r\n\r\n"
'

test_expect_success 'other methods and versions are refused' '
	for method in POST PUT DELETE TRACE CONNECT PATCH get X; do
		refuses 405 "$method /healthz HTTP/1.1\r\nHost: a\r\n\r\n" || exit 1
	done &&
	refuses 405 "POST /v1/search?q=a HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 505 "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n"
'

test_expect_success 'a target is a path' '
	refuses 400 "GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 400 "GET * HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 400 "GET /v1/search?q=%%4 HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 400 "GET /v1/search?q=a&q=b HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 400 "GET /v1/suggest?q=a&x=b HTTP/1.1\r\nHost: a\r\n\r\n" &&
	for path in /../../etc/passwd /%%2e%%2e/etc/passwd //healthz \
		/v1/search%%00 /.git/config; do
		printf "%s" "GET $path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" |
			raw s >out &&
		expect_status out 404 &&
		! grep root: out || exit 1
	done
'

# repeat N TEXT
repeat()
{
	perl -e 'print $ARGV[1] x $ARGV[0]' "$1" "$2"
}

test_expect_success 'what is too long is refused' '
	refuses 414 "GET /$(repeat 4096 a) HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 400 "GET /v1/search?q=a$(repeat 16 "&a") HTTP/1.1\r\nHost: a\r\n\r\n" &&
	refuses 431 "GET / HTTP/1.1\r\nHost: a\r\n$(repeat 32 "A: b\r\n")\r\n" &&
	refuses 431 "GET / HTTP/1.1\r\nHost: a\r\nA: $(repeat 8192 b)\r\n\r\n"
'

# The library has its own words for these.
test_expect_success 'what is very much too long is refused as well' '
	for request in \
		"GET /$(repeat 40000 a) HTTP/1.1\r\nHost: a\r\n\r\n" \
		"GET / HTTP/1.1\r\nHost: a\r\nA: $(repeat 40000 b)\r\n\r\n" \
		"GET / HTTP/1.1\r\nHost: a\r\n$(repeat 5000 "A: b\r\n")\r\n"; do
		printf "%s" "$request" | raw s >out &&
		test "$(grep -c "^HTTP/1" out)" = 1 &&
		head -n 1 out | grep "^HTTP/1.1 4[13][134] " || exit 1
	done
'

test_expect_success 'thousands of parameters are refused at once' '
	before=$(date +%s) &&
	refuses 400 "GET /v1/search?$(repeat 2000 "a&") HTTP/1.1\r\nHost: a\r\n\r\n" &&
	test $(($(date +%s) - before)) -lt 4
'

test_expect_success 'bytes that are no HTTP get no answer that is one' '
	for bytes in "\026\003\001\002" "\0\0\0\0\r\n\r\n" "GET\r\n\r\n" \
		"\r\n\r\n\r\n\r\n" "GET /healthz\r\n\r\n"; do
		printf "%s" "$bytes" | raw s >out &&
		! grep "^HTTP/1.1 200" out || exit 1
	done
'

# expect_query STATUS TEXT
expect_query()
{
	ask s "/v1/search?q=$2" >out && expect_status out "$1"
}

test_expect_success 'queries have their limits' '
	expect_query 200 "$(repeat 20 "a+")" &&
	expect_query 400 "%28$(repeat 20 "%28a+OR+")" &&
	expect_query 400 "aa*+bb*+cc*+dd*+ee*" &&
	expect_query 400 "%22$(repeat 20 "water+")%22" &&
	expect_query 200 "%00%ff%fe%0d%0a" &&
	expect_query 200 "$(repeat 600 "%28")" &&
	expect_query 200 "NOT+a+NOT+a" &&
	ask s "/v1/search?q=a&offset=4294967295" >out &&
	expect_status out 400
'

test_expect_success 'the server lives' '
	ask s /healthz >out &&
	expect_status out 200 &&
	ask s /metrics >out &&
	grep "^pressmark_workers_died_total 0" out &&
	grep "^pressmark_workers_killed_total 0" out
'

# slow NAME FIRST DRIP: begins to send a part every half second, in the
# background; NAME will say for how many seconds the connection was open.
slow()
{
	slow_name=$1
	shift
	perl "$SRC/tests/e2e/http.pl" slow "$(cat s.at)" "$@" >"$slow_name" &
}

# between FILE LEAST MOST
between()
{
	[ "$(cat "$1")" -ge "$2" ] && [ "$(cat "$1")" -le "$3" ] && return
	echo "$1: $(cat "$1") seconds" && return 1
}

all_slow()
{
	slow nothing '' ''
	slow line G E
	slow head 'GET / HTTP/1.1\r\nHost: a\r\n' X
	slow idle 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n' ''
	slow again 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n' G
	for second in 1 2 3 4 5; do
		sleep 1
		ask s /readyz >out && expect_status out 200 || return 1
	done
	wait
}

test_expect_success 'who is slow is cut off, the others do not notice' '
	all_slow &&
	between nothing 4 7 && between line 4 7 && between head 4 7 &&
	between idle 14 17 && between again 14 17 &&
	ask s /metrics >out &&
	! grep "^pressmark_connections_reaped_total 0" out
'

# With as many half-open requests as there may be connections, who comes then
# waits for the first of them to be cut off.
crowded()
{
	perl "$SRC/tests/e2e/http.pl" crowd "$(cat s.at)" 2000 >crowd &
	sleep 2
	ask s /readyz >out && expect_status out 200 && wait &&
		between crowd 4 12
}

if [ "$(ulimit -n)" -ge 4500 ]; then
	test_expect_success 'two thousand that are slow are cut off' crowded
else
	test_skip 'two thousand that are slow are cut off' \
		"'ulimit -n' is less than 4500"
fi

stop_with_slow()
{
	slow half 'GET / HTTP/1.1\r\n' ''
	sleep 0.5
	stop_server s && wait
}

test_expect_success 'a server ends though clients are half-open' '
	stop_with_slow &&
	between half 0 8
'

test_done
