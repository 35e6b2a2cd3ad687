#!/bin/sh
# The documents: their examples print what is said there.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# README.md, docs/output.md, docs/ranking.md, docs/query-language.md,
# docs/articles.md, docs/configuration.md, docs/relevance.md, docs/related.md: each line
# "$ COMMAND" of their blocks ```console is run, in order, in a folder that holds
# corpus/small (all but docs/articles.md and docs/configuration.md; that of
# docs/query-language.md is indexed) and the files that the document has shown
# by "$ cat FILE"; what it prints on both outputs is what follows it. Times,
# sizes, ages and ids are left out of the comparison. What begins with "{" is
# compared as JSON, in which an expected text that ends in "…" need only be how
# the other begins.
#
# docs/query-language.md: each line "QUERY => COUNT ID" of its blocks ```query
# is searched for in the small corpus. COUNT is the number of articles, with
# "(relaxed)" behind it if it was; ID, which may be left out, is the first hit.
# "QUERY => CODE at COLUMN" is a query that is refused.
. "$(dirname "$0")/lib.sh"

# Each document has a folder of its own, beside the others.
mkdir -p tour.site/corpus output.site ranking.site language.site articles.site \
	configuration.site relevance.site related.site || exit 1
cp -R "$SRC/corpus/small" tour.site/corpus/small &&
cp -R tour.site/corpus output.site/corpus &&
cp -R tour.site/corpus ranking.site/corpus &&
cp -R tour.site/corpus relevance.site/corpus &&
cp -R tour.site/corpus related.site/corpus &&
cp -R tour.site/corpus language.site/corpus || exit 1

# Writes the commands or queries of a document to NAME/N.in, and what they are
# to give to NAME/N.out, the file that it shows to NAME/N.file; prints how many
# there are.
cat >take.pl <<'EOT'
use strict;
use warnings;

my ($name, $fence, $document) = @ARGV;
my ($n, $is_inside, $out) = (0, 0, undef);

sub write_file
{
	open my $file, '>', $_[0] or die "$_[0]: $!\n";
	print $file $_[1];
	close $file or die "$_[0]: $!\n";
}

