#!/bin/sh
# Trips every lint, and the runner of the tests, once on purpose.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A small good tree passes all lints; each case spoils one thing in it and
# expects the one point that is meant to notice to fail.
lint=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$lint/../.." && pwd)
. "$lint/tap.sh"

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM

licence='SPDX-License-Identifier: GPL-2.0-or-later'

# file PATH <<TEXT: a source with its head.
file()
{
	mkdir -p "$(dirname "$1")"
	{
		printf '/*\n * A sample.\n * %s\n */\n' "$licence"
		cat
	} >"$1"
}

good_tree()
{
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/docs" && cd "$tmp/tree" || exit 1
	cp "$root/.clang-format" .
	file base/a.h <<'END'
#ifndef BASE_A_H
#define BASE_A_H

#ifdef __cplusplus
extern "C" {
#endif

/* Words such as strcpy() and system() may be said. */
int a(void);

#ifdef __cplusplus
}
#endif

#endif
END
	file base/a.c <<'END'
#include "base/a.h"

int a(void)
{
	const char *text = "sprintf(";

	return text[0];
}
END
	file shim/a.hh <<'END'
#ifndef SHIM_A_HH
#define SHIM_A_HH

class a;

#endif
END
	file text/limits.h <<'END'
#define LIMIT_BYTES (16u << 20) /* cut */
#define LIMIT_WORDS 64
END
	file text/schema.c <<'END'
const struct schema_row schema_rows[SCHEMA_FIELDS] = {
	{ SCHEMA_WORD, "word", "", 0, "a word" },
	{ SCHEMA_STEM, "stem", "Z", 0, "its stem" },
};
END
	file text/schema.h <<'END'
#define SCHEMA_META_VERSION "pressmark.version"
END
	file indexer/a.c <<'END'
#include "base/a.h"

void warnings_note(int line, const char *code, const char *text);
int reject(const char *code, const char *text);

int read_a(int line)
{
	warnings_note(line, line ? "odd-line" : "no-line", "is it; meant?");
	return reject("bad-line", "is wrong");
}
END
	file indexer/config.c <<'END'
static const struct {
	const char *name;
	int (*read)(void);
} keys[] = {
	{ "drafts", read_drafts },
	{ "future", read_future },
};
END
	printf '| Key | |\n|---|---|\n| `drafts`, `future` | show |\n' \
		>docs/configuration.md
	printf '# %s\n%s\n' "$licence" 'demo: ## show' >Makefile
	cat >docs/articles.md <<'END'
# Articles

## Codes

| Code | Level | Means |
|---|---|---|
| `bad-line` | error | a line is wrong |
| `no-line` | note | there is none |
| `odd-line` | note | a line is odd |

## More
END
	cat >README.md <<'END'
# A title

Run `make demo`, read [the limits](docs/limits.md#the-limits).
END
	cat >docs/limits.md <<'END'
# The limits

| Limit | Value |
|---|---|
| `LIMIT_BYTES` | 16 MiB |
| `LIMIT_WORDS` | 64 |
END
	cat >docs/schema.md <<'END'
| Field | Prefix |
|---|---|
| `word` | |
| `stem` | `Z` |

The version is under `pressmark.version`.
END
}

run_lint()
{
	case $1 in
	*.pl) perl "$lint/$1" "$tmp/tree" ;;
	*) sh "$lint/$1" "$tmp/tree" ;;
	esac >"$tmp/output" 2>&1
}

passes()
{
	good_tree
	run_lint "$1" || {
		cat "$tmp/output"
		return 1
	}
	# Nothing that is needed may be missing, or the trips prove nothing.
	! grep -n '# SKIP' "$tmp/output"
}

# spoiled LINT CLAIM: the point that begins so fails, and so does the lint.
spoiled()
{
	if run_lint "$1"; then
		echo "$1 saw nothing"
		return 1
	fi
	grep -qE "^not ok [0-9]+ - $2" "$tmp/output" || {
		cat "$tmp/output"
		return 1
	}
}

# trips LINT CLAIM WHAT COMMAND: after COMMAND, run in a good tree.
trips()
{
	good_tree
	eval "$4"
	point "$1 notices $3" spoiled "$1" "$2"
}

has_clang_format=yes
good_tree
run_lint format.sh
grep -q '# SKIP' "$tmp/output" && has_clang_format=no

if [ $has_clang_format = yes ]; then
	point 'format.sh passes a good tree' passes format.sh
	trips format.sh 'the sources are formatted' 'a wrong indent' \
		'sed -i "s/^\treturn/    return/" base/a.c'
else
	skip_point 'format.sh notices a wrong indent' \
		'clang-format 14 is not here'
