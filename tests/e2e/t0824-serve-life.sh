#!/bin/sh
# A server whose index changes, and whose processes die: nobody notices.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# SERVE_CHANGES says how often the index is made anew under load; more than the
# default is for `make check-swap`.
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

changes=${SERVE_CHANGES:-8}

# make_site N: 200 articles with a word of this state.
make_site()
{
	mkdir -p content
	for number in $(seq 1 200); do
		printf -- '---\ntitle: Article %s\n---\nWater, state%s.\n' \
			$number "$1" >content/$number.md
	done
}

# load NAME TARGET: asks until the file `stop` is there, in the background.
load()
{
	perl "$SRC/tests/e2e/http.pl" load "$(cat s.at)" "$2" stop >"$1" 2>&1 &
}

# calm FILE...: nothing was wrong there, and something was asked.
calm()
{
	for calm_file; do
		! grep -v '^asked [1-9]' "$calm_file" && test -s "$calm_file" ||
			return 1
	done
}

front()
{
	children "$(cat s.pid)" | head -n 1
}

workers()
{
	children "$(front)"
}

test_expect_success 'a site and its server' '
	make_site 0 && pressmark index -q content && start_server s -q
'

change()
{
	rm -f stop
	load one '/v1/search?q=water&limit=20'
	load two '/v1/suggest?q=art'
	load three '/v1/search?q=article+-w%d&facets=year'
	n=1
	while [ $n -le "$changes" ]; do
		make_site $n &&
			case $((n % 3)) in
			0) pressmark index -q ;;
			*) pressmark index -q --rebuild ;;
			esac || return 1
		ask s "/v1/search?q=state$n&limit=1" >out
		body out | grep -q '"total":200,' || {
			cat out
			return 1
		}
		# What others ask for all the time is as new.
		ask s "/v1/search?q=water&limit=20" >out
		body out | grep -q "state$n\\." || {
			cat out
			return 1
		}
		n=$((n + 1))
	done
	touch stop
	wait
}

test_expect_success 'an index that is made anew under load is taken at once' '
	change && calm one two three &&
	ask s /readyz >out &&
	body out >ready && json ready "\$_->{generation} > 1 or die" &&
	ask s /metrics >out &&
	grep "^pressmark_workers_died_total 0" out
'

# kill_worker SIGNAL: one of them gets it, while there is load.
kill_worker()
{
	rm -f stop
	worker=$(workers | head -n 1)
	kill "-$1" "$worker" || return 1
	# Under sanitizers that takes a while.
	test_wait_for has_ended "$worker" || return 1
	for i in 1 2 3 4 5 6 7 8; do
		ask s "/v1/search?q=water+-$1$i" >out && expect_status out 200 ||
			return 1
	done
}

test_expect_success 'a worker that dies is replaced' '
	for signal in KILL SEGV ABRT; do
		kill_worker $signal || exit 1
	done &&
	test $(grep -cE "a worker (died by signal|ended)" s.err) = 3 &&
	test_wait_for eval "test \$(workers | wc -l) -ge 2"
'

stop_workers()
{
	for worker in $(workers); do
		kill -STOP "$worker" || return 1
	done
}

test_expect_success 'a worker that hangs is killed, its request answered' '
	ask s "/v1/search?q=water" >out && expect_status out 200 &&
	stop_workers &&
	: "what is known needs no worker" &&
	ask s "/v1/search?q=water" >out && expect_status out 200 &&
	ask s "/v1/search?q=water+-hangs" >out &&
	expect_status out 503 &&
	body out | grep "\"code\":\"deadline\"" &&
	test "$(header out retry-after)" = 1 &&
	test_wait_for eval "ask s \"/v1/search?q=water+-hangs\" >out; expect_status out 200" &&
	ask s /metrics >out &&
	! grep "^pressmark_workers_killed_total 0" out
'

