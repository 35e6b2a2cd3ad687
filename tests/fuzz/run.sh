#!/bin/sh
# Lets each fuzz target make inputs up for a while.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	tests/fuzz/run.sh BUILD SECONDS
#
# BUILD is build/fuzz. Starts from the inputs in tests/fuzz/corpus/NAME and
# keeps new ones apart, in BUILD/corpus/NAME. What crashes a target is left in
# BUILD as NAME-crash-...: mend it, then move it to tests/fuzz/corpus/NAME,
# where 'make check' replays it from then on.
set -u
build=$1
seconds=$2
status=0

for target in "$build"/tests/fuzz/fuzz_*; do
	name=${target##*/fuzz_}
	case $name in
	'*' | *.*) continue ;;
	esac
	mkdir -p "$build/corpus/$name"
	echo "$name, for $seconds s"
	"$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-print_final_stats=1 -artifact_prefix="$build/$name-" \
		"$build/corpus/$name" "tests/fuzz/corpus/$name" \
		>"$build/$name.log" 2>&1 || {
		echo "$name: see $build/$name.log" >&2
		status=1
	}
	grep -E '^stat::(number_of_executed|new_units)' "$build/$name.log"
done
exit $status
