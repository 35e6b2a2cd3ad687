# What the fault tests share; sourced by the t*.sh beside it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# All that tests/e2e/lib.sh has, and a site whose index says which state of it
# it holds. PRESSMARK_ROUNDS makes the tests longer, PRESSMARK_SEED others.

fault_rounds=${PRESSMARK_ROUNDS-}
fault_seed=${PRESSMARK_SEED:-20261124}
fault_build=${PRESSMARK_BUILD-}

. "$(dirname "$0")/../e2e/lib.sh"

[ -n "$fault_build" ] || fault_build=$(dirname "$PRESSMARK")
FAULT_BUILD=$fault_build
export FAULT_BUILD

# rounds N: how often, unless PRESSMARK_ROUNDS says otherwise.
rounds()
{
	echo "${fault_rounds:-$1}"
}

# random ROUND BELOW: the same number for the same seed and round.
random()
{
	perl -e 'srand($ARGV[0] * 7919 + $ARGV[1]);
		rand for 1 .. 3; print int rand $ARGV[2]' \
		"$fault_seed" "$1" "$2"
}

now_ms()
{
	perl -MTime::HiRes=time -e 'print int(1000 * time)'
}

seconds_of()
{
	printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

# make_site COUNT: so many articles in content/, besides those of the state.
make_site()
{
	mkdir -p content/marker &&
	perl -e '
		srand 7;
		my @words = map { join "", map { ("ba", "ke", "li", "mo", "nu",
			"ra", "si", "to")[rand 8] } 0 .. 1 + rand 3 } 1 .. 2000;
		for my $n (1 .. $ARGV[0]) {
			my $year = 2010 + $n % 15;

			open my $out, ">", sprintf("content/%05d.md", $n)
				or die "$!\n";
			print $out "---\ntitle: \"Article $n\"\n",
				"date: $year-03-04\ntags: [t", $n % 9, "]\n",
				"---\n";
			print $out join(" ", map { $words[rand @words] } 1 .. 25),
				".\n\n" for 1 .. 6;
			close $out or die "$!\n";
		}
	' "$1"
}

# set_state N: what is searched for is now that of state N.
set_state()
{
	for state_number in 0 1 2 3 4 5 6 7 8 9; do
		for state_ten in 0 1; do
			printf -- '---\ntitle: "Marker v%s"\n---\n%s\n' "$1" \
				"In state v$1 there is much water to mark." \
				>"content/marker/$state_ten$state_number.md" ||
				return 1
		done
	done
	if [ $(($1 % 2)) = 1 ]; then
		cp content/marker/00.md content/marker/odd.md
	else
		rm -f content/marker/odd.md
	fi
}

# state [OPTION...]: prints the state that the index holds, as a number, or
# "none" without an index; says what is wrong and fails for a mixture.
state()
{
	pressmark search "$@" --json -n 100 title:marker >.state 2>.state-err
	state_code=$?
	if [ $state_code = 3 ] && grep -q 'no index in' .state-err; then
		echo none
		return 0
	fi
	if [ $state_code != 0 ]; then
		echo "search: exit code $state_code" >&2
		cat .state-err >&2
		return 1
	fi
	grep -o '"title":"[^"]*"' .state | sort | uniq -c |
		sed 's/^ *//; s/"title":"Marker v//; s/"$//' >.states
	if [ "$(wc -l <.states)" -ne 1 ]; then
		echo "a mixture of states:" >&2
		cat .states >&2
		return 1
	fi
	read -r state_hits state_found <.states
	if [ "$state_hits" -ne $((20 + state_found % 2)) ]; then
		echo "state v$state_found with $state_hits markers" >&2
		return 1
	fi
	echo "$state_found"
}

# expect_state BEFORE AFTER: one of the two, and the index is sound.
expect_state()
{
	state_now=$(state) || return 1
	case $state_now in
	"$1" | "$2") ;;
	*)
		echo "the index holds v$state_now, not v$1 or v$2" >&2
		return 1
		;;
	esac
	[ "$state_now" != none ] || return 0
	pressmark status --check >.check 2>&1 || {
		cat .check >&2
		return 1
	}
}

# expect_tidy: nothing is left but one generation.
expect_tidy()
{
	ls -A "${1:-.pressmark}" >.left
	if [ "$(grep -c '^g-[0-9]*$' .left)" != 1 ] ||
		grep -v -e '^g-[0-9]*$' -e '^current$' -e '^lock$' \
			-e '^sources$' -e '^stamps$' .left; then
		cat .left >&2
		return 1
	fi
}

# expect_failure CODE FILE: the last command had this exit code, and said why
# in one line.
expect_failure()
{
	if [ "$1" != 3 ]; then
		echo "exit code $1, not 3" >&2
		cat "$2" >&2
		return 1
	fi
	if [ "$(wc -l <"$2")" != 1 ] || ! grep -q '^pressmark: .' "$2"; then
		echo "not one clear line:" >&2
		cat "$2" >&2
		return 1
	fi
}
