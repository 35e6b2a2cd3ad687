# Completion of pressmark for fish 3 or later.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks 'pressmark help --complete', which says how it answers.

function __pressmark_complete
    set -l words (commandline -opc)
    set -l typed (string replace -ra '["\'\\\\]' '' -- (commandline -ct))
    set -l lines ($words[1] help --complete -- $words[2..-1] "$typed" 2>/dev/null)

    switch "$lines[1]"
        case files
            __fish_complete_path (commandline -ct)
        case folders
            __fish_complete_directories (commandline -ct)
        case '*'
            string join \n -- $lines[2..-1]
    end
end

complete -c pressmark -f -a '(__pressmark_complete)'
