#!/bin/sh
# Checks that the sources look as .clang-format says; --write makes them so.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The format is law, and it is that of clang-format 14: another version would
# not agree with it everywhere.
. "$(dirname "$0")/tap.sh"

write=no
if [ "${1-}" = --write ]; then
	write=yes
	shift
fi
cd "${1:-.}" || exit 1

title='the sources are formatted as .clang-format says'
for tool in clang-format-14 clang-format none; do
	"$tool" --version 2>/dev/null | grep -q 'version 14\.' && break
done
if [ $tool = none ]; then
	[ $write = no ] || {
		echo 'format.sh: clang-format 14 is not here' >&2
		exit 1
	}
	skip_point "$title" 'clang-format 14 is not here'
	done_points
fi

formatted()
{
	files 'c|h|cc|hh' | xargs "$tool" "$@"
}

if [ $write = yes ]; then
	formatted -i
	exit
fi
point "$title" formatted --dry-run -Werror
done_points
