#!/bin/sh
# Checks who includes whom.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# base <- text <- shim <- {bulk <- indexer, query} <- {eval, server} <- cli; the
# indexer and the query side never include each other. Each library has one
# place that knows it. tests/ may include anything, but C++ there is for
# tests/bench/peers alone: foreign programs that are measured, not parts of this
# one.
. "$(dirname "$0")/tap.sh"
cd "${1:-.}" || exit 1

# FILE:LINE:what is included, quotes or brackets kept.
includes()
{
	files 'c|h|cc|hh' | xargs grep -nE '^[[:blank:]]*#[[:blank:]]*include' \
		/dev/null |
		sed 's/[[:blank:]]*#[[:blank:]]*include[[:blank:]]*//'
}

layers()
{
	includes | awk -F: '
	BEGIN {
		may["base"] = "base"
		may["text"] = "base text"
		may["shim"] = "base text shim"
		may["bulk"] = "base text shim bulk"
		may["indexer"] = "base text shim bulk indexer"
		may["query"] = "base text shim query"
		may["eval"] = "base text shim indexer query eval"
		may["server"] = "base text shim query server"
		may["cli"] = "base text shim indexer query eval server cli"
	}
	{
		split($1, from, "/")
		split($3, to, /["\/]/)
		if (!(from[1] in may) || $3 !~ /^"/)
			next
		if ($3 !~ /\//)
			why = "is named without its folder"
		else if (index(" " may[from[1]] " ", " " to[2] " ") == 0)
			why = "is not for " from[1] "/"
		else
			next
		print $1 ":" $2 ": " $3 " " why
		bad = 1
	}
	END { exit bad }'
}

libraries()
{
	includes | awk -F: '
	BEGIN {
		place["yaml.h"] = "^indexer/yaml\\.c$"
		place["md4c.h"] = "^indexer/markdown[a-z_]*\\.c$"
		place["libxml"] = "^(indexer/libxml\\.h$|tests/)"
		place["xapian.h"] = "^(shim|tests/bench/peers)/"
		place["microhttpd.h"] = "^server/mhd\\.h$"
		place["libdeflate.h"] = "^(bulk/deflate\\.c$|server/gzip\\.c$|tests/)"
		place["zstd.h"] = "^(text/packed\\.c$|tests/)"
		place["zstd_errors.h"] = "^text/packed\\.c$"
		place["zdict.h"] = "^text/packed\\.c$"
		place["xxhash.h"] = "^base/hash\\.c$"
		place["jansson.h"] = "^(indexer/json_front\\.c|tests/)"
		place["sqlite3.h"] = "^tests/bench/peers/"
	}
	{
		name = $3
		gsub(/^[<"]|[>"].*$/, "", name)
		sub(/^xapian\/.*/, "xapian.h", name)
		sub(/^libxml\/.*/, "libxml", name)
		if (!(name in place) || $1 ~ place[name])
			next
		print $1 ":" $2 ": <" name "> is not for this file"
		bad = 1
	}
	END { exit bad }'
}

cxx_files()
{
	! files 'cc|hh|cpp|cxx|hpp' | grep -vE '^(shim|tests/bench/peers)/'
}

point 'no layer includes one above it' layers
point 'each library is included in its one place' libraries
point 'C++ is for the shim alone' cxx_files
done_points
