#!/bin/sh
# pressmark serve: what is asked for over HTTP, and what is answered.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

# What is not the same twice.
timeless()
{
	sed 's/"took_ms":[0-9.]*/"took_ms":0/' "$@"
}

test_expect_success 'a server begins, and says where it is' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s --log-queries &&
	grep "^pressmark: searches .*/.pressmark. at http://127.0.0.1:[0-9]*/$" \
		s.err &&
	ask s /readyz >out &&
	expect_status out 200 &&
	body out | grep "^{\"status\":\"ready\",\"generation\":1,\"revision\":[0-9]*,\"articles\":36}$" &&
	ask s /healthz >out &&
	expect_status out 200 &&
	body out | grep "\"status\":\"ok\""
'

# same TARGET ARGUMENT...: the server and the command say the same.
same()
{
	same_target=$1
	shift
	ask s "$same_target" >out && expect_status out 200 &&
		body out | timeless >got &&
		"$PRESSMARK" "$@" --json >raw.json
	[ $? -le 1 ] && timeless raw.json >wanted && test_cmp wanted got
}

test_expect_success 'searches are those of the command' '
	same "/v1/search?q=water+treaty" search water treaty &&
	same "/v1/search?q=%22rail%20corridor%22+-sanctions" \
		search "\"rail corridor\" -sanctions" &&
	same "/v1/search?q=water&tag=science&sort=newest&limit=3&offset=1" \
		search water --tag science --sort newest -n 3 --offset 1 &&
	same "/v1/search?tag=trade&tag=cities&facets=tag,year,timeline" \
		search --tag trade --tag cities --facets tag,year,timeline &&
	same "/v1/search?q=water&since=2020&until=2023-06&author=Science+Desk" \
		search water --since 2020 --until 2023-06 --author "Science Desk" &&
	same "/v1/search?q=gas+pipelines&explain=1" search --explain gas pipelines &&
	same "/v1/search?q=watr" search watr &&
	same "/v1/search?q=watr&as_typed=1" search --as-typed watr &&
	same "/v1/search?q=water+chess&any=1" search --any water chess &&
	same "/v1/search?q=zeppelin" search zeppelin &&
	same "/v1/search?q=eau&reader=fr&translations=1" \
		search eau --reader fr --translations &&
	same "/v1/search?q=a%C3%AFr+%F0%9F%9A%80+%3Cb%3E" search "aïr 🚀 <b>"
'

test_expect_success 'suggestions and related articles too' '
	same "/v1/suggest?q=gas+pip" suggest "gas pip" &&
	same "/v1/suggest?q=wat&limit=2" suggest wat -n 2 &&
	same "/v1/related?id=water.md&limit=3" related -n 3 water.md &&
	same "/v1/related?id=water.md" related water.md &&
	ask s "/v1/related?url=/2018/03/gas-pipeline-under-the-orlo-sea/" >out &&
	expect_status out 200
'

test_expect_success 'an article is told' '
	ask s "/v1/article?id=water.md" >out &&
	expect_status out 200 &&
	body out >article.json &&
	test "$(json article.json "\$_->{title}")" = Water &&
	json article.json "\$_->{text}" | grep "^Water covers about" &&
	ask s "/v1/article?id=none.md" >out &&
	expect_status out 404
'

test_expect_success 'what is wrong is said as the command says it' '
	ask s "/v1/search?q=water+date:soon" >out &&
	expect_status out 400 &&
	body out >got &&
	test_must_fail 2 pressmark search --json water date:soon >wanted &&
	test_cmp wanted got &&
	test "$(header out cache-control)" = no-store &&
	ask s /v1/nothing >out &&
	expect_status out 404 &&
	body out | grep "^{\"error\":{\"code\":\"not_found\"," &&
	METHOD=POST ask s "/v1/search?q=a" >out &&
	expect_status out 405 &&
	test "$(header out allow)" = "GET, HEAD, OPTIONS"
'

test_expect_success 'an answer may be kept, and asked for again' '
	ask s "/v1/search?q=water" >out &&
	test "$(header out cache-control)" = "public, max-age=60" &&
	etag=$(header out etag) &&
	test -n "$etag" &&
	ask s "/v1/search?q=water" "If-None-Match: $etag" >out &&
	expect_status out 304 &&
	body out >got && test_empty got &&
	ask s "/v1/search?q=waters" "If-None-Match: $etag" >out &&
	expect_status out 200
'

