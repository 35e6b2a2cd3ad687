#!/bin/sh
# What only more articles than a page show: totals, and which words are most.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# Every other of 3,000 articles has three words, every other a boost; there is
# one with a pin, and a title that many have words of.
test_expect_success 'make an index' '
	mkdir -p content &&
	perl -e "for my \$i (1 .. 3000) {
		open(my \$file, q(>), sprintf(q(content/%04d.md), \$i)) or die;
		printf \$file qq(---\ntitle: Article %d\ntags: [t]\n%s---\n%s\n),
			\$i, \$i % 4 < 2 ? qq(search: {boost: 2}\n) : q(),
			\$i % 2 ? q(water treaty dam) : q(sand);
	}" &&
	article content/pinned.md "Of sources" \
		"search: {pin: [open-source water dam, open-source water]}" <<-\EOF &&
	The source of it all is open.
	EOF
	article content/papaya.md Papaya "search: {boost: 0.0001}" \
		"date: 2020-01-01" <<-\EOF &&
	It grows.
	EOF
	article content/new.md "New papaya" "date: 2024-01-01" <<-\EOF &&
	Papaya, papaya and papaya: a fruit.
	EOF
	pressmark index -q content &&
	cp -R content plain && sed -i "/^search: {boost/d" plain/*.md &&
	pressmark index -q --index plain.index plain
'

test_expect_success 'where all have all words, none are said to have most' '
	pressmark search --index plain.index -n 1 water treaty dam >out 2>&1 &&
	! grep most out &&
	pressmark search --index plain.index -n 1 --json water treaty dam >out &&
	json out "\$_->{relaxed} ? 1 : 0" >actual &&
	echo 0 >expected &&
	test_cmp expected actual
'

test_expect_success 'where some have, it is told' '
	pressmark search -n 1 water papaya grows >out 2>&1 &&
	grep "no article has all words" out &&
	pressmark search -n 1 sand papaya grows it >out 2>&1 &&
	grep "no article has all words" out &&
	pressmark search -n 1 new papaya grows >out 2>&1 &&
	grep "no article has all words" out &&
	pressmark search -n 1 new papaya fruit >out 2>&1 &&
	grep "1 of 2 articles.*; with all words or most" out
'

test_expect_success 'boosts make no article count twice' '
	for query in water "water treaty" "water OR sand" sand; do
		pressmark search --json -n 1 "$query" >out &&
		json out "\$_->{total} <= 3003 ? 1 : \$_->{total}" || exit 1
	done >actual &&
	printf "%s\n" 1 1 1 1 >expected &&
	test_cmp expected actual
'

test_expect_success 'of more boosted ones than are put in order, pages are full' '
	for offset in 0 800 900 990; do
		limit=$((1000 - offset))
		pressmark search --json -n $((limit > 100 ? 100 : limit)) \
			--offset $offset water OR sand >out &&
		json out "\$_->{total} . q( ) . @{\$_->{hits}}" || exit 1
	done >actual &&
	printf "%s\n" "3000 100" "3000 100" "3000 100" "3000 10" >expected &&
	test_cmp expected actual
'

test_expect_success 'signs and words typed twice do not make a query longer' '
	for query in "papaya grows" "papaya & grows" "papaya , grows !" \
		"papaya grows papaya"; do
		pressmark search --json -n 1 "$query" >out &&
		json out "\$_->{total} . (\$_->{relaxed} ? 1 : 0)" || exit 1
	done >actual &&
	printf "%s\n" 10 10 10 10 >expected &&
	test_cmp expected actual
'

test_expect_success 'a title that is the query stays before a near tie' '
	pressmark search --paths papaya >out 2>/dev/null &&
	head -n 1 out >actual &&
	echo content/papaya.md >expected &&
	test_cmp expected actual
'

test_expect_success 'what a pinned article has of parts of words adds up' '
	pressmark search --explain --width 200 -n 1 "open-source water dam" >out &&
	grep "pinned to this query" out &&
	! grep "changed meanwhile" out &&
	pressmark search --explain --width 200 -n 1 "open-source water" >out &&
	! grep "changed meanwhile" out
'

test_done
