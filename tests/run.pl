#!/usr/bin/perl
# Runs tests that print TAP and ends with one line: N passed, N failed.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/run.pl [--jobs=N] [--timeout=SECONDS] [VARIANT:]FILE...
#
# Each FILE is run in the folder that the command was given in: .sh by sh, .pl
# by perl, others as programs. It finds in its environment
#	PRESSMARK_BUILD	build/VARIANT, absolute
#	PRESSMARK	the program there
# One test point of a file is one test. What a file does wrong besides (dies,
# hangs, prints another number of points than planned) counts as one failure.
# A file that skips all is one skipped test. The exit code is 0 only when
# something passed and nothing failed.
use strict;
use warnings;
use Cwd qw(getcwd);
use Getopt::Long;
use TAP::Harness;
use TAP::Parser::Result::Test;

my $jobs = 1;
# More than any file needs under the sanitizers on a slow machine.
my $timeout = 300;
GetOptions('jobs=i' => \$jobs, 'timeout=i' => \$timeout) or exit 2;

$| = 1;
$ENV{LC_ALL} = 'C';
$ENV{TZ} = 'UTC';
$ENV{CMOCKA_MESSAGE_OUTPUT} = 'TAP';
# A sanitizer's finding is an abort, which no test takes for a plain failure;
# a leak, found at exit, has an exit code of its own. libxapian 1.4 deletes
# its tables of blocks by another size than they were made with, which is not
# ours to mend. (No strict_string_checks: they make each search for a byte as
# long as the text, and hostile Markdown quadratic.)
$ENV{ASAN_OPTIONS} = 'abort_on_error=1:detect_stack_use_after_return=1:'
	. 'detect_leaks=1:new_delete_type_mismatch=0';
$ENV{LSAN_OPTIONS} = 'exitcode=86';
$ENV{UBSAN_OPTIONS} = 'abort_on_error=1:print_stacktrace=1';
$ENV{TSAN_OPTIONS} = 'abort_on_error=1:second_deadlock_stack=1:'
	. 'allocator_may_return_null=1';
delete @ENV{grep { /^PRESSMARK/ } keys %ENV};
# The make that runs this is no part of what is tested.
delete @ENV{qw(MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES)};

sub command
{
	my ($name) = @_;
	my ($variant, $file) = $name =~ /^(?:(\w+):)?(.+)$/s;
	my $build = getcwd() . '/build/'
		. (!$variant || $variant eq 'lint' ? 'release' : $variant);
	my @run = $file =~ /\.sh$/ ? ('sh', $file)
		: $file =~ /\.pl$/ ? ($^X, $file)
		: $file =~ m{/} ? $file : "./$file";

	return ['env', "PRESSMARK_BUILD=$build",
		"PRESSMARK=$build/pressmark",
		'timeout', '-k', 5, $timeout, @run];
}

# cmocka 1.1 says "not ok # SKIP" of what it skips, and means no failure.
{
	no warnings 'redefine';
	my $is_ok = \&TAP::Parser::Result::Test::is_ok;

	*TAP::Parser::Result::Test::is_ok = sub {
		return $_[0]->has_skip || $is_ok->($_[0]);
	};
}

my $harness = TAP::Harness->new({
	jobs => $jobs,
	exec => sub { command($_[1]) },
});

# Failed points, each with the comments that follow it, to be shown together
# at the end.
my @failures;
$harness->callback(made_parser => sub {
	my ($parser, $job) = @_;
	my $is_told = 0;

	$parser->callback(ALL => sub {
		my ($line) = @_;

		if ($line->is_test) {
			$is_told = !$line->is_ok;
			push @failures, "\n$job->[1]\n" if $is_told;
		}
		push @failures, '  ' . $line->as_string . "\n"
			if $is_told && ($line->is_test || $line->is_comment);
	});
});
my $results = $harness->runtests(
	map { [$_, s{^(\w+):(?:build/\1/)?}{$1 }r] } @ARGV);

my ($passed, $failed, $skipped) = (0, 0, 0);
for my $parser ($results->parsers) {
	my $points = $parser->failed;
	my %is_skipped = map { $_ => 1 } $parser->skipped;
	my $skips = grep { $is_skipped{$_} } $parser->passed;

	$passed += $parser->passed - $skips;
	$skipped += $skips;
	$skipped++ if $parser->skip_all;
	$failed += $points;
	$failed++ if !$points && $parser->has_problems;
}
print @failures, @failures ? "\n" : '';
print "$passed passed, $failed failed",
	$skipped ? ", $skipped skipped" : '', "\n";
exit($failed || !$passed ? 1 : 0);
