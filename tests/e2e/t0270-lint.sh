#!/bin/sh
# Reporting what is wrong with articles, without an index.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'articles that are well are counted' '
	mkdir good &&
	echo "All is well." | article good/a.md A "date: 2025-10-26" &&
	echo "All is well." | article good/b/c.md C &&
	pressmark lint good >out 2>err &&
	test_empty out &&
	echo "2 articles, nothing is wrong" >expected &&
	test_cmp expected err
'

test_expect_success 'no index is made' '
	mkdir plain && cd plain &&
	echo Text. >a.md &&
	pressmark lint 2>err &&
	grep "^1 article, " err &&
	test "$(ls -A)" = "a.md
err"
'

test_expect_success 'what is wrong is said as compilers do' '
	mkdir bad &&
	printf -- "---\ntitle: A\ntags:\n  - b\nText.\n" >bad/open.md &&
	printf "\377\376t\0e\0x\0t\0" >bad/wide.md &&
	printf "Tea and \351clairs.\n" >bad/latin.md &&
	test_must_fail 4 pressmark lint bad >out 2>err &&
	cat >expected <<-\END &&
	bad/latin.md:1:9: warning: the file is not valid UTF-8 here; save it as UTF-8 [bad-utf8]
	bad/open.md:1: warning: the front matter has no closing line like its first; all is read as text [unclosed-front-matter]
	bad/wide.md:1:1: error: the file is UTF-16; save it as UTF-8 [utf-16]
	END
	test_cmp expected out &&
	echo "3 articles, 1 rejected, 1 error, 2 warnings in 3 files:" \
		"1 bad-utf8, 1 unclosed-front-matter, 1 utf-16" >expected &&
	test_cmp expected err
'

test_expect_success 'files are in the order of their paths, over all sources' '
	mkdir -p order/a order/b &&
	printf "\351\n" | tee order/a/2.md order/b/1.md order/a/10.md &&
	pressmark lint order/b order/a >out 2>err &&
	cut -d: -f1 out >paths &&
	printf "order/a/10.md\norder/a/2.md\norder/b/1.md\n" >expected &&
	test_cmp expected paths
'

test_expect_success 'lines are in order within a file' '
	mkdir lines &&
	printf -- "---\ntitle: A\ndate: 99/99\n---\n\351\n" >lines/a.md &&
	pressmark lint lines >out 2>err &&
	cut -d: -f2 out >numbers &&
	sort -n numbers >expected &&
	test_cmp expected numbers
'

test_expect_success 'of very many problems the first are shown' '
	mkdir many &&
	perl -e "print qq(---\ntags:\n), qq(  - x: y\n) x 150, qq(---\n)" \
		>many/a.md &&
	pressmark lint many >out 2>err &&
	test "$(wc -l <out)" -eq 101 &&
	tail -n 1 out >last &&
	echo "many/a.md: warning: there are 50 more problems [more]" \
		>expected &&
	test_cmp expected last &&
	echo "1 article, 150 warnings in 1 file: 100 bad-value, 50 more" \
		>expected &&
	test_cmp expected err
'

test_expect_success 'very many notes are still no more than notes' '
	mkdir remarks && cd remarks &&
	printf "preset: docusaurus\nauthors: authors.yml\n" >pressmark.yaml &&
	echo "ann: Ann" >authors.yml &&
	mkdir blog &&
	perl -e "print qq(---\nauthors:\n), qq(  - bo\n) x 150, qq(---\n)" \
		>blog/a.md &&
	pressmark lint --strict >out 2>err &&
	tail -n 1 out >last &&
	echo "blog/a.md: note: there are 50 more problems [more]" >expected &&
	test_cmp expected last &&
	echo "1 article, 150 notes in 1 file: 100 unknown-author, 50 more" \
		>expected &&
	test_cmp expected err &&
	pressmark lint -q >out 2>err &&
	test_empty out
'

test_expect_success 'warnings do not fail, but with --strict' '
	pressmark lint bad/latin.md &&
	test_must_fail 2 pressmark lint --strict bad/latin.md >out &&
	grep bad-utf8 out &&
	test_must_fail 2 pressmark lint --strict bad &&
	pressmark lint --strict good
'

test_expect_success 'notes do not count for --strict, and not at all for -q' '
	mkdir noted &&
	echo Text. >noted/a.md &&
	ln -s a.md noted/b.md &&
	pressmark lint --strict noted >out 2>err &&
	grep "^noted/b.md: note: .*symbolic link.* \[skipped\]$" out &&
	grep "^1 article, 1 note in 1 file: 1 skipped$" err &&
	pressmark lint -q noted >out 2>err &&
	test_empty out &&
	test_empty err
'

test_expect_success '-q still says what is wrong' '
	test_must_fail 4 pressmark lint -q bad >out 2>err &&
	test "$(wc -l <out)" -eq 3 &&
	test_empty err
'

test_expect_success '--json prints an object a line' '
	test_must_fail 4 pressmark lint --json bad >out 2>err &&
	test "$(wc -l <out)" -eq 3 &&
	tail -n 1 out >last &&
	json last "@{\$_}{qw(file line column level code text)}" >fields &&
	cat >expected <<-\END &&
	bad/wide.md
	1
	1
	error
	utf-16
	the file is UTF-16; save it as UTF-8
	END
	test_cmp expected fields
'

test_expect_success 'two articles with one URL are both named' '
	mkdir twice &&
	echo One. | article twice/a.md A "url: /same/" &&
	echo Two. | article twice/b.md B "date: 2025-10-26" "url: /same/" &&
	echo Two. | article twice/c.md C "draft: true" "url: /same/" &&
	test_must_fail 4 pressmark lint twice >out 2>err &&
	cat >expected <<-\END &&
	twice/b.md:4: error: has the same URL as '\''twice/a.md'\'': /same/ [same-url]
	END
	test_cmp expected out &&
	grep "^3 articles, 1 error in 1 file: 1 same-url$" err
