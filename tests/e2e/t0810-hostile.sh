#!/bin/sh
# Articles made to hang, to crash or to fill the memory of who reads them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each is indexed beside a good article, with bounds on CPU time and memory,
# and whatever becomes of it, the good one is found. What is promised is 2 s to
# read an article; the bound here is there to stop what is not linear, on any
# machine however busy, and the times that were needed are printed. The
# sanitizers need more; with them the inputs are smaller and the bounds wider.
. "$(dirname "$0")/lib.sh"

if grep -q __asan_init "$PRESSMARK"; then
	SIZE=$((1 << 19)) CPU_MS=20000 MEMORY_KB=0
else
	SIZE=$((16 << 20)) CPU_MS=8000 MEMORY_KB=$((256 << 10))
fi
export SIZE CPU_MS MEMORY_KB

cat >limited.pl <<'END'
# limited.pl NAME COMMAND...: runs it and fails with 99 if it used more CPU
# time or memory than it may; notes what it used.
use strict;
use warnings;
use POSIX qw(uname);

my $name = shift;
my $pid = fork // die "fork: $!\n";
if (!$pid) {
	exec @ARGV;
	exit 127;
}
waitpid $pid, 0;
my ($status, $ms) = ($?, 1000 * ((times)[2] + (times)[3]));
# getrusage(2) of the children, as Perl has no word for it.
my $call = { x86_64 => 98, aarch64 => 165 }->{(uname)[4]};
my $usage = "\0" x 256;
my $kb = 0;
$kb = (unpack 'q5', $usage)[4]
	if $call && syscall($call, -1, $usage) == 0;
open my $out, '>>', "$ENV{TRASH}/used" or die "used: $!\n";
printf $out "# %-44s %5d ms %4d MB\n", $name, $ms, $kb >> 10;
close $out;
print STDERR "used $ms ms, $kb kB\n";
exit 128 + ($status & 127) if $status & 127;
exit 99 if $ms > $ENV{CPU_MS} || $ENV{MEMORY_KB} && $kb > $ENV{MEMORY_KB};
exit $status >> 8;
END

# good FOLDER: the article that is to be found in any case.
good()
{
	mkdir -p "$1" && echo "The lighthouse keeper." >"$1/good.md"
}

# index_limited NAME FOLDER: done, or done with rejected articles; and the
# good one is found.
index_limited()
{
	rm -rf index
	(
		ulimit -t $((CPU_MS / 1000 + 1))
		ulimit -c 0
		perl limited.pl "$1" "$PRESSMARK" index --index index "$2"
	) >out 2>err
	code=$?
	cat err
	test $code = 0 || test $code = 4 || {
		echo "exit code $code"
		return 1
	}
	ids --index index lighthouse >found &&
		echo good.md | test_cmp - found
}

# hostile NAME PERL: an article that this Perl prints; $n is its size.
hostile()
{
	NAME=$1 MAKE=$2
	export NAME MAKE
	test_expect_success "$1" '
		rm -rf site && good site &&
		perl -e "
			binmode STDOUT;
			my \$n = \$ENV{SIZE};
			eval \"\$ENV{MAKE}; 1\" or die \$@;
		" >site/hostile.md &&
		index_limited "$NAME" site
	'
}

# repeated NAME TEXT: nothing but the text, over and over.
repeated()
{
	TEXT=$2
	export TEXT
	hostile "$1" 'my $t = eval qq("$ENV{TEXT}"); print substr($t x ($n / length($t) + 1), 0, $n)'
}

# matter NAME PERL: front matter that this Perl prints.
matter()
{
	hostile "$1" "print qq(---\\n); $2; print qq(\\n---\\nText.\\n)"
}

# Sizes of files.
hostile 'a file a byte too large' 'print "a " x ((16 << 20) / 2), "a"'
test_expect_success 'a sparse file of a gigabyte' '
	rm -rf site && good site &&
	perl -e "truncate STDOUT, 1 << 30 or die" >site/hostile.md &&
	index_limited "a sparse file of a gigabyte" site
'