mkdir $name or die "$name: $!\n";
open my $in, '<', $document or die "$document: $!\n";
while (<$in>) {
	if (/^```(\S*)/) {
		$is_inside = $is_inside ? 0 : $1 eq $fence;
		close $out if $out;
		undef $out;
	} elsif (!$is_inside) {
		next;
	} elsif ($fence eq 'query') {
		/^(.*?)\s+=>\s+(.*\S)\s*$/ or die "$document:$.: no =>\n";
		$n++;
		write_file("$name/$n.in", $1);
		write_file("$name/$n.out", "$2\n");
	} elsif (/^\$ (.*)$/) {
		close $out if $out;
		$n++;
		write_file("$name/$n.in", "$1\n");
		open $out, '>', "$name/$n.out" or die "$name/$n.out: $!\n";
		write_file("$name/$n.file", $1) if $1 =~ /^cat (\S+)$/;
	} else {
		$out or die "$document:$.: output of no command\n";
		print $out $_;
	}
}
print "$n\n";
EOT

# Compares what a command of the tour is to print with what it printed.
cat >compare.pl <<'EOT'
use strict;
use warnings;
use JSON::PP;

sub slurp
{
	open my $in, '<', $_[0] or die "$_[0]: $!\n";
	local $/;
	return <$in> // '';
}

# The same with what differs from run to run, or with the versions of
# libraries, replaced.
sub plain
{
	my ($text) = @_;

	$text =~ s/\(\d+\.\d m?s\)/(TIME)/g;
	$text =~ s/ in \d+\.\d s$/ in TIME/mg;
	$text =~ s/^(index|size|updated|libxapian|uuid)( +)\S.*$/$1$2VALUE/mg;
	return $text;
}

sub is_like
{
	my ($want, $got, $where) = @_;

	return 1 if $where =~ /\.(?:took_ms|score)$/;
	die "$where: null or not\n" if defined $want ne defined $got;
	return 1 unless defined $want;
	if (ref $want eq 'HASH') {
		my @keys = sort keys %$want;

		die "$where: other keys\n"
			unless "@keys" eq join ' ', sort keys %$got;
		is_like($want->{$_}, $got->{$_}, "$where.$_") for @keys;
	} elsif (ref $want eq 'ARRAY') {
		die "$where: other length\n" unless @$want == @$got;
		is_like($want->[$_], $got->[$_], "$where\[$_]")
			for 0 .. $#$want;
	} elsif ($want =~ /^(.*)\x{2026}$/s) {
		die "$where: begins differently\n" if index $got, $1;
	} else {
		die "$where: '$got', not '$want'\n" unless $want eq $got;
	}
	return 1;
}

my ($want, $got) = map { slurp($_) } @ARGV;
if ($want =~ /^\{/) {
	my $json = JSON::PP->new->utf8;

	is_like($json->decode($want), $json->decode($got), '');
	exit 0;
}
for ([$ARGV[0], $want], [$ARGV[1], $got]) {
	open my $out, '>', "$_->[0].plain" or die "$_->[0].plain: $!\n";
	print $out plain($_->[1]);
	close $out or die;
}
exec 'diff', '-u', "$ARGV[0].plain", "$ARGV[1].plain";
EOT

# What the search of a query gave, in the words of the document.
cat >tell.pl <<'EOT'
my $first = $_->{hits} && @{$_->{hits}} ? " $_->{hits}[0]{id}" : "";
$_->{error} ? "$_->{error}{code} at $_->{error}{column}"
	: $_->{total} . ($_->{relaxed} ? " (relaxed)" : "") . $first
EOT

# run_console NAME NUMBER: a file that is shown is written first.
run_console()
{
	if [ -f "$1/$2.file" ]; then
		file=$1.site/$(cat "$1/$2.file")
		mkdir -p "${file%/*}" && cp "$1/$2.out" "$file" || return 1
	fi
	(
		cd "$1.site" && . "../$1/$2.in"
	) >"$1/$2.got" 2>&1
	perl compare.pl "$1/$2.out" "$1/$2.got"
}

# The first hit need not be told.
run_query()
{
	pressmark search --index docs --json -- "$(cat "$1/$2.in")" \
		>"$1/$2.json"
	json "$1/$2.json" "$(cat tell.pl)" >"$1/$2.got" || return 1
	grep -q '\.md$' "$1/$2.out" || sed -i 's/ [^ ]*\.md$//' \
		"$1/$2.got"
	tr -s ' ' <"$1/$2.out" >"$1/$2.want"
	test_cmp "$1/$2.want" "$1/$2.got"
}

# each NAME DOCUMENT RUN: a point for each of its examples.
each()
{
	number=1
	while [ $number -le "$(cat "$1.count")" ]; do
		test_expect_success \
			"$2: $(head -n 1 "$1/$number.in" | tr '#\\' '  ')" \
			"$3 $1 $number"
		number=$((number + 1))
	done
}

test_expect_success 'the small corpus is indexed' '
	pressmark index --index docs tour.site/corpus/small >out &&
	grep "^indexed" out &&
	cd language.site &&
	pressmark index corpus/small
'

test_expect_success 'the examples of the documents are found' '
	perl take.pl tour console "$SRC/README.md" >tour.count &&
	perl take.pl output console "$SRC/docs/output.md" >output.count &&
	perl take.pl ranking console "$SRC/docs/ranking.md" >ranking.count &&
	perl take.pl articles console "$SRC/docs/articles.md" \
		>articles.count &&
	perl take.pl configuration console "$SRC/docs/configuration.md" \
		>configuration.count &&
	perl take.pl relevance console "$SRC/docs/relevance.md" \
		>relevance.count &&
	perl take.pl related console "$SRC/docs/related.md" >related.count &&
	perl take.pl query query "$SRC/docs/query-language.md" >query.count &&
	perl take.pl language console "$SRC/docs/query-language.md" \
		>language.count &&
	test "$(cat tour.count)" -gt 5 &&
	test "$(cat output.count)" -gt 5 &&
	test "$(cat ranking.count)" -gt 2 &&
	test "$(cat articles.count)" -gt 5 &&
	test "$(cat configuration.count)" -gt 2 &&
	test "$(cat relevance.count)" -gt 2 &&
	test "$(cat related.count)" -gt 4 &&
	test "$(cat query.count)" -gt 100 &&
	test "$(cat language.count)" -gt 5
'

each tour README.md run_console
each output docs/output.md run_console
each ranking docs/ranking.md run_console
each articles docs/articles.md run_console
each configuration docs/configuration.md run_console
each relevance docs/relevance.md run_console
each related docs/related.md run_console
each query docs/query-language.md run_query
each language docs/query-language.md run_console

test_done
