#!/bin/sh
# What packs records is out of memory: one clear line, and no harm.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
library=$FAULT_BUILD/tests/fault/nomemory.so

test_expect_success 'a site to index' '
	make_site 300 &&
	set_state 0 &&
	pressmark index -q content
'

# Some fail in the midst of a run, others come after its end: until one does.
test_expect_success 'a rebuild by one thread, and by several' '
	for jobs in 1 2 5; do
		call=0 failed=0 code=3
		while [ $code != 0 ]; do
			call=$((call + 1)) code=0
			FAULT_CALL=$call LD_PRELOAD=$library "$PRESSMARK" index \
				--rebuild --jobs $jobs >out 2>err || code=$?
			[ $code = 0 ] || expect_failure $code err || exit 1
			expect_state 0 0 || exit 1
			failed=$((failed + (code != 0)))
		done
		[ $failed -ge 2 ] || exit 1
	done
'

test_done
