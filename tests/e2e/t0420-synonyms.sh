#!/bin/sh
# Synonyms: a file of words that mean each other.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
. "$SRC/tests/e2e/hits.sh"

# said ARGUMENT...: what is said of the scores, a line each.
said()
{
	pressmark search --explain --width 1000 "$@" >.text 2>.said-err &&
		grep "score [0-9]" .text | sed "s/^ *//; s/(+[0-9.]*)/(+N)/g;
			s/score [1-9][0-9.]*/score N/; s/score 0\.[0-9]*[1-9][0-9]*/score N/"
}

# refused MESSAGE: synonyms.txt, from standard input, is not taken.
refused()
{
	cat >synonyms.txt
	test_must_fail pressmark index >out 2>&1 || return
	echo "pressmark: $1" >expected
	test_cmp expected out
}

test_expect_success 'make an index' '
	cat >synonyms.txt <<-\EOF &&
	# The words of this site.
	k8s, Kubernetes, container orchestration	# all the same
	js => JavaScript
	CI, continuous integration
	car, automobile
	boat, barge
	C#, c sharp
	EOF
	article content/short.md "Short" "date: 2020-01-01" <<-\EOF &&
	A k8s node of a cluster.
	EOF
	article content/long.md "Long" "date: 2020-01-02" <<-\EOF &&
	A Kubernetes node of a cluster.
	EOF
	article content/phrase.md "Phrase" "date: 2020-01-03" <<-\EOF &&
	The container orchestration of a cluster.
	EOF
	article content/apart.md "Apart" "date: 2020-01-04" <<-\EOF &&
	The orchestration of a container.
	EOF
	article content/script.md "Script" <<-\EOF &&
	All of it is in JavaScript.
	EOF
	article content/js.md "Abbreviated" <<-\EOF &&
	A js file.
	EOF
	article content/ci.md "Ships" <<-\EOF &&
	The ci pipeline runs.
	EOF
	article content/integration.md "Words" <<-\EOF &&
	Continuous integration is a pipeline.
	EOF
	article content/cars.md "Cars" <<-\EOF &&
	Cars are driven.
	EOF
	article content/autos.md "Machines" <<-\EOF &&
	Automobiles are driven.
	EOF
	article content/sharp.md "Music" <<-\EOF &&
	The C# language.
	EOF
	article content/boats.md "Both" <<-\EOF &&
	A boat, a barge and a barge.
	EOF
	pressmark index
'

test_expect_success 'words that mean each other find each other, the word as typed first' '
	found "short long phrase" k8s &&
	found "long short phrase" KUBERNETES &&
	found "short long phrase" k8s cluster &&
	found "sharp" "c sharp" &&
	found "phrase apart short long" container orchestration
'

test_expect_success 'forms of words mean what the words mean' '
	found "cars autos" car &&
	found "autos cars" automobile &&
	found "cars autos" cars
'

test_expect_success 'one way is one way' '
	found "js script" js &&
	found "script" javascript
'

test_expect_success 'a run of words is a side, and a side a phrase' '
	found "integration ci" continuous integration &&
	found "integration ci" continuous integration pipeline &&
	found "ci integration" ci &&
	found "integration" integration
'

test_expect_success 'phrases, fields, exclusions and beginnings are as typed' '
	found "short" "\"k8s\"" &&
	found "" title:k8s &&
	found "short" body:k8s &&
	found "long phrase" "cluster -k8s" &&
	found "short" "k8s*"
'

test_expect_success 'a word with a synonym is not corrected' '
	article content/kube.md "Kubes" <<-\EOF &&
	Kuber and kuber.
	EOF
	echo "kubbr, kubernetes" >>synonyms.txt &&
	pressmark index -q &&
	pressmark search kubbr >out 2>&1 &&
	grep Kubernetes out &&
	! grep "mean\|instead" out
'