fi

for name in headers.sh layers.sh source.pl docs.pl; do
	point "$name passes a good tree" passes $name
done

trips headers.sh 'each .h compiles alone as C11' 'a missing include' \
	'echo "extern size_t n;" >>base/a.h'
trips headers.sh 'each .h that is made for C\+\+' 'C that is not C++' \
	'echo "extern int class;" >>base/a.h'
trips headers.sh 'each .hh compiles' 'a .hh without its include' \
	'echo "extern std::string s;" >>shim/a.hh'

trips layers.sh 'no layer' 'text that includes the shim' \
	'echo "#include \"shim/xap.h\"" >text/a.c'
trips layers.sh 'no layer' 'base that includes text' \
	'echo "#  include \"text/limits.h\"" >base/b.h'
trips layers.sh 'no layer' 'an indexer that includes the query side' \
	'mkdir -p indexer; echo "#include \"query/parse.h\"" >indexer/a.c'
trips layers.sh 'no layer' 'a query side that includes the indexer' \
	'mkdir query; echo "#include \"indexer/build.h\"" >query/a.c'
trips layers.sh 'no layer' 'an include without its folder' \
	'echo "#include \"a.h\"" >>base/a.c'
trips layers.sh 'each library' 'yaml.h in the wrong file' \
	'mkdir -p indexer; echo "#include <yaml.h>" >indexer/article.c'
trips layers.sh 'each library' 'jansson.h in the wrong file' \
	'echo "#include <jansson.h>" >>base/a.c'
trips layers.sh 'each library' 'md4c.h in the wrong file' \
	'echo "#include <md4c.h>" >>base/a.c'
trips layers.sh 'each library' 'xapian.h outside the shim' \
	'mkdir query; echo "#include <xapian.h>" >query/a.c'
trips layers.sh 'each library' 'a part of Xapian outside the shim' \
	'mkdir query; echo "#include <xapian/query.h>" >query/a.c'
trips layers.sh 'C\+\+ is for' 'C++ outside the shim' \
	': >base/a.cc'

repeat()
{
	awk -v n="$1" -v line="$2" 'BEGIN { while (n--) print line }'
}

trips source.pl 'no file has more' 'a file of 701 lines' \
	'repeat 701 "/* */" >base/b.h'
trips source.pl 'no function has more' 'a function of 101 lines' \
	'{ echo "int b(void)"; echo "{"; repeat 99 "	;"; echo "}"; } >base/b.c'
trips source.pl 'no function has more' 'a long function in a namespace' \
	'{ echo "namespace"; echo "{"; echo "int b()"; echo "{"
	repeat 99 "	;"; echo "}"; echo "}"; } >shim/b.cc'
trips source.pl 'no banned function' 'sprintf' \
	'echo "int b = sprintf (a, c);" >base/b.c'
trips source.pl 'no line ends in blanks' 'a blank at the end of a line' \
	'printf "int b; \n" >base/b.c'
trips source.pl 'no line ends in blanks' 'a carriage return' \
	'printf "A line\r\n" >NEWS.md'
trips source.pl 'each file ends' 'a file without its last newline' \
	'printf "int b;" >base/b.c'
trips source.pl 'no mark of unfinished work' 'unfinished work' \
	'printf "/* %s%s: more */\n" TO DO >base/b.c'
trips source.pl 'each source says' 'a source without its licence' \
	'echo "int b;" >base/b.c'

trips docs.pl 'each make target' 'a target that is gone' \
	'sed -i "s/make demo/make demo nothing/" README.md'
trips docs.pl 'docs/schema.md' 'a field that is not told' \
	'sed -i "/stem/d" docs/schema.md'
trips docs.pl 'docs/schema.md' 'a wrong prefix' \
	'sed -i "s/\`Z\`/\`Y\`/" docs/schema.md'
trips docs.pl 'docs/schema.md' 'a metadata key that is not told' \
	'sed -i "/pressmark.version/d" docs/schema.md'
trips docs.pl 'docs/limits.md' 'a limit that is not told' \
	'sed -i "/LIMIT_WORDS/d" docs/limits.md'
trips docs.pl 'docs/limits.md' 'a limit with another value' \
	'sed -i "s/16 MiB/16 KiB/" docs/limits.md'
trips docs.pl 'docs/configuration.md' 'a key that is not told' \
	'sed -i "s/, .future.//" docs/configuration.md'
trips docs.pl 'docs/articles.md' 'a code that is not told' \
	'sed -i "/no-line/d" docs/articles.md'
trips docs.pl 'docs/articles.md' 'a code that is gone' \
	'sed -i "s/bad-line/good-line/" indexer/a.c'
