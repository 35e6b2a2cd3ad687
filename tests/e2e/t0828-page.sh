#!/bin/sh
# The search page of pressmark serve.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

test_expect_success 'a page is HTML that runs nothing but the script of the server' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s -q &&
	ask s "/?q=coral+reef" >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "text/html; charset=utf-8" &&
	header out content-security-policy >policy &&
	grep "^default-src .none.; style-src .self.; script-src .self.; connect-src .self.; img-src \*; form-action .self.; base-uri .none.; frame-ancestors .none.$" \
		policy &&
	header out vary | grep -x Accept &&
	body out >page &&
	grep "<h2 id=\"count\">3 articles</h2>" page &&
	test "$(grep -ci "<script" page)" = 1 &&
	grep "<script src=\"search.js?v=[-0-9a-z.]*\" defer></script>" page &&
	! grep -i "style=\| on[a-z]*=" page &&
	ask s /search.css >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "text/css; charset=utf-8" &&
	ask s /search.js >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "text/javascript; charset=utf-8" &&
	body out >found && test_cmp "$SRC/web/search.js" found
'

# kept_for FILE: how a browser may keep it.
kept_for()
{
	ask s "/$1" >out && expect_status out 200 && header out cache-control
}

test_expect_success 'what the page needs may be kept for ever, its version only' '
	grep -o "search\.[a-z]*?v=[-0-9a-z.]*" page >files &&
	test $(wc -l <files) = 2 &&
	grep -F "v=$(pressmark version | cut -d" " -f2)-" files &&
	while read -r file; do
		test "$(kept_for "$file")" = \
			"public, max-age=31536000, immutable" &&
		test "$(kept_for "${file}0")" = "public, max-age=60" &&
		test "$(kept_for "${file%%\?*}")" = "public, max-age=3600" ||
			return 1
	done <files &&
	test "$(kept_for "widget.js?v=0")" = "public, max-age=60" &&
	ask s "/search.js?v=1&v=2" >out && expect_status out 400
'

test_expect_success 'a page that is known is not sent again' '
	ask s "/?q=coral+reef" >out &&
	tag=$(header out etag) &&
	ask s "/?q=coral+reef" "If-None-Match: $tag" >out &&
	expect_status out 304 &&
	header out vary | grep -x Accept &&
	ask s "/?q=coral+reef" "If-None-Match: $tag" "Accept: text/plain" >out &&
	expect_status out 200
'

# count_in LANGUAGES: what the page says that many articles are, in the language
# that it is told to be in.
count_in()
{
	ask s "/?q=coral+reef" "Accept-Language: $1" >out &&
	expect_status out 200 &&
	header out etag >"tag" &&
	body out >page &&
	sed -n "s/^<html \(.*\)>$/\1/p; s/^<h2 id=\"count\">\(.*\)<.h2>$/\1/p" page
}

test_expect_success 'a page is in the language of its reader, also the second time' '
	for round in 1 2; do
		count_in "ur-PK, en;q=0.5" >found &&
		printf "%s\n" "lang=\"ur\" dir=\"rtl\"" "3 مضامین" >wanted &&
		test_cmp wanted found && cp tag ur &&
		count_in "nl, ja;q=0.8, de;q=0.7" >found &&
		printf "%s\n" "lang=\"ja\"" "3件の記事" >wanted &&
		test_cmp wanted found && cp tag ja &&
		count_in "nl" >found &&
		printf "%s\n" "lang=\"en\"" "3 articles" >wanted &&
		test_cmp wanted found && cp tag en || return 1
	done &&
	header out vary | grep -x Accept-Language &&
	test "$(sort -u ur ja en | wc -l)" = 3 &&
	ask s "/?q=coral+reef" "Accept-Language: ja" \
		"If-None-Match: $(cat ur)" >out &&
	expect_status out 200 &&
	ask s "/?q=coral+reef" "Accept-Language: ja" \
		"If-None-Match: $(cat ja)" >out &&
	expect_status out 304 &&
	header out vary | grep -x Accept-Language
