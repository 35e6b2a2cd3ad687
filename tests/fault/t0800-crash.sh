#!/bin/sh
# A crash inside of libxapian: one line that says what to do, and no harm.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
library=$FAULT_BUILD/tests/fault/crash.so
[ -e "$library" ] || test_skip_all "$library is not built"

# crashing AT SIGNAL COMMAND...: its call number AT raises it.
crashing()
{
	at=$1 number=$2
	shift 2
	code=0
	CRASH_AT=$at CRASH_SIGNAL=$number CRASH_DIR=$TRASH/.pressmark \
		LD_PRELOAD=$library "$PRESSMARK" "$@" >out 2>err || code=$?
}

# expect_advice: of a command that reads the index.
expect_advice()
{
	[ $code -gt 128 ] && [ "$(grep -c "^pressmark: " err)" = 1 ] &&
		grep -q "^pressmark: crashed while it read the index '.*.pressmark'" err &&
		grep -q "pressmark index --rebuild" err || {
		echo "status $code:" >&2
		cat err >&2
		return 1
	}
}

test_expect_success 'a site to index' '
	make_site 300 &&
	set_state 0 &&
	pressmark index -q content
'

test_expect_success 'SEGV, BUS, FPE and ABRT, of commands that read' '
	for number in 11 7 8 6; do
		for command in "search ba" "suggest b" "related 00001.md" \
			status fields; do
			crashing 2 $number $command
			expect_advice || exit 1
		done
	done
'

test_expect_success 'at any read of a search' '
	at=1 && seen=0 &&
	while :; do
		crashing $at 11 search article
		[ $code -gt 128 ] || break
		expect_advice || exit 1
		at=$((at + 1)) && seen=$((seen + 1))
	done &&
	[ $code = 0 ] && [ $seen -ge 5 ]
'

# Its first reads are before the child is there.
# Its first reads are before the child is there.
test_expect_success 'in a check, which is told once' '
	at=1 && told=0 &&
	while [ $at -lt 400 ]; do
		crashing $at 11 status --check
		[ $code != 0 ] || break
		[ "$(grep -c "^pressmark: " err)" = 1 ] || exit 1
		if grep -q "its check crashed" err; then
			[ $code = 3 ] && told=$((told + 1)) || exit 1
		else
			expect_advice || exit 1
		fi
		at=$((at + 7))
	done &&
	[ $told -gt 0 ]
'

# The last ones come after the commit.
test_expect_success 'at any read of an update, of which nothing or all is there' '
	set_state 1 &&
	cp -R .pressmark before &&
	at=1 && new=0 &&
	while :; do
		rm -rf .pressmark && cp -R before .pressmark || exit 1
		crashing $at 11 index content
		[ $code != 0 ] || break
		[ $code -gt 128 ] && [ "$(grep -c "^pressmark: " err)" = 1 ] &&
			grep -q "^pressmark: crashed in the middle of the run; searches go on" err &&
			expect_state 0 1 || exit 1
		[ "$(state)" = 1 ] && new=$((new + 1))
		at=$((at + 3))
	done &&
	[ $at -gt 10 ] && [ $new -gt 0 ] &&
	expect_state 1 1
'

test_done
