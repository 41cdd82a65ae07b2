#!/bin/bash
# Runs beside a git that never stops tidying up: housekeeping.sh LAUNCHER [SECONDS]. Prints how many runs were made, how
# many rounds of tidying up, and how many runs failed; ends with 1 when one did or git finds something wrong.
set -euo pipefail
launcher=${1:?give the path of the launcher}
seconds=${2:-3600}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_STATE_HOME=$place/state HOME=$place/home GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME"
git config --global user.name B
git config --global user.email b@example.org
git init -q -b main "$place/repo"
cd "$place/repo"
for i in $(seq 200); do echo "$i" >"f$i"; done
git add -A
git commit -qm files

{
  echo 'digraph p { start [shape=Mdiamond] exit [shape=Msquare] fan [shape=component] j [shape=tripleoctagon]'
  for i in $(seq 8); do echo "n$i [shape=parallelogram, tool_command=\"echo $i >g$i\"]"; done
  echo 'start -> n1 -> n2 -> n3 -> fan; fan -> n4 -> n6 -> j; fan -> n5 -> n7 -> j; j -> n8 -> exit }'
} >"$place/p.dot"

(
  set +e # a git that meets another one may give up
  while [ ! -e "$place/stop" ]; do
    git repack -adq
    git prune-packed -q
    git pack-refs --all
    git gc -q --prune=now
    git worktree prune
    echo >>"$place/rounds"
  done
) >/dev/null 2>&1 &
tidying=$!

runs=0 failed=0 end=$((SECONDS + seconds))
while [ $SECONDS -lt $end ] || [ "$runs" -lt 1 ]; do
  runs=$((runs + 1))
  if ! "$launcher" run "$place/p.dot" --repo . </dev/null >"$place/out" 2>&1; then
    failed=$((failed + 1))
    grep -E '^(error|hint|run )' "$place/out" || tail -3 "$place/out"
  fi
done
touch "$place/stop"
wait "$tidying"
git fsck --strict --no-dangling >/dev/null || failed=$((failed + 1))
echo "runs=$runs rounds_of_housekeeping=$(wc -l <"$place/rounds") failed=$failed"
[ "$failed" = 0 ]
