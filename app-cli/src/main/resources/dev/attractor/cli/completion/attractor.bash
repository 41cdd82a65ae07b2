# Completion of attractor for bash: eval "$(attractor completion bash)"
_attractor() {
  local line word=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
  done < <("${COMP_WORDS[0]}" completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
# Where the program knows nothing it is the name of a file.
complete -o default -F _attractor attractor
