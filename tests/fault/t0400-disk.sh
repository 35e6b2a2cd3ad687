#!/bin/sh
# A full disk fails a run with one clear line, and harms nothing.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'a site to index' '
	make_site 100 &&
	set_state 0 &&
	pressmark index -q content
'

# limited BLOCKS COMMAND...: where no file may have more half KiB than that.
limited()
{
	(
		ulimit -f "$1" || exit 1
		shift
		"$@"
	)
}

test_expect_success 'a rebuild where files may not grow' '
	set_state 1 &&
	for blocks in 1 8 40 100 200; do
		limited $blocks "$PRESSMARK" index --rebuild >out 2>err
		expect_failure $? err &&
		expect_state 0 0 || exit 1
	done
'

test_expect_success 'an update where files may not grow' '
	make_site 300 &&
	for blocks in 1 8 40 100 200; do
		limited $blocks "$PRESSMARK" index >out 2>err
		expect_failure $? err &&
		expect_state 0 0 || exit 1
	done
'

test_expect_success 'without the limit the next run is well' '
	pressmark index -q &&
	expect_state 1 1 &&
	expect_tidy
'

small=$TRASH/small
mkdir "$small"
if mount -t tmpfs -o size=4m none "$small" 2>/dev/null; then
	trap 'umount "$small"; test_leave' EXIT

	test_expect_success 'a small disk holds a small index' '
		make_site 20 && rm -f content/0002[1-9].md \
			content/000[3-9]*.md content/00[1-9]*.md &&
		set_state 2 &&
		PRESSMARK_INDEX=$TRASH/small/index &&
		export PRESSMARK_INDEX &&
		pressmark index -q content &&
		expect_state 2 2
	'

	test_expect_success 'a full disk fails an update and a rebuild' '
		PRESSMARK_INDEX=$TRASH/small/index &&
		export PRESSMARK_INDEX &&
		make_site 1500 &&
		set_state 3 &&
		for option in --force --rebuild; do
			"$PRESSMARK" index $option content >out 2>err
			expect_failure $? err &&
			grep -i "no space left" err &&
			expect_state 2 2 || exit 1
		done
	'

	test_expect_success 'a disk without a byte left fails an update' '
		PRESSMARK_INDEX=$TRASH/small/index &&
		export PRESSMARK_INDEX &&
		rm -f content/0*.md && make_site 30 &&
		{ cat /dev/zero >small/filler 2>/dev/null || :; } &&
		{ "$PRESSMARK" index content >out 2>err || code=$?; } &&
		expect_failure $code err &&
		grep -i "no space left" err &&
		expect_state 2 2
	'

	test_expect_success 'with room again the next run is well' '
		PRESSMARK_INDEX=$TRASH/small/index &&
		export PRESSMARK_INDEX &&
		rm small/filler &&
		pressmark index -q content &&
		expect_state 3 3 &&
		expect_tidy small/index
	'
	umount "$small"
	trap 'test_leave' EXIT
else
	test_skip 'a small disk that is full' 'nothing can be mounted'
fi

if [ -c /dev/full ]; then
	test_expect_success 'a full disk behind standard output is an error' '
		for command in "search water" "search --json water" status \
			"status --json" help version "index --force"; do
			$PRESSMARK $command >/dev/full 2>err
			expect_failure $? err || {
				echo "$command" >&2
				exit 1
			}
		done
	'

	test_expect_success 'the index is well nevertheless' '
		pressmark index -q --force &&
		expect_state 3 3 &&
		expect_tidy
	'
else
	test_skip 'a full standard output' 'there is no /dev/full'
fi

test_done
