#!/bin/sh
# Records are packed by what the texts of a site have in common.
# SPDX-License-Identifier: GPL-2.0-or-later
generator=$PRESSMARK_BUILD/gen
. "$(dirname "$0")/lib.sh"

key=pressmark.dictionary

# Of what is there, and of its last article, whose text is its own.
"$generator" 400 made >/dev/null && mkdir made/own &&
	printf -- '---\ntitle: Own\n---\nA zebra crosses the quay at noon.\n' \
		>made/own/own.md || exit 1

# shows WORD TEXT: a search for the word shows that.
shows()
{
	"$PRESSMARK" search --index index "$1" >shown && grep "$2" shown
}

test_expect_success 'an index has a dictionary' '
	"$PRESSMARK" index --index index made &&
	xapian-metadata get index/g-000001 $key >first &&
	test $(wc -c <first) -gt 2000 &&
	shows zebra "crosses the quay"
'

test_expect_success 'another run makes the same' '
	"$PRESSMARK" index --rebuild --jobs 7 --index other made &&
	xapian-metadata get other/g-000001 $key | cmp - first
'

test_expect_success 'an update keeps it, and packs by it' '
	echo "A giraffe waits at the quay." >made/new.md &&
	"$PRESSMARK" index --index index made >out && grep "1 new" out &&
	xapian-metadata get index/g-000001 $key | cmp - first &&
	shows giraffe "waits at the quay" && shows zebra "crosses the quay"
'

# A rebuild has another one. The file can no longer be read as an article, so
# what the index has of it stays, packed anew.
test_expect_success 'what is kept is packed anew' '
	find made/20* -name "*.md" | sort | sed -n "1~2p" | xargs rm -f &&
	head -c 17000000 /dev/zero >made/own/own.md &&
	test_must_fail 4 "$PRESSMARK" index --rebuild --force --index index \
		made >out 2>&1 &&
	grep "own.md" out &&
	xapian-metadata get index/g-000002 $key >second &&
	! cmp -s first second &&
	shows zebra "crosses the quay" && shows giraffe "waits at the quay"
'

test_expect_success 'few articles have none' '
	mkdir few && echo "A heron stands still." >few/a.md &&
	"$PRESSMARK" index --index few-index few &&
	test "$(xapian-metadata get few-index/g-000001 $key)" = "" &&
	"$PRESSMARK" search --index few-index heron | grep "stands still"
'

# spoil FILE BYTE: turns one bit over.
spoil()
{
	perl -e '
		my ($file, $at) = @ARGV;
		open my $io, "+<", $file or die;
		seek $io, $at, 0;
		read $io, my $byte, 1;
		seek $io, $at, 0;
		print $io chr(ord($byte) ^ 4);
	' "$1" "$2"
}

# A bit of what it holds, not of how: another word would be read in silence.
test_expect_success 'a dictionary with another bit is told, with what to do' '
	cp -R index spoilt && echo "One more." >made/more.md &&
	at=$(perl -e '\''
		undef $/;
		open my $in, "<", $ARGV[0] or die;
		open my $key, "<", $ARGV[1] or die;
		my $head = substr <$key>, 0, 200;
		print index(<$in>, $head) + 190;
	'\'' spoilt/g-000002/postlist.glass second) &&
	spoil spoilt/g-000002/postlist.glass $at &&
	test_must_fail 3 "$PRESSMARK" search --index spoilt giraffe \
		>out 2>err &&
	grep "what records have in common is damaged" err &&
	grep "pressmark index --rebuild" err &&
	test_must_fail 3 "$PRESSMARK" index --index spoilt made 2>err &&
	grep "what records have in common is damaged" err &&
	grep "pressmark index --rebuild" err &&
	test_must_fail 3 "$PRESSMARK" status --check --index spoilt 2>err &&
	grep "what records have in common is damaged" err
'

# Nothing of the old index can be read, so nothing of it is kept.
test_expect_success 'and a rebuild mends it' '
	test_must_fail 4 "$PRESSMARK" index --rebuild --force --index spoilt \
		made >out 2>err &&
	grep "own/own.md: .*damaged, and left out" err &&
	"$PRESSMARK" status --check --index spoilt >out &&
	grep "health *good" out &&
	"$PRESSMARK" search --index spoilt giraffe | grep "waits at the quay" &&
	test_must_fail 1 "$PRESSMARK" search --index spoilt zebra
'

test_expect_success 'a damaged record is found by the check, and named' '
	cp -R index damaged &&
	for at in 3000 5000 7000; do
		spoil damaged/g-000002/docdata.glass $at || return 1
	done &&
	test_must_fail 3 "$PRESSMARK" status --check --index damaged 2>err &&
	grep "an article.s record is damaged" err && grep "[.]md" err &&
	grep "pressmark index --rebuild" err
'

# size DATABASE: of its dictionary, and a line feed.
size()
{
	xapian-metadata get "$1" $key | wc -c
}

test_expect_success 'a public index has none: it would tell of what is hidden' '
	rm -f made/own/own.md &&
	"$PRESSMARK" index --index open --public made &&
	test "$(size open/g-000001)" -le 1 &&
	"$PRESSMARK" search --index open giraffe | grep "waits at the quay"
'

test_expect_success 'nor has one that becomes public' '
	"$PRESSMARK" index --index later made &&
	test "$(size later/g-000001)" -gt 2000 &&
	"$PRESSMARK" index --index later --public made &&
	test ! -e later/g-000001 && test "$(size later/g-000002)" -le 1
'

test_done
