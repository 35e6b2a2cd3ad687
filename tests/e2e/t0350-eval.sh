#!/bin/sh
# pressmark eval: how relevant what is found is.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Where judged collections are at hand, in $RELEVANCE or beside the project,
# the figures are compared with those of the evaluate.py that is with them.
. "$(dirname "$0")/lib.sh"

RELEVANCE=${RELEVANCE:-$SRC/../shared/relevance}
export RELEVANCE

test_expect_success 'make an index whose order is clear' '
	article content/a.md "Axolotl" <<-\EOF &&
	Axolotl, axolotl, axolotl.
	EOF
	article content/x/b.md "Of ponds" <<-\EOF &&
	An axolotl lives in a pond, and so do many others that swim there.
	EOF
	article "content/x/c d.md" "Of lakes" <<-\EOF &&
	A lake is larger than a pond.
	EOF
	pressmark index content &&
	printf "%s\t%s\n" 1 axolotl 2 "pond lake" 3 zorilla >queries.tsv &&
	cat >qrels.txt <<-\EOF
	1 0 x/b.md 2
	1 0 a 1
	2 0 x/c%20d 1
	2 0 a 0
	3 0 a 1
	EOF
'

# What is found: 1: a, x/b; 2: c d; 3: nothing.
test_expect_success 'prints the figures' '
	pressmark eval queries.tsv qrels.txt >out 2>err &&
	test_empty err &&
	cat >expected <<-\EOF &&
	queries             3
	relevant            4
	MAP            0.6667
	nDCG@10        0.6199
	P@10           0.1000
	recall@100     0.6667
	MRR            0.6667
	EOF
	test_cmp expected out
'

test_expect_success 'prints those of each query' '
	pressmark eval --per-query queries.tsv qrels.txt >out 2>err &&
	test_empty err &&
	cat >expected <<-\EOF &&

	       MAP    nDCG@10       P@10 recall@100        MRR  query
	    1.0000     0.8597     0.2000     1.0000     1.0000  1: axolotl
	    1.0000     1.0000     0.1000     1.0000     1.0000  2: pond lake
	    0.0000     0.0000     0.0000     0.0000     0.0000  3: zorilla
	EOF
	sed 1,7d out | test_cmp expected -
'

test_expect_success 'writes a run, whose scores are in its order' '
	pressmark eval --run a.run queries.tsv qrels.txt >out &&
	cat >expected <<-\EOF &&
	1 Q0 a 1 1000 pressmark
	1 Q0 x/b 2 999 pressmark
	2 Q0 x/c%20d 1 1000 pressmark
	2 Q0 x/b 2 999 pressmark
	EOF
	test_cmp expected a.run &&
	pressmark eval --any --run any.run queries.tsv qrels.txt >out &&
	test_cmp expected any.run
'

test_expect_success 'compares with a run' '
	cat >b.run <<-\EOF &&
	1 Q0 x/b 7 2.5 other
	1 Q0 nosuch 1 3.5 other
	3 Q0 a 1 1 other
	EOF
	pressmark eval --compare b.run --per-query queries.tsv qrels.txt \
		>out 2>err &&
	test_empty err &&
	cat >expected <<-\EOF &&
	queries             3
	relevant            4
	                index       run  difference         p  better   worse
	MAP            0.6667    0.4167     +0.2500    1.0000       2       1
	nDCG@10        0.6199    0.4932     +0.1267    1.0000       2       1
	P@10           0.1000    0.0667     +0.0333    1.0000       2       1
	recall@100     0.6667    0.5000     +0.1667    1.0000       2       1
	MRR            0.6667    0.5000     +0.1667    1.0000       2       1

	       MAP    nDCG@10       P@10 recall@100        MRR  query (difference)
	   +0.7500    +0.3801    +0.1000    +0.5000    +0.5000  1: axolotl
	   +1.0000    +1.0000    +0.1000    +1.0000    +1.0000  2: pond lake
	   -1.0000    -1.0000    -0.1000    -1.0000    -1.0000  3: zorilla
	EOF
	test_cmp expected out
