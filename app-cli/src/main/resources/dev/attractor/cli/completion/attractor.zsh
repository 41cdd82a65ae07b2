#compdef attractor
# Completion of attractor for zsh: eval "$(attractor completion zsh)", after compinit; or a file _attractor in fpath.
_attractor() {
  local line
  local -a found
  for line in "${(@f)$("${words[1]}" completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line ]] || found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  if (( $#found )); then
    _describe -V attractor found
  else
    _files
  fi
}
if [[ $funcstack[1] == _attractor ]]; then
  _attractor "$@"
else
  compdef _attractor attractor
fi
