#!/bin/sh
# However many threads make the articles: the same index, and the same said.
# SPDX-License-Identifier: GPL-2.0-or-later
same=$PRESSMARK_BUILD/tests/prop/prop_bulk
generator=$PRESSMARK_BUILD/gen
. "$(dirname "$0")/lib.sh"

# Some that are read in no time, and some that others must wait for: with more
# different words than are indexed, and with more bytes than wait together.
"$generator" 300 made >/dev/null &&
	cp -R "$SRC/corpus/broken" "$SRC/corpus/small" made &&
	perl -e '
		for my $n (1 .. 3) {
			open my $out, ">", "made/many-$n.md" or die;
			print $out "# Many\n\n";
			printf $out "w%x%s", $_ * 2654435761 % 4294967296,
				$_ % 10 ? " " : "\n" for $n .. $n + 120000;
		}
		open my $out, ">", "made/2015/large.md" or die;
		print $out "# Large\n\n", "<!-- nothing to see -->\n" x 300000;
	' || exit 1

# build JOBS: status, messages and index of a build; 4: some are rejected.
build()
{
	code=0
	"$PRESSMARK" index --verbose --jobs "$1" --index "index-$1" made \
		>"out-$1" 2>"err-$1" || code=$?
	[ $code = 4 ] && sed -i 's/ in [0-9.]* s.*//' "out-$1" "err-$1"
}

test_expect_success 'one thread' '
	build 1 &&
	grep "many-1.md: warning: only the first 100000 different words" err-1 &&
	grep "many-3.md: warning: only the first 100000 different words" err-1
'

for jobs in 2 3 8 1000; do
	export jobs
	test_expect_success "$jobs threads" '
		build $jobs &&
		test_cmp err-1 err-$jobs && test_cmp out-1 out-$jobs &&
		for table in docdata termlist; do
			cmp index-1/g-000001/$table.glass \
				index-$jobs/g-000001/$table.glass || return 1
		done &&
		"$same" index-1/g-000001 index-$jobs/g-000001
	'
done

test_expect_success 'so it is where libxapian writes' '
	PRESSMARK_WRITER=xapian && export PRESSMARK_WRITER &&
	mkdir theirs && cd theirs && cp -R ../made . &&
	build 3 && "$same" index-3/g-000001 ../index-1/g-000001
'

# update JOBS: the same of a run that changes little.
update()
{
	cp -R index-1 "update-$1" && code=0
	"$PRESSMARK" index --verbose --jobs "$1" --index "update-$1" made \
		>"out-$1" 2>"err-$1" || code=$?
	[ $code = 4 ] && sed -i 's/ in [0-9.]* s.*//' "out-$1" "err-$1"
}

test_expect_success 'updates: one thread' '
	set -- $(find made -name "[a-m]*.md" | sort | head -n 2) &&
	rm "$1" && echo "One word more." >>"$2" &&
	cp "$2" made/added.md && ln -s added.md made/link.md &&
	update 1 &&
	grep "1 new, 1 changed, 1 removed" out-1 &&
	grep "link.md: .*a symbolic link" err-1
'

for jobs in 2 3 8; do
	export jobs
	test_expect_success "updates: $jobs threads" '
		update $jobs &&
		test_cmp err-1 err-$jobs && test_cmp out-1 out-$jobs &&
		"$same" update-1/g-000001 update-$jobs/g-000001
	'
done

test_expect_success 'what is rejected under --strict leaves the index' '
	cp -R index-8 strict &&
	test_must_fail pressmark index -q --rebuild --strict --jobs 8 \
		--index strict made &&
	cmp index-8/current strict/current
'

test_expect_success 'a number is asked for' '
	test_must_fail 2 pressmark index --jobs many made
'

test_done
