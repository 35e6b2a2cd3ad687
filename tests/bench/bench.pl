#!/usr/bin/perl
# Measures pressmark against other engines, side by side in one run.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/bench/bench.pl [--rounds=5] [--queries=20] CORPUS
#
# `make bench CORPUS=folder` builds what this needs. Everything but the row of
# two threads runs on one processor, in turn, round after round, so that a busy
# machine is as busy for all. CPU time (user and system) is what counts; time on the wall is shown
# for what it is worth. pressmark and omindex read the articles themselves;
# termgenerator and fts5 are given what was read before (titles, texts, dates,
# tags, authors): the row "read only" is what that would cost them. In the
# searches quest prints titles alone, the others make a passage for each of ten
# articles. A peer that is not here is named as skipped.
use strict;
use warnings;
use File::Find;
use File::Path qw(make_path remove_tree);
use Getopt::Long;

require './tests/bench/shared.pl';
our ($tools, @pin);

my ($rounds, $queries) = (5, 20);
GetOptions('rounds=i' => \$rounds, 'queries=i' => \$queries)
	&& @ARGV == 1 && $rounds > 0 or die "usage: bench.pl CORPUS\n";
my ($corpus) = @ARGV;
-d $corpus or die "bench.pl: '$corpus' is no folder (make bench-gen?)\n";

$| = 1;
my $work = 'build/bench';
my $pressmark = 'build/release/pressmark';
my $pack = "$work/pack";
$ENV{LC_ALL} = 'C';
$ENV{PRESSMARK_INDEX} = "$work/pressmark";

sub bytes_below
{
	my ($path) = @_;
	my $sum = 0;

	find({ no_chdir => 1, wanted => sub { $sum += -s _ if lstat && -f _ } },
		$path) if -e $path;
	return $sum;
}

# ---- Indexing

remove_tree($work);
make_path($work);
my $load = load();
my ($articles, $bytes) = split ' ', `$tools/extract '$corpus' '$pack'`;
$articles or die "bench.pl: no articles were read\n";

my @engines = (
	{ name => 'pressmark index --rebuild', at => 'pressmark',
	  # 4: some articles were rejected, which is no fault here.
	  fine => [0, 4],
	  run => [$pressmark, 'index', '--quiet', '--rebuild', $corpus] },
	{ name => '  by two threads', at => 'pressmark', is_free => 1,
	  fine => [0, 4],
	  run => [$pressmark, 'index', '--quiet', '--rebuild', '--jobs', 2,
		$corpus] },
	{ name => 'pressmark index, unchanged', keep => 1, fine => [0, 4],
	  run => [$pressmark, 'index', '--quiet', $corpus] },
	{ name => 'read only', keep => 1,
	  run => ["$tools/extract", $corpus, "$work/pack.again"] },
	{ name => 'termgenerator', at => 'termgenerator',
	  run => ["$tools/termgenerator", $pack, "$work/termgenerator"] },
	{ name => 'omindex', at => 'omindex', needs => 'omindex',
	  run => [qw(omindex --overwrite --url / --stemmer english
		--empty-docs index), (map { "--mime-type=$_:text/plain" }
		qw(md mdx markdown mdown mkd mkdn mkdown)),
		'--db', "$work/omindex", $corpus] },
	{ name => 'fts5', at => 'fts5', needs => "$tools/fts5",
	  run => ["$tools/fts5", $pack, "$work/fts5"] },
);
my @skipped;

sub can_run
{
	my ($engine) = @_;
	my $needs = $engine->{needs} // return 1;
	my $found = $needs =~ m{/} ? -x $needs : is_here($needs);

	push @skipped, $engine->{name} unless $found;
	return $found;
}

@engines = grep { can_run($_) } @engines;
for my $round (1 .. $rounds) {
	for my $engine (@engines) {
		my $at = $engine->{at};

		local @pin = $engine->{is_free} ? () : @pin;
		remove_tree("$work/$at") if $at;
		push @{$engine->{cost}},
			measure($work, $engine->{fine} // [0],
				@{$engine->{run}});
	}
}

sub range
{
	my ($digits, @values) = @_;
	my @sorted = sort { $a <=> $b } @values;

	return sprintf "%.*f [%.*f-%.*f]", $digits, median(@values),
		$digits, $sorted[0], $digits, $sorted[-1];
}

printf "%d articles, %.1f MB in %s; %d rounds; load %s at the start\n\n",
	$articles, $bytes / 1e6, $corpus, $rounds, $load;
printf "%-28s %-24s %8s %7s %9s %7s\n", 'indexing', 'CPU s', 'wall s',
	'RSS MB', 'index MB', 'ratio';
my $ours = median(map { $_->[0] } @{$engines[0]{cost}});
for my $engine (@engines) {
	my @cost = @{$engine->{cost}};
	my $cpu = median(map { $_->[0] } @cost);

	printf "%-28s %-24s %8.2f %7.1f %9s %7.2f\n", $engine->{name},
		range(3, map { $_->[0] } @cost),
		median(map { $_->[1] } @cost),
		median(map { $_->[2] } @cost) / 1024,
		$engine->{at} ? sprintf('%.1f',
			bytes_below("$work/$engine->{at}") / 1e6) : '-',
		$ours ? $cpu / $ours : 0;
}

# ---- Searching

my @words = @{survey($pack)->{words}};
$queries = int(@words / 2) if $queries > @words / 2;
# A frequent word with a rarer one, in pairs that do not change.
my @pairs = map { [$words[$_], $words[2 * $queries - 1 - $_]] }
	0 .. $queries - 1;

my @searchers = (
	# 1: nothing matched.
	{ name => 'pressmark search', fine => [0, 1],
	  run => sub { ($pressmark, 'search', @_) } },
	{ name => 'quest (on termgenerator\'s)', needs => 'quest',
	  run => sub { ('quest', "--db=$work/termgenerator",
		'--default-op=and', "@_") } },
	{ name => 'fts5', needs => "$tools/fts5_search",
	  run => sub { ("$tools/fts5_search", "$work/fts5",
		"page\t@_\t\t\t\t\t") } },
	{ name => 'a program that does nothing', run => sub { ('true') } },
);
@searchers = grep { can_run($_) } @searchers;
for my $round (0 .. $rounds) {
	for my $pair (@pairs) {
		for my $searcher (@searchers) {
			my $cost = measure($work, $searcher->{fine} // [0],
				$searcher->{run}->(@$pair));

			# The first round warms up.
			push @{$searcher->{cost}}, $cost if $round;
		}
	}
}

printf "\n%-28s %-24s %8s %7s %9s %7s\n", 'searching, two words', 'CPU ms',
	'wall ms', 'RSS MB', '', 'ratio';
$ours = median(map { $_->[0] } @{$searchers[0]{cost}});
for my $searcher (@searchers) {
	my @cost = @{$searcher->{cost}};

	printf "%-28s %-24s %8.2f %7.1f %9s %7.2f\n", $searcher->{name},
		range(2, map { 1e3 * $_->[0] } @cost),
		1e3 * median(map { $_->[1] } @cost),
		median(map { $_->[2] } @cost) / 1024, '',
		$ours ? median(map { $_->[0] } @cost) / $ours : 0;
}
print "\nRatios are of CPU time, to pressmark's in the first row.\n";
print "Skipped, not here (make bench-deps): ", join(', ', @skipped), "\n"
	if @skipped;
