#!/usr/bin/perl
# Measures searches of pressmark and of other engines, side by side in one run.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/bench/search.pl [--rounds=5] CORPUS INDEX
#
# `make bench-search CORPUS=folder INDEX=folder` builds what this needs. Each
# engine has an index of its own of the same articles, made once and kept
# beside INDEX: for 100,000 articles that takes some 10 minutes. For each kind
# of search an engine is started, answers all queries once to warm up, then
# again in each round, in turn with the others and on the same processor.
# Times are of the processor and of the thread that searches, in milliseconds;
# of the whole command, of the process. "bare" is p50 of a peer without
# passages: what it takes to find ten hits. See ask.h for what is asked.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use Getopt::Long;
use IPC::Open2;

require './tests/bench/shared.pl';
our ($tools, @pin);

use constant QUERIES => 40;

my $rounds = 5;
GetOptions('rounds=i' => \$rounds) && @ARGV == 2 && $rounds > 0
	or die "usage: search.pl CORPUS INDEX\n";
my ($corpus, $index) = @ARGV;
my $pack = "$index.pack";
my $program = 'build/release/pressmark';
my $has_fts5 = -x "$tools/fts5_search";

$| = 1;
$ENV{LC_ALL} = 'C';

# ---- Indexes, made where there are none

sub run
{
	system(@_) == 0 or die "search.pl: '@_' failed\n";
}

# Makes what is not there under another name first.
sub make
{
	my ($path, $make) = @_;
	my $part = "$path.part";

	return if -e $path;
	-d $corpus or die "search.pl: '$corpus' is no folder (make bench-gen?)\n";
	print STDERR "making $path, which may take minutes\n";
	remove_tree($part);
	$make->($part);
	rename $part, $path or die "search.pl: $path: $!\n";
}

make($index, sub {
	# 4: some articles were rejected, which is no fault here.
	my $code = system($program, 'index', '--index', $_[0], $corpus) >> 8;

	$code == 0 || $code == 4 or die "search.pl: indexing failed\n";
});
make($pack, sub { run("$tools/extract", $corpus, $_[0]) });
make("$index.libxapian", sub {
	run("$tools/termgenerator", $pack, "$_[0].loose");
	# As pressmark's is: without gaps.
	run('xapian-compact', '--quiet', "$_[0].loose", $_[0]);
	remove_tree("$_[0].loose");
});
make("$index.fts5", sub {
	run("$tools/fts5", '--for-searches', $pack, $_[0]);
}) if $has_fts5;

my @engines = (
	{ name => 'pressmark', run => ["$tools/search", $index] },
	{ name => 'libxapian', run => ["$tools/queryparser",
		"$index.libxapian"] },
	$has_fts5 ? { name => 'FTS5', run => ["$tools/fts5_search",
		"$index.fts5"] } : (),
);

# ---- What to search for

my $found = survey($pack);
my @words = @{$found->{words}}[0 .. QUERIES - 1];
my $year = $found->{years}[0];
my %rank;

@rank{@{$found->{words}}} = 0 .. $#{$found->{words}};
defined $words[-1] or die "search.pl: too few words in '$corpus'\n";

# The n-th word of the k-th place; no query has a word twice.
sub word
{
	my ($n, $k) = @_;

	return $words[($n * (1, 3, 9)[$k] + (1, 2, 5)[$k]) % QUERIES];
}

# The most frequent phrases of two different words with ranks from $low to
# $high.
sub phrases
{
	my ($low, $high) = @_;
	my @fit = grep {
		my ($one, $other) = @rank{split ' '};

		defined $one && defined $other && $one != $other
			&& $one >= $low && $one < $high
			&& $other >= $low && $other < $high
	} @{$found->{pairs}};

	@fit >= QUERIES or die "search.pl: too few phrases in '$corpus'\n";
	return map { "\"$_\"" } @fit[0 .. QUERIES - 1];
}

