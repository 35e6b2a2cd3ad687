#!/bin/sh
# Dates from git, for articles that give none.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

test_expect_success 'without a program git that is said, once' '
	mkdir -p none/content empty &&
	echo Text. | tee none/content/a.md >none/content/b.md &&
	cd none &&
	PATH=$TRASH/empty "$PRESSMARK" index --git content >out 2>err &&
	grep "^indexed 2 articles" out &&
	echo "content: its articles get no dates from git:" \
		"there is no program .git." >expected &&
	sed "s/warning: //" err | grep -f expected &&
	test "$(grep -c git err)" = 1 &&
	PATH=$TRASH/empty "$PRESSMARK" index -q --git content 2>err &&
	test_empty err
'

if ! command -v git >/dev/null; then
	test_skip 'all else' 'there is no git'
	test_done
fi

# Nothing of the tester's own, and no repository above the test's folder.
for name in $(env | sed -n 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
GIT_CEILING_DIRECTORIES=$TRASH
GIT_CONFIG_NOSYSTEM=1
GIT_COMMITTER_NAME=Name GIT_COMMITTER_EMAIL=name@example.org
GIT_AUTHOR_NAME=Name GIT_AUTHOR_EMAIL=name@example.org
export GIT_CEILING_DIRECTORIES GIT_CONFIG_NOSYSTEM \
	GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL

# commit DATE: commits all that is here, as of a date.
commit()
{
	git add -A &&
		GIT_AUTHOR_DATE=$1T12:00:00+0500 \
			GIT_COMMITTER_DATE=2030-01-01T00:00:00Z \
			git commit -q --allow-empty -m "As of $1"
}

# dates PATH [OPTION...]: what `explain` says of the dates of an article.
dates()
{
	test_article=$1
	shift
	pressmark explain --json "$@" "$test_article" >.json &&
		json .json 'map {
			$_->[1] ? "$_->[0] $_->[1]{shown} $_->[2]{rule}" : ()
		} (["date", $_->{date}, $_->{from}{date}],
			["updated", $_->{updated}, $_->{from}{updated}])'
}

test_expect_success 'a repository' '
	git init -q site && cd site &&
	echo .pressmark >.gitignore &&
	echo Old. | article "posts/é \$(x).md" Old &&
	echo Dated. | article posts/dated.md Dated "date: 2001-02-03" &&
	echo Named. | article posts/2002-03-04-named.md Named &&
	echo Beside. | article beside.md Beside &&
	commit 2020-01-02 &&
	echo New. | article posts/new.md New &&
	echo More. >>"posts/é \$(x).md" &&
	commit 2021-03-04 &&
	echo More. >>posts/dated.md &&
	commit 2022-05-06
'

test_expect_success 'the first commit is the date, the last one the update' '
	cd site &&
	dates "posts/é \$(x).md" >actual --git &&
	cat >expected <<-\END &&
	date 2020-01-02T07:00:00Z git
	updated 2021-03-04T07:00:00Z git
	END
	test_cmp expected actual &&
	json .json "\$_->{date}{precision}, \$_->{date}{zone}" >actual &&
	printf "second\nZ\n" >expected &&
	test_cmp expected actual
'

test_expect_success 'keys and names go before' '
	cd site &&
	dates posts/dated.md --git >actual &&
	cat >expected <<-\END &&
	date 2001-02-03 key
	updated 2022-05-06T07:00:00Z git
	END
	test_cmp expected actual &&
	dates posts/2002-03-04-named.md --git >actual &&
	cat >expected <<-\END &&
	date 2002-03-04 name
	updated 2020-01-02T07:00:00Z git
	END
	test_cmp expected actual
'

test_expect_success 'explain says so in words' '
	cd site &&
	pressmark explain --git posts/new.md >out &&
	grep "^  date .*2021-03-04T07:00:00Z.* git, commits of the file$" out
'

test_expect_success 'git is not asked unless it is wanted' '
	cd site &&
	dates posts/new.md >actual &&
	test_empty actual &&
	echo "git: true" >pressmark.yaml &&
	dates posts/new.md >actual &&
	rm pressmark.yaml &&
	grep "^date 2021" actual
'

test_expect_success 'an index has them, of all its sources' '
	cd site &&
	pressmark index --git posts beside.md >out 2>err &&
	test_empty err &&
	grep "^indexed 5 articles" out &&
	ids date:2020-01-02 | sort >actual &&
	printf "%s\n" beside.md "é \$(x).md" | sort >expected &&
	test_cmp expected actual &&
	ids date:2021 >actual &&
	echo new.md >expected &&
	test_cmp expected actual &&
	pressmark index --git posts beside.md >out 2>err &&
	grep "nothing changed" out
'

test_expect_success 'another commit changes what is indexed, with the same bytes' '
	cd site &&
	echo Late. | article posts/late.md Late &&
	pressmark index --git >out 2>err &&
	grep "(1 new)" out &&
	test_must_fail 1 pressmark search date:2023 >out &&
	commit 2023-07-08 &&
	pressmark index --git >out 2>err &&
	grep "(1 changed)" out &&
	ids date:2023 >actual &&
	echo late.md >expected &&
	test_cmp expected actual
'

test_expect_success 'the option reads all again, and so does its absence' '
	cd site &&
	pressmark index >out 2>err &&
	grep "all were read again" err &&
	test_must_fail 1 pressmark search date:2023 >out &&
	pressmark index --git >out 2>err &&
	grep "all were read again" err &&
	pressmark search date:2023 >out
'

