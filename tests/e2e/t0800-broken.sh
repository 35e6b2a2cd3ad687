#!/bin/sh
# Malformed articles, and exactly what is said of each.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# corpus/broken/EXPECTED holds what `pressmark lint` prints there, and a line
# "NAME: nothing" for each article of which it says nothing. When it is to say
# something else, and that is right, take over `found` from the folder that
# this test leaves.
. "$(dirname "$0")/lib.sh"

cp -R "$SRC/corpus/broken" . && cp broken/EXPECTED expected || exit 1

test_expect_success 'each article has its message, and no other' '
	cd broken &&
	test_must_fail 4 pressmark lint . >../said 2>err &&
	for name in *.md; do
		grep "^$name:" ../said || echo "$name: nothing"
	done >../found &&
	cd .. &&
	test_cmp expected found
'

test_expect_success 'nothing is expected of what is not there' '
	cut -d: -f1 expected | uniq >names &&
	(cd broken && ls *.md) >files &&
	sort -u names >sorted &&
	sort files | test_cmp - sorted &&
	test "$(wc -l <files)" -ge 80
'

test_expect_success 'all other articles are indexed' '
	test_must_fail 4 pressmark index broken >out 2>err &&
	files=$(ls broken/*.md | wc -l) &&
	rejected=$(grep "^broken/[^ ]*: " err | grep -vc "^[^ ]*: error: ") &&
	grep "^indexed $((files - rejected)) articles .*$rejected rejected)" out &&
	ids -n 1 ferry >found.ids &&
	test -s found.ids
'

test_expect_success 'each can be explained' '
	test_must_fail 4 pressmark explain broken/*.md >out 2>err &&
	test_empty err &&
	for file in broken/*.md; do
		grep "^$file[: ]" out || exit 1
	done
'

test_expect_success 'each has a normal form' '
	test_must_fail 4 pressmark explain --json broken/*.md >out &&
	{
		echo "[" &&
		sed "s/^}\$/},/; \$ s/,\$//" out &&
		echo "]"
	} >list &&
	json list "map { \"broken/\$_->{id}\" } @\$_" >ids &&
	printf "%s\n" broken/*.md >files &&
	test_cmp files ids
'

test_expect_success 'no code in an article is run' '
	test -z "$(find . -name "*was-run*")"
'

test_done
