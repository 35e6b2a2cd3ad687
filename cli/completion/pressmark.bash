# Completion of pressmark for bash 4.4 or later.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks 'pressmark help --complete', which says how it answers.

_pressmark()
{
	local program=${1:-${COMP_WORDS[0]}} word lead= joined= i quote=
	local -a words=() lines=()

	# Words that bash has parted at = and : are one. Of the last, bash
	# replaces only what stands behind `lead`.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == [=:] && $i -gt 1 ]]; then
			words[-1]+=$word
			joined=yes
			lead=${words[-1]}
		elif [[ $joined ]]; then
			words[-1]+=$word
			joined=
		else
			words+=("$word")
			lead=
		fi
	done
	[[ $word == [\"\']* ]] && quote=yes
	for i in "${!words[@]}"; do
		word=${words[i]//[\"\'\\]/}
		words[i]=${word/#\~\//$HOME/}
	done
	lead=${lead//[\"\'\\]/}

	mapfile -t lines < <("${program/#\~\//$HOME/}" help --complete -- \
		"${words[@]}" 2>/dev/null)
	COMPREPLY=()
	case ${lines[0]} in
	files) compopt -o default 2>/dev/null ;;
	folders) compopt -o dirnames 2>/dev/null ;;
	esac
	for word in "${lines[@]:1}"; do
		word=${word%%$'\t'*}
		word=${word#"$lead"}
		[[ $word == *= ]] && compopt -o nospace 2>/dev/null
		if [[ ! $quote ]]; then
			printf -v word %q "$word"
			word=${word//\\,/,}
		fi
		COMPREPLY+=("$word")
	done
}

complete -o nosort -F _pressmark pressmark
