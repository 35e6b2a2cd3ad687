#!/bin/sh
# An index that we write is the one that libxapian writes, and it goes on as any
# other; what cannot be written leaves the old one.
# SPDX-License-Identifier: GPL-2.0-or-later
same=$PRESSMARK_BUILD/tests/prop/prop_bulk
version=$PRESSMARK_BUILD/tests/fault/version.so
. "$(dirname "$0")/lib.sh"

CORPORA=${CORPORA:-$SRC/../shared/corpora}

# build WRITER NAME SOURCE: some articles of corpus/broken are rejected (4).
build()
{
	status=0
	PRESSMARK_WRITER=$1 "$PRESSMARK" index -q --rebuild --index "$2" \
		"$3" 2>err || status=$?
	[ $status = 0 ] || [ $status = 4 ]
}

# compare SOURCE: both ways, all contents, and what is found.
compare()
{
	build tables ours "$1" && build xapian theirs "$1" &&
	"$same" ours/g-* theirs/g-* &&
	for query in water '"the year"' 'data*' 'a OR the' 'sort:newest'; do
		pressmark search --index ours --json -n 20 "$query" |
			sed "s/\"took_ms\":[0-9.]*//" >ours.json &&
		pressmark search --index theirs --json -n 20 "$query" |
			sed "s/\"took_ms\":[0-9.]*//" >theirs.json &&
		test_cmp theirs.json ours.json || return 1
	done
}

for name in small broken; do
	export name
	test_expect_success "both writers make the same of corpus/$name" '
		compare "$SRC/corpus/$name"
	'
done

if [ -d "$CORPORA/18f" ]; then
	test_expect_success 'both writers make the same of 18f' '
		compare "$CORPORA/18f"
	'
else
	test_skip 'both writers make the same of 18f' "no corpora in $CORPORA"
fi

test_expect_success 'no other writer is known' '
	test_must_fail 2 env PRESSMARK_WRITER=me "$PRESSMARK" index \
		--index none "$SRC/corpus/small" 2>err &&
	grep "tables or xapian" err
'

# as_version VERSION WRITER: with a libxapian that says to be of it.
as_version()
{
	LD_PRELOAD=$version FAULT_VERSION=$1 PRESSMARK_WRITER=$2 \
		"$PRESSMARK" index -q --rebuild --index other \
		"$SRC/corpus/small" 2>err
}

if [ -e "$version" ] && ! grep -q __asan_init "$PRESSMARK"; then
	test_expect_success 'a libxapian that is not known writes by itself' '
		build tables ours "$SRC/corpus/small" &&
		build xapian theirs "$SRC/corpus/small" &&
		for number in 1.3.7 2.0.0 nothing; do
			as_version $number "" &&
			"$same" other/g-* theirs/g-* &&
			test_must_fail 3 as_version $number tables &&
			grep "libxapian" err || return 1
		done &&
		as_version 1.4.0 tables
	'
else
	test_skip 'a libxapian that is not known writes by itself' \
		'sanitizers come first'
fi

test_expect_success 'libxapian goes on with what we wrote' '
	cp -R "$SRC/corpus/small" site &&
	build tables live site &&
	cp site/water.md site/more.md &&
	rm site/2021/*/*.md &&
	pressmark index -q --index live site &&
	build xapian anew site &&
	pressmark search --index live --json water | sed "s/\"took_ms\":[0-9.]*//" >a &&
	pressmark search --index anew --json water | sed "s/\"took_ms\":[0-9.]*//" >b &&
	test_cmp a b
'

test_expect_success 'without room the old index stays, and nothing else' '
	build tables full site &&
	cp full/current before &&
	test_must_fail 3 sh -c "ulimit -f 40 && trap \"\" XFSZ &&
		exec \"$PRESSMARK\" index -q --rebuild --index full site" 2>err &&
	grep "cannot write" err &&
	test_cmp before full/current &&
	pressmark search --index full water >out &&
	test -z "$(ls full | grep tmp)"
'

test_done
