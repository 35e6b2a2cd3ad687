#!/bin/sh
# pressmark search: words that no article has, and what was meant.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# corrected QUERY [OPTION...]: what is searched for instead; "offered: " before
# what is only offered; "-" for what stays as it is.
corrected()
{
	test_query=$1
	shift
	pressmark search --json "$@" -- "$test_query" >.page
	[ $? -le 1 ] || return 2
	json .page '!defined $_->{corrected} ? "-"
		: ($_->{is_corrected} ? "" : "offered: ") . $_->{corrected}'
}

# becomes QUERY CORRECTED [OPTION...]
becomes()
{
	test_query=$1
	printf '%s\n' "$2" >.expected
	shift 2
	corrected "$test_query" "$@" >.corrected
	test_cmp .expected .corrected || {
		echo "# the query was $test_query"
		return 1
	}
}

test_expect_success 'make an index' '
	article content/pond.md "Ponds and lakes" "tags: [amphibians]" <<-\EOF &&
	An axolotl lives in a pond, and so do many others that swim there, frogs
	as well. It is a definite photograph. See resize2fs, and the committee.

	    createServer(options)
	EOF
	article content/port.md "The harbour" <<-\EOF &&
	A desert port with a railway. The quality of its water is a question.
	Über den Fluss: réforme.
	EOF
	article content/cake.md "The kitchen" <<-\EOF &&
	A dessert of chocolate with cream. A second dessert, a third dessert.
	The independence of cooks.
	EOF
	article content/hidden.md "A secret" "draft: true" <<-\EOF &&
	Zorilla.
	EOF
	pressmark index content
'

test_expect_success 'a letter too many, too few, another, two that changed places' '
	becomes axolortl axolotl &&
	becomes axoltl axolotl &&
	becomes axolptl axolotl &&
	becomes axoloyl axolotl &&
	becomes axolotl. - &&
	becomes axlootl axolotl &&
	becomes comittee committee &&
	becomes swmi swim &&
	becomes harbiur harbour
'

test_expect_success 'two slips from eight letters on, none below four' '
	becomes cohcolat chocolate &&
	becomes fotograph photograph &&
	becomes axloltl - &&
	becomes lxkss - &&
	becomes pnd - &&
	becomes ponnd pond
'

test_expect_success 'words that sound alike' '
	becomes kwality quality &&
	becomes independanse independence &&
	becomes kreem - &&
	becomes kream cream
'

test_expect_success 'words with digits, and those that are in the index, stay' '
	becomes resize3fs - &&
	becomes axol0tl - &&
	becomes desert - &&
	becomes "desserts cream" - &&
	becomes "dessert axolotl" - &&
	becomes lives - &&
	becomes committees -
'

test_expect_success 'a word that was typed as two, two as one' '
	becomes aswell "as well" &&
	becomes rail-waay - &&
	becomes "rail waay" - &&
	becomes "chokolate cre am" "chocolate cre am" --any &&
	becomes "axo lotl" "axolotl" &&
	becomes "\"aswell\"" "\"as well\"" &&
	becomes "title:kitchn" "title:kitchen"
'

test_expect_success 'the other words of the query decide' '
	becomes "desesrt port" "desert port" &&
	becomes "port desesrt" "port desert" &&
	becomes "chocolate desesrt" "chocolate dessert"
'

test_expect_success 'accents and case do not matter' '
	becomes REFORMR reforme &&
	becomes "Axolortl Pond" "axolotl Pond" &&
	becomes fluus fluss
'

test_expect_success 'in phrases, groups and fields of the text, no others' '
	becomes "\"an axolortl lives\"" "\"an axolotl lives\"" &&
	becomes "(axolortl OR zzzz) pond" "(axolotl OR zzzz) pond" &&
	becomes "axolortl NEAR pond" "axolotl NEAR pond" &&
	becomes "title:(pondz lakes)" "title:(ponds lakes)" &&
	becomes "body:axolortl" "body:axolotl" &&
	becomes "title:axolortl" - &&
	becomes "axolortl -pnod" "axolotl -pnod" --all &&
	becomes tag:amphibian - &&
	becomes author:axolortl - &&
	becomes code:createServr - &&
	becomes "axolott*" - &&
	becomes -axolortl -
'

test_expect_success 'filters stay, and what they leave must be something' '
	becomes axolortl axolotl --tag amphibians &&
	becomes "axolortl tag:amphibians" "axolotl tag:amphibians" &&
	becomes axolortl - --tag birds &&
	becomes axolortl - --field title=axolortl
'

test_expect_success 'a correction finds something that is shown' '
	becomes zorila - &&
	becomes zorila zorilla --all &&
	becomes "zorila is:draft" "zorilla is:draft" &&
	becomes xqzkvw -
'

test_expect_success 'what has hits of its own is kept, and the other offered' '
	becomes "axolortl OR dessert" "offered: axolotl OR dessert" &&
	pressmark search --paths "axolortl OR dessert" >out 2>err &&
	echo "did you mean '\''axolotl OR dessert'\''?" >expected &&
	test_cmp expected err &&
	grep cake out &&
	! grep pond out
'

