#!/bin/sh
# Checks that each header compiles alone.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/tap.sh"
cd "${1:-.}" || exit 1

flags="-I. -pedantic -Wall -Wextra -Werror -fsyntax-only"
flags="$flags $(pkg-config --cflags xapian-core yaml-0.1 jansson md4c \
	libxml-2.0 2>/dev/null)"

# each COMPILER... <LIST: every file is compiled, all errors are shown. The
# typedef is there because C wants a file to have something in it.
each()
{
	each_status=0
	while read -r file; do
		# shellcheck disable=SC2086
		printf '#include "%s"\ntypedef int something;\n' "$file" |
			"$@" $flags - || each_status=1
	done
	return $each_status
}

c_headers()
{
	files h | each ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -x c
}

# Those that say so themselves, by the usual guard.
shared_headers()
{
	files h | xargs grep -l '__cplusplus' /dev/null |
		each ${CXX:-c++} -std=c++17 -x c++
}

cxx_headers()
{
	files hh | each ${CXX:-c++} -std=c++17 -x c++
}

point 'each .h compiles alone as C11' c_headers
point 'each .h that is made for C++ too compiles alone as C++17' shared_headers
point 'each .hh compiles alone as C++17' cxx_headers
done_points
