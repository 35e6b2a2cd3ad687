#!/bin/sh
# Fields of the front matter, hidden articles, URLs, folders, code.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# finds EXPECTED ARGUMENT...: these ids, blanks between, and no others, in
# any order.
finds()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' |
		sort >.expected
	shift
	ids -n 100 "$@" >.found && sort .found >.actual &&
		test_cmp .expected .actual
}

test_expect_success 'make an index' '
	article content/posts/2025/a.md "Ann" "class: WR101" "rating: 4" \
		"event: 2025-10-26" "series: Deep Dives" "featured: yes" \
		"lang: fr-CA" "categories: [World News]" "tags: [Open Source]" \
		"reading_time: 7" "aliases: [/old/a/]" "updated: 2025-11-02" \
		<<-\EOF &&
	Water in `getUserName`, and in getOther.
	EOF
	article content/posts/2025/b.md "Bob" "class: wr-101" "rating: 4.5" \
		"event: 2025-11-30" "series: deep-dives" "featured: no" \
		"lang: fr" "tags: [open-source]" "reading_time: 12" <<-\EOF &&
	Water and getUserName.

	    git commit --amend
	EOF
	article content/notes/c.md "Cat" "rating: three" "event: 2024-12-31" \
		"series: Notes on deep water" "tags: [open source]" <<-\EOF &&
	Water, the commit and then git.
	EOF
	article content/notes/d.md "Dan" "rating: -2" "tags: [Open Source]" \
		"abstract: |" "  A long summary of what follows," \
		"  in two lines." <<-\EOF &&
	Water.
	EOF
	pressmark index content
'

test_expect_success 'a key of the front matter is a field' '
	finds "posts/2025/a posts/2025/b" class:WR101,wr_101 &&
	finds "posts/2025/a" class:wr101 &&
	finds "posts/2025/a" CLASS:WR101 &&
	finds "posts/2025/a posts/2025/b" "series:\"deep dives\"" &&
	finds "posts/2025/a posts/2025/b notes/c" series:deep &&
	finds "notes/c" "series:\"Notes on deep water\"" &&
	finds "" "series:\"deep water\"" &&
	finds "notes/c notes/d" "-series:deep-dives" &&
	finds "notes/d" "abstract:\"summary long\"" &&
	finds "posts/2025/a" Reading_Time:7 &&
	finds "posts/2025/a posts/2025/b" "reading-time:*" &&
	finds "posts/2025/a posts/2025/b notes/c notes/d" "tag:*" &&
	finds "" "author:*"
'

test_expect_success 'numbers, their ranges' '
	finds "posts/2025/a" rating:4 &&
	finds "posts/2025/a" rating:4.0 &&
	finds "posts/2025/a posts/2025/b" "rating:>=4" &&
	finds "posts/2025/b" "rating:>4" &&
	finds "notes/d" "rating:<4" &&
	finds "notes/d posts/2025/a" "rating:<=4" &&
	finds "posts/2025/a posts/2025/b" rating:3..5 &&
	finds "posts/2025/a posts/2025/b" rating:5..3 &&
	finds "notes/d" rating:-2 &&
	finds "notes/d posts/2025/a posts/2025/b" rating:-2..4,4.5 &&
	finds "notes/c" rating:three &&
	finds "" rating:four
'

test_expect_success 'dates, their ranges' '
	finds "posts/2025/a" event:2025-10 &&
	finds "posts/2025/a posts/2025/b" event:2025 &&
	finds "posts/2025/a" event:2025-10-26 &&
	finds "posts/2025/b" event:2025-11 &&
	finds "posts/2025/a posts/2025/b" "event:>=2025-06" &&
	finds "notes/c posts/2025/a" event:2024..2025-10 &&
	finds "notes/c posts/2025/a" event:2024-12-31..2025-10-26 &&
	finds "notes/c" "event:..2025-10-25" &&
	finds "posts/2025/b" "event:>=2025-10-27" &&
	finds "posts/2025/a" updated:2025-11 &&
	finds "" "updated:<2025-11-02"
