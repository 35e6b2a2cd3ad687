#!/bin/sh
# Showing how an article is read.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'each field is shown with what gave it' '
	mkdir -p posts &&
	cat >posts/a.md <<-\END &&
	---
	title: Rising Ties
	date: 2025-10-26
	tags: [Trade, rail ways]
	---
	# Part one

	See `make all`, and

	| Port | Ships |
	|------|-------|
	| Kest | 4     |

	```sh
	echo hello
	```
	END
	pressmark explain posts/a.md >out 2>err &&
	test_empty err &&
	grep "^posts/a.md: front matter in YAML, read by the rules of generic$" out &&
	grep "^  title  *Rising Ties  line 2, key title$" out &&
	grep "^  date  *2025-10-26 (the site.s time)" out &&
	grep "^  tags  *Trade, rail ways" out &&
	grep "^  hidden  *no, searches find it$" out
'

test_expect_success 'the text is shown with the lines that it comes from' '
	pressmark explain posts/a.md >out &&
	sed -n "/^Text/,\$p" out >text &&
	grep "^     6  # Part one$" text &&
	grep "^     8  See .*make all.*, and$" text &&
	grep "^    10  \[cell\] Port$" text &&
	grep "^    12  \[cell\] Kest$" text &&
	grep "^    15  \[code.*\] echo hello$" text
'

test_expect_success 'sections are shown with their ids' '
	pressmark explain posts/a.md >out &&
	grep "^  lines 6-[0-9]*  *# Part one #part-one$" out
'

test_expect_success 'what hides an article is said' '
	echo Text. | article draft.md D "draft: true" &&
	pressmark explain draft.md >out &&
	grep "^  hidden  *draft  line 3, key draft$" out &&
	echo Text. | article future.md F "date: 2125-01-02" &&
	pressmark explain future.md >out &&
	grep "^  hidden  *future: not before 2125-01-02  line 3, key date$" out &&
	echo Text. | article old.md O "expiryDate: 2020-01-02" &&
	pressmark explain old.md >out &&
	grep "^  hidden  *expired: not after 2020-01-02  line 3, key expiryDate$" \
		out
'

test_expect_success 'nothing is wider than 80 columns' '
	{
		printf -- "---\ntitle: T\ndescription: "
		for i in 1 2 3 4 5 6 7 8 9; do
			printf "a rather long description of an article "
		done
		printf "\n---\n"
		for i in 1 2 3 4 5 6 7 8 9; do
			printf "a rather long paragraph of an article, "
		done
	} >long.md &&
	pressmark explain long.md >out &&
	! grep -E "^.{81}" out
'

test_expect_success '--json prints the normal form' '
	pressmark explain --json posts/a.md >out 2>err &&
	test_empty err &&
	json out "\$_->{format}, \$_->{title}, \$_->{tags}[1]{slug}, \$_->{fence},
		\$_->{text}" >fields &&
	cat >expected <<-\END &&
	1
	Rising Ties
	rail-ways
	yaml
	Part one
	See make all, and
	Port
	Ships
	Kest
	4
	echo hello

	END
	test_cmp expected fields
'

test_expect_success 'several files are explained one after the other' '
	echo Text. >other.md &&
	pressmark explain posts/a.md other.md >out &&
	grep "^posts/a.md: " out &&
	grep "^other.md: " out &&
	pressmark explain --json posts/a.md other.md >out &&
	test "$(grep -c "\"format\": 1" out)" -eq 2
'

test_expect_success 'warnings are shown at the end' '
	printf -- "---\ntitle: A\nText.\n" >open.md &&
	pressmark explain open.md >out 2>err &&
	tail -n 1 out >last &&
	grep "^open.md:1: warning: .* \[unclosed-front-matter\]$" last
'

test_expect_success 'a rejected article says why' '
	printf "\377\376t\0e\0x\0t\0" >wide.md &&
	test_must_fail 4 pressmark explain wide.md >out 2>err &&
	echo "wide.md:1:1: error: the file is UTF-16; save it as UTF-8 [utf-16]" \
		>expected &&
	test_cmp expected out &&
	head -c 100 /dev/zero >zero.md &&
	test_must_fail 4 pressmark explain zero.md >out 2>err &&
	grep "not text" out &&
	test_must_fail 4 pressmark explain --json wide.md posts/a.md >out &&
	grep "\"code\": \"utf-16\"" out &&
	grep "Rising Ties" out
'

test_expect_success 'what is no file is refused' '
	test_must_fail 2 pressmark explain nowhere.md >out 2>err &&
	test_empty out &&
	grep "no such file: .nowhere.md." err &&
	test_must_fail 2 pressmark explain no/where.md 2>err &&
	grep "no such file: .no/where.md." err &&
	test_must_fail 2 pressmark explain - 2>err &&
	test_must_fail 2 pressmark explain posts 2>err &&
	grep "is a folder" err &&
	ln -s posts/a.md link.md &&
	test_must_fail 4 pressmark explain link.md >out &&
	grep "symbolic link" out
