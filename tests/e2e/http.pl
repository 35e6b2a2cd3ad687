#!/usr/bin/perl
# Speaks HTTP with a server under test, byte by byte.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	http.pl raw ADDRESS <REQUEST	sends it, prints what comes until the end
#	http.pl load ADDRESS TARGET STOP	asks again and again, on connections that
#			stay, until the file STOP is there, with %d as a number that
#			rises; prints what is wrong, and at the end how many were asked
#	http.pl slow ADDRESS FIRST DRIP	sends FIRST, \r and \n as of printf, then
#			DRIP every half second; prints after how many seconds the
#			connection was closed, at most 25
#
#	http.pl many ADDRESS COUNT <TARGETS	asks so many, the lines in turn,
#			with %d as a number that rises; prints what is wrong, and how many
#			were found
#	http.pl crowd ADDRESS COUNT	begins so many requests, a byte a second each,
#			until all are closed; prints after how many seconds
#
# ADDRESS is HOST:PORT or unix:PATH. Nothing takes longer than 20 seconds, but
# for load, many and crowd.
use strict;
use warnings;
use IO::Socket::INET;
use IO::Socket::UNIX;
use Time::HiRes qw(sleep time);

my ($what, $address, @rest) = @ARGV;

sub connect_to
{
	my ($to) = @_;
	my $socket = $to =~ /^unix:(.*)/s
		? IO::Socket::UNIX->new(Peer => $1)
		: IO::Socket::INET->new(PeerAddr => $to, Timeout => 20);

	die "cannot connect to $to: $!\n" unless $socket;
	binmode $socket;
	return $socket;
}

sub raw
{
	my $socket = connect_to($address);

	local $/;
	binmode STDIN;
	binmode STDOUT;
	local $SIG{ALRM} = sub { print "(nothing more)\n"; exit 0 };
	alarm 20;
	local $SIG{PIPE} = 'IGNORE';
	print $socket scalar <STDIN>;
	$socket->flush;
	while (sysread $socket, my $bytes, 65536) {
		print $bytes;
	}
}

# One answer on a connection that stays: (status, body), or () at its end.
sub answer
{
	my ($socket) = @_;
	my $head = '';
	my $body = '';

	until ($head =~ /\r\n\r\n/) {
		sysread($socket, $head, 65536, length $head) or return;
	}
	($head, $body) = split /\r\n\r\n/, $head, 2;
	my ($length) = $head =~ /^Content-Length: (\d+)/mi or return;
	while (length $body < $length) {
		sysread($socket, $body, 65536, length $body) or return;
	}
	return ($head =~ /^HTTP\/1\.1 (\d+)/, $body, $head =~ /^Connection: close/mi);
}

# What is answered, (status, body), on a connection that is made if need be.
sub ask_on
{
	my ($socket, $target) = @_;

	$$socket //= connect_to($address);
	syswrite $$socket, "GET $target HTTP/1.1\r\nHost: a\r\n\r\n";
	my ($status, $body, $is_last) = answer($$socket);

	undef $$socket if $is_last || !defined $status;
	return ($status // 'closed', $body // '');
}

# A connection may be closed between two requests, when the server says so, and
# then only.
sub load
{
	my ($target, $stop) = @rest;
	my ($count, $wrong, $socket) = (0, 0, undef);

	$| = 1;
	local $SIG{PIPE} = 'IGNORE';
	until (-e $stop) {
		my ($status, $body) =
			ask_on(\$socket, $target =~ s/%d/$count/r);

		$count++;
		next if $status eq '200' && $body !~ /"total":0,/;
		print "wrong: $status ", substr($body, 0, 200), "\n";
		last if ++$wrong > 5;
	}
	print "asked $count\n";
}

sub slow
{
	my ($first, $drip) = @rest;
	my $socket = connect_to($address);
	my $start = time;

	local $SIG{PIPE} = 'IGNORE';
	$first =~ s/\\r/\r/g;
	$first =~ s/\\n/\n/g;
	syswrite $socket, $first if length $first;
	$socket->blocking(0);
	while (time - $start < 25) {
		my $n = sysread $socket, my $bytes, 65536;

		last if defined $n ? $n == 0 : !$!{EAGAIN};
		syswrite $socket, $drip if length $drip;
		sleep 0.5;
	}
	printf "%.0f\n", time - $start;
}

sub many
{
	my ($count) = @rest;
	my @targets = map { chomp; $_ } <STDIN>;
	my ($wrong, $found, $socket) = (0, 0, undef);

	local $SIG{PIPE} = 'IGNORE';
	for my $n (1 .. $count) {
		my $target = $targets[$n % @targets] =~ s/%d/$n/r;
		my ($status, $body) = ask_on(\$socket, $target);

		if ($status eq '200') {
			$found++;
			next;
		}
		print "wrong: $target $status ", substr($body, 0, 200), "\n";
		last if ++$wrong > 5;
	}
	print "found $found\n";
}

sub crowd
{
	my ($count) = @rest;
	my @open = map { connect_to($address) } 1 .. $count;
	my $start = time;

	local $SIG{PIPE} = 'IGNORE';
	$_->blocking(0) for @open;
	syswrite $_, "GET / HTTP/1.1\r\nX: " for @open;
	while (@open && time - $start < 60) {
		sleep 1;
		syswrite $_, 'y' for @open;
		@open = grep {
			my $n = sysread $_, my $bytes, 65536;

			!defined $n && $!{EAGAIN};
		} @open;
	}
	printf "%.0f\n", time - $start;
}

my %does = (many => \&many, crowd => \&crowd, raw => \&raw, load => \&load, slow => \&slow);
($does{$what} or die "http.pl: $what?\n")->();