'

test_expect_success 'yes and no' '
	finds "posts/2025/a" featured:yes &&
	finds "posts/2025/a" featured:true &&
	finds "posts/2025/b" featured:FALSE &&
	finds "notes/c notes/d" -featured:*
'

test_expect_success 'languages, categories, sections, folders' '
	finds "posts/2025/a posts/2025/b" lang:fr &&
	finds "posts/2025/a" lang:fr-ca &&
	finds "posts/2025/a" --lang fr_CA water &&
	finds "posts/2025/a" "category:\"world news\"" &&
	finds "posts/2025/a posts/2025/b" section:posts &&
	finds "posts/2025/a posts/2025/b" section:posts/2025 &&
	finds "notes/c notes/d" path:notes/ &&
	finds "notes/c notes/d" path:no &&
	finds "posts/2025/a posts/2025/b" path:posts/2 &&
	finds "posts/2025/a" path:posts/2025/a &&
	finds "" path:2025 &&
	finds "" path:posts/2025/a/
'

test_expect_success 'URLs, as a browser shows them' '
	finds "posts/2025/a" url:/posts/2025/a/ &&
	finds "posts/2025/a" "url:https://example.org/old/a/?x=1#top" &&
	finds "posts/2025/a" url:old/a &&
	finds "posts/2025/a posts/2025/b" "url:/posts/*" &&
	finds "" url:/posts
'

