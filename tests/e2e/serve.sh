# Servers under test; sourced behind lib.sh by those that need one.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	start_server NAME [OPTION...]	begins one, of the index in this folder,
#			and waits until it answers; NAME.log and NAME.err are what it
#			writes, NAME.pid and NAME.at where it is
#	stop_server NAME	ends it, and fails if it did not end well
#	ask NAME TARGET [HEADER...]	prints the whole answer
#	children PID	prints the processes that it began and that have not ended
#	below PID	prints those, what they began, and so on
#	raw NAME		sends what is read, escapes as of printf, prints the answer
#
# What still runs at the end of the script is ended.

trap 'kill_servers; test_leave' EXIT

kill_servers()
{
	for server_pid in "$TRASH"/*.pid; do
		[ -f "$server_pid" ] || continue
		kill -KILL "$(cat "$server_pid")" 2>/dev/null
	done
}

start_server()
{
	server_name=$1
	shift
	# Nobody minds a test that is run as root.
	[ "$(id -u)" != 0 ] || set -- --user root "$@"
	case " $* " in
	*" --listen "*) ;;
	*) set -- --listen 127.0.0.1:0 "$@" ;;
	esac
	rm -f "$server_name.err"
	"$PRESSMARK" serve "$@" >"$server_name.log" 2>"$server_name.err" &
	echo $! >"$server_name.pid"
	test_wait_for grep -qs "searches '" "$server_name.err" || {
		cat "$server_name.err"
		return 1
	}
	sed -n "s|.* at http://\(.*\)/\$|\1|p; s|.* at \(unix:.*\)|\1|p" \
		"$server_name.err" >"$server_name.at"
}

# has_ended PID
has_ended()
{
	! kill -0 "$1" 2>/dev/null
}

stop_server()
{
	server_pid=$(cat "$1.pid")
	kill "${2:--TERM}" "$server_pid" &&
		test_wait_for has_ended "$server_pid" &&
		rm "$1.pid"
}

children()
{
	for server_stat in /proc/[0-9]*/stat; do
		sed -n "s/^\([0-9]*\) (.*) [^Z] $1 .*/\1/p" "$server_stat" \
			2>/dev/null
	done
}

below()
{
	for server_child in $(children "$1"); do
		echo "$server_child"
		(below "$server_child")
	done
}

raw()
{
	raw_at=$(cat "$1.at")
	# shellcheck disable=SC2059
	printf "$(cat)" | perl "$SRC/tests/e2e/http.pl" raw "$raw_at"
}

# ask NAME TARGET [HEADER...]; $METHOD is the method, GET unless it is set.
ask()
{
	ask_at=$(cat "$1.at")
	ask_target=$2
	shift 2
	{
		printf '%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n' \
			"${METHOD:-GET}" "$ask_target"
		for ask_header; do
			printf '%s\r\n' "$ask_header"
		done
		printf '\r\n'
	} | perl "$SRC/tests/e2e/http.pl" raw "$ask_at"
}

# body FILE: what is behind the head of an answer.
body()
{
	sed '1,/^\r$/d' "$1"
}

# header FILE NAME: its value.
header()
{
	sed -n "1,/^\r\$/{s/\r\$//;s/^$2: //Ip;}" "$1"
}

# expect_status FILE STATUS
expect_status()
{
	head -n 1 "$1" | grep -q "^HTTP/1.1 $2 " && return
	echo "not $2:" >&2
	head -n 20 "$1" >&2
	return 1
}
