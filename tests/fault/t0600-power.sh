#!/bin/sh
# A loss of power at any moment costs nothing that a run has said to be done.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What runs write is recorded (record.c) and done again up to some point. Then
# the power is cut: of what was not synced, bytes and names are lost, all or
# some of each. What is left is searched: it must be the state that was reported
# last, or the one that was on its way.
. "$(dirname "$0")/lib.sh"

cuts=$(rounds 24)
library=$FAULT_BUILD/tests/fault/record.so
[ -e "$library" ] || test_skip_all "$library is not built"
echo "# PRESSMARK_SEED=$fault_seed"

# recorded OPTION...: a run, and a mark behind it that it has reported.
recorded()
{
	RECORD_DIR=$TRASH/.pressmark RECORD_LOG=$TRASH/log \
		LD_PRELOAD=$library "$PRESSMARK" index "$@" -q content &&
	echo reported >>log
}

cat >power.pl <<'EOT'
use strict;
use warnings;
use Digest::MD5 'md5';

my ($before, $folder, $image, $log, $cuts, $seed, $first) = @ARGV;
my (@steps, %real);

# ---- What was recorded

# Files by numbers that are not used again, as a file system does.
my (%now, $last);

sub numbered
{
	my ($call, @words) = @_;

	$now{$words[1]} = 1e12 + ++$last if $call =~ /^(create|mkdir)$/;
	my $count = $call =~ /^(create|mkdir|rename)$/ ? 2 : 1;
	$_ = $now{$_} // $_ for grep { defined } @words[0 .. $count - 1];
	return @words;
}

open my $in, '<:raw', $log or die "$log: $!\n";
while (my $line = <$in>) {
	chomp $line;
	my ($call, @words) = split / /, $line, $line =~ /^(create|mkdir)/ ? 4 :
		$line =~ /^remove/ ? 3 : 5;

	if ($call eq 'write') {
		read($in, my $bytes, $words[2]) == $words[2] or die "cut\n";
		push @words, $bytes;
	} elsif ($call eq 'rename') {
		push @words, map { chomp(my $name = <$in>); $name } 1 .. 2;
	}
	push @steps, [$call, numbered($call, @words)];
}

# ---- A disk: what is on it, and what was done since and may be lost

my (%bytes, %names, @lost_bytes, @lost_names, $root);

# The state before the first step, all of which is on disk: that of a copy, with
# the numbers of the folder that was recorded.
sub load
{
	my ($copy, $number) = @_;

	opendir my $dir, $copy or die "$copy: $!\n";
	$names{$number} = {};
	for my $name (grep { !/^\.\.?$/ } readdir $dir) {
		my $own = $real{"$copy/$name"} // die "$copy/$name\n";

		$names{$number}{$name} = $own;
		if (-d "$copy/$name") {
			load("$copy/$name", $own);
		} else {
			open my $file, '<:raw', "$copy/$name" or die;
			local $/;
			$bytes{$own} = <$file> // '';
		}
	}
}

sub put
{
	my ($number, $offset, $new) = @_;
	my $own = \$bytes{$number};

	$$own = '' unless defined $$own;
	$$own .= "\0" x ($offset - length $$own) if $offset > length $$own;
	substr($$own, $offset, length $new) = $new;
}

