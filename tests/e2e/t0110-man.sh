#!/bin/sh
# Manual pages, and where what is built is installed.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

commands='index search suggest related serve lint explain fields status eval help version'

test_expect_success 'the program and each command have a page' '
	pressmark help --man >pressmark.1 2>err &&
	test_empty err &&
	for name in '"$commands"'; do
		pressmark help --man $name >pressmark-$name.1 2>err &&
		test_empty err &&
		grep "^\.TH PRESSMARK.-$(echo $name | tr a-z A-Z) 1 " \
			pressmark-$name.1 &&
		grep "^.fBpressmark.-$name.fR(1)$" pressmark.1 || exit 1
	done &&
	test_must_fail 2 pressmark help --man nosuch >out &&
	test_empty out
'

test_expect_success 'a page has every option, and what it does' '
	for name in '"$commands"'; do
		pressmark help --complete -- $name - | sed 1d >options &&
		test -s options &&
		sed "s/\\\\&//g; s/\\\\e/\\\\/g; s/\\\\-/-/g; s/\\\\f[BIR]//g; s/\\\\(aq/'\''/g" \
			pressmark-$name.1 | tr "\n" " " >text &&
		while IFS="	" read -r option help; do
			grep -F -e "$option " text >found &&
			grep -F -e "$help .TP" -e "$help .SH" found || {
				echo "$name: $option $help" && exit 1
			}
		done <options || exit 1
	done
'

test_expect_success 'a page has the parts of a page, no other line of ours' '
	for page in pressmark*.1; do
		for part in NAME SYNOPSIS DESCRIPTION EXAMPLES "SEE ALSO"; do
			grep "^\.SH $part$" $page || exit 1
		done &&
		! LC_ALL=C grep "[^ -~]" $page &&
		! grep -vE "^\.(TH|SH|TP|PP|nf|fi|.\")|^[^.]" $page || exit 1
	done &&
	grep "^\.SH EXIT STATUS$" pressmark-search.1
'

if command -v mandoc >/dev/null; then
	test_expect_success 'mandoc finds nothing wrong with them' '
		mandoc -T lint -W all pressmark*.1 >out &&
		test_empty out
	'
else
	test_skip 'mandoc finds nothing wrong with them' 'there is no mandoc'
fi

if command -v groff >/dev/null && groff -man -z /dev/null 2>/dev/null; then
	test_expect_success 'nor does groff' '
		for page in pressmark*.1; do
			groff -ww -man -z -Tutf8 $page 2>err &&
			test_empty err || exit 1
		done
	'
else
	test_skip 'nor does groff' 'there is no groff with its macros'
fi

if [ -x "$SRC/build/release/pressmark" ] &&
	[ -e "$SRC/build/release/man/pressmark.1" ]; then
	test_expect_success 'install puts all where it belongs, uninstall takes it' '
		make -C "$SRC" install DESTDIR="$TRASH/root" PREFIX=/opt &&
		cd root/opt &&
		test -x bin/pressmark &&
		test -s share/doc/pressmark/README.md &&
		for name in '"$commands"'; do
			test -s share/man/man1/pressmark-$name.1 || exit 1
		done &&
		test -s share/man/man1/pressmark.1 &&
		test -s share/bash-completion/completions/pressmark &&
		test -s share/zsh/site-functions/_pressmark &&
		test -s share/fish/vendor_completions.d/pressmark.fish &&
		: >share/man/man1/other.1 &&
		make -C "$SRC" uninstall DESTDIR="$TRASH/root" PREFIX=/opt &&
		find . -type f >"$TRASH/left" &&
		echo ./share/man/man1/other.1 >"$TRASH/expected" &&
		test_cmp "$TRASH/expected" "$TRASH/left"
	'
else
	test_skip 'install puts all where it belongs, uninstall takes it' \
		'build/release is not built'
fi

test_done