# flood QUERY: 90 searches at once, %d in it a number, while no worker does
# anything: how they are answered, and after how many tenths of a second.
flood()
{
	stop_workers || return 1
	perl -MIO::Socket::INET -MTime::HiRes=time -e '
		my ($at, $query) = @ARGV;
		my $start = time;
		my @s = map {
			my $s = IO::Socket::INET->new($at) or die;
			my $q = $query =~ s/%d/$_/r;
			print $s "GET /v1/search?q=$q HTTP/1.1\r\n",
				"Host: a\r\nConnection: close\r\n\r\n";
			$s->flush;
			$s;
		} 1 .. 90;
		for my $s (reverse @s) {
			local $/;
			my $answer = <$s>;
			my ($status) = $answer =~ m{^HTTP/1.1 (\d+)};
			my ($code) = $answer =~ /"code":"(\w+)"/;
			printf "%s %s %d\n", $status, $code // "-",
				(time - $start) * 10;
		}
	' "$(cat s.at)" "$1"
}

test_expect_success 'who is too many is told so at once, the others wait' '
	flood water+%d >out &&
	test $(wc -l <out) = 90 &&
	test $(grep -c "^503 busy [0-4]$" out) -ge 20 &&
	test $(grep -c "^503 deadline" out) = 2 &&
	test $(grep -c "^200" out) -ge 60 &&
	ask s /metrics >out &&
	! grep "^pressmark_turned_away_total 0" out
'

test_expect_success 'of those who ask the same none is too many' '
	flood water+-same >out &&
	test $(wc -l <out) = 90 &&
	test $(grep -c "^503 deadline" out) = 90 &&
	: "their search goes to a worker once" &&
	test_wait_for eval "ask s \"/v1/search?q=water+-same\" >out; expect_status out 200"
'

test_expect_success 'the process that speaks HTTP is replaced' '
	old=$(front) &&
	kill -KILL $old &&
	test_wait_for eval "ask s /readyz >out 2>&1; expect_status out 200" &&
	test "$(front)" != $old &&
	grep "another begins" s.err &&
	ask s /metrics >out &&
	: "what was counted is still known" &&
	! grep "^pressmark_workers_killed_total 0" out
'

reload()
{
	rm -f stop
	load one '/v1/search?q=water'
	load two '/v1/suggest?q=art'
	for i in 1 2 3; do
		old=$(front)
		kill -HUP "$(cat s.pid)" || return 1
		test_wait_for has_ended "$old" || return 1
	done
	touch stop
	wait
}

test_expect_success 'SIGHUP begins anew, and loses nothing' '
	reload && calm one two && ask s /readyz >out && expect_status out 200
'

test_expect_success 'what begins anew and cannot is not taken' '
	mv .pressmark/current .pressmark/aside &&
	ask s "/v1/search?q=water" >out && expect_status out 200 &&
	kill -HUP "$(cat s.pid)" &&
	test_wait_for grep "the old goes on" s.err &&
	ask s "/v1/search?q=water" >out && expect_status out 200 &&
	mv .pressmark/aside .pressmark/current
'

# What has begun when SIGTERM comes is answered, what comes later is not.
drain()
{
	perl -e '
		use IO::Socket::INET;
		my ($at, $pid) = @ARGV;
		my @s = map { IO::Socket::INET->new($at) or die } 1 .. 20;
		print $_ "GET /v1/search?q=water HTTP/1.1\r\nHost: a\r\n" for @s;
		$_->flush for @s;
		select undef, undef, undef, 0.3;
		kill TERM => $pid;
		select undef, undef, undef, 0.3;
		print IO::Socket::INET->new($at) ? "open\n" : "closed\n";
		for my $s (@s) {
			print $s "\r\n"; $s->flush;
			local $/;
			my $answer = <$s>;
			print $answer =~ m{^HTTP/1.1 200 .*Connection: close}s
				? "whole\n" : "lost\n";
		}
	' "$(cat s.at)" "$(cat s.pid)"
}

test_expect_success 'SIGTERM lets what has begun end' '
	drain >out &&
	test_wait_for has_ended "$(cat s.pid)" && rm s.pid &&
	test $(grep -c whole out) = 20 && grep closed out
'

test_done
