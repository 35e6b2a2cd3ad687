#!/bin/sh
# pressmark.yaml, presets, and what they change in an index.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'a preset is found, and told once' '
	mkdir -p jekyll/_posts jekyll/_includes && cd jekyll &&
	>_config.yml &&
	article _posts/2025-10-26-a.md "Aardvark" </dev/null &&
	article _includes/b.md "Binturong" </dev/null &&
	article about.md "Caracal" </dev/null &&
	pressmark index >out 2>err &&
	grep "^preset jekyll (found _config.yml); to fix it, " err &&
	grep "^1 file is left out, " err &&
	grep "^indexed 2 articles (2 new)" out &&
	pressmark index >out 2>err &&
	test_empty err &&
	grep "nothing changed" out &&
	ids caracal >actual &&
	printf "%s\n" about.md >expected &&
	test_cmp expected actual &&
	test_must_fail 1 pressmark search binturong >out
'

test_expect_success 'another preset is told, and all is read again' '
	cd jekyll &&
	>hugo.toml &&
	pressmark index >out 2>err &&
	grep "^preset hugo (found hugo.toml)" err &&
	grep "all were read again" err &&
	pressmark search binturong >out &&
	rm hugo.toml &&
	pressmark index >out 2>err &&
	grep "^preset jekyll" err
'

test_expect_success 'a configured preset is not told' '
	cd jekyll &&
	echo "preset: jekyll" >pressmark.yaml &&
	pressmark index --rebuild >out 2>err &&
	test_must_fail 1 grep preset err
'

test_expect_success '--preset comes before both' '
	cd jekyll &&
	pressmark index --preset hugo >out 2>err &&
	pressmark search binturong >out &&
	test_must_fail 2 pressmark index --preset hugu 2>err &&
	grep "did you mean .hugo.?" err &&
	pressmark index >out 2>err &&
	test_must_fail 1 pressmark search binturong >out
'

test_expect_success 'a change of the configuration reads all again' '
	cd jekyll &&
	pressmark search --json aardvark >before &&
	echo "url: pretty" >>pressmark.yaml &&
	pressmark index >out 2>err &&
	grep "2 changed" out &&
	pressmark search --json aardvark >after &&
	grep "/2025/10/26/aardvark.html\|/2025/10/26/a.html" before &&
	grep "/2025/10/26/a/" after &&
	pressmark index >out 2>err &&
	grep "nothing changed" out
'

test_expect_success 'a slip in it stops the run; the index stays' '
	cd jekyll &&
	cp pressmark.yaml good.yaml &&
	echo "  exlude: x" >pressmark.yaml &&
	test_must_fail 3 pressmark index >out 2>err &&
	test_empty out &&
	grep "pressmark.yaml:1:3: there is no key .exlude.; did you mean .exclude." err &&
	pressmark search aardvark >out &&
	printf "preset: jekyll\nurl: [\n" >pressmark.yaml &&
	test_must_fail 3 pressmark index 2>err &&
	grep "pressmark.yaml:3:1: " err &&
	mv good.yaml pressmark.yaml &&
	>pressmark.yml &&
	test_must_fail 3 pressmark index 2>err &&
	grep "keep one" err
'

test_expect_success 'a configured source that is not there is told with its place' '
	mkdir absent && cd absent &&
	printf "language: en\nsources: [nope]\n" >pressmark.yaml &&
	test_must_fail 3 pressmark index 2>err &&
	grep "^pressmark: pressmark.yaml:2: the source .nope. is not there" err
'

test_expect_success 'sources are those of the configuration' '
	mkdir -p conf/a conf/b conf/c && cd conf &&
	for name in a b c; do
		article $name/$name.md "Dhole" </dev/null || exit 1
	done &&
	echo "sources: [a, b]" >pressmark.yaml &&
	pressmark index >out 2>err &&
	ids dhole | sort >actual &&
	printf "%s\n" a.md b.md >expected &&
	test_cmp expected actual &&
	cd a && pressmark index >out 2>err && cd .. &&
	grep "nothing changed" a/out &&
	pressmark index --rebuild --force c >out 2>err &&
	ids dhole >actual &&
	echo c.md >expected &&
	test_cmp expected actual
'

test_expect_success 'exclude leaves files out, and ! keeps some' '
	mkdir -p ex/old ex/new && cd ex &&
	article old/a.md "Eland" </dev/null &&
	article old/keep.md "Eland" </dev/null &&
	article new/b.md "Eland" </dev/null &&
	article new/b.draft.md "Eland" </dev/null &&
	printf "exclude:\n  - old/\n  - \"!old/keep.md\"\n  - \"*.draft.md\"\n" \
		>pressmark.yaml &&
	pressmark index -v >out 2>err &&
	grep "^2 files left out" err &&
	ids eland | sort >actual &&
	printf "%s\n" new/b.md old/keep.md >expected &&
	test_cmp expected actual &&
	echo "exclude: old/keep.md" >pressmark.yaml &&
	pressmark index >out 2>err &&
	ids eland | sort >actual &&
	printf "%s\n" new/b.draft.md new/b.md old/a.md >expected &&
	test_cmp expected actual
'

