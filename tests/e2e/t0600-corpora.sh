#!/bin/sh
# Real sites, where they are at hand: everything is indexed, nothing is odd but
# one article whose front matter is not closed (hacking-bureaucracy), and what
# is known to be in them is found.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Corpora are no part of the project. They are looked for in $CORPORA, else
# beside it; without them this is skipped.
. "$(dirname "$0")/lib.sh"

CORPORA=${CORPORA:-$SRC/../shared/corpora}
[ -d "$CORPORA" ] || test_skip_all "no corpora in $CORPORA"
export CORPORA

# first NAME ID WORD...: is ID the first hit?
first()
{
	pressmark search --index "$1" --json -n 1 "$3" >page &&
		json page 'map { $_->{id} } @{$_->{hits}}' >actual &&
		printf '%s\n' "$2" >expected &&
		test_cmp expected actual
}

for name in seed 18f nodejs; do
	[ -d "$CORPORA/$name" ] || continue
	export name
	test_expect_success "every article of $name is indexed" '
		count=$(find "$CORPORA/$name" -name "*.md" -o -name "*.mdx" |
			wc -l) &&
		pressmark index --index "$name" -v "$CORPORA/$name" \
			>out 2>err &&
		sed "/hacking-bureaucracy/d" err >odd &&
		test_empty odd &&
		grep "^indexed $count articles* ($count new[,)]" out
	'
	test_expect_success "in $name there is little to complain of" '
		(ulimit -t 10 && pressmark lint --json "$CORPORA/$name") \
			>out 2>err &&
		count=$(sed "s/ .*//; s/,//" err) &&
		test $((50 * $(grep -c -v "\"note\"" out))) -le "$count"
	'
	test_expect_success "a second run over $name has nothing to do" '
		pressmark index --index "$name" >out 2>err &&
		grep "(nothing changed" out &&
		pressmark status --index "$name" --check >out &&
		grep "^health *good" out
	'
done

[ ! -d seed ] || test_expect_success 'the seed is found by its subject' '
	first seed rising-ties.md "iran gas pipeline" &&
	first seed rising-ties.md "\"railway network\" tag:world-politics" &&
	first seed rising-ties.md "date:2025-10-26 author:\"tmp staff\"" &&
	test_must_fail 1 "$PRESSMARK" search --index seed "iran -pakistan"
'

[ ! -d 18f ] || test_expect_success 'posts of 18f are found by their subject' '
	first 18f posts/2015-07-08-openfec-api.md \
		"federal election commission first api" &&
	first 18f pages/policies/open-source-policy.md "open source policy"
'

[ ! -d nodejs ] || test_expect_success 'pages of nodejs are found' '
	first nodejs en/blog/release/v21.4.0.md "title:\"node.js 21.4.0\"" &&
	first nodejs en/blog/vulnerability/mar-2022-security-releases.md \
		"openssl security releases require date:2022-03"
'

test_done
