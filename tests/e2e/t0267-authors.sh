#!/bin/sh
# The data file of authors, and when articles are read anew for it.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'keys become names' '
	mkdir -p site/_data && cd site &&
	printf "preset: jekyll\nauthors: _data/authors.yml\n" >pressmark.yaml &&
	printf "ann:\n  name: Ann Lee\n  url: https://ann.example\n" \
		>_data/authors.yml &&
	article _posts/2025-10-26-a.md "Aardvark" "author: ann" </dev/null &&
	article _posts/2025-10-27-b.md "Aardvark b" "author: bo" </dev/null &&
	pressmark index &&
	ids "author:\"ann lee\"" >actual &&
	echo _posts/2025-10-26-a.md >expected &&
	test_cmp expected actual &&
	pressmark fields author >out &&
	grep "^ *1  Ann Lee$" out &&
	grep "^ *1  bo$" out &&
	pressmark index >out &&
	grep "nothing changed" out
'

test_expect_success 'when the file changes all is read again' '
	cd site &&
	printf "bo: Bo Rask\n" >>_data/authors.yml &&
	pressmark index >out 2>err &&
	grep "all were read again" err &&
	grep "2 changed" out &&
	ids "author:\"bo rask\"" >actual &&
	echo _posts/2025-10-27-b.md >expected &&
	test_cmp expected actual &&
	pressmark index >out 2>err &&
	test_empty err &&
	grep "nothing changed" out
'

test_expect_success 'it starts at the configuration' '
	cd site/_posts &&
	pressmark index >out 2>err &&
	grep "nothing changed" out
'

test_expect_success 'explain says where a name is from' '
	cd site &&
	COLUMNS=100 pressmark explain _posts/2025-10-26-a.md >out &&
	grep "^  authors  *Ann Lee (ann) <https://ann.example>$" out &&
	grep "^  *line 3, key author, looked up in _data/authors.yml$" out &&
	article other.md "Other" "author: Cy" </dev/null &&
	pressmark explain other.md >out &&
	grep "^  authors  *Cy  line 3, key author$" out
'

test_expect_success 'what is wrong with it stops the run; the index stays' '
	cd site &&
	printf "ann: [Ann]\n" >_data/authors.yml &&
	for command in "index" "lint" "explain other.md"; do
		test_must_fail 3 pressmark $command >out 2>err &&
		test_empty out &&
		grep "^pressmark: _data/authors.yml:1:6: a name, or a map" \
			err || exit 1
	done &&
	rm _data/authors.yml &&
	test_must_fail 3 pressmark index 2>err &&
	grep "^pressmark: pressmark.yaml:2:10: the file ._data/authors.yml. is not there" \
		err &&
	ids "author:\"bo rask\"" >actual &&
	test_cmp expected actual
'

test_expect_success 'lint notes a key that Docusaurus does not know' '
	mkdir -p docusaurus/blog && cd docusaurus &&
	printf "preset: docusaurus\nauthors: blog/authors.json\n" \
		>pressmark.yaml &&
	echo "{\"slorber\": {\"name\": \"S. Lorber\"}}" >blog/authors.json &&
	article blog/a.md "A" "authors: [slorbr, slorber]" </dev/null &&
	pressmark lint >out &&
	cat >expected <<-\END &&
	blog/a.md:3:11: note: there is no author '\''slorbr'\'' in blog/authors.json; did you mean '\''slorber'\''? [unknown-author]
	END
	test_cmp expected out
'

test_done
