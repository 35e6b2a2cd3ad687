#!/bin/sh
# search-tests.yaml: `eval` runs it, `index --check` goes by it.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# generation: the one that is current.
generation()
{
	cat .pressmark/current
}

test_expect_success 'make an index' '
	article content/a.md "Axolotl" <<-\EOF &&
	Axolotl, axolotl, axolotl.
	EOF
	article content/b.md "Of ponds" "permalink: /ponds/" <<-\EOF &&
	An axolotl lives in a pond, and so do many others that swim there.
	EOF
	article content/x/c.md "Of lakes" <<-\EOF &&
	A lake is larger than a pond, and deeper.
	EOF
	article content/x/d.md "Draft axolotl" "draft: true" <<-\EOF &&
	Axolotl.
	EOF
	pressmark index content
'

test_expect_success 'searches that find what they should pass' '
	cat >search-tests.yaml <<-\EOF &&
	# What readers ask for.
	tests:
	  - query: axolotl
	    want: [a.md, /ponds/]
	    not: x/d
	  - {query: "axolotl -pond", want: a, first: 1}
	  - query: deep lake
	    want: https://example.org/x/c/?from=mail#top
	    first: 100
	EOF
	pressmark eval >out 2>err &&
	test_empty err &&
	echo "3 search tests pass" >expected &&
	test_cmp expected out &&
	mkdir -p deeper &&
	cd deeper &&
	pressmark eval >../out &&
	cd .. &&
	test_cmp expected out
'

test_expect_success 'each that fails says what was wanted and what came' '
	cp search-tests.yaml good.yaml &&
	cat >search-tests.yaml <<-\EOF &&
	tests:
	  - query: axolotl
	    want: [x/c.md, b.md]
	    first: 1
	    not: a
	  - query: pond
	    want: /ponds/
	  - query: zorilla
	    want: a
	  - query: axolotl after:nonsense
	    not: a
	  - query: axolotl
	    not: [nosuch, x/d.md]
	  - query: axolotl
	    want: a
	    first: 1
	    not: b
	EOF
	test_must_fail 1 pressmark eval >out 2>err &&
	test_empty err &&
	cat >expected <<-\EOF &&
	search-tests.yaml:2:12: '\''axolotl'\'' does not find x/c.md first; the first are a.md
	search-tests.yaml:2:12: '\''axolotl'\'' does not find b.md first, but as number 2; the first are a.md
	search-tests.yaml:2:12: '\''axolotl'\'' finds a as number 1
	search-tests.yaml:8:12: '\''zorilla'\'' does not find a among the first 3; nothing is found
	search-tests.yaml:10:12: '\''axolotl after:nonsense'\'' is refused: '\''nonsense'\'' is no date; write 2025, 2025-10 or 2025-10-26, or today, yesterday, 7d, 2w, 6m, 1y
	search-tests.yaml:14:12: '\''axolotl'\'' finds b as number 2
	4 of 6 search tests fail
	EOF
	test_cmp expected out
'

test_expect_success 'an index that passes takes the place of the old one' '
	cp good.yaml search-tests.yaml &&
	generation >before &&
	pressmark index --check >out 2>err &&
	test_empty err &&
	grep "^indexed 4 articles (all anew) in " out &&
	generation >after &&
	! cmp before after &&
	ls .pressmark >files &&
	test "$(grep -c "^g-" files)" = 1 &&
	! grep tmp files
'

# The change alone would be an update in place.
test_expect_success 'an index that fails does not' '
	generation >before &&
	article content/e.md "Axolotl -- Axolotl" <<-\EOF &&
	Axolotl axolotl axolotl axolotl axolotl.
	EOF
	sed "s/want: a, first/want: b, first/" good.yaml >search-tests.yaml &&
	test_must_fail 1 pressmark index --check >out 2>err &&
	test_empty out &&
	sed "s/the first are .*/the first are .../" err >actual &&
	cat >expected <<-\EOF &&
	search-tests.yaml:6:13: '\''axolotl -pond'\'' does not find b first; the first are ...
	pressmark: 1 of 3 search tests fail: the index stays as it was
	EOF
	test_cmp expected actual &&
	generation >after &&
	test_cmp before after &&
	ls .pressmark >files &&
	! grep tmp files &&
	ids axolotl >found &&
	! grep e.md found