# As one types: a whole word and the beginning of the next.
sub prefix
{
	my ($n, $letters) = @_;

	return word($n, 0) . ' ' . substr(word($n, 1), 0, $letters) . '*';
}

my @all = 0 .. QUERIES - 1;
my @one = map { word($_, 0) } @all;
my @two = map { join ' ', word($_, 0), word($_, 1) } @all;
my @three = map { join ' ', word($_, 0), word($_, 1), word($_, 2) } @all;
# goal: p50 and p99 in milliseconds, of ours, at 100,000 articles.
my @kinds = (
	{ name => 'one word', text => \@one },
	{ name => 'two words', text => \@two, goal => [2.5, 8] },
	{ name => 'three words', text => \@three, goal => [2.5, 8] },
	{ name => 'two words, a tag, a year', text => \@two, goal => [1, 4],
	  tag => $found->{tags}[0], from => $year, to => $year },
	{ name => 'two words, newest first', text => \@two, goal => [3, 10],
	  order => 'newest' },
	(map {
		my $letters = $_;

		{ name => "a word, a prefix of $letters", goal => [5, 15],
		  text => [map { prefix($_, $letters) } @all] }
	} 1 .. 3),
	{ name => 'phrase of frequent words', text => [phrases(0, 100)],
	  goal => [2, 12] },
	{ name => 'phrase of rarer words', text => [phrases(300, 3000)],
	  goal => [2, 12] },
	{ name => 'phrase with "the"', text => [map { "\"the $_\"" } @one],
	  goal => [2, 12] },
	{ name => 'one word; tags, authors', text => \@one,
	  facets => 'tag author', goal => [15, 30] },
	{ name => 'one word; tags, years', text => \@one,
	  facets => 'tag year', goal => [15, 30] },
	{ name => '"the"; tags, authors', text => [('the') x 8],
	  facets => 'tag author', goal => [15, 30] },
	{ name => 'one word, two years; timeline', text => \@one,
	  from => $year - 1, to => $year, facets => 'timeline' },
	{ name => 'passages of ten hits alone', what => 'passages',
	  text => \@two, goal => [1, 2] },
);

# ---- Asking

# The questions of a kind, a line each.
sub questions
{
	my ($kind, $what) = @_;

	return map {
		join("\t", $what, $_, map { $_ // '' } @{$kind}{qw(tag from to
			order facets)}) . "\n"
	} @{$kind->{text}};
}

# Asks a running engine; [articles, milliseconds] of each answer.
sub ask
{
	my ($engine, @questions) = @_;

	print { $engine->{in} } @questions;
	$engine->{in}->flush;
	return map {
		my $line = readline $engine->{out};

		defined $line or die "search.pl: $engine->{name} ended early\n";
		[split ' ', $line];
	} @questions;
}

sub start
{
	my ($engine) = @_;

	delete @{$engine}{qw(ms bare first found unknown)};
	$engine->{pid} = open2($engine->{out}, $engine->{in}, @pin,
		@{$engine->{run}});
}

sub stop
{
	my ($engine) = @_;

	close $engine->{in};
	close $engine->{out};
	waitpid $engine->{pid}, 0;
}