test_expect_success 'two articles with one URL are told of, and both found' '
	mkdir same && cd same &&
	printf -- "---\nurl: /x/\n---\nFossa.\n" >a.md &&
	printf -- "---\nurl: /x/\n---\nFossa.\n" >b.md &&
	test_must_fail 2 pressmark index --strict 2>err &&
	grep "^b.md: error: has the same URL as .a.md." err &&
	grep "1 with errors: the index stays" err &&
	printf -- "---\nurl: /x/\ndraft: true\n---\nFossa.\n" >c.md &&
	pressmark index -v >out 2>err &&
	grep "^b.md: error: has the same URL as .a.md." err &&
	test_must_fail 1 grep c.md err &&
	ids fossa >actual &&
	grep a.md actual &&
	grep b.md actual &&
	pressmark index -v >out 2>err &&
	test_empty err &&
	printf -- "---\nurl: /x/\n---\nFossa, changed.\n" >a.md &&
	pressmark index -v >out 2>err &&
	grep "^a.md: error: has the same URL as .b.md." err &&
	printf -- "---\nurl: /a/\n---\nFossa.\n" >a.md &&
	pressmark index -v >out 2>err &&
	test_empty err &&
	printf -- "---\nurl: /x/\n---\nFossa.\n" >c.md &&
	pressmark index -v >out 2>err &&
	grep "^c.md: error: has the same URL as .b.md." err &&
	test "$(grep -c "same URL" err)" -eq 1
'

test_expect_success '--public leaves hidden articles out' '
	mkdir pub && cd pub &&
	article a.md "Gaur" </dev/null &&
	printf -- "---\nsearch: false\n---\nGaur.\n" >d.md &&
	pressmark index >out 2>err &&
	grep "^indexed 2 articles (2 new, 1 excluded by key)" out &&
	pressmark index >out 2>err &&
	grep "^indexed 2 articles (nothing changed, 1 excluded by key)" out &&
	echo "Gaur, too." >>a.md &&
	pressmark index >out 2>err &&
	grep "^indexed 2 articles (1 changed, 1 excluded by key)" out &&
	pressmark index --rebuild >out 2>err &&
	grep "^indexed 2 articles (all anew, 1 excluded by key)" out &&
	pressmark index --public >out 2>err &&
	pressmark index --public >out 2>err &&
	grep "^indexed 1 article (nothing changed, 1 hidden left out, 1 excluded by key)" \
		out &&
	pressmark index --dry-run --rebuild >out 2>err &&
	grep "1 excluded by key" out &&
	rm -r .pressmark d.md &&
	printf -- "---\ndraft: true\n---\nGaur.\n" >b.md &&
	printf -- "---\ndate: 2999-01-01\npublishDate: 2999-01-01\n---\nGaur.\n" >c.md &&
	pressmark index --public >out 2>err &&
	grep "^indexed 1 article (1 new, 2 hidden left out)" out &&
	pressmark index --public >out 2>err &&
	grep "^indexed 1 article (nothing changed, 2 hidden left out)" out &&
	sed "s/draft: true/draft: false/" b.md >b.new && mv b.new b.md &&
	pressmark index --public >out 2>err &&
	grep "^indexed 2 articles (1 new, 1 hidden left out)" out &&
	printf -- "---\ndraft: true\n---\nGaur.\n" >b.md &&
	pressmark index --public >out 2>err &&
	grep "^indexed 1 article (1 removed, 2 hidden left out)" out &&
	echo "public: true" >pressmark.yaml &&
	pressmark index >out 2>err &&
	grep "2 hidden left out" out &&
	pressmark index --rebuild >out 2>err &&
	grep "^indexed 1 article (all anew, 2 hidden left out)" out
'

test_expect_success '--strict minds front matter that is not understood' '
	mkdir strict && cd strict &&
	article a.md "Hoatzin" </dev/null &&
	pressmark index --strict >out 2>err &&
	printf -- "---\ntitle: b: c\n---\nHoatzin.\n" >b.md &&
	test_must_fail 2 pressmark index --strict >out 2>err &&
	grep "^pressmark: 0 articles rejected, 1 with errors: the index stays" err &&
	ids hoatzin >actual &&
	echo a.md >expected &&
	test_cmp expected actual &&
	pressmark index >out 2>err &&
	ids hoatzin | sort >actual &&
	printf "%s\n" a.md b.md >expected &&
	test_cmp expected actual
'

test_expect_success 'for an index elsewhere this folder is the source' '
	mkdir -p home/site/sub && cd home/site &&
	article a.md "Fossa" </dev/null &&
	article ../b.md "Fossa" </dev/null &&
	pressmark index --index "$TRASH/home/idx" >out 2>err &&
	grep "^indexed 1 article (1 new)" out &&
	cd sub &&
	PRESSMARK_INDEX="$TRASH/home/idx" pressmark index >out 2>err &&
	grep "^indexed 1 article (nothing changed)" out
'

test_expect_success 'a folder of a site is read as a part of it' '
	mkdir -p part/content/posts/x && cd part &&
	>hugo.toml &&
	article content/posts/a.md "Genet" </dev/null &&
	article content/posts/x/index.md "Genet x" </dev/null &&
	article content/posts/x/note.md "Genet note" </dev/null &&
	pressmark index content/posts >out 2>err &&
	grep "^preset hugo" err &&
	grep "^1 file is left out" err &&
	pressmark search --json genet >out &&
	grep "/posts/a/" out &&
	grep "/posts/x/" out &&
	test_must_fail 1 grep note out &&
	pressmark explain content/posts/x/note.md >out &&
	grep "^  indexed  *no, left out" out &&
	rm -r .pressmark && cd content/posts/x &&
	pressmark explain index.md >out &&
	grep "^  url  */posts/x/ " out
'

test_done
