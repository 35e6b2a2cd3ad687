#!/usr/bin/perl
# Checks that what the documents say is so: targets, schema, limits,
# configuration, codes, links.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/lint/docs.pl [ROOT]
use strict;
use warnings;
use File::Find;

chdir(shift // '.') or die "cannot enter the folder: $!\n";

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

sub slurp
{
	my ($path) = @_;

	open my $in, '<', $path or return '';
	local $/;
	return <$in> // '';
}

# Documents, as against articles and other data.
my @documents;
find({ no_chdir => 1, wanted => sub {
	my $path = s{^\./}{}r;

	if ($path =~ m{^(?:build|\.git|corpus/[^/]+|tests/\w+/.+)$} && -d) {
		$File::Find::prune = 1;
		return;
	}
	push @documents, $path if -f && $path =~ /\.md$/;
} }, '.');
@documents = sort @documents;

# The lines of a document outside (or, with 1, also inside) fenced blocks, as
# [number, text, is_code].
sub lines_of
{
	my ($path, $with_code) = @_;
	my ($n, $fence, @lines) = (0, '');

	for (split /\n/, slurp($path)) {
		$n++;
		if (/^\s*(```+|~~~+)/ && ($fence eq '' || /^\s*\Q$fence\E/)) {
			$fence = $fence eq '' ? $1 : '';
			next;
		}
		push @lines, [$n, $_, $fence ne '' || /^(?: {4}|\t)/]
			if $with_code || $fence eq '';
	}
	return @lines;
}

# What stands in code: whole lines of blocks, spans of prose.
sub code_of
{
	my ($path) = @_;

	return map {
		my ($n, $text, $is_code) = @$_;

		map { [$n, $_] } $is_code ? $text : $text =~ /`([^`]+)`/g;
	} lines_of($path, 1);
}

sub unknown_targets
{
	my %is_target = map { $_ => 1 }
		slurp('Makefile') =~ /^([a-z][a-z-]*):(?!=)/mg;
	my @unknown;

	for my $path (@documents) {
		for (code_of($path)) {
			my ($n, $code) = @$_;

			next unless $code =~ /^\s*(?:\$ )?(?:\w+=\S+ |sudo )*make((?: .*)?)$/;
			# Two blanks part a command from what is said of it.
			for my $word (split ' ', $1 =~ s/(?:  |[#;&|>]).*//r) {
				push @unknown, "$path:$n: there is no target "
					. "'$word'"
					if $word =~ /^[a-z][a-z-]*$/
					&& !$is_target{$word};
			}
		}
	}
	return @unknown;
}

# The lines of a Markdown table that name this in code.
sub rows_with
{
	my ($document, $name) = @_;

	return grep { /^\s*\|/ && /`\Q$name\E`/ } split /\n/, $document;
}

sub schema_gaps
{
	my $document = slurp('docs/schema.md');
	my ($table) = slurp('text/schema.c') =~
		/schema_rows\[[^\]]*\]\s*=\s*\{(.*?)\n\};/s;
	my @rows = ($table // '') =~
		/\{\s*SCHEMA_\w+\s*,\s*"([^"]*)"\s*,\s*"([^"]*)"/g;
	my @gaps;

	return 'there is no docs/schema.md' if $document eq '';
	return 'no table schema_rows was found in text/schema.c' unless @rows;
	while (my ($name, $prefix) = splice @rows, 0, 2) {
		my @found = rows_with($document, $name);

		if (!@found) {
			push @gaps, "docs/schema.md has no row for `$name`";
		} elsif ($prefix ne '' && !grep { /`\Q$prefix\E`/ } @found) {
			push @gaps, "docs/schema.md: the row of `$name` does "
				. "not give its prefix `$prefix`";
		}
	}
	for my $key (slurp('text/schema.h') =~ /SCHEMA_META_\w+\s+"([^"]+)"/g) {
		push @gaps, "docs/schema.md does not name `$key`"
			unless $document =~ /`\Q$key\E/;
	}
	return @gaps;
}

# How a number may be written: 16777216, 16,777,216, 16 777 216 or 16 MiB.
sub ways_to_write
{
	my ($value) = @_;
	my $grouped = $value;
	my @ways = ($value);

	1 while $grouped =~ s/^(\d+)(\d{3})/$1,$2/;
	push @ways, $grouped, $grouped =~ tr/,/ /r;
	push @ways, $value / 1024 . ' KiB' if $value % 1024 == 0;
	push @ways, $value / 1048576 . ' MiB' if $value % 1048576 == 0;
	return @ways;
}

sub limit_gaps
{
	my $document = slurp('docs/limits.md');
	my @gaps;
	my $count = 0;

	return 'there is no docs/limits.md' if $document eq '';
	for (slurp('text/limits.h') =~ /^#define\s+(LIMIT_\w+\s.*)/mg) {
		my ($name, $value) = m{^(\w+)\s+(.*?)\s*(?:/\*.*)?$};

		$count++;
		if ($value =~ /^\(?(\d+)u?l*(?:\s*<<\s*(\d+))?\)?$/i) {
			$value = $1 << ($2 // 0);
		} else {
			push @gaps, "text/limits.h: $name is not a plain "
				. "number: '$value'";
			next;
		}
		my @rows = rows_with($document, $name);
		my $any = join '|', map { quotemeta } ways_to_write($value);

		push @gaps, !@rows ? "docs/limits.md has no row for `$name`"
			: "docs/limits.md: the row of `$name` does not say "
			. $value
			unless grep { /(?<![\d,.])(?:$any)(?![\d]|,\d| \d| [KM]iB)/ }
			@rows;
	}
	push @gaps, 'no limits were found in text/limits.h' unless $count;
	return @gaps;
}

sub configuration_gaps
{
	my $document = slurp('docs/configuration.md');
	my ($table) = slurp('indexer/config.c') =~
		/\}\s*keys\[\]\s*=\s*\{(.*?)\n\};/s;
	my @keys = ($table // '') =~ /\{\s*"([^"]+)"/g;

	return 'there is no docs/configuration.md' if $document eq '';
	return 'no keys were found in indexer/config.c' unless @keys;
	return map { "docs/configuration.md has no row for `$_`" }
		grep { $document !~ /^\|(?: `\w+`,)* `\Q$_\E`[, ].*\|/m } @keys;
}

# The strings that a list of arguments begins with which may be codes: what is
# said of it comes behind.
sub leading_codes
{
	my @codes;

	for ($_[0] =~ /"((?:[^"\\]|\\.)*)"/g) {
		last unless /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
		push @codes, $_;
	}
	return @codes;
}

# The codes of all problems that the sources tell of an article: a map from each
# to its levels, as far as these are written beside it.
sub codes_of_sources
{
	my $text = qr/"(?:[^"\\]|\\.)*"/;
	my %codes;

	for my $source (glob '{indexer,cli}/*.c') {
		my $c = slurp($source);

		while ($c =~ /\b(warnings_(add|note|error)|reject|keep)\(
				((?:[^;"]|$text)*)\);/gx) {
			my ($how, $level, $arguments) = ($1, $2, $3);
			my @codes = leading_codes($arguments);
			my @levels = map { lc } $arguments =~
				/\bARTICLE_(NOTE|WARNING|ERROR)\b/g;

			@levels = ($level eq 'add' ? 'warning' : $level)
				x @codes if $level;
			@levels = ('error') x @codes if $how eq 'reject';
			$codes{$codes[$_]}{$levels[$_] // ''} = 1
				for 0 .. $#codes;
		}
		while ($c =~ /\bcode = ((?:[^;,"]|$text)+)[;,]/g) {
			$codes{$_}{''} = 1 for leading_codes($1);
		}
	}
	return %codes;
}

sub code_gaps
{
	my %codes = codes_of_sources();
	my ($table) = slurp('docs/articles.md') =~ /^## Codes\n(.*?)(?=^## |\z)/ms;
	my ($last, %is_told, @gaps) = ('');

	return 'docs/articles.md has no section "Codes"' unless $table;
	return 'no codes were found in the sources' unless %codes;
	while ($table =~ /^\| `([^`]+)` \| ([^|]*) \|/mg) {
		my ($code, $levels) = ($1, $2);

		push @gaps, "docs/articles.md: `$code` comes behind `$last`"
			if $code le $last;
		$last = $code;
		$is_told{$code} = 1;
		push @gaps, "docs/articles.md: no source has `$code`"
			unless $codes{$code};
		for my $level (sort keys %{$codes{$code} // {}}) {
			push @gaps, "docs/articles.md: `$code` may be of the "
				. "level $level"
				unless $levels =~ /\b$level/;
		}
	}
	push @gaps, map { "docs/articles.md has no row for `$_`" }
		grep { !$is_told{$_} } sort keys %codes;
	return @gaps;
}

# The anchor that a heading gets where Markdown is shown.
sub anchor
{
	my ($heading) = @_;

	$heading = lc $heading;
	$heading =~ s/[^\w\- ]//g;
	return $heading =~ tr/ /-/r;
}

my %anchors;

sub has_anchor
{
	my ($path, $name) = @_;

	$anchors{$path} //= { map { $_->[1] =~ /^#{1,6}\s+(.*?)\s*#*$/
		? (anchor($1) => 1) : () } lines_of($path, 0) };
	return $anchors{$path}{$name};
}

sub dead_links
{
	my @dead;

	for my $path (@documents) {
		my $folder = $path =~ m{^(.*/)} ? $1 : '';

		for (lines_of($path, 0)) {
			my ($n, $text) = @$_;

			$text =~ s/`[^`]*`//g;
			my @targets = $text =~ /\]\(([^()\s]+)(?:\s+"[^"]*")?\)/g;

			push @targets, $1 if $text =~ /^\[[^\]]+\]:\s+(\S+)/;
			for my $target (@targets) {
				next if $target =~ /^[a-z][a-z+.-]*:/;
				my ($file, $name) = $target =~ /^([^#]*)(?:#(.*))?$/;
				my $to = $file eq '' ? $path : "$folder$file";

				push @dead, "$path:$n: there is no $target"
					unless -e $to && (!defined $name
					|| $to !~ /\.md$/
					|| has_anchor($to, $name));
			}
		}
	}
	return @dead;
}

point('each make target that a document names exists', unknown_targets());
point('docs/schema.md has what text/schema.c has', schema_gaps());
point('docs/limits.md has what text/limits.h has', limit_gaps());
point('docs/configuration.md has the keys of indexer/config.c',
	configuration_gaps());
point('docs/articles.md has the codes that the sources have', code_gaps());
point('each link inside the documents leads somewhere', dead_links());
print "1..$points\n";
exit($bad ? 1 : 0);