# Markdown.
repeated 'words' 'word and another '
hostile 'a million different words' 'print map { "w$_ " } 1 .. $n / 9'
repeated 'one line of letters' 'a'
repeated 'blank lines' '\n'
repeated 'spaces' ' '
repeated 'opening brackets' '['
repeated 'brackets of links' ']('
hostile 'a million links' 'print map { "[a](/$_) " } 1 .. $n / 15'
hostile 'a million links of HTML' 'print map { "<a href=$_> " } 1 .. $n / 16'
repeated 'links that go up' '[](../a) '
repeated 'links that do not end' '[a](\n'
repeated 'quotes and brackets' '\"]([\"\n'
repeated 'image marks' '!['
repeated 'list marks on a line' '- '
repeated 'numbers on a line' '1. '
repeated 'quote marks' '>'
repeated 'quote marks and blanks' '> '
repeated 'elements that do not end' '<div>'
repeated 'elements and blank lines' '<div>\n\n'
repeated 'angle brackets' '<'
repeated 'comments that do not end' '<!-- '
repeated 'comments on lines' '<!--\n\n'
repeated 'processing instructions' '<? '
repeated 'attributes' '<a b=\"'
repeated 'scripts' '<script>\n'
repeated 'backquotes' '\`'
repeated 'code fences' '\`\`\`\n'
repeated 'template tags' '{{'
repeated 'template tags that end' '{{ a }}'
repeated 'liquid tags' '{% a '
repeated 'shortcodes that do not end' '{{< a \"'
repeated 'wiki links' '[['
repeated 'emphasis' '*a'
repeated 'emphasis of two kinds' '*a_ '
repeated 'underscores' '_'
repeated 'tildes' '~~a'
repeated 'rows of a table' '| a '
repeated 'tables' '|a|\n|-|\n'
repeated 'entities' '&amp;'
repeated 'ampersands' '&'
repeated 'footnotes' '[^1]'
repeated 'footnote definitions' '[^1]: a\n'
repeated 'directives' ':::a\n'
repeated 'headings' '# a\n'
repeated 'equal headings' '# \n'
repeated 'underlined headings' 'a\n=\n'
repeated 'attributes of kramdown' '{: a'
repeated 'ids of headings' '# a {#'
repeated 'formulas' '\$\$'
repeated 'imports' 'import a from '
repeated 'expressions' '{'
repeated 'hashes of tags' '#a '
repeated 'backslashes' '\\\\'
repeated 'link definitions' '[a]: b\n'
repeated 'rules' '---\n'
repeated 'combining marks' '\xcc\x81'
repeated 'bytes that are no UTF-8' '\xff'
repeated 'carriage returns' '\r'
hostile 'backquotes of all lengths' \
	'my ($i, $s) = (1, 0); while ($s < $n) { print "`" x $i, " "; $s += ++$i }'
hostile 'a link definition used often' \
	'print "[a]: /", "u" x ($n / 2), "\n\n"; print "[a] " x ($n / 8)'
hostile 'brackets and a link definition' \
	'my $m = $n / 2 - 20; print "[" x $m, "a", "]" x $m, "\n\n[a]: b\n"'
hostile 'list marks nested by lines' \
	'my ($i, $s) = (0, 0); while ($s < $n && $i < 5000) { print "  " x $i, "- a\n"; $s += 2 * $i++ }'
hostile 'list marks, then blank lines' \
	'print "- " x ($n / 4), "a", "\n" x ($n / 2)'
hostile 'numbers, then blank lines' \
	'print "1. " x ($n / 6), "a", "\n" x ($n / 2)'
hostile 'quotes 100,000 deep' 'print ">" x 100000, "a\n"'
hostile 'brackets 100,000 deep' 'print "[" x 100000, "a", "]" x 100000'
hostile 'elements 100,000 deep' \
	'print "<b>" x 100000, "a", "</b>" x 100000'
hostile 'a wide table with short rows' \
	'print "|a" x 10000, "\n", "|-" x 10000, "\n", "|\n" x ($n / 4)'

# Front matter.
matter 'a million tags' 'print "tags: [", "a, " x 1000000, "]"'
matter 'as many tags as fit' 'print "tags: [", (map { "t$_, " } 1 .. 9000), "]"'
matter 'tags 100,000 deep' 'print "a: ", "[" x 100000, "]" x 100000'
matter 'maps 60,000 bytes deep' 'print "{a: " x 15000'
matter 'blocks 60,000 bytes deep' 'print "- " x 30000'
matter 'blocks by indent' 'print map { " " x $_ . "a:\n" } 0 .. 340'
matter 'an alias bomb' \
	'print "a0: &a0 [x]\n"; print map { my $p = $_ - 1; "a$_: &a$_ [" . "*a$p," x 9 . "]\n" } 1 .. 30'
matter 'aliases in chains' \
	'print "a0: &a0 [x]\n"; print map { my $p = $_ - 1; "a$_: &a$_ [*a$p]\n" } 1 .. 2500'
matter 'anchors' 'print map { "a$_: &a$_ b\n" } 1 .. 4000'
matter 'merges' \
	'print "a0: &a0 {x: y}\n"; print map { my $p = $_ - 1; "a$_: &a$_ {<<: [*a$p, *a$p]}\n" } 1 .. 1500'
