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

test_expect_success 'a damaged one is told, with what to do' '
	xapian-metadata set index/g-000002 $key damaged &&
	test_must_fail 3 "$PRESSMARK" search --index index giraffe \
		>out 2>err &&
	grep "what records have in common is damaged" err &&
	grep "pressmark index --rebuild" err &&
	test_must_fail 3 "$PRESSMARK" index --index index made 2>err &&
	grep "what records have in common is damaged" err &&
	grep "pressmark index --rebuild" err
'

test_expect_success 'and a rebuild mends it' '
	rm made/own/own.md &&
	"$PRESSMARK" index --rebuild --force --index index made &&
	shows giraffe "waits at the quay"
'

test_done
