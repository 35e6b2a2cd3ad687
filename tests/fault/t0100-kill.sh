#!/bin/sh
# An index run that is killed at any moment leaves the last state or the next.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

kills=$(rounds 30)
echo "# PRESSMARK_SEED=$fault_seed"

# took COMMAND...: how long it takes, in milliseconds, at least 10.
took()
{
	perl -MTime::HiRes=time -e '
		open STDOUT, ">", "/dev/null";
		open my $out, ">&", \*STDERR;
		my $start = time;
		system(@ARGV) == 0 or exit 1;
		my $ms = int 1000 * (time - $start);
		print $out $ms < 10 ? 10 : $ms' "$@" 2>&1
}

# killed_after SECONDS COMMAND...: kills it then; 137 if it had not ended. Unlike
# timeout, which dies of its own signal, this waits until it is gone.
killed_after()
{
	perl -MTime::HiRes=setitimer,ITIMER_REAL -e '
		my $after = shift;
		my $pid = fork // die "$!\n";
		exec @ARGV or exit 127 if !$pid;
		$SIG{ALRM} = sub { kill KILL => $pid };
		setitimer ITIMER_REAL, $after || 1e-6;
		1 until waitpid($pid, 0) == $pid;
		$SIG{ALRM} = "IGNORE";
		exit($? & 127 ? 128 + ($? & 127) : $? >> 8)' "$@"
}

# kill_index ROUND [OPTION...]: kills a run after $kill_most ms at the latest;
# counts in .killed those that had not ended before.
kill_index()
{
	kill_round=$1
	kill_after=$(seconds_of "$(random "$1" "$kill_most")")
	shift
	killed_after "$kill_after" "$PRESSMARK" index "$@" >.run 2>&1
	kill_code=$?
	# How long a run takes depends on what else the machine does: so that
	# half of them are killed, the bound follows.
	case $kill_code in
	0)
		kill_most=$((kill_most * 9 / 10 + 1))
		;;
	137)
		kill_most=$((kill_most * 11 / 10 + 1))
		echo "$kill_round" >>.killed
		ls -A .pressmark | sed 's/-[0-9]*$//' | tr '\n' ' ' >>.phases
		echo >>.phases
		;;
	*)
		echo "round $kill_round, after $kill_after s:" \
			"exit code $kill_code" >&2
		cat .run >&2
		return 1
		;;
	esac
}

# kill_many FIRST OPTION...: state after state, killed and then finished.
kill_many()
{
	kill_first=$1
	shift
	rm -f .killed .phases
	set_state 0 && pressmark index "$@" -q || return 1
	set_state 1
	kill_most=$(took "$PRESSMARK" index "$@") || return 1
	n=1
	while [ $n -le "$kills" ]; do
		set_state $((n + 1)) &&
		kill_index $((kill_first + n)) "$@" &&
		expect_state $n $((n + 1)) &&
		pressmark index -q &&
		expect_state $((n + 1)) $((n + 1)) &&
		expect_tidy || {
			echo "in round $n, killed after $kill_after s" \
				"of $kill_most ms" >&2
			return 1
		}
		n=$((n + 1))
	done
	echo "of $kills runs $(wc -l <.killed) were killed, of $kill_most ms"
	sort .phases | uniq -c
	# Else this would prove little.
	[ "$(wc -l <.killed)" -ge $((kills / 5)) ]
}

test_expect_success 'a site to index' '
	make_site 700 &&
	set_state 0 &&
	pressmark index -q content
'

test_expect_success 'a rebuild that is killed' '
	kill_many 0 --rebuild
'

test_expect_success 'an update that is killed' '
	kill_many 1000
'

# Nothing, or all of it.
kill_first_builds()
{
	rm -rf .pressmark && set_state 2 || return 1
	kill_most=$(took "$PRESSMARK" index content) || return 1
	n=1
	while [ $n -le $((kills / 4 + 1)) ]; do
		rm -rf .pressmark
		kill_index $((2000 + n)) content &&
		expect_state none 2 &&
		pressmark index -q content &&
		expect_state 2 2 &&
		expect_tidy || {
			echo "in round $n, killed after $kill_after s" >&2
			return 1
		}
		n=$((n + 1))
	done
}

test_expect_success 'a first run that is killed' '
	kill_first_builds
'

test_done
