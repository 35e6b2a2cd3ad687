# What a search finds; sourced behind lib.sh by tests of the order of hits.
# SPDX-License-Identifier: GPL-2.0-or-later

# The ids of hits, in their order, on a line.
hits()
{
	pressmark search --paths -n 20 "$@" >.hits 2>.hits-err
	test $? -le 1 || return
	sed "s|.*/||; s|\.md$||" .hits | tr "\n" " " | sed "s/ $//"
	echo
}

# found "a b c" ARGUMENT...: are these the hits?
found()
{
	want=$1
	shift
	echo "$want" >expected
	hits "$@" >actual && test_cmp expected actual
}
