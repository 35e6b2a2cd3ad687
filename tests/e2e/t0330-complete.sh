#!/bin/sh
# Completion: what the program answers, and what three shells make of it.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# answers EXPECTED WORD...: these words in this order, blanks between them as
# commas.
answers()
{
	printf '%s\n' "$1" | tr ' ' '\n' | tr _ ' ' | sed '/^$/d' >.expected
	shift
	pressmark help --complete -- "$@" >.out 2>.err &&
		test_empty .err &&
		echo words >.kind &&
		head -n 1 .out >.first &&
		test_cmp .kind .first &&
		sed 1d .out | cut -f 1 >.actual &&
		test_cmp .expected .actual
}

# kind NAME WORD...: nothing but this.
kind()
{
	echo "$1" >.expected
	shift
	pressmark help --complete -- "$@" >.out 2>.err &&
		test_empty .err &&
		test_cmp .expected .out
}

test_expect_success 'make an index' '
	article content/a.md "A" "tags: [Open Source, sport]" \
		"author: \"Ann Ypsilon\"" "class: WR101" <<-\EOF &&
	Water.
	EOF
	article content/b.md "B" "tags: [Open Source, \"odd, one\"]" \
		"author: \"Ångström, Bo\"" "rating: 4" <<-\EOF &&
	Water.
	EOF
	article content/c.md "C" "tags: [opera]" "author: Bob" \
		"lang: fr" <<-\EOF &&
	Water.
	EOF
	pressmark index content
'

test_expect_success 'commands' '
	answers "index search suggest related serve lint explain fields status eval help version" "" &&
	answers "search suggest serve status" s &&
	answers "" x &&
	answers "--help --version" - &&
	answers "search suggest serve status" help s &&
	answers "" search x "" &&
	answers "" nosuch ""
'

test_expect_success 'every option of every command' '
	for name in index search suggest related serve lint explain fields status eval help version; do
		pressmark help $name |
			sed -n "s/^  \(-.,\|   \) \(--[a-z-]*\).*/\2/p" >expected &&
		test -s expected &&
		pressmark help --complete -- $name - | sed 1d |
			cut -f 1 >actual &&
		test_cmp expected actual || exit 1
	done &&
	answers "--tag" search water --ta &&
	answers "" search water -- --ta
'

test_expect_success 'values with a fixed choice' '
	answers "relevance newest oldest title" search --sort "" &&
	answers "newest" search water --sort n &&
	answers "--sort=newest" search --sort=n &&
	answers "always" lint --color al &&
	answers "never" search --links n &&
	answers "hugo" index --preset h &&
	answers "today" search --since t &&
	answers "" search -n ""
'

test_expect_success 'each choice is one that the command takes' '
	for word in $(pressmark help --complete -- search --sort "" | sed 1d)
	do
		pressmark search --sort $word water >out || exit 1
	done &&
	for word in $(pressmark help --complete -- search --color "" | sed 1d)
	do
		pressmark search --color $word water >out || exit 1
	done &&
	for word in $(pressmark help --complete -- search --since "" | sed 1d)
	do
		pressmark search --since $word water >out || test $? = 1 ||
			exit 1
	done &&
	for word in $(pressmark help --complete -- index --preset "" | sed 1d)
	do
		pressmark index --dry-run --preset $word content || exit 1
	done
'

test_expect_success 'tags and authors are those of the index' '
	answers "Open_Source opera sport" search --tag "" &&
	answers "Open_Source opera" search --tag OP &&
	answers "Open_Source" search --tag "open s" &&
	answers "sport,Open_Source sport,opera" search --tag sport,o &&
	answers "--tag=opera" search --tag=oper &&
	answers "Ann_Ypsilon" search --author an &&
	answers "fr" search --lang "" &&
	printf "words\nOpen Source\t2 articles\n" >expected &&
	pressmark help --complete -- search --tag open >out &&
	test_cmp expected out
'

test_expect_success 'and so are fields, and values typed in a query' '
	answers "class" fields cl &&
	answers "class=" search --field cl &&
	answers "class=WR101" search --field class=w &&
	answers "--field=class=WR101" search --field=class= &&
	answers "tag:Open-Source tag:opera" search tag:o &&
	answers "-tag:sport" search water -tag:s &&
	answers "author:Ann-Ypsilon" search author:ann &&
	pressmark search tag:Open-Source >out 2>err &&
	grep "^2 articles" err &&
	answers "" search water
'

test_expect_success 'of the index that is named' '
	article other/a.md "A" "tags: [zebra]" </dev/null &&
	pressmark index --index two other &&
	answers "zebra" search --index two --tag "" &&
	answers "zebra" search --index=two --tag "" &&
	(PRESSMARK_INDEX=two && export PRESSMARK_INDEX &&
		answers "zebra" search --tag "") &&
	answers "" search --index nosuch --tag "" &&
	mkdir -p "$TRASH/empty" && cd / &&
	pressmark help --complete -- search --tag "" >"$TRASH/out" &&
	echo words >"$TRASH/expected" &&
	test_cmp "$TRASH/expected" "$TRASH/out"
'

test_expect_success 'files and folders are left to the shell' '
	kind files index "" &&
	kind files lint co &&
	kind files explain co &&
	kind files eval "" &&
	kind files eval queries.tsv "" &&
	kind files eval --run "" &&
	kind files eval --compare=a &&
	kind folders search --index "" &&
	kind folders search --index=x &&
	kind words status "" &&
	kind words
'