test_expect_success 'HEAD has the head of GET' '
	ask s "/v1/search?q=water" >get &&
	METHOD=HEAD ask s "/v1/search?q=water" >out &&
	expect_status out 200 &&
	body out >got && test_empty got &&
	test "$(header out etag)" = "$(header get etag)" &&
	test "$(header out content-length)" -gt 1000
'

test_expect_success 'an answer is compressed for who takes that' '
	ask s "/v1/search?q=water" "Accept-Encoding: br, gzip" >out &&
	test "$(header out content-encoding)" = gzip &&
	test "$(header out vary)" = Accept-Encoding &&
	perl -MIO::Uncompress::Gunzip=gunzip -0777 -ne \
		"s/^.*?\r\n\r\n//s; gunzip(\\\$_ => \*STDOUT) or die" out |
		timeless >got &&
	ask s "/v1/search?q=water" >out &&
	body out | timeless >wanted &&
	test_cmp wanted got
'

test_expect_success 'each answer says how it is to be taken' '
	for target in "/v1/search?q=a" /nothing /metrics; do
		ask s "$target" >out &&
		test "$(header out x-content-type-options)" = nosniff &&
		header out content-security-policy | grep "default-src .none." &&
		test "$(header out referrer-policy)" = no-referrer || exit 1
	done &&
	ask s "/v1/search?q=a" >out &&
	test "$(header out content-type)" = "application/json; charset=utf-8" &&
	test -z "$(header out access-control-allow-origin)" &&
	test -z "$(header out set-cookie)"
'

test_expect_success 'nothing of a request becomes a header' '
	ask s "/v1/search?q=a%0d%0aX-Evil:%201&sort=%0d%0aX-Evil:%201" \
		"Origin: https://evil.example" "If-None-Match: W/\"x\"" >out &&
	sed "/^\r$/q" out >head &&
	! grep -i evil head
'

test_expect_success 'the log has a line for each request' '
	grep "\"path\":\"/v1/search\",\"query\":\"q=water+treaty\",\"status\":200" s.log &&
	grep "\"client\":\"127.0.0.0\"" s.log &&
	tail -n 1 s.log >line && json line "\$_->{ms}"
'

test_expect_success 'metrics tell what was done, but only here' '
	ask s /metrics >out &&
	expect_status out 200 &&
	grep "^pressmark_http_requests_total{route=\"/v1/article\",status=\"404\"} 1" out &&
	grep "^pressmark_articles 36" out &&
	grep "^pressmark_index_generation 1" out &&
	ask s /metrics "X-Forwarded-For: 203.0.113.5" >out &&
	expect_status out 404
'

test_expect_success 'SIGTERM ends it' '
	stop_server s &&
	test $(wc -l <s.err) = 1
'

test_expect_success 'origins that are allowed are told so' '
	start_server s --allow-origin https://a.example \
		--allow-origin https://b.example &&
	ask s "/v1/search?q=a" "Origin: https://b.example" >out &&
	test "$(header out access-control-allow-origin)" = https://b.example &&
	test "$(header out vary)" = "Accept-Encoding, Origin" &&
	ask s "/v1/search?q=a" "Origin: https://b.example.org" >out &&
	test -z "$(header out access-control-allow-origin)" &&
	test "$(header out vary)" = "Accept-Encoding, Origin" &&
	METHOD=OPTIONS ask s "/v1/search" "Origin: https://a.example" \
		"Access-Control-Request-Method: GET" >out &&
	expect_status out 204 &&
	test "$(header out access-control-allow-origin)" = https://a.example &&
	test "$(header out access-control-allow-methods)" = "GET, HEAD" &&
	stop_server s &&
	start_server s --allow-origin "*" -q &&
	ask s "/v1/search?q=secretword" >out &&
	test "$(header out access-control-allow-origin)" = "*" &&
	test "$(header out vary)" = Accept-Encoding &&
	test_empty s.log &&
	stop_server s
'

test_expect_success 'without being asked the log has no query' '
	start_server s &&
	ask s "/v1/search?q=secretword" >out &&
	test_wait_for grep -q /v1/search s.log &&
	! grep -E "secretword|query" s.log &&
	stop_server s
'

