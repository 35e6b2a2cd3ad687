#!/bin/sh
# pressmark search: the forms of output for other programs.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'make an index' '
	article "content/a  b.md" "Two  blanks" "date: 2010-01-31T10:00:00Z" \
		"tags: [Xray Tag, other]" "author: \"Ann Ypsilon\"" <<-\EOF &&
	The axolotl walks, 50 % of the time.

	## Under a heading

	An ibex stands there.
	EOF
	article content/beta.md "Beta axolotl" "date: 2011" \
		"slug: größe" <<-\EOF &&
	Nothing but words.
	EOF
	article content/evil.md "Esc \\e[31mred\\a and \\u202E" <<-\EOF &&
	An axolotl.
	EOF
	article content/-dash.md "Dash" <<-\EOF &&
	A dodo.
	EOF
	pressmark index content
'

# ---- --grep

test_expect_success '--grep prints where the best passage is, and the passage' '
	pressmark search --grep ibex >out 2>err &&
	test_empty err &&
	echo "content/a  b.md:11: An ibex stands there." >expected &&
	test_cmp expected out &&
	sed -n "$(cut -d: -f2 out)p" "$(cut -d: -f1 out)" >line &&
	grep ibex line
'

test_expect_success '--grep shows the title where only that matches' '
	pressmark search --grep title:beta >out &&
	echo "content/beta.md:1: Beta axolotl" >expected &&
	test_cmp expected out
'

test_expect_success '--grep is as long as it is, and cut where asked for' '
	pressmark index --index small "$SRC/corpus/small" &&
	COLUMNS=40 pressmark search --index small --grep -n 1 water >out &&
	test "$(wc -c <out)" -gt 150 &&
	test "$(wc -l <out)" -eq 1 &&
	cd "$SRC/corpus/small" &&
	pressmark search --index "$TRASH/small" --grep -n 1 --width 60 \
		water >"$TRASH/out" &&
	grep -E "^water.md:13: Water .{10,}…$" "$TRASH/out" &&
	test "$(wc -m <"$TRASH/out")" -le 61
'

test_expect_success '--grep is in colour when asked for' '
	esc=$(printf "\033") &&
	pressmark search --grep --color=always ibex >out &&
	grep "^content/a  b.md:11: An $esc\[1;31mibex$esc\[0m stands" out
'

# ---- --jsonl

test_expect_success '--jsonl prints the hits of --json, one a line' '
	pressmark search --json --sort title axolotl >whole &&
	pressmark search --jsonl --sort title axolotl >out 2>err &&
	test_empty err &&
	test "$(wc -l <out)" -eq 3 &&
	{ printf "[" && paste -sd, out | tr -d "\n" && printf "]"; } >array &&
	json array "JSON::PP->new->canonical->encode(\$_)" >actual &&
	json whole "JSON::PP->new->canonical->encode(\$_->{hits})" >expected &&
	test_cmp expected actual
'

# ---- --paths

test_expect_success '--paths prints paths that open the files from here' '
	pressmark search --paths --sort title axolotl >out 2>err &&
	test_empty err &&
	printf "%s\n" content/beta.md content/evil.md "content/a  b.md" \
		>expected &&
	test_cmp expected out &&
	mkdir -p below && cd below &&
	pressmark search --paths ibex >../out &&
	echo "$TRASH/content/a  b.md" >../expected &&
	test_cmp ../expected ../out
'

test_expect_success '--paths -0 is for xargs -0' '
	pressmark search --paths -0 ibex OR title:beta >out &&
	tr "\0" "\n" <out >lines &&
	test "$(wc -l <lines)" -eq 2 &&
	xargs -0 cat <out >text &&
	grep ibex text &&
	grep "Nothing but words" text &&
	pressmark search --null --paths ibex OR title:beta >again &&
	test_cmp out again
'

test_expect_success 'a path never begins with a dash' '
	cd content &&
	pressmark search --paths dodo >../out &&
	cat ../out | xargs cat >../text &&
	grep dodo ../text
'

# ---- --format

test_expect_success '--format fills fields in' '
	pressmark search --format "{date}|{day}|{title}|{author}|{tags}" \
		ibex >out 2>err &&
	test_empty err &&
	echo "2010-01-31T10:00:00Z|2010-01-31|Two blanks|Ann Ypsilon|Xray Tag, other" \
		>expected &&
	test_cmp expected out &&
	pressmark search --format="{path}:{line}\t{url}#{anchor} {{{section}}}" \
		ibex >out &&
	printf "%s\t%s\n" "content/a  b.md:11" \
		"/a%20%20b/#under-a-heading {Under a heading}" >expected &&
	test_cmp expected out
'

