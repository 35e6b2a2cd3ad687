#!/bin/sh
# Runs the tests of the search page and the widget in headless Chromium, over corpus/small served
# by the program. Where Chromium, Node or npm's packages are not at hand, says
# so and checks nothing.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/browser/check.sh PROGRAM FOLDER
#
# What it makes goes into FOLDER: packages, the index, screenshots.
set -eu

# Seconds: for npm, which else tries again for minutes, and for a file of tests,
# which has limits of its own, but for a node that does not turn.
NPM_S=90
FILE_S=300

program=$(realpath "$1")
source=$(realpath "$(dirname "$0")")
root=$(realpath "$source/../..")
mkdir -p "$2"
folder=$(realpath "$2")

skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

chromium=
for name in chromium chromium-browser google-chrome; do
	chromium=${chromium:-$(command -v "$name" || :)}
done
[ -n "$chromium" ] || skip "there is no chromium"
command -v node >/dev/null || skip "there is no node"
if ! cmp -s "$source/package.json" "$folder/package.json" ||
	! [ -d "$folder/node_modules" ]; then
	command -v npm >/dev/null || skip "there is no npm"
	cp "$source/package.json" "$folder/package.json"
	echo "# npm installs the packages, for $NPM_S s at most"
	(cd "$folder" && timeout -k 5 "$NPM_S" npm install --no-package-lock \
		--no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 \
		--silent) || {
		rm -f "$folder/package.json"
		skip "the packages cannot be had"
	}
fi

rm -rf "$folder/index" "$folder/serve.err"
"$program" index -q --index "$folder/index" "$root/corpus/small"
set -- --index "$folder/index" --listen 127.0.0.1:0 --allow-origin '*' --rate 0 \
	--quiet
[ "$(id -u)" != 0 ] || set -- --user root "$@"
"$program" serve "$@" 2>"$folder/serve.err" &
server=$!
trap 'kill "$server"' EXIT
tries=0
until grep -qs ' at http://' "$folder/serve.err"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 100 ]; then
		cat "$folder/serve.err"
		exit 1
	fi
	sleep 0.1
done
search=$(sed -n 's|.* at \(http://.*/\)$|\1|p' "$folder/serve.err")

export NODE_PATH="$folder/node_modules" SHOTS="$folder/shots"
status=0

run()
{
	ret=0
	timeout -k 5 "$FILE_S" node "$source/$1" "$chromium" "$search" "$2" ||
		ret=$?
	[ "$ret" != 124 ] || echo "Bail out! $1: not within $FILE_S s"
	[ "$ret" = 0 ] || status=1
}

run page.test.js ""
run widget.test.js "$root/web"
exit "$status"