trips docs.pl 'docs/articles.md' 'a code with another level' \
	'sed -i "s/_note/_add/" indexer/a.c'
trips docs.pl 'docs/articles.md' 'codes in no order' \
	'sed -i "s/no-line/the-line/" docs/articles.md indexer/a.c'
trips docs.pl 'each link' 'a link to nothing' \
	'echo "[a](docs/none.md)" >>README.md'
trips docs.pl 'each link' 'a link to a heading that is gone' \
	'echo "[a](docs/limits.md#none)" >>README.md'

# The lint of the objects wants some. objects_tree COMMAND: a tree that is
# compiled after COMMAND.
objects_tree()
{
	good_tree
	cat >shim/xap.h <<'END'
#define XAP_API __attribute__((__visibility__("default")))
#ifdef __cplusplus
extern "C" {
#endif
XAP_API int xap_a(void);
#ifdef __cplusplus
}
#endif
END
	printf '#include "shim/xap.h"\nint xap_a(void) { return 0; }\n' \
		>shim/xap.cc
	echo 'int query_a(void); int query_a(void) { return 0; }' >text/a.c
	rm text/schema.c base/a.c
	eval "$1"
	for source in shim/*.cc text/*.c; do
		object=build/release/obj/${source%.*}.o
		mkdir -p "${object%/*}"
		case $source in
		*.cc) compiler=${CXX:-c++} ;;
		*) compiler=${CC:-cc} ;;
		esac
		# shellcheck disable=SC2086
		$compiler -I. -fvisibility=hidden -c "$source" -o "$object"
	done
}

objects_tree :
point 'objects.sh passes a good tree' run_lint objects.sh
objects_tree 'echo "XAP_API int xap_b(void);" >>shim/xap.h'
point 'objects.sh notices a function that is not there' \
	spoiled objects.sh 'the shim exports'
objects_tree 'echo "XAP_API int xap_b() { return 0; }" >>shim/xap.cc'
point 'objects.sh notices a function that is not declared' \
	spoiled objects.sh 'the shim exports'
objects_tree 'echo "int a(void) __asm__(\"_ZN6Xapian1aEv\");
	int b(void) { return a(); }" >>text/a.c'
point 'objects.sh notices an object that knows libxapian' \
	spoiled objects.sh 'no object outside'

# The runner of the tests. sum EXPECTED EXIT SCRIPT: what the last line says
# of a test that is this script.
sum()
{
	mkdir -p "$tmp/run" && cd "$tmp/run" || return 1
	printf '%s\n' "$3" >t.sh
	perl "$root/tests/run.pl" --timeout=1 t.sh >output 2>&1
	sum_code=$?
	[ "$(tail -n 1 output)" = "$1" ] && [ $sum_code = "$2" ] || {
		cat output
		echo "exit code $sum_code"
		return 1
	}
}

point 'run.pl counts points' sum '2 passed, 0 failed' 0 \
	'echo 1..2; echo ok 1; echo ok 2'
point 'run.pl counts a failed point' sum '1 passed, 1 failed' 1 \
	'echo 1..2; echo ok 1; echo not ok 2'
point 'run.pl counts skipped points apart' \
	sum '1 passed, 0 failed, 1 skipped' 0 \
	'echo 1..2; echo ok 1; echo "ok 2 # SKIP why"'
point 'run.pl fails when nothing ran' sum '0 passed, 0 failed, 1 skipped' 1 \
	'echo "1..0 # SKIP why"'
point 'run.pl counts a missing point as a failure' \
	sum '1 passed, 1 failed' 1 'echo 1..2; echo ok 1'
point 'run.pl counts a bad exit code as a failure' \
	sum '1 passed, 1 failed' 1 'echo 1..1; echo ok 1; exit 86'
point 'run.pl counts a crash as a failure' \
	sum '1 passed, 1 failed' 1 'echo 1..1; echo ok 1; kill -ABRT $$'
# shellcheck disable=SC2016
point 'run.pl stops what hangs' \
	sum '1 passed, 1 failed' 1 'echo 1..2; echo ok 1; sleep 99; echo ok 2'

# The search for what is missing, where nothing is.
misses()
{
	mkdir -p "$tmp/empty"
	/usr/bin/env -i PATH="$tmp/empty" /bin/sh "$root/.ci/deps.sh" \
		--check build check >"$tmp/output" 2>&1
	[ $? = 1 ] && grep -q libxapian-dev "$tmp/output" &&
		grep -q libcmocka-dev "$tmp/output"
}
point 'deps.sh --check names what is missing' misses

done_points