'

# id FILE: as the article is known by.
id()
{
	pressmark explain --json "$1" >.explained && json .explained "\$_->{id}"
}

test_expect_success 'the id is that below the source, as for the index' '
	mkdir -p site/content/deep && cd site &&
	echo Text. >content/deep/a.md &&
	cd content &&
	test "$(id deep/a.md)" = deep/a.md &&
	mkdir aside &&
	(cd aside && test "$(id ../deep/a.md)" = a.md) &&
	cd .. &&
	pressmark index content &&
	test "$(id content/deep/a.md)" = deep/a.md &&
	cd content/deep &&
	test "$(id a.md)" = deep/a.md &&
	test "$(id ./a.md)" = deep/a.md &&
	test "$(id ../deep/a.md)" = deep/a.md &&
	test "$(id "$TRASH/site/content/deep/a.md")" = deep/a.md
'

test_expect_success 'the index of the file is found from elsewhere too' '
	mkdir -p away && cd away &&
	test "$(id ../site/content/deep/a.md)" = deep/a.md
'

test_expect_success 'without an index the configuration says where the top is' '
	mkdir -p home/posts/2025 &&
	: >home/pressmark.yaml &&
	echo Text. >home/posts/2025/a.md &&
	test "$(id home/posts/2025/a.md)" = posts/2025/a.md &&
	cd home/posts &&
	test "$(id 2025/a.md)" = posts/2025/a.md
'

test_expect_success 'whose rules hold is said, and why' '
	mkdir -p hugo/content && cd hugo &&
	: >hugo.toml &&
	echo Text. >content/a.md &&
	pressmark explain content/a.md >out &&
	grep "read by the rules of hugo (.*hugo.toml)$" out &&
	echo "preset: jekyll" >pressmark.yaml &&
	pressmark explain content/a.md >out &&
	grep "read by the rules of jekyll (.*pressmark.yaml)$" out &&
	pressmark explain --json content/a.md >out &&
	test "$(json out "\$_->{preset}")" = jekyll
'

test_expect_success 'what is left out of the index says so' '
	mkdir -p left/notes && cd left &&
	echo Text. | tee notes/a.md b.md &&
	echo "exclude: [notes/**]" >pressmark.yaml &&
	pressmark explain notes/a.md >out &&
	grep "^  indexed  *no, left out by .* exclude in pressmark.yaml$" out &&
	grep "^  hidden  *no$" out &&
	pressmark explain b.md >out &&
	! grep "^  indexed" out
'

test_expect_success 'what is passed over by its name says so' '
	mkdir -p names/node_modules names/.hid && cd names &&
	for f in "node_modules/b.md" ".hid/b.md" "#b.md" "b.md~" "b.txt"
	do
		echo Text >"$f" &&
		pressmark explain "$f" >out &&
		grep "^  indexed  *no, files and folders of such names" out &&
		grep "^  hidden  *no$" out || return 1
	done
'

test_expect_success 'text cannot drive the terminal' '
	printf -- "---\ntitle: \"a\\\\x1b[31mb\"\n---\nc\033[31md\n" >esc.md &&
	pressmark explain esc.md >out &&
	! grep "$(printf "\033")" out &&
	pressmark explain --color=always esc.md >out &&
	grep "$(printf "\033\[1m")" out &&
	! grep "$(printf "\033\[31m")" out
'

test_expect_success 'a path that no article may have is told, as an error' '
	mkdir broken &&
	name=broken/$(printf "a\n\033[31mb").md &&
	echo Text. >"$name" &&
	test_must_fail 4 pressmark explain "$name" >out 2>err &&
	test_empty err &&
	test "$(wc -l <out)" -eq 1 &&
	grep "error: the path holds a control character; rename it \[bad-path\]$" \
		out &&
	! grep "$(printf "\033")" out &&
	name=broken/$(printf "c\377d").md &&
	echo Text. >"$name" &&
	test_must_fail 4 pressmark explain --json "$name" >out 2>err &&
	json out "map { @{\$_}{qw(file code)} } @{\$_->{warnings}}" >actual &&
	printf "%s\n" "broken/c�d.md" bad-path >expected &&
	test_cmp expected actual
'

test_expect_success 'output that cannot be written is an error' '
	echo Text. >plain.md &&
	test_must_fail 3 pressmark explain plain.md >&- 2>err &&
	grep "cannot write to standard output" err &&
	{ pressmark explain plain.md 2>err; echo $? >code; } | : &&
	grep "^0$" code &&
	test_empty err
'

test_done