test_expect_success 'each field says what --json says' '
	for field in id title url date lang score line; do
		pressmark search --format "{$field}" --sort title axolotl \
			>actual &&
		pressmark search --json --sort title axolotl >whole &&
		json whole "map { \$_->{$field} } @{\$_->{hits}}" |
			sed "s/^null$//" >expected || exit 1
		case $field in
		title) continue ;;
		esac
		perl -e "local \$/; open F, q{<}, shift; \$a = <F>;
			open F, q{<}, shift; \$b = <F>;
			s/^(\d+\.\d*?)0+\$/\$1/mg for \$a, \$b;
			die qq{\$a\n\$b} if \$a ne \$b" expected actual ||
			exit 1
	done
'

# refused MESSAGE ARGUMENT...: exit 2, the message and its place, no output.
refused()
{
	message=$1
	shift
	test_must_fail 2 pressmark search "$@" ibex >out 2>err &&
		test_empty out &&
		head -n 1 err >actual &&
		printf 'pressmark: %s\n' "$message" >expected &&
		test_cmp expected actual
}

test_expect_success 'an unknown field is refused, with its place' '
	refused "unknown field '\''titel'\'' at column 9 of the format, did you mean '\''title'\''?" \
		--format "{date} {titel}" &&
	printf "%s\n" "  {date} {titel}" "          ^" >expected &&
	tail -n 2 err >actual &&
	test_cmp expected actual &&
	refused "the brace at column 1 of the format is not closed; write {NAME}, or {{ for a brace" \
		--format "{date" &&
	refused "the brace at column 2 of the format closes nothing; write }} for a brace" \
		--format "x}" &&
	refused "unknown escape at column 1 of the format; there are \\n, \\t and \\\\" \
		--format "\\d"
'

# ---- All of them

test_expect_success 'forms exclude each other' '
	refused "options '\''--grep'\'' and '\''--json'\'' exclude each other: one form at a time" \
		--json --grep &&
	refused "options '\''--paths'\'' and '\''--format'\'' exclude each other: one form at a time" \
		--paths --format x &&
	refused "option '\''--null'\'' is for --paths only" -0 &&
	refused "option '\''--null'\'' is for --paths only" --grep --null
'

test_expect_success 'nothing found is exit 1, and silence' '
	for form in --grep --jsonl --paths "--paths -0" "--format={id}"; do
		test_must_fail 1 pressmark search $form qqqqq >out 2>err &&
		test_empty out &&
		test_empty err || exit 1
	done
'

test_expect_success 'a bad query is exit 2, and no output' '
	for form in --grep --jsonl --paths "--format={id}"; do
		test_must_fail 2 pressmark search $form date:tomorrow \
			>out 2>err &&
		test_empty out &&
		grep "^pressmark: " err || exit 1
	done
'

test_expect_success 'no value of an article drives a terminal' '
	for form in --grep --jsonl --paths "--format={title}{snippet}{path}" \
		"--grep --width 20" --width=60; do
		pressmark search $form title:esc >out &&
		test "$(wc -l <out)" -ge 1 &&
		! LC_ALL=C grep -a "[$(printf "\001-\010\013-\037\177")]" out &&
		{ test "$form" = --jsonl ||
			! grep "$(printf "\342\200\256")" out; } || exit 1
	done
'

test_expect_success 'no form is in colour or has links in a pipe' '
	for form in --grep --paths "--format={title}" --jsonl; do
		pressmark search $form ibex >out &&
		! grep "$(printf "\033")" out || exit 1
	done
'

test_expect_success 'the same search prints the same' '
	for form in --grep --paths "--format={title}{score}" --jsonl ""; do
		pressmark search $form axolotl >first 2>err &&
		pressmark search $form axolotl >second 2>err &&
		test_cmp first second || exit 1
	done
'

test_expect_success 'no line of text ends in a blank' '
	for width in 20 60 100 200; do
		pressmark search --index small -n 100 --width $width \
			date:2010.. >out &&
		test -s out &&
		! grep " $" out || exit 1
	done
'

if command -v script >/dev/null && [ "$(uname)" = Linux ]; then
	on_terminal()
	{
		TERM=xterm script -qec "stty cols 60; $1" /dev/null >out
	}

	test_expect_success 'on a terminal a line of --grep is one, in colour' '
		esc=$(printf "\033") &&
		on_terminal "\"$PRESSMARK\" search --index small --grep water" &&
		grep "$esc\[1;31m[Ww]ater$esc\[0m" out &&
		perl -CSD -ne "s/\e\[[\d;]*m//g; s/\r?\n//;
			die if length > 60 && !/^\S{30,}: .{0,20}$/" out &&
		on_terminal "\"$PRESSMARK\" search --paths \"axolotl\"" &&
		! grep "$esc" out
	'
else
	test_skip 'on a terminal a line of --grep is one, in colour' \
		'there is no script(1)'
fi

test_done