matter 'directives of YAML' 'print "%TAG !a! a\n" x 5000'
matter 'a key of 60,000 bytes' 'print "k" x 60000, ": a"'
matter 'a title of 60,000 bytes' 'print "title: ", "t " x 30000'
matter 'keys by the thousand' 'print map { "k$_: v\n" } 1 .. 5000'
matter 'the same key by the thousand' 'print "k: v\n" x 9000'
matter 'escapes' 'print "a: \"", "\\\\x41" x 15000, "\""'
matter 'no end of a string' 'print "a: \"", "b\n" x 30000'
hostile 'front matter without an end' 'print "---\n", "a: b\n" x ($n / 5)'
hostile 'JSON 100,000 deep' 'print "{\"a\": ", "[" x 100000, "]" x 100000, "}\n"'
hostile 'JSON without an end' 'print "{\"a\": ", "{\"a\":" x ($n / 5)'
hostile 'JSON keys by the thousand' \
	'print "{", (map { "\"k$_\": 1," } 1 .. 4000), "\"a\": 1}\n"'
hostile 'TOML 100,000 deep' 'print "+++\na = ", "[" x 100000, "\n+++\n"'
hostile 'TOML keys of many parts' \
	'print "+++\n", "a." x 30000, "a = 1\n+++\n"'
hostile 'TOML tables by the thousand' \
	'print "+++\n", (map { "[t$_]\na = 1\n" } 1 .. 4000), "+++\n"'
hostile 'TOML tables below each other' \
	'my $p = "a"; print "+++\n"; for (1 .. 300) { print "[$p]\n"; $p .= ".a" } print "+++\n"'
hostile 'TOML lists of tables' \
	'print "+++\n", "[[a]]\n[[a.b]]\n" x 4000, "+++\n"'

# Files and folders.
test_expect_success 'what is no file, and links that lead nowhere' '
	rm -rf site && good site &&
	mkfifo site/fifo.md &&
	ln -s loop.md site/loop.md &&
	ln -s gone.md site/dangling.md &&
	ln -s . site/self &&
	ln -s .. site/up.md &&
	mkdir site/folder.md &&
	index_limited "no files and links" site
'

test_expect_success 'names with odd bytes' '
	rm -rf site && good site &&
	for name in "a\nb" "a\033[31m" "\377\376" "\303\050" "a b" "-v" \
		"caf\303\251" "cafe\314\201" "\342\200\256dm.a" "*" "%%s%%n"; do
		echo Text. >"site/$(printf -- "$name").md" || exit 1
	done &&
	index_limited "odd names" site &&
	! grep "$(printf "\033")" err &&
	! grep "$(printf "\342\200\256")" err
'

test_expect_success 'a tree that is too deep' '
	rm -rf site && good site &&
	perl -e "
		chdir q(site) or die;
		for (1 .. 300) {
			mkdir q(d) or die qq(\$_: \$!);
			chdir q(d) or die;
			open my \$f, q(>), q(a.md) or die;
			print \$f qq(Text.\n);
		}" &&
	index_limited "a deep tree" site &&
	pressmark lint site >out &&
	grep "note: too many folders" out
'

test_expect_success 'files that vanish and change while they are read' '
	rm -rf site && good site &&
	{ perl -e "
		my \$end = time + 20;
		while (!-e q(stop) && time < \$end) {
			for (1 .. 50) {
				open my \$f, q(>), qq(site/c\$_.md) or die;
				print \$f qq(text \$_ ) x (1000 * rand);
				close \$f;
				rename qq(site/c\$_.md), qq(site/d\$_.md);
				unlink qq(site/d\$_.md) if \$_ % 2;
			}
		}" & } &&
	writer=$! &&
	index_limited "moving files" site &&
	index_limited "moving files" site &&
	: >stop &&
	wait $writer
'

# As another user than root, whom no permission stops.
as_nobody=
if [ "$(id -u)" != 0 ]; then
	as_nobody=env
elif setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
	as_nobody='setpriv --reuid=65534 --clear-groups'
fi
if [ -n "$as_nobody" ] && chmod 711 "$TRASH" &&
	$as_nobody test -x "$PRESSMARK"; then
	export as_nobody
	test_expect_success 'files and folders without permission' '
		rm -rf site && good site &&
		echo Text. >site/secret.md && chmod 0 site/secret.md &&
		mkdir site/closed && echo Text. >site/closed/a.md &&
		chmod 0 site/closed &&
		mkdir -m 777 writable && cd writable &&
		test_must_fail 4 $as_nobody "$PRESSMARK" index \
			--index index ../site >out 2>err &&
		grep "secret.md: .*ermission" err &&
		ids --index index lighthouse >found &&
		echo good.md | test_cmp - found &&
		test_must_fail 4 $as_nobody "$PRESSMARK" lint ../site >out &&
		grep "^../site/secret.md: error: .*ermission" out &&
		grep "^../site/closed: note: .*ermission" out
	'
else
	test_skip 'files and folders without permission' \
		'root may read everything, and cannot become another here'
fi

sort -k1,1 -s used
test_done
