#!/bin/sh
# Suggestions while one types.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# suggests TEXT: what follows on standard input is suggested, kind and text.
suggests()
{
	cat >.expected
	pressmark suggest "$1" >.out 2>.err
	echo $? >.status
	test_empty .err &&
		sed "s/   *[0-9,]* articles\{0,1\}$//
			s/   *\/.*//" .out |
			sed "s/^\([a-z]*\)  */\1 /" >.actual &&
		test_cmp .expected .actual
}

# nothing TEXT: that, and exit status 1.
nothing()
{
	suggests "$1" </dev/null && test "$(cat .status)" = 1
}

# exits STATUS COMMAND...: with that.
exits()
{
	status=$1
	shift
	"$@"
	test $? = "$status"
}

test_expect_success 'make an index' '
	article content/gas.md "Gas Pipeline Opens" "tags: [World Politics]" \
		"author: \"Zoë Márquez\"" "date: 2024-03-01" <<-\EOF &&
	The pipeline carries gas from Iran. Pipes and piping.
	EOF
	article content/pipe.md "The Pipe Organ" "tags: [music]" \
		"author: \"Ann Pipkin\"" "date: 2024-02-01" <<-\EOF &&
	An organ with pipes and a piper.
	EOF
	article content/old.md "Pipe Dreams" "tags: [music]" \
		"author: Zoe" "date: 2020-01-01" <<-\EOF &&
	Music, and a pipe to smoke.
	EOF
	article content/draft.md "Pipistrelle Bats" "tags: [pipistrelles]" \
		"author: \"Pip Secret\"" "draft: true" <<-\EOF &&
	A pipistrelle; pipettes, piper and gas.
	EOF
	pressmark index -q content
'

test_expect_success 'words by how many articles have them, one form of each; then names, titles' '
	suggests pip <<-\EOF
	word pipe
	word pipeline
	word piper
	word pipkin
	author Ann Pipkin
	title Pipe Dreams
	title Gas Pipeline Opens
	title The Pipe Organ
	EOF
'

test_expect_success 'what only a draft has is never suggested' '
	nothing pipist &&
	nothing tag:pipist &&
	nothing author:secret &&
	suggests "is:draft pipist" <<-\EOF
	word pipistrelle
	tag pipistrelles
	title Pipistrelle Bats
	EOF
'

test_expect_success 'drafts do not count' '
	pressmark suggest pipe >out &&
	grep "^word *piper *1 article$" out
'

test_expect_success 'the last word goes with those before it' '
	suggests "iran pip" <<-\EOF &&
	word pipeline
	word pipes
	EOF
	suggests "gas p" <<-\EOF &&
	word pipeline
	word pipes
	word politics
	tag World Politics
	title Gas Pipeline Opens
	EOF
	nothing "iran organ" &&
	nothing "nosuch pip" &&
	suggests "music -smoke pip" <<-\EOF
	word pipe
	word piper
	word pipkin
	author Ann Pipkin
	EOF
'

test_expect_success 'case and accents do not matter' '
	for text in ZO zo ZÖ Zó; do
		suggests "$text" <<-\EOF || exit 1
		word zoe
		author Zoe
		author Zoë Márquez
		EOF
	done
'

test_expect_success 'words have the accents that articles give them' '
	article french/cafe.md "Le café" "lang: fr" <<-\EOF &&
	Un crème, au café.
	EOF
	pressmark index -q --index french.index french &&
	for text in CAF caf CÂF; do
		pressmark suggest --index french.index "$text" >out &&
			grep "^word *café " out || exit 1
	done
'

test_expect_success 'any word of a name, and a name of several words' '
	suggests polit <<-\EOF &&
	word politics
	tag World Politics
	EOF
	suggests "world pol" <<-\EOF &&
	word politics
	tag World Politics
	EOF
	suggests "author:mar" <<-\EOF
	author Zoë Márquez
	EOF
'

test_expect_success 'titles that begin with all that was typed come first' '
	suggests "The pipe" <<-\EOF &&
	word pipes
	word pipeline
	word piper
	title The Pipe Organ
	EOF
	pressmark suggest "pipe d" >out &&
	grep "^title *Pipe Dreams *" out
'

test_expect_success 'a blank ends the last word' '
	suggests "organ " <<-\EOF &&
	title The Pipe Organ
	EOF
	nothing "org "
'

test_expect_success 'nothing is suggested for what cannot be completed' '
	nothing -pip &&
	nothing "gas NOT pip" &&
	nothing "date:20" &&
	nothing "nosuchword" &&
	nothing " "
'