'

test_expect_success 'one id in two sources is an error' '
	mkdir left right &&
	echo One. | tee left/a.md right/a.md &&
	test_must_fail 4 pressmark lint left right >out 2>err &&
	grep "^right/a.md: error: has the same path below its source as .left/a.md. \[bad-path\]$" out &&
	grep "^1 article, 1 rejected, 1 error in 1 file" err
'

test_expect_success 'a file that is named twice, or with its folder, is read once' '
	mkdir again &&
	printf "\351\n" >again/a.md &&
	for sources in "again/a.md again/a.md" "again again/a.md" \
		"again/a.md again" "again ./again/a.md"; do
		pressmark lint $sources >out 2>err &&
		test "$(wc -l <out)" -eq 1 &&
		grep "^1 article, 1 warning in 1 file: 1 bad-utf8$" err ||
			exit 1
	done &&
	pressmark index --index again.idx again again/a.md >out &&
	grep "^indexed 1 article (1 new)" out
'

test_expect_success 'a folder without articles is not said to be well' '
	mkdir bare &&
	echo Text. >bare/a.txt &&
	pressmark lint bare >out 2>err &&
	test_empty out &&
	grep "^0 articles: no name ends in .md, " err
'

test_expect_success 'what is no file is not waited for' '
	mkdir pipes &&
	mkfifo pipes/a.md &&
	pressmark lint pipes >out 2>err &&
	grep "^pipes/a.md: note: .*\[skipped\]$" out &&
	test_must_fail 4 pressmark lint pipes/a.md >out 2>err &&
	grep "^pipes/a.md: error: .*not a regular file \[unreadable\]$" out
'

test_expect_success 'the sources of the index are taken' '
	mkdir site && cd site &&
	mkdir content other &&
	echo Text. >content/a.md &&
	echo Text. >other/b.md &&
	pressmark index content &&
	pressmark lint >out 2>err &&
	grep "^1 article, " err &&
	cd content &&
	pressmark lint >out 2>err &&
	grep "^1 article, " err &&
	pressmark lint ../other ../content 2>err &&
	grep "^2 articles, " err
'

test_expect_success 'the configuration holds' '
	mkdir -p configured/posts configured/notes && cd configured &&
	echo Text. | tee posts/a.md notes/b.md &&
	echo "sources: [posts]" >pressmark.yaml &&
	pressmark lint 2>err &&
	grep "^1 article, " err &&
	pressmark lint . 2>err &&
	grep "^2 articles, " err &&
	echo "exclude: [notes/**]" >pressmark.yaml &&
	pressmark lint 2>err &&
	grep "^1 article, " err &&
	echo "sourcs: [posts]" >pressmark.yaml &&
	test_must_fail 3 pressmark lint >out 2>err &&
	test_empty out &&
	grep "pressmark.yaml:1:" err
'

test_expect_success 'a date far ahead is remarked on' '
	mkdir far && cd far &&
	printf "%s\n" --- "date: 2999-01-01" --- >a.md &&
	pressmark lint . >out 2>err &&
	grep "a.md:2:7: note: .*2999.*odd-year" out
'

test_expect_success 'colour is for terminals, or when it is asked for' '
	test_must_fail 4 pressmark lint bad >out &&
	! grep "$(printf "\033")" out &&
	test_must_fail 4 pressmark lint --color=always bad >out &&
	grep "$(printf "\033\[1;31m")error:" out &&
	test_must_fail 2 pressmark lint --color=blue bad
'

test_expect_success 'a path cannot drive the terminal' '
	mkdir odd &&
	echo Text. >"odd/$(printf "a\033[31mb").md" &&
	test_must_fail 4 pressmark lint odd >out 2>err &&
	grep "control character" out &&
	! grep "$(printf "\033")" out
'

test_expect_success 'nor break a line, nor JSON' '
	mkdir broken &&
	echo Text. >"broken/$(printf "a\nb").md" &&
	echo Text. >"broken/$(printf "c\377d").md" &&
	test_must_fail 4 pressmark lint broken >out 2>err &&
	cat >expected <<-\END &&
	broken/a b.md: error: the path holds a control character; rename it [bad-path]
	broken/c�d.md: error: the path is not UTF-8; rename it [bad-path]
	END
	test_cmp expected out &&
	test_must_fail 4 pressmark lint --json broken >out 2>err &&
	test "$(wc -l <out)" -eq 2 &&
	head -n 1 out >line &&
	json line "\$_->{file}" >actual &&
	printf "broken/a\nb.md\n" >expected &&
	test_cmp expected actual &&
	tail -n 1 out >line &&
	json line "\$_->{file}" >actual &&
	echo "broken/c�d.md" >expected &&
	test_cmp expected actual
'

test_expect_success 'a source that is absent is refused' '
	test_must_fail 2 pressmark lint nowhere >out 2>err &&
	test_empty out &&
	grep "no such file or folder: .nowhere." err
'

test_expect_success 'a closed pipe ends it quietly' '
	{ pressmark lint bad 2>err; echo $? >code; } | : &&
	grep "^4$" code
'

test_expect_success 'output that cannot be written is an error' '
	test_must_fail 3 pressmark lint bad >&- 2>err &&
	grep "cannot write to standard output" err &&
	test_must_fail 3 pressmark lint bad >/dev/full 2>err &&
	grep "cannot write to standard output" err
'

test_done
