#!/bin/sh
# The test library itself: what must fail does.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# sub BODY: runs a script of one point; its output is in out, its code in
# $code.
sub()
{
	mkdir -p sub/tests/e2e tmp &&
		cp "$SRC/tests/e2e/lib.sh" sub/tests/e2e || return 1
	{
		echo '. "$(dirname "$0")/lib.sh"'
		printf '%s\n' "test_expect_success 'point' '" "$1" "'"
		echo 'test_done'
	} >sub/tests/e2e/t.sh
	TMPDIR=$TRASH/tmp PRESSMARK_INDEX=/nowhere COLUMNS=7 \
		sh sub/tests/e2e/t.sh >out 2>&1
	code=$?
}

test_expect_success 'a good body passes and leaves nothing' '
	sub "true && true" &&
	test $code = 0 &&
	grep "^ok 1 - point" out &&
	grep "^1\.\.1" out &&
	ls -A tmp >left &&
	test_empty left
'

test_expect_success 'a bad body fails, and its folder stays' '
	sub "echo why && false" &&
	test $code = 1 &&
	grep "^not ok 1 - point" out &&
	grep "^# why" out &&
	ls -A tmp >left &&
	test -s left &&
	rm -rf tmp
'

test_expect_success 'a broken chain fails' '
	sub "false
	true" &&
	test $code = 1 &&
	grep "chain" out
'

test_expect_success 'test_must_fail wants a failure, and that one' '
	sub "test_must_fail 2 sh -c \"exit 2\"" && test $code = 0 &&
	sub "test_must_fail sh -c \"exit 75\"" && test $code = 0 &&
	sub "test_must_fail true" && test $code = 1 &&
	sub "test_must_fail 2 sh -c \"exit 3\"" && test $code = 1 &&
	sub "test_must_fail ./no-such-program" && test $code = 1 &&
	sub "test_must_fail sh -c \"kill -ABRT \\\$\\\$\"" && test $code = 1 &&
	sub "test_must_fail sh -c \"exit 86\"" && test $code = 1
'

test_expect_success 'the environment is clean' '
	sub "test -z \"\$PRESSMARK_INDEX\" && test -z \"\$COLUMNS\" &&
	test \"\$TZ\" = UTC && test \"\$(pwd -P)\" = \"\$TRASH\"" &&
	test $code = 0
'

test_expect_success 'json takes nothing but JSON' '
	echo "{\"a\": [1, null, \"\\u00e9\"]}" >good &&
	json good "@{\$_->{a}}" >actual &&
	printf "1\nnull\n\303\251\n" >expected &&
	test_cmp expected actual &&
	echo "{\"a\": 1,}" >bad &&
	! json bad "\$_->{a}" &&
	echo "{} {}" >bad &&
	! json bad "1"
'

test_done