test_expect_success 'links' '
	article linked/a.md "A" <<-\EOF &&
	See [b](b.md), [there](https://Example.org/one/) and <a href="/top">up</a>.
	EOF
	article linked/b.md "B" <<-\EOF &&
	See [a](https://my.org/linked/a/?x#y), [it](http://example.org/), [me](#c).
	EOF
	article linked/c.md "C" <<-\EOF &&
	No link to https://example.org/one, `[b](b.md)`, <mailto:x@example.org>.
	EOF
	echo "base_url: https://my.org" >linked/pressmark.yaml &&
	pressmark index --index linked/.pressmark linked &&
	PRESSMARK_INDEX=linked/.pressmark && export PRESSMARK_INDEX &&
	finds "a" link:/b/ &&
	finds "a" link:b &&
	finds "b" "link:/linked/*" &&
	finds "b" link:linked/a/index.html &&
	finds "b" "link:https://my.org/linked/a/#z" &&
	finds "b" link:my.org/linked/a &&
	finds "a b" link:example.org &&
	finds "a b" link:https://EXAMPLE.org &&
	finds "b" link:example.org/ &&
	finds "a" "link:https://example.org/one" &&
	finds "a b" "link:example.org/*" &&
	finds "a" link:/top &&
	finds "a" --field link=/top water OR see &&
	finds "" link:x@example.org
'

test_expect_success 'code' '
	finds "posts/2025/a" code:getUserName &&
	finds "posts/2025/a posts/2025/b" getUserName &&
	finds "posts/2025/b" "code:\"git commit\"" &&
	finds "posts/2025/b" code:commit &&
	finds "" "code:\"commit git\"" &&
	finds "posts/2025/b" "code:amen*" &&
	finds "" code:water
'

test_expect_success 'alternative texts' '
	article pictures/a.md "A" "image: x.png" "image_alt: A blue door" <<-\EOF &&
	![Boats in the old harbour](b.png) A lighthouse.
	EOF
	article pictures/b.md "B" <<-\EOF &&
	The harbour. <img src=c.png alt="A lighthouse at night">
	EOF
	pressmark index --index pictures/.pressmark pictures &&
	PRESSMARK_INDEX=pictures/.pressmark && export PRESSMARK_INDEX &&
	finds "a b" harbour &&
	finds "a" alt:harbour &&
	finds "a" alt:Harbour alt:boats &&
	finds "" alt:boat &&
	finds "a" "alt:boat*" &&
	finds "a" "alt:\"old harbour\"" &&
	finds "" "alt:\"harbour old\"" &&
	finds "b" alt:lighthouse &&
	finds "a" --field alt=door
'

test_expect_success 'options mean the same, and are wanted in addition' '
	finds "posts/2025/b" --field "rating=>=4" --field featured=no &&
	finds "posts/2025/a posts/2025/b" --field "series=Deep Dives" water &&
	finds "posts/2025/a" --field CLASS=wr101 &&
	finds "posts/2025/a posts/2025/b" --field rating=4,4.5 &&
	finds "posts/2025/b" --field code=commit water &&
	test_must_fail 2 pressmark search --field colour=red 2>err &&
	grep "no article has a field .colour." err &&
	test_must_fail 2 pressmark search --field rating 2>err &&
	grep "NAME=VALUE" err
'

test_expect_success 'what is no field is searched as words' '
	finds "" colour:red &&
	finds "posts/2025/a" "getOther OR colour:red"
'

test_expect_success 'a hit has the line on which it matches' '
	pressmark search getOther >out &&
	grep "^content/posts/2025/a.md:15$" out &&
	pressmark search --json "\"git commit\"" >out &&
	json out "map { \$_->{line} } @{\$_->{hits}}" >actual &&
	printf "%s\n" 14 >expected &&
	test_cmp expected actual &&
	pressmark search --json title:Ann >out &&
	json out "\$_->{hits}[0]{line}" >actual &&
	echo null >expected &&
	test_cmp expected actual
'

test_expect_success 'fields: what there is, and what is odd' '
	COLUMNS=80 pressmark fields >out 2>err &&
	test_empty err &&
	test "$(awk "length > 80" out)" = "" &&
	grep -E "^rating +number +4 +4  -2 \(1\), 4 \(1\), " out &&
	grep -E "odd: three \(name\) in notes/c.md$" out &&
	grep -E "^tag +name +4 +1 +Open Source \(4\)" out &&
	grep -E "^reading_time +number +2 +2 +" out &&
	grep -E "^abstract +text +1 +0" out &&
	grep -E "^featured +bool +2 +2 +false \(1\), true \(1\)$" out &&
	grep -E "^event +date +3 +3 " out
'

test_expect_success 'fields NAME: all values, and how each is written' '
	pressmark fields tag >out &&
	grep -E "^tag: name, in 4 articles, 1 value$" out &&
	grep -E "^ +4  Open Source; also open source \(1\), open-source \(1\)$" \
		out &&
	pressmark fields series >out &&
	head -n 2 out | tail -n 1 >actual &&
	grep -E "^ +2  Deep Dives; also deep-dives \(1\)$" actual &&
	test_must_fail 2 pressmark fields ratng 2>err &&
	grep "did you mean .rating." err
'

test_expect_success 'of names the commonest spelling is shown, of equals the first' '
	i=0 &&
	for name in "jos\303\251 d\303\255az" "Jos\303\251 D\303\255az" \
		"JOSE DIAZ" "Jos\303\251 D\303\255az" "jose-diaz"; do
		i=$((i + 1)) &&
		name=$(printf "$name") &&
		printf "%s\n" --- "author: $name" "categories: [\"$name\"]" \
			"tags: [$i, \"$name\"]" --- >spelled$i.md ||
			exit 1
	done &&
	printf "%s\n" --- "tags: [B]" --- >spelled6.md &&
	printf "%s\n" --- "tags: [b]" --- >spelled7.md &&
	pressmark index --index spelled spelled?.md &&
	for field in author category tag; do
		pressmark fields --index spelled $field >out &&
		grep "^ *5  José Díaz; also JOSE DIAZ (1), jose-diaz (1), josé díaz (1)$" \
			out || exit 1
	done &&
	grep "^ *2  B; also b (1)$" out
'

test_expect_success 'fields --json' '
	pressmark fields --json rating >out &&
	json out "map { (\$_->{name}, \$_->{kind}, \$_->{articles}, \$_->{values},
		\$_->{low}, \$_->{high}, \$_->{odd}[0]{value},
		\$_->{odd}[0]{ids}[0]) } @{\$_->{fields}}" >actual &&
	printf "%s\n" rating number 4 4 -2 4.5 three notes/c.md >expected &&
	test_cmp expected actual
