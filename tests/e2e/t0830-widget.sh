#!/bin/sh
# The widget as a file: how it is served, its size, and what it is not made of.
# What it does in a browser: make check-browser.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/serve.sh"

test_expect_success 'its files are served as they are' '
	pressmark index -q "$SRC/corpus/small" &&
	start_server s -q &&
	ask s /widget.js >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "text/javascript; charset=utf-8" &&
	body out >found.js && test_cmp "$SRC/web/widget.js" found.js &&
	ask s /widget.css >out &&
	expect_status out 200 &&
	test "$(header out content-type)" = "text/css; charset=utf-8" &&
	body out >found.css && test_cmp "$SRC/web/widget.css" found.css
'

test_expect_success 'compressed, where that is understood' '
	ask s /widget.js "Accept-Encoding: gzip" >out &&
	expect_status out 200 &&
	test "$(header out content-encoding)" = gzip &&
	body out | gzip -dc >found.js && test_cmp "$SRC/web/widget.js" found.js &&
	ask s /openapi.json "Accept-Encoding: gzip" >out &&
	body out | gzip -dc >found && test_cmp "$SRC/server/openapi.json" found
'

test_expect_success 'not again to whoever has them' '
	ask s /widget.js >out && tag=$(header out etag) && test -n "$tag" &&
	ask s /widget.css >out && test "$(header out etag)" != "$tag" &&
	ask s /widget.js "If-None-Match: $tag" "Accept-Encoding: gzip" >out &&
	expect_status out 304 && test "$(header out etag)" = "$tag" &&
	test "$(body out | wc -c)" = 0 &&
	ask s /widget.js "If-None-Match: \"other\"" >out && expect_status out 200
'

test_expect_success 'nothing else is a widget' '
	ask s /widget.mjs >out && expect_status out 404 &&
	ask s "/widget.js?x=y" >out && expect_status out 400
'

test_expect_success 'it is small' '
	test "$(gzip -9nc "$SRC/web/widget.js" | wc -c)" -le 10000
'

# Comments say what there is none of.
test_expect_success 'it makes no HTML, no style attributes and no code' '
	perl -0777 -pe "s{/\*.*?\*/}{}gs" "$SRC/web/widget.js" >code &&
	test "$(wc -l <code)" -gt 500 &&
	! grep -nE "innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|\.style\b|style:|cssText|srcdoc|DOMParser|import\(|localStorage|cookie" code
'

# What can be set, with what it is else, is in both files.
test_expect_success 'the style sheet names every property that it has' '
	grep -o "[-]-pressmark-[a-z]*" "$SRC/web/widget.js" | sort -u >used &&
	sed -n "s/^	\(--pressmark-[a-z]*\):.*/\1/p" "$SRC/web/widget.css" |
		sort >named &&
	test_cmp used named
'

test_expect_success 'the server ends' 'stop_server s'

test_done
