#!/bin/sh
# pressmark search: words in all the ways in which they are written.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# each EXPECTED QUERY...: each query finds just these ids, in any order.
each()
{
	expected=$1
	shift
	for query; do
		printf '%s\n' "$expected" | tr ' ' '\n' | sed '/^$/d' >.expected
		ids -n 100 --as-typed "$query" >.ids-found || return 1
		sort .ids-found >.found
		test_cmp .expected .found || {
			echo "# the query was $query"
			return 1
		}
	done
}

test_expect_success 'make an index' '
	article content/hard.md "Words that are hard to find" <<-\EOF &&
	Version 3.3.12 came. Send an e-mail; I don’t know. The U.S. is far.
	It is an open-source 🎉 that we co-operate on. 한국어문장 쓰기.
	Look at snake_case_name and at utf8_decode. It cost £10bn, or 1,000,000.
	Learn C++, C# and .NET. Call AT&T, ask @user for #tag. 中央銀行の水道。กาแฟน้ำ.
	See node.js and CVE-2026-41316. To be or not to be, asked the Who.

	    getUserName(1)
	EOF
	article content/plain.md "Letters" <<-\EOF &&
	The user had a net, a tag, and a c. At T he cost 10bn.
	EOF
	pressmark index content
'

test_expect_success 'versions, numbers' '
	each hard.md 3.3 3.3.12 v3.3.12 1,000,000 1000000 £10bn &&
	each "" 3.12 .3.3.1 1,000 000
'

test_expect_success 'with and without hyphens, apostrophes, stops' '
	each hard.md email e-mail e-mails "don'\''t" dont us U.S. opensource \
		open-source "open source" cooperate co-operate node.js nodejs \
		node CVE-2026-41316 "\"an open source\"" "\"open-source 🎉 that\"" &&
	each "" "\"open that\"" e-mailx
'

test_expect_success 'names by their parts' '
	each hard.md snake case_name snake_case snake_case_name decode utf8 \
		code:username code:user code:getUserName code:getusername &&
	each "" nake snake_name code:getname
'

test_expect_success 'signs count where they are typed' '
	each hard.md C++ c++ C# .NET .net AT\&T @user "#tag" £10bn \
		"\"learn C++, C# and .NET\"" "\"ask @user for #tag\"" \
		"\"call AT&T\"" &&
	each "" F# "@net" "#user" &&
	each "hard.md plain.md" c net 10bn
'

test_expect_success 'emoji, scripts without spaces' '
	each hard.md 🎉 한국어 한국 한 문장 中 央銀 中央銀行 水 水道 น้ำ กาแฟ น้ &&
	each "" 🎂 中銀 道水 한어
'

test_expect_success 'stop words' '
	each hard.md "\"to be or not to be\"" "\"the who\""
'

test_expect_success 'parts of words count where the best of most words come first' '
	article parts/best.md "Mobile-friendly sites" <<-\EOF &&
	A mobile-friendly site reads well. Make yours mobile-friendly.
	EOF
	article parts/both.md "The year" <<-EOF &&
	It went fast. $(seq -s " word" 400) Some pages are mobile-friendly now.
	EOF
	article parts/other.md "Nothing of it" <<-\EOF &&
	Slow.
	EOF
	pressmark index parts --index parts/.pressmark &&
	printf "%s\n" best.md both.md >expected &&
	ids --index parts/.pressmark "mobile-friendly fast" >found &&
	test_cmp expected found &&
	printf "%s\n" both.md best.md >expected &&
	ids --index parts/.pressmark "mobile fast" >found &&
	test_cmp expected found
'

test_done