sub resize
{
	my ($number, $size) = @_;

	$bytes{$number} = substr(($bytes{$number} // '') .
		"\0" x $size, 0, $size);
}

sub do_bytes
{
	my ($call, $number, @more) = @{$_[0]};

	$call eq 'write' ? put($number, $more[0], $more[2])
		: resize($number, $more[0]);
}

sub do_name
{
	my ($call, @w) = @{$_[0]};

	if ($call eq 'remove') {
		delete $names{$w[0]}{$w[1]};
	} elsif ($call eq 'rename') {
		my $own = delete $names{$w[0]}{$w[2]};

		# Its making was lost, and so is this.
		$names{$w[1]}{$w[3]} = $own if defined $own;
	} else {
		$names{$w[0]}{$w[2]} = $w[1];
		$call eq 'mkdir' ? ($names{$w[1]} //= {})
			: ($bytes{$w[1]} //= '');
	}
}

sub is_of
{
	my ($step, $number) = @_;

	return $step->[1] == $number ||
		($step->[0] eq 'rename' && $step->[2] == $number);
}

# Does a step: what it changes may be lost until it is synced.
sub step
{
	my ($step) = @_;
	my ($call, $number) = @$step;

	if ($call eq 'sync') {
		do_bytes($_) for grep { $_->[1] == $number } @lost_bytes;
		@lost_bytes = grep { $_->[1] != $number } @lost_bytes;
		do_name($_) for grep { is_of($_, $number) } @lost_names;
		@lost_names = grep { !is_of($_, $number) } @lost_names;
	} elsif ($call =~ /^(write|size)$/) {
		push @lost_bytes, $step;
	} elsif ($call ne 'reported') {
		push @lost_names, $step;
	}
}

sub write_tree
{
	my ($number, $to) = @_;

	mkdir $to or die "$to: $!\n";
	for my $name (keys %{$names{$number}}) {
		my $own = $names{$number}{$name};

		if ($names{$own}) {
			write_tree($own, "$to/$name");
		} else {
			open my $file, '>:raw', "$to/$name" or die;
			print $file $bytes{$own} // '';
			close $file or die;
		}
	}
}

# What tells one state of the disk from another.
sub digest
{
	my ($number) = @_;

	return md5(map {
		my $own = $names{$number}{$_};

		($_, "\0", $names{$own} ? digest($own) : md5($bytes{$own} // ''));
	} sort keys %{$names{$number}});
}

# ---- Cutting

sub start
{
	(%bytes, %names, @lost_bytes, @lost_names) = ();
	load($before, $root);
}

my ($tried, %seen) = (0);

# So much of what may be lost stays: 0 none, 1 half, 2 all. Names are lost from
# some point on, as a journal loses them; bytes anywhere.
sub cut
{
	my ($at, $bytes_kept, $names_kept) = @_;
	my ($state, $reported) = ('', $first);

	start();
	for my $step (@steps[0 .. $at - 1]) {
		step($step);
		$reported++ if $step->[0] eq 'reported';
	}
	do_bytes($_) for grep { $bytes_kept == 2 ||
		($bytes_kept == 1 && rand 2 < 1) } @lost_bytes;
	my $count = $names_kept == 2 ? @lost_names :
		$names_kept == 1 ? int rand @lost_names + 1 : 0;
	do_name($_) for @lost_names[0 .. $count - 1];
	return if $seen{$reported . digest($root)}++;
	system 'rm', '-rf', $image;
	write_tree($root, $image);
	$state = `$ENV{PRESSMARK} search --index $image --jsonl -n 1 \\
		title:marker 2>&1`;
	$tried++;
	return if $state =~ /"title":"Marker v(\d+)"/ &&
		($1 == $reported || $1 == $reported + 1);
	print STDERR "cut at $at of ", scalar @steps,
		" (bytes $bytes_kept, names $names_kept): v$reported was ",
		"reported, found: $state\n";
	exit 1;
}

chomp($root = <STDIN>);
while (<STDIN>) {
	chomp;
	my ($number, $path) = split / /, $_, 2;

	$real{"$before/$path"} = $number;
}
srand $seed;
# Behind each report, around each name that changes, and anywhere.
my @at = grep { $_ == @steps || $steps[$_ - 1][0] eq 'reported' ||
	$steps[$_ - 1][0] eq 'rename' } 1 .. @steps;
push @at, 1 + int rand @steps while @at < $cuts;
for my $at (@at) {
	for my $bytes_kept (0 .. 2) {
		cut($at, $bytes_kept, $_) for 0 .. 2;
	}
}
print "$tried cuts of ", scalar @steps, " steps\n";
EOT

# cut_all FIRST: cuts what was recorded; state FIRST was there before.
cut_all()
{
	perl power.pl "$TRASH/before" "$TRASH/.pressmark" "$TRASH/image" log \
		"$cuts" "$fault_seed" "$1" <numbers
}

# remember: the index as it is, and the numbers of its files.
remember()
{
	rm -rf before log && cp -R .pressmark before &&
	ls -di .pressmark | sed 's/ .*//' >numbers &&
	(cd .pressmark && find . -mindepth 1 -printf '%i %P\n') >>numbers
}

test_expect_success 'a site with an index' '
	make_site 12 &&
	set_state 0 && pressmark index -q content
'

test_expect_success 'updates: what was reported is there' '
	remember &&
	for n in 1 2 3; do
		set_state $n && recorded || exit 1
	done &&
	cut_all 0
'

test_expect_success 'rebuilds: what was reported is there' '
	remember &&
	set_state 4 && recorded --rebuild &&
	set_state 5 && recorded --rebuild &&
	cut_all 3
'

# This would find it if the folder were not synced.
test_expect_success 'a folder that is not synced is found out' '
	set_state 5 && pressmark index -q content && remember &&
	for n in 6 7 8; do
		set_state $n && recorded || exit 1
	done &&
	folder=$(cd .pressmark && ls -di g-* | sed "s/ .*//;s/^ *//") &&
	perl -ni -e "print unless /^sync $folder\$/" log &&
	! cut_all 5 2>err &&
	grep "was reported, found" err
'

test_done
