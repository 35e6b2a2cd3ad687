# What bench.pl and search.pl share: measuring, and what to search for.
# SPDX-License-Identifier: GPL-2.0-or-later
use strict;
use warnings;

our $tools = 'build/release/tests/bench';

sub is_here
{
	my ($program) = @_;

	return grep { -x "$_/$program" } split /:/, $ENV{PATH};
}

# What to put before a command so that it runs on the first processor that
# this may use.
our @pin = do {
	open my $in, '<', '/proc/self/status';
	my ($first) = $in
		? join('', <$in>) =~ /^Cpus_allowed_list:\s*(\d+)/m : ();

	defined $first && is_here('taskset') ? ('taskset', '-c', $first) : ();
};

sub load
{
	open my $in, '<', '/proc/loadavg' or return '?';
	return (split ' ', <$in>)[0];
}

# measure(FOLDER, [EXIT CODES], COMMAND...): [CPU seconds, wall seconds, KiB]
# of a command that may end with one of these codes. What it prints goes to the
# folder.
sub measure
{
	my ($work, $fine, @command) = @_;
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		open STDOUT, '>', "$work/output" or die;
		open STDERR, '>', "$work/errors" or die;
		exec @pin, "$tools/measure", "$work/measured", @command;
		die;
	}
	waitpid $pid, 0;
	my $code = $? >> 8;
	$? & 127 || !grep { $_ == $code } @$fine
		and die "'@command' ended with $code, see $work/errors\n";
	open my $in, '<', "$work/measured" or die "$work/measured: $!\n";
	return [split ' ', <$in>];
}

sub median
{
	my @sorted = sort { $a <=> $b } @_;

	return ($sorted[@sorted / 2] + $sorted[$#sorted / 2]) / 2;
}

# The fields of an article in a pack that extract wrote: title, text, date,
# tags, authors; empty at the end.
sub next_article
{
	my ($in) = @_;
	my @fields;

	for (1 .. 5) {
		my ($bytes, $field);

		read($in, $bytes, 4) == 4 or return;
		read $in, $field, unpack 'V', $bytes;
		push @fields, $field;
	}
	return @fields;
}

# The keys of counts, the largest count first, of equals by the alphabet.
sub by_count
{
	my ($count) = @_;

	return sort { $count->{$b} <=> $count->{$a} || $a cmp $b }
		keys %$count;
}

# Reads a pack and looks at some 2,000 articles from all of it. Returns, each
# with the most frequent first: words, but for those that more than every fifth
# article has, which nobody searches for; pairs of such words that stand next
# to each other; tags; years. And the number of all articles.
sub survey
{
	my ($pack) = @_;
	my (%words, %pairs, %tags, %years);
	my ($n, $looked) = (0, 0);

	open my $in, '<:raw', $pack or die "cannot read '$pack': $!\n";
	my $step = int((-s $pack) / 1e7) + 1;
	while (my ($title, $text, $date, $tags) = next_article($in)) {
		my (%has, %has_pair);

		next if $n++ % $step;
		$looked++;
		# In lower case: names, and what begins a sentence, are not
		# what is sought.
		while ($text =~ /\b([a-z]{4,16}) (?=([a-z]{4,16})\b)/g) {
			$has{$1} = 1;
			$has_pair{"$1 $2"} = 1;
		}
		$words{$_}++ for keys %has;
		$pairs{$_}++ for keys %has_pair;
		$tags{$_}++ for split /\n/, $tags;
		$years{$1}++ if $date =~ /^(\d{4})/;
	}
	delete @words{grep { $words{$_} > $looked / 5 } keys %words};
	return { words => [by_count(\%words)], pairs => [by_count(\%pairs)],
		tags => [by_count(\%tags)], years => [by_count(\%years)],
		articles => $n };
}

1;