'

# Of the four ways to set the signs of two differences two are as far off.
test_expect_success 'says how likely a difference is by chance' '
	echo "2 Q0 x/b 1 1 other" >c.run &&
	pressmark eval --compare c.run queries.tsv qrels.txt >out &&
	test "$(grep -c "    0.5000       2       0$" out)" = 5
'

# With 20 queries that differ alike no throw is as far off.
test_expect_success 'does not say that chance is impossible' '
	i=0 &&
	while [ $((i += 1)) -le 20 ]; do
		printf "%s\taxolotl\n" $i >>many.tsv &&
		echo "$i 0 a 1" >>many.txt || exit 1
	done &&
	: >none.run &&
	pressmark eval --compare none.run many.tsv many.txt >out &&
	test "$(grep -c "  <0.0001      20       0$" out)" = 5
'

test_expect_success 'what is compared with itself does not differ' '
	pressmark eval --run a.run queries.tsv qrels.txt >out &&
	pressmark eval --compare a.run queries.tsv qrels.txt >out &&
	test "$(grep -c "+0.0000    1.0000       0       0$" out)" = 5
'

test_expect_success 'prints JSON' '
	pressmark eval --json --per-query --compare b.run queries.tsv \
		qrels.txt >out 2>err &&
	test_empty err &&
	json out "map { \$_->{queries}, \$_->{relevant}, \$_->{refused},
		\$_->{measures}{map} - 2 / 3 < 1e-9,
		\$_->{compared}{run},
		\$_->{compared}{measures}{p_10} - 0.2 / 3 < 1e-9,
		\$_->{compared}{differences}{ndcg_10}{better},
		\$_->{compared}{differences}{ndcg_10}{p},
		scalar @{\$_->{per_query}},
		\$_->{per_query}[0]{id}, \$_->{per_query}[0]{measures}{mrr},
		\$_->{per_query}[0]{compared}{mrr} } \$_" >actual &&
	printf "%s\n" 3 4 0 1 b.run 1 2 1 3 1 1 0.5 >expected &&
	test_cmp expected actual &&
	pressmark eval --json queries.tsv qrels.txt >out &&
	json out "defined \$_->{compared} || exists \$_->{per_query}" >actual &&
	printf "\n" >expected &&
	test_cmp expected actual
'

test_expect_success 'a query that is refused finds nothing, and is told of' '
	printf "%s\t%s\n" 1 axolotl 2 "pond after:nonsense" >q &&
	test_must_fail 4 pressmark eval q qrels.txt >out 2>err &&
	sed 1d err >rest &&
	test_cmp rest - <<-\EOF &&
	q:2:14: query '\''2'\'' finds nothing: '\''nonsense'\'' is no date; write 2025, 2025-10 or 2025-10-26, or today, yesterday, 7d, 2w, 6m, 1y
	EOF
	head -n 1 err | grep "^1 judged query has no text in .q. and finds nothing$" &&
	grep "^MRR *0.3333$" out
'

test_expect_success 'what is not in both files is told of' '
	printf "%s\t%s\n" 1 axolotl 7 pond >q &&
	pressmark eval q qrels.txt >out 2>err &&
	cat >expected <<-\EOF &&
	1 query is left out, since nothing is judged relevant to it
	2 judged queries have no text in '\''q'\'' and find nothing
	EOF
	test_cmp expected err &&
	grep "^queries *3$" out &&
	printf "1 0 a 0\n" >none &&
	test_must_fail 1 pressmark eval q none >out 2>err &&
	test_empty out &&
	grep "nothing is judged relevant in '"'none'"'" err
'

# refused CODE MESSAGE ARGUMENT...
refused()
{
	code=$1
	message=$2
	shift 2
	test_must_fail "$code" pressmark eval "$@" >out 2>err &&
		test_empty out &&
		printf 'pressmark: %s\n' "$message" >expected &&
		test_cmp expected err
}

