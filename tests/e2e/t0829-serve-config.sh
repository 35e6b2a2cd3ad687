#!/bin/sh
# What pressmark.yaml says to the server.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

# say_to_server LINE...: the section of the file.
say_to_server()
{
	echo serve:
	printf '  %s\n' "$@"
}

# may_read ORIGIN: may scripts of this origin read answers?
may_read()
{
	ask s /v1/search?q=water "Origin: $1" >out &&
		test "$(header out access-control-allow-origin)" = "$1"
}

test_expect_success 'the file says what options say' '
	mkdir content &&
	printf -- "---\ntitle: Water\n---\nWater.\n" >content/a.md &&
	say_to_server "allow_origin: [https://a.example, https://b.example]" \
		"rate: 50/s" "quiet: true" "public_metrics: false" \
		"url: https://site.example/search/" >pressmark.yaml &&
	pressmark index -q content &&
	start_server s &&
	may_read https://a.example && may_read https://b.example &&
	! may_read https://c.example &&
	ask s /opensearch.xml >out && expect_status out 200 &&
	grep -F "https://site.example/search/" out &&
	! test -s s.log
'

test_expect_success 'SIGHUP reads it again' '
	say_to_server "allow_origin: https://c.example" >pressmark.yaml &&
	kill -HUP "$(cat s.pid)" &&
	test_wait_for may_read https://c.example &&
	! may_read https://a.example &&
	test_wait_for grep -q "GET" s.log
'

test_expect_success 'what is wrong is said with its place, and nothing changes' '
	say_to_server "rate: fast" >pressmark.yaml &&
	kill -HUP "$(cat s.pid)" &&
	test_wait_for grep -q "settings stay" s.err &&
	grep -F "pressmark.yaml:2:9: serve: option '\''--rate'\'' is a number" \
		s.err &&
	may_read https://c.example &&
	stop_server s
'

test_expect_success 'the command line wins' '
	say_to_server "allow_origin: https://a.example" "rate: 1/s" \
		>pressmark.yaml &&
	start_server s -q --allow-origin https://d.example --rate 0 &&
	may_read https://d.example && ! may_read https://a.example &&
	for n in 1 2 3 4 5 6; do
		ask s /v1/search?q=water >out && expect_status out 200 || return 1
	done &&
	stop_server s
'

test_expect_success 'what is no option is refused, with what was meant' '
	say_to_server "alow_origin: https://a.example" >pressmark.yaml &&
	test_must_fail pressmark serve --listen 127.0.0.1:0 \
		2>err &&
	grep -F "pressmark.yaml:2:16: serve: " err &&
	grep -F "allow-origin" err &&
	say_to_server "index: elsewhere" >pressmark.yaml &&
	test_must_fail pressmark serve --listen 127.0.0.1:0 \
		2>err &&
	grep -F "of the command line alone" err &&
	echo "serve: 5/s" >pressmark.yaml &&
	test_must_fail pressmark serve --listen 127.0.0.1:0 \
		2>err &&
	grep -F "pressmark.yaml:1:8: " err
'

test_expect_success 'no article is read again for it' '
	say_to_server "rate: 7/s" >pressmark.yaml &&
	pressmark index content >out 2>&1 &&
	grep -i "unchanged\|nothing changed\|up to date" out
'

test_done