test_expect_success 'a slip in what was typed is made good' '
	for text in piplein pipleine pipeln ppeli; do
		suggests $text <<-\EOF || exit 1
		word pipeline
		title Gas Pipeline Opens
		EOF
	done &&
	suggests ipeline <<-\EOF &&
	word pipeline
	title Gas Pipeline Opens
	EOF
	suggests "iran piplein" <<-\EOF &&
	word pipeline
	EOF
	suggests "tag:wrold" <<-\EOF &&
	tag World Politics
	EOF
	suggests plitics <<-\EOF &&
	word politics
	tag World Politics
	EOF
	suggests "author:piplin" <<-\EOF &&
	author Ann Pipkin
	EOF
	suggests "title:piplein" <<-\EOF &&
	word pipeline
	EOF
	pressmark suggest --json piplein >out &&
	json out "map { \$_->{query}, \$_->{corrected} ? 1 : 0 }
		@{\$_->{suggestions}}" >actual &&
	printf "%s\n" pipeline 1 "title:\"Gas Pipeline Opens\"" 1 >expected &&
	test_cmp expected actual
'

test_expect_success 'not before the fourth letter, nor of words with digits' '
	nothing ppi &&
	nothing pip3lein &&
	nothing "iran pplei " &&
	nothing "tag:wrl" &&
	nothing "tag:wrol2" &&
	nothing -piplein
'

test_expect_success 'two slips from eight letters on' '
	suggests poltiisc <<-\EOF &&
	word politics
	tag World Politics
	EOF
	nothing poltiis
'

test_expect_success 'what begins as typed comes first, and is enough if it is much' '
	article words/a.md "Receive" <<-\EOF &&
	To receive: receives, received. The harbour has harbours.
	EOF
	article words/b.md "Typo" <<-\EOF &&
	To recieve. A harpist. Gulls, gull, gullible, gulley, gulliver.
	EOF
	i=1 &&
	while [ $i -le 12 ]; do
		article "words/more$i.md" "More $i" <<-\EOF || exit 1
		They receive gulfs.
		EOF
		i=$((i + 1))
	done &&
	pressmark index -q --index words.index words &&
	pressmark suggest --index words.index --lines reciev >out &&
	printf "%s\n" recieve receive "title:\"Receive\"" >expected &&
	test_cmp expected out &&
	pressmark suggest --index words.index --lines gull >out &&
	! grep gulf out &&
	pressmark suggest --index words.index --lines harb >out &&
	! grep harp out
'

test_expect_success 'fields, groups and phrases' '
	suggests "title:pip" <<-\EOF &&
	word pipe
	word pipeline
	EOF
	suggests "(organ OR iran) pip" <<-\EOF &&
	word pipes
	word pipeline
	word piper
	word pipkin
	author Ann Pipkin
	title Gas Pipeline Opens
	title The Pipe Organ
	EOF
	pressmark suggest --lines "\"pipe d" >out &&
	grep "^\"pipe dreams" out
'

test_expect_success 'behind a field words are counted there' '
	article content/z1.md "Zebra Zeal" <<-\EOF &&
	Zeal.
	EOF
	article content/z2.md "Zeal Again" <<-\EOF &&
	Zeal and zebra.
	EOF
	article content/z3.md "None" <<-\EOF &&
	A zebra. Zest.
	EOF
	article content/z4.md "Another" <<-\EOF &&
	A zebra. Zest.
	EOF
	pressmark index -q content &&
	suggests "title:ze" <<-\EOF
	word zeal
	word zebra
	EOF
'

test_expect_success 'of very many words the commonest are known, after an update too' '
	{
		echo "---" && echo "title: Many" && echo "---" &&
		for a in a b c d e f g h i j k l m n o p q r s t u v w x; do
			for b in a b c d e f g h i j k l m n o p q r s t u v; do
				echo "j$a$b"
			done
		done
	} >many.md &&
	mkdir -p many && cp many.md many/ &&
	i=1 &&
	while [ $i -le 200 ]; do
		article "many/$i.md" "Article $i" <<-EOF || return 1
		$(test $i != 77 && test $i != 133 || echo "jxyz jxxx jxxz")
		EOF
		i=$((i + 1))
	done &&
	pressmark index -q --index many.index many &&
	pressmark suggest --index many.index j >out &&
	sed -n "1,3s/  */ /gp" out >actual &&
	printf "%s\n" "word jxxx 2 articles" "word jxxz 2 articles" \
		"word jxyz 2 articles" >expected &&
	test_cmp expected actual &&
	for i in 5 55 155; do
		article "many/$i.md" "Article $i" <<-EOF || return 1
		jvvv jvvx
		EOF
	done &&
	pressmark index -q --index many.index many &&
	article many/77.md "Article 77" </dev/null &&
	article many/133.md "Article 133" </dev/null &&
	pressmark index -q --index many.index many &&
	pressmark suggest --index many.index j >out &&
	sed -n "1,2s/  */ /gp" out >actual &&
	printf "%s\n" "word jvvv 3 articles" "word jvvx 3 articles" \
		>expected &&
	test_cmp expected actual &&
	! grep jxxx out &&
	pressmark suggest --index many.index jvv >out &&
	grep "word  *jvvv" out
