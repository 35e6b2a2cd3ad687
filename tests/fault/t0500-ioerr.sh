#!/bin/sh
# Any system call that fails fails the run, and the index is what it was; what
# is published has been synced before.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

points=$(rounds 40)
library=$FAULT_BUILD/tests/fault/iofail.so
[ -e "$library" ] || test_skip_all "$library is not built"
echo "# PRESSMARK_SEED=$fault_seed"

# failing AT ERRNO COMMAND...: with its call number AT made to fail.
failing()
{
	IOFAIL_AT=$1 IOFAIL_ERRNO=$2 IOFAIL_DIR=$TRASH/.pressmark \
		IOFAIL_LOG=$TRASH/.log LD_PRELOAD=$library \
		"$PRESSMARK" index "$3" "$4" >.out 2>.err
}

# is_known_abort CODE: libxapian 1.4.22 writes in the destructor of its
# ValueUpdater, and ends the process when that fails: the C++ library says so,
# and then we do.
is_known_abort()
{
	[ "$1" = 3 ] &&
	[ "$(wc -l <.err)" = 2 ] &&
	grep -q '^terminate called without an active exception$' .err &&
	grep -q '^pressmark: libxapian gave up' .err
}

# try AT ERRNO OPTION: one failure, and what is left after it.
try()
{
	rm -rf .pressmark && cp -R base .pressmark || return 1
	failing "$1" "$2" "$3" content
	try_code=$?
	if is_known_abort $try_code; then
		echo abort >>.calls
	else
		expect_failure $try_code .err
	fi &&
	expect_state 0 1 &&
	pressmark index -q content &&
	expect_state 1 1 &&
	expect_tidy || {
		echo "call $1 ($(sed -n 2p .log)) failed with $2" >&2
		return 1
	}
	sed -n '2s/ .*//p' .log >>.calls
}

# try_many OPTION: over all the calls of a run: the first and the last ones,
# and some between.
try_many()
{
	rm -rf .calls .pressmark && cp -R base .pressmark &&
	failing 0 0 "$1" content || return 1
	calls=$(sed -n 1p .log)
	[ "$calls" -gt 20 ] || return 1
	n=0
	while [ $n -lt "$points" ]; do
		case $n in
		[0-5]) at=$((n + 1)) ;;
		1[0-9] | [6-9]) at=$((calls - n + 6)) ;;
		*) at=$((1 + $(random $n "$calls"))) ;;
		esac
		# EIO and ENOSPC.
		case $((n % 2)) in
		0) try $at 5 "$1" ;;
		*) try $at 28 "$1" ;;
		esac || return 1
		n=$((n + 1))
	done
	echo "of $calls calls:"
	sort .calls | uniq -c
}

test_expect_success 'a site, its index and a change' '
	make_site 60 &&
	set_state 0 &&
	pressmark index -q content &&
	mv .pressmark base &&
	set_state 1
'

test_expect_success 'nothing fails when nothing is to fail' '
	cp -R base .pressmark &&
	failing 0 0 -q content &&
	expect_state 1 1
'

test_expect_success 'any failing call fails a rebuild' '
	try_many --rebuild
'

# -v is no matter: something has to stand there.
test_expect_success 'any failing call fails an update' '
	try_many -v
'

# synced FILE: in this trace, is all that a new state consists of on disk
# before the name that makes it the current one, and that name at the end?
synced()
{
	perl -e '
		my ($index) = @ARGV;
		my (%is_dirty, %is_listed, $published, $is_new);
		my $fault = sub { print STDERR "line $.: @_\n"; exit 1 };
		my $folder = sub { $_[0] =~ s{/[^/]*$}{}r };
		while (<STDIN>) {
			chomp;
			my ($call, $path, $from) = split /\t/;

			# What nobody reads, what may be lost, and what has no
			# name any more.
			next if $path =~
				m{/(?:flintlock|stamps|spill(?: \(deleted\))?)$};
			$is_dirty{$path} = 1 if $call =~ /write|create/;
			# A new name is lost unless its folder is synced.
			$is_listed{$folder->($path)} = 1
				if $call =~ /create|rename/ &&
				$path !~ /\.tmp$/;
			if ($call =~ /sync/) {
				delete $is_dirty{$path};
				delete $is_listed{$path};
				$is_new = 0 if $path eq $index;
			}
			next unless $call eq "rename";
			for my $names (\%is_dirty, \%is_listed) {
				for my $old (grep { m{^\Q$from\E(?:/|$)} }
						keys %$names) {
					my $new = $path . substr $old,
						length $from;

					$names->{$new} = delete $names->{$old};
				}
			}
			$is_new = 1 if $path =~ m{/g-\d+$};
			next unless $path =~ m{/(?:current|iamglass)$};
			$published = $path;
			my @dirty = grep { m{^\Q$index\E/(?:g-\d+/|current)} }
				keys %is_dirty;
			$fault->("@dirty not synced before $path") if @dirty;
			my @listed = grep { m{^\Q$index\E/g-\d+$} &&
				$_ ne $folder->($path) } keys %is_listed;
			$fault->("@listed not synced before $path") if @listed;
			$fault->("a new generation is not synced")
				if $path =~ /current$/ && $is_new;
		}
		$fault->("nothing was published") unless $published;
		$fault->("$published is not synced")
			if $is_listed{$folder->($published)};
	' "$1"
}

for option in --rebuild -v; do
	test_expect_success "what is published is synced before: $option" '
		rm -rf .pressmark .trace &&
		cp -R base .pressmark &&
		IOFAIL_TRACE=$TRASH/.trace &&
		export IOFAIL_TRACE &&
		failing 0 0 $option content &&
		synced "$TRASH/.pressmark" <.trace
	'
done

test_done
