#!/bin/sh
# Scripts without spaces: letters that stand together come before those that
# are scattered, however long the run.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# ranks EXPECTED ARGUMENT...: these ids in this order, blanks between, and no
# others.
ranks()
{
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s/$/.md/' >.expected
	shift
	ids --as-typed -n 100 "$@" >.found || :
	test_cmp .expected .found || {
		echo "# the query was $*"
		return 1
	}
}

# Others, so that what is looked for is rare: of each language as many.
others()
{
	i=0
	while [ $i -lt 12 ]; do
		i=$((i + 1))
		printf -- '---\ntitle: %s %s\nlang: %s\n---\n%s\n' \
			"$2" $i "$1" "$2 $i" >content/other-$1-$i.md || return 1
	done
}

test_expect_success 'an index of four languages' '
	mkdir content &&
	others ja "海と山の話" && others zh "关于海洋的故事" &&
	others ko "바다 이야기" && others th "เรื่องของทะเล" &&
	article content/ja-whole.md 一 "lang: ja" <<-\EOF &&
	春に東京大学図書館を訪ねた。静かな所だった。長い廊下を歩き、古い本を読み、窓の外の木を見た。
	EOF
	article content/ja-apart.md 二 "lang: ja" <<-\EOF &&
	東京の小さな大学で学ぶ。図書館もある。
	EOF
	article content/ja-scattered.md 三 "lang: ja" <<-\EOF &&
	東の空、京の町、大きな国、学びの館、図の中、書の道。東の京、大の学、図と書の館。
	EOF
	article content/zh-whole.md 一 "lang: zh" <<-\EOF &&
	我们去年参观了中央银行总部的大楼，那里很安静，走廊很长，窗外有许多树，人们慢慢地走。
	EOF
	article content/zh-apart.md 二 "lang: zh" <<-\EOF &&
	中央的银行有总部。
	EOF
	article content/zh-scattered.md 三 "lang: zh" <<-\EOF &&
	中间有央，银色一行，总是部分。中和央，银和行，总和部。
	EOF
	article content/ko-whole.md 하나 "lang: ko" <<-\EOF &&
	지난 봄에 우리는 한국어교육원을 찾아가서 오래 이야기하고 책을 읽고 나무를 보았다.
	EOF
	article content/ko-apart.md 둘 "lang: ko" <<-\EOF &&
	한국어 그리고 교육원.
	EOF
	article content/ko-scattered.md 셋 "lang: ko" <<-\EOF &&
	한 국 어 교 육 원. 한 국 어 교 육 원.
	EOF
	article content/th-whole.md หนึ่ง "lang: th" <<-\EOF &&
	เมื่อวานเราไปที่ร้านกาแฟร้อนใกล้บ้านแล้วอ่านหนังสือเก่าอยู่นาน
	EOF
	article content/th-apart.md สอง "lang: th" <<-\EOF &&
	กาแฟ ที่ ร้อน
	EOF
	article content/th-scattered.md สาม "lang: th" <<-\EOF &&
	ก า แ ฟ ร้ อ น ก า แ ฟ ร้ อ น
	EOF
	pressmark index content
'

test_expect_success 'two letters stand together, or are not found' '
	ranks "ja-apart ja-whole" 東京 && ranks "zh-apart zh-whole" 中央 &&
	ranks "ko-apart ko-whole" 한국 && ranks "th-apart th-whole" แฟ
'

test_expect_success 'three, too' '
	ranks "ja-apart ja-whole" 図書館 && ranks "ko-apart ko-whole" 한국어 &&
	ranks "zh-whole zh-apart" 央银行 && ranks "th-apart th-whole" กาแฟ
'

test_expect_success 'four and six: the whole run first, then its parts' '
	ranks "ja-whole ja-apart" 東京大学 && ranks "zh-whole zh-apart" 中央银行 &&
	ranks "ja-whole ja-apart" 大学図書館 && ranks "ko-whole ko-apart" 한국어교육 &&
	ranks "ja-whole ja-apart" 東京大学図書館 &&
	ranks "zh-whole zh-apart" 中央银行总部 &&
	ranks "ko-whole ko-apart" 한국어교육원 &&
	ranks "th-whole th-apart" กาแฟร้อน
'

test_expect_success 'typed with blanks, they still come first together' '
	ranks "ja-whole ja-apart" 東京 大学 図書館 &&
	ranks "ja-whole ja-apart" 東京大学 図書館 &&
	ranks "zh-whole zh-apart" 中央 银行 &&
	ranks "ja-whole ja-apart ja-scattered" --lang=ja 東 京 大 学 図 書 館
'

test_expect_success 'the page says that not all is there, and marks what is' '
	pressmark search --json --explain 東京大学 >.out &&
	json .out "\$_->{relaxed}, map { \$_->{explain}{has} } @{\$_->{hits}}" \
		>.actual && printf "%s\n" 1 all most >.expected &&
	test_cmp .expected .actual &&
	json .out "join \" \", @{\$_->{hits}[1]{explain}{missing}}" >.actual &&
	echo 京大 >.expected && test_cmp .expected .actual &&
	json .out "my \$s = \$_->{hits}[1]{snippet}; map {
		substr \$s->{text}, \$_->[0], \$_->[1] - \$_->[0] } @{\$s->{marks}}" \
		>.actual && printf "%s\n" 東京 大学 >.expected &&
	test_cmp .expected .actual
'

test_expect_success 'a whole run in a title is best; --any, phrases, filters' '
	article content/ja-title.md 東京大学 "lang: ja" <<-\EOF &&
	春の話。静かな所だった。長い廊下を歩き、古い本を読み、窓の外の木を見た。海も山もある。
	EOF
	pressmark index content &&
	ranks "ja-title ja-whole ja-apart" 東京大学 &&
	ranks "ja-title ja-whole ja-apart" 東京大学 lang:ja &&
	ranks "ja-title ja-whole ja-apart" --any 東京大学 &&
	ranks "ja-title ja-whole" "\"東京大学\"" &&
	ranks "ja-title ja-whole" "東京大学 OR 京大" &&
	ranks "ja-apart" "東京 -東京大学" && ranks "" --lang=zh 東京大学 &&
	ranks "ja-whole ja-title" sort:title 東京大学
'

test_done
