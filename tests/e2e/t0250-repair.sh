#!/bin/sh
# What must not be lost: other people's folders, articles out of sight, the
# sources of an index that is damaged.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'a folder that holds other things is no index folder' '
	mkdir -p busy/tmp-precious busy/g-000007 src &&
	echo mine >busy/tmp-precious/file &&
	article src/a.md "A" </dev/null &&
	test_must_fail 2 "$PRESSMARK" index --index busy src 2>err &&
	grep "is no index folder, it holds" err &&
	test -f busy/tmp-precious/file &&
	test -d busy/g-000007
'

test_expect_success 'a folder that only looks like a generation is kept' '
	pressmark index --index idx src >out &&
	mkdir -p idx/g-000099 idx/tmp-mine &&
	echo mine >idx/g-000099/file &&
	pressmark index --index idx --rebuild >out &&
	test -f idx/g-000099/file &&
	test -d idx/tmp-mine
'

test_expect_success 'what killed runs left is removed' '
	mkdir -p idx/tmp-12345/shards &&
	pressmark index --index idx --rebuild >out &&
	test_must_fail 1 test -e idx/tmp-12345
'

# damage COMMAND...: builds an index of ../src from inside `site`, and spoils it.
test_expect_success 'a damaged index is made anew from the sources it had' '
	mkdir -p site && cd site &&
	pressmark index ../src >out &&
	printf junk >.pressmark/current &&
	test_must_fail 3 "$PRESSMARK" search a 2>err &&
	grep -e "--rebuild" err &&
	test_must_fail 3 "$PRESSMARK" index 2>err &&
	grep -e "--rebuild" err &&
	pressmark index --rebuild >out &&
	grep "^indexed 1 article" out &&
	ids a >actual && echo a.md >expected && test_cmp expected actual
'

test_expect_success 'so is one whose tables are cut off' '
	cd site &&
	for file in .pressmark/g-*/iamglass; do : >"$file"; done &&
	test_must_fail 3 "$PRESSMARK" search a 2>err &&
	pressmark index --rebuild >out &&
	grep "^indexed 1 article" out
'

test_expect_success 'so is one that lost the name of its generation' '
	cd site &&
	rm .pressmark/current &&
	test_must_fail 3 "$PRESSMARK" index 2>err &&
	ls -d .pressmark/g-* &&
	pressmark index --rebuild >out &&
	grep "^indexed 1 article" out
'

test_expect_success 'sources that are not known are asked for, not guessed' '
	cd site &&
	rm .pressmark/current .pressmark/sources &&
	test_must_fail 3 "$PRESSMARK" index --rebuild 2>err &&
	grep "name them" err &&
	pressmark index --rebuild ../src >out &&
	grep "^indexed 1 article" out
'

test_expect_success 'a rebuild from an empty folder must be forced' '
	mkdir empty && cd site &&
	test_must_fail 2 "$PRESSMARK" index --rebuild ../empty 2>err &&
	grep -e "--force" err &&
	ids a >actual && echo a.md >expected && test_cmp expected actual &&
	pressmark index --rebuild --force ../empty >out &&
	grep "^indexed 0 articles" out
'

test_expect_success 'a source that is named twice is one source' '
	pressmark index --index twice src ./src/ >out &&
	grep "^indexed 1 article (1 new)" out
'

test_expect_success 'an article of very many different words is cut, and said' '
	mkdir many &&
	perl -e "print qq(w\$_ ) for 1 .. 150000" >many/a.md &&
	pressmark index -v --index manyidx many >out 2>err &&
	grep "different words" err &&
	pressmark search --index manyidx w99 >out &&
	test_must_fail 1 "$PRESSMARK" search --index manyidx w149999
'

# Killed after its generation has its name, before that is made the current.
test_expect_success 'a first run that was stopped at its end is run again' '
	mkdir stopped && cd stopped &&
	article a.md Anew "" </dev/null &&
	pressmark index -q &&
	rm .pressmark/current .pressmark/sources &&
	pressmark index >out &&
	grep "^indexed 1 article (1 new)" out &&
	pressmark search anew >out &&
	rm .pressmark/current &&
	test_must_fail 3 pressmark index 2>err &&
	grep "current. is missing" err
'

test_done
