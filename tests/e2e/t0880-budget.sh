#!/bin/sh
# How many instructions building and searching take: no more than is written
# down.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Instructions, as valgrind counts them, are the same on a busy machine as on an
# idle one, and from run to run to a thousandth. They depend on the compiler and
# the libraries, so the budget names those that it was counted with, and holds
# for no others. BUDGET says where it is, a line each of thousands of
# instructions, what takes them, and why it last changed. `make budget` writes
# it anew: with BUDGET_REASON, which it asks for where something took 3 % more.
BUDGET=${BUDGET:-$(dirname "$0")/budget.tsv}
case $BUDGET in
/*) ;;
*) BUDGET=$PWD/$BUDGET ;;
esac
generator=${PRESSMARK_BUILD:-build/release}/gen
case $generator in
/*) ;;
*) generator=$PWD/$generator ;;
esac
. "$(dirname "$0")/lib.sh"

MORE=103 # hundredths

! grep -q __asan_init "$PRESSMARK" ||
	test_skip_all 'valgrind and sanitizers do not go together'

# What instructions depend on besides the code.
versions()
{
	printf '# gcc %s, libc %s' "$(${CC:-gcc} -dumpfullversion)" \
		"$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)"
	for name in xapian-core yaml-0.1 md4c libxml-2.0 libdeflate \
		libzstd; do
		printf ', %s %s' "$name" "$(pkg-config --modversion $name)"
	done
	printf ', %s' "$(valgrind --version)"
	grep -q avx2 /proc/cpuinfo && printf ', avx2'
	echo
}

if [ "${BUDGET_WRITE:-0}" = 0 ] && [ "$(versions)" != "$(head -n 1 "$BUDGET")" ]
then
	echo "# here: $(versions)"
	test_skip_all 'the budget is of another compiler or other libraries'
fi

# count WHAT ARGUMENT...: adds a line to `counted`.
count()
{
	what=$1
	shift
	valgrind --tool=cachegrind --cache-sim=no --log-file=log \
		--cachegrind-out-file=/dev/null "$PRESSMARK" "$@" >out &&
	sed -n 's/,//g; s/.*I *refs: *\([0-9]*\)[0-9][0-9][0-9]$/\1/p' log >number &&
	grep -q . number &&
	printf '%s\t%s\n' "$(cat number)" "$what" >>counted
}

test_expect_success 'count' '
	cp -R "$SRC/corpus/small" "$SRC/corpus/judgments" . &&
	"$generator" 500 made >/dev/null &&
	count "begin and end" --version &&
	count "build 36 articles" index -q --jobs 1 --index small.index small &&
	count "build 500 articles" index -q --jobs 1 --index made.index made &&
	printf "One word more.\n" >>"$(find made -name "*.md" | sort | head -n 1)" &&
	count "update one of 500" index -q --jobs 1 --index made.index &&
	count "look for changes in 500" index -q --jobs 1 \
		--index made.index &&
	count "search for 100 queries" eval --index small.index \
		judgments/queries.tsv judgments/qrels.txt &&
	count "search for three words" \
		search --index made.index --json water time because &&
	count "search for a phrase" search --index made.index "\"of the\"" &&
	count "count facets" search --index made.index --json \
		--facets tag,year,timeline water &&
	count "suggest" suggest --index made.index wa &&
	count "list what is related" \
		related --index small.index --all --json
'

# Compares with the budget; prints it anew, with the reason where it is more.
cat >compare.pl <<'EOT'
use strict;
use warnings;

my ($budget, $counted, $more, $reason) = @ARGV;
my (%was, %why);

open my $in, '<', $budget or die "$budget: $!\n";
while (<$in>) {
	chomp;
	my ($count, $what, $why) = split /\t/;
	next unless defined $what;
	($was{$what}, $why{$what}) = ($count, $why // '');
}
open $in, '<', $counted or die "$counted: $!\n";
my $bad = 0;
while (<$in>) {
	chomp;
	my ($count, $what) = split /\t/;
	my $is_more = !$was{$what} || $count * 100 > $was{$what} * $more;

	$bad++ if $is_more;
	printf STDERR "%s: %d thousand instructions, %s\n", $what, $count,
		$was{$what} ? sprintf('%+.1f %%', 100 * $count / $was{$what} - 100)
			: 'new'
		if $is_more || $count * 100 < $was{$what} * (200 - $more);
	print "$count\t$what\t",
		$is_more && $reason ne '' ? $reason : $why{$what} // '', "\n";
}
exit($bad > 0 && $reason eq '');
EOT

if [ "${BUDGET_WRITE:-0}" = 0 ]; then
	test_expect_success 'nothing takes 3 % more than its budget' '
		echo "if it is meant to: make budget BUDGET_REASON=..." &&
		perl compare.pl "$BUDGET" counted "$MORE" "" >new
	'
else
	test_expect_success 'write the budget' '
		perl compare.pl "$BUDGET" counted "$MORE" "$BUDGET_REASON" >new &&
		{ versions && cat new; } >"$BUDGET"
	'
fi

test_done