test_expect_success 'where most of the words were found, only a sure correction takes over' '
	article sure/a.md "One" <<-\EOF &&
	one two three four five six seven eight nine ten any body
	EOF
	article sure/b.md "Other" <<-\EOF &&
	eleven twelve
	EOF
	for i in 1 2 3 4; do
		article sure/$i.md "Filler $i" </dev/null || return 1
	done &&
	pressmark index -q --index sure.index sure &&
	set -- --index sure.index &&
	becomes "sevn twelve eleven" "seven twelve eleven" "$@" &&
	becomes "one two three four five six sevn eight nine twelve" \
		"one two three four five six seven eight nine twelve" "$@" &&
	becomes "one two three four five six sevn eight nine ten twelve" \
		"offered: one two three four five six seven eight nine ten twelve" \
		"$@" &&
	becomes "one two three four five six sevn eight nine ten twelve" \
		"offered: one two three four five six seven eight nine ten twelve" \
		"$@" --any &&
	becomes "one two three four five six sevn eight nine ten any" \
		"one two three four five six seven eight nine ten any" "$@" &&
	becomes "anybody eleven" "offered: any body eleven" "$@" &&
	becomes "anybody eleven" "offered: any body eleven" "$@" --any &&
	becomes "anybody ten" "any body ten" "$@" &&
	becomes "anybody" "any body" "$@"
'

test_expect_success 'a word that hardly any article has is kept, and a common one offered' '
	article rare/typo.md "Letters" <<-\EOF &&
	They recieve letters, and wether.
	EOF
	article rare/more.md "Wether" <<-\EOF &&
	A wether; receive it. A gull. Can she cant it?
	EOF
	i=1 &&
	while [ $i -le 60 ]; do
		article "rare/$i.md" "Article $i" <<-EOF || return 1
		We received it, whether or not; canto three $(
			test $i -gt 19 || echo grull
			test $i -gt 39 || echo their
			test $i -gt 2 || echo thier
			test $i -gt 3 || echo thrie
		)
		EOF
		i=$((i + 1))
	done &&
	pressmark index -q --index rare.index rare &&
	set -- --index rare.index &&
	becomes "recieve" "offered: receive" "$@" &&
	pressmark search "$@" --paths recieve >out 2>err &&
	echo "rare/typo.md" >expected &&
	test_cmp expected out &&
	grep "did you mean .receive.?" err &&
	becomes "recieve letters" "offered: receive letters" "$@" &&
	becomes "letters recieve" "offered: letters receive" "$@" --any &&
	becomes "recieve nosuchword" - "$@" &&
	becomes "recieve ltters" "recieve letters" "$@" &&
	becomes "receive" - "$@" &&
	becomes "recieve" - "$@" --as-typed &&
	: "a word of a title was meant so" &&
	becomes "wether" - "$@" &&
	: "twenty times as many articles, and no fewer" &&
	becomes "gull" - "$@" &&
	becomes "thier" - "$@" &&
	: "three articles are not hardly any" &&
	becomes "thrie" - "$@" &&
	becomes "can'\''t" - "$@"
'

test_expect_success 'any of the words will do: the corrected one too' '
	becomes "axolortl dessert" "axolotl dessert" --any &&
	ids --any "axolortl dessert" | sort >actual &&
	printf "cake.md\npond.md\n" >expected &&
	test_cmp expected actual
'

test_expect_success 'all that is shown is of the query that was searched for' '
	for option in "--explain" "--facets tag" "-n 1" "-n 0" "-n 1 --offset 1" \
		"--sort newest"; do
		becomes "axolortl swimm" "axolotl swim" $option &&
		mv .page a &&
		pressmark search --json $option --as-typed "axolotl swim" >b
		json a "(\$_->{total}, map { \$_->{id} . \$_->{score} .
			\$_->{snippet}{text} } @{\$_->{hits}})" >actual &&
		json b "(\$_->{total}, map { \$_->{id} . \$_->{score} .
			\$_->{snippet}{text} } @{\$_->{hits}})" >expected &&
		test_cmp expected actual || return 1
	done &&
	pressmark search --json --facets tag axolortl >a &&
	json a "\$_->{facets}{tag}[0]{value}" >actual &&
	echo amphibians >expected &&
	test_cmp expected actual &&
	json a "\$_->{query}" >actual &&
	echo axolortl >expected &&
	test_cmp expected actual
'

test_expect_success 'it is said on standard error, but for a page of JSON' '
	echo "searched for '\''axolotl'\'' instead (--as-typed: for what was typed)" \
		>expected &&
	pressmark search axolortl >out 2>err &&
	head -n 1 err >actual &&
	test_cmp expected actual &&
	grep -q "1 article" err &&
	for form in --paths --grep --jsonl "--format {title}"; do
		pressmark search $form axolortl >out 2>err &&
		test_cmp expected err || return 1
	done &&
	pressmark search --json axolortl >out 2>err &&
	test_empty err
'

test_expect_success '--as-typed corrects nothing' '
	becomes axolortl - --as-typed &&
	test_must_fail 1 pressmark search --as-typed axolortl >out 2>err &&
	test_empty out &&
	grep "nothing found for .axolortl." err
'

test_expect_success 'of many words that no article has the first few are looked at' '
	becomes "axolortl ponnd swimm harbuor choclate zzyzx" \
		"axolotl pond swim harbour choclate zzyzx" --any
'

test_expect_success 'a query that would become too long stays' '
	long=$(printf "aswell %.0s" 1 2 3 4 5 6 7 8 9 10) &&
	words=$(printf "pond %.0s" $(seq 44)) &&
	without=$(printf -- "-xyzzy%s " $(seq 10)) &&
	becomes "$long$words$without" - --any &&
	words=$(printf "pond %.0s" $(seq 53)) &&
	becomes "aswell $words" "offered: as well ${words% }" --any
'

test_done
