#!/bin/sh
# What /openapi.json says is so.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

openapi()
{
	perl "$SRC/tests/e2e/openapi.pl" spec.json "$@"
}

test_expect_success 'a server describes itself' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s -q &&
	ask s /openapi.json >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "application/json; charset=utf-8" &&
	body out >spec.json &&
	test "$(json spec.json "\$_->{openapi}")" = 3.1.0 &&
	test_cmp "$SRC/server/openapi.json" spec.json
'

test_expect_success 'every route is described, and none that is not there' '
	sed -n "s|^	{ \"\(/[^\"]*\)\",.*|\1|p" "$SRC/server/routes.c" |
		sort >routes &&
	test -s routes &&
	openapi paths >paths &&
	test_cmp routes paths
'

# Parameters that are named in the table of the routes, or are filters.
test_expect_success 'every parameter is described' '
	for name in search suggest related article; do
		perl -0777 -ne "/${name}_params\[\] = \{(.*?)NULL/s or die;
			print map { qq(\$_\n) } \$1 =~ /\"(\w+)\"/g" \
			"$SRC/server/routes.c" | sort >wanted &&
		openapi parameters /v1/$name |
			grep -vx -e tag -e author -e fields | sort >found &&
		test_cmp wanted found || exit 1
	done &&
	for name in search.css search.js widget.js widget.css; do
		test "$(openapi parameters /$name)" = v || exit 1
	done
'

# answers STATUS TARGET: with this status, and as it is described.
answers()
{
	ask s "$2" >out && expect_status out "$1" && body out >body.json &&
		openapi answer "${2%%\?*}" "$1" <body.json && return
	echo "$2" && return 1
}

test_expect_success 'answers are as they are described' '
	for q in water "water+treaty" "%22rail+corridor%22" "tag:science" "watr" \
		"zeppelin" "pipe*" "eau" "a+OR+b" "date:2023" ""; do
		answers 200 "/v1/search?q=$q" &&
		answers 200 "/v1/search?q=$q&explain=1&facets=tag,year,timeline,lang&translations=1&limit=50" \
			|| exit 1
	done &&
	for q in g ga "gas+p" "sci" "The+" "zz" ""; do
		answers 200 "/v1/suggest?q=$q" || exit 1
	done &&
	answers 200 "/v1/related?id=water.md" &&
	answers 200 "/v1/related?url=/2018/03/gas-pipeline-under-the-orlo-sea/" &&
	answers 200 /healthz &&
	answers 200 /readyz
'

test_expect_success 'every article is as it is described' '
	pressmark search --json -n 100 "" >all.json &&
	json all.json "map { \$_->{id} } @{\$_->{hits}}" >ids &&
	test $(wc -l <ids) -gt 30 &&
	while read -r id; do
		answers 200 "/v1/article?id=$id" || exit 1
	done <ids
'

test_expect_success 'errors too' '
	answers 400 "/v1/search?q=date:soon" &&
	answers 400 "/v1/search?q=a&limit=1000" &&
	answers 400 /v1/suggest &&
	answers 400 "/v1/related" &&
	answers 404 "/v1/related?id=none" &&
	answers 404 "/v1/article?id=none" &&
	answers 400 "/v1/article?x=y" &&
	answers 400 "/readyz?x=y"
'

test_expect_success 'a wrong answer would be found' '
	ask s /readyz >out && body out >good &&
	openapi answer /readyz 200 <good &&
	for change in "s/1/true/" "s/ready/other/" "s/,\"articles\":36//" \
		"s/}/,\"more\":1}/"; do
		sed "$change" good >bad &&
		! cmp -s good bad &&
		! openapi answer /readyz 200 <bad >found &&
		test -s found || exit 1
	done
'

test_expect_success 'the server ends' 'stop_server s'

test_done