'

test_expect_success 'an update changes fields as well' '
	article content/notes/c.md "Cat" "rating: 3" <<-\EOF &&
	Water.
	EOF
	pressmark index content &&
	finds "notes/c posts/2025/a posts/2025/b" rating:3..5 &&
	finds "" rating:three &&
	pressmark fields tag >out &&
	grep -E "^ +3  Open Source; also open-source \(1\)$" out &&
	test_must_fail pressmark search --field colour=red
'

# ---- What is not shown

test_expect_success 'make an index with hidden articles' '
	now=$(date +%s) &&
	article secret/draft.md "Draft" "draft: true" <<-\EOF &&
	Quokka.
	EOF
	article secret/out.md "Out" "published: false" <<-\EOF &&
	Quokka.
	EOF
	article secret/unlisted.md "Unlisted" "unlisted: true" <<-\EOF &&
	Quokka.
	EOF
	article secret/excluded.md "Excluded" "search: false" <<-\EOF &&
	Quokka.
	EOF
	article secret/later.md "Later" "date: 2999-01-01" <<-\EOF &&
	Quokka.
	EOF
	article secret/gone.md "Gone" "date: 2001-01-01" \
		"expirydate: 2002-01-01" <<-\EOF &&
	Quokka.
	EOF
	article secret/shown.md "Shown" "date: 2001-01-01" <<-\EOF &&
	Quokka.
	EOF
	pressmark index --index hidden secret
'

test_expect_success 'hidden articles are not shown' '
	PRESSMARK_INDEX=hidden && export PRESSMARK_INDEX &&
	finds "shown" quokka &&
	finds "shown" -zebra &&
	finds "shown" path:s &&
	finds "shown" --any quokka zebra
'

test_expect_success 'until somebody asks for them' '
	PRESSMARK_INDEX=hidden && export PRESSMARK_INDEX &&
	finds "draft out unlisted excluded later gone shown" --all quokka &&
	finds "draft" is:draft &&
	finds "draft out" quokka is:draft,unpublished &&
	finds "unlisted excluded" is:unlisted OR is:excluded &&
	finds "later" is:future &&
	finds "gone" is:expired &&
	finds "draft out unlisted excluded later gone" is:hidden &&
	finds "shown" quokka -is:hidden &&
	finds "draft" --field is=draft &&
	test_must_fail 2 pressmark search is:secret 2>err &&
	grep "write draft, unpublished, future" err
'

test_expect_success 'status counts them' '
	pressmark status --index hidden >out &&
	grep -E "^articles +7$" out &&
	grep -E "^hidden +6 \(draft 1, unpublished 1, future 1, expired 1, unlisted 1, excluded 1\)$" \
		out &&
	pressmark status --index hidden --json >out &&
	json out "(\$_->{hidden}, @{\$_->{hidden_by}}{qw(draft future norender)})" \
		>actual &&
	printf "%s\n" 6 1 1 0 >expected &&
	test_cmp expected actual
'

test_expect_success 'an article appears, and goes, when its time has come' '
	later() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; } &&
	article timed/soon.md "Soon" "date: $(later 4)" <<-\EOF &&
	Quokka.
	EOF
	article timed/brief.md "Brief" "date: 2001-01-01" \
		"expirydate: $(later 4)" <<-\EOF &&
	Quokka.
	EOF
	pressmark index --index timed-index timed &&
	PRESSMARK_INDEX=timed-index && export PRESSMARK_INDEX &&
	finds "brief" quokka &&
	sleep 5 &&
	finds "soon" quokka &&
	finds "brief" is:expired
'

test_done
