#!/usr/bin/perl
# Prints what the tests reach, by file and folder, from gcov's counts.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/coverage.pl OBJECTS FOLDER...
#
# OBJECTS is the folder of the objects of the cov variant. Lines of a header
# that several objects hold are reached when any of them reached them. Ends
# with the functions that no test calls.
use strict;
use warnings;
use File::Find;
use JSON::PP;

my ($objects, @folders) = @ARGV;
my $wanted = join '|', map { quotemeta } @folders;
my (@data, %lines, %calls);

# The notes, not the counts: an object that never ran has only notes.
find(sub { push @data, $File::Find::name if /\.gcno$/ }, $objects);
@data = grep { m{^\Q$objects\E/(?:$wanted)/} } sort @data;
die "coverage.pl: no counts below $objects\n" unless @data;

for my $data (@data) {
	# gcov complains of each object that never ran.
	open my $gcov, '-|', "gcov --json-format --stdout '$data' 2>/dev/null"
		or die "coverage.pl: gcov: $!\n";
	local $/;
	my $json = <$gcov>;

	close $gcov or die "coverage.pl: gcov failed on $data\n";
	for my $file (@{decode_json($json)->{files}}) {
		my $name = $file->{file} =~ s{^\./}{}r;

		next unless $name =~ m{^(?:$wanted)/};
		$lines{$name}{$_->{line_number}} += $_->{count}
			for @{$file->{lines}};
		$calls{$name}{$_->{demangled_name}} += $_->{execution_count}
			for @{$file->{functions}};
	}
}

sub row
{
	my ($name, $reached, $all) = @_;

	printf "%-40s %6d of %6d lines %6.1f %%\n", $name, $reached, $all,
		$all ? 100 * $reached / $all : 100;
}

my (%sum, @totals);

for my $name (sort keys %lines) {
	my @counts = values %{$lines{$name}};
	my $reached = grep { $_ > 0 } @counts;
	my ($folder) = $name =~ m{^([^/]+)};

	row($name, $reached, scalar @counts);
	for my $to ($sum{$folder} //= [0, 0], \@totals) {
		$to->[0] += $reached;
		$to->[1] += @counts;
	}
}
print "\n";
row("$_/", @{$sum{$_}}) for grep { $sum{$_} } @folders;
row('all', @totals);

print "\nNever called:\n";
for my $name (sort keys %calls) {
	print "  $name: $_\n"
		for sort grep { !$calls{$name}{$_} } keys %{$calls{$name}};
}