'

test_expect_success 'so is one that says what is wrong' '
	ask s "/?q=date:soon" "Accept-Language: de" >out &&
	expect_status out 400 &&
	body out >page &&
	grep "<html lang=\"de\">" page &&
	grep ">Danach kann nicht gesucht werden<" page &&
	ask s "/?limit=x" "Accept-Language: fa" >out &&
	expect_status out 400 &&
	body out >page && grep "<html lang=\"fa\" dir=\"rtl\">" page &&
	ask s "/v1/search?q=coral" "Accept-Language: fa" >out &&
	! header out vary | grep Accept-Language
'

test_expect_success 'whoever wants no language that it knows gets that of the site' '
	mkdir site && printf "title: Agua\n" | { echo ---; cat; echo ---; echo Agua.; } \
		>site/agua.md &&
	printf "sources: [site]\nlanguage: es-MX\n" >pressmark.yaml &&
	pressmark index -q --index "$PWD/es" &&
	start_server es -q --index "$PWD/es" &&
	ask es "/?q=agua" >out && body out >page &&
	grep "<html lang=\"es\">" page && grep ">1 artículo<" page &&
	ask es "/?q=agua" "Accept-Language: en" >out && body out >page &&
	grep "<html lang=\"en\">" page &&
	stop_server es && rm -r pressmark.yaml site
'

test_expect_success 'a terminal gets what the command prints' '
	ask s "/?q=coral+reef" "Accept: text/plain" >out &&
	test "$(header out content-type)" = "text/plain; charset=utf-8" &&
	body out >page &&
	grep "^Night Shift on the Coral Reef$" page &&
	grep "^/2018/09/night-shift-on-the-coral-reef/" page &&
	grep "^3 articles (" page
'

test_expect_success 'links of a page lead to pages' '
	ask s "/?q=trade" >out &&
	body out | grep -o "href=\"?[^\"]*" | sed "s/href=\"//; s/&amp;/\&/g" \
		>links &&
	test $(wc -l <links) -gt 10 &&
	while read -r link; do
		ask s "/$link" >out && expect_status out 200 || exit 1
	done <links
'

test_expect_success 'errors are pages too' '
	ask s "/?q=date:%3Cb%3E" >out &&
	expect_status out 400 &&
	body out | grep "&#39;&lt;b&gt;&#39; is no date" &&
	ask s "/?q=%" >out &&
	expect_status out 400 &&
	ask s "/?q=a&q=b" >out &&
	expect_status out 400 &&
	test "$(header out content-type)" = "text/html; charset=utf-8" &&
	body out | grep "<a href=\"./\">Begin anew</a>"
'

test_expect_success 'a search is a feed' '
	ask s "/search.atom?q=coral" >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = \
		"application/atom+xml; charset=utf-8" &&
	body out | grep "<title>Night Shift on the Coral Reef</title>" &&
	ask s /opensearch.xml >out &&
	expect_status out 404
'

test_expect_success 'browsers learn where to search' '
	test_must_fail pressmark serve --url example.org/ 2>err &&
	grep "option .--url." err &&
	test_must_fail pressmark serve --url http://a/b 2>err &&
	start_server u -q --url https://example.org/search/ &&
	ask u /opensearch.xml >out &&
	expect_status out 200 &&
	body out | grep "template=\"https://example.org/search/?q={searchTerms}\"" &&
	stop_server u
'

test_expect_success 'curl can be used' '
	if command -v curl >curl; then
		curl -s -H "Accept: text/plain" --data-urlencode "q=\"coral reef\"" \
			-G "http://$(cat s.at)/" >page &&
		grep "Night Shift on the Coral Reef" page
	fi
'

test_expect_success 'the server ends' 'stop_server s'

test_done
