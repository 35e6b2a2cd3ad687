#!/usr/bin/perl
# Measures `pressmark serve` under load, beside nginx with a file.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/bench/serve.pl [--seconds=5] CORPUS INDEX
#
# `make bench-serve CORPUS=folder INDEX=folder` builds what this needs. Server
# and nginx have the first processor, wrk the second. Queries are made of the
# corpus: words, two words, phrases, words with a tag or years, beginnings of
# words. Three loads: each query twice, once by each of the two threads of wrk;
# drawn as people draw, the k-th query with a weight of 1/k; and what is no
# search at all, /readyz. "front" and "workers" are the processor's microseconds
# a request, "alone" what the same queries take in a process without a server.
use strict;
use warnings;
use File::Path qw(make_path);
use Getopt::Long;
use IO::Socket::INET;
use POSIX ();
use Time::HiRes qw(sleep);

require './tests/bench/shared.pl';
our ($tools, @pin);

my $seconds = 5;
GetOptions('seconds=i' => \$seconds) && @ARGV == 2 && $seconds > 0
	or die "usage: serve.pl CORPUS INDEX\n";
my ($corpus, $index) = @ARGV;
my $program = 'build/release/pressmark';
my $work = "$index.serve";
my @other = @pin ? ('taskset', '-c', 1) : ();
my $ticks = POSIX::sysconf(POSIX::_SC_CLK_TCK());
my @children;

$ENV{LC_ALL} = 'C';
$| = 1;
make_path($work);
for my $tool (qw(wrk nginx)) {
	is_here($tool) || -x "/usr/sbin/$tool"
		or die "serve.pl: there is no $tool (make bench-deps)\n";
}
unless (-e "$index/current") {
	my $code = system($program, 'index', '-q', '--index', $index, $corpus) >> 8;
	$code == 0 || $code == 4 or die "serve.pl: cannot index '$corpus'\n";
}
unless (-e "$index.pack") {
	system("$tools/extract", $corpus, "$index.pack") == 0
		or die "serve.pl: cannot read '$corpus'\n";
}

END {
	kill TERM => $_ for @children;
	waitpid $_, 0 for @children;
}

# ---- What is asked

my $seen = survey("$index.pack");

sub encode { $_[0] =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ger }

# The n-th of each kind, the most frequent ones left out.
sub queries
{
	my ($count) = @_;
	my ($w, $p, $t, $y) = @$seen{qw(words pairs tags years)};
	my @kinds = (
		sub { $w->[$_[0] % @$w] },
		sub { "$w->[$_[0] % @$w] $w->[($_[0] * 7 + 3) % @$w]" },
		sub { $p->[$_[0] % @$p] },
		sub { qq("$p->[($_[0] * 3 + 1) % @$p]") },
		sub { qq($w->[$_[0] % @$w] tag:"$t->[$_[0] % @$t]") },
		sub { "$w->[$_[0] % @$w] date:$y->[$_[0] % @$y]" },
		sub { substr($w->[$_[0] % @$w], 0, 4) . '*' },
	);
	my (%had, @all);

	for (my $n = 10; @all < $count && $n < 20 * $count; $n++) {
		my $query = $kinds[$n % @kinds]->(int $n / @kinds * 3);

		push @all, $query unless $had{$query}++;
	}
	return @all;
}

my @queries = queries(20000);

sub write_targets
{
	my ($name, @targets) = @_;

	open my $out, '>', "$work/$name.lua" or die;
	print $out "local t = {\n", map({ "\"$_\",\n" } @targets), "}\n", <<'END';
local i = 0
request = function()
	i = i % #t + 1
	return wrk.format("GET", t[i])
end
END
	close $out;
}

# A number from 1 to n, k with a weight of 1/k.
sub drawn
{
	my ($n) = @_;

	return int exp(rand() * log($n + 1));
}

srand 1;
my @targets = map { '/v1/search?q=' . encode($_) } @queries;
write_targets('once', @targets);
write_targets('drawn', map { $targets[drawn(scalar @targets) - 1] } 1 .. 50000);
write_targets('readyz', '/readyz');
write_targets('file', '/page.json');

# ---- What answers

sub start
{
	my ($file, @command) = @_;
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		open STDOUT, '>', "$work/$file" or die;
		open STDERR, '>&', \*STDOUT or die;
		exec @pin, @command;
		die;
	}
	push @children, $pid;
	return $pid;
}

sub free_port
{
	return IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')
		->sockport;
}

sub wait_for
{
	my ($port) = @_;

	for (1 .. 100) {
		return if IO::Socket::INET->new("127.0.0.1:$port");
		sleep 0.1;
	}
	die "serve.pl: nothing answers, see $work\n";
}

sub children
{
	my ($parent) = @_;

	return grep {
		open my $in, '<', "/proc/$_/stat";
		$in && (split ' ', <$in> =~ s/^.*\) //r)[1] == $parent;
	} map { m{(\d+)$} } glob '/proc/[0-9]*';
}