test_expect_success 'a client has a rate, who others are a proxy says' '
	start_server s --rate 1/s --proxy 127.0.0.1 &&
	: "a slow answer counts as several, so of more than one it is not sure" &&
	ask s "/v1/suggest?q=a" "X-Forwarded-For: 9.9.9.9, 203.0.113.5" >out &&
	expect_status out 200 &&
	for i in 1 2 3 4 5 6 7 8 9; do
		ask s "/v1/suggest?q=a" "X-Forwarded-For: 8.8.8.8, 203.0.113.5" >out
		grep -q "^HTTP/1.1 429" out && break
	done &&
	expect_status out 429 &&
	test "$(header out retry-after)" -ge 1 &&
	body out | grep too_many_requests &&
	ask s "/v1/suggest?q=a" "X-Forwarded-For: 203.0.113.6" >out &&
	expect_status out 200 &&
	ask s /healthz "X-Forwarded-For: 203.0.113.5" >out &&
	expect_status out 200 &&
	grep "\"client\":\"203.0.113.0\".*\"status\":429" s.log &&
	stop_server s &&
	: "who is no proxy is not believed" &&
	start_server s --rate 1/s &&
	ask s "/v1/suggest?q=a" "X-Forwarded-For: 203.0.113.5" >out &&
	expect_status out 200 &&
	! grep 203.0.113 s.log &&
	stop_server s
'

test_expect_success 'a socket may have a path' '
	start_server s --listen unix:search.sock &&
	ask s "/v1/search?q=water" >out &&
	expect_status out 200 &&
	grep "\"client\":\"local\"" s.log &&
	stop_server s -INT &&
	: "and what is left over is replaced" &&
	start_server s --listen unix:search.sock &&
	stop_server s &&
	echo precious >file &&
	test_must_fail 3 pressmark serve --user "$(id -un)" --listen unix:file &&
	grep precious file
'

test_expect_success 'a service manager passes a socket, and is told' '
	cat >manager.pl <<-\EOF &&
	use strict; use warnings; use IO::Socket::INET; use IO::Socket::UNIX;
	use POSIX;
	my $notify = IO::Socket::UNIX->new(Local => "notify", Type => SOCK_DGRAM)
		or die;
	my $listen = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1")
		or die;
	my $port = $listen->sockport;
	my $pid = fork // die;
	if (!$pid) {
		POSIX::dup2(fileno $listen, 3);
		$^F = 3;
		@ENV{qw(LISTEN_PID LISTEN_FDS NOTIFY_SOCKET)} =
			($$, 1, "$ENV{TRASH}/notify");
		open STDOUT, ">", "passed.log";
		open STDERR, ">", "passed.err";
		exec @ARGV or die;
	}
	close $listen;
	my $told = "";
	until ($told =~ /READY=1/) { $notify->recv(my $part, 100); $told .= "$part\n" }
	my $s = IO::Socket::INET->new("127.0.0.1:$port") or die;
	print $s "GET /readyz HTTP/1.0\r\n\r\n";
	print grep /^HTTP/, <$s>;
	kill TERM => $pid;
	$notify->recv(my $part, 100);
	waitpid $pid, 0;
	print "$told$part\nexit $?\n";
	EOF
	perl manager.pl "$PRESSMARK" serve --user "$(id -un)" >out &&
	grep "^HTTP/1.1 200\|^HTTP/1.0 200" out &&
	grep "^READY=1" out && grep "^STOPPING=1" out && grep "^exit 0" out
'

test_expect_success 'wrong options are refused' '
	user="--user $(id -un)" &&
	for option in "--rate fast" "--rate -1" "--workers 0" "--workers 65" \
		"--search-ms 0" "--search-ms 801" "--proxy nowhere" \
		"--allow-origin example.org" "--allow-origin https://a.example/b" \
		"--listen nowhere" "--listen 127.0.0.1" "--listen a:b" \
		"--listen unix:" "--user nobody-of-that-name" extra; do
		test_must_fail 2 pressmark serve --listen 127.0.0.1:0 $user $option \
			>out 2>err &&
		test_empty out && test $(wc -l <err) = 1 || exit 1
	done &&
	test_must_fail 2 pressmark serve --allow-origin "*" \
		--allow-origin https://a.example
'

test_expect_success 'without an index there is nothing to serve' '
	mkdir empty &&
	test_must_fail 3 pressmark serve --user "$(id -un)" --index empty \
		--listen 127.0.0.1:0 2>err &&
	grep "no index" err
'

if [ "$(id -u)" = 0 ]; then
	test_expect_success 'root is to say as whom' '
		test_must_fail 2 pressmark serve --listen 127.0.0.1:0 2>err &&
		grep -e --user err
	'
else
	test_skip 'root is to say as whom' 'this is not root'
fi

test_done
