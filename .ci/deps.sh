#!/bin/sh
# Finds what building and checking need, and installs what is missing.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	.ci/deps.sh [--check] [GROUP...]
#
# GROUP is build (the default), check, fuzz or bench. What is there already,
# however it came, is left alone: each thing is looked for, not its package.
# On Debian and its relatives the missing ones are installed, through sudo
# when that is needed; elsewhere, and with --check, they are named and the
# exit code is 1. It lies beside .ci/run because it is what a fresh machine
# runs first.
set -u

check=no
if [ "${1-}" = --check ]; then
	check=yes
	shift
fi
[ $# -gt 0 ] || set -- build

packages=
list=
NL='
'

# need PACKAGE DESCRIPTION TEST...: notes the package unless the test passes.
need()
{
	package=$1 what=$2
	shift 2
	"$@" >/dev/null 2>&1 && return
	case " $packages " in
	*" $package "*) return ;;
	esac
	packages="$packages $package"
	list="$list  $what (Debian: $package)$NL"
}

have()
{
	command -v "$1"
}

# library PC HEADER COMPILER LANGUAGE: by pkg-config, else whether a file that
# includes the header compiles with the flags in the environment.
library()
{
	pkg-config --exists "$1" && return
	header "$2" "$3" "$4"
}

# The flags are lists of words: they are split on purpose.
header()
{
	# shellcheck disable=SC2086
	echo "#include <$1>" |
		$2 ${CPPFLAGS-} ${CFLAGS-} -fsyntax-only -x "$3" -
}

cc=${CC:-cc}
cxx=${CXX:-c++}

group_build()
{
	need gcc "a C11 compiler" have "${cc%% *}"
	need libc6-dev "the C library's headers" header stdlib.h "$cc" c
	need g++ "a C++17 compiler" have "${cxx%% *}"
	need make "GNU make" have make
	need pkg-config "pkg-config" have pkg-config
	need libxapian-dev "libxapian 1.4" \
		library xapian-core xapian.h "$cxx" c++
	need libyaml-dev "libyaml" library yaml-0.1 yaml.h "$cc" c
	need libmd4c-dev "md4c" library md4c md4c.h "$cc" c
	need libjansson-dev "Jansson" library jansson jansson.h "$cc" c
	need libxml2-dev "libxml2 2.9 or later" \
		library libxml-2.0 libxml/HTMLparser.h "$cc" c
	need libmicrohttpd-dev "GNU libmicrohttpd 0.9.75 or later" \
		library libmicrohttpd microhttpd.h "$cc" c
	need libdeflate-dev "libdeflate" \
		library libdeflate libdeflate.h "$cc" c
	need libzstd-dev "Zstandard 1.4 or later" \
		library libzstd zdict.h "$cc" c
	need libunistring-dev "libunistring" header unicase.h "$cc" c
	need libxxhash-dev "xxHash" library libxxhash xxhash.h "$cc" c
	# Not for building: the program reads it.
	need tzdata "time zone data" test -f /usr/share/zoneinfo/zone.tab
}

cmocka()
{
	pkg-config --exists cmocka && return
	printf '%s\n' '#include <stdarg.h>' '#include <stddef.h>' \
		'#include <stdint.h>' '#include <setjmp.h>' \
		'#include <cmocka.h>' | $cc -fsyntax-only -x c -
}

format()
{
	have clang-format-14 || have clang-format
}

group_check()
{
	need libcmocka-dev "cmocka" cmocka
	need perl "Perl with its core modules" \
		perl -MTAP::Harness -MJSON::PP -MTime::HiRes -e 1
	need clang-format "clang-format 14" format
	need xapian-tools "xapian-check" have xapian-check
	need git "git" have git
	need valgrind "valgrind" have valgrind
	need unicode-data "Unicode's word-break test" \
		test -f /usr/share/unicode/auxiliary/WordBreakTest.txt
}

group_fuzz()
{
	need clang "clang" have clang
	need libclang-rt-dev "clang's sanitizers and libFuzzer" fuzzer
}

fuzzer()
{
	clang -fsanitize=fuzzer,address,undefined -x c - -o /dev/null <<-'END'
	int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n);
	int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n)
	{
		return p && n > 99999 ? -1 : 0;
	}
	END
}

group_bench()
{
	need libsqlite3-dev "SQLite with FTS5" library sqlite3 sqlite3.h "$cc" c
	need xapian-omega "omindex" have omindex
	need xapian-tools "quest" have quest
	need util-linux "taskset" have taskset
	need wrk "wrk" have wrk
	need nginx-light "nginx" test -x /usr/sbin/nginx
}

for group; do
	case $group in
	build | check | fuzz | bench) "group_$group" ;;
	*)
		echo "deps.sh: there is no group '$group'" >&2
		exit 2
		;;
	esac
done

[ -n "$packages" ] || exit 0

if [ $check = yes ]; then
	printf 'Missing:\n%s' "$list" >&2
	echo "On Debian and its relatives 'make deps' installs them." >&2
	exit 1
fi
if ! have apt-get >/dev/null; then
	printf 'Please install:\n%s' "$list" >&2
	exit 1
fi

as_root=
if [ "$(id -u)" != 0 ]; then
	if ! have sudo >/dev/null; then
		printf 'Please install, as root:\n  apt-get install%s\n' \
			"$packages" >&2
		exit 1
	fi
	as_root=sudo
fi

# Left unquoted on purpose: a list of words, and sudo or nothing.
apt_get()
{
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
}

echo "Installing:$packages"
# The lists of packages may be absent or old: fetched when an install fails.
# shellcheck disable=SC2086
if ! apt_get install -y --no-install-recommends $packages; then
	apt_get update &&
		apt_get install -y --no-install-recommends $packages
fi || {
	printf 'Could not install all of:\n%s' "$list" >&2
	exit 1
}
