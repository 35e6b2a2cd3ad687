#!/bin/sh
# Readers see one state or the next, and no error, whatever a writer does.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

changes=$(rounds 20)

# read_on NAME: searches until the file `stop` is there; what is wrong goes
# into NAME.wrong, the states that were seen into NAME.seen.
read_on()
{
	mkdir "$1" && cd "$1" || exit 1
	before=0
	while ! [ -e ../stop ]; do
		if ! now=$(state --index ../.pressmark 2>.wrong); then
			cat .wrong >>"../$1.wrong"
			continue
		fi
		[ "$now" -ge "$before" ] 2>/dev/null ||
			echo "v$now after v$before" >>"../$1.wrong"
		before=$now
		echo "$now" >>"../$1.seen"
	done
}

test_expect_success 'a site to index' '
	make_site 300 &&
	set_state 0 &&
	pressmark index -q content
'

write_on()
{
	n=1
	while [ $n -le "$changes" ]; do
		set_state $n &&
		case $((n % 3)) in
		0) pressmark index -q --rebuild ;;
		*) pressmark index -q ;;
		esac || return 1
		n=$((n + 1))
	done
}

read_and_write()
{
	rm -f stop
	read_on one &
	one=$!
	read_on two &
	two=$!
	write_on
	code=$?
	touch stop
	wait $one $two
	return $code
}

test_expect_success 'readers and a writer at the same time' '
	read_and_write &&
	cat one.seen two.seen | sort -n | uniq -c
'

test_expect_success 'no reader met an error or a mixture' '
	! cat one.wrong two.wrong 2>/dev/null &&
	expect_state $changes $changes
'

# Else this would prove little.
test_expect_success 'the readers saw many states' '
	test "$(sort -u one.seen two.seen | wc -l)" -ge $((changes / 3))
'

test_done
