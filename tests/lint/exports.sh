#!/bin/sh
# Does the shim export what its header declares, and is it the only place that
# knows libxapian?
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: tests/lint/exports.sh SHIM_OBJECT... -- OTHER_OBJECT...
#
# From the project's root. The objects may be .o or .a files. Output: TAP.
set -u
LC_ALL=C
export LC_ALL

header=shim/xap.h
tmp=$(mktemp -d "${TMPDIR:-/tmp}/exports.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
failed=0

# result OK NUMBER NAME FILE: a TAP line, and what FILE holds as the reason
result()
{
	if test "$1" = 0
	then
		echo "ok $2 - $3"
	else
		echo "not ok $2 - $3"
		sed 's/^/# /' "$4"
		failed=1
	fi
}

# Names of functions declared with XAP_API: comments and preprocessor lines
# go, a declaration becomes one line, its name is what stands before the first
# parenthesis.
declared()
{
	sed -e '/^[[:space:]]*#/d' "$1" | tr '\n\t' '  ' |
		sed -e 's:/\*[^*]*\**\([^/*][^*]*\*\**\)*/: :g' | tr ';' '\n' |
		sed -n 's/.*XAP_API[^(]*[ *]\([a-z_0-9]*\)(.*/\1/p' | sort -u
}

# Symbols with default visibility that the objects define. Weak ones are the
# template instances and inline functions of C++, which any user of its
# library has.
exported()
{
	for object
	do
		readelf -sW "$object"
	done |
		awk '$5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" \
			{ print $8 }' | sort -u
}

: >"$tmp/shim"
while test $# -gt 0 && test "$1" != --
do
	echo "$1" >>"$tmp/shim"
	shift
done
test $# -gt 0 && shift

echo 1..3

declared "$header" >"$tmp/declared"
# shellcheck disable=SC2046 # names of objects have no blanks
exported $(cat "$tmp/shim") >"$tmp/exported"
diff "$tmp/declared" "$tmp/exported" >"$tmp/difference"
result $? 1 "the shim exports the functions of $header (+$(wc -l \
	<"$tmp/declared" | tr -d ' '))" "$tmp/difference"

# An empty list would be equal to another one.
: >"$tmp/empty"
test -s "$tmp/declared" && test -s "$tmp/exported"
result $? 2 "there are functions to compare" "$tmp/empty"

for object
do
	nm -C "$object" | sed -n "s:.*\(Xapian\:\:.*\):$object\: \1:p"
done >"$tmp/leaks"
test ! -s "$tmp/leaks"
result $? 3 "no object outside of the shim ($#) mentions Xapian::" "$tmp/leaks"

exit $failed