'

test_expect_success 'the walk for words that begin almost so has a bound' '
	perl -e "print qq(---\ntitle: Long\n---\n);
		printf qq(qxyz%s%s%s\n), map { chr(97 + \$_) }
			int(\$_ / 676), \$_ / 26 % 26, \$_ % 26 for 0 .. 4199;
		print qq(qxyzzz\n)" >long.md &&
	mkdir -p long && cp long.md long/ &&
	for i in 1 2 3; do
		article "long/$i.md" "Article $i" <<-\EOF || return 1
		qxyzaaa qxyzfff qxyzzz
		EOF
	done &&
	pressmark index -q --index long.index long &&
	pressmark suggest --index long.index qxyzz >out &&
	grep "word  *qxyzzz  *4 articles" out &&
	pressmark suggest --index long.index qxuyz >out &&
	sed -n "1,2s/  */ /gp" out >actual &&
	printf "%s\n" "word qxyzaaa 4 articles" "word qxyzfff 4 articles" \
		>expected &&
	test_cmp expected actual &&
	! grep qxyzzz out
'

test_expect_success 'each line finds something when it is searched for' '
	for text in p pip "gas p" "tag:m" "author:zo" "iran OR pip" "z"; do
		pressmark suggest --lines "$text" >lines &&
		while IFS= read -r line; do
			pressmark search -q --paths "$line" >found || exit 1
			test -s found || exit 1
		done <lines || exit 1
	done
'

test_expect_success 'ten at most, and --limit' '
	i=1 &&
	while [ $i -le 30 ]; do
		article "content/more$i.md" "Quick $i" \
			"tags: [quick$i]" <<-EOF || exit 1
		quickly$i quickest
		EOF
		i=$((i + 1))
	done &&
	pressmark index -q content &&
	pressmark suggest quick >out &&
	test $(wc -l <out) = 10 &&
	pressmark suggest -n 3 quick >out &&
	test $(wc -l <out) = 3 &&
	pressmark suggest quick >first &&
	pressmark suggest quick >second &&
	test_cmp first second
'

test_expect_success '--json' '
	pressmark suggest --json "iran pipel" >out &&
	cat >expected <<-\EOF &&
	{"version":1,"query":"iran pipel","suggestions":[{"kind":"word","text":"pipeline","query":"iran pipeline","articles":1,"id":null,"url":null,"marks":[[0,8]],"corrected":false}]}
	EOF
	test_cmp expected out &&
	pressmark suggest --json "Gas Pipeline O" >out &&
	cat >expected <<-\EOF &&
	{"kind":"title","text":"Gas Pipeline Opens","query":"title:\"Gas Pipeline Opens\"","articles":1,"id":"gas.md","url":"/gas/","marks":[[0,3],[4,12],[13,18]],"corrected":false}
	EOF
	test "$(grep -cF -f expected out)" = 1 &&
	exits 1 pressmark suggest --json "nosuch" >out &&
	echo "{\"version\":1,\"query\":\"nosuch\",\"suggestions\":[]}" |
		test_cmp - out
'

test_expect_success 'what is wrong is said' '
	exits 2 pressmark suggest 2>err &&
	grep "nothing to complete" err &&
	exits 2 pressmark suggest -n 11 pip 2>err &&
	grep "from 1 to 10" err &&
	exits 2 pressmark suggest -n 0 pip 2>err &&
	exits 2 pressmark suggest --json --lines pip 2>err &&
	exits 2 pressmark suggest "date:x pip" 2>err &&
	exits 2 pressmark suggest --json "date:x pip" >out 2>err &&
	grep "\"code\":\"bad_date\"" out
'

test_expect_success 'hostile text ends well' '
	long=$(printf "%01000d" 0) &&
	for text in "$long" "\"" "(((((((((((((((((((((" "a b c d e f g h i j k" \
		"$(printf "\377\001x")" ":" "tag:" "tag:\"" "*" "a*" "NEAR/3" "é"; do
		pressmark suggest "$text" >out 2>err
		test $? -le 2 || exit 1
	done
'

test_done