test_expect_success '--explain tells what was found' '
	said k8s >out &&
	sort out >actual &&
	printf "%s\n" \
		"score N: text has k8s (+N)" \
		"score N: text has k8s as container orchestration (+N)" \
		"score N: text has k8s as kubernetes (+N)" >expected &&
	test_cmp expected actual &&
	said automobile title:cars >actual &&
	echo "score N: text has automobile ×2 as cars (+N); title has automobile as cars (+N) and cars (+N)" \
		>expected &&
	test_cmp expected actual &&
	said boat >actual &&
	echo "score N: text has boat (+N)" >expected &&
	test_cmp expected actual
'

test_expect_success 'what it means is marked in a passage' '
	pressmark search --json k8s >out &&
	json out "map { my \$s = \$_->{snippet}; map { substr \$s->{text}, \$_->[0],
		\$_->[1] - \$_->[0] } @{\$s->{marks}} } @{\$_->{hits}}" >marked &&
	printf "%s\n" k8s Kubernetes container orchestration >expected &&
	test_cmp expected marked
'

test_expect_success 'a file that changed is read, and nothing else is' '
	echo "node, vertex" >synonyms.txt &&
	pressmark index >out 2>&1 &&
	grep "^indexed 13 articles (other synonyms) in" out &&
	found "short" k8s &&
	found "short long" vertex &&
	pressmark index >out 2>&1 &&
	grep "(nothing changed)" out &&
	pressmark status >out &&
	grep "^synonyms *1$" out &&
	pressmark status --json >out &&
	json out "\$_->{synonyms}" >actual &&
	echo 1 >expected &&
	test_cmp expected actual
'

test_expect_success 'the index needs no file to be searched' '
	rm synonyms.txt &&
	found "short long" vertex &&
	pressmark index >out &&
	grep "other synonyms" out &&
	found "" vertex
'

test_expect_success 'it may be another file' '
	echo "synonyms: words/meant.txt" >pressmark.yaml &&
	mkdir words &&
	test_must_fail pressmark index 2>out &&
	grep "pressmark.yaml:1:11: the file .*words/meant.txt. is not there" \
		out &&
	echo "node, vertex" >words/meant.txt &&
	pressmark index -q &&
	found "short long" vertex &&
	rm pressmark.yaml &&
	pressmark index -q
'

test_expect_success 'what is wrong is told with its place' '
	refused "synonyms.txt:2:1: '"'k8s'"' is alone: what does it mean?" \
		<<-\EOF &&
	# words
	k8s # short
	EOF
	refused "synonyms.txt:1:5: a word is missing" <<-\EOF &&
	k8s,, kubernetes
	EOF
	refused "synonyms.txt:1:7: a second '"'=>'"'" <<-\EOF &&
	a => b=> c
	EOF
	refused "synonyms.txt:3:8: '"'?!'"' has no word" <<-\EOF &&

	# x
	ünix,  ?!
	EOF
	refused "synonyms.txt:1:17: '"'IMMÉDIATE'"' is in this line already" <<-\EOF &&
	immediate, now, IMMÉDIATE
	EOF
	printf "a, b\n\303(, c\n" >synonyms.txt &&
	test_must_fail pressmark index 2>out &&
	grep "synonyms.txt:2:1: the file is not UTF-8" out
'

test_expect_success 'a file that is too large is refused' '
	awk "BEGIN { for (i = 0; i < 26215; i++) print \"# comment\" }" \
		>synonyms.txt &&
	test_must_fail pressmark index 2>out &&
	grep "synonyms.txt. has 262150 bytes, more than 262144" out
'

# LIMIT_SYNONYMS
test_expect_success 'a word means 32 others at most' '
	awk "BEGIN {
		for (i = 1; i <= 33; i++)
			print \"lot => other\" i
	}" >synonyms.txt &&
	article content/other32.md "One" <<-\EOF &&
	It is other32.
	EOF
	article content/other33.md "Two" <<-\EOF &&
	It is other33.
	EOF
	pressmark index -q &&
	found "other32" lot
'

test_done
