# Test points for the program as a whole; sourced by the t*.sh beside it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	. "$(dirname "$0")/lib.sh"
#
#	test_expect_success 'finds a word' '
#		pressmark search water >out &&
#		grep "^Water" out
#	'
#	test_done
#
# A script prints TAP. It runs in an empty folder of its own, $TRASH, which is
# removed at the end unless a point failed, and in a clean environment. In it
#	$PRESSMARK	the program under test, absolute
#	$SRC		the root of the project
# Each body runs in a shell of its own that begins in $TRASH: files stay,
# variables and `cd` do not. Commands are chained by &&, which is checked. The
# program is never in a pipe where its exit code matters, since the pipe has
# another.

SRC=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 1
PRESSMARK=${PRESSMARK:-$SRC/build/release/pressmark}
case $PRESSMARK in
/*) ;;
*) PRESSMARK=$(pwd -P)/$PRESSMARK ;;
esac
if ! [ -x "$PRESSMARK" ]; then
	echo "Bail out! there is no program $PRESSMARK"
	exit 1
fi

TRASH=$(mktemp -d "${TMPDIR:-/tmp}/pressmark-test.XXXXXX") || exit 1
TRASH=$(cd "$TRASH" && pwd -P) || exit 1
mkdir "$TRASH/home" && cd "$TRASH" || exit 1

for test_name in $(env | sed -n 's/^\(PRESSMARK_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$test_name"
done
unset CDPATH COLUMNS LINES NO_COLOR POSIXLY_CORRECT LANG LANGUAGE
LC_ALL=C.UTF-8
TZ=UTC
TERM=dumb
HOME=$TRASH/home
export LC_ALL TZ TERM HOME SRC PRESSMARK TRASH
umask 022

test_count=0
test_failures=0

# A script that dies half-way must not look as if it had ended well.
trap 'test_leave' EXIT
trap 'exit 1' HUP INT TERM

test_leave()
{
	test_code=$?
	trap - EXIT
	cd / || exit 1
	if [ $test_failures = 0 ] && [ $test_code = 0 ]; then
		chmod -R u+rwx "$TRASH" 2>/dev/null
		rm -rf "$TRASH"
	else
		echo "# what it left is in $TRASH"
	fi
	exit $test_code
}

test_done()
{
	echo "1..$test_count"
	[ $test_failures = 0 ] || exit 1
	exit 0
}

# Skips the whole script.
test_skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

test_report()
{
	sed 's/^/# /' "$TRASH/.output"
}

# test_expect_success TITLE BODY
test_expect_success()
{
	test_count=$((test_count + 1))
	(
		# 117 comes back only if nothing breaks the chain after it.
		eval "(exit 117) && $2"
	) >/dev/null 2>&1 </dev/null
	if [ $? != 117 ]; then
		echo "not ok $test_count - $1"
		echo "# the chain of && is broken"
		test_failures=$((test_failures + 1))
		return
	fi
	(
		cd "$TRASH" || exit 1
		eval "$2"
	) >"$TRASH/.output" 2>&1 </dev/null
	test_code=$?
	if [ $test_code = 0 ]; then
		echo "ok $test_count - $1"
	else
		echo "not ok $test_count - $1"
		echo "# the last exit code was $test_code"
		test_failures=$((test_failures + 1))
		test_report
	fi
}

# test_skip TITLE REASON
test_skip()
{
	test_count=$((test_count + 1))
	echo "ok $test_count - $1 # SKIP $2"
}

# test_must_fail [CODE] COMMAND...: it fails with this code, or else with one
# that the program fails with. A crash, a sanitizer's finding or a missing
# program is never what was wanted.
test_must_fail()
{
	test_want=
	case $1 in
	[0-9]*)
		test_want=$1
		shift
		;;
	esac
	"$@"
	test_got=$?
	case $test_want$test_got in
	1 | 2 | 3 | 4 | 75) return 0 ;;
	esac
	[ "$test_want" = "$test_got" ] && return 0
	echo "exit code $test_got, not ${test_want:-one of failure}: $*" >&2
	return 1
}

# test_cmp EXPECTED ACTUAL
test_cmp()
{
	diff -u "$1" "$2"
}

test_empty()
{
	[ -f "$1" ] && [ ! -s "$1" ] && return 0
	echo "$1 is not empty:" >&2
	cat "$1" >&2
	return 1
}

# test_wait_for COMMAND...: until it succeeds, at most half a minute.
test_wait_for()
{
	test_tries=0
	until "$@"; do
		test_tries=$((test_tries + 1))
		[ $test_tries -lt 300 ] || return 1
		sleep 0.1
	done
}

pressmark()
{
	"$PRESSMARK" "$@"
}

# json FILE EXPRESSION: prints what the Perl expression makes of the file's
# one JSON value, in $_; a list a line each. Anything but strict JSON fails.
json()
{
	perl -MJSON::PP -e '
		binmode STDOUT, ":encoding(UTF-8)";
		open my $in, "<", $ARGV[0] or die "$ARGV[0]: $!\n";
		local $/;
		local $_ = JSON::PP->new->utf8->decode(<$in>);
		my @found = eval $ARGV[1];
		die $@ if $@;
		print map { (defined $_ ? $_ : "null") . "\n" } @found;
	' "$1" "$2"
}

# ids ARGUMENT...: the ids that a search finds, best first, a line each.
ids()
{
	pressmark search --json "$@" >.ids
	test_got=$?
	[ $test_got -le 1 ] || return $test_got
	json .ids 'map { $_->{id} } @{$_->{hits}}'
}

# article PATH TITLE [KEY...] <<TEXT: writes an article; KEY is a whole line
# of front matter.
article()
{
	test_path=$1
	test_title=$2
	shift 2
	mkdir -p "$(dirname "$test_path")" || return 1
	{
		echo ---
		printf '%s\n' "title: \"$test_title\""
		for test_key; do
			printf '%s\n' "$test_key"
		done
		echo ---
		cat
	} >"$test_path"
}
