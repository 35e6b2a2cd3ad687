#!/bin/sh
# What the _index.md of a folder says of all articles below it.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# says PATH: what `explain` says of hiding and language.
says()
{
	pressmark explain --json "$@" >.json &&
		json .json '"$_->{hidden} $_->{lang}",
			map { $_ ? "$_->{rule} $_->{key}" : () }
				@{$_->{from}}{qw(hidden lang)}'
}

test_expect_success 'a site of Hugo' '
	mkdir -p site && cd site &&
	>hugo.toml &&
	article content/_index.md Home </dev/null &&
	article content/open.md Open </dev/null &&
	article content/Old/_index.md Old "cascade:" "  draft: true" \
		"  lang: fr" "  tags: [old]" "  cascade: x" </dev/null &&
	article content/Old/a.md A </dev/null &&
	article content/Old/open.md B "draft: false" "lang: de" </dev/null &&
	article content/Old/deep/_index.md Deep "cascade:" \
		"  draft: false" "  params: {searchHidden: true, x: y}" \
		</dev/null &&
	article content/Old/deep/c.md C </dev/null &&
	article content/Older/d.md D </dev/null &&
	pressmark index >out 2>err
'

test_expect_success 'explain shows what holds, and from where' '
	cd site &&
	says content/Old/a.md >actual &&
	printf "draft fr\ndefault cascade.draft\ndefault cascade.lang\n" \
		>expected &&
	test_cmp expected actual &&
	json .json "map { scalar @\$_ } \$_->{tags}" >tags &&
	echo 0 >expected && test_cmp expected tags &&
	pressmark explain content/Old/a.md >out &&
	grep "^  hidden  *draft  default of an _index.md, key cascade.draft$" \
		out
'

test_expect_success 'keys of the article go before, and so do nearer folders' '
	cd site &&
	says content/Old/open.md >actual &&
	printf "none de\nkey lang\n" >expected &&
	test_cmp expected actual &&
	says content/Old/deep/c.md >actual &&
	printf "%s\n" "excluded fr" "default cascade.params.searchHidden" \
		"default cascade.lang" >expected &&
	test_cmp expected actual &&
	says content/Older/d.md >actual &&
	echo "none " >expected &&
	test_cmp expected actual &&
	says content/Old/_index.md >actual &&
	grep "^draft fr" actual
'

test_expect_success 'an index has it, and lint reads the same' '
	cd site &&
	pressmark index --rebuild >out 2>err &&
	grep "^indexed 8 articles" out &&
	grep "2 excluded by key" out &&
	ids is:draft | sort >actual &&
	printf "%s\n" content/Old/_index.md content/Old/a.md >expected &&
	test_cmp expected actual &&
	pressmark lint >out &&
	test_empty out
'

test_expect_success 'another cascade reads the articles again' '
	cd site &&
	pressmark index >out 2>err &&
	grep "nothing changed" out &&
	article content/Old/_index.md Old "cascade: {lang: fr}" "x: y" \
		</dev/null &&
	pressmark index >out 2>err &&
	grep "all were read again" err &&
	test_must_fail 1 pressmark search is:draft >out &&
	article content/Old/_index.md Old "cascade: {lang: fr}" "x: z" \
		</dev/null &&
	pressmark index >out 2>err &&
	grep "(1 changed, 2 excluded by key)" out &&
	rm content/Old/_index.md &&
	pressmark index >out 2>err &&
	says content/Old/a.md >actual &&
	echo "none " >expected &&
	test_cmp expected actual
'

test_expect_success 'an _index.md that is left out still has its say' '
	cd site &&
	echo "exclude: _index.md" >pressmark.yaml &&
	article content/Old/_index.md Old "cascade: {draft: true}" </dev/null &&
	pressmark index >out 2>err &&
	ids is:draft >actual &&
	rm pressmark.yaml &&
	echo content/Old/a.md >expected &&
	test_cmp expected actual
'

test_expect_success 'a public index has nothing that a cascade hides' '
	cd site &&
	pressmark index --public >out 2>err &&
	test_must_fail 1 pressmark search --all A >out
'

test_expect_success 'other generators have none' '
	cd site &&
	says content/Old/a.md >actual &&
	grep "^draft" actual &&
	echo "preset: zola" >pressmark.yaml &&
	says content/Old/a.md >actual &&
	rm pressmark.yaml &&
	echo "none " >expected &&
	test_cmp expected actual
'

test_expect_success 'the file of an article is found among all sources' '
	mkdir -p two/a/x two/b/x && cd two &&
	article a/x/_index.md X "cascade: {draft: true}" </dev/null &&
	article b/x/y.md Y </dev/null &&
	for sources in "[a, b]" "[b, a]"; do
		echo "sources: $sources" >pressmark.yaml &&
		says b/x/y.md >actual &&
		grep "^draft" actual || exit 1
	done &&
	pressmark index >out 2>err &&
	ids is:draft | sort >actual &&
	printf "x/_index.md\nx/y.md\n" >expected &&
	test_cmp expected actual
'

test_done