test_expect_success 'a file that has moved is no article removed' '
	cd site &&
	git mv posts/new.md posts/renewed.md &&
	pressmark index --git >out 2>err &&
	grep "(1 moved)" out &&
	git mv posts/renewed.md posts/new.md &&
	pressmark index --git >out 2>err
'

test_expect_success 'what is not committed has no date' '
	cd site &&
	echo Fresh. | article posts/fresh.md Fresh &&
	dates posts/fresh.md --git >actual &&
	rm posts/fresh.md &&
	test_empty actual
'

test_expect_success 'side branches count, and merges do not' '
	git init -q merged && cd merged &&
	git checkout -q -b main &&
	echo A. >a.md && commit 2020-01-01 &&
	git checkout -q -b side &&
	echo B. >b.md && echo C. >c.md && commit 2020-02-02 &&
	git checkout -q main &&
	echo A. >>a.md && echo C. >c.md && commit 2020-03-03 &&
	GIT_AUTHOR_DATE=2020-04-04T00:00:00Z git merge -q -m Merge side &&
	dates b.md --git >actual &&
	cat >expected <<-\END &&
	date 2020-02-02T07:00:00Z git
	updated 2020-02-02T07:00:00Z git
	END
	test_cmp expected actual &&
	dates c.md --git >actual &&
	cat >expected <<-\END &&
	date 2020-02-02T07:00:00Z git
	updated 2020-03-03T07:00:00Z git
	END
	test_cmp expected actual &&
	pressmark index --git . >out 2>err &&
	ids date:2020-02-02 | sort >actual &&
	printf "b.md\nc.md\n" >expected &&
	test_cmp expected actual
'

test_expect_success 'a repository that a hook speaks of is not asked' '
	cd site &&
	GIT_DIR=$TRASH/merged/.git GIT_WORK_TREE=$TRASH/merged \
		GIT_INDEX_FILE=$TRASH/none/index \
		GIT_GLOB_PATHSPECS=1 \
		dates posts/new.md --git >actual &&
	grep "^date 2021" actual
'

test_expect_success 'its settings run nothing and change nothing' '
	git clone -q site hostile && cd hostile &&
	git mv posts/new.md posts/renewed.md &&
	commit 2024-01-01 &&
	git cat-file commit HEAD >plain &&
	sed "/^committer/a gpgsig -----BEGIN PGP SIGNATURE-----\
 -----END PGP SIGNATURE-----" plain >signed &&
	git reset -q "$(git hash-object -t commit -w signed)" &&
	printf "#!/bin/sh\necho ran >>\"%s\"\n" "$TRASH/ran" >run &&
	chmod +x run &&
	git config log.showSignature true &&
	git config gpg.program "$PWD/run" &&
	git log >out &&
	test -e "$TRASH/ran" && rm "$TRASH/ran" &&
	git config core.fsmonitor "$PWD/run" &&
	git config core.pager "$PWD/run" &&
	git config diff.external "$PWD/run" &&
	git config log.follow true &&
	git config log.diffMerges combined &&
	git config diff.renames copies &&
	git config color.ui always &&
	git config core.quotePath true &&
	git config format.pretty fuller &&
	git branch grafted &&
	dates "posts/é \$(x).md" --git >actual &&
	grep "^date 2020-01-02" actual &&
	grep "^updated 2021-03-04" actual &&
	dates posts/renewed.md --git >actual &&
	grep "^date 2024-01-01" actual &&
	test ! -e "$TRASH/ran"
'

test_expect_success 'what a shallow clone does not know is told, not guessed' '
	git clone -q --depth 2 "file://$TRASH/site" shallow && cd shallow &&
	pressmark index --git . >out 2>err &&
	test "$(grep -c "shallow clone" err)" = 1 &&
	ids date:2023 >actual &&
	echo posts/late.md >expected &&
	test_cmp expected actual &&
	test_must_fail 1 pressmark search date:2020..2022 >out
'

test_expect_success 'no repository is a warning of the source' '
	mkdir plain && cd plain &&
	echo Text. >a.md &&
	pressmark index --git . >out 2>err &&
	grep "^\.: warning: its articles get no dates from git: .*not a git repository" \
		err &&
	grep "^indexed 1 article" out &&
	pressmark lint --git >out 2>err &&
	grep "^\.: warning: .* \[no-git-dates\]$" out &&
	test_must_fail 2 pressmark lint --strict --git >out 2>err &&
	pressmark explain --git a.md >out 2>err &&
	grep "warning: its articles get no dates from git" err
'

test_expect_success 'no commit is a warning, too' '
	git init -q young && cd young &&
	echo Text. >a.md &&
	pressmark index --git . >out 2>err &&
	grep "does not have any commits yet" err
'

test_expect_success 'a repository that is damaged gives no dates at all' '
	cp -R site damaged && cd damaged &&
	first=$(git rev-list HEAD | tail -n 1) &&
	file=.git/objects/$(echo "$first" | sed "s,..,&/,") &&
	rm -f "$file" && test ! -e "$file" &&
	pressmark index --git . >out 2>err &&
	grep "^\.: warning: its articles get no dates from git: " err &&
	test_must_fail 1 pressmark search date:2021..2023 >out
'

test_expect_success 'a date from git does not hide' '
	git init -q ahead && cd ahead &&
	echo Ahead. >a.md &&
	commit 2098-01-01 &&
	pressmark index --git . >out 2>err &&
	ids ahead >actual &&
	echo a.md >expected &&
	test_cmp expected actual
'

test_done
