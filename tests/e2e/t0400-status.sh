#!/bin/sh
# pressmark status: what an index holds, and whether it is whole.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'make an index' '
	article content/a.md "A" "date: 2010-01-31" "tags: [x, y]" \
		"author: Ann" <<-\EOF &&
	Text.
	EOF
	article content/b.md "B" "date: 2012-02-01" "tags: [y, z]" \
		"author: Ann" <<-\EOF &&
	Text.
	EOF
	article content/c.md "C" <<-\EOF &&
	Text.
	EOF
	pressmark index content
'

test_expect_success 'each thing has a line' '
	pressmark status >out 2>err &&
	test_empty err &&
	cat >expected <<-EOF &&
	index       $TRASH/.pressmark
	articles    3
	hidden      0
	sources     content
	tags        3
	authors     1
	fields      2
	synonyms    0
	dates       2010-01-31 to 2012-02-01
	stemming    en
	EOF
	head -n 10 out >actual &&
	test_cmp expected actual &&
	grep -E "^size        [0-9.]+ [kM]?B$" out &&
	grep -E "^updated     20[0-9-]*T[0-9:]*Z \((just now|[0-9]+ seconds? ago)\)$" \
		out &&
	grep -E "^generation  1$" out &&
	grep -E "^format      [0-9]+$" out &&
	grep -E "^libxapian   [0-9]+\.[0-9]+\.[0-9]+$" out &&
	grep -E "^uuid        [0-9a-f-]{36}$" out &&
	! grep "^health" out
'

test_expect_success '--json is one object' '
	pressmark status --json >out 2>err &&
	test_empty err &&
	test "$(wc -l <out)" -eq 1 &&
	json out "sort keys %\$_" | tr "\n" " " >actual &&
	printf "articles authors bytes fields format generation health " \
		>expected &&
	printf "hidden hidden_by index libxapian newest oldest " \
		>>expected &&
	printf "sources stemming synonyms tags " \
		>>expected &&
	printf "updated uuid version " >>expected &&
	test_cmp expected actual &&
	json out "(@{\$_}{qw(version articles tags authors oldest newest
		generation health index)}, @{\$_->{sources}})" >actual &&
	printf "%s\n" 1 3 3 1 2010-01-31 2012-02-01 1 null \
		"$TRASH/.pressmark" content >expected &&
	test_cmp expected actual
'

test_expect_success 'a new generation has the next number' '
	pressmark index --rebuild &&
	pressmark status --json >out &&
	json out "\$_->{generation}" >actual &&
	echo 2 >expected &&
	test_cmp expected actual
'

test_expect_success 'an index without dates says none' '
	mkdir none &&
	echo "Text." >none/a.md &&
	pressmark index --index none/.pressmark none &&
	pressmark status --index none/.pressmark >out &&
	! grep "^dates" out &&
	pressmark status --index none/.pressmark --json >out &&
	json out "(\$_->{oldest}, \$_->{newest})" >actual &&
	printf "null\nnull\n" >expected &&
	test_cmp expected actual
'

test_expect_success '--check of a good index' '
	pressmark status --check >out &&
	grep "^health      good$" out &&
	pressmark status --check --json >out &&
	json out "\$_->{health}" >actual &&
	echo good >expected &&
	test_cmp expected actual
'

test_expect_success '--check of a damaged one: exit 3, and what to do' '
	cp -R .pressmark damaged &&
	perl -e '\''
		# Into the middle of the first block after the root.
		for my $path (glob "damaged/g-*/postlist.glass") {
			open my $out, "+<", $path or die;
			seek $out, 4096, 0;
			print $out "\xa5" x 4096;
			seek $out, 0, 0;
			print $out "\xa5" x 4096;
		}
	'\'' &&
	test_must_fail 3 pressmark status --index damaged --check >out 2>err &&
	test_empty out &&
	grep "^pressmark: " err &&
	test "$(wc -l <err)" -eq 1 &&
	test_must_fail 3 pressmark status --index damaged --check --json \
		>out 2>err &&
	json out "\$_->{error}{code}" >actual &&
	echo corrupt >expected &&
	test_cmp expected actual
'

test_expect_success 'a damaged index is mended by --rebuild' '
	pressmark index --index damaged --rebuild content &&
	pressmark status --index damaged --check >out &&
	grep "^health      good$" out
'

test_expect_success 'an index whose generation is gone is an error' '
	cp -R .pressmark gone &&
	echo "auto g-999999" >gone/current &&
	test_must_fail 3 pressmark status --index gone >out 2>err &&
	test_empty out &&
	grep "^pressmark: " err
'

test_done