sub microseconds
{
	my $sum = 0;

	for (@_) {
		open my $in, '<', "/proc/$_/stat" or next;
		my @fields = split ' ', <$in> =~ s/^.*\) //r;
		$sum += $fields[11] + $fields[12];
	}
	return $sum * 1e6 / $ticks;
}

# Of the workers of a front: those that are there, and those that were replaced,
# which are its children that have ended.
sub workers_microseconds
{
	my ($front) = @_;
	my @fields;

	open my $in, '<', "/proc/$front/stat" or return 0;
	@fields = split ' ', <$in> =~ s/^.*\) //r;
	return microseconds(children($front)) +
		($fields[13] + $fields[14]) * 1e6 / $ticks;
}

# Of memory, what belongs to these alone and their share of what is shared.
sub megabytes
{
	my $sum = 0;

	for (@_) {
		open my $in, '<', "/proc/$_/smaps_rollup" or next;
		$sum += (join('', <$in>) =~ /^Pss:\s+(\d+)/m)[0];
	}
	return $sum / 1024;
}

# wrk's figures: requests, a second, p50 and p99 in ms.
sub load_with
{
	my ($port, $name, $connections) = @_;
	my $text = join '', map { s/^\s+//r } qx(@other wrk -t2 -c$connections \\
		-d${seconds}s --latency -s $work/$name.lua http://127.0.0.1:$port);
	my ($n) = $text =~ /^(\d+) requests in/m or die $text;
	my ($rate) = $text =~ m{^Requests/sec:\s+([\d.]+)}m;
	my %at = $text =~ /^(50|99)%\s+([\d.]+\w+)/mg;

	print "wrk: $1\n" if $text =~ /^(Non-2xx.*|Socket errors.*)/m;
	for (values %at) {
		my ($number, $unit) = /([\d.]+)(\w+)/;
		$_ = $number * { us => 0.001, ms => 1, s => 1000 }->{$unit};
	}
	return ($n, $rate, @at{50, 99});
}

sub line
{
	printf "%-22s %9s %8s %8s %8s %8s %8s\n", @_;
}

# ---- The measuring

my $port = free_port();
my $supervisor = start('server', $program, 'serve', '-q', '--index', $index,
	'--listen', "127.0.0.1:$port", $> ? () : ('--user', 'root'));

wait_for($port);
sleep 0.3;
my ($front) = children($supervisor);

printf "%s, %d articles, load %s\n\n", $corpus, $seen->{articles}, load();
line('', 'requests', 'p50', 'p99', 'front', 'workers', 'memory');
line('', '/s', 'ms', 'ms', 'us', 'us', 'MB');
for my $case (['no search', 'readyz', 16], ['each query twice', 'once', 16],
	['as people ask', 'drawn', 16]) {
	my ($title, $name, $connections) = @$case;
	my $front_before = microseconds($front);
	my $workers_before = workers_microseconds($front);
	my ($n, $rate, $p50, $p99) = load_with($port, $name, $connections);

	line($title, sprintf('%.0f', $rate), sprintf('%.2f', $p50),
		sprintf('%.2f', $p99),
		sprintf('%.0f', (microseconds($front) - $front_before) / $n),
		sprintf('%.0f',
			(workers_microseconds($front) - $workers_before) / $n),
		sprintf('%.0f', megabytes($supervisor, $front,
			children($front))));
}

# The floor: a file as large as a page.
my $page = IO::Socket::INET->new("127.0.0.1:$port") or die;
print $page "GET $targets[100] HTTP/1.0\r\n\r\n";
my $body = join('', <$page>) =~ s/^.*?\r\n\r\n//sr;
make_path("$work/root");
open my $out, '>', "$work/root/page.json" or die;
print $out $body;
close $out;
my $here = $work =~ m{^/} ? $work : POSIX::getcwd() . "/$work";
my $file_port = free_port();
open $out, '>', "$work/nginx.conf" or die;
print $out <<"END";
daemon off; worker_processes 1; pid $here/nginx.pid; error_log $here/nginx.err;
events { worker_connections 1024; }
http { access_log off; root $here/root; sendfile on; tcp_nopush on;
  keepalive_requests 1000000; open_file_cache max=10;
  client_body_temp_path $here/t1; proxy_temp_path $here/t2;
  fastcgi_temp_path $here/t3; uwsgi_temp_path $here/t4; scgi_temp_path $here/t5;
  server { listen 127.0.0.1:$file_port; } }
END
close $out;
start('nginx', '/usr/sbin/nginx', '-c', "$here/nginx.conf", '-e', "$here/nginx.err");
wait_for($file_port);
my ($n, $rate, $p50, $p99) = load_with($file_port, 'file', 16);
line(sprintf('nginx, %d bytes', length $body), sprintf('%.0f', $rate),
	sprintf('%.2f', $p50), sprintf('%.2f', $p99), '', '', '');

# What searching takes without a server.
open $out, '>', "$work/queries" or die;
print $out "$_\n" for @queries[0 .. 1999];
close $out;
my $alone = qx(@pin $tools/serve '$index' <'$work/queries');
$? == 0 or die "serve.pl: the searches failed\n";
chomp $alone;
line('search and JSON alone', '', '', '', '', $alone, '');
