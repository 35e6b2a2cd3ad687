#!/usr/bin/perl
# Checks sizes, banned functions, blanks and other habits of the sources.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/lint/source.pl [ROOT]
use strict;
use warnings;
use File::Find;

# A file or a function that is longer is two.
use constant { FILE_LINES => 700, FUNCTION_LINES => 100 };

# No bound on what they write, no error from what they read, a shell, a static
# buffer shared by all threads, or room on the stack that nobody checks.
my @banned = qw(strcpy strcat strncpy strncat sprintf vsprintf gets atoi atol
	atof strtok system popen alloca gmtime localtime ctime asctime tmpnam
	mktemp);

chdir(shift // '.') or die "cannot enter the folder: $!\n";

my (%text, @sources, @prose);
find({ no_chdir => 1, wanted => sub {
	my $path = s{^\./}{}r;

	if ($path =~ m{^(?:build|\.git)$}) {
		$File::Find::prune = 1;
		return;
	}
	return unless -f;
	my $is_source = $path =~ m{\.(?:c|h|cc|hh|sh|pl)$|^Makefile$|^\.ci/};
	# Articles and other data of tests may hold anything.
	my $is_prose = $path =~ m{^(?:docs/)?[^/]+\.md$|README\.md$};

	return unless $is_source || $is_prose;
	open my $in, '<', $_ or die "$path: $!\n";
	local $/;
	$text{$path} = <$in> // '';
	push @{$is_source ? \@sources : \@prose}, $path;
} }, '.');
@sources = sort @sources;
@prose = sort @prose;
my @compiled = grep { /\.(?:c|h|cc|hh)$/ } @sources;

my $points = 0;
my $bad = 0;

# One test point, good when there is nothing to complain of.
sub point
{
	my ($claim, @complaints) = @_;

	$points++;
	print @complaints ? 'not ' : '', "ok $points - $claim\n";
	print "# $_\n" for @complaints;
	$bad ||= @complaints > 0;
}

# pattern(QR, FILE...): "file:line: text" for each line that matches.
sub pattern
{
	my ($pattern, @files) = @_;
	my @found;

	for my $file (@files) {
		my $n = 0;

		for (split /\n/, $text{$file}) {
			$n++;
			push @found, "$file:$n: $_" if $_ =~ $pattern;
		}
	}
	return @found;
}

# Without comments and what is in quotes, lines kept.
sub code
{
	my ($file) = @_;

	return $text{$file} =~ s{
		/\*.*?\*/ | //[^\n]* |
		"(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
	}{ $& =~ tr/\n//cdr }gsexr;
}

sub long_files
{
	return map {
		my $lines = $text{$_} =~ tr/\n//;

		$lines > FILE_LINES ? "$_: $lines lines" : ();
	} @sources;
}

# A function is what stands between a brace in the first column and the one
# that closes it; namespaces and types begin alike, and do not count.
sub long_functions
{
	my @long;

	for my $file (@compiled) {
		my ($n, $before, @open) = (0, '');

		for (split /\n/, code($file)) {
			$n++;
			if (/^\{/) {
				push @open, { line => $n, name => $before,
					is_function => $before !~
					/^(?:namespace|extern|class|struct\s+\w+$|enum|union)\b/ };
			} elsif (/^\}/ && @open) {
				my $f = pop @open;
				my $lines = $n - $f->{line} + 1;

				push @long, "$file:$f->{line}: $lines lines: "
					. $f->{name} if $f->{is_function}
					&& $lines > FUNCTION_LINES;
			}
			$before = $_ if /\S/;
		}
	}
	return @long;
}

sub banned_calls
{
	my $names = join '|', @banned;
	my @found;

	for my $file (@compiled) {
		my $n = 0;

		for (split /\n/, code($file)) {
			$n++;
			push @found, "$file:$n: $1"
				if /(?<![\w.])(?<!->)($names)\s*\(/;
		}
	}
	return @found;
}

sub bad_ends
{
	return map {
		$text{$_} =~ /[^\n]\z|\n\n\z/
			? "$_: does not end in one newline" : ();
	} @sources, @prose;
}

sub without_licence
{
	return map {
		my @head = split /\n/, $text{$_}, 7;

		(grep { /SPDX-License-Identifier: GPL-2\.0-or-later/ }
			@head[0 .. ($#head < 5 ? $#head : 5)]) ? () : $_;
	} @sources;
}

point('no file has more than ' . FILE_LINES . ' lines', long_files());
point('no function has more than ' . FUNCTION_LINES . ' lines',
	long_functions());
point('no banned function is called', banned_calls());
point('no line ends in blanks', pattern(qr/[ \t\r]$/, @sources, @prose));
point('each file ends in one newline', bad_ends());
# Spelt so that this line is not found.
point('no mark of unfinished work is left',
	pattern(qr/\b(?:T[O]DO|F[I]XME|X[X]X)\b(?!`)/, @sources, @prose));
point('each source says in its head how it is licensed', without_licence());
print "1..$points\n";
exit($bad ? 1 : 0);
