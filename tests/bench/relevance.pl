#!/usr/bin/perl
# Measures how relevant what pressmark finds is, over judged collections.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/bench/relevance.pl [--before=FOLDER] COLLECTIONS
#
# `make bench-relevance` builds what this needs. COLLECTIONS holds a folder for
# each, with articles/, queries.tsv and qrels.txt; they are no part of the
# project, and without them there is nothing to do. Each is indexed anew in
# build/bench-relevance, searched as it is by default ("all, then most") and
# with --any, and what was found is left there as NAME.run and NAME-any.run.
# With --before, each is compared with such files in another folder.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use Getopt::Long;
use JSON::PP;

my $before;
GetOptions('before=s' => \$before) && @ARGV == 1
	or die "usage: relevance.pl [--before=FOLDER] COLLECTIONS\n";
my ($collections) = @ARGV;
my @measures = qw(map ndcg_10 p_10 recall_100 mrr);
my $work = 'build/bench-relevance';
my $pressmark = 'build/release/pressmark';
my @names = sort grep { -e "$collections/$_/qrels.txt" }
	map { s{.*/}{}r } glob "$collections/*";

if (!@names) {
	print "skipped: there are no judged collections in '$collections' "
		. "(RELEVANCE=folder)\n";
	exit 0;
}
make_path($work);

sub run
{
	my (@command) = @_;

	system(@command) == 0
		or die "relevance.pl: '@command' ended with ${\($? >> 8)}\n";
}

# The figures of a collection; queries that are refused are in them.
sub figures
{
	my ($name, $run, @options) = @_;
	my @command = ($pressmark, 'eval', '--json', '--index', "$work/$name",
		'--run', "$work/$run", @options,
		"$collections/$name/queries.tsv",
		"$collections/$name/qrels.txt");
	open my $in, '-|', @command or die "relevance.pl: $!\n";
	my $text = do { local $/; <$in> };
	close $in;
	$? == 0 || $? >> 8 == 4 or die "relevance.pl: '@command' failed\n";
	return JSON::PP->new->utf8->decode($text);
}

sub row
{
	my ($label, $count, $values) = @_;

	printf "%-16s%9s" . '%10.4f' x @measures . "\n", $label, $count,
		@$values{@measures};
}

$| = 1;
# What is refused is counted in the table.
open STDERR, '>', "$work/errors" or die "relevance.pl: $!\n";
printf "%-16s%9s" . '%10s' x @measures . "\n", 'collection', 'queries', 'MAP',
	'nDCG@10', 'P@10', 'R@100', 'MRR';
for my $name (@names) {
	remove_tree("$work/$name");
	run($pressmark, 'index', '-q', '--index', "$work/$name",
		"$collections/$name/articles");
	for my $any (0, 1) {
		my $label = $any ? "$name --any" : $name;
		my $run = $any ? "$name-any.run" : "$name.run";
		my $f = figures($name, $run, $any ? '--any' : (),
			$before ? ('--compare', "$before/$run") : ());

		row($label, $f->{queries}, $f->{measures});
		print "  of these $f->{refused} refused\n"
			if $f->{refused} && !$any;
		next unless $before;
		my $d = $f->{compared}{differences};
		row('  difference', '', { map { $_ => $d->{$_}{mean} }
			@measures });
		row('  p', '', { map { $_ => $d->{$_}{p} } @measures });
	}
}
