#!/bin/sh
# What articles say to the search: pins, boosts, sections that count less.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/hits.sh"

test_expect_success 'make an index' '
	article content/setup.md "Setting up" "date: 2020-01-02" \
		"search: {pin: [How to install?, café, install drapes]}" <<-\EOF &&
	Everything about a new machine.
	EOF
	article content/howto.md "How to install" "date: 2021-01-02" \
		"tags: [old]" <<-\EOF &&
	How to install: install it. This is how to install.
	EOF
	article content/other.md "Installing drapes" "date: 2022-01-02" \
		"tags: [old]" <<-\EOF &&
	To install drapes, install a rail first.
	EOF
	article content/hidden.md "Secret" "draft: true" \
		"search: {pin: how to install}" <<-\EOF &&
	Nothing.
	EOF
	pressmark index content
'

test_expect_success 'an article comes first for a query that is its pin' '
	found "setup howto other" how to install &&
	found "setup howto other" "HOW, to: install" &&
	found "setup" cafe
'

test_expect_success 'a pin is the whole query' '
	found "other howto" install &&
	found "howto other" how to install it &&
	found "howto other" to install how &&
	found "howto" "\"how to install\"" &&
	found "howto" "how AND to AND install" &&
	found "howto other" "how to install -machine"
'

test_expect_success 'filters hold for pins' '
	found "setup other howto" install drapes &&
	found "other howto" --tag old install drapes &&
	found "other howto" tag:old install drapes &&
	found "setup" --until 2020 install drapes &&
	found "howto other" --tag old how to install &&
	found "setup other howto" since:2020 install drapes &&
	found "setup hidden howto other" --all how to install &&
	found "" tag:old,new until:2020 install drapes
'

test_expect_success 'pins are for the order by relevance' '
	found "other howto" sort:newest how to install
'

test_expect_success 'pages go on behind what is pinned' '
	for n in 0 1 2; do
		pressmark search --paths -n 1 --offset $n how to install \
			2>/dev/null || exit 1
	done >pages &&
	pressmark search --paths -n 3 how to install >whole 2>/dev/null &&
	test_cmp whole pages
'

test_expect_success 'totals and facets count what is pinned once' '
	pressmark search --json --facets tag how to install >out &&
	json out "\$_->{total}" >actual &&
	json out "map { \$_->{count} } @{\$_->{facets}{tag}}" >>actual &&
	printf "%s\n" 3 2 >expected &&
	test_cmp expected actual
'

test_expect_success 'a query that is pinned is not corrected' '
	article content/typo.md "Words" "search: {pin: insatll drapse}" \
		<<-\EOF &&
	Nothing of it.
	EOF
	pressmark index &&
	pressmark search insatll drapse >out 2>&1 &&
	grep Words out &&
	! grep -i "mean\|instead\|install" out
'

test_expect_success '--explain tells it' '
	pressmark search --explain --width 200 how to install >out 2>&1 &&
	grep -c "pinned to this query by the article; score 0.00" out >actual &&
	echo 1 >expected &&
	test_cmp expected actual &&
	pressmark search --explain --json how to install >out &&
	json out "map { \$_->{explain}{pinned} ? 1 : 0 } @{\$_->{hits}}" \
		>actual &&
	printf "%s\n" 1 0 0 >expected &&
	test_cmp expected actual
'

test_expect_success 'a boost multiplies the score of an article' '
	article content/drapes.md "All of drapes" "search: {boost: 0.5}" <<-\EOF &&
	Drapes and drapes.
	EOF
	article content/words.md "Words" "search: {boost: 3}" <<-\EOF &&
	There is a long text here, and a word or two of it say that some
	windows have drapes, but not what they look like from the outside.
	EOF
	pressmark index &&
	found "words other drapes" drapes &&
	pressmark search --explain --width 200 drapes >out 2>&1 &&
	grep "boosted ×3 by the article (+" out &&
	grep "boosted ×0.5 by the article (−" out
'

test_expect_success 'what is below a heading counts less' '
	for weight in 1 0.2; do
		article sections/content/log.md "Log" \
			"search: {section_boost: {old notes: $weight}}" <<-EOF &&
		Nothing new.

		## Old notes

		Winch, winch, winch and again the winch. A capstan. Winches, or
		a winch.

		### Older still

		The winch.

		## Today

		Today the winch was oiled, and that is all there is to say.
		EOF
		article sections/content/winch.md "Machines" <<-\EOF &&
		A winch and a winch.
		EOF
		pressmark index -q --index sections/.pressmark \
			sections/content &&
		pressmark search --index sections/.pressmark winch >$weight \
			2>&1 || exit 1
	done &&
	head -n 1 1 >actual &&
	head -n 1 0.2 >>actual &&
	printf "%s\n" Log Machines >expected &&
	test_cmp expected actual
'

test_expect_success 'what counts nothing is found, and shown where nothing else is' '
	grep "winch was oiled" 0.2 &&
	! grep capstan 0.2 &&
	grep "and again the winch" 1 &&
	pressmark search --index sections/.pressmark --explain capstan >out \
		2>&1 &&
	grep "A capstan" out &&
	grep "score 0.00" out
'

# The 1,000 best by their words are as many as are looked at (LIMIT_BOOSTED).
test_expect_success 'of very many boosts those of the best count' '
	mkdir -p many/content &&
	awk "BEGIN {
		for (i = 1; i <= 1000; i++) {
			file = sprintf(\"many/content/%04d.md\", i)
			print \"---\\nsearch: {boost: 2}\\n---\\nreef reef\" >file
			close(file)
		}
	}" &&
	article many/content/last.md Last "search: {boost: 100}" <<-\EOF &&
	There is one reef in a text of many more words than all others have.
	EOF
	pressmark index -q --index many/.pressmark many/content &&
	pressmark search --index many/.pressmark --paths -n 1 reef >out &&
	! grep last out &&
	pressmark search --index many/.pressmark --json reef >out &&
	json out "\$_->{total}" >actual &&
	echo 1001 >expected &&
	test_cmp expected actual &&
	rm many/content/0001.md &&
	pressmark index -q --index many/.pressmark &&
	pressmark search --index many/.pressmark --paths -n 1 reef >out &&
	grep last out
'

test_done