test_expect_success 'what is wrong with files is said' '
	printf "1 0 a\n" >bad &&
	refused 3 "bad:1:1: a judgment has four columns (query, 0, article, gain), not 3" \
		queries.tsv bad &&
	refused 3 "qrels.txt:1:1: a query is an id, a tab and its text; there is no tab" \
		qrels.txt qrels.txt &&
	refused 3 "bad:1:1: a line of a run has six columns (query, Q0, article, place, score, name), not 3" \
		--compare bad queries.tsv qrels.txt &&
	refused 2 "there is no file '\''nosuch'\''" queries.tsv nosuch &&
	refused 2 "there is no file '\''nosuch'\''" --compare nosuch \
		queries.tsv qrels.txt &&
	refused 3 "no index in '\''nosuch'\''; make one with '\''pressmark index'\''" \
		--index nosuch queries.tsv qrels.txt
'

test_expect_success 'a run that cannot be written is an error' '
	test_must_fail 3 pressmark eval --run nosuch/a queries.tsv qrels.txt \
		>out 2>err &&
	test_empty out &&
	grep "nosuch" err
'

test_expect_success 'wrong usage is refused, in JSON if that is asked for' '
	refused 2 "two files are needed, of queries and of judgments (see '\''pressmark eval --help'\'')" \
		queries.tsv &&
	refused 2 "unexpected '\''c'\'' (see '\''pressmark help eval'\'')" a b c &&
	test_must_fail 3 pressmark eval --json queries.tsv bad >out 2>err &&
	json out "\$_->{error}{code}" >actual &&
	echo input >expected &&
	test_cmp expected actual
'

# agrees ARGUMENT...: with evaluate.py on the run that it writes.
agrees()
{
	pressmark eval --index cran "$@" --run cran.run \
		"$RELEVANCE/cran/queries.tsv" "$RELEVANCE/cran/qrels.txt" \
		>out 2>err &&
		test_empty err &&
		python3 "$RELEVANCE/evaluate.py" "$RELEVANCE/cran/qrels.txt" \
			cran.run | sed -n '$ s/^[^ ]* *[^ ]*//p' |
		tr -s ' ' '\n' | sed 1d >expected &&
		sed '1,2d; s/.* //' out >actual &&
		test_cmp expected actual
}

if [ -d "$RELEVANCE/cran" ] && command -v python3 >/dev/null; then
	test_expect_success 'agrees with evaluate.py to four decimals' '
		pressmark index -q --index cran "$RELEVANCE/cran/articles" &&
		agrees &&
		cp cran.run all.run &&
		agrees --any
	'
	test_expect_success 'compares as evaluate.py does' '
		args="$RELEVANCE/cran/queries.tsv $RELEVANCE/cran/qrels.txt" &&
		pressmark eval --index cran --any --compare all.run $args \
			>out &&
		python3 "$RELEVANCE/evaluate.py" \
			"$RELEVANCE/cran/qrels.txt" all.run cran.run >theirs &&
		awk "/^[A-Z]|@/ { if (/^(queries|relevant)/) next
			printf \" %.4f\", \$4 } END { print \"\" }" out \
			>actual &&
		sed -n "s/^difference  *//p" theirs | tr -s " " |
			sed "s/^/ /" >expected &&
		test_cmp expected actual &&
		awk "/^[A-Z]|@/ { print \$5 }" out >ours &&
		sed -n "s/^p .two-sided, paired.  *//p" theirs |
			tr -s " " "\n" | paste - ours |
			awk "{ sub(/</, \"\", \$2); if (\$1 - \$2 > .02 || \$2 - \$1 > .02) exit 1
				n++ } END { exit n != 5 }"
	'
else
	test_skip 'agrees with evaluate.py to four decimals' \
		"there is no $RELEVANCE/cran, or no python3"
	test_skip 'compares as evaluate.py does' 'the same'
fi

test_done
