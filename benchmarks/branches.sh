#!/bin/sh
# How much a fan-out costs, by hand on a quiet machine: benchmarks/branches.sh [rounds]
#
# 1. 64 branches of a stage that sleeps one second, all at once, against one such stage, with 256 MB of heap.
# 2. Setting up one branch in a repository of 20,000 files, against `git worktree add`.
#
# Prints milliseconds, one line a round. A branch's set-up is what lies between its branch_started and its
# first stage_attempt_start.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" XDG_STATE_HOME="$work/home/state" JAVA_TOOL_OPTIONS=-Xmx256m
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
mkdir -p "$HOME"

now() { date +%s%3N; }
at() { # the time of the first line of a journal with this event
  date -d "$(grep -m1 "\"event\":\"$2\"" "$1" | sed 's/.*"ts":"\([^"]*\)".*/\1/')" +%s%3N
}
repository() { # folder, number of files
  git init -q -b main "$1"
  i=0
  while [ $i -lt "$2" ]; do
    d="$1/d$((i % 100))/e$((i / 100 % 20))"
    mkdir -p "$d"
    echo "file $i of the benchmark" >"$d/f$i.txt"
    i=$((i + 1))
  done
  (cd "$1" && git add -A && git commit -qm base)
}
attractor() { # repository, pipeline, logs root
  (cd "$1" && "$root/attractor" run "$2" --logs-root "$3") >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
}

repository "$work/small" 20
{
  echo 'digraph many { start exit fan [shape=component max_parallel=64] join [shape=tripleoctagon]'
  echo 'start -> fan join -> exit [condition="outcome=success"]'
  i=1
  while [ $i -le 64 ]; do
    echo "b$i [shape=parallelogram tool_command=\"sleep 1\"] fan -> b$i -> join"
    i=$((i + 1))
  done
  echo '}'
} >"$work/many.dot"
echo 'digraph one { start exit a [shape=parallelogram tool_command="sleep 1"] start -> a
  a -> exit [condition="outcome=success"] }' >"$work/one.dot"
attractor "$work/small" "$work/one.dot" "$work/warm"
r=1
while [ $r -le "$rounds" ]; do
  t0=$(now); attractor "$work/small" "$work/one.dot" "$work/one-$r"
  t1=$(now); attractor "$work/small" "$work/many.dot" "$work/many-$r"
  t2=$(now)
  echo "one stage: $((t1 - t0)) ms, 64 branches: $((t2 - t1)) ms, more: $((t2 - t1 - t1 + t0)) ms"
  r=$((r + 1))
done

repository "$work/large" 20000
echo 'digraph setup { start exit fan [shape=component] join [shape=tripleoctagon]
  b [shape=parallelogram tool_command="true"]
  start -> fan -> b -> join join -> exit [condition="outcome=success"] }' >"$work/setup.dot"
r=1
while [ $r -le "$rounds" ]; do
  t0=$(now); (cd "$work/large" && git worktree add -q "$work/git-$r" -b "git-$r"); t1=$(now)
  attractor "$work/large" "$work/setup.dot" "$work/setup-$r"
  ours=$(($(at "$work/setup-$r/parallel/fan/pass1/01-b/progress.ndjson" stage_attempt_start) \
    - $(at "$work/setup-$r/progress.ndjson" branch_started)))
  echo "git worktree add: $((t1 - t0)) ms, branch: $ours ms"
  r=$((r + 1))
done
