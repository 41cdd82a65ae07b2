# Completion of attractor for fish: attractor completion fish | source
function __attractor_candidates
    set -l begun (commandline -ct)
    set -l words (commandline -opc)
    set -l found ($words[1] completion words -- $words[2..-1] "$begun" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path $begun
    end
end
complete -c attractor -f -a '(__attractor_candidates)'
