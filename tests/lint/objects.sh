#!/bin/sh
# Checks the objects of the release variant: what the shim shows, and who
# knows libxapian. It has to be built before.
# SPDX-License-Identifier: GPL-2.0-or-later
lint=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 1

# FOLDER...: the objects of the sources there, and not of those that are gone.
objects()
{
	find "$@" -name '*.c' -o -name '*.cc' |
		sed 's|\(.*\)\.c*$|build/release/obj/\1.o|'
}

folders=
for folder in base text indexer query eval server cli; do
	[ ! -d $folder ] || folders="$folders $folder"
done
# shellcheck disable=SC2046,SC2086
exec sh "$lint/exports.sh" $(objects shim) -- $(objects $folders)