sub percentile
{
	my ($part, @values) = @_;
	my @sorted = sort { $a <=> $b } @values;

	return $sorted[$part * $#sorted];
}

sub mean
{
	my $sum = 0;

	$sum += $_ for @_;
	return $sum / @_;
}

# Warms an engine up, and learns what is not timed.
sub warm_up
{
	my ($engine, $kind) = @_;
	my @answers = ask($engine, questions($kind, $kind->{what} // 'page'));

	$engine->{unknown} = grep { $_->[0] eq '-' } @answers;
	return if $engine->{unknown};
	$engine->{first} = $answers[0][1];
	$engine->{found} = mean(map { $_->[0] }
		ask($engine, questions($kind, 'count')));
}

sub ask_kind
{
	my ($kind) = @_;
	my @known;

	start($_) for @engines;
	warm_up($_, $kind) for @engines;
	@known = grep { !$_->{unknown} } @engines;
	for (1 .. $rounds) {
		for my $engine (@known) {
			push @{$engine->{ms}}, map { $_->[1] } ask($engine,
				questions($kind, $kind->{what} // 'page'));
			push @{$engine->{bare}}, map { $_->[1] } ask($engine,
				questions($kind, 'titles'))
				if $engine != $engines[0] && !$kind->{what};
		}
	}
	stop($_) for @engines;
}

# A whole process for each question, from its start to its end.
sub ask_command
{
	my ($kind) = @_;
	my $work = "$index.work";

	make_path($work);
	delete @{$_}{qw(ms bare first found)} for @engines;
	for my $round (0 .. $rounds) {
		for my $question (questions($kind, 'page')) {
			for my $engine (@engines) {
				my @command = $engine == $engines[0]
					? ($program, 'search', '--index',
						$index,
						(split /\t/, $question)[1])
					: (@{$engine->{run}}, $question);
				my $cost = measure($work, [0, 1], @command);

				$engine->{first} //= 1e3 * $cost->[0];
				push @{$engine->{ms}}, 1e3 * $cost->[0]
					if $round;
			}
		}
	}
	remove_tree($work);
}

# ---- The table

my (@differ, @missed);

sub figure
{
	my ($value) = @_;

	return defined $value ? sprintf('%.2f', $value) : '-';
}

sub print_kind
{
	my ($kind, $goal) = @_;
	my $ours = $engines[0];
	my @p50 = map { $_->{ms} ? percentile(0.5, @{$_->{ms}}) : undef }
		@engines;
	my @bare = map { $_->{bare} ? percentile(0.5, @{$_->{bare}}) : undef }
		@engines;
	my @p99 = map { $_->{ms} ? percentile(0.99, @{$_->{ms}}) : undef }
		@engines;
	my @found = map { $_->{found} // 0 } @engines;

	printf "| %-29s | %6s | %6s | %6s | %6s |", $kind->{name},
		defined $ours->{found} ? sprintf('%.0f', $found[0]) : '-',
		figure($p50[0]), figure($p99[0]), figure($ours->{first});
	printf " %6s | %6s | %6s |", map { figure($_) } $p50[$_], $p99[$_],
		$bare[$_]
		for 1 .. $#engines;
	printf " %5s |", $p50[0] ? figure($p50[$_] / $p50[0]) : '-'
		for 1 .. $#engines;
	printf " %7s |\n", $goal ? join('/', @$goal) : '';
	push @differ, sprintf "%s: %s", $kind->{name},
		join ', ', map { sprintf '%.0f', $_ } @found
		if defined $ours->{found}
		&& grep { abs($_ - $found[0]) > $found[0] / 10 } @found;
	push @missed, $kind->{name} if $goal && (!defined $p50[0]
		|| $p50[0] > $goal->[0] || $p99[0] > $goal->[1]);
}

my $is_large = $found->{articles} >= 1e5;
my @peers = map { $_->{name} } @engines[1 .. $#engines];
printf "%d articles; %d queries of each kind, %d rounds; CPU ms; load %s\n\n",
	$found->{articles}, QUERIES, $rounds, load();
print '| ', join(' | ', 'search', 'articles', 'p50', 'p99', 'first',
	(map { ("$_ p50", 'p99', 'bare') } @peers), (map { "$_ ratio" } @peers),
	'goal'), " |\n|---", '|---:' x (5 + 4 * @peers), "|\n";
for my $kind (@kinds) {
	ask_kind($kind);
	print_kind($kind, $is_large && $kind->{goal});
}
ask_command({ text => \@two });
print_kind({ name => 'two words, the whole command' },
	!$is_large && [5, 15]);
print "\nload ", load(), " at the end; ratios are of p50, to pressmark's\n";
print "above the goal: ", join('; ', @missed), "\n" if @missed;
print "articles found, where they differ (", join(', ', map { $_->{name} }
	@engines), "):\n", map { "  $_\n" } @differ if @differ;
