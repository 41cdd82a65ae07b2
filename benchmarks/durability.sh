#!/bin/sh
# What it costs that nothing is lost: benchmarks/durability.sh [rounds] [folder]
#
# Runs 20 stages that do next to nothing, once in the folder (default: where temporary files go) and once in
# /dev/shm, where forcing a file to the disk is free. Prints milliseconds, one line a round.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-9}
disk=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/durability.XXXXXX")
memory=$(mktemp -d /dev/shm/durability.XXXXXX)
trap 'rm -rf "$disk" "$memory"' EXIT
export HOME="$disk/home"
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
mkdir -p "$HOME"

now() { date +%s%3N; }
run() { # folder, name of the round
  t0=$(now)
  (cd "$1/repository" && XDG_STATE_HOME="$1/state" "$root/attractor" run "$disk/stages.dot" --logs-root "$1/$2") \
    >/dev/null 2>"$disk/err" || { cat "$disk/err"; exit 1; }
  echo $(($(now) - t0))
}

{
  echo 'digraph stages { start exit'
  before=start
  for i in $(seq 20); do
    echo "s$i [shape=parallelogram tool_command=\"echo $i >f$i\"] $before -> s$i"
    before=s$i
  done
  echo "$before -> exit [condition=\"outcome=success\"] }"
} >"$disk/stages.dot"
for folder in "$disk" "$memory"; do
  git init -q -b main "$folder/repository"
  git -C "$folder/repository" commit -q --allow-empty -m base
  run "$folder" warm >/dev/null
done
for round in $(seq "$rounds"); do
  echo "disk: $(run "$disk" "$round") ms, memory: $(run "$memory" "$round") ms"
done