test_expect_success 'fields --lines prints what there is, a line each' '
	pressmark fields --lines tag >out 2>err &&
	test_empty err &&
	printf "%s\n" "Open Source" "odd, one" opera sport >expected &&
	test_cmp expected out &&
	pressmark fields --lines >out &&
	pressmark fields --json >all &&
	json all "map { \$_->{name} } @{\$_->{fields}}" >expected &&
	test_cmp expected out &&
	test_must_fail 2 pressmark fields --lines nosuch >out &&
	test_empty out &&
	test_must_fail 2 pressmark fields --lines --json 2>err &&
	grep "exclude each other" err
'

# ---- Shells

folder=$SRC/cli/completion

if command -v bash >/dev/null; then
	# in_bash WORD...: what bash makes of the words, as it parts them.
	in_bash()
	{
		bash -c '
			. "$0" || exit 1
			COMP_WORDS=("$PRESSMARK" "$@")
			COMP_CWORD=$#
			_pressmark "$PRESSMARK" "${COMP_WORDS[COMP_CWORD]}"
			[[ ${#COMPREPLY[@]} = 0 ]] ||
				printf "%s\n" "${COMPREPLY[@]}"
		' "$folder/pressmark.bash" "$@" >.actual
	}

	bash_gives()
	{
		printf '%b\n' "$1" >.expected
		shift
		in_bash "$@" && test_cmp .expected .actual
	}

	test_expect_success 'bash: words, quoted as they must be' '
		bash_gives "search\nsuggest\nserve\nstatus" s &&
		bash_gives "newest" search --sort n &&
		bash_gives "newest" search --sort = n &&
		bash_gives "relevance\nnewest\noldest\ntitle" search --sort = &&
		bash_gives "Open\\\\ Source\nopera" search --tag op &&
		bash_gives "Open\\\\ Source" search --tag "Open\\ S" &&
		bash_gives "Open Source" search --tag "\"open" &&
		bash_gives "sport,opera" search --tag = sport,oper &&
		bash_gives "Open-Source\nopera" search tag : o &&
		bash_gives "zebra" search --index "\"two\"" --tag "" &&
		in_bash search water && test_empty .actual
	'
else
	test_skip 'bash: words, quoted as they must be' 'there is no bash'
fi

if command -v fish >/dev/null; then
	fish_gives()
	{
		printf '%b\n' "$1" >.expected
		fish --no-config -c "
			source $folder/pressmark.fish
			function pressmark; $PRESSMARK \$argv; end
			complete -C '$2'" >.out 2>.err &&
			test_empty .err &&
			cut -f 1 .out | sort >.actual &&
			test_cmp .expected .actual
	}

	test_expect_success 'fish: words, files and folders' '
		fish_gives "search\nserve\nstatus\nsuggest" "pressmark s" &&
		fish_gives "--tag=Open Source\n--tag=opera" \
			"pressmark search --tag=op" &&
		fish_gives "Ann Ypsilon" "pressmark search --author \"an" &&
		fish_gives "newest" "pressmark search --sort n" &&
		fish_gives "content/" "pressmark index con" &&
		fish_gives "two/" "pressmark search --index tw"
	'
else
	test_skip 'fish: words, files and folders' 'there is no fish'
fi

# types SHELL: types $TRASH/keys at an interactive shell on a terminal, in
# which completion is set up; then waits for it to end.
types()
{
	rm -f ready keys-pipe
	mkfifo keys-pipe &&
		{
			TERM=dumb timeout 60 script -qec "$1" /dev/null \
				<keys-pipe >typed.log 2>&1 &
		} &&
		{
			printf '%s\n' "$2; : >ready" &&
				test_wait_for test -e ready &&
				cat keys
		} >keys-pipe &&
		wait &&
		rm keys-pipe
}

if command -v script >/dev/null && [ "$(uname)" = Linux ]; then
	mkdir bin && ln -s "$PRESSMARK" bin/pressmark
	PATH=$TRASH/bin:$PATH

	# At a prompt: an option, an author with a blank, a folder with one.
	mkdir 'my folder' && cp content/a.md 'my folder'
	cat >keys <<-'EOT'
	pressmark sea	--sor	newe	--pat	--tag=oper	>o1
	pressmark search --paths --author an	>o2
	pressmark search --paths --author "an	>o3
	pressmark search --paths tag:sp	>o4
	pressmark lint my	>o5 2>&1
	pressmark search --paths --author Ann\ Y	>o6
	exit
	EOT
	typed_well()
	{
		cat typed.log
		echo content/a.md >a && echo content/c.md >c &&
			test_cmp c o1 && test_cmp a o2 && test_cmp a o3 &&
			test_cmp a o4 && test_cmp a o6 && grep "^1 article" o5
	}
fi

for shell in bash zsh; do
	title="$shell: a command line is typed with the tab key"
	if ! [ -d bin ]; then
		test_skip "$title" 'there is no script(1)'
	elif ! command -v $shell >/dev/null; then
		test_skip "$title" "there is no $shell"
	elif [ $shell = bash ]; then
		test_expect_success "$title" '
			rm -f o? &&
			types "bash --norc --noprofile -i" \
				". \"$folder/pressmark.bash\"" &&
			typed_well
		'
	else
		test_expect_success "$title" '
			rm -f o? &&
			types "zsh -f -i" "fpath=(\"$folder\" \$fpath);
				autoload -Uz compinit; compinit -u -D" &&
			typed_well
		'
	fi
done

test_done
