#!/bin/sh
# The judged queries of the corpus: what is found, and how good that is.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# corpus/judgments/EXPECTED holds the figures, by default and with --any, and
# the first three articles that each query finds by default, each behind its
# gain. Every change of ranking shows there. When one is meant, take over
# `found` from the folder that this test leaves.
. "$(dirname "$0")/lib.sh"

cp -R "$SRC/corpus/small" "$SRC/corpus/judgments" . || exit 1

test_expect_success 'make an index, whatever day it is' '
	pressmark index -q --future --index index small
'

test_expect_success 'there are a hundred queries, and what is judged exists' '
	test "$(cut -f 2 judgments/queries.tsv | sort -u | wc -l)" = 100 &&
	cut -d " " -f 1 judgments/qrels.txt | sort -u >judged &&
	cut -f 1 judgments/queries.tsv | sort | test_cmp - judged &&
	cut -d " " -f 3 judgments/qrels.txt | sort -u |
		while read -r name; do
			test -f "small/$name.md" || exit 1
		done
'

# Prints each query of a run, and behind it its first three articles.
cat >first.pl <<'EOT'
use strict;
use warnings;

my ($queries, $qrels, $run) = @ARGV;
my (%gain, %first);

sub rows
{
	my ($name, $sign) = @_;

	open my $in, '<', $name or die "$name: $!\n";
	return map { chomp; [split $sign] } <$in>;
}

$gain{$_->[0]}{$_->[2]} = $_->[3] for rows($qrels, ' ');
for (rows($run, ' ')) {
	push @{$first{$_->[0]}}, $_->[2] if $_->[3] <= 3;
}
for (rows($queries, "\t")) {
	my ($id, $text) = @$_;

	print "$id $text\n";
	printf "\t%s %s\n", $gain{$id}{$_} // '-', $_
		for @{$first{$id} // ['nothing']};
}
EOT

test_expect_success 'they find what they found, and as well' '
	cd judgments &&
	{
		echo "all words, then most" &&
		pressmark eval --index ../index --run ../a.run queries.tsv \
			qrels.txt &&
		echo "any of the words" &&
		pressmark eval --index ../index --any queries.tsv qrels.txt &&
		perl ../first.pl queries.tsv qrels.txt ../a.run
	} >../found 2>../err &&
	cd .. &&
	test_empty err &&
	test_cmp judgments/EXPECTED found
'

test_done
