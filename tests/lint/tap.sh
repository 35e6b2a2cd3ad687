# Test points for the lints; sourced by them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A lint checks the folder that it is given, or else the one it is run in, and
# does not care where it lies itself:
#	. "$(dirname "$0")/tap.sh"
#	cd "${1:-.}" || exit 1
#	point 'what is claimed' COMMAND...
#	done_points

point_count=0
point_failed=0

# One point, good when the command succeeds; what it prints is shown.
point()
{
	point_title=$1
	shift
	point_count=$((point_count + 1))
	if point_output=$("$@" 2>&1); then
		echo "ok $point_count - $point_title"
	else
		echo "not ok $point_count - $point_title"
		point_failed=1
	fi
	[ -z "$point_output" ] || printf '%s\n' "$point_output" | sed 's/^/# /'
}

# skip_point TITLE REASON
skip_point()
{
	point_count=$((point_count + 1))
	echo "ok $point_count - $1 # SKIP $2"
}

done_points()
{
	echo "1..$point_count"
	exit $point_failed
}

# The files below here that have one of these endings, a line each.
files()
{
	find . \( -path ./build -o -path ./.git \) -prune -o -type f -print |
		grep -E "\\.($1)\$" | sed 's|^\./||' | LC_ALL=C sort
}