'

test_expect_success 'what is tested is the new index, not the old one' '
	cat >search-tests.yaml <<-\EOF &&
	tests:
	  - query: axolotl
	    want: e.md
	EOF
	test_must_fail 1 pressmark eval >out &&
	pressmark index --check >out &&
	grep "^indexed 5 articles (1 new) in " out &&
	pressmark eval >out &&
	rm content/e.md &&
	test_must_fail 1 pressmark index --check >out 2>err &&
	ids axolotl >found &&
	grep e.md found &&
	pressmark index >out &&
	grep "1 removed" out &&
	ids axolotl >found &&
	! grep e.md found
'

test_expect_success 'a first index that fails is none' '
	sed "s/e.md/nosuch.md/" search-tests.yaml >new.yaml &&
	mkdir -p new && cp new.yaml new/search-tests.yaml &&
	cd new &&
	test_must_fail 1 pressmark index --check --index .pressmark \
		../content >out 2>err &&
	test ! -e .pressmark &&
	test_must_fail 3 pressmark search --index .pressmark axolotl
'

test_expect_success 'most of an index does not go unasked with --check either' '
	cp good.yaml search-tests.yaml &&
	generation >before &&
	mkdir empty &&
	test_must_fail 2 pressmark index --check empty >out 2>err &&
	grep -e "--force" err &&
	generation >after &&
	test_cmp before after
'

# refused CODE MESSAGE ARGUMENT...
refused()
{
	code=$1
	message=$2
	shift 2
	test_must_fail "$code" pressmark "$@" >out 2>err &&
		test_empty out &&
		printf 'pressmark: %s\n' "$message" >expected &&
		test_cmp expected err
}

# is_wrong MESSAGE: of the file, by both commands.
is_wrong()
{
	refused 3 "$1" eval && refused 3 "$1" index --check
}

test_expect_success 'without tests there is nothing to check' '
	rm search-tests.yaml &&
	refused 2 "there is no '\''search-tests.yaml'\''" eval &&
	refused 2 "there is no '\''search-tests.yaml'\''" index --check &&
	refused 2 "options '\''--check'\'' and '\''--dry-run'\'' exclude each other: what is not built cannot be searched" \
		index --check --dry-run &&
	refused 2 "two files are needed, of queries and of judgments (see '\''pressmark eval --help'\'')" \
		eval --any
'

test_expect_success 'what is wrong in the file is said, and where' '
	printf "tests:\n  - qurey: a\n    want: a\n" >search-tests.yaml &&
	is_wrong "search-tests.yaml:2:5: there is no key '\''qurey'\''; did you mean '\''query'\''?" &&
	printf "tests:\n  - query: a\n" >search-tests.yaml &&
	is_wrong "search-tests.yaml:2:5: a test has a '\''query'\'', and a '\''want'\'' or a '\''not'\''" &&
	printf "tests:\n  - query: a\n    want: b\n    first: 0\n" \
		>search-tests.yaml &&
	is_wrong "search-tests.yaml:4:12: a number from 1 to 100 is expected" &&
	printf "tests:\n  - query: a\n    want: [b, [c]]\n" \
		>search-tests.yaml &&
	is_wrong "search-tests.yaml:3:15: text is expected here" &&
	printf "tests: []\n" >search-tests.yaml &&
	is_wrong "search-tests.yaml:1:8: '\''tests'\'' is to be a list of tests" &&
	: >search-tests.yaml &&
	is_wrong "search-tests.yaml:1:1: '\''tests'\'' is to be a list of tests"
'

test_done
